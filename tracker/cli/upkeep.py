"""Setting up and keeping a ledger: init, unit, config, migrate."""

from pathlib import Path

from tracker.cli.choices import chosen
from tracker.cli.context import Session
from tracker.cli.defining import show_defined
from tracker.cli.groups import make_group
from tracker.cli.invocation import no_more_interrupts
from tracker.cli.options import (
    argument,
    flag_option,
    making_command,
    plain_command,
    value_option,
    writing_command,
)
from tracker.cli.workdays import calendar, warn_of_years
from tracker.core.dates import parse_day
from tracker.errors import UsageError
from tracker.render.defined import change_line
from tracker.store import configuring, lookup, settings, tunings, units
from tracker.text import say


@making_command()
def init(
    session: Session,
    empty: bool = flag_option("empty", "--empty"),
    seed: str | None = value_option("seed", "FILE", "--seed"),
    shared: bool = flag_option("shared", "--shared"),
) -> None:
    """Make a database."""
    from tracker.store.create import create
    from tracker.store.seed import find_seed, seed_rows

    if empty and seed is not None:
        raise UsageError("error.empty_and_seed")
    session.make_data_folder()
    rows = seed_rows(find_seed(), Path(seed) if seed is not None else None, empty=empty)
    made = create(
        session.path,
        rows,
        session.author,
        now=session.now,
        shared=shared,
        before_commit=no_more_interrupts,
    )
    answer: dict[str, object] = {"made": made is not None, "commitments": None}
    said = [say("echo.init_there", path=session.path)]
    if made is not None:
        answer["commitments"] = len(made)
        said = [say("echo.init", path=session.path, count=len(made))]
        said += [say("echo.init_shared", folder=session.path.absolute().parent)] if shared else []
    session.output.echo(answer, [answer.values()], said, dry_run=False)


@plain_command()
def migrate(session: Session) -> None:
    """Bring an older database up to date."""
    from tracker.store.migrate import migrate as bring_up_to_date

    done = bring_up_to_date(session.path, session.now, before_commit=no_more_interrupts)
    if done is None:
        answer: dict[str, object] = {"before": None, "after": None, "copy": None}
        said = say("echo.migrate_not_needed", path=session.path)
        session.output.lines(answer, [answer.values()], [] if session.options.quiet else [said])
        return
    answer = {**done._asdict(), "copy": str(done.copy)}
    said = say("echo.migrated", path=session.path, **answer)
    session.output.echo(answer, [answer.values()], [said], dry_run=False)


@writing_command()
def unit_add(
    session: Session,
    unit: str = argument("new_unit", "UNIT"),
    step: str | None = value_option("step", "STEP", "--step"),
    alias: list[str] | None = value_option("unit_alias", "NAME[=SIZE]", "--alias"),
) -> None:
    """Declare a unit."""
    with session.open() as store:
        plan = units.add_unit(unit, step or "1", tuple(alias or ()))
        made = session.write(store, lambda _: plan)
    session.output.echo(
        {"unit": made.name, "decimals": made.scale},
        [made],
        [say("echo.unit_added", unit=made.name, step=step or 1)],
        session.options.dry_run,
    )


@writing_command()
def config(
    session: Session,
    key: str | None = argument("key", "[KEY]", None),
    value: str | None = argument("value", "[VALUE]", None),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
    commitment: str | None = value_option("config_of", "COMMITMENT", "--commitment"),
) -> None:
    """Show or change the settings of the plan, or of a commitment."""
    if commitment is not None:
        _configure_one(session, commitment, key, value, reason)
        return
    with session.open() as store:
        if value is not None and key is not None:
            plan = configuring.configure(key, value, reason)
            change = session.write(store, lambda _: plan)
            sentence = change_line(change)
            session.output.echo(change._asdict(), [change], [sentence], session.options.dry_run)
            return
        values = settings.load(store.read).values
    if key is not None:
        values = {key: values[configuring.known_key(key)]}
    session.output.lines(values, values.items(), [f"{k} = {v}" for k, v in values.items()])


def _configure_one(
    session: Session, text: str, key: str | None, value: str | None, reason: str | None
) -> None:
    """Show or change how the alerts of one commitment are tuned."""
    with session.open() as store:
        if value is not None and key is not None:
            plan = configuring.configure_commitment(text, key, value, reason)
            made = session.write(store, lambda _: plan)
            show_defined(session, made, "echo.edited")
            return
        found = lookup.resolve(store.read, text)
        values = tunings.own_settings(store.read).get(found.id, {})
    if key is not None:
        configuring.known_key(key)
        values = {key: values[key]} if key in values else {}
    session.output.lines(values, values.items(), [f"{k} = {v}" for k, v in values.items()])


@writing_command()
def workday(
    session: Session,
    day: str | None = argument("workday", "[DATE]", None),
    word: str | None = argument("workday_word", "[on|off|default]", None),
    reason: str | None = value_option("reason", "TEXT", "--reason"),
) -> None:
    """Show or change the days on which people work, whatever the calendar says."""
    with session.open() as store:
        if day is not None and word is not None:
            known = (*tunings.WORKS, tunings.DEFAULT)
            said = chosen(word.lower(), dict.fromkeys(known, ()), "workday") or tunings.DEFAULT
            plan = configuring.set_workday(parse_day(day, session.today(store.read)), said, reason)
            change = session.write(store, lambda _: plan)
            line = change_line(change)
            session.output.echo(change._asdict(), [change], [line], session.options.dry_run)
            return
        own = tunings.workdays(store.read)
        if day is not None:
            # A day that is asked for has an answer, whoever gives it.
            only, unknown = parse_day(day, session.today(store.read)), set[int]()
            own = {only: calendar(own, unknown)(only)}
            warn_of_years(session.output, unknown)
    words = {d.isoformat(): tunings.word_of(works) for d, works in own.items()}
    session.output.lines(words, words.items(), [f"{d} = {w}" for d, w in words.items()])


unit = make_group("unit", {"add": unit_add})

"""What cron and a monitor ask for: the alerts that stand, what has changed, and what was told."""

import datetime as dt
from collections.abc import Callable, Sequence

import typer

from tracker.cli.choices import chosen
from tracker.cli.context import Options, Session, View
from tracker.cli.groups import Group, add_command, make_app
from tracker.cli.options import (
    argument,
    commitment_argument,
    flag_option,
    plain_command,
    reading_command,
    required,
    value_option,
    writing_command,
)
from tracker.cli.standing import Wish, standing, with_department
from tracker.cli.workdays import warn_of_years
from tracker.core.alert_memory import Acknowledged, Memory
from tracker.core.alert_rules import LEVELS, RULES
from tracker.core.alerts import at_least
from tracker.core.dates import iso_moment, parse_day, parse_last_day
from tracker.core.plaintext import visible
from tracker.core.tuning import parse_lead
from tracker.errors import Refused, UsageError
from tracker.render import alerts as render
from tracker.render.alerts import Line
from tracker.render.sheet import Sheet
from tracker.store import acknowledging, alert_memory, lookup
from tracker.store.plan import Read
from tracker.text import say

FORMATS = ("text", "markdown", "json", "mail")
ALERTS = 1


@reading_command()
def alerts_now(
    session: Session,
    new: bool = flag_option("new", "--new"),
    department: str | None = value_option("only_department", "DEPARTMENT", "--department"),
    level: str | None = value_option("level", "LEVEL", "--level"),
    within: str | None = value_option("within", "TIME", "--within"),
    format: str | None = value_option("alerts_format", "FORMAT", "--format"),
    to: list[str] | None = value_option("mail_to", "ADDRESS", "--to"),
    sender: str | None = value_option("mail_from", "ADDRESS", "--from"),
    exit_code: bool = flag_option("exit_code", "--exit-code"),
    nagios: bool = flag_option("nagios", "--nagios"),
) -> int:
    """The alerts that stand, or what has changed since they were told."""
    if session.subcommand is not None:
        own = new, department, level, within, format, to, sender, exit_code, nagios
        _check_nothing_before(session, own)
        return 0
    known: dict[str, tuple[str, ...]] = {name: (say(f"level.{name}"),) for name in LEVELS}
    wanted = chosen(level, known, "--level")
    wish = Wish(
        department,
        parse_lead(within) if within is not None else None,
        next((one for one in LEVELS if one == wanted), None),
    )
    chosen_format = chosen(format, dict.fromkeys(FORMATS, ()), "--format")
    show = _shower(session, chosen_format, to or (), sender)
    if new:
        _check_now(session)
    if nagios:
        _check_alone(session, new=new, format=format, exit_code=exit_code)
    with session.open() as store:
        with store.snapshot() as read:
            view = session.view(read)
            wish = with_department(read, view, wish)
            lines = [] if new else _lines(session, read, view, wish)
        if new:
            from tracker.cli.telling import tell

            count = tell(session, store, wish, show)
            if not count and (session.output.json or chosen_format == "json"):
                show((), view)
            return ALERTS if exit_code and count else 0
    if nagios:
        code, said = render.nagios(lines)
        session.output.told_text("".join(f"{visible(line)}\n" for line in said))
        return code
    live = any(entry.noted is None for entry in lines)
    if live or session.output.json or chosen_format == "json" or session.output.for_people:
        show(lines, view)
    return ALERTS if exit_code and live else 0


def _check_nothing_before(session: Session, own: Sequence[object]) -> None:
    """Refuse options before `ack` or `log`, where they would do nothing."""
    if any(own) or session.options != Options():
        raise UsageError("error.options_behind", command=session.subcommand)


def _check_now(session: Session) -> None:
    """Refuse days that do not go with a memory of what was told."""
    if session.options.as_of is not None or session.options.known_at is not None:
        raise UsageError("error.new_and_as_of")


def _check_alone(session: Session, *, new: bool, format: str | None, exit_code: bool) -> None:
    """Refuse what a monitor's plugin can't also do."""
    given = {
        "--new": new,
        "--json": session.output.json,
        "--plain": session.output.plain,
        "--format": format is not None,
        "--exit-code": exit_code,
    }
    for option, is_given in given.items():
        if is_given:
            raise UsageError("error.nagios_alone", option=option)


def _lines(session: Session, read: Read, view: View, wish: Wish) -> list[Line]:
    """The alerts that stand and are wanted; those that are noted stand last."""
    found = standing(read, view, wish)
    if found.alerts:
        warn_of_years(session.output, found.unknown)
    rows = {number: row.commitment for number, row in found.rows.items()}
    memory = Memory({}, {}, alert_memory.acknowledged(read, rows, view.zone, view.known))
    lines = [
        Line(one, memory.acknowledged[one.identity] if memory.silences(one, view.as_of) else None)
        for one in found.alerts
        if at_least(one.level, wish.level)
    ]
    return sorted(lines, key=lambda entry: entry.noted is not None)


def _shower(
    session: Session, format: str | None, to: Sequence[str], sender: str | None
) -> Callable[[Sequence[Line], View], None]:
    """What shows lines in the format that is asked for."""
    output = session.output
    if format == "mail" and not to:
        raise UsageError("error.mail_needs_to")
    if format == "mail":
        from tracker.render.mail import check_address

        for address in (*to, *([] if sender is None else [sender])):
            check_address(address)
    if format != "mail" and (to or sender is not None):
        raise UsageError("error.to_without_mail")
    if format is not None and (output.plain or (output.json and format != "json")):
        one = "--plain" if output.plain else "--json"
        raise UsageError("error.two_formats", one=one, other=f"--format {format}")

    def show(lines: Sequence[Line], view: View) -> None:
        plan, day = view.settings.values["title"], view.as_of
        said = [render.sentence(line) for line in lines]
        if format == "markdown":
            from tracker.render.markdown import markdown

            output.told_text(markdown(_sheet(lines, plan, day)))
        elif format == "mail":
            from tracker.render.mail import host, mail

            subject = say("alert.subject", plan=plan, counts=render.counts(lines)).strip()
            sheet = _sheet(lines, plan, day)
            address = sender or f"{session.author.login}@{host()}"
            page = mail(sheet, [*sheet.title, "", *said], subject, address, to, session.now)
            output.told_text(page.decode("ascii"))
        else:
            told = output._replace(json=output.json or format == "json")
            values = [render.as_json(line) for line in lines]
            told.told(values, render.records(lines), said)

    return show


def _sheet(lines: Sequence[Line], plan: str, day: dt.date) -> Sheet:
    return render.sheet(lines, say("alert.title", plan=plan, day=day).strip())


@writing_command()
def alerts_ack(
    session: Session,
    commitment: str = commitment_argument(),
    rule: str | None = value_option("ack_rule", "RULE", "--rule"),
    until: str | None = value_option("ack_until", "LAST_DAY", "--until"),
    reason: str | None = value_option("ack_reason", "TEXT", "--reason"),
) -> None:
    """Take note of the alerts of a commitment: they are silent until a day."""
    why = required(reason)
    only = chosen(rule, {ruling.rule: () for ruling in RULES}, "--rule")
    if until is None:
        raise UsageError("error.until_needed")
    with session.open() as store:
        with store.snapshot() as read:
            view = session.view(read)
            found = lookup.resolve(read, commitment)
            noted = [
                alert
                for alert in standing(read, view, Wish()).alerts
                if alert.commitment.id == found.id and only in (None, alert.rule)
            ]
        if not noted:
            raise Refused("error.nothing_to_ack", slug=found.slug)
        day = parse_last_day(until, view.today)
        plan = acknowledging.acknowledge(noted, day, why, view.today)
        session.write(store, lambda _: plan)
    by = session.author.name
    ack = [
        Line(
            one, Acknowledged(one.identity, one.rule, one.level, one.step, view.today, day, by, why)
        )
        for one in noted
    ]
    again = say("echo.acked_end", slug=found.slug)
    session.output.echo(
        [render.as_json(line) for line in ack],
        render.records(ack),
        [say("echo.acked", count=len(ack), until=day), *map(render.sentence, ack), again],
        session.options.dry_run,
    )


@plain_command()
def alerts_log(
    session: Session,
    commitment: str | None = argument("commitment", "[COMMITMENT]", None),
    since: str | None = value_option("since", "DATE", "--since"),
) -> None:
    """What was told, when, and to whom."""
    from tracker.render import sent as render_sent

    with session.open() as store, store.snapshot() as read:
        view = session.view(read)
        only = lookup.resolve(read, commitment).id if commitment is not None else None
        first = _start_of(since, view)
        found = alert_memory.sent(read, first, only)
    session.output.answer(
        lambda: [render_sent.as_json(one) for one in found],
        lambda: render_sent.records(found),
        lambda: render_sent.sheet(found, view.zone),
    )


def _start_of(since: str | None, view: View) -> str:
    """The moment a day begins, as it is stored; "" is before everything."""
    if since is None:
        return ""
    day = parse_day(since, view.today)
    return iso_moment(dt.datetime.combine(day, dt.time(), tzinfo=view.zone))


def _group() -> typer.Typer:
    """`alerts` does something by itself, and has commands beside that."""
    group = make_app(cls=Group, invoke_without_command=True)
    group.callback(help=say("help.alerts"))(alerts_now)
    for name, command in (("ack", alerts_ack), ("log", alerts_log)):
        add_command(group, name, f"alerts_{name}", command)
    return group


alerts = _group()

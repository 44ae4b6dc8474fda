"""What a command works with: its options, the clock, the person, and the open database."""

import datetime as dt
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from tracker.cli.invocation import Invocation, no_more_interrupts
from tracker.cli.output import Output
from tracker.cli.place import database
from tracker.cli.waiting import the_wait
from tracker.core.dates import KnownAt, iso_moment, moment_of, parse_day, parse_known_at
from tracker.core.model import KnownChange, Rules
from tracker.errors import Refused, Slip, Unconfirmed, UsageError, reason
from tracker.store import settings
from tracker.store.engine import Store, open_store
from tracker.store.file import translated
from tracker.store.plan import UNREADABLE, Author, Plan, Read
from tracker.text import say

T = TypeVar("T")

if TYPE_CHECKING:

    class PlanWith(Protocol[T]):  # type: ignore[misc]
        """Makes a plan for a set of confirmed slips."""

        def __call__(self, accepted: frozenset[Slip] | None, /) -> Plan[T]: ...


class Options(NamedTuple):
    """The values of the options that commands share; those a command lacks stay None."""

    db: str | None = None
    lang: str | None = None
    json: bool = False
    plain: bool = False
    quiet: bool = False
    no_color: bool = False
    as_of: str | None = None
    known_at: str | None = None
    by: str | None = None
    dry_run: bool = False
    yes: bool = False
    no_input: bool = False


class View(NamedTuple):
    """Up to which day and which change the ledger is read, and the plan's settings then."""

    today: dt.date
    as_of: dt.date
    known: int | None
    known_at: KnownChange | None
    settings: settings.Settings
    zone: ZoneInfo

    @property
    def rules(self) -> Rules:
        """The thresholds as known then."""
        return self.settings.rules


class Session:
    """One run of one command."""

    def __init__(
        self, invocation: Invocation, options: Options, subcommand: str | None = None
    ) -> None:
        self.subcommand = subcommand
        self.now = invocation.now
        self.environ = invocation.environ
        self.options = options
        self._has_opened = False
        self.change: int | None = None
        """The change that the last write became; None before it, and where nothing is saved."""
        if options.json and options.plain:
            raise UsageError("error.json_and_plain")
        if not options.quiet:
            the_wait.begin()
        self.output = Output(
            json=options.json,
            plain=options.plain,
            quiet=options.quiet,
            color=not options.no_color and not invocation.environ.get("NO_COLOR"),
        )

    @property
    def path(self) -> Path:
        """The database: --db, then TRACKER_DB, then tracker.db in the user's data folder."""
        return database(self.options.db, self.environ)

    def make_data_folder(self) -> None:
        """Make the user's own data folder; one that was named has to be there."""
        if self.options.db is None and not self.environ.get("TRACKER_DB"):
            from tracker.store.unfinished import make_folder

            with translated(self.path.parent):
                make_folder(self.path.parent, 0o700)

    @property
    def author(self) -> Author:
        """Who reports: --by, TRACKER_BY, the user's config, else the account that writes."""
        login = _login()
        if self.options.by is not None and not self.options.by.strip():
            raise UsageError("error.by_empty")
        # A variable that is blank was not set by anybody who wants to be called so.
        told = self.options.by or self.environ.get("TRACKER_BY", "").strip()
        return Author(told or _config_author(self.environ) or login, login)

    def open(self) -> Store:
        """The database, checked and open."""
        self._has_opened = True
        return open_store(self.path)

    @contextmanager
    def faithful(self) -> Iterator[None]:
        """Whatever the rows of a damaged ledger make fail is told as damage, even where they are
        shown and the ledger is closed again.
        """
        try:
            yield
        except UNREADABLE as error:
            if self._has_opened:
                with self.open() as store:
                    store.refuse_damaged(error)
            raise

    def zone(self, read: Read) -> ZoneInfo:
        """The plan's time zone."""
        return zone_of(settings.load(read))

    def today(self, read: Read) -> dt.date:
        """The plan's day: the date in the plan's time zone, whatever the machine's is."""
        return self.now.astimezone(self.zone(read)).date()

    def view(self, read: Read) -> View:
        """Read --as-of and --known-at against the ledger.

        What is typed is read on today's clock; what is shown follows the settings known then.
        """
        plan = settings.load(read)
        zone = zone_of(plan)
        today = as_of = self.now.astimezone(zone).date()
        known, known_at = None, None
        if self.options.known_at is not None:
            wanted = parse_known_at(self.options.known_at, today, zone)
            known = self._known(read, wanted, today, zone)
            plan, known_at = settings.load(read, known), settings.last_change(read, known)
            # A day that was named is that day; a time or a change falls on a day of its own plan.
            moment = wanted.moment or moment_of(known_at.recorded_at)
            as_of = moment.astimezone(zone if wanted.is_day else zone_of(plan)).date()
        if self.options.as_of is not None:
            as_of = parse_day(self.options.as_of, today)
        return View(today, as_of, known, known_at, plan, zone_of(plan))

    def _known(self, read: Read, wanted: KnownAt, today: dt.date, zone: ZoneInfo) -> int:
        head = settings.last_change(read)
        if wanted.change is not None:
            if not 1 <= wanted.change <= head.change:
                raise Refused("error.change_unknown", change=wanted.change, head=head.change)
            return wanted.change
        assert wanted.moment is not None
        # A day stands for its end, and today's end is as good as now.
        day = wanted.moment.astimezone(zone).date()
        newest = max(self.now, moment_of(head.recorded_at))
        if day > max(today, newest.astimezone(zone).date()) or (
            wanted.moment > newest and not wanted.is_day
        ):
            raise Refused("error.known_future", text=self.options.known_at)
        known = settings.change_at(read, iso_moment(wanted.moment))
        if known is None:
            first = moment_of(settings.last_change(read, 1).recorded_at).astimezone(zone)
            began = f"{first:%Y-%m-%d %H:%M}"
            raise Refused("error.before_ledger", text=self.options.known_at, first=began)
        return known

    def write(
        self, store: Store, plan_with: "PlanWith[T]", agreed: frozenset[Slip] = frozenset()
    ) -> T:
        """Write a plan; what looks like a slip is asked about on a terminal, else refused.

        `plan_with` makes the plan for a set of confirmed slips; None confirms all of them.
        `agreed` are those that a person has confirmed before.
        """
        confirmed = None if self.options.yes else agreed
        while True:
            try:
                result, committed = store.write(
                    plan_with(confirmed),
                    self.author,
                    now=self.now,
                    dry_run=self.options.dry_run,
                    before_commit=no_more_interrupts,
                )
            except Unconfirmed as unconfirmed:
                sentences = [sentence_of(slip) for slip in unconfirmed.slips]
                if not self.may_ask():
                    raise Refused("error.slip", slip=" ".join(sentences)) from None
                self.confirm(sentences)
                confirmed = frozenset(unconfirmed.slips) | (confirmed or frozenset())
                continue
            if committed.clock_behind:
                self.output.warn("warning.clock_behind", minutes=_minutes(committed.clock_behind))
            self.change = committed.change
            return result

    def preview(self, store: Store, plan_with: "PlanWith[T]") -> tuple[T, tuple[Slip, ...]]:
        """What writing a plan would come to, with the slips in it. Nothing is saved."""

        def tried(accepted: frozenset[Slip] | None) -> T:
            plan = plan_with(accepted)
            return store.write(plan, self.author, now=self.now, dry_run=True)[0]

        try:
            return tried(frozenset()), ()
        except Unconfirmed as unconfirmed:
            return tried(None), unconfirmed.slips

    def may_ask(self) -> bool:
        """Whether there is a person at a terminal who can answer."""
        streams = (sys.stdin, sys.stderr)
        return not self.options.no_input and all(s is not None and s.isatty() for s in streams)

    def confirm(self, sentences: Iterable[str], question: str = "ask.save") -> None:
        """Ask once about all slips; anything but yes leaves the ledger as it is."""
        for sentence in sentences:
            self.output.note(sentence)
        sys.stderr.write(say(question) + " ")
        sys.stderr.flush()
        try:
            typed = sys.stdin.readline()
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            raise
        if not typed.endswith("\n"):
            sys.stderr.write("\n")  # The end of input leaves the cursor behind the question.
        import unicodedata

        # A Chinese keyboard may type letters of full width.
        answer = unicodedata.normalize("NFKC", typed).strip().lower()
        if answer not in ("y", "yes", "是"):
            raise Refused("error.not_saved")


def sentence_of(slip: Slip) -> str:
    """A slip as one sentence, with the commitment it is of where that is said."""
    text = say(slip.key, **dict(slip.params))
    return say("slip.of", slug=slip.of, slip=text) if slip.of else text


def last_seen(read: Read, view: View) -> KnownChange:
    """The last change that an answer rests on: the one asked for, else the ledger's last."""
    return view.known_at or settings.last_change(read)


def zone_of(plan: settings.Settings) -> ZoneInfo:
    """The plan's time zone."""
    return settings.zone(plan.values["time_zone"])


def _minutes(delta: dt.timedelta) -> int:
    return int(delta.total_seconds() // 60)


def _login() -> str:
    if os.name == "nt":  # pragma: no cover
        return os.getlogin()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _config_author(environ: Mapping[str, str]) -> str | None:
    """`by` in the user's own config file, where there is one."""
    base = environ.get("XDG_CONFIG_HOME") or (
        os.path.join(environ["HOME"], ".config") if environ.get("HOME") else environ.get("APPDATA")
    )
    if base is None:
        return None
    path = Path(base) / "tracker" / "config.toml"
    try:
        if not path.is_file():
            return None
        import tomllib

        with path.open("rb") as file:
            by = tomllib.load(file).get("by")
    except (OSError, ValueError) as error:
        raise Refused("error.config_unreadable", path=path, why=reason(error)) from None
    if by is not None and not isinstance(by, str):
        raise Refused("error.config_by", path=path)
    return by

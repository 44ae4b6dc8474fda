"""What is fuzzed: each target takes bytes, lets tracker's own refusals pass, and fails on anything
else.
"""

import datetime as dt
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.core.make import ALIASES, COUNT, KM, PERCENT
from tests.exchange.books import book, sheet
from tests.faults.corpora import (
    BOOKS,
    DAYS,
    EXPORT,
    FIGURES,
    RECORDS,
    ROW,
    SEED,
    TABLES,
    behind,
    edits,
    encoded,
    seeds,
    words,
    workbooks,
)
from tracker.__main__ import main
from tracker.core import dates
from tracker.core.model import Unit
from tracker.core.quantity import MAX_STEPS, parse_figure, parse_signed, parse_step, to_decimal
from tracker.errors import TrackerError
from tracker.exchange.reading import Wanted, read_source
from tracker.store.create import create
from tracker.store.engine import open_store
from tracker.store.plan import Author
from tracker.store.seed import find_seed, seed_rows

NOON = dt.datetime(2024, 7, 5, 4, 0, tzinfo=dt.UTC)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
# One in so many of the files that can be read also goes through the command that takes it in.
ALL_THE_WAY = 200
REFUSALS = (0, 2, 3, 4, 6)


class Target(NamedTuple):
    """What is tried with some bytes; what to begin from; the parts that such bytes are made of;
    and how long one try may take at most, in seconds of the processor.
    """

    attempt: Callable[[bytes], None]
    corpus: Sequence[bytes]
    words: Sequence[bytes]
    seconds: float = 2.0


class Bench:
    """A folder for the files of one target, with a small ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.units = self.folder / "units.sql"
        lines = find_seed().read_text("utf-8").splitlines(keepends=True)
        self.units.write_text(
            "".join(x for x in lines if x.startswith(("INSERT INTO unit", "INSERT INTO setting"))),
            "utf-8",
        )
        self.ledger = self.folder / "tracker.db"
        self.own = self.folder / "own.sql"
        self.own.write_text(SEED, "utf-8")
        create(self.ledger, seed_rows(self.units, self.own, empty=False), AUTHOR, now=NOON)
        self.command("log", "sewer", "5")

    def file(self, name: str, data: bytes) -> Path:
        """A file with this content, and nothing beside it that SQLite would take for a part."""
        path = self.folder / name
        for end in ("-journal", "-wal"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        path.write_bytes(data)
        return path

    def command(self, *argv: str, db: Path | None = None) -> str:
        """Run a command line, which may refuse but never fail; returns what it printed."""
        out, err = io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            for name, value in (("TRACKER_BY", "z"), ("TRACKER_LANG", "en"), ("COLUMNS", "80")):
                patch.setenv(name, value)
            code = main([*argv, "--db", str(db or self.ledger)], now=NOON)
        assert code in REFUSALS, f"{argv} ended with {code}: {err.getvalue()}"
        return out.getvalue()

    def sent(self, name: str, data: bytes) -> None:
        """Read a file that a department sent; now and then show what it would come to."""
        path = self.file(name, data)
        source = read_source(path, Wanted())
        widths = {len(line.cells) for line in source.lines}
        assert widths <= {len(source.headings)}, "rows have other widths than their headings"
        if zlib.crc32(data) % ALL_THE_WAY == 0:
            self.command("import", str(path), "--dry-run", "--yes", "--on", "2024-07-01")


AUTHOR = Author("z", "z")


def figures(data: bytes) -> None:
    """A figure that is read is exact, and is read again from how it is printed."""
    text = data[1:].decode("utf-8", "surrogateescape")
    unit = (KM, COUNT, PERCENT, None)[data[0] % 4 if data else 0]
    with suppress(TrackerError):
        parse_step(text)
    with suppress(TrackerError):
        signed = parse_signed(text, unit, ALIASES)
        assert abs(signed.steps) <= MAX_STEPS
    with suppress(TrackerError):
        found = parse_figure(text, unit, ALIASES)
        assert unit is not None, "a figure without a unit"
        assert 0 <= found.steps <= MAX_STEPS, found
        assert found.steps == _worth(text, unit), f"{text!r} is read as {found}"
        number = to_decimal(found.steps, unit.scale)
        for printed in (str(number), f"{number:,}", f"{number}{unit.name}"):
            again = parse_figure(printed, unit, ALIASES)
            assert again == (found.steps, None), f"{printed} is read as {again}, not {found}"


def _worth(text: str, unit: Unit) -> Decimal:
    """How many steps a figure is that was accepted, worked out in another way."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    number = re.match(r"[0-9.]+", plain)
    assert number is not None, f"{text!r} has no digits"
    rest = plain[number.end() :].strip()
    times = {"万": 10**4, "亿": 10**8}.get(rest[:1], 1)
    name = rest[times > 1 :].strip()
    one = ALIASES[name.lower()].steps if name else 10**unit.scale
    return Decimal(number[0]) * times * one


def days(data: bytes) -> None:
    """A day or moment that is read is read again from how it is printed."""
    text = data[2:].decode("utf-8", "surrogateescape")
    today = dt.date(1990, 1, 1) + dt.timedelta(days=int.from_bytes(data[:2], "big") % 40_542)
    with suppress(TrackerError):
        dates.parse_every(text)
    with suppress(TrackerError):
        dates.parse_iso_day(text)
    for read in (dates.parse_day, dates.parse_last_day):
        with suppress(TrackerError):
            day = read(text, today)
            assert dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR, day
            for printed in (str(day), f"{day:%Y年%m月%d日}", f"{day.year}.{day.month}.{day.day}"):
                assert dates.parse_day(printed, today) == day, f"{text!r}: {day}"
            assert dates.parse_iso_day(str(day)) == day, day
    with suppress(TrackerError):
        known = dates.parse_known_at(text, today, SHANGHAI)
        assert (known.change is None) != (known.moment is None), known
        if known.moment is not None:
            printed = known.moment.isoformat()
            assert dates.parse_known_at(printed, today, SHANGHAI).moment == known.moment


def _seed(bench: Bench) -> Callable[[bytes], None]:
    def seed(data: bytes) -> None:
        """What a seed says is refused, or begins a ledger in which check finds nothing."""
        with suppress(TrackerError):
            rows = seed_rows(bench.units, bench.file("seed.sql", data), empty=False)
            if zlib.crc32(data) % ALL_THE_WAY == 0:
                path = bench.folder / "begun.db"
                path.unlink(missing_ok=True)
                create(path, rows, AUTHOR, now=NOON)
                assert bench.command("check", "--plain", db=path) == ""

    return seed


def _sent(bench: Bench, name: str) -> Callable[[bytes], None]:
    def sent(data: bytes) -> None:
        with suppress(TrackerError):
            bench.sent(name, data)

    return sent


def _xlsx(bench: Bench) -> Callable[[bytes], None]:
    def xlsx(data: bytes) -> None:
        """One part of a workbook is anything; or the whole file is."""
        place = data[0] % (len(BOOKS) + 1) if data else 0
        whole = b"PK" + data[1:]
        if place < len(BOOKS):
            whole = book({BOOKS[0]: sheet(ROW), BOOKS[place]: data[1:]})
        with suppress(TrackerError):
            bench.sent("sent.xlsx", whole)

    return xlsx


def _ledger(bench: Bench) -> Callable[[bytes], None]:
    def ledger(data: bytes) -> None:
        """What calls itself an export is refused, or is a ledger in which check finds nothing."""
        path, made = bench.file("export.json", EXPORT + data), bench.folder / "made.db"
        bench.command("import", str(path), db=made)
        if made.exists():
            assert bench.command("check", "--plain", db=made) == ""
            made.unlink()

    return ledger


def _opening(bench: Bench) -> Callable[[bytes], None]:
    whole = bench.ledger.read_bytes()

    def opening(data: bytes) -> None:
        """A ledger of which some bytes are others is opened or refused."""
        with suppress(TrackerError), open_store(bench.file("damaged.db", damaged(whole, data))):
            pass

    return opening


def _database(bench: Bench) -> Callable[[bytes], None]:
    whole = bench.ledger.read_bytes()

    def database(data: bytes) -> None:
        """Every command reads a ledger of which some bytes are others, or refuses it."""
        path = bench.file("damaged.db", damaged(whole, data))
        for argv in (["check"], ["status", "--json"], ["history"], ["log", "sewer", "1", "--yes"]):
            bench.command(*argv, db=path)

    return database


def damaged(whole: bytes, data: bytes) -> bytes:
    """A file of which some bytes are others: each four of `data` say where, and which."""
    changed = bytearray(whole)
    for at in range(0, len(data) - 3, 4):
        changed[int.from_bytes(data[at : at + 3], "big") % len(whole)] = data[at + 3]
    if len(data) % 4 == 3:
        # A disk that lost the end of it.
        del changed[int.from_bytes(data[-3:], "big") % len(whole) :]
    return bytes(changed)


def targets(folder: Path) -> Mapping[str, Callable[[], Target]]:
    """Every target by its name, made when it is asked for; `folder` is for its files."""

    def sent(kind: str, texts: Sequence[str]) -> Target:
        return Target(_sent(Bench(folder), f"sent.{kind}"), encoded(texts), words(kind))

    def ledger() -> Target:
        bench = Bench(folder)
        return Target(_ledger(bench), [_export(bench)], words("json"), 10.0)

    return {
        "figures": lambda: Target(figures, behind(b"\0", FIGURES), words("figures")),
        "dates": lambda: Target(days, behind(b"\x31\x20", DAYS), words("dates")),
        "csv": lambda: sent("csv", TABLES),
        "json": lambda: sent("json", RECORDS),
        "seed": lambda: Target(_seed(Bench(folder)), seeds(), words("seed")),
        "xlsx": lambda: Target(_xlsx(Bench(folder)), [*workbooks()], words("xlsx"), 5.0),
        "ledger": ledger,
        "opening": lambda: Target(_opening(Bench(folder)), edits(), words("database")),
        "database": lambda: Target(_database(Bench(folder)), edits(), words("database"), 10.0),
    }


def _export(bench: Bench) -> bytes:
    """An export of the ledger, but for how it begins."""
    export = json.loads(bench.command("export"))
    return json.dumps(export, ensure_ascii=False).encode()[len(EXPORT) :]

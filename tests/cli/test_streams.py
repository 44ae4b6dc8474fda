"""Real processes: pipes of any width, odd locales, streams that are closed, full or cut short."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import tracker
from tests.conftest import AUTHOR, NOON, Run

DRIVER = """
import datetime as dt, json, sys
from tracker.__main__ import main
now = dt.datetime.fromisoformat(sys.argv[1])
sys.exit(max(main(argv, now=now) for argv in json.loads(sys.argv[2])))
"""
ROOT = Path(tracker.__file__).parent.parent
# A supervisor's and cron's answers, in the formats a pipe gets.
ANSWERS = (
    ["status"],
    ["status", "--json"],
    ["history"],
    ["alerts"],
    *(["show", slug] for slug in ("sewer", "trunk-roads", "city-ranking", "green-waste")),
)
posix = pytest.mark.skipif(os.name == "nt", reason="descriptors are closed by a POSIX shell")

pytestmark = pytest.mark.usefixtures("ledger")

Done = subprocess.CompletedProcess[bytes]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment with nothing in it that a test did not ask for."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "TRACKER_BY": AUTHOR,
        "TRACKER_DB": str(tmp_path / "tracker.db"),
    }


def command_line(argvs: Sequence[Sequence[str]], now: dt.datetime = NOON) -> list[str]:
    """A process that runs command lines one after the other at a given time."""
    return [sys.executable, "-c", DRIVER, now.isoformat(), json.dumps([*map(list, argvs)])]


def ran(argvs: Sequence[Sequence[str]], environ: dict[str, str], **how: object) -> Done:
    """What came of such a process; whatever it was, no traceback."""
    return checked(command_line(argvs), environ, **how)


def checked(line: Sequence[str | bytes], environ: dict[str, str], **how: object) -> Done:
    """What came of a process, which printed no traceback."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    done: Done = subprocess.run(  # type: ignore[call-overload]
        line, env=environ, timeout=60, check=False, **{**streams, **how}
    )
    said = done.stderr or b""
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
    assert b"a fault in tracker" not in said
    return done


def in_a_shell(redirection: str, argvs: Sequence[Sequence[str]]) -> list[str]:
    """The same process with its streams as a POSIX shell redirects them."""
    return ["sh", "-c", f'exec "$@" {redirection}', "sh", *command_line(argvs)]


def names(run: Run) -> list[str]:
    """The official names of the 31 commitments."""
    found = [c["name"] for c in json.loads(run("status", "--json").out)["commitments"]]
    assert len(found) == 31
    return found


# -- pipes


def test_a_pipe_gets_every_character_at_any_width(run: Run, environ: dict[str, str]) -> None:
    assert run("log", "sewer", "5", "--note", "柳园路" * 80).code == 0
    wide = [ran(ANSWERS, {**environ, "COLUMNS": width}) for width in ("20", "80", "200")]
    assert {done.returncode for done in wide} == {0}
    assert len({done.stdout for done in wide}) == 1
    text = wide[0].stdout.decode()
    assert all(name in text for name in names(run))
    assert "柳园路" * 80 in text
    assert "…" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("command", ["status", "history", "alerts"])
@pytest.mark.parametrize("width", [20, 47, 80])
def test_a_terminal_folds_what_does_not_fit_and_loses_nothing(
    run: Run, command: str, width: int
) -> None:
    assert run("log", "sewer", "5", "--note", "柳园路南段", "--by", "欧阳").code == 0
    shown, whole = (run(command, keys="", width=size).out for size in (width, 1000))
    # On a narrow page what is beside each other comes in another order, and fewer headings.
    assert Counter(filter(is_chinese, shown)) == Counter(filter(is_chinese, whole))
    assert "…" not in shown


def is_chinese(char: str) -> bool:
    """Whether a character is neither ASCII nor a space."""
    return not char.isascii() and not char.isspace()


@pytest.mark.parametrize(
    ("setting", "encoding"),
    [
        ({"LANG": "C"}, "utf-8"),
        ({"LC_ALL": "C"}, "utf-8"),
        ({"LC_ALL": "POSIX", "TERM": "dumb"}, "utf-8"),
        ({"LC_ALL": "no_SUCH.locale"}, "utf-8"),
        ({"PYTHONIOENCODING": "gbk"}, "gbk"),
        ({"PYTHONIOENCODING": "gb18030"}, "gb18030"),
    ],
    ids=str,
)
def test_no_locale_costs_a_character(
    run: Run, environ: dict[str, str], setting: dict[str, str], encoding: str
) -> None:
    done = ran(ANSWERS, {**environ, **setting})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding) == "".join(run(*argv).out for argv in ANSWERS)


def test_all_that_the_seed_says_can_be_shown_in_gbk(run: Run) -> None:
    slugs = [c["slug"] for c in json.loads(run("status", "--json").out)["commitments"]]
    for argv in (["status"], ["alerts", "--within", "366"], *(["show", slug] for slug in slugs)):
        for keys in (None, ""):
            text = run(*argv, "--no-color", keys=keys).out
            assert text.encode("gbk").decode("gbk") == text


def test_an_ascii_stream_gets_what_it_lacks_as_escapes(run: Run, environ: dict[str, str]) -> None:
    done = ran([["status"], ["status", "nix"]], {**environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 3
    assert done.stdout.decode("unicode_escape") == run("status").out
    assert done.stderr.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_json_is_json_in_any_encoding(run: Run, environ: dict[str, str], encoding: str) -> None:
    note = "ñ·é 工程 \U0001f6a7"
    assert run("log", "sewer", "5", "--note", note).code == 0
    done = ran([["history", "sewer", "--json"]], {**environ, "PYTHONIOENCODING": encoding})
    assert json.loads(done.stdout.decode(encoding))[-1]["note"] == note


@posix
def test_words_that_come_in_another_encoding_are_refused_in_one_line(
    environ: dict[str, str],
) -> None:
    name = "老旧小区".encode("gbk")
    line: list[str | bytes] = [sys.executable, "-m", "tracker", "log", name, "5"]
    done = checked(line, {**environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode in (2, 3)
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1


# -- streams that fail


@posix
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["status"], 6),
        (["--version"], 6),
        (["alerts", "log", "--json"], 6),
        # A monitor that sees no answer must not take it for one.
        (["alerts"], 2),
        (["alerts", "--json"], 2),
        (["alerts", "--new"], 2),
        (["alerts", "--nagios"], 3),
    ],
    ids=str,
)
@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_an_answer_that_cannot_be_printed_is_an_error(
    environ: dict[str, str], redirection: str, argv: list[str], code: int
) -> None:
    fails_with(code, checked(in_a_shell(redirection, [argv]), environ), argv)


@posix
@pytest.mark.parametrize("argv", [["--help"], ["log", "--help"]], ids=str)
def test_help_that_cannot_be_printed_is_an_error(environ: dict[str, str], argv: list[str]) -> None:
    fails_with(6, checked(in_a_shell(">/dev/full", [argv]), environ), argv)


def fails_with(code: int, done: Done, argv: Sequence[str]) -> None:
    """Hold that an answer was not printed, and that one line says so."""
    assert done.returncode == code
    # Help is printed by Typer, so that its failure has no more words than the system's.
    failed = b"the system refused: " if "--help" in argv else b"standard output failed: "
    assert done.stderr.startswith(b"tracker: " + failed)
    assert done.stderr.count(b"\n") == 1


@posix
@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_what_could_not_be_told_is_told_the_next_time(
    run: Run, environ: dict[str, str], redirection: str
) -> None:
    lost = checked(in_a_shell(redirection, [["alerts", "--new"]]), environ)
    assert lost.returncode == 2
    told = ran([["alerts", "--new"]], environ)
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"new, red: " in told.stdout
    assert b"repeated" not in told.stdout
    assert run("alerts", "--new").out == ""


@posix
@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_an_entry_whose_echo_cannot_be_printed_is_saved_and_said_to_be(
    run: Run, environ: dict[str, str], redirection: str
) -> None:
    done = checked(in_a_shell(redirection, [["log", "sewer", "5"]]), environ)
    assert done.returncode == 6
    assert b"it is saved" in done.stderr
    assert [item["amount"] for item in json.loads(run("history", "sewer", "--json").out)][1:] == [5]


@posix
def test_with_every_stream_closed_a_quiet_write_is_a_write(
    run: Run, environ: dict[str, str]
) -> None:
    closed = "<&- >&- 2>&-"
    assert checked(in_a_shell(closed, [["log", "sewer", "5", "-q"]]), environ).returncode == 0
    assert checked(in_a_shell(closed, [["log", "sewer", "5", "-q"]]), environ).returncode == 3
    # Nothing was written into the database in place of a stream.
    assert json.loads(run("status", "sewer", "--json").out)["commitments"][0]["done"] == 5


@posix
@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_an_error_that_cannot_be_printed_keeps_its_exit_code(
    environ: dict[str, str], redirection: str
) -> None:
    done = checked(in_a_shell(redirection, [["log", "sewer", "5个"]]), environ)
    assert (done.returncode, done.stdout) == (3, b"")


@posix
@pytest.mark.parametrize(
    "argv", [["status"], ["show", "sewer", "--json"], ["--help"]], ids=" ".join
)
def test_a_reader_that_has_had_enough_is_no_error(environ: dict[str, str], argv: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = checked(command_line([argv]), environ, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@posix
@pytest.mark.parametrize(
    ("argv", "code"), [(["alerts"], 2), (["alerts", "--new"], 2), (["alerts", "--nagios"], 3)]
)
def test_alerts_that_nobody_reads_are_an_error(
    environ: dict[str, str], argv: list[str], code: int
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = checked(command_line([argv]), environ, stdout=writing)
    finally:
        os.close(writing)
    fails_with(code, done, argv)


def test_an_answer_in_a_pipe_is_no_answer_of_a_person(run: Run, environ: dict[str, str]) -> None:
    assert run("log", "sewer", "50", "--total", "--on", "2024-07-01").code == 0
    line = command_line([["log", "sewer", "5", "--total"]])
    done = checked(line, environ, stdin=None, input=b"y\n")
    assert done.returncode == 3
    assert b"--yes" in done.stderr


# -- the machine


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_today_is_the_plans_day_wherever_the_machine_is(environ: dict[str, str], zone: str) -> None:
    asked = [["log", "sewer", "5", "--json"], ["history", "sewer", "--json"]]
    # One second before midnight in Shanghai, and midnight.
    evening = dt.datetime(2024, 6, 30, 15, 59, 59, tzinfo=dt.UTC)
    for moment, today in ((evening, "06-30"), (evening + dt.timedelta(seconds=1), "07-01")):
        done = checked(command_line(asked, moment), {**environ, "TZ": zone})
        assert done.returncode == 0
        assert f'"on": "2024-{today}"'.encode() in done.stdout


def test_the_clock_is_the_machines(environ: dict[str, str]) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    before = dt.datetime.now(shanghai).date()
    done = checked([sys.executable, "-m", "tracker", "--json"], {**environ, "TZ": "UTC"})
    after = dt.datetime.now(shanghai).date()
    assert json.loads(done.stdout)["as_of"] in (before.isoformat(), after.isoformat())


@pytest.mark.parametrize("home", [None, ""])
def test_without_a_home_a_named_database_is_enough(
    environ: dict[str, str], home: str | None
) -> None:
    del environ["HOME"], environ["TRACKER_BY"]
    if home is not None:
        environ["HOME"] = home
    assert ran([["log", "sewer", "5"]], environ).returncode == 0
    del environ["TRACKER_DB"]
    done = ran([["status"]], environ)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"--db or TRACKER_DB" in done.stderr


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["alerts"], 0),
        (["alerts", "--db", "nowhere.db"], 2),
        (["alerts", "--level", "green"], 2),
        (["alerts", "--department", "nowhere"], 2),
        (["alerts", "log", "--db", "nowhere.db"], 4),
        (["alerts", "log", "nowhere"], 3),
        (["alerts", "ack", "sewer", "--until", "2024-07-04", "--reason", "x"], 3),
        (["alerts", "ack", "sewer", "--reason", "x"], 2),
        (["log", "sewer", "1"], 0),
        (["log", "sewer"], 3),
        (["log", "sewer", "1", "--on", "2024-07-06", "--yes"], 3),
        (["status", "--json", "--plain"], 2),
        (["status", "--db", "nowhere.db"], 4),
        (["init", "--db", "no/such/folder/x.db"], 6),
    ],
    ids=str,
)
def test_exit_codes_reach_the_shell(
    environ: dict[str, str], tmp_path: Path, argv: list[str], code: int
) -> None:
    done = ran([argv], environ, cwd=tmp_path)
    assert done.returncode == code
    assert done.stderr.count(b"\n") == (1 if code else 0)


@pytest.mark.parametrize(
    ("argv", "code", "word"),
    [
        # Nothing was logged for the commitments of the seed: they are behind, red.
        ([], 2, b"CRITICAL"),
        (["--department", "city-management"], 0, b"OK"),
        (["--db", "nowhere.db"], 3, b"UNKNOWN"),
        (["--department", "nowhere"], 3, b"UNKNOWN"),
        (["--new"], 3, b"UNKNOWN"),
        (["--no-such-option"], 3, b"UNKNOWN"),
    ],
    ids=str,
)
def test_a_monitor_gets_its_own_codes_and_always_a_line(
    environ: dict[str, str], tmp_path: Path, argv: list[str], code: int, word: bytes
) -> None:
    done = ran([["alerts", "--nagios", *argv]], environ, cwd=tmp_path)
    assert done.returncode == code
    assert done.stdout.startswith(b"TRACKER " + word + b": ")
    assert done.stderr.count(b"\n") == (1 if code == 3 else 0)


# -- a terminal


@posix
@pytest.mark.parametrize(
    ("setting", "flags", "colored"),
    [
        ({"TERM": "xterm"}, [], True),
        ({"TERM": "xterm", "NO_COLOR": ""}, [], True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, [], False),
        ({"TERM": "xterm"}, ["--no-color"], False),
        ({"TERM": "dumb"}, [], False),
    ],
    ids=str,
)
def test_colours_are_for_terminals_that_show_them_and_people_who_want_them(
    run: Run,
    environ: dict[str, str],
    setting: dict[str, str],
    flags: list[str],
    colored: bool,
) -> None:
    environ |= {"COLUMNS": "100", **setting}
    text = Terminal(command_line([["status", *flags]]), environ).rest()
    assert ("\x1b[" in text) is colored
    assert all(name in text for name in names(run) if len(name) < 20)


@posix
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)], ids=str
)
def test_interrupted_at_a_question_nothing_is_saved(
    run: Run, environ: dict[str, str], sent: signal.Signals, code: int
) -> None:
    assert run("log", "sewer", "50", "--total", "--on", "2024-07-01").code == 0
    terminal = Terminal(command_line([["log", "sewer", "5", "--total"]]), environ)
    assert "[y/N]" in terminal.until("[y/N]")
    terminal.process.send_signal(sent)
    said = terminal.rest()
    assert terminal.process.returncode == code
    assert "Traceback" not in said
    assert ("interrupted; nothing more was saved." in said) is (sent == signal.SIGINT)
    assert json.loads(run("status", "sewer", "--json").out)["commitments"][0]["done"] == 50


class Terminal:
    """A process on a terminal of its own."""

    def __init__(self, line: Sequence[str], environ: dict[str, str]) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            line, env=environ, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)

    def until(self, text: str) -> str:
        """What is shown until a text has come, or until there is no more."""
        seen, deadline = b"", time.monotonic() + 60
        while text.encode() not in seen and time.monotonic() < deadline:
            try:
                more = os.read(self._ours, 4096)
            except OSError:  # how Linux says that the other end is closed
                break
            if not more:
                break
            seen += more
        return seen.decode("utf-8", "replace")

    def rest(self) -> str:
        """What is shown until the process ends."""
        seen = self.until("\0")
        self.process.wait(60)
        os.close(self._ours)
        return seen

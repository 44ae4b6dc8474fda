"""Cron's own world: a real process without a home or a language, its output closed, full or cut
short, its ledger locked; and the files of `contrib`, which set it up.
"""

import configparser
import datetime as dt
import email
import email.policy
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.commands import every_command
from tests.cli.test_streams import ROOT, Done, checked, command_line, posix

CONTRIB = ROOT / "contrib"
MAILER = CONTRIB / "tracker-alerts-mail"
DAILY = CONTRIB / "run-parts" / "tracker-alerts"
UNITS = ("tracker-alerts.service", "tracker-alerts.timer", "tracker-alerts-failed@.service")
MAIL = ("--format", "mail", "--to", "王主任 <wang@example.com>", "--to", "li@example.com")
# The seed's commitments with a figure to reach; they are overdue from 2025 on.
OVERDUE = [
    "sewer", "sewer-zero", "complexes", "estates", "elevators", "heritage-projects",
    "city-ranking",
]  # fmt: skip
NOTHING = 0, b"", b""
# The Monitoring Plugins Development Guidelines: 'label'=value[UOM];[warn];[crit];[min];[max]
PERFORMANCE = re.compile(r"[^ ='|]+=-?[0-9.]+(;[^; ]*){0,4}")

pytestmark = [posix, pytest.mark.usefixtures("ledger")]


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """What a job of cron has, and less: no home, no language, and another zone than the plan's."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "TRACKER_DB": str(tmp_path / "tracker.db"),
        "TZ": "UTC",
    }


def line(*argv: str) -> list[str]:
    """`alerts` in a process of its own, at the machine's time."""
    return [sys.executable, "-m", "tracker", "alerts", *argv]


def alerts(environ: dict[str, str], *argv: str, **how: object) -> tuple[int, bytes, bytes]:
    """What it came to: the exit code and both streams."""
    return result(checked(line(*argv), environ, **how))


def result(done: Done) -> tuple[int, bytes, bytes]:
    """What a process came to."""
    return done.returncode, done.stdout or b"", done.stderr or b""


def assert_told(done: tuple[int, bytes, bytes], *, repeated: bool = False) -> None:
    """All that is overdue was told, as new; for the first time, or said to be repeated."""
    code, out, err = done
    told = out.decode().splitlines()
    assert (code, err) == (0, b"")
    assert [one.split("(")[1].split(")")[0] for one in told] == OVERDUE
    assert {one.startswith("new, red: ") for one in told} == {True}
    assert {"repeated" in one for one in told} == {repeated}


def assert_refused(done: tuple[int, bytes, bytes], why: bytes, code: int = 2) -> None:
    """One line says what was wrong, and there is nothing else."""
    assert (done[0], done[1], done[2].count(b"\n")) == (code, b"", 1)
    assert why in done[2]


# -- the contract


def test_it_tells_once_what_is_new_and_then_nothing(bare: dict[str, str]) -> None:
    assert_told(alerts(bare, "--new"))
    assert alerts(bare, "--new") == NOTHING
    # Whoever wants something else has a memory of their own.
    assert alerts(bare, "--new", "--department", "housing")[1].count(b"\n") == 6
    assert alerts(bare, "--new", "--department", "housing") == NOTHING
    assert alerts(bare, "--new", "--level", "red")[1].count(b"\n") == 7


def test_the_exit_code_tells_if_it_is_asked_to(bare: dict[str, str]) -> None:
    assert [alerts(bare, "--new", "--exit-code")[0] for _ in range(2)] == [1, 0]
    assert alerts(bare, "--exit-code")[0] == 1
    assert_refused(alerts({**bare, "TRACKER_DB": "nowhere.db"}, "--exit-code"), b"nowhere.db")


def test_what_is_acknowledged_is_silent(bare: dict[str, str]) -> None:
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=7)).date().isoformat()
    noted = alerts(bare, "ack", "sewer", "--until", until, "--reason", "汛期后复工", "--by", "张三")
    assert (noted[0], noted[2]) == (0, b"")
    told = alerts(bare, "--new")[1]
    assert told.count(b"\n") == 6
    assert b"(sewer)" not in told


@pytest.mark.parametrize("how", [("--new",), ("--new", "--format", "json"), ("--new", *MAIL), ()])
def test_without_a_home_the_ledger_has_to_be_named(
    bare: dict[str, str], how: tuple[str, ...]
) -> None:
    environ = {name: value for name, value in bare.items() if name != "TRACKER_DB"}
    assert_refused(alerts(environ, *how), b"--db or TRACKER_DB")
    code, out, _ = alerts(environ, *how, "--db", bare["TRACKER_DB"])
    assert (code, bool(out)) == (0, True)


def test_the_day_is_that_of_the_plan(bare: dict[str, str]) -> None:
    # 16:30 of 31 December in UTC is half an hour past midnight in Shanghai.
    evening = dt.datetime(2024, 12, 31, 15, 59, tzinfo=dt.UTC)
    for moment, said in (
        (evening, "new, yellow: 改造老旧小区 (estates) due today (2024-12-31)"),
        (evening + dt.timedelta(minutes=31), "worse, now red: 改造老旧小区 (estates) overdue by 1"),
    ):
        code, out, err = result(checked(command_line([["alerts", "--new"]], moment), bare))
        assert (code, err) == (0, b"")
        assert said in out.decode()


# -- streams that fail


@pytest.mark.parametrize("how", [("--new",), ("--new", *MAIL)], ids=["text", "mail"])
@pytest.mark.parametrize(
    ("redirection", "why"),
    [
        (">&-", b"it is closed"),
        (">/dev/full", b"no space left"),
        ("<&- >&-", b"it is closed"),
    ],
)
def test_what_could_not_be_printed_is_told_the_next_time(
    bare: dict[str, str], redirection: str, why: bytes, how: tuple[str, ...]
) -> None:
    shell = ["sh", "-c", f'exec "$@" {redirection}', "sh", *line(*how)]
    for _ in range(2):
        assert_refused(result(checked(shell, bare)), b"standard output failed: " + why)
    assert_told(alerts(bare, "--new"))
    assert alerts(bare, *how) == NOTHING


def test_with_every_stream_closed_the_exit_code_tells(bare: dict[str, str]) -> None:
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *line("--new")]
    assert checked(closed, bare).returncode == 2
    assert_told(alerts(bare, "--new"))


def test_a_reader_who_is_gone_is_told_the_next_time(bare: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert_refused(alerts(bare, "--new", stdout=writing), b"standard output failed: ")
    finally:
        os.close(writing)
    assert_told(alerts(bare, "--new"))


def test_a_file_that_may_not_grow_is_an_error(bare: dict[str, str]) -> None:
    limited = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *line("--new")]
    assert_refused(result(checked(limited, bare)), b"tracker: ")
    assert_told(alerts(bare, "--new"))


# -- somebody else at it


def is_waiting(process: "subprocess.Popen[bytes]", seconds: float = 1) -> bool:
    """Whether a process does not end within some time."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def started(environ: dict[str, str], stdout: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    """A run that goes on beside the test."""
    return subprocess.Popen(
        line("--new"),
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, bytes, bytes]:
    """What a run came to."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out or b"", err


def test_a_locked_ledger_is_waited_for(bare: dict[str, str]) -> None:
    with closing(sqlite3.connect(bare["TRACKER_DB"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        run = started(bare)
        assert is_waiting(run)
        # Who only looks need not wait.
        assert alerts(bare, "--nagios")[0] == 2
        other.execute("ROLLBACK")
    assert_told(ended(run))


@pytest.fixture
def full_pipe() -> Iterator[tuple[int, int]]:
    """Both ends of a pipe into which nothing more goes, until it is read."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    for size in (4096, 1):
        try:
            while True:
                os.write(writing, b"." * size)
        except BlockingIOError:
            pass
    os.set_blocking(writing, True)
    yield reading, writing
    os.close(reading)


def claimed(environ: dict[str, str], process: "subprocess.Popen[bytes]") -> bool:
    """Whether a run has claimed what it is to tell, before it ends."""
    with closing(sqlite3.connect(environ["TRACKER_DB"])) as ledger:
        found = ledger.execute("SELECT count(*) FROM alert_run WHERE state = 'claimed'")
        while found.fetchone() == (0,) and is_waiting(process, 0.05):
            found = ledger.execute("SELECT count(*) FROM alert_run WHERE state = 'claimed'")
        return process.poll() is None


def test_a_second_run_waits_for_the_first_and_has_nothing_to_tell(
    bare: dict[str, str], full_pipe: tuple[int, int]
) -> None:
    reading, writing = full_pipe
    first = started(bare, writing)
    os.close(writing)
    assert claimed(bare, first)
    second = started(bare)
    assert is_waiting(second)
    with open(reading, "rb", closefd=False) as file:
        told = file.read().lstrip(b".")
    assert ended(first) == (0, b"", b"")
    assert_told((0, told, b""))
    assert ended(second) == NOTHING


def test_what_a_killed_run_may_have_told_is_told_again_and_said_to_be(
    bare: dict[str, str], full_pipe: tuple[int, int]
) -> None:
    _, writing = full_pipe
    run = started(bare, writing)
    os.close(writing)
    assert claimed(bare, run)
    run.kill()
    ended(run)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=61)
    again = command_line([["alerts", "--new"]], later)
    assert_told(result(checked(again, bare)), repeated=True)
    assert result(checked(again, bare)) == NOTHING


# -- mail


def read(message: bytes) -> EmailMessage:
    """A message as a mail program reads it, without a defect in it."""
    found = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert [part.defects for part in found.walk() if part.defects] == []
    return found


def body(message: EmailMessage, kind: str) -> str:
    """The text of one of its two parts."""
    part = message.get_body((kind,))
    assert part is not None
    text = part.get_content()
    assert isinstance(text, str)
    return text


def test_a_mail_is_whole_and_in_two_parts(bare: dict[str, str]) -> None:
    code, out, err = alerts(bare, "--new", *MAIL, "--from", "督查室 <desk@example.com>")
    assert (code, err) == (0, b"")
    assert out.isascii()
    assert b"\r" not in out
    assert max(map(len, out.split(b"\n"))) <= 998  # RFC 5322, 2.1.1
    message = read(out)
    to = [(one.display_name, one.addr_spec) for one in message["To"].addresses]
    assert to == [("王主任", "wang@example.com"), ("", "li@example.com")]
    assert message["From"].addresses[0].display_name == "督查室"
    assert message["Subject"] == "聊城市 2024: red 7"
    assert abs(message["Date"].datetime - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert re.fullmatch(r"<\S+@\S+>", message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    plain, page = (body(message, kind) for kind in ("plain", "html"))
    title, space, told = plain.split("\n", 2)
    assert (title.startswith("聊城市 2024 alerts, "), space) == (True, "")
    assert_told((0, told.encode(), b""))
    assert all(f"({slug})" in page for slug in OVERDUE)
    # It was told, in whichever format.
    assert alerts(bare, "--new", *MAIL) == NOTHING
    assert alerts(bare, "--new") == NOTHING


def test_a_mail_says_from_whom_it_is_without_being_told(bare: dict[str, str]) -> None:
    message = read(alerts(bare, "--new", *MAIL)[1])
    assert message["From"].addresses[0].addr_spec.count("@") == 1


@pytest.mark.parametrize("address", ["", "王主任", "root", "x@example.com\nBcc: y@example.com"])
def test_what_is_no_address_is_refused_and_nothing_counts_as_told(
    bare: dict[str, str], address: str
) -> None:
    assert_refused(alerts(bare, "--new", "--format", "mail", "--to", address), b"mail address")
    assert_told(alerts(bare, "--new"))


# -- a monitor


def test_a_monitor_gets_a_summary_with_performance_data_first(bare: dict[str, str]) -> None:
    code, out, err = alerts(bare, "--nagios")
    first, *rest = out.decode().splitlines()
    summary, _, data = first.partition(" | ")
    assert (code, err, summary, len(rest)) == (2, b"", "TRACKER CRITICAL: red 7", 7)
    assert [PERFORMANCE.fullmatch(one) is not None for one in data.split()] == [True] * 3
    assert "|" not in "".join(rest)
    # It asks what stands, and changes nothing.
    assert_told(alerts(bare, "--new"))
    assert alerts(bare, "--nagios") == (code, out, err)


@pytest.mark.parametrize(
    ("moment", "summary", "code"),
    [
        (dt.datetime(2024, 1, 5, tzinfo=dt.UTC), "TRACKER OK: ", 0),
        (dt.datetime(2024, 3, 15, tzinfo=dt.UTC), "TRACKER WARNING: ", 1),
        (dt.datetime(2025, 1, 2, tzinfo=dt.UTC), "TRACKER CRITICAL: ", 2),
    ],
    ids=["none", "yellow", "red"],
)
def test_a_monitor_gets_the_worst_as_its_exit_code(
    bare: dict[str, str], moment: dt.datetime, summary: str, code: int
) -> None:
    done = checked(command_line([["alerts", "--nagios"]], moment), bare)
    assert (done.returncode, done.stdout.startswith(summary.encode())) == (code, True)


@pytest.mark.parametrize(
    "wrong", [["--db", "nowhere.db"], ["--new"], ["--level", "blue"], ["--nope"]], ids=" ".join
)
def test_a_monitor_is_told_of_trouble_on_both_streams(
    bare: dict[str, str], wrong: list[str]
) -> None:
    code, out, err = alerts(bare, "--nagios", *wrong)
    assert (code, out) == (3, b"TRACKER UNKNOWN: " + err)
    assert err.count(b"\n") == 1


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_a_monitor_that_can_be_told_nothing_gets_the_exit_code(
    bare: dict[str, str], redirection: str
) -> None:
    shell = ["sh", "-c", f'exec "$@" {redirection}', "sh", *line("--nagios")]
    assert_refused(result(checked(shell, bare)), b"standard output failed: ", 3)


# -- contrib: the script that sends mail


@pytest.fixture
def sending(bare: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A world in which mail is put into the file `sent`."""
    script(tmp_path / "tracker", f'exec {shlex.quote(sys.executable)} -m tracker "$@"')
    script(tmp_path / "sendmail", f'echo "$*" >>{tmp_path}/asked; cat >>{tmp_path}/sent')
    return {
        **bare,
        "TRACKER": str(tmp_path / "tracker"),
        "SENDMAIL": str(tmp_path / "sendmail"),
    }


def script(path: Path, *lines: str) -> None:
    """A program of a shell."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


def mailed(environ: dict[str, str], *argv: str) -> tuple[int, bytes, bytes]:
    """What the script came to."""
    return result(checked([str(MAILER), "--to", "王主任 <wang@example.com>", *argv], environ))


def test_the_script_sends_one_mail_and_then_none(sending: dict[str, str], tmp_path: Path) -> None:
    before = {*tmp_path.iterdir()}
    assert mailed(sending) == NOTHING
    message = read((tmp_path / "sent").read_bytes())
    assert message["To"].addresses[0].display_name == "王主任"
    _, _, told = body(message, "plain").split("\n", 2)
    assert_told((0, told.encode(), b""))
    assert mailed(sending) == NOTHING
    assert (tmp_path / "asked").read_text() == "-t -i\n"
    assert {*tmp_path.iterdir()} - before == {tmp_path / "sent", tmp_path / "asked"}


def test_the_script_keeps_the_exit_code(sending: dict[str, str], tmp_path: Path) -> None:
    assert mailed(sending, "--exit-code") == (1, b"", b"")
    assert mailed(sending, "--exit-code") == NOTHING
    assert (tmp_path / "asked").read_text() == "-t -i\n"


def test_the_script_sends_nothing_in_trouble(sending: dict[str, str], tmp_path: Path) -> None:
    assert_refused(mailed(sending, "--db", "nowhere.db"), b"nowhere.db")
    assert not (tmp_path / "asked").exists()


def test_what_sendmail_refused_is_said_to_be_and_can_be_read(
    sending: dict[str, str], tmp_path: Path
) -> None:
    script(tmp_path / "sendmail", "cat >/dev/null; exit 75")
    assert_refused(mailed(sending), b"tracker alerts log --since today")
    assert alerts(sending, "log", "--since", "today")[1].count(b"\n") == 7


def test_without_sendmail_nothing_counts_as_told(sending: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "sendmail").unlink()
    assert_refused(mailed(sending), b"nothing was looked for")
    assert_told(alerts(sending, "--new"))


# -- contrib: what its files say


@pytest.mark.parametrize("path", [MAILER, DAILY], ids=lambda path: path.name)
def test_a_script_can_be_run(path: Path) -> None:
    assert path.stat().st_mode & 0o111 == 0o111
    assert path.read_bytes().startswith(b"#!/bin/sh\n")
    assert result(checked(["sh", "-n", str(path)], {"PATH": "/usr/bin:/bin"})) == NOTHING


def test_run_parts_of_debian_takes_the_script(bare: dict[str, str]) -> None:
    assert re.fullmatch(r"[a-zA-Z0-9_-]+", DAILY.name)
    run_parts = shutil.which("run-parts")
    if run_parts:
        found = checked([run_parts, "--test", str(DAILY.parent)], bare).stdout
        assert found.decode().split() == [str(DAILY)]


def assert_exists(words: Sequence[str]) -> None:
    """The options of a command line of `tracker`, or of the script, are options that exist."""
    program, *rest = words
    if Path(program).name == MAILER.name:
        rest = ["alerts", "--new", "--format", "mail", *rest]
    found = next(one for one in every_command() if one.words == (rest[0],))
    known = {option for one in found.parameters for option in one.options}
    assert {word for word in rest if word.startswith("-")} <= known


def our_commands(shell: str) -> list[list[str]]:
    """The command lines in a text of a shell that are ours."""
    parts = [shlex.split(part) for part in re.split(r"&&|;|\|", shell)]
    return [words for words in parts if words and Path(words[0]).name in ("tracker", MAILER.name)]


CRONTAB = (CONTRIB / "crontab").read_text().splitlines()
SETTING = re.compile(r"([A-Z_]+)=(.*)")
# Jobs that are commented out, to be chosen, are jobs too.
JOB = re.compile(r"#?((?:[0-9*/,-]+ ){5}) *(.*)")


def test_every_line_of_the_crontab_is_one_of_cron() -> None:
    jobs = [found for one in CRONTAB if (found := JOB.fullmatch(one))]
    assert len(jobs) == 4
    for job in jobs:
        for field, most in zip(job[1].split(), (59, 23, 31, 12, 7), strict=True):
            assert field == "*" or 0 <= int(field) <= most
        # cron ends a command at a per cent sign.
        assert "%" not in job[2]
        ours = our_commands(job[2])
        assert len(ours) == 1
        assert_exists(ours[0])
    rest = [one for one in CRONTAB if one and not one.startswith("#") and not JOB.fullmatch(one)]
    settings = [found[1] for one in rest if (found := SETTING.fullmatch(one))]
    assert len(settings) == len(rest)
    assert {"SHELL", "PATH", "MAILTO", "TRACKER_DB"} < {*settings}


def test_the_departments_in_the_crontab_are_those_of_the_seed(bare: dict[str, str]) -> None:
    named = re.findall(r"--department (\S+)", "\n".join(CRONTAB))
    assert named
    assert [alerts(bare, "--department", one)[0] for one in named] == [0] * len(named)


def unit(name: str) -> configparser.ConfigParser:
    """A unit of systemd; of several lines with one name the last one is kept."""
    found = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(CONTRIB / name)
    return found


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_the_sections_of_its_kind(name: str) -> None:
    kind = "Timer" if name.endswith(".timer") else "Service"
    assert {"Unit", kind} <= set(unit(name).sections()) <= {"Unit", kind, "Install"}


def test_the_service_runs_what_is_there_and_may_write_beside_the_ledger() -> None:
    service = unit("tracker-alerts.service")["Service"]
    assert_exists(shlex.split(service["ExecStart"]))
    text = (CONTRIB / "tracker-alerts.service").read_text()
    ledger = Path(re.findall(r"TRACKER_DB=(\S+)", text)[0])
    assert f"ReadWritePaths={ledger.parent}\n" in text
    failed = unit("tracker-alerts.service")["Unit"]["OnFailure"]
    assert re.sub("@.*[.]", "@.", failed) in UNITS


def test_the_timer_has_the_plans_zone_and_makes_up_for_what_it_missed() -> None:
    timer = unit("tracker-alerts.timer")["Timer"]
    assert timer["OnCalendar"] == "*-*-* 07:00:00 Asia/Shanghai"
    assert timer["Persistent"] == "true"


def test_the_monitor_runs_commands_that_are_defined_with_options_that_exist() -> None:
    text = (CONTRIB / "nagios" / "tracker.cfg").read_text()
    defined = [
        dict(one.split(None, 1) for one in inner.splitlines() if one.strip() and "#" not in one)
        for inner in re.findall(r"define \w+ \{\n(.*?)\n\}", text, re.DOTALL)
    ]
    commands = {one["command_name"]: one["command_line"] for one in defined if len(one) == 2}
    asked = [one["check_command"].split("!")[0] for one in defined if len(one) > 2]
    assert sorted(asked) == sorted(commands)
    (ours,) = our_commands(commands["check_tracker"])
    assert "--nagios" in ours
    assert_exists(ours)


def test_the_daily_script_runs_a_command_that_is_there() -> None:
    (inner,) = re.findall(r"sh -c '(.*)'", DAILY.read_text())
    (ours,) = our_commands(inner)
    assert_exists(ours)

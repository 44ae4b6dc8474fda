"""What every command has in common: its help, its name, and what it does without one."""

import datetime as dt
from pathlib import Path

import pytest

import tracker
from tests.cli.commands import Command, every_command
from tests.conftest import SHANGHAI, Run
from tracker.cli.app import COMMANDS

EVERY = every_command()
GROUPS = ("alerts", "area", "stage", "milestone", "unit")


def in_one_line(text: str) -> str:
    """A text without the line breaks that only its layout makes."""
    return " ".join(text.split())


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("command", EVERY, ids=str)
def test_help_lists_every_option_and_argument_with_its_meaning(
    run: Run, command: Command, flag: str
) -> None:
    result = run(*command.words, flag)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"Usage: tracker {command} ")
    shown = in_one_line(result.out)
    for parameter in command.parameters:
        assert parameter.help
        assert in_one_line(parameter.help) in shown
        for name in parameter.options or (parameter.name.strip("[]."),):
            assert name in shown


@pytest.mark.parametrize("command", EVERY, ids=str)
def test_help_names_both_ways_to_ask_for_it(run: Run, command: Command) -> None:
    assert "-h, --help" in run(*command.words, "--help").out


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_program_lists_its_commands_in_their_order(run: Run, flag: str) -> None:
    result = run(flag)
    assert (result.code, result.err) == (0, "")
    listed = [line.split()[0] for line in result.out.splitlines() if line.startswith("  ")]
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_lists_its_commands(run: Run, group: str) -> None:
    result = run(group, "--help")
    assert (result.code, result.err) == (0, "")
    inner = [word for command in EVERY if command.words[0] == group for word in command.words[1:]]
    assert inner
    assert all(f"\n  {name} " in result.out for name in inner)
    assert "completion" not in result.out


def test_help_draws_no_boxes_and_needs_no_database(run: Run) -> None:
    for words in ((), *((name,) for name in COMMANDS)):
        result = run(*words, "--help", keys="")
        assert result.code == 0
        assert not set(result.out) & set("│╭╰─\x1b")


@pytest.mark.parametrize(
    ("typed", "like"),
    [("stauts", "status"), ("corect", "correct"), ("logs", "log"), ("alert", "alerts")],
)
def test_a_command_that_is_nearly_right_is_suggested(run: Run, typed: str, like: str) -> None:
    result = run(typed)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"tracker: there is no command {typed!r}; ")
    assert like in result.err.partition("Did you mean ")[2].rstrip("?\n").split(", ")


def test_a_command_nobody_knows_is_refused_in_one_line(run: Run) -> None:
    assert run("frobnicate", "5") == (
        2,
        "",
        "tracker: there is no command 'frobnicate'; `tracker --help` lists them.\n",
    )


def test_a_command_is_not_abbreviated(run: Run, ledger: Path) -> None:
    assert run("stat", "--db", str(ledger)).code == 2


@pytest.mark.parametrize(
    ("argv", "like"),
    [
        (("log", "sewer", "5", "--notes", "x"), "--note"),
        (("log", "sewer", "5", "--totl"), "--total"),
        (("status", "--mesured"), "--measured"),
        (("alerts", "--witin", "5"), "--within"),
        (("area", "add", "estates", "x", "--taget", "5"), "--target"),
    ],
)
def test_an_option_that_is_nearly_right_is_suggested(
    run: Run, argv: tuple[str, ...], like: str
) -> None:
    result = run(*argv)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert like in result.err.partition("Did you mean ")[2].partition("?")[0].split(", ")


def test_tracker_alone_is_status(run: Run, ledger: Path) -> None:
    assert run("log", "sewer", "5", "--db", str(ledger)).code == 0
    asked, alone = run("status"), run()
    assert alone == asked
    assert alone.code == 0
    assert alone.out.count("\n") == 31
    assert run("--json") == run("status", "--json")
    assert run(keys="") == run("status", keys="")


def test_the_version_is_told_without_a_database(run: Run) -> None:
    assert run("--version") == (0, f"tracker {tracker.__version__}\n", "")


@pytest.mark.parametrize(
    ("lang", "listed"),
    [("en", "plan, gap, completion, due, name"), ("zh", "plan、gap、completion、due、name")],
)
def test_what_is_known_is_listed_as_the_language_has_it(run: Run, lang: str, listed: str) -> None:
    assert listed in run("status", "--sort", "colour", "--lang", lang).err


@pytest.mark.parametrize(
    ("argv", "meant"),
    [
        (("area", "ad"), "add"),
        (("log", "sewer", "5", "--nte", "x"), "--note, --next, --done"),
        (("log", "sewer", "12.5公哩"), "公里"),
        (("log", "sewer", "3kmm"), "km"),
        (("show", "电踢"), "elevators (加装电梯)"),
        (("show", "sewr"), "sewer (改造雨污合流管网)"),
        (("status", "--department", "hosing"), "housing (市住建局)"),
        (("status", "--class", "behnd"), "behind"),
        (("status", "--light", "yelow"), "yellow"),
        (("status", "--sort", "gpa"), "gap"),
        (("report", "--format", "htlm"), "html"),
        (("config", "yelow", "5"), "yellow"),
        (("config", "reporting_day", "firday"), "friday"),
        (("add", "x", "--name", "n", "--kind", "levle", "--department", "d"), "level"),
        (("edit", "sewer-zero", "--direction", "dwon", "--reason", "x"), "down"),
        (("edit", "sewer", "--unit", "公哩", "--reason", "x"), "公里"),
        (("completion", "fsh"), "fish, zsh"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
@pytest.mark.parametrize(
    ("lang", "asks", "join", "ends"),
    [("en", "id you mean ", ", ", "?"), ("zh", "是不是 ", "、", "？")],
)
@pytest.mark.usefixtures("ledger")
def test_a_slip_is_answered_with_what_was_probably_meant(
    run: Run, argv: tuple[str, ...], meant: str, lang: str, asks: str, join: str, ends: str
) -> None:
    result = run(*argv, "--lang", lang)
    assert result.code in (2, 3)
    assert (result.out, result.err.count("\n")) == ("", 1)
    assert result.err.partition(asks)[2].partition(ends)[0].split(join) == meant.split(", ")


@pytest.mark.parametrize(
    ("argv", "typed", "meant"),
    [
        (("log", "sewer", "5", "——note", "x"), "——note", "--note"),
        (("log", "sewer", "5", "－－note=x"), "－－note=x", "--note"),
        (("log", "sewer", "——total"), "——total", "--total"),
        (("log", "sewer", "5", "–note", "x"), "–note", "--note"),
        (("log", "sewer", "5", "-—yes"), "-—yes", "--yes"),
        (("log", "sewer", "5", "－n"), "－n", "-n"),
        (("show", "sewer", "—json"), "—json", "--json"),
        (("——help",), "——help", "--help"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_an_option_behind_another_dash_is_answered_with_its_hyphens(
    run: Run, argv: tuple[str, ...], typed: str, meant: str
) -> None:
    result = run(*argv)
    assert result.code == 2
    assert result.err == (
        f"tracker: {typed!r} begins with a dash that is no hyphen; did you mean {meant}?\n"
    )


@pytest.mark.usefixtures("ledger")
def test_a_dash_in_a_text_is_no_slip(run: Run) -> None:
    assert run("log", "sewer", "5", "--note", "——note").code == 0
    assert run("log", "sewer", "x", "--note", "——见附件").err.startswith(
        "tracker: 'x' is not a fig"
    )


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("year", [1970, 2107])
def test_a_clock_that_is_far_off_puts_no_day_into_the_ledger_that_check_calls_none(
    run: Run, year: int
) -> None:
    assert run("close", "heating", "--reason", "x").code == 0
    now = dt.datetime(year, 1, 1, 12, tzinfo=SHANGHAI)
    for argv in (
        ["log", "sewer", "5", "--yes"],
        ["log", "drainage", "--note", "x"],
        ["close", "drainage", "--reason", "x"],
        ["reopen", "heating", "--reason", "x"],
    ):
        refused = run(*argv, now=now)
        assert (refused.code, refused.out) == (3, "")
        assert f"{year}-01-01" in refused.err
    assert run("check", now=now).code == 0


@pytest.mark.parametrize("time", ["2024-07~05T04:00:00.000Z", "2024-07-05T04:00:00.0000"])
def test_a_time_that_a_disk_has_altered_is_told_as_damage(
    run: Run, ledger: Path, tmp_path: Path, time: str
) -> None:
    assert run("log", "sewer", "5").code == 0
    whole = ledger.read_bytes()
    written = b"2024-07-05T04:00:00.000Z"
    assert whole.count(written) == 1
    ledger.write_bytes(whole.replace(written, time.encode()))
    for argv in (
        ["log", "sewer", "6"],
        ["history"],
        ["alerts", "log"],
        ["status", "--known-at", "#2"],
        ["status", "--known-at", "today"],
        ["report", "-o", str(tmp_path / "week.xlsx")],
        ["check"],
    ):
        result = run(*argv)
        assert result.code in (0, 4), (argv, result)
    assert run("check").code == 4

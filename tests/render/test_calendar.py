"""The calendar as RFC 5545 has it, taken apart by hand and by another reader."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.conftest import NOON, SHANGHAI, Run
from tests.render.pipes import piped
from tests.store.ledgers import raw

LATER = dt.datetime(2024, 8, 1, 9, 0, tzinfo=SHANGHAI)
WHEN = "2024-01-02T00:00:00.000Z"
Event = dict[str, str]


def lines_of(data: bytes) -> list[str]:
    """The content lines, unfolded: a fold is a line break and one space."""
    assert data.endswith(b"\r\n")
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def events_of(data: bytes) -> list[Event]:
    """The events, each as its lines by name, values as they are written."""
    found: list[Event] = []
    for line in lines_of(data):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("BEGIN", "END"):
            assert name not in found[-1]
            found[-1][name] = value
    return found


def made(run: Run, folder: Path, *argv: str, now: dt.datetime = NOON) -> bytes:
    """The file that a calendar is written into."""
    file = folder / "made.ics"
    result = run("calendar", *argv, "-o", str(file), now=now)
    assert (result.code, result.err) == (0, "")
    return file.read_bytes()


def wrote(run: Run, *argv: str, now: dt.datetime = NOON) -> None:
    """Run a command line that must do what it says."""
    result = run(*argv, now=now)
    assert result.code == 0, result


def chosen(events: Sequence[Event], *names: str) -> list[tuple[str, ...]]:
    """Some of the properties of each event."""
    return [tuple(event[name] for name in names) for event in events]


def ledger_of(path: Path) -> str:
    """What stands behind the @ of every UID: the start of the digest of change 1."""
    with raw(path) as file:
        ((first,),) = file.execute("SELECT hex(digest) FROM change WHERE change = 1").fetchall()
    return str(first)[:16].lower()


def test_a_due_day_is_an_event_of_that_whole_day(ledger: Path, run: Run, tmp_path: Path) -> None:
    data = made(run, tmp_path, "sewer")
    assert lines_of(data) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tracker//tracker//EN",
        "X-WR-CALNAME:聊城市 2024",
        "BEGIN:VEVENT",
        "SUMMARY:due: 改造雨污合流管网",
        # The last day of the year, up to but not including the first of the next.
        "DTSTART;VALUE=DATE:20241231",
        "DTEND;VALUE=DATE:20250101",
        # The ledger was made at 9:00 in Shanghai.
        "DTSTAMP:20240101T010000Z",
        f"UID:sewer-due@{ledger_of(ledger)}",
        "SEQUENCE:1",
        r"DESCRIPTION:target: >=90公里\ndepartment: 市住建局",
        "LAST-MODIFIED:20240101T010000Z",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.usefixtures("ledger")
def test_plan_points_and_milestones_are_there_by_day(run: Run, tmp_path: Path) -> None:
    plan = ["plan", "sewer", "--until", "2024-06-30", "--reach", "40km"]
    wrote(run, *plan, "--until", "2024-09-30", "--reach", "62.5")
    wrote(run, "milestone", "add", "heritage-plan", "评审", "--due", "2024-09-30")
    wrote(run, "milestone", "add", "heritage-plan", "初稿", "--due", "2024-04-30", "--weight", "3")
    events = events_of(made(run, tmp_path, "heritage-plan", "sewer"))
    assert chosen(events, "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY") == [
        ("20240430", "20240501", r"milestone: 编制聊城国家历史文化名城保护规划\, 初稿"),
        ("20240630", "20240701", r"plan: 改造雨污合流管网\, 40 公里"),
        # What falls on one day comes in the order of the plan.
        ("20240930", "20241001", r"plan: 改造雨污合流管网\, 62.5 公里"),
        ("20240930", "20241001", r"milestone: 编制聊城国家历史文化名城保护规划\, 评审"),
        ("20241231", "20250101", "due: 改造雨污合流管网"),
        ("20241231", "20250101", "due: 编制聊城国家历史文化名城保护规划"),
    ]
    assert events[0]["DESCRIPTION"] == r"target: 4 (2 nodes)\ndepartment: 市住建局"


@pytest.mark.usefixtures("ledger")
def test_a_calendar_speaks_the_language_of_its_reader(run: Run, tmp_path: Path) -> None:
    wrote(run, "plan", "sewer", "--until", "2024-06-30", "--reach", "40km")
    wrote(run, "milestone", "add", "heritage-plan", "初稿", "--due", "2024-04-30")
    events = events_of(made(run, tmp_path, "heritage-plan", "sewer", "--lang", "zh"))
    assert chosen(events[:3], "SUMMARY", "DESCRIPTION") == [
        (
            "节点：编制聊城国家历史文化名城保护规划，初稿",
            r"目标值：1（1 个节点）\n牵头单位：市住建局",
        ),
        ("计划：改造雨污合流管网 达到 40 公里", r"目标值：90公里以上\n牵头单位：市住建局"),
        ("到期：改造雨污合流管网", r"目标值：90公里以上\n牵头单位：市住建局"),
    ]


@pytest.mark.usefixtures("ledger")
def test_every_due_day_of_the_plan_is_there_once(run: Run, tmp_path: Path) -> None:
    listed = json.loads(run("status", "--json").out)["commitments"]
    due = sorted(c["due"].replace("-", "") for c in listed if c["due"])
    assert 0 < len(due) < len(listed)
    data = made(run, tmp_path)
    events = events_of(data)
    assert [event["DTSTART;VALUE=DATE"] for event in events] == due
    assert len({event["UID"] for event in events}) == len(due)
    housing = events_of(made(run, tmp_path, "--department", "市住建局"))
    others = events_of(made(run, tmp_path, "--department", "city-management"))
    assert sorted(map(str, housing + others)) == sorted(map(str, events))
    assert housing
    assert others


@pytest.mark.usefixtures("ledger")
def test_a_moved_due_day_takes_the_place_of_the_old_one(run: Run, tmp_path: Path) -> None:
    (before,) = events_of(made(run, tmp_path, "sewer"))
    wrote(run, "edit", "sewer", "--due", "2024-11-30", "--reason", "提前", now=LATER)
    (after,) = events_of(made(run, tmp_path, "sewer", now=LATER))
    assert after["UID"] == before["UID"]
    assert after["DTSTART;VALUE=DATE"] == "20241130"
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    # 9:00 in Shanghai is 1:00 in UTC.
    assert (after["DTSTAMP"], after["LAST-MODIFIED"]) == ("20240801T010000Z",) * 2


@pytest.mark.usefixtures("ledger")
def test_a_moved_milestone_and_a_plan_point_with_another_figure_keep_their_uid(
    run: Run, tmp_path: Path
) -> None:
    node = ["heritage-plan", "初稿", "--due"]
    point = ["plan", "sewer", "--until", "2024-06-30", "--reach"]
    names = ("heritage-plan", "sewer")
    wrote(run, "milestone", "add", *node, "2024-04-30")
    wrote(run, *point, "40")
    before = events_of(made(run, tmp_path, *names))
    wrote(run, "milestone", "edit", *node, "2024-05-31", "--reason", "x")
    wrote(run, *point, "45", "--reason", "x")
    after = events_of(made(run, tmp_path, *names))
    assert chosen(after, "UID") == chosen(before, "UID")
    assert [a != b for a, b in zip(after, before, strict=True)] == [True] * 4
    assert after[0]["DTSTART;VALUE=DATE"] == "20240531"
    assert after[1]["SUMMARY"].endswith("45 公里")
    for new, old in zip(after, before, strict=True):
        assert int(new["SEQUENCE"]) > int(old["SEQUENCE"])


@pytest.mark.usefixtures("ledger")
def test_a_new_name_is_a_revision_too(run: Run, tmp_path: Path) -> None:
    (before,) = events_of(made(run, tmp_path, "sewer"))
    wrote(run, "edit", "sewer", "--name", "管网", now=LATER)
    (after,) = events_of(made(run, tmp_path, "sewer"))
    assert (after["UID"], after["SUMMARY"]) == (before["UID"], "due: 管网")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


@pytest.mark.usefixtures("ledger")
def test_what_is_logged_changes_nothing_and_a_met_commitment_keeps_its_day(
    run: Run, tmp_path: Path
) -> None:
    before = made(run, tmp_path)
    wrote(run, "log", "sewer", "90", "--yes", now=LATER)
    wrote(run, "log", "estates", "5", "--note", "x", now=LATER)
    status = json.loads(run("status", "sewer", "--json", now=LATER).out)
    assert status["commitments"][0]["class"] == "completed"
    assert made(run, tmp_path, now=LATER) == before


@pytest.mark.usefixtures("ledger")
def test_a_calendar_as_known_at_a_change_stays_the_same_to_the_byte(
    run: Run, tmp_path: Path
) -> None:
    wrote(run, "plan", "sewer", "--until", "2024-06-30", "--reach", "40km")
    before = made(run, tmp_path)
    wrote(run, "edit", "sewer", "--due", "2024-11-30", "--name", "管网", "--reason", "x", now=LATER)
    wrote(run, "plan", "sewer", "--until", "2024-06-30", "--remove", "--reason", "x", now=LATER)
    wrote(run, "milestone", "add", "heritage-plan", "初稿", "--due", "2024-04-30", now=LATER)
    wrote(run, "config", "title", "改名", now=LATER)
    wrote(run, "add", "parks", "--name", "n", "--kind", "duty", "--department", "housing")
    assert made(run, tmp_path, now=LATER) != before
    assert made(run, tmp_path, "--known-at", "#2", now=LATER) == before


@pytest.mark.usefixtures("ledger")
def test_a_plan_point_that_no_pace_follows_any_more_is_no_event(run: Run, tmp_path: Path) -> None:
    points = ["--until", "2024-06-30", "--reach", "40", "--until", "2024-09-30", "--reach", "60"]
    wrote(run, "plan", "sewer", *points)
    wrote(run, "edit", "sewer", "--due", "2024-09-30", "--reason", "提前")
    events = events_of(made(run, tmp_path, "sewer"))
    assert chosen(events, "DTSTART;VALUE=DATE", "SUMMARY") == [
        ("20240630", r"plan: 改造雨污合流管网\, 40 公里"),
        ("20240930", "due: 改造雨污合流管网"),
    ]


LONG = "改造，雨污; 合流, 管网\\二期 “南段”：" * 12 + "🚧"


@pytest.mark.usefixtures("ledger")
def test_long_chinese_lines_are_folded_and_read_back_whole(run: Run, tmp_path: Path) -> None:
    wrote(run, "config", "title", LONG)
    wrote(run, "edit", "sewer", "--name", LONG)
    data = made(run, tmp_path, "sewer")
    physical = data.split(b"\r\n")
    assert len(physical) > 30
    assert [line for line in physical if len(line) > 75 or b"\r" in line or b"\n" in line] == []
    # A fold never cuts a character: every line is UTF-8 by itself.
    assert all(line.decode("utf-8") is not None for line in physical)
    read = Calendar.from_ical(data)
    (event,) = read.walk("VEVENT")
    assert str(event["SUMMARY"]) == f"due: {LONG}"
    assert str(read["X-WR-CALNAME"]) == LONG
    assert event.decoded("DTSTART") == dt.date(2024, 12, 31)
    # By hand as well: backslash, comma and semicolon are escaped, and nothing else.
    written = re.sub(r"([\\,;])", r"\\\1", LONG)
    assert events_of(data)[0]["SUMMARY"] == f"due: {written}"


@pytest.mark.usefixtures("ledger")
def test_no_text_breaks_out_of_its_line(run: Run, tmp_path: Path) -> None:
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\u202e"
    wrote(run, "edit", "sewer", "--name", evil, "--department", evil)
    wrote(run, "config", "title", evil)
    data = made(run, tmp_path, "sewer")
    assert data.count(b"\r\nEND:VEVENT") == 1
    assert b"\r\nBEGIN:VALARM" not in data
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == r"due: x\r\nEND:VEVENT\r\nBEGIN:VALARM\u202e"


def test_what_another_program_put_into_the_file_is_shown_no_less_carefully(
    ledger: Path, run: Run, tmp_path: Path
) -> None:
    evil = "a\r\nb\u202e\x1b"
    with raw(ledger) as file:
        file.execute("INSERT INTO change VALUES (2, ?, 'a', 'l', 'x', NULL, zeroblob(32))", [WHEN])
        file.execute("INSERT INTO setting (change, key, value) VALUES (2, 'title', ?)", [evil])
        file.execute("INSERT INTO department (change, code, name) VALUES (2, 'housing', ?)", [evil])
        file.execute(
            "INSERT INTO profile (commitment, change, position, department, name)"
            " SELECT commitment, 2, 3, 'housing', ? FROM commitment WHERE slug = 'sewer'",
            [evil],
        )
    calendar = Calendar.from_ical(made(run, tmp_path, "sewer"))
    (event,) = calendar.walk("VEVENT")
    shown = r"a\r\nb\u202e\x1b"
    assert str(calendar["X-WR-CALNAME"]) == shown
    assert str(event["SUMMARY"]) == f"due: {shown}"
    assert str(event["DESCRIPTION"]) == f"target: >=90公里\ndepartment: {shown}"


def test_two_ledgers_never_share_an_event(ledger: Path, run: Run, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    wrote(run, "init", "--db", other)
    ours, theirs = (events_of(made(run, tmp_path, *o)) for o in ((), ("--db", other)))
    assert chosen(ours, "SUMMARY") == chosen(theirs, "SUMMARY")
    assert not {event["UID"] for event in ours} & {event["UID"] for event in theirs}
    assert ledger_of(ledger) in ours[0]["UID"]


@pytest.mark.usefixtures("ledger")
def test_a_ledger_without_a_title_has_a_calendar_without_a_name(run: Run, tmp_path: Path) -> None:
    wrote(run, "config", "title", "")
    assert b"X-WR-CALNAME" not in made(run, tmp_path)


@pytest.mark.usefixtures("ledger")
def test_a_calendar_without_a_day_is_not_written(run: Run, tmp_path: Path) -> None:
    # RFC 5545 asks for one component at least, and a calendar program may refuse an empty file.
    listed = json.loads(run("status", "--json").out)["commitments"]
    free = next(c["slug"] for c in listed if c["due"] is None)
    result = run("calendar", free, "-o", str(tmp_path / "plan.ics"))
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)
    assert not (tmp_path / "plan.ics").exists()


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_pipe_gets_the_same_bytes_as_a_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    file = made(run, tmp_path)
    assert piped(monkeypatch, "calendar", encoding=encoding) == file

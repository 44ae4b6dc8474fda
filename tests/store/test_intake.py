"""Files taken into the ledger: one change or nothing, and nothing the second time."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOON
from tests.exchange.books import written
from tests.store.ledgers import (
    TODAY,
    Desk,
    day,
    hurried,
    milestones,
    refused,
    shared_out,
    staged,
)
from tracker.core.intake import Preview, Subject
from tracker.core.records import Line, Source, line_mark
from tracker.exchange.mapping import load_map
from tracker.exchange.reading import Wanted, read_source
from tracker.store import intake
from tracker.store.backup import backup
from tracker.store.intake import Looked, Request
from tracker.store.restore import restore

Rows = Sequence[Sequence[str]]


def text(rows: Rows) -> str:
    """Rows as the text of a csv; no cell needs quotes."""
    return "".join(",".join(row) + "\n" for row in rows)


class Clerk:
    """Brings files to a desk."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder

    def source(self, content: str | bytes, name: str = "sent.csv", map: str = "") -> Source:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        said = None
        if map:
            (self.folder / "map.toml").write_text(map, "utf-8")
            said = load_map(self.folder / "map.toml")
        return read_source(path, Wanted(said))

    def request(self, *sources: Source, on: str | None = None, subject: Subject) -> Request:
        return Request(sources, subject, TODAY, day(on) if on else None)

    def look(
        self, *contents: str | Source, on: str | None = "07-01", subject: Subject = "entries"
    ) -> tuple[Request, Looked]:
        sources = [
            self.source(one, f"{number}.csv") if isinstance(one, str) else one
            for number, one in enumerate(contents)
        ]
        request = self.request(*sources, on=on, subject=subject)
        return request, intake.look(self.desk.read, request)

    def preview(self, *contents: str | Source, on: str | None = "07-01") -> Preview:
        return self.look(*contents, on=on)[1].preview

    def bring(
        self, *contents: str | Source, on: str | None = "07-01", subject: Subject = "entries"
    ) -> Preview:
        request, looked = self.look(*contents, on=on, subject=subject)
        return self.desk.write(intake.take_in(request, looked)).preview


@pytest.fixture
def clerk(desk: Desk, tmp_path: Path) -> Clerk:
    return Clerk(desk, tmp_path)


def why(preview: Preview) -> list[tuple[int, str | None, str]]:
    """The rows that are wrong: the row, the field and why."""
    return [(one.place.row, one.field, one.why.key.removeprefix("error.")) for one in preview.wrong]


def taken(preview: Preview) -> list[tuple[object, ...]]:
    """What would be logged: the slug, day, mode, steps, area and stage of each entry."""
    return [
        (preview.commitments[e.commitment].slug, e.day, e.mode, e.amount, e.area, e.stage)
        for _, e in preview.taken
    ]


# -- one change or nothing


def test_a_file_becomes_one_change(clerk: Clerk) -> None:
    head = clerk.desk.head
    clerk.bring("任务,累计\nsewer,42.5\nestates,120\n")
    assert clerk.desk.head == head + 1
    assert (clerk.desk.done("sewer"), clerk.desk.done("estates")) == ("42.5", "120")
    assert clerk.desk.read("SELECT command FROM change WHERE change = ?", (head + 1,)) == [
        ("import",)
    ]


def test_while_a_row_is_wrong_nothing_is_written(clerk: Clerk) -> None:
    head = clerk.desk.head
    preview = clerk.bring("任务,累计\nsewer,42.5\nestates,x\n")
    assert (why(preview), clerk.desk.head) == ([(3, "total", "figure_unreadable")], head)


def test_the_same_file_again_adds_nothing(clerk: Clerk) -> None:
    content = "任务,累计,新增,备注\nsewer,42.5,,\nestates,,5,一\nestates,,5,一\ncomplexes,,,二\n"
    assert len(clerk.bring(content).taken) == 4
    head = clerk.desk.head
    again = clerk.bring(content)
    assert (again.adds, len(again.there), clerk.desk.head) == (0, 4, head)


def test_a_file_given_twice_is_taken_once(clerk: Clerk) -> None:
    content = "任务,新增\nsewer,5\nsewer,5\n"
    preview = clerk.bring(content, content)
    assert (len(preview.taken), len(preview.there)) == (2, 2)
    assert clerk.desk.done("sewer") == "10"


def test_what_was_taken_back_can_be_brought_again(clerk: Clerk) -> None:
    clerk.bring("任务,累计\nsewer,42.5\n")
    clerk.desk.undo(1)
    assert len(clerk.bring("任务,累计\nsewer,42.5\n").taken) == 1


def test_files_that_contradict_each_other_are_told_by_file_and_row(clerk: Clerk) -> None:
    preview = clerk.preview("任务,累计\nsewer,42.5\n", "任务,累计\nsewer,43\n")
    (wrong,) = preview.wrong
    assert (wrong.place.source, wrong.cell, wrong.why.key) == (1, "43", "error.import_other_row")
    assert wrong.why.params == {"file": "0.csv", "row": 2}


def test_rows_that_were_sent_back_stand_in_for_those_they_came_from(clerk: Clerk) -> None:
    first = clerk.source("任务,累计\nsewer,42.5\nestates,x\n", "july.csv")
    came_from = f"july.csv:3#{line_mark(Line(3, ('estates', 'x')))}"
    right = clerk.source(f"任务,累计,来源行\nestates,120,{came_from}\n", "right.csv")
    preview = clerk.bring(first, right)
    assert (why(preview), clerk.desk.done("estates")) == ([], "120")


def test_rows_sent_back_stand_in_for_those_of_one_of_two_files_of_one_name(clerk: Clerk) -> None:
    sources = []
    for folder, slug in (("a", "sewer"), ("b", "estates")):
        (clerk.folder / folder).mkdir()
        sources.append(clerk.source(f"任务,累计\n{slug},x\n", f"{folder}/july.csv"))
    came_from = f"july.csv:2#{line_mark(Line(2, ('estates', 'x')))}"
    sources.append(clerk.source(f"任务,累计,来源行\nestates,2,{came_from}\n", "right.csv"))
    preview = clerk.preview(*sources)
    assert [wrong.place for wrong in preview.wrong] == [(0, 2)]
    assert [row.place for row in preview.taken] == [(2, 2)]


@pytest.mark.parametrize("row", [2, 3, 9])
def test_a_row_that_was_sent_back_from_another_file_of_that_name_is_refused(
    row: int, clerk: Clerk
) -> None:
    july = clerk.source("任务,累计\nsewer,42.5\nestates,x\n", "july.csv")
    came_from = f"july.csv:{row}#{line_mark(Line(row, ('estates', 'y')))}"
    right = clerk.source(f"任务,累计,来源行\nestates,120,{came_from}\n", "right.csv")
    with refused(clerk.desk, "error.import_not_that_row"):
        clerk.bring(july, right)


def test_rows_whose_file_is_not_given_are_read_alone(clerk: Clerk) -> None:
    right = "任务,累计,来源行\nestates,120,july.csv:3#00000000\n"
    assert [row[0] for row in taken(clerk.preview(right))] == ["estates"]


ROW = st.tuples(
    st.sampled_from(["sewer", "estates", "city-ranking"]),
    st.sampled_from(["2024-06-27", "2024-06-28", "2024-07-01"]),
    st.integers(1, 9).map(str),
    st.sampled_from(["累计", "新增"]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_rows_in_any_order_and_form_are_what_logging_them_is(
    data: st.DataObject, seeded: Path, tmp_path: Path
) -> None:
    rows = data.draw(st.lists(ROW, min_size=1, max_size=6))
    totals = dict[tuple[str, str], str]()
    kept = []
    for slug, on, figure, how in rows:
        told = "累计" if slug == "city-ranking" else how
        # A file has one total for a day.
        if told == "新增" or totals.setdefault((slug, on), figure) == figure:
            kept.append((slug, on, figure, told))
    table = [("任务", "日期", "累计", "新增")]
    table += [(s, on, f if h == "累计" else "", f if h == "新增" else "") for s, on, f, h in kept]
    by_hand, brought = tmp_path / "hand.db", tmp_path / "brought.db"
    for path in (by_hand, brought):
        path.write_bytes(seeded.read_bytes())
    with hurried(by_hand) as store:
        desk, said = Desk(store), set[tuple[str, ...]]()
        for slug, on, figure, how in kept:
            if how == "新增" or (slug, on) not in said:
                desk.log(slug, figure, on, total=how == "累计", accept=True)
            if how == "累计":
                said.add((slug, on))
        sums = [desk.done(s, on) for s in ("sewer", "estates", "city-ranking") for on in DAYS]
    with hurried(brought) as store:
        desk = Desk(store)
        clerk = Clerk(desk, tmp_path)
        clerk.bring(clerk.source(text(table)))
        assert [
            desk.done(s, on) for s in ("sewer", "estates", "city-ranking") for on in DAYS
        ] == sums
        head = desk.head
        shuffled = [table[0], *data.draw(st.permutations(table[1:]))]
        for content, name in (
            (text(shuffled), "again.csv"),
            (text(shuffled).encode("gb18030"), "again.csv"),
            (json.dumps([dict(zip(table[0], row, strict=True)) for row in shuffled[1:]]), "a.json"),
            (written(("表", [list(row) for row in shuffled])), "a.xlsx"),
        ):
            again = clerk.bring(clerk.source(content, name))
            assert (again.adds, why(again), desk.head) == (0, [], head)


DAYS = ("06-27", "06-28", "07-01")


# -- what a row says


def test_sums_footnotes_and_rows_with_nothing_to_say_are_left_out(clerk: Clerk) -> None:
    preview = clerk.preview(
        "序号,任务,县市区,累计,备注\n"
        "1,sewer,,42.5,\n2,estates,,,\n,合计,,42.5,\n,,小计,42.5,\n合 计：,,,42.5,\n注：如上,,,,\n"
    )
    assert why(preview) == []
    assert [place.row for place in preview.left_out] == [3, 4, 5, 6, 7]


def test_a_figure_without_a_name_that_is_no_sum_is_wrong(clerk: Clerk) -> None:
    assert why(clerk.preview("任务,累计\nsewer,1\n,5\n")) == [(3, "slug", "import_no_name")]


@pytest.mark.parametrize(
    ("heading", "unit", "figure", "steps"),
    [
        ("累计", "", "42.5", 42_500),
        ("累计", "", "42.5km", 42_500),
        ("累计", "", "４２．５公里", 42_500),
        ("累计", "", "1,042.5", 1_042_500),
        ("累计", "米", "850", 850),
        ("累计（米）", "", "850", 850),
        ("累计（米）", "公里", "42.5", 42_500),
        ("累计（米）", "", "1.2万", 12_000),
        ("累计（米）", "", "42.5公里", 42_500),
        ("累计（含上年）", "", "42.5", 42_500),
    ],
)
def test_a_figure_is_read_in_its_own_unit_that_of_its_row_or_of_its_heading(
    heading: str, unit: str, figure: str, steps: int, clerk: Clerk
) -> None:
    preview = clerk.preview(f"任务;{heading};单位\nsewer;{figure};{unit}\n")
    assert [row.entry.amount for row in preview.taken] == [steps]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("sewer,5个,", ("total", "unit_other")),
        ("sewer,5,户", ("total", "unit_unknown")),
        ("sewer,五,", ("total", "figure_unreadable")),
        ("sewer,-5,", ("total", "figure_signed")),
        ("nobody,5,", ("name", "unknown")),
        ("管网,5,", ("name", "ambiguous")),
        ("heritage-care,5,", ("total", "no_figure_expected")),
        ("city-ranking,0,", ("total", "rank_zero")),
    ],
)
def test_what_can_not_be_read_names_its_cell(
    row: str, wrong: tuple[str, str], clerk: Clerk
) -> None:
    assert why(clerk.preview(f"任务,累计,单位\n{row}\n")) == [(2, *wrong)]


def test_the_day_is_that_of_the_row_then_of_the_command_then_of_the_sheet(clerk: Clerk) -> None:
    content = "截至2024年6月14日,,\n任务,日期,累计\nsewer,2024/6/21,5\nestates,,5\n"
    for on, second in (("07-01", "07-01"), (None, "06-14")):
        days = [row.entry.day for row in clerk.preview(content, on=on).taken]
        assert days == [day("06-21"), day(second)]
    fixed = clerk.source("任务,累计\nsewer,5\n", map='[fixed]\non = "2024-06-07"\n')
    assert [row.entry.day for row in clerk.preview(fixed).taken] == [day("06-07")]


def test_a_row_without_a_day_or_of_the_future_is_wrong(clerk: Clerk) -> None:
    assert why(clerk.preview("任务,累计\nsewer,5\n", on=None)) == [(2, "on", "import_no_day")]
    future = clerk.preview("任务,累计,日期\nsewer,5,2024-07-06\n")
    assert why(future) == [(2, "on", "date_future")]


def test_names_are_found_by_their_part_or_the_map_and_that_is_told(clerk: Clerk) -> None:
    source = clerk.source(
        "任务,累计\n加装,5\n管网,6\nsewer-zero,7\n", map='[names]\n"管网" = "sewer"\n'
    )
    preview = clerk.preview(source)
    assert [row[0] for row in taken(preview)] == ["elevators", "sewer", "sewer-zero"]
    assert [(one.text, one.slug) for one in preview.read_as] == [
        ("加装", "elevators"),
        ("管网", "sewer"),
    ]


def test_a_slug_and_the_name_of_another_are_refused(clerk: Clerk) -> None:
    preview = clerk.preview("代号,任务,累计\nsewer,改造老旧小区,5\nsewer,改造雨污合流管网,5\n")
    assert [key for _, _, key in why(preview)] == ["import_names_differ"]


def test_areas_and_stages_are_found_and_a_figure_names_its_area(clerk: Clerk) -> None:
    shared_out(clerk.desk)
    staged(clerk.desk)
    clerk.desk.retire_area("sewer", "临清市")
    preview = clerk.preview(
        "任务,县市区,环节,累计\nsewer,东昌府,,5\nelevators,,开工,6\nelevators,,,4\n"
        "sewer,,,5\nsewer,临清市,,5\nsewer,冠县,,5\nelevators,,验收,6\n"
    )
    assert taken(preview) == [
        ("sewer", day("07-01"), "total", 5000, "东昌府区", ""),
        ("elevators", day("07-01"), "total", 6, "", "开工"),
        ("elevators", day("07-01"), "total", 4, "", "完工"),
    ]
    assert [(row, field) for row, field, _ in why(preview)] == [
        (5, None), (6, "area"), (7, "area"), (8, "stage"),
    ]  # fmt: skip


def test_a_milestone_is_done_by_a_one_or_a_yes(clerk: Clerk) -> None:
    milestones(clerk.desk)
    preview = clerk.preview(
        "任务,节点,累计,备注\nheritage-plan,初稿,是,\nheritage-plan,报批,0,\n"
        "heritage-plan,报批,,缺资金\nheritage-plan,报批,50%,\nheritage-plan,终稿,1,\n"
    )
    assert taken(preview) == [
        ("heritage-plan", day("07-01"), "total", 1, "", "初稿"),
        ("heritage-plan", day("07-01"), None, None, "", ""),
    ]
    assert preview.taken[1].entry.note == "缺资金"
    assert [place.row for place in preview.left_out] == [3]
    assert why(preview) == [(5, "total", "import_done"), (6, "node", "unknown_but")]


def test_a_duty_is_looked_at_by_its_date_alone(clerk: Clerk) -> None:
    preview = clerk.preview("任务,日期,备注\nheritage-care,2024-06-28,\nsewer,2024-06-28,\n")
    assert taken(preview) == [("heritage-care", day("06-28"), None, None, "", "")]


def test_a_reading_is_a_total_whatever_its_column_and_a_mode_decides(clerk: Clerk) -> None:
    preview = clerk.preview(
        "任务,新增,方式\nsewer-zero,5,\ncity-ranking,3,\nsewer,5,累计\nestates,5,增量\n"
        "estates,5,大约\n"
    )
    assert [entry[2] for entry in taken(preview)] == ["total", "total", "total", "add"]
    assert why(preview) == [(6, "mode", "import_mode")]


def test_a_total_counts_and_the_increment_beside_it_does_not(clerk: Clerk) -> None:
    clerk.bring("任务,累计,新增\nsewer,42.5,3\n")
    assert clerk.desk.done("sewer") == "42.5"


def test_hidden_characters_are_kept_as_they_are_shown(clerk: Clerk) -> None:
    preview = clerk.preview("任务,累计,备注\nsewer,5,a\u202eb\n")
    assert preview.taken[0].entry.note == "a\\u202eb"


def test_words_go_into_the_field_of_their_column(clerk: Clerk) -> None:
    _, looked = clerk.look("任务,累计,备注,存在问题,下一步\nsewer,42.5,柳园路,征迁,复工\n")
    ((_, entry),) = looked.preview.taken
    assert (entry.note, entry.problem, entry.next_step) == ("柳园路", "征迁", "复工")


def test_text_that_is_too_long_is_wrong(clerk: Clerk) -> None:
    preview = clerk.preview(f"任务,累计,备注\nsewer,5,{'长' * 100_000}\n")
    assert [row for row, _, _ in why(preview)] == [2]


def test_what_is_closed_out_takes_nothing_new_but_knows_what_is_there(clerk: Clerk) -> None:
    clerk.bring("任务,累计\nsewer,90\n")
    clerk.desk.close("sewer")
    assert why(clerk.preview("任务,累计\nsewer,90\n")) == []
    assert why(clerk.preview("任务,累计\nsewer,91\n", on="07-02")) == [(2, None, "closed_out")]


def test_slips_are_told_of_their_rows(clerk: Clerk) -> None:
    clerk.desk.log("sewer", "30", "06-20", total=True)
    preview = clerk.preview("任务,累计,日期\nestates,5,2023-12-31\nsewer,3,\n")
    assert [(one.place.row, one.slug, one.slip.key) for one in preview.doubts] == [
        (2, "estates", "slip.early"),
        (3, "sewer", "slip.fall"),
    ]


def told(preview: Preview) -> list[tuple[int, str]]:
    """The rows that are in doubt, and why."""
    return [(one.place.row, one.slip.key.removeprefix("slip.")) for one in preview.doubts]


def test_an_increment_of_a_day_whose_total_is_known_is_doubted(clerk: Clerk) -> None:
    clerk.desk.log("sewer", "30", "06-20", total=True)
    content = "任务,累计,新增,日期\nsewer,,5,2024-06-20\nsewer,,5,2024-06-21\n"
    assert told(clerk.preview(content)) == [(2, "beside_total")]


def moves_nothing(preview: Preview) -> list[tuple[int, int, str]]:
    """The rows whose increment a later total has in it: the row, and that total's act and day."""
    return [(one.place.row, one.total.act, str(one.total.day)) for one in preview.absorbed]


def test_an_increment_that_a_later_total_has_in_it_is_told(clerk: Clerk) -> None:
    clerk.desk.log("sewer", "30", "06-20", total=True)
    clerk.desk.log("sewer", "40", "06-28", total=True)
    content = "任务,新增,日期\nestates,5,2024-06-01\nsewer,5,2024-06-21\nsewer,3,2024-06-29\n"
    preview = clerk.preview(content)
    assert (moves_nothing(preview), told(preview)) == ([(3, 2, "2024-06-28")], [])
    assert clerk.bring(content).absorbed == preview.absorbed
    assert clerk.desk.done("sewer") == "43"


def test_totals_that_follow_each_other_are_nothing_to_tell(clerk: Clerk) -> None:
    clerk.desk.log("sewer", "40", "06-28", total=True)
    content = "任务,累计,日期\nsewer,20,2024-06-14\nsewer,30,2024-06-21\n"
    assert moves_nothing(clerk.preview(content)) == []


def test_a_total_of_the_same_file_has_an_increment_before_it_too(clerk: Clerk) -> None:
    content = "任务,累计,新增,日期\nsewer,,5,2024-06-20\nsewer,30,,2024-06-21\n"
    assert moves_nothing(clerk.preview(content)) == [(2, 2, "2024-06-21")]


def test_of_one_day_an_increment_before_the_total_is_in_it_and_one_behind_adds_to_it(
    clerk: Clerk,
) -> None:
    content = "任务,累计,新增\nsewer,,4\nsewer,60,\nsewer,,3\n"
    preview = clerk.bring(content)
    assert (told(preview), moves_nothing(preview)) == (
        [(4, "beside_total")],
        [(2, 2, "2024-07-01")],
    )
    assert clerk.desk.done("sewer") == "63"


def test_a_figure_that_was_taken_back_is_doubted_when_it_comes_again(clerk: Clerk) -> None:
    clerk.bring("任务,累计\nsewer,42.5\n")
    clerk.desk.undo(1)
    assert told(clerk.preview("任务,累计\nestates,5\nsewer,42.5\n")) == [(3, "taken_back_before")]
    assert told(clerk.preview("任务,累计\nsewer,43\n")) == []


def test_the_same_increment_twice_in_a_file_is_doubted(clerk: Clerk) -> None:
    assert told(clerk.preview("任务,新增\nsewer,5\nestates,5\nsewer,5\n")) == [(4, "repeat_new")]


def test_a_day_above_the_headings_that_is_not_the_one_given_is_doubted_once(clerk: Clerk) -> None:
    content = "截至2024年6月28日,\n任务,累计\nsewer,5\nestates,5\n"
    assert told(clerk.preview(content, on="06-27")) == [(3, "other_cut_off")]
    assert told(clerk.preview(content, on="06-28")) == []
    assert told(clerk.preview(content, on=None)) == []


@pytest.mark.parametrize("blank", ["-", "—", "——", "/", "无", "暂无"])
def test_what_a_table_has_where_there_is_no_figure_is_none(blank: str, clerk: Clerk) -> None:
    preview = clerk.preview(f"任务,累计,新增\nsewer,{blank},5\nestates,{blank},{blank}\n")
    assert [(row[0], row[2], row[3]) for row in taken(preview)] == [("sewer", "add", 5000)]
    assert ([place.row for place in preview.left_out], why(preview)) == ([3], [])


# -- somebody writes between look and save


def test_what_somebody_logged_meanwhile_is_there(clerk: Clerk) -> None:
    request, looked = clerk.look("任务,累计\nsewer,42.5\n")
    clerk.desk.log("sewer", "42.5", "07-01", total=True)
    head = clerk.desk.head
    now = clerk.desk.write(intake.take_in(request, looked))
    assert (now.preview.adds, clerk.desk.head) == (0, head)
    assert not intake.said_the_same(now.preview, looked.preview)


def test_a_ledger_that_was_restored_and_got_as_far_again_is_looked_at_again(clerk: Clerk) -> None:
    path = clerk.desk.store.path
    empty = backup(path, NOON).file
    clerk.desk.log("estates", "5", "07-01")
    request, looked = clerk.look("任务,累计\nsewer,42.5\n")
    restore(path, empty, NOON)
    clerk.desk.log("sewer", "42.5", "07-01", total=True)
    now = clerk.desk.write(intake.take_in(request, looked))
    assert now.preview.adds == 0
    assert not intake.said_the_same(now.preview, looked.preview)


def test_what_has_become_wrong_meanwhile_is_not_said_to_be_saved(clerk: Clerk) -> None:
    clerk.desk.log("estates", "5", "07-01", total=True)
    request, looked = clerk.look("任务,累计\nsewer,42.5\nestates,5\n")
    clerk.desk.undo(1)
    clerk.desk.log("estates", "6", "07-01", total=True)
    head = clerk.desk.head
    now = clerk.desk.write(intake.take_in(request, looked))
    assert (why(now.preview), clerk.desk.head) == ([(3, "total", "import_contradicts")], head)
    assert not intake.said_the_same(now.preview, looked.preview)


def test_a_total_that_somebody_logged_behind_an_increment_is_told_first(clerk: Clerk) -> None:
    request, looked = clerk.look("任务,新增\nsewer,5\n")
    clerk.desk.log("sewer", "42.5", "07-02", total=True)
    head = clerk.desk.head
    now = clerk.desk.write(intake.take_in(request, looked))
    assert moves_nothing(now.preview) == [(2, 1, "2024-07-02")]
    assert clerk.desk.head == head


def test_a_total_that_somebody_corrected_behind_an_increment_is_told_anew(clerk: Clerk) -> None:
    clerk.desk.log("sewer", "42.5", "07-02", total=True)
    request, looked = clerk.look("任务,新增\nsewer,5\n")
    clerk.desk.correct(1, to="60")
    now = clerk.desk.write(intake.take_in(request, looked))
    assert not intake.said_the_same(now.preview, looked.preview)


def test_what_does_not_concern_the_rows_moves_only_their_numbers(clerk: Clerk) -> None:
    request, looked = clerk.look("任务,累计\nsewer,42.5\n")
    clerk.desk.log("estates", "5", "07-01")
    now = clerk.desk.write(intake.take_in(request, looked))
    assert intake.said_the_same(now.preview, looked.preview)
    assert ([row.entry.act for row in now.preview.taken], clerk.desk.done("sewer")) == ([2], "42.5")


# -- commitments

PLAN = "任务,目标值,完成时限,牵头单位,类别\n"


def made(preview: Preview) -> list[str]:
    return [one.made.slug for one in preview.made]


def test_commitments_are_made_once(clerk: Clerk) -> None:
    content = PLAN + "新建公园,不少于30处,年底前,市园林中心,\n绿化率,85%以上,,市园林中心,\n"
    content += "排名,前3名,,housing,\n规划,,2024-10-31,housing,milestones\n"
    slugs = ["t32", "t33", "t34", "t35"]
    assert made(clerk.bring(content, content, subject="commitments")) == slugs
    kinds = [clerk.desk.get(slug).kind for slug in slugs]
    assert kinds == ["quantity", "level", "rank", "milestones"]
    terms = clerk.desk.get("t32").terms
    assert (terms.target, terms.comparator, terms.due) == (30, ">=", day("12-31"))
    assert terms.due_as_written == "年底前"
    again = clerk.bring(content, subject="commitments")
    assert (again.adds, [one.slug for one in again.there]) == (0, slugs)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("sewer,改造雨污合流管网,95公里,,,", ("target", "import_commitment_differs")),
        ("sewer,改造雨污合流管网,90公里,2024-11-30,,", ("due", "import_commitment_differs")),
        ("sewer,,90公里,,市城管局,", ("department", "import_commitment_differs")),
        ("sewer,,90公里,,,level", ("kind", "import_commitment_differs")),
        ("sewer,改造老旧小区,90公里,,,", (None, "import_names_differ")),
        ("new,改造老旧小区,90公里,,housing,", ("name", "name_taken")),
        ("new,新,90公里,,,", ("department", "import_no_department")),
        ("new,新,90里,,housing,", ("target", "unit_undeclared")),
        ("new,新,若干,,housing,", ("target", "target_unreadable")),
        ("new,新,90公里,6月前,housing,", ("due", "date_unreadable")),
        ("new,新,,,housing,", ("kind", "import_no_target")),
        ("新,新,90公里,,housing,", ("slug", "slug_unreadable")),
        ("new,,90公里,,housing,", (None, "name_needed")),
    ],
)
def test_a_commitment_that_contradicts_or_can_not_be_made_is_wrong(
    row: str, wrong: tuple[str | None, str], clerk: Clerk
) -> None:
    content = f"代号,任务,目标值,完成时限,牵头单位,类别\n{row}\n"
    assert why(clerk.bring(content, subject="commitments")) == [(2, *wrong)]


def test_a_kind_is_read_in_either_language_also_of_what_is_there(clerk: Clerk) -> None:
    content = PLAN + "新建公园,不少于30处,年底前,市园林中心,数量\n规划,,2024-10-31,housing,节点\n"
    assert len(made(clerk.bring(content, subject="commitments"))) == 2
    again = clerk.bring(content.replace("数量", "Quantity"), subject="commitments")
    assert ([one.slug for one in again.there], why(again)) == (["t32", "t33"], [])
    other = clerk.bring(content.replace("数量", "当前值"), subject="commitments")
    assert why(other) == [(2, "kind", "import_commitment_differs")]


def test_a_row_that_says_what_the_ledger_says_is_there(clerk: Clerk) -> None:
    content = "代号,任务,目标值,完成时限,牵头单位\nsewer,改造雨污合流管网,≥90公里,年底前,住建\n"
    preview = clerk.bring(content.replace("住建", "市住建局"), subject="commitments")
    assert ([one.slug for one in preview.there], why(preview)) == (["sewer"], [])

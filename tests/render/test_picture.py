"""Pictures as SVG: what the lines say, what stands at them, and that any program can read them."""

import datetime as dt
import re
from xml.etree import ElementTree

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.make import (
    RATE,
    SEWER,
    STOCK,
    YEAR,
    commitment,
    day,
    days_of,
    entry,
)
from tracker.core.course import Picture, picture, states_of
from tracker.core.model import Commitment, Entry, Node
from tracker.core.plaintext import visible
from tracker.render.picture import HEIGHT, SIZE, WIDTH, drawing, svg
from tracker.text import use

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>]]>&amp;\"'\u202e\x07\ufffe末"


def drawn(one: Commitment, *entries: Entry, as_of: str = "2024-07-01") -> Picture:
    """The picture of a commitment with these entries."""
    found = picture(one, states_of(one, days_of(*entries)), day(as_of))
    assert found
    return found


def named(name: str) -> Commitment:
    """The 90 km of sewer under another name."""
    one = commitment()
    return one._replace(profile=one.profile._replace(name=name))


class Drawing:
    """A picture as a reader finds it."""

    def __init__(self, of: Picture) -> None:
        self.root = ElementTree.fromstring(drawing(of))
        texts = list(self.root.iter(f"{SVG}text"))
        self.texts = [t.text or "" for t in texts]
        self.labels = [t for t in texts if "paint-order" in t.attrib]
        # The height of each mark, by the line that goes through the plot beside its label.
        grid = [line for line in self.root.iter(f"{SVG}line") if line.get("y1") == line.get("y2")]
        marks = [text for text in self.texts if text.endswith("%") and " " not in text]
        self.marks = dict(zip(marks, (int(g.attrib["y1"]) for g in grid), strict=True))
        self.left, self.right = (int(grid[0].attrib[name]) for name in ("x1", "x2"))

    @property
    def steps(self) -> list[tuple[str, int]]:
        """The moves of the line of what was done, behind the point where it begins."""
        (line,) = [p for p in self.root.iter(f"{SVG}path") if p.get("fill") == "none"]
        return [(move, int(to)) for move, to in re.findall(r"([HV])(\d+)", line.attrib["d"])]

    @property
    def pace(self) -> list[tuple[int, int]]:
        """The points of the dashed line."""
        (line,) = self.root.iter(f"{SVG}polyline")
        assert "stroke-dasharray" in line.attrib
        found = (point.split(",") for point in line.attrib["points"].split())
        return [(int(x), int(y)) for x, y in found]

    @property
    def uprights(self) -> list[int]:
        """Where lines stand over the whole height of the plot."""
        top, floor = min(self.marks.values()), max(self.marks.values())
        return [
            int(line.attrib["x1"])
            for line in self.root.iter(f"{SVG}line")
            if int(line.attrib["y1"]) <= top and int(line.attrib["y2"]) >= floor > top
        ]


def test_what_was_done_stays_until_the_day_it_changed() -> None:
    # The 183rd of 366 days is 2024-07-01: half of the width, and 45 of 90 is half of the height.
    seen = Drawing(drawn(commitment(), entry(1, "2024-07-01", 45_000), as_of="2024-12-31"))
    middle = (seen.left + seen.right) // 2
    assert seen.steps == [("H", middle), ("V", seen.marks["50%"]), ("H", seen.right)]


def test_the_pace_leads_from_nothing_to_all() -> None:
    seen = Drawing(drawn(commitment()))
    assert seen.pace == [(seen.left, seen.marks["0%"]), (seen.right, seen.marks["100%"])]


def test_the_pace_of_milestones_rises_on_their_days() -> None:
    nodes = (Node("a", day("2024-07-01"), 1), Node("b", day("2024-12-31"), 1))
    seen = Drawing(drawn(commitment("milestones", YEAR, nodes=nodes)))
    heights = [y for _, y in seen.pace]
    none, half, whole = (seen.marks[mark] for mark in ("0%", "50%", "100%"))
    # The start, the day before a node and its day.
    assert heights == [none, none, half, half, whole]


def test_both_figures_and_the_days_are_written_at_their_places() -> None:
    seen = Drawing(drawn(commitment(), entry(1, "2024-03-01", 60_000)))
    assert {"done 66.67%", "pace 50.00%", "as of 2024-07-01"} <= set(seen.texts)
    assert {"2024-01-01", "due 2024-12-31"} <= set(seen.texts)
    assert [text for text in seen.texts if text.isdigit()] == [str(n) for n in range(1, 13)]
    assert (seen.left + seen.right) // 2 in seen.uprights


def test_the_words_are_those_of_the_language() -> None:
    use("zh")
    seen = Drawing(drawn(commitment(), entry(1, "2024-03-01", 60_000)))
    assert {"完成 66.67%", "序时 50.00%", "截至 2024-07-01", "时限 2024-12-31"} <= set(seen.texts)


def test_more_than_all_is_drawn_above_it_and_the_axis_goes_on() -> None:
    seen = Drawing(drawn(commitment(), entry(1, "2024-03-01", 180_000)))
    assert list(seen.marks) == ["0%", "50%", "100%", "150%", "200%"]
    assert seen.steps[1] == ("V", seen.marks["200%"])
    assert seen.marks["200%"] < seen.marks["100%"]


def test_a_long_axis_is_marked_further_apart() -> None:
    seen = Drawing(drawn(commitment(), entry(1, "2024-03-01", 900_000)))
    assert list(seen.marks) == [f"{per_cent}%" for per_cent in range(0, 1001, 200)]


def test_the_higher_label_stands_before_the_day_and_the_lower_one_behind_it() -> None:
    for steps, higher, lower in ((9_000, "pace", "done"), (80_000, "done", "pace")):
        seen = Drawing(drawn(commitment(), entry(1, "2024-03-01", steps)))
        by_word = {(label.text or "").split()[0]: label for label in seen.labels}
        middle = (seen.left + seen.right) // 2
        assert by_word[higher].get("text-anchor") == "end"
        assert int(by_word[higher].attrib["x"]) < middle < int(by_word[lower].attrib["x"])
        assert int(by_word[higher].attrib["y"]) < int(by_word[lower].attrib["y"])


def test_a_due_day_that_no_line_reaches_is_not_written_elsewhere() -> None:
    nodes = (Node("a", day("2024-03-31"), 1), Node("b", day("2024-09-30"), 1))
    seen = Drawing(drawn(commitment("milestones", YEAR, nodes=nodes)))
    assert "2024-09-30" in seen.texts
    assert "due 2024-12-31" not in seen.texts


def test_a_stock_that_grew_goes_below_nothing() -> None:
    # From 40 km up to 60 instead of down to 0: half of the way in the wrong direction.
    stock = commitment("level", STOCK._replace(opening=40_000))
    seen = Drawing(drawn(stock, entry(1, "2024-03-01", 60_000, "total")))
    assert list(seen.marks) == ["-50%", "0%", "50%", "100%"]
    assert seen.steps[1] == ("V", seen.marks["-50%"])


def test_nothing_is_drawn_of_a_reading_before_the_first_one() -> None:
    seen = Drawing(drawn(commitment("level", RATE), entry(1, "2024-07-01", 4_000, "total")))
    assert [move for move, _ in seen.steps] == ["H"]


def test_a_picture_from_before_the_start_shows_the_plan_alone() -> None:
    seen = Drawing(drawn(commitment(), as_of="2023-06-01"))
    assert not [p for p in seen.root.iter(f"{SVG}path") if p.get("fill") == "none"]
    assert seen.labels == []
    assert "due 2024-12-31" in seen.texts


def test_after_the_due_day_the_lines_end_with_the_last_that_moved() -> None:
    seen = Drawing(drawn(commitment(), entry(1, "2025-02-01", 60_000), as_of="2026-01-01"))
    assert seen.pace[-1][0] < seen.right
    assert seen.steps == [("H", seen.right), ("V", seen.steps[1][1]), ("H", seen.right)]
    assert seen.pace[-1][0] in seen.uprights
    assert {"done 66.67%", "pace 100.00%", "as of 2026-01-01"} <= set(seen.texts)


def test_years_are_marked_where_there_are_too_many_months() -> None:
    seen = Drawing(drawn(commitment(terms=SEWER._replace(due=day("2030-12-31")))))
    assert [text for text in seen.texts if text.isdigit()] == [str(y) for y in range(2024, 2031)]


def test_a_reader_who_sees_no_picture_is_told_what_it_shows() -> None:
    root = Drawing(drawn(commitment(), entry(1, "2024-03-01", 60_000))).root
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "任务1 (sewer)"
    assert root.findtext(f"{SVG}desc") == "as of 2024-07-01, done 66.67%, pace 50.00%"


def test_names_are_hostile_and_change_nothing() -> None:
    text = svg([drawn(named(HOSTILE))])
    root = ElementTree.fromstring(text)
    wanted = visible(HOSTILE).replace("\ufffe", "\\ufffe")
    (found,) = root.iter(f"{SVG}title")
    assert found.text == f"{wanted} (sewer)"
    plain = ElementTree.fromstring(svg([drawn(named("x"))]))
    tags = {element.tag for element in root.iter()}
    assert tags == {element.tag for element in plain.iter()}
    assert "<script" not in text


def test_a_long_name_is_folded_and_not_cut() -> None:
    name = "谋划储备主干道路绿色低碳改造（柳园路、兴华路等）" * 4
    root = ElementTree.fromstring(svg([drawn(named(name))]))
    lines = [t for t in root.findall(f"{SVG}text") if t.text]
    assert len(lines) > 1
    assert "".join(t.text or "" for t in lines) == f"{name} (sewer)"
    assert len({t.attrib["y"] for t in lines}) == len(lines)


def test_several_pictures_stand_below_each_other() -> None:
    root = ElementTree.fromstring(svg([drawn(named("a")), drawn(named("b"))]))
    headings = [(t.text, int(t.attrib["y"])) for t in root.findall(f"{SVG}text")]
    tops = [int(g.attrib["transform"].split(",")[1][:-1]) for g in root.findall(f"{SVG}g")]
    assert [text for text, _ in headings] == ["a (sewer)", "b (sewer)"]
    assert headings[0][1] < tops[0] < tops[0] + HEIGHT < headings[1][1] < tops[1]
    assert tops[1] + HEIGHT <= int(root.attrib["height"])
    assert root.attrib["viewBox"] == f"0 0 {WIDTH} {root.attrib['height']}"


def test_a_picture_loads_and_runs_nothing() -> None:
    text = svg([drawn(commitment(), entry(1, "2024-03-01", 60_000))])
    assert re.findall(r"https?:[^\"]*", text) == ["http://www.w3.org/2000/svg"] * 2
    assert not re.search(r"href|url\(|@import|<script|<style|<!", text)


COURSES = st.lists(
    st.tuples(st.dates(day("2024-01-01"), day("2025-06-30")), st.integers(0, 400_000)),
    max_size=6,
)


def followed(course: list[tuple[dt.date, int]], as_of: dt.date) -> Drawing:
    """The picture of increments of sewer, as of a day."""
    use("en")
    made = [entry(n, str(on), steps) for n, (on, steps) in enumerate(course, start=1)]
    shown = [one for one in made if one.day <= as_of]
    return Drawing(drawn(commitment(), *shown, as_of=str(as_of)))


@given(COURSES, st.dates(day("2024-01-01"), day("2025-12-31")))
@settings(deadline=None, max_examples=100)
def test_whatever_happened_all_of_it_lies_on_the_page(
    course: list[tuple[dt.date, int]], as_of: dt.date
) -> None:
    seen = followed(course, as_of)
    for move, to in seen.steps:
        assert (seen.left <= to <= seen.right) if move == "H" else (0 <= to <= HEIGHT)
    for element in seen.root.iter():
        for name in {"x", "x1", "x2", "y", "y1", "y2"} & element.attrib.keys():
            assert 0 <= int(element.attrib[name]) <= (WIDTH if "x" in name else HEIGHT)


@given(COURSES, st.dates(day("2024-01-01"), day("2025-12-31")))
@example([(day("2024-06-01"), 89_000)], day("2025-03-01"))
@settings(deadline=None, max_examples=100)
def test_the_labels_cover_neither_each_other_nor_the_day(
    course: list[tuple[dt.date, int]], as_of: dt.date
) -> None:
    seen, boxes = followed(course, as_of), []
    (heading,) = [t for t in seen.root.iter(f"{SVG}text") if (t.text or "").startswith("as of")]
    for label in seen.labels:
        assert int(label.attrib["y"]) - int(heading.attrib["y"]) >= SIZE
        x, y, width = int(label.attrib["x"]), int(label.attrib["y"]), 19 * len(label.text or "")
        left = x - width if label.get("text-anchor") == "end" else x
        assert left >= 0
        assert left + width <= WIDTH
        boxes.append((left, left + width, y))
    (a, b, y), (c, d, z) = boxes
    assert b <= c or d <= a or abs(y - z) >= SIZE

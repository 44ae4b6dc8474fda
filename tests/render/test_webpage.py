"""The bulletin as one HTML file: whole, alone, and safe from whatever people typed."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.render.worked import AS_OF
from tracker.cli import bulletins
from tracker.cli.context import View, zone_of
from tracker.core.bulletin import Bulletin, week_ending
from tracker.core.plaintext import visible
from tracker.render.bulletin_sheet import sheet
from tracker.render.webpage import chart_page, webpage
from tracker.store import settings
from tracker.store.engine import open_store
from tracker.text import use

HOSTILE = (
    "</td></style><script>alert(1)</script><img src=x onerror=y>]]>&amp;\"'{{ 7*7 }}\u202e\x07末"
)
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "section",
        "div",
        "h1",
        "h2",
        "p",
    ),
    *("table", "thead", "tbody", "tr", "th", "td", "span", "b", "figure", "figcaption"),
    *("svg", "desc", "line", "path", "polyline", "text"),
}
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """A page as a browser reads it: its elements, and the text of each."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.append((tag, ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that holds nothing."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Leave the element that was entered last, and no other."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep text with its element."""
        if data.strip() and self.open:
            self.texts.append((self.open[-1], " ".join(data.split())))

    def all_of(self, *tags: str) -> list[str]:
        """Every text that stands in one of these elements."""
        return [text for tag, text in self.texts if tag in tags and text]


def bulletin_of(path: Path) -> Bulletin:
    """The bulletin of the week that ends on the worked ledger's day."""
    with open_store(path) as store, store.snapshot() as read:
        plan = settings.load(read)
        view = View(AS_OF.date(), AS_OF.date(), None, None, plan, zone_of(plan))
        return bulletins.bulletin(bulletins.facts(read, view, week_ending(AS_OF.date()), None))


def one_line(text: str) -> str:
    """A text as a browser sets it."""
    return " ".join(visible(text).split())


@pytest.fixture
def hostile(worked: Path, run: Run) -> Path:
    """The worked ledger with hostile text wherever a person can put it."""
    for argv in (
        ("config", "title", HOSTILE),
        ("edit", "sewer", "--name", HOSTILE, "--person", HOSTILE, "--reason", HOSTILE),
        ("edit", "drainage", "--name", f"{HOSTILE}2"),
        ("log", "sewer", "--problem", HOSTILE, "--next", HOSTILE, "--on", "2024-06-29"),
        ("log", "drainage", "--note", HOSTILE, "--on", "2024-06-29"),
        ("edit", "sewer", "--target", "95", "--reason", HOSTILE),
    ):
        assert run(*argv, "-q", now=AS_OF).code == 0
    return worked


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_all_that_the_other_formats_say_in_their_order(
    worked: Path, language: str
) -> None:
    use(language)
    found = bulletin_of(worked)
    page = Page(webpage(found))
    whole = sheet(found)
    said = [text for _, text in page.texts if text]
    wanted = [*whole.title, *(table.heading for table in whole.tables), *whole.foot]
    assert [one_line(text) for text in wanted if one_line(text) not in said] == []
    headings = [one_line(table.heading) for table in whole.tables]
    assert [text for text in page.all_of("h2") if text in headings] == headings
    for table in whole.tables:
        for group in table.groups:
            for row in group.rows:
                cells = [one_line(cell.text) for cell in row if cell.text.strip()]
                assert [text for text in cells if text not in said] == []


def test_every_figure_stands_in_the_table_of_its_list(worked: Path) -> None:
    html = webpage(bulletin_of(worked))
    tables = html.split("<table")[1:]
    shown = [
        table for table in sheet(bulletin_of(worked)).tables if any(g.rows for g in table.groups)
    ]
    assert len(tables) == len(shown)
    for text, table in zip(tables, shown, strict=True):
        said = Page(f"<table{text[: text.index('</table>')]}</table>").all_of("span", "td", "th")
        rows = [row for group in table.groups for row in group.rows]
        wanted = [one_line(c.text) for row in rows for c in row if c.text.strip()]
        assert sorted(t for t in said if t in wanted) == sorted(t for t in wanted if t in said)
        assert set(wanted) <= set(said)
        # A row of cells for each commitment, whatever stands below it.
        assert text.count("<tbody>") == len(rows)


def test_a_commitment_and_its_words_are_kept_together(worked: Path) -> None:
    html = webpage(bulletin_of(worked))
    body = next(part for part in html.split("<tbody>") if "申请资金" in part)
    assert "排水治理" in body
    assert "缺资金" in body
    assert 'class="below"' in body.partition("</tbody>")[0]
    assert re.search(r"tbody, tr \{ break-inside: avoid; \}", html)


def test_every_commitment_that_can_be_drawn_is_drawn(worked: Path) -> None:
    found = bulletin_of(worked)
    page = Page(webpage(found))
    drawn = [line.commitment for line in found.lines if line.picture]
    assert len(drawn) > 4
    wanted = [f"{c.profile.name} ({c.slug})" for c in drawn]
    assert page.all_of("figcaption") == wanted
    assert [tag for tag, _ in page.found].count("svg") == len(drawn)


def test_a_light_is_a_word_in_a_frame_of_its_own(worked: Path) -> None:
    html = webpage(bulletin_of(worked))
    assert '<span class="red">red</span>' in html
    assert '<span class="green">green</span>' in html
    looks = dict(re.findall(r"\.(red|yellow|green|blue) \{ (.*?) \}", html))
    # Without colour: filled, dashed, a thin line, a double line.
    assert "background" in looks["red"]
    assert "dashed" in looks["yellow"]
    assert "double" in looks["blue"]
    assert len(looks) == 4


def test_the_page_is_for_a4_across_with_heads_on_every_page(worked: Path) -> None:
    html = webpage(bulletin_of(worked))
    assert re.search(r"@page \{[^}]*size: A4 landscape;", html)
    assert "thead { display: table-header-group; }" in html
    assert re.search(r"h2 \{[^}]*break-after: avoid;", html)


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh", "zh-CN")])
def test_the_page_says_its_language_and_encoding(worked: Path, language: str, tag: str) -> None:
    use(language)
    page = Page(webpage(bulletin_of(worked)))
    assert ("html", {"lang": tag}) in page.found
    assert ("meta", {"charset": "utf-8"}) in page.found


def test_the_page_loads_and_runs_nothing(worked: Path) -> None:
    html = webpage(bulletin_of(worked))
    addresses = set(re.findall(r"[a-z]+://[^\"' <]*", html))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"url\(|@import|<script|<link|<img|<iframe|javascript:", html)
    tags = Page(html).found
    assert not [a for _, attributes in tags for a in attributes if a.startswith("on")]
    assert not [a for _, attributes in tags for a in attributes if a in ("src", "href")]


def test_hostile_text_stays_text(hostile: Path) -> None:
    html = webpage(bulletin_of(hostile))
    page = Page(html)
    assert {tag for tag, _ in page.found} <= TAGS
    shown = one_line(HOSTILE)
    said = [text for _, text in page.texts]
    assert said.count(shown) >= 3  # Its name, its problem, its next step.
    assert any(text.startswith(f"{shown} (sewer)") for text in page.all_of("figcaption", "title"))
    assert not set(html) & {"\u202e", "\x07"}


def test_what_is_hidden_in_a_text_is_shown_wherever_it_comes_from(worked: Path) -> None:
    found = bulletin_of(worked)
    line = found.unmeasured[0]
    renamed = line.commitment._replace(profile=line.commitment.profile._replace(name=HOSTILE))
    found = found._replace(title=HOSTILE, unmeasured=(line._replace(commitment=renamed),))
    html = webpage(found)
    assert not set(html) & {"\u202e", "\x07"}
    assert one_line(HOSTILE) in Page(html).all_of("span")


def test_a_hostile_title_does_not_leave_the_style_sheet(hostile: Path) -> None:
    html = webpage(bulletin_of(hostile))
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert style.rstrip().endswith("}")
    (running,) = re.findall(r'@bottom-left \{ content: "([^"]*)"', style)
    said = re.sub(r"\\([0-9a-f]+) ", lambda match: chr(int(match[1], 16)), running)
    assert one_line(HOSTILE) in one_line(said)


def test_the_same_facts_are_the_same_bytes(worked: Path) -> None:
    assert webpage(bulletin_of(worked)) == webpage(bulletin_of(worked))


def test_a_page_of_pictures_holds_them_and_no_table(worked: Path) -> None:
    pictures = [line.picture for line in bulletin_of(worked).lines if line.picture]
    page = Page(chart_page(pictures, "聊城市"))
    assert page.all_of("h1") == ["聊城市 done against pace as of 2024-06-30"]
    tags = [tag for tag, _ in page.found]
    assert tags.count("svg") == len(pictures)
    assert "table" not in tags


def test_an_empty_ledger_makes_a_page(run: Run, tmp_path: Path) -> None:
    assert run("init", "--empty", now=AS_OF).code == 0
    page = Page(webpage(bulletin_of(tmp_path / "tracker.db")))
    assert "svg" not in {tag for tag, _ in page.found}
    assert page.all_of("h1")

"""The seed holds exactly what the document says, row by row, and nothing else."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SEED = Path(__file__).resolve().parents[2] / "data" / "seed.sql"

STAGING = """
CREATE TABLE setting (key TEXT, value TEXT) STRICT;
CREATE TABLE unit (name TEXT, step TEXT) STRICT;
CREATE TABLE unit_alias (alias TEXT, unit TEXT, size TEXT) STRICT;
CREATE TABLE department (code TEXT, name TEXT, name_en TEXT) STRICT;
CREATE TABLE commitment (
    seq INTEGER, slug TEXT, department TEXT, kind TEXT, name TEXT, name_en TEXT, firmness TEXT,
    target TEXT, unit TEXT, comparator TEXT, stretch TEXT, opening TEXT, direction TEXT,
    start TEXT, due TEXT, due_as_written TEXT, due_basis TEXT, every TEXT, scope TEXT,
    programme TEXT, wording TEXT, source TEXT
) STRICT;
CREATE TABLE alias (slug TEXT, alias TEXT) STRICT;
CREATE TABLE baseline (
    slug TEXT, period TEXT, value TEXT, unit TEXT, qualifier TEXT, note TEXT
) STRICT;
CREATE TABLE remark (slug TEXT, position INTEGER, text TEXT) STRICT;
"""

SOURCE = "聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）"
FIVE_AREAS = (
    "城市品质提升攻坚行动 (Urban Quality Improvement Drive)"
    " / 城市更新 (Urban Renewal)"
    " / 重点做好五个方面工作 (Five Key Areas)"
)
ZERO_OUTS = FIVE_AREAS + " / “两个清零”目标任务 (Two Zero-outs)"
FRAMEWORK = "“15635”思路 (15635 framework)"
PROJECTS = FRAMEWORK + " / 五大工程 (Five Projects)"
IMPROVEMENTS = FRAMEWORK + " / 六大提升 (Six Improvements)"
BREAKTHROUGHS = FRAMEWORK + " / 三项新突破 (Three New Breakthroughs)"
SAFEGUARDS = FRAMEWORK + " / 五项保障 (Five Safeguards)"


class Commitment(NamedTuple):
    """One commitment as the document has it; what it does not say stays None."""

    seq: int
    slug: str
    department: str
    kind: str
    name: str
    name_en: str
    wording: str
    programme: str
    due_basis: str
    firmness: str = "commit"
    target: str | None = None
    unit: str | None = None
    comparator: str | None = None
    stretch: str | None = None
    opening: str | None = None
    direction: str | None = None
    start: str | None = None
    due: str | None = None
    due_as_written: str | None = None
    every: str | None = None
    scope: str | None = None
    source: str = SOURCE


COMMITMENTS = [
    Commitment(
        seq=1,
        slug="dongchang-road",
        department="housing",
        kind="milestones",
        name="东昌路绿色低碳改造",
        name_en="Dongchang Road green low-carbon rebuild",
        wording="提速东昌路绿色低碳改造",
        programme=FIVE_AREAS,
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
        scope="东昌路",
    ),
    Commitment(
        seq=2,
        slug="trunk-roads",
        department="housing",
        kind="milestones",
        name="谋划储备主干道路绿色低碳改造（柳园路、兴华路等）",
        name_en="Trunk-road green rebuilds planned and reserved",
        wording="谋划储备柳园路、兴华路等主干道路绿色低碳改造",
        programme=FIVE_AREAS,
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
        scope="柳园路、兴华路等主干道路",
    ),
    Commitment(
        seq=3,
        slug="sewer",
        department="housing",
        kind="quantity",
        name="改造雨污合流管网",
        name_en="Combined sewer pipe rebuilt",
        wording="全年改造雨污合流管网90公里以上",
        programme=FIVE_AREAS,
        target="90",
        unit="公里",
        comparator=">=",
        start="2024-01-01",
        due="2024-12-31",
        due_as_written="全年",
        due_basis="stated",
    ),
    Commitment(
        seq=4,
        slug="sewer-zero",
        department="housing",
        kind="level",
        name="城市建成区雨污合流管网清零",
        name_en="Combined sewer run down to zero in the built-up area",
        wording="年底前实现城市建成区雨污合流管网清零",
        programme=ZERO_OUTS,
        target="0",
        unit="公里",
        comparator="=",
        direction="down",
        start="2024-01-01",
        due="2024-12-31",
        due_as_written="年底前",
        due_basis="stated",
        scope="城市建成区",
    ),
    Commitment(
        seq=5,
        slug="complexes",
        department="housing",
        kind="quantity",
        name="建设嵌入式社区服务综合体",
        name_en="Embedded community service complexes built",
        wording="在主城区建设30处嵌入式社区服务综合体",
        programme=FIVE_AREAS,
        target="30",
        unit="处",
        comparator="=",
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
        scope="主城区",
    ),
    Commitment(
        seq=6,
        slug="pilot-city",
        department="housing",
        kind="milestones",
        name="争取国家城市社区嵌入式公共服务项目试点城市",
        name_en="National pilot city for embedded community services",
        wording="争取国家城市社区嵌入式公共服务项目试点城市",
        programme=FIVE_AREAS,
        firmness="strive",
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
        scope="聊城市",
    ),
    Commitment(
        seq=7,
        slug="estates",
        department="housing",
        kind="quantity",
        name="改造老旧小区",
        name_en="Old estates renovated",
        wording="改造老旧小区174个",
        programme=FIVE_AREAS,
        target="174",
        unit="个",
        comparator="=",
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
    ),
    Commitment(
        seq=8,
        slug="elevators",
        department="housing",
        kind="quantity",
        name="加装电梯",
        name_en="Elevators added to existing buildings",
        wording="加装电梯200部以上",
        programme=FIVE_AREAS,
        target="200",
        unit="部",
        comparator=">=",
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
    ),
    Commitment(
        seq=9,
        slug="heritage-plan",
        department="housing",
        kind="milestones",
        name="编制聊城国家历史文化名城保护规划",
        name_en="Historic-city protection plan drawn up",
        wording="编制聊城国家历史文化名城保护规划",
        programme=FIVE_AREAS,
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
        scope="聊城国家历史文化名城",
    ),
    Commitment(
        seq=10,
        slug="heritage-care",
        department="housing",
        kind="duty",
        name="开展常态化保护工作",
        name_en="Routine heritage protection",
        wording="开展常态化保护工作",
        programme=FIVE_AREAS,
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
        scope="国家历史文化名城 (implied)",
    ),
    Commitment(
        seq=11,
        slug="heritage-projects",
        department="housing",
        kind="quantity",
        name="推进27项中远期保护项目",
        name_en="Medium- and long-term heritage projects landed",
        wording="推进27项中远期保护项目落地落地",
        programme=FIVE_AREAS,
        target="27",
        unit="项",
        comparator="=",
        start="2024-01-01",
        due="2024-12-31",
        due_basis="year only",
        scope="国家历史文化名城 (implied)",
    ),
    Commitment(
        seq=12,
        slug="city-ranking",
        department="city-management",
        kind="rank",
        name="省级城市管理效能评价保三争一",
        name_en="Provincial city-management ranking",
        wording="2024年在省级城市管理效能评价中，聊城市实现保三争一",
        programme=FRAMEWORK,
        target="3",
        unit="名次",
        comparator="<=",
        stretch="1",
        direction="down",
        start="2024-01-01",
        due="2024-12-31",
        due_as_written="2024年",
        due_basis="stated",
        scope="聊城市 (in 山东省 evaluation)",
    ),
    Commitment(
        seq=13,
        slug="drainage",
        department="city-management",
        kind="milestones",
        name="排水治理",
        name_en="Drainage treatment",
        wording="排水治理",
        programme=PROJECTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=14,
        slug="facilities",
        department="city-management",
        kind="milestones",
        name="市政设施改造",
        name_en="Municipal facilities rebuilt",
        wording="市政设施改造",
        programme=PROJECTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=15,
        slug="greening",
        department="city-management",
        kind="milestones",
        name="园林绿化改造",
        name_en="Parks and greening rebuilt",
        wording="园林绿化改造",
        programme=PROJECTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=16,
        slug="sanitation",
        department="city-management",
        kind="milestones",
        name="环卫设施提标",
        name_en="Sanitation facilities upgraded",
        wording="环卫设施提标",
        programme=PROJECTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=17,
        slug="smart-management",
        department="city-management",
        kind="milestones",
        name="智慧城管",
        name_en="Smart city management",
        wording="智慧城管",
        programme=PROJECTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=18,
        slug="waste-sorting",
        department="city-management",
        kind="milestones",
        name="城市生活垃圾分类提升",
        name_en="Household waste sorting",
        wording="城市生活垃圾分类提升",
        programme=IMPROVEMENTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=19,
        slug="enforcement",
        department="city-management",
        kind="milestones",
        name="城管执法水平提升",
        name_en="Enforcement quality",
        wording="城管执法水平提升",
        programme=IMPROVEMENTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=20,
        slug="heating",
        department="city-management",
        kind="milestones",
        name="集中供热能力提升",
        name_en="Central heating capacity",
        wording="集中供热能力提升",
        programme=IMPROVEMENTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=21,
        slug="gas-operation",
        department="city-management",
        kind="milestones",
        name="城镇燃气运管水平提升",
        name_en="Gas operation and management",
        wording="城镇燃气运管水平提升",
        programme=IMPROVEMENTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=22,
        slug="water-quality",
        department="city-management",
        kind="milestones",
        name="水质安全提升",
        name_en="Water quality and safety",
        wording="水质安全提升",
        programme=IMPROVEMENTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=23,
        slug="water-saving",
        department="city-management",
        kind="milestones",
        name="城市节水能力提升",
        name_en="Urban water saving",
        wording="城市节水能力提升",
        programme=IMPROVEMENTS,
        due_basis="none stated",
    ),
    Commitment(
        seq=24,
        slug="joint-action",
        department="city-management",
        kind="milestones",
        name="“城警联动 并肩行动”新突破",
        name_en="Police and city-management joint action",
        wording="“城警联动 并肩行动”实现新突破",
        programme=BREAKTHROUGHS,
        firmness="strive",
        due_basis="none stated",
    ),
    Commitment(
        seq=25,
        slug="park-city",
        department="city-management",
        kind="milestones",
        name="省级公园城市建设试点新突破",
        name_en="Provincial park-city pilot",
        wording="省级公园城市建设试点实现新突破",
        programme=BREAKTHROUGHS,
        firmness="strive",
        due_basis="none stated",
    ),
    Commitment(
        seq=26,
        slug="green-waste",
        department="city-management",
        kind="milestones",
        name="国家级园林绿化垃圾处理和资源化利用试点新突破",
        name_en="National green-waste reuse pilot",
        wording="国家级园林绿化垃圾处理和资源化利用试点实现新突破",
        programme=BREAKTHROUGHS,
        firmness="strive",
        due_basis="none stated",
    ),
    Commitment(
        seq=27,
        slug="rule-of-law",
        department="city-management",
        kind="duty",
        name="法治建设",
        name_en="Rule of law",
        wording="法治建设",
        programme=SAFEGUARDS,
        due_basis="none stated",
    ),
    Commitment(
        seq=28,
        slug="coordination",
        department="city-management",
        kind="duty",
        name="协同联动",
        name_en="Coordination",
        wording="协同联动",
        programme=SAFEGUARDS,
        due_basis="none stated",
    ),
    Commitment(
        seq=29,
        slug="technology",
        department="city-management",
        kind="duty",
        name="科技支撑",
        name_en="Technology support",
        wording="科技支撑",
        programme=SAFEGUARDS,
        due_basis="none stated",
    ),
    Commitment(
        seq=30,
        slug="assessment",
        department="city-management",
        kind="duty",
        name="考核问效",
        name_en="Assessment",
        wording="考核问效",
        programme=SAFEGUARDS,
        due_basis="none stated",
    ),
    Commitment(
        seq=31,
        slug="conduct",
        department="city-management",
        kind="duty",
        name="作风建设",
        name_en="Conduct",
        wording="作风建设",
        programme=SAFEGUARDS,
        due_basis="none stated",
    ),
]

SLUGS = [commitment.slug for commitment in COMMITMENTS]

NO_MILESTONE = "no target, no milestone"
NO_METRIC = "“提升” with no metric or target"
NO_DEFINITION = "“新突破” has no measurable definition"
STANDING_DUTY = "internal standing duty; no end state; candidates for status-only tracking"

REMARKS: dict[str, list[str]] = {
    "dongchang-road": [
        "“提速” = speed up work already under way; no completion, length or milestone is promised",
        "no % or km given",
    ],
    "trunk-roads": [
        "“谋划储备” = project planning/pipeline reserve, not construction",
        "“等” leaves the road list open",
    ],
    "sewer": [
        "90公里以上 is below the 2023 result of 203公里: not a contradiction "
        "(remaining stock shrinks before zero-out) but a naive 同比 reads -55.7%",
        "“改造” not defined (started / pipe laid / accepted)",
        "reaching 90 km does not by itself satisfy 清零 (sewer-zero)",
    ],
    "sewer-zero": [
        "remaining quantity at start of 2024 is not given, so a percent-complete "
        "cannot be computed until a department supplies it",
        "zero is the target of a remaining stock, so progress counts down",
        "unit is inferred (公里); the text gives none",
    ],
    "complexes": [
        "30处 (thirty), not 3",
        "“建设” does not say 建成/投用, so the count rule (started vs in use) "
        "needs a department ruling",
        "bare number: treat done >= 30 as 完成, > 30 as 超额",
    ],
    "pilot-city": [
        "“争取” is an effort verb: failing to be named is not a broken commitment of the same kind",
        "decision lies with a national body",
    ],
    "estates": [
        "174 (2024 target) vs 175 (2023 result) are easily swapped",
        "households not stated for 2024",
        "“改造” completion rule undefined",
    ],
    "elevators": [
        "baseline is 150余部 so a growth % is only an upper bound: <= +33.3%",
        "2023 figure reads “鼎盛花园等小区” = examples, not necessarily citywide total",
        "“加装” completion rule undefined",
    ],
    "heritage-plan": ["“编制” = draft; approval/publication not promised"],
    "heritage-care": ["standing duty: no end state"],
    "heritage-projects": [
        "“落地落地” is a misprint in the source (probably 落地落实 or 落地见效); "
        "quote verbatim, do not correct",
        "“推进” + “中远期”: the 27 projects are to be moved forward, "
        "not necessarily completed in 2024",
        "unlike the 2023 result 文保利用项目46个: different set, not a baseline",
    ],
    "city-ranking": [
        "two-tier: floor 保三 (rank <= 3), stretch 争一 (rank = 1)",
        "保三 may be read “hold 3rd place” or “stay in the top three”",
        "smaller is better",
        "result normally known only after the year: cannot have weekly progress",
    ],
    "drainage": [
        NO_MILESTONE,
        "city drainage pipes also appear under 市住建局 (sewer/sewer-zero): "
        "different bureau, do not merge",
    ],
    "facilities": [NO_MILESTONE],
    "greening": [NO_MILESTONE],
    "sanitation": [NO_MILESTONE],
    "smart-management": [NO_MILESTONE],
    "waste-sorting": [
        NO_METRIC,
        "83.86% is an average coverage rate; no 2024 target, so 100% must not be assumed",
    ],
    "enforcement": [NO_METRIC],
    "heating": [NO_METRIC],
    "gas-operation": [NO_METRIC],
    "water-quality": [NO_METRIC],
    "water-saving": [NO_METRIC],
    "joint-action": [
        NO_DEFINITION,
        "公安部门 is named only in the 2023 text; the 2024 text names no co-lead",
    ],
    "park-city": [NO_DEFINITION],
    "green-waste": [NO_DEFINITION],
    "rule-of-law": [STANDING_DUTY],
    "coordination": [STANDING_DUTY],
    "technology": [STANDING_DUTY],
    "assessment": [STANDING_DUTY],
    "conduct": [STANDING_DUTY],
}

ALIASES: dict[str, list[str]] = {
    "dongchang-road": ["东昌路", "东昌路改造"],
    "trunk-roads": ["主干道路", "柳园路", "兴华路"],
    "sewer": ["雨污管网", "合流管网"],
    "sewer-zero": ["雨污清零", "管网清零"],
    "complexes": ["社区综合体", "综合体"],
    "pilot-city": ["试点城市"],
    "estates": ["老旧小区"],
    "elevators": ["电梯"],
    "heritage-plan": ["保护规划", "名城保护规划"],
    "heritage-care": ["常态化保护"],
    "heritage-projects": ["保护项目", "中远期保护项目"],
    "city-ranking": ["保三争一", "效能评价"],
    "drainage": ["排水"],
    "facilities": ["市政设施", "市政"],
    "greening": ["园林绿化", "绿化"],
    "sanitation": ["环卫", "环卫设施"],
    "smart-management": ["智慧"],
    "waste-sorting": ["垃圾分类", "生活垃圾分类"],
    "enforcement": ["执法", "城管执法"],
    "heating": ["供热", "集中供热"],
    "gas-operation": ["燃气", "城镇燃气"],
    "water-quality": ["水质", "水质安全"],
    "water-saving": ["节水", "城市节水"],
    "joint-action": ["城警联动", "并肩行动"],
    "park-city": ["公园城市"],
    "green-waste": ["绿化垃圾", "园林绿化垃圾"],
    "rule-of-law": ["法治"],
    "coordination": ["协同"],
    "technology": ["科技"],
    "assessment": ["考核"],
    "conduct": ["作风"],
}

DEPARTMENTS = {
    "housing": ("市住建局", "Housing and Urban-Rural Development Bureau"),
    "city-management": ("市城管局", "City Management Bureau"),
}

SETTINGS = {
    "title": "聊城市 2024",
    "time_zone": "Asia/Shanghai",
    "reporting_day": "friday",
    "yellow": "10",
    "red": "30",
    "ahead": "10",
}

UNITS = {
    "公里": "0.001",
    "个": "1",
    "处": "1",
    "部": "1",
    "项": "1",
    "名次": "1",
    "%": "0.01",
}

UNIT_ALIASES = {
    "km": ("公里", "1"),
    "千米": ("公里", "1"),
    "米": ("公里", "0.001"),
    "m": ("公里", "0.001"),
    "位": ("名次", "1"),
    "名": ("名次", "1"),
}

BASELINES = {
    "sewer": (
        "2023",
        "203",
        "公里",
        "exact",
        "the 2024 target is lower because the remaining stock shrinks: "
        "print no bare -55.7 % without this note",
    ),
    "estates": ("2023", "175", "个", "exact", None),
    "elevators": (
        "2023",
        "150",
        "部",
        "over (余): a lower bound",
        "growth to 200 is at most +33.3 %, not exactly",
    ),
}

TABLE_SIZES = {
    "setting": 6,
    "unit": 7,
    "unit_alias": 6,
    "department": 2,
    "commitment": 31,
    "alias": 51,
    "baseline": 3,
    "remark": 52,
}

QUOTED = r"'(?:[^']|'')*'"
VALUE = rf"(?:{QUOTED}|\d+|NULL)"
STATEMENT = re.compile(rf"(?:{QUOTED}|[^';])+(?:;|\Z)")
PLAIN_INSERT = re.compile(
    rf"INSERT INTO \w+ \((\w+(?:,\s+\w+)*)\)\s+VALUES \(({VALUE}(?:,\s+{VALUE})*)\);"
)

Row = tuple[object, ...]


@pytest.fixture(scope="module")
def seed() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(STAGING)
    connection.executescript(SEED.read_text(encoding="utf-8"))
    yield connection
    connection.close()


def rows(seed: sqlite3.Connection, query: str, *values: str) -> list[Row]:
    return seed.execute(query, values).fetchall()


def column(seed: sqlite3.Connection, query: str, *values: str) -> list[object]:
    return [row[0] for row in rows(seed, query, *values)]


def statements() -> list[str]:
    lines = SEED.read_text(encoding="utf-8").splitlines()
    code = "\n".join(line for line in lines if not line.startswith("--"))
    found = [match.strip() for match in STATEMENT.findall(code)]
    return [statement for statement in found if statement]


# The rows


@pytest.mark.parametrize("expected", COMMITMENTS, ids=SLUGS)
def test_commitment_is_as_published(seed: sqlite3.Connection, expected: Commitment) -> None:
    cursor = seed.execute("SELECT * FROM commitment WHERE slug = ?", (expected.slug,))
    columns = [description[0] for description in cursor.description]
    (found,) = [dict(zip(columns, row, strict=True)) for row in cursor]
    assert found == expected._asdict()


def test_commitments_stand_in_the_order_of_the_document(seed: sqlite3.Connection) -> None:
    assert column(seed, "SELECT slug FROM commitment ORDER BY rowid") == SLUGS
    assert column(seed, "SELECT seq FROM commitment ORDER BY rowid") == list(range(1, 32))


@pytest.mark.parametrize("slug", SLUGS)
def test_remarks_are_complete_and_in_order(seed: sqlite3.Connection, slug: str) -> None:
    found = rows(seed, "SELECT position, text FROM remark WHERE slug = ? ORDER BY rowid", slug)
    assert found == list(enumerate(REMARKS[slug], start=1))


@pytest.mark.parametrize("slug", SLUGS)
def test_short_names_are_the_agreed_ones(seed: sqlite3.Connection, slug: str) -> None:
    found = column(seed, "SELECT alias FROM alias WHERE slug = ? ORDER BY rowid", slug)
    assert found == ALIASES[slug]
    assert 1 <= len(found) <= 3


@pytest.mark.parametrize("code", DEPARTMENTS)
def test_department_is_named_in_both_languages(seed: sqlite3.Connection, code: str) -> None:
    found = rows(seed, "SELECT name, name_en FROM department WHERE code = ?", code)
    assert found == [DEPARTMENTS[code]]


@pytest.mark.parametrize("key", SETTINGS)
def test_setting_has_its_starting_value(seed: sqlite3.Connection, key: str) -> None:
    assert column(seed, "SELECT value FROM setting WHERE key = ?", key) == [SETTINGS[key]]


@pytest.mark.parametrize("name", UNITS)
def test_unit_has_its_smallest_step(seed: sqlite3.Connection, name: str) -> None:
    assert column(seed, "SELECT step FROM unit WHERE name = ?", name) == [UNITS[name]]


@pytest.mark.parametrize("alias", UNIT_ALIASES)
def test_unit_alias_has_its_unit_and_size(seed: sqlite3.Connection, alias: str) -> None:
    found = rows(seed, "SELECT unit, size FROM unit_alias WHERE alias = ?", alias)
    assert found == [UNIT_ALIASES[alias]]


@pytest.mark.parametrize("slug", BASELINES)
def test_baseline_keeps_its_qualifier(seed: sqlite3.Connection, slug: str) -> None:
    query = "SELECT period, value, unit, qualifier, note FROM baseline WHERE slug = ?"
    assert rows(seed, query, slug) == [BASELINES[slug]]


def test_tables_hold_no_other_row(seed: sqlite3.Connection) -> None:
    query = """
        SELECT 'setting', count(*) FROM setting
        UNION ALL SELECT 'unit', count(*) FROM unit
        UNION ALL SELECT 'unit_alias', count(*) FROM unit_alias
        UNION ALL SELECT 'department', count(*) FROM department
        UNION ALL SELECT 'commitment', count(*) FROM commitment
        UNION ALL SELECT 'alias', count(*) FROM alias
        UNION ALL SELECT 'baseline', count(*) FROM baseline
        UNION ALL SELECT 'remark', count(*) FROM remark
    """
    assert rows(seed, query) == list(TABLE_SIZES.items())


# What the document says, and does not say, taken together


def test_kinds_add_up(seed: sqlite3.Connection) -> None:
    kinds = Counter(column(seed, "SELECT kind FROM commitment"))
    assert kinds == {"quantity": 5, "level": 1, "rank": 1, "milestones": 18, "duty": 6}


def test_comparators_add_up(seed: sqlite3.Connection) -> None:
    comparators = Counter(column(seed, "SELECT comparator FROM commitment"))
    assert comparators == {">=": 2, "=": 4, "<=": 1, None: 24}


def test_milestones_and_duties_have_no_figure(seed: sqlite3.Connection) -> None:
    query = """
        SELECT slug FROM commitment
        WHERE kind IN ('milestones', 'duty')
        AND coalesce(target, unit, comparator, stretch, opening, direction) IS NOT NULL
    """
    assert column(seed, query) == []


def test_no_opening_is_given(seed: sqlite3.Connection) -> None:
    assert column(seed, "SELECT slug FROM commitment WHERE opening IS NOT NULL") == []


def test_no_rhythm_is_given(seed: sqlite3.Connection) -> None:
    assert column(seed, "SELECT slug FROM commitment WHERE every IS NOT NULL") == []


def test_of_the_city_management_items_only_the_ranking_is_dated(seed: sqlite3.Connection) -> None:
    query = """
        SELECT slug, coalesce(start, due, due_as_written) IS NOT NULL
        FROM commitment WHERE department = 'city-management'
    """
    found = rows(seed, query)
    assert len(found) == 20
    assert [slug for slug, dated in found if dated] == ["city-ranking"]


def test_every_unit_in_use_is_known(seed: sqlite3.Connection) -> None:
    query = """
        SELECT unit FROM commitment WHERE unit IS NOT NULL
        UNION SELECT unit FROM baseline
        UNION SELECT unit FROM unit_alias
        EXCEPT SELECT name FROM unit
    """
    assert column(seed, query) == []


def test_no_short_name_is_shared(seed: sqlite3.Connection) -> None:
    counts = Counter(column(seed, "SELECT alias FROM alias"))
    assert [alias for alias, count in counts.items() if count > 1] == []


def test_no_short_name_hides_an_official_name_or_slug(seed: sqlite3.Connection) -> None:
    query = """
        SELECT alias FROM alias WHERE alias IN (
            SELECT name FROM commitment UNION SELECT slug FROM commitment
        )
    """
    assert column(seed, query) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT slug FROM alias EXCEPT SELECT slug FROM commitment",
        "SELECT slug FROM baseline EXCEPT SELECT slug FROM commitment",
        "SELECT slug FROM remark EXCEPT SELECT slug FROM commitment",
    ],
    ids=["alias", "baseline", "remark"],
)
def test_every_row_belongs_to_a_known_commitment(seed: sqlite3.Connection, query: str) -> None:
    assert column(seed, query) == []


def test_every_commitment_belongs_to_a_known_department(seed: sqlite3.Connection) -> None:
    query = "SELECT department FROM commitment EXCEPT SELECT code FROM department"
    assert column(seed, query) == []


# The form of the file


def test_file_is_utf8_without_a_byte_order_mark() -> None:
    assert SEED.read_bytes().decode("utf-8").startswith("--")


def test_every_statement_is_a_plain_insert_of_one_row_with_named_columns() -> None:
    assert [text for text in statements() if not PLAIN_INSERT.fullmatch(text)] == []


def test_every_row_has_its_own_statement() -> None:
    assert len(statements()) == sum(TABLE_SIZES.values())

"""What a commitment is: made, and changed in revisions that have a reason."""

from typing import Any

import pytest

from tests.store.ledgers import REASON, Desk, day, define, refused
from tracker.core.history import Change, Defined
from tracker.core.model import Terms, Unit
from tracker.core.quantity import to_decimal
from tracker.store import commitments, definitions, lookup

KM = Unit("公里", 3)
GOOD: dict[str, Any] = {
    "name": "清淤",
    "target": "12.5",
    "unit": "公里",
    "start": "2024-01-01",
    "due": "2024-12-31",
    "department": "housing",
}


def add(desk: Desk, slug: str = "canal", kind: str = "quantity", **changed: Any) -> Defined:
    """A commitment like any other, but for what is changed; None leaves a field out."""
    fields = {k: v for k, v in (GOOD | changed).items() if v is not None}
    return desk.write(definitions.add(slug, kind, define(**fields)))


# Making


def test_a_commitment_is_made_with_its_terms(desk: Desk) -> None:
    add(desk, comparator=">=", person="李四", contact="8212345", name_en="Canal")
    canal = desk.get("canal")
    assert canal.terms == Terms(12_500, KM, ">=", start=day("01-01"), due=day("12-31"))
    assert canal.kind == "quantity"
    assert canal.profile[2:6] == ("清淤", "Canal", "李四", "8212345")
    assert (canal.department.code, canal.terms_moved) == ("housing", False)


def test_a_new_commitment_stands_last_and_can_be_logged(desk: Desk) -> None:
    add(desk)
    assert commitments.load(desk.read)[-1].slug == "canal"
    assert desk.log("canal", "500米").after == 500


def test_what_was_made_is_told_field_by_field(desk: Desk) -> None:
    made = add(desk, aliases=("运河",))
    assert (made.slug, made.name, made.new_department) == ("canal", "清淤", None)
    told = {c.field: c.new for c in made.changes}
    assert told["target"] == to_decimal(12_500, 3)
    assert told["alias"] == "运河"
    assert {c.old for c in made.changes} == {None}


def test_a_department_that_is_new_is_made_and_told(desk: Desk) -> None:
    assert add(desk, department="市水务局").new_department == "市水务局"
    assert desk.get("canal").department == ("市水务局", "市水务局", None)


@pytest.mark.parametrize("name", ["housing", "HOUSING", " 市住建局 "])
def test_a_department_that_is_known_is_not_made_again(desk: Desk, name: str) -> None:
    assert add(desk, department=name).new_department is None
    assert len(commitments.departments(desk.read)) == 2


def test_stages_and_other_names_come_with_a_new_commitment(desk: Desk) -> None:
    add(desk, stages=("开工", "完工"), aliases=("运河", "Y1"))
    canal = desk.get("canal")
    assert canal.stages == ("开工", "完工")
    assert lookup.aliases_of(desk.read, canal.id) == ["Y1", "运河"]


@pytest.mark.parametrize(
    ("kind", "terms", "direction"),
    [
        ("level", {"target": "0", "opening": "40"}, "down"),
        ("level", {"target": "50", "opening": "40"}, "up"),
        ("level", {"target": "0"}, "down"),
        ("level", {"target": "50"}, "up"),
        ("level", {"target": "5", "direction": "down"}, "down"),
        ("rank", {"target": "3", "unit": "名次", "stretch": "1"}, None),
        ("milestones", {"target": None, "unit": None}, None),
        ("duty", {"target": None, "unit": None}, None),
    ],
)
def test_every_kind_can_be_made(
    desk: Desk, kind: str, terms: dict[str, Any], direction: str | None
) -> None:
    add(desk, kind=kind, **terms)
    assert (desk.get("canal").kind, desk.get("canal").terms.direction) == (kind, direction)


REFUSED_ADDS: dict[str, tuple[str, dict[str, Any]]] = {
    "slug in capitals": ("error.slug_unreadable", {"slug": "Canal"}),
    "slug in Chinese": ("error.slug_unreadable", {"slug": "清淤"}),
    "slug of digits": ("error.slug_unreadable", {"slug": "2024"}),
    "slug empty": ("error.slug_unreadable", {"slug": ""}),
    "slug too long": ("error.slug_unreadable", {"slug": "a" * 41}),
    "slug taken": ("error.name_taken", {"slug": "sewer"}),
    "slug that is an alias": ("error.name_taken", {"slug": "k1"}),
    "kind unknown": ("error.kind_unknown", {"kind": "wish"}),
    "name empty": ("error.name_needed", {"name": ""}),
    "name of spaces": ("error.name_needed", {"name": "  "}),
    "department empty": ("error.name_needed", {"department": " "}),
    "department missing": ("error.name_needed", {"department": None}),
    "alias that is a slug": ("error.name_taken", {"aliases": ("SEWER",)}),
    "alias that is taken": ("error.name_taken", {"aliases": ("K１",)}),
    "alias empty": ("error.name_needed", {"aliases": (" ",)}),
    "target missing": ("error.terms_need_target", {"target": None}),
    "unit missing": ("error.figure_without_unit", {"unit": None}),
    "unit unknown": ("error.unit_undeclared", {"unit": "里"}),
    "unit converted": ("error.unit_converts", {"unit": "米"}),
    "target zero": ("error.target_zero", {"target": "0"}),
    "target of a duty": ("error.term_not_of_kind", {"kind": "duty"}),
    "stretch of a quantity": ("error.term_not_of_kind", {"stretch": "20"}),
    "opening of a quantity": ("error.term_not_of_kind", {"opening": "20"}),
    "rhythm of a quantity": ("error.term_not_of_kind", {"every": 30}),
    "comparator unknown": ("error.comparator_unknown", {"comparator": "about"}),
    "direction unknown": ("error.direction_unknown", {"kind": "level", "direction": "left"}),
    "due before start": ("error.due_before_start", {"due": "2023-12-31"}),
    "opening at the target": ("error.opening_wrong_side", {"kind": "level", "opening": "12.5"}),
    "rank from zero": ("error.rank_impossible", {"kind": "rank", "unit": "名次", "target": "0"}),
    "stretch behind the floor": (
        "error.rank_impossible",
        {"kind": "rank", "unit": "名次", "target": "3", "stretch": "4"},
    ),
    "stages of a rank": (
        "error.stages_not_of_kind",
        {"kind": "rank", "unit": "名次", "target": "3", "stages": ("a",)},
    ),
    "stage twice": ("error.stages_unreadable", {"stages": ("开工", "开工")}),
    "stage twice in other letters": ("error.stages_unreadable", {"stages": ("Done", "done")}),
    "stage empty": ("error.stages_unreadable", {"stages": ("开工", " ")}),
}


@pytest.mark.parametrize(("key", "changed"), REFUSED_ADDS.values(), ids=REFUSED_ADDS)
def test_what_can_not_be_a_commitment_is_refused(
    desk: Desk, key: str, changed: dict[str, Any]
) -> None:
    desk.edit("estates", aliases=("k1",), reason=None)
    with refused(desk, key):
        add(desk, **changed)


def test_an_alias_that_was_named_twice_is_kept_once(desk: Desk) -> None:
    add(desk, aliases=("运河", "运河"))
    assert lookup.aliases_of(desk.read, desk.get("canal").id) == ["运河"]


def test_an_alias_that_was_named_twice_is_kept_once_by_edit_too(desk: Desk) -> None:
    number = desk.get("sewer").id
    before = lookup.aliases_of(desk.read, number)
    desk.edit("sewer", aliases=("老管子", "老管子"), reason=None)
    assert lookup.aliases_of(desk.read, number) == [*before, "老管子"]


# Changing


def test_a_change_of_terms_is_a_revision_with_its_reason(desk: Desk) -> None:
    edited = desk.edit("sewer", target="95", due="2024-11-30")
    sewer = desk.get("sewer")
    assert (sewer.terms.target, sewer.terms.due) == (95_000, day("11-30"))
    assert (sewer.terms_change, sewer.first_change, sewer.terms_moved) == (2, 1, True)
    assert desk.read("SELECT command, reason FROM change WHERE change = 2") == [("edit", REASON)]
    assert {(c.field, str(c.old), str(c.new)) for c in edited.changes} >= {
        ("target", "90", "95"),
        ("due", "2024-12-31", "2024-11-30"),
    }


def test_what_is_not_named_stays_as_it_is(desk: Desk) -> None:
    before = desk.get("sewer")
    desk.edit("sewer", target="95")
    after = desk.get("sewer")
    assert after.terms == before.terms._replace(target=95_000)
    assert after.profile == before.profile


def test_a_change_of_names_and_people_is_no_revision_of_the_terms(desk: Desk) -> None:
    desk.edit("sewer", reason=None, name="管网改造", person="李四", contact="1", name_en="Pipes")
    sewer = desk.get("sewer")
    assert sewer.profile[2:6] == ("管网改造", "Pipes", "李四", "1")
    assert not sewer.terms_moved


def test_an_empty_text_takes_a_field_away(desk: Desk) -> None:
    desk.edit("sewer", name_en="", reason=None)
    desk.edit("sewer", due="")
    sewer = desk.get("sewer")
    assert (sewer.profile.name_en, sewer.terms.due) == (None, None)


def test_a_new_due_day_drops_the_sources_words_about_the_old_one(desk: Desk) -> None:
    assert desk.get("sewer").terms.due_as_written == "全年"
    desk.edit("sewer", due="2024-11-30")
    terms = desk.get("sewer").terms
    assert (terms.due_as_written, terms.due_basis) == (None, None)
    assert desk.get("sewer", known=1).terms.due_as_written == "全年"


def test_an_opening_given_later_makes_a_percentage_possible(desk: Desk) -> None:
    desk.log("sewer-zero", "10", "06-01")
    desk.edit("sewer-zero", opening="40")
    assert (desk.get("sewer-zero").terms.opening, desk.done("sewer-zero")) == (40_000, "10")


def test_figures_stay_when_the_target_moves(desk: Desk) -> None:
    desk.log("sewer", "45.5")
    desk.edit("sewer", target="91")
    assert desk.done("sewer") == "45.5"


def test_a_new_department_is_made_by_edit_too(desk: Desk) -> None:
    edited = desk.edit("sewer", department="水务局", reason=None)
    assert edited.new_department == "水务局"
    assert desk.get("sewer").department.name == "水务局"


def test_a_duty_gets_its_rhythm_and_loses_it(desk: Desk) -> None:
    desk.add("patrol", "duty", department="housing", every=30)
    assert desk.read("SELECT every FROM profile ORDER BY change DESC LIMIT 1") == [(30,)]
    desk.edit("patrol", every=0)
    assert desk.read("SELECT every FROM profile ORDER BY change DESC LIMIT 1") == [(None,)]


REFUSED_EDITS: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing": ("error.nothing_to_edit", {}),
    "the same again": ("error.nothing_to_edit", {"target": "90.0km", "person": ""}),
    "an alias of its own": ("error.nothing_to_edit", {"aliases": ("管子",)}),
    "terms without a reason": ("error.terms_need_reason", {"target": "95", "reason": None}),
    "terms with an empty reason": ("error.terms_need_reason", {"target": "95", "reason": ""}),
    "due without a reason": ("error.terms_need_reason", {"due": "", "reason": None}),
    "name taken away": ("error.name_needed", {"name": ""}),
    "department taken away": ("error.name_needed", {"department": ""}),
    "target taken away": ("error.terms_need_target", {"target": ""}),
    "target zero": ("error.target_zero", {"target": "0"}),
    "due before start": ("error.due_before_start", {"due": "2023-12-31"}),
    "unit unknown": ("error.unit_undeclared", {"unit": "里"}),
    "alias of another": ("error.name_taken", {"aliases": ("小楼",)}),
    "slug of another": ("error.name_taken", {"aliases": ("elevators",)}),
    "no such commitment": ("error.unknown", {"slug": "bridge", "target": "1"}),
}


@pytest.mark.parametrize(("key", "fields"), REFUSED_EDITS.values(), ids=REFUSED_EDITS)
def test_what_can_not_be_changed_so_is_refused(
    desk: Desk, key: str, fields: dict[str, Any]
) -> None:
    desk.edit("sewer", aliases=("管子",), reason=None)
    desk.edit("estates", aliases=("小楼",), reason=None)
    with refused(desk, key):
        desk.edit(**{"slug": "sewer", **fields})


def test_a_plan_can_be_run_again(desk: Desk) -> None:
    plan = definitions.edit("sewer", define(target="95"), REASON)
    first = desk.write(plan, dry_run=True)
    assert desk.write(plan) == first
    assert first.changes[0] == Change("target", to_decimal(90_000, 3), to_decimal(95_000, 3))

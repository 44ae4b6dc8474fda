"""Two languages: both whole, both saying the same of the same, chosen as a person expects."""

import gettext
import json
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from tests.catalogs import CHINESE, ENGLISH, Sentence, catalog
from tests.conftest import Run
from tests.core.make import HOUSING, KM, PERCENT, RANKING, RATE, SEWER, STOCK, commitment, day
from tracker.core.alert_rules import Part
from tracker.core.defaults import DEFAULTS
from tracker.core.history import Change, field_changes
from tracker.core.model import (
    CLASSES,
    LIGHTS,
    Area,
    Commitment,
    Entry,
    Node,
    PlanPoint,
    Profile,
    Terms,
)
from tracker.render import values
from tracker.render.defined import change_line, field_name
from tracker.text import LANGUAGES, LOCALE, language_of, say, use

# A commitment of which everything is said that can be.
WHOLE = commitment(
    terms=Terms(
        90_000, KM, ">=", 100_000, 0, "up", day("2024-01-01"), day("2024-12-31"), "全年", "stated"
    ),
    areas=(Area("冠县", 5_000, "李四", "0635-1"),),
    stages=("开工", "完工"),
    nodes=(Node("初稿", day("2024-09-30"), 2),),
)._replace(
    profile=Profile(
        1, HOUSING.code, "管网", "Sewer", "张三", "1", "commit", "城区", "行动", "原文", "出处", 30
    ),
    plan=(PlanPoint(day("2024-06-30"), 40_000),),
)


def filled_in(sentence: str) -> list[str]:
    """What a sentence wants filled in, each with how it is to be written."""
    fields = [(f[1], f[2], f[3]) for f in Formatter().parse(sentence) if f[1] is not None]
    return sorted(map(str, fields))


def test_both_languages_have_every_sentence_in_one_order() -> None:
    assert list(CHINESE) == list(ENGLISH)
    assert [k for k, v in CHINESE.items() if v.has_plural] == [
        k for k, v in ENGLISH.items() if v.has_plural
    ]


@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_wants_the_same_in_both_languages(key: str) -> None:
    assert filled_in(CHINESE[key].text) == filled_in(ENGLISH[key].text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_fuzzy_or_refused_by_babel(language: str) -> None:
    for message in catalog(language):
        assert message.id == "" or message.string, message.id
        assert not message.id or not message.fuzzy, message.id
        assert list(message.check(catalog(language))) == [], message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_says_what_the_edited_one_does(language: str) -> None:
    use(language)
    for key, sentence in {"en": ENGLISH, "zh": CHINESE}[language].items():
        wanted = {name: 5 for _, name, _, _ in Formatter().parse(sentence.text) if name}
        assert say(key, **wanted) == sentence.text.format(**wanted)


def test_one_thing_is_counted_in_its_own_words() -> None:
    use("en")
    assert say("word.nodes", weight=3, count=1) == "3 (1 node)"
    assert say("word.nodes", weight=3, count=2) == "3 (2 nodes)"
    use("zh")
    assert say("word.nodes", weight=3, count=1) == "3（1 个节点）"


def test_a_key_without_a_sentence_is_a_fault_and_never_printed() -> None:
    with pytest.raises(KeyError):
        say("word.no_such_word")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogs_lie_where_gettext_and_babel_look_for_them(language: str) -> None:
    assert gettext.find("tracker", str(LOCALE), [language])


@pytest.mark.parametrize("sentence", CHINESE.values(), ids=CHINESE)
def test_every_chinese_sentence_can_be_shown_by_a_gbk_terminal(sentence: Sentence) -> None:
    for text in sentence.forms:
        assert text.encode("gbk").decode("gbk") == text
        assert text.isprintable()


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"TRACKER_LANG": "zh"}, "zh"),
        ({"TRACKER_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"TRACKER_LANG": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "de_DE"}, "zh"),
        ({"LANG": "zh_CN.GBK"}, "zh"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_environment_chooses_where_no_option_does(
    environ: dict[str, str], language: str
) -> None:
    assert language_of(environ) == language
    assert language in LANGUAGES


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("argv", [("status",), ("alerts",), ("history",), ("show", "sewer")])
def test_what_programs_read_is_the_same_in_both_languages(run: Run, argv: tuple[str, ...]) -> None:
    for how in ("--json", "--plain"):
        answers = {run(*argv, how, "--lang", language).out for language in LANGUAGES}
        assert len(answers) == 1


def test_the_language_may_stand_before_the_command_or_its_absence(run: Run) -> None:
    assert "公开承诺" in run("--lang", "zh", "--help").out
    assert "公开承诺" in run("--lang=zh", "--help").out
    assert run("--lang", "zh", "--version") == run("--version")


def test_every_field_that_can_change_is_named_in_both_languages() -> None:
    assert None not in (*WHOLE.terms, *WHOLE.profile, *WHOLE.areas[0])
    fields = {change.field for change in field_changes(None, WHOLE)}
    parts = {"target 冠县", "person 冠县", "contact 冠县", "plan 2024-06-30", "milestone 初稿"}
    assert {*Terms._fields, *Profile._fields} - {"position"} | {"stages", "areas"} | parts == fields
    # Of an entry everything can be corrected but whose it is, and when it was written.
    fields |= {*Entry._fields} - {"act", "change", "commitment"}
    fields |= {*DEFAULTS, "alias", "workday 2024-10-12"}
    # An alert that was noted goes by its area or milestone, else by its part.
    fields |= {f"muted {part}" for part in (*get_args(Part), "冠县")}
    for language in LANGUAGES:
        use(language)
        named = {field: field_name(field) for field in fields}
        assert all(named.values())
        if language == "zh":
            assert [name for name in named.values() if set(name) & set("abcdefghijklmnop_")] == []


@pytest.mark.parametrize(
    ("change", "english", "chinese"),
    [
        (Change("target", 90, 100), "target: 90 -> 100", "目标值：90 -> 100"),
        (Change("target 冠县", None, 5), "target 冠县: none -> 5", "冠县目标值：无 -> 5"),
        (Change("person 冠县", "李四", ""), "person 冠县: 李四 -> none", "冠县责任人：李四 -> 无"),
        (
            Change("plan 2024-06-30", None, 40),
            "by 2024-06-30: none -> 40",
            "2024-06-30 前：无 -> 40",
        ),
        (Change("next_step", "a", "b"), "next step: a -> b", "下一步措施：a -> b"),
        (Change("mode", "total", "add"), "mode: total -> add", "填报方式：累计数 -> 新增数"),
        (Change("note", "total", "add"), "note: total -> add", "备注：total -> add"),
        (
            Change("due_basis", "year only", "none stated"),
            "due basis: year only -> none stated",
            "时限依据：原文只写年份 -> 原文未写",
        ),
        (
            Change("due_basis", "会议纪要", None),
            "due basis: 会议纪要 -> none",
            "时限依据：会议纪要 -> 无",
        ),
        (
            Change("firmness", "commit", "strive"),
            "firmness: committed -> striven for",
            "承诺方式：承诺 -> 争取",
        ),
        (
            Change("workday 2024-10-12", None, "on"),
            "working day 2024-10-12: none -> on",
            "2024-10-12 上班安排：无 -> on",
        ),
        (
            Change("muted 冠县", None, "2024-07-31"),
            "muted until (冠县): none -> 2024-07-31",
            "冠县预警暂停至：无 -> 2024-07-31",
        ),
        (Change("comparator", ">=", "="), "comparator: >= -> =", "目标值表述：>= -> ="),
        (
            Change("reporting_day", "friday", "monday"),
            "reporting day: friday -> monday",
            "周报截止日：friday -> monday",
        ),
    ],
)
def test_a_change_is_told_in_the_words_of_its_reader(
    change: Change, english: str, chinese: str
) -> None:
    use("en")
    assert change_line(change) == english
    use("zh")
    assert change_line(change) == chinese


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_read_the_names_of_the_fields_themselves(run: Run, language: str) -> None:
    spoken = ("--lang", language)
    run("edit", "sewer", "--target", "100", "--reason", "调整", *spoken)
    run("log", "sewer", "5", "--total", *spoken)
    run("correct", "1", "--increment", "--reason", "误", *spoken)
    assert run("config", "yellow", "12", "--plain", *spoken).out == "yellow\t10\t12\n"
    plain = run("history", "--plain", *spoken).out
    assert "\ttarget: 90 -> 100\t" in plain
    assert "\tmode: total -> add\t" in plain
    items = json.loads(run("history", "--json", *spoken).out)
    changes = [change for item in items for change in item["changes"]]
    assert {"field": "target", "old": 90, "new": 100} in changes
    assert {"field": "mode", "old": "total", "new": "add"} in changes


@pytest.mark.parametrize(
    ("target", "english", "chinese"),
    [
        (commitment(), ">=90公里", "90公里以上"),
        (commitment(terms=SEWER._replace(comparator="=")), "90公里", "90公里"),
        (commitment(terms=SEWER._replace(comparator=None)), "90公里", "90公里"),
        (commitment(terms=SEWER._replace(comparator=">")), ">90公里", "超过90公里"),
        (commitment("level", STOCK._replace(target=12_500)), "<=12.5公里", "12.5公里以下"),
        (
            commitment("level", RATE._replace(unit=PERCENT, comparator="<")),
            "<80%",
            "低于80%",
        ),
        (commitment("rank", RANKING._replace(comparator="<=")), "<=3", "前3名"),
        (commitment("rank", RANKING), "<=3", "前3名"),
        (commitment("rank", RANKING._replace(target=1)), "<=1", "第1名"),
    ],
)
def test_a_target_reads_as_a_ledger_in_that_language_writes_it(
    target: Commitment, english: str, chinese: str
) -> None:
    use("en")
    assert values.target(target, target.terms.target) == english
    use("zh")
    assert values.target(target, target.terms.target) == chinese


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["y", "Y", "yes", "YES", "是", " 是 ", "ｙ", "ＹＥＳ"])
def test_yes_is_yes_in_either_language(run: Run, typed: str, language: str) -> None:
    asked = run("log", "sewer", "300", "--lang", language, keys=f"{typed}\n")
    assert asked.code == 0
    assert run("status", "sewer", "--json").out.count('"done": 300,') == 1


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["\n", "", "n\n", "no\n", "否\n", "是吗\n", "不是\n", "yy\n"])
def test_anything_else_saves_nothing(run: Run, typed: str, language: str) -> None:
    asked = run("log", "sewer", "300", "--lang", language, keys=typed)
    assert asked.code == 3
    assert asked.err.count("[y/N]") == 1
    assert run("status", "sewer", "--json").out.count('"last_entry": null,') == 1


def test_the_question_says_how_it_can_be_answered() -> None:
    use("en")
    assert say("ask.save").endswith("[y/N]")
    use("zh")
    assert say("ask.save").endswith("（是/否）[y/N]")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_table_says_of_a_commitment_can_be_typed(run: Run, language: str) -> None:
    spoken = {"en": ENGLISH, "zh": CHINESE}[language]

    def chosen(option: str, typed: str) -> str:
        found = run("status", option, typed, "--plain", "--lang", language)
        assert (found.code, found.err) == (0, "")
        return found.out

    run("log", "sewer", "45", "--total", "--on", "2024-06-28")
    run("log", "complexes", "30", "--total", "--on", "2024-06-28")
    for klass in CLASSES:
        assert chosen("--class", spoken[f"class.{klass}"].text) == chosen("--class", klass)
    for light in LIGHTS:
        by_name = chosen("--light", light)
        assert chosen("--light", spoken[f"colour.{light}"].text) == by_name
        if light != "none":
            assert chosen("--light", spoken[f"light.{light}"].text) == by_name
    assert chosen("--class", "completed").startswith("complexes\t")
    assert chosen("--light", "green").startswith("sewer\t")


@pytest.mark.usefixtures("ledger")
def test_a_word_that_no_table_says_is_refused_with_those_it_does(run: Run) -> None:
    assert run("status", "--class", "欠", "--lang", "zh") == (
        2,
        "",
        "tracker: --class 不能为 '欠'，可用：completed 已完成、ahead 超进度、on_pace 达进度、"
        "behind 欠进度、overdue 逾期、not_started 未启动、no_measure 其他。\n",
    )
    assert run("status", "--light", "") == (
        2,
        "",
        "tracker: --light can't be ''; it is one of blue, green, yellow, red, none.\n",
    )
    assert run("status", "--class", "late").err == (
        "tracker: --class can't be 'late'; it is one of completed, ahead, on_pace, behind, "
        "overdue, not_started, no_measure.\n"
    )


@pytest.mark.usefixtures("ledger")
def test_a_variable_that_is_blank_names_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_BY", " \t")
    assert run("log", "sewer", "1").code == 0
    monkeypatch.setenv("TRACKER_BY", " 张三 ")
    assert run("log", "sewer", "2").code == 0
    authors = run("history", "--plain").out
    assert "\t张三\t" in authors
    assert "\t \t" not in authors
    assert "\t\\t" not in authors


@pytest.mark.usefixtures("ledger")
def test_what_the_system_refuses_is_told_in_the_language_spoken(run: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "nowhere" / "week.csv")
    for language, why in (("zh", "：文件或文件夹不存在"), ("en", ": No such file or directory")):
        result = run("report", "-o", file, "--lang", language)
        assert (result.code, result.out) == (6, "")
        assert result.err == f"tracker: {file}{why}\n"

"""Two languages: both whole, both saying the same of the same, chosen as a person expects."""

import gettext
from string import Formatter

import pytest

from tests.catalogs import CHINESE, ENGLISH, Sentence, catalog
from tests.conftest import Run
from tracker.text import LANGUAGES, LOCALE, language_of, say, use


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

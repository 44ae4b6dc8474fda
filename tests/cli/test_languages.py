"""Two languages: both whole, both saying the same of the same, chosen as a person expects."""

from string import Formatter

import pytest

from tests.conftest import Run
from tracker.text import LANGUAGES, language_of
from tracker.text.en import MESSAGES as ENGLISH
from tracker.text.zh import MESSAGES as CHINESE


def filled_in(sentence: str) -> list[str]:
    """What a sentence wants filled in, each with how it is to be written."""
    fields = [(f[1], f[2], f[3]) for f in Formatter().parse(sentence) if f[1] is not None]
    return sorted(map(str, fields))


def test_both_languages_have_every_sentence_in_one_order() -> None:
    assert list(CHINESE) == list(ENGLISH)


@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_wants_the_same_in_both_languages(key: str) -> None:
    assert filled_in(CHINESE[key]) == filled_in(ENGLISH[key])


def test_every_chinese_sentence_can_be_shown_by_a_gbk_terminal() -> None:
    unfit = [k for k, v in CHINESE.items() if v.encode("gbk", "replace").decode("gbk") != v]
    assert unfit == []


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

"""Targets and deadlines as departments word them in their tables: 90公里以上, 前3名, 年底前."""

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from typing import NamedTuple

from tracker.core.dates import parse_day
from tracker.errors import Refused

# What stands before or behind a figure, and how it makes the target compare.
_BEFORE = {
    ">=": ">=", "≥": ">=", "≧": ">=", "不少于": ">=", "不低于": ">=", "至少": ">=", "力争": "",
    "<=": "<=", "≤": "<=", "≦": "<=", "不超过": "<=", "不高于": "<=", "前": "<=", "第": "",
    ">": ">", "超过": ">", "大于": ">", "<": "<", "小于": "<", "=": "=",
}  # fmt: skip
_BEHIND = {"以上": ">=", "及以上": ">=", "以内": "<=", "以下": "<=", "及以下": "<="}
_TARGET = re.compile(
    rf"(?P<before>{'|'.join(sorted(map(re.escape, _BEFORE), key=len, reverse=True))})?\s*"
    r"(?P<number>[0-9][0-9,.]*\s*[万亿]?)\s*(?P<unit>.*?)\s*"
    rf"(?P<behind>{'|'.join(sorted(_BEHIND, key=len, reverse=True))})?"
)
_YEAR_END = re.compile(r"(?:([1-9][0-9]{3})年|年)[底末]前?")
# 6月前 leaves open whether June is in it.
_MONTH_END = re.compile(r"(?:([1-9][0-9]{3})年)?([0-9]{1,2})月(?:份|[底末]前?)?")


class Target(NamedTuple):
    """A target as it was worded; `comparator` and `unit` are "" where it names none."""

    figure: str
    unit: str
    comparator: str


def read_target(text: str) -> Target:
    """Take a worded target apart: its figure stays a text, to be read in a unit.

    Refuses what holds more than one figure, and words that leave open what is meant.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _TARGET.fullmatch(plain)
    if not match:
        raise Refused("error.target_unreadable", text=text)
    before, behind = match["before"] or "", match["behind"] or ""
    return Target(
        match["number"].strip(), match["unit"], _BEHIND.get(behind) or _BEFORE.get(before, "")
    )


def read_deadline(text: str, today: dt.date) -> dt.date:
    """The last day that a deadline names: any day, or the end of a month or year (年底前, 12月底,
    2024年6月). Without a year it is the plan's.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if match := _YEAR_END.fullmatch(plain):
        return dt.date(int(match[1] or today.year), 12, 31)
    if (match := _MONTH_END.fullmatch(plain)) and 1 <= int(match[2]) <= 12:
        year, month = int(match[1] or today.year), int(match[2])
        return dt.date(year, month, monthrange(year, month)[1])
    return parse_day(plain.removesuffix("前"), today)

"""The headings that departments use, in both languages, and what each is about."""

import re
import unicodedata

from tracker.core.records import Field

KNOWN: dict[Field, tuple[str, ...]] = {
    "slug": ("代号", "编号", "代码", "任务代号", "任务编号", "slug", "id", "code"),
    "name": (
        "任务", "重点任务", "任务名称", "工作任务", "工作事项", "项目", "项目名称", "事项", "指标",
        "指标名称", "commitment", "task", "name", "project", "item",
    ),
    "area": ("县市区", "县（市、区）", "市县区", "区县", "县区", "area", "county", "district"),
    "stage": ("环节", "阶段", "stage"),
    "node": ("节点", "milestone", "node"),
    "on": (
        "截至日期", "工作日期", "统计截止日期", "统计日期", "日期", "截至", "on", "day", "date",
        "work date", "as of", "cut-off date",
    ),
    "amount": (
        "新增", "本周新增", "本期新增", "本月新增", "本周完成", "本期完成", "本月完成",
        "新增完成", "amount", "increment", "added", "added this week",
    ),
    "total": (
        "累计完成", "累计完成数", "累计完成量", "累计", "完成数", "截至目前完成", "当前值", "位次",
        "当前位次", "total", "done", "cumulative", "cumulative total", "reading",
    ),
    "mode": ("方式", "填报方式", "mode"),
    "unit": ("计量单位", "单位", "unit"),
    "note": ("备注", "说明", "note", "notes", "remark", "remarks"),
    "problem": ("存在问题", "问题", "problem", "problems"),
    "next": (
        "下一步措施", "下一步", "下一步工作", "下一步打算", "next", "next step", "next steps",
    ),
    "name_en": ("英文名", "英文名称", "name_en", "english name"),
    "kind": ("类别", "kind"),
    "target": ("目标值", "目标", "年度目标", "目标任务", "target"),
    "comparator": ("比较符", "目标值表述", "comparator"),
    "stretch": ("争取目标", "争取", "stretch"),
    "opening": ("期初值", "期初", "opening"),
    "direction": ("方向", "升降方向", "direction"),
    "start": ("开始时间", "开始日期", "start", "start date"),
    "due": ("完成时限", "时限", "截止时间", "due", "due date", "deadline"),
    "every": ("检查周期", "every"),
    "department": ("牵头单位", "责任单位", "department", "lead department"),
    "person": ("责任人", "person", "responsible person"),
    "contact": ("联系人", "联系电话", "联系方式", "contact", "contact person"),
    "alias": ("别名", "alias"),
    "source": ("来源行", "source"),
}  # fmt: skip

# A heading that gives way where another one of the same field stands beside it.
_YIELDING = ("责任单位", "联系电话")
_FIGURES: tuple[Field, ...] = ("amount", "total", "target", "stretch", "opening")
_BRACKETED = re.compile(r"[(\[{〔【][^()\[\]{}〔〕【】]*[)\]}〕】]")
_IN_BRACKETS = re.compile(
    r"[(\[〔【]\s*(?:计量单位|单位|unit)?[::]?\s*([^()\[\]〔〕【】]+?)\s*[)\]〕】]"
)
# What stands in brackets and is no unit: a condition, a count, a phrase.
_NO_UNIT = re.compile(r"[0-9]|截[至止]|[、，,;；:：。]|[含按见填至前后]")
_UNIT_LENGTH = 8
_NOT_A_WORD = re.compile(r"[\W_]+")


def heading_key(text: str) -> str:
    """What two spellings of one heading have in common: no width, case, blanks, marks, brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    while (bare := _BRACKETED.sub("", plain)) != plain:
        plain = bare
    return _NOT_A_WORD.sub("", plain)


_FIELDS: dict[str, Field] = {
    heading_key(heading): field for field, every in KNOWN.items() for heading in every
}
_YIELDING_KEYS = frozenset(map(heading_key, _YIELDING))


def field_of(heading: str) -> Field | None:
    """What a column under this heading is about; None for a heading that is not known."""
    return _FIELDS.get(heading_key(heading))


def yields(heading: str) -> bool:
    """Whether a column of the same field under another heading is meant rather than this."""
    return heading_key(heading) in _YIELDING_KEYS


def unit_of(field: Field, heading: str) -> str | None:
    """The unit that a figure's heading names in brackets: 公里 of `累计完成（公里）`."""
    if field not in _FIGURES:
        return None
    found = _IN_BRACKETS.findall(unicodedata.normalize("NFKC", heading))
    unit = found[-1] if found else ""
    return unit if 0 < len(unit) <= _UNIT_LENGTH and not _NO_UNIT.search(unit) else None

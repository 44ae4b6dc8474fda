"""What fuzzing begins from: a few of everything that people send, and the words in it."""

import random
from collections.abc import Iterator, Sequence

from tests.exchange.books import PARTS, sheet, written

SEED = """
INSERT INTO department (code, name) VALUES ('housing', '市住建局');
INSERT INTO commitment (seq, slug, department, kind, name, target, unit, comparator, start, due)
VALUES (1, 'sewer', 'housing', 'quantity', '雨污合流', '90', '公里', '>=', '2024-01-01',
'2024-12-31');
INSERT INTO commitment (seq, slug, department, kind, name, every)
VALUES (2, 'patrol', 'housing', 'duty', '巡查''s', '30d');
INSERT INTO alias (slug, alias) VALUES ('sewer', '管网'); -- 别名
INSERT INTO baseline (slug, period, value, unit) VALUES ('sewer', '2023', '203', '公里');
/* 备注 */ INSERT INTO remark (slug, position, text) VALUES ('sewer', 1, 'x');
INSERT INTO setting (key, value) VALUES ('yellow', '12');
INSERT INTO unit (name, step) VALUES ('吨', '0.01');
INSERT INTO unit_alias (alias, unit, size) VALUES ('公斤', '吨', '0.01');
"""
FIGURES = ("12.5", "１２．５", "1,000", "12.5km", "12.5 千米", "2500米", "1.2万", "0.5亿", "-2")
DAYS = (
    "2024-03-08", "2024/3/8", "2024.3.8", "2024年3月8日", "3月8日", "今天", "yesterday", "前天",
    "上周五", "上星期天", "last friday", "-3d", "-2w", "-1m", "明天", "+2w", "30d", "#12",
    "2024-06-28T17:00+08:00", "2024-06-28 17:00:00.5Z", "9999-12-31T23:59Z", "0001-01-01 00:00",
)  # fmt: skip
TABLES = (
    "任务,县市区,累计完成（公里）,日期,备注\n雨污合流,冠县,12.5,2024-07-01,x\n",
    "重点任务推进情况表,,\n截至2024年7月5日,,\n任务名称\t单位\t累计完成\n雨污合流\t公里\t４８．５\n",
    '任务;日期;新增\n"雨""污";2024/7/1;"1,000"\n合计;;\n',
    "任务,目标值,完成时限,类别,牵头单位,责任人\n雨污,5公里,2024-12-31,数量,市住建局,李四\n",
    "任务,日期,累计完成,来源行\nsewer,2024-07-12,70,august.csv:3#42ee6a9a\n",
)
RECORDS = (
    '[{"slug": "sewer", "on": "2024-07-01", "total": 12.5, "note": "x"}]',
    '[{"任务": "sewer", "累计完成": 1e2, "日期": null}, {"任务": true, "备注": [], "节点": -0.0}]',
    "[" * 3000,
    '{"entries": [["任务", "日期", "新增"], ["雨污合流", "2024-07-01", "3km"]]}',
)
EXPORT = b'{"format": "tracker-ledger",'
"""How every export begins."""
ROW = (
    "<row r='2'><c r='A2' t='inlineStr'><is><t>雨污合流</t></is></c><c r='C2'><v>1.5</v></c></row>"
)
BOOKS = ("xl/worksheets/sheet1.xml", *PARTS)
"""The parts of a workbook that may be anything; the place of one stands first in its bytes."""
NUMBERS = (*FIGURES, *DAYS, "公里", "km", "万", "%", ",", ".", "+", "－", "年")
WORDS = {
    "csv": '任务 县市区 累计完成 新增 日期 备注 合计 单位 来源行 截至 目标值 环节 类别 sewer " ; |',
    "json": (
        '{ } [ ] : , "slug": "total": "on": null true 1e999 NaN [] {} -Infinity "\\ud800" "rows":'
        ' "changes": "table": "digest":'
    ),
    "seed": (
        "INSERT INTO VALUES ( ) , ; ' '' -- /* */ NULL setting unit alias remark commitment 0.001"
        " ATTACH PRAGMA X'00'"
    ),
    "xlsx": (
        "<row <c r= </c> <v> </v> t='s' t='d' t='b' t='e' <f> <is> <t> s='1' mergeCell XFD1048576"
        " <!DOCTYPE &amp; &#0; 1e999 -1"
    ),
}
ODD = (b"\0", b" ", b"\t", b"\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xff\xff\xff\xff", b"9" * 20)


def words(of: str) -> list[bytes]:
    """What is put into the bytes of one kind."""
    return [*(word.encode() for word in (*NUMBERS, *WORDS.get(of, "").split())), *ODD]


def behind(lead: bytes, texts: Sequence[str]) -> list[bytes]:
    """Texts behind some bytes that tell the rest."""
    return [lead + text.encode() for text in texts]


def encoded(texts: Sequence[str]) -> list[bytes]:
    """Texts in every encoding that is found by itself."""
    encodings = ("utf-8", "gb18030", "utf-16", "utf-8-sig")
    return [text.encode(encoding) for text in texts for encoding in encodings]


def seeds() -> list[bytes]:
    """A seed, and each of its lines."""
    return behind(b"", [SEED, *SEED.strip().splitlines(keepends=True)])


def workbooks() -> Iterator[bytes]:
    """The parts of a workbook, each behind its place, and a whole one behind the place of none."""
    yield b"\0" + sheet(ROW).encode()
    yield b"\0" + sheet(ROW, '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>').encode()
    for place, content in enumerate(PARTS.values(), 1):
        yield bytes([place]) + content.encode()
    whole = written(("进度", [["任务", "累计完成"], ["雨污合流", 1.5], ["合计", 9999]]))
    yield bytes([len(BOOKS)]) + whole[2:]


def edits() -> list[bytes]:
    """Where a database is changed, and into what."""
    few = [b"\0\0\x12\xff", b"\0\x10\0\0" * 3, b"\0\x02\0\x05\0\x40\0"]
    # Texts and rows fill a small part of the pages, so that many bytes have to change.
    dice = random.Random(2024)
    return few + [dice.randbytes(4 * count) for count in (10, 100, 1000)]

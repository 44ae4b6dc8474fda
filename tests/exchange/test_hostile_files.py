"""Files that would cost a machine dear, or say something else than they seem to: one sentence."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.books import MAIN, PARTS, book, book_of, sheet
from tracker.errors import TrackerError
from tracker.exchange.reading import Wanted, read_source

MB = 2**20
ROW = "<row r='2'><c r='A2' t='inlineStr'><is><t>雨污合流</t></is></c>{}</row>"
GOOD = book_of(ROW.format("<c r='C2'><v>1</v></c>"))
TEN = "&a;" * 10
LAUGHS = f'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "{TEN}">]>'
OUTSIDE = '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def text(content: str) -> bytes:
    return content.encode()


def compound(stream: str) -> bytes:
    return COMPOUND + stream.encode("utf-16-le") + bytes(512)


def archive(*parts: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(name, content)
    return packed.getvalue()


def many_parts() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for number in range(20_000):
            made.writestr(f"xl/part{number:06}.xml", b"")
    return packed.getvalue()


def locked() -> bytes:
    """The same workbook with the bit set that says its first part is encrypted."""
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying() -> bytes:
    """A sheet that unpacks to more than the list of parts tells."""
    data = bytearray(book_of(" " * MB))
    place = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[place + 24 : place + 28] = (5000).to_bytes(4, "little")
    return bytes(data)


def renamed(before: str) -> bytes:
    """A workbook whose sheet does not end in .xml."""
    types = PARTS["[Content_Types].xml"].replace("sheet1.xml", "sheet1.bin")
    rels = PARTS["xl/_rels/workbook.xml.rels"].replace("sheet1.xml", "sheet1.bin")
    return book({
        "[Content_Types].xml": types,
        "xl/_rels/workbook.xml.rels": rels,
        "xl/worksheets/sheet1.bin": before + sheet(""),
    })  # fmt: skip


def styles(count: int) -> bytes:
    return f"<styleSheet {MAIN}><cellXfs>{'<xf/>' * count}</cellXfs></styleSheet>".encode()


SHEET = "xl/worksheets/sheet1.xml"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # Zip bombs.
    "bomb.xlsx": (lambda: book({SHEET: b" " * (20 * MB)}), "workbook_bomb"),
    "bomb of a picture.xlsx": (
        lambda: book({SHEET: sheet(""), "xl/media/a.png": bytes(20 * MB)}),
        "workbook_bomb",
    ),
    "lying.xlsx": (lying, "workbook_damaged"),
    "many parts.xlsx": (many_parts, "workbook_parts"),
    "a zip in a zip.xlsx": (lambda: archive(("a.xlsx", GOOD)), "source_no_table"),
    "styles.xlsx": (
        lambda: book({SHEET: sheet(""), "xl/styles.xml": styles(100_001)}),
        "workbook_bomb",
    ),
    "merges.xlsx": (
        lambda: book_of(ROW.format(""), '<mergeCell ref="A2:A1048576"/>' * 100_100),
        "workbook_bomb",
    ),
    "empty cells.xlsx": (
        lambda: book_of("<row>" + "<c/>" * 20_000 + "</row>"), "workbook_bomb"
    ),
    # Entities.
    "laughs.xlsx": (lambda: book({SHEET: LAUGHS + sheet("")}), "workbook_doctype"),
    "outside.xlsx": (
        lambda: book({"xl/sharedStrings.xml": OUTSIDE + "<sst/>"}), "workbook_doctype"
    ),
    "outside in utf-16.xlsx": (
        lambda: book({"xl/styles.xml": (OUTSIDE + "<a/>").encode("utf-16")}), "workbook_doctype"
    ),
    "in a part by another name.xlsx": (lambda: renamed(OUTSIDE), "workbook_doctype"),
    "in the list of parts.xlsx": (
        lambda: book({"[Content_Types].xml": LAUGHS + "<Types/>"}), "workbook_doctype"
    ),
    # Cells.
    "far right.xlsx": (
        lambda: book_of(ROW.format("<c r='XFD2'><v>1</v></c>")), "cell_outside"
    ),
    "far away.xlsx": (
        lambda: book_of("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), "cell_outside"
    ),
    "below.xlsx": (
        lambda: book_of("<row r='200001'><c r='A200001'><v>1</v></c></row>"), "cell_outside"
    ),
    "no result.xlsx": (
        lambda: book_of(ROW.format("<c r='C2'><f>1+1</f></c>")), "cell_uncalculated"
    ),
    "no result either.xlsx": (
        lambda: book_of(ROW.format("<c r='C2'><f>1+1</f><v></v></c>")), "cell_uncalculated"
    ),
    "long.xlsx": (
        lambda: book_of(ROW.format(f"<c t='str'><v>{'冠' * (4 * MB)}</v></c>")),
        "workbook_cell_long",
    ),
    "a number of 5000 digits.xlsx": (
        lambda: book_of(ROW.format(f"<c r='C2'><v>{'7' * 5000}</v></c>")), "workbook_damaged"
    ),
    # What is no workbook, or not a whole one.
    "cut off.xlsx": (lambda: GOOD[:-40], "workbook_damaged"),
    "half.xlsx": (lambda: GOOD[: len(GOOD) // 2], "workbook_damaged"),
    "cut within a sheet.xlsx": (lambda: book({SHEET: sheet("")[:-30]}), "workbook_damaged"),
    "no sheet.xlsx": (lambda: book({}), "workbook_damaged"),
    "no workbook.xlsx": (lambda: archive(("[Content_Types].xml", b"<Types/>")), "workbook_damaged"),
    "locked.xlsx": (lambda: compound("EncryptedPackage"), "source_locked"),
    "locked zip.xlsx": (locked, "source_locked"),
    "old.doc": (lambda: compound("WordDocument"), "source_no_table"),
    "old.xls": (lambda: compound("Workbook"), "source_is"),
    "page.xls": (lambda: text("<html><body><table><tr><td>任务"), "source_is"),
    "page.xlsx": (lambda: "\ufeff \n<!DOCTYPE html><table>".encode("utf-16"), "source_is"),
    "2003.xls": (
        lambda: b"<?xml?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
        "source_is",
    ),
    "open.ods": (lambda: archive(("mimetype", b""), ("content.xml", b"")), "source_is"),
    "a.numbers": (lambda: archive(("Index/Document.iwa", b"")), "source_is"),
    "a.pdf": (lambda: b"%PDF-1.7\n", "source_no_table"),
    # Text.
    "nul.csv": (lambda: text("任务,县市区\n雨污\0合流,冠县\n"), "nul_in_file"),
    "binary.csv": (lambda: b"\xff\xd8\xff\xe0" * 100, "bytes_not_in_encoding"),
    "quote.csv": (lambda: text('任务,县市区\n"雨污,冠县\n' + "a,b\n" * MB), "quote_unclosed"),
    "long.csv": (lambda: text(f"任务,县市区\n{'x' * (10 * MB)},冠县\n"), "line_too_long"),
    "long over lines.csv": (
        lambda: text('任务,县市区\n"' + "x\n" * MB + '",冠县\n'), "cell_too_long"
    ),
    "cells.csv": (lambda: (b",x" * 50_000 + b"\n") * 41, "cells_too_many"),
    "commas.csv": (lambda: b"," * (2 * MB), "line_too_long"),
    "lines.csv": (lambda: b",\n" * (2 * MB), "rows_too_many"),
    "large.csv": (lambda: b"a" * (48 * MB + 1), "source_too_large"),
    "stray.csv": (lambda: text("任务,县市区,累计完成\n雨污合流,冠县,1,200\n"), "cell_beyond"),
    "deep.json": (lambda: b"[" * 150_000, "json_not_rows"),
    "objects.json": (lambda: b"[" + b"{}," * MB + b"{}]", "rows_too_many"),
    "figures.json": (lambda: b"[" + b"12," * (2 * MB) + b"1]", "cells_too_many"),
    "keys.json": (
        lambda: text("[{" + ",".join(f'"{n}": 1' for n in range(10**5)) + "}]"),
        "columns_too_many",
    ),
    "widths.json": (
        lambda: text("[" + ",".join(f'{{"{n}": 1}}' for n in range(1000)) + "]"),
        "columns_too_many",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    make, why = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(TrackerError) as refused:
        read_source(path, Wanted())
    assert refused.value.key == f"error.{why}"
    assert refused.value.params["file"] == str(path)

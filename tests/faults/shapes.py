"""The shape of an answer in each format: what stays the same whatever a text in it holds."""

import csv
import email.policy
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
from icalendar import Calendar

Shape = tuple[object, list[str]]
"""What has to stay as it is, and every text in it."""


def shape_of(path: Path) -> Shape:
    """The shape and the texts of a file that tracker wrote, by its ending."""
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        return _workbook(data)
    if path.suffix == ".ics":
        return _calendar(data)
    text = data.decode("utf-8-sig")
    of = {
        ".txt": folded,
        ".csv": _csv,
        ".json": json_shape,
        ".html": _page,
        ".svg": _picture,
        ".tsv": records,
    }
    return of.get(path.suffix, lines)(text)


def lines(text: str) -> Shape:
    """How many lines there are."""
    return text.count("\n"), text.split("\n")


def folded(text: str) -> Shape:
    """A table has as many lines as its texts need."""
    return None, text.split("\n")


def records(text: str) -> Shape:
    """How many fields each record has."""
    split = [line.split("\t") for line in text.split("\n")]
    return [len(fields) for fields in split], [field for fields in split for field in fields]


def _csv(text: str) -> Shape:
    rows = [*csv.reader(io.StringIO(text, newline=""))]
    return [len(row) for row in rows], [cell for row in rows for cell in row]


def json_shape(text: str) -> Shape:
    """The names in it, and how long its lists are."""
    texts: list[str] = []

    def shape(value: Any) -> object:
        if isinstance(value, dict):
            texts.extend(value)
            return {key: shape(item) for key, item in value.items()}
        if isinstance(value, list):
            return [shape(item) for item in value]
        if isinstance(value, str):
            texts.append(value)
        return type(value).__name__

    # What is in the file itself, and what a program makes of it.
    return shape(json.loads(text)), [*texts, *text.split("\n")]


def _page(text: str) -> Shape:
    tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(f"{tag} {[name for name, _ in attrs]}")

        def handle_endtag(self, tag: str) -> None:
            tags.append(f"/{tag}")

    Reader().feed(text)
    return tags, text.split("\n")


def _picture(text: str) -> Shape:
    # A title is folded into as many lines as it needs.
    return {element.tag for element in ElementTree.fromstring(text).iter()}, text.split("\n")


def message(text: str) -> Shape:
    """The headers of a mail, and how many lines it has once it is decoded."""
    mail = email.message_from_string(text, policy=email.policy.default)
    bodies = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    texts = [line for body in bodies for line in body.split("\n")]
    return ([*mail], len(texts)), [*map(str, mail.values()), *texts]


def _workbook(data: bytes) -> Shape:
    book = openpyxl.load_workbook(io.BytesIO(data))
    texts = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    return [(sheet.title, sheet.max_row, sheet.max_column) for sheet in book], texts


def _calendar(data: bytes) -> Shape:
    parts = [*Calendar.from_ical(data).walk()]
    texts = [str(value) for part in parts for _, value in part.property_items()]
    unfolded = data.decode().replace("\r\n ", "").split("\r\n")
    return [part.name for part in parts], [*texts, *unfolded]


OF = {
    ".txt": folded, ".csv": _csv, ".json": json_shape, ".html": _page, ".svg": _picture,
    ".tsv": records,
}  # fmt: skip

"""The zip archive that a workbook is, checked before anything in it is taken for XML."""

import io
import struct
import zipfile
import zlib
from typing import Any

from tracker.errors import Refused
from tracker.exchange.disguise import refuse_archive

_END, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _COMMENT, _LOCATOR_SIZE = 22, 0xFFFF, 20
_DIRECTORY = 2**18
_INFLATED = 256 * 2**20
# Sheets full of one figure come to some 60.
_RATIO, _RATIO_FROM = 200, 2**20
# Of a part that becomes a tree, with some hundred times its size in memory: styles, lists of parts.
_TREE, _TREE_TAGS = 4 * 2**20, 100_000
_CHUNK = 2**20
_ENCRYPTED = 0x1
# In UTF-8 and the two UTF-16; only markup can hold it, for a text has its `<` escaped.
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ENDINGS = (".xml", ".rels", ".vml")


class Archive(zipfile.ZipFile):
    """An archive that hands out small parts whole, and large ones only as a stream."""

    source: str

    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        """A part as bytes. Raises `Refused` for one too large to become a tree."""
        is_small = self.getinfo(name).file_size <= _TREE
        data = super().read(name, pwd) if is_small else b""
        if not is_small or data.count(b"<") > _TREE_TAGS:
            raise Refused("error.workbook_bomb", file=self.source, part=name)
        # A part that is called otherwise than XML was not looked into yet.
        if any(mark in data for mark in _DOCTYPE):
            raise Refused("error.workbook_doctype", file=self.source, part=name)
        return data


def open_archive(file: str, data: bytes) -> Archive:
    """The archive that these bytes are, with nothing in it that grows beyond bounds.

    Raises `Refused` for one that is damaged, locked, no workbook, or made to do harm.
    """
    _check_end(file, data)
    try:
        archive = Archive(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        raise Refused("error.workbook_damaged", file=file) from None
    archive.source = file
    refuse_archive(file, frozenset(archive.NameToInfo))
    total = 0
    for part in archive.infolist():
        if part.flag_bits & _ENCRYPTED:
            raise Refused("error.source_locked", file=file)
        total += part.file_size
        inflates = part.file_size > max(_RATIO_FROM, _RATIO * part.compress_size)
        if total > _INFLATED or inflates:
            raise Refused("error.workbook_bomb", file=file, part=part.filename)
    try:
        for part in archive.infolist():
            if part.filename.lower().endswith(_ENDINGS):
                _check_part(file, archive, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        raise Refused("error.workbook_damaged", file=file) from None
    return archive


def _check_end(file: str, data: bytes) -> None:
    """Whether the list of parts is there and short: zipfile reads all of it at once."""
    end = data.rfind(_END, max(0, len(data) - _END_SIZE - _COMMENT))
    if end < 0 or end + _END_SIZE > len(data):
        raise Refused("error.workbook_damaged", file=file)
    (size,) = struct.unpack_from("<L", data, end + 12)
    is_64 = data.startswith(_LOCATOR_64, max(0, end - _LOCATOR_SIZE))
    if size > _DIRECTORY or is_64:
        raise Refused("error.workbook_parts", file=file)


def _check_part(file: str, archive: Archive, part: zipfile.ZipInfo) -> None:
    """Whether a part is whole, and without a DOCTYPE: no program writes one into a workbook."""
    kept = b""
    with archive.open(part) as stream:
        # It never hands out more than the size that the list of parts tells.
        while chunk := stream.read(_CHUNK):
            seen = kept + chunk
            if any(mark in seen for mark in _DOCTYPE):
                raise Refused("error.workbook_doctype", file=file, part=part.filename)
            kept = seen[-32:]

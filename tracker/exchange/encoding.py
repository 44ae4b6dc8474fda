"""Bytes become text: by a byte order mark, else strict UTF-8, else strict GB18030, else not."""

import codecs

from tracker.errors import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Python calls each: others of its codecs are no text (zip, hex) or run names (idna, rot13).
KNOWN = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "big5", "cp950",
    "iso8859-1", "cp1252",
)  # fmt: skip


def known(encoding: str) -> str:
    """The name of an encoding that a person asks for, as Python has it.

    Raises `Refused` for one that is not in `KNOWN`.
    """
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        name = encoding
    name = "utf-8" if name == "utf-8-sig" else name
    if name not in KNOWN:
        raise Refused("error.encoding_unknown", text=encoding, known=KNOWN)
    return name


def decoded(data: bytes, file: str, wanted: str | None) -> tuple[str, str]:
    """The text of a file without its byte order mark, and the encoding that it was read in.

    Raises `Refused` where the bytes are not in `wanted`, or in none of those that are tried.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for name in [known(wanted)] if wanted else [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
        else:
            return text.removeprefix("\ufeff"), name.removesuffix("-sig")
    tried = wanted or marked or "utf-8, gb18030"
    raise Refused("error.bytes_not_in_encoding", file=file, tried=tried, line=line)

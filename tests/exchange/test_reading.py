"""Reading a file: what it holds arrives as text under known headings."""

from pathlib import Path

from tracker.core.records import Line
from tracker.exchange.reading import Wanted, read_source


def write(folder: Path, name: str, content: bytes | str) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_plain_table_is_read_as_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "任务,县市区,累计完成（公里）\n 雨污合流 ,冠县,１2.5\n\nx,y,\n")
    source = read_source(path, Wanted())
    assert source.columns == {"name": 0, "area": 1, "total": 2}
    assert source.units == {"total": "公里"}
    assert source.lines == [
        Line(2, ("雨污合流", "冠县", "１2.5")),
        Line(4, ("x", "y", "")),
    ]
    assert (source.format, source.encoding, source.delimiter) == ("csv", "utf-8", ",")
    assert source.heading_row == 1

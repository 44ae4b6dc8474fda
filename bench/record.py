"""What was measured: kept in docs/benchmarks.json, and printed from it into docs/benchmarks.md."""

import json
import os
import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.timing import Ratio

KEPT = Path("docs/benchmarks.json")
PAGE = Path("docs/benchmarks.md")
_PLACE = re.compile(r"(<!-- measured: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


class Line(NamedTuple):
    """One ratio. In a table with columns it is the cell at `what` and `column`, else a row with
    what it is compared with (`over`). `goal` is the most it should be, or with `at_least` the
    least. A figure that is no ratio of times has a `unit`.
    """

    what: str
    over: str
    ratio: Ratio
    column: str = ""
    goal: float | None = None
    at_least: bool = False
    unit: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal is; None where there is none."""
        if self.goal is None:
            return None
        # As it is printed: 1.154 is 1.15.
        found = round(self.ratio.median, 3 if self.goal < 0.1 else 2)
        return found >= self.goal if self.at_least else found <= self.goal


class Table(NamedTuple):
    """Lines that belong together, and what could not be measured."""

    name: str
    lines: Sequence[Line]
    left_out: Sequence[str] = ()


def machine(versions: dict[str, str | None]) -> dict[str, Any]:
    """What was measured on, and with which versions."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        # More than the number of cores: others were at work, and only the ratios mean anything.
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": versions,
    }


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    names = re.findall(r"model name\s*: (.*)", text)
    return names[0] if names else platform.machine()


def _memory() -> float | None:
    if not hasattr(os, "sysconf"):
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)


def keep(section: str, tables: Iterable[Table], about: dict[str, Any], root: Path) -> None:
    """Put a section in the place of what was measured of it before, on both pages."""
    file = root / KEPT
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    kept[section] = about | {
        "tables": [
            {
                "name": table.name,
                "left_out": list(table.left_out),
                "lines": [
                    {**line._asdict(), "ratio": _rounded(line.ratio), "reached": line.reached}
                    for line in table.lines
                ],
            }
            for table in tables
        ]
    }
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page = root / PAGE
    page.write_text(written(page.read_text(encoding="utf-8"), kept), encoding="utf-8")


def _rounded(ratio: Ratio) -> dict[str, float]:
    return {k: v if k == "runs" else float(f"{v:.4g}") for k, v in ratio._asdict().items()}


def written(page: str, kept: dict[str, Any]) -> str:
    """The page with what was measured in its places."""

    def fill(place: "re.Match[str]") -> str:
        return f"{place[1]}{_section(kept.get(place[2]))}{place[3]}"

    return _PLACE.sub(fill, page)


def _section(kept: dict[str, Any] | None) -> str:
    if kept is None:
        return "Not measured yet.\n"
    versions = [f"{name} {told}" for name, told in kept["versions"].items() if told]
    about = [
        f"{kept['cores']} cores of {kept['processor']}",
        f"{kept['memory_gib']} GiB",
        kept["system"],
        *versions,
        f"load {kept['load']}",
    ]
    parts = [f"*{' · '.join(about)}*\n"]
    for table in kept["tables"]:
        lines = [_line(line) for line in table["lines"]]
        parts.append(f"**{table['name']}**\n")
        if lines:
            parts.append((_grid if lines[0].column else _list)(lines))
        parts += [f"{said}.\n" for said in table["left_out"]]
    return "\n".join(parts)


def _line(kept: dict[str, Any]) -> Line:
    line = Line(**{name: kept[name] for name in Line._fields})
    return line._replace(ratio=Ratio(**kept["ratio"]))


def _list(lines: Sequence[Line]) -> str:
    rows = [
        "| what | ÷ | median | quarters | runs | goal |",
        f"|{' --- |' * 6}",
    ]
    for line in lines:
        low, high = _figure(line.ratio.low), _figure(line.ratio.high)
        median = f"{_figure(line.ratio.median)}{line.unit and ' ' + line.unit}"
        rows.append(
            f"| {line.what} | {line.over} | {median} | {low} - {high} | {line.ratio.runs} | "
            f"{_goal(line)} |"
        )
    return "\n".join(rows) + "\n"


def _goal(line: Line) -> str:
    if line.goal is None:
        return ""
    sign = "≥" if line.at_least else "≤"
    return f"{sign} {line.goal:g}: {'reached' if line.reached else '**missed**'}"


def _grid(lines: Sequence[Line]) -> str:
    columns = list(dict.fromkeys(line.column for line in lines))
    found = {(line.what, line.column): line for line in lines}
    over = lines[0].over and f"÷ {lines[0].over}"
    rows = [f"| {over} | {' | '.join(columns)} |", "| --- |" + " --- |" * len(columns)]
    for what in dict.fromkeys(line.what for line in lines):
        cells = [_cell(found.get((what, column))) for column in columns]
        rows.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _cell(line: Line | None) -> str:
    return "" if line is None else _figure(line.ratio.median)


def _figure(value: float) -> str:
    """Three digits, which is more than another run would agree with."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"

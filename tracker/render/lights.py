"""The four lights, for whoever sees colours and whoever does not."""

from tracker.core.model import Light
from tracker.render import values
from tracker.render.sheet import Cell, Style

_STYLE: dict[Light, Style] = {
    "blue": "blue", "green": "green", "yellow": "yellow", "red": "red", "none": "",
}  # fmt: skip


def light(value: Light) -> Cell:
    """A light as its word, coloured where colours are shown."""
    return Cell(values.light(value), _STYLE[value])

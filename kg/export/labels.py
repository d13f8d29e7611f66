"""Which labels are shown, and where, so that none lies upon another."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from kg.export.network import Node

__all__ = ["Label", "font_size", "shown", "text_width"]

_LONGEST = 36
"""Characters of a label; the rest gives way to an ellipsis."""
_LARGEST = 12
_AIR = 2.0
_CELL = 120.0


class Label(NamedTuple):
    """A label where it is written."""

    node: Node
    text: str
    x: float
    """Of the anchor, the middle of the text."""
    y: float
    """Of the base line."""
    size: float
    """Of the font."""


_Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class _Taken:
    """Boxes, found by the squares of a grid that they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[_Box, str]]] = {}

    def _touched(self, box: _Box) -> Iterable[tuple[int, int]]:
        left, top, right, bottom = (int(side // _CELL) for side in box)
        return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))

    def add(self, box: _Box, owner: str) -> None:
        for cell in self._touched(box):
            self._cells.setdefault(cell, []).append((box, owner))

    def hits(self, box: _Box, owner: str) -> int:
        """How many boxes of others it lies upon; one that spans squares counts in each, which only weighs what is large more."""
        return sum(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for cell in self._touched(box)
            for other, whose in self._cells.get(cell, ())
            if whose != owner
        )


def _box(x: float, y: float, width: float, size: float) -> _Box:
    return (x - width / 2 - _AIR, y - size * 0.95, x + width / 2 + _AIR, y + size * 0.3)


def font_size(node: Node) -> float:
    """Larger for larger nodes, 11 to 18 units."""
    return round(11 + 7 * min(node.size / 48, 1.0), 1)


def text_width(text: str, size: float) -> float:
    """About how wide a text is in a common sans-serif, rather more than less: what is not measured must not collide."""
    return size * sum(_width(sign) for sign in text)


def _width(sign: str) -> float:
    if sign in "ijl.,:;'|!()[] frt-":
        return 0.37
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    return 0.78 if sign.isupper() or sign in "mwMW@%—" else 0.62


def shown(nodes: Iterable[Node]) -> list[Label]:
    """Labels of as many nodes as find room below, above or beside them, the largest nodes first.

    None lies upon another, and none upon a node, but for those of the largest: a hub is hemmed in by what it holds together, and
    is what a reader looks for first.
    """
    ranked = sorted(nodes, key=lambda node: (-node.size, node.id))
    bodies, written = _Taken(), _Taken()
    for node in ranked:
        half = node.size / 2
        bodies.add((node.x - half, node.y - half, node.x + half, node.y + half), node.id)
    labels = []
    for rank, node in enumerate(ranked):
        text = " ".join(node.label.split())
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        size, half = font_size(node), node.size / 2
        width = text_width(text, size)
        beside = half + 4 + width / 2
        below, above, level, aslant, lift = half + size, -half - size * 0.4, size * 0.35, half * 0.7 + width / 2, half * 0.3
        places = (
            (0.0, below), (0.0, above), (beside, level), (-beside, level),
            (aslant, below - lift), (-aslant, below - lift), (aslant, above + lift), (-aslant, above + lift),
        )  # fmt: skip
        boxes = [_box(node.x + dx, node.y + dy, width, size) for dx, dy in places]
        free = [(bodies.hits(box, node.id), at) for at, box in enumerate(boxes) if text and not written.hits(box, "")]
        hidden, at = min(free, default=(1, 0))
        if free and (not hidden or rank < _LARGEST):
            written.add(boxes[at], node.id)
            labels.append(Label(node, text, round(node.x + places[at][0], 1), round(node.y + places[at][1], 1), size))
    return labels

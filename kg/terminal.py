"""Words on a terminal: tables, colour, and text made safe to print.

Nothing here prints; functions return strings. What comes from a text may hold control characters that would drive a
terminal, or overrides that turn its line around: they are shown as U+FFFD, one for one.
"""

import os
import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TextIO

__all__ = ["colourful", "paint", "safe", "table", "width", "wrapped"]

_STYLES = {
    "bold": "1",
    "dim": "2",
    "underline": "4",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
_NARROWEST = 8
_GAP = "  "


def colourful(stream: TextIO) -> bool:
    """Whether to colour what goes to this stream: a terminal, and NO_COLOR is not set (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def paint(text: str, *styles: str) -> str:
    """The text in the named styles (`bold`, `cyan`, …), ended by a reset."""
    codes = ";".join(_STYLES[style] for style in styles)
    return f"\x1b[{codes}m{text}\x1b[0m"


def safe(text: str, keep: str = "\n\t") -> str:
    """The text with U+FFFD for each control character, direction override and lone surrogate not in `keep`."""
    if text.isprintable():  # which none of these is, and most texts are
        return text
    return "".join(
        "\ufffd" if sign not in keep and (unicodedata.category(sign) in {"Cc", "Cs"} or sign in _OVERRIDES) else sign
        for sign in text
    )


def width(text: str) -> int:
    """Columns that the text takes: two for a wide character, none for a combining or invisible one (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}
        else 2 if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in text
    )  # fmt: skip


def wrapped(text: str, columns: int) -> list[str]:
    """The text as lines of at most so many characters, broken at spaces where that can be."""
    return textwrap.wrap(text, max(columns, _NARROWEST)) or [""]


def table(header: Sequence[str], rows: Iterable[Sequence[str]], columns: int | None = None) -> str:
    """Rows under a header, aligned, with long cells wrapped so that a line fits into `columns` (the terminal's by default).

    Ends in a newline. Without rows it is the header alone.
    """
    total = shutil.get_terminal_size((120, 24)).columns if columns is None else columns
    cells = [[_one_line(cell) for cell in row] for row in rows]
    widths = _fit([max(map(width, column)) for column in zip(header, *cells, strict=True)], total)
    lines = [_line(header, widths), _line(["─" * each for each in widths], widths)]
    for row in cells:
        parts = [wrapped(cell, each) for cell, each in zip(row, widths, strict=True)]
        height = max(map(len, parts), default=0)
        lines += [_line([part[n] if n < len(part) else "" for part in parts], widths) for n in range(height)]
    return "".join(f"{line}\n" for line in lines)


def _one_line(cell: str) -> str:
    return safe(" ".join(cell.split()), keep="")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(cell + " " * (each - width(cell)) for cell, each in zip(cells, widths, strict=True)).rstrip()


def _fit(widths: list[int], total: int) -> list[int]:
    """Take from the widest column, one at a time, until the line fits or every column is at its narrowest."""
    room = total - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        others = sorted(widths)[-2] if len(widths) > 1 else _NARROWEST
        excess = sum(widths) - room
        widths[widest] -= max(1, min(excess, widths[widest] - max(others, _NARROWEST)))
    return widths

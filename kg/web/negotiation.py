"""Which of several forms a client would rather have (RFC 9110, section 12.5.1)."""

from collections.abc import Mapping
from functools import lru_cache

__all__ = ["HTML", "choose", "ranges", "wants_page", "weight"]

HTML = "text/html"


def ranges(accept: str) -> tuple[tuple[str, float], ...]:
    """Media ranges of an Accept header with their weights, as given; what cannot be read counts as not there."""
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        value = next((_q(parameter) for parameter in parameters if parameter.startswith("q=")), 1.0)
        if "/" in name or name == "*":
            found.append(("*/*" if name == "*" else name, value))
    return tuple(found)


def choose(accept: str, offered: Mapping[str, str]) -> str | None:
    """The offered media type that the client wants most; None where it wants none of them.

    `offered` maps every name under which a form may be asked for to the name under which it is given, best first. Among
    equals the one that the header names first wins, and among those the one that is offered first.
    """
    wanted = ranges(accept) or (("*/*", 1.0),)
    best: tuple[float, int, int] | None = None
    chosen = None
    for place, name in enumerate(offered):
        major = name.partition("/")[0] + "/*"
        for exactness in (name, major, "*/*"):
            order = next((index for index, (range_, _) in enumerate(wanted) if range_ == exactness), None)
            if order is not None:
                rank = (-wanted[order][1], order, place)
                if wanted[order][1] > 0 and (best is None or rank < best):
                    best, chosen = rank, offered[name]
                break
    return chosen


@lru_cache(maxsize=1024)
def wants_page(accept: str) -> bool:
    """Whether a client asks for HTML by name and for nothing else more: a browser does, `*/*` does not."""
    named = [(name, value) for name, value in ranges(accept) if "*" not in name]
    name, value = max(named, key=lambda each: each[1], default=("", 0.0))
    return name in (HTML, "application/xhtml+xml") and value > 0


def weight(header: str, name: str) -> float:
    """How much an Accept-Encoding header wants a coding; 0 where it does not name it."""
    for part in header.split(","):
        coding, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if coding in (name, "*"):
            return next((_q(parameter) for parameter in parameters if parameter.startswith("q=")), 1.0)
    return 0.0


def _q(parameter: str) -> float:
    try:
        return min(max(float(parameter.partition("=")[2]), 0.0), 1.0)
    except ValueError:
        return 0.0

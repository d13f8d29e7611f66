"""Where the name of a body begins: the capitals before its head, and what joins them."""

from kg.annotated import POSSESSIVE_S
from kg.annotation.context import Context

__all__ = ["body_start", "head_ahead"]


def body_start(c: Context, at: int, floor: int) -> int:
    """Start of the capitalized run before a head."""
    start = at
    while start > floor:
        before = start - 1
        if before in c.date_at:
            break
        plain = c.isa(before, "stop") or c.isa(before, "the")
        if c.capital(before) and c.tokens[before].word and not plain and not _closed(c, before, floor):
            start = before
        elif c.dash(before) and c.tokens[before].glued and c.tokens[start].glued and before > floor:
            start = before - 1
        elif (c.isa(before, "and") or c.fold(before) == "&") and before - 1 >= floor and _field_joint(c, before, start):
            start = before - 1
            while start > floor and c.hit("portfolio", start - 1) and c.capital(start - 1) and not c.isa(start - 1, "stop"):
                start -= 1
        elif (
            c.isa(before, "of")
            and before - 1 >= floor
            and c.capital(before - 1)
            and c.hit("organization", before - 1)
            and start < at
        ):
            start = before - 1
        elif c.fold(before) in POSSESSIVE_S and before - 1 >= floor and c.capital(before - 1) and _possesses(c, before - 1):
            start = before - 1
        elif c.isa(before, "and") and (first := _first_half(c, before, floor)) < before and start < at:
            start = first
        elif (
            c.fold(before) == ","
            and start == at
            and "of" not in (c.hits["organization"][at].rows[0][0])
            and c.capital(before - 1)
        ):
            start = before  # Acme Foods, Inc.
        else:
            break
    return start


def _possesses(c: Context, at: int) -> bool:
    """Whether a possessor belongs to the name (`Prime Minister's Office`, `Women's Council`)."""
    return any(c.hit(layer, at) for layer in ("office", "topic", "portfolio"))


def _first_half(c: Context, joint: int, floor: int) -> int:
    """Start of the first half of a name that goes over `and` (`National Aeronautics and Space Administration`): it follows an
    article and has no head, state or office of its own. `joint` where there is none."""
    start = joint
    while start > floor and c.capital(start - 1) and c.tokens[start - 1].word and not c.isa(start - 1, "stop"):
        start -= 1
    layers = ("organization", "body", "office", "honorific", "venue", "place", "framework")
    own = any(c.hit(layer, i) for layer in layers for i in range(start, joint)) or c.ending("country", joint) is not None
    return start if c.isa(start - 1, "the") and not own else joint


def _closed(c: Context, at: int, floor: int) -> bool:
    """Whether a capital word cannot be part of a body's name: a title, or the capital of a sentence's first word."""
    return bool(c.hit("honorific", at)) or (at == floor and (c.isa(at, "stop") or c.isa(at, "opening")))


def _field_joint(c: Context, joint: int, start: int) -> bool:
    """`Trade and Industry Ministry`: both sides of `and` are fields."""
    return c.ending("portfolio", joint) is not None and c.hit("portfolio", start) is not None and c.capital(joint - 1)


def head_ahead(c: Context, at: int, limit: int) -> int | None:
    """The head that a capitalized run reaches (`UN` … `Regional Office`)."""
    while at < limit and c.capital(at) and c.tokens[at].word:
        if c.hit("organization", at) is not None:
            return at
        if c.hit("office", at):
            return None
        at += 1
    return None

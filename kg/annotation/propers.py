"""What makes the words before a head a proper name: a place, two states, a title in capitals, the years it is for."""

from kg.annotation.context import Context
from kg.annotation.tails import countries

__all__ = ["is_for_years", "is_proper", "is_regional", "is_titled"]

_COMMON = (
    *("topic", "portfolio", "organization", "framework", "conference", "office"),
    *("honorific", "country", "body", "region", "event"),
)
"""Layers whose words are no proper names of frameworks."""
_APART = ("office", "honorific", "organization", "body")
_LANDS = ("country", "place", "region")


def is_proper(c: Context, start: int, at: int) -> bool:
    """Whether a proper name stands before a head: a place, a word of no lexicon, or two states."""
    openings = [i for i in range(start, at) if i in c.starts(_COMMON)]
    known = [(i, h.end) for i in openings for layer in _COMMON if (h := c.hit(layer, i)) and h.end <= at]
    inside = {i for first, last in known for i in range(first, last)}
    return len(countries(c, start, at)) > 1 or any(
        c.capital(i)
        and c.tokens[i].word
        and (i not in inside or c.tokens[i].text[-1].isdigit() or (c.tokens[i].text.isupper() and len(c.tokens[i].text) > 2))
        and not c.isa(i, "idle-modifier")
        and not c.isa(i, "stop")
        for i in range(start, at)
    )


def is_regional(c: Context, start: int, at: int) -> bool:
    """Whether a region stands among the words before a head (`the Andean gas pipeline`)."""
    return any(c.capital(i) and c.hit("region", i) for i in range(start, at))


def is_titled(c: Context, start: int, at: int) -> bool:
    """Whether two or more capitals stand before a head that are no state, office or body (`Build Better Schools`)."""
    if c.any_hit(_APART, start, at):
        return False
    lands = {i for i in range(start, at) for layer in _LANDS if (h := c.hit(layer, i)) for i in range(i, h.end)}
    capitals = [i for i in range(start, at) if c.capital(i) and c.tokens[i].word and i not in lands]
    return sum(not c.isa(i, "shared") for i in capitals) > 1


def is_for_years(c: Context, start: int, at: int) -> bool:
    """Whether the words before a head say for how many years it is (`a three-year programme`, `the 10-year plan`)."""
    return any(c.isa(i, "year") and (c.dash(i - 1) or c.capital(i)) for i in range(start, at))

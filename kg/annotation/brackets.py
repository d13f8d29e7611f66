"""Short forms in brackets after a name (`Space Agency (SA)`)."""

import re
from dataclasses import replace

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.context import Context
from kg.model import CountryCode

__all__ = ["body_named", "bracket_alias", "is_acronym", "own_alias", "past_acronymed", "spaced"]

_YEARS = re.compile(r"[A-Z]{2,8} \d{4}([-–/]\d{2,4})?$")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&/.-]{1,11}$")


def bracket_alias(context: Context, at: int) -> tuple[int, tuple[str, ...]]:
    """An acronym or short name in brackets at a token: (token after the bracket, names); (at, ()) where there is none.

    The bracket holds capitals or a capitalized phrase of at most six tokens, perhaps quoted, perhaps after `the`; no country.
    """
    c = context
    if c.fold(at) != "(":
        return at, ()
    end = at + 1
    while end < at + 10 and c.fold(end) not in (")", ""):
        end += 1
    if c.fold(end) != ")":
        return at, ()
    first, last = at + 1, end
    while first < last and (c.isa(first, "det") or not c.tokens[first].word or c.isa(first, "hereafter")):
        first += 1
    while last > first and not c.tokens[last - 1].word:
        last -= 1
    name = c.text(first, last)
    land = c.country(first)
    if land is not None and (c.fold(land.end) in (",", "/") or c.isa(land.end, "and")) and c.country(land.end + 1):
        return at, ()  # `accord tripartite (Togo, Bénin, Niger)`: its parties
    short = first < last <= first + 6 and c.capital(first) and first not in c.date_at and not (land and land.end == last)
    if short and _YEARS.match(name):
        return end + 1, (name.split()[0],)  # `(PND 2018-2022)`
    if short and (_ACRONYM.match(name) or c.capital(last - 1)):
        return end + 1, (name,)
    return at, ()


def own_alias(c: Context, at: int) -> tuple[int, tuple[str, ...]]:
    """The same for what may be named after a body of the world, whose own short form is none of its (`the Peru - European Union
    (EU) agreement`)."""
    end, names = bracket_alias(c, at)
    bodys = c.ending("body", at) is not None and c.hit("body", at + 1) is not None
    return end, () if bodys else names


def past_acronymed(c: Context, at: int) -> int:
    """Token after the last words in lower case of a name that `and` at a token goes on with, up to its acronym in brackets
    (`Plan pour les mines` + `et les métaux (PMM)`); the token itself where none do."""
    end = at + 1
    while c.isa(at, "and") and end < at + 6 and end < len(c.tokens) and c.tokens[end].word and not c.capital(end):
        end += 1
    short = bracket_alias(c, end)[1] if at + 1 < end else ()
    return end if short and short[0].isupper() else at


def is_acronym(c: Context, hit: Hit) -> bool:
    """Whether a head is an acronym (`MoU`), whose capitals make no name."""
    return c.tokens[hit.end - 1].text[1:2].isupper() or sum(letter.isupper() for letter in c.tokens[hit.end - 1].text) > 1


def body_named(c: Context, start: int, end: int, country: CountryCode | None = None, key: str = "") -> Mention:
    """The organization whose name lies between two tokens, with the short form in brackets behind it."""
    last, aliases = bracket_alias(c, end)
    return Mention(
        MentionKind.ORGANIZATION,
        start,
        last,
        name=c.text(start, end),
        name_start=start,
        name_end=end,
        key=key,
        country=country,
        aliases=aliases,
    )


def spaced(mention: Mention) -> Mention:
    """The same mention, a line break or several blanks in its names one blank."""
    name, aliases = " ".join(mention.name.split()), tuple(" ".join(alias.split()) for alias in mention.aliases)
    return mention if (name, aliases) == (mention.name, mention.aliases) else replace(mention, name=name, aliases=aliases)

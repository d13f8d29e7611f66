"""What stands left of the head of an office: [article] [status] [COUNTRY('s)] [status] [BODY] [modifier | field]* HEAD.

A modifier or a field belongs to the title; a state, a status and an article only to the phrase.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.annotated import POSSESSIVE, POSSESSIVE_S
from kg.annotation.context import Context
from kg.annotation.post_states import country_before
from kg.model import CountryCode

__all__ = ["Premodifiers", "plural_head", "premodifiers"]


@dataclass(frozen=True, slots=True)
class Premodifiers:
    """What stands left of one head."""

    title_start: int
    """With fields, modifiers of rank and a body."""
    start: int
    """With determiner, countries and status words."""
    countries: tuple[CountryCode, ...]
    status: str
    definite: bool
    """With an article, possessive or country."""


def premodifiers(c: Context, head: int, floor: int, body_ends: Mapping[int, int] | None) -> Premodifiers:
    """What stands left of a head, back to `floor` at most.

    `body_ends` maps the token after an organization to its first, for offices that have fields and bodies; None for others.
    """
    title_start = _title_start(c, head, floor, body_ends)
    owner = title_start - 1 if c.fold(title_start - 1) in POSSESSIVE_S else title_start
    body = (body_ends or {}).get(owner, title_start) if owner < title_start else title_start
    # `the Kenyan foreign ministry's Secretary`: the state of the body is the officer's.
    countries, start, status, definite = _countries_before(c, body if body >= floor else title_start, floor)
    return Premodifiers(title_start, start, tuple(countries), status, definite)


def plural_head(c: Context, at: int) -> bool:
    """Whether the head at a token is of several people (`ministers`, `counterparts`)."""
    hit = c.hit("office", at)
    return c.isa(at, "counterparts") or bool(hit and hit.singular)


def _title_start(c: Context, head: int, floor: int, body_ends: Mapping[int, int] | None) -> int:
    """Where the title begins: over modifiers (`Deputy`), fields (`Trade and Industry`) and an organization before the head."""
    start, capital = head, c.capital(head)
    while start > floor:
        before = start - 1 if c.dash(start - 1) and start - 1 > floor else start
        if country_before(c, before, floor) is not None:
            break
        modifier = c.ending("modifier", before)
        if modifier is not None and modifier >= floor and modifier not in c.date_at:
            effect = c.hits["modifier"][modifier].rows[0][0]
            if effect == "part" and c.capital(modifier) == capital:
                start = modifier
                continue
            break
        known = c.ending("portfolio", before) if body_ends is not None else None
        if known is not None and known >= floor and c.capital(known) == capital:
            start = known
            continue
        joined = _joined(c, start, floor, capital) if body_ends is not None and start < head else None
        if joined is not None:
            start = joined
            continue
        body = body_ends.get(before) if body_ends is not None else None
        if body is not None and body >= floor:
            start = body
        break
    return start


def _joined(c: Context, start: int, floor: int, capital: bool) -> int | None:
    """Start of a field that `and` or a comma joins to the field at `start` (`Trade and Industry Minister`)."""
    if not (c.isa(start - 1, "and") or c.fold(start - 1) in (",", "&")):
        return None
    field = c.ending("portfolio", start - 1)
    if field is None or field < floor or c.capital(field) != capital or not capital:
        return None
    # `talks on Trade and Foreign Minister X`: a field before `and` must itself follow a country, article or post.
    return (
        field
        if c.isa(field - 1, "det")
        or c.ending("country", field) is not None
        or c.fold(field - 1) == ","
        or c.fold(field - 1) in POSSESSIVE_S
        or (
            c.fold(start - 1) == "," and c.fold(start - 2) != ","
        )  # a list that `and` closes: `on Roads, Ports and Rail Minister X`
        else None
    )


def _countries_before(c: Context, start: int, floor: int) -> tuple[list[CountryCode], int, str, bool]:
    """Countries, status words and article left of a post; gives (countries, where the phrase begins, status, definite)."""
    countries: list[CountryCode] = []
    status, definite = "", False
    at = start
    while at > floor:
        modifier = c.ending("modifier", at)
        if modifier is not None and modifier >= floor:
            effect = c.hits["modifier"][modifier].rows[0][0]
            if effect != "part":
                status = status or ("" if effect == "drop" else effect)
                at = modifier
                continue
        possessive = at - 1 if c.fold(at - 1) in POSSESSIVE else _before_bracket(c, at, floor)
        found = country_before(c, possessive, floor)
        if found is not None and not countries:
            country_start, code = found
            countries.insert(0, code)
            definite = True
            at = country_start
            # `Moroccan and French Ministers`, `Moroccan-French`
            other = country_before(c, at - 1, floor) if c.isa(at - 1, "and") or c.dash(at - 1) else None
            if other is not None and possessive == start and _plural_near(c, start):
                countries.insert(0, other[1])
                at = other[0]
                # `Chilean, Peruvian and Bolivian ministers`
                while c.fold(at - 1) == "," and (more := country_before(c, at - 1, floor)) is not None:
                    countries.insert(0, more[1])
                    at = more[0]
            continue
        honorific = c.ending("honorific", at)
        if (
            honorific is not None
            and honorific >= floor
            and c.hits["honorific"][honorific].rows[0][0] != "formula"
            and countries == []
        ):
            definite = definite or c.isa(honorific, "det")  # `the Honourable Minister`
            at = honorific
            continue
        break
    if at > floor and (c.isa(at - 1, "det") or c.isa(at - 1, "possessive")):
        definite = True
        at -= 1
    elif at > floor and c.isa(at - 1, "with-article"):
        definite = True  # `au président malien`
    return countries, at, status, definite


def _before_bracket(c: Context, at: int, floor: int) -> int:
    """Where a bracket that ends before a token opens (`Republic of the Congo (ROC) President`); `at` if none does."""
    if c.fold(at - 1) == ")":
        for opening in range(at - 2, max(floor, at - 5), -1):
            if c.fold(opening) == "(":
                return opening
    return at


def _plural_near(c: Context, start: int) -> bool:
    """Whether the first head from a token on, a few words away at most, is of several people."""
    for at in range(start, start + 6):
        hit = c.hit("office", at)
        if hit is not None or c.isa(at, "counterpart"):
            return plural_head(c, at)
    return False

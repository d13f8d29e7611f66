"""Adjectives behind the head of an office: of its title, of its state, of its status."""

from kg.annotation.context import Context
from kg.model import CountryCode

__all__ = ["adjective", "after_head", "parts_after"]


def parts_after(c: Context, after: int) -> int:
    """Token after adjectives behind the head that belong to the title (`vice-ministre permanent`)."""
    while c.isa(after, "modifier-after") and (hit := c.hit("modifier", after)) is not None and hit.rows[0][0] == "part":
        after = hit.end
    return after


def after_head(c: Context, after: int, status: str) -> tuple[list[CountryCode], int, str]:
    """What adjectives after the head tell (`ministre marocain`, `président sortant`): (countries, token after, status)."""
    countries: list[CountryCode] = []
    while True:
        found = c.country(after)
        modifier = c.hit("modifier", after)
        # A capital is let pass where a comma closes it, as some write it (`chef de la diplomatie Djiboutienne, A`).
        closed = bool(c.words.get("name-joint")) and found is not None and c.fold(found.end) == ","
        small = not c.capital(after) or c.isa(after - 1, "counterpart") or closed
        if found is not None and found.use in ("adjective", "inhabitant") and small and not countries:
            countries, after = _past_capital(c, *_adjectives(c, after))
        elif modifier is not None and c.isa(after, "modifier-after") and modifier.rows[0][0] != "part":
            status, after = status or modifier.rows[0][0], modifier.end
        else:
            return countries, after, status


def _past_capital(c: Context, countries: list[CountryCode], end: int) -> tuple[list[CountryCode], int]:
    """The state of a city in brackets that tells which of two of one name is meant (`ministre congolais (Brazzaville) de …`)."""
    city = c.place(end + 1) if c.fold(end) == "(" else None
    return ([city.country], city.end + 1) if city is not None and c.fold(city.end) == ")" else (countries, end)


def adjective(c: Context, end: int) -> tuple[list[CountryCode], int]:
    """The state of an adjective behind a portfolio (`ministre des Affaires étrangères tunisien`), and the token after it."""
    found = c.country(end)
    if found is None or found.use not in ("adjective", "inhabitant"):
        return [], end
    # With a capital, as some write it, only where a mark or name follows (`chef de la diplomatie Djiboutienne, A`).
    closed = c.words.get("name-joint") and c.fold(found.end) == ","
    return _adjectives(c, end) if closed or (found.use == "adjective" and not c.capital(end)) else ([], end)


def _adjectives(c: Context, at: int) -> tuple[list[CountryCode], int]:
    """The states of adjectives from a token on, one or a list in lower case (`ministres malien, togolais et béninois`)."""
    codes: list[CountryCode] = []
    end, found, closed = at, c.country(at), False
    last = at
    while found is not None and found.use in ("adjective", "inhabitant") and (not codes or not c.capital(last)):
        codes.append(found.code)
        end = found.end
        closed = closed or c.isa(last - 1, "and")
        if closed or not (c.isa(end, "and") or c.fold(end) == ","):
            break
        last, found = end + 1, c.country(end + 1)
    first = c.country(at)
    return (codes, end) if closed or first is None else (codes[:1], first.end)

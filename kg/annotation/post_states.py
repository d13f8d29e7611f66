"""States beside an office: the name or adjective before its head, the names after it, where an envoy is sent."""

from kg.annotation.context import Context
from kg.annotation.portfolios import name_opens, portfolio
from kg.model import CountryCode

__all__ = [
    "area",
    "country_before",
    "country_name",
    "desk",
    "destination",
    "domain",
    "of_both",
    "past_aside",
    "past_lands",
    "past_seats",
    "states",
    "unit",
]


def country_before(c: Context, end: int, floor: int) -> tuple[int, CountryCode] | None:
    """A country's name or adjective, or a capital that stands for it, that ends before a token."""
    start = c.ending("country", end)
    if start is not None and start >= floor:
        found = c.country(start)
        if found is not None and found.use != "combining":
            return (start - 1 if c.isa(start - 1, "det") and start - 1 >= floor else start), found.code
    return None


def country_name(c: Context, at: int) -> tuple[int, CountryCode] | None:
    """A country by name at a token, over its article, or an adjective and a word for state (`the French Republic`)."""
    if c.isa(at, "det"):
        at += 1
    found = c.country(at)
    if found is None and c.isa(at, "state-word"):
        form = at + 1
        while c.isa(at, "state-form") and form < at + 5 and (c.isa(form, "form-adjective") or c.isa(form, "and")):
            form += 1  # `République fédérale et démocratique d'Éthiopie`
        found = c.country(form + c.isa(form, "of"))  # `République tunisienne`, `royaume d'Espagne`
        return (found.end, found.code) if found is not None else None
    if found is None:
        return None
    if found.use == "name":
        return found.end, found.code
    return (found.end + 1, found.code) if c.isa(found.end, "state-word") else None


def states(c: Context, at: int) -> tuple[list[CountryCode], int]:
    """The states named from a token on, one or a list, and the token after (`of Greece, Cyprus and Malta`)."""
    codes: list[CountryCode] = []
    end, more = at, country_name(c, at)
    while more:
        codes.append(more[1])
        end, more = more[0], None
        after = country_name(c, end + 2 if c.isa(end + 1, "of") else end + 1)
        closing = c.isa(end, "and") and after is not None and not c.isa(after[0], "of")
        if closing or (c.fold(end) == "," and after is not None and _listed(c, after[0])):
            more = after
    return codes, end


def _listed(c: Context, end: int) -> bool:
    """Whether a list of countries goes on to the `and` that closes it."""
    while c.fold(end) == "," and (more := country_name(c, end + 1 + c.isa(end + 1, "of"))):
        end = more[0]
    end += c.fold(end) == "," and c.isa(end + 1, "and")
    return c.isa(end, "and") and country_name(c, end + 1 + c.isa(end + 1, "of")) is not None


def destination(c: Context, at: int, limit: int) -> int:
    """Token after `to COUNTRY` at a token; 0 if there is none."""
    if at < limit and c.isa(at, "to"):
        at += c.isa(at + 1, "of") and bool(c.words.get("name-joint"))  # `auprès de`
        end, seat = country_name(c, at + 1), c.place(at + 1)
        return end[0] if end else seat.end if seat and (c.isa(at, "at") or c.isa(at, "of")) else 0
    return 0


def past_aside(c: Context, at: int) -> int:
    """Token after a bracket in lower case between a post and its name (`Ambassador to Chile (resident in Lima) A`)."""
    if c.fold(at) != "(" or c.capital(at + 1):
        return at
    end = next((i for i in range(at + 1, at + 10) if c.fold(i) in (")", "")), at)
    return end + 1 if c.fold(end) == ")" and name_opens(c, end + 1) else at


def past_seats(c: Context, at: int) -> int:
    """Token after where an envoy is accredited or lives (`accredited to Peru and Chile, with residence in Lima,`); `at` where
    nothing says so."""
    while True:
        told = at + c.isa(at, "with")
        told += c.isa(told, "adverb")
        to = told + 1
        while c.isa(to, "preposition"):
            to += 1  # `auprès de`
        codes, end = states(c, to)
        seat = c.place(to)
        if not (c.isa(told, "accredited") or c.isa(told, "residing")) or not (codes or seat):
            return at
        at = end if codes or seat is None else seat.end
        at += c.fold(at) == ","


def past_lands(c: Context, at: int) -> int:
    """Token after `of` and states told by a noun alone (`the ministers of these Asian nations, A of Peru and B of Chile`)."""
    noun = next((i for i in range(at + 2, at + 6) if c.isa(i, "shared-party")), 0) if c.isa(at, "of") else 0
    plain = all(c.fold(i).isalpha() and not c.isa(i, "and") for i in range(at, noun))
    return noun + 1 if noun and plain and c.fold(noun + 1) == "," else at


def domain(c: Context, at: int) -> int:
    """Token after a district that no table knows, words in capitals that a comma closes (`gouverneur du Haut-Lomba,`)."""
    end, others = at, ("office", "organization", "honorific")
    while end < at + 5 and (c.capital(end) or c.dash(end)) and not any(c.hit(layer, end) for layer in others):
        end += 1
    return end if end > at and c.fold(end) == "," and not c.dash(end - 1) else at


def unit(c: Context, at: int, limit: int) -> int:
    """Token after a unit of a body in lower case with its field (`chef du` département du protocole); 0 where none stands."""
    if not c.isa(at, "office-unit") or c.capital(at):
        return 0
    end = at + 1
    while c.isa(end, "head-adjective") or c.isa(end, "field-adjective"):
        end += 1
    first = end + 1 + c.isa(end + 1, "the")
    if not (c.isa(end, "of") or c.isa(end, "for")) or c.country(first):
        return end
    charge = portfolio(c, end + 1, limit)
    plain = c.tokens[first].word and not c.isa(first, "stop") and not c.hit("organization", first)
    return charge or (first + 1 if plain else end)


def of_both(c: Context, at: int) -> int:
    """Token after `the two countries` at a token, whose officers a plural names; 0 where it does not stand."""
    at += c.isa(at, "det")
    return at + 2 if (c.isa(at, "two") or c.isa(at, "both")) and c.isa(at + 1, "shared-party") else 0


def desk(c: Context, at: int) -> int:
    """Token after the desk in brackets that a head has (`Secretary (West)`); the token itself where none follows."""
    named = c.fold(at) == "(" and c.capital(at + 1) and len(c.fold(at + 1)) > 3 and not c.tokens[at + 1].text.isupper()
    plain = named and not any(c.hit(layer, at + 1) for layer in ("country", "place", "office", "honorific"))
    return at + 3 if plain and c.fold(at + 2) == ")" else at


def area(c: Context, at: int) -> int:
    """Token after the part of the world that a head has for its desk (`directeur Afrique`, `directrice Asie-Pacifique`); the
    token itself where none follows."""
    region = c.hit("region", at) if c.words.get("name-joint") and c.capital(at) else None
    end = region.end if region is not None else at
    while end > at and (c.dash(end) or c.isa(end, "and")) and (more := c.hit("region", end + 1)) is not None:
        end = more.end
    return end

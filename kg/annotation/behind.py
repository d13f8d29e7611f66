"""What some languages put behind the head of a framework: its adjectives (`comité technique mixte`), its two states, its place
or title.

English has both before the head, where the runs of capitals and of lower case take them in.
"""

from kg.annotated import Hit
from kg.annotation.context import Context
from kg.annotation.runs import QUOTES

__all__ = ["adjectives_end", "named_programme", "noun_list_end", "pair_end", "place_of", "title_end", "widened"]

_KINDS = ("shared", "status", "head-adjective", "field-adjective")
"""Classes of adjectives that say which one a framework is."""


def widened(c: Context, hit: Hit) -> Hit:
    """A head with the adjectives behind it; one that says that states share it makes it count in lower case too.

    The adjectives of an instrument's subject stay apart: they are its field (`accord commercial`).
    """
    kind, frame = hit.rows[0][:2]
    if not c.words.get("name-joint") or "site" in frame:
        return hit
    # The head's own adjective may be the first of a list (`accord de coopération culturelle` + `, scientifique et technique`).
    listed = adjectives_end(c, hit.end - 1) if not c.isa(hit.end - 2, "of") else hit.end
    end = listed if listed > hit.end else adjectives_end(c, hit.end, fields=kind == "mechanism")
    if end == hit.end:
        return hit
    shared = kind == "mechanism" and any(c.isa(at, "shared") for at in range(hit.end, end))
    if shared:
        frame = ",".join("lower" if part == "cap" else part for part in frame.split(","))
    return Hit(end, tuple((row[0], frame, *row[2:]) if row[0] == kind else row for row in hit.rows))


def adjectives_end(c: Context, at: int, *, fields: bool = True) -> int:
    """Token after the adjectives at a token, one after the other or a list that `and` closes (`économique, technique et
    culturelle`); the token itself where there are none. Without `fields`, those that name a topic end it."""
    end = at
    while True:
        here = end + (end > at and (c.fold(end) == "," or c.isa(end, "and")))
        last = _adjective(c, here, fields=fields)
        if last == here or (c.fold(end) == "," and not _closes(c, last, fields=fields)):
            return end
        end = last


def _adjective(c: Context, at: int, *, fields: bool) -> int:
    """Token after the adjective at a token; the token itself where none stands."""
    if not any(c.isa(at, kind) for kind in _KINDS) or c.hit("event", at) is not None:
        return at
    if not fields and (c.isa(at, "field-adjective") or c.hit("topic", at) is not None):
        return at
    return at + 1


def _closes(c: Context, at: int, *, fields: bool) -> bool:
    """Whether a list of adjectives goes on from a token to its `and`."""
    while c.fold(at) == ",":
        after = _adjective(c, at + 1, fields=fields)
        if after == at + 1:
            return False
        at = after
    return c.isa(at, "and") and _adjective(c, at + 1, fields=fields) > at + 1


def pair_end(c: Context, at: int) -> int:
    """Token after two states or cities that a dash joins (`algéro-malienne`, `Gabon-Cameroun`, `UE-Vietnam`); the token itself
    where none stand."""
    first = c.country(at) or c.hit("body", at) or c.hit("region", at) or c.place(at)
    if first is None or not c.dash(first.end):
        return at
    one, two = c.country(at), c.country(first.end + 1)
    lands = c.hit("region", first.end + 1) or c.place(first.end + 1)
    second = two or c.hit("body", first.end + 1) or lands
    cities = lands is not None and (one or c.hit("region", at) or c.place(at)) is not None
    if second is None or not (one or two or cities):
        return at
    names = c.capital(at) and c.capital(first.end + 1) and bool(c.words.get("name-joint"))
    joined = one is not None and two is not None and not c.capital(at)
    return second.end if joined or names else at


def title_end(c: Context, at: int, limit: int) -> int:
    """Token after the title right behind a programme's head (`Plan Togo émergent 2030`, `Initiative Sahel`); the token itself
    where none stands. A state's adjective in lower case belongs to it."""
    end = at
    while c.words.get("name-joint") and end < limit and c.capital(end) and c.tokens[end].word and end not in c.date_at:
        if any(c.hit(layer, end) for layer in ("office", "honorific", "organization", "framework", "body")):
            break
        land = c.country(end)
        end = land.end if land is not None else end + 1
        if land is not None and end < limit and c.isa(end, "title-adjective"):
            end += 1
    return end


def noun_list_end(c: Context, at: int) -> int:
    """Token after the nouns that go on a head's own (`traité d'amitié` + `, de fraternité et de coopération`); the token itself
    where none do."""
    end = at
    while c.words.get("name-joint") and (c.fold(end) == "," or c.isa(end, "and")) and c.isa(end + 1, "of"):
        noun = end + 2
        if (
            not c.tokens[noun].word
            or any(c.isa(noun, kind) for kind in ("det", "stop", "possessive"))
            or c.hit("framework", noun)
        ):
            break
        if c.isa(end, "and"):
            return _past_adjectives(c, noun + 1)
        end = noun + 1
    return at


def _past_adjectives(c: Context, at: int) -> int:
    """Token after the adjectives of fields behind a noun (`et d'échanges culturels et scientifiques`)."""
    while True:
        nxt = at + c.isa(at, "and")
        field = c.hit("topic", nxt) if not c.capital(nxt) else None
        if not (c.isa(nxt, "field-adjective") or field is not None):
            return at
        at = field.end if field is not None else nxt + 1


def place_of(c: Context, at: int) -> int:
    """Token after the place that `of` names at a token, known or not; the token itself where it names none."""
    place = c.place(at + 1) if c.isa(at, "of") else None
    if place is not None:
        return place.end if not c.country(at + 1) else at
    layers = ("country", "body", "organization", "office", "honorific", "portfolio", "topic", "framework", "region", "calendar")
    proper = c.isa(at, "name-joint") and c.capital(at + 1) and c.tokens[at + 1].word and not c.isa(at + 1, "stop")
    if not proper or any(c.hit(layer, at + 1) for layer in layers) or at + 1 in c.date_at or c.tokens[at + 1].text.isupper():
        return at
    end = at + 2
    while c.dash(end) and c.tokens[end].glued and c.capital(end + 1):
        end += 2
    return end if not c.capital(end) else at  # `l'accord de Awa Bamba`


def named_programme(c: Context, hit: Hit, at: int) -> bool:
    """Whether an agreement is one of a programme with a name (`convention de mise en œuvre du projet « Eau »`)."""
    of = c.hit("framework", at) if hit.rows[0][0] == "agreement" else None
    return of is not None and of.rows[0][0] == "programme" and (c.capital(of.end) or c.fold(of.end) in QUOTES)

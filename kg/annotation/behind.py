"""What some languages put behind the head of a framework: its adjectives (`comité technique mixte`) and its two states.

English has both before the head, where the runs of capitals and of lower case take them in.
"""

from kg.annotated import Hit
from kg.annotation.context import Context

__all__ = ["adjectives_end", "pair_end", "widened"]

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
    end = listed if listed > hit.end and not c.isa(hit.end, "and") else adjectives_end(c, hit.end, fields=kind == "mechanism")
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
    """Token after two states that a dash joins (`algéro-malienne`, `Gabon-Cameroun`, `UE-Vietnam`); the token itself where none
    stand."""
    first = c.country(at) or c.hit("body", at)
    if first is None or not c.dash(first.end):
        return at
    one, two = c.country(at), c.country(first.end + 1)
    second = two or c.hit("body", first.end + 1)
    if second is None or not (one or two):
        return at
    names = c.capital(at) and c.capital(first.end + 1) and bool(c.words.get("name-joint"))
    joined = one is not None and two is not None and not c.capital(at)
    return second.end if joined or names else at

"""Lists of subjects: the parts of `tourism, air services and culture`, as far as the list goes on."""

from kg.annotation.context import Context
from kg.annotation.runs import FIELDS, acts_at, complement, is_head, officers_at, other_at, state_officer

__all__ = ["list_pieces"]


def list_pieces(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The parts of a list of subjects that begins at a token (`tourism, air services and culture`); one where it is no list.

    A comma goes on only where `and` closes the list. Where a comma stands before that `and`, a part may hold `and` itself.
    """
    serial = _serial(c, at, limit)
    if serial:
        return serial
    pieces = [(at, _piece(c, at, limit))]
    paired = False
    while pieces[-1][1] > pieces[-1][0]:
        end = pieces[-1][1]
        if c.fold(end) == "," and not c.isa(end + 1, "and"):
            nxt = end + 1
        elif c.isa(end, "and") or (c.fold(end) == "," and c.isa(end + 1, "and")):
            nxt = end + 1 + (c.fold(end) == ",")
        else:
            break
        closing = c.isa(nxt - 1, "and")
        while c.isa(nxt, "on"):
            nxt += 1
        body = c.capital(nxt + 1) and c.hit("organization", nxt + 1) is not None
        if c.isa(nxt, "det") and not c.isa(nxt, "a") and c.hit("topic", nxt + 1) is not None and not body:
            nxt += 1  # `la santé` in a list of fields
        elif _articled(c, nxt, limit) and c.any_hit(FIELDS, *pieces[-1]):
            nxt += 1  # `the protection of investments` in a list of subjects; not `the promotion and the protection of …`
        apart = any(c.isa(nxt, kind) for kind in ("det", "another", "clause", "founding")) or is_head(c, nxt)
        one, told = _instance(c, nxt), c.hit("speech", nxt) and not c.hit("topic", nxt)
        if apart or one or told or c.hit("framework", nxt) or acts_at(c, nxt) or _officer(c, nxt):
            break  # `on fraud and one on taxes`, `on ports, agreed a protocol`
        last = _piece(c, nxt, limit)
        if last == nxt:
            break
        pieces.append((nxt, last))
        if closing and c.fold(last) == "," and _field_follows(c, last + 1, limit):
            pieces[-2:] = [(pieces[-2][0], last)]  # `trade and investment, tourism, health and culture`
            paired = True
        elif closing:
            return pieces
    return pieces if paired else pieces[:1]


def _instance(c: Context, at: int) -> bool:
    """Whether another instrument stands at a token, its head not said again (`one on taxes`, `d'un troisième sur les ports`)."""
    inner = at + c.isa(at, "of")
    inner += c.isa(inner, "a") and c.isa(inner + 1, "instance")
    return c.isa(inner, "instance") and c.isa(inner + 1, "subject")


def _articled(c: Context, at: int, limit: int) -> bool:
    """Whether an article opens one more subject of a list: a phrase in lower case that names a topic, no body or clause."""
    noun = at + 1
    layers = ("organization", "office", "body", "country", "framework", "conference", "anaphor")
    other = not c.isa(noun, "verb-noun") and any(c.hit(layer, noun) for layer in layers)
    other = other or c.isa(noun, "instance") or c.hit("calendar", noun) is not None  # `and the second on trade`
    if not c.isa(at, "the") or c.capital(noun) or acts_at(c, noun) or other or officers_at(c, noun):
        return False
    end = _piece(c, noun, limit)
    if any(c.hit("framework", i) for i in range(noun, end)):
        return False  # `and the pending extradition treaty`
    goes_on = any(c.hit(layer, end) for layer in ("speech", "auxiliary", "event")) or c.isa(end, "in") or c.isa(end, "to")
    return c.any_hit(FIELDS, noun, end) and not goes_on


def _field_follows(c: Context, at: int, limit: int) -> bool:
    """Whether another field of a list stands at a token (`, mutual recognition of degrees`): a topic in lower case, no clause."""
    end = complement(c, at, limit)
    plain = c.capital(at) == c.capital(at - 2) and not other_at(c, at) and (c.fold(end) in (",", ".", ";") or c.isa(end, "and"))
    return plain and not c.classes.any("relative", at, end) and c.any_hit(FIELDS, at, end)


def _serial(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The parts of a list whose last follows `, and` (`trade and investment, culture, and health`); none where it is none."""
    pieces: list[tuple[int, int]] = []
    here = at
    closed = False
    while not (c.hit("framework", here) or acts_at(c, here) or c.hit("speech", here) or _officer(c, here)):
        last = complement(c, here, limit)
        if last == here:
            break
        pieces.append((here, last))
        if closed:
            return pieces if len(pieces) > 2 else []
        if c.fold(last) != ",":
            break
        closed = c.isa(last + 1, "and")
        here = last + 1 + closed
        while c.isa(here, "on"):
            here += 1
        if c.isa(here, "det") or c.isa(here, "another") or c.isa(here, "clause") or is_head(c, here):
            break
    return []


def _officer(c: Context, at: int) -> bool:
    """Whether an office begins at a token that is no topic too (`justice`), an officer of a state, or several officers do."""
    return (c.hit("office", at) is not None and c.hit("topic", at) is None) or officers_at(c, at) or state_officer(c, at)


def _piece(c: Context, at: int, limit: int) -> int:
    """Token after one part of a list: a complement as far as its first `and`."""
    end = complement(c, at, limit)
    return next((i for i in range(at, end) if c.isa(i, "and")), end)

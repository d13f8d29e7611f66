"""What follows the head of a framework: years, subjects, parties, the places that a work leads to."""

from dataclasses import dataclass

from kg.annotated import Hit
from kg.annotation.context import Context
from kg.annotation.runs import complement, list_pieces, party_run, right_run

__all__ = ["Tail", "countries", "tail", "topical"]


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a head, in tokens."""

    end: int
    """After all that belongs to the name."""
    dated: bool = False
    """Years or a date belong to it."""
    pieces: tuple[tuple[int, int], ...] = ()
    """Its subjects; several for a list."""
    parties: tuple[int, int] | None = None
    """What stands between `between` and its subject."""


def tail(c: Context, hit: Hit, limit: int, *, capital: bool) -> Tail:
    """All that follows a head and belongs to its name."""
    end = _years(c, hit.end, limit)
    if "site" in hit.rows[0][1]:
        return Tail(end if capital else _leads(c, end))
    if c.isa(end, "of") and end + 1 in c.date_at:
        return Tail(c.date_at[end + 1].end, dated=True)
    dated = end > hit.end
    parties: tuple[int, int] | None = None
    after = end
    if c.isa(end, "between") and (last := party_run(c, end + 1, limit)) > end + 1:
        parties, after = (end, last), last
    elif c.isa(end, "with") and c.isa(last := _partner(c, end + 1), "on"):
        parties, after = (end, last), last
    if c.isa(after, "subject") and not (parties and c.isa(after, "for")):
        named = right_run(c, end, limit) if capital and not parties else end
        pieces = [(after + 1, named)] if named > after + 1 else _pieces(c, after + 1, limit)
        if pieces:
            return Tail(max(named, pieces[-1][1]), dated, tuple(pieces), parties)
    if parties is None and c.isa(end, "of"):
        last = right_run(c, end, limit) if capital else end
        inner = _skip(c, end + 1)
        if last == end and not capital and not (c.country(inner) or inner in c.date_at) and topical(c, inner, inner + 2):
            last = complement(c, inner, limit)
        elif last == end and capital and hit.end - 1 and topical(c, inner, inner + 3):
            last = complement(c, inner, limit)
        if last > end:
            return Tail(last, dated, ((inner, last),) if not capital else (), None)
    if capital and parties is None:
        return Tail(max(end, right_run(c, end, limit) if not (c.capital(end) and c.tokens[end].word) else end), dated)
    return Tail(end, dated, (), parties)


def _partner(c: Context, at: int) -> int:
    """Token after the one state or body that `with` names; `at` where it names none."""
    here = _skip(c, at)
    last = here
    while c.capital(last) and c.tokens[last].word:
        last += 1
    return last if c.country(here) or c.hit("body", here) else at


def _skip(c: Context, at: int) -> int:
    while c.isa(at, "det") or c.isa(at, "possessive"):
        at += 1
    return at


def _pieces(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The subjects after a preposition: one, or a list closed by `and`."""
    inner = _skip(c, at)
    if inner in c.date_at and not c.tokens[inner].text[0].isdigit():
        return []
    pieces = list_pieces(c, inner, limit)
    if len(pieces) > 2 or (len(pieces) == 2 and all(topical(c, a, b) for a, b in pieces)):
        return pieces
    end = complement(c, inner, limit)
    return [(inner, end)] if end > inner else []


def _years(c: Context, at: int, limit: int) -> int:
    """Token after years that belong to a name (`Action Plan 2031-2035`, `Vision 2050`)."""
    end = at
    if end < limit and c.tokens[end].text.isdigit() and len(c.tokens[end].text) == 4:
        end += 1
        if c.dash(end) and c.tokens[end + 1].text.isdigit():
            end += 2
    return end


def _leads(c: Context, at: int) -> int:
    """Token after the places that a work leads over, to or from (`over the Mano River`); `at` if none are told."""
    end = at
    while c.isa(end, "site-preposition"):
        here = end + 1
        while c.isa(here, "det"):
            here += 1
        last = here
        while c.capital(last) and c.tokens[last].word and not c.hit("office", last):
            last += 1
        while last > here and c.fold(last) == "border":
            last += 1
        if last == here:
            break
        end = last
        if c.isa(end, "and") and c.capital(end + 1):
            end += 2
    return end


def topical(c: Context, start: int, end: int) -> bool:
    """Whether a topic is named within a range of tokens."""
    return any(row[0] != "-" for i in range(start, end) if (hit := c.hit("topic", i)) and hit.end <= end for row in hit.rows)


def countries(c: Context, start: int, end: int) -> list[str]:
    """ISO codes of the states named within a range of tokens, each once, in order."""
    codes: list[str] = []
    at = start
    while at < end:
        found = c.country(at)
        joined = found is not None and (found.use != "combining" or c.country(found.end + 1) is not None)
        if found is not None and found.end <= end and joined:
            if found.code not in codes:
                codes.append(found.code)
            at = found.end
        else:
            at += 1
    return codes

"""Relative clauses behind the head of an instrument that tell its subject: `, which covers ports`, `that lets nurses work`."""

from kg.annotated import Hit
from kg.annotation.context import Context
from kg.annotation.runs import INSTRUMENTS, complement
from kg.annotation.subjects import topical

__all__ = ["covering", "letting"]


def covering(c: Context, at: int, limit: int) -> tuple[int, int] | None:
    """The subject that a clause tells (`, which covers ports and trade`, `that provides for visas`); None where none does."""
    verb = at + (c.fold(at) == ",") + 1
    if not (c.isa(verb - 1, "relative") and c.isa(verb, "covers")):
        return None
    opens = verb + 1
    while c.isa(opens, "to") or c.isa(opens, "with") or c.isa(opens, "for"):
        opens += 1
    last = complement(c, opens, limit)
    return (opens, last) if last > opens and topical(c, opens, last) else None


def letting(c: Context, hit: Hit, at: int, limit: int) -> tuple[int, int] | None:
    """What an instrument lets one do (`a pact that lets nurses work abroad`); None where no clause tells a topic."""
    if hit.rows[0][0] not in INSTRUMENTS or not c.isa(at, "relative-thing"):
        return None
    last = at + 2
    while last < limit and c.tokens[last].word and last not in c.date_at and last - at < 14 and not c.isa(last, "relative"):
        last += 1
    bare = c.isa(at + 1, "be") or c.isa(at + 1, "have") or c.hit("auxiliary", at + 1)
    return (at + 1, last) if last > at + 3 and not bare and topical(c, at + 1, last) else None

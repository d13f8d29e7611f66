"""Tails of frameworks without what belongs to no name: what they are to do, between whom they were signed."""

from dataclasses import replace

from kg.annotated import Hit
from kg.annotation.context import Context
from kg.annotation.subjects import topical
from kg.annotation.tails import Tail

__all__ = ["known_before", "unclaused", "unpurposed", "unsigned"]


def known_before(c: Context, start: int, tail: Tail) -> bool:
    """Whether only between whom it was signed is told of a thing known before (`The agreement was signed between A and B`)."""
    return _between_signers(tail) and (c.isa(start - 1, "the") or c.isa(start, "the"))


def _between_signers(tail: Tail) -> bool:
    """Whether all that a tail tells is between whom it was signed."""
    return tail.opens is not None and not tail.pieces and not tail.dated


def unpurposed(tail: Tail, hit: Hit, modified: bool, *, lower: bool = False) -> Tail:
    """The tail without what it is to do, where a name says already which one it is (`Harbour Charter to deepen …`)."""
    if not tail.purpose or not (modified or (not lower and "to" not in hit.rows[0][1].split(","))):
        return tail
    end = tail.end if tail.opens is None else hit.end
    return replace(tail, end=hit.end if tail.parties is None else end, pieces=(), purpose=False, opens=None)


def unclaused(tail: Tail, hit: Hit, named: bool) -> Tail:
    """The tail without a clause, where a name says already which one it is (`partnership agreement that covers trade`)."""
    return replace(tail, end=hit.end, pieces=(), opens=None) if tail.clause and named and tail.parties is None else tail


def unsigned(c: Context, tail: Tail, start: int, at: int, hit: Hit) -> Tail:
    """The tail without who signed it, where the head says itself which thing it is (`cooperation agreement`)."""
    adjective = hit.end - at > 1 and not any(c.isa(i, "of") for i in range(at, hit.end))
    named = start < at or adjective or topical(c, at, hit.end)
    return Tail(hit.end) if named and _between_signers(tail) else tail

"""How marks lie in a text: mentions nested in one another, and passages that facts rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from kg.model import EntityId, Span

__all__ = ["Mark", "Stretch", "nest", "stretches"]


@dataclass(frozen=True)
class Mark:
    """A mention and the mentions inside it, in order."""

    span: Span
    entity: EntityId
    inner: "tuple[Mark, ...]" = ()

    @property
    def kind(self) -> str:
        """`person`, `country`, `framework`, …"""
        return self.entity.partition("/")[0]


class Stretch(NamedTuple):
    """A part of the text in which the same facts hold."""

    span: Span
    facts: tuple[int, ...]
    """Numbers of the facts with a passage over it."""


def nest(mentions: Iterable[tuple[Span, EntityId]], within: Span) -> tuple[Mark, ...]:
    """Mentions cut to a range and put inside one another; one that crosses another's end is cut there in two."""
    heap = [
        (max(span.start, within.start), -min(span.end, within.end), entity)
        for span, entity in set(mentions)
        if span.start < within.end and span.end > within.start
    ]
    heapify(heap)
    marks: list[Mark] = []
    while heap:
        start, minus_end, entity = heappop(heap)
        end, inside, after = -minus_end, [], []
        while heap and heap[0][0] < end:
            inner, minus_other, whose = heappop(heap)
            inside.append((Span(inner, min(-minus_other, end)), whose))
            if -minus_other > end:
                after.append((end, minus_other, whose))
        for rest in after:
            heappush(heap, rest)
        marks.append(Mark(Span(start, end), entity, nest(inside, Span(start, end))))
    return tuple(marks)


def stretches(length: int, passages: Sequence[tuple[int, tuple[Span, ...]]]) -> tuple[Stretch, ...]:
    """Cut a text of this length wherever a passage begins or ends; each cut knows the facts over it.

    `passages` are fact numbers with their spans. The stretches cover the text without gap or overlap.
    """
    spans = sorted({(span.start, span.end, number) for number, evidence in passages for span in evidence})
    bounds = sorted({0, length, *(edge for start, end, _ in spans for edge in (start, end))})
    found, following, open_now = [], 0, set[tuple[int, int]]()
    for start, end in pairwise(bounds):
        open_now = {(until, number) for until, number in open_now if until > start}
        while following < len(spans) and spans[following][0] == start:
            open_now.add(spans[following][1:])
            following += 1
        found.append(Stretch(Span(start, end), tuple(sorted({number for _, number in open_now}))))
    return tuple(found)

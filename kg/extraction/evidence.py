"""Passages of evidence: each within one line, and none longer than a reader takes in at a glance."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kg.model import Fact, Span

__all__ = ["LONGEST", "cut", "with_passages"]

LONGEST = 800
"""Code points of the longest passage."""

_F = TypeVar("_F", bound=Fact)


def with_passages(text: str, facts: Iterable[_F]) -> tuple[_F, ...]:
    """The facts with their evidence cut into passages."""
    found = []
    known: dict[Span, list[Span]] = {}
    for fact in facts:
        for span in fact.evidence:
            if span not in known:
                known[span] = list(cut(text, span))
        passages = tuple(dict.fromkeys([s for span in fact.evidence for s in known[span]]))
        found.append(fact if passages == fact.evidence else replace(fact, evidence=passages))
    return tuple(found)


def cut(text: str, span: Span) -> Iterator[Span]:
    """The lines of a span, without the white space around them; what is too long is parted at a space."""
    passage = text[span.start : span.end]
    if 0 < len(passage) <= LONGEST and passage.isprintable() and passage == passage.strip():
        yield span  # as most are: one line, no longer than may be
        return
    for line in re.finditer(r"\S(?:[^\n\r]*\S)?", text[span.start : span.end]):
        start, end = span.start + line.start(), span.start + line.end()
        while end - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            stop = space if space > 0 else start + LONGEST
            yield Span(start, stop)
            start = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
        yield Span(start, end)

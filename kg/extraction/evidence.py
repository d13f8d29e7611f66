"""Passages of evidence: each within one line, and none longer than a reader takes in at a glance."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kg.model import Fact, Span

__all__ = ["LONGEST", "Passages", "cut"]

LONGEST = 800
"""Code points of the longest passage."""

_F = TypeVar("_F", bound=Fact)


class Passages:
    """Cuts the evidence of a text's facts into passages; many facts have the same."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._of: dict[tuple[Span, ...], tuple[Span, ...]] = {}

    def told(self, facts: Iterable[_F]) -> tuple[_F, ...]:
        """The facts with their evidence in passages, each once."""
        return tuple([self._told(fact) for fact in facts])

    def _told(self, fact: _F) -> _F:
        passages = self._of.get(fact.evidence)
        if passages is None:
            passages = tuple(dict.fromkeys(s for span in fact.evidence for s in cut(self._text, span)))
            self._of[fact.evidence] = passages
        return fact if passages == fact.evidence else replace(fact, evidence=passages)


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

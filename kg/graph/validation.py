"""Whether a graph keeps its promises: every passage is where it says it is, every node has the shape it should."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.graph.store import Store
from kg.model import Span

__all__ = ["Problem", "Sentences", "validate", "verify"]

Sentences = Callable[[str, str], Sequence[Span]]
"""Sentence spans of (text, language)."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong."""

    where: str
    """IRI of the node, or identifier of the document."""
    message: str
    """What was found and what was expected."""


def verify(store: Store, texts: Path | None = None, sentences: Sentences | None = None) -> list[Problem]:
    """Check every passage and hash against the documents' texts, in order of place.

    Texts come from the store, or from the folder that the graph was built from: a document's is the file whose path without
    suffix is its identifier. A document whose text is nowhere is a problem. Without `sentences`, only lines are checked.
    """
    raise NotImplementedError


def validate(store: Store) -> list[Problem]:
    """Check the union against `shapes.ttl` (SHACL)."""
    raise NotImplementedError

"""What identity across documents hands on: which entities of which documents are one, and why.

Stands outside the rooms, like `annotated` and `resolved`: `identity` makes these values, `graph` writes them down, and neither
needs the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kg.model import DocumentId, EntityId

__all__ = ["Decision", "Identity", "Member", "Verdict"]


class Member(NamedTuple):
    """One entity or event of one document."""

    document: DocumentId
    entity: EntityId


class Verdict(StrEnum):
    """What was decided of two members."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Decision:
    """Whether two members are one thing, by rule or by hand."""

    left: Member
    right: Member
    """Greater than `left`, so that a pair has one form."""
    verdict: Verdict
    score: float
    """How alike the two are, 0 to 1; 1 for a hand's."""
    reason: str
    """In words."""
    rule: str | None = None
    """Name of the rule, as `person.full-name`; None where a hand decided."""
    time: str | None = None
    """When a hand decided, ISO 8601; a rule's decision has no time, since it is made anew at each build."""


@dataclass(frozen=True)
class Identity:
    """Which members are one: the result of comparing all documents of a collection."""

    canonical: Mapping[Member, str] = field(default_factory=dict)
    """`kind/key` below the base, as `person/ann-lee`, one for each thing; a member that is absent is its document's own thing."""
    decisions: tuple[Decision, ...] = ()
    """Sorted by pair, no pair twice."""

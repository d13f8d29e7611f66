"""What identity across documents hands on: members, decisions of pairs, canonical keys.

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
    """Whether two members are one."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a pair, by rule or by hand."""

    left: Member
    """The lesser of the two."""
    right: Member
    verdict: Verdict
    score: float
    """0 to 1: how much speaks for one thing."""
    reason: str
    """In words, the same for the same pair of facts."""
    rule: str | None
    """As `person.full-name`; None for a hand's."""
    time: str | None = None
    """ISO 8601; hand decisions only."""
    author: str | None = None
    """Hand decisions only."""

    def __post_init__(self) -> None:
        if not self.left < self.right:
            raise ValueError(f"a decision of {self.left} and {self.right}: the lesser must stand left, and they must differ")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"the score of {self.left} and {self.right} is {self.score}, expected 0 to 1")


@dataclass(frozen=True)
class Identity:
    """Which members are one."""

    canonical: Mapping[Member, str] = field(default_factory=dict)
    """`kind/key` below the base, as `person/abdel-karim-sorn`; an absent member keeps the IRI of its document.

    Places and bodies of the gazetteer, which all documents share by their closed keys, are absent too."""
    decisions: tuple[Decision, ...] = ()
    """Merges, refusals worth telling and undecided pairs, sorted; no pair twice."""

"""What the reader of a text has in mind at a point: who acted, spoke, met and was told last."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import EntityId

__all__ = ["Discourse"]


@dataclass
class Discourse:
    """What the reader of the text has in mind at a point."""

    speaker: tuple[EntityId, ...] = ()
    subject: tuple[EntityId, ...] = ()
    group: tuple[EntityId, ...] = ()
    """The last two or more persons told together."""
    gathered: int = -1
    """Sentence that told them together."""
    spoke: int = -1
    """Sentence in which the speaker last spoke."""
    acted: int = -1
    """Sentence whose subject is the subject."""
    delegation: tuple[EntityId, ...] = ()
    """Who leads the delegation told last, or its state."""
    actors: set[EntityId] = field(default_factory=set)
    """Who was a subject so far, or met another."""
    told: dict[EntityId, None] = field(default_factory=dict)
    """Persons, the last mentioned last."""

    @property
    def recent(self) -> list[EntityId]:
        """Persons, the last mentioned first."""
        return list(reversed(self.told))

    def tell(self, persons: Sequence[EntityId]) -> None:
        """Mention persons."""
        for person in persons:
            self.told.pop(person, None)
            self.told[person] = None

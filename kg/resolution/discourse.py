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
    listed: dict[int, tuple[EntityId, ...]] = field(default_factory=dict)
    """The three or more told together last, by how many they are."""
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

    def counted(self, numbers: Sequence[int]) -> tuple[EntityId, ...]:
        """Those who acted last or were listed last, as many as a number says; nobody where there were not so many."""
        acted = self.subject if len(self.subject) > 2 and len(self.subject) in numbers else ()
        return acted or next((self.listed[n] for n in numbers if n in self.listed), ())

    def tell_list(self, agents: Sequence[EntityId]) -> None:
        """Mention three or more together, of whom a number may speak later (`the three ministers`)."""
        self.listed[len(agents)] = tuple(agents)

    def gather(self, persons: tuple[EntityId, ...], sentence: int) -> None:
        """Tell persons together."""
        self.actors |= set(persons)
        self.group, self.gathered = persons, sentence

    def across(self, person: EntityId) -> tuple[EntityId, ...]:
        """Who met somebody in talks that tell only him: the first of those who met last, else who acted."""
        return tuple(p for p in (*self.group, *self.subject) if p.startswith("person/") and p != person)[:1]

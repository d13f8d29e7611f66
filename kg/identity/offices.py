"""Offices that people hold, as far as comparison needs them: what, of which state or body, and when attested."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kg.identity.vocabulary import Title
from kg.model import PartialDate

__all__ = ["Offices", "day_of"]

_HEADS_OF_STATE = frozenset({"president", "king", "queen", "emperor", "emir", "sultan", "grand-duke", "pope", "head-of-state"})
_TERM = 1461
"""Days that may lie between two tellings of one office before they may well mean two holders: a usual term."""
_MOMENT = 31


def day_of(told: PartialDate | None) -> int | None:
    """A date's first day as a number; None for none or a day that is none."""
    try:
        return date(told.year, told.month or 1, told.day or 1).toordinal() if told is not None else None
    except ValueError:
        return None


@dataclass
class Offices:
    """The offices of a person: title → first and last day on which a document has it so (0, 0 where none tells the day)."""

    attested: dict[Title, tuple[int, int]] = field(default_factory=dict)

    def add(self, title: Title, days: Iterable[int]) -> None:
        """Note an office and days on which it was held."""
        known = [d for d in (*self.attested.get(title, ()), *days) if d]
        self.attested[title] = (min(known), max(known)) if known else (0, 0)

    def learn(self, other: "Offices") -> None:
        """Take over what another knows."""
        for title, days in other.attested.items():
            self.add(title, days)

    def shared(self, other: "Offices") -> list[Title]:
        """Offices that both hold, told by head and field."""
        return sorted(t for t in self.attested if t in other.attested and not t.open)

    def agrees(self, other: "Offices") -> bool:
        """Whether both may be one career at one time: an office in common, or one told without its field, or none told."""
        if not self.attested or not other.attested:
            return True
        return any(_alike(a, b) for a in self.attested for b in other.attested)

    def near(self, other: "Offices", days: int = _TERM) -> bool:
        """Whether the same or a like office is attested by both no more than `days` apart, as far as days are told."""
        return any(
            _alike(a, b) and (not (first[0] and second[0]) or max(first[0] - second[1], second[0] - first[1]) <= days)
            for a, first in self.attested.items()
            for b, second in other.attested.items()
        )

    def at_once(self, other: "Offices") -> bool:
        """Whether one office is attested of both for one time, so that nobody succeeded the other in it."""
        for title in self.shared(other):
            first, second = self.attested[title], other.attested[title]
            if not (first[0] and second[0]):
                continue
            point = first[0] == first[1] and second[0] == second[1]
            if (point and abs(first[0] - second[0]) <= _MOMENT) or max(first[0], second[0]) < min(first[1], second[1]):
                return True
            if first[0] < second[0] == second[1] < first[1] or second[0] < first[0] == first[1] < second[1]:
                return True
        return False


def _alike(a: Title, b: Title) -> bool:
    if a == b:
        return True
    if "head-of-state" in (a.head, b.head) and {a.head, b.head} <= _HEADS_OF_STATE:
        return a.ranks == b.ranks and not (a.rest or b.rest or a.fields or b.fields)
    if a.head != b.head or a.ranks != b.ranks or not a.head:
        return False
    return a.open or b.open or bool(set(a.fields) & set(b.fields)) or bool(set(a.rest) & set(b.rest))

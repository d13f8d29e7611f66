"""Events while they are put together, and how two tellings of one event become one."""

from dataclasses import dataclass, field
from datetime import date as day_of
from itertools import islice

from kg.model import CountryCode, EntityId, EventStatus, EventType, PartialDate, Span, TopicId

__all__ = ["AT_HAND", "Draft", "Ledger", "compatible", "following", "precedes"]


AT_HAND = 1000
"""How many of the events or frameworks told last a new telling is compared with: more than any real text has, so that a text of
tens of thousands is read in time that grows with its length, not with the square of it."""


_SOON = 2
"""Most sentences between what two discussed and their call at which they did so."""


@dataclass(eq=False)
class Draft:
    """An event in the making; private to extraction, frozen into an Event at the end. Two that read alike are still two."""

    type: EventType
    rule: str
    anchor: int
    """Token of the trigger that opened it."""
    sentence: int
    participants: list[EntityId] = field(default_factory=list)
    visitors: list[EntityId] = field(default_factory=list)
    host: CountryCode | None = None
    signatories: list[EntityId] = field(default_factory=list)
    instrument: EntityId | None = None
    name: str | None = None
    place: EntityId | None = None
    date: PartialDate | None = None
    status: EventStatus = EventStatus.HELD
    topics: dict[TopicId, None] = field(default_factory=dict)
    frameworks: list[EntityId] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    occasion: "Draft | None" = None
    recalled: bool = False
    """Told in passing, as a participle (`the declaration signed by A`) or in the pluperfect: little around it is its own."""

    whole: "Draft | None" = None
    """The signing of several texts, told before, of which this is one."""

    since: int = 0
    """Token of the verb before it, after which its time and place may be told (`attended, in Lima on Friday, the Forum`)."""
    aside: bool = False
    """Took place before the matter at hand, or is the next of its kind: what is told after it is not told of it."""

    lasting: bool = False
    """A visit whose date is the first of several days told: what took place on it has no date by that."""

    apart: bool = False
    """Told as a separate one, so that it joins none told before."""

    def add(self, role: str, agents: tuple[EntityId, ...] | list[EntityId]) -> None:
        """Add agents to a role, each once, in order."""
        known: list[EntityId] = getattr(self, role)
        known += [a for a in dict.fromkeys(agents) if a not in known]


def compatible(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Whether two dates can be one: either open, or one a cut of the other."""
    if a is None or b is None:
        return True
    return a == b or all(x is None or y is None or x == y for x, y in zip(a, b, strict=True))


def precedes(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Whether one date is certainly before another."""
    if a is None or b is None or compatible(a, b):
        return False
    return next(x < y for x, y in zip(a, b, strict=True) if x is not None and y is not None and x != y)


def following(a: PartialDate | None, b: PartialDate | None) -> int | None:
    """How many days after one day another is; None where either is no day, or is before it."""
    if a is None or b is None or not (a.month and a.day and b.month and b.day):
        return None
    days = (day_of(b.year, b.month, b.day) - day_of(a.year, a.month, a.day)).days
    return days if days >= 0 else None


class Ledger:
    """The events of a text, each once. A new telling joins an event of the same type, people and date."""

    def __init__(self, country_of: dict[EntityId, CountryCode | None]) -> None:
        self.drafts: list[Draft] = []
        self._country_of = country_of

    def last(self, *types: EventType, status: EventStatus | None = None) -> Draft | None:
        """The event of one of these types that was told last, but for those only proposed or told beside the matter at hand.

        With a status, the last of those that have it.
        """
        told = (d for d in reversed(self.drafts) if d.type in types and not d.aside and status in (None, d.status))
        return next((d for d in told if d.status is not EventStatus.PROPOSED), None)

    def enter(self, new: Draft) -> Draft:
        """Add a telling; gives the event it belongs to, which may be one of the last `AT_HAND` told before."""
        for old in islice(reversed(self.drafts), AT_HAND):
            if self._phoned(old, new):
                old.type, old.rule = new.type, new.rule
            if old.type is new.type and self._same(old, new):
                self._merge(old, new)
                # What is told last is at hand: `the meeting` points at it.
                self.drafts.remove(old)
                self.drafts.append(old)
                return old
        self.drafts.append(new)
        return new

    def _phoned(self, old: Draft, new: Draft) -> bool:
        """Whether a text has just told what a call was about (`A and B discussed trade. A received a call from B`)."""
        soon = old.rule == "meeting.discussed" and new.type is EventType.CALL and new.sentence - old.sentence <= _SOON
        fits = old.place is None and old.status is new.status and compatible(old.date, new.date)
        return soon and fits and self._same_people(old.participants, new.participants)

    def _same(self, old: Draft, new: Draft) -> bool:
        if new.apart or (old.aside and new.date is None and new.place is None):
            return False
        if EventStatus.PROPOSED in (old.status, new.status) and old.status is not new.status:
            return False
        planned = EventStatus.PLANNED in (old.status, new.status) and old.status is not new.status
        if planned and (old.date is None or new.date is None):
            return False
        if not compatible(old.date, new.date) or (old.place and new.place and old.place != new.place):
            return False
        if old.frameworks and new.frameworks and set(old.frameworks).isdisjoint(new.frameworks):
            return False  # sessions of two bodies
        if new.type in (EventType.MEETING, EventType.CALL):
            return self._same_people(old.participants, new.participants) or self._named_later(old, new)
        if new.type is EventType.VISIT:
            hosts = old.host is None or new.host is None or old.host == new.host
            return hosts and self._overlap(old.visitors, new.visitors)
        if new.type is EventType.SIGNING:
            return old.instrument == new.instrument
        return old.name == new.name

    def _named_later(self, old: Draft, new: Draft) -> bool:
        """`A received the ambassador of Peru`, and later by name: A is in both, told alike, and the rest is of the state told."""
        rest = [p for p in old.participants if p not in new.participants]
        named = [p for p in new.participants if p not in old.participants]
        persons = all(p.startswith("person/") for p in named)
        alike = new.rule in (old.rule, "meeting.led")
        return alike and persons and len(rest) < len(old.participants) and self._stands_for(named, rest)

    def _overlap(self, old: list[EntityId], new: list[EntityId]) -> bool:
        return not set(old).isdisjoint(new) or not new or self._stands_for(old, new) or self._stands_for(new, old)

    def _same_people(self, old: list[EntityId], new: list[EntityId]) -> bool:
        a = set(old)
        if not a.isdisjoint(new) and (a.issubset(new) or a.issuperset(new) or len(a.intersection(new)) >= 2):
            return True
        if not old or not new:
            return True
        # `A met B of Peru. He welcomed the Peruvian delegation`: A met it in B.
        rest = [p for p in new if p not in old]
        named = [p for p in old if p not in new and self._country_of.get(p)]
        told_again = len(rest) < len(new) and self._stands_for(named, rest)
        return told_again or self._stands_for(old, new) or self._stands_for(new, old)

    def _stands_for(self, persons: list[EntityId], countries: list[EntityId]) -> bool:
        """Whether countries are told for persons told elsewhere: `talks between Chad and Niger` are their ministers'."""
        if not countries or not persons or not countries[0].startswith("country/"):
            return False
        acted = {f"country/{self._country_of.get(p)}" for p in persons}
        unknown = sum(self._country_of.get(p) is None for p in persons)
        nobody = unknown == len(persons) == len(countries)
        return (nobody or bool(acted & set(countries))) and sum(str(c) not in acted for c in countries) <= unknown

    def _merge(self, old: Draft, new: Draft) -> None:
        for role in ("participants", "visitors", "signatories", "frameworks"):
            self._join(getattr(old, role), getattr(new, role))
        old.host = old.host or new.host
        old.place = old.place or new.place
        if new.date is not None and (old.date is None or len(str(new.date)) > len(str(old.date))):
            old.date = new.date
        old.topics |= new.topics
        old.evidence += [span for span in new.evidence if span not in old.evidence]
        old.occasion = old.occasion or new.occasion

    def _join(self, old: list[EntityId], new: list[EntityId]) -> None:
        old += [a for a in new if a not in old]
        # A country whose own official takes part adds nobody.
        persons = [a for a in old if not a.startswith("country/")]
        acted = {f"country/{self._country_of.get(a)}" for a in persons}
        if len(persons) > 1 and all(self._country_of.get(a) is None for a in persons):
            acted |= set(old) - set(persons)  # it is not told whom of them each state sent
        old[:] = [a for a in old if str(a) not in acted]

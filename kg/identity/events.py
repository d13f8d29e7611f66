"""Events told many times: one type, dates that agree, the same principal participants, or the same pair of states and place.

A date told to the day is the anchor: tellings of one day are compared first. What is told by its month or year only, or without a
date soon after it happened, joins where exactly one event fits, and never draws others after it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from itertools import combinations
from typing import NamedTuple

from kg.identified import Member, Verdict
from kg.identity.clusters import Clusters
from kg.identity.offices import day_of
from kg.identity.profile import DocumentProfile, EventProfile
from kg.identity.vocabulary import Analysis, analyse
from kg.keys import folded
from kg.model import EntityId, PartialDate

__all__ = ["Agent", "Event", "Fit", "compare_events", "events_of", "match_events"]

_STAY = 3
"""Days between which tellings may date one visit: some by its first day, some by the day of what they tell."""
_SOON = 5
"""Days after which a text that gives no date speaks of something else."""
_LATELY = 3
"""Groups of one wording with which a telling is compared: one document may hold two."""
_LISTED = 5
"""Of how many events that fit one is told to review."""


class Agent(NamedTuple):
    """Who takes part."""

    key: str
    """Canonical, or what the document alone knows."""
    state: str
    """Empty where open."""
    words: frozenset[str]
    """Of a name of one word that no other document knows."""

    @property
    def country(self) -> bool:
        """Whether a state itself is told."""
        return self.key.startswith("country/")


class Event(NamedTuple):
    """What one document tells of an event."""

    member: Member
    type: str
    held: bool
    """Held or planned; else proposed or cancelled."""
    agents: frozenset[Agent]
    states: frozenset[str]
    place: str
    date: PartialDate | None
    published: int | None
    instrument: str
    name: str
    said: Analysis | None
    """A conference's name taken apart."""
    language: str

    @property
    def signature(self) -> tuple[object, ...]:
        """What makes two tellings say the same."""
        keys = tuple(sorted(a.key for a in self.agents))
        return (
            self.type,
            self.held,
            keys,
            tuple(sorted(self.states)),
            self.place,
            str(self.date),
            self.instrument,
            folded(self.name),
        )

    @property
    def anchors(self) -> list[str]:
        """By what candidates are looked up: who takes part, what is signed, the pair of states, the conference."""
        if self.said is not None:
            return [f"{self.said.head} {word}" for word in (*self.said.words, *self.said.rest)] or [self.said.head]
        found = [a.key for a in self.agents if not a.country]
        if self.instrument:
            found.append(self.instrument)
        if len(self.states) == 2:
            found.append(" ".join(sorted(self.states)))
        return found


class Fit(IntEnum):
    """How well two dates agree."""

    NOT = 0
    NEAR = 1
    """One is open, and the texts are of the same days."""
    COARSE = 2
    """One is told less precisely."""
    EXACT = 3


def events_of(profiles: Iterable[DocumentProfile], canonical: Mapping[Member, str]) -> list[Event]:
    """All events, those who took part by canonical key."""
    return [
        _event(profile, told, _agents(profile, canonical), _keys(profile, canonical))
        for profile in profiles
        for told in profile.events
    ]


def _keys(profile: DocumentProfile, canonical: Mapping[Member, str]) -> Callable[[EntityId | None], str]:
    """Gives the canonical key of a place or instrument; else a place's name, or what the document alone knows."""
    names = {p.id: folded(p.names[0]) for p in profile.places}

    def key(entity: EntityId | None) -> str:
        if entity is None:
            return ""
        return canonical.get(Member(profile.document, entity)) or names.get(entity) or f"{profile.document}/{entity}"

    return key


def _agents(profile: DocumentProfile, canonical: Mapping[Member, str]) -> Callable[[EntityId], Agent]:
    states = {e.id: e.country or "" for e in (*profile.persons, *profile.organizations)}
    names = {p.id: p.names[0] for p in profile.persons}

    def agent(entity: EntityId) -> Agent:
        kind, _, key = entity.partition("/")
        if kind == "country":
            return Agent(entity, key, frozenset())
        known = canonical.get(Member(profile.document, entity))
        words = frozenset() if known or entity not in names else frozenset(folded(names[entity]).split())
        return Agent(known or f"{profile.document}/{entity}", states.get(entity, ""), words)

    return agent


def _event(
    profile: DocumentProfile, told: EventProfile, agent: Callable[[EntityId], Agent], key_of: Callable[[EntityId | None], str]
) -> Event:
    agents = frozenset(agent(e) for e in told.actors)
    states = {a.state for a in agents if a.state} | ({told.host} if told.host else set())
    return Event(
        member=Member(profile.document, told.id),
        type=told.type,
        held=told.status in ("Held", "Planned"),
        agents=agents,
        states=frozenset(states),
        place=key_of(told.place),
        date=told.date,
        published=day_of(profile.published) if profile.published and profile.published.day else None,
        instrument=key_of(told.instrument),
        name=told.name or "",
        said=analyse(told.name) if told.name and told.type == "Conference" else None,
        language=profile.language,
    )


def match_events(events: list[Event], clusters: Clusters) -> None:
    """Join the members that are one event: of one day first, then what is told less precisely."""
    alike: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for each in events:
        alike[each.signature].append(each)
    fine: list[Event] = []
    coarse: list[Event] = []
    for key in sorted(alike, key=str):
        for group in _same_words(alike[key], clusters):
            (fine if group.date and group.date.day else coarse).append(group)
    together: dict[Member, list[Event]] = {e.member: [e] for e in (*fine, *coarse)}
    of = {member: member for member in together}
    for first, second in _one_day(fine):
        _try(first, second, clusters, together, of)
    _attach(fine, coarse, clusters, together, of)


def _same_words(same: list[Event], clusters: Clusters) -> list[Event]:
    """Join tellings that say the same, where that is enough to be one event; gives one for each event."""
    same.sort(key=lambda e: (e.published or 0, e.member))
    groups: list[list[Event]] = []
    for each in same:
        for group in groups[-_LATELY:]:  # sorted by their texts' days, so that what is not near these is near none
            verdict, score, rule, reason = compare_events(group[0], each)
            if verdict is Verdict.SAME and clusters.join(group[0].member, each.member, f"event.{rule}", score, reason):
                group.append(each)
                break
        else:
            groups.append([each])
    return [group[0] for group in groups]


def _one_day(events: list[Event]) -> list[tuple[Event, Event]]:
    """Pairs of one type, day (visits: days) and anchor, the most alike first."""
    blocks: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for each in events:
        day = day_of(each.date) or 0
        for anchor in each.anchors:
            for shift in range(_STAY + 1 if each.type == "Visit" else 1):
                blocks[each.type, day + shift, anchor].append(each)
    pairs = {}
    for key in sorted(blocks, key=str):
        for first, second in combinations(sorted(blocks[key], key=lambda e: e.member), 2):
            verdict, score, _, _ = compare_events(first, second)
            if verdict is not None:
                pairs[first.member, second.member] = (score, first, second)
    return [(a, b) for _, a, b in sorted(pairs.values(), key=lambda p: (-p[0], p[1].member, p[2].member))]


def _try(a: Event, b: Event, clusters: Clusters, together: dict[Member, list[Event]], of: dict[Member, Member]) -> bool:
    """Join two events and all that is joined with them, where none of these speaks against it."""
    mine, others = together[of[a.member]], together[of[b.member]]
    if mine is others:
        return True
    verdict, score, rule, reason = compare_events(a, b)
    if verdict is not Verdict.SAME:
        if verdict is not None:
            clusters.note(a.member, b.member, verdict, f"event.{rule}", score, reason)
        return False
    against = any(compare_events(x, y)[0] is None for x in mine for y in others)
    if against or not clusters.join(a.member, b.member, f"event.{rule}", score, reason):
        told = f"{reason}, but another telling of either speaks against it"
        clusters.note(a.member, b.member, Verdict.UNDECIDED, f"event.{rule}", 0.5, told)
        return False
    together[of[a.member]] = mine + others
    for each in others:
        of[each.member] = of[a.member]
    return True


def _attach(
    fine: list[Event], coarse: list[Event], clusters: Clusters, together: dict[Member, list[Event]], of: dict[Member, Member]
) -> None:
    """Join what is told less precisely to the one event that fits, or to those that fit each other too."""
    index: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for each in (*fine, *coarse):
        for anchor in each.anchors:
            for when in _whens(each):
                index[each.type, anchor, when].append(each)
    precision = sorted(coarse, key=lambda e: (-len(str(e.date or "")), e.member))
    for each in precision:
        fitting: dict[Member, Event] = {}
        found = {o.member: o for anchor in each.anchors for when in _asks(each) for o in index.get((each.type, anchor, when), ())}
        for member in sorted(found):
            if member.document != each.member.document and compare_events(each, found[member])[0] is Verdict.SAME:
                fitting.setdefault(of[member], found[member])
        fitting.pop(of[each.member], None)
        agreed = all(compare_events(a, b)[0] is Verdict.SAME for a, b in combinations(fitting.values(), 2))
        if agreed:
            for member in sorted(fitting):
                _try(fitting[member], each, clusters, together, of)
        else:
            for other in [fitting[m] for m in sorted(fitting)[:_LISTED]]:
                reason = "it fits several events, by what it tells of when and who"
                clusters.note(other.member, each.member, Verdict.UNDECIDED, "event.several", 0.5, reason)


def _whens(each: Event) -> list[str]:
    """Under which spans of time an event is found: its day's month and year, or its text's days."""
    date = each.date
    always = _once(each)
    if date is None:
        return always + ([f"p{each.published}"] if each.published else [])
    spans = always + [f"y{date.year}"] + ([f"m{date.year}-{date.month}"] if date.month else [])
    day = day_of(date)
    return spans + ([f"p{day}"] if date.day and day else [])


def _once(each: Event) -> list[str]:
    """What tells the event whenever it was: what is signed, or a conference's number."""
    if each.said is not None and each.said.numbers:
        return ["i" + " ".join(each.said.numbers)]
    return ["i"] if each.instrument else []


def _asks(each: Event) -> list[str]:
    """Under which spans of time an event that is not told to the day looks for others."""
    if each.date is None and (always := _once(each)):
        return always
    if each.date is None:
        return [f"p{each.published + d}" for d in range(-_SOON, _SOON + 1)] if each.published else []
    return [f"m{each.date.year}-{each.date.month}"] if each.date.month else [f"y{each.date.year}"]


def _fit(a: Event, b: Event) -> Fit:
    """How well the dates of two tellings agree."""
    if a.date is None or b.date is None:
        days = [day_of(e.date) if e.date and e.date.day else None if e.date else e.published for e in (a, b)]
        return Fit.NEAR if days[0] and days[1] and abs(days[0] - days[1]) <= _SOON else Fit.NOT
    if a.date == b.date:
        return Fit.EXACT if a.date.day else Fit.COARSE
    first, second = day_of(a.date), day_of(b.date)
    if a.type == "Visit" and a.date.day and b.date.day and first and second and abs(first - second) <= _STAY:
        return Fit.COARSE
    return Fit.COARSE if all(x == y for x, y in zip(a.date, b.date, strict=True) if x and y) else Fit.NOT


def compare_events(a: Event, b: Event) -> tuple[Verdict | None, float, str, str]:
    """Verdict, score, rule and reason of two events; None where they are two."""
    two: tuple[Verdict | None, float, str, str] = (None, 0.0, "", "")
    if a.type != b.type or a.held != b.held:
        return two
    fit = _fit(a, b)
    if a.said is not None and b.said is not None:
        return _conferences(a, b, fit)
    if a.type == "Signing" and (a.instrument or b.instrument):
        return _signings(a, b, fit)
    if fit is Fit.NOT:
        return two
    return _gatherings(a, b, fit)


def _conferences(a: Event, b: Event, fit: Fit) -> tuple[Verdict | None, float, str, str]:
    """By name: kind, subject and number, and dates that do not speak against it."""
    first, second = a.said, b.said
    if first is None or second is None or first.head != second.head or set(first.words) != set(second.words):
        return None, 0.0, "", ""
    if set(first.numbers) != set(second.numbers) and first.numbers and second.numbers:
        return None, 0.0, "", ""
    if set(first.rest) != set(second.rest) and (
        a.language == b.language or not (first.words and first.numbers == second.numbers)
    ):
        return None, 0.0, "", ""
    numbered = bool(first.numbers and first.numbers == second.numbers)
    if fit is Fit.NOT and not (numbered and (a.date is None or b.date is None)):
        return None, 0.0, "", ""
    if numbered or fit is Fit.EXACT:
        return (
            Verdict.SAME,
            0.95,
            "name",
            "a conference of one name and number" if numbered else "a conference of one name and day",
        )
    return Verdict.SAME, 0.85, "name", "a conference of one name, dates that agree"


def _signings(a: Event, b: Event, fit: Fit) -> tuple[Verdict | None, float, str, str]:
    """By what is signed: an instrument is signed once."""
    if a.instrument != b.instrument:
        return None, 0.0, "", ""
    if fit is Fit.NOT and a.date and b.date:
        return None, 0.0, "", ""
    return Verdict.SAME, 0.95, "instrument", "the signing of one instrument, dates that agree"


def _gatherings(a: Event, b: Event, fit: Fit) -> tuple[Verdict | None, float, str, str]:
    """Meetings, calls and visits: by who took part, else by the pair of states and the place."""
    equal = {x for x in a.agents if not x.country and any(_one(x, y) for y in b.agents)}
    left = [{x for x in e.agents if not any(_one(x, y) for y in o.agents)} for e, o in ((a, b), (b, a))]
    covered = [all(x.country and x.state in o.states for x in rest) for rest, o in zip(left, (b, a), strict=True)]
    elsewhere = bool(a.place and b.place and a.place != b.place)
    if elsewhere and fit is not Fit.EXACT and a.type != "Visit":
        return None, 0.0, "", ""
    both_sides = len({x.state for x in equal if x.state}) > 1
    if a.type == "Visit":
        if equal and a.states & b.states and (a.states <= b.states or b.states <= a.states):
            return Verdict.SAME, 0.9, "visitor", "the same visitor and host, dates that agree"
    elif both_sides or (len(equal) > 1 and (covered[0] or covered[1])):
        return (
            Verdict.SAME,
            0.95 if fit is Fit.EXACT else 0.85,
            "participants",
            "the same principal participants, dates that agree",
        )
    same_states = a.states == b.states and len(a.states) > 1
    told_less = covered[0] or covered[1]
    if equal and told_less and same_states and not all(not rest for rest in left):
        return Verdict.SAME, 0.8, "participant-and-state", "the same participant and the same other state, dates that agree"
    if (
        same_states
        and told_less
        and fit is Fit.EXACT
        and not elsewhere
        and (a.place or a.type != "Meeting")
        and a.place == b.place
    ):
        return Verdict.SAME, 0.75, "pair-and-place", "the same pair of states, place and day"
    if equal and fit >= Fit.COARSE and told_less and (a.states <= b.states or b.states <= a.states):
        return Verdict.UNDECIDED, 0.5, "participants", "one participant in common, dates that agree"
    return None, 0.0, "", ""


def _one(a: Agent, b: Agent) -> bool:
    """Whether two may be one: one key, or a lone surname that the other's name holds, and no other country."""
    if a.key == b.key:
        return True
    if a.country or b.country or (a.state and b.state and a.state != b.state):
        return False
    return any(
        len(x.words) == 1 and x.words <= set(y.key.partition("/")[2].partition(".")[0].split("-")) for x, y in ((a, b), (b, a))
    )

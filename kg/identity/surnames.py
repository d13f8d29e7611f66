"""Persons told by less than a full name, or of a country that was only inferred: who they are is told by office and state."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from kg.identified import Member, Verdict
from kg.identity.clusters import Clusters
from kg.identity.names import Likeness, Name, compare
from kg.identity.offices import Offices
from kg.identity.persons import Group, Person
from kg.model import CountryCode

__all__ = ["match_surnames"]

_LISTED = 5
"""Of how many persons who fit one is told to review."""
_LIKE = frozenset({Likeness.EQUAL, Likeness.CONTAINED, Likeness.SPELLING, Likeness.ORDER})


def match_surnames(persons: list[Person], groups: list[Group], clusters: Clusters) -> None:
    """Join names of one word to the persons of full names; and first those who lead a state that their text tells otherwise."""
    bearers: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        for word in set(group.name.words) if group.country else ():
            bearers[word].append(group)
    _misplaced(groups, bearers, clusters)
    lone = [p for p in persons if not p.name.full]
    joined = _leaders(lone, bearers, clusters)
    _surnames([p for p in lone if p.country and p.member not in joined], groups, clusters)


def _misplaced(groups: list[Group], bearers: Mapping[str, list[Group]], clusters: Clusters) -> None:
    """A leader whose country was only inferred joins the leader of nearly that name of another state in the text."""
    names: dict[Member, list[Name]] = defaultdict(list)
    for group in groups:
        names[clusters.least(group.member)].append(group.name)
    for group in sorted(groups, key=lambda g: g.member):
        if not group.inferred or not group.country or not _leading(group.offices):
            continue
        near = {g.member: g for word in group.name.words for g in bearers[word]}
        fitting = {clusters.least(m) for m, g in near.items() if _same_leader(group, g)}
        mine = names[clusters.least(group.member)]
        fits = [m for m in sorted(fitting) if all(compare(a, b) in _LIKE for a in mine for b in names[m])]
        if len(fitting) == len(fits) == 1:
            reason = "nearly the same name and the first office of a state; the country of one is only inferred"
            clusters.join(fits[0], group.member, "person.inferred-country", 0.8, reason)


def _same_leader(inferred: Group, told: Group) -> bool:
    """Whether a leader of another state, which the text mentions, bears nearly the same name at that time."""
    other = told.country != inferred.country and told.country in inferred.around and not told.inferred
    near = other and _leading(told.offices) and told.offices.near(inferred.offices)
    return near and compare(told.name, inferred.name) in _LIKE


def _leading(offices: Offices) -> bool:
    return any(office.leads for office in offices.attested)


def _surnames(persons: list[Person], groups: list[Group], clusters: Clusters) -> None:
    """A name of one word joins the one person of its country who bears it and holds its office."""
    bearers: dict[tuple[CountryCode, str], dict[Member, Offices]] = defaultdict(dict)
    for group in groups:
        if group.country:
            for word in group.name.words:
                offices = bearers[group.country, word].setdefault(clusters.least(group.member), Offices())
                offices.learn(group.offices)
    units: dict[tuple[CountryCode, Name, frozenset[object]], list[Person]] = defaultdict(list)
    for person in persons:
        if person.country:
            units[person.country, person.name, frozenset(person.offices.attested)].append(person)
    left: dict[tuple[CountryCode, Name], list[Group]] = defaultdict(list)
    for key in sorted(units, key=lambda k: (k[0], k[1], min(p.member for p in units[k]))):
        those = sorted(units[key], key=lambda p: p.member)
        if not those[0].offices.attested:
            continue
        rest = _join_bearer(those, bearers.get((key[0], key[1].words[-1]), {}), clusters)
        if rest:
            left[key[0], key[1]].append(Group(rest, key[0]))
            clusters.equal([p.member for p in rest], "person.surname", 0.85, "the same surname, country and office")
    for name in sorted(left):
        for first, second in combinations(left[name], 2):
            if first.offices.shared(second.offices) and first.offices.near(second.offices):
                clusters.join(first.member, second.member, "person.surname", 0.85, "the same surname, country and office")


def _join_bearer(persons: list[Person], bearers: Mapping[Member, Offices], clusters: Clusters) -> list[Person]:
    """Join surnames alike in all to the one bearer that fits; gives those that no bearer could be, which may be one another."""
    rest: list[Person] = []
    for person in persons:
        fitting = sorted(m for m, offices in bearers.items() if _holds(offices, person.offices, alone=len(bearers) == 1))
        near = [m for m in fitting if bearers[m].near(person.offices)]
        if len(near) == 1:
            reason = "a surname, the same country and office, and only one person who fits"
            clusters.join(near[0], person.member, "person.surname", 0.85, reason)
        elif fitting:
            several = len(fitting) > 1
            reason = "a surname that fits several persons" if several else "a surname and its office, but years apart"
            for member in fitting[:_LISTED]:
                clusters.note(member, person.member, Verdict.UNDECIDED, "person.surname", 0.5, reason)
        elif bearers:
            for member in sorted(bearers)[:_LISTED]:
                reason = "the same surname and country, other offices"
                clusters.note(member, person.member, Verdict.UNDECIDED, "person.surname", 0.3, reason)
            rest.append(person)
        else:
            rest.append(person)
    return rest


def _holds(bearer: Offices, surname: Offices, *, alone: bool) -> bool:
    """Whether a bearer holds an office of the surname; one told without its field counts only where there is one bearer alone."""
    return bool(bearer.shared(surname)) or (alone and bearer.agrees(surname) and bool(bearer.attested))


def _leaders(persons: list[Person], bearers: Mapping[str, list[Group]], clusters: Clusters) -> set[Member]:
    """`President Sorn` joins the one president of that name of a state that the text mentions; gives those that did.

    Only where no country is told, or one is inferred in which nobody is known to bear the name.
    """
    joined: set[Member] = set()
    for person in sorted(persons, key=lambda p: p.member):
        known = bearers.get(person.name.words[-1], [])
        leading = [office for office in person.offices.attested if office.leads]
        if not leading or (person.country and not person.inferred) or any(g.country == person.country for g in known):
            continue
        fitting = sorted(
            {
                clusters.least(g.member)
                for g in known
                if g.country in person.around
                and any(office in g.offices.attested for office in leading)
                and g.offices.near(person.offices)
            }
        )
        reason = "a surname beside the first office of a state, and one who held it is of a state that the text mentions"
        if len(fitting) == 1 and clusters.join(fitting[0], person.member, "person.leader", 0.8, reason):
            joined.add(person.member)
        for member in fitting[:_LISTED] if len(fitting) > 1 else ():
            reason = "a surname and its office, which fit leaders of several states"
            clusters.note(member, person.member, Verdict.UNDECIDED, "person.leader", 0.5, reason)
    return joined

"""Persons across documents: full names, contained names, spellings. Surnames alone are in surnames.py."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from kg.identified import Member, Verdict
from kg.identity.clusters import Clusters
from kg.identity.names import Likeness, Name, compare, name_of, sound
from kg.identity.offices import Offices, day_of
from kg.identity.profile import DocumentProfile, NamedProfile
from kg.identity.vocabulary import title
from kg.model import CountryCode, EntityId

__all__ = ["Group", "Person", "match_persons", "persons_of"]

_INFERRED = frozenset({"opposite", "home", "paired"})
"""Reasons of a country that the words about the person do not tell: where more is told elsewhere, that wins."""
_TOLD = 3
"""How much more a country told weighs than one inferred."""
_PLAIN = 5
"""How much more one country must weigh than each other for what is inferred of the others to give way."""
_SURNAME_FIRST = frozenset({"CN", "TW", "HK", "MO", "SG", "KR", "KP", "JP", "VN", "KH", "HU"})
_BLOCK = 64
"""A block of more names is cut by how their last word begins."""


class Person:
    """What one document tells of a person."""

    __slots__ = ("around", "country", "inferred", "member", "name", "offices", "text")

    def __init__(self, member: Member, told: NamedProfile, offices: Offices, around: tuple[CountryCode, ...]) -> None:
        self.member = member
        self.around = around
        """Countries that the document mentions."""
        self.text = told.names[0]
        self.name = name_of(self.text)
        self.country = told.country
        self.inferred = told.reason in _INFERRED
        self.offices = offices


def persons_of(profiles: Iterable[DocumentProfile]) -> list[Person]:
    """All persons with their offices."""
    found = []
    for profile in profiles:
        posts = {post.id: post for post in profile.posts}
        offices: dict[EntityId, Offices] = defaultdict(Offices)
        for held in profile.tenures:
            post = posts[held.post]
            days = [d for d in (day_of(held.start), day_of(held.end), day_of(held.as_of)) if d]
            for name in post.names[:1]:
                offices[held.holder].add(title(name, post.country), days)
        found += [Person(Member(profile.document, p.id), p, offices[p.id], profile.countries) for p in profile.persons]
    return found


class Group:
    """Members with one full name and one country: one person as far as names can tell."""

    __slots__ = ("around", "country", "inferred", "member", "name", "offices")

    def __init__(self, persons: list[Person], country: CountryCode | None) -> None:
        self.inferred = all(p.inferred for p in persons)
        self.around = {c for p in persons for c in p.around}
        self.member = min(p.member for p in persons)
        self.name = persons[0].name
        self.country = country
        self.offices = Offices()
        for person in persons:
            self.offices.learn(person.offices)


def match_persons(persons: list[Person], clusters: Clusters) -> list[Group]:
    """Join the members that are one person by full names: equal ones first, then their variants; gives what surnames may join."""
    groups = _full_names(persons, clusters)
    by_country: dict[CountryCode, list[Group]] = defaultdict(list)
    for group in groups:
        if group.country:
            by_country[group.country].append(group)
    for country in sorted(by_country):
        _variants(by_country[country], clusters)
    return groups


def _full_names(persons: list[Person], clusters: Clusters) -> list[Group]:
    """Groups of one full name and one country; a country not told or only inferred gives way where just one is told."""
    by_name: dict[Name, list[Person]] = defaultdict(list)
    for person in persons:
        if person.name.full:
            by_name[person.name].append(person)
    groups: list[Group] = []
    for name in sorted(by_name):
        groups += _one_name(by_name[name], clusters)
    return groups


def _one_name(persons: list[Person], clusters: Clusters) -> list[Group]:
    """The persons of one name: one in each country that is told, where an inferred one does not give way to the plain one."""
    main = _plain_country(persons)
    of: dict[CountryCode | None, list[Person]] = defaultdict(list)
    for person in persons:
        of[person.country].append(person)
    groups = {country: Group(those, country) for country, those in of.items()}
    kept: dict[CountryCode, list[Person]] = {}
    for country in sorted(c for c in of if c is not None):
        those = [p for p in of[country] if country == main or main is None or not _gives_way(p, groups[main])]
        if those:
            kept[country] = those
            groups[country] = Group(those, country)
            clusters.equal(sorted(p.member for p in those), "person.full-name", 1.0, "the same full name and country")
    for person in sorted(persons, key=lambda p: p.member):
        if main is not None and person.country not in (None, main) and person not in kept.get(person.country or main, ()):
            reason = "the same full name and office; the country of one is only inferred"
            clusters.join(groups[main].member, person.member, "person.inferred-country", 0.8, reason)
    for first, second in combinations(sorted(kept), 2):
        told = all(any(not p.inferred for p in kept[c]) for c in (first, second))
        if not (told or main) and groups[first].inferred and groups[second].inferred:
            if groups[first].offices.shared(groups[second].offices):
                reason = "the same full name and office; the countries are only inferred"
                clusters.join(groups[first].member, groups[second].member, "person.inferred-country", 0.75, reason)
                continue
        verdict = Verdict.DIFFERENT if told else Verdict.UNDECIDED
        reason = "the same full name, other countries"
        clusters.note(groups[first].member, groups[second].member, verdict, "person.country", 0.3, reason)
    _of_no_country(sorted(of.get(None, ()), key=lambda p: p.member), [groups[c] for c in sorted(kept)], main, clusters)
    return [groups[c] for c in sorted(kept)] or [groups[None]]


def _plain_country(persons: list[Person]) -> CountryCode | None:
    """The country of a name: the only one told, or one told far more often than all others; None where several may be meant."""
    weight: Counter[CountryCode] = Counter()
    for person in persons:
        if person.country:
            weight[person.country] += 1 if person.inferred else _TOLD
    ranked = sorted(weight, key=lambda c: (-weight[c], c))
    told = [c for c in ranked if any(p.country == c and not p.inferred for p in persons)]
    if len(ranked) == 1 or (ranked and all(weight[ranked[0]] >= _PLAIN * weight[c] for c in ranked[1:])):
        return ranked[0]
    return told[0] if len(told) == 1 else None


def _gives_way(person: Person, main: Group) -> bool:
    """Whether a person of the name is of the plain country after all."""
    return person.inferred and person.offices.agrees(main.offices)


def _of_no_country(persons: list[Person], groups: list[Group], main: CountryCode | None, clusters: Clusters) -> None:
    """Join those of whom no country is told to the one of the name."""
    if not groups:
        for person in persons[1:]:
            agrees = person.offices.agrees(persons[0].offices)
            reason = "the same full name, no country told" + ("" if agrees else "; the offices differ")
            clusters.join(persons[0].member, person.member, "person.full-name", 0.85 if agrees else 0.75, reason)
        return
    chosen = groups[0] if len(groups) == 1 else next((g for g in groups if g.country == main), None)
    for person in persons:
        if chosen is not None and (len(groups) == 1 or person.offices.agrees(chosen.offices)):
            reason = "the same full name; one is of no told country, and only one country has a person of that name"
            if len(groups) > 1:
                reason = "the same full name; one is of no told country, and most who have the name are of one"
            clusters.join(chosen.member, person.member, "person.open-country", 0.9 if len(groups) == 1 else 0.8, reason)
        else:
            reason = "the same full name, but persons of several countries have it"
            clusters.note(groups[0].member, person.member, Verdict.UNDECIDED, "person.open-country", 0.5, reason)


def _variants(groups: list[Group], clusters: Clusters) -> None:
    """Names of one country that differ: joined where nothing in either cluster speaks against it."""
    together: dict[Member, list[Group]] = {}
    for group in groups:
        together.setdefault(clusters.least(group.member), []).append(group)
    proposals: list[tuple[int, Group, Group, Likeness]] = []
    for first, second in _candidates(groups):
        likeness = compare(first.name, second.name)
        verdict, reason = _verdict(first, second, likeness)
        if verdict is Verdict.SAME:
            proposals.append((_ORDER.index(likeness), first, second, likeness))
        elif verdict is not None:
            clusters.note(first.member, second.member, verdict, f"person.{likeness}", _SCORE[likeness] / 2, reason)
    proposals.sort(key=lambda p: (p[0], p[1].member, p[2].member))
    offers: dict[Member, list[Group]] = defaultdict(list)
    for _, first, second, likeness in proposals:
        if likeness is Likeness.CONTAINED:
            short, long = sorted((first, second), key=lambda g: (len(g.name.words), g.member))
            offers[short.member].append(long)
    for _, first, second, likeness in proposals:
        reason = _REASON[likeness]
        mine, others = (together[clusters.least(g.member)] for g in (first, second))
        torn = any(
            compare(a.name, b.name) in _CONFLICT for g in (first, second) for a, b in combinations(offers.get(g.member, ()), 2)
        )
        if torn or any(compare(a.name, b.name) in _CONFLICT for a in mine for b in others if mine is not others):
            told = (
                "a shorter name that fits several persons" if torn else f"{reason}, but another name of either speaks against it"
            )
            clusters.note(first.member, second.member, Verdict.UNDECIDED, f"person.{likeness}", 0.5, told)
        elif clusters.join(first.member, second.member, f"person.{likeness}", _SCORE[likeness], reason) and mine is not others:
            together[clusters.least(first.member)] = mine + others


_ORDER = (Likeness.EQUAL, Likeness.ORDER, Likeness.SPELLING, Likeness.CONTAINED, Likeness.HEADLESS)
_CONFLICT = frozenset({Likeness.OTHER, Likeness.GIVEN, Likeness.NUMBER})
_SCORE = {
    Likeness.EQUAL: 0.97,
    Likeness.ORDER: 0.95,
    Likeness.SPELLING: 0.9,
    Likeness.CONTAINED: 0.9,
    Likeness.HEADLESS: 0.8,
    Likeness.NUMBER: 0.1,
    Likeness.GIVEN: 0.1,
    Likeness.OTHER: 0.0,
}
_REASON = {
    Likeness.EQUAL: "the same letters otherwise parted, the same country",
    Likeness.ORDER: "the same words of the name in another order, the same country",
    Likeness.SPELLING: "the same name spelled otherwise, the same country and office",
    Likeness.CONTAINED: "one name holds the other, the same country, offices that agree",
    Likeness.HEADLESS: "one name holds the other but for its first word, the same office at the same time",
}


def _verdict(a: Group, b: Group, likeness: Likeness) -> tuple[Verdict | None, str]:
    """What two full names of one country come to; None where there is nothing worth telling."""
    shared = a.offices.shared(b.offices)
    if likeness is Likeness.EQUAL:
        return Verdict.SAME, ""
    if likeness is Likeness.ORDER:
        sure = bool(shared) or a.country in _SURNAME_FIRST
        return (Verdict.SAME, "") if sure else (Verdict.UNDECIDED, "the words of the name in another order, no office in common")
    if likeness is Likeness.SPELLING:
        sure = bool(shared) and a.offices.near(b.offices)
        return (Verdict.SAME, "") if sure else (Verdict.UNDECIDED, "names spelled alike, no office in common")
    if likeness is Likeness.CONTAINED:
        sure = a.offices.agrees(b.offices)
        return (Verdict.SAME, "") if sure else (Verdict.UNDECIDED, "one name holds the other, but the offices differ")
    if likeness is Likeness.HEADLESS:
        sure = a.offices.at_once(b.offices)
        return (
            (Verdict.SAME, "")
            if sure
            else (Verdict.UNDECIDED, "one name holds the other but for its first word: perhaps father and son")
        )
    if likeness is Likeness.NUMBER:
        return Verdict.DIFFERENT, "the same name with another number"
    if likeness is Likeness.GIVEN and shared:
        return Verdict.DIFFERENT, "the same surname and office, other given names"
    return None, ""


def _candidates(groups: list[Group]) -> list[tuple[Group, Group]]:
    """Pairs worth comparing: words in common, or an office in common and a surname that begins alike."""
    blocks: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in groups:
        words = group.name.words
        blocks["order", *sorted(words)].append(group)
        blocks["letters", sound(group.name.plain)].append(group)
        for word in {sound(w) for w in words[1:] if len(w) > 1}:
            blocks["held", words[0][0], word].append(group)
        for office in group.offices.attested:
            if not office.open:
                blocks["office", *map(str, office), sound(words[-1])[:1]].append(group)
    pairs: dict[tuple[Member, Member], tuple[Group, Group]] = {}
    for key in sorted(blocks):
        for block in _cut(blocks[key]):
            for first, second in combinations(sorted(block, key=lambda g: g.member), 2):
                pairs[first.member, second.member] = (first, second)
    return [pairs[key] for key in sorted(pairs)]


def _cut(block: list[Group]) -> list[list[Group]]:
    """A huge block by the sound of its names' first and last words."""
    if len(block) <= _BLOCK:
        return [block]
    finer: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in block:
        finer[sound(group.name.words[0])[:3], sound(group.name.words[-1])[:3]].append(group)
    return [finer[key] for key in sorted(finer)]

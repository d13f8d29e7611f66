"""Which entities and events of all documents are one: a pure function of the set of profiles and the decisions by hand.

Persons, organizations and posts come first, since frameworks are compared by their parties, and events by who took part.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg import resources
from kg.identified import Decision, Identity, Member
from kg.identity.bodies import (
    Organization,
    distinctive,
    match_organizations,
    match_places,
    match_posts,
    organizations_of,
    posts_of,
)
from kg.identity.canonical import Wanted, best_label, fit, hand_out
from kg.identity.clusters import Clusters, Hand
from kg.identity.events import Event, events_of, match_events
from kg.identity.frameworks import Framework, frameworks_of, match_frameworks
from kg.identity.names import name_of
from kg.identity.persons import Person, match_persons, persons_of
from kg.identity.profile import DocumentProfile
from kg.identity.surnames import match_surnames
from kg.keys import slug

__all__ = ["identify"]


def identify(profiles: Iterable[DocumentProfile], by_hand: Sequence[Decision] = ()) -> Identity:
    """Tell which members are one, under which key, and why.

    Of two profiles of one document the last counts. Raises nothing: a hand decision of a member that is not there has no effect.
    """
    ordered = sorted({p.document: p for p in profiles}.values(), key=lambda p: p.document)
    hand = Hand(by_hand)
    shared = {Member(profile.document, entity): key for profile in ordered for entity, key in profile.closed}
    canonical = dict(shared)
    decisions: list[Decision] = []

    persons = persons_of(ordered)
    clusters = Clusters((p.member for p in persons), hand)
    match_surnames(persons, match_persons(persons, clusters), clusters)
    canonical |= _person_keys(persons, clusters)
    decisions += clusters.told()

    organizations = organizations_of(ordered)
    clusters = Clusters((o.member for o in organizations), hand)
    closed = match_organizations(organizations, clusters)
    canonical |= _organization_keys(organizations, closed, clusters)
    decisions += clusters.told()

    clusters = Clusters((Member(p.document, place.id) for p in ordered for place in p.places), hand)
    closed = match_places(ordered, clusters)
    canonical |= _closed_keys("place", closed, clusters)
    decisions += clusters.told()

    posts = posts_of(ordered)
    clusters = Clusters((p.member for p in posts), hand)
    closed = match_posts(posts, canonical, clusters)
    canonical |= _closed_keys("post", closed, clusters)
    decisions += clusters.told()

    frameworks = frameworks_of(ordered, canonical)
    clusters = Clusters((f.member for f in frameworks), hand)
    match_frameworks(frameworks, clusters)
    canonical |= _framework_keys(frameworks, clusters)
    decisions += clusters.told()

    events = events_of(ordered, canonical)
    clusters = Clusters((e.member for e in events), hand)
    match_events(events, clusters)
    canonical |= _event_keys(events, clusters)
    decisions += clusters.told()
    own = {m: canonical[m] for m in sorted(canonical) if m not in shared}
    return Identity(own, tuple(sorted(decisions, key=lambda d: (d.left, d.right))))


def _person_keys(persons: list[Person], clusters: Clusters) -> dict[Member, str]:
    """The fullest name; a name of one word with its country, else none."""
    of = {p.member: p for p in persons}
    wanted = []
    for members in clusters.clusters():
        those = [of[m] for m in members]
        told = Counter(p.country for p in those if p.country and not p.inferred) or Counter(p.country for p in those if p.country)
        country = min(told, key=lambda c: (-told[c], c)) if told else None
        names = Counter(p.text for p in those)
        name = min(names, key=lambda n: (-len(name_of(n).words), -len(slug(n).split("-")), -names[n], slug(n), n))
        suffix = f".{country}" if country else ""
        if name_of(name).full:
            wanted.append(Wanted(members, slug(name), suffix))
        elif country:
            wanted.append(Wanted(members, slug(name) + suffix, ""))
    return hand_out("person", wanted)


def _organization_keys(organizations: list[Organization], closed: Mapping[Member, str], clusters: Clusters) -> dict[Member, str]:
    """The closed key of a ministry; else the name with its country, where these tell which body it is."""
    of = {o.member: o for o in organizations}
    taken = frozenset(row.cells[0] for row in resources.table("world/bodies.tsv", ("key", "kind", "label_en", "label_fr")))
    wanted = []
    for members in clusters.clusters():
        key = next((closed[m] for m in members if m in closed), None)
        those = [of[m] for m in members]
        country = next((c for c, _ in Counter(sorted(o.country for o in those if o.country)).most_common(1)), None)
        label = slug(best_label((o.language, o.names[0]) for o in those))
        if key is None and all(distinctive(o) for o in those):
            key = fit(label, f".{country}" if country else "")
        if key is not None:
            wanted.append(Wanted(members, key, ""))
    return hand_out("organization", wanted, taken)


def _closed_keys(kind: str, keys: Mapping[Member, str], clusters: Clusters) -> dict[Member, str]:
    """The closed key of each cluster; where a hand put several keys together, the least."""
    wanted = []
    for members in clusters.clusters():
        asked = sorted({keys[m] for m in members if m in keys})
        if asked:
            wanted.append(Wanted(members, asked[0], ""))
    return hand_out(kind, wanted)


def _framework_keys(frameworks: list[Framework], clusters: Clusters) -> dict[Member, str]:
    """The name with the parties; none where name and parties do not tell which framework it is."""
    of = {f.member: f for f in frameworks}
    wanted = []
    for members in clusters.clusters():
        those = [of[m] for m in members]
        if len(those) == 1 and not those[0].definite:
            continue
        told = Counter(f.parties for f in those if f.parties)
        parties = min(told, key=lambda p: (-told[p], sorted(p))) if told else frozenset()
        tail = "-".join(sorted(p.rpartition("/")[2] for p in parties)[:4])
        label = slug(best_label((f.language, f.name) for f in those))
        wanted.append(Wanted(members, fit(label, f".{tail}"[:40] if tail else ""), ""))
    return hand_out("framework", wanted)


def _event_keys(events: list[Event], clusters: Clusters) -> dict[Member, str]:
    """Type, date, states and who took part; none where no telling has a date."""
    of = {e.member: e for e in events}
    by_type: dict[str, list[Wanted]] = defaultdict(list)
    for members in clusters.clusters():
        those = [of[m] for m in members]
        dates = Counter(str(e.date) for e in those if e.date)
        if not dates:
            continue
        date = min(dates, key=lambda d: (-len(d), -dates[d], d))
        told = Counter(e.states for e in those)
        states = min(told, key=lambda s: (-len(s), -told[s], sorted(s)))
        who = Counter(a.key for e in those for a in e.agents if a.key.startswith("person/"))
        names = sorted({_surname(key) for key in sorted(who, key=lambda k: (-who[k], k))[:3]})
        tail = "-".join(names)
        if those[0].said is not None:
            tail, states = slug(best_label((e.language, e.name) for e in those)), frozenset()
        elif those[0].type == "Signing" and those[0].instrument.startswith("framework/"):
            tail = those[0].instrument.partition("/")[2].partition(".")[0][:40].rstrip("-")
        key = ".".join(part for part in (date, "-".join(sorted(states)[:4]), tail) if part)
        by_type[those[0].type.lower()].append(Wanted(members, fit(key), ""))
    return {m: key for kind in sorted(by_type) for m, key in hand_out(kind, by_type[kind]).items()}


def _surname(key: str) -> str:
    """The last word of a person's key; with its number, of a king."""
    words = key.partition("/")[2].partition(".")[0].partition("--")[0].removesuffix("-jr").split("-")
    return "-".join(words[-2:]) if name_of(f"{words[0]} {words[-1].upper()}").number else words[-1]

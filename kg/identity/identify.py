"""Which entities and events of all documents are one: a pure function of the set of profiles and the decisions by hand.

Persons, organizations and posts come first, since frameworks are compared by their parties, and events by who took part.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg import resources
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
from kg.identity.model import Decision, Identity, Member
from kg.identity.names import name_of
from kg.identity.persons import Person, match_persons, persons_of
from kg.identity.profile import DocumentProfile
from kg.keys import slug

__all__ = ["identify"]


def identify(profiles: Iterable[DocumentProfile], by_hand: Sequence[Decision] = ()) -> Identity:
    """Tell which members are one, under which key, and why.

    Of two profiles of one document the last counts. Raises nothing: a hand decision of a member that is not there has no effect.
    """
    ordered = sorted({p.document: p for p in profiles}.values(), key=lambda p: p.document)
    hand = Hand(by_hand)
    canonical: dict[Member, str] = {
        Member(profile.document, entity): key for profile in ordered for entity, key in profile.closed
    }
    decisions: list[Decision] = []

    persons = persons_of(ordered)
    clusters = Clusters((p.member for p in persons), hand)
    match_persons(persons, clusters)
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
    return Identity(canonical, tuple(sorted(decisions, key=lambda d: (d.left, d.right))))


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
    of = {o.member: o for o in organizations}
    taken = frozenset(row.cells[0] for row in resources.table("world/bodies.tsv", ("key", "kind", "label_en", "label_fr")))
    wanted = []
    for members in clusters.clusters():
        key = next((closed[m] for m in members if m in closed), None)
        those = [of[m] for m in members]
        country = next((c for c, _ in Counter(sorted(o.country for o in those if o.country)).most_common(1)), None)
        label = slug(best_label((o.language, o.names[0]) for o in those))
        if key is None and country is not None:
            key = fit(label, f".{country}")
        if key is not None:
            wanted.append(Wanted(members, key, ""))
        elif all(distinctive(o) for o in those):
            wanted.append(Wanted(members, label, ""))
    return hand_out("organization", wanted, taken)


def _closed_keys(kind: str, keys: Mapping[Member, str], clusters: Clusters) -> dict[Member, str]:
    """The closed key of each cluster; where a hand put several keys together, the least."""
    wanted = []
    for members in clusters.clusters():
        asked = sorted({keys[m] for m in members if m in keys})
        if asked:
            wanted.append(Wanted(members, asked[0], ""))
    return hand_out(kind, wanted)

"""Organizations and posts across documents: those whose key is closed, and named bodies.

A ministry is its state, its head and its field, in whatever language; a post is its state or body, its office and its field.
Such keys are closed: two things of one key are one, also in one document. What is named otherwise is one only by its name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.identified import Member, Verdict
from kg.identity.canonical import best_label, fit
from kg.identity.clusters import Clusters
from kg.identity.profile import DocumentProfile
from kg.identity.vocabulary import Title, acronyms, countries, field_label, generic_words, small_words, title
from kg.keys import folded, slug
from kg.model import CountryCode, EntityId

__all__ = [
    "Organization",
    "Post",
    "distinctive",
    "match_organizations",
    "match_places",
    "match_posts",
    "organizations_of",
    "posts_of",
    "title_key",
]

_BODY = frozenset({"body"})


class Organization(NamedTuple):
    """What one document tells of an organization."""

    member: Member
    names: tuple[str, ...]
    country: CountryCode | None
    language: str


class Post(NamedTuple):
    """What one document tells of a post."""

    member: Member
    names: tuple[str, ...]
    country: CountryCode | None
    language: str
    organization: Member | None
    body: frozenset[str]
    """Words of the organization's names."""


def organizations_of(profiles: Iterable[DocumentProfile]) -> list[Organization]:
    """All organizations that the gazetteer does not know."""
    return [
        Organization(Member(profile.document, each.id), each.names, each.country, profile.language)
        for profile in profiles
        for each in profile.organizations
        if each.id not in dict(profile.closed)
    ]


def posts_of(profiles: Iterable[DocumentProfile]) -> list[Post]:
    """All posts."""
    found = []
    for profile in profiles:
        names = {o.id: frozenset(folded(" ".join(o.names)).split()) for o in profile.organizations}
        for p in profile.posts:
            body = Member(profile.document, p.organization) if p.organization else None
            words = names.get(p.organization, frozenset()) if p.organization else frozenset()
            found.append(Post(Member(profile.document, p.id), p.names, p.country, profile.language, body, words))
    return found


def title_key(told: Title) -> str:
    """A title as a key writes it: `deputy-minister-of-the-interior`."""
    head = "-".join((*told.ranks, told.head)) if told.head else ""
    fields = "-and-".join(field_label(f) for f in told.fields)
    return "-of-".join(part for part in (head, fields) if part)


def match_organizations(organizations: list[Organization], clusters: Clusters) -> dict[Member, str]:
    """Join the members that are one body; gives the keys of ministries, which no name changes."""
    keys: dict[Member, str] = {}
    closed: dict[tuple[CountryCode, Title], list[Member]] = defaultdict(list)
    named: dict[tuple[str, ...], list[Organization]] = defaultdict(list)
    for each in organizations:
        told = title(each.names[0], each.country, _BODY)
        if told.head and told.head != "embassy" and (told.fields or not told.open) and not told.rest:
            if each.country:
                closed[each.country, told].append(each.member)
            continue
        if words := _distinct(each):
            named[words].append(each)
    for (country, told), members in sorted(closed.items()):
        clusters.closed(sorted(members), "organization.field", "bodies of one country, one kind and one field")
        if told.head == "ministry":
            keys |= dict.fromkeys(members, f"{title_key(told)}.{country}")
    for words in sorted(named):
        _one_name(named[words], clusters)
    _acronyms(organizations, clusters)
    return keys


def _distinct(each: Organization) -> tuple[str, ...]:
    """The words of a body's name without small ones and its own country; none where it has no country and only generic words."""
    words = tuple(folded(each.names[0]).split())
    own = {i for start, end, code in countries(words, acronyms(each.names[0])) if code == each.country for i in range(start, end)}
    kept = tuple(w for i, w in enumerate(words) if i not in own and w not in small_words())
    if each.country is None and not _proper(kept):
        return ()
    if set(kept) <= _MISSION:
        return ()
    if len(kept) < 2 and not _proper(kept) and not own:
        return kept if each.country and kept in _ALONE else ()
    return kept


def distinctive(each: Organization) -> bool:
    """Whether a body's name alone tells which body it is."""
    return bool(_distinct(each))


_MISSION = frozenset(
    {
        "embassy",
        "ambassade",
        "high",
        "commission",
        "haut",
        "commissariat",
        "consulate",
        "consulat",
        "general",
        "permanent",
        "mission",
    }
)
"""Words of missions abroad: a state has many, and only where they are tells them apart."""
_ALONE = frozenset({("senate",), ("senat",), ("parliament",), ("parlement",), ("presidency",), ("presidence",), ("congress",)})
"""Generic words that are the name of one body of a state."""


def _proper(words: Iterable[str]) -> bool:
    """Whether a name has a word that is not shared all over the world."""
    return any(len(w) > 2 and w not in generic_words() for w in words)


def _one_name(bodies: list[Organization], clusters: Clusters) -> None:
    """Bodies of one name are one within a country; one of no told country joins where just one country has such a body."""
    told: dict[CountryCode | None, list[Member]] = defaultdict(list)
    for each in bodies:
        told[each.country].append(each.member)
    states = sorted(c for c in told if c is not None)
    for country in states:
        clusters.equal(sorted(told[country]), "organization.name", 0.95, "the same name and country")
    for country in states[1:] if _proper(_distinct(bodies[0])) else ():
        clusters.note(
            min(told[states[0]]), min(told[country]), Verdict.DIFFERENT, "organization.country", 0.2, "one name, other countries"
        )
    nowhere = sorted(told.get(None, ()))
    if len(states) == 1:
        for member in nowhere:
            clusters.join(min(told[states[0]]), member, "organization.open-country", 0.85, "the same distinctive name")
    elif not states:
        clusters.equal(nowhere, "organization.name", 0.9, "the same distinctive name")
    else:
        for member in nowhere:
            clusters.note(
                min(told[states[0]]),
                member,
                Verdict.UNDECIDED,
                "organization.name",
                0.5,
                "a name that bodies of several countries have",
            )


def _acronyms(organizations: list[Organization], clusters: Clusters) -> None:
    """Bodies of one country with one acronym, where one of them is told by the acronym alone."""
    by: dict[tuple[str, CountryCode | None], list[Organization]] = defaultdict(list)
    for each in organizations:
        for name in each.names:
            if name.isupper() and name.isascii() and name.isalpha() and len(name) >= 3:
                by[name, each.country].append(each)
    for key in sorted(by, key=str):
        bodies = sorted(by[key])
        long = [b for b in bodies if b.names[0] != key[0]]
        heads = {clusters.least(b.member) for b in long}
        if len(heads) == 1:
            for each in bodies:
                if each.names[0] == key[0]:
                    clusters.join(
                        long[0].member, each.member, "organization.acronym", 0.9, "the acronym of one name, the same country"
                    )


def match_posts(posts: list[Post], canonical: Mapping[Member, str], clusters: Clusters) -> dict[Member, str]:
    """Join the members that are one post; gives their keys. A post with neither country nor body is its holder's."""
    closed: dict[tuple[str, Title], list[Post]] = defaultdict(list)
    for post in posts:
        owner: str | None = post.country
        without: frozenset[str] = frozenset()
        if post.organization is not None:
            key = canonical.get(post.organization)
            ministry = key is not None and key.startswith("organization/ministry-of-") and post.country is not None
            if key is not None and not ministry:
                owner = key.partition("/")[2]
                without = post.body
        if owner is None:
            continue
        told = title(post.names[0], post.country, without=without)
        if told.head and not (told.open and owner == post.country):
            closed[owner, told].append(post)
    keys: dict[Member, str] = {}
    for (owner, told), those in sorted(closed.items()):
        members = sorted(post.member for post in those)
        clusters.closed(members, "post.office", "the same country or body, office and field")
        name = slug(best_label((p.language, p.names[0]) for p in those)) if told.rest else title_key(told)
        keys |= dict.fromkeys(members, fit(f"{owner}.{name}"))
    return keys


def match_places(profiles: Iterable[DocumentProfile], clusters: Clusters) -> dict[Member, str]:
    """Join places that the gazetteer does not know by name and told country; gives their keys."""
    closed: dict[tuple[str, CountryCode], list[Member]] = defaultdict(list)
    for profile in profiles:
        known = {entity for entity, _ in profile.closed}
        for place in profile.places:
            if place.id not in known and place.country and folded(place.names[0]):
                closed[folded(place.names[0]), place.country].append(Member(profile.document, EntityId(place.id)))
    keys: dict[Member, str] = {}
    for (name, country), members in sorted(closed.items()):
        clusters.closed(sorted(members), "place.name", "the same name and country")
        keys |= {m: f"{name.replace(' ', '-')}.{country}" for m in members}
    return keys

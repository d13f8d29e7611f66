"""The two states that a text is told of, and its people, who may be of either."""

from collections import Counter
from functools import cache

from kg import resources
from kg.annotated import Annotated, Mention, MentionKind
from kg.model import CountryCode, EntityId
from kg.resolution.people import Cluster

__all__ = ["Officials", "is_town", "tells_place", "text_pair", "text_partner"]

_OFTEN = 3
"""Times that a text tells the organization that it is about."""

_WEIGHT = {
    MentionKind.PERSON: 3,
    MentionKind.POST: 3,
    MentionKind.VENUE: 3,
    MentionKind.COUNTRY: 2,
    MentionKind.ADJECTIVE: 2,
    MentionKind.FRAMEWORK: 2,
    MentionKind.ANAPHOR: 2,
}
"""How much a mention tells of whom the text is about: an official more than a name, a name more than a city."""


def text_pair(annotated: Annotated) -> tuple[CountryCode, ...]:
    """The two states told most: by name, adjective, capital, official; what stands early weighs double.

    The second must be told twice or early, and more than the third; else there is only one, since a war or summit elsewhere
    makes no pair. In a text that tells an international organization often, the city of its seat stands for no state,
    and a state that is only a place (`the missions in Kosovo`) is no side.
    """
    counts: Counter[CountryCode] = Counter()
    acting: Counter[CountryCode] = Counter()
    first: dict[CountryCode, int] = {}
    early = max(len(annotated.tokens) // 3, 60)
    subjects = {at for phrase in annotated.topics for at in range(phrase.start, phrase.end)}
    often = [body for body, times in _bodies(annotated)[0].items() if times >= _OFTEN]
    seats = {city for body in often for city in _seats().get(body, ())}
    for mention in annotated.mentions:
        if mention.start in subjects and mention.end - 1 in subjects:
            continue  # `Russia's war against Ukraine` is a subject, not a side
        if tells_place(annotated, mention) or (mention.kind is MentionKind.PLACE and mention.key in seats):
            continue
        weight = _WEIGHT.get(mention.kind, 1) * (2 if mention.start < early else 1)
        for code in mention.states():
            counts[code] += weight
            acting[code] += not annotated.isa(mention.start - 1, "in")
            first.setdefault(code, mention.start)
    ranked = sorted(counts, key=lambda c: (-counts[c], first[c]))
    if len(ranked) < 2 or counts[ranked[1]] < 2 or (len(ranked) > 2 and counts[ranked[1]] == counts[ranked[2]] < 5):
        return tuple(ranked[:1])
    return tuple(ranked[:1] if often and not acting[ranked[1]] else ranked[:2])


def _bodies(annotated: Annotated) -> tuple[Counter[str], dict[str, int]]:
    """How often a text tells each international organization, and where first, but for what stands in an officer's post."""
    posts = {at for mention in annotated.mentions for post in mention.posts for at in range(post.start, post.end)}
    told: Counter[str] = Counter()
    first: dict[str, int] = {}
    for i, mention in enumerate(annotated.mentions):
        if mention.kind is MentionKind.ORGANIZATION and mention.key and mention.start not in posts:
            told[mention.key] += 1
            first.setdefault(mention.key, i)
    return told, first


def text_partner(annotated: Annotated, pair: tuple[CountryCode, ...]) -> int | None:
    """A mention of the international organization across from a text's one state, both told three times or more and more often
    than any other or any further state; None where the text has two states or none."""
    if len(pair) != 1:
        return None
    told, first = _bodies(annotated)
    lands = Counter(str(code) for m in annotated.mentions if m.kind is not MentionKind.PLACE for code in m.states())
    home = lands.pop(str(pair[0]), 0)
    ranked = (told + lands).most_common(2)
    least = min(ranked[0][1], home) if ranked else 0
    if least < _OFTEN or any(times >= least for _, times in ranked[1:]):
        return None
    return first.get(ranked[0][0])


@cache
def _seats() -> dict[str, set[str]]:
    """International organization → the cities where it has its seat or meets."""
    seats: dict[str, set[str]] = {}
    for row in resources.table("world/seats.tsv", ("body", "city")):
        seats.setdefault(row.cells[0], set()).add(row.cells[1])
    return seats


def tells_place(annotated: Annotated, mention: Mention) -> bool:
    """Whether a city whose state is explained, or that state (`à Sotchi, en Russie`): it only tells where something is."""
    if mention.kind is MentionKind.PLACE:
        at = mention.end
        beside = annotated.mentions_in(at + 2, at + 4)
    elif mention.kind is MentionKind.COUNTRY:
        at = mention.start - 2
        beside = annotated.mentions_in(at - 3, at)
    else:
        return False
    apart = annotated.tokens[at].text == "," and annotated.isa(at + 1, "in") if at + 1 < len(annotated.tokens) else False
    return apart and any(m.kind in (MentionKind.PLACE, MentionKind.COUNTRY) and m.country == mention.country for m in beside)


def is_town(annotated: Annotated, mention: Mention) -> bool:
    """Whether a mention describes a state's city (`la capitale rwandaise`), which is a place and no side."""
    return mention.kind is MentionKind.ANAPHOR and any(annotated.isa(at, "city-noun") for at in range(mention.start, mention.end))


_SENT = frozenset({"diplomat", "envoy", "official"})
"""Offices that international bodies have of their own."""


class Officials:
    """The people of a text while their countries are put together, between the two states of its pair."""

    def __init__(
        self,
        annotated: Annotated,
        clusters: dict[EntityId, Cluster],
        person_of: dict[int, EntityId],
        pair: tuple[CountryCode, ...],
    ) -> None:
        self.annotated = annotated
        self.clusters = clusters
        self.person_of = person_of
        self.pair = pair
        self.international = {m.start for m in annotated.mentions if m.kind is MentionKind.ORGANIZATION and m.key}
        self.talks = {
            at
            for at, hit in annotated.hits["event"].items()
            if hit.rows[0][0] in ("meeting", "call") and not annotated.classes.any("company", at, hit.end)
        }
        """Tokens at which a trigger of talks begins, but for those of one side (`accompanied by`)."""
        self.met = {annotated.hits["event"][at].end for at in self.talks}
        """Tokens right after such a trigger."""
        told = [code for c in clusters.values() for strength, code, _ in c.countries if strength <= 2]
        self.crowded = len({*told}) > 2
        """Whether the text marks officials of three states or more, so that who is not marked need not be of the pair."""
        self.sentence_of = annotated.sentence_of
        self.talking = {self.sentence_of[at] for at in self.talks}
        """Numbers of the sentences that tell talks."""

    def other(self, code: CountryCode | None) -> CountryCode | None:
        """The other state of the pair; None where it need not be one of the pair."""
        if len(self.pair) < 2 or code not in self.pair or self.crowded:
            return None
        return self.pair[1] if code == self.pair[0] else self.pair[0]

    @property
    def beyond(self) -> bool:
        """Whether the text marks officials of a third state, so that who is not of one state need not be of the other."""
        return any(cluster.marked and cluster.country not in self.pair for cluster in self.clusters.values())

    def open(self, cluster: Cluster) -> bool:
        """Whether a person's country is still open and a state may have it: who serves an international body has none."""
        if cluster.country is not None:
            return False
        posts = [post for i in cluster.mentions for post in self.annotated.mentions[i].posts]
        # The body may stand behind whom the post serves (`représentant du secrétaire général des Nations unies`).
        serves = (
            post.organization in self.international
            or (post.office in _SENT and not self.international.isdisjoint(range(post.start, post.end)))
            for post in posts
        )
        return not any(serves)

    def give(self, person: EntityId, code: CountryCode, strength: int, reason: str) -> None:
        """Tell the state of a person whose country is still open."""
        cluster = self.clusters[person]
        if self.open(cluster):
            cluster.countries.append((strength, code, reason))

    def event_at(self, at: int) -> bool:
        """Whether a trigger of talks, visits or signings begins at a token."""
        hit = self.annotated.hits["event"].get(at)
        return hit is not None and hit.rows[0][0] != "discuss"

"""The country of a person, in a fixed order of strength; it keeps its reason, and stays open where only frequency speaks.

    0 own-words      `Argentine Economy Minister`, `Minister … of Suriname`, `on the Jordanian side: A, B`
    1 portfolio      the post is of a body that has a country
    2 counterpart    `his Dutch counterpart` stands across from the antecedent
    3 same-office    two holders of one office joined by `and` are of the two states of the text
    4 opposite       who meets officials of one state of the pair is of the other
    5 home           officials whom the text does not mark, where it marks those of one state of the pair alone
"""

from collections import Counter
from collections.abc import Iterator

from kg.annotated import Annotated, MentionKind, Sentence
from kg.model import CountryCode, EntityId
from kg.resolution.organizations import Body
from kg.resolution.people import Cluster

__all__ = ["assign_countries", "text_pair"]

_STATE_OFFICES = frozenset(
    {"head-of-state", "head-of-government", "minister", "deputy", "secretary", "diplomat", "royal", "military", "official", "parliament", "envoy", "judge"}
)


def text_pair(annotated: Annotated) -> tuple[CountryCode, ...]:
    """The two states told most: by name, adjective, capital, official; what stands early weighs double.

    The second must be told twice or early, and more than the third; else there is only one, since a war or summit elsewhere
    makes no pair.
    """
    counts: Counter[CountryCode] = Counter()
    first: dict[CountryCode, int] = {}
    early = max(len(annotated.tokens) // 3, 60)
    for mention in annotated.mentions:
        for code in _codes(annotated, mention.start):
            counts[code] += 2 if mention.start < early else 1
            first.setdefault(code, mention.start)
    ranked = sorted(counts, key=lambda c: (-counts[c], first[c]))
    if len(ranked) < 2 or counts[ranked[1]] < 2 or (len(ranked) > 2 and counts[ranked[1]] == counts[ranked[2]] < 3):
        return tuple(ranked[:1])
    return tuple(ranked[:2])


def _codes(annotated: Annotated, start: int) -> Iterator[CountryCode]:
    seen: set[CountryCode] = set()
    for mention in annotated.mentions_at(start):
        for code in (mention.country, *(p.country for p in mention.posts), *(CountryCode(c) for c in mention.attributes.get("countries", "").split())):
            if code and code not in seen:
                seen.add(code)
                yield code


class _Assignment:
    def __init__(self, annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], pair: tuple[CountryCode, ...]) -> None:
        self.a = annotated
        self.clusters = clusters
        self.person_of = person_of
        self.pair = pair
        self.sentence_of = [number for number, s in enumerate(annotated.sentences) for _ in range(s.start, s.end)]

    def other(self, code: CountryCode | None) -> CountryCode | None:
        """The other state of the pair."""
        if len(self.pair) < 2 or code not in self.pair:
            return None
        return self.pair[1] if code == self.pair[0] else self.pair[0]

    def open(self, cluster: Cluster) -> bool:
        """Whether a person's country is still open and a state may have it: who serves an international body has none."""
        return cluster.country is None and not any(
            post.organization is not None for i in cluster.mentions for post in self.a.mentions[i].posts
        )

    def bodies(self, bodies: dict[EntityId, Body], body_of: dict[int, tuple[EntityId, ...]]) -> None:
        starts = {self.a.mentions[i].start: ids for i, ids in body_of.items()}
        for cluster in self.clusters.values():
            for i in cluster.mentions:
                for post in self.a.mentions[i].posts:
                    for body in starts.get(post.organization if post.organization is not None else -1, ()):
                        if (code := bodies[body].country) is not None:
                            cluster.countries.append((1, code, "portfolio"))

    def sides(self) -> None:
        """`on the Jordanian side A and B; on the Qatari side C`."""
        code: CountryCode | None = None
        sentence = -1
        for i, mention in enumerate(self.a.mentions):
            if self.sentence_of[mention.start] != sentence:
                sentence, code = self.sentence_of[mention.start], None
            if mention.kind is MentionKind.ANAPHOR and mention.key in ("side", "delegation") and mention.country:
                code = mention.country
            elif i in self.person_of and code is not None and self.clusters[self.person_of[i]].country is None:
                if self.a.isa(mention.start - 1, "preposition") and not self.a.isa(mention.start - 1, "by"):
                    continue
                self.clusters[self.person_of[i]].countries.append((0, code, "own-words"))

    def counterparts(self) -> None:
        for i, person in self.person_of.items():
            mention = self.a.mentions[i]
            if not mention.attributes.get("counterpart"):
                continue
            earlier = [j for j in self.person_of if j < i and self.person_of[j] != person]
            if not earlier:
                continue
            antecedent, cluster = self.clusters[self.person_of[max(earlier)]], self.clusters[person]
            cluster.heads |= antecedent.heads
            cluster.offices = (cluster.offices - {"counterpart"}) | antecedent.offices
            if antecedent.country is None and (code := self.other(cluster.country)):
                antecedent.countries.append((2, code, "counterpart"))
            elif cluster.country is None and (code := self.other(antecedent.country)):
                cluster.countries.append((2, code, "counterpart"))

    def same_office(self) -> None:
        """`President A and President B`; `Presidents A and B`."""
        people = sorted(self.person_of)
        for i, j in zip(people, people[1:], strict=False):
            a, b = self.a.mentions[i], self.a.mentions[j]
            gap = range(a.end, b.start)
            if len(gap) > 3 or not any(self.a.isa(at, "and") for at in gap):
                continue
            x, y = self.clusters[self.person_of[i]], self.clusters[self.person_of[j]]
            same = {p.head for p in a.posts} & {p.head for p in b.posts}
            if not same or x is y:
                continue
            if self.open(y) and (code := self.other(x.country)):
                y.countries.append((3, code, "same-office"))
            elif self.open(x) and (code := self.other(y.country)):
                x.countries.append((3, code, "same-office"))

    def opposite(self) -> None:
        """Who stands with officials of one state alone in a sentence that tells a meeting is of the other."""
        for cluster in self.clusters.values():
            if not self.open(cluster):
                continue
            for i in cluster.mentions:
                code = self._across(i, cluster)
                if code is not None:
                    cluster.countries.append((4, code, "opposite"))
                    break

    def _across(self, index: int, cluster: Cluster) -> CountryCode | None:
        mention = self.a.mentions[index]
        sentence: Sentence = self.a.sentences[self.sentence_of[mention.start]]
        found: set[CountryCode] = set()
        for j, person in self.person_of.items():
            other = self.a.mentions[j]
            if person == cluster.id or not sentence.start <= other.start < sentence.end:
                continue
            low, high = sorted((mention.start, other.start))
            meets = any(at in self.a.hits["event"] and self.a.hits["event"][at].rows[0][0] in ("meeting", "call") for at in range(low, high))
            code = self.clusters[person].country
            if meets and code and min(self.clusters[person].countries)[0] < 4:
                found.add(code)
        return self.other(found.pop()) if len(found) == 1 else None

    def home(self) -> None:
        """Unmarked officials are the home state's."""
        marked = {c.country for c in self.clusters.values() if c.countries and min(c.countries)[0] == 0 and c.country in self.pair}
        marked |= {m.country for m in self.a.mentions if m.kind is MentionKind.POST and m.country in self.pair}
        home = self.other(marked.pop()) if len(marked) == 1 else self._dateline() if len(marked) == 2 else None
        if home is None:
            return
        for cluster in self.clusters.values():
            if self.open(cluster) and cluster.offices & _STATE_OFFICES:
                cluster.countries.append((5, home, "home"))

    def _dateline(self) -> CountryCode | None:
        """The state of a city that opens the text before a dash or colon."""
        for mention in self.a.mentions:
            if mention.start > 12:
                return None
            if mention.kind is MentionKind.PLACE and mention.country in self.pair:
                marks = {self.a.tokens[at].text for at in range(mention.end, min(mention.end + 12, len(self.a.tokens)))}
                return mention.country if marks & {"-", "–", "—", "--", ":"} and mention.start <= 1 else None
        return None


def assign_countries(
    annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], pair: tuple[CountryCode, ...],
    bodies: tuple[dict[EntityId, Body], dict[int, tuple[EntityId, ...]]],
) -> None:
    """Fill the countries of people, the strongest sign first."""
    assignment = _Assignment(annotated, clusters, person_of, pair)
    assignment.bodies(*bodies)
    assignment.sides()
    for _ in range(2):
        assignment.counterparts()
        assignment.same_office()
        assignment.opposite()
    assignment.home()
    assignment.counterparts()
    assignment.same_office()
    assignment.opposite()

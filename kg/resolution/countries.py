"""The country of a person, in a fixed order of strength; it keeps its reason, and stays open where only frequency speaks.

0 own-words      `Argentine Economy Minister`, `Minister … of Suriname`, `on the Jordanian side: A, B`
1 portfolio      the post is of a body that has a country; the office is one that only one state has
2 counterpart    `his Dutch counterpart` stands across from the antecedent
3 paired         `King A and French President B`; two holders of one office joined by `and`
4 opposite       who meets officials of one state of the pair, or visits it, is of the other; a delegation is its leader's
5 home           officials whom the text does not mark, where it marks those of one state of the pair alone
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from kg import resources
from kg.annotated import Annotated, Mention, MentionKind, Sentence
from kg.model import CountryCode, EntityId
from kg.resolution.organizations import Body
from kg.resolution.people import Cluster

__all__ = ["assign_countries", "share_counterparts", "text_pair"]

_STATE_OFFICES = frozenset({"head-of-state", "head-of-government", "minister", "deputy", "secretary", "diplomat", "royal"})
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
_ACTORS = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.COUNTRY, MentionKind.ANAPHOR})
_DATED = frozenset({",", ":", "(", "–", "—", "-"})
"""Marks after the city of a dateline."""
_KIND = frozenset({"thanks", "praises", "condemns"})
"""Stances that nobody takes towards the own state."""


def text_pair(annotated: Annotated) -> tuple[CountryCode, ...]:
    """The two states told most: by name, adjective, capital, official; what stands early weighs double.

    The second must be told twice or early, and more than the third; else there is only one, since a war or summit elsewhere
    makes no pair.
    """
    counts: Counter[CountryCode] = Counter()
    first: dict[CountryCode, int] = {}
    early = max(len(annotated.tokens) // 3, 60)
    subjects = {at for phrase in annotated.topics for at in range(phrase.start, phrase.end)}
    for mention in annotated.mentions:
        if mention.start in subjects and mention.end - 1 in subjects:
            continue  # `Russia's war against Ukraine` is a subject, not a side
        weight = _WEIGHT.get(mention.kind, 1) * (2 if mention.start < early else 1)
        for code in _codes(mention):
            counts[code] += weight
            first.setdefault(code, mention.start)
    ranked = sorted(counts, key=lambda c: (-counts[c], first[c]))
    if len(ranked) < 2 or counts[ranked[1]] < 2 or (len(ranked) > 2 and counts[ranked[1]] == counts[ranked[2]] < 5):
        return tuple(ranked[:1])
    return tuple(ranked[:2])


def _codes(mention: Mention) -> list[CountryCode]:
    """The states that a mention tells, each once."""
    told = (
        mention.country,
        *(p.country for p in mention.posts),
        *(CountryCode(c) for c in mention.attributes.get("countries", "").split()),
    )
    return list(dict.fromkeys(code for code in told if code))


class _Assignment:
    def __init__(
        self,
        annotated: Annotated,
        clusters: dict[EntityId, Cluster],
        person_of: dict[int, EntityId],
        pair: tuple[CountryCode, ...],
    ) -> None:
        self.a = annotated
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
        self.sentence_of = [number for number, s in enumerate(annotated.sentences) for _ in range(s.start, s.end)]

    def other(self, code: CountryCode | None) -> CountryCode | None:
        """The other state of the pair."""
        if len(self.pair) < 2 or code not in self.pair:
            return None
        return self.pair[1] if code == self.pair[0] else self.pair[0]

    def open(self, cluster: Cluster) -> bool:
        """Whether a person's country is still open and a state may have it: who serves an international body has none."""
        return cluster.country is None and not any(
            post.organization in self.international for i in cluster.mentions for post in self.a.mentions[i].posts
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
        sentence, since = -1, 0
        for i, mention in enumerate(self.a.mentions):
            if self.sentence_of[mention.start] != sentence:
                sentence, code = self.sentence_of[mention.start], None
            if code is not None and any(self._event(at) for at in range(since, mention.start)):
                code = None
            if mention.kind is MentionKind.ANAPHOR and mention.key in ("side", "delegation") and mention.country:
                led = any(self.a.isa(at, "leading") for at in range(mention.start - 3, mention.start))
                # `A on the Turkish side and B`: the side is that of who was told before it.
                of_last = i - 1 in self.person_of and self.a.acts_for(self.a.mentions[i - 1].end, mention)
                code, since = (None if led or of_last else mention.country), mention.end
            elif i in self.person_of and code is not None and self.clusters[self.person_of[i]].country is None:
                if self.a.isa(mention.start - 1, "preposition") and not self.a.isa(mention.start - 1, "by"):
                    continue
                self.clusters[self.person_of[i]].countries.append((0, code, "own-words"))

    def acting(self) -> None:
        """`A on the Turkish side and B on the Ukrainian side`, `C for Chile`: the state for which each acts."""
        for i, person in self.person_of.items():
            end = self.a.mentions[i].end
            side = next(self.a.mentions_in(end + 1, end + 6), None)
            if side is not None and side.country and self.open(self.clusters[person]) and self.a.acts_for(end, side):
                self.clusters[person].countries.append((0, side.country, "own-words"))

    def _event(self, at: int) -> bool:
        """Whether a trigger of talks, visits or signings begins at a token."""
        hit = self.a.hits["event"].get(at)
        return hit is not None and hit.rows[0][0] != "discuss"

    def leaders(self) -> None:
        """`A led the Indian delegation`, `une délégation française conduite par A`."""
        for mention in self.a.mentions:
            team = mention.kind is MentionKind.ANAPHOR and mention.key in ("delegation", "side")
            if not team or mention.country is None:
                continue
            if any(self.a.isa(i, "leading") for i in range(mention.end, mention.end + 3)):
                self._led(mention)
            if not any(self.a.isa(i, "leading") for i in range(mention.start - 3, mention.start)):
                continue
            sentence = self.a.sentences[self.sentence_of[mention.start]]
            other = [m.end for m in self.a.mentions_in(sentence.start, mention.start) if m.key in ("delegation", "side")]
            before = [i for i in self.a.indices_in(max(other, default=sentence.start), mention.start) if i in self.person_of]
            for i in before[-1:]:
                self.clusters[self.person_of[i]].countries.append((0, mention.country, "own-words"))

    def _led(self, delegation: Mention) -> None:
        """Who leads a state's delegation in the passive is of that state."""
        if not any(self.a.isa(i, "by") for i in range(delegation.end, delegation.end + 4)):
            return
        limit = self.a.sentences[self.sentence_of[delegation.start]].end
        after = next((i for i in self.a.indices_in(delegation.end, limit) if i in self.person_of), None)
        if after is not None and self.a.mentions[after].start <= delegation.end + 6:
            cluster = self.clusters[self.person_of[after]]
            if cluster.country is None and delegation.country is not None:
                cluster.countries.append((0, delegation.country, "own-words"))

    def counterparts(self) -> None:
        """Give counterparts the antecedent's post, and each the other's opposite state."""
        order = sorted(self.person_of)
        for i, person in self.person_of.items():
            mention = self.a.mentions[i]
            if not mention.attributes.get("counterpart"):
                continue
            earlier = (order[k] for k in range(bisect_left(order, i) - 1, -1, -1))
            last = next((before for before in earlier if self.person_of[before] != person), None)
            if last is None:
                continue
            antecedent, cluster = self.clusters[self.person_of[last]], self.clusters[person]
            cluster.heads |= antecedent.heads
            cluster.offices = (cluster.offices - {"counterpart"}) | antecedent.offices
            if antecedent.country is None and (code := self.other(cluster.country)) and not self._met_too(last, code):
                antecedent.countries.append((2, code, "counterpart"))
            elif cluster.country is None and (code := self.other(antecedent.country)):
                cluster.countries.append((2, code, "counterpart"))

    def _met_too(self, index: int, code: CountryCode) -> bool:
        """Whether a sentence tells another official of a state than the person told there: `A met B of Greece, C of Cyprus`."""
        sentence = self.a.sentences[self.sentence_of[self.a.mentions[index].start]]
        others = (m for m in self.a.mentions_in(sentence.start, sentence.end) if m.kind is MentionKind.PERSON)
        return any(m.country == code and m is not self.a.mentions[index] for m in others)

    def described(self, refers: Mapping[int, tuple[EntityId, ...]]) -> None:
        """`the Moroccan official` tells the country of whom it stands for."""
        for index, mention in enumerate(self.a.mentions):
            if (
                mention.kind in (MentionKind.POST, MentionKind.ANAPHOR)
                and mention.country
                and not mention.plural
                and len(refers.get(index, ())) == 1
            ):
                cluster = self.clusters.get(refers[index][0])
                if cluster is not None and self.open(cluster):
                    cluster.countries.append((1, mention.country, "own-words"))

    def offices(self) -> None:
        """Offices that one state alone has, where the text tells that state."""
        told = {code for mention in self.a.mentions for code in (mention.country,) if code}
        for cluster in self.clusters.values():
            for head in sorted(cluster.heads):
                code = _state_offices().get(head)
                if code in told and self.open(cluster):
                    cluster.countries.append((1, code, "portfolio"))

    def paired(self) -> None:
        """`King A and French President B`: the adjective marks the second alone; Presidents are of two states."""
        people = sorted(self.person_of)
        for i, j in pairwise(people):
            a, b = self.a.mentions[i], self.a.mentions[j]
            if self.a.joined(a.end, b.start) != "and":
                continue
            x, y = self.clusters[self.person_of[i]], self.clusters[self.person_of[j]]
            same = bool(x.heads & y.heads)
            if x is y or not (a.posts or b.posts):
                continue
            if self.open(x) and (same or (b.country and _peers(x, y))) and (code := self.other(y.country)):
                x.countries.append((3, code, "paired"))
            elif self.open(y) and same and (code := self.other(x.country)):
                y.countries.append((3, code, "paired"))
            elif self.open(x) and self.open(y) and b.attributes.get("plural-post") and (codes := self._listed_states(i)):
                x.countries.append((5, codes[0], "paired"))
                y.countries.append((5, codes[1], "paired"))

    def _listed_states(self, index: int) -> tuple[CountryCode, CountryCode] | None:
        """The two states of the pair where a sentence lists them: `Presidents A and B …, the United States and Turkey`."""
        sentence = self.a.sentences[self.sentence_of[self.a.mentions[index].start]]
        lands = [m for m in self.a.mentions_in(sentence.start, sentence.end) if m.kind is MentionKind.COUNTRY]
        for one, two in pairwise(lands):
            if (
                one.country
                and two.country
                and {one.country, two.country} == set(self.pair)
                and self.a.joined(one.end, two.start) == "and"
            ):
                return one.country, two.country
        return None

    def thankful(self) -> None:
        """Who thanks, praises or condemns one state of the pair is of the other."""
        for i, person in self.person_of.items():
            cluster, end = self.clusters[person], self.a.mentions[i].end
            hit = self.a.hits["speech"].get(end)
            if hit is None or hit.rows[0][0] not in _KIND or not self.open(cluster):
                continue
            lands = [m for m in self.a.mentions_in(hit.end, hit.end + 3) if m.kind is MentionKind.COUNTRY]
            if lands and (code := self.other(lands[0].country)):
                cluster.countries.append((5, code, "opposite"))

    def delegations(self) -> None:
        """`A, at the head of a delegation that includes B and C`: they serve A's state."""
        for sentence in self.a.sentences:
            if not self.a.classes.any("delegation", sentence.start, sentence.end):
                continue
            people = [i for i in self.a.indices_in(sentence.start, sentence.end) if i in self.person_of]
            for at in range(sentence.start, sentence.end):
                if not self.a.isa(at, "delegation"):
                    continue
                before = [i for i in people if self.a.mentions[i].end <= at]
                after = [i for i in people if self.a.mentions[i].start > at]
                leader = self.clusters[self.person_of[before[0]]] if before else None
                events = ((k, self.a.hits["event"].get(k)) for k in range(at + 1, sentence.end))
                meets = [k for k, hit in events if hit is not None and hit.rows[0][0] != "visit"]
                for i in after:
                    cluster = self.clusters[self.person_of[i]]
                    if leader and leader.country and self.open(cluster) and not any(k < self.a.mentions[i].start for k in meets):
                        cluster.countries.append((4, leader.country, "opposite"))
                break

    def visitors(self, refers: Mapping[int, tuple[EntityId, ...]]) -> None:
        """Who visits one state of the pair is of the other."""
        if self._many():
            return
        for at, hit in self.a.hits["event"].items():
            if hit.rows[0][0] != "visit" or hit.rows[0][1] not in ("travel", "noun-between"):
                continue
            sentence = self.a.sentences[self.sentence_of[at]]
            lands = [
                m
                for m in self.a.mentions_in(hit.end, min(hit.end + 8, sentence.end))
                if m.kind in (MentionKind.COUNTRY, MentionKind.PLACE)
            ]
            # The nearest person before: `A, who is visiting X`, `while A was on a visit to X`; or `during her visit to X, A`.
            people = [i for i in self.a.indices_in(sentence.start, sentence.end) if refers.get(i, ("",))[0] in self.clusters]
            before = [
                i
                for i in people
                if self.a.mentions[i].end <= at
                and at - self.a.mentions[i].end <= 6
                and self.a.mentions[i].kind is MentionKind.PERSON
            ]
            if not before and any(self.a.isa(k, "possessive-singular") for k in range(at - 3, at)):
                before = [i for i in people if self.a.mentions[i].start > at and self.a.mentions[i].kind is MentionKind.PERSON][
                    :1
                ]
            if not lands or not before:
                continue
            cluster = self.clusters[EntityId(refers[before[-1]][0])]
            if self.open(cluster) and (code := self.other(lands[0].country)):
                cluster.countries.append((4, code, "opposite"))

    def _many(self) -> bool:
        """Whether the text marks officials of a third state, so that who is not of one state need not be of the other."""
        return any(c.countries and min(c.countries)[0] == 0 and c.country not in self.pair for c in self.clusters.values())

    def opposite(self, refers: Mapping[int, tuple[EntityId, ...]]) -> None:
        """Who stands with officials of one state alone in a sentence that tells a meeting is of the other."""
        for cluster in self.clusters.values():
            if not self.open(cluster):
                continue
            codes = {code for i in cluster.mentions if (code := self._across(i, cluster, refers)) is not None}
            if len(codes) == 1:  # who meets officials of both states is of neither
                cluster.countries.append((4, codes.pop(), "opposite"))

    def _across(self, index: int, cluster: Cluster, refers: Mapping[int, tuple[EntityId, ...]]) -> CountryCode | None:
        mention = self.a.mentions[index]
        sentence: Sentence = self.a.sentences[self.sentence_of[mention.start]]
        found: set[CountryCode] = set()
        third = [
            m
            for m in self.a.mentions_in(sentence.start, sentence.end)
            if m.kind is MentionKind.COUNTRY and m.country not in self.pair and self.a.isa(m.start - 1, "in")
        ]
        for j in self.a.indices_in(sentence.start, sentence.end):
            other = self.a.mentions[j]
            persons = [self.clusters[p] for p in refers.get(j, ()) if p in self.clusters and p != cluster.id]
            if not persons:
                continue
            low, high = sorted((mention.start, other.start))
            meets = not self.talks.isdisjoint(range(low, high)) or self._together(mention, other, sentence)
            if meets:
                found |= {p.country for p in persons if p.country and min(p.countries)[0] <= 4}
        if len(found) != 1:
            return None
        # `In Uganda, where he was received by President X`: the host is of the state where it happened.
        return third[0].country if third else self.other(found.pop())

    def _together(self, one: Mention, two: Mention, sentence: Sentence) -> bool:
        """`A and B met`: with each other, unless `with` follows."""
        one, two = sorted((one, two), key=lambda m: m.start)
        if self.a.joined(one.end, two.start) != "and":
            return False
        verbs = [at for at in range(two.end, min(two.end + 8, sentence.end)) if at in self.talks]
        if not verbs:
            return False
        after = self.a.hits["event"][verbs[0]].end
        partner = any(self.a.isa(at, "with") for at in range(verbs[0], min(after + 8, sentence.end)))
        # An object, if only a delegation, makes them one side.
        return not partner and not any(m.start <= after + 3 for m in self.a.mentions_in(after, after + 4) if m.kind in _ACTORS)

    def home(self) -> None:
        """Unmarked officials are the home state's; but of two heads of state, the second is the other's."""
        marked = {
            c.country for c in self.clusters.values() if c.countries and min(c.countries)[0] == 0 and c.country in self.pair
        }
        dated = self._dateline(marked) if len(marked) != 1 else None
        home = self.other(marked.pop()) if len(marked) == 1 else dated
        if home is None:
            return
        for cluster in self.clusters.values():
            counterpart = any(self.a.mentions[i].attributes.get("counterpart") for i in cluster.mentions)
            if not self.open(cluster) or not cluster.offices & _STATE_OFFICES or counterpart or self._travels(cluster):
                continue
            if dated and "diplomat" in cluster.offices:
                continue  # an ambassador is from abroad
            high = cluster.offices & {"head-of-state", "head-of-government", "royal"}
            taken = high and any(
                c is not cluster and c.country == home and c.heads & cluster.heads for c in self.clusters.values()
            )
            cluster.countries.append((5, self.other(home) or home if taken else home, "home"))

    def _dateline(self, marked: set[CountryCode]) -> CountryCode | None:
        """The state of the city from which a text is dated, where it marks the officials of others and none of its own."""
        first = next(iter(self.a.mentions), None)
        if first is None or first.kind is not MentionKind.PLACE or first.start or self.a.tokens[first.end].text not in _DATED:
            return None
        told = {c.country for c in self.clusters.values() if c.countries and min(c.countries)[0] == 0}
        return first.country if told and first.country not in (*told, *marked) else None

    def _travels(self, cluster: Cluster) -> bool:
        """Whether a verb of travel stands right after a person's name: who arrives is not at home."""
        ends = [self.a.mentions[i].end for i in cluster.mentions]
        hits = (self.a.hits["event"].get(at) for end in ends for at in range(end, end + 3))
        return any(hit is not None and hit.rows[0][0] == "visit" for hit in hits)


def _peers(one: Cluster, two: Cluster) -> bool:
    """Whether two people are of like rank, as those are whom a text joins across states; an unknown rank is like any."""
    high = {"head-of-state", "head-of-government", "royal"}
    return not one.offices or bool(one.offices & two.offices) or bool(one.offices & high and two.offices & high)


@cache
def _state_offices() -> dict[str, CountryCode]:
    return {row.cells[0]: CountryCode(row.cells[1]) for row in resources.table("world/state_offices.tsv", ("office", "iso2"))}


def share_counterparts(
    annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], pair: tuple[CountryCode, ...]
) -> None:
    """Fill what counterparts tell, before references are resolved: `the Mongolian prime minister` may be one."""
    _Assignment(annotated, clusters, person_of, pair).counterparts()


def assign_countries(
    annotated: Annotated,
    clusters: dict[EntityId, Cluster],
    person_of: dict[int, EntityId],
    pair: tuple[CountryCode, ...],
    bodies: tuple[dict[EntityId, Body], dict[int, tuple[EntityId, ...]]],
    refers: Mapping[int, tuple[EntityId, ...]],
) -> None:
    """Fill the countries of people, the strongest sign first. `refers` are the references as far as they are resolved."""
    assignment = _Assignment(annotated, clusters, person_of, pair)
    assignment.bodies(*bodies)
    assignment.leaders()
    assignment.acting()
    assignment.sides()
    assignment.offices()
    for _ in range(2):
        assignment.counterparts()
        assignment.paired()
        assignment.opposite(refers)
        assignment.visitors(refers)
        assignment.delegations()
    assignment.thankful()
    assignment.described(refers)
    assignment.home()
    assignment.counterparts()
    assignment.paired()
    assignment.opposite(refers)

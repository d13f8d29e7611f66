"""The country of a person, in a fixed order of strength; it keeps its reason, and stays open where only frequency speaks.

0 own-words      `Argentine Economy Minister`, `Minister … of Suriname`, `on the Jordanian side: A, B`
1 portfolio      the post is of a body that has a country; the office is one that only one state has
2 counterpart    `his Dutch counterpart` stands across from the antecedent
3 paired         `King A and French President B`; two holders of one office joined by `and`
4 opposite       who meets officials of one state of the pair, or visits it, is of the other; a delegation is its leader's
5 home           officials whom the text does not mark, where it marks those of one state of the pair alone
"""

from collections.abc import Mapping

from kg.annotated import Annotated, MentionKind
from kg.model import CountryCode, EntityId
from kg.resolution.across import by_counterpart, by_delegation, by_meeting, by_pairing, by_stance, by_visit, by_where
from kg.resolution.organizations import Body
from kg.resolution.own_state import by_acting, by_behalf, by_body, by_description, by_leading, by_office, by_side, by_team
from kg.resolution.pair import Officials
from kg.resolution.people import Cluster

__all__ = ["assign_countries", "share_counterparts"]

_STATE_OFFICES = frozenset({"head-of-state", "head-of-government", "minister", "deputy", "secretary", "diplomat", "royal"})
_AT_HOME = frozenset({"official", "military", "parliament", "local", "judge"})
"""Offices that are of the one state of which a text tells too."""
_DATED = frozenset({",", ":", "(", "–", "—", "-"})
"""Marks after the city of a dateline."""


def share_counterparts(
    annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], pair: tuple[CountryCode, ...]
) -> None:
    """Fill what counterparts tell, before references are resolved: `the Mongolian prime minister` may be one."""
    by_counterpart(Officials(annotated, clusters, person_of, pair))


def assign_countries(
    annotated: Annotated,
    clusters: dict[EntityId, Cluster],
    person_of: dict[int, EntityId],
    pair: tuple[CountryCode, ...],
    bodies: tuple[dict[EntityId, Body], dict[int, tuple[EntityId, ...]]],
    refers: Mapping[int, tuple[EntityId, ...]],
) -> None:
    """Fill the countries of people, the strongest sign first. `refers` are the references as far as they are resolved."""
    officials = Officials(annotated, clusters, person_of, pair)
    by_body(officials, *bodies)
    by_leading(officials)
    by_team(officials)
    by_acting(officials)
    by_behalf(officials)
    by_side(officials)
    by_office(officials)
    by_where(officials)
    for _ in range(2):
        by_counterpart(officials)
        by_pairing(officials)
        by_meeting(officials, refers)
        by_visit(officials, refers)
        by_delegation(officials)
    by_stance(officials)
    by_description(officials, refers)
    _by_home(officials)
    by_counterpart(officials)
    by_pairing(officials)
    by_meeting(officials, refers)


def _by_home(officials: Officials) -> None:
    """Unmarked officials are the home state's; but of two heads of state, the second is the other's."""
    marked = {
        c.country for c in officials.clusters.values() if c.countries and min(c.countries)[0] == 0 and c.country in officials.pair
    }
    dated = _dateline(officials, marked) if len(marked) != 1 else None
    home = (officials.other(marked.pop()) if len(marked) == 1 else dated) or _receiving(officials)
    alone = None if home else _alone(officials)
    home = home or alone
    if home is None:
        return
    for cluster in officials.clusters.values():
        counterpart = any(officials.annotated.mentions[i].attributes.get("counterpart") for i in cluster.mentions)
        serving = cluster.offices & (_STATE_OFFICES | _AT_HOME if alone else _STATE_OFFICES)
        if not officials.open(cluster) or not serving or counterpart or _travels(officials, cluster):
            continue
        if dated and "diplomat" in cluster.offices:
            continue  # an ambassador is from abroad
        high = cluster.offices & {"head-of-state", "head-of-government", "royal"}
        taken = high and any(
            c is not cluster and c.country == home and c.heads & cluster.heads for c in officials.clusters.values()
        )
        cluster.countries.append((5, officials.other(home) or home if taken else home, "home"))


def _alone(officials: Officials) -> CountryCode | None:
    """The one state of which a text tells, where it marks nobody as of it and tells of no journey: its officials need no mark."""
    annotated = officials.annotated
    lands = {m.country for m in annotated.mentions if m.country and m.kind is not MentionKind.PERSON}
    marked = any(c.countries and (min(c.countries)[0] == 0 or "diplomat" in c.offices) for c in officials.clusters.values())
    events = annotated.hits["event"].items()
    to = {at for at, hit in events if hit.rows[0][0] == "visit" for at in range(at, hit.end + 6)}
    journey = any(m.start in to and m.kind in (MentionKind.COUNTRY, MentionKind.PLACE) for m in annotated.mentions)
    named = any(m.kind in (MentionKind.COUNTRY, MentionKind.ADJECTIVE) for m in annotated.mentions)
    return lands.pop() if len(lands) == 1 and named and not marked and not journey else None


def _receiving(officials: Officials) -> CountryCode | None:
    """The one state of the pair to which the text tells ambassadors sent or visits paid, or the one, of the pair or not, to which
    it tells those of several states; None where it tells both or neither."""
    annotated = officials.annotated
    lands = annotated.hits["country"]
    told: set[CountryCode] = set()
    senders: set[CountryCode] = set()
    for at, hit in annotated.hits["event"].items():
        if hit.rows[0][0] != "visit":
            continue
        sentence = annotated.sentences[officials.sentence_of[at]]
        before = [i for i in annotated.indices_in(sentence.start, at) if i in officials.person_of]
        guest = officials.clusters[officials.person_of[before[-1]]].country if before else None
        near = {m.country for m in annotated.mentions_in(hit.end, hit.end + 4) if m.kind is MentionKind.COUNTRY}
        told |= {code for code in near if code and officials.other(code) == guest is not None}
    ends = {m.start: m.end for m in annotated.mentions if m.kind is MentionKind.ORGANIZATION}
    for mention in annotated.mentions:
        for post in mention.posts:
            first = ends.get(post.organization, post.start) if post.organization is not None else post.start
            seats = (  # `ministre-conseiller de l'ambassade de Chine` names no seat, `les ambassadeurs A (Italie), B` senders
                lands[at].rows[0]
                for at in range(first, mention.end)
                if post.office == "diplomat" and at in lands and annotated.tokens[at - 1].text != "("
            )
            seat = {CountryCode(row[0]) for row in seats if row[1] == "name" and row[0] != post.country}
            senders |= {post.country} if seat and post.country else set()
            told |= seat
    receiving = told if len(senders) > 1 else told & set(officials.pair)
    return receiving.pop() if len(receiving) == 1 else None


def _dateline(officials: Officials, marked: set[CountryCode]) -> CountryCode | None:
    """The state of the city from which a text is dated, where it marks the officials of others and none of its own."""
    annotated = officials.annotated
    first = next(iter(annotated.mentions), None)
    if first is None or first.kind is not MentionKind.PLACE or first.start or annotated.tokens[first.end].text not in _DATED:
        return None
    told = {c.country for c in officials.clusters.values() if c.countries and min(c.countries)[0] == 0}
    return first.country if told and first.country not in (*told, *marked) else None


def _travels(officials: Officials, cluster: Cluster) -> bool:
    """Whether a verb of travel stands right after a person's name: who arrives is not at home."""
    annotated = officials.annotated
    ends = [annotated.mentions[i].end for i in cluster.mentions]
    hits = (annotated.hits["event"].get(at) for end in ends for at in range(end, end + 3))
    return any(hit is not None and hit.rows[0][0] == "visit" for hit in hits)

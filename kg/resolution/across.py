"""Signs of who stands across from whom in a text of two states: counterparts (strength 2), pairs (3), visits (4)."""

from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise

from kg.annotated import Annotated, Mention, MentionKind
from kg.model import CountryCode, EntityId
from kg.resolution.interlocutors import holder
from kg.resolution.pair import Officials, is_town
from kg.resolution.people import Cluster

__all__ = ["by_counterpart", "by_delegation", "by_pairing", "by_place", "by_stance", "by_visit", "by_where"]

_HOSTS = frozenset({"head-of-state", "head-of-government", "royal", "minister", "deputy", "secretary"})
"""Offices of those whom a visitor meets."""
_HOUSES = frozenset({MentionKind.PLACE, MentionKind.VENUE})
"""Kinds of mentions that tell where a host receives."""
_ONE_EACH = frozenset({"head-of-government"})
"""Offices that a state has once, whatever they are called."""
_MOST_TO_HOST = 9
"""Tokens between a word of receiving and `by`."""
_KIND = frozenset({"thanks", "praises", "condemns"})
"""Stances that nobody takes towards the own state."""


def by_counterpart(officials: Officials) -> None:
    """Give counterparts the antecedent's post, and each the other's opposite state."""
    order = sorted(officials.person_of)
    for i, person in officials.person_of.items():
        mention = officials.annotated.mentions[i]
        if not mention.attributes.get("counterpart"):
            continue
        earlier = (order[k] for k in range(bisect_left(order, i) - 1, -1, -1))
        last = holder(officials.annotated, officials.person_of, order, i)
        if last is None:
            last = next((before for before in earlier if officials.person_of[before] != person), None)
        if last is None:
            continue
        antecedent, cluster = officials.clusters[officials.person_of[last]], officials.clusters[person]
        cluster.heads |= antecedent.heads
        cluster.fields |= antecedent.fields
        cluster.offices = (cluster.offices - {"counterpart"}) | antecedent.offices
        if mention.attributes.get("predecessor"):
            if antecedent.country is not None and officials.open(cluster):
                cluster.countries.append((2, antecedent.country, "counterpart"))
            continue
        across = officials.other(cluster.country) if antecedent.country is None else None
        if across is not None and not _met_too(officials, last, across):
            antecedent.countries.append((2, across, "counterpart"))
        elif cluster.country is None and (code := officials.other(antecedent.country)):
            cluster.countries.append((2, code, "counterpart"))
    _across_unnamed(officials, order)


def _across_unnamed(officials: Officials, order: list[int]) -> None:
    """`President A, during the visit of his Chilean counterpart`: A, told last in the sentence, is of the other state."""
    annotated = officials.annotated
    for mention in annotated.mentions:
        if mention.kind is not MentionKind.POST or not mention.attributes.get("counterpart") or mention.plural:
            continue
        start = annotated.sentences[officials.sentence_of[mention.start]].start
        before = [i for i in order if start <= annotated.mentions[i].start < mention.start]
        if before and (code := officials.other(mention.country)) is not None:
            officials.give(officials.person_of[before[-1]], code, 2, "counterpart")


def _met_too(officials: Officials, index: int, code: CountryCode) -> bool:
    """Whether a sentence tells another official of a state than the person told there: `A met B of Greece, C of Cyprus`."""
    annotated = officials.annotated
    sentence = annotated.sentences[officials.sentence_of[annotated.mentions[index].start]]
    others = (m for m in annotated.mentions_in(sentence.start, sentence.end) if m.kind is MentionKind.PERSON)
    return any(m.country == code and m is not annotated.mentions[index] for m in others)


def by_pairing(officials: Officials) -> None:
    """`King A and French President B`: the adjective marks the second alone; Presidents are of two states."""
    annotated = officials.annotated
    people = sorted(officials.person_of)
    for i, j in pairwise(people):
        a, b = annotated.mentions[i], annotated.mentions[j]
        if annotated.joined(a.end, b.start) != "and":
            continue
        x, y = officials.clusters[officials.person_of[i]], officials.clusters[officials.person_of[j]]
        if officials.open(y) and not b.country and _ends_list(officials, people, i):
            continue  # `were there Ministers A, B and C`
        if _act_on(officials, b.end):
            continue  # `Peruvian Minister A and Minister B received C`
        once = x.offices & y.offices & _ONE_EACH and not any(p.status for m in (a, b) for p in m.posts)
        same = bool(x.heads & y.heads or once)
        if x is y or not (a.posts or b.posts):
            continue
        if officials.open(x) and (same or (b.country and _peers(x, y))) and (code := officials.other(y.country)):
            x.countries.append((3, code, "paired"))
        elif officials.open(y) and same and (code := x.country if _colleagues(x, y) else officials.other(x.country)):
            y.countries.append((3, code, "paired"))
        elif (
            officials.open(x)
            and officials.open(y)
            and b.attributes.get("plural-post")
            and (codes := _listed_states(officials, i))
        ):
            x.countries.append((5, codes[0], "paired"))
            y.countries.append((5, codes[1], "paired"))


def _act_on(officials: Officials, end: int) -> bool:
    """Whether those named up to a token are the subject of a verb with a third for its object: `A and B received C`."""
    annotated = officials.annotated
    verb = next((at for at in range(end, end + 3) if at in officials.talks), None)
    if verb is None or annotated.hits["event"][verb].rows[0][1] != "verb-object":
        return False
    sentence = annotated.sentences[officials.sentence_of[verb]]
    return any(i in officials.person_of for i in annotated.indices_in(verb, min(verb + 10, sentence.end)))


def _colleagues(one: Cluster, two: Cluster) -> bool:
    """Whether two ministers have portfolios of their own (`Chile's Energy Minister A and Water Minister B`): one government's."""
    fields = [{word for word in who.named_fields() if len(word) > 3} for who in (one, two)]
    return one.offices == two.offices == {"minister"} and all(fields) and fields[0].isdisjoint(fields[1])


def _ends_list(officials: Officials, people: list[int], index: int) -> bool:
    """Whether a person with an office stands right before one, a comma between: the list is longer than two."""
    annotated = officials.annotated
    earlier = people[people.index(index) - 1] if people[0] != index else None
    if earlier is None or not annotated.mentions[earlier].posts:
        return False
    return annotated.joined(annotated.mentions[earlier].end, annotated.mentions[index].start) == "comma"


def _peers(one: Cluster, two: Cluster) -> bool:
    """Whether two people are of like rank, as those are whom a text joins across states; an unknown rank is like any."""
    high = {"head-of-state", "head-of-government", "royal"}
    home = {"local", "official", "military", "parliament", "executive"}  # who may as well be of one state
    return not one.offices or bool(one.offices & two.offices - home) or bool(one.offices & high and two.offices & high)


def _listed_states(officials: Officials, index: int) -> tuple[CountryCode, CountryCode] | None:
    """The two states of the pair where a sentence lists them: `Presidents A and B …, the United States and Turkey`."""
    annotated = officials.annotated
    sentence = annotated.sentences[officials.sentence_of[annotated.mentions[index].start]]
    lands = [m for m in annotated.mentions_in(sentence.start, sentence.end) if m.kind is MentionKind.COUNTRY]
    for mention in annotated.mentions_in(sentence.start, sentence.end):
        codes = [CountryCode(c) for c in mention.attributes.get("countries", "").split()]
        if len(codes) == 2 and set(codes) == set(officials.pair):
            return codes[0], codes[1]  # `la commission mixte algéro-malienne`
    for one, two in pairwise(lands):
        if (
            one.country
            and two.country
            and {one.country, two.country} == set(officials.pair)
            and annotated.joined(one.end, two.start) == "and"
        ):
            return one.country, two.country
    return None


def by_where(officials: Officials) -> None:
    """`a visit to Zambia, where he and his counterpart, President B, met`, `il va à Lusaka, où il rencontrera le ministre B`:
    the counterpart is of the state just told, and so is the officer who was met there."""
    annotated = officials.annotated
    lands = {m.end: m.country for m in annotated.mentions if m.kind in (MentionKind.COUNTRY, MentionKind.PLACE) and m.country}
    for i, person in officials.person_of.items():
        mention, cluster = annotated.mentions[i], officials.clusters[person]
        if not annotated.classes.any("where", mention.start - 11, mention.start) or not officials.open(cluster):
            continue
        across = annotated.classes.any("counterpart", mention.start, mention.name_start)
        opened = next(at for at in range(mention.start - 1, mention.start - 12, -1) if annotated.isa(at, "where"))
        others = any(k in officials.person_of for k in annotated.indices_in(opened, mention.start))
        met = not officials.talks.isdisjoint(range(opened, mention.start)) and not others and cluster.offices & _HOSTS
        code = lands.get(opened) or lands.get(opened - 1)
        if code is not None and (across or met):
            cluster.countries.append((2, code, "counterpart") if across else (4, code, "opposite"))


def by_place(officials: Officials) -> None:
    """`In Lima, A was received by President B`, `A was received in Lima by President B`, `President B received A in Lima`: the
    host is of the city's state, but on the sidelines of an event."""
    annotated = officials.annotated
    cities = (m for m in annotated.mentions if m.country and (m.kind in _HOUSES or is_town(annotated, m)))
    lands = {m.start: m.country for m in cities if any(annotated.isa(m.start - k, "in") for k in range(3))}
    for i, person in officials.person_of.items() if lands else ():
        mention, cluster = annotated.mentions[i], officials.clusters[person]
        if not officials.open(cluster) or not cluster.offices & _HOSTS:
            continue
        sentence = annotated.sentences[officials.sentence_of[mention.start]]
        met = _hosting(officials, i, sentence.start)
        if met is None or annotated.classes.any("sidelines", sentence.start, sentence.end):
            continue
        by = annotated.phrase_start(mention.start) - 1
        told = range(met, by) if met < by else range(met, min(met + _MOST_TO_HOST, sentence.end))
        codes = {lands[at] for at in (*range(sentence.start, min(sentence.start + 4, met)), *told) if at in lands}
        code = codes.pop() if len(codes) == 1 else None
        people = annotated.indices_in(sentence.start, met) if met < by else annotated.indices_in(met, sentence.end)
        guests = [officials.clusters[officials.person_of[j]].country for j in people if j in officials.person_of]
        if code is not None and all(country != code for country in guests) and (met < by or any(guests)):
            cluster.countries.append((4, code, "opposite"))


def _hosting(officials: Officials, index: int, floor: int) -> int | None:
    """Where the words of talks begin that a person held as host: before `by` and his name, or a verb of receiving behind it."""
    annotated, mention = officials.annotated, officials.annotated.mentions[index]
    by = annotated.phrase_start(mention.start) - 1
    if annotated.isa(by, "by"):
        return next((at for at in range(by - 1, max(floor, by - _MOST_TO_HOST) - 1, -1) if at in officials.talks), None)
    after = mention.end + (annotated.tokens[mention.end].text == ",")
    talks = (at for at in range(after, after + 3) if at in officials.talks)
    hits = annotated.hits["event"]
    return next((at for at in talks if annotated.classes.any("receiving", at, hits[at].end)), None)


def by_stance(officials: Officials) -> None:
    """Who thanks, praises or condemns one state of the pair is of the other."""
    annotated = officials.annotated
    for i, person in officials.person_of.items():
        cluster, end = officials.clusters[person], annotated.mentions[i].end
        hit = annotated.hits["speech"].get(end)
        if hit is None or hit.rows[0][0] not in _KIND or not officials.open(cluster):
            continue
        lands = [m for m in annotated.mentions_in(hit.end, hit.end + 3) if m.kind is MentionKind.COUNTRY]
        if lands and (code := officials.other(lands[0].country)):
            cluster.countries.append((5, code, "opposite"))


def by_delegation(officials: Officials) -> None:
    """`A, at the head of a delegation that includes B and C`: they serve A's state."""
    annotated = officials.annotated
    for number in sorted({officials.sentence_of[at] for at in annotated.classes["delegation"]}):
        sentence = annotated.sentences[number]
        people = [i for i in annotated.indices_in(sentence.start, sentence.end) if i in officials.person_of]
        for at in range(sentence.start, sentence.end):
            if not annotated.isa(at, "delegation"):
                continue
            before = [i for i in people if annotated.mentions[i].end <= at]
            after = [i for i in people if annotated.mentions[i].start > at]
            received = [k for k in officials.talks if before and annotated.mentions[before[0]].end <= k < at]
            before = [i for i in before if annotated.mentions[i].start > max(received, default=-1)]
            leader = officials.clusters[officials.person_of[before[0]]] if before else None
            events = ((k, annotated.hits["event"].get(k)) for k in range(at + 1, sentence.end))
            meets = [k for k, hit in events if hit is not None and hit.rows[0][0] != "visit"]
            for i in after:
                cluster = officials.clusters[officials.person_of[i]]
                if (
                    leader
                    and leader.country
                    and officials.open(cluster)
                    and not any(k < annotated.mentions[i].start for k in meets)
                ):
                    cluster.countries.append((4, leader.country, "opposite"))
            break


def by_visit(officials: Officials, refers: Mapping[int, tuple[EntityId, ...]]) -> None:
    """Who visits one state of the pair is of the other."""
    annotated = officials.annotated
    if officials.beyond:
        return
    for at, hit in annotated.hits["event"].items():
        if hit.rows[0][0] != "visit" or hit.rows[0][1] not in ("travel", "noun-between"):
            continue
        sentence = annotated.sentences[officials.sentence_of[at]]
        people = [i for i in annotated.indices_in(sentence.start, sentence.end) if refers.get(i, ("",))[0] in officials.clusters]
        visitor, lands = _visitor_behind(officials, hit.end, people)
        if visitor is None and _unnamed_guest(annotated, hit.end):
            continue
        if visitor is None:
            lands = _lands(annotated, hit.end, min(hit.end + 8, sentence.end))
            visitor = _visitor_beside(officials, at, hit.end, people)
        if not lands or visitor is None:
            continue
        code = officials.other(lands[0].country)
        toured = any(m.country == code for m in lands[1:])  # who travels to Peru and Chile may be of a third state
        if code and not toured:
            officials.give(refers[visitor][0], code, 4, "opposite")


def _lands(annotated: Annotated, start: int, end: int) -> list[Mention]:
    return [m for m in annotated.mentions_in(start, end) if m.kind in (MentionKind.COUNTRY, MentionKind.PLACE)]


def _visitor_behind(officials: Officials, end: int, people: list[int]) -> tuple[int | None, list[Mention]]:
    """Whose visit a preposition behind the noun tells, and where it leads; none where it tells nobody's.

    `the visit of President A to X`; `la visite au Chili du ministre A`, `la venue à Lima, en mai, du ministre B`.
    """
    annotated = officials.annotated
    named = {annotated.mentions[i].start: i for i in people if i in officials.person_of}
    if annotated.isa(end, "of") or annotated.isa(end, "by"):
        visitor = next((named[at] for at in (end + 1, end + 2) if at in named), None)
        past = annotated.mentions[visitor].end if visitor is not None else end
        return visitor, _lands(annotated, past, past + 4)
    lands = _lands(annotated, end, end + 8)[:1]
    past = _past_aside(officials, lands[0].end) if lands else end
    told = (past + 1, past + 2) if lands and annotated.isa(past, "of") else ()
    return next((named[at] for at in told if at in named), None), lands


def _unnamed_guest(annotated: Annotated, end: int) -> bool:
    """Whether a visit that ends before a token is an unnamed officer's (`B said during the visit of his Chilean counterpart`)."""
    of = annotated.isa(end, "of") or annotated.isa(end, "by")
    near = annotated.mentions_in(end + 1, end + 4) if of else ()
    return any(m.kind is MentionKind.POST for m in near)


def _visitor_beside(officials: Officials, at: int, end: int, people: list[int]) -> int | None:
    """The nearest person before a visit (`A, who is visiting X`, `while A was on a visit to X`), or the one behind it whose visit
    it is (`during her visit to X, A`, `the visit that President A pays to X`)."""
    annotated = officials.annotated
    named = [i for i in people if annotated.mentions[i].kind is MentionKind.PERSON]
    before = [i for i in named if 0 <= at - annotated.mentions[i].end <= 6]
    own = next((k for k in range(at - 1, at - 4, -1) if annotated.isa(k, "possessive-singular")), None)
    if own is not None and before:
        between = range(annotated.mentions[before[-1]].end, own)
        before = [] if any(annotated.isa(k, "preposition") for k in between) else before  # `A briefed B on his visit`
        own = own if before else None
    if not before and own is not None:
        after = [i for i in named if annotated.mentions[i].start > at][:1]
        before = [i for i in after if not _past_verb(annotated, end, annotated.mentions[i].start)]
    if not before and annotated.isa(end, "relative"):
        before = [i for i in people if end < annotated.mentions[i].start <= end + 8 and i in officials.person_of][:1]
    return before[-1] if before else None


def _past_aside(officials: Officials, at: int) -> int:
    """Token after what two commas set off from a token on; the token itself where nothing is."""
    tokens = officials.annotated.tokens
    closing = (i for i in range(at + 2, min(at + 10, len(tokens))) if tokens[i].text == ",") if tokens[at].text == "," else ()
    return next(iter(closing), at - 1) + 1


def _past_verb(annotated: Annotated, start: int, end: int) -> bool:
    """Whether a verb stands between two tokens: whom it names after that is no subject (`on his visit, he will meet B`)."""
    return any(at in annotated.hits[layer] for layer in ("event", "speech", "auxiliary") for at in range(start, end))

"""Which state is home to a text: the officials whom it does not mark are of that one."""

from collections.abc import Iterator

from kg.annotated import MentionKind
from kg.model import CountryCode
from kg.resolution.beside import signers
from kg.resolution.pair import Officials
from kg.resolution.people import Cluster

__all__ = ["by_home", "by_seat", "seated"]

_STATE_OFFICES = frozenset(
    {"head-of-state", "head-of-government", "minister", "deputy", "secretary", "diplomat", "royal", "parliament"}
)
_AT_HOME = frozenset({"official", "military", "parliament", "local", "judge"})
"""Offices that are of the one state of which a text tells too."""
_LANDS = frozenset({MentionKind.COUNTRY, MentionKind.PLACE})


def by_home(officials: Officials) -> None:
    """Unmarked officials are the home state's; but of two heads of state, the second is the other's."""
    marked = {
        c.country
        for c in officials.clusters.values()
        if c.marked and c.country in officials.pair
        if not _sent_abroad(officials, c)
    }
    unnamed = {} if marked else _unnamed(officials)
    marked = marked or {*unnamed.values()}
    dated = _dateline(officials) if len(marked) != 1 else None
    told = officials.other(marked.pop()) if len(marked) == 1 else dated
    receiving = None if told else _receiving(officials)
    home = told or receiving or _own_people(officials)
    alone = None if home else _alone(officials)
    home = home or alone
    if home is None:
        return
    apart = {person for pair in signers(officials) for person in pair}
    for cluster in officials.clusters.values():
        counterpart = any(officials.annotated.mentions[i].attributes.get("counterpart") for i in cluster.mentions)
        serving = cluster.offices & (_STATE_OFFICES | _AT_HOME if alone else _STATE_OFFICES)
        if (
            cluster.id in apart
            or not unnamed.keys().isdisjoint(cluster.heads)
            or not officials.open(cluster)
            or not serving
            or counterpart
            or _travels(officials, cluster, home)
            or home in _sent_to(officials, cluster)
        ):
            continue
        if (dated or receiving) and "diplomat" in cluster.offices:
            continue  # an ambassador is from abroad
        high = cluster.offices & {"head-of-state", "head-of-government", "royal"}
        taken = high and any(
            c is not cluster and c.country == home and c.heads & cluster.heads for c in officials.clusters.values()
        )
        cluster.countries.append((5, officials.other(home) or home if taken else home, "home"))


def _unnamed(officials: Officials) -> dict[str, CountryCode]:
    """Head noun → the state of the pair of whose officer a text tells by a mark and no name (`the French minister`)."""
    unnamed = (m for m in officials.annotated.mentions if m.kind is MentionKind.POST and not m.plural and m.country)
    return {
        m.posts[0].head: m.country
        for m in unnamed
        if m.country in officials.pair and m.posts[0].office in _STATE_OFFICES and m.country is not None
    }


def _own_people(officials: Officials) -> CountryCode | None:
    """The one state whose people abroad are in the portfolio of an officer without a mark (`… et des Togolais de l'étranger`)."""
    told = {c.country for c in officials.clusters.values() if c.countries and min(c.countries)[::2] == (1, "portfolio")}
    abroad = {code for code in told if any(_has_people(officials, c, code) for c in officials.clusters.values())}
    return abroad.pop() if len(abroad) == 1 else None


def _has_people(officials: Officials, cluster: Cluster, code: CountryCode | None) -> bool:
    """Whether a state's people stand in the wording of an officer's post."""
    annotated = officials.annotated
    lands = annotated.hits["country"]
    posts = [post for i in cluster.mentions for post in annotated.mentions[i].posts if post.organization is None]
    told = {at: post for post in posts for at in range(post.start + 1, post.end) if at in lands}
    people = [at for at in told if lands[at].rows[0][0] == code and lands[at].rows[0][1] != "name"]
    where = {k: told[at].end for at in people for k in (lands[at].end, lands[at].end + 1)}  # `… de l'étranger`, `… résidant à …`
    return any(k < end and (annotated.isa(k, "of") or annotated.isa(k, "at")) for k, end in where.items())


def _sent_abroad(officials: Officials, cluster: Cluster) -> bool:
    """Whether someone is told as ambassador of a state of the pair to a state outside it: an own ambassador, as it were."""
    return any(to and to.isdisjoint(officials.pair) for to in _destinations(officials, cluster))


def _sent_to(officials: Officials, cluster: Cluster) -> set[CountryCode]:
    """The states to which someone is told to be ambassador."""
    return set().union(*_destinations(officials, cluster))


def _destinations(officials: Officials, cluster: Cluster) -> Iterator[set[CountryCode]]:
    """For each post of an ambassador, the states that it names beside the one he serves."""
    annotated = officials.annotated
    lands = annotated.hits["country"]
    for mention in (annotated.mentions[i] for i in cluster.mentions):
        for post in mention.posts:
            if post.office == "diplomat":
                told = (lands[at].rows[0] for at in range(post.start, mention.end) if at in lands)
                named = {CountryCode(row[0]) for row in told if row[1] == "name"}
                city = _city_after(officials, post.start, mention.end)
                yield (named | ({city} if city else set())) - {post.country}


def _alone(officials: Officials) -> CountryCode | None:
    """The one state of which a text tells, where it marks nobody as of it and tells of no journey: its officials need no mark."""
    annotated = officials.annotated
    lands = {m.country for m in annotated.mentions if m.country and m.kind is not MentionKind.PERSON}
    marked = any(c.marked or (c.countries and "diplomat" in c.offices) for c in officials.clusters.values())
    events = annotated.hits["event"].items()
    to = {at for at, hit in events if hit.rows[0][0] == "visit" for at in range(at, hit.end + 6)}
    journey = any(m.start in to and m.kind in (MentionKind.COUNTRY, MentionKind.PLACE) for m in annotated.mentions)
    named = any(m.kind in (MentionKind.COUNTRY, MentionKind.ADJECTIVE) for m in annotated.mentions)
    return lands.pop() if len(lands) == 1 and named and not marked and not journey else None


def _receiving(officials: Officials) -> CountryCode | None:
    """The one state of the pair to which the text tells ambassadors sent or visits paid, or the one, of the pair or not, to which
    it tells those of several states, or where it has no pair; None where it tells both or neither."""
    annotated = officials.annotated
    told: set[CountryCode] = set()
    for at, hit in annotated.hits["event"].items():
        if hit.rows[0][0] != "visit":
            continue
        sentence = annotated.sentences[officials.sentence_of[at]]
        before = [i for i in annotated.indices_in(sentence.start, at) if i in officials.person_of]
        guest = officials.clusters[officials.person_of[before[-1]]].country if before else None
        near = {m.country for m in annotated.mentions_in(hit.end, hit.end + 4) if m.kind is MentionKind.COUNTRY}
        told |= {code for code in near if code and officials.other(code) == guest is not None}
    seats, senders = _seats(officials)
    told |= seats
    receiving = told if len(senders) > 1 or len(officials.pair) < 2 else told & set(officials.pair)
    return receiving.pop() if len(receiving) == 1 else None


def seated(officials: Officials) -> CountryCode | None:
    """The one state to which the text tells ambassadors sent, where it tells those of several states, or the one state whose
    ambassadors to several it tells."""
    seats, senders = _seats(officials)
    if len(senders) == 1 and len(seats) > 1:
        return next(iter(senders))
    seats -= senders
    return seats.pop() if len(seats) == 1 and len(senders) > 1 else None


def _seats(officials: Officials) -> tuple[set[CountryCode], set[CountryCode]]:
    """To which states the text tells ambassadors sent, by name or city, and of which states it tells ambassadors."""
    annotated = officials.annotated
    lands = annotated.hits["country"]
    seats: set[CountryCode] = set()
    senders: set[CountryCode] = set()
    ends = {m.start: m.end for m in annotated.mentions if m.kind is MentionKind.ORGANIZATION}
    for mention in annotated.mentions:
        for post in mention.posts:
            if post.office != "diplomat":
                continue
            first = ends.get(post.organization, post.start) if post.organization is not None else post.start
            named = (  # `ministre-conseiller de l'ambassade de Chine` names no seat, `les ambassadeurs A (Italie), B` senders
                lands[at].rows[0] for at in range(first, mention.end) if at in lands and annotated.tokens[at - 1].text != "("
            )
            seat = {CountryCode(row[0]) for row in named if row[1] == "name" and row[0] != post.country}
            seat |= {code for code in (_city_after(officials, post.start, mention.end),) if code and code != post.country}
            senders |= {post.country} if post.country else set()
            seats |= seat if len(seat) == 1 else set()  # `the ambassadors of Peru, Chile and Fiji`
    for at in sorted(annotated.classes["accredited"]):
        to = next((lands[i].rows[0] for i in range(at + 1, at + 6) if i in lands), None)
        seats |= {CountryCode(to[0])} if to is not None and to[1] == "name" else set()
    return seats, senders


def _city_after(officials: Officials, start: int, end: int) -> CountryCode | None:
    """The state of the city that follows `at` within a phrase or right behind it (`ambassadeur de Chine à Lima`)."""
    annotated = officials.annotated
    places = annotated.hits["place"]
    at = next((at for at in range(start, end + 2) if at in places and annotated.isa(at - 1, "at")), None)
    codes = {CountryCode(row[1]) for row in places[at].rows} if at is not None else set()
    return codes.pop() if len(codes) == 1 else None


def _dateline(officials: Officials) -> CountryCode | None:
    """The state of the city from which a text is dated where it marks officials of others and none of its own."""
    dated = officials.annotated.dateline
    told = {c.country for c in officials.clusters.values() if c.marked}
    return dated.country if dated is not None and told and dated.country not in told else None


def by_seat(officials: Officials) -> None:
    """Heads of state and government and ministers without a mark are of the one state to which ambassadors are sent."""
    home = seated(officials)
    for cluster in officials.clusters.values() if home is not None else ():
        counterpart = any(officials.annotated.mentions[i].attributes.get("counterpart") for i in cluster.mentions)
        posts = [post for i in cluster.mentions for post in officials.annotated.mentions[i].posts]
        bodied = any(post.organization is not None for post in posts)
        offices = _STATE_OFFICES - {"diplomat"} | (frozenset() if bodied else _AT_HOME)
        serving = cluster.offices & offices and officials.open(cluster) and not counterpart
        if home is not None and serving and not _travels(officials, cluster, home):
            cluster.countries.append((4, home, "home"))


def _travels(officials: Officials, cluster: Cluster, home: CountryCode) -> bool:
    """Whether a verb of travel stands right after a person's name, or his visit to the very state is told: he is not at home."""
    annotated = officials.annotated
    events = annotated.hits["event"]
    for mention in (annotated.mentions[i] for i in cluster.mentions):
        verb = next((at for at in range(mention.end, mention.end + 3) if at in events and events[at].rows[0][0] == "visit"), None)
        if verb is not None:
            to = {m.country for m in annotated.mentions_in(events[verb].end, events[verb].end + 4) if m.kind in _LANDS}
            return home in to or to <= {None}
        first = mention.start - 5
        if annotated.isa(mention.start - 1, "of") and any(
            at in events and events[at].rows[0][0] == "visit" for at in range(first, mention.start - 1)
        ):
            # `the visit of President A to Lima`, `la visite à Lima du président A`
            near = (*annotated.mentions_in(first, mention.start), *annotated.mentions_in(mention.end + 1, mention.end + 4))
            to = {m.country for m in near if m.kind in _LANDS}
            if home in to:
                return True
    return False

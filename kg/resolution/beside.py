"""Who stands beside whom: companions and those whom a state's body includes are of that state, the two who sign of two."""

from collections.abc import Iterator, Mapping

from kg.annotated import MentionKind
from kg.model import CountryCode, EntityId
from kg.resolution.interlocutors import lists
from kg.resolution.pair import Officials

__all__ = [
    "by_company",
    "by_hosting",
    "by_included",
    "by_interlocutors",
    "by_message",
    "by_possessive",
    "by_signing",
    "signers",
]

_OF_A_STATE = frozenset(
    {MentionKind.ADJECTIVE, MentionKind.ANAPHOR, MentionKind.COUNTRY, MentionKind.ORGANIZATION, MentionKind.POST}
)
_OWNED = frozenset({"head-of-state", "head-of-government", "minister", "deputy", "royal"})
"""Offices that a state or its head has (`his minister A`)."""
_SETTING = frozenset({MentionKind.DATE, MentionKind.PLACE})
"""Kinds of mentions that tell when and where, between who acts and what he does."""
_MOST_TO_HOST = 12
"""Tokens between who met another and the word for it, where day and place stand between."""
_MOST_TO_SENDER = 8
"""Tokens between a message and the name of whose it is."""


def by_company(officials: Officials) -> None:
    """`A, accompanied by B and C`: B and C serve A's state, as far as another deed or another state's officer is told."""
    annotated = officials.annotated
    for at in sorted(annotated.classes["company"]):
        sentence = annotated.sentences[officials.sentence_of[at]]
        joined = annotated.isa(at + 1, "of") or annotated.isa(at + 1, "by")
        before = [i for i in annotated.indices_in(sentence.start, at) if annotated.mentions[i].end <= at] if joined else []
        code = _state(officials, before[-1]) if before else None
        if code is None:
            continue
        for i in annotated.indices_in(at, sentence.end):
            mention = annotated.mentions[i]
            if mention.country not in (None, code) or any(k in officials.talks for k in range(at + 1, mention.start)):
                break
            if i in officials.person_of:
                officials.give(officials.person_of[i], code, 4, "opposite")


def _state(officials: Officials, index: int) -> CountryCode | None:
    """The state of an officer, named or not."""
    mention = officials.annotated.mentions[index]
    if index in officials.person_of:
        return officials.clusters[officials.person_of[index]].country
    return mention.country if mention.kind in (MentionKind.POST, MentionKind.ANAPHOR) and not mention.plural else None


def by_included(officials: Officials) -> None:
    """`the Belgian government, including Prime Minister A and Minister B`: they are of the state of what includes them."""
    annotated = officials.annotated
    for i in sorted(officials.person_of) if annotated.classes["including"] else ():
        mention = annotated.mentions[i]
        at = annotated.phrase_start(mention.start)
        listed = at
        while annotated.isa(listed - 1, "including") or annotated.tokens[listed - 1].text == ",":
            listed -= 1
        if not any(annotated.isa(k, "including") for k in range(listed, at)):
            continue
        whole = next((m for m in annotated.mentions_in(listed - 6, listed) if m.end == listed and m.kind in _OF_A_STATE), None)
        if whole is None or whole.country is None:
            continue
        limit = annotated.sentences[officials.sentence_of[mention.start]].end
        people = [j for j in annotated.indices_in(mention.start, limit) if j in officials.person_of]
        spans = [(annotated.mentions[j].start, annotated.mentions[j].end) for j in people]
        for j in people[: annotated.listed(spans)]:
            if annotated.mentions[j].country not in (None, whole.country):
                break
            officials.give(officials.person_of[j], whole.country, 0, "own-words")


def by_message(officials: Officials, refers: Mapping[int, tuple[EntityId, ...]]) -> None:
    """`B, porteur d'un message du président A`, `B a remis à C un message du président A`: A is of the state of who brings it."""
    annotated = officials.annotated
    for at in sorted(annotated.classes["missive"]):
        sentence = annotated.sentences[officials.sentence_of[at]]
        behind = annotated.indices_in(at, min(at + _MOST_TO_SENDER, sentence.end))
        sender = next((i for i in behind if i in officials.person_of), None)
        if sender is None or not any(p.office in _OWNED for p in annotated.mentions[sender].posts):
            continue
        opens = annotated.phrase_start(annotated.mentions[sender].start)
        brings = next((k for k in range(at - 1, max(sentence.start, at - 5) - 1, -1) if annotated.isa(k, "bearing")), None)
        hands = next((k for k in range(at - 1, sentence.start - 1, -1) if annotated.isa(k, "handing")), None)
        before = [i for i in annotated.indices_in(sentence.start, at) if refers.get(i, ("",))[0] in officials.clusters]
        if brings is not None:
            bearer = [i for i in before if annotated.mentions[i].end <= brings][-1:]
        else:
            bearer = [i for i in before if hands is not None and annotated.mentions[i].end <= hands]
            bearer = bearer[-1:] if hands is not None and annotated.isa(hands - 1, "relative") else bearer[:1]
        code = officials.clusters[refers[bearer[0]][0]].country if bearer else None
        theirs = annotated.isa(opens - 1, "to") or any(annotated.tokens[k].text in ",;" for k in range(at, opens))
        if code is not None and not theirs:
            officials.give(officials.person_of[sender], code, 4, "opposite")


def by_possessive(officials: Officials) -> None:
    """`Peru and its minister A`, `President B sent his minister A`: he is of the state told right before, or of who was."""
    annotated = officials.annotated
    for i in sorted(officials.person_of) if annotated.classes["possessive-singular"] else ():
        mention = annotated.mentions[i]
        owned = annotated.isa(mention.start, "possessive-singular") or annotated.isa(mention.start - 1, "possessive-singular")
        if not owned or mention.attributes.get("counterpart") or not any(p.office in _OWNED for p in mention.posts):
            continue
        sentence = annotated.sentences[officials.sentence_of[mention.start]]
        last = next(reversed(annotated.indices_in(sentence.start, mention.start)), None)
        if last is None or mention.start - annotated.mentions[last].end > 8:
            continue
        land = annotated.mentions[last].country if annotated.mentions[last].kind is MentionKind.COUNTRY else None
        code = land or _state(officials, last)
        if code is not None:
            officials.give(officials.person_of[i], code, 1, "own-words")


def by_hosting(officials: Officials) -> None:
    """`A received B`, `B was welcomed by A`: the two right beside the verb are of the two states."""
    annotated = officials.annotated
    for at in sorted(officials.talks):
        hit = annotated.hits["event"][at]
        sentence = annotated.sentences[officials.sentence_of[at]]
        setting = [m for m in annotated.mentions_in(at - _MOST_TO_HOST, at) if m.kind in _SETTING]
        reach = _MOST_TO_HOST if setting else 4
        acting = (i for i in annotated.indices_in(sentence.start, at) if annotated.mentions[i].kind not in _SETTING)
        before = [i for i in acting if annotated.mentions[i].end >= at - reach]
        after = [i for i in annotated.indices_in(hit.end, sentence.end) if annotated.mentions[i].start <= hit.end + 3]
        apart = annotated.isa(at - 1, "of") or annotated.isa(at - 1, "gerund")  # `met B before meeting C`: B did not meet him
        if apart or not before or not after or annotated.mentions[before[-1]].end > at:
            continue
        people = [i for i in annotated.indices_in(sentence.start, sentence.end) if i in officials.person_of]
        for one, two in ((before[-1], after[0]), (after[0], before[-1])):
            side = {_state(officials, i) for i in people if (i <= before[-1]) == (two <= before[-1])} - {None}
            if len(side) > 1:
                continue  # who met those of two states may be of a third
            code = officials.other(_state(officials, two))
            if code is not None and one in officials.person_of:
                officials.give(officials.person_of[one], code, 4, "opposite")


def by_interlocutors(officials: Officials) -> None:
    """`A met Peruvian Minister B, President C and Speaker D`: whom a list names as met, no ambassador among them, are of the one
    state told of them, where no two have one office."""
    order = sorted(officials.person_of)
    for listed in lists(officials.annotated, order):
        members = [officials.clusters[officials.person_of[i]] for i in listed]
        told = {cluster.country for cluster in members if cluster.country}
        held = [head for cluster in members for head in cluster.heads]
        unlike = len(set(held)) == len(held) and all(cluster.heads and "diplomat" not in cluster.offices for cluster in members)
        if len(told) != 1 or not unlike:
            continue
        for cluster in members:
            officials.give(cluster.id, next(iter(told)), 4, "opposite")


def by_signing(officials: Officials) -> None:
    """The two who sign are of the two states: `signed by Peruvian Minister A and Minister B`. Of two whom nothing marks, each is
    of the state whose signer the text tells in that place elsewhere."""
    order = _order(officials)
    for one, two in signers(officials):
        if order is not None and all(officials.open(officials.clusters[who]) for who in (one, two)):
            officials.give(one, order[0], 4, "opposite")
            officials.give(two, order[1], 4, "opposite")
        for person, across in ((one, two), (two, one)):
            code = officials.other(officials.clusters[across].country)
            if code is not None and min(officials.clusters[across].countries)[0] <= 4:
                officials.give(person, code, 4, "opposite")


def _order(officials: Officials) -> tuple[CountryCode, CountryCode] | None:
    """The states of the pair in the order in which sentences name signers of both; None where they name them either way."""
    annotated = officials.annotated
    orders: set[tuple[CountryCode, CountryCode]] = set()
    signed = (at for at, hit in annotated.hits["event"].items() if hit.rows[0][0] == "signing")
    for number in sorted({officials.sentence_of[at] for at in signed}) if len(officials.pair) == 2 else ():
        sentence = annotated.sentences[number]
        people = [i for i in annotated.indices_in(sentence.start, sentence.end) if i in officials.person_of]
        states = [code for i in people if (code := officials.clusters[officials.person_of[i]].country)]
        if len(people) == len(states) == 2 and set(states) == set(officials.pair):
            orders.add((states[0], states[1]))
    return orders.pop() if len(orders) == 1 else None


def signers(officials: Officials) -> Iterator[tuple[EntityId, EntityId]]:
    """The pairs whom a sentence joins by `and` right behind `signed by`, or right before `signed`; where two are told alone."""
    annotated = officials.annotated
    for at, hit in annotated.hits["event"].items():
        if hit.rows[0][0] != "signing" or hit.rows[0][1] not in ("sign-active", "sign-passive"):
            continue
        sentence = annotated.sentences[officials.sentence_of[at]]
        people = [i for i in annotated.indices_in(sentence.start, sentence.end) if i in officials.person_of]
        after = [i for i in people if annotated.mentions[i].start >= hit.end][:3]
        before = [i for i in people if annotated.mentions[i].end <= at][-3:]
        first = annotated.mentions[after[0]].start if after else 0
        by = hit.rows[0][1] == "sign-passive" and any(annotated.isa(k, "by") for k in (hit.end - 1, *range(hit.end, first)))
        two = after[:2] if by and first - hit.end <= 6 else before[-2:] if hit.rows[0][1] == "sign-active" else []
        if len(two) < 2 or len(after if two[0] in after else before) > 2:
            continue
        one, other = (annotated.mentions[i] for i in two)
        ids = officials.person_of[two[0]], officials.person_of[two[1]]
        near = two[0] in after or at - other.end <= 4
        joined = near and ids[0] != ids[1] and annotated.joined(one.end, other.start) == "and"
        if joined and not other.attributes.get("plural-post"):
            yield ids

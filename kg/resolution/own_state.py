"""Signs of a person's own state: what the text says of it (strength 0), and posts that only one state has (1)."""

from collections.abc import Container, Mapping
from functools import cache

from kg import resources
from kg.annotated import Annotated, Mention, MentionKind
from kg.keys import folded
from kg.model import CountryCode, EntityId
from kg.resolution.organizations import Body
from kg.resolution.pair import Officials, is_town
from kg.sides import acts_for, is_side, is_team, led_by

__all__ = ["by_acting", "by_behalf", "by_body", "by_description", "by_leading", "by_office", "by_side", "by_title_again"]

_ABROAD = frozenset({"minister", "deputy", "secretary"})
"""Offices that have portfolios of a state's people abroad."""
_LEADING = ("leading", "chaired")
_MOST_ADJECTIVES = 8
"""Tokens between a word of leading and the delegation after it."""
_MOST_TO_BODY = 7
"""Tokens behind a post in which the body it is in may begin."""


def by_side(officials: Officials) -> None:
    """`on the Jordanian side A and B; on the Qatari side C`."""
    annotated = officials.annotated
    code: CountryCode | None = None
    sentence, since = -1, 0
    for i, mention in enumerate(annotated.mentions):
        if officials.sentence_of[mention.start] != sentence:
            sentence, code = officials.sentence_of[mention.start], None
        if code is not None and any(officials.event_at(at) for at in range(since, mention.start)):
            code = None
        if is_team(mention) and mention.country and not is_town(annotated, mention):
            led = any(annotated.isa(at, "leading") for at in range(mention.start - 3, mention.start))
            # `A on the Turkish side and B`: the side is that of who was told before it.
            of_last = i - 1 in officials.person_of and acts_for(annotated, annotated.mentions[i - 1].end, mention)
            code, since = (None if led or of_last else mention.country), mention.end
        elif i in officials.person_of and code is not None and officials.clusters[officials.person_of[i]].country is None:
            if any(annotated.isa(at, "two") for at in range(mention.start - 1, mention.name_start)):
                code = None  # `le gouvernement malien a salué la volonté des deux présidents, A et B`: one of each side
                continue
            if annotated.isa(mention.start - 1, "preposition") and not annotated.isa(mention.start - 1, "by"):
                continue
            officials.clusters[officials.person_of[i]].countries.append((0, code, "own-words"))


def by_acting(officials: Officials) -> None:
    """`A on the Turkish side and B on the Ukrainian side`, `C for Chile`: the state for which each acts."""
    annotated = officials.annotated
    for i, person in officials.person_of.items():
        end = annotated.mentions[i].end
        comma = annotated.isa(end + 1, "on-behalf") and annotated.tokens[end].text == ","  # `A and B, representing Chile`
        side = next(annotated.mentions_in(end + comma + 1, end + comma + 6), None)
        if side is not None and side.country and acts_for(annotated, end + comma, side):
            for other in [person, *(_listed_before(officials, i) if comma else ())]:
                officials.give(other, side.country, 0, "own-words")
        for code in (_acts_by(annotated, annotated.mentions[i]), _chairs_for(annotated, annotated.mentions[i])):
            if code is not None:
                officials.give(person, code, 0, "own-words")


def _listed_before(officials: Officials, index: int) -> list[EntityId]:
    """Those listed before a person as far as no state is told of one."""
    annotated = officials.annotated
    found: list[EntityId] = []
    last = annotated.mentions[index]
    for i in (i for i in sorted(officials.person_of, reverse=True) if i < index):
        mention = annotated.mentions[i]
        if mention.country or not annotated.joined(mention.end, annotated.phrase_start(last.start)):
            break
        found.append(officials.person_of[i])
        last = mention
    return found


def by_behalf(officials: Officials) -> None:
    """`signed on behalf of Chile by A`, `on the part of Peru, A`, `A, Minister of Trade, signed for Peru`: for whom one signs.

    Who was named last before the phrase, with the word of signing between, signs for the state; else who is named right after it.
    """
    annotated = officials.annotated
    at_once = {officials.annotated.mentions[i].start: person for i, person in officials.person_of.items()}
    for mention in annotated.mentions:
        if mention.kind is not MentionKind.COUNTRY or mention.country is None or (opens := _behalf(annotated, mention)) is None:
            continue
        sentence = annotated.sentences[officials.sentence_of[mention.start]]
        after = next((i for i in range(mention.end, sentence.end) if i in at_once or _behalf_at(annotated, i)), sentence.end)
        named = after in at_once and (after <= mention.end + 2 or any(annotated.isa(i, "by") for i in range(mention.end, after)))
        before = [annotated.mentions[i] for i in annotated.indices_in(sentence.start, opens) if i in officials.person_of][-1:]
        own = [m.start for m in before if m.end >= opens - 1 or _signs(annotated, m.start, opens)]
        signer = own[0] if own else after if named else None
        if signer is not None:
            officials.give(at_once[signer], mention.country, 0, "own-words")


def _behalf(annotated: Annotated, state: Mention) -> int | None:
    """Where `on behalf of`, `for the Government of` before a state begins; None where nothing of the kind does."""
    at = state.start - 1
    while at > state.start - 6 and any(annotated.isa(at, kind) for kind in ("det", "of", "state-word", "idle-modifier")):
        at -= 1
    if _behalf_at(annotated, at):
        return at
    signed = annotated.hits["event"].get(at - 1)
    return at if annotated.isa(at, "for") and signed is not None and signed.rows[0][0] == "signing" else None


def _behalf_at(annotated: Annotated, at: int) -> bool:
    """Whether `behalf of` or a word like it stands at a token."""
    return annotated.isa(at, "behalf") and annotated.isa(at + 1, "of")


def _signs(annotated: Annotated, start: int, end: int) -> bool:
    """Whether one of a sentence's words of signing stands between a name and the phrase that tells for whom."""
    events = annotated.hits["event"]
    return any(at in events and events[at].rows[0][0] == "signing" for at in range(start, end))


def _acts_by(annotated: Annotated, person: Mention) -> CountryCode | None:
    """The state right before `by` and a name, for which he acts: `signé pour le Liban par A`."""
    by = annotated.phrase_start(person.start) - 1
    by -= annotated.tokens[by].text == "," if by > 0 else 0
    land = next((m for m in annotated.mentions_in(by - 3, by) if m.end == by), None)
    if land is None or not annotated.isa(by, "by") or not land.country:
        return None
    first = annotated.phrase_start(land.start) - 1
    acting = land.kind in (MentionKind.COUNTRY, MentionKind.PLACE) and annotated.isa(first, "for-state")
    return land.country if acting or (land.kind is MentionKind.ANAPHOR and land.key == "side") else None


def _chairs_for(annotated: Annotated, person: Mention) -> CountryCode | None:
    """The state after `from` and an office, right before a name: `the co-chairman of the commission from Chile, Minister A`."""
    before = person.start - 1
    land = next((m for m in annotated.mentions_in(before - 3, before) if m.kind is MentionKind.COUNTRY and m.end == before), None)
    if land is None or annotated.tokens[before].text != "," or not annotated.isa(land.start - 1, "from"):
        return None
    offices = annotated.hits["office"]
    for at in range(land.start - 2, max(-1, land.start - 9), -1):
        if at in offices:
            return land.country
        if not annotated.tokens[at].word:
            return None
    return None


def by_leading(officials: Officials) -> None:
    """`A led the Indian delegation`, `une délégation française conduite par A`, `B represented Peru`, `Peru was led by B`."""
    annotated = officials.annotated
    for mention in annotated.mentions:
        team = is_team(mention)
        body = mention.kind is MentionKind.ORGANIZATION and not mention.key
        if mention.country is not None and is_side(annotated, mention):
            _led(officials, mention)
        if not (team or body or _is_led(officials, mention)) or mention.country is None:
            continue
        if (team or body) and any(annotated.isa(i, kind) for i in range(mention.end, mention.end + 3) for kind in _LEADING):
            _led(officials, mention)
        if body:
            continue
        if not _governed(annotated, mention):
            continue
        sentence = annotated.sentences[officials.sentence_of[mention.start]]
        other = [m.end for m in annotated.mentions_in(sentence.start, mention.start) if is_team(m)]
        before = [i for i in annotated.indices_in(max(other, default=sentence.start), mention.start) if i in officials.person_of]
        for i in before[-1:]:
            officials.clusters[officials.person_of[i]].countries.append((0, mention.country, "own-words"))


def _governed(annotated: Annotated, team: Mention) -> bool:
    """Whether a word of leading stands before a delegation, only adjectives between (`led a large, high-level delegation`)."""
    verb = next((i for i in range(team.start - 1, team.start - _MOST_ADJECTIVES, -1) if annotated.isa(i, "leading")), None)
    return verb is not None and next(annotated.mentions_in(verb + 1, team.start), None) is None


def _is_led(officials: Officials, state: Mention) -> bool:
    """Whether a state is what somebody leads or represents: `represented Peru`, `headed that of Chile`."""
    if state.kind is not MentionKind.COUNTRY:
        return False
    annotated = officials.annotated
    verb = state.start - 1 - annotated.isa(state.start - 1, "det")
    verb -= 2 if annotated.isa(verb, "of") and annotated.isa(verb - 1, "that") else 0
    return annotated.isa(verb, "leading") and not annotated.isa(verb - 1, "be")


def _led(officials: Officials, delegation: Mention) -> None:
    """Who leads a state's delegation in the passive is of that state."""
    annotated = officials.annotated
    by = led_by(annotated, delegation.end)
    if by is None:
        return
    limit = annotated.sentences[officials.sentence_of[delegation.start]].end
    after = next((i for i in annotated.indices_in(by, limit) if i in officials.person_of), None)
    if after is not None and annotated.mentions[after].start <= by + 3:
        cluster = officials.clusters[officials.person_of[after]]
        if cluster.country is None and delegation.country is not None:
            cluster.countries.append((0, delegation.country, "own-words"))


def by_body(officials: Officials, bodies: dict[EntityId, Body], body_of: dict[int, tuple[EntityId, ...]]) -> None:
    """Who has a post in a body that has a country is of that country; so is who has one before it (`A, Director, Ministry B`)."""
    annotated = officials.annotated
    starts = {annotated.mentions[i].start: ids for i, ids in body_of.items()}
    for cluster in officials.clusters.values():
        for i in cluster.mentions:
            mention = annotated.mentions[i]
            for post in mention.posts:
                behind = _body_behind(annotated, mention.end, starts)
                beside = annotated.apposed(mention.end) if behind is None else behind
                for body in starts.get(post.organization if post.organization is not None else beside, ()):
                    if (code := bodies[body].country) is not None:
                        cluster.countries.append((1, code, "portfolio"))


def _body_behind(annotated: Annotated, end: int, bodies: Container[int]) -> int | None:
    """Where the body begins in which a post is that ends at a token: `Director at the Ministry of Health of Kenya`, `directeur
    de l'Europe continentale au sein du ministère français`; none past a mark or a verb."""
    hits = annotated.hits
    for at in range(end, min(end + _MOST_TO_BODY, len(annotated.tokens) - 2)):
        start = at + 1 + annotated.isa(at + 1, "det")
        if (annotated.isa(at, "preposition") or annotated.isa(at, "in")) and start in bodies:
            return start
        verb = any(at in hits[layer] for layer in ("event", "speech", "auxiliary"))
        if verb or not annotated.tokens[at].word or not annotated.tokens[at].text.islower():
            return None
    return None


def by_office(officials: Officials) -> None:
    """Offices that one state alone has, where the text tells that state, or that are of its own people abroad."""
    lands = officials.annotated.hits["country"]
    for cluster in officials.clusters.values():
        for i in cluster.mentions:
            for post in officials.annotated.mentions[i].posts:
                # `ministre des Affaires étrangères et des Maliens de l'extérieur`
                abroad = [lands[at].rows[0] for at in range(post.start + 1, post.end) if at in lands and post.office in _ABROAD]
                if len(abroad) == 1 and abroad[0][1] in ("adjective", "inhabitant") and officials.open(cluster):
                    cluster.countries.append((1, CountryCode(abroad[0][0]), "portfolio"))
    told = {code for mention in officials.annotated.mentions for code in (mention.country,) if code}
    for cluster in officials.clusters.values():
        for head in sorted(cluster.heads):
            code = _state_offices().get(" ".join(folded(word) for word in head.split()))
            if code in told and officials.open(cluster):
                cluster.countries.append((1, code, "portfolio"))


def by_title_again(officials: Officials) -> None:
    """`Sultan of Brunei Sultan A`, `the President of Peru, President B`: whose post is told twice is of the state told first."""
    annotated = officials.annotated
    posts = {m.end: m for m in annotated.mentions if m.kind is MentionKind.POST and m.country and not m.plural}
    for i, person in officials.person_of.items() if posts else ():
        mention = annotated.mentions[i]
        begin = annotated.phrase_start(mention.start)
        told = posts.get(begin) or (posts.get(begin - 1) if annotated.tokens[begin - 1].text == "," else None)
        heads = {p.head for p in mention.posts}
        if told is not None and told.country and told.posts[0].head in heads:
            officials.give(person, told.country, 0, "own-words")


@cache
def _state_offices() -> dict[str, CountryCode]:
    return {row.cells[0]: CountryCode(row.cells[1]) for row in resources.table("world/state_offices.tsv", ("office", "iso2"))}


def by_description(officials: Officials, refers: Mapping[int, tuple[EntityId, ...]]) -> None:
    """`the Moroccan official` tells the country of whom it stands for."""
    for index, mention in enumerate(officials.annotated.mentions):
        if (
            mention.kind in (MentionKind.POST, MentionKind.ANAPHOR)
            and mention.country
            and not mention.plural
            and len(refers.get(index, ())) == 1
        ):
            cluster = officials.clusters.get(refers[index][0])
            if cluster is not None and officials.open(cluster):
                cluster.countries.append((1, mention.country, "own-words"))

"""Cooperation: the states that work together, or mean to, and on what."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.annotated import Mention, MentionKind
from kg.extraction.confidence import confidence
from kg.extraction.draft import Draft
from kg.extraction.events import Events
from kg.extraction.frameworks import FrameworkDraft
from kg.extraction.scene import Scene, pair_agents, people_of
from kg.model import Cooperation, CountryCode, EntityId, EventStatus, EventType, Span, Statement, TopicId, country_id
from kg.resolved import Resolved

__all__ = ["Work", "find_cooperation", "find_further", "find_helping", "find_together"]

_GATHERED = ("meeting", "call", "conference", "visit")
_ASIDE = ("company", "joining", "meal", "media", "no")
_SOBER = frozenset({"concerned", "condemns", "rejects", "denies"})
_JOINT = frozenset({"agrees", "commits", "reaffirms"})
_TALKS = (EventType.MEETING, EventType.CALL)
_NEAR = 3
"""Most sentences between one on the work of two states and one that goes on with its fields."""


class Work(NamedTuple):
    """A sentence on the work of states together, and which they are."""

    scene: Scene
    parties: tuple[EntityId, ...]


class _Gathering:
    """Topics and evidence of each set of parties."""

    def __init__(self) -> None:
        self.topics: dict[tuple[EntityId, ...], dict[TopicId, None]] = {}
        self.evidence: dict[tuple[EntityId, ...], list[Span]] = {}

    def add(
        self,
        parties: tuple[EntityId, ...],
        topics: "tuple[TopicId, ...] | dict[TopicId, None]",
        evidence: "list[Span] | tuple[Span, ...]",
    ) -> None:
        if len(parties) < 2 or not topics:
            return
        self.topics.setdefault(parties, {}).update(dict.fromkeys(topics))
        spans = self.evidence.setdefault(parties, [])
        spans += [s for s in evidence if s not in spans]


def find_cooperation(
    resolved: Resolved,
    together: list[Work],
    events: Events,
    frameworks: dict[EntityId, FrameworkDraft],
    statements: tuple[Statement, ...],
) -> tuple[Cooperation, ...]:
    """One cooperation for each set of parties, with all topics that talks, instruments and sentences on cooperation tell.

    `together` are the sentences on the work of the text's two states (`find_together`). What was proposed, cancelled, refused or
    condemned is none.
    """
    gathered = _Gathering()
    pair = pair_agents(resolved)
    for draft in events.story.ledger.drafts:
        if draft.type in _TALKS and draft.status in (EventStatus.HELD, EventStatus.PLANNED):
            sides = _sides(resolved, tuple(draft.participants))
            if sides < set(pair) and len(draft.participants) > 1:
                sides = set(pair)  # one side's state is not told: it is the other of the text's two
            for each in _apart(resolved, draft, sides):
                gathered.add(_parties(each, pair), draft.topics, draft.evidence)
        elif draft.type is EventType.SIGNING and draft.instrument is not None:
            framework = frameworks[draft.instrument]
            sides = _sides(resolved, tuple(framework.parties or draft.signatories)) or set(pair)
            gathered.add(_parties(sides, pair), framework.topics, draft.evidence)
    for sides, topics, evidence in _agreed(resolved, statements):
        gathered.add(_parties(sides, pair), topics, evidence)
    for scene, parties in together:
        gathered.add(parties, resolved.annotated.topics_in(scene.start, scene.end), [scene.span])
    rule = "cooperation.pair"
    return tuple(
        Cooperation(
            parties=parties,
            topics=tuple(topics),
            evidence=tuple(sorted(gathered.evidence[parties])),
            rule=rule,
            confidence=confidence(rule),
        )
        for parties, topics in gathered.topics.items()
    )


def find_together(resolved: Resolved, scenes: list[Scene], events: Events, statements: tuple[Statement, ...]) -> list[Work]:
    """The sentences that speak of states working together, and are no protest of one of them."""
    sober = _sober(statements)
    pair = pair_agents(resolved)
    found = []
    for scene in scenes:
        words = scene.those("cooperation")
        if words and scene.span not in sober and not _void(scene, words) and (workers := _workers(resolved, scene, events)):
            found.append(Work(scene, _parties(workers, pair)))
    return found


def find_helping(resolved: Resolved, scenes: list[Scene], statements: tuple[Statement, ...]) -> list[Work]:
    """The sentences that tell just the text's two states, and what one does for the other (`Peru trains Kenyan nurses`)."""
    sober = _sober(statements)
    pair = pair_agents(resolved)
    found = []
    for scene in scenes:
        words = [] if scene.those("cooperation") else scene.those("helping")
        told = {country_id(code) for i in scene.indices for code in _told(resolved.annotated.mentions[i])} if words else set()
        if pair and told == set(pair) and scene.span not in sober and not _void(scene, words):
            found.append(Work(scene, pair))
    return found


def _sober(statements: tuple[Statement, ...]) -> set[Span]:
    """Where protests and worries are told, and nothing else is said."""
    sober = {span for s in statements if s.stance in _SOBER for span in s.evidence}
    return sober - {span for s in statements if s.stance not in _SOBER for span in s.evidence}


def find_further(
    resolved: Resolved, scenes: list[Scene], events: Events, statements: tuple[Statement, ...], together: list[Work]
) -> list[Work]:
    """The sentences that go on with the fields in which the text's two states work, though no word of theirs says so.

    `Working groups on ports and trade have been set up`, `The projects include a railway and a hospital`: soon after talks or
    a sentence on the states' work, of two fields or more, with no state told but these; no speaker says it, it tells no talks,
    company or meal, and nothing in it is denied, supposed or quoted.
    """
    pair = pair_agents(resolved)
    if not pair:
        return []
    told = {span for s in statements for span in s.evidence} | {span for d in events.story.ledger.drafts for span in d.evidence}
    told |= {work.scene.span for work in together}
    found, last = [], -_NEAR - 1
    for scene in scenes:
        if scene.span in told:
            last = scene.number
            continue
        topics = resolved.annotated.topics_in(scene.start, scene.end)
        if scene.number - last > _NEAR or len(topics) < 2 or any(scene.has(kind) for kind in _ASIDE) or _other(scene, pair):
            continue
        if not any(hit.rows[0][0] in _GATHERED and "light" not in hit.rows[0][1] for _, hit in scene.hits("event")):
            found.append(Work(scene, pair))
            last = scene.number
    return found


def _other(scene: Scene, pair: tuple[EntityId, ...]) -> bool:
    """Whether a sentence tells a state that is none of the two, or is only supposed, denied or quoted."""
    told = {country_id(code) for i in scene.indices for code in _told(scene.resolved.annotated.mentions[i])}
    void = any(hit.rows[0][0] in ("negated", "cancelled") for _, hit in scene.hits("auxiliary"))
    return not told <= set(pair) or void or scene.isa(scene.start, "hypothesis") or scene.start in scene.quoted


def _sides(resolved: Resolved, agents: tuple[EntityId, ...]) -> set[EntityId]:
    """The states that agents act for, and the bodies that act for none."""
    found = {country_id(code) for agent in agents if (code := resolved.country_of(agent))}
    return found | {a for a in agents if a.startswith("organization/") and resolved.country_of(a) is None}


def _apart(resolved: Resolved, draft: Draft, sides: set[EntityId]) -> list[set[EntityId]]:
    """Who works with whom after talks: all who took part, but a host with each of the ambassadors whom he met."""
    sent = _sent(resolved, draft.participants)
    host = sides - sent
    return [host | {side} for side in sorted(sent)] if len(host) == 1 and len(sent) > 1 else [sides]


def _sent(resolved: Resolved, agents: Iterable[EntityId]) -> set[EntityId]:
    """The states of the ambassadors among agents."""
    envoys = {h.person for h in resolved.holdings if h.post.office == "diplomat"}
    return _sides(resolved, tuple(a for a in agents if a in envoys))


def _agreed(
    resolved: Resolved, statements: tuple[Statement, ...]
) -> Iterator[tuple[set[EntityId], tuple[TopicId, ...], tuple[Span, ...]]]:
    """What two or more sides said together that they agree on or commit to."""
    together: dict[tuple[Span, ...], list[Statement]] = {}
    for statement in statements:
        if statement.stance in _JOINT:
            together.setdefault(statement.evidence, []).append(statement)
    for evidence, said in together.items():
        sides = _sides(resolved, tuple(s.speaker for s in said))
        if len(sides) > 1:
            yield sides, tuple(dict.fromkeys(t for s in said for t in s.topics)), evidence


def _parties(sides: set[EntityId], pair: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
    """The sides as parties, those of the text's pair in its order first."""
    return (*(p for p in pair if p in sides), *sorted(sides - set(pair)))


def _workers(resolved: Resolved, scene: Scene, events: Events) -> set[EntityId]:
    """The states that a sentence with a word of cooperation is about; none where they are not clear.

    Those that it lists, or whose officials it names, if it tells no other; the text's two, if it tells none but them; where it
    tells none at all and the talks told last are not of the text's two, those who held them.
    """
    told = {country_id(code) for i in scene.indices for code in _told(resolved.annotated.mentions[i])}
    persons = people_of(a for item in scene.items for a in item.agents)
    acting = _sides(resolved, tuple(persons))
    told |= acting
    if len(_sent(resolved, persons)) > 1:
        return set()  # ambassadors received together work with their host alone, as the talks tell
    pair = set(pair_agents(resolved))
    if not told <= pair:
        lands = (i for i, item in enumerate(scene.items) if item.kind is MentionKind.COUNTRY)
        listed = (set(scene.group(i)[0]) for i in lands if not scene.isa(scene.items[i].start - 1, "in"))
        return next((sides for sides in (acting, *listed) if len(sides) > 1 and sides == told), set())
    talks = [d for d in events.story.ledger.drafts if d.type in _TALKS and d.sentence <= scene.number]
    last = max(talks, key=lambda d: d.sentence, default=None)
    sides = _sides(resolved, tuple(last.participants)) if last is not None and not told else set()
    return sides if len(sides) > 1 and not sides >= pair else pair


def _told(mention: Mention) -> Iterator[CountryCode]:
    """The states that a mention names, or whose official it is."""
    if mention.country and mention.kind in (MentionKind.COUNTRY, MentionKind.ADJECTIVE, MentionKind.PLACE):
        yield mention.country
    yield from (CountryCode(code) for code in mention.attributes.get("countries", "").split())


def _void(scene: Scene, words: list[int]) -> bool:
    """Whether a sentence denies, ends or only supposes the cooperation that its words speak of."""
    if scene.isa(scene.start, "hypothesis") or any(scene.isa(at - 1, "no") for at in words):
        return True  # `there is no cooperation between A and B`
    ended = any(hit.rows[0][0] == "cancelled" for _, hit in scene.hits("auxiliary"))
    return ended or all(scene.effect(at) == "negated" for at in words)

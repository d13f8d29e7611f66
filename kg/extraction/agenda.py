"""What talks were about, as sentences after them tell: what those who met said, and on what their states work together."""

from bisect import bisect_right

from kg.extraction.cooperation import Work
from kg.extraction.draft import Draft
from kg.extraction.events import Events
from kg.extraction.passing import before_noun
from kg.extraction.scene import Scene, pair_agents, states
from kg.extraction.speech import mutual
from kg.extraction.story import TALKS
from kg.model import EntityId, EventStatus, Statement, country_id
from kg.resolved import Resolved

__all__ = ["fill_talks"]

_LEAD = 3
"""Most sentences between what somebody said and the one that tells where he said it."""
_OPENING = 8
"""Tokens at the head of that sentence in which its words of saying stand."""


def fill_talks(
    resolved: Resolved, scenes: list[Scene], events: Events, statements: tuple[Statement, ...], together: list[Work]
) -> None:
    """Add to talks the topics of what their participants said after them, and of the sentences on the two states' work.

    `together` are those sentences (`find_together`). What `was stressed` without a speaker counts with them.
    """
    number_of = {scene.span: scene.number for scene in scenes}
    drafts = [d for d in events.story.ledger.drafts if d.type in TALKS and d.status is not EventStatus.PROPOSED]
    told = [d for d in drafts if d.anchor not in resolved.annotated.quoted]
    drafts = told or drafts  # of talks that somebody only speaks of (`“I met B last week”`), the text tells nothing more
    talks = sorted(((number_of[span], d) for d in drafts for span in d.evidence), key=lambda told: told[0])
    _hear(resolved, scenes, talks, statements)
    said = {statement.evidence[0] for statement in statements}
    told_of_none = [Work(s, pair_agents(resolved)) for s in scenes if s.span not in said and (_told_of_none(s) or _spoken_of(s))]
    _share(resolved, talks, [*together, *told_of_none])


def _told_of_none(scene: Scene) -> bool:
    """Whether a sentence tells what was said without telling by whom (`it was stressed that …`, `the role of A was noted`)."""
    for at, hit in scene.hits("speech"):
        before = at - 1
        while scene.isa(before, "adverb"):
            before -= 1
        if scene.isa(before, "be") and at not in scene.quoted and not scene.isa(hit.end, "by"):
            return True
    return False


def _spoken_of(scene: Scene) -> bool:
    """Whether several spoke about something, which states nothing (`The two also touched on trade`)."""
    said = ((at, hit) for at, hit in scene.hits("speech") if at not in scene.quoted and not scene.effect(at))
    return any(mutual(scene, hit, scene.subject(at)) for at, hit in said)


def _hear(resolved: Resolved, scenes: list[Scene], talks: list[tuple[int, Draft]], statements: tuple[Statement, ...]) -> None:
    """What those who met said is what the talks were about, as far as the text tells it after them.

    What was said to the press or posted need not have been said at the talks. `talks` are the tellings of talks, each with the
    sentence that tells it, in order.
    """
    number_of = {scene.span: scene.number for scene in scenes}
    to_media = {s.number for s in scenes if s.has("media") and not any(hit.rows[0][0] == "meeting" for _, hit in s.hits("event"))}
    took_part: dict[EntityId, list[tuple[int, Draft]]] = {}
    """Who spoke at talks, a state through its officials too → the tellings of those talks."""
    for sentence, draft in talks:
        acting = map(country_id, states(resolved, tuple(draft.participants)))
        for agent in {*draft.participants, *acting}:
            took_part.setdefault(agent, []).append((sentence, draft))
    for statement in statements:
        number = number_of[statement.evidence[0]]
        theirs = took_part.get(statement.speaker, [])
        told = bisect_right(theirs, number, key=lambda told: told[0])
        if not told and theirs and theirs[0][0] - number <= _LEAD and _uttered(scenes[theirs[0][0]], theirs[0][1]):
            told = 1
        if told and statement.stance != "recalls" and number not in to_media:
            theirs[told - 1][1].topics |= dict.fromkeys(statement.topics)


def _uttered(scene: Scene, draft: Draft) -> bool:
    """Whether a sentence tells where words were said that stand before it (`He made the remarks during talks with B`, `He said
    this when he received B`, `The request was made at a meeting with B`): at the talks, neither after them nor to the press."""
    if draft.sentence != scene.number or scene.has("media") or scene.isa(before_noun(scene, draft.anchor), "refers-to"):
        return False
    first = range(scene.start, min(scene.start + _OPENING, draft.anchor))
    said = {hit.end for _, hit in scene.hits("speech")} | {scene.start}
    return any(
        (scene.isa(at, "utterance") and scene.any_of(at - 1, ("det", "possessive", "be")))  # `He was speaking at talks with B`
        or (scene.isa(at, "said-object") and at in said)
        for at in first
    )


def _share(resolved: Resolved, talks: list[tuple[int, Draft]], together: list[Work]) -> None:
    """On what states work together is what their talks were about that were told last before it."""
    for scene, parties in together:
        last = bisect_right(talks, scene.number, key=lambda told: told[0])
        draft = talks[last - 1][1] if last else None
        opening = resolved.annotated.hits["calendar"].get(scene.start)
        before = opening is not None and opening.rows[0][:2] == ("sense", "earlier")  # `Earlier, Peru sent food to Chile`
        if draft is None or draft.status not in (EventStatus.HELD, EventStatus.PLANNED) or before:
            continue
        if {country_id(code) for code in states(resolved, tuple(draft.participants))} == set(parties):
            draft.topics |= dict.fromkeys(resolved.annotated.topics_in(scene.start, scene.end))

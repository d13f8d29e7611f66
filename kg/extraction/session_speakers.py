"""Who held a session that a text tells of two states alone: the one of each side whom it lets speak of it."""

from collections.abc import Sequence

from kg.extraction.scene import Scene
from kg.extraction.story import TALKS, Story
from kg.model import EntityId, EventStatus

__all__ = ["name_speakers"]


def name_speakers(story: Story, scenes: Sequence[Scene]) -> None:
    """`Speaking at the close of the session, A of Peru said … B of Chile added …`: they held it.

    Only where it is the one occasion that the text tells, its time or place is told (`welcomed the recent session` tells
    neither), and one official of a side alone speaks from then on.
    """
    held = [d for d in story.ledger.drafts if d.type in TALKS and d.status is EventStatus.HELD]
    session = held[0] if len(held) == 1 and held[0].rule == "meeting.session" else None
    if session is None or (session.date is None and session.place is None):
        return
    country_of = story.resolved.country_of
    since = [agent for agent, sentence in _spoke(scenes).items() if sentence >= session.sentence - 1]
    for side in [p for p in session.participants if p.startswith("country/")]:
        spoke = [agent for agent in since if country_of(agent) == country_of(side)]
        if len(spoke) == 1:
            session.participants = [a for a in session.participants if a != side]
            session.add("participants", spoke)


def _spoke(scenes: Sequence[Scene]) -> dict[EntityId, int]:
    """Who said something → the sentence that told it first."""
    found: dict[EntityId, int] = {}
    for scene in scenes:
        for at, _ in scene.hits("speech"):
            if at not in scene.quoted and not scene.effect(at):
                for agent in scene.subject(at):
                    if agent.startswith("person/"):
                        found.setdefault(agent, scene.number)
    return found

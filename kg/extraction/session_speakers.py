"""Who held a session that a text tells of two states alone: the one of each side whom it lets speak of it."""

from kg.extraction.scene import Scene
from kg.extraction.story import TALKS, Story
from kg.model import EntityId, EventStatus

__all__ = ["SessionSpeakers"]


class SessionSpeakers:
    """Knows who speaks in a text, and names the participants of its session by them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._spoke: dict[EntityId, int] = {}
        """Who said something → the sentence that told it first."""

    def hear(self, scene: Scene) -> None:
        """Keep who says something in a sentence."""
        for at, _ in scene.hits("speech"):
            if at not in scene.quoted and not scene.effect(at):
                for agent in scene.subject(at):
                    if agent.startswith("person/"):
                        self._spoke.setdefault(agent, scene.number)

    def name(self) -> None:
        """`Speaking at the close of the session, A of Peru said … B of Chile added …`: they held it.

        Only where it is the one occasion that the text tells, its time or place is told (`welcomed the recent session` tells
        neither), and one official of a side alone speaks from then on.
        """
        held = [d for d in self.story.ledger.drafts if d.type in TALKS and d.status is EventStatus.HELD]
        session = held[0] if len(held) == 1 and held[0].rule == "meeting.session" else None
        if session is None or (session.date is None and session.place is None):
            return
        country_of = self.story.resolved.country_of
        since = [agent for agent, sentence in self._spoke.items() if sentence >= session.sentence - 1]
        for side in [p for p in session.participants if p.startswith("country/")]:
            spoke = [agent for agent in since if country_of(agent) == country_of(side)]
            if len(spoke) == 1:
                session.participants = [a for a in session.participants if a != side]
                session.add("participants", spoke)

"""What was discussed: `A and B discussed T` tells of talks, or of those told before."""

from kg.annotated import Hit, MentionKind
from kg.extraction.draft import Draft, compatible
from kg.extraction.scene import Scene, people_of, states
from kg.extraction.speech import present_participle
from kg.extraction.story import TALKS, Story
from kg.model import EntityId, EventStatus, EventType

__all__ = ["Discussions"]

_NEAR = 4
"""Tokens around a verb of discussing in which `in turn` stands."""


class Discussions:
    """Reads what was discussed into the story."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def discuss(self, scene: Scene, at: int, hit: Hit) -> None:
        """`A and B discussed T`: subjects of the talks at hand; two states that discuss have met."""
        if any(d.type in TALKS for d in self.story.opened):
            return
        by = scene.past_aside(scene.past_dates(hit.end))
        subject = scene.after(by + 1)[0] if scene.isa(by, "by") else scene.subject(at)
        last = self._told_just_before(subject) or self.story.ledger.last(*TALKS)
        if (held := self._held_before(scene, at, last)) is not None:
            # `The two discussed` is not said of those who are still to meet.
            subject = tuple(held.participants) if last is not None and set(subject) == set(last.participants) else subject
            last = held
        partners = self._partners(scene, hit.end)
        for start, others in partners:
            self._met(scene, start, "discussed-with", subject, others)
        if partners:
            return
        if last is not None and self._distinct(scene, at, last) and len(subject) > 1 and scene.effect(at) in ("", "recalled"):
            self._met(scene, at, "discussed", subject, ())
            return
        persons = people_of(subject)
        if self._named_later(scene, persons):
            return
        talks = scene.has("meet-noun", at, hit.end)  # `will hold talks on trade` tells of talks, `will discuss trade` does not
        happened = scene.effect(at) in ("", "recalled") or (scene.effect(at) == "planned" and talks)
        if len(persons) > 1 and scene.has("in-turn", at - _NEAR, hit.end + _NEAR):
            return  # `the four ambassadors discussed trade in turn`: with another, and none with the others
        if len(persons) > 1 and happened and (last is None or not set(persons) <= set(last.participants)):
            self._met(scene, at, "discussed", subject, ())
            return
        if last is not None:
            told = states(self.story.resolved, subject)
            known = states(self.story.resolved, tuple(last.participants))
            if not subject or told & known or set(subject) & set(last.participants):
                if last.rule.startswith("meeting.discussed") and last.place is None and self._called(scene, at):
                    # `A and B reviewed trade. In a phone call, the two discussed …`
                    last.type, last.rule = EventType.CALL, "call.discussed"
                self.story.tell_more(scene, last, at)
                return
        negotiate = scene.isa(at, "negotiation") and not persons  # `the two states negotiate a treaty`
        negotiate = negotiate or (hit.rows[0][-1] == "0" and scene.isa(at - 1, "of"))  # `a chargé ses ministres d'explorer`
        done = scene.effect(at) == "" and not negotiate and not self._for_another(scene, at, subject)
        if len(states(self.story.resolved, subject)) > 1 and done:
            self._met(scene, at, "discussed", subject, ())

    def _held_before(self, scene: Scene, at: int, last: Draft | None) -> Draft | None:
        """The talks that were held before those told last, where these are to come and a verb says what was discussed."""
        if last is None or last.status is not EventStatus.PLANNED or scene.effect(at) or scene.isa(at - 1, "to"):
            return None
        return self.story.ledger.last(*TALKS, status=EventStatus.HELD)

    def _met(self, scene: Scene, at: int, rule: str, subject: tuple[EntityId, ...], others: tuple[EntityId, ...]) -> None:
        """Enter the talks at which something was discussed: a call where words before tell one (`In a phone call, A and B`)."""
        kind = EventType.CALL if self._called(scene, at) else EventType.MEETING
        self.story.meet(scene, at, kind, f"{kind.value.lower()}.{rule}", subject, others)

    def _called(self, scene: Scene, at: int) -> bool:
        """Whether words before a verb tell a call (`In a phone call, A and B discussed …`)."""
        told = (hit.rows[0] for before, hit in scene.hits("event") if before < at)
        return any(kind == "call" and "noun" in frame for kind, frame, *_ in told)

    def _for_another(self, scene: Scene, at: int, subject: tuple[EntityId, ...]) -> bool:
        """Whether a verb of the states stands before the one of discussing: `agreed to found a body aimed at exploring ports`."""
        end = max((i.end for i in scene.items if i.end <= at and set(i.agents) & set(subject)), default=at)
        return any(end <= i < at for i in scene.verbs)

    def _told_just_before(self, subject: tuple[EntityId, ...]) -> Draft | None:
        """The talks of just these people that were told last of all, though beside the matter at hand."""
        told = self.story.ledger.drafts[-1] if self.story.ledger.drafts else None
        told = None if told is not None and told.status is EventStatus.PROPOSED else told
        return told if told is not None and told.type in TALKS and set(told.participants) == set(subject) else None

    def _named_later(self, scene: Scene, persons: list[EntityId]) -> bool:
        """`A called Chile's minister. In the conversation, A and B discussed`: B is who was told by the state alone."""
        told = self.story.attached.get(scene.number)
        if told is None or not set(persons) & set(told.participants):
            return False
        unnamed = [a for a in told.participants if a.startswith("country/")]
        new = [p for p in persons if p not in told.participants]
        fitting = (None, *states(self.story.resolved, tuple(unnamed)))
        if len(new) != 1 or len(unnamed) != 1 or self.story.resolved.country_of(new[0]) not in fitting:
            return False
        told.participants = [a for a in told.participants if a not in unnamed] + new
        return True

    def _partners(self, scene: Scene, after: int) -> list[tuple[int, tuple[EntityId, ...]]]:
        """With whom something was discussed: each `with` before the next verb of the clause that a person follows."""
        found = []
        if scene.isa(scene.start, "with"):
            agents, _ = scene.after(scene.start + 1, 2)
            found += [(scene.start, agents)] if agents and all(a.startswith("person/") for a in agents) else []
        for i in range(after, scene.end) if scene.has("with", after) else ():
            if scene.isa(i, "relative") or scene.text(i) == ";" or i in self.story.resolved.annotated.hits["speech"]:
                break
            if scene.isa(i, "with"):
                agents, end = scene.after(i + 1, 2)
                said = self.story.resolved.annotated.hits["speech"].get(end)
                if said is not None and present_participle(scene, said):
                    continue  # `discussed trade, with B stressing that …`
                envoys = any(item.kind is MentionKind.POST and item.agents == agents and item.end == end for item in scene.items)
                if envoys and any(scene.isa(k, "possessive") for k in range(i - 4, i)):
                    continue  # `discussed their engagements with the ministers of Peru and Chile`
                if envoys and len(agents) > 1:
                    found += [(i, (agent,)) for agent in agents]  # `with the ambassadors of Peru and Chile`, one after another
                elif agents and (envoys or all(a.startswith("person/") for a in agents)):
                    found.append((i, agents))
        return found

    def _distinct(self, scene: Scene, at: int, last: Draft) -> bool:
        """Whether a sentence opens with another date than that of the event told last (`On May 22, the two had …`)."""
        verb = next((said for said, _ in scene.hits("speech") if said < at), at)  # `welcomed the accord of May 22 and discussed`
        return not compatible(scene.date(at, (scene.start, verb)), last.date)

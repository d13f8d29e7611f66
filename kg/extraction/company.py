"""By whom somebody was received, joined or accompanied, and by whom a meeting was attended: participants told in the passive."""

from kg.annotated import Hit, MentionKind
from kg.extraction.agent_words import agent_word
from kg.extraction.clauses import again, at_airport
from kg.extraction.draft import Draft
from kg.extraction.scene import Scene, people_of, states
from kg.extraction.setting import Item
from kg.extraction.signings import Signings
from kg.extraction.story import TALKS, Story
from kg.model import EntityId, EventType

__all__ = ["Company", "received"]


class Company:
    """Reads those told after a passive into the story."""

    def __init__(self, story: Story, signings: Signings) -> None:
        self.story = story
        self.signings = signings
        self.joined: list[tuple[tuple[EntityId, ...], tuple[EntityId, ...]]] = []
        """In the sentence at hand: who was accompanied, and by whom."""

    def passive(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A was received by B`; `A, joined by B` adds to A's meeting; who led or represented a side met nobody by that."""
        if self.story.instruments(scene, scene.start, at) and scene.isa(hit.end - 1, "signing-verb"):
            self.signings.passive(scene, at, hit, EventType.SIGNING)
            return
        chaired = scene.has("chaired", at, hit.end)
        company = scene.has("company", at, hit.end)
        joined = (
            chaired
            or (company and scene.isa(hit.end - 1, "of"))
            or scene.isa(hit.end - 1, "by")
            or scene.isa(hit.end - 1, "between")
        )
        by = hit.end - 1 if joined else agent_word(scene, hit.end)
        if by is None:
            return
        others, _ = scene.after(by + 1)
        if scene.has("attended", at, hit.end):
            told = [a for item in self._listed(scene, by) for a in item.agents] if others else []
            self._attended(scene, at, tuple(people_of(dict.fromkeys((*others, *told)))))
            return
        if scene.has("leading", at, hit.end) and not company:
            self._held_by(scene, at, tuple(people_of(others)))
            return
        if not others:
            return
        subject = scene.subject(at) if (scene.isa(by, "by") or company) and not chaired else ()
        if at_airport(scene, at, hit.end, by):
            return
        if company:
            stop = next((high for low, high in scene.companions if at <= low < hit.end), None)
            told = [a for item in self._listed(scene, by) if stop is None or item.start < stop for a in item.agents]
            people = tuple(people_of(dict.fromkeys((*others, *told))))
            trip = self._passing_trip(scene, at)
            if trip is not None:
                trip.add("visitors", people)
            else:
                self.joined.append((subject, people))
            return
        if not any(d.type in TALKS and set(others) <= set(d.participants) for d in self.story.opened):
            received(self.story, scene, at, subject, others)
            for met in [(other,) for other in others] if scene.has("separately", at, by) or again(scene, others) else [others]:
                self.story.meet(scene, at, kind, "meeting.passive", subject, met)

    def _passing_trip(self, scene: Scene, at: int) -> Draft | None:
        """The visit that a relative clause tells right before (`met B, who was on a visit to X, accompanied by C`)."""
        last = self.story.opened[-1] if self.story.opened else None
        if last is None or last.type is not EventType.VISIT or last.anchor >= at:
            return None
        return last if scene.has("relative-person", last.anchor - 4, last.anchor + 1) else None

    def _listed(self, scene: Scene, by: int) -> list[Item]:
        """The persons told one after another behind `by`: `accompanied by A, Ambassador B and other officials`."""
        found: list[Item] = []
        for item in (i for i in scene.items if i.start > by and i.kind is MentionKind.PERSON):
            before = self.story.resolved.annotated.phrase_start(item.start) - 1
            speaks = item.end in self.story.resolved.annotated.hits["speech"]
            if (found and not (scene.text(before) in (",", ";") or scene.isa(before, "and"))) or speaks:
                break
            found.append(item)
        return found

    def _attended(self, scene: Scene, at: int, people: tuple[EntityId, ...]) -> None:
        """`the meeting was attended by A and B`: they took part in the talks at hand or, of two states, in talks of their own;
        those of a gathering that the sentence names attended that."""
        gathering = next((d for d in reversed(self.story.opened) if d.type is EventType.CONFERENCE and d.anchor < at), None)
        told = scene.has("meet-noun", high=at)
        talks = next((d for d in reversed(self.story.opened) if d.type in TALKS), None) or self.story.ledger.last(*TALKS)
        if gathering is not None and not told:
            gathering.add("participants", people)
        elif told and talks is not None:
            talks.add("participants", people)
            talks.evidence += [scene.span] if scene.span not in talks.evidence else []
        elif told and len(states(self.story.resolved, people)) > 1:
            self.story.meet(scene, at, EventType.MEETING, "meeting.attended", people, ())

    def _held_by(self, scene: Scene, at: int, people: tuple[EntityId, ...]) -> None:
        """`These talks were led by A and B`: they held the talks told last, for the states or ministries told there."""
        own = scene.isa(scene.start, "this") and scene.has("meet-noun", scene.start, at)
        talks = self.story.ledger.last(*TALKS) if own else None
        named = talks is not None and any(p.startswith("person/") for p in talks.participants)
        if talks is not None and not named and len(states(self.story.resolved, people)) > 1:
            talks.participants[:] = people
            talks.evidence += [scene.span] if scene.span not in talks.evidence else []

    def settle(self) -> None:
        """`A, accompanied by C, received B`: C takes part in the talks of A that the sentence tells, or were told last.

        Told by itself (`A was accompanied by C`), C came along on the visit where A is on one.
        """
        if not self.joined:
            return
        talks = [d for d in self.story.opened if d.type in TALKS]
        visit = self.story.ledger.last(EventType.VISIT) if not self.story.opened else None
        last = self.story.ledger.last(*TALKS) if not self.story.opened else None
        for whose, others in self.joined:
            at = next((d for d in reversed(talks) if set(whose) & set(d.participants)), last)
            if visit is not None and set(whose) & set(visit.visitors):
                visit.add("visitors", others)
            elif at is not None and set(whose) & set(at.participants):
                at.add("participants", others)
            for trip in self.story.opened:
                if trip.type is EventType.VISIT and set(whose) & set(trip.visitors):
                    trip.add("visitors", others)
        self.joined = []

    def escorts(self, scene: Scene) -> None:
        """`A and B accompanied C`, `A and B accompanied him`: they are there where C is."""
        for at in scene.those("assisting"):
            passive = any(scene.any_of(i, ("by", "of")) for i in (at + 1, at + 2)) or scene.isa(at - 1, "be")
            people = tuple(people_of(scene.subject(at)))
            if passive or not people or scene.isa(at - 1, "relative") or not any(item.end <= at for item in scene.items):
                continue
            whose = scene.after(at + 1, 3)[0]
            if not whose and (scene.isa(at + 1, "him") or scene.isa(at - 1, "the")):
                visit = self.story.ledger.last(EventType.VISIT)
                whose = tuple(visit.visitors) if visit is not None else ()
            if whose and not set(whose) & set(people):
                self.joined.append((whose, people))

    def among(self, scene: Scene) -> None:
        """`A had ten ministers with him, among them B and C`: B and C are there where A is."""
        for at in scene.those("among"):
            with_him = any(scene.isa(i, "with") and scene.isa(i + 1, "him") for i in range(scene.start, at))
            whose = scene.subject(at) if with_him else ()
            if whose and all(a.startswith("person/") for a in whose):
                self.joined.append((whose, tuple(a for item in self._listed(scene, at) for a in item.agents)))

    def beside(self, scene: Scene) -> None:
        """`A, together with B, met C`, `Together with B, A met C`: B is there where A is."""
        for at in scene.those("beside"):
            if not scene.isa(at + 1, "with") or any(low < at < high for low, high in scene.companions):
                continue
            others, end = scene.after(at + 2, 3)
            whose = next((i.agents for i in reversed(scene.items) if i.end in (at, at - (scene.text(at - 1) == ","))), ())
            if at == scene.start and scene.text(end) == ",":
                whose = scene.after(end + 1, 2)[0]
            if whose and all(a.startswith("person/") for a in (*whose, *others)):
                self.joined.append((whose, others))


def received(story: Story, scene: Scene, at: int, guests: tuple[EntityId, ...], hosts: tuple[EntityId, ...]) -> None:
    """`A delegation from Peru, led by A, was received by B`: it is on a visit to B's state."""
    team = any(m.key == "delegation" and m.start < at for _, m in scene.mentions(MentionKind.ANAPHOR))
    there = states(story.resolved, hosts)
    if team and guests and len(there) == 1 and there.isdisjoint(states(story.resolved, guests)):
        draft = story.open(scene, at, EventType.VISIT, "visit.visiting")
        if draft is not None:
            draft.visitors, draft.host = list(guests), there.pop()

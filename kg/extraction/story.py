"""What the readers of events share: the events told so far, those of the sentence at hand, and how one is opened."""

from kg.annotated import POSSESSIVE, MentionKind
from kg.extraction.draft import Draft, Ledger
from kg.extraction.frameworks import FrameworkDraft
from kg.extraction.scene import Scene, people_of
from kg.model import EntityId, EventStatus, EventType
from kg.resolved import Resolved

__all__ = ["TALKS", "Story"]

TALKS = (EventType.MEETING, EventType.CALL)
_STATUS = {"planned": EventStatus.PLANNED, "proposed": EventStatus.PROPOSED, "cancelled": EventStatus.CANCELLED}

_OPENS = ("det", "possessive", "idle-modifier")
"""What may stand between the opening of a sentence and the noun of the talks it speaks of."""


class Story:
    """The events of one text while it is read."""

    def __init__(self, resolved: Resolved, frameworks: dict[EntityId, FrameworkDraft], framework_of: dict[int, EntityId]) -> None:
        self.resolved = resolved
        self.frameworks = frameworks
        self.framework_of = framework_of
        self.ledger = Ledger({p: person.country for p, person in resolved.persons.items()})
        self.opened: list[Draft] = []
        """Tellings of the sentence at hand."""
        self.attached: dict[int, Draft] = {}
        """Sentence → the talks whose subjects it tells."""
        self.alone: Draft | None = None
        """The talks told last of one side alone (`held a call with European leaders`): who joined may be told after."""

    def meet(
        self, scene: Scene, at: int, kind: EventType, rule: str, subject: tuple[EntityId, ...], others: tuple[EntityId, ...]
    ) -> Draft | None:
        """Enter a meeting or call of these; needs two sides, none of them alone a country's name among persons."""
        together = list(dict.fromkeys([*subject, *others]))
        persons = people_of(together)
        if persons:
            acted = {self.resolved.country_of(p) for p in persons}
            together = [a for a in together if not (a.startswith("country/") and self.resolved.country_of(a) in acted)]
        sides = {self.resolved.country_of(a) or a for a in together}
        if len(together) < 2 or (len(sides) < 2 and not others):
            if together and together == persons and self.status(scene, at) is EventStatus.HELD:
                self.alone = Draft(kind, rule, at, scene.number, together, evidence=[scene.span])
                self.alone.date, self.alone.place = scene.date(at), scene.place(at)
            return None
        draft = self.open(scene, at, kind, rule)
        if draft is not None:
            draft.participants = together
            draft.apart = scene.isa(at - 1, "separate") or scene.isa(at, "separate")
        return draft

    def open(self, scene: Scene, at: int, kind: EventType, rule: str) -> Draft | None:
        """Enter a telling of an event whose roles are filled in by the caller; None where auxiliaries deny it."""
        status = self.status(scene, at)
        if status is None:
            return None
        draft = Draft(kind, rule, at, scene.number, status=status, evidence=[scene.span])
        own = self.resolved.annotated.hits["auxiliary"].get(at)
        draft.recalled = scene.effect(at) == "recalled" or (own is not None and own.rows[0][0] == "recalled")
        self.opened.append(draft)
        return draft

    def status(self, scene: Scene, at: int) -> EventStatus | None:
        """Status by the auxiliaries before a trigger; None where they deny it."""
        effect = scene.effect(at)
        noun = at - 1
        while scene.isa(noun, "det") or scene.isa(noun, "idle-modifier"):
            noun -= 1
        if not effect and (scene.isa(at - 1, "to") or scene.isa(at, "to") or scene.isa(noun, "for")):
            # `will travel to X to meet B`, `for a meeting with B`: a purpose is as real as what serves it.
            served = [scene.effect(before) for before, _ in scene.hits("event") if before < at]
            effect = next((e for e in reversed(served) if e in ("planned", "proposed")), "")
        if not effect and scene.isa(at - 1, "be") and scene.isa(at - 2, "to") and scene.text(at - 3) == ",":
            effect = "planned"  # `a session, to be co-chaired by A and B,`
        event = self.resolved.annotated.hits["event"].get(at)
        if not effect and event is not None and event.rows[0][1] == "noun-between" and scene.light_verb(at):
            # `proposed to hold in Lima a meeting`: what is said of the verb is said of its noun.
            light = [b for b, hit in scene.hits("event") if b < at and "light" in hit.rows[0][1]]
            effect = scene.effect(light[-1])
        if effect in ("", "recalled") and event is not None and event.rows[0][1] in ("noun-between", "sign-noun"):
            effect = scene.effect_after(event.end)
        return None if effect == "negated" else _STATUS.get(effect, EventStatus.HELD)

    def tell_more(self, scene: Scene, draft: Draft, at: int, end: int | None = None) -> None:
        """A sentence that speaks of an event told before: its subjects, and a place or date where open.

        They stand right behind its noun (`their meeting in Lima on Monday`), or behind `took place`, perhaps past an apposition.
        """
        self.attached[scene.number] = draft
        behind = at
        if end is not None and scene.text(end) == ",":
            behind = next((i + 1 for i in range(end + 1, min(end + 16, scene.end)) if scene.text(i) == ","), at)
        held = scene.has("held", at, at + 5) or scene.has("held", behind, behind + 3)
        high = scene.end if held else scene.past_aside(end) if end is not None else at
        draft.place = draft.place or scene.place(at, (at, high))
        draft.date = draft.date or scene.date(at, (at, high), told=False)

    def spoken_of(self, scene: Scene, at: int, people: set[EntityId]) -> Draft | None:
        """The talks told last, where a sentence opens with talks of just these people and goes on with what they were about.

        `Discussions between the two leaders touched on the summit in Lima`: its place and time are those of its matter.
        """
        last = self.ledger.last(*TALKS)
        first = all(scene.any_of(i, _OPENS) or i in scene.quoted for i in range(scene.start, at))
        about = [i for i, _ in scene.hits("speech")] + [i for i, hit in scene.hits("event") if hit.rows[0][0] == "discuss"]
        matched = last is not None and last.status is EventStatus.HELD and set(last.participants) == people
        return last if people and first and matched and any(i > at for i in about) else None

    def signs_for(self, scene: Scene) -> bool:
        """Whether who represents a state in a sentence signs for it: the sentence, or the one before it, tells a signing last."""
        last = next(iter((*self.opened[-1:], *self.ledger.drafts[-1:])), None)
        signed = last is not None and last.type is EventType.SIGNING and scene.number - last.sentence <= 1
        return signed and scene.has("representing")

    def owner(self, scene: Scene, at: int) -> tuple[EntityId, ...]:
        """Who owns a noun: `X's talks`, `his talks` (the subject, even if told later), `their meeting`."""
        before = at - 1
        while scene.isa(before, "idle-modifier") or (
            scene.start < before and scene.text(before)[:1].islower() and scene.isa(before - 1, "possessive")
        ):
            before -= 1
        if scene.text(before) in POSSESSIVE:
            for position, item in enumerate(scene.items):
                agents, end = scene.group(position)
                if end == before:
                    return agents
                if item.end == before:
                    return item.agents
        if scene.isa(before, "possessive-plural"):
            for position in range(len(scene.items) - 1, -1, -1):
                agents, end = scene.group(position)
                if end <= before and len(agents) > 1 and all(a.startswith("person/") for a in agents):
                    return agents
            subject = scene.subject(at)
            return subject if len(subject) > 1 else ()
        if scene.isa(before, "possessive-singular"):
            subject = _said_by(scene, at) or self.resolved.subjects[scene.number] or scene.subject(at)
            return subject[:1]
        return ()

    def instruments(self, scene: Scene, low: int, high: int) -> list[EntityId]:
        """What can be signed among the frameworks that begin in a range of tokens, each once."""
        found: list[EntityId] = []
        for i, mention in scene.mentions(MentionKind.FRAMEWORK):
            if low <= mention.start < high and not (mention.attributes.get("within") or mention.attributes.get("site")):
                kind = self.frameworks[self.framework_of[i]].kind.value
                if kind in ("Agreement", "Programme", "Partnership") and self.framework_of[i] not in found:
                    found.append(self.framework_of[i])
        return found


def _said_by(scene: Scene, at: int) -> tuple[EntityId, ...]:
    """Who is told behind the verb of what was said: `…, a déclaré mardi à Tunis A, à l'issue de ses entretiens`."""
    for said, hit in reversed(scene.hits("speech")):
        first = said
        while scene.isa(first - 1, "have") or scene.isa(first - 1, "reflexive"):
            first -= 1
        if hit.end <= at and scene.start < first and scene.text(first - 1) in ',"»”':
            speaker, end = scene.after(scene.past_aside(hit.end), 2)
            told = len(speaker) == 1 and speaker[0].startswith("person/") and end <= at
            return speaker if told else ()
    return ()

"""Who says something, by which words, and how far what is said goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from kg.annotated import OPENING, POSSESSIVE, Hit, MentionKind
from kg.extraction.collective import Collective, sides
from kg.extraction.events import Events
from kg.extraction.lists import list_end
from kg.extraction.nesting import nested_in, reported
from kg.extraction.reach import SETS_OFF, SPEAKING, clause_start, closes_quotation, parenthetic, stop
from kg.extraction.scene import Scene
from kg.extraction.setting import Item
from kg.extraction.sources import closing_source, only_source, passes_on, source_after, unnamed
from kg.extraction.speech import absolute, inverted, main_subject, mutual, of_thing, passive, plans, present_participle, says
from kg.model import EntityId
from kg.resolved import Resolved

__all__ = ["Listener", "Spoken"]

_UNHEARD = frozenset({MentionKind.COUNTRY, MentionKind.ORGANIZATION})
_DESCRIBED = frozenset({"official", "side", "delegation"})
"""Classes of anaphors that are nouns; pronouns without anybody told go to the sentence's subject."""
_PREPOSITIONS = frozenset({"according", "pronoun"})
"""Frames of what is no verb."""
_ACTS = frozenset({"agrees", "praises", "thanks"})
"""Stances that are acts where they are told with their agent (`a code approved by X`, `a team praised by X`)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speech verb with its speakers."""

    at: int
    hit: Hit
    speakers: tuple[EntityId, ...]
    rule: str
    reach: tuple[int, int]
    """The tokens of what it reports; a list that it opens with a colon is told with it."""


class Listener:
    """Hears the speech verbs of a text, sentence after sentence, and remembers who spoke last."""

    def __init__(self, resolved: Resolved, scenes: list[Scene], events: Events) -> None:
        self.resolved = resolved
        self.scenes = scenes
        self.events = events
        self.collective = Collective(resolved, events)
        self.body: tuple[EntityId, ...] = ()
        """The body that spoke last: `the statement said` is its word."""
        self.person: tuple[EntityId, ...] = ()
        """The person who spoke last: `à l'en croire` is his word."""

    def hear(self, scene: Scene) -> Iterator[Spoken]:
        """Every speech verb of a sentence that has a speaker."""
        for spoken in self._spoken(scene):
            if all(s.startswith("organization/") for s in spoken.speakers):
                self.body = spoken.speakers
            if len(spoken.speakers) == 1 and spoken.speakers[0].startswith("person/"):
                self.person = spoken.speakers
            yield spoken

    def _spoken(self, scene: Scene) -> Iterator[Spoken]:
        speech = dict(scene.hits("speech"))
        openings = {*speech, *scene.those("commitment"), *scene.those("according")}
        openings |= {scene.start} if scene.isa(scene.start, "for") else set()
        openings |= {item.start - 1 for item in scene.items if scene.isa(item.end + 1, "view-noun")}
        end, outer, ours = scene.start, -1, -1
        names = self._named(scene) if openings else set()
        for at in sorted(openings):
            attributed = self._attributed(scene, at)
            if attributed is not None:
                yield attributed
                end = max(end, attributed.hit.end)
                continue
            hit = speech.get(at)
            if hit is None or at < end or self._discusses(scene, at, hit) or _calls_upon(scene, at, hit) or plans(scene, at, hit):
                continue
            if at in names and hit.rows[0][1] != "together":  # `consensus was reached on trade` names a consensus too
                continue
            end = hit.end
            if hit.rows[0][1] in _PREPOSITIONS:
                continue
            incise = scene.text(at - 1) == "," and bool(inverted(scene, at, hit))  # `« Nos liens, souligne X, sont … »`
            if at in scene.quoted and not incise and not _opens_quotation(scene, at):
                speakers = self._heads(scene, self.collective.quoted(scene, at, hit) or _quoted_subject(scene, at, hit))
                if speakers:
                    yield Spoken(at, hit, speakers, _rule(speakers), (hit.end, stop(scene, hit.end)))
                continue
            told = self.collective.told(scene, at, hit, ours)
            if told is not None:
                speakers, rule, opens = told
                reach = self._reach(scene, at, hit) if opens == at else (opens, scene.end)
                yield Spoken(at, hit, self._heads(scene, speakers), rule, reach)
                outer, ours = (at, at) if rule == "statement.joint" else (outer, ours)
                continue
            if hit.rows[0][1] == "together" or not says(scene, at, hit) or scene.effect(at) == "negated":
                continue
            if (text := _issued(scene, at, hit)) is not None:
                # `the statement said`: the body that issued it.
                reach = self._reach(scene, at, hit) if text < at else (scene.start, scene.end)
                yield from [Spoken(at, hit, self.body, "statement.verb", reach)] if self.body else []
                continue
            nested = outer >= 0 and nested_in(scene, outer, at) and not _turned(scene, at, hit)
            if nested or unnamed(scene, at, hit) or of_thing(scene, at):
                continue
            inner, speakers = self._who(scene, at, hit, outer)
            if reported(scene, outer, at, speakers) or passes_on(scene, hit, speakers) or mutual(scene, hit, speakers):
                continue
            outer = at
            if not _countries(scene, at):
                speakers = self._heads(scene, speakers)
            if speakers and not (only_source(scene, at, hit, speakers) or _told_by_person(scene, at, speakers)):
                reach = (scene.start, scene.end) if inner else self._reach(scene, at, hit)
                yield Spoken(at, hit, speakers, _rule(speakers), reach)

    def _who(self, scene: Scene, at: int, hit: Hit, outer: int) -> tuple[tuple[EntityId, ...], tuple[EntityId, ...]]:
        """Who is told within the words of a verb (`a-t-il fait savoir`), and who speaks by it; `outer` is the verb before it."""
        within = (i for i in scene.items if at < i.start and i.end <= hit.end and scene.isa(i.start, "inverted"))
        inner = next((i.agents for i in within), ())
        speakers = inner or absolute(scene, at, hit) or inverted(scene, at, hit) or _goes_on(scene, outer, at, hit)
        speakers = speakers or (() if _unknown(scene, at) else scene.subject(at) or self._inherited(scene, at))
        partner = next((i for i in (hit.end - 1, hit.end) if scene.isa(i, "with")), None)
        if speakers and hit.rows[0][0] == "agrees" and partner is not None:
            speakers = tuple(dict.fromkeys((*speakers, *scene.after(partner + 1, 2)[0])))  # `agreed with B to …`
        return inner, speakers

    def _named(self, scene: Scene) -> set[int]:
        """The tokens of a sentence that are part of a name."""
        mentions = (self.resolved.annotated.mentions[i] for i in scene.indices)
        return {at for m in mentions if m.kind is not MentionKind.ANAPHOR for at in range(m.start, m.name_end)}

    # -- who ------------------------------------------------------------------------------------------------------------

    def _attributed(self, scene: Scene, at: int) -> Spoken | None:
        """Who speaks without a verb of his own.

        `according to X`, `aux yeux de X`, `à l'en croire`, `Pour X, …` at the head of a sentence; `X's commitment to …`;
        a passive with its agent (`the plan announced by X`).
        """
        hit = self.resolved.annotated.hits["speech"].get(at)
        if scene.isa(at, "commitment") and (owners := _promised(scene, at)):
            said = Hit(at + 1, (("commits", "that"),))
            return Spoken(at, said, owners, "statement.commitment", self._reach(scene, at, said))
        if hit is not None and passive(scene, at, hit) and at not in scene.quoted:
            agents = scene.after(hit.end + 1, 2)[0]
            told = agents and (sides(scene, hit.end + 1) or not any(a.startswith("country/") for a in agents))
            told = told and hit.rows[0][0] not in _ACTS
            agents = self._heads(scene, agents)
            return Spoken(at, hit, agents, "statement.by", (clause_start(scene, at), at)) if told else None
        agents, after = self._according(scene, at, hit)
        if not agents or at in scene.quoted:
            return None
        said = Hit(after, (("informs", "that"),))
        if only_source(scene, at, said, agents):
            return None
        aside = at > scene.start and scene.text(at - 1) == ","  # `trade, according to X, grows`
        if aside and self._spoken_before(scene, at, agents):
            return None  # `he hoped for trade, according to X`: the words are his, whoever passes them on
        reach = (scene.start, scene.end) if aside else self._reach(scene, at, said)
        return Spoken(at, said, agents, "statement.according-to", reach)

    def _spoken_before(self, scene: Scene, at: int, source: tuple[EntityId, ...]) -> bool:
        """Whether somebody says something before a token of a sentence, or discusses it as a body or state tells."""
        said = ((before, hit) for before, hit in scene.hits("speech") if before < at and before not in scene.quoted)
        discussed = (before for before, hit in scene.hits("event") if hit.rows[0][0] == "discuss")
        told = not all(a.startswith("person/") for a in source) and any(before < at for before in discussed)
        return told or any(says(scene, before, hit) for before, hit in said)

    def _according(self, scene: Scene, at: int, hit: Hit | None) -> tuple[tuple[EntityId, ...], int]:
        """Whose word a sentence is by a preposition that begins at a token, and the token after it."""
        frame = hit.rows[0][1] if hit is not None else ""
        if hit is not None and frame == "pronoun":
            return self.person, hit.end
        if scene.isa(at, "according") or frame == "according":
            start = hit.end if hit is not None and frame == "according" else at + 1
            if any(start <= m.start <= start + 1 and m.key == "document-body" for _, m in scene.mentions(MentionKind.ANAPHOR)):
                return (), at  # `selon un communiqué du ministère`: who is only the source says nothing
            return source_after(scene, start)
        if scene.isa(at, "in") and (at == scene.start or scene.text(at - 1) == ","):  # `in X's view, …`
            item = next((i for i in scene.items if i.start == at + 1), None)
            view = item is not None and scene.text(item.end) in POSSESSIVE and scene.isa(item.end + 1, "view-noun")
            return (item.agents, item.end + 2) if item is not None and view else ((), at)
        if at == scene.start and scene.isa(at, "for"):
            item = next((i for i in scene.items if i.start == at + 1), None)
            if item is not None and scene.text(item.end) == "," and all(a.startswith("person/") for a in item.agents):
                return item.agents, item.end
        return (), at

    def _discusses(self, scene: Scene, at: int, hit: Hit) -> bool:
        """Whether the words are a verb of discussing or of phoning, which tells of an event and states nothing (`talked about`).

        `called on A to act` and `a appelé le secteur privé à investir` are no calls.
        """
        events = self.resolved.annotated.hits["event"]
        for first in range(at - 3, at + 1):
            event = events.get(first)
            if event is None or event.rows[0][0] not in ("discuss", "call") or event.end < hit.end:
                continue
            phoned = scene.after(event.end, 2)[0] if event.rows[0][1] == "verb-object" else ()
            if event.rows[0][1] != "verb-object" or any(a.startswith("person/") for a in phoned):
                return True
        return False

    def _inherited(self, scene: Scene, at: int) -> tuple[EntityId, ...]:
        """A participle that opens a sentence has the last sentence's subject."""
        if at > scene.start + 2 or not all(_idle(scene, i) for i in range(scene.start, at)):
            return ()
        if main := main_subject(scene, at):
            return main
        for number in range(scene.number - 1, -1, -1):
            if self.resolved.subjects[number]:
                return self.resolved.subjects[number]
        return ()

    def _heads(self, scene: Scene, speakers: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        """What two states said jointly goes to the heads of their sides where the text names them at the last meeting.

        Where it tells no meeting of theirs, it goes to the two of these states who acted together last.
        """
        countries = [s for s in speakers if s.startswith("country/")]
        if len(countries) < 2 or len(countries) < len(speakers):
            return speakers
        told = (d for d in reversed(self.events.story.ledger.drafts) if d.sentence <= scene.number)
        met = ((*d.participants, *d.signatories) for d in told)
        acted = (self.resolved.subjects[n] for n in range(scene.number - 1, -1, -1))
        for group in chain(met, (group for group in acted if len(group) == len(countries))):
            heads = tuple(head for country in countries if (head := self._head(group, country)))
            if len(heads) == len(countries):
                return heads
        return speakers

    def _head(self, group: tuple[EntityId, ...], country: EntityId) -> EntityId | None:
        """The first person of a group who acts for a state."""
        state = self.resolved.country_of(country)
        return next((p for p in group if p.startswith("person/") and self.resolved.country_of(p) == state), None)

    # -- how far --------------------------------------------------------------------------------------------------------

    def _reach(self, scene: Scene, at: int, hit: Hit) -> tuple[int, int]:
        """The stretch that a verb reports: to the end of its sentence, or all of it where the words stand before the verb."""
        quote_before = any(scene.start <= q < at for q in scene.quoted)
        aside = parenthetic(scene, at, hit)
        turned = at > scene.start + 3 and bool(inverted(scene, at, hit))
        opens_list = scene.text(scene.end - 1) == ":"
        bare = scene.end - hit.end <= 4 and not opens_list and not self.resolved.annotated.phrases_in(hit.end, scene.end)
        if quote_before and closes_quotation(scene, at):
            return scene.start, at  # `« … », a-t-il dit à la télévision`
        if bare or quote_before or aside or turned:
            return scene.start, scene.end
        if scene.isa(hit.end, "said-object") and not scene.isa(hit.end + 1, "be") and scene.text(hit.end + 1)[:1].islower():
            return hit.end, hit.end  # `A said this at a fair for fisheries`: what he said stands elsewhere
        end = min(stop(scene, hit.end), closing_source(scene, hit.end))
        return hit.end, list_end(self.scenes, scene) if end == scene.end else end


def _rule(speakers: tuple[EntityId, ...]) -> str:
    return "statement.joint" if len(speakers) > 1 else "statement.verb"


def _unknown(scene: Scene, at: int) -> bool:
    """Whether the subject right before a verb is somebody of whom nothing is known (`…, the host said`): nobody told before."""
    before = at
    while scene.any_of(before - 1, ("adverb", "have", "be")) or before - 1 in scene.resolved.annotated.hits["auxiliary"]:
        before -= 1
    described = ((i, m) for i, m in scene.mentions(MentionKind.ANAPHOR) if m.key in _DESCRIBED)
    pointing = (*described, *scene.mentions(MentionKind.POST))
    owners = {item.end for item in scene.items}
    nobody = [m for i, m in pointing if m.end == before and not scene.resolved.agents(i)]
    nobody = [m for m in nobody if m.start not in owners and not scene.isa(m.start, "possessive")]  # `Asean leaders`, `his team`
    return any(not scene.isa(scene.resolved.annotated.phrase_start(m.start) - 1, "and") for m in nobody)  # not `he and his guest`


def _issued(scene: Scene, at: int, hit: Hit) -> int | None:
    """Where the text begins that is told to say something: `the statement said`, `…, added the statement`; None for none."""
    bodies = [m for _, m in scene.mentions(MentionKind.ANAPHOR) if m.key == "document-body"]
    turned = scene.text(at - 1) in SETS_OFF and not present_participle(scene, hit)
    return next((m.start for m in bodies if m.end == at or (turned and m.start == hit.end)), None)


def _turned(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a finite verb has its speaker behind it (`…, said A`)."""
    return not present_participle(scene, hit) and bool(inverted(scene, at, hit))


def _told_by_person(scene: Scene, at: int, speakers: tuple[EntityId, ...]) -> bool:
    """Whether what a state or body is told to say is in the words of a person (`Chile is committed to trade, A added`)."""
    if any(a.startswith("person/") for a in speakers):
        return False
    for later, hit in scene.hits("speech"):
        if later > at and hit.rows[0][0] == "informs" and later not in scene.quoted:
            voices = inverted(scene, later, hit) or (scene.subject(later) if parenthetic(scene, later, hit) else ())
            if any(a.startswith("person/") for a in voices):
                return True
    return False


def _goes_on(scene: Scene, outer: int, at: int, hit: Hit) -> tuple[EntityId, ...]:
    """The person who said the last, where `and` alone joins another verb, or a participle follows a comma.

    Only states and bodies stand between them: `A outlined the aid that Kenya has given and stressed …`, `A promised to support
    Kenya, adding …`, `A said the two states work on it, adding …`.
    """
    before = at - 1
    while scene.any_of(before, ("adverb", "gerund")):
        before -= 1  # `…, en mettant l'accent sur`
    participle = present_participle(scene, hit) and scene.text(before) == ","
    if outer < 0 or not (scene.isa(before, "and") or participle):
        return ()
    verb = scene.resolved.annotated.hits["speech"].get(outer)
    if verb is not None and participle and (voices := inverted(scene, outer, verb)):
        return voices  # `…, a dit A, relevant que …`
    told = verb.end if verb is not None else outer
    between = [item for item in scene.items if told <= item.start < at]
    speakers = scene.subject(outer)
    unheard = all(item.kind in _UNHEARD or (participle and _of_states(item)) for item in between)
    others = bool(between) and unheard and between[-1].end < before + participle
    return speakers if others and all(a.startswith("person/") for a in speakers) else ()


def _of_states(item: Item) -> bool:
    """Whether states or bodies alone are meant (`the two countries`)."""
    return all(agent.startswith(("country/", "organization/")) for agent in item.agents)


def _calls_upon(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a verb of asking is one of meeting here: `A called on Minister B`, without what B is to do."""
    event = scene.resolved.annotated.hits["event"].get(at)
    if event is None or event.rows[0][:2] != ("meeting", "verb-object") or event.end != hit.end:
        return False
    agents, end = scene.after(hit.end, 3)
    return bool(agents) and all(a.startswith("person/") for a in agents) and not scene.isa(end, "to")


def _quoted_subject(scene: Scene, at: int, hit: Hit) -> tuple[EntityId, ...]:
    """Who says something in a quotation that tells of others (`“Minister A welcomed the plan,” the statement said`)."""
    if hit.rows[0][-1] in ("0", "1") or not says(scene, at, hit) or scene.effect(at) == "negated":
        return ()
    before = at - 1
    while scene.isa(before, "adverb") or scene.isa(before, "have"):
        before -= 1
    for position, item in enumerate(scene.items):
        agents, end = scene.group(position)
        goes_on = scene.isa(before, "and") and end <= before and agents == scene.subject(at)
        if (goes_on or end == before + 1) and item.start in scene.quoted and item.kind in SPEAKING:
            people = all(a.startswith("person/") for a in agents)
            both = len(agents) > 1 and item.kind is MentionKind.ANAPHOR and not _quoted_by_name(scene)
            return agents if people or both else ()
    return ()


def _quoted_by_name(scene: Scene) -> bool:
    """Whether a person is told as whose words a sentence quotes (`“The two sides agreed …,” said A`)."""
    said = ((at, hit) for at, hit in scene.hits("speech") if at not in scene.quoted)
    return any(a.startswith("person/") for at, hit in said for a in inverted(scene, at, hit) or scene.subject(at))


def _idle(scene: Scene, at: int) -> bool:
    """Whether a token before a participle names no subject of its own (`Also noting`, `Et de souligner`; not `It called for`)."""
    kinds = ("adverb", "and", "of", "to", "aside", "clitic", "reflexive", "have", "be", "preposition")
    return not scene.text(at)[:1].isalnum() or scene.any_of(at, kinds)


def _opens_quotation(scene: Scene, at: int) -> bool:
    """Whether a verb opens a quotation that its subject stands before (`they “stressed that …”`): it is the text's own."""
    return scene.text(at - 1) in OPENING and any(item.end == at - 1 for item in scene.items)


def _countries(scene: Scene, at: int) -> bool:
    """Whether the subject before a verb is `the two countries` by that word (not `the ties between the two countries`)."""
    anaphors = [m for _, m in scene.mentions(MentionKind.ANAPHOR) if m.end <= at and m.key in ("pair-countries", "both-sides")]
    before = [m for m in anaphors if not scene.isa(m.start - 1, "preposition")]
    return bool(before) and before[-1].key == "pair-countries"


def _promised(scene: Scene, at: int) -> tuple[EntityId, ...]:
    """The people whose promise a noun tells: `A and B's commitment to …`, `the pledge made by A to …`."""
    for position in range(len(scene.items)):
        agents, end = scene.group(position)
        if end == at - 1 and scene.text(end) in POSSESSIVE and all(a.startswith("person/") for a in agents):
            return agents
    by = next((i for i in range(at + 1, at + 3) if scene.isa(i, "by")), None)
    agents = scene.after(by + 1, 2)[0] if by is not None else ()
    return agents if all(a.startswith("person/") for a in agents) else ()

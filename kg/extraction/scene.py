"""A sentence as extraction sees it: triggers between its agents, and who is subject or object of what."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.annotated import OPENING, POSSESSIVE, MentionKind
from kg.extraction.mood import Mood
from kg.extraction.setting import Item
from kg.model import CountryCode, EntityId, country_id
from kg.once import once
from kg.resolved import Resolved

__all__ = ["DASHES", "Scene", "pair_agents", "people_of", "scenes", "states"]

DASHES = frozenset({"-", "–"})
"""Marks that join a state to another, or to a body (`Peru-Chile talks`)."""
_FAR = 30
"""Most tokens between a verb and whom it has for object."""
_NO_VERBS = frozenset({"occasion", "according", "pronoun"})
"""Frames of what is no verb."""
_STOPS = OPENING | {";", ":"}
_MARKS = frozenset({",", ";", ":", "(", ")", "“", "”", '"', "–", "—", "-"})


@dataclass(frozen=True)
class Scene(Mood):
    """One sentence with its subjects, objects and triggers."""

    def group(self, first: int) -> tuple[tuple[EntityId, ...], int]:
        """Agents listed from item `first` on; gives them and the token after the last."""
        if first not in self._groups:
            self._groups[first] = self._group(first)
        return self._groups[first]

    @once
    def _groups(self) -> dict[int, tuple[tuple[EntityId, ...], int]]:
        return {}

    def _group(self, first: int) -> tuple[tuple[EntityId, ...], int]:
        items = self.items[first : first + 12]
        ends = {i.end: past for i in items if i.kind is MentionKind.PERSON and (past := self._lodged(i.end)) > i.end}
        if ends:
            items = [i for i in items if not any(end <= i.start < past for end, past in ends.items())]
        items = items[: self.resolved.annotated.listed([(i.start, ends.get(i.end, i.end)) for i in items])]
        return tuple(dict.fromkeys(a for i in items for a in i.agents)), items[-1].end

    def _lodged(self, at: int) -> int:
        """Token after where an envoy lives, told behind his name (`A, with residence in Lima,`); `at` where nothing says so."""
        told = at + (self.text(at) == ",")
        told += self.isa(told, "with")
        if not self.isa(told, "residing"):
            return at
        homes = [*self.mentions(MentionKind.PLACE), *self.mentions(MentionKind.COUNTRY)]
        return min((m.end for _, m in homes if told < m.start <= told + 3), default=at)

    def subject(self, at: int) -> tuple[EntityId, ...]:
        """The subject of a verb at a token.

        Within a relative clause, what the clause describes; else the nearest group before it that nothing governs and that no
        closed relative clause holds; else the sentence's.
        """
        if at not in self._subjects:
            self._subjects[at] = self._subject(at)
        return self._subjects[at]

    @once
    def _subjects(self) -> dict[int, tuple[EntityId, ...]]:
        return {}

    def _subject(self, at: int) -> tuple[EntityId, ...]:
        opened, closed = self.relative(at)
        if opened is not None and closed is None and (both := self._joined(opened, at)):
            return both
        if opened is not None and closed is None:
            inner = next((i for i in self.items if i.start == opened + 1 and i.end <= at and not self.isa(i.start, "him")), None)
            if inner is not None:
                return inner.agents  # `B, avec laquelle elle a évoqué …`
            near = [i for i in self.items if i.start < opened][-2:]  # `met B in Lima on Monday, who was on a visit`
            if described := [i for i in near if i.end in (opened, opened - 1) or self.past_aside(i.end) == opened - 1]:
                return self._described(described[-1], at)
            if any(m.end in (opened, opened - 1) for _, m in self.mentions(MentionKind.POST)):
                return ()  # `was received by the President, who decided …`: nobody tells which
        best: tuple[EntityId, ...] = ()
        position = 0
        aside = self.quoted if at not in self.quoted else frozenset[int]()
        while position < len(self.items) and self.items[position].end <= at:
            item = self.items[position]
            if item.start in aside:
                position += 1
                continue  # what is quoted has subjects of its own
            agents, end = self.group(position)
            inside = opened is not None and closed is not None and opened < item.start < closed
            inside = inside or any(low < item.start < high for low, high in self.companions)
            if end <= at and self._free(item) and not inside:
                best = agents
            position += 1
            while position < len(self.items) and self.items[position].end <= end:
                position += 1
        return best or self._sentence_subject(at)

    @once
    def companions(self) -> list[tuple[int, int]]:
        """Where companions are told between a subject and its verb: `A, accompanied by his wife, Professor B, met C`."""
        set_off = [at for at in self.those("company") if self.text(at - 1) == "," and self.isa(at + 1, "by")]
        # `a delegation led by A, comprising B and C, met D`
        set_off += [at for at in self.those("including") if self.text(at - 1) == "," or self.isa(at - 1, "relative")]
        return [(at, min((verb for verb in self.verbs - self.agents_at if verb > at + 1), default=self.end)) for at in set_off]

    @once
    def verbs(self) -> frozenset[int]:
        """Where the verbs of the lexicons begin."""
        layers = (hit for layer in ("event", "speech") for hit in self.hits(layer))
        return frozenset(at for at, hit in layers if "noun" not in hit.rows[0][1])

    def _described(self, last: Item, at: int) -> tuple[EntityId, ...]:
        """Whom a relative clause describes: all listed before it, where its verb is of several (`A and B, qui se sont …`)."""
        several = self.has("be-plural", last.end, at + 3) or "plural-post" in self.resolved.mention(last.index).attributes
        groups = (self.group(position) for position, item in enumerate(self.items) if item.start < last.start)
        return next((agents for agents, end in groups if end == last.end), last.agents) if several else last.agents

    def _sentence_subject(self, at: int) -> tuple[EntityId, ...]:
        """The sentence's subject; where it stands after a verb, only behind a comma (`saluant leurs liens, A a cité …`)."""
        subject = self.resolved.subjects[self.number]
        told = [item for item in self.items if subject and item.agents[0] in subject]
        if not told or told[0].start < at:
            return subject
        before = self.resolved.annotated.phrase_start(told[0].start) - 1
        while self.isa(before, "two") or self.isa(before, "det"):
            before -= 1  # `After talks in Lima, the two presidents said`
        return subject if self.text(before) == "," else ()

    def relative(self, at: int) -> tuple[int | None, int | None]:
        """The relative pronoun before a verb, and the comma that closes its clause; the comma is None where the verb is within.

        A clause opened after a comma is closed by one that stands right before the verb, auxiliaries and dates aside.
        """
        if not self.classes.any("relative-person", self.start + 1, at):
            return None, None
        opened = next(i for i in range(at - 1, self.start, -1) if self.isa(i, "relative-person"))
        if any(self.text(i) == ";" for i in range(opened, at)):
            return None, None
        before = at - 1
        dates = self.resolved.annotated.hits["auxiliary"]
        while before > opened and (
            self.isa(before, "adverb")
            or self.isa(before, "be")
            or any(a <= before < hit.end for a, hit in dates.items() if a > before - 4)
            or any(m.start <= before < m.end for _, m in self.mentions(MentionKind.DATE))
            or self.isa(before, "preposition")
        ):
            before -= 1
        return opened, before if self.text(before) == "," and before > opened else None

    def _joined(self, opened: int, at: int) -> tuple[EntityId, ...]:
        """Whom a relative clause describes and who is joined to them behind it: `A, who is in Lima, and B met`."""
        last = [i for i in self.items if i.end == at]
        comma = self.resolved.annotated.phrase_start(last[0].start) - 2 if last else opened
        if comma <= opened or self.text(opened - 1) != "," or self.text(comma) != "," or not self.isa(comma + 1, "and"):
            return ()
        described = [i for i in self.items if i.end == opened - 1]
        return (*described[-1].agents, *last[0].agents) if described else ()

    @once
    def _verb_ends(self) -> frozenset[int]:
        """Tokens right after a verb of the lexicons: an object begins there."""
        return frozenset(hit.end for layer in ("event", "speech") for _, hit in self.hits(layer) if "noun" not in hit.rows[0][1])

    @once
    def _speech_ends(self) -> frozenset[int]:
        return frozenset(hit.end for _, hit in self.hits("speech"))

    def _free(self, item: Item) -> bool:
        """Whether no preposition or verb governs an item and it owns nothing."""
        before = self.resolved.annotated.phrase_start(item.start) - 1
        if item.kind is MentionKind.COUNTRY and self.isa(before, "of") and self.isa(before - 1, "ministry"):
            return True  # `the governments of A and B`
        if self.resolved.annotated.sites(self.resolved.mention(item.index)):
            return False  # `in Lima, Peru, A met B`
        if item.end == item.start + 1 and self.any_of(item.start, ("object-pronoun", "possessive-plural")):
            return False  # `for helping them resolve the crisis`, `exprimé leur préoccupation`
        if item.kind is MentionKind.COUNTRY and self._chained(item):
            return False  # `the Kenya-Uganda-Rwanda route`
        topic = self.isa(before - 1, "contrast") and item.kind is not MentionKind.ANAPHOR  # `quant à X, il …`
        if self.isa(before, "and"):
            # `talks with General Secretary and President A`: what is joined to something governed is governed with it.
            posts = (m for _, m in self.mentions(MentionKind.POST) if m.end == before)
            before = next((self.resolved.annotated.phrase_start(m.start) - 1 for m in posts), before)
        if (before + 1 in self._speech_ends or self.isa(before, "conjunction")) and self._acts(item.end):
            return True  # `said A is planning`, `after A met B`
        verb = before
        while verb > self.start and (verb in self.when_where or (self.isa(verb, "in") and verb + 1 in self.when_where)):
            verb -= 1  # `received on Monday in Lima B`
        ends = self._verb_ends
        governed = self.isa(before, "preposition") or self.isa(before, "with") or before + 1 in ends or verb + 1 in ends
        governed = governed and not topic
        return not governed and self.text(item.end) not in POSSESSIVE

    def _chained(self, item: Item) -> bool:
        """Whether a dash joins a state to another, so that both only say which thing is meant."""
        tokens, lands = self.resolved.annotated.tokens, self.resolved.annotated.hits["country"]
        before, after = item.start - 1, item.end
        joined = (
            self.text(before) in DASHES
            and tokens[before].glued
            and any(lands[i].end == before for i in range(before - 4, before) if i in lands)
        )
        return joined or (self.text(after) in DASHES and tokens[after].glued and after + 1 in lands)

    def after(self, at: int, reach: int = 6) -> tuple[tuple[EntityId, ...], int]:
        """The group that begins within `reach` tokens after a token, before any mark; gives it and the token after it."""
        for position, item in enumerate(self.items):
            if item.start < at:
                continue
            gap = range(at, item.start)
            if len(gap) > reach or any(self.text(i) in _MARKS and self.text(i) not in ("“", '"', ",") for i in gap):
                return (), at
            if any(self.isa(i, "relative") for i in gap) or (item.kind is MentionKind.COUNTRY and self._origin(item.start, at)):
                return (), at
            return self.group(position)
        return (), at

    def object_start(self, at: int) -> int:
        """Where a person begins whom a verb has for object past all that tells when, where and before whom; 0 where none does.

        `received, on Monday, in his office at the Ministry, in the presence of C, the ambassador, B`: only prepositions
        govern what stands between.
        """
        if not (self.text(at) == "," or self.isa(at, "preposition") or self.isa(at, "in") or at in self.when_where):
            return 0
        layers = (self.hits("event"), self.hits("speech"))
        verbs = {i for hits in layers for i, hit in hits if "noun" not in hit.rows[0][1] and hit.rows[0][1] not in _NO_VERBS}
        verbs = {i for i in verbs if not any(self.isa(i - 1, kind) for kind in ("preposition", "det", "possessive"))}
        for item in self.items:
            start = self.resolved.annotated.phrase_start(item.start)
            if start <= at or item.kind not in (MentionKind.PERSON, MentionKind.POST):
                continue
            gap = range(at, start)
            closed = any(i in verbs or self.isa(i, "relative-person") or self.text(i) in _STOPS or i in self.quoted for i in gap)
            if closed or len(gap) > _FAR or self._acts(item.end) or self.isa(start - 1, "with"):
                return 0  # `met today with B, the minister, and C`
            if not (self.isa(start - 1, "preposition") or self.isa(start - 1, "with") or self.isa(start - 1, "and")):
                return start
        return 0

    def _origin(self, start: int, low: int) -> bool:
        """Whether a state only tells where others come from, who do not act for it (`students from Chile`)."""
        before = start - 1 - self.isa(start - 1, "det")
        noun = self.text(before - 1)
        plain = before - 1 >= low and noun.islower() and not self.isa(before - 1, "preposition")
        acting = any(self.isa(before - 1, kind) for kind in ("team-noun", "delegation", "side"))
        return self.isa(before, "from") and plain and not acting

    def partners(self, at: int, reach: int = 3) -> list[tuple[int, tuple[EntityId, ...]]]:
        """The groups that a verb has for objects one after another, each with the token where it begins.

        `met A in Lima on Monday and B in Quito on Tuesday`, `met A and, separately, B`: met apart. What follows the second must
        not be a verb of its own (`met A on Monday and B said`).
        """
        agents, end = self.after(at, reach)
        found = [(at, agents)] if agents else []
        while agents:
            here = self.past_aside(end)
            aside = here > end
            here += self.text(here) == ","
            if not self.isa(here, "and"):
                break
            here += 1
            while self.text(here) == "," or any(self.isa(here, kind) for kind in ("separately", "thereupon", "adverb")):
                aside = aside or self.isa(here, "separately") or self.isa(here, "thereupon")
                here += 1
            if self.isa(here, "with"):
                aside, here = True, here + 1  # `with A and with B`
            agents, end = self.after(here, 1)
            if not aside or not agents or not all(a.startswith("person/") for a in agents) or self._acts(end):
                break
            found.append((here, agents))
        return found

    def _acts(self, at: int) -> bool:
        """Whether a verb stands at a token, or past the time and place there: what ends before it is a subject."""
        here = self.past_dates(at)
        layers = self.resolved.annotated.hits
        verbs = (hit for layer in ("speech", "event") if (hit := layers[layer].get(here)) and "noun" not in hit.rows[0][1])
        return any(verbs) or here in layers["auxiliary"] or self.isa(here, "be")

    def light_verb(self, at: int) -> bool:
        """Whether a light verb stands before a noun (`held, on Tuesday, a meeting`)."""
        hits = self.resolved.annotated.hits["event"]
        near = (hits[i].rows[0] for i in range(max(self.start, at - 12), at) if i in hits)
        return any("light" in frame and kind != "visit" for kind, frame, *_ in near)


def scenes(resolved: Resolved) -> list[Scene]:
    """Every sentence of a text as a scene."""
    annotated = resolved.annotated
    return [Scene(resolved, i, s.start, s.end, annotated.classes) for i, s in enumerate(annotated.sentences)]


def states(resolved: Resolved, agents: tuple[EntityId, ...]) -> set[CountryCode]:
    """The states that agents act for."""
    return {code for agent in agents if (code := resolved.country_of(agent))}


def people_of(agents: Iterable[EntityId]) -> list[EntityId]:
    """Those of some agents that are people."""
    return [a for a in agents if a.startswith("person/")]


def pair_agents(resolved: Resolved) -> tuple[EntityId, ...]:
    """The text's two states as agents, or its state and international organization; empty where there are not two."""
    agents = tuple(country_id(c) for c in resolved.pair)
    if resolved.partner is not None:
        return (*agents, resolved.partner)
    return agents if len(agents) == 2 else ()

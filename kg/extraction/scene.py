"""A sentence as extraction sees it: agents in a row, triggers between them, and who is subject or object of what."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.annotated import Classes, Hit, Mention, MentionKind, Sentence
from kg.model import CountryCode, EntityId, PartialDate, Span, country_id
from kg.resolved import Resolved

__all__ = ["Item", "Scene", "pair_agents", "scenes", "states"]

_AGENTS = frozenset(
    {
        MentionKind.PERSON,
        MentionKind.ORGANIZATION,
        MentionKind.COUNTRY,
        MentionKind.PLACE,
        MentionKind.POST,
        MentionKind.ANAPHOR,
    }
)
_MARKS = frozenset({",", ";", ":", "(", ")", "“", "”", '"', "–", "—", "-"})


@dataclass(frozen=True, slots=True)
class Item:
    """A mention that stands for someone who can act."""

    index: int
    start: int
    end: int
    agents: tuple[EntityId, ...]
    kind: MentionKind


@dataclass(frozen=True)
class Scene:
    """One sentence with its agents and triggers."""

    resolved: Resolved
    number: int
    start: int
    """The first token."""
    end: int
    """After the last token."""
    classes: Classes
    _hits: dict[str, list[tuple[int, Hit]]] = field(default_factory=dict, compare=False, repr=False)
    """Layer → its entries here, as far as they were asked for."""

    @property
    def sentence(self) -> Sentence:
        """Its tokens and paragraph."""
        return self.resolved.annotated.sentences[self.number]

    @cached_property
    def span(self) -> Span:
        """The whole sentence."""
        return self.resolved.annotated.span(self.start, self.end)

    @cached_property
    def indices(self) -> range:
        """Mentions that begin here."""
        return self.resolved.annotated.indices_in(self.start, self.end)

    def mentions(self, kind: MentionKind) -> Iterator[tuple[int, Mention]]:
        """The mentions of a kind, with their indices."""
        for i in self.indices:
            mention = self.resolved.annotated.mentions[i]
            if mention.kind is kind:
                yield i, mention

    @cached_property
    def items(self) -> list[Item]:
        """Agents in order; what is nested in another's phrase is left out."""
        items: list[Item] = []
        end = 0
        for i in self.indices:
            mention = self.resolved.annotated.mentions[i]
            agents = self.resolved.agents(i)
            if mention.kind in (MentionKind.FRAMEWORK, MentionKind.CONFERENCE) and mention.start >= end:
                end = mention.name_end
            if mention.kind in _AGENTS and agents and mention.start >= end:
                if items and (self._side_of(items[-1], mention, agents) or self._body_of(items[-1], mention)):
                    items[-1] = replace(items[-1], end=mention.end)
                else:
                    items.append(Item(i, mention.start, mention.end, agents, mention.kind))
                end = mention.end
        return items

    def _side_of(self, item: Item, mention: Mention, agents: tuple[EntityId, ...]) -> bool:
        """Whether a mention tells for whom the person just before it acts: `A on the Turkish side`, `B for Chile`."""
        told = item.kind is MentionKind.PERSON and self.resolved.annotated.acts_for(item.end, mention)
        return told and self.resolved.country_of(item.agents[0]) == self.resolved.country_of(agents[0])

    def _body_of(self, item: Item, mention: Mention) -> bool:
        """Whether a body closes the apposition of the person just before it: `A, Director General, NCB led the delegation`."""
        posts = self.resolved.mention(item.index).posts
        apposed = bool(posts) and posts[-1].end == item.end and mention.start == item.end + 1 and self.text(item.end) == ","
        listed = self.isa(mention.end, "and") or (self.text(mention.end) == "," and self.text(mention.end + 1)[:1].isupper())
        return mention.kind is MentionKind.ORGANIZATION and apposed and not listed

    def hits(self, layer: str) -> list[tuple[int, Hit]]:
        """Lexicon entries of a layer that begin here, in order."""
        if layer not in self._hits:
            hits = self.resolved.annotated.hits[layer]
            self._hits[layer] = [(at, hits[at]) for at in range(self.start, self.end) if at in hits]
        return self._hits[layer]

    def isa(self, at: int, kind: str) -> bool:
        """Whether a token of this sentence is of a closed class of words."""
        return self.start <= at < self.end and at in self.classes[kind]

    def has(self, kind: str) -> bool:
        """Whether any token of this sentence is of a closed class of words."""
        return self.classes.any(kind, self.start, self.end)

    def those(self, kind: str) -> list[int]:
        """The tokens of this sentence that are of a closed class of words."""
        return [at for at in range(self.start, self.end) if at in self.classes[kind]] if self.has(kind) else []

    def text(self, at: int) -> str:
        """The token's words; nothing beyond the sentence."""
        return self.resolved.annotated.tokens[at].text if self.start <= at < self.end else ""

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Tokens between quotation marks."""
        return self.resolved.annotated.quoted.intersection(range(self.start, self.end))

    # -- groups ---------------------------------------------------------------------------------------------------------

    def group(self, first: int) -> tuple[tuple[EntityId, ...], int]:
        """Agents listed from item `first` on; gives them and the token after the last."""
        items = self.items[first : first + 12]
        items = items[: self.resolved.annotated.listed([(i.start, i.end) for i in items])]
        return tuple(dict.fromkeys(a for i in items for a in i.agents)), items[-1].end

    def subject(self, at: int) -> tuple[EntityId, ...]:
        """The subject of a verb at a token.

        Within a relative clause, what the clause describes; else the nearest group before it that nothing governs and that no
        closed relative clause holds; else the sentence's.
        """
        opened, closed = self._relative(at)
        if opened is not None and closed is None:
            described = [i for i in self.items if i.end in (opened, opened - 1)]
            if described:
                return described[-1].agents
        best: tuple[EntityId, ...] = ()
        position = 0
        aside = self.quoted if at not in self.quoted else frozenset[int]()
        while position < len(self.items) and self.items[position].end <= at:
            item = self.items[position]
            agents, end = self.group(position)
            if item.start in aside:
                position += 1
                continue  # what is quoted has subjects of its own
            inside = opened is not None and closed is not None and opened < item.start < closed
            if end <= at and self._free(item) and not inside:
                best = agents
            position += 1
            while position < len(self.items) and self.items[position].end <= end:
                position += 1
        return best or self._sentence_subject(at)

    def _sentence_subject(self, at: int) -> tuple[EntityId, ...]:
        """The sentence's subject; where it stands after a verb, only behind a comma (`saluant leurs liens, A a cité …`)."""
        subject = self.resolved.subjects[self.number]
        told = [item for item in self.items if subject and item.agents[0] in subject]
        behind = bool(told) and told[0].start > at
        return () if behind and self.text(self.resolved.annotated.phrase_start(told[0].start) - 1) != "," else subject

    def _relative(self, at: int) -> tuple[int | None, int | None]:
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

    @cached_property
    def _verb_ends(self) -> frozenset[int]:
        """Tokens right after a verb of the lexicons: an object begins there."""
        return frozenset(hit.end for layer in ("event", "speech") for _, hit in self.hits(layer) if "noun" not in hit.rows[0][1])

    def _free(self, item: Item) -> bool:
        """Whether no preposition or verb governs an item and it owns nothing."""
        before = self.resolved.annotated.phrase_start(item.start) - 1
        if item.kind is MentionKind.COUNTRY and self.isa(before, "of") and self.isa(before - 1, "ministry"):
            return True  # `the governments of A and B`
        topic = self.isa(before - 1, "contrast") and item.kind is not MentionKind.ANAPHOR  # `quant à X, il …`
        if self.isa(before, "and"):
            # `talks with General Secretary and President A`: what is joined to something governed is governed with it.
            posts = (m for _, m in self.mentions(MentionKind.POST) if m.end == before)
            before = next((self.resolved.annotated.phrase_start(m.start) - 1 for m in posts), before)
        said = any(hit.end == before + 1 for _, hit in self.hits("speech"))
        if (said or self.isa(before, "conjunction")) and self._acts(item.end):
            return True  # `said A is planning`, `after A met B`
        governed = self.isa(before, "preposition") or self.isa(before, "with") or before + 1 in self._verb_ends
        governed = governed and not topic
        return not governed and self.text(item.end) not in ("'s", "’s", "’", "'")

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
            while self.text(here) == "," or self.isa(here, "separately") or self.isa(here, "adverb"):
                aside = aside or self.isa(here, "separately")
                here += 1
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

    # -- time and place -------------------------------------------------------------------------------------------------

    def date(self, at: int, reach: tuple[int, int] | None = None, *, told: bool = True) -> PartialDate | None:
        """The date told nearest to a token, what follows before what precedes, within the sentence or a range of tokens.

        A date that stays open, a dateline, and one that says since or until when are none; `told` takes those of a guest's
        coming too (`B, arrived on Monday in Lima`).
        """
        low, high = reach or (self.start, self.end)
        found = [m for m in self.dates if low <= m.start < high and (told or m.start not in self._comings)]
        if not found:
            return None
        best = min(found, key=lambda m: (m.start < at and high - low < self.end - self.start, abs(m.start - at), m.start))
        return PartialDate(*map(int, best.key.split("-")))

    @cached_property
    def _comings(self) -> frozenset[int]:
        """Where the dates stand that tell when somebody came, in passing: `B, arrived on Monday, …`."""
        came = [
            at
            for at in range(self.start, self.end)
            if self.isa(at, "coming") and (self.text(at - 1) == "," or self.isa(at - 1, "relative-person"))
        ]
        return frozenset(m.start for m in self.dates if any(at < m.start <= at + 3 for at in came))

    @cached_property
    def dates(self) -> list[Mention]:
        """The dates on which something told here can have happened: none of something else, none on which it was only said."""
        dates = [m for _, m in self.mentions(MentionKind.DATE) if m.key and not m.attributes.get("sense")]
        return [m for m in dates if not self._of_old(m.start) and not self._of_saying(m)]

    def _of_saying(self, date: Mention) -> bool:
        """Whether a date is that of words: `said on Tuesday that`, `said at a briefing on Tuesday`, `in a statement today`.

        Who said something `today after receiving B` received him today.
        """
        if self.isa(date.end, "time-of"):
            return False
        before = date.start - 1
        before -= self.isa(before, "preposition")
        events = self.resolved.annotated.hits["event"]
        said = (hit.rows[0] for at, hit in self.hits("speech") if hit.end == before + 1 and at not in events)
        medium = self.isa(before, "medium") and self.text(before).islower()
        next_said = self.resolved.annotated.hits["speech"].get(date.end)
        if next_said is not None and next_said.rows[0][0] == "informs" and date.end not in events:
            return True  # `A on Tuesday announced that`
        return medium or any(frame != "object" and stance != "agrees" for stance, frame, *_ in said)

    def _of_old(self, at: int) -> bool:
        """Whether a participle of something else governs a time or place (`A, elected in June 2024 in Lima, met B`)."""
        known = {m.start for kind in (MentionKind.DATE, MentionKind.PLACE) for _, m in self.mentions(kind)}
        before = at - 1
        while before > self.start and (self.isa(before, "preposition") or self.isa(before, "in") or self.isa(before, "det")):
            before -= 1
            inside = next((i for i in range(before, before - 4, -1) if i in known), None)
            before = before if inside is None or self.isa(before, "of-old") else inside - 1
        return self.isa(before, "of-old") and not self.isa(before - 1, "be") and not self.isa(before - 1, "have")

    def since(self, low: int, high: int) -> PartialDate | None:
        """The day told in a range of tokens since when something lasts (`on a visit to Lima since Monday`)."""
        for _, m in self.mentions(MentionKind.DATE):
            if m.key and m.attributes.get("sense") == "since" and low <= m.start < high:
                return PartialDate(*map(int, m.key.split("-")))
        return None

    @cached_property
    def dated(self) -> frozenset[int]:
        """The tokens of those dates."""
        return frozenset(i for m in self.dates for i in range(m.start, m.end))

    @cached_property
    def when_where(self) -> frozenset[int]:
        """The tokens of those dates, and where the places begin."""
        return self.dated | {start for start, _ in self.places}

    def place(self, at: int, reach: tuple[int, int] | None = None) -> EntityId | None:
        """The place nearest to a token that a preposition of place stands before, what follows before what precedes."""
        low, high = reach or (self.start, self.end)
        found = [(start < at, abs(start - at), place) for start, place in self.places if low <= start < high]
        return min(found)[2] if found else None

    @cached_property
    def places(self) -> list[tuple[int, EntityId]]:
        """Places where something told here can have happened: (token, place)."""
        found = []
        for i, m in self.mentions(MentionKind.PLACE):
            before = m.start - 1
            before -= self.isa(before, "of") and self.isa(before - 1, "city-noun")  # `in the capital city of Lima`
            while self.isa(before, "det") or (
                self.start < before and (self.isa(before, "venue") or self.isa(before, "idle-modifier"))
            ):
                before -= 1
            before = self._before_venue(before)
            if self.isa(self._before_site(before), "in") and self.resolved.refers.get(i) and not self._of_old(m.start):
                found.append((m.start, self.resolved.refers[i][0]))
        found += [(at, self._dateline) for at in range(self.start, self.end) if self._dateline and self.isa(at, "here")]
        return sorted(found)

    @property
    def _dateline(self) -> EntityId | None:
        """The place that opens the text before a mark, which `here` means (`ISLAMABAD, April 5 (APP): … called on him here`)."""
        first = next(iter(self.resolved.annotated.mentions), None)
        opens = first is not None and first.kind is MentionKind.PLACE and first.start == 0
        marked = opens and first is not None and self.resolved.annotated.tokens[first.end].text in ",:(–—-"
        return self.resolved.refers.get(0, (None,))[0] if marked else None

    def _before_venue(self, of: int) -> int:
        """Token before a building of a city (`au Palais des Hôtes de Lomé`); else the one given."""
        at = of
        while self.isa(of, "of") and at > max(self.start, of - 7):
            if self.isa(at, "venue") or self.isa(at, "site-noun"):
                while self.isa(at - 1, "venue"):
                    at -= 1
                return at - 1 - self.isa(at - 1, "det")
            if not (self.text(at)[:1].isupper() or self.isa(at, "of") or self.isa(at, "det")):
                break
            at -= 1
        return of

    def _before_site(self, comma: int) -> int:
        """Token before a building that a comma sets off from its city (`at State House, Nairobi`); else the one given."""
        at = comma - 1
        while self.text(comma) == "," and at > max(self.start, comma - 7) and (self.text(at)[:1].isupper() or self.isa(at, "of")):
            at -= 1
        return (at - 1 if self.isa(at, "det") else at) if at < comma - 1 else comma

    def lands(self, low: int, high: int) -> list[tuple[int, CountryCode, EntityId | None]]:
        """Countries and cities told in a range of tokens: (token, state, place)."""
        found: list[tuple[int, CountryCode, EntityId | None]] = []
        for i in self.indices:
            m = self.resolved.annotated.mentions[i]
            if low <= m.start < high and m.country and m.kind in (MentionKind.COUNTRY, MentionKind.PLACE):
                refers = self.resolved.refers.get(i, ())
                found.append((m.start, m.country, refers[0] if refers and m.kind is MentionKind.PLACE else None))
        return found

    def past_aside(self, at: int) -> int:
        """Token after what tells when and where right after a verb (`, on Friday in Rabat,`, `mardi à Rabat, au palais,`)."""
        once = self._past_one(at)
        return self._past_one(once) if once > at else at

    def _past_one(self, at: int) -> int:
        if self.text(at) == ",":
            for i in range(at + 1, min(at + 16, self.end)):
                if self.text(i) == ",":
                    return i + 1
                if any(item.start <= i < item.end and item.agents[0].startswith("person/") for item in self.items):
                    break
            return at
        here = end = at
        while self._aside(here):
            here += 1
            end = here if here - 1 in self.when_where or self._venue(here - 1) else end
        return end

    def _aside(self, at: int) -> bool:
        """Whether a token belongs to what tells when and where."""
        article = (self.isa(at, "det") or self.isa(at, "possessive")) and self.isa(at - 1, "in")
        bridge = self.isa(at, "preposition") or self.isa(at, "in") or article
        return at in self.when_where or bridge or self._venue(at)

    def _venue(self, at: int) -> bool:
        """Whether a token belongs to a building told as the place (`at Bayan Palace`): capitals, none of them an agent's."""
        if self.isa(at - 1, "possessive") and self.isa(at - 2, "in") and self.text(at).islower():
            return at not in self.resolved.annotated.hits["event"]  # `in his office`
        begin = at
        while self.text(begin)[:1].isupper() and begin not in self._agents_at:
            begin -= 1
        return begin < at and self.isa(begin - self.isa(begin, "det"), "in")

    @cached_property
    def _agents_at(self) -> frozenset[int]:
        """The tokens of those who can act."""
        return frozenset(at for item in self.items for at in range(item.start, item.end))

    def past_dates(self, at: int) -> int:
        """Token after the dates and adverbs that begin at a token (`said on Tuesday X`)."""
        dated = self.dated | {m.start for _, m in self.mentions(MentionKind.DATE)}
        while at in dated or self.isa(at, "adverb") or (self.isa(at, "preposition") and at + 1 in dated):
            at += 1
        return at

    def light_verb(self, at: int) -> bool:
        """Whether a light verb stands before a noun (`held, on Tuesday, a meeting`)."""
        hits = self.resolved.annotated.hits["event"]
        return any((hit := hits.get(i)) is not None and "light" in hit.rows[0][1] for i in range(max(self.start, at - 12), at))

    def effect(self, at: int) -> str:
        """What an auxiliary before a trigger says: planned, proposed, cancelled, negated, recalled, or nothing.

        It stands within five tokens, names not counted, and no comma between; `if` before it makes all hypothetical.
        """
        hits, events = self.resolved.annotated.hits["auxiliary"], self.resolved.annotated.hits["event"]
        if at in hits and at in events and hits[at].rows[0][0] == "planned":
            return "planned"  # a future of one word (`recevra`)
        inside = {i for item in self.items for i in range(item.start, item.end)}
        months = {i for _, m in self.mentions(MentionKind.DATE) for i in range(m.start, m.end)}
        left = 5
        for before in range(at - 1, self.start - 1, -1):
            hit = hits.get(before) if before not in months else None
            ahead = hit is not None and hit.rows[0][0] == "planned"
            if hit is not None and (ahead or (hit.end <= at and before not in events)):
                denied = any(b in hits and hits[b].rows[0][0] == "negated" for b in (before - 1, before - 2, before - 3))
                return "negated" if denied else hit.rows[0][0]  # `did not want to say`
            if self.isa(before, "hypothesis"):
                return "negated"
            left -= before not in inside
            if self.text(before) in ",;" or left == 0:
                break
        if self.isa(self.start, "hypothesis") and not any(self.text(i) == "," for i in range(self.start, at)):
            return "negated"
        return ""

    def effect_after(self, at: int) -> str:
        """What is said of a noun after it: `are due to take place`, `were called off`."""
        hits = self.resolved.annotated.hits["auxiliary"]
        for after in range(at, min(at + 25, self.end)):
            hit = hits.get(after)
            if hit is not None and hit.rows[0][0] in ("planned", "cancelled"):
                return hit.rows[0][0]
            if self.text(after) in ",;" or self.isa(after, "relative"):
                break
        return ""


def scenes(resolved: Resolved) -> list[Scene]:
    """Every sentence of a text as a scene."""
    annotated = resolved.annotated
    return [Scene(resolved, i, s.start, s.end, annotated.classes) for i, s in enumerate(annotated.sentences)]


def states(resolved: Resolved, agents: tuple[EntityId, ...]) -> set[CountryCode]:
    """The states that agents act for."""
    return {code for agent in agents if (code := resolved.country_of(agent))}


def pair_agents(resolved: Resolved) -> tuple[EntityId, ...]:
    """The text's two states as agents; empty where there are not two."""
    return tuple(country_id(c) for c in resolved.pair) if len(resolved.pair) == 2 else ()

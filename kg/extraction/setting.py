"""A sentence as a setting: who can act in it, and when and where what it tells can have happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.annotated import Classes, Hit, Mention, MentionKind, Sentence
from kg.extraction.cities import capital_city, dateline, heres, shelters
from kg.extraction.passing import ahead, comings, referred, sayings
from kg.model import CountryCode, EntityId, PartialDate, Span
from kg.once import once
from kg.resolved import Resolved
from kg.sides import acts_for

__all__ = ["Item", "Setting"]

_ASIDES = 4
"""Most asides one after another."""
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


@dataclass(frozen=True, slots=True)
class Item:
    """A mention that stands for someone who can act."""

    index: int
    start: int
    end: int
    agents: tuple[EntityId, ...]
    kind: MentionKind


@dataclass(frozen=True)
class Setting:
    """One sentence with its agents, dates and places."""

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

    @once
    def span(self) -> Span:
        """The whole sentence."""
        return self.resolved.annotated.span(self.start, self.end)

    @once
    def indices(self) -> range:
        """Mentions that begin here."""
        return self.resolved.annotated.indices_in(self.start, self.end)

    def mentions(self, kind: MentionKind) -> Sequence[tuple[int, Mention]]:
        """The mentions of a kind, with their indices."""
        return self._by_kind.get(kind, ())

    @once
    def _by_kind(self) -> dict[MentionKind, list[tuple[int, Mention]]]:
        found: dict[MentionKind, list[tuple[int, Mention]]] = {}
        for i in self.indices:
            mention = self.resolved.annotated.mentions[i]
            found.setdefault(mention.kind, []).append((i, mention))
        return found

    @once
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
                    items[-1] = replace(items[-1], end=mention.end + self.isa(mention.end, "side"))  # `from Peru side`
                else:
                    items.append(Item(i, mention.start, mention.end, agents, mention.kind))
                end = mention.end
        return items

    def _side_of(self, item: Item, mention: Mention, agents: tuple[EntityId, ...]) -> bool:
        """Whether a mention tells for whom the person just before it acts: `A on the Turkish side`, `B for Chile`."""
        told = item.kind is MentionKind.PERSON and acts_for(self.resolved.annotated, item.end, mention)
        return told and self.resolved.country_of(item.agents[0]) == self.resolved.country_of(agents[0])

    def _body_of(self, item: Item, mention: Mention) -> bool:
        """Whether a body closes the apposition of the person just before it: `A, Director General, NCB led the delegation`."""
        posts = self.resolved.mention(item.index).posts
        apposed = bool(posts) and mention.start == self.resolved.annotated.apposed(item.end)
        listed = self.isa(mention.end, "and") or (self.text(mention.end) == "," and self.text(mention.end + 1)[:1].isupper())
        own = mention.country is not None and mention.country == self.resolved.country_of(item.agents[0])
        return mention.kind is MentionKind.ORGANIZATION and apposed and (own or (posts[-1].end == item.end and not listed))

    def hits(self, layer: str) -> list[tuple[int, Hit]]:
        """Lexicon entries of a layer that begin here, in order."""
        if layer not in self._hits:
            hits = self.resolved.annotated.hits[layer]
            self._hits[layer] = [(at, hits[at]) for at in range(self.start, self.end) if at in hits]
        return self._hits[layer]

    def isa(self, at: int, kind: str) -> bool:
        """Whether a token of this sentence is of a closed class of words."""
        return self.start <= at < self.end and at in self.classes[kind]

    def any_of(self, at: int, kinds: tuple[str, ...]) -> bool:
        """Whether a token of this sentence is of any of some closed classes of words."""
        return self.start <= at < self.end and at in self.classes.either(kinds)

    def has(self, kind: str, low: int | None = None, high: int | None = None) -> bool:
        """Whether any token of this sentence is of a closed class of words; with a range, of those in it."""
        found = self.classes[kind]
        if not found:
            return False  # as it is of most classes in most texts
        start = self.start if low is None else max(low, self.start)
        end = self.end if high is None else min(high, self.end)
        return not found.isdisjoint(range(start, end))

    def those(self, kind: str) -> list[int]:
        """The tokens of this sentence that are of a closed class of words."""
        found = self.classes[kind]
        return [at for at in range(self.start, self.end) if at in found] if found else []

    def text(self, at: int) -> str:
        """The token's words; nothing beyond the sentence."""
        return self.resolved.annotated.tokens[at].text if self.start <= at < self.end else ""

    @once
    def quoted(self) -> frozenset[int]:
        """Tokens between quotation marks."""
        return self.resolved.annotated.quoted.intersection(range(self.start, self.end))

    # -- time and place -------------------------------------------------------------------------------------------------

    def date(self, at: int, reach: tuple[int, int] | None = None, *, told: bool = True, held: bool = False) -> PartialDate | None:
        """The date told nearest to a token, what follows before what precedes, within the sentence or a range of tokens.

        A date that stays open, a dateline, and one that says since or until when are none; `told` takes those of a guest's
        coming too (`B, arrived on Monday in Lima`), `held` leaves those of what is only to take place.
        """
        low, high = reach or (self.start, self.end)
        found = [m for m in self.dates if low <= m.start < high and (told or m.start not in self._comings)]
        found = [m for m in found if not (held and m.start in self._ahead)]
        if not told:
            others = [(start, end) for start, end in self._referred if not start <= at < end]
            found = [m for m in found if not any(start <= m.start < end for start, end in others)]
        if not found:
            return None
        best = min(found, key=lambda m: (m.start < at and high - low < self.end - self.start, abs(m.start - at), m.start))
        return PartialDate(*map(int, best.key.split("-")))

    # What each of these tells, `passing` says.

    @once
    def _comings(self) -> frozenset[int]:
        return comings(self)

    @once
    def _sayings(self) -> list[tuple[int, int]]:
        return sayings(self)

    @once
    def _ahead(self) -> frozenset[int]:
        return ahead(self)

    @once
    def _referred(self) -> list[tuple[int, int]]:
        return referred(self)

    @once
    def dates(self) -> list[Mention]:
        """The dates on which something told here can have happened: none of something else, none on which it was only said."""
        dates = [m for _, m in self.mentions(MentionKind.DATE) if m.key and not m.attributes.get("sense")]
        dates = [m for m in dates if not (self._of_old(m.start) or self._of_saying(m) or self._limited(m.start))]
        return [m for m in dates if not self._of_text(m.start)]

    def _of_text(self, at: int) -> bool:
        """Whether a date is that of an instrument: `the protocol to the agreement on fisheries of 28 January 2020`."""
        named = [m for _, m in self.mentions(MentionKind.FRAMEWORK) if m.start < at]
        attached = self.isa(at - 1, "of") and any(m.name_end == at - 1 or m.end == at - 1 for m in named)
        return attached or any(all(i in self.quoted for i in range(m.start, at + 1)) for m in named)

    def _limited(self, at: int) -> bool:
        """Whether a time belongs to what only says since when: `his first visit since his election in May`."""
        calendar = self.resolved.annotated.hits["calendar"]
        for before in range(at - 1, max(self.start - 1, at - 16), -1):
            if (hit := calendar.get(before)) is not None and hit.rows[0][:2] == ("bound", "since"):
                return self.isa(before + 1, "possessive") or self.isa(before + 1, "det")
            if self.text(before) in ",;" or before in self.resolved.annotated.hits["auxiliary"]:
                return False
        return False

    def _of_saying(self, date: Mention) -> bool:
        """Whether a date is that of words: `said on Tuesday that`, `said at a briefing on Tuesday`, `in a statement today`.

        Who said something `today after receiving B` received him today.
        """
        if self.isa(date.end, "time-of"):
            return False
        if any(low <= date.start < high for low, high in self._sayings):
            return True
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

    @once
    def dated(self) -> frozenset[int]:
        """The tokens of those dates."""
        return frozenset(i for m in self.dates for i in range(m.start, m.end))

    @once
    def when_where(self) -> frozenset[int]:
        """The tokens of those dates, and where the places begin."""
        return self.dated | {start for start, _ in self.places}

    def place(self, at: int, reach: tuple[int, int] | None = None, *, held: bool = False) -> EntityId | None:
        """The place nearest to a token that a preposition of place stands before, what follows before what precedes.

        `held` leaves those of what is only to take place.
        """
        low, high = reach or (self.start, self.end)
        told = [(start, place) for start, place in self.places if low <= start < high and not (held and start in self._ahead)]
        found = [(start < at, abs(start - at), place) for start, place in told]
        return min(found)[2] if found else None

    @once
    def places(self) -> list[tuple[int, EntityId]]:
        """Places where something told here can have happened: (token, place)."""
        found = []
        for i, m in self.mentions(MentionKind.PLACE):
            before = m.start - 1
            before -= self.isa(before, "of") and self.isa(before - 1, "city-noun")  # `in the capital city of Lima`
            before = self._before_capital(before)  # `in the Peruvian city of Lima`: a city is a venue too
            while self.isa(before, "det") or (
                self.start < before and (self.isa(before, "venue") or self.isa(before, "idle-modifier"))
            ):
                before -= 1
            before = self._before_venue(self._before_capital(before))
            away = self.isa(before - 1, "elsewhere") or (self.isa(before - 1, "residing") and self.isa(before - 2, "with"))
            if away or any(low <= m.start < high for low, high in self._sayings):
                continue  # `the situation in Gaza`, `the embassy in Lima`, `with residence in Lima`
            inside = self.isa(self._before_site(before), "in") or shelters(self, m)
            if inside and self.resolved.refers.get(i) and not self._of_old(m.start):
                found.append((m.start, self.resolved.refers[i][0]))
        found += [(at, city) for at in self.those("capital-noun") if (city := capital_city(self, at)) is not None]
        if (here := self.those("here")) and (city := dateline(self.resolved)):
            found += [(at, city) for at in here]
        return sorted(found)

    def _before_capital(self, at: int) -> int:
        """Token before words that call a place a city of a state (`in the Jordanian capital, Amman`); else the one given."""
        here = at - (self.text(at) == ",")
        adjectives = self.resolved.annotated.hits["country"]
        named = False
        while any(self.isa(here, kind) for kind in ("city-noun", "city-adjective", "det")) or here in adjectives:
            named = named or self.isa(here, "city-noun")
            here -= 1
        return here if named else at

    def _before_venue(self, of: int) -> int:
        """Token before a building of a city (`au Palais des Hôtes de Lomé`); else the one given."""
        at = of
        while self.isa(of, "of") and at > max(self.start, of - 7):
            if self.isa(at, "venue") or self.isa(at, "site-noun"):
                while self.isa(at - 1, "venue"):
                    at -= 1
                return at - 1 - self.any_of(at - 1, ("det", "possessive"))
            verb = any(at in self.resolved.annotated.hits[layer] for layer in ("event", "speech", "auxiliary"))
            if verb or not self.text(at)[:1].isalpha():
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
        return sorted(found + heres(self, low, high)) if self.has("here", low, high) else found

    def past_aside(self, at: int) -> int:
        """Token after what tells when and where right after a verb (`, on Friday in Rabat,`, `mardi à Rabat, au palais,`)."""
        here = at
        for _ in range(_ASIDES):
            after = self._past_one(here)
            if after == here > at and self.text(here - 1) == "," and self._further(here):
                after = max(here, self._past_one(here - 1))  # `, from 3 to 4 May, as part of a visit, B`
            if after == here:
                break
            here = after
        return here

    def _further(self, at: int) -> bool:
        """Whether a further aside opens behind the comma that closed one: a preposition, but none of those whom one meets."""
        joint = self.any_of(at, ("with", "between", "by", "of"))
        return self.isa(at, "preposition") and not joint

    def _past_one(self, at: int) -> int:
        if self.text(at) == ",":
            for i in range(at + 1, min(at + 16, self.end)):
                if self.text(i) == ",":
                    return i + 1
                if any(item.start <= i < item.end and item.agents[0].startswith("person/") for item in self.items):
                    break
            return at
        here = end = at + (self.isa(at, "the") and at + 1 in self.when_where and not self.text(at + 1)[:1].isupper())
        while (built := self._built(here)) or self._aside(here):
            here = built or here + 1
            end = here if built or here - 1 in self.when_where or self._venue(here - 1) else end
        return end

    def _built(self, at: int) -> int:
        """Token after a building in lower case, with what it is of (`au palais de la Présidence`); 0 where none stands."""
        if not self.isa(at, "venue") or self.text(at)[:1].isupper() or not self.isa(at - 1 - self.isa(at - 1, "det"), "in"):
            return 0
        end = at + 1
        inner = end + 1 + self.isa(end + 1, "det")
        while self.isa(end, "of") and self.text(inner)[:1].isupper() and inner not in self.agents_at:
            end = inner = inner + 1
            while self.text(end)[:1].isupper() and end not in self.agents_at:
                end += 1
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
        while self.text(begin)[:1].isupper() and begin not in self.agents_at:
            begin -= 1
        return begin < at and self.isa(begin - self.isa(begin, "det"), "in")

    @once
    def agents_at(self) -> frozenset[int]:
        """The tokens of those who can act."""
        return frozenset(at for item in self.items for at in range(item.start, item.end))

    def past_dates(self, at: int) -> int:
        """Token after the dates and adverbs that begin at a token (`said on Tuesday X`)."""
        dated = self.dated | {m.start for _, m in self.mentions(MentionKind.DATE)}
        while at in dated or self.isa(at, "adverb") or (self.isa(at, "preposition") and at + 1 in dated):
            at += 1
        return at

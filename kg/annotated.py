"""What annotation finds in a text: tokens, sentences, mentions. Frozen values that every later stage reads.

Positions of tokens are indices into `Annotated.tokens`, half-open; spans are code points of the text.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kg.model import CountryCode, Document, Span, TopicId
from kg.once import once

__all__ = [
    "CLOSING",
    "OPENING",
    "POSSESSIVE",
    "POSSESSIVE_S",
    "Annotated",
    "Classes",
    "Hit",
    "Mention",
    "MentionKind",
    "PostMention",
    "Sentence",
    "Token",
    "TopicPhrase",
    "sentence_numbers",
]

POSSESSIVE_S = frozenset({"'s", "’s", "`s", "´s", "‘s"})
"""What the possessive of a singular ends in, a token of its own, as it is written or folded."""
POSSESSIVE = POSSESSIVE_S | {"'", "’"}
"""Those and the mark alone that ends a plural's (`the leaders' talks`); quotations close by it too."""
_DATED = frozenset({",", ":", "(", "–", "—", "-"})
"""Marks after the city of a dateline."""
OPENING = frozenset({"“", "«", '"'})
"""Marks that open a quotation."""
CLOSING = frozenset({"”", "»", '"'})
"""Marks that close one."""


class Token(NamedTuple):
    """A word, number or mark."""

    start: int
    end: int
    text: str
    fold: str
    """Lower case without diacritics: what lexicons are looked up by."""
    glued: bool
    """No white space stands before it."""
    capital: bool
    """Its first letter is upper case (or its script has no case and it is a word)."""
    norm: str
    """Lower case with its diacritics: what function words are told apart by (`à` is no `a`)."""
    word: bool
    """It is a word or number, no mark."""


class Classes(dict[str, AbstractSet[int]]):
    """Closed class of function words → the tokens of it; none of a class that no word of the text is of."""

    def __missing__(self, kind: str) -> AbstractSet[int]:
        """No token; remembered, since what is asked of one token is asked of the next."""
        self[kind] = _NO_TOKEN
        return _NO_TOKEN

    def any(self, kind: str, start: int, end: int) -> bool:
        """Whether any token of a range is of a class."""
        found = self[kind]
        return bool(found) and not found.isdisjoint(range(start, end))

    def either(self, kinds: tuple[str, ...]) -> AbstractSet[int]:
        """The tokens of any of some classes; put together once for all who ask."""
        found = self._together.get(kinds)
        if found is None:
            found = self._together[kinds] = frozenset[int]().union(*[self[kind] for kind in kinds])
        return found

    @once
    def _together(self) -> dict[tuple[str, ...], AbstractSet[int]]:
        return {}


_NO_TOKEN: frozenset[int] = frozenset()


class Sentence(NamedTuple):
    """Half-open range of tokens; a heading or list item is one too."""

    start: int
    end: int
    paragraph: int
    """Number of its block, from 0; blank lines part blocks."""


def sentence_numbers(sentences: Iterable[Sentence]) -> list[int]:
    """Token → number of its sentence, of sentences that follow one another without a gap."""
    return [number for number, sentence in enumerate(sentences) for _ in range(sentence.start, sentence.end)]


class Hit(NamedTuple):
    """A lexicon entry found at a token."""

    end: int
    """Token after its last."""
    rows: tuple[tuple[str, ...], ...]
    """What the lexicon says of it: the other columns of its rows; several where the form is ambiguous, the more usual first."""

    @property
    def singular(self) -> str | None:
        """The singular of an entry that was found by its plural, else None."""
        row = self.rows[0]
        return row[-1] if len(row) > 1 and row[-2] == "plural" else None


class TopicPhrase(NamedTuple):
    """A phrase that names topics, where it counts."""

    start: int
    end: int
    topics: tuple[TopicId, ...]
    sure: bool = True
    """Whether it counts wherever it stands; an unsure one (`trade`) counts only as the subject of what somebody says."""
    told: bool = False
    """Whether an unsure one counts in what somebody says or several discuss: it names a thing of one field (`farmers`)."""


class MentionKind(StrEnum):
    """What a mention names or stands for."""

    PERSON = "person"
    COUNTRY = "country"
    ADJECTIVE = "adjective"
    PLACE = "place"
    ORGANIZATION = "organization"
    FRAMEWORK = "framework"
    CONFERENCE = "conference"
    DATE = "date"
    POST = "post"
    VENUE = "venue"
    ANAPHOR = "anaphor"


@dataclass(frozen=True, slots=True)
class PostMention:
    """An office as worded at one place."""

    title: str
    """Its wording without the country, status words and determiners."""
    head: str
    """Folded head noun of the office lexicon (`minister`)."""
    office: str
    """Its class in the lexicon (`minister`, `head-of-state`, …)."""
    status: str = ""
    """`former`, `acting`, `designate`, `current` or empty where nothing is said."""
    country: CountryCode | None = None
    reason: str = ""
    """Why the country: `own-words`, `portfolio`."""
    organization: int | None = None
    """First token of the body it belongs to."""
    start: int = 0
    end: int = 0
    reference: bool = False
    """It only refers to an officer (`the diplomat`) and is no office."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names, describes or points at something."""

    kind: MentionKind
    start: int
    end: int
    """Tokens of the whole noun phrase, posts and appositions with it."""
    name: str = ""
    """The name within it, without titles; a surface form for anaphors."""
    name_start: int = 0
    name_end: int = 0
    key: str = ""
    """Gazetteer key, ISO code, date as ISO 8601, or class of anaphor."""
    country: CountryCode | None = None
    posts: tuple[PostMention, ...] = ()
    aliases: tuple[str, ...] = ()
    plural: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)

    def states(self) -> list[CountryCode]:
        """The states that it tells, each once: its own, those of its posts, and those of an office held for several."""
        listed = self.attributes.get("countries", "")
        if not (listed or self.posts):
            return [self.country] if self.country else []
        told = (self.country, *[p.country for p in self.posts], *[CountryCode(c) for c in listed.split()])
        return list(dict.fromkeys([code for code in told if code]))


@dataclass(frozen=True)
class Annotated:
    """A document with all that was found in it, before anyone is told apart."""

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    """In order of their first token; none overlap."""
    hits: Mapping[str, Mapping[int, Hit]]
    """Layer of the lexicon → first token → the longest entry there."""
    words: Mapping[str, frozenset[str]]
    """Closed classes of function words of the language."""
    classes: Classes
    topics: tuple[TopicPhrase, ...] = ()

    def topics_in(self, start: int, end: int) -> tuple[TopicId, ...]:
        """The topics that a range of tokens speaks of, each once, in order of mention."""
        sure = (phrase for phrase in self.phrases_in(start, end) if phrase.sure)
        return tuple(dict.fromkeys(topic for phrase in sure for topic in phrase.topics))

    def phrases_in(self, start: int, end: int) -> tuple[TopicPhrase, ...]:
        """The topic phrases that begin in a range of tokens."""
        starts = self._topic_starts
        return self.topics[bisect_left(starts, start) : bisect_left(starts, end)]

    @once
    def _topic_starts(self) -> list[int]:
        return [phrase.start for phrase in self.topics]

    @once
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @once
    def sentence_of(self) -> list[int]:
        """Token → number of its sentence."""
        return sentence_numbers(self.sentences)

    @property
    def dateline(self) -> Mention | None:
        """The place that opens the text before a mark (`LIMA, April 5 –`); None where it opens otherwise."""
        first = self.mentions[0] if self.mentions else None
        opens = first is not None and first.kind is MentionKind.PLACE and first.start == 0
        return first if opens and first is not None and self.tokens[first.end].text in _DATED else None

    @once
    def quoted(self) -> frozenset[int]:
        """Tokens between quotation marks, whatever sentences part them; a block that goes on with a quotation opens it again."""
        if not any(mark in self.document.text for mark in OPENING):
            return frozenset()
        inside, block, found = False, -1, set()
        for sentence in self.sentences:
            if sentence.paragraph != block:
                inside, block = False, sentence.paragraph
            for at in range(sentence.start, sentence.end):
                text = self.tokens[at].text
                if text in OPENING and (text != '"' or not inside):
                    inside = True
                elif text in CLOSING:
                    inside = False
                elif inside:
                    found.add(at)
        return frozenset(found)

    def sites(self, country: Mention) -> bool:
        """Whether a country tells behind a comma where the city before it lies (`in Lima, Peru`, `in Kumamoto city, Japan`)."""
        comma = country.start - 1
        if country.kind is not MentionKind.COUNTRY or comma < 1 or self.tokens[comma].text != ",":
            return False
        cities = (self.mentions[i] for i in self.indices_in(max(comma - 4, 0), comma))
        ends = (comma, comma - self.isa(comma - 1, "city-noun"))
        return any(m.kind is MentionKind.PLACE and m.country == country.country and m.end in ends for m in cities)

    def isa(self, at: int, kind: str) -> bool:
        """Whether the token is of a closed class of function words."""
        return at in self.classes[kind]

    def span(self, start: int, end: int) -> Span:
        """Code points from the first token to the last."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def joined(self, end: int, start: int) -> str:
        """How what ends before one token and what begins at another are listed: `and`, `comma`, or empty where they are not.

        Only `and`, commas, articles, possessives and formulas of respect may stand between.
        """
        if not 0 < start - end <= 25:
            return ""
        if self.tokens[end].text == "," and self.isa(end + 1, "relative-person") and start - end > 2:
            # `A, who is visiting Nairobi, and B`
            last = next((at for at in range(start - 1, end + 1, -1) if self.isa(at, "and")), None)
            tail = range(last, start) if last is not None else ()
            plain = all(self.isa(at, "and") or self.isa(at, "det") or self.isa(at, "possessive") for at in tail)
            return "and" if last is not None and self.tokens[last - 1].text == "," and plain else ""
        if start - end > 12:
            return ""
        honorifics = self.hits["honorific"]
        past, joint, marks, others, besides = end, -1, 0, 0, 0
        for at in range(end, start):
            if at in honorifics:
                past = max(past, honorifics[at].end)
            if at < past:
                continue
            if self.tokens[at].text in ",;()":
                marks += 1
            elif self.isa(at, "and"):
                joint = at
            elif self.isa(at, "besides"):
                besides += 1
                joint = at if besides > 1 else joint  # `A, as well as B`
            elif joint == at - 2 and (land := self.hits["country"].get(at)) is not None and self.tokens[land.end].text == ",":
                past = max(past, land.end)  # `les ministres de X, A, et de Y, B`
            elif self.isa(at, "possessive") or (joint == at - 1 >= end and any(self.isa(at, kind) for kind in _REPEATED)):
                others += not self.isa(at, "det")
            elif joint >= 0 and (self.isa(at, "neighbour") or self._parts(at, start)):
                continue  # `A and neighbouring B`; `entre, d'une part, A et, d'autre part, B`
            elif joint >= 0 and (self._governs(at) or self._governs(at - 1)):
                continue  # `the Government of A and the Government of B`
            elif not self.isa(at, "det"):
                return ""
        return "and" if joint >= 0 else "comma" if marks and not others and not besides else ""

    def _parts(self, at: int, start: int) -> bool:
        """Whether a token belongs to a formula that tells parts apart (`d'autre part`) and ends before another token."""
        last = next((i for i in range(at, min(at + 3, start)) if self.isa(i, "part-noun")), None)
        return last is not None and all(self.isa(i, "of") or self.isa(i, "another") for i in range(at, last))

    def _governs(self, at: int) -> bool:
        """Whether a government that is told as that of a state stands at a token."""
        return self.isa(at, "ministry") and self.isa(at + 1, "of")

    def phrase_start(self, start: int) -> int:
        """Where the noun phrase begins that a mention stands in: past articles, and past `officials from` before a state."""
        articles = self.classes["det"]
        while start - 1 in articles or (start and self.tokens[start - 1].text in '“"'):
            start -= 1
        if start - 2 in self.classes["team-noun"] and start - 1 in self.classes.either(_ORIGIN):
            start -= 2
            while start - 1 in articles or self.isa(start - 1, "idle-modifier"):
                start -= 1
        return start

    def apposed(self, end: int) -> int:
        """Where an apposition begins that a comma sets off behind a phrase, over its bracket; -1 where none does."""
        following = [token.text for token in self.tokens[end : end + 10]]
        past = following.index(")") + 1 if following[:1] == ["("] and ")" in following else 0
        return end + past + 1 if following[past : past + 1] == [","] else -1

    def listed(self, spans: Iterable[tuple[int, int]]) -> int:
        """How many of the spans (token ranges, in order) form one list from the first on: a list closes with `and`."""
        rest = iter(spans)
        count, closed, (_, end) = 1, 1, next(rest)
        for start, nxt in rest:
            how = self.joined(end, start)
            if not how:
                break
            count, end = count + 1, nxt
            if how == "and":
                closed = count
        return closed

    def mentions_in(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions that begin in a range of tokens."""
        found = self.indices_in(start, end)
        return iter(self.mentions[found.start : found.stop])

    def indices_in(self, start: int, end: int) -> range:
        """Indices of the mentions that begin in a range of tokens."""
        # Both mentions and phrases stand in order of the text: a sentence costs the same however long the text is.
        starts = self._mention_starts
        return range(bisect_left(starts, start), bisect_left(starts, end))


_ORIGIN = ("of", "from")
_REPEATED = ("with", "on", "by", "of", "to")
"""Classes of what may stand again after `and` (`par A et par B`, `de A et de B`)."""

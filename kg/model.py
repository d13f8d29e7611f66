"""The values that travel down the street, from a file to its facts.

All are frozen. Offsets are half-open code points of `Document.text`. Stages take these values and return new ones; none
of them knows RDF, files or the network.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, NewType

__all__ = [
    "AgentId",
    "Cooperation",
    "CountryCode",
    "Document",
    "DocumentFacts",
    "DocumentId",
    "Entity",
    "EntityId",
    "Event",
    "EventStatus",
    "EventType",
    "Fact",
    "Framework",
    "FrameworkKind",
    "Organization",
    "PartialDate",
    "Person",
    "Place",
    "Post",
    "Span",
    "Statement",
    "Tenure",
    "TenureStatus",
    "TopicId",
    "country_id",
]

DocumentId = NewType("DocumentId", str)
"""A document's path below the input folder, without the suffix, with forward slashes."""
CountryCode = NewType("CountryCode", str)
"""ISO 3166-1 alpha-2, upper case."""
TopicId = NewType("TopicId", str)
"""An id of the topic scheme, such as `counter-terrorism`."""
EntityId = NewType("EntityId", str)
"""`kind/key`, unique within one document: `country/MA`, `person/penny-wong`, `place/rabat.MA`, `framework/joint-commission`."""
AgentId = EntityId
"""An EntityId whose kind is `person`, `organization` or `country`."""


class Span(NamedTuple):
    """Half-open range of code points in a document's text."""

    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A text and what is known of it; `text` is fixed before the first offset exists."""

    id: DocumentId
    text: str
    language: str
    """ISO 639-1, as `en`."""
    title: str | None = None
    source: str | None = None
    published: "PartialDate | None" = None

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


class PartialDate(NamedTuple):
    """A date as precise as told and no more; month and day are None where open."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601, cut to what is known: `2024`, `2024-10`, `2024-10-29`."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A thing that the document mentions, under the names that it uses."""

    id: EntityId
    name: str
    """The fullest name in the text, without titles; the label."""
    aliases: tuple[str, ...] = ()
    """Every other name the text uses, acronyms among them, in order of appearance."""
    country: CountryCode | None = None
    """Only where the text tells it."""


@dataclass(frozen=True, kw_only=True)
class Person(Entity):
    """A named human being."""

    country_reason: str | None = None
    """Why the country was filled, in a word: `own-words`, `counterpart`, `portfolio`, `host`, `other-of-two`."""


@dataclass(frozen=True, kw_only=True)
class Organization(Entity):
    """A named ministry, agency, company or international body."""

    body: str | None = None
    """Key of the gazetteer for a body of the world (`un`, `interpol`); its IRI is then shared by all documents."""


@dataclass(frozen=True, kw_only=True)
class Place(Entity):
    """A city or another named place."""

    gazetteer: str | None = None
    """Key of the gazetteer (`rabat.MA`); its IRI is then shared by all documents."""


@dataclass(frozen=True, kw_only=True)
class Post(Entity):
    """An office of a country or body; `name` and `aliases` are its wordings without the country."""

    organization: EntityId | None = None
    holder: EntityId | None = None
    """The holder, given only where neither country nor organization is known: such a post merges with no other."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that the document states; cannot be built without evidence."""

    evidence: tuple[Span, ...]
    """One or more passages, each within one sentence and one line, in order."""
    rule: str
    """Name of the rule that read it, as `meeting.held-with`."""
    confidence: float
    """0 to 1."""

    def __post_init__(self) -> None:
        if not self.evidence or any(span.start >= span.end for span in self.evidence):
            raise ValueError(f"fact read by {self.rule} has no evidence or an empty passage: {self.evidence}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence of a fact read by {self.rule} is {self.confidence}, expected 0 to 1")


class TenureStatus(StrEnum):
    """How a person stood to a post when the document spoke."""

    CURRENT = "Current"
    FORMER = "Former"
    ACTING = "Acting"
    DESIGNATE = "Designate"


@dataclass(frozen=True, kw_only=True)
class Tenure(Fact):
    """A person holds or held a post."""

    holder: EntityId
    post: EntityId
    status: TenureStatus
    start: PartialDate | None = None
    end: PartialDate | None = None
    as_of: PartialDate | None = None
    """The document's date, only where the text presents the post as held then."""


class FrameworkKind(StrEnum):
    """The subclasses of `bc:Framework`."""

    AGREEMENT = "Agreement"
    MECHANISM = "Mechanism"
    PARTNERSHIP = "Partnership"
    PROGRAMME = "Programme"


@dataclass(frozen=True, kw_only=True)
class Framework(Entity, Fact):
    """An instrument or standing arrangement; entity and fact at once, as the vocabulary has it."""

    kind: FrameworkKind
    parties: tuple[EntityId, ...] = ()
    topics: tuple[TopicId, ...] = ()


class EventType(StrEnum):
    """The subclasses of `bc:Event`."""

    MEETING = "Meeting"
    CALL = "Call"
    VISIT = "Visit"
    SIGNING = "Signing"
    CONFERENCE = "Conference"


class EventStatus(StrEnum):
    """Whether it took place, and if not, why."""

    HELD = "Held"
    PLANNED = "Planned"
    PROPOSED = "Proposed"
    CANCELLED = "Cancelled"


@dataclass(frozen=True, kw_only=True)
class Event(Fact):
    """Something that takes place on an occasion. Roles that its type does not have stay empty."""

    id: EntityId
    """`meeting/1`: the type in lower case and a number, by position in the text."""
    type: EventType
    status: EventStatus
    participants: tuple[EntityId, ...] = ()
    """Meeting, call, conference. Visitors and signatories are not repeated here; the graph derives that."""
    visitors: tuple[EntityId, ...] = ()
    host: CountryCode | None = None
    signatories: tuple[EntityId, ...] = ()
    instrument: EntityId | None = None
    occasion: EntityId | None = None
    """The event in whose course or because of which a visit or signing took place."""
    name: str | None = None
    """Conference."""
    place: EntityId | None = None
    date: PartialDate | None = None
    topics: tuple[TopicId, ...] = ()
    frameworks: tuple[EntityId, ...] = ()
    """Held under or about."""


@dataclass(frozen=True, kw_only=True)
class Cooperation(Fact):
    """Two or more parties work together, or mean to, on topics."""

    parties: tuple[EntityId, ...]
    topics: tuple[TopicId, ...] = ()
    frameworks: tuple[EntityId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Statement(Fact):
    """What a speaker said, on which topics, with which stance."""

    speaker: EntityId
    topics: tuple[TopicId, ...] = ()
    stance: str | None = None
    """One of the closed scheme: welcomes, praises, thanks, stresses, …"""
    quote: Span | None = None
    """The quoted words, without the quotation marks."""


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """All that one document mentions and states, in order of the text."""

    document: Document
    countries: tuple[CountryCode, ...] = ()
    persons: tuple[Person, ...] = ()
    organizations: tuple[Organization, ...] = ()
    places: tuple[Place, ...] = ()
    posts: tuple[Post, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    events: tuple[Event, ...] = ()
    cooperations: tuple[Cooperation, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[tuple[Span, EntityId], ...] = field(default=())
    """Where each entity is named, in order: what `kg explain` marks."""

    def facts(self) -> Iterator[Fact]:
        """Every fact of the document, frameworks and tenures among them."""
        yield from self.tenures
        yield from self.frameworks
        yield from self.events
        yield from self.cooperations
        yield from self.statements


def country_id(code: CountryCode) -> EntityId:
    """The EntityId of a country."""
    return EntityId(f"country/{code}")

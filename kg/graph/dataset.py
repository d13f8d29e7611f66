"""What one document says, as quads, exactly by the vocabulary. The only place where facts become triples."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.names import NO_KEYS, Names
from kg.graph.terms import DCTERMS, RDF, SKOS, XSD, superclasses, term
from kg.model import (
    Cooperation,
    Document,
    DocumentFacts,
    EntityId,
    Event,
    Fact,
    Framework,
    Organization,
    PartialDate,
    Person,
    Place,
    Post,
    Span,
    Statement,
    Tenure,
    TopicId,
    country_id,
)
from kg.settings import DEFAULT, Settings

__all__ = ["Passage", "date_literal", "decimal_literal", "document_quads", "passages"]

_Node = ox.NamedNode
_Quads = Iterator[ox.Quad]

_A = RDF("type")
_ALT_LABEL = SKOS("altLabel")
_INTEGER = XSD("integer")
_DECIMAL = XSD("decimal")
_DAY, _MONTH, _YEAR = XSD("date"), XSD("gYearMonth"), XSD("gYear")


class Passage(NamedTuple):
    """A span of a document's text and what stands there."""

    span: Span
    text: str


def passages(document: Document, spans: Sequence[Span]) -> tuple[Passage, ...]:
    """Cut passages out of a document's text.

    Raises GraphError where a span is empty, reaches outside the text, or crosses a line break: it would be no evidence.
    """
    cut = []
    for start, end in spans:
        if not 0 <= start < end <= len(document.text):
            raise GraphError(f"{document.id}: passage {start}-{end} lies outside the text of {len(document.text)} code points")
        text = document.text[start:end]
        if "\n" in text or "\r" in text:
            raise GraphError(f"{document.id}: passage {start}-{end} crosses a line break: {text[:60]!r}; give one per line")
        cut.append(Passage(Span(start, end), text))
    return tuple(cut)


def date_literal(told: PartialDate) -> ox.Literal:
    """A date typed by its precision: xsd:date, xsd:gYearMonth or xsd:gYear. Raises ValueError for a day that is none."""
    date(told.year, 1 if told.month is None else told.month, 1 if told.day is None else told.day)
    if told.day is not None and told.month is None:
        raise ValueError(f"a day without a month: {tuple(told)}")
    kind = _YEAR if told.month is None else _MONTH if told.day is None else _DAY
    return ox.Literal(str(told), datatype=kind)


def document_quads(facts: DocumentFacts, settings: Settings = DEFAULT, keys: Mapping[EntityId, str] = NO_KEYS) -> _Quads:
    """Every quad of a document's graph, in order of its facts; some may repeat. `keys` are those that identity gave.

    Raises GraphError with the document where a fact refers to nothing, a passage is none, or a date does not exist.
    """
    writer = _Writer(facts, Names(facts, settings, keys))
    yield from writer.about_document()
    yield from writer.entities()
    yield from writer.tenures()
    for framework in facts.frameworks:
        yield from writer.framework(framework)
    for event in facts.events:
        yield from writer.event(event)
    for number, cooperation in enumerate(facts.cooperations, 1):
        yield from writer.cooperation(number, cooperation)
    for number, statement in enumerate(facts.statements, 1):
        yield from writer.statement(number, statement)


@cache
def _classes(name: str) -> tuple[_Node, ...]:
    """A class and all its superclasses."""
    own = term(name)
    return tuple(sorted({own, *superclasses(own)}, key=str))


@cache
def decimal_literal(value: float) -> ox.Literal:
    """Three decimals at most, in the canonical form that Oxigraph keeps: `0.9`, `1`."""
    return ox.Literal(f"{value:.3f}".rstrip("0").rstrip("."), datatype=_DECIMAL)


class _Writer:
    """_Quads of one document; holds its names and graph."""

    def __init__(self, facts: DocumentFacts, names: Names) -> None:
        self.facts = facts
        self.document = facts.document
        self.names = names
        self.graph = self.names.document

    def quad(self, subject: _Node, predicate: str | _Node, value: _Node | ox.Literal) -> ox.Quad:
        return ox.Quad(subject, term(predicate) if isinstance(predicate, str) else predicate, value, self.graph)

    def types(self, subject: _Node, name: str) -> _Quads:
        for each in _classes(name):
            yield ox.Quad(subject, _A, each, self.graph)

    def dated(self, subject: _Node, predicate: str | _Node, told: PartialDate | None) -> _Quads:
        if told is not None:
            try:
                yield self.quad(subject, predicate, date_literal(told))
            except ValueError as error:
                raise GraphError(f"{self.document.id}: {subject.value} has a date that does not exist, {told}: {error}") from None

    def linked(self, subject: _Node, predicate: str, entities: Sequence[EntityId]) -> _Quads:
        for entity in entities:
            yield self.quad(subject, predicate, self.names.entity(entity))

    def topics(self, subject: _Node, topics: Sequence[TopicId]) -> _Quads:
        for topic in topics:
            yield self.quad(subject, "topic", self.names.topic(topic))

    def named(self, subject: _Node, name: str, aliases: Sequence[str] = ()) -> _Quads:
        """`bc:name` is what the document gives as the fullest name; the entity graph chooses its labels among these."""
        yield self.quad(subject, "name", ox.Literal(name, language=self.document.language))
        for each in (name, *aliases):
            yield self.quad(subject, _ALT_LABEL, ox.Literal(each, language=self.document.language))

    def about_document(self) -> _Quads:
        document, node = self.document, self.names.document
        yield from self.types(node, "Document")
        yield self.quad(node, DCTERMS("identifier"), ox.Literal(document.id))
        yield self.quad(node, DCTERMS("language"), ox.Literal(document.language))
        yield self.quad(node, "sha256", ox.Literal(document.sha256))
        if document.title is not None:
            yield self.quad(node, DCTERMS("title"), ox.Literal(document.title, language=document.language))
        if document.source is not None:
            yield self.quad(node, DCTERMS("source"), ox.Literal(document.source))
        yield from self.dated(node, DCTERMS("issued"), document.published)

    def entities(self) -> _Quads:
        facts = self.facts
        for code in facts.countries:
            yield from self.types(self.names.entity(country_id(code)), "Country")
        for thing in (*facts.persons, *facts.organizations, *facts.places, *facts.posts):
            node = self.names.entity(thing.id)
            yield from self.types(node, _CLASS[type(thing)])
            yield from self.named(node, thing.name, thing.aliases)
            if thing.country is not None:
                yield self.quad(node, "country", self.names.entity(country_id(thing.country)))
            if isinstance(thing, Person) and thing.country_reason is not None:
                yield self.quad(node, "countryReason", ox.Literal(thing.country_reason))
            if isinstance(thing, Post) and thing.organization is not None:
                yield self.quad(node, "organization", self.names.entity(thing.organization))

    def fact(self, node: _Node, name: str, fact: Fact) -> _Quads:
        """What every fact carries: types, evidence, confidence, rule."""
        yield from self.types(node, name)
        for passage in passages(self.document, fact.evidence):
            where = self.names.passage(passage.span)
            yield self.quad(node, "evidence", where)
            yield from self.types(where, "Passage")
            yield self.quad(where, "document", self.names.document)
            yield self.quad(where, "start", ox.Literal(str(passage.span.start), datatype=_INTEGER))
            yield self.quad(where, "end", ox.Literal(str(passage.span.end), datatype=_INTEGER))
            yield self.quad(where, "text", ox.Literal(passage.text))
        yield self.quad(node, "confidence", decimal_literal(fact.confidence))
        yield self.quad(node, "rule", ox.Literal(fact.rule))

    def tenures(self) -> _Quads:
        """Named by holder, post and status; a second tenure of the same three takes a number."""
        count: dict[str, int] = {}
        for tenure in self.facts.tenures:
            node = self.names.tenure(tenure.holder, tenure.post, tenure.status.value)
            number = count[node.value] = count.get(node.value, 0) + 1
            yield from self.tenure(node if number == 1 else _Node(f"{node.value}/{number}"), tenure)

    def tenure(self, node: _Node, tenure: Tenure) -> _Quads:
        yield from self.fact(node, "Tenure", tenure)
        yield from self.linked(node, "holder", [tenure.holder])
        yield from self.linked(node, "post", [tenure.post])
        yield self.quad(node, "tenureStatus", term(tenure.status.value))
        yield from self.dated(node, "from", tenure.start)
        yield from self.dated(node, "to", tenure.end)
        yield from self.dated(node, "asOf", tenure.as_of)

    def framework(self, framework: Framework) -> _Quads:
        node = self.names.entity(framework.id)
        yield from self.fact(node, framework.kind.value, framework)
        yield from self.named(node, framework.name, framework.aliases)
        if framework.country is not None:
            yield self.quad(node, "country", self.names.entity(country_id(framework.country)))
        yield from self.linked(node, "party", framework.parties)
        yield from self.topics(node, framework.topics)

    def event(self, event: Event) -> _Quads:
        node = self.names.entity(event.id)
        yield from self.fact(node, event.type.value, event)
        yield self.quad(node, "status", term(event.status.value))
        yield from self.linked(node, "participant", (*event.participants, *event.visitors, *event.signatories))
        yield from self.linked(node, "visitor", event.visitors)
        yield from self.linked(node, "signatory", event.signatories)
        if event.host is not None:
            yield self.quad(node, "host", self.names.entity(country_id(event.host)))
        for predicate, entity in (("instrument", event.instrument), ("occasion", event.occasion), ("place", event.place)):
            if entity is not None:
                yield self.quad(node, predicate, self.names.entity(entity))
        if event.name is not None:
            yield from self.named(node, event.name)
        yield from self.dated(node, "date", event.date)
        yield from self.topics(node, event.topics)
        yield from self.linked(node, "framework", event.frameworks)

    def cooperation(self, number: int, cooperation: Cooperation) -> _Quads:
        node = self.names.scoped("cooperation", str(number))
        yield from self.fact(node, "Cooperation", cooperation)
        yield from self.linked(node, "party", cooperation.parties)
        yield from self.topics(node, cooperation.topics)
        yield from self.linked(node, "framework", cooperation.frameworks)

    def statement(self, number: int, statement: Statement) -> _Quads:
        node = self.names.scoped("statement", str(number))
        yield from self.fact(node, "Statement", statement)
        yield from self.linked(node, "speaker", [statement.speaker])
        yield from self.topics(node, statement.topics)
        if statement.stance is not None:
            yield self.quad(node, "stance", term(statement.stance))
        if statement.quote is not None:
            start, end = statement.quote
            if not 0 <= start < end <= len(self.document.text):
                raise GraphError(f"{self.document.id}: quote {start}-{end} of {node.value} lies outside the text")
            yield self.quad(node, "quote", ox.Literal(self.document.text[start:end]))


_CLASS: dict[type, str] = {Person: "Person", Organization: "Organization", Place: "Place", Post: "Post"}

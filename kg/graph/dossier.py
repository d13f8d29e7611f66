"""All that the graph knows of a thing, or of what two things have to do with each other, with the words it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from kg.graph.lookup import Thing
from kg.graph.result import plain
from kg.graph.store import Store

__all__ = ["Dossier", "Quote", "Role", "Section", "ToldFact", "dossier"]

_Value = ox.NamedNode | ox.Literal
_BC = "https://w3id.org/bicoop/ns#"
_LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")

# Kind of fact and the heading under which it is told, in this order. The first that fits is taken.
_SECTIONS = {
    "Tenure": "Posts",
    "Agreement": "Agreements",
    "Mechanism": "Mechanisms",
    "Partnership": "Partnerships",
    "Programme": "Programmes",
    "Signing": "Signings",
    "Meeting": "Meetings",
    "Call": "Calls",
    "Visit": "Visits",
    "Conference": "Conferences",
    "Cooperation": "Cooperation",
    "Statement": "Statements",
    "Framework": "Frameworks",
    "Event": "Events",
}
_ROLES = (
    "holder", "post", "tenureStatus", "from", "to", "asOf", "speaker", "stance", "visitor", "host", "signatory", "instrument",
    "participant", "party", "place", "date", "topic", "framework", "occasion", "status", "quote",
)  # fmt: skip
_ROLE_NAMES = {"tenureStatus": "status", "asOf": "as of"}
_BESIDE = {"visitor": "participant", "signatory": "participant"}
"""A role and the wider one that stands beside it in the graph and tells nothing more."""


class Quote(NamedTuple):
    """A passage: exactly this slice of that document."""

    document: str
    """The document's identifier."""
    start: int
    end: int
    text: str


class Role(NamedTuple):
    """A role of a fact and the labels of what fills it, sorted."""

    name: str
    fillers: tuple[str, ...]


@dataclass(frozen=True)
class ToldFact:
    """One fact as it is told: its roles, how sure it is, and where it was read."""

    iri: str
    label: str
    """Of a framework or conference; else empty."""
    roles: tuple[Role, ...]
    dates: tuple[str, ...]
    confidence: float
    """The highest that a document gave."""
    rules: tuple[str, ...]
    quotes: tuple[Quote, ...]


class Section(NamedTuple):
    """Facts of one kind: those with a date by date, then the others by where they were read."""

    title: str
    facts: tuple[ToldFact, ...]


@dataclass(frozen=True)
class Dossier:
    """What is known of one thing, or of two together."""

    things: tuple[Thing, ...]
    about: tuple[tuple[Role, ...], ...]
    """What is known of each thing itself: country, parties, topics."""
    sections: tuple[Section, ...]


def dossier(store: Store, things: tuple[Thing, ...]) -> Dossier:
    """Every fact that has a part in it for the thing, or for both things.

    A country has part in what its people and bodies do; alone, also in what takes place on its ground. A body has part in
    who holds its posts.
    """
    told = _told(store, _linked(store, things))
    sections: dict[str, list[ToldFact]] = {}
    for kind, fact in told:
        sections.setdefault(_SECTIONS[kind], []).append(fact)
    ordered = tuple(Section(title, _ordered(sections[title])) for title in _SECTIONS.values() if title in sections)
    return Dossier(things, tuple(_about(store, thing) for thing in things), ordered)


def _linked(store: Store, things: tuple[Thing, ...]) -> list[str]:
    """IRIs of the facts in which every one of the things has a part, sorted."""
    apart = "" if len(things) == 1 else "FILTER(?role != bc:place)"
    found: set[str] | None = None
    for thing in things:
        text = f"""SELECT DISTINCT ?fact WHERE {{ ?fact bc:evidence ?passage .
            {{ ?fact ?role <{thing.iri}> }} UNION {{ VALUES ?fact {{ <{thing.iri}> }} }}
            UNION {{ ?filler bc:country|bc:organization <{thing.iri}> . ?fact ?role ?filler . {apart} }} }}"""
        facts = {plain(row[0]) for row in store.query(text).rows}
        found = facts if found is None else found & facts
    return sorted(found or ())


def _told(store: Store, facts: list[str]) -> list[tuple[str, ToldFact]]:
    """Each fact with its kind, in the order given."""
    triples = _properties(store, facts)
    labels = _labels(store, {value.value for pairs in triples.values() for _, value in pairs if isinstance(value, ox.NamedNode)})
    quotes = _quotes(store, facts)
    told = []
    for iri in facts:
        values: dict[str, list[_Value]] = {}
        for name, value in triples.get(iri, ()):
            values.setdefault(name, []).append(value)
        kinds = {_local(value) for value in values.get("type", ())}
        kind = next((each for each in _SECTIONS if each in kinds), None)
        if kind:
            told.append((kind, _fact(iri, values, labels, tuple(quotes.get(iri, ())))))
    return told


def _fact(iri: str, values: dict[str, list[_Value]], labels: dict[str, str], quotes: tuple[Quote, ...]) -> ToldFact:
    narrow = {each.value for role, wide in _BESIDE.items() if wide in values for each in values.get(role, ())}
    roles = []
    for name in _ROLES:
        kept = [value for value in values.get(name, ()) if name not in _BESIDE.values() or value.value not in narrow]
        if kept:
            roles.append(Role(_ROLE_NAMES.get(name, name), tuple(sorted({_word(value, labels) for value in kept}))))
    return ToldFact(
        iri=iri,
        label=min((value.value for value in values.get("label", ())), default=""),
        roles=tuple(roles),
        dates=tuple(sorted(value.value for value in values.get("date", ()))),
        confidence=max((float(value.value) for value in values.get("confidence", ())), default=0.0),
        rules=tuple(sorted(value.value for value in values.get("rule", ()))),
        quotes=quotes,
    )


def _about(store: Store, thing: Thing) -> tuple[Role, ...]:
    """What is said of the thing itself, apart from its names."""
    values: dict[str, set[_Value]] = {}
    for name, value in _properties(store, [thing.iri]).get(thing.iri, ()):
        values.setdefault(name, set()).add(value)
    shown = {"country": "country", "holdsPost": "holds", "party": "party", "topic": "topic"}
    labels = _labels(store, {value.value for name in shown for value in values.get(name, ()) if isinstance(value, ox.NamedNode)})
    return tuple(
        Role(word, tuple(sorted({_word(value, labels) for value in values[name]})))
        for name, word in shown.items()
        if name in values
    )


def _ordered(facts: Iterable[ToldFact]) -> tuple[ToldFact, ...]:
    return tuple(sorted(facts, key=lambda fact: (not fact.dates, fact.dates, fact.quotes, fact.iri)))


def _properties(store: Store, iris: list[str]) -> dict[str, list[tuple[str, _Value]]]:
    """Local names of the properties of each thing with their values; those of the core, its type and its label."""
    found: dict[str, list[tuple[str, _Value]]] = {}
    text = f"SELECT DISTINCT ?thing ?property ?value WHERE {{ {_values('thing', iris)} ?thing ?property ?value }}"
    for thing, property_, value in store.query(text).rows if iris else ():
        name = plain(property_)
        if isinstance(value, _Value) and (name.startswith(_BC) or name.endswith(("#type", "#label"))):
            found.setdefault(plain(thing), []).append((name.rpartition("#")[2], value))
    return found


def _labels(store: Store, iris: set[str]) -> dict[str, str]:
    """The English label of each thing, else the first by language and letter."""
    found: dict[str, tuple[bool, str, str]] = {}
    paths = "|".join(f"<{each}>" for each in _LABELS)
    text = f"SELECT DISTINCT ?thing ?label WHERE {{ {_values('thing', sorted(iris))} ?thing {paths} ?label }}"
    for thing, label in store.query(text).rows if iris else ():
        if isinstance(label, ox.Literal):
            rank = (label.language != "en", label.language or "", label.value)
            found[plain(thing)] = min(found.get(plain(thing), rank), rank)
    return {iri: rank[2] for iri, rank in found.items()}


def _quotes(store: Store, facts: list[str]) -> dict[str, list[Quote]]:
    """The passages of each fact, by document and place."""
    text = f"""SELECT DISTINCT ?fact ?name ?start ?end ?text WHERE {{
        {_values("fact", facts)} ?fact bc:evidence ?passage .
        ?passage bc:document ?document ; bc:start ?start ; bc:end ?end ; bc:text ?text . ?document dcterms:identifier ?name }}"""
    found: dict[str, list[Quote]] = {}
    for fact, name, start, end, words in store.query(text).rows if facts else ():
        quote = Quote(plain(name), int(plain(start)), int(plain(end)), plain(words))
        found.setdefault(plain(fact), []).append(quote)
    return {fact: sorted(each) for fact, each in found.items()}


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _word(value: _Value, labels: dict[str, str]) -> str:
    """A literal as it is, a thing by its label; an event has none, and is told by kind and number: `meeting 1`."""
    if isinstance(value, ox.Literal) or value.value in labels:
        return labels.get(value.value, value.value)
    parts = value.value.split("/")
    return f"{parts[-3]} {parts[-1]}" if len(parts) > 3 and "#" not in value.value else _local(value)


def _local(value: _Value) -> str:
    """What follows the last slash or hash."""
    return value.value.rpartition("#")[2].rpartition("/")[2]

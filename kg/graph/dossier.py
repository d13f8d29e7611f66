"""All that the graph knows of a thing, or of what two things have to do with each other, with the words it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from kg.graph.lookup import Thing
from kg.graph.reader import Reader
from kg.graph.result import plain

__all__ = ["Dossier", "Filler", "Page", "Quote", "Role", "Section", "ToldFact", "dossier", "related", "sections", "shortcuts"]

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
_ABOUT = {"country": "country", "organization": "organization", "holdsPost": "holds", "party": "party", "topic": "topic"}
"""Properties of a thing itself, with the words by which they are told."""
_SHORTCUTS = {
    "met": "met",
    "heldTalksWith": "held talks with",
    "cooperatesWith": "cooperates with",
    "visited": "visited",
    "signed": "signed",
    "spokeOn": "spoke on",
    "boundBy": "bound by",
}
_BESIDE = {"visitor": "participant", "signatory": "participant"}
"""A role and the wider one that stands beside it in the graph and tells nothing more."""


class Quote(NamedTuple):
    """A passage: exactly this slice of that document."""

    document: str
    """The document's identifier."""
    start: int
    end: int
    text: str


class Filler(NamedTuple):
    """What fills a role: a thing by its label, or a value as it is."""

    label: str
    iri: str = ""
    """Of a thing."""


class Role(NamedTuple):
    """A role of a fact and what fills it, sorted by label."""

    name: str
    fillers: tuple[Filler, ...]


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
    total: int
    """How many there are; more than `facts` on a page."""


class Page(NamedTuple):
    """So many facts of each section, the newest first; where a section is named, of that alone, from the page of that number."""

    size: int
    section: str | None = None
    number: int = 0


@dataclass(frozen=True)
class Dossier:
    """What is known of one thing, or of two together."""

    things: tuple[Thing, ...]
    about: tuple[tuple[Role, ...], ...]
    """What is known of each thing itself: country, parties, topics."""
    sections: tuple[Section, ...]


class _Linked(NamedTuple):
    """A fact before it is told: under which heading, and when."""

    title: str
    date: str


_KINDS = ", ".join(f"bc:{kind}" for kind in _SECTIONS)


def dossier(store: Reader, things: tuple[Thing, ...], language: str = "en", page: Page | None = None) -> Dossier:
    """Every fact that has a part in it for the thing, or for both things; with `page`, some of them.

    A country has part in what its people and bodies do; alone, also in what takes place on its ground. A body has part in
    who holds its posts. Labels are in `language` where there is one in it, else in English, else in the first by code.
    """
    found: dict[str, _Linked] | None = None
    apart = "" if len(things) == 1 else "FILTER(?role != bc:place)"
    for thing in things:
        facts = related(
            store,
            f"""{{ ?fact ?role <{thing.iri}> ; bc:evidence ?passage }}
            UNION {{ <{thing.iri}> bc:evidence ?passage BIND(<{thing.iri}> AS ?fact) }}
            UNION {{ ?part bc:country|bc:organization <{thing.iri}> . ?fact ?role ?part ; bc:evidence ?passage . {apart} }}""",
        )
        found = facts if found is None else {iri: fact for iri, fact in found.items() if iri in facts}
    about = tuple(_about(store, thing, language) for thing in things)
    return Dossier(things, about, sections(store, found or {}, language, page))


def related(store: Reader, pattern: str) -> dict[str, _Linked]:
    """The facts that a SPARQL pattern finds as `?fact`, by IRI, sorted; to be told by `sections`."""
    kinds: dict[str, set[str]] = {}
    dates: dict[str, str] = {}
    text = f"""SELECT DISTINCT ?fact ?kind ?date WHERE {{ {{ SELECT DISTINCT ?fact WHERE {{ {pattern} }} }}
        ?fact a ?kind . FILTER(?kind IN ({_KINDS})) OPTIONAL {{ ?fact bc:when ?date }} }}"""
    for fact, kind, date in store.query(text).rows:
        kinds.setdefault(plain(fact), set()).add(plain(kind).rpartition("#")[2])
        dates[plain(fact)] = plain(date)
    titles = ((iri, next((title for kind, title in _SECTIONS.items() if kind in kinds[iri]), None)) for iri in sorted(kinds))
    return {iri: _Linked(title, dates[iri]) for iri, title in titles if title}


def sections(store: Reader, facts: dict[str, _Linked], language: str = "en", page: Page | None = None) -> tuple[Section, ...]:
    """Facts told in full under their headings; with `page`, some of them."""
    headed: dict[str, list[str]] = {}
    for iri, fact in facts.items():
        headed.setdefault(fact.title, []).append(iri)
    shown = {title: headed[title] for title in _SECTIONS.values() if title in headed}
    if page is not None:
        for title, iris in shown.items():
            newest = sorted(sorted(iris), key=lambda iri: facts[iri].date, reverse=True)
            first = page.size * page.number if title == page.section else 0
            shown[title] = newest[first : first + page.size] if page.section in (None, title) else []
    told = {fact.iri: fact for fact in _told(store, sorted(iri for iris in shown.values() for iri in iris), language)}
    return tuple(
        Section(title, tuple(told[iri] for iri in iris) if page else _ordered(told[iri] for iri in iris), len(headed[title]))
        for title, iris in shown.items()
    )


@dataclass(frozen=True)
class _Labels:
    """What things are called, by IRI."""

    known: dict[str, str]
    base: str

    def fillers(self, values: Iterable[_Value]) -> tuple[Filler, ...]:
        """Each value once, sorted."""
        return tuple(sorted({self._filler(value) for value in values}))

    def _filler(self, value: _Value) -> Filler:
        """A literal as it is, a thing by its label; an event has none, and is told by kind and key: `meeting 1`."""
        if isinstance(value, ox.Literal):
            return Filler(value.value)
        if value.value in self.known:
            return Filler(self.known[value.value], value.value)
        parts = value.value.rpartition("#")[2].rpartition(self.base)[2].split("/")
        return Filler(f"{parts[0]} {parts[-1]}" if self.base in value.value else parts[-1], value.value)


def _told(store: Reader, facts: list[str], language: str) -> list[ToldFact]:
    """Each fact, in the order given."""
    triples = _properties(store, facts)
    nodes = {value.value for pairs in triples.values() for _, value in pairs if isinstance(value, ox.NamedNode)}
    labels = _labels(store, nodes, language)
    quotes = _quotes(store, facts)
    told = []
    for iri in facts:
        values: dict[str, list[_Value]] = {}
        for name, value in triples.get(iri, ()):
            values.setdefault(name, []).append(value)
        told.append(_fact(iri, values, labels, tuple(quotes.get(iri, ()))))
    return told


def _fact(iri: str, values: dict[str, list[_Value]], labels: _Labels, quotes: tuple[Quote, ...]) -> ToldFact:
    narrow = {each.value for role, wide in _BESIDE.items() if wide in values for each in values.get(role, ())}
    roles = []
    for name in _ROLES:
        kept = [value for value in values.get(name, ()) if name not in _BESIDE.values() or value.value not in narrow]
        if kept:
            roles.append(Role(_ROLE_NAMES.get(name, name), labels.fillers(kept)))
    return ToldFact(
        iri=iri,
        label=min((value.value for value in values.get("label", ())), default=""),
        roles=tuple(roles),
        dates=tuple(sorted(value.value for value in values.get("date", ()))),
        confidence=max((float(value.value) for value in values.get("confidence", ())), default=0.0),
        rules=tuple(sorted(value.value for value in values.get("rule", ()))),
        quotes=quotes,
    )


def _about(store: Reader, thing: Thing, language: str) -> tuple[Role, ...]:
    """What is said of the thing itself, apart from its names."""
    return _roles(store, thing, _ABOUT, language)


def shortcuts(store: Reader, thing: Thing, language: str = "en") -> tuple[Role, ...]:
    """What rules derive from the facts of a thing: whom it met, what it cooperates with, where it went."""
    return _roles(store, thing, _SHORTCUTS, language)


def _roles(store: Reader, thing: Thing, shown: dict[str, str], language: str) -> tuple[Role, ...]:
    """The values of some properties of a thing, under the words by which they are told."""
    values: dict[str, set[_Value]] = {}
    for name, value in _properties(store, [thing.iri]).get(thing.iri, ()):
        values.setdefault(name, set()).add(value)
    nodes = {value.value for name in shown for value in values.get(name, ()) if isinstance(value, ox.NamedNode)}
    labels = _labels(store, nodes, language)
    return tuple(Role(word, labels.fillers(values[name])) for name, word in shown.items() if name in values)


def _ordered(facts: Iterable[ToldFact]) -> tuple[ToldFact, ...]:
    return tuple(sorted(facts, key=lambda fact: (not fact.dates, fact.dates, fact.quotes, fact.iri)))


def _properties(store: Reader, iris: list[str]) -> dict[str, list[tuple[str, _Value]]]:
    """Local names of the properties of each thing with their values; those of the core, its type and its label."""
    found: dict[str, list[tuple[str, _Value]]] = {}
    text = f"SELECT DISTINCT ?thing ?property ?value WHERE {{ {_values('thing', iris)} ?thing ?property ?value }}"
    for thing, property_, value in store.query(text).rows if iris else ():
        name = plain(property_)
        if isinstance(value, _Value) and (name.startswith(_BC) or name.endswith(("#type", "#label"))):
            found.setdefault(plain(thing), []).append((name.rpartition("#")[2], value))
    return found


def _labels(store: Reader, iris: set[str], language: str) -> _Labels:
    """The label of each thing in the language, else in English, else the first by language and letter."""
    found: dict[str, tuple[bool, bool, str, str]] = {}
    paths = "|".join(f"<{each}>" for each in _LABELS)
    text = f"SELECT DISTINCT ?thing ?label WHERE {{ {_values('thing', sorted(iris))} ?thing {paths} ?label }}"
    for thing, label in store.query(text).rows if iris else ():
        if isinstance(label, ox.Literal):
            rank = (label.language != language, label.language != "en", label.language or "", label.value)
            found[plain(thing)] = min(found.get(plain(thing), rank), rank)
    return _Labels({iri: rank[-1] for iri, rank in found.items()}, store.settings.base)


def _quotes(store: Reader, facts: list[str]) -> dict[str, list[Quote]]:
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

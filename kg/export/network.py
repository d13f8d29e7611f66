"""The one network view of a graph that every exporter writes.

Which things are nodes, which are edges, and how they are coloured and captioned is what the ontology's display hints say
(`bc:displayAs` and its like); no class is named here. A node is a thing of a class drawn as a node that a document mentions,
or that an edge leads to. Edges are of two sorts: a fact of a class drawn as an edge joins what its two properties lead to;
a property of a node that leads to another node is an edge of its own. Edges of one type between two nodes are one edge, whose
weight counts the facts (for a property: the documents that state it).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TypeAlias

import networkx
import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph import terms
from kg.graph.store import Store

__all__ = ["VIEWS", "Network", "network"]

Network: TypeAlias = networkx.MultiDiGraph
"""Nodes by IRI, with label, type, country, date, colour, shape, degree; edges with label, type, detail, directed, weight,
first_date, last_date, documents, evidence. All values are str or int, the same keys everywhere, "" where open."""

VIEWS = ("full",)
_READ = ("country", "iso2", "date", "from", "to", "asOf")
_QUOTE_LENGTH = 280
_NAMES = (terms.RDFS("label"), terms.SKOS("prefLabel"))


@dataclass
class _Things:
    """What the union of the graphs says that a drawing needs, by IRI."""

    classes: dict[str, ox.NamedNode] = field(default_factory=dict)
    """The most specific class that is drawn."""
    values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = field(default_factory=dict)
    """Thing, then property, to the values, sorted."""
    documents: dict[str, set[str]] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    """Fact to its first passage."""


@dataclass
class _Edge:
    """What is gathered of the facts behind one edge."""

    directed: bool = True
    weight: int = 0
    documents: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)


_Edges: TypeAlias = dict[tuple[str, str, str], _Edge]
"""Source, target and the IRI of the class or property, to what is gathered."""


def network(store: Store, view: str = "full") -> Network:
    """The graph as nodes and edges, in an order that depends on nothing but its content.

    Raises QueryError for a view that there is none of.
    """
    if view not in VIEWS:
        raise QueryError(f"there is no network view {view!r}; choose one of {', '.join(VIEWS)}")
    things = _read(store)
    edges = _edges(things, store)
    nodes = {iri for iri in things.classes if _is_node(iri, things) and iri in things.documents}
    nodes |= {end for source, target, _ in edges for end in (source, target)}
    drawn = networkx.MultiDiGraph()
    for iri in sorted(nodes):
        drawn.add_node(iri, **_node_values(iri, things))
    for number, (source, target, kind) in enumerate(sorted(edges)):
        drawn.add_edge(source, target, key=f"e{number}", **_edge_values(kind, edges[source, target, kind], things))
    for iri, degree in drawn.degree():
        drawn.nodes[iri]["degree"] = degree
    return drawn


def _read(store: Store) -> _Things:
    """Gather classes, values, documents and quotes of all that is drawn."""
    things, classes = _Things(), dict[str, set[ox.NamedNode]]()
    hints = terms.display_hints()
    shown = " ".join(str(kind) for kind, hint in hints.items() if hint.drawn != "none")
    for thing, kind in _rows(store, f"SELECT DISTINCT ?thing ?kind WHERE {{ VALUES ?kind {{ {shown} }} ?thing a ?kind }}"):
        if isinstance(kind, ox.NamedNode):
            classes.setdefault(thing.value, set()).add(kind)
    for iri, kinds in classes.items():
        above = {each for kind in kinds for each in terms.superclasses(kind)}
        things.classes[iri] = min(kinds - above or kinds, key=str)
    for document, thing in _rows(store, "SELECT DISTINCT ?g ?thing WHERE { ?g a bc:Document . GRAPH ?g { ?thing a ?kind } }"):
        things.documents.setdefault(thing.value, set()).add(document.value)
    captions = {str(hint.caption) for hint in hints.values()} | {str(each) for each in (*_NAMES, *map(terms.term, _READ))}
    ends = {str(end) for hint in hints.values() for end in (hint.source, hint.target) if end}
    query = f"SELECT DISTINCT ?thing ?p ?value WHERE {{ VALUES ?p {{ {' '.join(sorted(captions | ends))} }} ?thing ?p ?value }}"
    for thing, property_, value in _rows(store, query):
        things.values.setdefault(thing.value, {}).setdefault(property_.value, []).append(value)
    for values in things.values.values():
        for each in values.values():
            each.sort(key=_english_first)
    for fact, text in _rows(store, _QUOTES):
        things.quotes.setdefault(fact.value, text.value)
    return things


_QUOTES = """SELECT ?fact ?text WHERE { ?fact bc:evidence ?passage .
    ?passage bc:document ?document ; bc:start ?start ; bc:text ?text } ORDER BY ?fact ?document ?start ?text"""
_PROPERTIES = """SELECT DISTINCT ?g ?thing ?p ?value WHERE { ?g a bc:Document .
    GRAPH ?g { ?thing ?p ?value } FILTER(isIRI(?value) && STRSTARTS(STR(?p), STR(bc:))) }"""


def _rows(store: Store, query: str) -> Iterator[tuple[ox.NamedNode | ox.Literal, ...]]:
    """Solutions whose values are all IRIs and literals; a graph of ours holds nothing else."""
    for row in store.query(query).rows:
        if all(isinstance(term, ox.NamedNode | ox.Literal) for term in row):
            yield tuple(term for term in row if isinstance(term, ox.NamedNode | ox.Literal))


def _english_first(value: ox.NamedNode | ox.Literal) -> tuple[bool, str, str]:
    language = value.language or "" if isinstance(value, ox.Literal) else ""
    return (language != "en", language, value.value)


def _edges(things: _Things, store: Store) -> _Edges:
    edges: _Edges = {}
    for iri, kind in things.classes.items():
        hint = terms.display_hints()[kind]
        if hint.source is None or hint.target is None:
            continue
        starts, ends = (
            [end for end in _nodes(iri, role, things) if _is_node(end, things)] for role in (hint.source, hint.target)
        )
        both_ways = hint.source == hint.target
        for start, end in combinations(sorted(starts), 2) if both_ways else product(starts, ends):
            edge = edges.setdefault((start, end, kind.value), _Edge(directed=not both_ways))
            edge.weight += 1
            edge.facts.add(iri)
            edge.documents |= things.documents.get(iri, set())
    for document, thing, property_, value in _rows(store, _PROPERTIES):
        if _is_node(thing.value, things) and _is_node(value.value, things):
            edge = edges.setdefault((thing.value, value.value, property_.value), _Edge())
            edge.weight += 1
            edge.facts.add(thing.value)
            edge.documents.add(document.value)
    wider = {
        (source, target, above.value)
        for source, target, kind in edges
        for above in terms.superproperties(ox.NamedNode(kind))
    }  # fmt: skip
    return {key: edge for key, edge in edges.items() if key not in wider}


def _is_node(iri: str, things: _Things) -> bool:
    kind = things.classes.get(iri)
    return kind is not None and terms.display_hints()[kind].drawn == "node"


def _nodes(iri: str, role: ox.NamedNode, things: _Things) -> list[str]:
    return [value.value for value in _values(iri, role, things) if isinstance(value, ox.NamedNode)]


def _values(iri: str, role: ox.NamedNode, things: _Things) -> list[ox.NamedNode | ox.Literal]:
    return things.values.get(iri, {}).get(role.value, [])


def _node_values(iri: str, things: _Things) -> dict[str, str | int]:
    kind = things.classes[iri]
    hint = terms.display_hints()[kind]
    owners = [iri, *_nodes(iri, terms.term("country"), things)]
    return {
        "label": _caption(iri, things),
        "type": _local(kind.value),
        "country": ";".join(sorted({code.value for owner in owners for code in _values(owner, terms.term("iso2"), things)})),
        "date": min((value.value for value in _values(iri, terms.term("date"), things)), default=""),
        "colour": hint.color,
        "shape": hint.shape,
        "degree": 0,
    }


def _caption(iri: str, things: _Things) -> str:
    """The value of the caption property; where that is no name, after the label of the class."""
    kind = things.classes[iri]
    property_ = terms.display_hints()[kind].caption
    values = _values(iri, property_, things)
    told = ""
    if values:
        first = values[0]
        told = _name(first.value, things) if isinstance(first, ox.NamedNode) else first.value
    if property_ in _NAMES:
        return told or _local(iri)
    return f"{_name(kind.value, things)} {told}".rstrip()


def _name(iri: str, things: _Things) -> str:
    for property_ in _NAMES:
        if values := _values(iri, property_, things):
            return values[0].value
    return _local(iri)


def _edge_values(kind: str, edge: _Edge, things: _Things) -> dict[str, str | int]:
    firsts = [date for fact in edge.facts for date in _told(fact, ("date", "from", "asOf"), things)]
    lasts = [date for fact in edge.facts for date in _told(fact, ("date", "to", "asOf"), things)]
    quote = min(((fact, things.quotes[fact]) for fact in edge.facts if fact in things.quotes), default=("", ""))[1]
    return {
        "label": _name(kind, things),
        "type": _local(kind),
        "detail": "; ".join(sorted({word for fact in edge.facts for word in _details(fact, kind, things)})),
        "directed": int(edge.directed),
        "weight": edge.weight,
        "first_date": min(firsts, default=""),
        "last_date": max(lasts, default=""),
        "documents": len(edge.documents),
        "evidence": quote if len(quote) <= _QUOTE_LENGTH else quote[: _QUOTE_LENGTH - 1].rstrip() + "…",
    }


def _details(fact: str, kind: str, things: _Things) -> list[str]:
    """The values of the caption property of a fact drawn as an edge, in words."""
    hint = terms.display_hints().get(ox.NamedNode(kind))
    values = _values(fact, hint.caption, things) if hint else []
    return [_name(value.value, things) if isinstance(value, ox.NamedNode) else value.value for value in values]


def _told(fact: str, properties: tuple[str, ...], things: _Things) -> list[str]:
    """Dates of the first of these properties that the fact has."""
    dated = (_values(fact, terms.term(name), things) for name in properties)
    return [value.value for value in next((values for values in dated if values), [])]


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]

"""A store drawn as a network by a view, which every exporter writes.

Which things are nodes, which are edges, and how they are coloured and captioned is what the ontology's display hints say
(`bc:displayAs` and its like); no class is named here. A node is a thing of a class drawn as a node that a document mentions,
or that an edge leads to. Edges are of two sorts: a fact of a class drawn as an edge joins what its two properties lead to;
a property of a node that leads to another node is an edge of its own. Edges of one type between two nodes are one edge, whose
weight counts the facts (for a property: the documents that state it).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import QueryError
from kg.export.network import Edge, Kind, Network, Node, Passage, Style, Value
from kg.graph import terms
from kg.graph.reader import Reader

__all__ = ["VIEWS", "draw"]

VIEWS = ("full",)
_NODES: dict[str, Kind] = {"country": "str", "date": "date", "degree": "int"}
_EDGES: dict[str, Kind] = {"detail": "str", "documents": "int", "evidence": "str"}
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
class _Gathered:
    """What is gathered of the facts behind one edge."""

    directed: bool = True
    weight: int = 0
    documents: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)


_Edges: TypeAlias = dict[tuple[str, str, str], _Gathered]
"""Source, target and the IRI of the class or property, to what is gathered."""


def draw(store: Reader, view: str = "full") -> Network:
    """The graph as nodes and edges, in an order that depends on nothing but its content.

    Raises QueryError for a view that there is none of.
    """
    if view not in VIEWS:
        raise QueryError(f"there is no network view {view!r}; choose one of {', '.join(VIEWS)}")
    things = _read(store)
    gathered = _edges(things, store)
    iris = {iri for iri in things.classes if _is_node(iri, things) and iri in things.documents}
    degrees = Counter(end for source, target, _ in gathered for end in (source, target))
    nodes = tuple(_node(iri, degrees[iri], things) for iri in sorted(iris | set(degrees)))
    edges = tuple(_edge(f"e{number}", key, gathered[key], things) for number, key in enumerate(sorted(gathered)))
    return Network(
        name=view,
        title="Everything that is drawn",
        nodes=nodes,
        edges=edges,
        node_attributes=_NODES,
        edge_attributes=_EDGES,
        node_styles={node.type: Style(node.type, node.colour, node.shape) for node in nodes},
        edge_styles={edge.type: Style(edge.label, edge.colour, "line") for edge in edges},
    )


def _read(store: Reader) -> _Things:
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


def _rows(store: Reader, query: str) -> Iterator[tuple[ox.NamedNode | ox.Literal, ...]]:
    """Solutions whose values are all IRIs and literals; a graph of ours holds nothing else."""
    for row in store.query(query).rows:
        if all(isinstance(term, ox.NamedNode | ox.Literal) for term in row):
            yield tuple(term for term in row if isinstance(term, ox.NamedNode | ox.Literal))


def _english_first(value: ox.NamedNode | ox.Literal) -> tuple[bool, str, str]:
    language = value.language or "" if isinstance(value, ox.Literal) else ""
    return (language != "en", language, value.value)


def _edges(things: _Things, store: Reader) -> _Edges:
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
            edge = edges.setdefault((start, end, kind.value), _Gathered(directed=not both_ways))
            edge.weight += 1
            edge.facts.add(iri)
            edge.documents |= things.documents.get(iri, set())
    for document, thing, property_, value in _rows(store, _PROPERTIES):
        if _is_node(thing.value, things) and _is_node(value.value, things):
            edge = edges.setdefault((thing.value, value.value, property_.value), _Gathered())
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


def _node(iri: str, degree: int, things: _Things) -> Node:
    kind = things.classes[iri]
    hint = terms.display_hints()[kind]
    owners = [iri, *_nodes(iri, terms.term("country"), things)]
    date = min((value.value for value in _values(iri, terms.term("date"), things)), default="")
    values: dict[str, Value] = {
        "country": ";".join(sorted({code.value for owner in owners for code in _values(owner, terms.term("iso2"), things)})),
        "date": date,
        "degree": degree,
    }
    return Node(
        id=iri,
        label=_caption(iri, things),
        type=_local(kind.value),
        values={name: value for name, value in values.items() if value != ""},
        start=date,
        end=date,
        colour=hint.color,
        shape=hint.shape,
    )


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


def _edge(identifier: str, key: tuple[str, str, str], edge: _Gathered, things: _Things) -> Edge:
    source, target, kind = key
    firsts = [date for fact in edge.facts for date in _told(fact, ("date", "from", "asOf"), things)]
    lasts = [date for fact in edge.facts for date in _told(fact, ("date", "to", "asOf"), things)]
    quotes = [things.quotes[fact] for fact in sorted(edge.facts) if fact in things.quotes]
    detail = "; ".join(sorted({word for fact in edge.facts for word in _details(fact, kind, things)}))
    values: dict[str, Value] = {"detail": detail, "documents": len(edge.documents)}
    if quotes:
        quote = quotes[0]
        values["evidence"] = quote if len(quote) <= _QUOTE_LENGTH else quote[: _QUOTE_LENGTH - 1].rstrip() + "…"
    return Edge(
        id=identifier,
        source=source,
        target=target,
        label=_name(kind, things),
        type=_local(kind),
        directed=edge.directed,
        weight=edge.weight,
        values={name: value for name, value in values.items() if value != ""},
        start=min(firsts, default=""),
        end=max(lasts, default=""),
        passages=tuple(Passage(quote, "") for quote in quotes[:1]),
    )


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

"""The terms of the graph, read from `ontology.ttl`: a term that is not defined there is an error at once.

The file is parsed once, at the first question (under 10 ms), never at import. No class or property is named here: which
superclasses a class has and how it is drawn is what the ontology says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import pyoxigraph

from kg import resources
from kg.errors import DataError

__all__ = [
    "BC",
    "DCTERMS",
    "ID",
    "OWL",
    "RDF",
    "RDFS",
    "SKOS",
    "XSD",
    "Display",
    "Prefix",
    "display_hints",
    "narrowest",
    "superclasses",
    "superproperties",
    "term",
    "topic",
]


@dataclass(frozen=True)
class Prefix:
    """A namespace; called with a local name it gives the node: `RDFS("label")`. Does not check that the term exists."""

    iri: str

    def __call__(self, local: str) -> pyoxigraph.NamedNode:
        """The node of a local name."""
        return pyoxigraph.NamedNode(self.iri + local)


BC = Prefix("https://w3id.org/bicoop/ns#")
"""Terms of the ontology; use `term`, which checks."""
ID = Prefix("https://w3id.org/bicoop/id/")
"""Things, under the default base: `ID("country/MA")`."""
DCTERMS = Prefix("http://purl.org/dc/terms/")
OWL = Prefix("http://www.w3.org/2002/07/owl#")
RDF = Prefix("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Prefix("http://www.w3.org/2000/01/rdf-schema#")
SKOS = Prefix("http://www.w3.org/2004/02/skos/core#")
XSD = Prefix("http://www.w3.org/2001/XMLSchema#")

_TOPIC = ID("topic/").value
_HINTS = ("displayAs", "displayColor", "displayShape", "captionProperty")
_ENDS = ("edgeSource", "edgeTarget")


class Display(NamedTuple):
    """How the things of a class are drawn."""

    drawn: str
    """`node`, `edge` or `none`."""
    color: str
    """`#RRGGBB`."""
    shape: str
    """A name that Graphviz and Cytoscape share, as `ellipse`."""
    caption: pyoxigraph.NamedNode
    """Property whose value captions a thing; where that value is a thing, its caption in turn."""
    source: pyoxigraph.NamedNode | None = None
    """Of an edge: the property that leads to its beginning."""
    target: pyoxigraph.NamedNode | None = None
    """Of an edge: the property that leads to its end; equal to `source`, each two values are joined, without direction."""


@dataclass
class _Ontology:
    """What this module needs of the ontology, indexed."""

    terms: dict[str, pyoxigraph.NamedNode] = field(default_factory=dict)
    topics: dict[str, pyoxigraph.NamedNode] = field(default_factory=dict)
    parents: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Predicate, then subject, to the objects within bc:."""
    hints: dict[str, dict[str, str]] = field(default_factory=dict)
    """Class, then local name of the display property, to the value."""


@cache
def _ontology() -> _Ontology:
    path = resources.ontology()
    found = _Ontology(parents={RDFS("subClassOf").value: {}, RDFS("subPropertyOf").value: {}})
    label, notation = RDFS("label").value, SKOS("notation").value
    hints = {BC(local).value for local in (*_HINTS, *_ENDS)}
    try:
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, pyoxigraph.NamedNode) or not isinstance(value, pyoxigraph.NamedNode | pyoxigraph.Literal):
                raise DataError(f"{path.name}: {quad.subject} {quad.predicate} has a blank node; give it an IRI")
            if predicate == label and subject.value.startswith(BC.iri):
                found.terms[subject.value.removeprefix(BC.iri)] = subject
            elif predicate == notation and subject.value.startswith(_TOPIC):
                found.topics[value.value] = subject
            elif predicate in found.parents and value.value.startswith(BC.iri):
                found.parents[predicate].setdefault(subject.value, []).append(value.value)
            elif predicate in hints:
                found.hints.setdefault(subject.value, {})[predicate.removeprefix(BC.iri)] = value.value
    except SyntaxError as error:
        raise DataError(f"{path.name}: not well-formed Turtle: {error}; correct the file") from error
    return found


def _look_up(name: str, known: Mapping[str, pyoxigraph.NamedNode], kind: str) -> pyoxigraph.NamedNode:
    try:
        return known[name]
    except KeyError:
        near = "".join(get_close_matches(name, sorted(known), 1, 0.0))
        raise DataError(f"ontology.ttl defines no {kind} {name!r}; the nearest is {near!r}; use that or define it") from None


def term(name: str) -> pyoxigraph.NamedNode:
    """The bc: term of that local name, as `term("Meeting")`.

    A term is defined where `ontology.ttl` labels it. Raises DataError naming the unknown term and the nearest known one.
    """
    return _look_up(name, _ontology().terms, "term")


def topic(identifier: str) -> pyoxigraph.NamedNode:
    """The concept of a topic's id under the default base, as `topic("counter-terrorism")`. Raises DataError as `term` does."""
    return _look_up(identifier, _ontology().topics, "topic")


def superclasses(node: pyoxigraph.NamedNode) -> tuple[pyoxigraph.NamedNode, ...]:
    """All superclasses of a class within bc:, nearest first, without itself. Helper classes of unions are none."""
    return _ancestors(node.value, RDFS("subClassOf").value)


def narrowest(classes: Iterable[str]) -> str:
    """Of the IRIs of a thing's classes, the local name of the one of the ontology that is no superclass of another.

    Of several the first by name; empty where none is of the ontology.
    """
    names = {iri.removeprefix(BC.iri) for iri in classes} & _ontology().terms.keys()
    wide = {node.value.removeprefix(BC.iri) for name in names for node in superclasses(BC(name))}
    return min(names - wide, default="")


def superproperties(node: pyoxigraph.NamedNode) -> tuple[pyoxigraph.NamedNode, ...]:
    """All superproperties of a property within bc:, nearest first, without itself."""
    return _ancestors(node.value, RDFS("subPropertyOf").value)


@cache
def _ancestors(iri: str, predicate: str) -> tuple[pyoxigraph.NamedNode, ...]:
    parents = _ontology().parents[predicate]
    found: dict[str, None] = {}
    level = [iri]
    while level:
        level = sorted({parent for child in level for parent in parents.get(child, ())} - {iri, *found})
        found.update(dict.fromkeys(level))
    return tuple(pyoxigraph.NamedNode(ancestor) for ancestor in found)


@cache
def display_hints() -> Mapping[pyoxigraph.NamedNode, Display]:
    """How each class is drawn, in order of IRI; a class that is not listed is drawn as its nearest superclass that is.

    Raises DataError where a hint of a class is missing.
    """
    hints: dict[pyoxigraph.NamedNode, Display] = {}
    for iri, values in sorted(_ontology().hints.items()):
        try:
            drawn, color, shape, caption = (values[local] for local in _HINTS)
            ends = [pyoxigraph.NamedNode(values[local]) for local in _ENDS] if drawn == "edge" else []
        except KeyError as error:
            raise DataError(f"ontology.ttl: {iri} has display hints but no bc:{error.args[0]}; add it") from None
        hints[pyoxigraph.NamedNode(iri)] = Display(drawn, color, shape, pyoxigraph.NamedNode(caption), *ends)
    return MappingProxyType(hints)

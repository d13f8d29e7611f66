"""What stands in graphs of no document: what the system knows beforehand, and one label per entity and language."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from kg import resources
from kg.graph.names import graph_iri, shared
from kg.graph.terms import ID, RDF, RDFS, SKOS, term
from kg.keys import folded
from kg.settings import DEFAULT, Settings

__all__ = ["LANGUAGES", "entity_quads", "ontology_quads", "world_quads"]

LANGUAGES = ("en", "fr", "ar", "es")
"""In which countries have labels."""

_LABEL = RDFS("label")
_PREF_LABEL = SKOS("prefLabel")


@cache
def ontology_quads(settings: Settings = DEFAULT) -> tuple[ox.Quad, ...]:
    """`ontology.ttl` with the topics, in `id/graph/ontology`; things move with the base, terms do not."""
    return tuple(_ontology(settings))


@cache
def world_quads(settings: Settings = DEFAULT) -> tuple[ox.Quad, ...]:
    """Countries with codes and labels, and topics' labels, in `id/graph/world`."""
    return tuple(_world(settings))


def _ontology(settings: Settings) -> Iterator[ox.Quad]:
    graph = graph_iri("ontology", settings)
    for triple in ox.parse(path=str(resources.ontology()), format=ox.RdfFormat.TURTLE):
        subject, value = _moved(triple.subject, settings), _moved(triple.object, settings)
        yield ox.Quad(subject, triple.predicate, value, graph)  # type: ignore[arg-type]


def _world(settings: Settings) -> Iterator[ox.Quad]:
    graph = graph_iri("world", settings)
    columns = ("iso2", "iso3", *(f"label_{language}" for language in LANGUAGES), "capital")
    for row in resources.table("world/countries.tsv", columns):
        iso2, iso3, *labels, _ = row.cells
        country = shared("country", iso2, settings)
        yield ox.Quad(country, RDF("type"), term("Country"), graph)
        yield ox.Quad(country, term("iso2"), ox.Literal(iso2), graph)
        yield ox.Quad(country, term("iso3"), ox.Literal(iso3), graph)
        for language, label in zip(LANGUAGES, labels, strict=True):
            yield ox.Quad(country, _LABEL, ox.Literal(label, language=language), graph)
    for quad in ontology_quads(settings):
        if quad.predicate == _PREF_LABEL and str(quad.subject).startswith(f"<{settings.base}topic/"):
            yield ox.Quad(quad.subject, _LABEL, quad.object, graph)


def entity_quads(store: ox.Store, settings: Settings = DEFAULT) -> Iterator[ox.Quad]:
    """Exactly one `rdfs:label` per entity and language, in `id/graph/entities`, chosen among the documents' `bc:name`.

    The label is the name with most words; of these the one that most documents give, then the longest, then the first in
    order of code points: whatever the order in which documents came. A person known by surname alone in one language has there
    the full name that another language gives. What the gazetteer labels in a language keeps that label.
    A place of the gazetteer (`place/rabat.MA`) has its country, which the key ends in.
    """
    graph = graph_iri("entities", settings)
    known = {
        (quad.subject, quad.object.language)
        for quad in store.quads_for_pattern(None, _LABEL, None, graph_iri("world", settings))
        if isinstance(quad.object, ox.Literal)
    }
    names: defaultdict[tuple[ox.NamedNode, str], Counter[str]] = defaultdict(Counter)
    for quad in store.quads_for_pattern(None, term("name"), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            names[quad.subject, quad.object.language or ""][quad.object.value] += 1
    bodies = _bodies()
    for entity in {entity for entity, _ in names}:
        kind, _, key = entity.value.removeprefix(settings.base).partition("/")
        if kind == "place" and "/" not in key:
            yield ox.Quad(entity, term("country"), shared("country", key.rpartition(".")[2], settings), graph)
        elif kind == "organization" and key in bodies:
            for label in bodies[key]:
                known.add((entity, label.language))
                yield ox.Quad(entity, _LABEL, label, graph)
    best = {
        named: min(given, key=lambda name: (-len(name.split()), -given[name], -len(name), name)) for named, given in names.items()
    }
    fullest: defaultdict[ox.NamedNode, list[str]] = defaultdict(list)
    for (entity, _), name in best.items():
        fullest[entity].append(name)
    person = f"{settings.base}person/"
    for (entity, language), name in best.items():
        if (entity, language) not in known:
            fuller = [each for each in fullest[entity] if _holds(each, name)] if entity.value.startswith(person) else [name]
            chosen = min(fuller, key=lambda each: (-len(each.split()), each))
            yield ox.Quad(entity, _LABEL, ox.Literal(chosen, language=language), graph)


def _holds(name: str, other: str) -> bool:
    """Whether a name has every word of another."""
    return set(folded(other).split()) <= set(folded(name).split())


@cache
def _bodies() -> dict[str, tuple[ox.Literal, ...]]:
    """Labels of the world's bodies by key."""
    return {
        row.cells[0]: tuple(
            ox.Literal(label, language=language) for language, label in zip(("en", "fr"), row.cells[2:], strict=True) if label
        )
        for row in resources.table("world/bodies.tsv", ("key", "kind", "label_en", "label_fr"))
    }


def _moved(node: object, settings: Settings) -> object:
    if settings.base != DEFAULT.base and isinstance(node, ox.NamedNode) and node.value.startswith(ID.iri):
        return ox.NamedNode(settings.base + node.value.removeprefix(ID.iri))
    return node

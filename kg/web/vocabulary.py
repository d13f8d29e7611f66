"""The ontology, dereferenceable: `/ns` as a page with an anchor for each term, or in the formats of RDF."""

from functools import cache
from typing import NamedTuple

import pyoxigraph as ox

from kg import resources
from kg.graph.engine import PREFIXES
from kg.graph.store import Store
from kg.graph.terms import BC, RDF, RDFS
from kg.web.answers import Answer, problem
from kg.web.asker import Asker
from kg.web.linked import FORMATS, OFFERED
from kg.web.negotiation import HTML, choose
from kg.web.pages import page

__all__ = ["ontology"]

_SHOWN = ("domain", "range", "subClassOf", "subPropertyOf")


class _Term(NamedTuple):
    """A term as the page tells it."""

    name: str
    kind: str
    label: str
    comment: str
    links: tuple[tuple[str, tuple[str, ...]], ...]
    """What it has to do with other terms of the ontology: `domain`, …, and their local names."""


def ontology(store: Store, accept: str, suffix: str | None, asker: dict[str, object]) -> Answer:
    """The ontology in the format of a suffix, or in that which `accept` wants."""
    chosen = suffix or choose(accept, OFFERED)
    if chosen is None or (chosen != HTML and chosen not in FORMATS):
        offered = f"the ontology is told as {HTML} or {', '.join(name for name, _ in FORMATS.values())}"
        return problem(406, "Not acceptable", offered) if suffix is None else problem(404, "Not found", offered)
    if chosen == HTML:
        who = Asker.of(asker)
        return page("terms.html", who, store, namespace=BC.iri, groups=_terms(who.language), formats=FORMATS)
    media_type, form = FORMATS[chosen]
    prefixes = None if chosen in ("jsonld", "nt", "nq") else PREFIXES
    triples = [quad.triple for quad in ox.parse(path=resources.ontology(), format=ox.RdfFormat.TURTLE)]
    return Answer(200, media_type, (ox.serialize(triples, format=form, prefixes=prefixes) or b"",), {"Vary": "Accept"})


@cache
def _terms(language: str) -> tuple[tuple[str, tuple[_Term, ...]], ...]:
    """Terms by kind in the order of the file: classes, properties, and the things of closed lists."""
    found: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for quad in ox.parse(path=resources.ontology(), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BC.iri):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    groups: dict[str, list[_Term]] = {"Classes": [], "Properties": [], "Closed lists": []}
    for iri, said in found.items():
        kinds = {value.value.rpartition("#")[2] for value in said.get(RDF("type").value, ())}
        group = (
            "Classes"
            if "Class" in kinds
            else "Properties"
            if any(each.endswith("Property") for each in kinds)
            else "Closed lists"
        )
        links = tuple((name, _local(said.get(RDFS(name).value, ()))) for name in _SHOWN)
        term = _Term(
            iri.removeprefix(BC.iri),
            group,
            _text(said.get(RDFS("label").value, ()), language),
            _text(said.get(RDFS("comment").value, ()), language),
            tuple((name, values) for name, values in links if values),
        )
        if term.label:
            groups[group].append(term)
    return tuple((name, tuple(terms)) for name, terms in groups.items())


def _local(values: "list[ox.NamedNode | ox.Literal] | tuple[()]") -> tuple[str, ...]:
    return tuple(value.value.removeprefix(BC.iri) for value in values if value.value.startswith(BC.iri))


def _text(values: "list[ox.NamedNode | ox.Literal] | tuple[()]", language: str) -> str:
    """The value in the language, else in English."""
    told = {value.language: value.value for value in values if isinstance(value, ox.Literal)}
    return told.get(language) or told.get("en", "")

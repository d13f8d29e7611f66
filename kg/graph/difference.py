"""What one collection tells that another does not: the same store on two days, or two builds."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.names import document_iri, graph_iri
from kg.graph.store import Store
from kg.graph.terms import RDF, term
from kg.model import DocumentId

__all__ = ["Difference", "Item", "View", "difference"]

_KINDS = {
    "Document": "documents",
    "Meeting": "meetings",
    "Call": "calls",
    "Visit": "visits",
    "Signing": "signings",
    "Conference": "conferences",
    "Framework": "frameworks",
    "Tenure": "tenures",
    "Person": "officials",
    "Organization": "organizations",
    "Cooperation": "cooperation",
    "Statement": "statements",
    "Topic": "topics",
}
"""Classes that are told of, under which heading, in this order."""
_ROLES = ("holder", "post", "speaker", "participant", "party", "host", "instrument", "place", "topic")


@dataclass(frozen=True)
class View:
    """A store, or some of its documents."""

    store: Store
    documents: frozenset[DocumentId] | None = None
    """None for all."""


@dataclass(frozen=True, order=True)
class Item:
    """A thing or fact that one side tells of."""

    kind: str
    """Heading: `meetings`, `frameworks`, `officials`, …"""
    iri: str
    caption: str
    date: str | None
    documents: tuple[str, ...]
    """Identifiers of the documents that tell of it."""


@dataclass(frozen=True)
class Difference:
    """What is new and what is told no more, by kind in the order of headings, then by date and name."""

    new: tuple[Item, ...]
    withdrawn: tuple[Item, ...]

    def quads(self, new: View, old: View) -> Iterator[ox.Quad]:
        """The triples that only one side has, in the graphs `id/graph/new` and `id/graph/withdrawn`."""
        sides = ((new, old, "new"), (old, new, "withdrawn"))
        for view, other, name in sides:
            graph = graph_iri(name, view.store.settings)
            told = {quad.triple for quad in _quads(other)}
            triples = (quad.triple for quad in _quads(view))
            yield from (ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples if each not in told)


def difference(old: View, new: View) -> Difference:
    """What `new` tells and `old` does not, and the other way round. A thing that only bears another IRI now is the same."""
    before, after = _told(old), _told(new)
    known = {new.store.current(iri) for iri in before}
    still = {*after, *(old.store.current(iri) for iri in after)}
    return Difference(
        new=_items(new, {iri: documents for iri, documents in after.items() if iri not in known and iri not in before}),
        withdrawn=_items(
            old, {iri: documents for iri, documents in before.items() if iri not in still and new.store.current(iri) not in still}
        ),
    )


def _graphs(view: View) -> dict[ox.NamedNode, DocumentId]:
    wanted = view.documents
    documents = (each.id for each in view.store.documents())
    return {document_iri(each, view.store.settings): each for each in documents if wanted is None or each in wanted}


def _quads(view: View) -> Iterable[ox.Quad]:
    graphs = _graphs(view)
    return [quad for quad in view.store.quads() if quad.graph_name in graphs]


def _told(view: View) -> dict[str, set[str]]:
    """Every thing and fact that the documents of a view tell of, with the identifiers of those."""
    graphs = _graphs(view)
    classes = {term(kind) for kind in _KINDS}
    told: dict[str, set[str]] = {}
    for quad in view.store.quads():
        document = graphs.get(quad.graph_name)  # type: ignore[arg-type]
        if document is None:
            continue
        if quad.predicate == RDF("type") and quad.object in classes and isinstance(quad.subject, ox.NamedNode):
            told.setdefault(quad.subject.value, set()).add(document)
        elif quad.predicate == term("topic") and isinstance(quad.object, ox.NamedNode):
            told.setdefault(quad.object.value, set()).add(document)
    return told


def _items(view: View, told: dict[str, set[str]]) -> tuple[Item, ...]:
    order = list(_KINDS.values())
    items = [item for item in (_item(view.store, iri, documents) for iri, documents in told.items()) if item is not None]
    return tuple(sorted(items, key=lambda item: (order.index(item.kind), item.date or "", item.caption, item.iri)))


def _item(store: Store, iri: str, documents: Collection[str]) -> Item | None:
    node = ox.NamedNode(iri)
    kinds = {_local(row[0]) for row in store.query(f"SELECT DISTINCT ?kind {{ {node} a ?kind }}").rows}
    kind = next((heading for name, heading in _KINDS.items() if name in kinds), None)
    if kind is None:
        return None
    dates = store.query(
        f"SELECT ?date {{ {node} bc:date|bc:from|bc:asOf|dcterms:issued ?date }} ORDER BY STR(?date) LIMIT 1"
    ).rows
    date = _value(dates[0][0]) if dates else None
    return Item(kind, iri, _caption(store, node), date, tuple(sorted(documents)))


def _caption(store: Store, node: ox.NamedNode) -> str:
    """The name of a thing; of a fact, those of what fills its roles."""
    own = store.query(f"SELECT ?name {{ {node} bc:caption|dcterms:identifier ?name }} ORDER BY ?name LIMIT 1").rows
    if own:
        return _value(own[0][0])
    parts = []
    for role in _ROLES:
        rows = store.query(f"SELECT DISTINCT ?name {{ {node} bc:{role}/bc:caption ?name }} ORDER BY ?name").rows
        if rows:
            parts.append(", ".join(_value(row[0]) for row in rows))
    return " — ".join(parts) or node.value


def _local(node: object) -> str:
    return _value(node).rpartition("#")[2]


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.Literal | ox.BlankNode) else str(node)

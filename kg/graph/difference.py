"""What one collection tells that another does not: the same store on two days, or two builds."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.names import document_iri, graph_iri
from kg.graph.result import plain
from kg.graph.store import Store
from kg.graph.terms import DCTERMS, RDF, narrowest, superclasses, term
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
_PROPERTIES = {"type": RDF("type"), "issued": DCTERMS("issued"), "identifier": DCTERMS("identifier")}
"""Those that are not of the ontology."""
_DATES = ("date", "from", "asOf", "issued")
_NAMES = ("caption", "identifier")
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
    if not told:
        return ()
    order = list(_KINDS.values())
    known = _said(view.store, told, ("type", *_DATES, *_NAMES, *_ROLES))
    captions = _said(view.store, {each for said in known.values() for role in _ROLES for each in said.get(role, ())}, _NAMES[:1])
    items = [_item(iri, documents, known.get(iri, {}), captions) for iri, documents in told.items()]
    kept = [item for item in items if item is not None]
    return tuple(sorted(kept, key=lambda item: (order.index(item.kind), item.date or "", item.caption, item.iri)))


_Said = dict[str, list[str]]
"""What is said of a thing: by local name of the property, the values, sorted."""


def _said(store: Store, things: Iterable[str], properties: Iterable[str]) -> dict[str, _Said]:
    """What the graph says of each thing by some properties, asked once for all."""
    listed = " ".join(f"<{each}>" for each in sorted(things))
    named = " ".join(str(_PROPERTIES.get(each) or term(each)) for each in properties)
    found: dict[str, _Said] = {}
    text = f"""SELECT DISTINCT ?thing ?property ?value {{
        VALUES ?thing {{ {listed} }} VALUES ?property {{ {named} }} ?thing ?property ?value }}"""
    for thing, property_, value in store.query(text).rows:
        found.setdefault(plain(thing), {}).setdefault(_local(plain(property_)), []).append(plain(value))
    return {thing: {name: sorted(values) for name, values in said.items()} for thing, said in found.items()}


def _item(iri: str, documents: Collection[str], said: _Said, captions: Mapping[str, _Said]) -> Item | None:
    kind = _heading(said.get("type", ()))
    if kind is None:
        return None
    dates = [date for name in _DATES for date in said.get(name, ())]
    return Item(kind, iri, _caption(iri, said, captions), min(dates, default=None), tuple(sorted(documents)))


def _heading(classes: Collection[str]) -> str | None:
    """The heading of the most specific class, or of the nearest superclass that has one."""
    own = narrowest(classes)
    wider = (_local(each.value) for each in (superclasses(term(own)) if own else ()))
    return next((_KINDS[name] for name in (own, *wider) if name in _KINDS), None)


def _caption(iri: str, said: _Said, captions: Mapping[str, _Said]) -> str:
    """The name of a thing; of a fact, those of what fills its roles."""
    own = [name for each in _NAMES for name in said.get(each, ())]
    if own:
        return min(own)
    fillers = ([captions.get(each, {}).get("caption", ()) for each in said.get(role, ())] for role in _ROLES)
    named = (sorted({name for names in role for name in names}) for role in fillers)
    return " — ".join(", ".join(names) for names in named if names) or iri


def _local(iri: str) -> str:
    """What follows the last hash or slash."""
    return iri.rpartition("#")[2].rpartition("/")[2]

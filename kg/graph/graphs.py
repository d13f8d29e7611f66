"""The graphs that a store is made of, each brought to how it should be: written is only what differs."""

from collections.abc import Iterable, Set

import pyoxigraph as ox

from kg.graph.dataset import document_quads
from kg.graph.decided import history_quads
from kg.graph.kept import Kept
from kg.graph.names import document_iri, graph_iri
from kg.graph.rules import derive
from kg.graph.settled import Settled, settle, settled_identity
from kg.graph.terms import RDF, term
from kg.graph.world import entity_quads, ontology_quads, world_quads
from kg.identified import Identity
from kg.settings import Settings

__all__ = ["Graphs"]

_MANY = 20_000
"""Quads that are written at once."""


class Graphs:
    """What a writer knows of the graphs that it writes: which have changed, and what it has looked at already."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._founded = False
        self.changed: set[ox.NamedNode] | None = set()
        """Graphs written since the last state was published; None where that is not known."""

    def bring(self, inner: ox.Store, kept: Kept, identity: Identity) -> None:
        """Bring all graphs after what is kept, and after who is one with whom.

        Written are documents that are new or whose things bear other names than before, the world and ontology once a process,
        and of the entity, identity, derived and history graphs what they lacked or told too much. What bears another name than
        before is redirected in the history graph, which holds what a fresh build cannot know.
        """
        settings, stopped = self._settings, kept.unpublished
        if stopped:
            self.changed = None
        settled = settle(kept, identity, settings)
        kept.commit()
        changed = self._bring_documents(inner, kept, settled, stopped)
        if not self._founded:  # nobody else writes, so what is known beforehand is compared once a process
            self._become(inner, "ontology", ontology_quads(settings))
            self._become(inner, "world", world_quads(settings))
        if changed or not self._founded:
            self._become(inner, "entities", entity_quads(inner, settings))
            self._become(inner, "derived", derive(inner, graph_iri("derived", settings)))
        self._founded = True
        if stopped:
            self._become(inner, "identity", settled_identity(identity, settings))
        else:
            _change(inner, settled.told, settled.untold)
        self._become(inner, "history", history_quads(kept.redirects(), kept.happenings(), identity.decisions, settings))

    def _bring_documents(self, inner: ox.Store, kept: Kept, settled: Settled, stopped: bool) -> bool:
        """Write the graphs of documents that changed, and withdraw those of documents that are gone; whether there were any."""
        new, old = set[ox.Quad](), set[ox.Quad]()
        for document, names in settled.documents.items():
            facts = kept.facts(document)
            assert facts is not None
            iri = document_iri(document, self._settings)
            lacking, surplus = self._difference(inner, iri, document_quads(facts, self._settings, names))
            new |= lacking
            old |= surplus
            if len(new) >= _MANY:
                _change(inner, new, old)
                new, old = set(), set()
        _change(inner, new, old)
        gone = {document_iri(document, self._settings) for document in settled.gone}
        if stopped:  # it may have written graphs of documents that are kept no more
            known = {document_iri(document, self._settings) for document in kept.ids()}
            types = inner.quads_for_pattern(None, RDF("type"), term("Document"), None)
            gone |= {each.subject for each in types if isinstance(each.subject, ox.NamedNode)} - known
        for graph in gone:
            inner.remove_graph(graph)
            self._note(graph)
        return bool(settled.documents or gone)

    def _become(self, inner: ox.Store, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Write of a graph what differs from how it should be."""
        _change(inner, *self._difference(inner, graph_iri(graph, self._settings), quads))

    def _difference(self, inner: ox.Store, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """What a graph lacks and what it tells too much, beside how it should be; noted as changed."""
        self._note(graph)
        held, wanted = set(inner.quads_for_pattern(None, None, None, graph)), set(quads)
        return wanted - held, held - wanted

    def _note(self, graph: ox.NamedNode) -> None:
        if self.changed is not None:
            self.changed.add(graph)


def _change(inner: ox.Store, new: Set[ox.Quad], old: Set[ox.Quad]) -> None:
    for quad in old:
        inner.remove(quad)
    if len(new) < _MANY:
        inner.extend(new)
    else:  # in no transaction, but three times as fast; a writer that is stopped here is brought right by the next
        inner.bulk_extend(new)

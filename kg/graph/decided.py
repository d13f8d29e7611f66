"""Who is one with whom, as quads: what was decided and why, and under which name what was renamed goes on."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.graph.dataset import decimal_literal
from kg.graph.kept import Happening
from kg.graph.names import document_iri, graph_iri, named, own, shared
from kg.graph.terms import DCTERMS, RDF, XSD, term
from kg.identified import Decision
from kg.model import DocumentId, EntityId
from kg.settings import DEFAULT, Settings

__all__ = ["decision_quads", "history_quads", "naming_quads"]

_REPLACED = DCTERMS("isReplacedBy")
_TIME = XSD("dateTime")


def naming_quads(document: DocumentId, names: Mapping[EntityId, str], settings: Settings = DEFAULT) -> Iterator[ox.Quad]:
    """What identity makes of a document's own things, in `id/graph/identity`: each is replaced by that of all documents it is."""
    graph = graph_iri("identity", settings)
    for entity, key in names.items():
        yield ox.Quad(own(document, entity, settings), _REPLACED, named(key, settings), graph)


def decision_quads(decision: Decision, settings: Settings = DEFAULT) -> Iterator[ox.Quad]:
    """A decision of two things with its reason, in `id/graph/identity`."""
    graph = graph_iri("identity", settings)
    node = _node(decision, settings)
    yield ox.Quad(node, RDF("type"), term("IdentityDecision"), graph)
    yield ox.Quad(node, term("left"), own(*decision.left, settings), graph)
    yield ox.Quad(node, term("right"), own(*decision.right, settings), graph)
    yield ox.Quad(node, term("verdict"), ox.Literal(decision.verdict.value), graph)
    yield ox.Quad(node, term("score"), decimal_literal(decision.score), graph)
    yield ox.Quad(node, term("reason"), ox.Literal(decision.reason), graph)
    yield ox.Quad(node, term("decidedBy"), ox.Literal(decision.rule or "hand"), graph)


def history_quads(
    redirects: Sequence[tuple[str, str]],
    happenings: Sequence[Happening],
    decisions: Sequence[Decision],
    settings: Settings = DEFAULT,
) -> Iterator[ox.Quad]:
    """The graph `id/graph/history`: what a fresh build of the same documents cannot know.

    Names that things had before, when documents were added, updated and removed, and when a hand decided.
    """
    graph = graph_iri("history", settings)
    for old, new in redirects:
        yield ox.Quad(named(old, settings), _REPLACED, named(new, settings), graph)
    for time, action, document in happenings:
        yield ox.Quad(document_iri(document, settings), term(action), ox.Literal(time, datatype=_TIME), graph)
    for decision in decisions:
        if decision.time is not None:
            yield ox.Quad(_node(decision, settings), term("decided"), ox.Literal(decision.time, datatype=_TIME), graph)


def _node(decision: Decision, settings: Settings) -> ox.NamedNode:
    """A decision is named by its pair."""
    pair = "\n".join((*decision.left, *decision.right))
    return shared("decision", hashlib.sha256(pair.encode()).hexdigest()[:16], settings)

"""Who is one with whom, as quads: what was decided and why, and under which name what was renamed goes on."""

import hashlib
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.graph.dataset import decimal_literal
from kg.graph.kept import Happening
from kg.graph.names import document_iri, graph_iri, named, own, shared
from kg.graph.terms import DCTERMS, RDF, XSD, term
from kg.identified import Decision, Identity
from kg.settings import DEFAULT, Settings

__all__ = ["history_quads", "identity_quads"]

_REPLACED = DCTERMS("isReplacedBy")
_TIME = XSD("dateTime")


def identity_quads(identity: Identity, settings: Settings = DEFAULT) -> Iterator[ox.Quad]:
    """The graph `id/graph/identity`: what identity makes of a document's own things, and each decision with its reason.

    A thing of a document is replaced by the thing of all documents that it is. All of it follows from the documents and from
    the decisions by hand, so it is the same in every build.
    """
    graph = graph_iri("identity", settings)
    for member, key in identity.canonical.items():
        yield ox.Quad(own(*member, settings), _REPLACED, named(key, settings), graph)
    for decision in identity.decisions:
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

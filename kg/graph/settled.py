"""What the graph must become, told from what is kept and from who is one with whom: the documents and decisions that changed."""

from typing import NamedTuple

import pyoxigraph as ox

from kg.graph.decided import decision_quads, naming_quads
from kg.graph.kept import Kept, Names
from kg.identified import Identity
from kg.model import DocumentId, EntityId
from kg.settings import Settings

__all__ = ["Settled", "settle", "settled_identity"]


class Settled(NamedTuple):
    """What is to be written."""

    documents: dict[DocumentId, Names]
    """Whose graphs are to be written, and how these name their things."""
    gone: frozenset[DocumentId]
    """Whose graphs are to be withdrawn."""
    told: frozenset[ox.Quad]
    """What the identity graph is to tell besides."""
    untold: frozenset[ox.Quad]
    """What it is to tell no more."""


def settle(kept: Kept, identity: Identity, settings: Settings) -> Settled:
    """Keep who is one with whom, and tell what changes by it.

    A document's graph is written where the document is new or its things bear other names than before; what bears another name
    is redirected.
    """
    names, former = _names(identity), kept.former()
    documents: dict[DocumentId, Names] = {}
    moved: dict[str, set[str]] = {}
    told, untold = set[ox.Quad](), set[ox.Quad]()
    live = set()
    for document, before, due in kept.rows():
        live.add(document)
        after = names.get(document, {})
        if before == after and not due:
            continue
        for entity, old in (before or {}).items():
            if after.get(entity, old) != old:
                moved.setdefault(old, set()).add(after[entity])
        documents[document] = after
        told.update(naming_quads(document, after, settings))
        untold.update(naming_quads(document, former.get(document, {}) if before is None else before, settings))
        kept.name(document, after)
    gone = frozenset(former.keys() - live)
    for document in gone:
        untold.update(naming_quads(document, former[document], settings))
    kept.redirect(moved, set(identity.canonical.values()))
    had, have = kept.decisions(), frozenset(identity.decisions)
    kept.decide(have - had, had - have)
    untold.update(quad for each in had - have for quad in decision_quads(each, settings))
    told.update(quad for each in have - had for quad in decision_quads(each, settings))
    return Settled(documents, gone, frozenset(told - untold), frozenset(untold - told))


def settled_identity(identity: Identity, settings: Settings) -> frozenset[ox.Quad]:
    """All that the identity graph is to tell."""
    quads = {quad for document, names in _names(identity).items() for quad in naming_quads(document, names, settings)}
    return frozenset(quads.union(*(decision_quads(each, settings) for each in identity.decisions)))


def _names(identity: Identity) -> dict[DocumentId, Names]:
    names: dict[DocumentId, dict[EntityId, str]] = {}
    for member, key in identity.canonical.items():
        names.setdefault(member.document, {})[member.entity] = key
    return names

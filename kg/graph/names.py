"""IRIs: which node a thing of a document is.

An IRI is shared by all documents only where its key is closed (countries, topics, places and bodies of the gazetteer) or where
identity has given a key: `id/person/<key>`. Everything else is scoped by its document: `id/person/<document>/<key>`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.errors import GraphError
from kg.identified import Member
from kg.model import DocumentFacts, DocumentId, EntityId, Span, TopicId
from kg.settings import DEFAULT, Settings

__all__ = ["NO_KEYS", "Names", "as_node", "document_iri", "graph_iri", "member", "named", "own", "part", "shared"]

NO_KEYS: Mapping[EntityId, str] = MappingProxyType({})
"""Where identity has given none."""
_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')


def part(text: str) -> str:
    """Any string as one segment of an IRI: ASCII, without a slash, reversible by unquoting, never `.` or `..`."""
    segment = quote(text, safe="")
    return segment.replace(".", "%2E") if segment in (".", "..") else segment


def shared(kind: str, key: str, settings: Settings = DEFAULT) -> ox.NamedNode:
    """A thing under a closed key: `id/country/MA`."""
    return ox.NamedNode(f"{settings.base}{part(kind)}/{part(key)}")


def named(key: str, settings: Settings = DEFAULT) -> ox.NamedNode:
    """A thing under the `kind/key` that identity gave it."""
    return ox.NamedNode(settings.base + key)


def own(document: DocumentId, entity: EntityId, settings: Settings = DEFAULT) -> ox.NamedNode:
    """A thing of one document: `id/person/<document>/<key>`."""
    kind, _, key = entity.partition("/")
    return ox.NamedNode(f"{settings.base}{part(kind)}/{part(document)}/{part(key)}")


def member(iri: str, settings: Settings = DEFAULT) -> Member | None:
    """The member that `own` names so; None for any other IRI."""
    parts = [unquote(each) for each in iri.removeprefix(settings.base).split("/")]
    if len(parts) != 3 or not iri.startswith(settings.base):
        return None
    kind, document, key = parts
    return Member(DocumentId(document), EntityId(f"{kind}/{key}"))


def as_node(iri: str, settings: Settings = DEFAULT) -> ox.NamedNode | None:
    """The node that somebody names by an IRI, whole or what follows the base, in angle brackets or not; None where it is none."""
    iri = iri.strip().removeprefix("<").removesuffix(">")
    if not _IRI.fullmatch(iri):
        return None
    try:
        return ox.NamedNode(iri if "://" in iri or iri.startswith("urn:") else settings.base + iri)
    except ValueError:
        return None


def document_iri(document: DocumentId, settings: Settings = DEFAULT) -> ox.NamedNode:
    """A document, which is also the name of its graph."""
    return shared("document", document, settings)


def graph_iri(name: str, settings: Settings = DEFAULT) -> ox.NamedNode:
    """A graph that no document owns: `ontology`, `world`, `entities`, `identity`, `derived`, `history`."""
    return shared("graph", name, settings)


class Names:
    """The IRIs of one document's things."""

    def __init__(self, facts: DocumentFacts, settings: Settings = DEFAULT, keys: Mapping[EntityId, str] = NO_KEYS) -> None:
        """`keys` are those that identity gave, `kind/key` by entity."""
        self._settings = settings
        self._identifier = facts.document.id
        self._scope = part(facts.document.id)
        self._keys = keys
        self.document = document_iri(facts.document.id, settings)
        self._nodes: dict[EntityId, ox.NamedNode] = {}
        for place in facts.places:
            self._nodes[place.id] = shared("place", place.gazetteer, settings) if place.gazetteer else self._thing(place.id)
        for body in facts.organizations:
            self._nodes[body.id] = shared("organization", body.body, settings) if body.body else self._thing(body.id)
        things = [thing.id for thing in (*facts.persons, *facts.posts, *facts.frameworks)] + [event.id for event in facts.events]
        self._nodes.update((each, self._thing(each)) for each in things)

    def entity(self, entity: EntityId) -> ox.NamedNode:
        """The node of an entity or event. Raises GraphError for one that the document's facts do not hold."""
        node = self._nodes.get(entity)
        if node is None:
            kind, _, key = entity.partition("/")
            if kind != "country" or not key:
                raise GraphError(
                    f"{self._identifier}: a fact refers to {entity}, which is not among the document's entities and events; "
                    "give it there"
                )
            node = self._nodes[entity] = shared(kind, key, self._settings)
        return node

    def tenure(self, holder: EntityId, post: EntityId, status: str) -> ox.NamedNode:
        """The holding of a post: named by both, and by its status where it is shared by all documents that tell of both."""
        name = "--".join((self._keys.get(each) or each).partition("/")[2] for each in (holder, post))
        if holder in self._keys and post in self._keys:
            return named(f"tenure/{name}.{status.lower()}", self._settings)
        return self.scoped("tenure", part(name))

    def topic(self, topic: TopicId) -> ox.NamedNode:
        """The node of a topic."""
        return shared("topic", topic, self._settings)

    def scoped(self, kind: str, key: str) -> ox.NamedNode:
        """A node of this document's own, such as its third statement: `id/statement/<document>/3`."""
        return ox.NamedNode(f"{self._settings.base}{kind}/{self._scope}/{key}")

    def passage(self, span: Span) -> ox.NamedNode:
        """The node of a passage."""
        return self.scoped("passage", f"{span.start}-{span.end}")

    def _thing(self, entity: EntityId) -> ox.NamedNode:
        key = self._keys.get(entity)
        return named(key, self._settings) if key else own(self._identifier, entity, self._settings)

"""The graph as a thing that is filled, finished, asked and kept. Nothing else holds an Oxigraph store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import GraphError, NoGraphError, QueryError
from kg.graph.dataset import document_quads
from kg.graph.decided import history_quads, identity_quads
from kg.graph.kept import Happening, Kept
from kg.graph.names import document_iri, graph_iri
from kg.graph.result import Result
from kg.graph.rules import derive
from kg.graph.sparql import Term, fill, refuse_reaching_out, renew
from kg.graph.terms import BC, DCTERMS, OWL, RDF, RDFS, SKOS, XSD, term
from kg.graph.world import entity_quads, ontology_quads, world_quads
from kg.identified import Identity
from kg.model import DocumentFacts, DocumentId, EntityId
from kg.settings import DEFAULT, Settings

if TYPE_CHECKING:
    import rdflib

__all__ = ["PREFIXES", "VERSION", "Store", "StoredDocument"]

VERSION = "bicoop-store 2"
"""First line of a store's `version` file; the second is its base."""

PREFIXES = {
    "bc": BC.iri,
    "dcterms": DCTERMS.iri,
    "owl": OWL.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "skos": SKOS.iri,
    "xsd": XSD.iri,
}
"""Known to every query without a PREFIX line."""

_READABLE = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True)
class StoredDocument:
    """A document of the graph and what its graph says of it."""

    iri: ox.NamedNode
    id: DocumentId
    language: str
    sha256: str
    title: str | None = None
    source: str | None = None
    issued: str | None = None
    """ISO 8601, as precise as known."""


class Store:
    """A graph in memory or on disk; made by `memory`, `open` or `read`. `with Store.open(…) as store:` closes it."""

    def __init__(self, inner: ox.Store, kept: Kept | None, location: str, settings: Settings) -> None:
        self._inner: ox.Store | None = inner
        self._rows = kept
        self.location = location
        """The file or directory it came from, or `memory`; for messages."""
        self.settings = settings
        self._founded = False
        self.now: str | None = None
        """The time (ISO 8601) at which the history is to say that things were done; None, and it does not tell of them."""

    @classmethod
    def memory(cls, settings: Settings = DEFAULT) -> "Store":
        """An empty graph in memory."""
        return cls(ox.Store(), Kept(), "memory", settings)

    @classmethod
    def open(cls, directory: Path, *, create: bool = False, settings: Settings | None = None) -> "Store":
        """A graph on disk; with `create`, made where there is none. Without `settings`, those that it was made under.

        Raises NoGraphError where there is none, GraphError where the directory is no store, of another version or base,
        or held by another process.
        """
        version = directory / "version"
        if not version.is_file():
            if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
                raise GraphError(f"{directory} is no store: it has no `version` file; give a store's directory, or a new one")
            if not create:
                raise NoGraphError(f"there is no store at {directory}; make one with: kg build TEXTS --store {directory}")
            directory.mkdir(parents=True, exist_ok=True)
            version.write_text(f"{VERSION}\n{(settings or DEFAULT).base}\n", encoding="utf-8")
        found, base = [*version.read_text(encoding="utf-8").splitlines(), "", ""][:2]
        if found != VERSION:
            raise GraphError(f"{version}: found {found!r}, expected {VERSION!r}; build the store again with this version of kg")
        if settings is not None and settings.base != base:
            raise GraphError(f"{version}: the store was built under {base}, expected {settings.base}; build it again")
        try:
            inner = ox.Store(str(directory / "oxigraph"))
        except OSError as error:
            if "lock" in str(error).lower():
                raise GraphError(f"{directory} is in use by another process; wait until it has ended") from error
            raise GraphError(f"{directory} cannot be opened: {error}; build the store again") from error
        return cls(inner, Kept(directory / "documents.sqlite"), str(directory), Settings(base))

    @classmethod
    def read(cls, file: Path) -> "Store":
        """A graph file (.nq, .trig, .ttl, .nt, .jsonld, .rdf), in memory. It holds no texts and cannot be changed.

        Raises NoGraphError where there is no such file, GraphError with file and place where it cannot be parsed, or where it
        holds no statement at all.
        """
        if not file.is_file():
            raise NoGraphError(f"there is no graph file {file}; make one with: kg build TEXTS --out {file}")
        form = _READABLE.get(file.suffix)
        if form is None:
            raise GraphError(f"{file}: no graph can be read by the suffix {file.suffix!r}; expected {', '.join(_READABLE)}")
        inner = ox.Store()
        try:
            inner.bulk_load(path=str(file), format=form)
        except (SyntaxError, ValueError, OSError) as error:
            raise GraphError(f"{file}: not a well-formed graph: {error}; build it again") from error
        if not inner:
            raise GraphError(f"{file}: holds no statement, so every answer would be empty; build it again")
        graphs = (quad.subject for quad in inner.quads_for_pattern(None, RDF("type"), term("Document"), None))
        first = next((node.value for node in graphs if isinstance(node, ox.NamedNode)), "")
        base, found, _ = first.rpartition("document/")
        return cls(inner, None, str(file), Settings(base) if found else DEFAULT)

    @property
    def _open(self) -> ox.Store:
        if self._inner is None:
            raise GraphError(f"the graph at {self.location} has been closed; open it again")
        return self._inner

    @property
    def _kept(self) -> Kept:
        if self._rows is None:
            raise GraphError(
                f"{self.location} is a graph file, which cannot be changed; make a store: kg build TEXTS --store DIR"
            )
        return self._rows

    def add(self, facts: DocumentFacts, profile: bytes = b"{}") -> None:
        """Keep what was read in a document, in place of what was kept under its identifier; `finish` writes its graph.

        `profile` is what identity needs of it, given back as it is.
        Raises GraphError where the facts make no graph.
        """
        for _ in document_quads(facts, self.settings):
            pass  # a document that makes no graph is refused before anything of it is kept
        known = self._kept.facts(facts.document.id) is not None
        self._kept.put(facts, profile)
        self._note("updated" if known else "added", facts.document.id)

    def remove(self, document: DocumentId) -> bool:
        """Take a document out; whether it was there. `finish` withdraws its graph and what only it told."""
        if not self._kept.remove(document):
            return False
        self._note("removed", document)
        return True

    def facts(self, document: DocumentId) -> DocumentFacts | None:
        """What was read in a document, None where it is not kept: in a graph read from a file there is none."""
        return None if self._rows is None else self._rows.facts(document)

    def kept(self) -> list[DocumentId]:
        """The documents that were added, whether their graph is written already or not, sorted."""
        return [row.id for row in self._kept.rows()]

    def profiles(self) -> Iterator[bytes]:
        """The profile of every document, as it was added."""
        return self._kept.profiles()

    def happenings(self) -> list[Happening]:
        """What was done to the collection with a time, in order."""
        return self._kept.happenings()

    def finish(self, identity: Identity | None = None) -> None:
        """Bring the graph after what is kept, and after who is one with whom.

        A document's graph is written where it is new or its things bear other names than before. The world, ontology, entity
        and identity graphs and what rules derive are written anew. What bears another name than before is redirected in the
        history graph, which holds what a fresh build cannot know.
        """
        identity = identity or Identity()
        self._write_documents(identity)
        store, settings = self._open, self.settings
        names = ("ontology", "world", "entities", "identity", "derived", "history")
        graphs = {name: graph_iri(name, settings) for name in names}
        if not self._founded:  # nobody else writes, so what is known beforehand is written once a process
            for name, quads in (("ontology", ontology_quads(settings)), ("world", world_quads(settings))):
                store.clear_graph(graphs[name])
                store.extend(quads)
            self._founded = True
        for name in ("entities", "identity", "derived", "history"):
            store.clear_graph(graphs[name])
        store.extend(entity_quads(store, settings))
        store.extend(list(derive(store, graphs["derived"])))
        store.extend(identity_quads(identity, settings))
        store.extend(history_quads(self._kept.redirects(), self._kept.happenings(), identity.decisions, settings))
        store.flush()

    def _note(self, action: str, document: DocumentId) -> None:
        if self.now is not None:
            self._kept.note(self.now, action, document)

    def _write_documents(self, identity: Identity) -> None:
        """Write the graphs that are not as they should be, and withdraw those of documents that are gone."""
        keys: dict[DocumentId, dict[EntityId, str]] = {}
        for member, key in identity.canonical.items():
            keys.setdefault(member.document, {})[member.entity] = key
        moved: dict[str, set[str]] = {}
        wanted = set()
        for document, before in self._kept.rows():
            wanted.add(document_iri(document, self.settings))
            after = keys.get(document, {})
            if before == after and self._open.contains_named_graph(document_iri(document, self.settings)):
                continue
            for entity, old in (before or {}).items():
                if after.get(entity, old) != old:
                    moved.setdefault(old, set()).add(after[entity])
            facts = self._kept.facts(document)
            assert facts is not None
            self._replace(document_iri(document, self.settings), document_quads(facts, self.settings, after))
            self._kept.name(document, after)
        self._kept.redirect(moved, set(identity.canonical.values()))
        for gone in {quad.subject for quad in self._open.quads_for_pattern(None, RDF("type"), term("Document"), None)} - wanted:
            if isinstance(gone, ox.NamedNode):
                self._open.remove_graph(gone)

    def _replace(self, graph: ox.NamedNode, quads: Iterator[ox.Quad]) -> None:
        """Put a graph in the place of the one of its name, in one transaction: nobody ever sees the document gone or half."""
        if not self._open.contains_named_graph(graph):
            self._open.extend(set(quads))
            return
        lines = "\n".join(sorted({f"{quad.triple} ." for quad in quads}))
        self._open.update(f"DROP SILENT GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{\n{lines}\n}} }}")

    def query(self, sparql: str, bindings: Mapping[str, Term | Sequence[Term]] | None = None) -> Result:
        """Run a query over the union of all graphs, which is set here and nowhere else.

        `bindings` fill the query's parameter lines (see kg.graph.sparql). The core prefixes need no PREFIX line. An IRI that
        a thing bore before stands for the one it bears now.
        Raises QueryError for bad syntax, for an update, and for SERVICE, LOAD and FROM, which could reach out.
        """
        refuse_reaching_out(sparql)
        try:
            text = fill(renew(sparql, self.current) if self.settings.base in sparql else sparql, bindings or {})
            return Result(self._open.query(text, prefixes=PREFIXES, use_default_graph_as_union=True))
        except SyntaxError as error:
            reason = f"{_brief(error)}; a query is a SELECT, ASK, CONSTRUCT or DESCRIBE"
            raise QueryError(f"the query is not well-formed: {reason}") from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from None

    def current(self, iri: str) -> str:
        """The IRI that a thing bears now; the same where it bears it still, or where what bore it has become several things."""
        seen = {iri}
        while iri.startswith(self.settings.base):
            pattern = self._open.quads_for_pattern(ox.NamedNode(iri), DCTERMS("isReplacedBy"), None, None)
            new = {quad.object.value for quad in pattern if isinstance(quad.object, ox.NamedNode)}
            if len(new) != 1 or new <= seen:
                break
            (iri,) = new
            seen.add(iri)
        return iri

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad, in no particular order."""
        return iter(self._open)

    def documents(self) -> tuple[StoredDocument, ...]:
        """Every document of the graph, by identifier."""
        rows = self.query(_DOCUMENTS).rows
        return tuple(StoredDocument(*row[:1], *(cell and cell.value for cell in row[1:])) for row in rows)  # type: ignore[arg-type, union-attr]

    def text(self, sha256: str) -> str | None:
        """The text of that hash, where this store keeps it (on disk, or added in this process)."""
        return None if self._rows is None else self._rows.text(sha256)

    def to_dataset(self) -> "rdflib.Dataset":
        """The graph as an `rdflib.Dataset` whose default graph is the union; what is changed there is changed here."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._open), default_union=True)

    def close(self) -> None:
        """Write out what is buffered and let the directory go."""
        if self._inner is not None:
            self._inner.flush()
            self._inner = None
            if self._rows is not None:
                self._rows.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


_DOCUMENTS = """
SELECT ?document ?id ?language ?sha256 ?title ?source ?issued WHERE {
  ?document a bc:Document ; dcterms:identifier ?id ; dcterms:language ?language ; bc:sha256 ?sha256 .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document dcterms:source ?source }
  OPTIONAL { ?document dcterms:issued ?issued }
} ORDER BY ?id
"""


def _brief(error: SyntaxError) -> str:
    """Oxigraph's message without its list of everything that could have stood there."""
    return str(error).partition(": expected")[0].partition("\n")[0]

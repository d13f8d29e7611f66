"""The graph as a thing that is filled, finished, asked and kept. Nothing else holds an Oxigraph store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import GraphError, NoGraphError, QueryError
from kg.graph.dataset import document_quads
from kg.graph.names import document_iri, graph_iri
from kg.graph.result import Result
from kg.graph.rules import derive
from kg.graph.sparql import Term, fill, refuse_reaching_out
from kg.graph.terms import BC, DCTERMS, OWL, RDF, RDFS, SKOS, XSD, term
from kg.graph.texts import FolderTexts, MemoryTexts
from kg.graph.world import entity_quads, ontology_quads, world_quads
from kg.model import DocumentFacts, DocumentId
from kg.settings import DEFAULT, Settings

if TYPE_CHECKING:
    import rdflib

__all__ = ["PREFIXES", "VERSION", "Store", "StoredDocument"]

VERSION = "bicoop-store 1"
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

    def __init__(self, inner: ox.Store, texts: MemoryTexts | FolderTexts, location: str, settings: Settings) -> None:
        self._inner: ox.Store | None = inner
        self._texts = texts
        self.location = location
        """The file or directory it came from, or `memory`; for messages."""
        self.settings = settings

    @classmethod
    def memory(cls, settings: Settings = DEFAULT) -> "Store":
        """An empty graph in memory."""
        return cls(ox.Store(), MemoryTexts(), "memory", settings)

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
            (directory / "texts").mkdir(parents=True, exist_ok=True)
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
        return cls(inner, FolderTexts(directory / "texts"), str(directory), Settings(base))

    @classmethod
    def read(cls, file: Path) -> "Store":
        """A graph file (.nq, .trig, .ttl, .nt, .jsonld, .rdf), in memory. It has no texts.

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
        return cls(inner, MemoryTexts(), str(file), Settings(base) if found else DEFAULT)

    @property
    def _open(self) -> ox.Store:
        if self._inner is None:
            raise GraphError(f"the graph at {self.location} has been closed; open it again")
        return self._inner

    def add(self, facts: DocumentFacts) -> None:
        """Put a document's graph in, in place of an earlier one of the same identifier. Call `finish` after the last."""
        graph = document_iri(facts.document.id, self.settings)
        quads = set(document_quads(facts, self.settings))
        before = self._hash(graph)
        self._texts.keep(facts.document.sha256, facts.document.text)
        if before is None:
            self._open.extend(quads)
            return
        # One transaction, so that a reader or a crash never sees the document gone.
        lines = "\n".join(sorted(f"{quad.triple} ." for quad in quads))
        self._open.update(f"DROP SILENT GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{\n{lines}\n}} }}")
        self._forget(before)

    def remove(self, document: DocumentId) -> bool:
        """Take a document's graph out; whether it was there. Call `finish` after the last."""
        graph = document_iri(document, self.settings)
        before = self._hash(graph)
        if before is None:
            return False
        self._open.remove_graph(graph)
        self._forget(before)
        return True

    def finish(self) -> None:
        """Recompute what depends on all documents: the world, ontology and entity graphs, and what rules derive."""
        store, settings = self._open, self.settings
        graphs = {name: graph_iri(name, settings) for name in ("ontology", "world", "entities", "derived")}
        for graph in graphs.values():
            store.clear_graph(graph)
        store.extend(ontology_quads(settings))
        store.extend(world_quads(settings))
        store.extend(entity_quads(store, settings))
        store.extend(list(derive(store, graphs["derived"])))
        store.flush()

    def query(self, sparql: str, bindings: Mapping[str, Term | Sequence[Term]] | None = None) -> Result:
        """Run a query over the union of all graphs, which is set here and nowhere else.

        `bindings` fill the query's parameter lines (see kg.graph.sparql). The core prefixes need no PREFIX line.
        Raises QueryError for bad syntax, for an update, and for SERVICE, LOAD and FROM, which could reach out.
        """
        refuse_reaching_out(sparql)
        try:
            return Result(self._open.query(fill(sparql, bindings or {}), prefixes=PREFIXES, use_default_graph_as_union=True))
        except SyntaxError as error:
            reason = f"{_brief(error)}; a query is a SELECT, ASK, CONSTRUCT or DESCRIBE"
            raise QueryError(f"the query is not well-formed: {reason}") from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from None

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad, in no particular order."""
        return iter(self._open)

    def documents(self) -> tuple[StoredDocument, ...]:
        """Every document of the graph, by identifier."""
        rows = self.query(_DOCUMENTS).rows
        return tuple(StoredDocument(*row[:1], *(cell and cell.value for cell in row[1:])) for row in rows)  # type: ignore[arg-type, union-attr]

    def text(self, sha256: str) -> str | None:
        """The text of that hash, where this store keeps it (on disk, or added in this process)."""
        return self._texts.get(sha256)

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

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _hash(self, document: ox.NamedNode) -> str | None:
        found = next(self._open.quads_for_pattern(document, term("sha256"), None, document), None)
        return found.object.value if found is not None and isinstance(found.object, ox.Literal) else None

    def _forget(self, sha256: str) -> None:
        """Let a text go that no document has any more."""
        if next(self._open.quads_for_pattern(None, term("sha256"), ox.Literal(sha256), None), None) is None:
            self._texts.forget(sha256)


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

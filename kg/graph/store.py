"""The graph as a thing that is filled, finished, asked and kept. Nothing else holds an Oxigraph store.

On disk one process writes (`Store.open`), and any number read what it has published (`Store.load`): see docs/store.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.dataset import document_quads
from kg.graph.engine import Dataset, Raw, ask, drop_graph, told, update, write_graph
from kg.graph.graphs import Graphs
from kg.graph.kept import Happening, Kept
from kg.graph.loading import claim, load
from kg.graph.reader import StoredDocument, documents
from kg.graph.result import Result
from kg.graph.search import keeping
from kg.graph.search.index import Index
from kg.graph.snapshots import Seen, Snapshot, Snapshots
from kg.graph.sparql import Term, fill, keyword, refuse_nesting, refuse_reaching_out, renew
from kg.graph.terms import DCTERMS
from kg.graph.version import VERSION, write_version
from kg.identified import Identity
from kg.model import DocumentFacts, DocumentId
from kg.settings import DEFAULT, Settings

if TYPE_CHECKING:
    import rdflib

__all__ = ["Store"]

_FETCHING = frozenset({"SERVICE", "LOAD"})
_WATCHED = _FETCHING | {"FROM"}


class Store:
    """A graph: `memory` makes one, `open` writes one on disk, `load` reads one. `with Store.open(…) as store:` closes it."""

    def __init__(
        self,
        inner: ox.Store,
        kept: Kept | None,
        location: str,
        settings: Settings,
        place: Seen | Snapshots | None = None,
    ) -> None:
        """`place` is what holds it on disk: for reading a file or snapshot, for writing the snapshots."""
        self._inner: ox.Store | None = inner
        self._rows = kept
        self._place = place
        self._index: Index | None = None
        self.location = location
        """The file or directory it came from, or `memory`; for messages."""
        self.settings = settings
        self._graphs = Graphs(settings)
        self._redirected: bool | None = None
        """Whether anything bears another IRI than before; None where nobody has looked since the graph changed."""
        self.now: str | None = None
        """The time (ISO 8601) at which the history is to say that things were done; None, and it does not tell of them."""

    @classmethod
    def memory(cls, settings: Settings = DEFAULT) -> "Store":
        """An empty graph in memory."""
        return cls(ox.Store(), Kept(), "memory", settings)

    @classmethod
    def open(cls, directory: Path, *, create: bool = False, settings: Settings | None = None) -> "Store":
        """A graph on disk, to be written; with `create`, made where there is none. Without `settings`, those it was made under.

        Raises NoGraphError where there is none, GraphError where the directory is no store, of another version or base,
        or held by another process.
        """
        inner, kept, found, snapshots, version = claim(directory, create, settings)
        store = cls(inner, kept, str(directory), found, snapshots)
        if not version:
            store.finish()
        if version != VERSION:
            write_version(directory, found)
        return store

    @classmethod
    def load(cls, path: Path) -> "Store":
        """A graph to be read: what the writer of a store has published last, or a graph file, in memory.

        Any number of processes may read a store while another writes it. What is published later is seen after `refresh`.
        Raises NoGraphError where there is none, GraphError where it is no store, of another version, or no well-formed file.
        """
        inner, kept, settings, place = load(path)
        return cls(inner, kept, str(path), settings, place)

    @classmethod
    def unpack(cls, file: Path, directory: Path) -> None:
        """Make a store of a graph file, for many processes to read without a copy in each; it keeps no documents.

        Raises what `load` and `open` raise.
        """
        inner, _, settings, _ = load(file)
        with cls.open(directory, create=True, settings=settings) as store:
            store._open.clear()
            store._open.bulk_extend(inner)
            store._graphs.changed = None
            store._publish()

    @property
    def snapshot(self) -> str:
        """The number of the published state that was loaded; empty for anything else."""
        return str(self._place.number) if isinstance(self._place, Snapshot) else ""

    @property
    def stale(self) -> bool:
        """Whether something newer than what was loaded has been published, or is in the file's place. Costs next to nothing."""
        return isinstance(self._place, Seen) and self._place.stale

    def refresh(self) -> bool:
        """Go over to what is newest, and whether there was something newer. Of answers from before, nothing more can be read.

        Raises what `load` raises, and stays as it was then.
        """
        if not self.stale:
            return False
        newest = load(Path(self.location))
        self.close()
        self._inner, self._rows, self.settings, self._place = newest
        self._redirected = None
        return True

    @property
    def _open(self) -> ox.Store:
        if self._inner is None:
            raise GraphError(f"the graph at {self.location} has been closed; open it again")
        return self._inner

    @property
    def _known(self) -> Kept:
        """What is kept, to be read."""
        if self._rows is None:
            raise GraphError(
                f"{self.location} is a graph file, which keeps no documents; make a store: kg build TEXTS --store DIR"
            )
        return self._rows

    @property
    def _kept(self) -> Kept:
        """What is kept, to be changed."""
        if isinstance(self._place, Seen):
            what = "a graph file" if self._rows is None else "a published state of a store"
            raise GraphError(f"{self.location} was loaded as {what}, which cannot be changed; write a store: kg add, kg update")
        return self._known

    @property
    def unfinished(self) -> bool:
        """Whether a writer was stopped before it had published what it had kept; `finish` does it."""
        return self._kept.unpublished

    def add(self, facts: DocumentFacts, profile: bytes = b"{}") -> None:
        """Keep what was read in a document, in place of what was kept under its identifier; `finish` writes its graph.

        `profile` is what identity needs of it, given back as it is.
        Raises GraphError where the facts make no graph.
        """
        for _ in document_quads(facts, self.settings):
            pass  # a document that makes no graph is refused before anything of it is kept
        known = self._kept.put(facts, profile)
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
        return self._known.ids()

    def profiles(self) -> Iterator[bytes]:
        """The profile of every document, as it was added."""
        return self._known.profiles()

    def happenings(self) -> list[Happening]:
        """What was done to the collection with a time, in order."""
        return self._known.happenings()

    def finish(self, identity: Identity | None = None) -> None:
        """Bring the graph after what is kept, and after who is one with whom; then let readers see it, all at once.

        Written is only what differs (see Graphs.bring).
        """
        self._graphs.bring(self._open, self._kept, identity or Identity())
        self._publish()

    def _publish(self) -> None:
        """Let readers see what has been written. The one place where a commit ends."""
        self._redirected = None
        self._open.flush()
        if isinstance(self._place, Snapshots):
            keeping.bring(self.index(), self._open, self.settings, self._place.newest + 1, self._graphs.changed)
            self._graphs.changed = set()
            self._place.publish(self._open)
            self._kept.published(self._place.drop())
        else:
            self._kept.published(self._kept.number)
            self._forget_index()

    def _note(self, action: str, document: DocumentId) -> None:
        if self.now is not None:
            self._kept.note(self.now, action, document)

    def query(self, sparql: str, bindings: Mapping[str, Term | Sequence[Term]] | None = None) -> Result:
        """Run a query over the union of all graphs, which is set here and nowhere else.

        `bindings` fill the query's parameter lines (see kg.graph.sparql). The core prefixes need no PREFIX line. An IRI that
        a thing bore before stands for the one it bears now.
        Raises QueryError for bad syntax, for an update, and for SERVICE, LOAD and FROM, which could reach out.
        """
        refuse_reaching_out(sparql)
        with told():
            return Result(ask(self._open, fill(self._renewed(sparql), bindings or {})))

    def stream(self, sparql: str, dataset: Dataset, base: str | None = None) -> Raw:
        """Run a query and give what the engine gives: an answer that can be read once, while it is found.

        Where `dataset` names graphs, it goes before FROM of the query, which names graphs of this store, too: nothing is ever
        fetched. Relative IRIs are resolved against `base`.
        Raises QueryError as `query` does.
        """
        refuse_nesting(sparql)
        if keyword(sparql, _WATCHED) is not None:  # most queries say none of these, and are looked at once
            refuse_reaching_out(sparql, _FETCHING)
            if dataset == "union" and keyword(sparql, {"FROM"}) is not None:
                dataset = "strict"  # the engine's union goes before FROM, where the standard has FROM go before any default
        with told():
            return ask(self._open, self._renewed(sparql), dataset, base)

    def update(self, sparql: str, base: str | None = None) -> None:
        """Carry out a SPARQL update, whole or not at all, and let readers see what it gives.

        What kg itself writes is written anew by the next `finish`: an update is for graphs beside those.
        Raises QueryError as `query` does.
        """
        refuse_reaching_out(sparql, _FETCHING)
        refuse_nesting(sparql)
        update(self._open, sparql, base)
        self._graphs.changed = None  # nobody says which graphs an update has written
        self._publish()

    def write_graph(self, iri: str, triples: Sequence[ox.Triple], replace: bool) -> bool:
        """Write a graph, in place of what it holds or beside it, and let readers see it; whether there was none.

        Without an IRI it is the unnamed graph. Raises QueryError for an IRI that is none.
        """
        new = write_graph(self._open, iri, triples, replace)
        self._graphs.changed = None
        self._publish()
        return new

    def drop_graph(self, iri: str) -> bool:
        """Remove a graph, and let readers see that; whether there was one. Raises QueryError for an IRI that is none."""
        if not drop_graph(self._open, iri):
            return False
        self._graphs.changed = None
        self._publish()
        return True

    def _renewed(self, sparql: str) -> str:
        if self.settings.base not in sparql:
            return sparql
        if self._redirected is None:
            found = self._open.quads_for_pattern(None, DCTERMS("isReplacedBy"), None, None)
            self._redirected = next(iter(found), None) is not None
        return renew(sparql, self.current) if self._redirected else sparql

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
        return documents(self)

    def text(self, sha256: str) -> str | None:
        """The text of that hash, where this store keeps it (on disk, or added in this process)."""
        return None if self._rows is None else self._rows.text(sha256)

    def to_dataset(self) -> "rdflib.Dataset":
        """The graph as an `rdflib.Dataset` whose default graph is the union; what is changed there is changed here."""
        import oxrdflib
        import rdflib

        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._open), default_union=True)

    def index(self) -> Index:
        """The full-text index: of a store on disk the file that its writer keeps, else made at the first call, in memory."""
        if self._index is None:
            if isinstance(self._place, Snapshots):
                self._index = keeping.kept(Path(self.location))
            elif isinstance(self._place, Snapshot):
                self._index = keeping.opened(Path(self.location), self._open, self.settings)
            else:
                self._index = keeping.in_memory(self._open, self.settings)
        return self._index

    def _forget_index(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def close(self) -> None:
        """Write out what is buffered and let the directory go."""
        self._forget_index()
        if self._inner is not None:
            if not isinstance(self._place, Seen):
                self._inner.flush()
            self._inner = None
            if self._rows is not None:
                self._rows.close()
            if self._place is not None:
                self._place.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

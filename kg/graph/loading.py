"""Where a graph comes from: to be read, a graph file or what the writer of a store has published last; to be written, a store."""

from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import GraphError, NoGraphError
from kg.graph.kept import Kept
from kg.graph.snapshots import Seen, Snapshot, Snapshots
from kg.graph.terms import RDF, term
from kg.graph.version import BEFORE, VERSION, read_version
from kg.settings import DEFAULT, Settings

__all__ = ["Claimed", "Loaded", "claim", "load"]

_READABLE = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


class Loaded(NamedTuple):
    """A graph and what stands beside it."""

    inner: ox.Store
    kept: Kept | None
    """None of a graph file."""
    settings: Settings
    place: Seen
    """What it was loaded from, as it was then."""


class Claimed(NamedTuple):
    """A store that nobody else can write."""

    inner: ox.Store
    kept: Kept
    settings: Settings
    snapshots: Snapshots
    version: str
    """Of its format; empty where the store is new."""


def load(path: Path) -> Loaded:
    """Load a graph file or the newest snapshot of a store.

    Raises NoGraphError where there is none, GraphError where it is neither, of another version, or not well-formed.
    """
    if path.is_dir():
        return _store(path)
    if path.suffix in _READABLE:
        return _file(path)
    if not path.exists():
        raise NoGraphError(f"there is no graph at {path}; make one with: kg build TEXTS --store {path}")
    raise GraphError(f"{path}: no graph can be read by the suffix {path.suffix!r}; expected {', '.join(_READABLE)}")


def _store(directory: Path) -> Loaded:
    if not (directory / "version").is_file():
        raise GraphError(f"{directory} is no store: it has no `version` file; give a store's directory, or a graph file")
    _, settings = read_version(directory, VERSION)
    snapshot = Snapshot(directory)
    try:
        return Loaded(
            ox.Store.read_only(str(snapshot.path)), Kept.of(directory / "documents.sqlite", snapshot.number), settings, snapshot
        )
    except (OSError, GraphError) as error:
        snapshot.close()
        raise GraphError(f"{directory} cannot be read: {error}; build the store again") from error


def _file(file: Path) -> Loaded:
    """A graph file, in memory: it holds no texts. Raises GraphError too where it holds no statement at all."""
    if not file.is_file():
        raise NoGraphError(f"there is no graph file {file}; make one with: kg build TEXTS --out {file}")
    inner, seen = ox.Store(), Seen(file)
    try:
        inner.bulk_load(path=str(file), format=_READABLE[file.suffix])
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(f"{file}: not a well-formed graph: {error}; build it again") from error
    if not inner:
        raise GraphError(f"{file}: holds no statement, so every answer would be empty; build it again")
    graphs = (quad.subject for quad in inner.quads_for_pattern(None, RDF("type"), term("Document"), None))
    first = next((node.value for node in graphs if isinstance(node, ox.NamedNode)), "")
    base, found, _ = first.rpartition("document/")
    return Loaded(inner, None, Settings(base) if found else DEFAULT, seen)


def claim(directory: Path, create: bool, settings: Settings | None) -> Claimed:
    """Take a store for writing; with `create`, make its directory where there is none.

    Raises NoGraphError where there is none, GraphError where the directory is no store, of another version or base,
    or held by another process.
    """
    if not (directory / "version").is_file():
        there = directory.exists() and (not directory.is_dir() or any(directory.iterdir()))
        if there and not (directory / "lock").is_file():  # which a store whose making was stopped has
            raise GraphError(f"{directory} is no store: it has no `version` file; give a store's directory, or a new one")
        if not create:
            raise NoGraphError(f"there is no store at {directory}; make one with: kg build TEXTS --store {directory}")
        directory.mkdir(parents=True, exist_ok=True)
        version, found = "", settings or DEFAULT
    else:
        version, found = read_version(directory, VERSION, BEFORE)
        if settings is not None and settings != found:
            raise GraphError(f"{directory}: the store was built under {found.base}, expected {settings.base}; build it again")
    snapshots = Snapshots(directory)
    try:
        inner = ox.Store(str(directory / "oxigraph"))
        if version == BEFORE:
            snapshots.publish(inner)
        kept = Kept(directory / "documents.sqlite", snapshots.newest + 1)
    except (OSError, GraphError) as error:
        snapshots.close()
        raise GraphError(f"{directory} cannot be opened: {error}; build the store again") from error
    return Claimed(inner, kept, found, snapshots, version)

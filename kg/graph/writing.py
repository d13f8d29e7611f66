"""A graph as a file, byte-identical from build to build: statements are sorted and none stands twice."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

import pyoxigraph as ox

from kg.aside import aside
from kg.errors import GraphError, QueryError
from kg.graph.store import PREFIXES, Store

__all__ = ["SUFFIXES", "write", "write_nquads"]

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
SUFFIXES = tuple(_FORMATS)
"""What a graph can be written as; `.ttl` and `.nt` hold the union."""


def write(store: Store, path: Path) -> None:
    """Write a graph in the format of the path's suffix, aside and then renamed; folders are made.

    `.ttl` and `.nt` hold the union of all graphs, so which document said what is lost.
    Raises QueryError for another suffix, GraphError where the file cannot be written.
    """
    form = _FORMATS.get(path.suffix)
    if form is None:
        raise QueryError(f"{path}: no graph can be written by the suffix {path.suffix!r}; expected {', '.join(SUFFIXES)}")
    if form == ox.RdfFormat.N_QUADS:
        write_nquads(store.quads(), path)
        return
    statements: list[ox.Quad] | list[ox.Triple]
    if form.supports_datasets:
        statements = sorted(store.quads(), key=lambda quad: (str(quad.graph_name), str(quad)))
    else:
        statements = sorted({quad.triple for quad in store.quads()}, key=str)
    prefixes = None if form in (ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES) else {**PREFIXES, "id": store.settings.base}
    with _replacing(path) as output:
        ox.serialize(statements, output, format=form, prefixes=prefixes)


def write_nquads(quads: Iterable[ox.Quad], output: Path | IO[bytes]) -> None:
    """Write sorted N-Quads without duplicates to a path (aside, then renamed) or an open binary file.

    Raises GraphError where the file cannot be written.
    """
    lines = sorted({f"{quad} .\n" for quad in quads})
    if isinstance(output, Path):
        with _replacing(output) as file:
            file.writelines(line.encode() for line in lines)
    else:
        output.writelines(line.encode() for line in lines)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    try:
        with aside(path) as file:
            yield file
    except OSError as error:
        raise GraphError(f"{path}: the graph cannot be written: {error.strerror or error}; choose another place") from error

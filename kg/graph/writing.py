"""A graph as a file, byte-identical from build to build."""

from collections.abc import Iterable
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.graph.store import Store

__all__ = ["SUFFIXES", "write", "write_nquads"]

SUFFIXES = (".nq", ".trig", ".ttl", ".nt", ".jsonld")


def write(store: Store, path: Path) -> None:
    """Write a graph in the format of the path's suffix, aside and then renamed.

    `.ttl` and `.nt` hold the union of all graphs, so which document said what is lost.
    Raises QueryError for another suffix, GraphError where the file cannot be written.
    """
    raise NotImplementedError


def write_nquads(quads: Iterable[ox.Quad], output: Path | IO[bytes]) -> None:
    """Write sorted N-Quads without duplicates to a path (aside, then renamed) or an open binary file."""
    raise NotImplementedError

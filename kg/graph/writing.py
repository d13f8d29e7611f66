"""A graph as a file, byte-identical from build to build: statements are sorted and none stands twice."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

import pyoxigraph as ox

from kg.aside import aside
from kg.errors import GraphError, QueryError
from kg.graph.engine import PREFIXES
from kg.graph.store import Store

__all__ = ["SUFFIXES", "UNIONS", "write", "write_nquads"]

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
}
SUFFIXES = tuple(_FORMATS)
"""What a graph can be written as."""
UNIONS = tuple(suffix for suffix, form in _FORMATS.items() if not form.supports_datasets)
"""Those that hold the union of its graphs."""

# What XML 1.0 cannot carry at all, and what the name of an element must end with.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOCAL_NAME = re.compile(r"[^\W\d][\w.-]*$")


def write(store: Store, path: Path, suffix: str = "") -> int:
    """Write a graph in the format of that suffix, or else of the path's, aside and then renamed; how many statements.

    `.ttl`, `.nt` and `.rdf` hold the union of all graphs, so which document said what is lost. In `.rdf` U+FFFD stands for each
    character that XML has no way to write. Raises QueryError for another suffix, and where a property has no name in XML;
    GraphError where the file cannot be written.
    """
    form = _FORMATS.get(suffix or path.suffix)
    if form is None:
        raise QueryError(f"{path}: no graph can be written by the suffix {path.suffix!r}; expected {', '.join(SUFFIXES)}")
    if form == ox.RdfFormat.N_QUADS:
        return write_nquads(store.quads(), path)
    statements: list[ox.Quad] | list[ox.Triple]
    if form.supports_datasets:
        statements = sorted(store.quads(), key=lambda quad: (str(quad.graph_name), str(quad)))
    else:
        statements = sorted({quad.triple for quad in store.quads()}, key=str)
    prefixes = None if form in (ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES) else {**PREFIXES, "id": store.settings.base}
    with _replacing(path) as output:
        if form == ox.RdfFormat.RDF_XML:
            output.write(_as_xml(statements, prefixes))
        else:
            ox.serialize(statements, output, format=form, prefixes=prefixes)
    return len(statements)


def write_nquads(quads: Iterable[ox.Quad], output: Path | IO[bytes]) -> int:
    """Write sorted N-Quads without duplicates to a path (aside, then renamed) or an open binary file; how many.

    Raises GraphError where the file cannot be written.
    """
    lines = sorted({f"{quad} .\n" for quad in quads})
    if isinstance(output, Path):
        with _replacing(output) as file:
            file.writelines(line.encode() for line in lines)
    else:
        output.writelines(line.encode() for line in lines)
    return len(lines)


def _as_xml(statements: Iterable[ox.Quad | ox.Triple], prefixes: dict[str, str] | None) -> bytes:
    """Carriage returns are written by number: a parser would make newlines of them."""
    triples = [_for_xml(each if isinstance(each, ox.Triple) else each.triple) for each in statements]
    written = io.BytesIO()
    ox.serialize(triples, written, format=ox.RdfFormat.RDF_XML, prefixes=prefixes)
    return written.getvalue().replace(b"\r", b"&#13;")


def _for_xml(triple: ox.Triple) -> ox.Triple:
    if not _LOCAL_NAME.search(triple.predicate.value):
        raise QueryError(f"{triple.predicate} cannot be written as RDF/XML, which needs a name at its end: write Turtle instead")
    value = triple.object
    if not isinstance(value, ox.Literal) or not _UNWRITABLE.search(value.value):
        return triple
    datatype = None if value.language else value.datatype
    plain = ox.Literal(_UNWRITABLE.sub("\ufffd", value.value), datatype=datatype, language=value.language)
    return ox.Triple(triple.subject, triple.predicate, plain)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    try:
        with aside(path) as file:
            yield file
    except OSError as error:
        raise GraphError(f"{path}: the graph cannot be written: {error.strerror or error}; choose another place") from error

"""What every exporter is, and what all share: values that any format can carry, and files that are never half written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from kg.aside import aside
from kg.errors import GraphError
from kg.export.network import Network, Value, to_networkx

if TYPE_CHECKING:
    import networkx

__all__ = ["Writer", "carried", "clean", "replacing"]

# XML 1.0 has no way at all to write these characters, not even escaped; NUL ends a string in Graphviz.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Writer(Protocol):
    """One format that a network is written in."""

    name: str
    """What the user types: `graphml`."""
    suffix: str
    description: str
    """What it is for and which programs open it, in a line."""

    def write(self, network: Network, path: Path) -> None:
        """Write the file, aside and then renamed. Same network, same bytes. Raises GraphError where it cannot be written."""


def clean(text: str) -> str:
    """The text with U+FFFD for each character that XML 1.0 cannot carry."""
    return _UNWRITABLE.sub("\ufffd", text)


def carried(network: Network) -> "networkx.MultiDiGraph":
    """A networkx graph whose every id and value is one that any format can carry."""
    import networkx

    graph, copy = to_networkx(network), networkx.MultiDiGraph()
    for node, values in graph.nodes(data=True):
        copy.add_node(clean(str(node)), **_carried(values))
    for source, target, key, values in graph.edges(keys=True, data=True):
        copy.add_edge(clean(str(source)), clean(str(target)), key=clean(str(key)), **_carried(values))
    return copy


def _carried(values: dict[str, Value]) -> dict[str, Value]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """An open file that takes the place of `path` once all is written; after an error, `path` is what it was.

    Raises GraphError where it cannot be written.
    """
    try:
        with aside(path) as file:
            yield file
    except OSError as error:
        raise GraphError(f"{path} cannot be written: {error.strerror or error}; choose another place with --out") from error

"""Which formats a network can be written in."""

import difflib
from pathlib import Path

from kg.errors import QueryError
from kg.export.dot import DOT, SVG
from kg.export.gexf import GEXF
from kg.export.graphml import GraphML
from kg.export.writer import Writer

__all__ = ["WRITERS", "writer"]

WRITERS: tuple[Writer, ...] = (GraphML(), GEXF(), DOT(), SVG())


def writer(name: str) -> Writer:
    """The writer of that format, by name or suffix. Raises QueryError that lists what there is."""
    wanted = name.lower().removeprefix(".")
    for each in WRITERS:
        if wanted in {each.name, Path(each.suffix).suffix.removeprefix(".")}:
            return each
    names = [each.name for each in WRITERS]
    near = difflib.get_close_matches(wanted, names, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise QueryError(f"there is no format {name!r}; choose one of {', '.join(names)}{hint}")

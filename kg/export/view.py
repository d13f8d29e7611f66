"""The views kept as files in `kg/data/views`: what is drawn as nodes and edges, in SPARQL, so that a new one needs no code.

A file opens with comment lines, and answers with one row for each fact behind an edge:

    # view: Who met whom
    # nodes: persons
    # edges: one for each two who took part in a meeting that was held
    # edge: met
    # directed: no
    # param place: text | optional | only what happened there

`?source` and `?target` are the ends. `?type`, a class, a property or a word, says of which type the edge is; without it the edge
is what `# edge:` calls it. Rows of one pair and type are one edge. `?fact` is what the row rests on: weight, dates, passages,
documents and topics are read from it. A row that rests on no fact may tell `?weight`, `?first`, `?last`, `?evidence` and
`?document` itself. `?directed` overrules `# directed:`. `?node` alone draws a thing that no edge leads to. An end that the view
makes up is called and drawn by `?sourceLabel` and `?sourceClass`, or `?targetLabel` and `?targetClass`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import resources
from kg.errors import DataError, QueryError
from kg.graph.matching import near
from kg.graph.queries import NamedQuery, parse

__all__ = ["DEFAULT_VIEW", "VARIABLES", "View", "catalogue", "find"]

DEFAULT_VIEW = "entities"
VARIABLES = {
    "node", "source", "target", "type", "fact", "directed", "weight", "first", "last", "evidence", "document",
    "sourceLabel", "sourceClass", "targetLabel", "targetClass",
}  # fmt: skip
"""What a view may answer with."""


@dataclass(frozen=True)
class View:
    """A view file, read."""

    name: str
    title: str
    """What it shows, in a line."""
    nodes: str
    """Which things it draws, in words."""
    edges: str
    edge: str
    """What an edge is called whose rows bind no type."""
    directed: bool
    query: NamedQuery
    """Its SPARQL and the parameters of its own."""


@cache
def catalogue() -> tuple[View, ...]:
    """Every view of `kg/data/views`, by name. Raises DataError where one is not as described above."""
    try:
        return tuple(_read(path) for path in sorted(resources.views().glob("*.rq")))
    except QueryError as error:
        raise DataError(f"{resources.views().name}/{error}") from None


def find(name: str) -> View:
    """The view of that name, or of a file of the user's own. Raises QueryError that lists what there is."""
    if name.endswith(".rq"):
        try:
            return _read(Path(name))
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{name}: the view cannot be read: {error}") from None
    views = {view.name: view for view in catalogue()}
    if name in views:
        return views[name]
    listed = near(name, views, 1)
    hint = f"; did you mean {listed[0]}?" if listed else ""
    raise QueryError(f"there is no view {name!r}; choose one of {', '.join(views)}, or give a file (.rq) of your own{hint}")


_HEADER = re.compile(r"#\s*(?P<key>view|nodes|edges|edge|directed)\s*:\s*(?P<value>.*?)\s*$")


def _read(path: Path) -> View:
    text = path.read_text(encoding="utf-8")
    told = {"nodes": "", "edges": "", "edge": "has to do with", "directed": "yes"}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HEADER.match(line):
            if match["key"] == "directed" and match["value"] not in ("yes", "no"):
                raise QueryError(f"{path.name}:{number}: `# directed:` is {match['value']!r}, expected yes or no")
            told[match["key"]] = match["value"]
    if not told.get("view"):
        raise QueryError(f"{path.name}: has no line that says what it shows; add one: # view: Who met whom")
    query = parse(text, path.stem)
    return View(path.stem, told["view"], told["nodes"], told["edges"], told["edge"], told["directed"] == "yes", query)

"""Where the package's own files lie, and how its tables are read. Nothing else knows a path.

In a wheel, `ontology.ttl`, `shapes.ttl` and `queries/` are carried inside the package (see pyproject.toml); in a checkout
they stand at the top level beside it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError

__all__ = [
    "Row",
    "capital_keys",
    "data",
    "first_column",
    "has",
    "ontology",
    "queries",
    "rules",
    "shapes",
    "table",
    "views",
    "web",
]

_PACKAGE = Path(__file__).resolve().parent


@cache
def _top(name: str) -> Path:
    for folder in (_PACKAGE / "_top", _PACKAGE.parent):
        if (folder / name).exists():
            return folder / name
    raise DataError(f"{name} is neither in {_PACKAGE} nor beside it: the installation is incomplete; reinstall the package")


def ontology() -> Path:
    """The ontology, in Turtle."""
    return _top("ontology.ttl")


def shapes() -> Path:
    """The SHACL shapes, in Turtle."""
    return _top("shapes.ttl")


def queries() -> Path:
    """The folder of named queries."""
    return _top("queries")


def rules() -> Path:
    """The folder of derivation rules (SPARQL CONSTRUCT), in the order of their file names."""
    return _PACKAGE / "data" / "rules"


def views() -> Path:
    """The folder of network views (SPARQL SELECT)."""
    return _PACKAGE / "data" / "views"


def web(name: str) -> Path:
    """A folder of what the web pages are made of: `templates` or `static`."""
    return _PACKAGE / "web" / name


def data(name: str) -> Path:
    """A file of `kg/data`, as `data("en/offices.tsv")`."""
    path = _PACKAGE / "data" / name
    if not path.exists():
        raise DataError(f"data file {name} is missing: the installation is incomplete; reinstall the package")
    return path


def has(name: str) -> bool:
    """Whether `kg/data` holds a file; a language may lack a lexicon."""
    return (_PACKAGE / "data" / name).exists()


class Row(NamedTuple):
    """One row of a table and where it stands."""

    line: int
    cells: tuple[str, ...]


def table(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Read a tab-separated table of `kg/data`: comment lines (`#`), a header, rows.

    Every file opens with comment lines that name its source and licence. Raises DataError with file and line where the
    header or a row's width is not as expected, or where a row stands twice.
    """
    seen: dict[str, int] = {}
    header: tuple[str, ...] | None = None
    for number, line in _lines(name):
        cells = tuple(line.split("\t"))
        if header is None:
            header = cells
            if header != columns:
                raise DataError(f"{name}:{number}: columns are {header}, expected {columns}")
            continue
        if len(cells) != len(columns):
            raise DataError(f"{name}:{number}: {len(cells)} cells, expected {len(columns)} ({', '.join(columns)})")
        if line in seen:
            raise DataError(f"{name}:{number}: the same row stands on line {seen[line]}; remove one")
        seen[line] = number
        yield Row(number, cells)


def first_column(name: str) -> list[str]:
    """The first cell of each row of a table, for who needs no more: the rows are not checked."""
    return [line.partition("\t")[0] for _, line in _lines(name)][1:]


def _lines(name: str) -> Iterator[tuple[int, str]]:
    """The header and the rows of a table, each with the number of its line."""
    lines = data(name).read_text(encoding="utf-8").split("\n")
    return ((number, line) for number, line in enumerate(lines, 1) if line and line[0] != "#")


@cache
def capital_keys() -> frozenset[str]:
    """The gazetteer's keys of the cities that are a state's capital."""
    columns = ("iso2", "iso3", "label_en", "label_fr", "label_ar", "label_es", "capital")
    return frozenset(row.cells[-1] for row in table("world/countries.tsv", columns))

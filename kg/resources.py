"""Where the package's own files lie, and how its tables are read. Nothing else knows a path.

In a wheel, `ontology.ttl`, `shapes.ttl` and `queries/` are carried inside the package (see pyproject.toml); in a checkout
they stand at the top level beside it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError

__all__ = ["Row", "data", "has", "ontology", "queries", "rules", "shapes", "table"]

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
    seen: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] | None = None
    with data(name).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or line == "\n":
                continue
            cells = tuple(line.rstrip("\n").split("\t"))
            if header is None:
                header = cells
                if header != columns:
                    raise DataError(f"{name}:{number}: columns are {header}, expected {columns}")
                continue
            if len(cells) != len(columns):
                raise DataError(f"{name}:{number}: {len(cells)} cells, expected {len(columns)} ({', '.join(columns)})")
            if cells in seen:
                raise DataError(f"{name}:{number}: the same row stands on line {seen[cells]}; remove one")
            seen[cells] = number
            yield Row(number, cells)

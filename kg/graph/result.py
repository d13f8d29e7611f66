"""What a SPARQL query answers, whichever kind it is."""

import html
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Literal as Choice

import msgspec
import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.sparql import Term

if TYPE_CHECKING:
    import pandas

__all__ = ["Kind", "Result", "Value", "plain", "value"]

Kind = Choice["select", "ask", "construct"]

Value = str | int | float | bool | Decimal | date | None
"""What a cell is in Python."""

_SHOWN = 50
"""Rows of a table that shows itself in a notebook."""
_XSD = "http://www.w3.org/2001/XMLSchema#"

_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "ttl": ox.RdfFormat.TURTLE,
}


class _Bindings(msgspec.Struct):
    bindings: list[msgspec.Raw]


class _Table(msgspec.Struct):
    """The JSON form of a SELECT's answer, whose rows are not looked into."""

    head: msgspec.Raw
    results: _Bindings


class Result:
    """The answer to one query, held in memory so that it can be read more than once.

    SELECT fills `variables` and `rows`, ASK `answer`, CONSTRUCT and DESCRIBE `triples` (sorted, without duplicates);
    the others stay empty.
    """

    def __init__(self, raw: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]) -> None:
        self.kind: Kind
        self.variables: tuple[str, ...] = ()
        self.answer: bool | None = None
        self.triples: tuple[ox.Triple, ...] = ()
        self._json = b""
        if isinstance(raw, ox.QuerySolutions):
            self.kind = "select"
            self.variables = tuple(variable.value for variable in raw.variables)
        elif isinstance(raw, ox.QueryBoolean):
            self.kind, self.answer = "ask", bool(raw)
        else:
            self.kind = "construct"
            self.triples = tuple(sorted(set(raw), key=str))
            return
        self._json = raw.serialize(format=ox.QueryResultsFormat.JSON) or b""

    @cached_property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """Terms in the order of `variables`; None where unbound."""
        if self.kind != "select":
            return ()
        solutions = ox.parse_query_results(self._json, ox.QueryResultsFormat.JSON)
        return tuple(tuple(row) for row in solutions) if isinstance(solutions, ox.QuerySolutions) else ()

    def __len__(self) -> int:
        """Rows of a SELECT, triples of a CONSTRUCT; one for an ASK."""
        return {"select": len(self.rows), "construct": len(self.triples), "ask": 1}[self.kind]

    def __bool__(self) -> bool:
        """What an ASK answered; whether the others hold anything."""
        return bool(self.answer) if self.kind == "ask" else len(self) > 0

    def __iter__(self) -> "Iterator[tuple[Term | None, ...] | ox.Triple]":
        """The rows of a SELECT, or the triples of a CONSTRUCT."""
        return iter(self.triples if self.kind == "construct" else self.rows)

    def __repr__(self) -> str:
        if self.kind == "ask":
            return f"<Result: {'yes' if self.answer else 'no'}>"
        noun = "row" if self.kind == "select" else "triple"
        columns = f" of {', '.join(self.variables)}" if self.kind == "select" else ""
        return f"<Result: {len(self):,} {noun}{'' if len(self) == 1 else 's'}{columns}>"

    def dicts(self) -> list[dict[str, Value]]:
        """The rows of a SELECT by column, with values of Python (see `value`)."""
        columns = self._columns()
        return [dict(zip(columns, map(value, row), strict=True)) for row in self._cells()]

    def frame(self) -> "pandas.DataFrame":
        """The answer as a `pandas.DataFrame`, a column a variable; of a CONSTRUCT, `subject`, `predicate` and `object`.

        Numbers, booleans and text have pandas' own types that know missing values, IRIs are text. A column of whole days only is
        of type `datetime64`; one with months and years among them stays text, as precise as told. Raises QueryError for an
        ASK, and where pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise QueryError("pandas is not installed, which data frames need; say: pip install 'bicoop[tables]'") from None
        columns = [[value(row[number]) for row in self._cells()] for number in range(len(self._columns()))]
        return pandas.DataFrame({name: _series(column) for name, column in zip(self._columns(), columns, strict=True)})

    def _columns(self) -> tuple[str, ...]:
        if self.kind == "ask":
            raise QueryError("an ASK query answers yes or no, which is no table; look at `answer`")
        return self.variables if self.kind == "select" else ("subject", "predicate", "object")

    def _cells(self) -> "list[tuple[Term | None, ...]]":
        return [(*triple,) for triple in self.triples] if self.kind == "construct" else list(self.rows)

    def _repr_html_(self) -> str:
        """A table as notebooks show it: IRIs as links, everything escaped, the first rows only."""
        if self.kind == "ask":
            return f"<p>{'yes' if self.answer else 'no'}</p>"
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self._columns())
        rows = self._cells()
        body = "".join(f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in rows[:_SHOWN])
        more = f", the first {_SHOWN} shown" if len(rows) > _SHOWN else ""
        noun = "row" if len(rows) == 1 else "rows"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{len(rows):,} {noun}{more}</p>"

    def part(self, first: int, count: int) -> "tuple[Result, int]":
        """So many rows of a SELECT from the one of that number (0 is the first), and how many there are in all."""
        table = msgspec.json.decode(self._json, type=_Table)
        whole = table.results.bindings
        table.results.bindings = whole[first : first + count]
        kept = ox.parse_query_results(msgspec.json.encode(table), ox.QueryResultsFormat.JSON)
        return Result(kept), len(whole)

    def serialize(self, format: str) -> bytes:  # noqa: A002
        """Bytes in `csv`, `tsv`, `json`, `xml` (SELECT), `json`, `xml` (ASK) or `nt`, `ttl`, `rdfxml`, `jsonld` (CONSTRUCT).

        Raises QueryError, which lists the formats that this kind of answer has.
        """
        if self.kind == "construct":
            if format in _GRAPHS:
                return ox.serialize(self.triples, format=_GRAPHS[format]) or b""
            known = sorted(_GRAPHS)
        else:
            known = sorted(_TABLES) if self.kind == "select" else ["json", "xml"]
            if format in known:
                return ox.parse_query_results(self._json, ox.QueryResultsFormat.JSON).serialize(format=_TABLES[format]) or b""
        raise QueryError(f"a {self.kind.upper()} query cannot be given as {format!r}; choose one of {', '.join(known)}")


def plain(cell: Term | None) -> str:
    """A cell as text: an IRI, the words of a literal without its language or type; empty where it is unbound."""
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, ox.Triple) else cell.value


def value(cell: Term | None) -> Value:
    """A cell as Python has it: int, float, Decimal, bool, a `date` for a whole day; all else, and what is ill-formed, as text."""
    if cell is None:
        return None
    if isinstance(cell, ox.Literal):
        kind = cell.datatype.value.removeprefix(_XSD)
        try:
            if kind in _NUMBERS:
                return _NUMBERS[kind](cell.value)
            if kind == "boolean":
                return {"true": True, "1": True, "false": False, "0": False}[cell.value]
            if kind == "date":
                return date.fromisoformat(cell.value)
        except (ValueError, KeyError, ArithmeticError):
            return cell.value
    return plain(cell)


_NUMBERS: dict[str, type[int] | type[float] | type[Decimal]] = {
    "integer": int, "int": int, "long": int, "short": int, "byte": int, "nonNegativeInteger": int, "positiveInteger": int,
    "decimal": Decimal, "double": float, "float": float,
}  # fmt: skip


def _series(column: list[Value]) -> "pandas.Series[object]":
    """A column of a frame, of the type that all its values have."""
    import pandas

    kinds = {type(each) for each in column if each is not None}
    if kinds == {date}:
        return pandas.Series(pandas.to_datetime(pandas.Series(column, dtype="object")))
    if kinds and kinds <= {int, float, Decimal} and kinds != {int}:
        return pandas.Series([None if each is None else float(each) for each in column], dtype="Float64")  # type: ignore[arg-type]
    dtype = {int: "Int64", bool: "boolean"}.get(next(iter(kinds)), "string") if len(kinds) == 1 else "string"
    if dtype == "string":
        return pandas.Series([None if each is None else str(each) for each in column], dtype="string")
    return pandas.Series(column, dtype=dtype)


def _shown(cell: Term | None) -> str:
    """A cell as HTML. Only addresses of the web become links: a text may hold any IRI."""
    text = html.escape(plain(cell))
    if isinstance(cell, ox.NamedNode) and cell.value.startswith(("https://", "http://")):
        return f'<a href="{text}" rel="noreferrer">{text}</a>'
    return text

"""Tables of nodes and edges: CSV for spreadsheets, Parquet for data frames."""

import importlib.util
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from kg.errors import QueryError
from kg.export.columns import Column, edge_columns, edge_row, node_columns, node_row
from kg.export.network import Kind, Network, Value
from kg.export.writer import clean, replacing_folder, write_lines

__all__ = ["CSV", "Parquet", "harmless"]

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet runs (OWASP, CSV Injection), the wide forms of East Asian keyboards too."""
_GROUP = 20_000
"""Rows that Parquet packs together."""

_Row: TypeAlias = list[Value | None]


class CSV:
    """A folder with nodes.csv and edges.csv, as a spreadsheet opens them by a double click: UTF-8 with its mark, commas, CRLF.

    Nothing in it is run: a text that begins with = + - @, a tab or a line break has an apostrophe before it. Programs that read
    the values rather take Parquet, or the folder of `neo4j`, where they are verbatim.
    """

    name = "csv"
    suffix = ".tables"
    description = "a folder with nodes.csv and edges.csv: spreadsheets, pandas, R"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges; memory does not grow."""
        with replacing_folder(path, self.name) as folder:
            write_lines(folder / "nodes.csv", _csv(["id", *_names(node_columns(network))], _nodes(network)))
            write_lines(folder / "edges.csv", _csv([*_ENDS, *_names(edge_columns(network))], _edges(network)))


class Parquet:
    """A folder with nodes.parquet and edges.parquet, columns typed, values verbatim.

    Needs pyarrow: `pip install 'bicoop[tables]'`.
    """

    name = "parquet"
    suffix = ".parquet"
    description = "a folder with nodes.parquet and edges.parquet: pandas, Polars, DuckDB, Spark"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges, some thousand rows at a time. Raises QueryError where pyarrow is missing."""
        if importlib.util.find_spec("pyarrow") is None:
            raise QueryError(
                "Parquet is written by pyarrow, which is not installed: say `pip install 'bicoop[tables]'`, or export csv"
            )
        with replacing_folder(path, self.name) as folder:
            columns = (Column("id", "str"), *node_columns(network))
            _write_parquet(folder / "nodes.parquet", columns, _nodes(network))
            columns = (*(Column(name, "str") for name in _ENDS), *edge_columns(network))
            _write_parquet(folder / "edges.parquet", columns, _edges(network))


_ENDS = ("id", "source", "target")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def _nodes(network: Network) -> Iterator[_Row]:
    for node in network.nodes:
        yield [node.id, *node_row(node, network)]


def _edges(network: Network) -> Iterator[_Row]:
    for edge in network.edges:
        yield [edge.id, edge.source, edge.target, *edge_row(edge, network)]


def _names(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns]


def _csv(header: list[str], rows: Iterator[_Row]) -> Iterator[str]:
    yield "\ufeff" + ",".join([_cell(name) for name in header]) + "\r\n"
    for row in rows:
        yield ",".join([_cell(value) for value in row]) + "\r\n"


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + harmless(clean(value)).replace('"', '""') + '"'
    return repr(value)


def _write_parquet(path: Path, columns: tuple[Column, ...], rows: Iterator[_Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types: Mapping[Kind, pa.DataType] = {"str": pa.string(), "date": pa.string(), "int": pa.int64(), "float": pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns])
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        while group := list(islice(rows, _GROUP)):
            cells = [[clean(cell) if isinstance(cell, str) else cell for cell in column] for column in zip(*group, strict=True)]
            arrays = [pa.array(column, type=field.type) for column, field in zip(cells, schema, strict=True)]
            file.write_batch(pa.record_batch(arrays, schema=schema))

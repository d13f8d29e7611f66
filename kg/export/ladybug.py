"""Ladybug (https://docs.ladybugdb.com), the embedded graph database that goes on with Kùzu: CSV and the script that loads it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.export.bulk import csv_line
from kg.export.columns import Column, edge_columns, edge_row, node_columns, node_row
from kg.export.cypher import cypher_name, cypher_string, relationship_type
from kg.export.network import Edge, Kind, Network, Value
from kg.export.writer import replacing_folder, write_lines

__all__ = ["Ladybug"]

_TYPES: Mapping[Kind, str] = {"str": "STRING", "date": "STRING", "int": "INT64", "float": "DOUBLE"}
_OPTIONS = "HEADER=true, DELIM=',', QUOTE='\"', ESCAPE='\"', PARALLEL=false"
"""RFC 4180; a text may go over several lines, which Ladybug reads by one thread only."""
_HELD = 2000
"""Lines held for a file before they are written."""


class Ladybug:
    """A folder: a CSV of nodes for each type, one of relationships for each type and pair of types it joins, and load.cypher.

    Run the script from within the folder. Types of nodes and of relationships are tables; memory grows with the number of nodes,
    since each one's type is remembered. Values are those of the network, verbatim: no spreadsheet should open these files.
    """

    name = "ladybug"
    suffix = ".ladybug"
    description = "a folder of CSV with the script that loads it: Ladybug (once Kùzu)"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. Two walks over nodes and edges."""
        types = {node.id: node.type for node in network.nodes}
        taken = {type_.casefold() for type_ in types.values()}
        joins = sorted({_join(edge, types, taken) for edge in network.edges})
        node_files = {type_: f"nodes-{number}.csv" for number, type_ in enumerate(sorted(set(types.values())))}
        edge_files = {join: f"edges-{number}.csv" for number, join in enumerate(joins)}
        nodes = ((node_files[node.type], [node.id, *node_row(node, network)]) for node in network.nodes)
        edges = (
            (
                edge_files[_join(edge, types, taken)],
                [edge.source, edge.target, edge.id, *edge_row(edge, network)],
            )
            for edge in network.edges
        )
        with replacing_folder(path, self.name) as folder:
            write_lines(folder / "load.cypher", _script(network, node_files, edge_files))
            _spread(nodes, ["id", *_names(node_columns(network))], folder)
            _spread(edges, ["from", "to", "id", *_names(edge_columns(network))], folder)


class _Join(NamedTuple):
    """A table of relationships between two types of nodes."""

    table: str
    source: str
    target: str


def _join(edge: Edge, types: Mapping[str, str], taken: Collection[str]) -> _Join:
    """`HAS_COUNTRY` where `Country` is a table of nodes: Ladybug's names are the same in capitals."""
    table = relationship_type(edge.type)
    table = f"HAS_{table}" if table.casefold() in taken else table
    return _Join(table, types[edge.source], types[edge.target])


def _script(network: Network, node_files: Mapping[str, str], edge_files: Mapping[_Join, str]) -> Iterator[str]:
    for type_ in node_files:
        columns = ", ".join(["id STRING PRIMARY KEY", *_typed(node_columns(network))])
        yield f"CREATE NODE TABLE {cypher_name(type_)} ({columns});\n"
    for table in sorted({join.table for join in edge_files}):
        pairs = [f"FROM {cypher_name(join.source)} TO {cypher_name(join.target)}" for join in edge_files if join.table == table]
        columns = ", ".join([*pairs, "id STRING", *_typed(edge_columns(network))])
        yield f"CREATE REL TABLE {cypher_name(table)} ({columns});\n"
    for type_, file in node_files.items():
        yield f"COPY {cypher_name(type_)} FROM '{file}' ({_OPTIONS});\n"
    for join, file in edge_files.items():
        ends = f"FROM={cypher_string(join.source)}, TO={cypher_string(join.target)}"
        yield f"COPY {cypher_name(join.table)} FROM '{file}' ({_OPTIONS}, {ends});\n"


def _spread(rows: Iterable[tuple[str, list[Value | None]]], header: list[str], folder: Path) -> None:
    """Rows to the files that they are for, some at a time: there may be more files than a process may have open."""
    waiting: dict[str, list[str]] = {}
    for file, row in rows:
        lines = waiting.setdefault(file, [])
        if not lines and not (folder / file).exists():
            lines.append(csv_line([*header]))
        lines.append(csv_line(row))
        if len(lines) >= _HELD:
            _append(folder / file, lines)
            lines.clear()
    for file, lines in waiting.items():
        _append(folder / file, lines)


def _append(path: Path, lines: list[str]) -> None:
    with path.open("ab") as file:
        file.write("".join(lines).encode("utf-8"))


def _typed(columns: Iterable[Column]) -> list[str]:
    return [f"{cypher_name(name)} {_TYPES[kind]}" for name, kind in columns]


def _names(columns: Iterable[Column]) -> list[str]:
    return [column.name for column in columns]

"""Neo4j: files for `neo4j-admin database import`, as https://neo4j.com/docs/operations-manual/current/import/ describes them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.export.bulk import csv_line
from kg.export.columns import Column, edge_columns, edge_row, node_columns, node_row
from kg.export.cypher import COMMON, relationship_type
from kg.export.network import Kind, Network
from kg.export.writer import replacing_folder, write_lines

__all__ = ["Neo4j"]

_TYPES: Mapping[Kind, str] = {"str": "string", "date": "string", "int": "long", "float": "double"}
_IMPORT = """\
Import these files into a new database with the server stopped:

    neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv --multiline-fields=true cooperation

Texts stand here as they are. Do not open the files in a spreadsheet, which would take a text that begins with = for a formula:
`kg export csv` writes files for spreadsheets.
"""


class Neo4j:
    """A folder with nodes.csv and relationships.csv, typed by their headers, and the command that imports them.

    Each node has its type and `Thing` for labels and its IRI as the property `id`; dates are texts, since Neo4j has none that
    ends with the month. Values are those of the network, verbatim: no spreadsheet should open these files.
    """

    name = "neo4j"
    suffix = ".neo4j"
    description = "a folder of CSV for neo4j-admin: Neo4j"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges; memory does not grow."""
        with replacing_folder(path, self.name) as folder:
            (folder / "README.txt").write_text(_IMPORT, encoding="utf-8", newline="\n")
            write_lines(folder / "nodes.csv", _nodes(network))
            write_lines(folder / "relationships.csv", _relationships(network))


def _nodes(network: Network) -> Iterator[str]:
    columns = [column for column in node_columns(network) if column.name != "type"]
    yield csv_line(["id:ID", *_headers(columns), ":LABEL"])
    at = node_columns(network).index(Column("type", "str"))
    for node in network.nodes:
        row = node_row(node, network)
        yield csv_line([node.id, *row[:at], *row[at + 1 :], f"{COMMON};{node.type}"])


def _relationships(network: Network) -> Iterator[str]:
    columns = [column for column in edge_columns(network) if column.name != "type"]
    yield csv_line([":START_ID", ":END_ID", "id:string", *_headers(columns), ":TYPE"])
    at = edge_columns(network).index(Column("type", "str"))
    for edge in network.edges:
        row = edge_row(edge, network)
        yield csv_line([edge.source, edge.target, edge.id, *row[:at], *row[at + 1 :], relationship_type(edge.type)])


def _headers(columns: Iterable[Column]) -> list[str]:
    return [f"{name}:{_TYPES[kind]}" for name, kind in columns]

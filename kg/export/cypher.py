"""Cypher (https://opencypher.org): a script for `cypher-shell`, and names and strings as Cypher writes them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.export.columns import Column, edge_columns, edge_row, node_columns, node_row
from kg.export.network import Network, Value
from kg.export.writer import clean, write_lines

__all__ = ["COMMON", "Cypher", "cypher_name", "cypher_string", "relationship_type"]

COMMON = "Thing"
"""A label that every node has, so that one constraint keeps all ids unique."""
_BATCH = 500


class Cypher:
    """A script that creates the network in an empty database, some hundred nodes or relationships a statement.

    Text stands in it only as string literals, in which quotes, backslashes, newlines and all that is not printed are escaped, and
    as names between backticks: no name of a thing can end its literal and be run.
    """

    name = "cypher"
    suffix = ".cypher"
    description = "a Cypher script: Neo4j; other databases that speak Cypher, without its first statement"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges; memory grows with the number of types only."""
        write_lines(path, _script(network))


def relationship_type(type_: str) -> str:
    """A type of edges as Cypher writes them: `holdsPost` to HOLDS_POST."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", clean(type_)).upper()


def cypher_string(text: str) -> str:
    """A string literal of Cypher, on one line."""
    return "'" + "".join(_escaped(character) for character in clean(text)) + "'"


def cypher_name(name: str) -> str:
    """A label, type or property between backticks."""
    return "`" + clean(name).replace("`", "``") + "`"


def _script(network: Network) -> Iterator[str]:
    yield f"// {clean(network.title).splitlines()[0] if network.title else 'A network'}, written by kg for an empty database.\n"
    yield f"CREATE CONSTRAINT kg_id IF NOT EXISTS FOR (n:{COMMON}) REQUIRE n.id IS UNIQUE;\n"
    columns = node_columns(network)
    nodes = ((node.type, _map({"id": node.id, **_row(columns, node_row(node, network))})) for node in network.nodes)
    for type_, rows in _batches(nodes):
        yield from _unwound(rows)
        yield f"CREATE (n:{COMMON}:{cypher_name(type_)}) SET n = row;\n"
    columns = edge_columns(network)
    edges = (
        (edge.type, _ends(edge.source, edge.target, {"id": edge.id, **_row(columns, edge_row(edge, network))}))
        for edge in network.edges
    )
    for type_, rows in _batches(edges):
        yield from _unwound(rows)
        yield f"MATCH (a:{COMMON} {{id: row.a}})\nMATCH (b:{COMMON} {{id: row.b}})\n"
        yield f"CREATE (a)-[r:{cypher_name(relationship_type(type_))}]->(b) SET r = row.r;\n"


def _unwound(rows: list[str]) -> Iterator[str]:
    yield f"UNWIND [\n{rows[0]}"
    yield from (f",\n{row}" for row in rows[1:])
    yield "\n] AS row\n"


def _batches(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Rows of one type together, a batch when it is full, what is left at the end."""
    waiting: dict[str, list[str]] = {}
    for type_, row in rows:
        batch = waiting.setdefault(type_, [])
        batch.append(row)
        if len(batch) == _BATCH:
            yield type_, batch
            waiting[type_] = []
    yield from ((type_, batch) for type_, batch in sorted(waiting.items()) if batch)


def _row(columns: tuple[Column, ...], row: list[Value | None]) -> dict[str, Value]:
    return {name: value for (name, _), value in zip(columns, row, strict=True) if value is not None and name != "type"}


def _ends(source: str, target: str, values: Mapping[str, Value]) -> str:
    return f"{{a: {cypher_string(source)}, b: {cypher_string(target)}, r: {_map(values)}}}"


def _map(values: Mapping[str, Value]) -> str:
    """A map literal of Cypher."""
    texts = ((name, cypher_string(value) if isinstance(value, str) else repr(value)) for name, value in values.items())
    return "{" + ", ".join(f"{cypher_name(name)}: {text}" for name, text in texts) + "}"


def _escaped(character: str) -> str:
    """As `\\uXXXX` where it is not printed: a line break of Unicode, or a mark that turns the direction of the line."""
    if character in "\\'":
        return "\\" + character
    if character.isprintable() or ord(character) > 0xFFFF:
        return character
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, f"\\u{ord(character):04x}")

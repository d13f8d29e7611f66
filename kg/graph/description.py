"""What the graph says of one thing, as statements: for who reads it by machine."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.store import Store
from kg.graph.terms import BC

__all__ = ["description"]

_NODES = ox.NamedNode | ox.BlankNode


def description(store: Store, node: ox.NamedNode, most: int) -> Iterator[ox.Quad]:
    """Every statement of the thing, every one that leads to it, and the passages it was read in, each in its graphs, in order.

    Of a document, all that it says. At most `most` statements are looked for, so that who asks for one more than it wants sees
    whether there are more.
    """
    if store.query(f"ASK {{ {node} a <{BC.iri}Document> }}").answer:
        pattern = f"GRAPH {node} {{ ?subject ?property ?value }} BIND({node} AS ?graph)"
    else:
        pattern = f"""{{ {{ VALUES ?subject {{ {node} }} }} UNION {{ VALUES ?value {{ {node} }} }}
            UNION {{ {node} <{BC.iri}evidence> ?subject }} GRAPH ?graph {{ ?subject ?property ?value }} }}"""
    rows = store.query(f"SELECT DISTINCT ?graph ?subject ?property ?value WHERE {{ {pattern} }} LIMIT {most}").rows
    for graph, subject, property_, value in sorted(rows, key=str):
        if (
            isinstance(graph, _NODES)
            and isinstance(subject, _NODES)
            and isinstance(property_, ox.NamedNode)
            and value is not None
        ):
            yield ox.Quad(subject, property_, value, graph)

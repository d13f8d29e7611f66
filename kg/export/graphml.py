"""GraphML (http://graphml.graphdrawing.org), as networkx writes it."""

from pathlib import Path

from kg.export.network import Network
from kg.export.writer import carried, replacing

__all__ = ["GraphML"]


class GraphML:
    """Every value is a typed attribute; edges have ids of their own."""

    name = "graphml"
    suffix = ".graphml"
    description = "GraphML: igraph, networkx, Cytoscape, Gephi, yEd"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. The writer of the standard library, so that the bytes do not hang on whether lxml is installed."""
        from networkx.readwrite.graphml import GraphMLWriter

        writer = GraphMLWriter(graph=carried(network), named_key_ids=False)
        with replacing(path) as file:
            writer.dump(file)
            file.write(b"\n")

"""GEXF 1.3 (https://gexf.net), as networkx writes it, with colours and shapes for Gephi."""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.network import Network
from kg.export.writer import carried, replacing

if TYPE_CHECKING:
    import networkx

__all__ = ["GEXF"]

# GEXF knows four shapes; what is not near one of them is a disc.
_SHAPES = {"rectangle": "square", "hexagon": "square", "octagon": "square", "triangle": "triangle", "diamond": "diamond"}


class GEXF:
    """Colour, shape and size are written as GEXF's own; the relation's type is an attribute, since GEXF's `type` is direction."""

    name = "gexf"
    suffix = ".gexf"
    description = "GEXF 1.3: Gephi, sigma.js, graphology, networkx"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. The date of writing, which networkx puts in, is taken out: same network, same bytes."""
        from networkx.readwrite.gexf import GEXFWriter

        writer = GEXFWriter(version="1.3")
        writer.add_graph(_drawn(carried(network)))
        for meta in writer.xml.iter("meta"):
            meta.attrib.pop("lastmodifieddate", None)
        with replacing(path) as file:
            writer.write(file)
            file.write(b"\n")


def _drawn(network: "networkx.MultiDiGraph") -> "networkx.MultiDiGraph":
    for _, values in network.nodes(data=True):
        red, green, blue = (int(str(values["colour"])[at : at + 2], 16) for at in (1, 3, 5))
        values["viz"] = {
            "color": {"r": red, "g": green, "b": blue},
            "shape": _SHAPES.get(str(values["shape"]), "disc"),
            "size": float(values["size"]),
        }
    for *_, values in network.edges(keys=True, data=True):
        values["relation"] = values.pop("type")
    return network

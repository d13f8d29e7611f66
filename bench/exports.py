"""Writing big networks: processor seconds and peak memory of our writers beside networkx's own, at growing sizes, in one run.

    python bench/exports.py [--edges 10000,100000,1000000] [--formats gexf,graphml,csv] [--peer-edges 1000000] [--out FILE.json]

The network is made up: a tenth as many nodes as edges, with the attributes, colours, places and dates of a view of real texts.
Each writer writes each size in a process of its own. Ours are given a network whose nodes and edges are made while they are
walked, networkx its graph, which must be whole. What making costs (a walk that writes nothing; the building of the graph) is
told apart from the writing on both sides, and the last column compares the writing alone. Beside CSV stands networkx's list of
edges with their values.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reading_speed import ROOT, peak_mb

from kg.export.formats import writer
from kg.export.network import Edge, Network, Node, to_networkx

EDGES = (10_000, 100_000, 1_000_000)
FORMATS = ("gexf", "graphml", "csv")
_TYPES = ("Person", "Country", "Organization", "Agreement", "Place")
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
_QUOTE = "The two ministers stressed the “excellent” relations between both countries & agreed to meet again, said No. {}."


@dataclass(frozen=True)
class Nodes:
    """Nodes that are made while they are walked."""

    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Node]:
        for number in range(self.count):
            kind = number % 5
            yield Node(
                f"https://example.org/id/{number}", f"Thing No. {number} – شيء", _TYPES[kind],
                {"country": f"{number % 200:03}", "degree": 20}, colour=_COLOURS[kind], shape="ellipse", size=10.0 + number % 30,
                x=number % 1009 / 3, y=number % 997 / 7,
            )  # fmt: skip


@dataclass(frozen=True)
class Edges:
    """Edges that are made while they are walked."""

    count: int
    nodes: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Edge]:
        for number in range(self.count):
            source, target = number % self.nodes, (number * 7919 + 13) % self.nodes
            day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
            yield Edge(
                f"e{number}", f"https://example.org/id/{source}", f"https://example.org/id/{target}", "met", "Meeting",
                weight=1.0 + number % 9, values={"documents": number % 5 + 1, "evidence": _QUOTE.format(number)},
                start=day, end=day, colour="#999999",
            )  # fmt: skip


def network(edges: int) -> Network:
    """So many edges between a tenth as many nodes."""
    nodes = max(2, edges // 10)
    attributes = {"country": "str", "degree": "int"}, {"documents": "int", "evidence": "str"}
    return Network("bench", "A made-up network", Nodes(nodes), Edges(edges, nodes), *attributes)  # type: ignore[arg-type]


def ours(edges: int, form: str, folder: Path) -> dict[str, float]:
    """Seconds and peak megabytes of our writer."""
    drawn = network(edges)
    begun = time.process_time()
    made = sum(1 for walked in (drawn.nodes, drawn.edges) for _ in walked)
    walk = time.process_time() - begun
    writer(form).write(drawn, folder / "ours")
    seconds = time.process_time() - begun - 2 * walk
    return {"things": made, "seconds": seconds, "making_seconds": walk, "peak_mb": peak_mb()}


def theirs(edges: int, form: str, folder: Path) -> dict[str, float]:
    """The same of networkx's; what GEXF draws by is put where networkx looks for it."""
    import networkx

    begun = time.process_time()
    graph = to_networkx(network(edges))
    if form == "gexf":
        for _, values in graph.nodes(data=True):
            red, green, blue = (int(values["colour"][at : at + 2], 16) for at in (1, 3, 5))
            place = {"x": values.pop("x"), "y": values.pop("y"), "z": 0.0}
            values["viz"] = {"color": {"r": red, "g": green, "b": blue}, "size": values.pop("size"), "position": place}
        for *_, values in graph.edges(keys=True, data=True):
            values["relation"] = values.pop("type")
    built = time.process_time()
    path = folder / "theirs"
    writers: dict[str, Callable[[], None]] = {
        "gexf": lambda: networkx.write_gexf(graph, path, version="1.3"),
        "graphml": lambda: networkx.write_graphml_xml(graph, path),
        "csv": lambda: networkx.write_edgelist(graph, path, delimiter=",", data=True),
    }
    writers[form]()
    seconds = time.process_time() - built
    return {"things": len(graph) + edges, "seconds": seconds, "making_seconds": built - begun, "peak_mb": peak_mb()}


def measured(who: str, form: str, edges: int) -> dict[str, float]:
    """One writer at one size, in a process of its own."""
    command = [sys.executable, __file__, "--only", f"{who},{form},{edges}"]
    result: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return result


def main() -> None:
    """Measure each, print a table, or be one of the processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", default=",".join(map(str, EDGES)), help="numbers of edges, by comma")
    parser.add_argument("--formats", default=",".join(FORMATS), help="formats, by comma")
    parser.add_argument("--peer-edges", help="the sizes that networkx writes too; all, unless said")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "exports.json")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        who, form, edges = options.only.split(",")
        with tempfile.TemporaryDirectory() as folder:
            json.dump((ours if who == "ours" else theirs)(int(edges), form, Path(folder)), sys.stdout)
        return
    sizes = [int(size) for size in options.edges.split(",")]
    peer_sizes = {int(size) for size in options.peer_edges.split(",")} if options.peer_edges else set(sizes)
    results: list[dict[str, object]] = []
    print(f"{'':<18}{'ours':^28}{'networkx':^28}")
    print(f"{'format':<8}{'edges':>10}" + f"{'writing s':>11}{'making s':>9}{'peak MB':>8}" * 2 + f"{'times faster':>14}")
    for form in options.formats.split(","):
        for size in sizes:
            our = measured("ours", form, size)
            line = f"{form:<8}{size:>10,}{our['seconds']:>11.2f}{our['making_seconds']:>9.2f}{our['peak_mb']:>8.0f}"
            row: dict[str, object] = {"format": form, "edges": size, "ours": our}
            if size in peer_sizes:
                their = row["networkx"] = measured("theirs", form, size)
                faster = their["seconds"] / our["seconds"]
                line += f"{their['seconds']:>11.2f}{their['making_seconds']:>9.2f}{their['peak_mb']:>8.0f}{faster:>14.1f}"
            print(line, flush=True)
            results.append(row)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()

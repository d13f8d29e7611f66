"""`kg serve`."""

import tempfile
from argparse import Namespace
from pathlib import Path

from kg.cli.output import say
from kg.cli.parser import DEFAULT_GRAPH
from kg.errors import NoGraphError

__all__ = ["serve"]


def serve(arguments: Namespace) -> int:
    """Answer SPARQL over HTTP until stopped."""
    from kg.web.limits import Limits
    from kg.web.serve import bound, run

    with bound(arguments.host, arguments.port) as channel, tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        host, port = channel.getsockname()[:2]
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        directory = arguments.store or _unpacked(arguments.graph, Path(folder))
        run(directory, channel, Limits(), arguments.default_graph, lambda: say(f"serving {directory} at http://{where}/sparql"))
    return 0


def _unpacked(file: Path | None, folder: Path) -> Path:
    """A graph file as a store, which its many readers share."""
    from kg.graph.store import Store

    if file is None and not DEFAULT_GRAPH.exists():
        raise NoGraphError(
            f"there is no graph at {DEFAULT_GRAPH}: make one with `kg build PATH`, or name one with --graph FILE or --store DIR"
        )
    Store.unpack(file or DEFAULT_GRAPH, folder / "store")
    return folder / "store"

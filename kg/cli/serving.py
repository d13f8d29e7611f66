"""`kg serve`."""

import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from kg.cli.output import say
from kg.cli.parser import DEFAULT_GRAPH
from kg.errors import NoGraphError, QueryError

if TYPE_CHECKING:
    from kg.web.limits import Limits, Options

__all__ = ["serve"]

_TOKEN = "KG_TOKEN"
_SHORTEST = 16


def serve(arguments: Namespace) -> int:
    """Answer SPARQL over HTTP until stopped."""
    from kg.web.app import Front
    from kg.web.log import AccessLog
    from kg.web.serve import bound, run

    with (
        bound(arguments.host, arguments.port) as channel,
        tempfile.TemporaryDirectory(prefix="kg-serve-") as folder,
        _log(arguments.log) as log,
    ):
        host, port = channel.getsockname()[:2]
        options = _options(arguments, host)
        directory = arguments.store or _unpacked(arguments.graph, Path(folder))
        front = Front(directory, _limits(arguments), options, AccessLog(log))
        where = options.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
        run(front, channel, lambda: say(f"serving {arguments.store or arguments.graph or DEFAULT_GRAPH} at {where}/sparql"))
    return 0


def _limits(arguments: Namespace) -> "Limits":
    from kg.web.limits import Limits

    given = {
        "seconds": arguments.time_limit,
        "rows": arguments.row_limit,
        "bytes": arguments.byte_limit and arguments.byte_limit << 20,
        "memory": arguments.memory_limit and arguments.memory_limit << 20,
        "queries": arguments.processes,
    }
    return Limits(**{name: value for name, value in given.items() if value is not None})


def _options(arguments: Namespace, host: str) -> "Options":
    """Who may do what. Bound to loopback, the server answers to no name but this machine's, and that of its public address."""
    from kg.web.limits import LOOPBACK, Options

    loopback = ip_address(host).is_loopback
    public = (arguments.public_url or "").rstrip("/")
    names = LOOPBACK | {host, urlsplit(public).hostname or host} if loopback else frozenset()
    origins = frozenset(arguments.cors or (["local"] if loopback else ["*"]))
    return Options(arguments.default_graph, _token(arguments.token_file), origins, names, public)


def _token(file: Path | None) -> str | None:
    """The secret that lets its bearer write."""
    token = os.environ.get(_TOKEN)
    where = _TOKEN
    if file is not None:
        where = str(file)
        try:
            token = file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise QueryError(f"{file} cannot be read: {error.strerror}; give the file that holds the token") from error
    if token is not None and len(token) < _SHORTEST:
        raise QueryError(f"{where}: a token has at least {_SHORTEST} characters; make one with: openssl rand -hex 32")
    return token


@contextmanager
def _log(file: Path | None) -> Iterator[IO[bytes] | None]:
    """Where requests are told of: standard error, a file, or with `none` nowhere."""
    if file is None:
        with open(sys.stderr.fileno(), "wb", buffering=0, closefd=False) as output:  # no lock that a stuck write could hold
            yield output
    elif str(file) == "none":
        yield None
    else:
        try:
            with file.open("ab", buffering=0) as output:
                yield output
        except OSError as error:
            raise QueryError(f"{file} cannot be written: {error.strerror}; choose another place with --log") from error


def _unpacked(file: Path | None, folder: Path) -> Path:
    """A graph file as a store, which its many readers share."""
    from kg.graph.store import Store

    if file is None and not DEFAULT_GRAPH.exists():
        raise NoGraphError(
            f"there is no graph at {DEFAULT_GRAPH}: make one with `kg build PATH`, or name one with --graph FILE or --store DIR"
        )
    Store.unpack(file or DEFAULT_GRAPH, folder / "store")
    return folder / "store"

"""What a server is started with: how much one request, and all of them together, may take; who may do what."""

import os
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

__all__ = ["LOOPBACK", "DefaultGraph", "Limits", "Options", "host_of"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine for itself."""

DefaultGraph = Literal["union", "strict"]
"""What a query sees outside GRAPH when it names no graphs: all that is told, or the unnamed graph alone."""

_MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What a server allows. Every limit that is reached is told to the client; none ends an answer silently."""

    seconds: float = 30.0
    """From the beginning of a query to the last byte of its answer; then its process is killed."""
    rows: int = 1_000_000
    """Rows of a table, or triples of a graph."""
    bytes: int = 256 * _MIB
    """Of one answer, before it is compressed."""
    memory: int = 2048 * _MIB
    """Of one process that answers queries."""
    queries: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    """Processes of one front that stand ready, and so queries that run at once: one for each core, since more only take turns."""
    aside: float = 0.5
    """Seconds after which a query counts as a long one: another process takes its place, so that short ones never wait for it."""
    long: int = 4
    """Long queries at once; when there are more and others wait, those above it are turned out."""
    waiting: int = 256
    """Queries that wait for a process; the next one is told to come again."""
    patience: float = 10.0
    """Seconds that a query waits at most."""
    body: int = 4 * _MIB
    """Bytes of a request's body."""
    query: int = _MIB
    """Bytes of a query's text."""
    header: int = 64 * 1024
    """Bytes of a request's line and headers."""
    arrival: float = 10.0
    """Seconds in which a request's headers, and then its body, are to arrive."""
    idle: float = 5.0
    """Seconds that a connection stays open after an answer when nothing more is asked on it."""
    connections: int = 1024
    """Connections that one front keeps open."""
    hold: int = _MIB
    """Bytes of an answer that are held back: where a limit is reached before, the client gets an error instead of a part."""


@dataclass(frozen=True)
class Options:
    """What a server answers, and to whom."""

    default_graph: DefaultGraph = "union"
    token: str | None = None
    """Who gives it may write; None, and nobody may."""
    origins: frozenset[str] = frozenset({"local"})
    """Pages whose scripts may read what is answered: `local` for all of this machine, `*` for all, or `https://a.example`."""
    hosts: frozenset[str] = frozenset()
    """Names that the server answers to; none for any. A page elsewhere may have its own name lead here, to be let in."""
    public_url: str = ""
    """The address that clients use, without a slash at the end, where it is not the one that their requests name."""


@lru_cache(maxsize=256)
def host_of(url: str) -> str:
    """The host that an address names, without its port; empty where it names none or is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""

"""Runs a front on a port until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kg.errors import GraphError
from kg.web.app import DefaultGraph, Front
from kg.web.limits import Limits

__all__ = ["bound", "run"]


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. Raises GraphError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    channel = socket.socket(family, socket.SOCK_STREAM)
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        channel.bind((host, port))
    except OSError as error:
        channel.close()
        raise GraphError(f"{host}:{port} cannot be listened on: {error.strerror}; choose others by --host and --port") from error
    return channel


def run(directory: Path, channel: socket.socket, limits: Limits, default_graph: DefaultGraph, ready: Callable[[], None]) -> None:
    """Serve a store on a bound socket until SIGTERM or SIGINT; `ready` is called once the first process has opened it.

    Raises GraphError where none can.
    """
    front = Front(directory, limits, default_graph)
    config = uvicorn.Config(
        front,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=10,
    )
    server = uvicorn.Server(config)

    async def serve() -> None:
        await front.start()
        ready()
        try:
            await server.serve(sockets=[channel])
        finally:
            await front.stop()

    def stopped(number: int, _: object) -> None:
        """uvicorn raises the signal that ended it once more; by then all has been shut down."""
        if not server.started:
            raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve())

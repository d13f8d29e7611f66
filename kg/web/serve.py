"""Runs a front on a port until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable

import uvicorn

from kg.errors import GraphError
from kg.web.app import Front
from kg.web.connection import Connection, sweep

__all__ = ["bound", "run"]

_BACKLOG = 2048
_SWEEP = 1.0
"""Seconds between looks for clients whose requests do not come."""


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. Raises GraphError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    channel = socket.socket(family, socket.SOCK_STREAM)
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        channel.bind((host, port))
        channel.listen(_BACKLOG)  # from now on a client is kept waiting, not turned away
    except OSError as error:
        channel.close()
        raise GraphError(f"{host}:{port} cannot be listened on: {error.strerror}; choose others by --host and --port") from error
    return channel


def run(front: Front, channel: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on a bound socket until SIGTERM or SIGINT; `ready` is called once the first process has opened the store.

    Raises GraphError where none can.
    """
    config = uvicorn.Config(
        front,
        loop="uvloop",
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        date_header=True,
        timeout_graceful_shutdown=10,
    )
    server = uvicorn.Server(config)

    async def serve() -> None:
        await front.start()
        ready()
        sweeping = asyncio.create_task(_sweep(server))
        try:
            await server.serve(sockets=[channel])
        finally:
            sweeping.cancel()
            await front.stop()

    def stopped(number: int, _: object) -> None:
        """uvicorn raises the signal that ended it once more; by then all has been shut down."""
        if not server.started:
            raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve())


async def _sweep(server: uvicorn.Server) -> None:
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(_SWEEP)
        sweep(server.server_state.connections, loop.time())

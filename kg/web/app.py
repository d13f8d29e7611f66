"""A front: the ASGI application that speaks HTTP, and never runs a query itself.

`/sparql` goes straight to its handler; every other path to Starlette's routes. A module that adds paths gives a list of
routes, which is named in `ROUTES`, and answers with `Ask` (see kg.web.sending).
"""

from pathlib import Path
from typing import Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from kg.web.asgi import Receive, Scope, Send
from kg.web.limits import Limits
from kg.web.pool import Pool
from kg.web.protocol import sparql

__all__ = ["ROUTES", "DefaultGraph", "Front"]

DefaultGraph = Literal["union", "strict"]
"""What a query sees outside GRAPH when it names no graphs: all that is told, or the unnamed graph alone."""


async def _health(request: Request) -> JSONResponse:
    front: Front = request.scope["kg.front"]
    pool = front.pool
    told = {
        "status": "ok" if pool.links else "no process",
        "snapshot": pool.snapshot,
        "processes": len(pool.links),
        "running": pool.running,
        "waiting": len(pool.waiting),
    }
    return JSONResponse(told, 200 if pool.links else 503)


ROUTES: list[BaseRoute] = [Route("/health", _health, methods=["GET", "HEAD"])]
"""What is answered beside the SPARQL endpoint."""


class Front:
    """An ASGI application over a store directory."""

    def __init__(self, directory: Path, limits: Limits | None = None, default_graph: DefaultGraph = "union") -> None:
        self.limits = limits or Limits()
        self.default_graph: DefaultGraph = default_graph
        self.pool = Pool(directory, self.limits)
        self._rest = Starlette(routes=ROUTES)

    async def start(self) -> None:
        """Start the processes. Raises GraphError where the store cannot be opened."""
        await self.pool.start()

    async def stop(self) -> None:
        """End them."""
        await self.pool.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["kg.front"] = self
        if scope["type"] == "http" and scope["path"] == "/sparql":
            await sparql(scope, receive, send)
        else:
            await self._rest(scope, receive, send)

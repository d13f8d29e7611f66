"""A front: the ASGI application that speaks HTTP, and never runs a query itself.

`/sparql` goes straight to its handler; every other path to Starlette's routes. A module that adds paths gives a list of
routes, which is named in `ROUTES`, and answers with `Ask` (see kg.web.sending).
"""

import secrets
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.graph.snapshots import newest
from kg.web.asgi import Receive, Scope, Send, header
from kg.web.asker import asker
from kg.web.exchange import Exchange
from kg.web.frames import Failure
from kg.web.graph_store import ROOT, graphs
from kg.web.limits import LOOPBACK, Limits, Options, host_of
from kg.web.log import AccessLog
from kg.web.metrics import MEDIA_TYPE, Metrics
from kg.web.negotiation import wants_page
from kg.web.paths import PATHS
from kg.web.pool import Pool
from kg.web.protocol import sparql
from kg.web.sending import Ask, send_failure
from kg.web.turns import Turns

__all__ = ["ROUTES", "Front"]


_REFUSED = {
    404: ("Not found", "nothing is at this address; / tells what there is"),
    405: ("Method not allowed", "what is at this address is read by GET"),
}


async def _refused(_: Request, error: Exception) -> Any:
    """What no route answers to, told as every other error is."""
    assert isinstance(error, HTTPException)
    title, detail = _REFUSED.get(error.status_code, (HTTPStatus(error.status_code).phrase, error.detail))

    async def told(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        await send_failure(scope, send, Failure(error.status_code, title, detail), error.headers)

    return told


async def _health(request: Request) -> Response:
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


async def _metrics(request: Request) -> Response:
    front: Front = request.scope["kg.front"]
    return Response(front.metrics.text(front.pool, front.log.lost), media_type=MEDIA_TYPE)


async def _void(request: Request) -> Ask:
    front: Front = request.scope["kg.front"]
    return Ask("void", accept=header(request.scope, b"accept"), url=front.url(request.scope))


async def _search(request: Request) -> Ask:
    if wants_page(header(request.scope, b"accept")):
        return Ask("results", asker=asker(request))
    return Ask("search", fields=request.query_params.multi_items())


ROUTES: list[BaseRoute] = [
    Route("/health", _health),
    Route("/metrics", _metrics),
    Route("/search", _search),
    Route("/.well-known/void", _void),
    *PATHS,
]
"""What is answered beside the SPARQL endpoint and the graph store."""


class Front:
    """An ASGI application over a store directory."""

    def __init__(
        self, directory: Path, limits: Limits | None = None, options: Options | None = None, log: AccessLog | None = None
    ) -> None:
        self.directory = directory.absolute()
        self.mark = secrets.token_bytes(16)
        """Goes into tags: the same number names another state of another store, or what another release makes of it."""
        self.limits = limits or Limits()
        self.options = options or Options()
        self.pool = Pool(self.directory, self.limits)
        self.turns = Turns(self.limits)
        self.metrics = Metrics()
        self.log = log or AccessLog(None)
        self._rest = Starlette(routes=ROUTES, exception_handlers={HTTPException: _refused})
        self._rest.router.redirect_slashes = False

    async def start(self) -> None:
        """Start the processes. Raises GraphError where the store cannot be opened."""
        await self.pool.start()

    async def stop(self) -> None:
        """End them, and write what the log still holds."""
        await self.pool.stop()
        self.log.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            scope["kg.front"] = self
            await Exchange(self, scope, send).run(receive)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, by its path."""
        path = scope["path"]
        if path == "/sparql":
            await sparql(scope, receive, send)
        elif path == ROOT or path.startswith(f"{ROOT}/"):
            await graphs(scope, receive, send)
        else:
            await self._rest(scope, receive, send)

    def newest(self) -> str:
        """The number of the newest published state of the store."""
        return str(newest(self.directory))

    def url(self, scope: Scope) -> str:
        """The server's address as clients see it, without a slash at the end."""
        return self.options.public_url or f"{scope.get('scheme', 'http')}://{header(scope, b'host') or 'localhost'}"

    def allows(self, origin: str) -> bool:
        """Whether scripts of a page of that origin may read what is answered."""
        origins = self.options.origins
        if "*" in origins or origin in origins:
            return True
        return "local" in origins and host_of(origin) in LOOPBACK

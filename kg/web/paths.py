"""The addresses of pages, questions and things: what is asked is read here, and answered by a function of the registry."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg import resources
from kg.web.asker import asker
from kg.web.sending import Ask

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["PATHS"]

_STATIC = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_files: dict[str, bytes] = {}


def _below(request: Request, path: str) -> str:
    """What follows a path, with its escapes, which a decoded path has lost: `a%2Fb` is one segment."""
    return str(asker(request)["path"]).removeprefix(path)


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


async def _welcome(request: Request) -> Ask:
    return Ask("welcome", asker=asker(request))


async def _questions(request: Request) -> Ask:
    return Ask("questions", accept=_accept(request), asker=asker(request))


async def _question(request: Request) -> Ask:
    front: Front = request.scope["kg.front"]
    name = request.path_params["name"]
    return Ask("question", name=name, accept=_accept(request), most=front.limits.rows, asker=asker(request))


async def _id(request: Request) -> Ask:
    return Ask("dereferenced", below=_below(request, "/id/"), accept=_accept(request), asker=asker(request))


async def _page(request: Request) -> Ask:
    number = request.query_params.get("page", "1")
    return Ask(
        "thing",
        below=_below(request, "/page/"),
        asker=asker(request),
        section=request.query_params.get("section"),
        number=int(number) - 1 if number.isdecimal() and 0 < len(number) < 7 and int(number) else 0,
    )


async def _data(request: Request) -> Ask:
    front: Front = request.scope["kg.front"]
    return Ask("statements", below=_below(request, "/data/"), most=front.limits.rows, asker=asker(request))


async def _ontology(request: Request) -> Ask:
    return Ask("ontology", accept=_accept(request), suffix=request.path_params.get("suffix"), asker=asker(request))


async def _openapi(request: Request) -> Ask:
    return Ask("openapi", asker=asker(request))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if not _files:
        _files.update({path.name: path.read_bytes() for path in resources.web("static").iterdir()})
    if name not in _files:
        raise HTTPException(404)
    return Response(_files[name], media_type=_STATIC[PurePosixPath(name).suffix])


PATHS: list[BaseRoute] = [
    Route("/", _welcome),
    Route("/q", _questions),
    Route("/q/{name}", _question),
    Route("/id/{below:path}", _id),
    Route("/page/{below:path}", _page),
    Route("/data/{below:path}", _data),
    Route("/ns", _ontology),
    Route("/ns.{suffix}", _ontology),
    Route("/openapi.json", _openapi),
    Route("/static/{name}", _static),
]
"""What is answered beside the endpoint."""

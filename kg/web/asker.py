"""Who asks, as far as a page depends on it: read from a request by a front, handed to a process in plain values."""

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

from kg.web.words import preferred

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.web.app import Front

__all__ = ["Asker", "asker"]


class Asker(NamedTuple):
    """Who asks, as far as a page depends on it."""

    root: str = ""
    """Path below which the server is reached from outside; empty for the whole host."""
    language: str = "en"
    path: str = "/"
    """What was asked for, without its parameters."""
    parameters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, told: dict[str, object]) -> "Asker":
        """As a front has told it, in plain values."""
        root, language, path = (str(told[name]) for name in ("root", "language", "path"))
        parameters = told["parameters"]
        return cls(root, language, path, tuple((name, value) for name, value in parameters))  # type: ignore[attr-defined]

    def keep(self, place: str) -> str:
        """An address of ours, in the language that was asked for; where none was, the browser's settings hold there too."""
        if "lang" not in dict(self.parameters):
            return place
        path, sign, fragment = place.partition("#")
        return f"{path}?lang={self.language}{sign}{fragment}"

    def again(self, **changed: str | int | None) -> str:
        """The address that was asked for with some parameters changed; None takes one away."""
        kept = [(name, value) for name, value in self.parameters if name not in changed]
        added = [(name, str(value)) for name, value in changed.items() if value is not None]
        query = urlencode([*kept, *added])
        path = f"/{self.path.lstrip('/')}"  # two slashes would lead to another host
        return f"{self.root}{path}{'?' if query else ''}{query}"


def asker(request: "Request") -> dict[str, object]:
    """Who asks, in plain values (see Asker)."""
    front: Front = request.scope["kg.front"]
    root = urlsplit(front.options.public_url).path.rstrip("/")
    path = request.scope["raw_path"].decode("ascii", "replace").partition("?")[0]
    parameters = list(request.query_params.multi_items())
    language = preferred(request.query_params.get("lang"), request.headers.get("accept-language", ""))
    return {"root": root, "language": language, "path": path, "parameters": parameters}

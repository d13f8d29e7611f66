"""HTML pages: one template each, in the language of who asks.

Whatever comes from a graph is escaped by the engine, and control characters and overrides of direction in it are shown as
U+FFFD. A content security policy forbids whatever an escape might have missed: no script or style but our own files, no
network host but this server.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup

from kg import resources, terminal
from kg.graph.store import Store
from kg.settings import Settings
from kg.web.addresses import address, document_address
from kg.web.answers import Answer
from kg.web.negotiation import HTML
from kg.web.words import LANGUAGES, translation

__all__ = ["Asker", "page", "refusal"]

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


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
        return f"{self.root}{self.path}{'?' if query else ''}{query}"


def page(template: str, asker: Asker, store: Store, status: int = 200, **values: object) -> Answer:
    """A page of a template with what it is to show. Every page knows `_` (words), `asker`, `link` and `document`."""
    return Answer(status, f"{HTML}; charset=utf-8", (_render(template, asker, store.settings, values),), _headers(asker))


def refusal(asker: Asker, store: Store, status: int, title: str, detail: str) -> Answer:
    """An error as a page."""
    return page("refusal.html", asker, store, status, title=title, detail=detail)


def _headers(asker: Asker) -> dict[str, str]:
    return {
        "Content-Security-Policy": _POLICY,
        "Content-Language": asker.language,
        "Vary": "Accept, Accept-Language",
    }


def _render(template: str, asker: Asker, settings: Settings, values: dict[str, object]) -> bytes:
    def link(iri: str) -> str | None:
        place = address(iri, settings, asker.root)
        return place if place is None or place == iri else asker.keep(place)

    def document(identifier: str) -> str:
        return asker.keep(document_address(identifier, asker.root))

    words: Callable[[str], str] = translation(asker.language)
    known = {"_": words, "asker": asker, "link": link, "document": document, "languages": LANGUAGES, "base": settings.base}
    return _engine().get_template(template).render(**known, **values).encode("utf-8", "replace")


@cache
def _engine() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.web("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _shown(value: object) -> object:
    return terminal.safe(value, keep="\n\t") if isinstance(value, str) and not isinstance(value, Markup) else value

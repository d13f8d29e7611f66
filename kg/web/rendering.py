"""HTML of templates, in the language of who asks; fronts, which never load the engine, make pages of errors of it too.

Whatever comes from a graph is escaped by the templates' engine, and control characters and overrides of direction in it are shown
as U+FFFD. A content security policy forbids whatever an escape might have missed: no script or style but our own files, no
network host but this server.
"""

from collections.abc import Mapping
from functools import cache

import jinja2
from markupsafe import Markup

from kg import resources, terminal
from kg.web.asker import Asker
from kg.web.negotiation import HTML
from kg.web.words import LANGUAGES, translation

__all__ = ["MEDIA_TYPE", "headers", "render"]

MEDIA_TYPE = f"{HTML}; charset=utf-8"
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def headers(asker: Asker) -> dict[str, str]:
    """What goes with every page."""
    return {
        "Content-Security-Policy": _POLICY,
        "Content-Language": asker.language,
        "Vary": "Accept, Accept-Language",
    }


def render(template: str, asker: Asker, values: Mapping[str, object]) -> bytes:
    """A template with what it is to show; it knows `_` (words), `asker` and `languages` besides."""
    known = {"_": translation(asker.language), "asker": asker, "languages": LANGUAGES}
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

"""Where a thing is shown by this server, and which thing an address names.

What follows the base in an IRI follows `/id/` here, whatever the base is: `https://w3id.org/bicoop/id/country/MA` is asked for
at `/id/country/MA`, which leads on to `/page/country/MA` for people and `/data/country/MA.ttl` for programs.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from kg.graph.names import as_node, part
from kg.graph.terms import BC
from kg.settings import Settings

__all__ = ["address", "document_address", "iris", "percent", "rest"]

_KEPT = "/%:@!$&'()*+,;=~-._"
_BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def rest(iri: str, settings: Settings) -> str | None:
    """What follows the base, as it stands in an address; None for what does not live under it."""
    return percent(iri.removeprefix(settings.base)) if iri.startswith(settings.base) and iri != settings.base else None


def address(iri: str, settings: Settings, root: str = "") -> str | None:
    """Where a person reads of an IRI: our own page of a thing or term, another site's; None where that cannot be followed."""
    below = rest(iri, settings)
    if below is not None:
        return f"{root}/page/{below}"
    if iri.startswith(BC.iri):
        return f"{root}/ns#{percent(iri.removeprefix(BC.iri))}"
    return percent(iri, _KEPT + "?#[]") if re.match(r"https?://[^\s/]", iri) else None


def document_address(identifier: str, root: str = "") -> str:
    """Where a person reads of a document."""
    return f"{root}/page/document/{part(identifier)}"


def iris(below: str, settings: Settings) -> Iterator[str]:
    """The IRIs that an address may mean by what follows `/id/` in it, the likeliest first.

    Clients escape as they like, so that one thing may be asked for as `a%2fb`, `a%2Fb` or `é`, `%C3%A9`.
    """
    written = (
        below,
        _BEYOND_ASCII.sub(lambda match: _decoded(match[0]), below),
        "/".join(part(unquote(each)) for each in below.split("/")),
    )
    for each in dict.fromkeys(written):
        node = as_node(settings.base + each)
        if node is not None:
            yield node.value


def percent(text: str, kept: str = _KEPT) -> str:
    """Text as it may stand in an address; what is escaped stays so."""
    return quote(text, safe=kept)


def _decoded(escapes: str) -> str:
    """Characters beyond ASCII; what is no UTF-8 stays as it is."""
    try:
        return unquote(escapes, errors="strict")
    except UnicodeDecodeError:
        return escapes

"""Full-text search over HTTP: `/search?q=…&kind=passage&country=MA`, in JSON as docs/search.md tells it, or as a page."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from kg.errors import NotFoundError, QueryError
from kg.graph.search import hits
from kg.graph.store import Store
from kg.web.answers import Answer, placeless
from kg.web.asker import Asker
from kg.web.pages import page

__all__ = ["results", "search"]

_OWN = ("q", "limit", "typing")


def search(store: Store, fields: list[tuple[str, str]]) -> Answer:
    """Answer a search. `fields` are those of the request: `q`, `limit`, `typing` and the parameters of hits.ASKED, once each.

    Raises QueryError where one is missing, unknown, given twice, or cannot be used.
    """
    words, found = _found(store, fields)
    return Answer(200, "application/json", (msgspec.json.encode({"q": words, **found.as_json()}) + b"\n",))


def results(store: Store, asker: dict[str, object]) -> Answer:
    """The same as a page, where `lang` is the language of the page; without words, the form alone."""
    who = Asker.of(asker)
    fields = [(name, value) for name, value in who.parameters if name != "lang" and value]
    words, found, status, detail = "", None, 200, ""
    if fields:
        try:
            words, found = _found(store, fields)
        except (QueryError, NotFoundError) as error:
            status, detail = 404 if isinstance(error, NotFoundError) else 400, placeless(error, store.location)
            words = dict(fields).get("q", "")
    shown = () if found is None else tuple(_Shown(hit, tuple(_pieces(hit))) for hit in found.hits)
    counts = {} if found is None else found.counts
    values = {"words": words, "shown": shown, "counts": counts, "asked": found is not None, "detail": detail}
    return page("search.html", who, store, status, **values)


class _Shown(NamedTuple):
    """A hit as a page shows it."""

    hit: hits.Hit
    pieces: tuple[tuple[str, bool], ...]
    """The snippet in parts, each with whether it is what was asked for."""


def _pieces(hit: hits.Hit) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in hit.marks:
        yield hit.snippet[at:start], False
        yield hit.snippet[start:end], True
        at = end
    yield hit.snippet[at:], False


def _found(store: Store, fields: list[tuple[str, str]]) -> tuple[str, hits.Search]:
    said: dict[str, str] = {}
    for name, value in fields:
        if name in said:
            raise QueryError(f"{name} is given twice; give it once")
        said[name] = value
    own = {name: said.pop(name, "") for name in _OWN}
    if not own["q"]:
        known = ", ".join((*_OWN, *(each.name for each in hits.ASKED.parameters)))
        raise QueryError(f"q is missing: the words to search; the parameters are {known}")
    if not (own["limit"] or "0").isascii() or not (own["limit"] or "0").isdecimal():
        raise QueryError(f"limit is {own['limit']!r}, expected a number from 1 to {hits.MOST:,}")
    limit = int(own["limit"][:9]) if own["limit"] else hits.LIMIT
    found = hits.search(store, own["q"], hits.only(store, said), limit, typing=own["typing"] not in ("", "0", "false"))
    return own["q"], found

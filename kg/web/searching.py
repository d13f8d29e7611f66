"""Full-text search over HTTP: `/search?q=…&kind=passage&country=MA`, in JSON as docs/search.md tells it."""

import msgspec

from kg.errors import QueryError
from kg.graph.search import hits
from kg.graph.store import Store
from kg.web.answers import Answer

__all__ = ["search"]

_OWN = ("q", "limit", "typing")


def search(store: Store, fields: list[tuple[str, str]]) -> Answer:
    """Answer a search. `fields` are those of the request: `q`, `limit`, `typing` and the parameters of hits.ASKED, once each.

    Raises QueryError where one is missing, unknown, given twice, or cannot be used.
    """
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
    return Answer(200, "application/json", (msgspec.json.encode({"q": own["q"], **found.as_json()}) + b"\n",))

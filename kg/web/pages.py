"""Pages that a process which reads the graph makes: one template each, with links to what the graph tells of."""

from kg.graph.store import Store
from kg.web.addresses import address, document_address
from kg.web.answers import Answer
from kg.web.asker import Asker
from kg.web.rendering import MEDIA_TYPE, headers, render

__all__ = ["page", "refusal"]


def page(template: str, asker: Asker, store: Store, status: int = 200, **values: object) -> Answer:
    """A page of a template with what it is to show. Every page knows `_` (words), `asker`, `link` and `document`."""
    settings = store.settings

    def link(iri: str) -> str | None:
        place = address(iri, settings, asker.root)
        return place if place is None or place == iri else asker.keep(place)

    def document(identifier: str) -> str:
        return asker.keep(document_address(identifier, asker.root))

    body = render(template, asker, {"link": link, "document": document, "base": settings.base, **values})
    return Answer(status, MEDIA_TYPE, (body,), headers(asker))


def refusal(asker: Asker, store: Store, status: int, title: str, detail: str) -> Answer:
    """An error as a page."""
    return page("refusal.html", asker, store, status, title=title, detail=detail)

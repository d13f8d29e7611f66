"""Linked data: an IRI leads to a page for people and to statements for programs.

`/id/…` names a thing that is no document, so it answers 303 with the address of one that tells of it (Cool URIs for the Semantic
Web, https://www.w3.org/TR/cooluris/). An IRI that a thing bore before leads to the one it bears now.
"""

import pyoxigraph as ox

from kg.errors import NotFoundError
from kg.graph.description import description
from kg.graph.engine import PREFIXES
from kg.graph.lookup import Thing, known
from kg.graph.matching import hint
from kg.graph.result import plain
from kg.graph.store import Store
from kg.graph.terms import BC, DCTERMS
from kg.settings import Settings
from kg.web.addresses import iris, percent, rest
from kg.web.answers import Answer, LimitError, problem
from kg.web.asker import Asker
from kg.web.negotiation import HTML, choose
from kg.web.pages import refusal

__all__ = ["FORMATS", "OFFERED", "alternates", "dereferenced", "found", "statements", "successors"]

FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
}
"""Suffixes of `/data/…` with what they give, best first."""
OFFERED = {HTML: HTML, "application/xhtml+xml": HTML} | {
    name: suffix
    for suffix, (media_type, _) in FORMATS.items()
    for name in (media_type, {"jsonld": "application/json", "rdf": "application/xml"}.get(suffix, media_type))
}
"""What an Accept header may name, with the suffix or HTML that is given for it."""
_NEAR = 50_000
"""Names of a kind among which the nearest are looked for."""


def dereferenced(store: Store, below: str, accept: str, asker: dict[str, object]) -> Answer:
    """Lead from a thing to what tells of it, in the form that `accept` wants; `below` is what follows `/id/`."""
    who = Asker.of(asker)
    chosen = choose(accept, OFFERED)
    if chosen is None:
        return problem(406, "Not acceptable", f"a thing is told as {HTML} or {', '.join(name for name, _ in FORMATS.values())}")
    try:
        iri = found(store, below)
    except NotFoundError as error:
        return refusal(who, store, 404, "Not found", str(error)) if chosen == HTML else problem(404, "Not found", str(error))
    current = store.current(iri)
    place = rest(current, store.settings)
    vary = {"Vary": "Accept"}
    if current != iri and place is not None:
        return Answer(301, "text/plain", (), vary | {"Location": f"{who.root}/id/{place}"})
    location = f"{who.root}/page/{place}" if chosen == HTML else f"{who.root}/data/{place}.{chosen}"
    return Answer(303, "text/plain", (), vary | {"Location": location, "Link": alternates(iri, store.settings, who.root)})


def statements(store: Store, below: str, most: int, asker: dict[str, object]) -> Answer:
    """All that the graph says of a thing, as statements; `below` is what follows `/data/`, which ends in the suffix of a format.

    Raises NotFoundError, and LimitError where there are more than `most`.
    """
    below, _, suffix = below.rpartition(".")
    if suffix not in FORMATS:
        raise NotFoundError(f"there is no format {suffix!r}; choose one of {', '.join(FORMATS)}")
    iri = found(store, below)
    media_type, form = FORMATS[suffix]
    quads = list(description(store, ox.NamedNode(iri), most + 1))
    if len(quads) > most:
        raise LimitError(f"more than {most:,} statements tell of {iri}; ask for those you need at /sparql")
    told = quads if form.supports_datasets else sorted({quad.triple for quad in quads}, key=str)
    prefixes = None if suffix in ("jsonld", "nt", "nq") else PREFIXES
    body = ox.serialize(told, format=form, prefixes=prefixes) or b""
    return Answer(200, media_type, (body,), {"Link": alternates(iri, store.settings, Asker.of(asker).root)})


def found(store: Store, below: str) -> str:
    """The IRI that an address names. Raises NotFoundError with the nearest."""
    for iri in iris(below, store.settings):
        if known(store, iri) is not None or store.current(iri) != iri:
            return iri
    raise NotFoundError(f"{store.settings.base}{below} is nothing that this graph tells of{_nearest(store, below)}")


def successors(store: Store, thing: Thing) -> list[str]:
    """The things that a thing has become, where it has become several."""
    rows = store.query(f"SELECT DISTINCT ?new {{ <{thing.iri}> {DCTERMS('isReplacedBy')} ?new }} ORDER BY ?new").rows
    return [plain(row[0]) for row in rows]


def _nearest(store: Store, below: str) -> str:
    """The nearest keys of the same kind."""
    kind, _, key = below.partition("/")
    text = f"""SELECT DISTINCT ?thing {{ ?thing a <{BC.iri}{kind.capitalize()}> }} LIMIT {_NEAR}"""
    if not kind.isalpha() or not key:
        return ""
    base = f"{store.settings.base}{kind}/"
    rows = store.query(text).rows
    return hint(key, (plain(row[0]).removeprefix(base) for row in rows if plain(row[0]).startswith(base)))


def alternates(iri: str, settings: Settings, root: str) -> str:
    """A Link header: what is told of, and the forms in which it is told (RFC 8288)."""
    place = rest(iri, settings)
    forms = [f'<{root}/page/{place}>; rel="alternate"; type="{HTML}"']
    forms += [f'<{root}/data/{place}.{suffix}>; rel="alternate"; type="{name}"' for suffix, (name, _) in FORMATS.items()]
    return ", ".join([f'<{percent(iri)}>; rel="describes"', *forms])

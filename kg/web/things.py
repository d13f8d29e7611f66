"""The page of a thing: what is known of it, section by section, with the words that every fact rests on."""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import NotFoundError
from kg.graph.dossier import Filler, Page, Role, Section, ToldFact, dossier, related, sections, shortcuts
from kg.graph.lookup import Thing, known
from kg.graph.reader import StoredDocument
from kg.graph.result import plain
from kg.graph.store import Store
from kg.web.addresses import rest
from kg.web.answers import Answer
from kg.web.asker import Asker
from kg.web.linked import FORMATS, found, successors
from kg.web.pages import page, refusal

__all__ = ["thing"]

_SIZE = 10
"""Facts of a section that are shown before one asks for more."""
_LONG = 50
"""Facts on a page of one section."""
_MOST = 500
"""Facts of a document that are shown."""


class _Piece(NamedTuple):
    """A part of a document's text, and the passage that begins there."""

    text: str
    passage: str
    """The shortest passage that it lies in, as `0-54`; empty where no fact rests on it."""
    anchors: tuple[str, ...]
    """The passages that begin here."""


def thing(store: Store, below: str, asker: dict[str, object], section: str | None = None, number: int = 0) -> Answer:
    """The page of whatever follows `/page/`; of one section alone, from the page of that number."""
    who = Asker.of(asker)
    try:
        iri = found(store, below)
    except NotFoundError as error:
        return refusal(who, store, 404, "Not found", str(error))
    current = rest(store.current(iri), store.settings)
    if store.current(iri) != iri and current is not None:
        return Answer(301, "text/plain", (), {"Location": f"{who.root}/page/{current}"})
    told = known(store, iri, who.language)
    if told is None:
        return refusal(who, store, 404, "Not found", f"nothing is told of {iri} any more")
    if told.kind == "Document":
        return _document(store, told, who)
    if told.kind == "Passage":
        return _passage(store, told, who)
    return _thing(store, told, who, Page(_LONG, section, number) if section else Page(_SIZE))


def _thing(store: Store, told: Thing, who: Asker, wanted: Page) -> Answer:
    found_ = dossier(store, (told,), who.language, wanted)
    own, others = _apart(found_.sections, told.iri)
    if own is None:
        itself = related(store, f"VALUES ?fact {{ <{told.iri}> }} ?fact bc:evidence ?passage")
        own, _ = _apart(sections(store, itself, who.language), told.iri)
    about = (*found_.about[0], *_scheme(store, told, who.language))
    if not about and own is None and not others:
        about = _plainly(store, told)
    return page(
        "thing.html",
        who,
        store,
        thing=told,
        own=own,
        about=about,
        shortcuts=shortcuts(store, told, who.language),
        sections=[each for each in others if each.facts],
        wanted=wanted,
        successors=successors(store, told),
        place=_place(store, told),
        formats=FORMATS,
    )


def _place(store: Store, told: Thing) -> str:
    """What follows the base in the thing's IRI, as addresses have it."""
    return rest(told.iri, store.settings) or ""


def _apart(all_: tuple[Section, ...], iri: str) -> tuple[ToldFact | None, list[Section]]:
    """The fact that a thing is itself, and the others."""
    own, others = None, []
    for title, facts, total in all_:
        itself = next((fact for fact in facts if fact.iri == iri), None)
        own = own or itself
        others.append(Section(title, tuple(fact for fact in facts if fact is not itself), total - (itself is not None)))
    return own, others


def _scheme(store: Store, told: Thing, language: str) -> tuple[Role, ...]:
    """The wider and narrower topics of a topic."""
    if told.kind != "Topic":
        return ()
    ways = (("wider topic", f"<{told.iri}> skos:broader ?topic"), ("narrower topic", f"?topic skos:broader <{told.iri}>"))
    roles = []
    for name, pattern in ways:
        others = [known(store, plain(row[0]), language) for row in store.query(f"SELECT DISTINCT ?topic {{ {pattern} }}").rows]
        if others:
            roles.append(Role(name, tuple(sorted(Filler(other.label, other.iri) for other in others if other))))
    return tuple(roles)


def _plainly(store: Store, told: Thing) -> tuple[Role, ...]:
    """What is said of a thing that is neither entity nor fact, such as a decision."""
    said: dict[str, list[Filler]] = {}
    for property_, value in store.query(f"SELECT DISTINCT ?property ?value {{ <{told.iri}> ?property ?value }}").rows:
        name = plain(property_).rpartition("#")[2].rpartition("/")[2]
        iri = plain(value) if isinstance(value, ox.NamedNode) else ""
        said.setdefault(name, []).append(Filler(iri.removeprefix(store.settings.base) or plain(value), iri))
    return tuple(Role(name, tuple(sorted(fillers))) for name, fillers in sorted(said.items()))


def _document(store: Store, told: Thing, who: Asker) -> Answer:
    document = next(each for each in store.documents() if each.iri.value == told.iri)
    pattern = f"?fact bc:evidence ?passage . ?passage bc:document <{told.iri}>"
    told_facts = [_here(each, document.id) for each in sections(store, related(store, pattern), who.language, Page(_MOST))]
    text = store.text(document.sha256)
    return page(
        "document.html",
        who,
        store,
        thing=told,
        told=document,
        pieces=None if text is None else _pieces(store, document, text),
        sections=told_facts,
        place=_place(store, told),
        formats=FORMATS,
    )


def _here(section: Section, document: str) -> Section:
    """A section's facts with what this document says of them, in the order in which it tells them."""
    facts = [(tuple(quote for quote in fact.quotes if quote.document == document), fact) for fact in section.facts]
    ordered = sorted(facts, key=lambda pair: (pair[0], pair[1].iri))
    return section._replace(facts=tuple(replace(fact, quotes=quotes) for quotes, fact in ordered))


def _pieces(store: Store, document: StoredDocument, text: str) -> list[_Piece]:
    """The text, cut where a passage begins or ends."""
    rows = store.query(f"SELECT DISTINCT ?start ?end {{ ?p bc:document {document.iri} ; bc:start ?start ; bc:end ?end }}").rows
    spans = sorted((int(plain(start)), int(plain(end))) for start, end in rows)
    bounds = sorted({0, len(text), *(bound for span in spans for bound in span)})
    pieces = []
    for start, end in pairwise(bounds):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        shortest = min(over, key=lambda span: span[1] - span[0], default=None)
        passage = f"{shortest[0]}-{shortest[1]}" if shortest else ""
        pieces.append(_Piece(text[start:end], passage, tuple(f"{start}-{span[1]}" for span in over if span[0] == start)))
    return pieces


def _passage(store: Store, told: Thing, who: Asker) -> Answer:
    rows = store.query(
        f"""SELECT ?name ?start ?end ?text {{ <{told.iri}> bc:document ?document ; bc:start ?start ; bc:end ?end ; bc:text ?text .
            ?document dcterms:identifier ?name }}"""
    ).rows
    name, start, end, text = (plain(cell) for cell in rows[0]) if rows else ("", "0", "0", unquote(told.iri))
    facts = sections(store, related(store, f"?fact bc:evidence <{told.iri}>"), who.language)
    return page(
        "passage.html",
        who,
        store,
        thing=told,
        name=name,
        start=start,
        end=end,
        text=text,
        sections=facts,
        place=_place(store, told),
        formats=FORMATS,
    )

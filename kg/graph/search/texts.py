"""What can be searched in a graph: names of things, titles of documents, words quoted, passages. A pure function of its quads.

The passages of one fact that follow one another with no more than a line break between them are read as one stretch of text, so
that a sentence broken into lines is found by words of several lines. A stretch that lies within a longer one is not told twice:
the longer one carries the facts of both.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal as Choice
from typing import NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox

from kg.graph.terms import DCTERMS, RDFS, SKOS, term
from kg.settings import DEFAULT, Settings

__all__ = ["KINDS", "Kind", "Text", "Told", "document_texts", "name_texts"]

Kind = Choice["person", "country", "organization", "place", "post", "framework", "topic", "event", "document", "quote", "passage"]
KINDS: dict[Kind, str] = {
    "person": "persons by name",
    "country": "countries by name or ISO code",
    "organization": "organizations by name",
    "place": "places by name",
    "post": "posts by what they are called",
    "framework": "agreements, mechanisms, partnerships and programmes by name",
    "topic": "topics by name",
    "event": "conferences and other events that have a name",
    "document": "documents by title",
    "quote": "words that somebody is quoted with",
    "passage": "passages that a fact was read in",
}
"""What can be found, the sorts of things first."""

_THINGS: dict[str, Kind] = {
    "person": "person",
    "country": "country",
    "organization": "organization",
    "place": "place",
    "post": "post",
    "framework": "framework",
    "topic": "topic",
    **dict.fromkeys(("conference", "meeting", "call", "visit", "signing", "event"), "event"),
}
"""First segment of a thing's IRI, and what kind of hit it makes."""
_LINE_BREAK = re.compile(r"[\r\n]")
_NEXT = 2
"""Code points between passages that follow one another: a space, or a line break, which may be two signs."""


class Told(NamedTuple):
    """A fact, and which part of a stretch it was read in."""

    start: int
    end: int
    """Code points of the document."""
    fact: str
    """IRI."""


class Text(NamedTuple):
    """Something that can be found by its words."""

    kind: Kind
    iri: str
    """Of the thing, of the document, of the statement that is quoted; of a stretch that of its document."""
    text: str
    language: str
    """Of the name or of the document; empty where it has none."""
    document: str = ""
    """IRI of the document where it stands; empty for names, which many may tell."""
    issued: str = ""
    """Date of the document, ISO 8601, as precise as known."""
    start: int | None = None
    """Of a quote and of a stretch: where its text begins in the document, in code points; None where that is not known."""
    stretch: int | None = None
    """Where the stretch begins that holds it: a quote and its stretch are one place."""
    told: tuple[Told, ...] = ()
    """The facts that were read there, by place."""
    passages: tuple[tuple[int, int], ...] = ()
    """Of a stretch: the passages that it is made of, by place."""


def name_texts(quads: Iterable[ox.Quad], settings: Settings = DEFAULT) -> set[Text]:
    """Names of things: labels, other names and ISO codes, in any graph."""
    found = set()
    for quad in quads:
        if quad.predicate in _names() and isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            kind = _THINGS.get(quad.subject.value.removeprefix(settings.base).partition("/")[0])
            if kind is not None and quad.subject.value.startswith(settings.base):
                found.add(Text(kind, quad.subject.value, quad.object.value, quad.object.language or ""))
    return found


def document_texts(quads: Iterable[ox.Quad], settings: Settings = DEFAULT) -> set[Text]:
    """All that can be searched in the graph of a document, or of several that are not kept apart (.ttl, .nt)."""
    quads = list(quads)
    found = name_texts(quads, settings)
    for document in _documents(quads):
        stretches = document.stretches()
        found |= {document.title(), *stretches, *document.quotes(stretches)}
    return found


class _Document:
    """One document, by what is asked of it."""

    def __init__(self, iri: str, about: dict[str, str]) -> None:
        self._iri = iri
        self._title = about.get("title") or about.get("identifier") or unquote(iri.rpartition("/")[2])
        self._language = about.get("language", "")
        self._issued = about.get("issued", "")
        self.passages: dict[tuple[int, int], str] = {}
        """What stands there."""
        self.facts: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        """Passages of each fact."""
        self.quoted: dict[str, str] = {}
        """Words quoted, by statement."""

    def title(self) -> Text:
        return Text("document", self._iri, self._title, self._language, self._iri, self._issued)

    def stretches(self) -> list[Text]:
        """The runs of all facts that lie within no longer one, by place."""
        told = sorted((Told(*run, fact) for fact, spans in self.facts.items() for run in _runs(spans)), key=_by_length)
        furthest = -1
        groups: list[list[Told]] = []
        for each in told:
            if each.end > furthest:
                groups.append([])
                furthest = each.end
            groups[-1].append(each)
        return [self._stretch(group) for group in groups]

    def _stretch(self, told: list[Told]) -> Text:
        """The text of the first and longest run; spaces stand for what no passage holds."""
        start, end, _ = told[0]
        passages = sorted(span for span in self.passages if start <= span[0] and span[1] <= end)
        signs = [" "] * (end - start)
        for first, last in passages:
            signs[first - start : last - start] = self.passages[first, last]
        place = (self._iri, self._issued, start, start)
        return Text("passage", self._iri, "".join(signs), self._language, *place, tuple(sorted(told)), tuple(passages))

    def quotes(self, stretches: list[Text]) -> Iterator[Text]:
        """The words that statements quote, which several may share, each where it stands in the stretch of its statement."""
        shared: defaultdict[tuple[str, int | None, int | None], list[str]] = defaultdict(list)
        for statement, quote in self.quoted.items():
            words = _LINE_BREAK.sub(" ", quote)
            holding = [each for each in stretches if any(told.fact == statement for told in each.told)]
            within = next((each for each in holding if words in each.text), None)
            start = None if within is None or within.start is None else within.start + within.text.index(words)
            stretch = (within or holding[0]).start if holding else None
            shared[quote, start, stretch].append(statement)
        for (quote, start, stretch), statements in shared.items():
            told = sorted(Told(*run, each) for each in statements for run in _runs(self.facts[each]))
            place = (self._iri, self._issued, start, stretch)
            yield Text("quote", min(statements), quote, self._language, *place, tuple(told))


def _documents(quads: Iterable[ox.Quad]) -> list[_Document]:
    """The documents of a graph with their passages and facts, by IRI."""
    values: defaultdict[str, dict[str, str]] = defaultdict(dict)
    evidence: list[tuple[str, str]] = []
    keys = _keys()
    for quad in quads:
        key = keys.get(quad.predicate)
        if key == "evidence":
            evidence.append((_value(quad.subject), _value(quad.object)))
        elif key is not None:
            values[_value(quad.subject)][key] = _value(quad.object)
    documents = {iri: _Document(iri, about) for iri, about in sorted(values.items()) if "sha256" in about}
    for fact, passage in sorted(evidence):
        about = values[passage]
        document, span = documents.get(about.get("document", "")), _span(about)
        if document is not None and span is not None:
            document.passages[span] = about["text"]
            document.facts[fact].append(span)
            if "quote" in values[fact]:
                document.quoted[fact] = values[fact]["quote"]
    return list(documents.values())


def _span(about: dict[str, str]) -> tuple[int, int] | None:
    """Where a passage stands; None for one that is not well-formed, of which `kg verify` tells."""
    if not {"start", "end", "text"} <= about.keys():
        return None
    start, end = int(about["start"]), int(about["end"])
    return (start, end) if end - start == len(about["text"]) else None


def _runs(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Passages of one fact that follow one another, joined."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if runs and start <= runs[-1][1] + _NEXT:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs


def _by_length(told: Told) -> tuple[int, int, str]:
    return told.start, -told.end, told.fact


@cache
def _names() -> frozenset[ox.NamedNode]:
    return frozenset({RDFS("label"), SKOS("altLabel"), term("iso2"), term("iso3")})


@cache
def _keys() -> dict[ox.NamedNode, str]:
    own = ("evidence", "document", "start", "end", "text", "quote", "sha256")
    return {term(name): name for name in own} | {DCTERMS(name): name for name in ("title", "identifier", "language", "issued")}


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.Literal | ox.BlankNode) else str(node)

"""Whether a graph keeps its promises: every passage is where it says it is, every node has the shape it should."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import pyoxigraph as ox

from kg import resources
from kg.graph.names import part
from kg.graph.reader import StoredDocument
from kg.graph.result import plain
from kg.graph.store import Store
from kg.graph.terms import term
from kg.model import Span

__all__ = ["Problem", "Sentences", "Texts", "validate", "verify"]

_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph
_TOLD_BY = "#told-by-"
"""Before the document, in the name under which a fact is checked as one document of several tells it."""
Sentences = Callable[[str, str], Sequence[Span]]
"""Sentence spans of (text, language)."""
Texts = Callable[[StoredDocument], str | None]
"""The text of a document, None where there is none."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong."""

    where: str
    """IRI of the node, or identifier of the document."""
    message: str
    """What was found and what was expected."""


def verify(store: Store, texts: Texts | None = None, sentences: Sentences | None = None) -> list[Problem]:
    """Check every passage, quote and hash against the documents' texts, in order of documents and places.

    Texts come from the store where `texts` is not given; a document whose text is nowhere is a problem. Without
    `sentences`, passages are held to lines but not to sentences.
    """
    problems: list[Problem] = []
    documents = store.documents()
    for document in documents:
        text = texts(document) if texts is not None else store.text(document.sha256)
        if text is None:
            problems.append(Problem(document.id, "its text is not there to check it by; give the folder it was built from"))
            continue
        found = hashlib.sha256(text.encode("utf-8")).hexdigest()
        if found != document.sha256:
            problems.append(Problem(document.id, f"its text has changed: its hash is {found}, expected {document.sha256}"))
        inside = sentences(text, document.language) if sentences is not None else None
        problems += _passages(store, document, text, inside)
        problems += _quotes(store, document, text)
    known = {document.iri for document in documents}
    for passage, owner in store.query("SELECT ?passage ?document { ?passage bc:document ?document } ORDER BY ?passage").rows:
        if owner not in known:
            problems.append(Problem(plain(passage), f"it belongs to {plain(owner)}, which is no document of the graph"))
    return problems


def _passages(store: Store, document: StoredDocument, text: str, sentences: Sequence[Span] | None) -> Iterator[Problem]:
    rows = store.query(
        "SELECT ?passage ?start ?end ?text WHERE { ?passage bc:document ?doc ; bc:start ?start ; bc:end ?end ; bc:text ?text "
        f"FILTER(?doc = {document.iri}) }} ORDER BY ?start ?end"
    ).rows
    for passage, *cells in rows:
        start, end, words = (plain(cell) for cell in cells)
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
            yield Problem(plain(passage), f"it goes from {start} to {end}, expected a range within {len(text)} code points")
            continue
        span = Span(int(start), int(end))
        if text[span.start : span.end] != words:
            yield Problem(plain(passage), f"it says {words!r}, the text has {text[span.start : span.end]!r} there")
        elif "\n" in words or "\r" in words:
            yield Problem(plain(passage), f"it crosses a line break: {words!r}")
        elif sentences is not None and not any(each.start <= span.start and span.end <= each.end for each in sentences):
            yield Problem(plain(passage), f"it lies within no one sentence: {words!r}")


def _quotes(store: Store, document: StoredDocument, text: str) -> Iterator[Problem]:
    rows = store.query(f"SELECT ?fact ?quote WHERE {{ GRAPH {document.iri} {{ ?fact bc:quote ?quote }} }} ORDER BY ?fact").rows
    for fact, quote in rows:
        if plain(quote) not in text:
            yield Problem(plain(fact), f"it quotes {plain(quote)!r}, which is not in the text of {document.id}")


def validate(store: Store) -> list[Problem]:
    """Check the union of all graphs against `shapes.ttl` (SHACL), in order of place.

    A fact that several documents tell is checked as each of them tells it.
    """
    import pyshacl
    import rdflib
    from rdflib.namespace import SH

    union = rdflib.Graph()
    triples = _told_apart(store)
    union.parse(data=ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    conforms, report, _ = pyshacl.validate(union, shacl_graph=str(resources.shapes()), inference="none")
    if conforms or not isinstance(report, rdflib.Graph):
        return []
    problems = set()
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
        detail = "".join(f"; {name} {each}" for name, each in (("at", path), ("found", value)) if each is not None)
        where, _, document = str(report.value(result, SH.focusNode)).partition(_TOLD_BY)
        told = f"; as {unquote(document)} tells it" if document else ""
        problems.add(Problem(where, " ".join(messages) + detail + told))
    return sorted(problems)


def _told_apart(store: Store) -> set[ox.Triple]:
    """The union of all graphs, where a fact that stands in several documents' graphs has a name of its own in each."""
    documents: dict[_Node, str] = {document.iri: f"{_TOLD_BY}{part(document.id)}" for document in store.documents()}
    graphs: dict[_Node, set[str]] = {}
    for quad in store.quads():
        if quad.predicate == term("confidence") and quad.graph_name in documents:
            graphs.setdefault(quad.subject, set()).add(documents[quad.graph_name])
    shared = {fact: ends for fact, ends in graphs.items() if len(ends) > 1}

    def names(node: _Node, graph: _Node) -> Iterable[_Node]:
        if node not in shared or not isinstance(node, ox.NamedNode):
            return (node,)
        ends = [documents[graph]] if graph in documents else shared[node]
        return [ox.NamedNode(node.value + end) for end in ends]

    return {
        ox.Triple(subject, quad.predicate, value)  # type: ignore[arg-type]
        for quad in store.quads()
        for subject in names(quad.subject, quad.graph_name)
        for value in names(quad.object, quad.graph_name)
    }

"""What a store tells of the things of a network: classes and names, where and when they were read, and in which words.

No class and no role is named here but for the few properties by which a thing has a country, a date, a topic and a post.
"""

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import TypeAlias

import pyoxigraph as ox

from kg.export.network import Passage
from kg.graph import terms
from kg.graph.reader import Reader

__all__ = ["Term", "Things", "local", "rows"]

Term: TypeAlias = ox.NamedNode | ox.Literal

_QUOTE_LENGTH = 280
_NAMES = (terms.RDFS("label"), terms.SKOS("prefLabel"))
_DATES = (("when",), ("date",), ("from", "to"), ("attestedFrom", "attestedUntil"), ("asOf",))
"""Properties that date a fact; the first group of which it has one counts."""


class Things:
    """Read at once at the first question, in the union of all graphs; every list is sorted."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self._hints = terms.display_hints()
        # Asked again for each row of a view, of which there may be hundreds of thousands for some thousand things.
        self.kinds: Callable[[str], set[str]] = cache(self._kinds)
        """Local names of the class of a thing and of all above it."""
        self.involved: Callable[[str], set[str]] = cache(self._involves)
        """A thing itself, what fills its roles if it is a fact, and the countries of all these; where it happened is none."""
        self.dates: Callable[[str], list[str]] = cache(self._dates)
        """When a fact was, sorted; where only its documents have a date and it is no event, when they were published."""
        self.caption: Callable[[str], str] = cache(self._caption)
        """The value of the caption property; where that is no name, it stands after the label of the class."""

    @cached_property
    def classes(self) -> dict[str, ox.NamedNode]:
        """The most specific class of each thing that has a display hint, by IRI."""
        found: dict[str, set[ox.NamedNode]] = {}
        kinds = " ".join(str(kind) for kind in self._hints)
        for thing, kind in self._rows(f"SELECT DISTINCT ?thing ?kind WHERE {{ VALUES ?kind {{ {kinds} }} ?thing a ?kind }}"):
            if isinstance(kind, ox.NamedNode):
                found.setdefault(thing.value, set()).add(kind)
        return {
            iri: min(kinds - {above for kind in kinds for above in terms.superclasses(kind)} or kinds, key=str)
            for iri, kinds in found.items()
        }

    def _kinds(self, iri: str) -> set[str]:
        kind = self.classes.get(iri)
        return {local(each.value) for each in (kind, *terms.superclasses(kind))} if kind else set()

    @cached_property
    def documents(self) -> dict[str, set[str]]:
        """IRIs of the documents that mention a thing or tell a fact."""
        found: dict[str, set[str]] = {}
        for document, thing in self._rows("SELECT DISTINCT ?g ?thing WHERE { ?g a bc:Document . GRAPH ?g { ?thing a ?kind } }"):
            found.setdefault(thing.value, set()).add(document.value)
        return found

    @cached_property
    def sources(self) -> dict[str, tuple[str, str]]:
        """Identifier and date of publication of each document, by IRI; "" where open."""
        return {each.iri.value: (str(each.id), each.issued or "") for each in self._store.documents()}

    @cached_property
    def _values(self) -> dict[str, dict[str, list[Term]]]:
        wanted = {str(hint.caption) for hint in self._hints.values()} | {str(each) for each in _NAMES}
        wanted |= {str(terms.term(name)) for name in ("country", "iso2", "topic", "holdsPost", *(n for g in _DATES for n in g))}
        found: dict[str, dict[str, list[Term]]] = {}
        query = f"SELECT DISTINCT ?thing ?p ?value WHERE {{ VALUES ?p {{ {' '.join(sorted(wanted))} }} ?thing ?p ?value }}"
        for thing, property_, value in self._rows(query):
            found.setdefault(thing.value, {}).setdefault(property_.value, []).append(value)
        for values in found.values():
            for each in values.values():
                each.sort(key=_english_first)
        return found

    def values(self, iri: str, name: str | ox.NamedNode) -> list[str]:
        """The values of a property, by its local name or whole, English first."""
        property_ = terms.term(name) if isinstance(name, str) else name
        return [value.value for value in self._values.get(iri, {}).get(property_.value, [])]

    @cached_property
    def confidence(self) -> dict[str, float]:
        """The highest confidence of each fact in any document."""
        found: dict[str, float] = {}
        for fact, value in self._rows("SELECT DISTINCT ?fact ?value WHERE { ?fact bc:confidence ?value }"):
            found[fact.value] = max(float(value.value), found.get(fact.value, 0.0))
        return found

    @cached_property
    def _involved(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for fact, thing in self._rows(_INVOLVED):
            found.setdefault(fact.value, set()).add(thing.value)
        return found

    def _involves(self, iri: str) -> set[str]:
        things = {iri, *self._involved.get(iri, ())}
        return things.union(*(self.values(each, "country") for each in things))

    @cached_property
    def _passages(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for fact, document, text in self._rows(_PASSAGES):
            words = text.value if len(text.value) <= _QUOTE_LENGTH else text.value[: _QUOTE_LENGTH - 1].rstrip() + "…"
            found.setdefault(fact.value, []).append(Passage(words, *self.sources.get(document.value, (document.value, ""))))
        return found

    def passages(self, fact: str) -> list[Passage]:
        """The passages of a fact, by document and place; a long one is cut."""
        return self._passages.get(fact, [])

    def _dates(self, fact: str) -> list[str]:
        for group in _DATES:
            if found := [date for name in group for date in self.values(fact, name)]:
                return sorted(found)
        if "Event" in self.kinds(fact):
            return []  # an announcement is no date of what is announced
        return sorted({date for each in self.documents.get(fact, ()) if (date := self.sources.get(each, ("", ""))[1])})

    def countries(self, iri: str) -> list[str]:
        """Codes of the country that a thing is, or of those it belongs to."""
        return sorted({code for owner in (iri, *self.values(iri, "country")) for code in self.values(owner, "iso2")})

    def _caption(self, iri: str) -> str:
        kind = self.classes.get(iri)
        if kind is None:
            return self.name(iri)
        property_ = self._hints[kind].caption
        found = self.values(iri, property_)
        told = self.name(found[0]) if found and found[0] in self._values else "".join(found[:1])
        if property_ in _NAMES:
            return told or local(iri)
        return f"{self.name(kind.value)} {told}".rstrip()

    def details(self, fact: str) -> list[str]:
        """The values of the caption property of a fact that is drawn as an edge, in words."""
        kind = self.classes.get(fact)
        if kind is None or self._hints[kind].drawn != "edge":
            return []
        return [self.name(value) for value in self.values(fact, self._hints[kind].caption)]

    def name(self, iri: str) -> str:
        """The label of a thing, a class or a property, in English if there is one; else the end of its IRI."""
        for property_ in _NAMES:
            if found := self.values(iri, property_):
                return found[0]
        return local(iri)

    def _rows(self, query: str) -> Iterator[tuple[Term, ...]]:
        return (tuple(term for term in row if term is not None) for row in rows(self._store, query))


_INVOLVED = """SELECT DISTINCT ?fact ?thing WHERE { GRAPH ?g { ?fact bc:confidence ?c ; ?role ?thing }
    FILTER(isIRI(?thing) && ?role NOT IN (bc:evidence, bc:place, rdf:type)) }"""
_PASSAGES = """SELECT ?fact ?document ?text WHERE {
    { SELECT DISTINCT ?fact ?document ?start ?text WHERE { GRAPH ?g { ?fact bc:evidence ?passage .
        ?passage bc:document ?document ; bc:start ?start ; bc:text ?text } } }
} ORDER BY ?fact ?document ?start ?text"""


def rows(store: Reader, query: str) -> Iterator[tuple[Term | None, ...]]:
    """Solutions, whose terms are IRIs and literals; a graph of ours holds nothing else."""
    for row in store.query(query).rows:
        if all(term is None or isinstance(term, ox.NamedNode | ox.Literal) for term in row):
            yield tuple(term if isinstance(term, ox.NamedNode | ox.Literal) else None for term in row)


def local(iri: str) -> str:
    """What follows the last `#` or `/` of an IRI."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def _english_first(value: Term) -> tuple[bool, str, str]:
    language = value.language or "" if isinstance(value, ox.Literal) else ""
    return (language != "en", language, value.value)

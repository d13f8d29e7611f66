"""What a search finds in a graph, best first, with the words that fit marked in it and the facts that were read there.

The index proposes, the graph decides: a hit whose thing, document or facts the graph does not hold (any more, or yet) is
passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import NamedTuple

from kg.errors import QueryError
from kg.graph.names import shared
from kg.graph.queries import NamedQuery, Parameter, bind
from kg.graph.result import plain
from kg.graph.search.asking import Asked, asked
from kg.graph.search.index import Filters, Found
from kg.graph.search.texts import KINDS, Kind, Text, Told
from kg.graph.store import Store
from kg.graph.terms import narrowest

__all__ = ["ASKED", "EVERYTHING", "LIMIT", "MOST", "Fact", "Hit", "Only", "Search", "facts_and_things", "only", "search"]

LIMIT = 20
"""Hits that are given where nobody says how many."""
MOST = 1_000
"""Hits that are given at most."""
_WINDOW = 240
"""Code points of a longer text that are shown."""
_TOLD: frozenset[Kind] = frozenset({"quote", "passage"})
"""Kinds of hits that are words in which facts were read."""
_BATCH = 32
"""Proposals that the graph is asked about at once."""
ASKED = NamedQuery(
    "search",
    "What is called so, or tells of it?",
    (
        Parameter("kind", "text", True, f"some of {', '.join(KINDS)}, with commas between"),
        Parameter("lang", "language", True, "only names and texts in this language"),
        Parameter("country", "country", True, "only what is of this country, or in documents that speak of it"),
        Parameter("since", "date", True, "only documents of this day or later"),
        Parameter("until", "date", True, "only documents from before this day"),
    ),
    (),
    "",
)
"""What a search can be narrowed by, told as named queries tell it."""


class Fact(NamedTuple):
    """A fact that was read where the words stand."""

    iri: str
    kind: str
    """Local name of its class: `Statement`, `Meeting`, …"""


@dataclass(frozen=True)
class Hit:
    """Something that fits."""

    kind: Kind
    iri: str
    """Of the thing, of the document, of the statement that is quoted, or of the passage."""
    label: str
    """What the thing is called; of words in a document, its title."""
    snippet: str
    """The text that fits, or the part of a long one where most of what was asked for stands together."""
    marks: tuple[tuple[int, int], ...]
    """What fits in it, in code points of the snippet, by place, without overlap."""
    language: str
    """Of the snippet, as far as known."""
    document: str | None
    """Identifier of the document; None for a name."""
    start: int | None
    """Where the snippet begins in the document, in code points; None for a name or title."""
    facts: tuple[Fact, ...]
    """What was read in the words that fit; of a quote the statements, of a name or title none."""
    score: float
    """The whole part says what was found (see Found), the fraction how well it fits."""


@dataclass(frozen=True)
class Search:
    """An answer."""

    hits: tuple[Hit, ...]
    counts: Mapping[Kind, int]
    """How many hits of each kind there are in the index, of any country."""

    def as_json(self) -> dict[str, object]:
        """Plain values, as docs/search.md tells them."""
        return {
            "counts": dict(self.counts),
            "hits": [{**asdict(hit), "facts": [fact._asdict() for fact in hit.facts]} for hit in self.hits],
        }


class Only(NamedTuple):
    """What is looked at."""

    filters: Filters = Filters()
    country: str | None = None
    """IRI: things of it, and what stands in documents that speak of it."""


EVERYTHING = Only()


def only(store: Store, said: Mapping[str, str]) -> Only:
    """What somebody asked to look at, by the parameters of ASKED; what is empty is not asked.

    Raises QueryError for a name or value that is none of these.
    """
    given = {name: value.strip() for name, value in said.items() if value.strip()}
    terms = {name: plain(found[0]) for name, found in bind(store, ASKED, given).items()}
    kinds = [kind.strip() for kind in terms.get("kind", "").split(",") if kind.strip()]
    for kind in kinds:
        if kind not in KINDS:
            raise QueryError(f"{kind!r} is no kind of hit; choose among {', '.join(KINDS)}")
    wanted = [kind for kind in KINDS if kind in kinds]
    return Only(Filters(wanted, terms.get("lang"), terms.get("since"), terms.get("until")), terms.get("country"))


def search(store: Store, words: str, only: Only = EVERYTHING, limit: int = LIMIT, *, typing: bool = False) -> Search:
    """What fits words best; while somebody is still `typing`, the last may be only the beginning of one. See asking.asked.

    Raises QueryError where no word is asked for, or too much.
    """
    if not 1 <= limit <= MOST:
        raise QueryError(f"{limit} hits are asked for; give a number from 1 to {MOST:,}")
    query, index = asked(words, typing=typing), store.index()
    held = islice(_held(store, index.find(query, only.filters), only.country), limit)
    return Search(tuple(_hit(query, each) for each in held), index.counts(query, only.filters))


def facts_and_things(store: Store, words: str, most: int = MOST) -> list[str]:
    """IRIs of what fits best: things by their names, then facts that were read in words that fit; so many of each at most.

    Raises QueryError where no word is asked for, or too much.
    """
    query, index = asked(words), store.index()
    things: dict[str, None] = {}
    facts: dict[str, None] = {}
    for each in islice(_held(store, index.find(query, Filters(kinds=set(KINDS) - _TOLD)), None), most):
        things[each.found.text.iri] = None
    for each in _held(store, index.find(query, Filters(kinds=_TOLD)), None):
        facts |= dict.fromkeys(told.fact for told in _fitting(query, each.found.text) if told.fact in each.facts)
        if len(facts) >= most:
            break
    return [*things, *list(facts)[:most]]


class _Held(NamedTuple):
    """A proposal that the graph holds."""

    found: Found
    store: Store
    about: tuple[str, str]
    """Label and identifier, of a thing or of the document; a document without a title goes by its identifier."""
    facts: Mapping[str, str]
    """The facts read there that the graph holds, with their kind."""


def _held(store: Store, proposals: Iterator[Found], where: str | None) -> Iterator[_Held]:
    """The proposals that the graph holds, in their order."""
    while batch := list(islice(proposals, _BATCH)):
        about = _about(store, {each.text.document or each.text.iri for each in batch}, where)
        facts = _facts(store, {(told.fact, each.text.document) for each in batch for told in each.text.told})
        for each in batch:
            known = about.get(each.text.document or each.text.iri)
            told = {fact.fact: kind for fact in each.text.told if (kind := facts.get((fact.fact, each.text.document)))}
            if known is not None and (told or not each.text.told):
                yield _Held(each, store, known, told)


def _about(store: Store, iris: set[str], where: str | None) -> dict[str, tuple[str, str]]:
    """Label and identifier of each thing and document that the graph holds, and that has to do with the country."""
    within = ""
    if where is not None:
        within = f"""{{ VALUES ?thing {{ <{where}> }} }} UNION {{ ?thing bc:country <{where}> }}
            UNION {{ GRAPH ?thing {{ <{where}> a bc:Country }} }}"""
    values = " ".join(f"<{iri}>" for iri in sorted(iris))
    rows = store.query(f"""SELECT DISTINCT ?thing (MIN(?name) AS ?label) (MIN(?id) AS ?identifier) WHERE {{
        VALUES ?thing {{ {values} }} ?thing a ?class . {within}
        OPTIONAL {{ ?thing bc:caption|dcterms:title ?name }}
        OPTIONAL {{ ?thing dcterms:identifier ?id }} }} GROUP BY ?thing""").rows
    return {plain(thing): (plain(label) or plain(identifier), plain(identifier)) for thing, label, identifier in rows}


def _facts(store: Store, told: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The kind of each (fact, document) that the graph holds."""
    found: dict[tuple[str, str], set[str]] = {}
    if told:
        rows = store.query(f"""SELECT DISTINCT ?fact ?document ?class WHERE {{
            VALUES (?fact ?document) {{ {" ".join(f"(<{fact}> <{document}>)" for fact, document in sorted(told))} }}
            ?fact bc:evidence/bc:document ?document ; a ?class }}""").rows
        for fact, document, kind in rows:
            found.setdefault((plain(fact), plain(document)), set()).add(plain(kind))
    return {each: narrowest(kinds) for each, kinds in found.items()}


def _hit(query: Asked, held: _Held) -> Hit:
    text, (label, identifier) = held.found.text, held.about
    marks = query.marks(text.text) or []
    first, last = _window(text, marks)
    shown = _joined([(start - first, end - first) for each in marks for start, end in each if first <= start and end <= last])
    told = {each.fact for each in _fitting(query, text)} & held.facts.keys()
    return Hit(
        kind=text.kind,
        iri=text.iri if text.kind != "passage" else _passage(held.store, text, marks),
        label=label or text.text,
        snippet=text.text[first:last],
        marks=tuple(shown),
        language=text.language,
        document=identifier if text.document else None,
        start=None if text.start is None else text.start + first,
        facts=tuple(Fact(iri, held.facts[iri]) for iri in sorted(told)),
        score=held.found.score,
    )


def _fitting(query: Asked, text: Text) -> Sequence[Told]:
    """The facts whose own words are what is asked for; where the words are spread over several facts, all of these."""
    if text.start is None or text.kind != "passage":
        return text.told
    start = text.start
    alone = [each for each in text.told if query.matches(text.text[each.start - start : each.end - start])]
    return alone or text.told


def _window(text: Text, marks: list[list[tuple[int, int]]]) -> tuple[int, int]:
    """The part of a text that is shown: there where most items stand together, from the start of a passage or of a word."""
    words = text.text
    if len(words) <= _WINDOW:
        return 0, len(words)
    places = sorted((start, end, item) for item, each in enumerate(marks) for start, end in each)

    def together(number: int) -> tuple[int, int]:
        furthest = places[number][0] + _WINDOW
        return -len({item for _, end, item in places[number:] if end <= furthest}), number

    begin = places[min(range(len(places)), key=together)][0] if places else 0
    end = max((end for start, end, _ in places if begin <= start and end <= begin + _WINDOW), default=begin)
    room = max(_WINDOW - (end - begin), 0)
    middle = max(begin - room // 2, 0)
    starts = [start - (text.start or 0) for start, _ in text.passages]
    near = [start for start in starts if begin - room <= start <= begin]
    first = min(near, key=lambda start: abs(start - middle), default=words.find(" ", middle, begin) + 1)
    last = first + _WINDOW
    if last < len(words) and (space := words.rfind(" ", end, last)) > first:
        last = space
    return first, min(last, len(words))


def _joined(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks by place; what overlaps is one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _passage(store: Store, text: Text, marks: list[list[tuple[int, int]]]) -> str:
    """The passage in which most of what is asked for stands; of several the shortest, then the first."""
    begin = text.start or 0

    def rank(span: tuple[int, int]) -> tuple[int, int, int]:
        inside = sum(any(span[0] <= begin + start and begin + end <= span[1] for start, end in each) for each in marks)
        return -inside, span[1] - span[0], span[0]

    start, end = min(text.passages, key=rank)
    document = text.document.removeprefix(shared("document", "", store.settings).value)
    return f"{store.settings.base}passage/{document}/{start}-{end}"

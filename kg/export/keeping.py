"""Which rows of a view are kept: those of a country, a pair, a person, a topic, a period, a kind; or what lies around a thing.

One rule serves every view: the ends of an edge decide where they say anything on the matter, since a pair view of one country is
the pairs of that country; else the fact behind the edge decides. That an event is an end says whom and what it involves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QueryError
from kg.export.things import Things, local
from kg.graph import terms
from kg.graph.lookup import find, find_pair
from kg.graph.queries import NamedQuery, Parameter, bind
from kg.graph.reader import Reader

__all__ = ["ALL", "FILTERS", "Keep", "around", "keep"]

FILTERS = ("country", "pair", "person", "topic", "from", "to", "kind", "min_confidence", "around", "depth")
"""What can be asked for, each by a text, as `kg export --help` explains."""

_TERMS = (ox.NamedNode, ox.Literal)
_BOUND = ("country", "person", "topic", "from", "to")
_KINDS = {"from": "date", "to": "date"}
_QUERY = NamedQuery("this export", "", tuple(Parameter(each, _KINDS.get(each, each), True, "") for each in _BOUND), (), "")


@dataclass(frozen=True)
class Keep:
    """A question resolved; IRIs where the user gave names. What is empty keeps everything."""

    countries: frozenset[str] = frozenset()
    pair: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    """With the narrower ones."""
    first: str = ""
    last: str = ""
    kinds: frozenset[str] = frozenset()
    """Local names of classes."""
    least: float = 0.0
    center: str = ""
    depth: int = 1

    def fits(self, ends: tuple[str, str], fact: str, dates: tuple[str, str], things: Things) -> bool:
        """Whether a row is kept: its ends, the fact behind it ("" where none), its first and last date."""
        if self.kinds and not self.kinds & things.kinds(fact):
            return False
        if self.least and things.confidence.get(fact, 1.0) < self.least:
            return False
        first, last = dates
        if self.first and not last >= self.first:
            return False
        if self.last and not (first and first[: len(self.last)] <= self.last):
            return False
        asked = (("Country", self.countries), ("Person", self.persons), ("Topic", self.topics))
        return all(not wanted or _decided(kind, wanted, ends, fact, things) for kind, wanted in asked) and (
            not self.pair or _between(self.pair, ends, fact, things)
        )


ALL = Keep()


def keep(store: Reader, asked: Mapping[str, str]) -> Keep:
    """What a user asks for, by the names of FILTERS. Raises QueryError or NotFoundError where a value means nothing here."""
    for name in asked:
        if name not in FILTERS:
            raise QueryError(f"there is no filter {name!r}; choose of {', '.join(FILTERS)}")
    if "depth" in asked and not asked.get("around"):
        raise QueryError("a depth says how far around a thing; say which with around")
    bound = bind(store, _QUERY, {name: value for name, value in asked.items() if name in _BOUND})
    found = {name: [term.value for term in given if isinstance(term, _TERMS)] for name, given in bound.items()}
    return Keep(
        countries=frozenset(found.get("country", ())),
        pair=_pair(store, asked.get("pair", "")),
        persons=frozenset(found.get("person", ())),
        topics=_narrower(store, found.get("topic", ())),
        first="".join(found.get("from", ())),
        last="".join(found.get("to", ())),
        kinds=_kinds(asked.get("kind", "")),
        least=_number(asked, "min_confidence", 0.0, 1.0),
        center=find(store, asked["around"]).iri if asked.get("around") else "",
        depth=int(_number(asked, "depth", 1.0, 99.0)) if "depth" in asked else 1,
    )


def around(center: str, depth: int, ends: Iterable[tuple[str, str]]) -> set[str]:
    """The things that at most `depth` edges join to the centre, itself included, whichever way the edges run."""
    beside: dict[str, set[str]] = {}
    for source, target in ends:
        beside.setdefault(source, set()).add(target)
        beside.setdefault(target, set()).add(source)
    reached, edge = {center}, {center}
    for _ in range(depth):
        edge = set().union(*(beside.get(each, set()) for each in edge)) - reached
        reached |= edge
    return reached


def _decided(kind: str, wanted: frozenset[str], ends: tuple[str, str], fact: str, things: Things) -> bool:
    """Whether the ends involve what is wanted; where they involve nothing of that class, whether the fact does."""
    at_ends = {each for end in ends for each in things.involved(end) if kind in things.kinds(each)}
    return bool(wanted & (at_ends or things.involved(fact)))


def _between(pair: frozenset[str], ends: tuple[str, str], fact: str, things: Things) -> bool:
    """Whether the fact is of both countries and neither end is of another."""
    involved = things.involved(fact).union(*(things.involved(end) for end in ends))
    countries = [{end} if "Country" in things.kinds(end) else set(things.values(end, "country")) for end in ends]
    return pair <= involved and all(not each or each & pair for each in countries)


def _pair(store: Reader, pair: str) -> frozenset[str]:
    if not pair:
        return frozenset()
    found = find_pair(store, pair)
    if len(found) != 2:
        raise QueryError(f"found {pair!r}, expected two ISO codes of countries with a hyphen, as MA-FR")
    return frozenset(thing.iri for thing in found)


def _narrower(store: Reader, topics: Iterable[str]) -> frozenset[str]:
    if not topics:
        return frozenset()
    values = " ".join(f"<{each}>" for each in topics)
    query = f"SELECT DISTINCT ?topic WHERE {{ VALUES ?wide {{ {values} }} ?topic skos:broader* ?wide }}"
    return frozenset(topic.value for (topic,) in store.query(query).rows if isinstance(topic, _TERMS))


def _kinds(kind: str) -> frozenset[str]:
    if not kind:
        return frozenset()
    known = {local(each.value).lower(): local(each.value) for each in terms.display_hints()}
    if kind.lower() not in known:
        raise QueryError(f"there is no kind {kind!r}; choose one of {', '.join(sorted(known.values()))}")
    return frozenset({known[kind.lower()]})


def _number(asked: Mapping[str, str], name: str, low: float, high: float) -> float:
    if name not in asked:
        return 0.0
    try:
        number = float(asked[name])
    except ValueError:
        number = -1.0
    if not low <= number <= high:
        raise QueryError(f"{name} is {asked[name]!r}, expected a number from {low:g} to {high:g}")
    return number

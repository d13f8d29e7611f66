"""Which things of the graph a user's words may mean."""

import difflib
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.graph.reader import Reader
from kg.keys import folded

__all__ = ["called", "exact", "hint", "holding", "near"]


def called(reader: Reader, kinds: Iterable[str], path: str) -> dict[str, list[str]]:
    """What each thing of some classes is called, by IRI. `kinds`: local names of classes; `path`: properties that name."""
    classes = " ".join(f"bc:{kind}" for kind in kinds)
    # First which things, since each is told of in many documents.
    things = f"SELECT DISTINCT ?thing WHERE {{ VALUES ?kind {{ {classes} }} ?thing a ?kind }}"
    names: dict[str, list[str]] = {}
    for thing, name in reader.query(f"SELECT DISTINCT ?thing ?name WHERE {{ {{ {things} }} ?thing {path} ?name }}").rows:
        if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal):
            names.setdefault(thing.value, []).append(name.value)
    return names


def exact(wanted: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Keys one of whose names is the wanted one but for case, accents and marks, sorted."""
    sought = folded(wanted)
    return sorted(key for key, given in names.items() if any(folded(name) == sought for name in given))


def holding(wanted: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Keys one of whose names holds every word of the wanted one, sorted."""
    words = set(folded(wanted).split())
    return sorted(key for key, given in names.items() if words and any(words <= set(folded(name).split()) for name in given))


def near(wanted: str, names: Iterable[str], count: int = 5) -> list[str]:
    """The names most like the wanted one, best first; none where nothing is like it."""
    called = {folded(name): name for name in sorted(names, reverse=True)}
    return [called[match] for match in difflib.get_close_matches(folded(wanted), sorted(called), count, 0.6)]


def hint(wanted: str, names: Iterable[str]) -> str:
    """What a message ends in when nothing is called as wanted: the names most like it; empty where there are none."""
    close = near(wanted, names)
    return f"; the nearest: {', '.join(close)}" if close else ""

"""Which thing of the graph a user means by a name, a code or an IRI."""

from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.errors import NotFoundError, QueryError
from kg.graph.matching import called, exact, hint, holding
from kg.graph.names import as_node
from kg.graph.reader import Reader
from kg.graph.result import plain
from kg.graph.terms import narrowest

__all__ = ["Thing", "find", "find_pair", "known"]

_KINDS = ("Person", "Country", "Organization", "Agreement", "Mechanism", "Partnership", "Programme", "Framework")
"""Classes that can be shown by name."""
_NAMES = "rdfs:label|skos:altLabel|bc:iso2|bc:iso3"
_LISTED = 12


@dataclass(frozen=True)
class Thing:
    """An entity of the graph and what it is called."""

    iri: str
    kind: str
    """Local name of its class: `Person`, `Country`, `Agreement`, …"""
    label: str
    names: tuple[str, ...]
    """Every other name, sorted."""


def find(store: Reader, name: str) -> Thing:
    """The person, country, organization or framework of that name, ISO code or IRI (whole, or what follows the base).

    Names match without case and accents; where none is exactly so, one that holds all the words. Raises NotFoundError with
    the nearest names, QueryError with the candidates where several things fit.
    """
    if found := _by_identity(store, name):
        return found
    names = called(store, _KINDS, _NAMES)
    fits = exact(name, names) or holding(name, names)
    if not fits:
        raise NotFoundError(_unknown(name, names, store.location))
    things = [thing for iri in fits[:_LISTED] if (thing := _named(store, iri))]
    if len(fits) > 1:
        raise QueryError(_ambiguous(name, things, len(fits)))
    return things[0]


def known(store: Reader, iri: str, language: str = "en") -> Thing | None:
    """The thing of an IRI, whatever it is, by its label in a language; None where the graph says nothing of it.

    What has no label, such as a meeting, has an empty one. A thing of another class has the local name of one as its kind.
    """
    rows = store.query(
        f"""SELECT DISTINCT ?property ?value WHERE {{ <{iri}> ?property ?value
            VALUES ?property {{ rdf:type rdfs:label skos:prefLabel skos:altLabel bc:iso2 bc:iso3 dcterms:title }} }}"""
    ).rows
    if not rows and not store.query(f"ASK {{ <{iri}> ?property ?value }}").answer:
        return None
    classes = sorted(plain(value) for name, value in rows if plain(name).endswith("#type"))
    literals = [(plain(name), value) for name, value in rows if isinstance(value, ox.Literal)]
    labels = [
        value for name, value in literals if name.endswith(("label", "prefLabel", "/title")) and not name.endswith("altLabel")
    ]
    labels.sort(key=lambda each: (each.language != language, each.language != "en", each.language or "", each.value))
    names = {value.value for _, value in literals}
    label = labels[0].value if labels else ""
    kind = narrowest(classes) or "".join(classes[:1]).rpartition("#")[2].rpartition("/")[2]
    return Thing(iri, kind, label, tuple(sorted(names - {label})))


def find_pair(store: Reader, pair: str) -> tuple[Thing, ...]:
    """The things of `MA-FR`: two countries by their ISO codes. Any other text is the name of one thing."""
    first, _, second = pair.partition("-")
    if all(len(code) in {2, 3} and code.isascii() and code.isupper() for code in (first, second)):
        countries = [_country(store, code) for code in (first, second)]
        if countries[0] and countries[1]:
            return countries[0], countries[1]
    return (find(store, pair),)


def _by_identity(store: Reader, name: str) -> Thing | None:
    """By IRI, an old one too, or by the code of a country."""
    node = as_node(name, store.settings)
    found = None if node is None else _named(store, store.current(node.value))
    return found if found and found.kind in _KINDS else _country(store, name)


def _named(store: Reader, iri: str) -> Thing | None:
    """The thing of an IRI; what has no label goes by the first of its names, or its IRI."""
    thing = known(store, iri)
    if thing is None:
        return None
    label = thing.label or min(thing.names, default=iri)
    return replace(thing, label=label, names=tuple(name for name in thing.names if name != label))


def _country(store: Reader, code: str) -> Thing | None:
    """By code in capitals; in small letters it is a name like any other, since a person may be called Bo."""
    if not (code.isascii() and code.isupper() and len(code) in {2, 3}):
        return None
    found = [iri for iri, names in called(store, ("Country",), _NAMES).items() if code in names]
    return _named(store, found[0]) if len(found) == 1 else None


def _ambiguous(name: str, things: list[Thing], count: int) -> str:
    listed = "".join(f"\n  {thing.label} ({thing.kind}) {thing.iri}" for thing in things)
    more = f"\n  … and {count - _LISTED} more" if count > _LISTED else ""
    return f"{name!r} may be any of {count} things; say which by its IRI:{listed}{more}"


def _unknown(name: str, names: dict[str, list[str]], location: str) -> str:
    close = hint(name, {each for called in names.values() for each in called})
    return f"{name!r} is not in {location}: no person, country, organization or framework is called so{close}"

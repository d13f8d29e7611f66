"""Which thing of the graph a user means by a name, a code or an IRI."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import NotFoundError, QueryError
from kg.graph.matching import exact, hint, holding
from kg.graph.names import as_node
from kg.graph.reader import Reader
from kg.graph.result import plain

__all__ = ["Thing", "find", "find_pair", "known"]

_KINDS = ("Person", "Country", "Organization", "Agreement", "Mechanism", "Partnership", "Programme", "Framework")
"""Classes that can be shown, the more specific first."""
_FURTHER = ("Post", "Place", "Topic", "Tenure", "Meeting", "Call", "Visit", "Signing", "Conference", "Event", "Cooperation",
            "Statement", "Document", "Passage", "IdentityDecision")  # fmt: skip
"""Classes of what has a name of another kind, or none."""
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
    things = _things(store)
    if found := _by_identity(things, name, store):
        return found
    names = {thing.iri: (thing.label, *thing.names) for thing in things.values()}
    fits = exact(name, names) or holding(name, names)
    if len(fits) == 1:
        return things[fits[0]]
    if fits:
        raise QueryError(_ambiguous(name, [things[iri] for iri in fits]))
    raise NotFoundError(_unknown(name, names, store.location))


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
    kinds = sorted(plain(value).rpartition("#")[2].rpartition("/")[2] for name, value in rows if plain(name).endswith("#type"))
    literals = [(plain(name), value) for name, value in rows if isinstance(value, ox.Literal)]
    labels = [
        value for name, value in literals if name.endswith(("label", "prefLabel", "/title")) and not name.endswith("altLabel")
    ]
    labels.sort(key=lambda each: (each.language != language, each.language != "en", each.language or "", each.value))
    names = {value.value for _, value in literals}
    label = labels[0].value if labels else ""
    kind = next((each for each in (*_KINDS, *_FURTHER) if each in kinds), "".join(kinds[:1]))
    return Thing(iri, kind, label, tuple(sorted(names - {label})))


def find_pair(store: Reader, pair: str) -> tuple[Thing, ...]:
    """The things of `MA-FR`: two countries by their ISO codes. Any other text is the name of one thing."""
    first, _, second = pair.partition("-")
    if all(len(code) in {2, 3} and code.isascii() and code.isupper() for code in (first, second)):
        things = _things(store)
        countries = [_country(things, code) for code in (first, second)]
        if countries[0] and countries[1]:
            return countries[0], countries[1]
    return (find(store, pair),)


def _things(store: Reader) -> dict[str, Thing]:
    """Everything that can be shown, by IRI, sorted."""
    values = " ".join(f"bc:{kind}" for kind in _KINDS)
    kinds: dict[str, set[str]] = {}
    for thing, kind in store.query(f"SELECT DISTINCT ?thing ?kind WHERE {{ VALUES ?kind {{ {values} }} ?thing a ?kind }}").rows:
        kinds.setdefault(plain(thing), set()).add(plain(kind).rpartition("#")[2])
    labels = _literals(store, "rdfs:label", values)
    others = _literals(store, "skos:altLabel|bc:iso2|bc:iso3", values)
    things = {}
    for own in sorted(kinds):
        chosen = next(each for each in _KINDS if each in kinds[own])
        every = sorted(labels.get(own, []), key=lambda each: (each.language != "en", each.language or "", each.value))
        names = {each.value for each in (*every, *others.get(own, []))}
        label = every[0].value if every else min(names, default=own)
        things[own] = Thing(own, chosen, label, tuple(sorted(names - {label})))
    return things


def _literals(store: Reader, path: str, values: str) -> dict[str, list[ox.Literal]]:
    found: dict[str, list[ox.Literal]] = {}
    text = f"SELECT DISTINCT ?thing ?name WHERE {{ VALUES ?kind {{ {values} }} ?thing a ?kind ; {path} ?name }}"
    for iri, name in store.query(text).rows:
        if isinstance(name, ox.Literal):
            found.setdefault(plain(iri), []).append(name)
    return found


def _by_identity(things: dict[str, Thing], name: str, store: Reader) -> Thing | None:
    """By IRI, an old one too, or by the code of a country."""
    node = as_node(name, store.settings)
    found = None if node is None else things.get(store.current(node.value))
    return found or _country(things, name)


def _country(things: dict[str, Thing], code: str) -> Thing | None:
    """By code in capitals; in small letters it is a name like any other, since a person may be called Bo."""
    if not (code.isascii() and code.isupper() and len(code) in {2, 3}):
        return None
    found = [thing for thing in things.values() if thing.kind == "Country" and code in thing.names]
    return found[0] if len(found) == 1 else None


def _ambiguous(name: str, fits: list[Thing]) -> str:
    listed = "".join(f"\n  {thing.label} ({thing.kind}) {thing.iri}" for thing in fits[:_LISTED])
    more = f"\n  … and {len(fits) - _LISTED} more" if len(fits) > _LISTED else ""
    return f"{name!r} may be any of {len(fits)} things; say which by its IRI:{listed}{more}"


def _unknown(name: str, names: dict[str, tuple[str, ...]], location: str) -> str:
    close = hint(name, {each for called in names.values() for each in called})
    return f"{name!r} is not in {location}: no person, country, organization or framework is called so{close}"

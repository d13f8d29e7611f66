"""Shortcuts derived from facts, by the SPARQL CONSTRUCT rules of `kg/data/rules`, in the order of their numbers."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox

from kg import resources
from kg.errors import DataError

__all__ = ["Rule", "derive", "rules"]


class Rule(NamedTuple):
    """A rule file: its name, what it says of itself, and its query."""

    name: str
    meaning: str
    text: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in order. Raises DataError for one that does not say in its first line what it derives."""
    found = []
    for path in sorted(resources.rules().glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        first, _, _ = text.partition("\n")
        if not first.startswith("# "):
            raise DataError(f"{path.name}:1: found {first!r}, expected a comment that says what the rule derives")
        found.append(Rule(path.stem, first.removeprefix("# "), text))
    return tuple(found)


def derive(store: ox.Store, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """What the rules derive from the union of a store, as quads of `graph`; rules do not see one another's conclusions.

    The store should not hold an earlier derivation. Raises DataError where a rule is no CONSTRUCT.
    """
    for rule in rules():
        try:
            triples = store.query(rule.text, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise DataError(f"rule {rule.name}: {error}; correct kg/data/rules/{rule.name}.rq") from None
        if not isinstance(triples, ox.QueryTriples):
            raise DataError(f"rule {rule.name} is no CONSTRUCT; correct kg/data/rules/{rule.name}.rq")
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

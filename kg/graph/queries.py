"""The questions kept as files in `queries/`, and how a user's parameters reach them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.graph.result import Result, Term
from kg.graph.store import Store

__all__ = ["Column", "NamedQuery", "Parameter", "bind", "catalogue", "find", "parse", "run"]


@dataclass(frozen=True)
class Parameter:
    """What a query can be asked with."""

    name: str
    kind: str
    """country, topic, person, text, iri, date, integer or language."""
    optional: bool
    help: str


@dataclass(frozen=True)
class Column:
    """A variable of the answer and what it holds."""

    name: str
    help: str


@dataclass(frozen=True)
class NamedQuery:
    """A query file, read."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str


def catalogue() -> tuple[NamedQuery, ...]:
    """Every query of `queries/`, by name."""
    raise NotImplementedError


def find(name: str) -> NamedQuery:
    """The query of that name. Raises QueryError that lists the near ones."""
    raise NotImplementedError


def parse(text: str, name: str) -> NamedQuery:
    """Read a query with its header; one without a header has no parameters. Raises QueryError with the line."""
    raise NotImplementedError


def bind(store: Store, query: NamedQuery, params: Mapping[str, str]) -> dict[str, Term]:
    """Turn a user's words into terms, by the kind of each parameter.

    A country may be ISO2, ISO3 or a label in any language; a topic its id or label; text is matched without case and accents.
    Raises QueryError for an unknown or missing parameter or a value of the wrong kind, naming what is expected.
    """
    raise NotImplementedError


def run(store: Store, query: str | Path | NamedQuery, params: Mapping[str, str] | None = None) -> Result:
    """Ask a query: a name of `queries/`, a path to a file, a SPARQL text, or one already read."""
    raise NotImplementedError

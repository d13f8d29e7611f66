"""The questions kept as files in `queries/`, and how a user's parameters reach them.

A file opens with comment lines that say what it asks, and holds a parameter line (see kg.graph.sparql) for each parameter:

    # question: Who met whom, when and where?
    # param country: country | optional | ISO code or name
    # column date: as precise as told; empty where it is open
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import resources
from kg.errors import DataError, NotFoundError, QueryError
from kg.graph.dataset import date_literal
from kg.graph.matching import called, exact, hint, holding
from kg.graph.names import as_node, document_iri, shared
from kg.graph.reader import Reader
from kg.graph.result import Result
from kg.graph.sparql import Term, parameters
from kg.graph.store import Store
from kg.graph.terms import XSD
from kg.keys import folded
from kg.model import DocumentId, PartialDate

__all__ = ["KINDS", "Column", "NamedQuery", "Parameter", "bind", "catalogue", "find", "parse", "run"]

KINDS = {
    "country": "an ISO 3166-1 code or a name of a country",
    "topic": "the id or a label of a topic",
    "person": "a name, or some words of it",
    "organization": "a name, or some words of it",
    "framework": "a name, or some words of it",
    "document": "the identifier of a document",
    "iri": "an IRI, or what follows the base of the graph's things",
    "date": "a year, month or day, as 2024, 2024-10 or 2024-10-29",
    "integer": "a whole number",
    "language": "a language tag, as en",
    "text": "any text",
    "search": 'words, a "phrase", -not, beginning*, as for a full-text search',
}
"""What a parameter can be, and how it is given."""


@dataclass(frozen=True)
class Parameter:
    """What a query can be asked with."""

    name: str
    kind: str
    """One of KINDS."""
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


@cache
def catalogue() -> tuple[NamedQuery, ...]:
    """Every query of `queries/`, by name. Raises DataError where one has no question."""
    found = tuple(parse(path.read_text(encoding="utf-8"), path.stem) for path in sorted(resources.queries().glob("*.rq")))
    for query in found:
        if not query.question:
            raise DataError(f"queries/{query.name}.rq has no `# question:` line; add it")
    return found


def find(name: str) -> NamedQuery:
    """The query of that name. Raises QueryError that lists the near ones."""
    queries = {query.name: query for query in catalogue()}
    if name in queries:
        return queries[name]
    raise QueryError(f"there is no query {name!r}{hint(name, queries) or '; there are: ' + ', '.join(queries)}")


_HEADER = re.compile(r"#\s*(?P<key>question|param|column)\b\s*(?P<name>[\w-]*)\s*:\s*(?P<value>.*?)\s*$")


def parse(text: str, name: str) -> NamedQuery:
    """Read a query with its header.

    A parameter that only has its line is optional text. Raises QueryError with the line where the header is not as described
    or names a parameter that has no line.
    """
    question, params, columns = "", dict[str, Parameter](), []
    for number, line in enumerate(text.splitlines(), 1):
        match = _HEADER.match(line)
        if match is None:
            continue
        if match["key"] == "question":
            question = match["value"]
        elif match["key"] == "column":
            columns.append(Column(match["name"], match["value"]))
        else:
            params[match["name"]] = _parameter(match["name"], match["value"], f"{name}:{number}")
    lines = parameters(text)
    for each in params:
        if each not in lines:
            raise QueryError(f"{name}: parameter {each!r} has no line of its own; add: VALUES ?{each} {{ UNDEF }} # parameter")
    for each in lines:
        params.setdefault(each, Parameter(each, "text", True, ""))
    return NamedQuery(name, question, tuple(params.values()), tuple(columns), text)


def _parameter(name: str, value: str, where: str) -> Parameter:
    kind, need, help_ = ([part.strip() for part in value.split("|", 2)] + ["", ""])[:3]
    if kind not in KINDS or need not in ("optional", "required"):
        raise QueryError(f"{where}: found {value!r}, expected KIND | optional or required | help, KIND one of {', '.join(KINDS)}")
    return Parameter(name, kind, need == "optional", help_)


def run(store: Reader, query: str | Path | NamedQuery, params: Mapping[str, str] | None = None) -> Result:
    """Ask a query: a name of `queries/`, a path to a file, a SPARQL text (it has a brace), or one already read."""
    if isinstance(query, Path):
        try:
            query = parse(query.read_text(encoding="utf-8"), query.name)
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{query}: the query cannot be read: {error}") from None
    elif isinstance(query, str):
        query = parse(query, "query") if "{" in query else find(query)
    return store.query(query.text, bind(store, query, params or {}))


def bind(store: Reader, query: NamedQuery, params: Mapping[str, str]) -> dict[str, tuple[Term, ...]]:
    """Turn a user's words into terms, by the kind of each parameter; a name may mean several things.

    A country may be ISO2, ISO3 or a name in any language; a topic its id or label; case and accents do not count.
    Raises QueryError for an unknown or missing parameter or a value of the wrong kind, naming what is expected, and
    NotFoundError where no person, organization, framework or document is called so.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    listed = "; ".join(f"{each.name} ({each.kind}{', optional' if each.optional else ''})" for each in known.values()) or "none"
    for name in params:
        if name not in known:
            raise QueryError(f"{query.name} has no parameter {name!r}; its parameters: {listed}")
    for parameter in known.values():
        if not parameter.optional and not params.get(parameter.name):
            kind = KINDS[parameter.kind]
            raise QueryError(f"{query.name} needs the parameter {parameter.name!r}, {kind}; its parameters: {listed}")
    return {name: _terms(store, known[name], value) for name, value in params.items()}


def _terms(store: Reader, parameter: Parameter, value: str) -> tuple[Term, ...]:
    """The terms that a value may mean. Raises QueryError where it is not of the kind."""
    match parameter.kind:
        case "country":
            return (_country(store, value),)
        case "topic":
            return _things(store, value, "Topic", "skos:notation|skos:prefLabel")
        case "person" | "organization" | "framework":
            return _things(store, value, parameter.kind.capitalize(), "rdfs:label|skos:altLabel")
        case "document":
            return _document(store, value)
        case "text":
            return (ox.Literal(value),)
        case "search":
            return _searched(store, value)
    try:
        return (_LITERAL[parameter.kind](store, value.strip()),)
    except ValueError:
        raise QueryError(f"parameter {parameter.name} is {value!r}, expected {KINDS[parameter.kind]}") from None


def _iri(store: Reader, value: str) -> ox.NamedNode:
    named = as_node(value, store.settings)
    if named is None:
        raise ValueError
    node = ox.NamedNode(store.current(named.value))
    if not store.query(f"ASK {{ {{ {node} ?property ?value }} UNION {{ ?thing ?property {node} }} }}").answer:
        raise NotFoundError(f"{store.location} tells nothing of {node}; give an IRI that a query has answered")
    return node


def _date(_: Reader, value: str) -> ox.Literal:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        raise ValueError
    return date_literal(PartialDate(*(int(part) for part in value.split("-"))))


def _integer(_: Reader, value: str) -> ox.Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ValueError
    return ox.Literal(str(int(value)), datatype=XSD("integer"))


def _language(_: Reader, value: str) -> ox.Literal:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
        raise ValueError
    return ox.Literal(value.lower())


_LITERAL: dict[str, Callable[[Reader, str], Term]] = {"iri": _iri, "date": _date, "integer": _integer, "language": _language}


def _country(store: Reader, value: str) -> ox.NamedNode:
    names = called(store, ("Country",), "bc:iso2|bc:iso3|rdfs:label")
    found = exact(value, names)
    if not found:
        variants = {
            row.cells[0]: row.cells[1]
            for language in ("en", "fr")
            for row in resources.table(f"{language}/countries.tsv", ("form", "iso2", "use"))
            if row.cells[2] == "name"
        }
        codes = [code for form, code in variants.items() if folded(form) == folded(value)]
        found = [shared("country", code, store.settings).value for code in codes]
    if not found:
        close = hint(value, (name for given in names.values() for name in given))
        raise QueryError(f"{value!r} is no country; give {KINDS['country']}{close}")
    return ox.NamedNode(found[0])


def _things(store: Reader, value: str, kind: str, path: str) -> tuple[ox.NamedNode, ...]:
    names = called(store, (kind,), path)
    found = exact(value, names) if kind == "Topic" else holding(value, names)
    if not found:
        close = hint(value, (name for given in names.values() for name in given))
        error = QueryError if kind == "Topic" else NotFoundError
        raise error(f"no {kind.lower()} is called {value!r} in {store.location}{close}")
    return tuple(ox.NamedNode(each) for each in found)


def _searched(store: Reader, words: str) -> tuple[ox.NamedNode, ...]:
    """What fits the words best: things, and facts that were read in words that fit."""
    from kg.graph.search.hits import facts_and_things  # which asks for countries as queries do

    if not isinstance(store, Store):
        raise QueryError(f"{store.location} has no full-text index of ours; ask a store or a graph file of your own")
    return tuple(map(ox.NamedNode, facts_and_things(store, words)))


def _document(store: Reader, value: str) -> tuple[ox.NamedNode, ...]:
    document = document_iri(DocumentId(value), store.settings)
    if not store.query(f"ASK {{ {document} a bc:Document }}").answer:
        known = [document.id for document in store.documents()]
        raise NotFoundError(f"{store.location} holds no document {value!r}{hint(value, known)}")
    return (document,)

"""The front page: what this is, how much it holds, and the ways to ask; and SPARQL by hand with its answers as a table."""

from weakref import WeakKeyDictionary

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.queries import catalogue
from kg.graph.result import plain
from kg.graph.store import Store
from kg.web.answers import Answer, placeless
from kg.web.asker import Asker
from kg.web.pages import page

__all__ = ["editor", "welcome"]

_COUNTED = (
    "Document", "Person", "Organization", "Framework", "Meeting", "Call", "Visit", "Signing", "Conference",
    "Cooperation", "Statement",
)  # fmt: skip
_SHOWN = 1_000
"""Rows of an answer that a page shows."""
_EXAMPLES = (
    (
        "Who spoke most",
        """SELECT ?speaker ?name (COUNT(?statement) AS ?statements) WHERE {
  ?statement a bc:Statement ; bc:speaker ?speaker .
  ?speaker rdfs:label ?name
} GROUP BY ?speaker ?name ORDER BY DESC(?statements) LIMIT 20""",
    ),
    (
        "Meetings and their words",
        """SELECT ?meeting ?date ?words ?document WHERE {
  ?meeting a bc:Meeting ; bc:evidence ?passage .
  ?passage bc:text ?words ; bc:document ?document
  OPTIONAL { ?meeting bc:when ?date }
} ORDER BY DESC(?date) LIMIT 20""",
    ),
    (
        "Which document says what",
        """SELECT ?document (COUNT(DISTINCT ?fact) AS ?facts) WHERE {
  GRAPH ?document { ?fact bc:evidence ?passage }
} GROUP BY ?document ORDER BY DESC(?facts) LIMIT 20""",
    ),
)
_counts: WeakKeyDictionary[Store, tuple[str, dict[str, int]]] = WeakKeyDictionary()
"""By the state of the store at which it was counted."""


def welcome(store: Store, asker: dict[str, object]) -> Answer:
    """The front page."""
    return page(
        "welcome.html",
        Asker.of(asker),
        store,
        counts=_counted(store),
        questions=catalogue(),
        examples=_EXAMPLES,
        query=_EXAMPLES[0][1],
    )


_Dataset = str | tuple[list[str], list[str]]


def editor(store: Store, query: str | None, dataset: _Dataset, base: str | None, asker: dict[str, object]) -> Answer:
    """A form for SPARQL and, where a query is given, its answer as a table, as far as a page can hold it."""
    who = Asker.of(asker)
    values: dict[str, object] = {"query": query or _EXAMPLES[0][1], "columns": (), "rows": (), "more": False, "detail": ""}
    values |= {"examples": _EXAMPLES, "answer": None, "asked": query is not None}
    status = 200
    if query is not None:
        try:
            values |= _answered(store, query, dataset, base)
        except QueryError as error:
            status, values["detail"] = 400, placeless(error, store.location)
    return page("sparql.html", who, store, status, **values)


def _answered(store: Store, query: str, dataset: _Dataset, base: str | None) -> dict[str, object]:
    found = store.stream(query, dataset, base)
    if isinstance(found, ox.QueryBoolean):
        return {"answer": bool(found)}
    rows: list[list[tuple[str, str, str]]] = []
    more = False
    for row in found:
        if len(rows) == _SHOWN:
            more = True
            break
        rows.append([_cell(term) for term in row])
    triples = isinstance(found, ox.QueryTriples)
    columns = ("subject", "predicate", "object") if triples else tuple(each.value for each in found.variables)  # type: ignore[union-attr]
    return {"columns": columns, "rows": rows, "more": more}


def _cell(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> tuple[str, str, str]:
    """Text, the IRI where it is one, and the language of a literal."""
    iri = term.value if isinstance(term, ox.NamedNode) else ""
    return plain(term), iri, (term.language or "") if isinstance(term, ox.Literal) else ""


def _counted(store: Store) -> dict[str, int]:
    """How many things of each kind there are."""
    state, counts = _counts.get(store, ("", {}))
    if not counts or state != store.snapshot:
        values = " ".join(f"bc:{kind}" for kind in _COUNTED)
        text = f"SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) {{ VALUES ?kind {{ {values} }} ?thing a ?kind }} GROUP BY ?kind"
        found = {plain(kind).rpartition("#")[2]: int(plain(count)) for kind, count in store.query(text).rows}
        counts = {kind: found[kind] for kind in _COUNTED if found.get(kind)}
        _counts[store] = (store.snapshot, counts)
    return counts

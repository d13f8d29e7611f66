"""Named queries over HTTP: what can be asked, a form for each question, and answers as tables for people and programs.

A value that a client gives is bound as a term of the parameter's kind and never becomes part of the query's text.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from kg.errors import NotFoundError, QueryError
from kg.graph.queries import NamedQuery, bind, catalogue, find
from kg.graph.result import Result, plain
from kg.graph.sparql import Term
from kg.graph.store import Store
from kg.keys import folded
from kg.web.answers import Answer, LimitError, placeless, problem
from kg.web.asker import Asker
from kg.web.negotiation import HTML, choose
from kg.web.pages import page

__all__ = ["MEDIA_TYPES", "OWN", "answer", "index"]

MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xml": "application/sparql-results+xml",
}
"""Formats of an answer with what they are sent as, best first."""
OWN = ("format", "limit", "offset")
"""Parameters of every question, beside its own."""
_OFFERED = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    HTML: "html",
    "application/xhtml+xml": "html",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
}
_PAGE = 100
"""Rows of a table for people, where they do not say how many."""
_SHORT = 12
"""Characters that stand in one line of a table."""
_DOCUMENTS = {"document", "documents", "oneDocument", "otherDocument"}
"""Columns that hold identifiers of documents, several joined by semicolons."""


class _Cell(NamedTuple):
    """What a table shows: some text, and where each part of it leads."""

    parts: tuple[tuple[str, str], ...]
    """Text with the IRI or, as `document:ID`, the document that it stands for; empty where it is neither."""

    @property
    def short(self) -> bool:
        """Whether it is not to be broken, as a date or a country is not."""
        return len(self.parts) == 1 and len(self.parts[0][0]) <= _SHORT


class _Table(NamedTuple):
    """A page of an answer."""

    columns: tuple[tuple[str, str], ...]
    """Name and meaning."""
    rows: tuple[tuple[_Cell, ...], ...]
    first: int
    total: int


class _Refused(NamedTuple):
    """Why there is no answer."""

    status: int
    detail: str


def index(store: Store, accept: str, asker: dict[str, object]) -> Answer:
    """What can be asked: a page, or a list in JSON."""
    chosen = choose(accept, {HTML: "html", "application/xhtml+xml": "html", "application/json": "json"})
    if chosen is None:
        return problem(406, "Not acceptable", f"the list of questions is given as {HTML} or application/json")
    if chosen == "html":
        return page("questions.html", Asker.of(asker), store, questions=catalogue())
    told = [
        {
            "name": each.name,
            "question": each.question,
            "parameters": [
                {"name": one.name, "kind": one.kind, "optional": one.optional, "help": one.help} for one in each.parameters
            ],
            "columns": [{"name": one.name, "help": one.help} for one in each.columns],
        }
        for each in catalogue()
    ]
    return Answer(200, "application/json", (msgspec.json.encode(told) + b"\n",), {"Vary": "Accept, Accept-Language"})


def answer(store: Store, name: str, accept: str, most: int, asker: dict[str, object]) -> Answer:
    """The answer to a named query, asked with the parameters of the request.

    `limit` and `offset` choose rows; how many there are in all is told as `X-Total-Count`, and where an answer goes on by a Link.
    Raises LimitError where the whole answer has more than `most` rows.
    """
    who = Asker.of(asker)
    given = dict(who.parameters)
    form = given.get("format") or choose(accept, _OFFERED)
    if form is None:
        return problem(406, "Not acceptable", f"an answer is given as {', '.join(dict.fromkeys(_OFFERED))}, or say ?format=csv")
    try:
        query = find(name)
    except QueryError as error:
        if form == "html":
            return page("questions.html", who, store, 404, questions=catalogue(), detail=str(error))
        return problem(404, "Not found", str(error))
    values = {key: value for key, value in given.items() if key not in OWN and value}
    if form == "html":
        values = _spoken(query, values, who.language)
    try:
        if form == "html" and _unasked(query, values):
            return _page(store, who, query, values)
        return _answered(store, who, query, values, form, most)
    except (QueryError, NotFoundError, LimitError) as error:
        if isinstance(error, LimitError) and form != "html":
            raise
        status = 404 if isinstance(error, NotFoundError) else 413 if isinstance(error, LimitError) else 400
        detail = placeless(error, store.location)
        if form == "html":
            return _page(store, who, query, values, _Refused(status, detail))
        return problem(status, "Not found" if status == 404 else "The question cannot be answered", detail)


def _answered(store: Store, who: Asker, query: NamedQuery, values: Mapping[str, str], form: str, most: int) -> Answer:
    given = dict(who.parameters)
    if form != "html" and form not in MEDIA_TYPES:
        raise QueryError(f"there is no format {form!r}; choose one of {', '.join((*MEDIA_TYPES, 'html'))}")
    twice = next((key for key, number in Counter(key for key, _ in who.parameters).items() if number > 1), None)
    if twice is not None:
        raise QueryError(f"{twice!r} is given twice; give it once")
    first, count = _whole(given, "offset", 0), min(_whole(given, "limit", _PAGE if form == "html" else most), most)
    result = store.query(f"{query.text}\nLIMIT {most + 1}", bind(store, query, values))
    part, total = result.part(first, count)
    if total > most:
        raise LimitError(f"the answer has more than {most:,} rows; ask for less by the question's parameters")
    if form == "html":
        return _page(store, who, query, values, _table(store, query, part, first, total))
    headers = {"Vary": "Accept", "X-Total-Count": str(total)}
    if count and first + count < total:
        headers["Link"] = f'<{who.again(offset=first + count, limit=count)}>; rel="next"'
    return Answer(200, MEDIA_TYPES[form], (part.serialize(form),), headers)


def _spoken(query: NamedQuery, values: dict[str, str], language: str) -> dict[str, str]:
    """The values with the language of the page, where the question has one."""
    others = {key: value for key, value in values.items() if key != "lang"}
    return {"lang": language} | others if any(each.name == "lang" for each in query.parameters) else others


def _unasked(query: NamedQuery, values: Mapping[str, str]) -> bool:
    """Whether a question that needs something has not been given anything yet."""
    return not set(values) - {"lang"} and any(not each.optional for each in query.parameters)


def _whole(given: Mapping[str, str], name: str, otherwise: int) -> int:
    """A number of rows. Raises QueryError."""
    value = given.get(name)
    if not value:
        return otherwise
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise QueryError(f"{name} is {value!r}, expected a number of rows, as 100")
    return int(value)


def _table(store: Store, query: NamedQuery, part: Result, first: int, total: int) -> _Table:
    meanings = {each.name: each.help for each in query.columns}
    columns = tuple((name, meanings.get(name, "")) for name in part.variables)
    rows = tuple(tuple(_cell(store, name, cell) for name, cell in zip(part.variables, row, strict=True)) for row in part.rows)
    return _Table(columns, rows, first, total)


def _cell(store: Store, column: str, cell: Term | None) -> _Cell:
    text = plain(cell)
    if column in _DOCUMENTS:
        return _Cell(tuple((each, f"document:{each}") for each in text.split("; ") if each))
    if text.startswith(store.settings.base):
        return _Cell(((text.removeprefix(store.settings.base), text),))
    return _Cell(((text, text if text.startswith(("http://", "https://")) else ""),)) if text else _Cell(())


def _page(
    store: Store,
    who: Asker,
    query: NamedQuery,
    values: Mapping[str, str],
    shown: _Table | _Refused | None = None,
) -> Answer:
    """The form of a question, with its answer below it, or with what is wrong."""
    refused = shown if isinstance(shown, _Refused) else _Refused(200, "")
    return page(
        "question.html",
        who,
        store,
        refused.status,
        query=query,
        values=values,
        table=shown if isinstance(shown, _Table) else None,
        detail=refused.detail,
        size=_PAGE,
        formats=tuple(MEDIA_TYPES),
        choices={kind: _choices(store, kind, who.language) for kind in {each.kind for each in query.parameters} & set(_CHOSEN)},
    )


_CHOSEN = {
    "country": "?thing a bc:Country ; bc:iso2 ?value ; rdfs:label ?label",
    "topic": "?thing a bc:Topic ; skos:notation ?value ; skos:prefLabel ?label",
}
"""Kinds of parameters of which every value is known beforehand, and how they are found."""


def _choices(store: Store, kind: str, language: str) -> tuple[tuple[str, str], ...]:
    """Values with their labels in a language, sorted by label."""
    text = f"SELECT DISTINCT ?value ?label {{ {_CHOSEN[kind]} FILTER(LANG(?label) = '{language}') }}"
    rows = ((plain(value), plain(label)) for value, label in store.query(text).rows)
    return tuple(sorted(rows, key=lambda row: (folded(row[1]), row)))

"""A graph of ours on another SPARQL 1.1 server, asked by URL. It is a Reader as a Store is: whatever asks one asks the other."""

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from kg.errors import GraphError, NoGraphError, QueryError
from kg.graph.endpoint import Answer, Endpoint
from kg.graph.engine import PREFIXES
from kg.graph.portable import every_solution, following, portable
from kg.graph.reader import StoredDocument, documents
from kg.graph.result import Result
from kg.graph.sparql import Form, Term, form, renew
from kg.settings import DEFAULT, Settings

__all__ = ["Remote"]

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
_ACCEPT = {
    True: "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    False: "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5",
}
_MANY = 1_000
"""Rows from which on a round number makes one suspect that the server cut them off."""
_AT_ONCE = 100
"""IRIs asked about in one query; Virtuoso refuses texts that become too long."""
_UNION = (
    "Virtuoso has it so; Fuseki: tdb2:unionDefaultGraph true; oxigraph serve: --union-default-graph; GraphDB, QLever and "
    "Neptune have it so where a query names no graph"
)


class Remote:
    """A graph on another server. `open` looks whether it can be asked, and under what base it was built."""

    def __init__(self, endpoint: Endpoint, settings: Settings = DEFAULT) -> None:
        self._endpoint = endpoint
        self.settings = settings
        self._replaced: bool | None = None
        self._current: dict[str, str] = {}

    @classmethod
    def open(cls, endpoint: Endpoint) -> "Remote":
        """Ask for one document, to know that the service answers over the union of all graphs, and the base of its things.

        Raises GraphError where there is no SPARQL service, NoGraphError where it holds no document, QueryError where its default
        graph is not the union.
        """
        remote = cls(endpoint)
        try:
            remote._find_base()
        except BaseException:
            remote.close()
            raise
        return remote

    def _find_base(self) -> None:
        endpoint = self._endpoint
        rows = self.query("SELECT ?document WHERE { ?document a bc:Document } LIMIT 1").rows
        if rows:
            base, found, _ = str(getattr(rows[0][0], "value", "")).rpartition("document/")
            self.settings = Settings(base) if found else DEFAULT
            return
        if self.query("ASK { GRAPH ?graph { ?document a bc:Document } }").answer:
            raise QueryError(
                f"{endpoint.shown} holds documents, but its default graph is not the union of its named graphs, so every answer "
                f"would be empty; set it on the server ({_UNION})"
            )
        raise NoGraphError(f"{endpoint.shown} holds no document; put a graph there with: kg push --endpoint {endpoint.shown}")

    @property
    def location(self) -> str:
        """The URL without anything secret."""
        return self._endpoint.shown

    def query(self, sparql: str, bindings: Mapping[str, Term | Sequence[Term]] | None = None) -> Result:
        """Run a query there; parameters are filled in and prefixes declared here. An old IRI stands for the present one.

        SERVICE and FROM are the server's own matter. Raises QueryError for an update, for what the server refuses, and where it
        gave less than the whole answer; GraphError where it cannot be reached or answers what is no answer to a query.
        """
        if self.settings.base in sparql:
            sparql = self._renewed(sparql)
        text = portable(sparql, bindings or {}, PREFIXES)
        answer, result = self._answered(text)
        self._refuse_cut(answer, result, text)
        return result

    def verbatim(self, sparql: str) -> Result:
        """As `query`, for a whole answer of a query in which IRIs stay as they are."""
        return self._answered(portable(sparql, {}, PREFIXES))[1]

    def current(self, iri: str) -> str:
        """The IRI that a thing bears now; the same where it bears it still, or where what bore it has become several things."""
        seen = {iri}
        while iri.startswith(self.settings.base):
            self._learn([iri])
            new = self._current[iri]
            if new in seen:
                break
            seen.add(new)
            iri = new
        return iri

    def documents(self) -> tuple[StoredDocument, ...]:
        """Every document of the graph, by identifier."""
        return documents(self)

    def close(self) -> None:
        """Let the connection go."""
        self._endpoint.close()

    def __enter__(self) -> "Remote":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _renewed(self, sparql: str) -> str:
        """The query with the present IRIs in it, asked for together."""
        named: dict[str, str] = {}
        renew(sparql, lambda iri: named.setdefault(iri, iri))
        self._learn(iri for iri in named if iri.startswith(self.settings.base))
        return renew(sparql, self.current)

    def _learn(self, iris: Iterable[str]) -> None:
        """Ask what these were replaced by, unless that is known or nothing there was ever replaced."""
        unknown = sorted({iri for iri in iris if iri not in self._current})
        if unknown and self._replaced is None:
            self._replaced = bool(self.verbatim("ASK { ?old dcterms:isReplacedBy ?new }").answer)
        for start in range(0, len(unknown) if self._replaced else 0, _AT_ONCE):
            values = " ".join(f"<{iri}>" for iri in unknown[start : start + _AT_ONCE])
            found: dict[str, list[str]] = {}
            text = f"SELECT DISTINCT ?old ?new WHERE {{ VALUES ?old {{ {values} }} ?old dcterms:isReplacedBy ?new }}"
            for old, new in self.verbatim(text).rows:
                if isinstance(old, ox.NamedNode) and isinstance(new, ox.NamedNode):
                    found.setdefault(old.value, []).append(new.value)
            self._current.update((old, new[0]) for old, new in found.items() if len(new) == 1)
        for iri in unknown:
            self._current.setdefault(iri, iri)

    def _answered(self, text: str) -> tuple[Answer, Result]:
        asked = form(text)
        answer = self._ask(text, asked)
        self._refuse_incomplete(answer)
        return answer, self._result(answer, asked)

    def _ask(self, text: str, asked: Form) -> Answer:
        headers = {"Accept": _ACCEPT[asked.word in {"SELECT", "ASK"}]}
        answer = self._endpoint.send("POST", {"query": text}, headers)
        if answer.status in {404, 405, 410}:
            raise GraphError(
                f"{self.location} answered {answer.status}: no SPARQL service is there; expected the URL that takes queries, "
                "as http://HOST:7878/query, http://HOST:8890/sparql or http://HOST:3030/NAME/sparql"
            )
        if answer.status != 200:
            raise QueryError(f"{self.location} could not answer ({answer.status}): {answer.told or 'it does not say why'}")
        return answer

    def _result(self, answer: Answer, asked: Form) -> Result:
        """The answer read. Raises GraphError where it is no answer to a query: of another type, or cut short."""
        try:
            if asked.word in {"SELECT", "ASK"} and answer.type in _RESULTS:
                return Result(ox.parse_query_results(answer.body, _RESULTS[answer.type]))
            if asked.word in {"CONSTRUCT", "DESCRIBE"} and answer.type in _GRAPHS:
                return Result(quad.triple for quad in ox.parse(answer.body, format=_GRAPHS[answer.type]))
        except (SyntaxError, ValueError) as error:
            reason = str(error).partition("\n")[0][:200]
            raise GraphError(
                f"{self.location}: the answer of {len(answer.body):,} bytes is not well-formed {answer.type}, as where a server "
                f"stops half-way: {reason}; ask for less, or look in the server's log"
            ) from None
        raise GraphError(
            f"{self.location} answered a {asked.word} with {answer.type or 'no media type'}: {answer.told or 'nothing'}; "
            "is this the URL of a SPARQL query service?"
        )

    def _refuse_incomplete(self, answer: Answer) -> None:
        """Raise QueryError where the server says that there would have been more: Virtuoso's limits of rows and time."""
        rows, state = answer.headers.get("x-sparql-maxrows"), answer.headers.get("x-sql-state")
        if rows is not None:
            raise QueryError(
                f"{self.location} gave only its first {rows} rows; ask for less, as with LIMIT, or raise the server's limit "
                "(Virtuoso: ResultSetMaxRows)"
            )
        if state is not None:
            told = answer.headers.get("x-sql-message", state).partition("  Activity")[0]
            raise QueryError(f"{self.location} gave an incomplete answer: {told}; ask for less, or raise the server's time limit")

    def _refuse_cut(self, answer: Answer, result: Result, text: str) -> None:
        """Raise QueryError where the server gave less than all without a word.

        Limits are round numbers: after a round number of rows one asks for the next. Virtuoso tells of the limit that cuts a
        SELECT, so that a CONSTRUCT, of which it does not, is asked once more as one.
        """
        virtuoso = "virtuoso" in answer.headers.get("server", "").lower()
        if result.kind == "select" and len(result.rows) >= _MANY and len(result.rows) % 100 == 0 and not virtuoso:
            if self.verbatim(following(text, len(result.rows))).rows:
                raise QueryError(
                    f"{self.location} gave only its first {len(result.rows):,} rows and did not say so; ask for less, as with "
                    "LIMIT, or raise the server's limit"
                )
        elif virtuoso and len(result.triples) >= _MANY and form(text).word == "CONSTRUCT":
            self.verbatim(every_solution(text))

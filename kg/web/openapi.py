"""What programs can ask of this server, described for them (OpenAPI 3.1), made from the catalogue of questions."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from kg.graph.queries import KINDS, NamedQuery, Parameter, catalogue
from kg.graph.store import Store
from kg.web.answers import PROBLEM, Answer
from kg.web.asker import Asker
from kg.web.linked import FORMATS
from kg.web.negotiation import HTML
from kg.web.questions import MEDIA_TYPES

__all__ = ["described", "openapi"]

_SCHEMAS: dict[str, dict[str, Any]] = {
    "country": {"type": "string", "minLength": 1, "examples": ["MA", "Maroc"]},
    "date": {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$", "examples": ["2024", "2024-10-29"]},
    "integer": {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}$"},
    "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "examples": ["en", "fr"]},
}
"""How a value of a kind is written, where not any text will do."""
_TABLE = {
    "type": "object",
    "description": "SPARQL 1.1 Query Results JSON Format",
    "required": ["head", "results"],
    "properties": {
        "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
        "results": {
            "type": "object",
            "properties": {"bindings": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}},
        },
    },
}
_ROW = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode"]},
            "value": {"type": "string"},
            "xml:lang": {"type": "string"},
            "datatype": {"type": "string"},
        },
    },
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what was found, what was expected, what to do"},
    },
}
_ERRORS = {
    "400": "A parameter is unknown, missing, or not of its kind",
    "404": "There is no such thing, question or name; the nearest are told",
    "406": "None of the forms that Accept names can be given",
    "413": "The answer has more rows or bytes than are allowed",
    "503": "Too many queries at once; Retry-After says when to come again",
    "504": "The answer took longer than is allowed",
}


def openapi(_: Store, asker: dict[str, object]) -> Answer:
    """The description, as JSON."""
    return Answer(200, "application/json", (msgspec.json.encode(described(Asker.of(asker).root)) + b"\n",))


def described(root: str = "") -> dict[str, Any]:
    """The description of the server reached below `root`."""
    paths = {f"/q/{query.name}": {"get": _question(query)} for query in catalogue()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cooperation between states",
            "version": _version(),
            "summary": "A graph of who met whom, who holds which office, and who said what, with the passage behind every fact",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": root or "/"}],
        "tags": [
            {"name": "questions", "description": "Named queries with typed parameters"},
            {"name": "sparql", "description": "SPARQL 1.1 Protocol"},
            {"name": "things", "description": "Linked data: each thing by its IRI"},
        ],
        "paths": {**paths, "/q": {"get": _catalogue()}, "/sparql": _sparql(), **_things()},
        "components": {
            "schemas": {"Table": _TABLE, "Row": _ROW, "Problem": _PROBLEM},
            "responses": {f"E{code}": _error(text) for code, text in _ERRORS.items()},
        },
    }


def _version() -> str:
    try:
        return version("bicoop")
    except PackageNotFoundError:
        return "0"


def _question(query: NamedQuery) -> dict[str, Any]:
    columns = "\n".join(f"- `{each.name}`: {each.help}" for each in query.columns)
    return {
        "operationId": query.name,
        "tags": ["questions"],
        "summary": query.question,
        "description": f"Columns of the answer:\n\n{columns}",
        "parameters": [*map(_parameter, query.parameters), *_own()],
        "responses": {
            "200": {
                "description": "The answer",
                "headers": {
                    "X-Total-Count": {"description": "Rows of the whole answer", "schema": {"type": "integer"}},
                    "Link": {"description": "The next rows, where there are more (rel=next)", "schema": {"type": "string"}},
                },
                "content": _tables(),
            },
            **_refusals("400", "404", "406", "413", "503", "504"),
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": not parameter.optional,
        "description": f"{parameter.help} ({KINDS[parameter.kind]})",
        "schema": _SCHEMAS.get(parameter.kind, {"type": "string", "minLength": 1}),
    }


def _own() -> list[dict[str, Any]]:
    rows = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    return [
        {"name": "format", "in": "query", "description": "Instead of Accept", "schema": {"enum": [*MEDIA_TYPES, "html"]}},
        {"name": "limit", "in": "query", "description": "At most so many rows", "schema": rows},
        {"name": "offset", "in": "query", "description": "Pass over so many rows first", "schema": rows},
    ]


def _tables() -> dict[str, Any]:
    content = {each.partition(";")[0]: {"schema": {"type": "string"}} for each in (*MEDIA_TYPES.values(), HTML)}
    return content | {"application/sparql-results+json": {"schema": {"$ref": "#/components/schemas/Table"}}}


def _catalogue() -> dict[str, Any]:
    content = {
        "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
        HTML: {"schema": {"type": "string"}},
    }
    return {
        "operationId": "questions",
        "tags": ["questions"],
        "summary": "What can be asked",
        "responses": {
            "200": {"description": "Every question with its parameters and columns", "content": content},
            **_refusals("406"),
        },
    }


def _sparql() -> dict[str, Any]:
    graphs = {name: {"schema": {"type": "string"}} for name, _ in FORMATS.values()}
    responses = {
        "200": {
            "description": "The answer to SELECT or ASK, or the graph of CONSTRUCT or DESCRIBE",
            "content": _tables() | graphs,
        },
        **_refusals("400", "406", "413", "503", "504"),
    }
    texts = {"type": "array", "items": {"type": "string"}}
    fields = {"query": {"type": "string"}, "default-graph-uri": texts, "named-graph-uri": texts}
    form = {"schema": {"type": "object", "required": ["query"], "properties": fields}}
    return {
        "get": {
            "operationId": "sparqlGet",
            "tags": ["sparql"],
            "summary": "Ask in SPARQL",
            "parameters": [
                {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}},
                *({"name": name, "in": "query", "schema": texts} for name in ("default-graph-uri", "named-graph-uri")),
            ],
            "responses": responses,
        },
        "post": {
            "operationId": "sparqlPost",
            "tags": ["sparql"],
            "summary": "Ask in SPARQL, with the query in the body",
            "requestBody": {
                "required": True,
                "content": {
                    "application/sparql-query": {"schema": {"type": "string"}},
                    "application/x-www-form-urlencoded": form,
                },
            },
            "responses": responses,
        },
    }


def _things() -> dict[str, Any]:
    key = {
        "name": "thing",
        "in": "path",
        "required": True,
        "description": "What follows the base in its IRI",
        "schema": {"type": "string"},
    }
    form = {"name": "form", "in": "path", "required": True, "schema": {"enum": list(FORMATS)}}
    location = {"Location": {"schema": {"type": "string"}}}
    graphs = {name: {"schema": {"type": "string"}} for name, _ in FORMATS.values()}
    return {
        "/id/{thing}": {
            "get": {
                "operationId": "dereference",
                "tags": ["things"],
                "summary": "Lead from a thing to what tells of it, by Accept",
                "parameters": [key],
                "responses": {
                    "301": {"description": "The thing has another IRI now", "headers": location},
                    "303": {"description": "What tells of it", "headers": location},
                    **_refusals("404", "406"),
                },
            }
        },
        "/data/{thing}.{form}": {
            "get": {
                "operationId": "statements",
                "tags": ["things"],
                "summary": "All that the graph says of a thing",
                "parameters": [key, form],
                "responses": {"200": {"description": "Statements", "content": graphs}, **_refusals("404", "413")},
            }
        },
    }


def _refusals(*codes: str) -> dict[str, Any]:
    return {code: {"$ref": f"#/components/responses/E{code}"} for code in codes}


def _error(text: str) -> dict[str, Any]:
    return {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}

"""Every function that a front may have called, by name: `function(store, **plain arguments) -> Answer`.

Only processes that work for a front import this; fronts know the names.
"""

from collections.abc import Callable

from kg.web.answers import Answer
from kg.web.describing import description, void
from kg.web.graphing import dataset, drop_graph, graph, put_graph, update
from kg.web.linked import dereferenced, statements
from kg.web.openapi import openapi
from kg.web.querying import sparql
from kg.web.questions import answer, index
from kg.web.searching import results, search
from kg.web.things import thing
from kg.web.vocabulary import ontology
from kg.web.welcome import editor, welcome

__all__ = ["FUNCTIONS"]

FUNCTIONS: dict[str, Callable[..., Answer]] = {
    "dataset": dataset,
    "dereferenced": dereferenced,
    "description": description,
    "drop_graph": drop_graph,
    "editor": editor,
    "graph": graph,
    "ontology": ontology,
    "openapi": openapi,
    "put_graph": put_graph,
    "question": answer,
    "questions": index,
    "results": results,
    "search": search,
    "sparql": sparql,
    "statements": statements,
    "thing": thing,
    "update": update,
    "void": void,
    "welcome": welcome,
}

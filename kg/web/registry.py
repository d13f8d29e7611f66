"""Every function that a front may have called, by name: `function(store, **plain arguments) -> Answer`.

Only processes that work for a front import this; fronts know the names.
"""

from collections.abc import Callable

from kg.web.answers import Answer
from kg.web.describing import description, void
from kg.web.graphing import dataset, drop_graph, graph, put_graph, update
from kg.web.querying import sparql
from kg.web.searching import search

__all__ = ["FUNCTIONS"]

FUNCTIONS: dict[str, Callable[..., Answer]] = {
    "dataset": dataset,
    "description": description,
    "drop_graph": drop_graph,
    "graph": graph,
    "put_graph": put_graph,
    "search": search,
    "sparql": sparql,
    "update": update,
    "void": void,
}

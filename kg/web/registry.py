"""Every function that a front may have called, by name: `function(store, **plain arguments) -> Answer`.

Only processes that work for a front import this; fronts know the names.
"""

from collections.abc import Callable

from kg.web.answers import Answer
from kg.web.querying import sparql

__all__ = ["FUNCTIONS"]

FUNCTIONS: dict[str, Callable[..., Answer]] = {
    "sparql": sparql,
}

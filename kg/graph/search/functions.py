"""What SPARQL can do here besides: `FILTER(bc:matches(?text, "fishing -\\"joint committee\\""))`.

A function looks at each text that a query has found, so it takes time with their number; the index, which a query file asks by a
parameter of kind `search`, does not.
"""

from collections.abc import Callable

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.search.asking import asked
from kg.graph.sparql import Term
from kg.graph.terms import BC, XSD

__all__ = ["FUNCTIONS", "matches"]

_TRUE, _FALSE = (ox.Literal(word, datatype=XSD("boolean")) for word in ("true", "false"))


def matches(*arguments: Term) -> ox.Literal | None:
    """Whether a text is what words ask for, as a search would find it.

    An error in SPARQL's sense, as `None` is, where there are not two literals, or the second asks for no word.
    """
    match arguments:
        case (ox.Literal() as text, ox.Literal() as words):
            try:
                return _TRUE if asked(words.value).matches(text.value) else _FALSE
            except QueryError:
                return None
    return None


FUNCTIONS: dict[ox.NamedNode, Callable[..., Term | None]] = {BC("matches"): matches}
"""By name; each is a term of the ontology."""

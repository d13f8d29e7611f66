"""What a SPARQL query answers, whichever kind it is."""

from typing import Literal as Choice

import pyoxigraph as ox

__all__ = ["Kind", "Result", "Term"]

Kind = Choice["select", "ask", "construct"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Result:
    """The answer to one query, held in memory so that it can be read more than once.

    SELECT fills `variables` and `rows`, ASK `answer`, CONSTRUCT and DESCRIBE `triples`; the others stay empty.
    """

    kind: Kind
    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    answer: bool | None
    triples: tuple[ox.Triple, ...]

    def serialize(self, format: str) -> bytes:
        """Bytes in `csv`, `tsv`, `json`, `xml` (SELECT, ASK) or `nt`, `ttl`, `rdfxml`, `jsonld` (CONSTRUCT).

        Raises QueryError, which lists the formats that this kind of answer has.
        """
        raise NotImplementedError

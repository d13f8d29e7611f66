"""Every error that the package raises on purpose, in one tree.

KgError
├── InputError        a text or folder that cannot be read              (exit code 3)
├── DataError         a lexicon, ontology or query file of ours is wrong (exit code 4)
├── GraphError        a graph or store that cannot be opened or written  (exit code 5)
│   ├── BusyError     another process writes to the store
│   └── NoGraphError  there is none where one was looked for
├── QueryError        a query, parameter or format that cannot be used   (exit code 6)
├── NotFoundError     the thing asked for is not in the graph            (exit code 7)
└── CheckFailed       verify or validate found something wrong           (exit code 8)

A message says where, what was found, what was expected, what to do.
"""

__all__ = [
    "BusyError",
    "CheckFailed",
    "DataError",
    "GraphError",
    "InputError",
    "KgError",
    "NoGraphError",
    "NotFoundError",
    "QueryError",
]


class KgError(Exception):
    """Base of all errors that are raised on purpose."""

    exit_code = 1


class InputError(KgError):
    """A text or folder that cannot be read."""

    exit_code = 3


class DataError(KgError):
    """A file of the package itself (lexicon, ontology, query) is wrong."""

    exit_code = 4


class GraphError(KgError):
    """A graph file or store that cannot be opened, read or written."""

    exit_code = 5


class BusyError(GraphError):
    """A store that another process writes to."""


class NoGraphError(GraphError):
    """There is no graph where one was looked for."""


class QueryError(KgError):
    """A query, one of its parameters, or an output format that cannot be used."""

    exit_code = 6


class NotFoundError(KgError):
    """The thing asked for is not in the graph."""

    exit_code = 7


class CheckFailed(KgError):
    """`verify` or `validate` found something wrong."""

    exit_code = 8

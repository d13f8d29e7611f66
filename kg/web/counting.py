"""How many rows of a table have been written, seen from the bytes: the engine writes tables itself, fast, and tells no count."""

from collections.abc import Callable

from kg.web.answers import LimitError, Sink

__all__ = ["COUNTERS", "Counted", "too_many"]

_Counter = Callable[[bytes], int]


def _xml() -> _Counter:
    mark = b"<result>"  # text and attributes hold no `<`
    tail = b""

    def count(data: bytes) -> int:
        nonlocal tail
        data = tail + data
        tail = data[1 - len(mark) :]
        return data.count(mark)

    return count


def _tsv() -> _Counter:
    return lambda data: data.count(b"\n")  # line breaks of values are escaped


def _csv() -> _Counter:
    return _outside_quotes(b"\n")


def _json() -> _Counter:
    """Rows follow one another as `{…},{…}`; what stands within them is always named, so that `,{` is found between rows only."""
    outside = _outside_quotes(b",{")
    held = b""

    def count(data: bytes) -> int:
        nonlocal held
        data = held + data
        rest = data.rstrip(b"\\")
        odd = (len(data) - len(rest)) % 2
        keep = 1 if odd or data.endswith(b",") else 0
        data, held = data[: len(data) - keep], data[len(data) - keep :]
        return outside(data.replace(b"\\\\", b"").replace(b'\\"', b""))

    return count


def _outside_quotes(mark: bytes) -> _Counter:
    quoted = False

    def count(data: bytes) -> int:
        nonlocal quoted
        parts = data.split(b'"')
        found = sum(part.count(mark) for part in parts[quoted::2])
        quoted ^= len(parts) % 2 == 0
        return found

    return count


COUNTERS: dict[str, Callable[[], _Counter]] = {
    "application/sparql-results+json": _json,
    "application/sparql-results+xml": _xml,
    "text/csv": _csv,
    "text/tab-separated-values": _tsv,
}
"""Makes, for each form of a table, what counts the rows that begin (JSON: after the first) or end in the next piece of it."""

_UNCOUNTED = {
    "application/sparql-results+json": -1,
    "application/sparql-results+xml": 0,
    "text/csv": 1,
    "text/tab-separated-values": 1,
}
"""What a counter counts besides rows: the header of CSV and TSV; in JSON it misses the first row."""


class Counted:
    """Hands on what is written until it holds too many rows."""

    def __init__(self, sink: Sink, media_type: str, rows: int) -> None:
        self._sink = sink
        self._count = COUNTERS[media_type]()
        self._left = rows + _UNCOUNTED[media_type]
        self._rows = rows
        self._uncounted: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take a piece of the table. Raises LimitError where it holds more rows than are allowed."""
        self._uncounted.append(data)
        self._size += len(data)
        if self._size > self._rows:  # a row takes a byte or more, so that a short table needs no counting
            self._left -= self._count(b"".join(self._uncounted))
            self._uncounted.clear()
            if self._left < 0:
                raise LimitError(too_many(self._rows, "rows"))
        return self._sink.write(data)

    def flush(self) -> None:
        """Nothing: what is held is sent at the end."""


def too_many(rows: int, what: str) -> str:
    """What to tell a client whose answer is too long."""
    return f"the answer has more than {rows:,} {what}; ask for less at once, as with LIMIT and OFFSET"

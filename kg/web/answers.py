"""What a function that answers a request gives: it runs in a process that can be killed, and never speaks HTTP itself."""

from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

__all__ = ["PROBLEM", "Answer", "LimitError", "Sink", "Write", "placeless", "problem"]

PROBLEM = "application/problem+json"
"""The media type of an error (RFC 9457)."""


class Sink(Protocol):
    """Where an answer is written."""

    def write(self, data: bytes, /) -> int:
        """Take bytes, and say how many; raises where they are too many."""


Write = Callable[[Sink], None]
"""Writes a body into what it is given, as serializers do."""


class Answer(msgspec.Struct, frozen=True):
    """An answer that is still to be written out."""

    status: int
    media_type: str
    body: Iterable[bytes] | Write
    """Parts in order, or a function that writes them."""
    headers: dict[str, str] = {}


def problem(status: int, title: str, detail: str) -> Answer:
    """An error as an answer (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Answer(status, PROBLEM, (msgspec.json.encode(body) + b"\n",))


def placeless(error: Exception, location: str) -> str:
    """What an error says, without where on this machine the store lies, which is no client's business."""
    return str(error).replace(location, "this graph")


class LimitError(Exception):
    """An answer has become longer than is allowed. Its text tells the client what to do."""

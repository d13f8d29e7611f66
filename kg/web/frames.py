"""What a front and the process that works for it say to each other over a pair of sockets: frames, each with its length and kind.

The front sends calls. The process says once that it is ready, with the state of the store that it has opened, and answers each
call by a head, chunks and an end, or, where the answer is short, by one frame that holds all three. Wherever an answer stands,
a failure may end it.
"""

from enum import IntEnum
from struct import Struct

import msgspec

__all__ = ["PREFIX", "CallFrame", "Failure", "Head", "Kind", "frame", "joined", "split"]

PREFIX = Struct("<IB")
"""Length of what follows, kind."""

_LENGTH = Struct("<I")


class Kind(IntEnum):
    """What a frame holds."""

    CALL = 1
    READY = 2
    HEAD = 3
    CHUNK = 4
    END = 5
    WHOLE = 6
    """A head, its length before it, and then the body."""
    FAILURE = 7


class CallFrame(msgspec.Struct, frozen=True, array_like=True):
    """Which function of the registry is to run, and what it is given beside the store."""

    name: str
    arguments: dict[str, object]
    gzip: bool = False
    """Whether the client can read what is compressed."""


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What goes before the body of an answer."""

    status: int
    media_type: str
    headers: dict[str, str]
    snapshot: str
    """Which state of the store was asked."""


class Failure(msgspec.Struct, frozen=True, array_like=True):
    """Why there is no answer, or no more of it."""

    status: int
    title: str
    detail: str
    retry: int = 0
    """Seconds after which the client may try again; 0 where that would not help."""


def frame(kind: Kind, payload: bytes = b"") -> bytes:
    """A frame as it goes over the wire."""
    return PREFIX.pack(len(payload), kind) + payload


def joined(head: bytes, body: bytes) -> bytes:
    """A whole answer as one frame."""
    return b"".join((PREFIX.pack(_LENGTH.size + len(head) + len(body), Kind.WHOLE), _LENGTH.pack(len(head)), head, body))


def split(payload: bytes) -> tuple[bytes, bytes]:
    """Head and body of a whole answer."""
    (length,) = _LENGTH.unpack_from(payload)
    start = _LENGTH.size
    return payload[start : start + length], payload[start + length :]

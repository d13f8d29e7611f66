"""A process that answers one call after another and may be killed at any moment."""

import ctypes
import os
import resource
import signal
import socket
import sys
import traceback
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import KgError, NotFoundError, QueryError
from kg.graph.store import Store
from kg.web.answers import Answer, LimitError, placeless
from kg.web.frames import PREFIX, CallFrame, Failure, Head, Kind, frame, joined
from kg.web.limits import Limits
from kg.web.registry import FUNCTIONS

__all__ = ["work"]

_CHUNK = 64 * 1024
_SMALL = 1024
"""Bytes of an answer below which compressing it is not worth the time."""
_LEVEL = 3
"""Of compression: quick rather than small."""
_STACK = 64 << 20
_WALL = 1 << 30
"""Bytes above the limit of memory: what threads reserve and never touch counts as well."""
_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(CallFrame).decode


def work(channel: socket.socket, directory: Path, limits: Limits) -> None:
    """Answer calls until the front closes the channel."""
    _confine(limits)
    channel.setblocking(True)
    try:
        store = Store.load(directory)
    except KgError as error:
        channel.sendall(frame(Kind.FAILURE, _encode(Failure(503, "No store", str(error)))))
        return
    with suppress(ConnectionError):
        channel.sendall(frame(Kind.READY, store.snapshot.encode()))
        calls = _Calls(channel)
        while (call := calls.next()) is not None:
            _refresh(store)
            _answer(call, store, channel, limits)


def _refresh(store: Store) -> None:
    """Go over to what was published since, so that whoever has written sees it; that is one look at a file.

    Where it cannot be read, what was read before is still whole.
    """
    try:
        store.refresh()
    except KgError as error:
        sys.stderr.write(f"kg: {error}; {store.location} is served as it was\n")
        sys.stderr.flush()


def _confine(limits: Limits) -> None:
    """Bound what the system gives this process, whatever the engine does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C on a terminal is for the front, which ends its processes itself
    # Where a front is killed, what it forked from ends, and the system this process with it, whatever it is doing.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (_STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard), hard))
    # The front measures what is used and ends the process at the limit; this is the wall for what grows faster than it looks.
    wall = limits.memory + _WALL
    resource.setrlimit(resource.RLIMIT_DATA, (wall, wall))


class _Calls:
    """What the front asks, one call after another."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._received = b""
        self._room = memoryview(bytearray(_CHUNK))
        """Where it is read into: so much memory, had anew for each call, would make the allocator tidy up each time."""

    def next(self) -> CallFrame | None:
        """Wait for the next call; None where the front has gone."""
        wanted = PREFIX.size
        while True:
            if len(self._received) >= wanted:
                length, _ = PREFIX.unpack_from(self._received)
                wanted = PREFIX.size + length
                if len(self._received) >= wanted:
                    payload, self._received = self._received[PREFIX.size : wanted], self._received[wanted:]
                    return _decode(payload)
            size = self._channel.recv_into(self._room)
            if not size:
                return None
            self._received += self._room[:size]


def _answer(call: CallFrame, store: Store, channel: socket.socket, limits: Limits) -> None:
    try:
        answer = FUNCTIONS[call.name](store, **call.arguments)
        sending = _Sending(channel, answer, store.snapshot, limits.bytes, call.gzip)
        if callable(answer.body):
            answer.body(sending)
        else:
            for part in answer.body:
                sending.write(part)
        sending.end()
    except ConnectionError:
        raise
    except Exception as error:
        channel.sendall(frame(Kind.FAILURE, _encode(_failure(error, store.location))))


def _failure(error: Exception, location: str) -> Failure:
    detail = placeless(error, location)
    if isinstance(error, LimitError):
        return Failure(413, "The answer is too long", detail)
    if isinstance(error, NotFoundError):
        return Failure(404, "Not found", detail)
    if isinstance(error, QueryError):
        return Failure(400, "The query cannot be answered", detail)
    if isinstance(error, KgError):
        return Failure(503, "The store cannot be read", detail, retry=5)
    if isinstance(error, MemoryError):
        return Failure(507, "Out of memory", "the query needs more memory than is allowed; ask for less at once")
    # What went wrong inside is for those who run the server, never for the client.
    sys.stderr.write("".join(traceback.format_exception(error)))
    sys.stderr.flush()
    detail = f"the server could not answer; its log tells more of process {os.getpid()}"
    return Failure(500, "An error inside the server", detail)


class _Sending:
    """Sends an answer on in large pieces, or in one where it is small, and ends one that is too long."""

    def __init__(self, channel: socket.socket, answer: Answer, snapshot: str, limit: int, compress: bool) -> None:
        self._channel = channel
        self._answer = answer
        self._snapshot = snapshot
        self._limit = limit
        self._total = 0
        self._held = bytearray()
        self._compress = compress
        self._gzip: Any = None
        self._begun = False

    def write(self, data: bytes) -> int:
        self._held += data
        if len(self._held) >= _CHUNK:
            self._flush()
        return len(data)

    def flush(self) -> None:
        """Nothing: serializers flush after every little thing."""

    def end(self) -> None:
        self._compress = self._compress and (self._begun or len(self._held) >= _SMALL)
        body = self._taken(last=True)
        if self._begun:
            self._channel.sendall(frame(Kind.CHUNK, body) + frame(Kind.END))
        else:
            self._channel.sendall(joined(self._head(), body))

    def _flush(self) -> None:
        body = self._taken(last=False)
        if not self._begun:
            self._begun = True
            self._channel.sendall(frame(Kind.HEAD, self._head()))
        self._channel.sendall(frame(Kind.CHUNK, body))

    def _taken(self, last: bool) -> bytes:
        """What is held, as it is to be sent."""
        self._total += len(self._held)
        if self._total > self._limit:
            raise LimitError(f"the answer is longer than {self._limit:,} bytes; ask for less at once, as with LIMIT and OFFSET")
        body = bytes(self._held)
        self._held.clear()
        if self._compress:
            self._gzip = self._gzip or zlib.compressobj(_LEVEL, wbits=zlib.MAX_WBITS | 16)
            body = self._gzip.compress(body) + (self._gzip.flush() if last else b"")
        return body

    def _head(self) -> bytes:
        answer = self._answer
        headers = {**answer.headers, "content-encoding": "gzip"} if self._compress else answer.headers
        return _encode(Head(answer.status, answer.media_type, headers, self._snapshot))

"""A process that answers one call after another and may be killed at any moment."""

import os
import resource
import signal
import socket
import sys
import time
import traceback
from pathlib import Path

import msgspec

from kg.errors import KgError, NotFoundError, QueryError
from kg.graph.store import Store
from kg.web.answers import Answer, LimitError
from kg.web.frames import PREFIX, CallFrame, Failure, Head, Kind, frame, joined
from kg.web.limits import Limits
from kg.web.registry import FUNCTIONS

__all__ = ["work"]

_CHUNK = 64 * 1024
_STACK = 64 << 20
_GRACE = 2.0
"""Seconds after which the system ends a process that its front, being gone, did not end."""
_LOOK = 1.0
"""Seconds between looks at whether the store has a newer state."""

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
    channel.sendall(frame(Kind.READY, store.snapshot.encode()))
    looked = time.monotonic()
    while (call := _received(channel)) is not None:
        now = time.monotonic()
        if now - looked > _LOOK:
            looked = now
            _refresh(store)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        try:
            _answer(call, store, channel, limits)
        except ConnectionError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)


def _refresh(store: Store) -> None:
    """Go over to what was published since; where that cannot be read, what was read before is still whole."""
    try:
        store.refresh()
    except KgError as error:
        sys.stderr.write(f"kg: {error}; {store.location} is served as it was\n")
        sys.stderr.flush()


def _confine(limits: Limits) -> None:
    """Bound what the system gives this process, whatever the engine does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C on a terminal is for the front, which ends its processes itself
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (_STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard), hard))
    # The front measures what is used and ends the process at the limit; this is the wall for what grows faster than it looks.
    resource.setrlimit(resource.RLIMIT_DATA, (2 * limits.memory, 2 * limits.memory))


def _received(channel: socket.socket) -> CallFrame | None:
    prefix = _exactly(channel, PREFIX.size)
    payload = prefix and _exactly(channel, PREFIX.unpack(prefix)[0])
    return _decode(payload) if payload else None


def _exactly(channel: socket.socket, size: int) -> bytes:
    """That many bytes; none where the front has gone."""
    data = channel.recv(size)
    while data and len(data) < size:
        more = channel.recv(size - len(data))
        if not more:
            return b""
        data += more
    return data


def _answer(call: CallFrame, store: Store, channel: socket.socket, limits: Limits) -> None:
    try:
        answer = FUNCTIONS[call.name](store, **call.arguments)
        sending = _Sending(channel, answer, store.snapshot, limits.bytes)
        if callable(answer.body):
            answer.body(sending)
        else:
            for part in answer.body:
                sending.write(part)
        sending.end()
    except ConnectionError:
        raise
    except Exception as error:
        channel.sendall(frame(Kind.FAILURE, _encode(_failure(error))))


def _failure(error: Exception) -> Failure:
    if isinstance(error, LimitError):
        return Failure(413, "The answer is too long", str(error))
    if isinstance(error, NotFoundError):
        return Failure(404, "Not found", str(error))
    if isinstance(error, QueryError):
        return Failure(400, "The query cannot be answered", str(error))
    if isinstance(error, KgError):
        return Failure(503, "The store cannot be read", str(error), retry=5)
    if isinstance(error, MemoryError):
        return Failure(507, "Out of memory", "the query needs more memory than is allowed; ask for less at once")
    # What went wrong inside is for those who run the server, never for the client.
    sys.stderr.write("".join(traceback.format_exception(error)))
    sys.stderr.flush()
    detail = f"the server could not answer; its log tells more of process {os.getpid()}"
    return Failure(500, "An error inside the server", detail)


class _Sending:
    """Sends an answer on in large pieces, or in one where it is small, and ends one that is too long."""

    def __init__(self, channel: socket.socket, answer: Answer, snapshot: str, limit: int) -> None:
        self._channel = channel
        self._head = _encode(Head(answer.status, answer.media_type, answer.headers, snapshot))
        self._begun = False
        self._limit = limit
        self._total = 0
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        if len(self._held) >= _CHUNK:
            self._flush()
        return len(data)

    def flush(self) -> None:
        """Nothing: serializers flush after every little thing."""

    def _flush(self) -> None:
        self._total += len(self._held)
        if self._total > self._limit:
            raise LimitError(f"the answer is longer than {self._limit:,} bytes; ask for less at once, as with LIMIT and OFFSET")
        if not self._begun:
            self._channel.sendall(frame(Kind.HEAD, self._head))
            self._begun = True
        self._channel.sendall(frame(Kind.CHUNK, bytes(self._held)))
        self._held.clear()

    def end(self) -> None:
        if self._total + len(self._held) > self._limit:
            self._flush()
        if not self._begun:
            self._channel.sendall(joined(self._head, bytes(self._held)))
        else:
            self._channel.sendall(frame(Kind.CHUNK, bytes(self._held)) + frame(Kind.END))

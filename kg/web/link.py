"""A front's end of the channel to one process that works for it."""

import asyncio
import multiprocessing
import os
import socket
import time
from collections import deque
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import msgspec

from kg.web.frames import PREFIX, Failure, Head, Kind, frame, split
from kg.web.limits import Limits

if TYPE_CHECKING:
    from kg.web.call import Call

__all__ = ["Link"]

_PAGE = os.sysconf("SC_PAGE_SIZE")
_FORKED = "kg.web.worker"
"""Loaded once by the process from which all others are forked."""
_TUNABLES = "glibc.malloc.tcache_count=200:glibc.malloc.tcache_max=16384"
"""What the engine frees after a query is kept at hand for the next, which asks for the same again: a query takes a fifth less.

Source: https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html; elsewhere it means nothing.
"""

_head = msgspec.msgpack.Decoder(Head).decode
_failure = msgspec.msgpack.Decoder(Failure).decode


class _Owner(Protocol):
    """Who is told what becomes of a process."""

    snapshot: str
    ended: dict[str, int]

    def freed(self, link: "Link") -> None:
        """It is ready for a call."""

    def again(self, calls: "list[Call]") -> None:
        """It will not answer these."""

    def lost(self, link: "Link", failure: Failure | None) -> None:
        """It has ended."""


class Link(asyncio.Protocol):
    """One process: gives it calls, hands what it answers to them, ends it."""

    def __init__(self, owner: _Owner, process: BaseProcess) -> None:
        self._owner = owner
        self._process = process
        self.pid: int = process.pid or 0
        self.calls: deque[Call | None] = deque()
        """What it is to answer, in order; None for what somebody else answers meanwhile. It works at the first."""
        self.began = 0.0
        """When it began to work at the first."""
        self.aside = False
        """Whether it answers a long query, and will be let go after it."""
        self.was_ready = False
        self._received = bytearray()
        self._unsent: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._paused = False
        self._cause: Failure | None = None

    @classmethod
    async def open(cls, owner: _Owner, directory: Path, limits: Limits) -> "Link":
        """Start a process that reads a store."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = _forks().Process(target=_begin, args=(theirs, directory, limits), daemon=True)
            process.start()
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        _, link = await loop.create_unix_connection(lambda: cls(owner, process), sock=ours)
        return link

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The channel is open."""
        self._transport = cast(asyncio.Transport, transport)

    def give(self, call: "Call") -> None:
        """Have it answer a call, after those that it has already."""
        assert self._transport is not None
        if not self.calls:
            self.began = time.monotonic()
        self.calls.append(call)
        call.link = self
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._flush)
        self._unsent.append(frame(Kind.CALL, call.payload))

    def _flush(self) -> None:
        """Write what was given in one turn of the loop at once."""
        unsent, self._unsent = self._unsent, []
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(unsent[0] if len(unsent) == 1 else b"".join(unsent))

    def withdraw(self) -> "list[Call]":
        """Take back the calls that it has not begun with; what it answers to them is dropped."""
        first, *rest = self.calls or (None,)
        if rest:
            self.calls = deque([first, *(None for _ in rest)])
        return [call for call in rest if call is not None]

    def data_received(self, data: bytes) -> None:
        """Some of what it says has come."""
        received: bytes | bytearray = data
        if self._received:
            self._received += data
            received = self._received
        size = PREFIX.size
        start, end = 0, len(received)
        while end - start >= size:
            length, kind = PREFIX.unpack_from(received, start)
            if end - start - size < length:
                break
            self._take(kind, bytes(received[start + size : start + size + length]))
            start += size + length
        self._received = bytearray(received[start:])

    def _take(self, kind: int, payload: bytes) -> None:
        if not self.calls:
            if kind == Kind.READY:
                self.was_ready = True
                self._owner.snapshot = payload.decode()
                self._owner.freed(self)
            elif kind == Kind.FAILURE:
                self._cause = _failure(payload)
            return
        call = self.calls[0]
        if kind == Kind.CHUNK:
            if call is not None:
                call.add(payload)
            return
        if kind in (Kind.HEAD, Kind.WHOLE):
            head, body = split(payload) if kind == Kind.WHOLE else (payload, b"")
            if call is not None:
                call.head = _head(head)
                call.add(body)
                self._owner.snapshot = call.head.snapshot
            if kind == Kind.HEAD:
                return
        self._next(call, _failure(payload) if kind == Kind.FAILURE else None)

    def _next(self, call: "Call | None", failure: Failure | None) -> None:
        """The first call has been answered, or has failed."""
        self.calls.popleft()
        self.began = time.monotonic()
        if call is not None:
            if failure is None:
                call.end()
            else:
                call.fail(failure)
        self.resume()
        self._owner.freed(self)

    def pause(self) -> None:
        """Read no more of the answer for now."""
        if not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read on."""
        if self._paused and self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()
        self._paused = False

    def memory(self) -> int:
        """Bytes that it holds in memory; 0 where the system does not tell."""
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_bytes().split()[1]) * _PAGE
        except (OSError, IndexError):
            return 0

    def kill(self, why: Failure | None = None) -> None:
        """End it at once, whatever it does. Its call fails for the reason given."""
        self._process.kill()
        self._fail(why or Failure(503, "The server is stopping", "ask again when it is back", retry=5))
        self.close()

    def _fail(self, why: Failure) -> None:
        """Whoever waits for the first call is told; the others are answered elsewhere."""
        rest = self.withdraw()
        first = self.calls[0] if self.calls else None
        self.calls.clear()
        if first is not None:
            first.fail(why)
        self._owner.again(rest)

    def close(self) -> None:
        """Let it end by itself."""
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """It has ended, by itself or by us."""
        if self.calls:
            self._owner.ended["died"] += 1
            self._fail(
                Failure(
                    500,
                    "The query ended the process that answered it",
                    "it may nest too deeply or need too much memory; the server goes on: ask for less at once",
                )
            )
        self._owner.lost(self, self._cause)


def _begin(channel: socket.socket, directory: Path, limits: Limits) -> None:
    """The first thing that a process does; loaded by name, so that a front never loads the engine."""
    from kg.web.worker import work

    with channel:
        work(channel, directory, limits)


def _forks() -> ForkServerContext:
    """Processes are forked from one that has everything loaded and does nothing else, so that one is there in no time."""
    os.environ.setdefault("GLIBC_TUNABLES", _TUNABLES)  # read when a program starts, as the one that is forked from does
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_FORKED])
    return context

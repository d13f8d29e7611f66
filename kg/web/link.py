"""A front's end of the channel to one process that works for it."""

import asyncio
import multiprocessing
import os
import socket
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

_head = msgspec.msgpack.Decoder(Head).decode
_failure = msgspec.msgpack.Decoder(Failure).decode


class _Owner(Protocol):
    """Who is told what becomes of a process."""

    snapshot: str
    ended: dict[str, int]

    def freed(self, link: "Link") -> None:
        """It is ready for a call."""

    def lost(self, link: "Link", failure: Failure | None) -> None:
        """It has ended."""


class Link(asyncio.Protocol):
    """One process: gives it calls, hands what it answers to them, ends it."""

    def __init__(self, owner: _Owner, process: BaseProcess) -> None:
        self._owner = owner
        self._process = process
        self.pid: int = process.pid or 0
        self.call: Call | None = None
        self.aside = False
        """Whether it answers a long query, and will be let go after it."""
        self.was_ready = False
        self._received = bytearray()
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
        """Have it answer a call."""
        assert self._transport is not None
        self.call = call
        call.link = self
        self._transport.write(frame(Kind.CALL, call.payload))

    def data_received(self, data: bytes) -> None:
        """Some of what it says has come."""
        received = self._received
        received += data
        size = PREFIX.size
        start, end = 0, len(received)
        while end - start >= size:
            length, kind = PREFIX.unpack_from(received, start)
            if end - start - size < length:
                break
            self._take(kind, bytes(received[start + size : start + size + length]))
            start += size + length
        del received[:start]

    def _take(self, kind: int, payload: bytes) -> None:
        call = self.call
        if kind == Kind.READY:
            self.was_ready = True
            self._owner.snapshot = payload.decode()
            self._owner.freed(self)
        elif kind == Kind.FAILURE and call is None:
            self._cause = _failure(payload)
        elif call is None:
            return
        elif kind == Kind.WHOLE:
            head, body = split(payload)
            self._head(call, head)
            call.add(body)
            self._done(call)
        elif kind == Kind.HEAD:
            self._head(call, payload)
        elif kind == Kind.CHUNK:
            call.add(payload)
        elif kind == Kind.END:
            self._done(call)
        elif kind == Kind.FAILURE:
            self.call = None
            call.fail(_failure(payload))
            self._owner.freed(self)

    def _head(self, call: "Call", payload: bytes) -> None:
        call.head = _head(payload)
        self._owner.snapshot = call.head.snapshot

    def _done(self, call: "Call") -> None:
        self.call = None
        call.end()
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
        call, self.call = self.call, None
        self._process.kill()
        if call is not None:
            call.fail(why or Failure(503, "The server is stopping", "ask again when it is back", retry=5))
        self.close()

    def close(self) -> None:
        """Let it end by itself."""
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """It has ended, by itself or by us."""
        call, self.call = self.call, None
        if call is not None:
            self._owner.ended["died"] += 1
            call.fail(
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
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_FORKED])
    return context

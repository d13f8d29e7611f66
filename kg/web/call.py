"""One call from a front to a process that works for it, and the answer as it comes."""

import asyncio
from typing import TYPE_CHECKING

import msgspec

from kg.web.asgi import Receive
from kg.web.frames import CallFrame, Failure, Head

if TYPE_CHECKING:
    from kg.web.link import Link

__all__ = ["Call"]

_encode = msgspec.msgpack.Encoder().encode


class Call:
    """What is asked, and what has come of the answer so far.

    `gather` waits until the answer has ended or so much of it is there; `take` hands on what is there. The process is not
    read from while more than `hold` bytes wait to be taken, so that a slow client fills no memory.
    """

    def __init__(self, frame: CallFrame, receive: Receive, hold: int, alone: bool = False) -> None:
        self.payload = _encode(frame)
        self.alone = alone
        """Whether it is to be given to nobody who is at something else: it is answered once, or not at all."""
        self.head: Head | None = None
        self.failure: Failure | None = None
        self.ended = False
        self.link: Link | None = None
        """Who answers it, while it is being answered."""
        self.asked = 0.0
        self.gone = False
        """Whether the client has gone away."""
        self.abandoned = False
        """Whether nobody takes any more of it."""
        self._parts: list[bytes] = []
        self._size = 0
        self._hold = hold
        self._wanted = 0
        self._waiter: asyncio.Future[None] | None = None
        self._receive = receive
        self._watcher: asyncio.Task[None] | None = None

    async def gather(self, size: int) -> None:
        """Wait until the answer has ended, or failed, or more than `size` bytes of it are there."""
        if not self.ended and self._size <= size:
            self._wanted = size
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    def take(self) -> bytes:
        """What has come of the body since the last time."""
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts.clear()
        self._size = 0
        if self.link is not None:
            self.link.resume()
        return data

    def add(self, data: bytes) -> None:
        """More of the body has come."""
        if self.abandoned:
            return
        self._parts.append(data)
        self._size += len(data)
        if self._size > self._hold and self.link is not None:
            self.link.pause()
        if self._size > self._wanted:
            self._wake()

    def end(self) -> None:
        """All of it has come."""
        self.ended = True
        self.link = None
        self._wake()
        if self._watcher is not None:
            self._watcher.cancel()

    def fail(self, failure: Failure) -> None:
        """There will be no more of it."""
        if not self.ended:
            self.failure = failure
            self.end()

    def abandon(self) -> None:
        """Take no more of it, and let nothing wait for that."""
        self.abandoned = True
        self.take()

    def watch(self) -> None:
        """Look whether the client goes away; a quick answer is never watched."""
        if self._watcher is None and not self.ended:
            self._watcher = asyncio.get_running_loop().create_task(self._wait_for_disconnect())

    async def _wait_for_disconnect(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

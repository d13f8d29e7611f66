"""The processes that answer for a front: how many there are, who waits for one, and when one is ended.

A query is given to a process that stands ready, or waits for one. After `Limits.aside` seconds it counts as long: its process is
set aside, at a lower priority, and another takes its place, so that whoever asks long questions never keeps those from being
answered who ask short ones. What goes over its time or memory, or has lost its client, is ended with its process.
"""

import asyncio
import os
import sys
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

from kg.errors import GraphError
from kg.web.call import Call
from kg.web.frames import Failure
from kg.web.limits import Limits
from kg.web.link import Link

__all__ = ["Pool"]

_TICK = 0.05
"""Seconds between looks at the calls that run."""
_AHEAD = 8
"""Calls that are given to a process before it has answered the one it works at, so that it never sleeps while others wait."""
_LOWER = 10
"""By how much a long query is nicer than a short one."""
_STARTS = 3
"""Processes that may end before they are ready, one after another, before the pool gives up for a while."""
_REST = 5.0


class Pool:
    """Hands calls to processes. Belongs to one event loop; `start` it first and `stop` it at the end."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._directory = directory
        self.limits = limits
        self.waiting: deque[Call] = deque()
        self.links: set[Link] = set()
        self._idle: list[Link] = []
        self._starting: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._stopping = False
        self._failed_starts = 0
        self._ready: asyncio.Future[None] | None = None
        self.ended: dict[str, int] = dict.fromkeys(("time", "memory", "gone", "turned out", "died"), 0)
        """How many processes were ended, and why."""
        self.snapshot = ""
        """The state of the store that was opened last."""

    async def start(self) -> None:
        """Start the processes and wait for the first. Raises GraphError where none can open the store."""
        self._ready = asyncio.get_running_loop().create_future()
        for _ in range(self.limits.queries):
            self._spawn()
        await self._ready

    async def stop(self) -> None:
        """End the processes, those at work too, and wait until they are gone."""
        self._stopping = True
        if self._timer is not None:
            self._timer.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for link in list(self.links):
            link.kill()
        while self.links:
            await asyncio.sleep(_TICK / 10)
        for call in self.waiting:
            call.fail(Failure(503, "The server is stopping", "ask again when it is back", retry=5))
        self.waiting.clear()

    @property
    def running(self) -> int:
        """Queries that are being answered."""
        return sum(bool(link.calls) for link in self.links)

    @property
    def memory(self) -> int:
        """Bytes that the processes hold."""
        return sum(link.memory() for link in self.links)

    def submit(self, call: Call) -> None:
        """Have a call answered. One too many fails at once."""
        call.asked = time.monotonic()
        link = self._idle.pop() if self._idle else None if self.waiting or call.alone else self._roomy()
        if link is not None:
            link.give(call)
        elif len(self.waiting) < self.limits.waiting and not self._stopping:
            self.waiting.append(call)
        else:
            call.fail(_busy(f"{len(self.waiting)} others wait already"))
        self._watch()

    def cancel(self, call: Call) -> None:
        """Nobody waits for the answer any more. What is nearly done is not worth a process: only a long query is ended."""
        call.abandon()
        if call in self.waiting:
            self.waiting.remove(call)

    def again(self, calls: list[Call]) -> None:
        """Have calls answered that were given to a process before, first of all that wait."""
        for call in reversed(calls):
            call.link = None
            self.waiting.appendleft(call)
        while self.waiting and self._idle:
            self._idle.pop().give(self.waiting.popleft())

    def _roomy(self) -> Link | None:
        """A process that is busy with something short and has little to do after it."""
        late = time.monotonic() - _TICK
        busy = [link for link in self.links if link.calls and not link.aside and link.began > late]
        link = min(busy, key=lambda link: len(link.calls), default=None)
        return link if link is not None and len(link.calls) <= _AHEAD else None

    def freed(self, link: Link) -> None:
        """A process has answered, or has become ready."""
        self._failed_starts = 0
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(None)
        if link.aside or self._stopping:
            link.close()
        elif self.waiting and not (self.waiting[0].alone and link.calls):
            link.give(self.waiting.popleft())
        elif not link.calls:
            self._idle.append(link)

    def lost(self, link: Link, failure: Failure | None) -> None:
        """A process has ended, by itself or by us. `failure`: why it could not even start."""
        self.links.discard(link)
        with suppress(ValueError):
            self._idle.remove(link)
        if self._stopping or link.aside:
            return
        if not link.was_ready:
            self._failed_starts += 1
            if self._ready is not None and not self._ready.done() and self._failed_starts >= _STARTS:
                detail = failure.detail if failure else "the processes that answer queries end at once; see the log"
                self._ready.set_exception(GraphError(detail))
                return
        if self._failed_starts < _STARTS:
            self._spawn()
        else:
            asyncio.get_running_loop().call_later(_REST, self._spawn)

    def _spawn(self) -> None:
        """Start a process; it is there when it says that it is ready."""
        if not self._stopping:
            starting = asyncio.get_running_loop().create_task(self._start_one())
            self._starting.add(starting)
            starting.add_done_callback(self._starting.discard)

    async def _start_one(self) -> None:
        try:
            self.links.add(await Link.open(self, self._directory, self.limits))
        except (OSError, EOFError) as error:  # no memory or no descriptor for one more; the others go on
            sys.stderr.write(f"kg: a process cannot be started: {error}; tried again in {_REST:g} seconds\n")
            asyncio.get_running_loop().call_later(_REST, self._spawn)

    def _watch(self) -> None:
        if self._timer is None and not self._stopping:
            self._timer = asyncio.get_running_loop().call_later(_TICK, self._tick)

    def _tick(self) -> None:
        self._timer = None
        now = time.monotonic()
        limits = self.limits
        for link in list(self.links):
            if not link.calls:
                continue
            call = link.calls[0]
            age = now - link.began
            if call is not None:
                call.watch()
            if age > _TICK:
                self.again(link.withdraw())
            if (call is None or call.abandoned) and age > limits.aside:
                self._end(link, "gone", Failure(499, "The client has gone", ""))
            elif age > limits.seconds:
                self._end(link, "time", _too_long(limits.seconds))
            elif link.memory() > limits.memory:
                self._end(link, "memory", _too_big(limits.memory))
            elif age > limits.aside and not link.aside:
                self._set_aside(link)
        while self.waiting and now - self.waiting[0].asked > limits.patience:
            self.waiting.popleft().fail(_busy(f"no process came free within {limits.patience:g} seconds"))
        for call in self.waiting:
            call.watch()
        if self.waiting or self.running:
            self._watch()

    def _set_aside(self, link: Link) -> None:
        """Start another process in the place of one that answers a long query, or end it where there are too many of those."""
        if sum(other.aside for other in self.links) < self.limits.long:
            link.aside = True
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, link.pid, _LOWER)
            self._spawn()
        elif self.waiting and not self._idle:
            self._end(link, "turned out", _busy(f"{self.limits.long} long queries are being answered, and others wait"))

    def _end(self, link: Link, why: str, failure: Failure) -> None:
        self.ended[why] += 1
        link.kill(failure)


def _busy(why: str) -> Failure:
    return Failure(503, "The server is busy", f"{why}; ask again later, or ask for less", retry=2)


def _too_long(seconds: float) -> Failure:
    return Failure(
        504,
        "The query took too long",
        f"it was ended after {seconds:g} seconds; ask for less at once, narrow the patterns, or set a LIMIT",
    )


def _too_big(memory: int) -> Failure:
    return Failure(507, "The query needs too much memory", f"it was ended at {memory >> 20:,} MiB; ask for less at once")

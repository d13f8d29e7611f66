"""Who writes: one after another, since a store has one writer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kg.web.limits import Limits
from kg.web.requests import Refused

__all__ = ["Turns"]


class Turns:
    """Lets those who write in one after another, in the order in which they came. Belongs to one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = asyncio.Lock()
        self._waiting = 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[float]:
        """Wait for a turn and have it; gives the seconds for which another process may still be waited for.

        Raises Refused where too many wait already, or it did not come in time.
        """
        if self._waiting >= self._limits.waiting:
            raise _busy(f"{self._waiting} others wait to write")
        loop = asyncio.get_running_loop()
        until = loop.time() + self._limits.patience
        self._waiting += 1
        try:
            async with asyncio.timeout_at(until):
                await self._lock.acquire()
        except TimeoutError:
            raise _busy(f"others have been writing for {self._limits.patience:g} seconds") from None
        finally:
            self._waiting -= 1
        try:
            yield max(until - loop.time(), 0.0)
        finally:
            self._lock.release()


def _busy(why: str) -> Refused:
    return Refused(503, "The store is being written", f"{why}; try again later", retry=2)

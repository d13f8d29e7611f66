"""One line of JSON for each request, written a few times a second by a thread of its own."""

import asyncio
import threading
from contextlib import suppress
from datetime import datetime
from queue import SimpleQueue
from typing import IO

import msgspec

__all__ = ["AccessLog", "Line"]

_EVERY = 0.25
"""Seconds between writes."""
_FULL = 1000
"""Lines that are written without waiting."""
_BEHIND = 16
"""Writes that may be outstanding; beyond them lines are lost, and counted, so that a log that nobody reads stops no server."""
_LAST = 2.0
"""Seconds that the last lines may take when the server ends."""

_encoded = msgspec.json.Encoder().encode_lines


class Line(msgspec.Struct, omit_defaults=True):
    """What is told of a request. It is written out where many are, which costs the request itself less."""

    time: datetime
    client: str
    method: str
    path: str
    status: int
    bytes: int
    """Of the answer's body."""
    ms: float
    """From the head of the request to the end of the answer."""
    broken: bool = False
    """Whether the answer was broken off."""
    query: str = ""
    agent: str = ""


class AccessLog:
    """Lines in the order in which answers ended. `file` is unbuffered; None, and there is no log."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file = file
        self._lines: list[Line] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writes: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self.lost = 0
        """Lines that were not written, since the file took none for too long."""

    def add(self, line: Line) -> None:
        """Tell of a request."""
        if self._file is None:
            return
        self._lines.append(line)
        if len(self._lines) >= _FULL:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_EVERY, self.flush)

    def flush(self) -> None:
        """Have written what is held."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._lines = self._lines, []
        if not lines or self._file is None:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, args=(self._file,), daemon=True)
            self._thread.start()
        if self._writes.qsize() < _BEHIND:
            self._writes.put(_encoded(lines))
        else:
            self.lost += len(lines)

    def close(self) -> None:
        """Write what is held and end, unless the file takes nothing."""
        self.flush()
        if self._thread is not None:
            self._writes.put(None)
            self._thread.join(_LAST)

    def _write(self, file: IO[bytes]) -> None:
        while (data := self._writes.get()) is not None:
            with suppress(OSError, ValueError):  # its reader may have gone, or the file been closed at the end
                file.write(data)

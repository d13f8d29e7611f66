"""One line of JSON for each request, written a few times a second."""

import asyncio
from contextlib import suppress
from typing import IO

import msgspec

__all__ = ["AccessLog"]

_EVERY = 0.25
"""Seconds between writes."""
_FULL = 1000
"""Lines that are written without waiting."""

_encode = msgspec.json.Encoder().encode


class AccessLog:
    """Lines in the order in which answers ended; `None` as file, and there is no log."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._file = file
        self._lines: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, line: dict[str, object]) -> None:
        """Tell of a request."""
        if self._file is None:
            return
        self._lines.append(_encode(line))
        if len(self._lines) >= _FULL:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_EVERY, self.flush)

    def flush(self) -> None:
        """Write what is held."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._lines = self._lines, []
        if lines and self._file is not None:
            lines.append(b"")
            with suppress(OSError):  # a log that nobody reads any more stops no server
                self._file.write(b"\n".join(lines))
                self._file.flush()

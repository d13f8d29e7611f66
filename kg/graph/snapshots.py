"""What readers see of a store on disk: states of its graph that its writer has published, each whole.

    lock                 held by the one writer
    snapshots/17/        a state, as Oxigraph's `backup` makes it: hard links, so it costs little time or space
    snapshots/newest     names the newest; written aside, then renamed

A reader opens the newest and holds it by a lock on its folder; the writer drops those that are neither newest nor held. Oxigraph
itself does not say what a reader of the writer's own folder would see.
"""

import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.aside import aside
from kg.errors import BusyError, GraphError

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Seen", "Snapshot", "Snapshots", "newest"]

_FOLDER = "snapshots"
_NEWEST = "newest"


class Seen:
    """A file as it was when it was looked at, to tell whether another has taken its place."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._state = self._look()

    @property
    def stale(self) -> bool:
        """Whether another file is there now; one that is gone is not."""
        state = self._look()
        return state is not None and state != self._state

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116  # asked before each query of a server, half as dear as Path.stat
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def close(self) -> None:
        """Nothing is held."""


class Snapshot(Seen):
    """The newest state that the writer of a store has published, held until it is closed."""

    def __init__(self, directory: Path) -> None:
        """Raises GraphError where nothing has been published."""
        folder = directory / _FOLDER
        while True:
            super().__init__(folder / _NEWEST)
            self.number = _newest(folder)
            if not self.number:
                raise GraphError(f"{directory}: nothing is published in it; write to it: kg add TEXTS --store {directory}")
            self.path = folder / str(self.number)
            self._held = _held(self.path, fcntl.LOCK_SH)
            if self._held is not None and self.number == _newest(folder):
                return  # else the writer has published another meanwhile, and may have begun to drop this one
            self.close()

    def close(self) -> None:
        """Let it go, so that the writer may drop it."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


class Snapshots:
    """The states that a store's one writer has published."""

    def __init__(self, directory: Path) -> None:
        """Become the writer of a store. Raises BusyError where another process is."""
        self._lock: int | None = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise BusyError(f"{directory} is in use by another process, which writes to it; wait until it has ended") from error
        self._folder = directory / _FOLDER
        self._folder.mkdir(exist_ok=True)
        self.newest = _newest(self._folder)
        """Its number; 0 where nothing has been published."""

    def publish(self, graph: "ox.Store") -> None:
        """Let readers see the graph as it is now. Raises OSError where it cannot be written."""
        number = self.newest + 1
        shutil.rmtree(self._folder / str(number), ignore_errors=True)  # of a writer that was stopped here
        graph.backup(self._folder / str(number))
        with aside(self._folder / _NEWEST) as file:
            file.write(f"{number}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        self.newest = number

    def drop(self) -> int:
        """Remove the states that nobody holds but the newest; gives the number of the oldest that is left."""
        left = [self.newest]
        for path in self._folder.iterdir():
            if path.suffix == ".part":  # of a writer that was stopped
                path.unlink()
            elif path.name.isdecimal() and int(path.name) < self.newest:
                held = _held(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if held is None:
                    left.append(int(path.name))
                else:
                    shutil.rmtree(path, ignore_errors=True)
                    os.close(held)
        return min(left)

    def close(self) -> None:
        """Let another process write."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def newest(directory: Path) -> int:
    """The number of the state that the writer of a store has published last; 0 where it has published none."""
    return _newest(directory / _FOLDER)


def _newest(folder: Path) -> int:
    try:
        return int((folder / _NEWEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return 0


def _held(path: Path, how: int) -> int | None:
    """A descriptor that holds a folder; None where others hold it, or it is being dropped or gone."""
    with suppress(OSError):
        held = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, how)
            if os.fstat(held).st_ino == path.stat().st_ino:
                return held
        except OSError:
            pass
        os.close(held)
    return None

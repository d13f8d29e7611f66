"""A file that is whole or not there: written aside, then renamed into its place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["aside"]


@contextmanager
def aside(path: Path) -> Iterator[BinaryIO]:
    """An open binary file that takes the place of `path` once all of it is written; after any error `path` is what it was.

    Folders are made. Each writer has a name of its own, so that two at once never write into one file. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    """What the process takes from new files' permissions; asking is only possible by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

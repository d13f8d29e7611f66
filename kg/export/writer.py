"""What every exporter is, and what all share: values that any format can carry, and files that are never half written."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.aside import aside
from kg.errors import GraphError
from kg.export.network import Network

__all__ = ["Writer", "clean", "replacing", "replacing_folder", "write_lines"]

# XML 1.0 has no way at all to write these characters, not even escaped; NUL ends a string in Graphviz.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINES = 2000
"""Lines that are written at once; each is encoded alone, since most are ASCII, which costs little."""
_MARK = ".kg-export"
"""A file in each folder that an export made, so that a later one may replace it; its text is the format's name."""


class Writer(Protocol):
    """One format that a network is written in."""

    name: str
    """What the user types: `graphml`."""
    suffix: str
    description: str
    """What it is for and which programs open it, in a line."""

    def write(self, network: Network, path: Path) -> None:
        """Write the file, aside and then renamed. Same network, same bytes. Raises GraphError where it cannot be written."""


def clean(text: str) -> str:
    """The text with U+FFFD for each character that XML 1.0 cannot carry."""
    return text if text.isprintable() else _UNWRITABLE.sub("\ufffd", text)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """An open file that takes the place of `path` once all is written; after an error, `path` is what it was.

    Raises GraphError where it cannot be written.
    """
    try:
        with aside(path) as file:
            yield file
    except OSError as error:
        raise GraphError(f"{path} cannot be written: {error.strerror or error}; choose another place with --out") from error


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines as they come, aside and then renamed, holding few. Raises GraphError where they cannot be written."""
    walked = iter(lines)
    with replacing(path) as file:
        while some := [line.encode("utf-8") for line in islice(walked, _LINES)]:
            file.write(b"".join(some))


@contextmanager
def replacing_folder(path: Path, form: str) -> Iterator[Path]:
    """An empty folder that takes the place of `path` once all in it is written; after an error, `path` is what it was.

    A folder that is there is replaced only where it is empty or an export of this format made it: what a user keeps in
    it is never lost. Raises GraphError for another, and where it cannot be written.
    """
    if path.exists() and not _replaceable(path, form):
        raise GraphError(
            f"{path} is there and was not written by kg export {form}; it is left as it is: choose another place with --out"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as beside:
            made, old = Path(beside, "new"), Path(beside, "old")
            made.mkdir()
            yield made
            (made / _MARK).write_text(f"{form}\n", encoding="utf-8")
            if path.exists():
                path.rename(old)
            made.rename(path)
    except OSError as error:
        raise GraphError(f"{path} cannot be written: {error.strerror or error}; choose another place with --out") from error


def _replaceable(path: Path, form: str) -> bool:
    if not path.is_dir():
        return False
    mark = path / _MARK
    return mark.read_text(encoding="utf-8").strip() == form if mark.is_file() else not any(path.iterdir())

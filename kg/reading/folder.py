"""From the paths given to the texts to read, each with its identifier."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.model import DocumentId

__all__ = ["SUFFIXES", "Source", "Sources", "sources"]

SUFFIXES = (".txt", ".md")
"""Suffixes of texts, in any case."""


class Source(NamedTuple):
    """A file to read and the identifier of the document that it becomes."""

    path: Path
    id: DocumentId


class Sources(NamedTuple):
    """The texts found, sorted by identifier, and how much was passed over."""

    items: tuple[Source, ...]
    skipped: int
    """Entries of folders that are no texts: files of other suffixes, hidden files and folders, links to folders (one each)."""


def sources(paths: Iterable[Path]) -> Sources:
    """Find the texts among `paths`, each a file or a folder that is read to its depth.

    An identifier is the path below the folder given, without the suffix, with forward slashes; for a file given by itself,
    its stem. A file reached twice under one identifier is read once. Links to folders are not followed, so no loop is
    entered. Nothing is opened here: a file that cannot be read fails by itself, in `read_document`.

    Raises InputError where a path is missing or no text, a folder cannot be listed, two texts have one identifier, or there
    is no text at all.
    """
    given = tuple(paths)
    found: dict[DocumentId, Path] = {}
    skipped = 0
    for path in given:
        if not _is_folder(path):
            _add(_single(path), found)
            continue
        for entry in _walk(path):
            if entry.is_text:
                relative = entry.path.relative_to(path).with_suffix("")
                _add(Source(entry.path, DocumentId(relative.as_posix())), found)
            else:
                skipped += 1
    if not found:
        names = ", ".join(map(str, given)) or "no path"
        raise InputError(f"{names}: no text found, {skipped} other entries; expected files that end in {' or '.join(SUFFIXES)}")
    return Sources(tuple(Source(found[identifier], identifier) for identifier in sorted(found)), skipped)


class _Entry(NamedTuple):
    path: Path
    is_text: bool


def _walk(folder: Path) -> Iterator[_Entry]:
    """Every file below, every hidden folder and every link to a folder; the order is the file system's."""
    for top, folders, files in os.walk(folder, onerror=_refuse_folder):
        for name in tuple(folders):
            path = Path(top, name)
            if name.startswith(".") or path.is_symlink():
                folders.remove(name)
                yield _Entry(path, False)
        for name in files:
            path = Path(top, name)
            yield _Entry(path, not name.startswith(".") and path.suffix.lower() in SUFFIXES)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: {reason}; expected a text file or a folder of texts") from error


def _single(path: Path) -> Source:
    if path.suffix.lower() not in SUFFIXES:
        found = f"suffix {path.suffix!r}" if path.suffix else "no suffix"
        raise InputError(f"{path}: {found}, expected {' or '.join(SUFFIXES)}; save it as plain text under such a name")
    return Source(path, DocumentId(path.stem))


def _add(source: Source, found: dict[DocumentId, Path]) -> None:
    other = found.setdefault(source.id, source.path)
    if other != source.path and os.path.realpath(other) != os.path.realpath(source.path):
        first, second = sorted((str(other), str(source.path)))
        raise InputError(f"{first} and {second}: both would be document {source.id!r}; rename one, or give a folder above both")


def _refuse_folder(error: OSError) -> None:
    raise InputError(
        f"{error.filename}: folder cannot be listed ({error.strerror}); make it readable, or leave it out"
    ) from error

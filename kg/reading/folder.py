"""From the paths given to the texts to read, each with its identifier."""

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.model import DocumentId

__all__ = ["DEFAULT_FORMATS", "FORMATS", "Source", "Sources", "format_of", "sources"]

FORMATS = {
    "txt": (".txt",),
    "md": (".md",),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "jsonl": (".jsonl", ".ndjson"),
}
"""Formats by name, with their suffixes in any case. `jsonl` is a feed: a file of several documents."""
DEFAULT_FORMATS = ("txt", "md")
"""What is read of a folder where nothing else is asked for: beside texts, other files are seldom meant."""

_FORMAT = {suffix: name for name, suffixes in FORMATS.items() for suffix in suffixes}


class Source(NamedTuple):
    """A file to read and the identifier of the document that it becomes."""

    path: Path
    id: DocumentId
    """Of a feed, whose documents bring their own, its path with the suffix; no document has it."""


class Sources(NamedTuple):
    """The texts found, sorted by identifier, and how much was passed over."""

    items: tuple[Source, ...]
    skipped: int
    """Entries of folders that are no texts: files of other suffixes, hidden files and folders, links to folders (one each)."""
    refused: tuple[tuple[Path, InputError], ...] = ()
    """Paths that are missing or cannot be looked at, beside others that are not."""


def format_of(path: Path) -> str | None:
    """The name of a file's format by its suffix, None where we do not read such files."""
    return _FORMAT.get(path.suffix.lower())


def sources(paths: Iterable[Path], formats: Collection[str] = DEFAULT_FORMATS) -> Sources:
    """Find the texts among `paths`, each a file or a folder that is read to its depth.

    Of a folder the files of `formats` are taken (names of `FORMATS`); a file given by itself may be of any. An identifier is the
    path below the folder given, without the suffix, with forward slashes; for a file given by itself, its stem. A file reached
    twice under one identifier, and a feed reached twice at all, is read once. Links to folders are not followed, so no loop is
    entered. Nothing is opened here: a file that cannot be read fails by itself, in `read_document`.

    A missing path is refused beside the others; where it is all that is given, it is raised.

    Raises InputError where a format is unknown, a file is no text, a folder cannot be listed, two texts have one
    identifier, or there is no text at all.
    """
    given = tuple(paths)
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"format {name!r} is not known; choose among {', '.join(FORMATS)}")
    found: dict[DocumentId, Path] = {}
    feeds: dict[str, Source] = {}
    skipped = 0
    refused: list[tuple[Path, InputError]] = []
    for path in given:
        try:
            folder = _is_folder(path)
        except InputError as error:
            refused.append((path, error))
            continue
        if not folder:
            _add(_single(path), found, feeds)
            continue
        for entry in _walk(path, formats):
            if entry.is_text:
                _add(Source(entry.path, DocumentId(entry.path.relative_to(path).as_posix())), found, feeds)
            else:
                skipped += 1
    if not found and not feeds and refused:
        raise refused[0][1]
    if not found and not feeds:
        names = ", ".join(map(str, given)) or "no path"
        raise InputError(f"{names}: no text found, {skipped} other entries; expected files that end in {_suffixes(formats)}")
    items = [*feeds.values(), *(Source(path, identifier) for identifier, path in found.items())]
    return Sources(tuple(sorted(items, key=lambda source: (source.id, str(source.path)))), skipped, tuple(refused))


class _Entry(NamedTuple):
    path: Path
    is_text: bool


def _walk(folder: Path, formats: Collection[str]) -> Iterator[_Entry]:
    """Every file below, every hidden folder and every link to a folder; the order is the file system's."""
    for top, folders, files in os.walk(folder, onerror=_refuse_folder):
        for name in tuple(folders):
            path = Path(top, name)
            if name.startswith(".") or path.is_symlink():
                folders.remove(name)
                yield _Entry(path, False)
        for name in files:
            path = Path(top, name)
            yield _Entry(path, not name.startswith(".") and format_of(path) in formats)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: {reason}; expected a text file or a folder of texts") from error


def _single(path: Path) -> Source:
    if format_of(path) is None:
        found = f"suffix {path.suffix!r}" if path.suffix else "no suffix"
        raise InputError(f"{path}: {found}, expected {_suffixes(FORMATS)}; save it as plain text under such a name")
    return Source(path, DocumentId(path.name))


def _add(source: Source, found: dict[DocumentId, Path], feeds: dict[str, Source]) -> None:
    """Put in a source whose identifier still has the suffix."""
    path = source.path
    if format_of(path) == "jsonl":
        real = os.path.realpath(path)
        feeds[real] = min(source, feeds.get(real, source), key=lambda each: (each.id, str(each.path)))
        return
    identifier = DocumentId(source.id.removesuffix(path.suffix))
    other = found.setdefault(identifier, path)
    if other != path and os.path.realpath(other) != os.path.realpath(path):
        first, second = sorted((str(other), str(path)))
        raise InputError(f"{first} and {second}: both would be document {identifier!r}; rename one, or give a folder above both")


def _suffixes(formats: Iterable[str]) -> str:
    *others, last = (suffix for name in FORMATS if name in tuple(formats) for suffix in FORMATS[name])
    return f"{', '.join(others)} or {last}" if others else last


def _refuse_folder(error: OSError) -> None:
    raise InputError(
        f"{error.filename}: folder cannot be listed ({error.strerror}); make it readable, or leave it out"
    ) from error

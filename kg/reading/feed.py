"""A feed of documents in JSON Lines: one JSON object a line, in UTF-8, read line by line, so that it may be of any length.

    {"id": "2031/05/talks", "text": "…", "title": "…", "published": "2031-05-06", "lang": "en", "source": "https://example.org/talks"}

`id` and `text` are needed, the others are optional (null is as if left out) and have the synonyms of a front matter; further keys
may hold anything. The text is kept to the letter.
"""

import codecs
import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from kg.errors import InputError
from kg.model import Document, DocumentId
from kg.reading.language import guess
from kg.reading.metadata import KEYS, SYNONYMS, Unusable, first, iso_date, language_code
from kg.reading.text import too_long

__all__ = ["MAX_LINE", "Entry", "count", "entries", "entry_at"]

MAX_LINE = 20_000_000
"""Longest line that is read, in bytes."""

_V = TypeVar("_V")
_UTF_16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK = 1 << 20


class Entry(NamedTuple):
    """One line of a feed that is not blank."""

    line: int
    offset: int
    """Of the line's first byte in the file."""
    content: Document | InputError
    """The document, or why there is none."""


def entries(path: Path) -> Iterator[Entry]:
    """Each line of a feed in order; a bad one is an Entry with the reason and stops no other.

    Raises InputError where the file cannot be read at all. Whether two lines have one `id` is not looked at here.
    """
    with _opened(path) as file:
        offset = 0
        number = 0
        while line := _line(file, path):
            number += 1
            if len(line) > MAX_LINE:
                size = len(line) + _skip(file, path)
                yield Entry(number, offset, _refused(path, number, f"more than {MAX_LINE:,} bytes; split it"))
                offset += size
                continue
            if line.strip():
                yield Entry(number, offset, _entry(line, path, number))
            offset += len(line)


def entry_at(path: Path, line: int, offset: int) -> Document | InputError:
    """The content of the entry that was found at that line and offset. Raises InputError where the file cannot be read."""
    with _opened(path) as file:
        file.seek(offset)
        return _entry(_line(file, path), path, line)


def count(path: Path) -> int:
    """How many lines a feed has, at least 1; 1 where it cannot be read."""
    try:
        with _opened(path) as file:
            breaks, last = 0, b"\n"
            while chunk := file.read(_CHUNK):
                breaks, last = breaks + chunk.count(b"\n"), chunk[-1:]
    except (InputError, OSError):
        return 1
    return max(1, breaks + (last != b"\n"))


def _opened(path: Path) -> BinaryIO:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{path}: is no regular file; give a feed in JSON Lines")
        file = path.open("rb")
        mark = file.read(2)
        file.seek(0)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if mark in _UTF_16_OR_32:
        file.close()
        raise InputError(f"{path}: is in UTF-16 or UTF-32, expected UTF-8; convert it, as with: iconv -f UTF-16 -t UTF-8")
    return file


def _line(file: BinaryIO, path: Path) -> bytes:
    try:
        return file.readline(MAX_LINE + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


def _skip(file: BinaryIO, path: Path) -> int:
    """Pass over the rest of a line; how many bytes that were."""
    skipped = 0
    while rest := _line(file, path):
        skipped += len(rest)
        if rest.endswith(b"\n"):
            break
    return skipped


def _unreadable(path: Path, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"{path}: cannot be read ({reason}); check that it exists and may be read")


def _refused(path: Path, line: int, message: str) -> InputError:
    return InputError(f"{path}:{line}: {message}")


def _entry(data: bytes, path: Path, line: int) -> Document | InputError:
    try:
        return _document(_object(data))
    except Unusable as error:
        return _refused(path, line, str(error))


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_repetition)
    except UnicodeDecodeError as error:
        found = data[error.start : error.start + 1].hex()
        raise Unusable(f"byte {error.start} of the line (0x{found}) is not valid UTF-8; convert the feed to UTF-8") from error
    except (ValueError, RecursionError) as error:
        reason = f"{error.msg} at character {error.pos}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise Unusable(f"is no JSON ({reason}); expected one whole object a line") from error
    if not isinstance(value, dict):
        raise Unusable(f"found {_kind(value)}, expected an object with the keys id and text")
    return value


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise Unusable(f"key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object; remove one")
    return found


def _document(found: dict[str, Any]) -> Document:
    for key in ("id", "text"):
        if key not in found:
            raise Unusable(f"key {key!r} is missing (there are {', '.join(map(repr, found)) or 'none'}); every document needs it")
    values = {key: _string(key, found[key]) for key in ("id", "text")}
    told = {key: _string(key, found[key]).strip() for key in found if key in KEYS and found[key] is not None}
    told = {key: value for key, value in told.items() if value}
    for key, value in values.items():
        if not value.strip():
            raise Unusable(f"{key}: is empty; expected at least one word")
    if values["id"] != values["id"].strip() or not values["id"].isprintable():
        raise Unusable(f"id: found {values['id'][:60]!r}, expected an identifier without control characters and space around it")
    if reason := too_long(values["text"]):
        raise Unusable(f"text: {reason}")
    if "\0" in values["text"]:
        raise Unusable(f"text: NUL at character {values['text'].index(chr(0))}; expected plain text")
    dates = {key: _converted(key, told, iso_date) for key in SYNONYMS["published"] if key in told}
    languages = {key: _converted(key, told, language_code) for key in SYNONYMS["language"] if key in told}
    return Document(
        id=DocumentId(values["id"]),
        text=values["text"],
        language=first(languages, "language") or guess(values["text"]),
        title=first(told, "title"),
        source=first(told, "source"),
        published=first(dates, "published"),
    )


def _converted(key: str, told: dict[str, str], convert: Callable[[str], _V]) -> _V:
    try:
        return convert(told[key])
    except Unusable as error:
        raise Unusable(f"{key}: {error}") from error


def _string(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise Unusable(f"{key}: found {_kind(value)}, expected a string")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unusable(f"{key}: half of a surrogate pair at character {error.start}; expected both or the character") from error
    return value


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")

"""From the bytes of a file to its text.

UTF-8 is read as it is; a byte order mark names UTF-8, UTF-16 or UTF-32 and is no part of the text, so that offsets count from
the first character after it. UTF-16 without a mark is known by its zero bytes. What is none of these may be of a legacy encoding
(kg.reading.legacy). A text that is not what it seems is refused, never read half.
"""

import codecs
import stat
from pathlib import Path

from kg.errors import InputError

__all__ = ["MAX_BYTES", "MAX_TEXT", "decode", "read_bytes", "too_long"]

MAX_BYTES = 20_000_000
"""Largest file that is read; a PDF or a page may be much larger than the text in it."""
MAX_TEXT = 1_000_000
"""Code points of the longest text that is read, some 170,000 words: far beyond any press release or treaty, and what even a text
made to be slow is read in within minutes."""

_MARKS = (  # UTF-32 first: the mark of UTF-16-LE is the beginning of its own
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (as DOCX, ODT and EPUB are)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
)
_ZEROS = 0.5
"""Share of code units with a zero byte, all on one side, from which bytes without a mark are UTF-16: Latin text has far more."""
_CONTROL = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
_MOST_CONTROL = 0.01


def read_bytes(path: Path) -> bytes:
    """The content of a regular file of at most `MAX_BYTES`; the size is looked at before anything is read.

    Raises InputError where the file is missing, larger, no regular file, or not to be opened.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{path}: is no regular file; give a text file")
        if status.st_size > MAX_BYTES:
            raise _too_large(path, f"{status.st_size:,} bytes")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({_reason(error)}); check that it exists and may be read") from error
    if len(data) > MAX_BYTES:  # it grew since
        raise _too_large(path, f"more than {MAX_BYTES:,} bytes")
    return data


def too_long(text: str) -> str | None:
    """Why a text is too long to be read; None where it is not."""
    if len(text) <= MAX_TEXT:
        return None
    return f"a text of {len(text):,} characters, expected at most {MAX_TEXT:,}; split it into several texts"


def decode(data: bytes, path: Path) -> str:
    """The text of `data`, without a byte order mark, otherwise not normalized. `path` is for messages.

    Raises InputError where the bytes are binary or not valid in their encoding.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(
                f"{path}: binary, {kind}; expected plain text: give it the suffix of its kind, or save its text as .txt"
            )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decoded(data[len(mark) :], encoding, len(mark), path)
            _refuse_binary(text.encode("utf-8"), path)
            return text
    unmarked = _unmarked(data) if b"\0" in data else None
    if unmarked is not None:
        text = _decoded(data, unmarked, 0, path)
        _refuse_binary(text.encode("utf-8"), path)
        return text
    _refuse_binary(data, path)  # before decoding: "binary" says more than "invalid byte"
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from kg.reading.legacy import decode_legacy

        legacy = decode_legacy(data)
    return _decoded(data, "utf-8", 0, path) if legacy is None else legacy


def _unmarked(data: bytes) -> str | None:
    """Which UTF-16 it is where no mark says so, None where it is none."""
    high, low = data[1::2].count(0), data[::2].count(0)
    least = _ZEROS * len(data) / 2
    if len(data) % 2 == 0 and high + low >= max(least, 1) and not (high and low):
        return "utf-16-le" if high else "utf-16-be"
    return None


def _decoded(data: bytes, encoding: str, offset: int, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        found = data[error.start : error.start + 1].hex()
        raise InputError(
            f"{path}: byte {offset + error.start} (0x{found}) is not valid {encoding.upper()}; convert the file to UTF-8,"
            " as with: iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def _refuse_binary(data: bytes, path: Path) -> None:
    """Refuse what has a NUL byte, or control characters in more than one byte of a hundred."""
    nul = data.find(b"\0")
    if nul >= 0:
        raise InputError(f"{path}: binary, NUL at byte {nul}; expected plain text in UTF-8 (UTF-16 needs a byte order mark)")
    controls = len(data) - len(data.translate(None, _CONTROL))
    if controls > _MOST_CONTROL * len(data):
        raise InputError(f"{path}: binary, {controls} control characters in {len(data)} bytes; expected plain text in UTF-8")


def _too_large(path: Path, found: str) -> InputError:
    return InputError(f"{path}: {found}, expected at most {MAX_BYTES:,}; split it into one file per text")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)

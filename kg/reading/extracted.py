"""What the readers of other formats than plain text have in common: the shape of their text, and how they fail."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.reading.metadata import Metadata

__all__ = ["Extracted", "in_paragraphs", "one_line", "reading_as"]

_BLANK = re.compile(r"[^\S\n]+")
_PARAGRAPHS = re.compile(r"\n{2,}")
_LIGATURE = re.compile("[\ufb00-\ufb06]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphen, zero width space, word joiner, zero width no-break space; joiners of Arabic and Indic scripts are letters' own."""
_DROPPED = frozenset({"Cc", "Co", "Cn", "Cs"})


class Extracted(NamedTuple):
    """A text taken out of its format: paragraphs parted by a blank line."""

    text: str
    metadata: Metadata


def in_paragraphs(blocks: Iterable[str]) -> str:
    """One text of blocks (a paragraph, heading, item or cell): each parted from the next by a blank line.

    A line break within a block stays one. Other white space is one space, ligatures are letters, composed characters (NFC)
    stand for decomposed ones; what no reader sees is left out: control, private-use and unassigned characters, soft hyphens.
    """
    found = [paragraph for block in blocks for paragraph in _PARAGRAPHS.split(_clean(block)) if paragraph]
    return "\n\n".join(found)


def one_line(text: str | None) -> str | None:
    """A title or address without control characters and superfluous space; None where nothing is left."""
    return " ".join(_clean(text).split()) or None if text else None


@contextmanager
def reading_as(kind: str, path: Path, library: str) -> Iterator[None]:
    """Within it, whatever a library raises over a broken file is an InputError, and what it would print is not printed.

    A parser of a rich format fails in many ways that it does not document, and one bad file must not stop the others.
    """
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # a program that sets logging up still hears of it
    try:
        yield
    except (InputError, KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise InputError(
            f"{path}: cannot be read as {kind} ({reason}); open and save it anew, or save its text as .txt"
        ) from error


def _clean(text: str) -> str:
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _BLANK.sub(" ", unicodedata.normalize("NFC", text))
    if not text.replace("\n", " ").isprintable():
        text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _DROPPED)
    return "\n".join(line.strip() for line in text.strip().split("\n"))

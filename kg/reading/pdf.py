"""PDF files. Loads pypdf, so it is loaded for the first such file only.

A PDF holds lines, no paragraphs: those are put together again by the width of the lines, since a passage of evidence lies within
one line of the text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError

from kg.errors import InputError
from kg.reading.extracted import Extracted, in_paragraphs, one_line, reading_as
from kg.reading.metadata import Metadata

__all__ = ["read_pdf", "unwrapped"]

_SHORT = 0.75
"""A line shorter than this share of the text's width ends its paragraph, whatever it ends with."""
_ENDED = 0.93
"""So does one shorter than this that ends a sentence, where the next begins with a capital."""
_END = re.compile(r"[.!?:;…][\"'”’»)\]\s]*\Z")
_DIVIDED = re.compile(r"[^\W\d_][-\u00ad]\Z")
_ITEM = re.compile(r"(?:[-*•·▪◦‣–—]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s")
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:/|of|sur|de)\s*\d{1,4})?(?:\s*[-–—])?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_MADE_UP = re.compile(
    r"Microsoft (?:Word|PowerPoint)\b.*|.*\.(?:docx?|odt|rtf|pdf|indd)|untitled.*|.*\bsans titre.*", re.IGNORECASE
)
"""Titles that a program gave."""
_REPEATED = 3
"""Pages on which a first or last line must stand to be a running head or foot."""


def read_pdf(data: bytes, path: Path) -> Extracted:
    """The text of a PDF, page after page, and its title. `path` is for messages.

    Page numbers and running heads are left out. Its dates are those of the file, not of publication: none is taken. Raises
    InputError where it is broken, encrypted, or without text as scans are.
    """
    with reading_as("PDF", path, "pypdf"):
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not _opened(reader):
            raise InputError(f"{path}: the PDF is encrypted; save it without a password, or save its text as .txt")
        pages = [[line.strip() for line in page.extract_text().split("\n")] for page in reader.pages]
        text = in_paragraphs(unwrapped(_bodies(pages)))
        if not text:
            raise InputError(
                f"{path}: no text in {len(pages)} page{'' if len(pages) == 1 else 's'}, which may be scanned images;"
                " run character recognition (OCR) over it, or save its text as .txt"
            )
        title = one_line(reader.metadata.title if reader.metadata else None)
        return Extracted(text, Metadata(title=None if title is None or _MADE_UP.fullmatch(title) else title))


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """The paragraphs of lines that are wrapped at the width of a column; an empty line ends one too."""
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraph = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        paragraph = _joined(paragraph, line)
        if not after or _ends(line, after, width):
            yield paragraph
            paragraph = ""


def _opened(reader: PdfReader) -> bool:
    """Whether it opens without a password: many are only protected against changes."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def _bodies(pages: Sequence[list[str]]) -> list[str]:
    """The lines of all pages without page numbers and running heads and feet."""
    edges = Counter(key for page in pages for key in {_DIGITS.sub("0", line) for line in _edges(page)})
    lines: list[str] = []
    for page in pages:
        running = {line for line in _edges(page) if _is_running(line, edges)}
        lines += "\n".join(line for line in page if line not in running).strip("\n").split("\n")
    return lines


def _edges(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line]
    return [*filled[:1], *filled[-1:]]


def _is_running(line: str, edges: Counter[str]) -> bool:
    return _PAGE_NUMBER.fullmatch(line) is not None or edges[_DIGITS.sub("0", line)] >= _REPEATED


def _ends(line: str, after: str, width: int) -> bool:
    if _DIVIDED.search(line) and after[0].isalpha():
        return False
    if len(line) < _SHORT * width or _ITEM.match(after):
        return True
    return len(line) < _ENDED * width and _END.search(line) is not None and not after[0].islower()


def _joined(paragraph: str, line: str) -> str:
    """A line put behind others; a word that was divided at the end of a line is one word again."""
    if paragraph.endswith("\u00ad"):
        return paragraph[:-1] + line
    if _DIVIDED.search(paragraph) and line[:1].isalpha():
        return (paragraph[:-1] if line[0].islower() else paragraph) + line  # Franco-Moroccan keeps its hyphen
    return f"{paragraph} {line}" if paragraph else line

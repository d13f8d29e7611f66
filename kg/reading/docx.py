"""Word files (.docx). Loads python-docx, so it is loaded for the first such file only."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from kg.errors import InputError
from kg.reading.extracted import Extracted, in_paragraphs, one_line, reading_as
from kg.reading.metadata import Metadata

__all__ = ["MAX_UNPACKED", "read_docx"]

MAX_UNPACKED = 200_000_000
"""Largest size of what the archive holds; a small file can unpack to any size."""
_OLD = b"\xd0\xcf\x11\xe0"


def read_docx(data: bytes, path: Path) -> Extracted:
    """The paragraphs and table cells of a Word file in order, and its title. `path` is for messages.

    Headers, footers, notes, comments and deleted words are left out. Its dates are those of the file, not of publication: none is
    taken. Raises InputError where it is no such file, is encrypted, or holds no text.
    """
    if data.startswith(_OLD):
        raise InputError(
            f"{path}: an old Office document or an encrypted one; open it, save it as .docx without a password, or as .txt"
        )
    with reading_as("DOCX", path, "docx"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise InputError(
                f"{path}: {unpacked:,} bytes when unpacked, expected at most {MAX_UNPACKED:,}; save its text as .txt"
            )
        document = docx.Document(BytesIO(data))
        text = in_paragraphs(_blocks(document.iter_inner_content()))
        if not text:
            raise InputError(f"{path}: holds no text (images are not read); expected at least one word")
        return Extracted(text, Metadata(title=one_line(document.core_properties.title)))


def _blocks(content: Iterator[Paragraph | Table]) -> Iterator[str]:
    for block in content:
        if isinstance(block, Paragraph):
            yield block.text
            continue
        for row in block.rows:
            seen = None
            for cell in row.cells:
                if cell._tc is not seen:  # a merged cell stands once for each column
                    yield from _blocks(cell.iter_inner_content())
                seen = cell._tc

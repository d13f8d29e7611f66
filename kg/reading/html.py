"""Web pages: the main text without menus and footers. Loads trafilatura, so it is loaded for the first page only."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction
from trafilatura.utils import load_html

from kg.errors import InputError
from kg.model import PartialDate
from kg.reading.extracted import Extracted, in_paragraphs, one_line, reading_as
from kg.reading.language import primary
from kg.reading.metadata import Metadata, Unusable, iso_date
from kg.reading.text import decode

__all__ = ["read_html"]

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_WINDOW = 2048
"""Bytes in which a page may declare its encoding; the standard has 1024."""
_BLOCKS = frozenset({"body", "main", "p", "head", "list", "item", "quote", "code", "table", "row", "cell", "div"})
_RUNNING = frozenset({"p", "head", "item", "cell", "hi", "ref"})
"""Within these a quotation or a piece of code is part of a line, elsewhere a block."""
_DATES = {"original_date": True, "extensive_search": False, "min_date": "1945-01-01", "max_date": "2199-12-31"}
"""The date of publication, only where the page tells it; the bounds are fixed, since the default of the last is today."""
_BREAKS = re.compile(r"(?:<br\b[^>]*>(?:\s|&nbsp;)*){2,}", re.IGNORECASE)
"""Two line breaks on a page are an author's paragraph; trafilatura would make one break of them."""
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read_html(data: bytes, path: Path) -> Extracted:
    """The main text of a page with what its head tells: title, address, date and language. `path` is for messages.

    Raises InputError where the bytes are no page or hold no main text.
    """
    page = _BREAKS.sub("</p><p>", _XML.sub("", _decoded(data, path)))
    with reading_as("HTML", path, "trafilatura"), reading_as("HTML", path, "htmldate"):
        tree = load_html(page)
        if tree is None:
            raise InputError(f"{path}: holds no HTML; expected a web page: name it .txt if it is plain text")
        language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
        found = bare_extraction(tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES)
        if found is None or isinstance(found, dict) or not (text := in_paragraphs(_blocks(found.body))):
            raise InputError(f"{path}: no main text is found in the page; save the passage that is meant as .txt")
        return Extracted(text, Metadata(one_line(found.title), one_line(found.url), _date(found.date), primary(language or "")))


def _decoded(data: bytes, path: Path) -> str:
    """A page's characters: by mark or UTF-8, then as it declares, then as a plain text of its kind."""
    declared = _DECLARED.search(data[:_WINDOW])
    if declared is not None and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for encoding in ("utf-8", declared[1].decode("ascii")):
            try:
                return data.decode("cp1252" if encoding.lower() in ("iso-8859-1", "latin1", "us-ascii") else encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data, path)


def _date(value: str | None) -> PartialDate | None:
    try:
        return iso_date(value) if value else None
    except Unusable:
        return None


def _blocks(body: Any) -> Iterator[str]:
    """The text of each block in order; what stands in a block beside inner blocks is a block of its own."""
    pieces: list[str] = []
    for event, value in _events(body):
        if event:
            pieces.append(value)
        else:
            yield "".join(pieces)
            pieces.clear()
    yield "".join(pieces)


def _events(element: Any) -> Iterator[tuple[bool, str]]:
    """(True, text) for text, (False, "") where a block begins or ends."""
    parent = element.getparent()
    inline = element.tag in ("quote", "code") and parent is not None and parent.tag in _RUNNING
    is_block = element.tag in _BLOCKS and not inline
    if is_block:
        yield False, ""
    if element.tag == "lb":
        yield True, "\n"
    if element.text:
        yield True, element.text if element.tag == "code" else element.text.replace("\n", " ")
    for child in element:
        yield from _events(child)
        if child.tail:
            yield True, child.tail.replace("\n", " ")
    if is_block:
        yield False, ""

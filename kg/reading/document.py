"""From a file to its documents. The reader of a format is loaded when the first file of it is met."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import InputError
from kg.model import Document, DocumentId
from kg.reading.folder import Source, format_of
from kg.reading.front_matter import front_matter
from kg.reading.language import guess
from kg.reading.metadata import Metadata
from kg.reading.text import decode, read_bytes, too_long

if TYPE_CHECKING:
    from kg.reading.extracted import Extracted

__all__ = ["Outcome", "announced", "read_document", "read_documents", "texts"]


class Outcome(NamedTuple):
    """What became of one document that was to be read."""

    path: Path
    content: Document | InputError
    """The document, or why there is none."""


def read_document(source: Source) -> Document:
    """Read the one text of a file. Plain text is the file's content after byte order mark and front matter, untouched;
    of other formats it is extracted, in paragraphs parted by a blank line.

    The language is as told (front matter, page), else guessed from the text. Raises InputError naming the file where it cannot
    be read, is not what its suffix says, has a broken front matter, holds no text or too long a one, or is a feed; no other file
    is affected.
    """
    path, identifier = source
    try:
        identifier.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{str(path)!a}: the file's name is not valid UTF-8; rename it") from error
    kind = format_of(path)
    if kind == "jsonl":
        raise InputError(f"{path}: a feed of documents, expected one text; `kg build` reads feeds")
    text, told = _plain(path) if kind in ("txt", "md", None) else _extractor(kind)(read_bytes(path), path)
    if reason := too_long(text):
        raise InputError(f"{path}: {reason}")
    return Document(
        id=identifier,
        text=text,
        language=told.language or guess(text),
        title=told.title,
        source=told.source,
        published=told.published,
    )


def read_documents(sources: Iterable[Source]) -> Iterator[Outcome]:
    """Read every document of the sources, one at a time: a file's own or those of a feed, each under its `id`.

    A file or a line of a feed that cannot be read is an Outcome with the reason and stops no other. So is the second of two
    documents of one identifier, where the first is of a file or an earlier line.
    """
    items = tuple(sources)
    places = {source.id: str(source.path) for source in items if format_of(source.path) != "jsonl"}
    for source in items:
        if format_of(source.path) == "jsonl":
            yield from _feed(source.path, places)
            continue
        try:
            yield Outcome(source.path, read_document(source))
        except InputError as error:
            yield Outcome(source.path, error)


def announced(sources: Iterable[Source]) -> int:
    """About how many documents the sources hold: a feed's lines are counted, no text is read."""
    total = 0
    for source in sources:
        if format_of(source.path) == "jsonl":
            from kg.reading.feed import count

            total += count(source.path)
        else:
            total += 1
    return total


def texts(sources: Iterable[Source]) -> Callable[[DocumentId], str | None]:
    """A way to the text of each document of the sources, read when it is asked for; None for a document that is not there.

    Of a feed it is kept where each document stands, not the documents. Asking raises InputError where a file cannot be read.
    """
    items = tuple(sources)
    files = {source.id: source for source in items if format_of(source.path) != "jsonl"}
    lines: dict[DocumentId, tuple[Path, int, int]] = {}
    for source in items:
        if format_of(source.path) == "jsonl":
            from kg.reading.feed import entries

            for line, offset, content in entries(source.path):
                if isinstance(content, Document):
                    lines.setdefault(content.id, (source.path, line, offset))

    def text(identifier: DocumentId) -> str | None:
        if identifier in files:
            return read_document(files[identifier]).text
        if identifier not in lines:
            return None
        from kg.reading.feed import entry_at

        content = entry_at(*lines[identifier])
        if isinstance(content, InputError):
            raise content
        return content.text

    return text


def _plain(path: Path) -> tuple[str, Metadata]:
    content = decode(read_bytes(path), path)
    matter, start = front_matter(content, path)
    text = content[start:]
    if not text.strip():
        raise InputError(f"{path}: holds no text{' after its front matter' if start else ''}; expected at least one word")
    return text, matter


def _extractor(kind: str) -> "Callable[[bytes, Path], Extracted]":
    """The reader of a format; each is imported here, so that its library is loaded only when it is needed."""
    if kind == "html":
        from kg.reading.html import read_html

        return read_html
    if kind == "pdf":
        from kg.reading.pdf import read_pdf

        return read_pdf
    from kg.reading.docx import read_docx

    return read_docx


def _feed(path: Path, places: dict[DocumentId, str]) -> Iterator[Outcome]:
    """The documents of a feed; `places` tells where each identifier was first found and learns those of the feed."""
    from kg.reading.feed import entries

    try:
        empty = True
        for line, _, content in entries(path):
            empty = False
            here = f"{path}:{line}"
            there = places.setdefault(content.id, here) if isinstance(content, Document) else here
            if isinstance(content, Document) and there != here:
                taken = InputError(f"{here}: id {content.id!r} is that of {there} already; give each document its own")
                yield Outcome(path, taken)
            else:
                yield Outcome(path, content)
    except InputError as error:
        yield Outcome(path, error)
        return
    if empty:
        yield Outcome(path, InputError(f"{path}: holds no document; expected one JSON object a line"))

"""From a file to a Document."""

from kg.errors import InputError
from kg.model import Document
from kg.reading.folder import Source
from kg.reading.front_matter import front_matter
from kg.reading.language import guess
from kg.reading.text import decode, read_bytes

__all__ = ["read_document"]


def read_document(source: Source) -> Document:
    """Read one text. Its `text` is the file's content after byte order mark and front matter, otherwise untouched.

    The language is the front matter's, else guessed from the text. Raises InputError naming the file where it cannot be read,
    is no text, has a broken front matter or holds no text; reading another one is not affected.
    """
    path, identifier = source
    try:
        identifier.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{str(path)!a}: the file's name is not valid UTF-8; rename it") from error
    content = decode(read_bytes(path), path)
    matter, start = front_matter(content, path)
    text = content[start:]
    if not text.strip():
        raise InputError(f"{path}: holds no text{' after its front matter' if start else ''}; expected at least one word")
    return Document(
        id=identifier,
        text=text,
        language=matter.language or guess(text),
        title=matter.title,
        source=matter.source,
        published=matter.published,
    )

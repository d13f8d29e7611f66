"""What a file says of its text before the text begins.

The file opens with a line `---` and a line `key: value`, and the front matter ends with the next line that is exactly `---`:
the text is what follows the match of `---\\r?\\n.*?\\r?\\n---\\r?\\n`. A file whose second line is no `key:` merely begins with a
rule, and all of it is text.

Of YAML the part that front matters use is read: one mapping; plain, '…' and "…" values, also over several indented lines; `|`
and `>` blocks, folded to one line. Keys that we do not know may hold anything. A plain value may contain `: `, which YAML
forbids and people write.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.model import PartialDate
from kg.reading.metadata import KEYS, SYNONYMS, Metadata, Unusable, first, iso_date, language_code

__all__ = ["MAX_CHARACTERS", "MAX_LINES", "front_matter"]

MAX_LINES = 200
MAX_CHARACTERS = 64_000

_OPEN = re.compile(r"---\r?\n(?=[\"']?[A-Za-z_][\w.:-]*[\"']?[ \t]*:(?:\s|\Z))")
_CLOSE = re.compile(r"\r?\n---\r?\n")
_COLON = re.compile(r":(?=[ \t]|\Z)")
_CONTINUED = re.compile(r"\s|#|-(?:\s|\Z)|[\]}]|\Z")
_BLOCK = re.compile(r"[|>][+\-0-9]{0,2}(?:[ \t]+#.*)?")
_COMMENT = re.compile(r"(?<!\S)#.*")
_MAPPING = re.compile(r"[\w.-]+:(?:\s|\Z)")
_SINGLE = re.compile(r"'((?:[^']|'')*)'(?:[ \t]+#.*)?")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"(?:[ \t]+#.*)?')
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", " ": " ", '"': '"',
    "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_NULL = ("~", "null", "Null", "NULL")


class _Entry(NamedTuple):
    line: int
    key: str
    value: tuple[str, ...]
    """The rest of the key's line, then the lines that go on with it."""


def front_matter(content: str, path: Path) -> tuple[Metadata, int]:
    """The metadata and the offset at which the text begins (0 where there is no front matter). `path` is for messages.

    Of synonyms that are both given, the first of `published`, `date`, `published_time`; `source`, `source_url`; `lang`,
    `language` is taken. Keys are known in any case. Raises InputError with file and line where the front matter is broken.
    """
    opening = _OPEN.match(content)
    if opening is None:
        return Metadata(), 0
    head = content[:MAX_CHARACTERS]
    if head == content:
        head += "\n"  # a closing line without an end closes as well
    closing = _CLOSE.search(head, opening.end())
    body = head[opening.end() : closing.start()] if closing else ""
    lines = body.split("\n")
    if closing is None or len(lines) > MAX_LINES:
        raise InputError(
            f"{path}:1: a front matter is opened and no line of exactly '---' closes it within {MAX_LINES} lines and"
            f" {MAX_CHARACTERS:,} characters; close it, or put an empty line after the first if the text begins with a rule"
        )
    texts: dict[str, str] = {}
    dates: dict[str, PartialDate] = {}
    seen: dict[str, int] = {}
    for line, key, raw in _entries(lines, path):
        if key in seen:
            raise InputError(f"{path}:{line}: key {key!r} stands on line {seen[key]} already; remove one")
        seen[key] = line
        try:
            value = _scalar(raw)
            if value is None:
                continue
            if key in SYNONYMS["published"]:
                dates[key] = iso_date(value)
            else:
                texts[key] = language_code(value) if key in SYNONYMS["language"] else value
        except Unusable as broken:
            raise InputError(f"{path}:{line}: {key}: {broken}") from broken
    matter = Metadata(
        title=first(texts, "title"),
        source=first(texts, "source"),
        published=first(dates, "published"),
        language=first(texts, "language"),
    )
    return matter, min(closing.end(), len(content))


def _entries(lines: list[str], path: Path) -> Iterator[_Entry]:
    """The known keys with their values' lines; every line must begin an entry or go on with one."""
    current: _Entry | None = None
    for number, line in enumerate((line.removesuffix("\r") for line in lines), 2):
        if _CONTINUED.match(line) and current is not None:
            current = current._replace(value=(*current.value, line))
            continue
        colon = _COLON.search(line)
        if colon is None or not line[: colon.start()].strip():
            raise InputError(f"{path}:{number}: {line[:60]!r} in the front matter, expected 'key: value' or '---'")
        if current is not None and current.key in KEYS:
            yield current
        current = _Entry(number, line[: colon.start()].strip(" \t\"'").lower(), (line[colon.end() :],))
    if current is not None and current.key in KEYS:
        yield current


def _scalar(raw: tuple[str, ...]) -> str | None:
    """The string that a value's lines stand for; several lines make one."""
    lines = [line.strip() for line in raw]
    while lines and (not lines[0] or lines[0].startswith("#")):
        del lines[0]  # the value begins on a later line
    if not lines:
        return None
    if _BLOCK.fullmatch(lines[0]):
        value = " ".join(filter(None, lines[1:]))
    elif lines[0].startswith("'"):
        value = _quoted(_SINGLE, " ".join(filter(None, lines))).replace("''", "'")
    elif lines[0].startswith('"'):
        value = _unescaped(_quoted(_DOUBLE, _folded(lines)))
    else:
        value = " ".join(filter(None, (_COMMENT.sub("", line).rstrip() for line in lines)))
        if value in _NULL:
            return None
        if value[0] in "[{&*!%@`|>" or value.startswith("- ") or (not raw[0].strip() and _MAPPING.match(value)):
            raise Unusable(f"found {value[:60]!r}, expected one plain value; put it in quotes if it is one")
    return value.strip() or None


def _folded(lines: list[str]) -> str:
    r"""The lines of a "…" value as one: joined by a blank, or by nothing where a line ends with an odd backslash."""
    joined = ""
    for line in filter(None, lines):
        backslashes = len(joined) - len(joined.rstrip("\\"))
        joined = joined[:-1] + line if backslashes % 2 else f"{joined} {line}" if joined else line
    return joined


def _quoted(pattern: re.Pattern[str], value: str) -> str:
    match = pattern.fullmatch(value)
    if match is None:
        raise Unusable(f"found {value[:60]!r}, expected a closing {value[0]} at the end and none before it")
    return match[1]


def _unescaped(value: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code is None and match[4] in _ESCAPED:
            return _ESCAPED[match[4]]
        if code is None or int(code, 16) > 0x10FFFF:
            raise Unusable(f"found the escape {match[0]!r}, expected one of YAML's; write \\\\ for a backslash")
        return chr(int(code, 16))

    try:  # JSON writes characters beyond the first plane as two escapes
        return _ESCAPE.sub(replaced, value).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise Unusable(
            f"found half of a surrogate pair in {value[:60]!r}, expected both halves or the character itself"
        ) from error

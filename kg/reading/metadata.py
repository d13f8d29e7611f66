"""What a file says of its text, whatever its format: title, source, date and language."""

import datetime
import re
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from kg.model import PartialDate
from kg.reading.language import primary

__all__ = ["KEYS", "SYNONYMS", "Metadata", "Unusable", "first", "iso_date", "language_code"]

SYNONYMS = {
    "title": ("title",),
    "source": ("source", "source_url"),
    "published": ("published", "date", "published_time"),
    "language": ("lang", "language"),
}
"""The keys by which each field is told; of several that are given, the first is taken."""
KEYS = frozenset(key for keys in SYNONYMS.values() for key in keys)

_V = TypeVar("_V")
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:(?:[Tt]|[ \t]+)\d\d?:\d\d(?::\d\d(?:\.\d*)?)?[ \t]*(?:[Zz]|[+-]\d\d?(?::?\d\d)?)?)?)?)?",
    re.ASCII,
)


class Metadata(NamedTuple):
    """The metadata that we keep; None where the file does not tell."""

    title: str | None = None
    source: str | None = None
    published: PartialDate | None = None
    language: str | None = None
    """ISO 639-1, as `en`; as told where it is a language of three letters that has no shorter code here."""


class Unusable(Exception):
    """What is wrong with a value; the caller knows where it stands."""


def first(values: Mapping[str, _V], field: str) -> _V | None:
    """The value of the first of the field's synonyms that is given."""
    return next((values[key] for key in SYNONYMS[field] if key in values), None)


def language_code(value: str) -> str:
    """The language of a BCP 47 tag. Raises Unusable."""
    language = primary(value)
    if language is None:
        raise Unusable(f"found {value!r}, expected a language code such as en, fr or en-GB")
    return language


def iso_date(value: str) -> PartialDate:
    """A date in ISO 8601, its time of day dropped. Raises Unusable."""
    match = _DATE.fullmatch(value)
    if match is None:
        raise Unusable(f"found {value!r}, expected an ISO 8601 date: 2024, 2024-10 or 2024-10-29")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    try:
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise Unusable(f"found {value!r}, which is on no calendar ({error}); expected an ISO 8601 date") from error
    return PartialDate(year, month, day)

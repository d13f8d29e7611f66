"""JSON a thing at a time, for files of which no program should have to hold all."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kg.export.columns import Column
from kg.export.network import Value
from kg.export.writer import clean

__all__ = ["array", "encoded", "named"]


def encoded(value: object) -> str:
    """It as JSON on one line. Text in it must be clean."""
    return msgspec.json.encode(value).decode("utf-8")


def array(name: str, items: Iterable[object], last: bool = False) -> Iterator[str]:
    """A member that is an array, an item a line."""
    yield f"{encoded(name)}:["
    between = "\n"
    for item in items:
        yield between + encoded(item)
        between = ",\n"
    yield "\n]" + ("" if last else ",\n")


def named(columns: tuple[Column, ...], row: list[Value | None]) -> Mapping[str, Value]:
    """A row under its names, without what is open, its text clean."""
    return {
        name: clean(value) if isinstance(value, str) else value
        for (name, _), value in zip(columns, row, strict=True)
        if value is not None
    }

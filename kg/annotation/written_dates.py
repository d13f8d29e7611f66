"""Dates that are written in figures alone: `2025-10-09`, `15.08.2025`, `mardi 19`."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from kg.annotation.anchor import Anchor
from kg.annotation.calendar_text import YEARS, CalendarText
from kg.model import PartialDate

__all__ = ["Reading", "WrittenDates"]

_CLOCK = re.compile(r"(\d{2})(?:t\d{1,2}z?)?")


class Reading(NamedTuple):
    """A date read off the tokens."""

    start: int
    end: int
    value: PartialDate | None
    """None where it stays open."""
    form: str
    """How it was put: `day`, `weekday`, `week`, `weekend`, `month`, `season`, `year`."""


class WrittenDates(CalendarText):
    """Reads dates written in figures."""

    def iso(self, at: int) -> Reading | None:
        """`2025-10-09`, `2025-10-09T10:30:00Z`."""
        year = self.year(at)
        clock = _CLOCK.fullmatch(self.fold(at + 4)) if year else None
        month = self.fold(at + 2)
        if not (year and clock and self.fold(at + 1) == self.fold(at + 3) == "-" and month.isdecimal() and len(month) == 2):
            return None
        if not (1 <= int(month) <= 12 and 1 <= int(clock[1]) <= monthrange(year, int(month))[1]) or not self.glued(at + 4):
            return None
        end = at + 5
        timed = clock[0] != clock[1]
        while timed and self.glued(end) and self.fold(end) in (":", "+", "-") and self.fold(end + 1)[:1].isdecimal():
            end += 2
        return Reading(at, end, PartialDate(year, int(month), int(clock[1])), "day")

    def numeric(self, at: int) -> Reading | None:
        """`25/11/2025`, `25.11.2025`; open where day and month could be either."""
        fold, end = self.fold(at), at + 1
        if self.fold(at + 1) in ("/", "-") and self.fold(at + 1) == self.fold(at + 3) and self.glued(at + 4):
            fold, end = f"{fold}.{self.fold(at + 2)}.{self.fold(at + 4)}", at + 5
        cells = fold.split(".")
        if not all(cell.isdecimal() for cell in cells) or [len(cell) < 3 for cell in cells] != [True, True, False]:
            return None
        day, month, year = map(int, cells)
        if day <= 12 < month:
            day, month = month, day
        if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            return None
        either = day <= 12 and day != month
        return Reading(at, end, self.nearer(year, day, month) if either else PartialDate(year, month, day), "day")

    def nearer(self, _year: int, _one: int, _other: int) -> PartialDate | None:
        """The date that a year and two numbers make either of which can be the month: none by themselves."""
        return None

    def numbered(self, at: int, anchor: Anchor) -> tuple[date, int] | None:
        """The day nearest to the publication that a bare number tells behind a weekday, and the token after it."""
        day = self.day(at) if self.fold(at).isdecimal() else None
        if (
            day is None
            or self.fold(day[1]) in ("-", "/", "%", "h", ":")
            or self.goes_on(day[1])
            or self.value(day[1], "unit", "units")
        ):
            return None
        near = anchor.nearest_day(day[0])
        return (date(near.year, near.month, near.day), day[1]) if near and near.month and near.day else None

"""The day from which a text's open dates are told: that of its publication, and reckoning from it.

Every answer is None where the publication is not known well enough: better open than wrong.
"""

from calendar import monthrange
from datetime import date, timedelta

from kg.model import PartialDate

__all__ = ["Anchor", "moved"]

_LATE = 3
"""Most days from a dateline to the publication."""
_YEARS = range(1000, 9000)
"""Years that can be reckoned from without leaving the calendar."""


class Anchor:
    """A publication date as the origin of relative dates."""

    def __init__(self, published: PartialDate | None) -> None:
        known = published is not None and published.year in _YEARS
        self.year = published.year if published and known else None
        self.month = published.month if published and known else None
        whole = published if published and known and published.month and published.day else None
        self.day = date(whole.year, whole.month or 1, whole.day or 1) if whole else None

    def of_line(self, line: PartialDate | None) -> "Anchor":
        """The day of a dateline, which what is told after it counts from: it may be a few days before the publication, or be told
        to the day where that is not."""
        written = Anchor(line)
        if written.day is None:
            return self
        late = (self.day - written.day).days if self.day else 0
        same = self.day is not None or (self.year in (None, written.year) and self.month in (None, written.month))
        return written if same and 0 <= late <= _LATE else self

    def precedes(self, told: PartialDate | None) -> bool:
        """Whether a day is certainly to come."""
        whole = told is not None and told.month is not None and told.day is not None
        return whole and self.day is not None and told is not None and told > _partial(self.day)

    def days(self, shift: int) -> PartialDate | None:
        """The day that many days away."""
        return _partial(self.day + timedelta(days=shift)) if self.day else None

    def units(self, unit: str, shift: int) -> PartialDate | None:
        """The year, month or weekend that many away (`last month`); weeks stay open, since no date is as wide as one."""
        if unit == "weekend":
            return self.weekend(shift)
        if self.year is None or (unit == "month" and self.month is None):
            return None
        return self.days(shift) if unit == "day" else moved(PartialDate(self.year, self.month), unit, shift)

    def weekend(self, shift: int) -> PartialDate | None:
        """The Saturday of this week's end; of the last one before today; of the next to come."""
        if self.day is None:
            return None
        ahead = (6 - self.day.isoweekday()) % 7 if self.day.isoweekday() < 7 else -1
        return self.days(ahead + 7 * shift)

    def past_weekend(self) -> PartialDate | None:
        """The most recent Saturday, today's included."""
        return self.days(-((self.day.isoweekday() - 6) % 7)) if self.day else None

    def weekday(self, weekday: int, ahead: bool) -> PartialDate | None:
        """The most recent such day up to today, or the first from today on."""
        if self.day is None:
            return None
        back = (self.day.isoweekday() - weekday) % 7
        return self.days((7 - back) % 7 if ahead else -back)

    def weekday_but_today(self, weekday: int, ahead: bool) -> PartialDate | None:
        """The same, never today: `last Tuesday` on a Tuesday is a week ago."""
        if self.day is None:
            return None
        back = (self.day.isoweekday() - weekday) % 7
        return self.days(7 - back if ahead else -(back or 7))

    def weekday_of_week(self, weekday: int, shift: int) -> PartialDate | None:
        """That day of the week so many weeks away (`Tuesday last week`); weeks begin on Monday."""
        return self.days(weekday - self.day.isoweekday() + 7 * shift) if self.day else None

    def nearest(self, month: int, day: int, ahead: bool = False) -> PartialDate | None:
        """That day in the year before or about the publication, up to four months later; up to eleven where it lies ahead."""
        if self.year is None:
            return None
        if self.day is None:
            return PartialDate(self.year, month, day) if day <= monthrange(self.year, month)[1] else None
        last = self.day + timedelta(days=335 if ahead else 122)
        years = (y for y in range(last.year, last.year - 9, -1) if day <= monthrange(y, month)[1])
        return PartialDate(next(y for y in years if date(y, month, day) <= last), month, day)

    def shifted(self, month: int, day: int | None, ahead: bool) -> PartialDate | None:
        """The last such day or month before today, or the first after it (`on 3 May last`, `next May`)."""
        if day is None or self.day is None:
            return self.month_but_this(month, ahead) if day is None else self.nearest(month, day, ahead)
        years = [y for y in range(self.day.year - 4, self.day.year + 5) if day <= monthrange(y, month)[1]]
        days = [date(y, month, day) for y in years]
        past, coming = [d for d in days if d <= self.day], [d for d in days if d >= self.day]
        return _partial(coming[0] if ahead else past[-1])

    def nearest_day(self, day: int) -> PartialDate | None:
        """The day of that number nearest to today: `today (05)`, published on the 6th."""
        if self.day is None:
            return None
        near = [self.day + timedelta(days=n) for n in range(-31, 32)]
        origin = self.day
        return _partial(min((d for d in near if d.day == day), key=lambda d: (abs((d - origin).days), d)))

    def month_day(self, day: int) -> PartialDate | None:
        """`on the 15th`: of this month, where that is not yet to come."""
        return PartialDate(self.day.year, self.day.month, day) if self.day and day <= self.day.day else None

    def nearest_month(self, month: int, ahead: bool) -> PartialDate | None:
        """The last such month up to this one, or the first from it on."""
        if self.year is None or self.month is None:
            return None
        if ahead:
            return PartialDate(self.year + (month < self.month), month)
        return PartialDate(self.year - (month > self.month), month)

    def month_but_this(self, month: int, ahead: bool) -> PartialDate | None:
        """The same, never this month: `last May` in May is a year ago."""
        if self.year is None or self.month is None:
            return None
        if ahead:
            return PartialDate(self.year + (month <= self.month), month)
        return PartialDate(self.year - (month >= self.month), month)


def moved(told: PartialDate, unit: str, shift: int) -> PartialDate | None:
    """A date so many days, months or years on, cut to that unit; None where it is less precise than the unit."""
    if told.year not in _YEARS or abs(shift) > 900:
        return None
    if unit == "year":
        return PartialDate(told.year + shift)
    if unit == "month" and told.month:
        months = told.year * 12 + told.month - 1 + shift
        return PartialDate(months // 12, months % 12 + 1)
    if unit == "day" and told.month and told.day:
        return _partial(date(told.year, told.month, told.day) + timedelta(days=shift))
    return None


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)

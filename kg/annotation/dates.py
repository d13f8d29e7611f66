"""Dates in a text, as precise as told and no more.

What the text leaves open is filled from the document's own date where the language fixes it (`on Tuesday`, `in May`,
`yesterday`); where there is none, the date stays open. Of a range, the first day counts.
"""

import calendar as _calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kg.annotated import Hit, Mention, MentionKind, Token
from kg.model import PartialDate

__all__ = ["find_dates"]

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR = range(1800, 2100)


class _Reader:
    """Reads dates off a token list; holds what every rule needs."""

    def __init__(
        self, tokens: Sequence[Token], hits: dict[str, dict[int, Hit]], words: dict[str, frozenset[str]], published: PartialDate | None
    ) -> None:
        self.tokens = tokens
        self.calendar = hits["calendar"]
        self.words = words
        self.published = date(published.year, published.month, published.day) if published and published.day and published.month else None
        self.year = published.year if published else None
        self.last: PartialDate | None = None

    # -- the parts of a date ------------------------------------------------------------------------------------------

    def kind(self, at: int, kind: str) -> int | None:
        """The value of a calendar word of this kind at a token, and None where there is none."""
        hit = self.calendar.get(at)
        if hit is None:
            return None
        return next((int(value) for k, value in hit.rows if k == kind), None)

    def fold(self, at: int) -> str:
        return self.tokens[at].fold if 0 <= at < len(self.tokens) else ""

    def isa(self, at: int, kind: str) -> bool:
        return self.fold(at) in self.words.get(kind, ())

    def month(self, at: int) -> int | None:
        """A month's number; written with a capital where the language does so, since `may` and `march` are verbs too."""
        value = self.kind(at, "month")
        if value is None or (self.isa(at, "month-verb") and not self.tokens[at].capital):
            return None
        return value

    def day(self, at: int) -> int | None:
        fold = self.fold(at)
        digits = re.match(r"(\d{1,2})(?:st|nd|rd|th|er|e)?$", fold)
        if digits and 1 <= int(digits[1]) <= 31:
            return int(digits[1])
        return self.kind(at, "ordinal")

    def year_at(self, at: int) -> int | None:
        fold = self.fold(at)
        return int(fold) if len(fold) == 4 and fold.isdigit() and int(fold) in _YEAR else None

    def after_month(self, at: int) -> int:
        """Token after a month's name and the period of its abbreviation."""
        end = self.calendar[at].end
        return end + 1 if self.fold(end) == "." and self.tokens[end].glued and len(self.tokens[at].text) <= 4 else end

    def range_end(self, at: int) -> int:
        """Token after the second day of a range that opens before `at` (`22-24`, `7 and 8`, `5 to 6`); `at` if there is none."""
        if (self.fold(at) in ("-", "–", "/", "—") or self.isa(at, "range")) and self.day(at + 1):
            return at + 2
        return at

    # -- rules, the most telling first; each gives (token after it, date or None where it stays open) --------------------

    def at(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        rules = (self.iso, self.weekday_and_date, self.day_month, self.month_day, self.month_year, self.relative, self.weekday, self.bare_year)
        for rule in rules:
            found = rule(at)
            if found is not None:
                return found
        return None

    def iso(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        if self.year_at(at) and self.fold(at + 1) == "-" and self.fold(at + 3) == "-":
            text = "".join(t.text for t in self.tokens[at : at + 5])
            match = _ISO.fullmatch(text)
            if match:
                return at + 5, PartialDate(*map(int, match.groups())), "day"
        return None

    def weekday_and_date(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        """`Tuesday, April 12, 2022`: the weekday adds nothing."""
        if self.kind(at, "weekday") is None:
            return None
        after = self.calendar[at].end
        for skip in (0, 1, 2):
            if skip and not (self.fold(after + skip - 1) in (",", "(") or self.isa(after + skip - 1, "the")):
                return None
            for rule in (self.day_month, self.month_day):
                found = rule(after + skip)
                if found:
                    end = found[0] + 1 if self.fold(found[0]) == ")" else found[0]
                    return end, found[1], found[2]
        return None

    def day_month(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        """`29 October 2024`, `29th of October`, `7 and 8 March`."""
        day = self.day(at)
        if day is None:
            return None
        end = self.range_end(at + 1)
        if self.isa(end, "of"):
            end += 1
        month = self.month(end)
        if month is None:
            return None
        return self._with_year(self.after_month(end), month, day)

    def month_day(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        """`October 29, 2024`, `March 22-24`, `Feb. 15`."""
        month = self.month(at)
        if month is None:
            return None
        end = self.after_month(at)
        if self.isa(end, "the"):
            end += 1
        day = self.day(end)
        if day is None or self.fold(end + 1) in ("%",):
            return None
        return self._with_year(self.range_end(end + 1), month, day)

    def _with_year(self, end: int, month: int, day: int) -> tuple[int, PartialDate | None, str] | None:
        if day > _calendar.monthrange(2024, month)[1]:
            return None
        skip = 1 if self.fold(end) == "," or self.isa(end, "of") else 0
        year = self.year_at(end + skip)
        if year:
            return end + skip + 1, PartialDate(year, month, day), "day"
        if self.published is None:
            return end, (PartialDate(self.year, month, day) if self.year else None), "day"
        # The year in which the day lies nearest to the document's.
        near = min(
            (y for y in (self.published.year - 1, self.published.year, self.published.year + 1) if day <= _calendar.monthrange(y, month)[1]),
            key=lambda y: abs((date(y, month, day) - self.published).days) if self.published else 0,
            default=self.published.year,
        )
        return end, PartialDate(near, month, day), "day"

    def month_year(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        """`October 2024`, `last May`, `in early September`."""
        month = self.month(at)
        if month is None:
            return None
        end = self.after_month(at)
        skip = 1 if self.fold(end) == "," or self.isa(end, "of") or self.isa(end, "the") else 0
        year = self.year_at(end + skip)
        if year:
            return end + skip + 1, PartialDate(year, month), "month"
        if self.published is None or not self._temporal(at):
            return (end, None, "month") if self._temporal(at) else None
        year = self.published.year
        if self.isa(at - 1, "next") or self.isa(end, "next"):
            year += month <= self.published.month
        elif month > self.published.month and not self._ahead(at):
            year -= 1
        elif month < self.published.month and self._ahead(at):
            year += 1
        return end, PartialDate(year, month), "month"

    def _temporal(self, at: int) -> bool:
        """Whether a bare month stands where a date stands: after a preposition of time, perhaps with `early` between."""
        before = at - 1
        while self.isa(before, "part-of-period") or self.fold(before) == "-":
            before -= 1
        return self.isa(before, "time-preposition") or self.isa(before, "last") or self.isa(before, "next") or self.isa(before, "this")

    def _ahead(self, at: int) -> bool:
        """Whether something within the ten tokens before says that it lies ahead."""
        return any(self.isa(i, "ahead") for i in range(max(0, at - 10), at))

    def relative(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        """`today`, `yesterday`, `last month`, `this year`, `the same day`."""
        shift = self.kind(at, "relative")
        if shift is not None:
            end = self.calendar[at].end
            if self.fold(end) == "(" and self.fold(end + 2) == ")":
                end += 3
            return end, self._day(self.published + timedelta(days=shift) if self.published else None), "day"
        if self.isa(at, "same") and self.isa(at + 1, "day-word"):
            return at + 2, self.last if self.last and self.last.day else None, "day"
        if self.isa(at, "same") and self.isa(at + 1, "month-word"):
            return at + 2, PartialDate(self.last.year, self.last.month) if self.last and self.last.month else None, "month"
        step = -1 if self.isa(at, "last") else 1 if self.isa(at, "next") else 0 if self.isa(at, "this") else None
        if step is not None and self.year:
            if self.isa(at + 1, "year-word"):
                return at + 2, PartialDate(self.year + step), "year"
            if self.isa(at + 1, "month-word") and self.published:
                months = self.published.year * 12 + self.published.month - 1 + step
                return at + 2, PartialDate(months // 12, months % 12 + 1), "month"
        return None

    def weekday(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        weekday = self.kind(at, "weekday")
        if weekday is None or not (self.tokens[at].capital or self.isa(at, "weekday-lower")):
            return None
        end = self.calendar[at].end
        if self.published is None:
            return end, None, "weekday"
        back = (self.published.isoweekday() - weekday) % 7
        ahead = self.isa(at - 1, "next") or self._ahead(at)
        day = self.published + timedelta(days=(7 - back) % 7) if ahead else self.published - timedelta(days=back)
        if self.isa(at - 1, "last") and back == 0:
            day -= timedelta(days=7)
        return end, self._day(day), "weekday"

    def bare_year(self, at: int) -> tuple[int, PartialDate | None, str] | None:
        year = self.year_at(at)
        if year and (self.isa(at - 1, "time-preposition") or self.isa(at - 1, "part-of-period") or self.isa(at - 1, "year-word")):
            if self.fold(at + 1) in ("-", "–") and self.year_at(at + 2):
                return at + 3, PartialDate(year), "year"
            return at + 1, PartialDate(year), "year"
        return None

    @staticmethod
    def _day(day: date | None) -> PartialDate | None:
        return PartialDate(day.year, day.month, day.day) if day else None


def find_dates(
    tokens: Sequence[Token], hits: dict[str, dict[int, Hit]], words: dict[str, frozenset[str]], published: PartialDate | None
) -> Iterator[Mention]:
    """Every date in the tokens, in order; `key` is ISO 8601 or empty where it stays open.

    `attributes["form"]` tells how it was put: `day`, `month`, `year`, `weekday`.
    """
    reader = _Reader(tokens, hits, words, published)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not (at in reader.calendar or token.fold[0].isdigit() or any(token.fold in words.get(k, ()) for k in ("last", "next", "this", "same"))):
            at += 1
            continue
        found = reader.at(at)
        if found is None:
            at += 1
            continue
        end, value, form = found
        if value is not None:
            reader.last = value
        name = "".join(("" if t.glued or i == 0 else " ") + t.text for i, t in enumerate(tokens[at:end]))
        yield Mention(MentionKind.DATE, at, end, name=name, key=str(value) if value else "", attributes={"form": form})
        at = end

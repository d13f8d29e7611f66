"""Dates in a text, as precise as told and no more.

What the text leaves open is filled from the document's own date where the language fixes it (`on Tuesday`, `in May`,
`yesterday`); where there is none, the date stays open. Of a range, the first day counts. All words come from `calendar.tsv`.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kg.annotated import Hit, Mention, MentionKind, Token
from kg.annotation.anchor import Anchor, moved
from kg.annotation.calendar_text import CalendarText
from kg.annotation.written_dates import Reading, WrittenDates
from kg.model import PartialDate

__all__ = ["find_dates"]

_MOST_TO_NAME = 6
"""Tokens before a day in which the head of an instrument's name may stand."""
_NEAR = 14  # days, at most, from the publication to a date that could be read in two ways


class _Parts(NamedTuple):
    """A month, perhaps with a day and a year, as they stand in the text."""

    end: int
    month: int
    day: int | None = None
    year: int | None = None


class _Grammar(WrittenDates):
    """Reads dates off a text, from left to right; knows the last one told."""

    def __init__(self, text: CalendarText, anchor: Anchor) -> None:
        super().__init__(text.tokens, text.hits, text.words, text.starts)
        self.anchor = anchor
        self.told: PartialDate | None = None
        self.day_told: PartialDate | None = None
        """The last day on which something was told to happen: no month, and none that names (`the accord of 8 May`)."""
        self.day_past: PartialDate | None = None
        """The last of those days that is not to come: on which something took place in a part of the day."""
        self.ended = -1
        """Token after the last date, and the form of that date: for lists."""
        self.form = ""

    # -- parts of a date ----------------------------------------------------------------------------------------------

    def year_after(self, at: int) -> tuple[int | None, int]:
        """The year told after a month or day, and the token after it: `2024`, `, 2024`, `of last year`, `of that year`."""
        here = at + 1 if self.fold(at) == "," or self.isa(at, "of") else at
        if year := self.year(here):
            return year, here + 1
        unit = self.unit(self.skip(at, "of")) or self.unit(self.skip(self.skip(at, "of"), "det"))
        if unit and unit.form == "year" and unit.value:
            return unit.value.year, unit.end
        return None, at

    def parts(self, at: int) -> _Parts | None:
        """`29 October 2024`, `7 and 8 March`, `22nd of March`, `October 9-11, 2025`, `Feb. 15`, `October 2024`, `May`."""
        month = self.number(at, "month")
        if month is not None:
            return self._month_first(at, month)
        days = self.days(at)
        if days is None or (not self.tokens[at].text[0].isdecimal() and not self.isa(days[1][-1], "of")):
            return None
        for end in reversed(days[1]):
            month_at = self.skip(end, "of")
            month = self.number(month_at, "month")
            if month is not None and days[0] <= monthrange(2024, month)[1]:
                year, after = self.year_after(self.after(month_at))
                return _Parts(after, month, days[0], year)
        return None

    def _month_first(self, at: int, month: int) -> _Parts:
        after = self.after(at)
        days = self.days(self.skip(after, "the"))
        if days is None or days[0] > monthrange(2024, month)[1] or not self.tokens[self.skip(after, "the")].text[0].isdecimal():
            year, end = self.year_after(after)
            return _Parts(end, month, None, year)
        ends = [days[1][0], *(e for e in days[1][1:] if self.lists(days[1][0], e))]
        year, end = self.year_after(ends[-1])
        return _Parts(end, month, days[0], year)

    def nearer(self, _year: int, _one: int, _other: int) -> PartialDate | None:
        """The one reading of `09/12/2021` that lies within two weeks of the publication; nothing where both or none do."""
        if self.anchor.day is None:
            return None
        readings = [PartialDate(_year, _other, _one), PartialDate(_year, _one, _other)]
        near = [d for d in readings if abs((date(d.year, d.month or 1, d.day or 1) - self.anchor.day).days) <= _NEAR]
        return near[0] if len(near) == 1 else None

    # -- rules, the most telling first ----------------------------------------------------------------------------------

    def read(self, at: int) -> Reading | None:
        """The date that begins at a token."""
        for rule in _OF_WORDS if at in self.calendar else _OF_NUMBERS:
            if found := rule(self, at):
                return found
        return None

    def next_to(self, at: int) -> Reading | None:
        """`the eve of 3 May`, `the day after`, `later in the day`: from the date that follows, else from the last told."""
        beside, shift = self.number(at, "beside"), self.number(at, "next-to")
        step = shift if beside is None else beside
        if step is None:
            return None
        end = self.after(at)
        complement = self.dated(self.skip(end, "of")) or self.weekday(self.skip(end, "of"))
        if complement:
            value = moved(complement.value, "day", step) if complement.value else None
            return Reading(at, complement.end, value, "day")
        if beside is not None:
            value = moved(self.day_told, "day", beside) if self.day_told else None if beside else self.anchor.days(0)
            return Reading(at, end, value, "day")
        open_ended = (self.fold(end)[:1].isalpha() and not self.isa(end, "time-preposition")) or self.isa(end, "of")
        return Reading(at, end, None if open_ended or not self.day_told else moved(self.day_told, "day", step), "day")

    def part_alone(self, at: int) -> Reading | None:
        """`in the afternoon`, `dans la matinée`, by itself: of the day told last; not where its own day follows (`d'hier`)."""
        end = self.after(at)
        own = self.skip(self.skip(end, "of"), "det")
        if self.value(at, "day-part") is None or end == at + 1 or self.day_past is None or {end, own} & self.calendar.keys():
            return None
        dated = self.fold(own)[:1].isdecimal() and own > end
        return None if dated else Reading(at, end, self.day_past, "day")

    def names(self, found: Reading) -> bool:
        """Whether a day only names an instrument: `the accord of 8 May`; not `their meeting of 8 May`."""
        named = any(at in self.hits["framework"] for at in range(found.start - _MOST_TO_NAME, found.start - 1))
        return self.isa(found.start - 1, "of") and named

    def relative(self, at: int) -> Reading | None:
        """`today`, `yesterday (26)`, `this morning (25th)`, `Tomorrow, 5 May`: a day told beside it decides."""
        shift = self.number(at, "relative")
        if shift is None:
            return None
        return self._explained(at, self.day_part(self.after(at)), self.anchor.days(shift), "day")

    def _explained(self, at: int, end: int, value: PartialDate | None, form: str) -> Reading:
        """A day with what stands in brackets or after a comma to explain it."""
        bracket = self.fold(end) == "("
        inner = self.skip(end + 1, "the") if bracket or self.fold(end) == "," else self.skip(end, "the")
        parts = self.parts(inner)
        if parts and parts.day and (not bracket or self.fold(parts.end) == ")"):
            return Reading(at, parts.end + bracket, self.resolve(parts), "day")
        day = self.day(inner)
        if day and bracket and self.fold(day[1]) == ")":
            return Reading(at, day[1] + 1, self.anchor.nearest_day(day[0]), form)
        return Reading(at, end, value, form)

    def day_part(self, end: int) -> int:
        """Token after `morning`, `in the evening`, where they follow."""
        return self.after(end) if self.value(end, "day-part") and self.fold(end)[:1].isalpha() else end

    def weekday(self, at: int) -> Reading | None:
        """`Tuesday`, `Tuesday, April 12, 2022`, `Monday (11 March)`, `next Friday`, `Tuesday last week`, `Sunday to Tuesday`."""
        weekday, short = self.number(at, "weekday"), self.number(at, "weekday-short")
        day = weekday or short
        if day is None:
            return None
        told = self._explained(at, self.day_part(self.after(at)), None, "weekday")
        if told.value:
            return told
        if weekday and (numbered := self.numbered(told.end, self.anchor)) and numbered[0].isoweekday() == weekday:
            return Reading(at, numbered[1], self.anchor.nearest_day(numbered[0].day), "weekday")  # `mardi 19`
        if weekday is None and not self.isa(at - 1, "time-preposition"):
            return None
        unit = self.unit(self.skip(told.end, "of"))
        if unit and unit.form == "week" and (step := self.number(self.skip(told.end, "of"), "shift")) is not None:
            return Reading(at, unit.end, self.anchor.weekday_of_week(day, step), "weekday")
        end = told.end
        if step := self.moving(end):
            return Reading(at, self.after(end), self.anchor.weekday_but_today(day, step > 0), "weekday")  # `jeudi dernier`
        if self.value(end, "range") in ("to", "and") and self.value(self.after(end), "weekday"):
            end = self.after(self.after(end))
            if self.fold(end) == "," and (parts := self.parts(end + 1)) and parts.day and (ranged := self.dated(end + 1)):
                return ranged._replace(start=at)  # `Monday and Tuesday, 28-29 August`
        return Reading(at, end, self.anchor.weekday(day, self.ahead(at)), "weekday")

    def dated(self, at: int) -> Reading | None:
        """A month with or without day and year, and what it ranges to: `from October 30 to November 2, 2025`."""
        parts = self.parts(at)
        if parts is None:
            return None
        end, year = parts.end, parts.year
        if year is None and (step := self.moving(end)):
            value = self.anchor.shifted(parts.month, parts.day, step > 0)  # `le 3 mai dernier`
            return Reading(at, self.after(end), value, "day" if parts.day else "month")
        if parts.day is None and year is None and not self.temporal(at, end):
            return None
        link = self.value(end, "range")
        further = self.parts(self.after(end)) if link or self.value(end, "bound") == "until" else None
        if further and (further.day is None) == (parts.day is None):
            if year is None and further.year:
                year = further.year - ((further.month, further.day or 0) < (parts.month, parts.day or 0))
            if link != "and" or self.value(at - 1, "range") == "from":
                end = further.end
        value = self.resolve(parts._replace(year=year), self.ahead(at))
        if self.fold(end) == "(" and self.value(end + 1, "weekday", "weekday-short") and self.fold(self.after(end + 1)) == ")":
            end = self.after(end + 1) + 1
        return Reading(at, end, value, "day" if parts.day else "month")

    def resolve(self, parts: _Parts, ahead: bool = False) -> PartialDate | None:
        """The date that the parts make; a year not told is the one nearest to the document's."""
        if parts.year:
            fits = parts.day is None or parts.day <= monthrange(parts.year, parts.month)[1]
            return PartialDate(parts.year, parts.month, parts.day) if fits else None
        return self.anchor.nearest(parts.month, parts.day, ahead) if parts.day else self.anchor.nearest_month(parts.month, ahead)

    def temporal(self, at: int, end: int) -> bool:
        """Whether a bare month is one: `in May`, `early May`, `May and June`, `the September relaunch`; not `May said`."""
        if self.value(at - 1, "edge", "bound", "sense") or (self.fold(at - 1) == "-" and self.value(at - 2, "edge")):
            return True
        link = self.value(at - 1, "range")
        if self.isa(at - 1, "time-preposition") or link == "from" or (link and self.ended == at - 1):
            return True
        owned = self.isa(at - 1, "the") or self.isa(at - 1, "possessive")
        return owned and not self.isa(at, "month-verb") and self.goes_on(end)

    def counted(self, at: int) -> Reading | None:
        """`two days ago`, `a year earlier`, `three weeks later`: a number, a unit, and which way."""
        fold = self.fold(at)
        count = self.number(at, "number") or (int(fold) if fold.isdecimal() and len(fold) < 4 else None)
        unit_at = self.after(at) if self.value(at, "number") else at + 1
        if count is None and self.value(at, "unit") and self.isa(at - 1, "det"):
            count, at, unit_at = 1, at - 1, at
        unit = self.value(unit_at, "unit", "units")
        if count is None or unit is None or self.fold(unit_at - 1) == "-":
            return None
        end = self.after(unit_at)
        sense = self.value(end, "sense") or {"before": "earlier", "after": "later"}.get(self.value(end, "bound") or "")
        if sense is None or (self.value(end, "bound") and self.fold(self.after(end))[:1].isalnum()):
            return None
        shift = -count if sense in ("past", "earlier") else count
        if sense in ("past", "future"):
            value = self.anchor.units(unit, shift) if unit != "weekend" else None
        else:
            value = moved(self.told, unit, shift) if self.told else None
        return Reading(at, self.after(end), value, unit)

    def unit(self, at: int) -> Reading | None:
        """`last year`, `this month`, `next week`, `the same day`, `the following year`."""
        step, shift, unit_at = self.number(at, "step"), self.number(at, "shift"), at
        if step is None and shift is None:
            shift = (self.moving(self.after(at)) or None) if self.value(at, "unit") else None  # `l'an dernier`
        else:
            unit_at = self.after(at)
        unit = self.value(unit_at, "unit")
        if step is None and shift is None:
            return None
        if unit is None or (self.fold(self.after(unit_at)) == "-" and self.glued(self.after(unit_at))):
            return None
        value: PartialDate | None = None
        if unit == "day" and shift is not None:
            step = shift if shift > 0 else None
            if step is None:
                return None
        if step is not None:
            value = moved(self.told, unit, step) if self.told else None
        elif shift is not None:
            value = self.anchor.units(unit, shift)
            if unit == "weekend" and shift <= 0 and not self.ahead(at):
                value = self.anchor.past_weekend() if shift < 0 else self.anchor.weekend(0)
        end = self.after(unit_at)
        return Reading(at, self.after(end) if unit_at == at else end, value, unit)

    def shifted(self, at: int) -> Reading | None:
        """`last year`, `next Tuesday`, `this May`, `last summer`, `the weekend`."""
        if self.value(at, "unit") == "weekend" and self.isa(at - 1, "the"):
            ahead = self.ahead(at)
            return Reading(at, self.after(at), self.anchor.weekend(0) if ahead else self.anchor.past_weekend(), "weekend")
        shift = self.number(at, "shift", "span", "step")
        if shift is None or (shift == 0 and self.value(at, "step")):
            return self.unit(at)
        here = self.after(at)
        weekday, month = self.number(here, "weekday", "weekday-short"), self.number(here, "month")
        if weekday:
            value = self.anchor.weekday_but_today(weekday, shift > 0) if shift else self.anchor.weekday(weekday, self.ahead(at))
            return self._explained(at, self.day_part(self.after(here)), value, "weekday")
        if month and (parts := self.parts(here)):
            if parts.day or parts.year:
                return Reading(at, parts.end, self.resolve(parts), "day" if parts.day else "month")
            value = self.anchor.month_but_this(month, shift > 0) if shift else self.anchor.units("year", 0)
            return Reading(at, parts.end, PartialDate(value.year, month) if value else None, "month")
        if season := self.value(here, "season"):
            value = None if shift or season == "winter" else self.anchor.units("year", 0)
            return Reading(at, self.after(here), value, "season")
        return self.unit(at)

    def edged(self, at: int) -> Reading | None:
        """`early May`, `mid-2023`, `late next year`, `end of the month`, `first half of 2025`: the period itself."""
        if self.value(at, "edge", "part") is None:
            return None
        end = self.after(at)
        here = end if self.value(end, "step", "shift") else self.skip(self.skip(end + (self.fold(end) == "-"), "of"), "det")
        part = self.value(at, "part") is not None
        period = self.unit(here) or self.dated(here) or self.seasonal(here)
        if period and period.form in ("month", "year", "week", "season") and not (part and self.value(here, "weekday")):
            return Reading(at, period.end, period.value, period.form)
        if (year := self.year(here)) and not (here > end and self.isa(here - 1, "det")):
            return Reading(at, here + 1, PartialDate(year), "year")
        if unit := self.value(here, "unit"):
            return Reading(at, self.after(here), self.anchor.units(unit, 0), unit) if unit in ("year", "month", "week") else None
        return None

    def seasonal(self, at: int) -> Reading | None:
        """`summer 2024`, `the spring of 2025`."""
        if self.value(at, "season") is None:
            return None
        year, end = self.year_after(self.after(at))
        return Reading(at, self.year_range(end, year), PartialDate(year), "season") if year else None

    def day_alone(self, at: int) -> Reading | None:
        """`on the 15th`, `on the 23rd afternoon`, `the 7th of this month`: of the document's month, where it has come."""
        day = self.number(at, "ordinal")
        dated = self.isa(at - 2, "time-preposition") and self.isa(at - 1, "the")
        if day is None or not dated or not self.fold(at)[0].isdecimal():
            return None
        end = self.day_part(self.after(at))
        unit = self.unit(self.skip(end, "of"))
        if unit and unit.form == "month":
            month = unit.value
            fits = month and month.month and day <= monthrange(month.year, month.month)[1]
            return Reading(at, unit.end, PartialDate(month.year, month.month, day) if month and fits else None, "day")
        alone = end in self.calendar or any(self.isa(end, kind) for kind in ("time-preposition", "preposition", "clause", "and"))
        if self.isa(end, "of") or self.fold(end) in ("-", "/") or (self.fold(end)[:1].isalnum() and not alone):
            return None
        return Reading(at, end, self.anchor.month_day(day), "day")

    def bare_year(self, at: int) -> Reading | None:
        """`in 2022`, `by the year 2030`, `from 2021 to 2023`; not one that names: `the 2022 Forum`, `Plan for 2026-2029`."""
        start = at
        if self.value(at, "unit") == "year":
            at = self.after(at)
        year = self.year(at)
        if year is None:
            return None
        if self.isa(at - 1, "for") and start == at and not self._will(at - 2):
            return None  # `a plan of exchanges for 2025`; `scheduled for 2025` is a time
        weak = self.isa(at - 1, "of") or self.isa(at - 1, "for")
        linked = self.fold(at - 1) == "," or self.value(at - 1, "range") == "and"
        listed = linked and self.ended == at - 1 and self.form == "year"
        led = self.isa(at - 1, "time-preposition") or self.bound(at) or self.value(at - 1, "range") == "from"
        if not (start < at or listed or led) or (year % 100 == 0 and start == at and self.goes_on(at + 1)):
            return None
        end = self.year_range(at + 1, year)
        if (weak and end > at + 1) or (self.fold(end) == "-" and self.glued(end)):
            return None
        return Reading(start, end, PartialDate(year), "year")


_OF_WORDS = (
    *(_Grammar.iso, _Grammar.numeric, _Grammar.next_to, _Grammar.relative, _Grammar.weekday, _Grammar.dated),
    *(_Grammar.counted, _Grammar.shifted, _Grammar.edged, _Grammar.seasonal, _Grammar.day_alone, _Grammar.bare_year),
    _Grammar.part_alone,
)
"""The rules by which a date begins, the most telling first."""
_OF_NUMBERS = (_Grammar.iso, _Grammar.numeric, _Grammar.dated, _Grammar.counted, _Grammar.bare_year)
"""Those by which one begins with a number that is no word of the calendar."""


def find_dates(
    tokens: Sequence[Token],
    hits: Mapping[str, Mapping[int, Hit]],
    words: Mapping[str, frozenset[str]],
    published: PartialDate | None,
    starts: Collection[int] = frozenset(),
) -> Iterator[Mention]:
    """Every date in the tokens, in order; `key` is ISO 8601 or empty where it stays open.

    `starts`: the tokens at which sentences begin. `attributes["form"]` tells how it was put (`day`, `weekday`, `week`, `weekend`,
    `month`, `season`, `year`); `attributes["sense"]` is there where it is no date of an event by itself: `dateline`, or a limit
    (`since`, `by`, `before`, `after`, `until`).
    """
    grammar = _Grammar(CalendarText(tokens, hits, words, starts), Anchor(published))
    end = 0
    for at in grammar.openings():
        if at < end:
            continue
        end = grammar.idle(at)
        found = grammar.read(at) if end == at else None
        if found is None:
            continue
        sense = "dateline" if grammar.opens_line(found.start, found.end) else grammar.bound(found.start)
        if found.value is not None or found.form in ("day", "weekday"):
            if not sense or sense == "dateline":
                grammar.told = found.value
                if found.value is None or (found.value.day and not grammar.names(found)):
                    grammar.day_told = found.value
                    grammar.day_past = grammar.day_past if grammar.anchor.precedes(found.value) else found.value
        if sense == "dateline":
            grammar.anchor = grammar.anchor.of_line(found.value)
        start, end = found.start, found.end
        grammar.ended, grammar.form = end, found.form
        name = "".join(("" if t.glued or i == 0 else " ") + t.text for i, t in enumerate(tokens[start:end]))
        attributes = {"form": found.form, "sense": sense} if sense else {"form": found.form}
        yield Mention(MentionKind.DATE, start, end, name=name, key=str(found.value) if found.value else "", attributes=attributes)

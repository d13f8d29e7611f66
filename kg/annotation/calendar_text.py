"""A text seen through the words of the calendar: what a date's grammar asks of a token and of what stands around it."""

from collections.abc import Collection, Mapping, Sequence

from kg.annotated import Hit, Token

__all__ = ["DASHES", "YEARS", "CalendarText"]

DASHES = frozenset({"-", "—"})
"""Folded."""
_REACH = 12
"""Tokens before a weekday or month that may say that it lies ahead."""
_PAST = "2"
"""The past form of a paradigm of verbs."""
_STOPS = frozenset(".!?;…:")
_JOINING = frozenset({"range", "bound", "sense", "units"})
YEARS = range(1800, 2100)
"""Numbers that may be years."""


class CalendarText:
    """Tokens with the lexicon's hits, and where sentences start; asks, never changes them."""

    def __init__(
        self,
        tokens: Sequence[Token],
        hits: Mapping[str, Mapping[int, Hit]],
        words: Mapping[str, frozenset[str]],
        starts: Collection[int],
    ) -> None:
        self.tokens = tokens
        self.hits = hits
        self.calendar = hits["calendar"]
        self.words = words
        self.starts = starts

    def value(self, at: int, *kinds: str) -> str | None:
        """The value of a calendar word of one of these kinds at a token."""
        if at in self.calendar:
            for kind, value in self.calendar[at].rows:
                if kind in kinds:
                    return value
        return None

    def number(self, at: int, *kinds: str) -> int | None:
        """The same where the value is a number."""
        value = self.value(at, *kinds)
        return int(value) if value is not None else None

    def after(self, at: int) -> int:
        """Token after the calendar word at a token."""
        return self.calendar[at].end

    def moving(self, at: int) -> int:
        """How far a word moves the unit, weekday or month that it stands behind (`l'an dernier`, `jeudi prochain`), if at all."""
        shift = self.number(at, "shift") or 0
        return 0 if shift and self.value(self.after(at), "unit", "month", "weekday", "season") else shift

    def openings(self) -> list[int]:
        """Where a date may begin: at numbers, and at words that do not only join others."""
        words = [
            at
            for at, hit in self.calendar.items()
            if hit.rows[0][0] not in _JOINING or (len(hit.rows) > 1 and any(row[0] not in _JOINING for row in hit.rows))
        ]
        numbers = [at for at, t in enumerate(self.tokens) if t.fold[0].isdecimal() and at not in self.calendar]
        return sorted(words + numbers)

    def fold(self, at: int) -> str:
        """The folded token, empty beyond the text."""
        return self.tokens[at].fold if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Whether no white space stands before the token."""
        return 0 <= at < len(self.tokens) and self.tokens[at].glued

    def isa(self, at: int, kind: str) -> bool:
        """Whether the token is of a closed class of words (`words.tsv`)."""
        return 0 <= at < len(self.tokens) and self.tokens[at].norm in self.words.get(kind, ())

    def goes_on(self, at: int) -> bool:
        """Whether a noun or verb stands there, which a number before it may count: no mark, no function word."""
        return self.fold(at)[:1].isalpha() and not self.isa(at, "stop") and at not in self.calendar

    def skip(self, at: int, kind: str) -> int:
        """The token after a word of a closed class, where one stands."""
        return at + 1 if self.isa(at, kind) else at

    def ahead(self, at: int) -> bool:
        """Whether the words before it, or the verb of a sentence that it opens, say that it lies ahead.

        A verb of saying ends the search (`he will visit, he said on Monday`), so does one of an event that is not planned.
        """
        after = at + 1 not in self.starts and not self.isa(at + 1, "before-noun")  # `on Monday ahead of the summit`
        if self.bound(at) in ("by", "until") or (after and self._will(at + 1)):
            return True
        told = self._rows("event", at + 1)
        if told and told[0][-1] == _PAST and not self.isa(at + 2, "by"):
            return False  # `in a move that will strengthen ties, A on Monday signed a pact`
        start = at
        while start > 0 and start not in self.starts and (start - 1 in self.calendar or self.isa(start - 1, "det")):
            start -= 1  # `the end of`: `end` is a verb too
        while start > 0 and start not in self.starts and at - start < _REACH:
            start -= 1
            if (said := self._planned(start)) is not None:
                return said
        if start not in self.starts or at - start > 3:
            return False
        following = (i for i in range(at + 1, min(len(self.tokens), at + 1 + _REACH)) if i not in self.starts)
        verbs = (self._planned(i) for i in following if not self.isa(i, "before-noun"))
        return next((said for said in verbs if said is not None), False)

    def _planned(self, at: int) -> bool | None:
        """Whether the word at a token tells something ahead (True) or done (False); None where it tells neither."""
        if self._will(at):
            return True
        event = self._rows("event", at)
        if event and event[0][1].startswith("noun"):
            return None  # `is expected to pay a state visit in May`: `state` is no verb there
        if at in self.hits["speech"] or self.fold(at) in _STOPS:
            return any(self._will(i) for i in range(at - 2, at))  # `will call on A on Monday`
        if not event:
            return None
        return event[0][2] == "proposed" or any(self._will(i) for i in range(at - 4, at))

    def _will(self, at: int) -> bool:
        return self.isa(at, "ahead") or any(row[0] == "planned" for row in self._rows("auxiliary", at))

    def _rows(self, layer: str, at: int) -> tuple[tuple[str, ...], ...]:
        hit = self.hits[layer].get(at)
        return hit.rows if hit else ()

    def bound(self, start: int) -> str:
        """The limit that the word before a date makes of it: `since`, `by`, `before`, `after`, `until`; else nothing."""
        while start > 0 and self.isa(start - 1, "det"):
            start -= 1
        before = range(start - 1, max(-1, start - 5), -1)
        found = (self.value(i, "bound") for i in before if i in self.calendar and self.after(i) == start)
        return next((value for value in found if value), "")

    def opens_line(self, start: int, end: int) -> bool:
        """Whether a date is a dateline's: a line begins with a place, the date, perhaps an agency, and a dash or colon, or is
        these alone (`Lima, 5 mai, SNA`)."""
        if self.fold(end) == "(":
            end = next((i + 1 for i in range(end, min(end + 6, len(self.tokens))) if self.fold(i) == ")"), end)
        tagged = self.fold(end) == "," and end + 2 in self.starts and self.tokens[end + 1].text.isupper()
        if self.fold(end) not in DASHES and self.fold(end) != ":" and not tagged:
            return False
        for i in range(start - 1, max(-1, start - 9), -1):
            if (self.tokens[i].word and not self.tokens[i].capital) or self.fold(i) in _STOPS - {"."}:
                return False
            if i in self.starts:
                return True
        return False

    # -- numbers of days and years --------------------------------------------------------------------------------------

    def day(self, at: int) -> tuple[int, int] | None:
        """A day of the month and the token after it: `5`, `05`, `5th`, `twenty-second`."""
        fold = self.fold(at)
        if fold.isdecimal() and len(fold) <= 2 and 1 <= int(fold) <= 31:
            return int(fold), at + 1
        ordinal = self.number(at, "ordinal")
        return (ordinal, self.after(at)) if ordinal else None

    def days(self, at: int) -> tuple[int, list[int]] | None:
        """The first of one or several days, and where the list may end: `7`, `7-8`, `7 and 8`, `9, 10 and 11`."""
        first = self.day(at)
        if first is None:
            return None
        last, end = first
        ends = [end]
        while link := self.value(end, "range") or ("," if self.fold(end) in (",", "/") else None) or self.value(end, "bound"):
            following = end + 1 if link == "," else self.after(end)
            if link == "," and self.value(following, "range") == "and":
                following += 1
            further = self.day(following)
            if further is None or further[0] <= last or link in ("from", "since", "by"):
                break
            last, end = further
            ends.append(end)
        return first[0], ends

    def year(self, at: int) -> int | None:
        """A number that may be a year."""
        fold = self.fold(at)
        return int(fold) if len(fold) == 4 and fold.isdecimal() and int(fold) in YEARS else None

    def lists(self, end: int, further: int) -> bool:
        """Whether a further number after a month is a day too: dashes close up, or nothing that it would count follows."""
        dashes = [i for i in range(end, further) if self.fold(i) in DASHES]
        return all(self.glued(i) and self.glued(i + 1) for i in dashes) and (bool(dashes) or not self.goes_on(further))

    def year_range(self, end: int, first: int) -> int:
        """Token after the second year, as in `2021-2023`, `2021/22`, `2021 to 2023`; `end` where there is none."""
        fold = self.fold(end + 1)
        if self.fold(end) in ("-", "/") and self.glued(end) and self.glued(end + 1) and fold.isdecimal() and len(fold) in (2, 4):
            return end + 2 if int(fold) > first % 10 ** len(fold) else end
        between = self.value(end - 2, "range") == "from"
        joined = self.value(end, "range") == "to" or (between and self.value(end, "range") == "and")
        return self.after(end) + 1 if joined and self.year(self.after(end)) else end

    def idle(self, at: int) -> int:
        """Token after a name that a year belongs to (`Vision 2030`, `fiscal year 2023/24`); `at` if there is none."""
        if self.value(at, "idle") is None:
            return at
        end = self.after(at)
        year = self.year(end)
        return self.year_range(end + 1, year) if year else end

"""A text seen through the words of the calendar: what a date's grammar asks of a token and of what stands around it."""

from collections.abc import Collection, Mapping, Sequence

from kg.annotated import Hit, Token

__all__ = ["DASHES", "CalendarText"]

DASHES = frozenset({"-", "—"})
"""Folded."""
_REACH = 12
"""Tokens before a weekday or month that may say that it lies ahead."""
_STOPS = frozenset(".!?;…:")


class CalendarText:
    """Tokens with the lexicon's hits; asks, never changes them."""

    def __init__(self, tokens: Sequence[Token], hits: Mapping[str, Mapping[int, Hit]], words: Mapping[str, frozenset[str]]) -> None:
        self.tokens = tokens
        self.hits = hits
        self.calendar = hits["calendar"]
        self.words = words

    def value(self, at: int, *kinds: str) -> str | None:
        """The value of a calendar word of one of these kinds at a token."""
        hit = self.calendar.get(at)
        return next((value for kind, value in hit.rows if kind in kinds), None) if hit else None

    def number(self, at: int, *kinds: str) -> int | None:
        """The same where the value is a number."""
        value = self.value(at, *kinds)
        return int(value) if value is not None else None

    def after(self, at: int) -> int:
        """Token after the calendar word at a token."""
        return self.calendar[at].end

    def fold(self, at: int) -> str:
        """The folded token, empty beyond the text."""
        return self.tokens[at].fold if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Whether no white space stands before the token."""
        return 0 <= at < len(self.tokens) and self.tokens[at].glued

    def isa(self, at: int, kind: str) -> bool:
        """Whether the token is of a closed class of words (`words.tsv`)."""
        return self.fold(at) in self.words.get(kind, ())

    def goes_on(self, at: int) -> bool:
        """Whether a noun or verb follows, so that a number before it may count things: no mark, no function word."""
        return self.fold(at)[:1].isalpha() and not self.isa(at, "stop") and at not in self.calendar

    def skip(self, at: int, kind: str) -> int:
        """The token after a word of a closed class, where one stands."""
        return at + 1 if self.isa(at, kind) else at

    def ahead(self, at: int) -> bool:
        """Whether the words before it, or the verb of a sentence that it opens, say that it lies ahead.

        A verb of saying ends the search (`he will visit, he said on Monday`), so does one of an event that is not planned.
        """
        if self.bound(at) in ("by", "until"):
            return True
        for i in range(at - 1, max(-1, at - 1 - _REACH), -1):
            if (said := self._planned(i)) is not None:
                return said
            if self.fold(i) in _STOPS:
                break
        else:
            return False
        if at - i > 3:
            return False
        return next((bool(said) for i in range(at + 1, min(len(self.tokens), at + 1 + _REACH)) if (said := self._planned(i)) is not None), False)

    def _planned(self, at: int) -> bool | None:
        """Whether the word at a token tells something ahead (True) or done (False); None where it tells neither."""
        if self.isa(at, "ahead") or any(row[0] == "planned" for row in self._rows("auxiliary", at)):
            return True
        if at in self.hits["speech"] or self.fold(at) in _STOPS:
            return False
        event = self._rows("event", at)
        if not event or event[0][1].startswith("noun"):
            return None
        if event[0][2] == "proposed":
            return True
        return any(self.isa(i, "ahead") or any(row[0] == "planned" for row in self._rows("auxiliary", i)) for i in range(at - 4, at))

    def _rows(self, layer: str, at: int) -> tuple[tuple[str, ...], ...]:
        hit = self.hits[layer].get(at)
        return hit.rows if hit else ()

    def bound(self, start: int) -> str:
        """The limit that the word before a date makes of it: `since`, `by`, `before`, `after`, `until`; else nothing."""
        while start > 0 and self.isa(start - 1, "det"):
            start -= 1
        return next((v for i in range(start - 1, max(-1, start - 5), -1) if (v := self.value(i, "bound")) and self.after(i) == start), "")

    def opens_line(self, start: int, end: int, starts: Collection[int]) -> bool:
        """Whether a date is a dateline's: a line begins with a place in capitals, the date, perhaps an agency, and a dash or colon."""
        if self.fold(end) == "(":
            end = next((i + 1 for i in range(end, min(end + 6, len(self.tokens))) if self.fold(i) == ")"), end)
        if not (self.fold(end) in DASHES or self.fold(end) == ":"):
            return False
        for i in range(start - 1, max(-1, start - 9), -1):
            if (self.tokens[i].word and not self.tokens[i].capital) or self.fold(i) in _STOPS - {"."}:
                return False
            if i in starts:
                return True
        return False

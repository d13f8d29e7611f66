"""Capitalized runs around a head noun, and noun-phrase complements after it: what names of things are made of."""

from kg.annotation.context import Context

__all__ = ["complement", "left_run", "lower_left", "right_run"]

_QUOTES = frozenset({"“", "”", "\"", "«", "»", "‘"})
_APOSTROPHES = frozenset({"'s", "’s", "'", "’"})


def left_run(c: Context, at: int, floor: int) -> int:
    """Start of the capitalized run that ends before a head: capitals, ordinals, dashes between them, possessives.

    It goes over `and` only between two countries (`the United States and Iceland Strategic Dialogue` does not occur; a dash
    does), and never over an article.
    """
    start = at
    while start > floor:
        before = start - 1
        token = c.tokens[before]
        if token.word and (token.capital or token.text[0].isdigit()) and not _is_opening(c, before, floor):
            if before in c.date_at and not token.text[0].isdigit():
                break
            if c.hit("honorific", before) or (token.text[0].isdigit() and len(token.text) < 3 and not c.dash(before - 1)):
                break
            start = before
        elif c.dash(before) and before > floor and c.capital(before - 1) and start < at:
            start = before - 1
        elif c.dash(before) and token.glued and c.tokens[start].glued and before > floor:
            start = before - 1
        elif token.text in _APOSTROPHES and before > floor and c.capital(before - 1) and start <= at and c.country(before - 1) is None:
            start = before - 1
        else:
            break
    country = c.ending("country", start)
    if start < at and country is not None and country >= floor and c.dash(start):
        return country
    # Do not begin in the midst of a country's name.
    for opened in range(max(floor, start - 4), start):
        hit = c.hit("country", opened)
        if hit is not None and opened < start < hit.end <= at:
            return opened
    return start


def _is_opening(c: Context, at: int, floor: int) -> bool:
    """Whether a capital owes to the beginning of a sentence alone."""
    return c.isa(at, "stop") or c.isa(at, "det") or (at == floor and c.isa(at, "opening"))


def lower_left(c: Context, at: int, floor: int, most: int = 4) -> int:
    """Start of the modifiers before a head in lower case: content words, as far as an article, a preposition or a verb."""
    start = at
    while start > floor and at - start < most:
        before = start - 1
        token = c.tokens[before]
        if c.dash(before) and token.glued and c.tokens[start].glued and before > floor:
            start = before - 1
            continue
        blocked = (
            not token.word or token.text[0].isdigit() or c.isa(before, "stop") or c.isa(before, "det") or c.isa(before, "quantity")
            or c.hit("speech", before) or c.hit("event", before) or before in c.date_at or c.hit("auxiliary", before)
        )
        if blocked:
            break
        start = before
    while start < at and (c.country(start) or c.isa(start, "idle-modifier")):
        found = c.country(start)
        start = found.end if found else start + 1
    return start


def right_run(c: Context, at: int, limit: int) -> int:
    """Token after a capitalized complement at a token (`of the Americas`, `on Climate Change and Energy`); `at` if none."""
    end = at
    while end < limit:
        here = end
        if c.isa(here, "of") or c.isa(here, "for") or c.isa(here, "on") or c.isa(here, "to") or c.isa(here, "with") or c.isa(here, "in"):
            here += 1
        elif c.isa(here, "and") or c.fold(here) == "&":
            if end == at:
                break
            here += 1
        elif c.dash(here) and here + 1 < limit and c.tokens[here].glued:
            here += 1
        while c.isa(here, "det") and here > end:
            here += 1
        if here >= limit or not c.tokens[here].word or c.isa(here, "stop"):
            break
        joined = c.isa(here - 1, "and")
        if not c.capital(here) or (here in c.date_at and not c.tokens[here].text[0].isdigit()):
            break
        if joined and (c.country(here) or c.hit("office", here) or c.hit("honorific", here)):
            break
        if c.isa(end, "with") or c.isa(end, "in") or c.isa(end, "to"):
            if c.country(here) or c.place(here):
                break
        end = here + 1
    return end


def complement(c: Context, at: int, limit: int, most: int = 18) -> int:
    """Token after a noun-phrase complement whose first content word is at `at`; ends at clause words, verbs and marks."""
    end = at
    while end < limit and end - at < most:
        token = c.tokens[end]
        if not token.word:
            if c.dash(end) and token.glued or token.text in _APOSTROPHES:
                end += 1
                continue
            if token.text in _QUOTES and (end == at or c.tokens[end - 1].text in _QUOTES or _quote_open(c, at, end)):
                end += 1
                continue
            break
        if c.isa(end, "clause") or end in c.date_at or (c.hit("auxiliary", end) and not token.capital):
            break
        if end > at and (c.hit("event", end) or c.hit("speech", end)) and not c.isa(end - 1, "det") and not token.capital and not c.isa(end - 1, "noun-before"):
            hit = c.hit("event", end)
            if hit is None or "noun" not in hit.rows[0][1]:
                break
        if c.isa(end, "and") and (c.isa(end + 1, "det") or c.hit("framework", end + 1) or c.hit("event", end + 1)):
            break
        if (c.isa(end, "between") or c.isa(end, "with")) and _party_follows(c, end + 1):
            break
        if c.isa(end, "in") and (c.place(end + 1) or end + 1 in c.date_at or c.country(end + 1)):
            break
        end += 1
    while end > at and (c.isa(end - 1, "and") or c.isa(end - 1, "stop") or c.isa(end - 1, "det")):
        end -= 1
    return end


def _quote_open(c: Context, start: int, end: int) -> bool:
    return sum(c.tokens[i].text in _QUOTES for i in range(start, end)) % 2 == 1


def _party_follows(c: Context, at: int) -> bool:
    if c.isa(at, "det"):
        at += 1
    return bool(c.country(at) or c.hit("organization", at) or c.hit("body", at) or c.isa(at, "two") or c.isa(at, "both") or c.isa(at, "respective"))

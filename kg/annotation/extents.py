"""How far years, a date or the places that a work leads to go on a name."""

from kg.annotated import Hit
from kg.annotation.context import Context

__all__ = ["past_aside", "past_date", "past_number", "past_period", "past_places", "past_years"]


def _past_amount(c: Context, at: int) -> int:
    """Token after a sum that `of` opens at a token (`de plus de 30 millions d'euros`, `, d'un montant de 4 milliards`); the token
    itself where none does."""
    here = at + (c.fold(at) == ",")
    if not c.isa(here, "of"):
        return at
    end = here
    while end < len(c.tokens) and (
        any(c.isa(end, kind) for kind in ("of", "amount", "quantity", "a")) or c.tokens[end].text[0].isdigit()
    ):
        end += 1
    summed = any(c.isa(i, "amount") for i in range(here, end)) and end - here > 2
    told = any(c.tokens[i].text[0].isdigit() or c.isa(i, "quantity") for i in range(here, end))
    return end + (c.fold(end) == "," and end > here and c.fold(at) == ",") if summed and told else at


def past_aside(c: Context, hit: Hit, at: int) -> tuple[int, bool]:
    """Token after what parts an instrument's head from its subject, a sum or a comma (`une lettre d'entente, portant sur l'eau`,
    `un accord de 30 millions d'euros relatif à l'eau`), and whether anything does."""
    after = _past_amount(c, at) if hit.rows[0][0] == "agreement" else at
    participle = c.isa(after + 1, "on") and (c.isa(after + 2, "on") or c.isa(after + 2, "to"))
    after += c.fold(after) == "," and participle and hit.singular is None
    return after, after > at


def past_date(c: Context, at: int) -> int:
    """Token after a date set aside at a token (`, on Monday,`, `on Monday`); the token itself where none is."""
    here = at + (c.fold(at) == ",")
    here += c.isa(here, "on") or c.isa(here, "in")
    last = here
    while last in c.date_at:
        last += 1
    return last + (c.fold(last) == ",") if last > here else at


def past_period(c: Context, at: int, limit: int) -> int:
    """Token after the years that something is for (`for the years 2031-2033`); the token itself if none follow."""
    here = at + 1
    if not c.isa(at, "for"):
        return at
    while c.isa(here, "det"):
        here += 1
    if here + 1 < limit and c.tokens[here].word and not c.tokens[here].text[0].isdigit():
        here += 1
    last = past_years(c, here, limit)
    return last if last > here else at


def past_years(c: Context, at: int, limit: int) -> int:
    """Token after years that belong to a name (`Action Plan 2031-2035`, `Vision 2050`)."""
    end = at
    if end < limit and c.tokens[end].text.isdigit() and len(c.tokens[end].text) == 4:
        end += 1
        if (c.dash(end) or c.isa(end, "to")) and len(c.tokens[end + 1].text) > 1 and c.tokens[end + 1].text.isdigit():
            end += 2  # `2031-35`, `2031 to 2035`
    return end


def past_number(c: Context, at: int) -> int:
    """Token after the number that a work bears (`Corridor VIII`, `Line 5`); the token itself where none follows."""
    text = c.tokens[at].text if at < len(c.tokens) else ""
    return at + 1 if (text.isdigit() and len(text) < 3) or (text and set(text) <= set("IVX")) else at


def past_places(c: Context, at: int) -> int:
    """Token after the places that a work leads over, to or from (`over the Mano River`); `at` if none are told."""
    end = at
    while c.isa(end, "site-preposition"):
        here = end + 1
        while c.isa(here, "det"):
            here += 1
        last = here
        while c.capital(last) and c.tokens[last].word and not c.hit("office", last):
            last += 1
        while last > here and c.fold(last) == "border":
            last += 1
        land = c.country(last + 1) if last > here and c.isa(last, "in") else None
        last = land.end if land is not None else last  # `from Hoima in Uganda`
        both = c.hit("anaphor", end + 1) if last == here else None
        if both is not None and both.rows[0][0] == "pair-countries":
            return both.end  # `a pipeline between the two countries`
        if last == here:
            break
        end = last
        if c.isa(end, "and") and c.capital(end + 1):
            land = c.country(end + 1)
            end = land.end if land is not None else end + 2
            while land is None and c.capital(end) and c.tokens[end].word and not c.hit("office", end):
                end += 1  # `between Awa Bamba and Porto Lima`
        elif c.isa(end, "and") and (c.isa(here - 1, "between") or c.isa(here - 2, "between")):
            end = _past_second(c, end)
    return end


def _past_second(c: Context, at: int) -> int:
    """Token after the second of two places that `and` at a token joins (`entre le Katara et la Mirande`)."""
    here = at + 1
    while c.isa(here, "det"):
        here += 1
    land = c.country(here)
    return land.end if land is not None else here + 1 if c.capital(here) else at

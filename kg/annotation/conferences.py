"""Conferences: a capitalized run or a body's name around a head noun of multilateral gatherings."""

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.runs import left_run, right_run
from kg.annotation.tails import countries

__all__ = ["find_conferences"]


def find_conferences(context: Context) -> list[Mention]:
    """Every multilateral gathering named in the text: a capitalized run or a body's name around a head of the lexicon."""
    c = context
    found: list[Mention] = []
    for sentence, heads in c.by_sentence(c.hits["conference"]):
        floor = sentence.start
        for at in heads:
            mention = _conference(c, at, c.hits["conference"][at], floor, sentence.end) if at >= floor else None
            if mention is not None:
                found.append(mention)
                floor = mention.end
    return found


def _conference(c: Context, at: int, hit: Hit, floor: int, limit: int) -> Mention | None:
    start = left_run(c, at, floor)
    while start < at and (c.isa(start, "stop") or not c.tokens[start].word):
        start += 1
    if start > floor + 3 and c.fold(start - 1) == ")" and c.fold(start - 3) == "(" and c.tokens[start - 2].text.isupper():
        named = left_run(c, start - 3, floor)
        start = named if named < start - 3 else start  # `Andean Cooperation Organisation (ACO) Summit`
    plural = hit.singular is not None
    if any((body := c.hit("organization", i)) and body.end == hit.end for i in range(start, at)):
        return None  # `National Assembly` is a body
    longer = (c.hit("framework", i) for i in range(max(floor, start - 4), at))
    if any(h is not None and h.end == hit.end and h.rows[0][0] == "agreement" for h in longer):
        return None  # a `Double Taxation Convention` is an instrument, and so is the `Law of the Sea Convention`
    if _standing(c, start, at, hit) or _of_two(c, start, at, hit):
        return None  # a `Peru-Chile Trade Forum` is an arrangement of two states, and so is what meets in a `Council meeting`
    if c.hit("framework", at) and c.isa(hit.end, "subject"):
        return None  # a `Convention on …` is an instrument
    if _heads_on(c, at, hit.end):
        return None  # a `Ministerial Commission` is a commission
    before = start - 1 - c.isa(start - 1, "det")
    told = c.ending("framework", before) if c.isa(before, "of") else None
    if told is not None and c.capital(told):
        return None  # the `Minutes of the Fifth Meeting` are an instrument
    # The `Président en exercice de la Conférence des chefs d'État` tells of no gathering.
    attributes = {"office": "yes"} if c.isa(before, "of") and _held(c, before) else {}
    named = any((body := c.hit("body", i)) and body.end == hit.end for i in range(at + 1, hit.end))
    end = _of_body(c, hit.end)
    if not plural and not c.capital(at) and (named or end > hit.end):
        return Mention(MentionKind.CONFERENCE, at, end, name=c.text(at, end), name_start=at, name_end=end, attributes=attributes)
    end = right_run(c, hit.end, limit) if c.capital(at) or c.capital(hit.end - 1) else hit.end
    end = next((i for i in range(hit.end, end) if c.isa(i, "in") and (i == hit.end or c.place(i + 1) or c.country(i + 1))), end)
    proper = any(c.capital(i) and not c.country(i) for i in range(start, at)) or (end > hit.end and c.capital(at))
    if plural or not proper or (start == at and not c.capital(at)):
        return None
    if not c.capital(at) and not any(c.hit("body", i) or c.tokens[i].text.isupper() for i in range(start, at)):
        return None
    end, aliases = bracket_alias(c, end)
    return Mention(
        MentionKind.CONFERENCE,
        start,
        end,
        name=c.text(start, hit.end if end < hit.end else _name_end(c, end, aliases)),
        name_start=start,
        name_end=end,
        aliases=aliases,
        attributes=attributes,
    )


def _held(c: Context, end: int) -> bool:
    """Whether an office ends at a token, perhaps with a word for its status."""
    status = c.ending("modifier", end)
    return c.ending("office", end) is not None or (status is not None and c.ending("office", status) is not None)


def _standing(c: Context, start: int, at: int, hit: Hit) -> bool:
    """Whether a name is a standing arrangement's: a mechanism's head ends it, and two states or a longer head tell it apart."""
    heads = [(i, h) for i in range(start, hit.end) if (h := c.hit("framework", i)) and h.end == hit.end]
    mechanisms = [(i, h) for i, h in heads if h.rows[0][0] == "mechanism"]
    longer = any("lower" in h.rows[0][1].split(",") and i < at for i, h in mechanisms)
    kinds = ((i, c.hit("conference", i)) for i in range(start, at + 1))
    plain = hit.end - at == 1 and not any(h and h.end == hit.end and i < at for i, h in kinds)  # no `Business Forum`
    return longer or (plain and bool(mechanisms) and len(countries(c, start, hit.end)) > 1)


def _of_two(c: Context, start: int, at: int, hit: Hit) -> bool:
    """Whether it is a session of a mechanism of two states (`Peru-Chile Cooperation Council meeting`)."""
    held = next((h for i in range(start, hit.end) if (h := c.hit("framework", i)) and at < h.end < hit.end), None)
    return held is not None and held.rows[0][0] == "mechanism" and len(countries(c, start, at)) > 1


def _of_body(c: Context, end: int) -> int:
    """Token after the body whose gathering it is (`le sommet de l'Union africaine`, `du G20`); else the one given."""
    if not c.isa(end, "of"):
        return end
    after = end + 1 + c.isa(end + 1, "det")
    body = c.hit("body", after)
    if body is not None and not c.country(after):
        return body.end
    acronym = c.tokens[after].text if after < len(c.tokens) else ""
    return after + 1 if acronym.isupper() and len(acronym) > 1 and not c.country(after) else end


def _heads_on(c: Context, at: int, end: int) -> bool:
    """Whether a capitalized head of frameworks or bodies follows at once, or stands around the word."""
    around = any((h := c.hit("framework", i)) and i < end < h.end for i in range(max(0, at - 4), end))
    following = c.hit("framework", end) or c.hit("organization", end)
    return around or (c.capital(end) and following is not None and "weak" not in following.rows[0][-1])


def _name_end(c: Context, end: int, aliases: tuple[str, ...]) -> int:
    if not aliases:
        return end
    while c.fold(end - 1) != "(":
        end -= 1
    return end - 1

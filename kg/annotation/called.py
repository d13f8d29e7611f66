"""Names that a head noun introduces: `an initiative called Green Roads`, `Green Roads, a programme that …`."""

from collections.abc import Iterator

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.behind import adjectives_end
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.lefts import title_left
from kg.annotation.runs import QUOTES

__all__ = ["called_frameworks"]

_OTHER = ("body", "organization", "office", "honorific")
"""Layers of which no word stands in such a name."""
_WHOLE = ("country", "place", "region", "conference")
"""Layers of which no entry is the whole of it."""


def called_frameworks(c: Context) -> Iterator[Mention]:
    """Frameworks that only their names and a head in lower case beside them tell; `key` is the head's kind."""
    for sentence, heads in c.by_sentence(c.hits["framework"]):
        for at in heads:
            hit = c.hits["framework"][at]
            if hit.end > sentence.end or c.capital(at) or hit.singular is not None:
                continue
            start, end = _after(c, hit.end, sentence.end)
            if start == end:
                start, end = _proper(c, at, hit, sentence.end)
            if start == end:
                start, end = _before(c, at, hit.end, sentence.start)
            if start == end or c.any_hit(_OTHER, start, end):
                continue
            if any((whole := c.hit(layer, start)) and whole.end == end for layer in _WHOLE):
                continue
            last, aliases = bracket_alias(c, end)
            yield Mention(
                MentionKind.FRAMEWORK,
                start,
                last if end > at else end,
                name="".join(ch for ch in c.text(start, end) if ch not in '“”"'),
                name_start=start,
                name_end=end,
                key=hit.rows[0][0],
                aliases=aliases,
                attributes={
                    "head": " ".join(c.fold(i) for i in range(at, hit.end)),
                    "countries": "",
                    "lower": "",
                    "subject": "",
                    "indefinite": "",
                    "head_end": str(end),
                },
            )


def _after(c: Context, at: int, limit: int) -> tuple[int, int]:
    """`called Green Roads`, `known as “Roads for All”`: the capitals after a word of naming; an empty range where none stands."""
    start = at
    while c.isa(start, "hereafter") or c.fold(start) == ",":
        start += 1
    if (start == at or not c.isa(start - 1, "hereafter")) and not (start == at and c.fold(at) in QUOTES):
        return at, at
    quoted = c.tokens[start].text in QUOTES if start < limit else False
    start += quoted
    end = start
    close = next((i for i in range(start, min(start + 8, limit)) if c.fold(i) in QUOTES), start) if quoted else start
    if close > start and c.capital(start):
        return start, close
    while (
        end < limit
        and c.tokens[end].word
        and (c.capital(end) or (end > start and (quoted or c.capital(end + 1)) and _small(c, end)))
    ):
        end += 1
    return (start, end) if end > start and c.capital(end - 1) else (at, at)


def _proper(c: Context, at: int, hit: Hit, limit: int) -> tuple[int, int]:
    """`le programme ProSanté`, `du projet Solanda`: a proper name right behind a definite head; an empty range elsewhere."""
    end = hit.end
    known = c.isa(at - 1, "the") or c.isa(at - 1, "contracted") or c.isa(at - 1, "with-article")
    body = c.isa(at, "company-noun") or c.hit("organization", at) is not None
    platform = hit.rows[0][0] == "mechanism" and "cap" in hit.rows[0][1] and not body  # `la plateforme Rova-Net`
    if not known or "site" in hit.rows[0][1] or not (hit.rows[0][0] == "programme" or platform) or not c.words.get("name-joint"):
        return end, end
    quoted = adjectives_end(c, end)
    quoted = land.end if (land := c.country(quoted)) is not None and land.use == "adjective" else quoted
    end = quoted if c.tokens[quoted].text in QUOTES else end  # `la stratégie katarane « Cap 2050 »`
    opening = c.tokens[end].text in QUOTES
    close = next((i for i in range(end + 2, min(end + 10, limit)) if c.tokens[i].text in QUOTES), end) if opening else end
    if close > end:
        return end + 1, close
    layers = (*_OTHER, *_WHOLE, "framework", "portfolio", "calendar")
    while end < min(limit, hit.end + 3) and c.capital(end) and c.tokens[end].word and not any(c.hit(x, end) for x in layers):
        end += 1
        end += c.dash(end) and c.capital(end + 1) and end + 1 < limit
    if not c.capital(end):
        return hit.end, end
    while end < min(limit, hit.end + 6) and c.capital(end) and c.tokens[end].word and not any(c.hit(x, end) for x in _OTHER):
        end += 1
    return (hit.end, end) if end > hit.end + 1 and not c.capital(end) else (end, end)


def _small(c: Context, at: int) -> bool:
    return c.isa(at, "det") or c.isa(at, "of") or c.isa(at, "for") or c.isa(at, "and") or c.isa(at, "in")


def _before(c: Context, at: int, end: int, floor: int) -> tuple[int, int]:
    """`Green Roads, a programme that …`: two or more capitals before an apposition that a clause follows."""
    opened = at
    while opened > floor and at - opened < 4 and c.tokens[opened - 1].word and not c.isa(opened - 1, "det"):
        opened -= 1
    comma = opened - 2
    if (
        not c.isa(opened - 1, "det")
        or c.isa(opened - 1, "this")
        or c.fold(comma) != ","
        or not (c.isa(end, "clause") or c.isa(end, "to") or c.isa(end, "for"))
    ):
        return at, at
    start = comma
    while start > floor and c.tokens[start - 1].word and (c.capital(start - 1) or c.tokens[start - 1].text[0].isdigit()):
        if c.isa(start - 1, "stop") or start - 1 in c.date_at:
            break
        start -= 1
    start = title_left(c, start, floor) if start < comma else start
    beside = c.fold(start - 1) == ","  # `le ministre, Awa Bamba, un accord`
    return (start, comma) if comma - start > 1 and not beside else (at, at)

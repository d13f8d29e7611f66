"""Subjects of instruments: what a preposition or a word for fields opens, one or a list, and whether it is a topic."""

from kg.annotation.context import Context
from kg.annotation.pieces import list_pieces
from kg.annotation.runs import complement

__all__ = [
    "articles_before",
    "colon_pieces",
    "fields",
    "for_state",
    "past_articles",
    "subjects",
    "subjects_of",
    "topical",
    "whose",
]


def fields(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The subjects after `in the field of` or `in`: one, or a list; none where no topic follows."""
    inner = past_articles(c, at + 1)
    if not c.isa(at, "in") or c.isa(inner, "occasion") or (c.isa(inner, "no-field") and c.isa(inner + 1, "of")):
        return []
    told = c.hit("portfolio", inner + 1) if c.isa(inner, "field-word") and inner == at + 1 else None
    if told is not None and told.rows[0][0] == "word" and not c.capital(inner + 1):
        return [(inner + 1, told.end)]  # `en matière civile`
    named = not (c.capital(inner) or c.isa(inner, "document") or c.place(inner) or c.country(inner) or inner in c.date_at)
    if named and c.isa(inner + 1, "of"):
        pieces = subjects_of(c, inner + 2, limit)
        return pieces if pieces and (c.isa(inner, "field-word") or _field(c, *pieces[0])) else []
    pieces = subjects_of(c, at + 1, limit) if named else []
    return pieces if pieces and topical(c, pieces[0][0], max(pieces[0][0] + 3, pieces[0][1])) else []


def subjects(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The subjects after a preposition or a word for fields at a token (`on ports`, `in the fields of ports and trade`)."""
    return subjects_of(c, at + 1, limit) if c.isa(at, "subject") else fields(c, at, limit)


def colon_pieces(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The subjects of a list after a colon (`three agreements were signed: on trade, on tourism and on culture`)."""
    colon = next((i for i in range(at, min(limit, at + 25)) if c.fold(i) == ":"), limit)
    opens = [
        i for i in range(colon + 1, limit) if c.isa(i, "on") and (i == colon + 1 or c.fold(i - 1) == "," or c.isa(i - 1, "and"))
    ]
    if not opens or opens[0] != colon + 1:
        return []
    pieces = []
    for here, bound in zip(opens, [*opens[1:], limit], strict=True):
        inner = past_articles(c, here + 1)
        last = min(complement(c, inner, limit), bound)
        while last > inner and (not c.tokens[last - 1].word or c.isa(last - 1, "and")):
            last -= 1
        if last > inner:
            pieces.append((inner, last))
    return pieces


def past_articles(c: Context, at: int) -> int:
    """Token after the articles and possessives at a token."""
    while c.isa(at, "det") or c.isa(at, "possessive"):
        at += 1
    return at


def articles_before(c: Context, at: int) -> int:
    """Where the articles before a token begin, in a language whose names keep them; elsewhere the token itself."""
    while c.words.get("name-joint") and c.isa(at - 1, "det"):
        at -= 1
    return at


def subjects_of(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The subjects after a preposition: one, or a list closed by `and`; none where it tells the occasion (`on the sidelines`)."""
    inner = past_articles(c, at)
    if c.isa(inner, "occasion") and (c.isa(inner + 1, "of") or c.hit("framework", inner) is None):
        return []
    ordinal = c.hit("calendar", inner)
    if ordinal is not None and ordinal.rows[0][0] == "ordinal" and not c.capital(inner) and not topical(c, inner, inner + 3):
        return []  # `for the first time`
    if inner in c.date_at and not c.tokens[inner].text[0].isdigit():
        return []
    pieces = list_pieces(c, inner, limit)
    if len(pieces) > 2 or (len(pieces) == 2 and all(_field(c, a, b) for a, b in pieces)):
        return pieces
    end = complement(c, inner, limit)
    return [(inner, end)] if end > inner else []


def topical(c: Context, start: int, end: int) -> bool:
    """Whether a topic is named within a range of tokens."""
    return any(row[0] != "-" for i in range(start, end) if (hit := c.hit("topic", i)) and hit.end <= end for row in hit.rows)


def _field(c: Context, start: int, end: int) -> bool:
    """Whether a topic or a field of office is named within a range of tokens."""
    fields = (hit for i in range(start, end) if (hit := c.hit("portfolio", i)) and hit.end <= end)
    return topical(c, start, end) or any(row[1] for hit in fields for row in hit.rows)


def for_state(c: Context, at: int) -> bool:
    """Whether `for` names only a state: for whom one signs, no subject."""
    land = c.country(past_articles(c, at + 1)) if c.isa(at, "for") else None
    return land is not None and land.use == "name" and not c.capital(land.end) and not c.dash(land.end)


def whose(c: Context, at: int, piece: tuple[int, int]) -> bool:
    """Whether `for` names a state and no subject (`a deal for Britain`)."""
    land = c.country(piece[0])
    return c.isa(at, "for") and land is not None and land.end == piece[1]

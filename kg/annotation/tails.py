"""What follows the head of a framework: years, subjects, parties, the places that a work leads to."""

from dataclasses import dataclass, replace

from kg.annotated import Hit
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.runs import complement, list_pieces, party_run, right_run

__all__ = ["Tail", "colon_pieces", "countries", "parties_at", "tail", "topical"]

_APOSTROPHES = frozenset({"'s", "’s", "'", "’"})


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a head, in tokens."""

    end: int
    """After all that belongs to the name."""
    dated: bool = False
    """Years or a date belong to it."""
    pieces: tuple[tuple[int, int], ...] = ()
    """Its subjects; several for a list."""
    parties: tuple[int, int] | None = None
    """What stands between `between` or `with` and its subject."""
    purpose: bool = False
    """Its subject is what it serves (`to reduce emissions`)."""
    short: tuple[str, ...] = ()
    """Its short form, where a bracket parts head and complement (`memorandum (MoU) on ports`)."""
    opens: int | None = None
    """Where its subject opens with a preposition, if the subject does not follow the head at once."""
    fields: bool = False
    """Its subjects follow a word for fields (`in the fields of health and energy`)."""


def tail(c: Context, hit: Hit, limit: int, *, capital: bool) -> Tail:
    """All that follows a head and belongs to its name."""
    end = _years(c, hit.end, limit)
    if "site" in hit.rows[0][1]:
        return Tail(end if capital else _leads(c, end))
    if c.isa(end, "of") and end + 1 in c.date_at:
        return Tail(c.date_at[end + 1].end, dated=True)
    if end == hit.end and hit.rows[0][0] == "agreement":
        apart = _apart(c, hit, limit, capital=capital)
        if apart is not None:
            return apart
    found = _qualified(c, hit) or _following(c, hit, end, limit, capital=capital)
    if found.parties is None and hit.rows[0][0] in ("agreement", "programme"):
        found = _resumed(c, hit, found, limit)
    period = _period(c, found.end, limit)
    if found.parties and not found.pieces:
        told = found.parties[1]
        period = _period(c, told, limit)
        return replace(found, end=period, dated=True, opens=told) if period > told else found
    return replace(found, end=period, dated=True) if period > found.end else found


def _qualified(c: Context, hit: Hit) -> Tail | None:
    """A head whose last noun a topic's adjective follows (`accord de coopération culturelle`); None where none does."""
    for at in range(hit.end - 2, hit.end):
        topic = c.hit("topic", at)
        if topic is not None and topic.end > hit.end and topical(c, at, topic.end):
            return Tail(topic.end, pieces=((at, topic.end),))
    return None


def _following(c: Context, hit: Hit, end: int, limit: int, *, capital: bool) -> Tail:
    """What follows a head and its years at once: parties, subjects, a capitalized complement."""
    dated = end > hit.end
    parties = _parties(c, end, limit)
    after = parties[1] if parties else end
    if c.isa(after, "subject"):
        named = right_run(c, end, limit) if capital and not parties else end
        pieces = [(after + 1, named)] if named > after + 1 else _pieces(c, after + 1, limit)
        if pieces and not (parties and _merely_for(c, after, pieces[0])):
            return Tail(max(named, pieces[-1][1]), dated, tuple(pieces), parties)
    if hit.rows[0][0] in ("agreement", "programme"):
        pieces = _fields(c, after, limit)
        if pieces:
            return Tail(pieces[-1][1], dated, tuple(pieces), parties, fields=True)
    if (hit.rows[0][0] == "agreement" or "to" in hit.rows[0][1].split(",")) and (last := _purpose(c, after, limit)) > after:
        return Tail(last, dated, ((after + 1, last),), parties, purpose=True)
    if parties is None and c.isa(end, "of"):
        last = right_run(c, end, limit) if capital else end
        inner = _skip(c, end + 1)
        plain = not (c.country(inner) or inner in c.date_at)
        session = hit.rows[0][0] == "agreement" and any(c.isa(i, "session") for i in range(inner, inner + 3))
        told = topical(c, inner, inner + 3) or c.hit("framework", inner) is not None
        kind = plain and (topical(c, inner, inner + 2) or _names_kind(c, hit, end + 1))
        if last == end and (session or (told if capital else kind)):  # `minutes of the third session`
            last = complement(c, inner, limit)
        if last > end:
            return Tail(last, dated, ((inner, last),) if not capital else (), None)
    if capital and parties is None:
        return Tail(max(end, right_run(c, end, limit) if not (c.capital(end) and c.tokens[end].word) else end), dated)
    return Tail(end, dated, (), parties)


def _resumed(c: Context, hit: Hit, found: Tail, limit: int) -> Tail:
    """The tail with the subject that its parties part from it (`agreement on cooperation between A and B in energy`)."""
    parties = _parties(c, found.end, limit) if found.end > hit.end and not found.purpose and len(found.pieces) < 2 else None
    if parties is None:
        return found
    after = parties[1]
    pieces = _pieces(c, after + 1, limit) if c.isa(after, "subject") else _fields(c, after, limit)
    if not pieces or _merely_for(c, after, pieces[0]):
        return found
    return replace(found, end=pieces[-1][1], parties=parties, pieces=(*found.pieces, (pieces[0][0], pieces[-1][1])))


def _merely_for(c: Context, at: int, piece: tuple[int, int]) -> bool:
    """Whether `for` after parties tells no subject: neither a topic nor what is to be done (`for the building of a port`)."""
    done = any(c.isa(i, "of") for i in range(*piece))
    while_long = any(c.isa(i, "quantity") or c.hit("calendar", i) for i in range(*piece))
    return c.isa(at, "for") and not topical(c, *piece) and (while_long or not done)


def parties_at(c: Context, at: int) -> tuple[int, int] | None:
    """What stands between `between` at a token and the end of the two names after it; None where it names none."""
    last = party_run(c, at + 1, c.sentences[c.sentence_at[at]].end) if c.isa(at, "between") else at
    return (at, last) if last > at + 1 else None


def _parties(c: Context, at: int, limit: int) -> tuple[int, int] | None:
    """What stands between `between` or `with` at a token and a subject, in tokens; None where neither names parties."""
    last = _partner(c, at + 1, limit) if c.isa(at, "with") else at
    return parties_at(c, at) or ((at, last) if last > at + 1 else None)


def _names_kind(c: Context, hit: Hit, at: int) -> bool:
    """Whether what follows `of` says what kind of instrument it is (`a treaty of friendship`): a bare noun in lower case."""
    token = c.tokens[at] if at < len(c.tokens) else None
    return (
        hit.rows[0][0] == "agreement"
        and token is not None
        and token.word
        and not token.capital
        and not any(c.isa(at, kind) for kind in ("det", "possessive", "stop", "quantity", "two", "idle-modifier"))
        and not c.hit("office", at)
        and not c.hit("framework", at)
    )


def _apart(c: Context, hit: Hit, limit: int, *, capital: bool) -> Tail | None:
    """The subject that a bracket or the word of signing parts from its head: `memorandum (MoU) on ports`,
    `a memorandum was signed between A and B on ports`; None where it is not parted."""
    end, short = bracket_alias(c, hit.end)
    dated = _past_date(c, end)
    if dated > end and any(c.isa(dated, kind) for kind in ("subject", "between", "with", "in", "to")):
        found = _following(c, hit, dated, limit, capital=False)
        if found.pieces:
            return replace(found, dated=False, short=short, opens=found.parties[1] if found.parties else dated)
    if short and capital and c.hit("framework", end - 2) is None:
        return None  # a short form of its own closes the name (`Letter of Agreement (LOA) on …`); `MoU` does not
    if short and any(c.isa(end, kind) for kind in ("subject", "between", "with", "in", "to")):
        found = _following(c, hit, end, limit, capital=capital)
        if found.pieces:
            opens = found.parties[1] if found.parties else end
            return replace(found, short=short, opens=opens)
        if found.parties:
            return replace(found, short=short)
    signing = _signing(c, end)
    for at in range(signing, min(signing + 30, limit)) if signing > end else ():
        if c.fold(at) in (";", ":") or c.hit("framework", at):
            break
        if c.isa(at, "subject"):
            pieces = _pieces(c, at + 1, limit)
            if pieces and all(topical(c, *piece) for piece in pieces):
                return Tail(pieces[-1][1], False, tuple(pieces), None, short=short, opens=at)
        fields = _fields(c, at, limit)
        if fields:
            return Tail(fields[-1][1], False, tuple(fields), None, short=short, opens=at, fields=True)
        last = _purpose(c, at, limit)
        if last > at and (at == signing or c.capital(at - 1) or at - 1 in c.date_at or c.fold(at - 1) == ")"):
            return Tail(last, False, ((at + 1, last),), None, purpose=True, short=short, opens=at)
    return None


def _past_date(c: Context, at: int) -> int:
    """Token after a date set aside at a token (`, on Monday,`, `on Monday`); the token itself where none is."""
    here = at + (c.fold(at) == ",")
    here += c.isa(here, "on") or c.isa(here, "in")
    last = here
    while last in c.date_at:
        last += 1
    return last + (c.fold(last) == ",") if last > here else at


def _signing(c: Context, at: int) -> int:
    """Token after `was signed`, where it follows at a token; the token itself where it does not."""
    for here in range(at, at + 4):
        found = c.hit("event", here)
        if found is not None and found.rows[0][0] == "signing" and found.rows[0][1] == "sign-passive":
            return found.end
        if not c.hit("auxiliary", here):
            break
    return at


def _purpose(c: Context, at: int, limit: int) -> int:
    """Token after what an instrument is to do (`to exchange data`); the token itself where that is not told."""
    verb = at + 1
    if not c.isa(at, "to") or verb >= limit or not c.tokens[verb].word or c.capital(verb) or verb in c.date_at:
        return at
    if any(c.isa(verb, kind) for kind in ("det", "possessive", "two", "stop", "quantity", "be", "have")) or c.country(verb):
        return at
    last = complement(c, verb, limit, 14)
    return last if last > verb + 1 else at


def _fields(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The subjects after `in the field of` or `in`: one, or a list; none where no topic follows."""
    if not c.isa(at, "in"):
        return []
    inner = _skip(c, at + 1)
    named = not (c.capital(inner) or c.place(inner) or c.country(inner) or inner in c.date_at)
    if named and c.isa(inner + 1, "of"):
        pieces = _pieces(c, inner + 2, limit)
        return pieces if pieces and _field(c, *pieces[0]) else []
    pieces = _pieces(c, at + 1, limit) if named else []
    return pieces if pieces and topical(c, pieces[0][0], pieces[0][0] + 3) else []


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
        inner = _skip(c, here + 1)
        last = min(complement(c, inner, limit), bound)
        while last > inner and (not c.tokens[last - 1].word or c.isa(last - 1, "and")):
            last -= 1
        if last > inner:
            pieces.append((inner, last))
    return pieces


def _partner(c: Context, at: int, limit: int) -> int:
    """Token after the state, body or officer that `with` names, where a subject follows; the token itself where it names none.

    `with Kenya on …`, `with Malaysia's Foreign Minister Omar Diallo on …`
    """
    here = _skip(c, at)
    last = here
    told = False
    while last < min(here + 14, limit) and not c.isa(last, "subject"):
        found = c.country(last) or c.hit("body", last) or c.hit("office", last) or c.hit("organization", last)
        small = c.isa(last, "of") or c.isa(last, "det") or c.isa(last, "possessive") or c.isa(last, "and")
        if found is None and not (c.capital(last) or small or c.tokens[last].text in _APOSTROPHES):
            break
        told = told or found is not None
        last = found.end if found is not None else last + 1
    return last if told and (c.isa(last, "subject") or c.isa(last, "to") or _fields(c, last, limit)) else at


def _period(c: Context, at: int, limit: int) -> int:
    """Token after the years that something is for (`for the years 2031-2033`); the token itself if none follow."""
    here = at + 1
    if not c.isa(at, "for"):
        return at
    while c.isa(here, "det"):
        here += 1
    if here + 1 < limit and c.tokens[here].word and not c.tokens[here].text[0].isdigit():
        here += 1
    last = _years(c, here, limit)
    return last if last > here else at


def _skip(c: Context, at: int) -> int:
    while c.isa(at, "det") or c.isa(at, "possessive"):
        at += 1
    return at


def _pieces(c: Context, at: int, limit: int) -> list[tuple[int, int]]:
    """The subjects after a preposition: one, or a list closed by `and`; none where it tells the occasion (`on the sidelines`)."""
    inner = _skip(c, at)
    if c.isa(inner, "occasion"):
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


def _years(c: Context, at: int, limit: int) -> int:
    """Token after years that belong to a name (`Action Plan 2031-2035`, `Vision 2050`)."""
    end = at
    if end < limit and c.tokens[end].text.isdigit() and len(c.tokens[end].text) == 4:
        end += 1
        if c.dash(end) and c.tokens[end + 1].text.isdigit():
            end += 2
    return end


def _leads(c: Context, at: int) -> int:
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
        if last == here:
            break
        end = last
        if c.isa(end, "and") and c.capital(end + 1):
            end += 2
    return end


def topical(c: Context, start: int, end: int) -> bool:
    """Whether a topic is named within a range of tokens."""
    return any(row[0] != "-" for i in range(start, end) if (hit := c.hit("topic", i)) and hit.end <= end for row in hit.rows)


def _field(c: Context, start: int, end: int) -> bool:
    """Whether a topic or a field of office is named within a range of tokens."""
    fields = (hit for i in range(start, end) if (hit := c.hit("portfolio", i)) and hit.end <= end)
    return topical(c, start, end) or any(row[1] for hit in fields for row in hit.rows)


def countries(c: Context, start: int, end: int) -> list[str]:
    """ISO codes of the states named within a range of tokens, each once, in order."""
    codes: list[str] = []
    at = start
    while at < end:
        found = c.country(at)
        joined = found is not None and (found.use != "combining" or c.country(found.end + 1) is not None)
        if found is not None and found.end <= end and joined:
            if found.code not in codes:
                codes.append(found.code)
            at = found.end
        else:
            at += 1
    return codes

"""Portfolios: the fields that an office is in charge of, known and unknown, and where they end.

A list of fields goes on over `and`, over commas that `and` closes, and over a repeated preposition (`de l'Énergie, de l'Eau et
des Mines`). Fields that no table knows belong to it where a name closes it (`ministre de la Réussite des quartiers, Awa Bamba,`).
"""

from kg.annotation.context import Context

__all__ = ["articled_rank", "fields_after", "head_follows", "name_opens", "open_fields", "portfolio", "same_case"]

_MOST_OPEN = 26
"""Tokens that unknown fields may take."""
_NAMED = ("country", "body", "organization", "office", "framework", "conference", "region", "event", "anaphor", "calendar")
"""Layers whose entries open no person's name."""


def portfolio(c: Context, at: int, limit: int) -> int:
    """Token after a portfolio that begins at a token; 0 if none does."""
    end = first = 0
    while at < limit:
        if (c.isa(at, "det") or c.isa(at, "possessive-of-state")) and not _ranked(c, at + 1):
            at += 1
        hit = c.hit("portfolio", at)
        field = _abroad(c, at) or (hit.end if hit is not None and not (end and c.hit("office", at)) else 0)
        if field:
            first = first or at
            end = at = field
            while c.dash(at) and at < limit and (nxt := c.hit("portfolio", at + 1)):
                end = at = nxt.end
            continue
        if not end:
            # An unknown field: a capital word that a known one, or `and` and a known one, follows.
            unknown = (
                c.capital(at)
                and not c.country(at)
                and (c.hit("portfolio", at + 1) or (c.isa(at + 1, "and") and c.hit("portfolio", at + 2)))
            )
            if not unknown:
                return 0
            end = at = at + 1
            continue
        if c.capital(at) and c.hit("portfolio", at + 1) and not c.tokens[at].text[0].isdigit() and c.isa(at - 1, "and"):
            at += 1
            continue
        joint = _joint(c, at)
        if joint == at or not _goes_on(c, at, joint, limit, first or end - 1):
            return end
        at = joint
    return end


def _joint(c: Context, at: int) -> int:
    """Token after a comma, `and`, a preposition and articles at a token: where a further field may stand."""
    joint = at
    if c.fold(joint) == ",":
        joint += 1
    if c.isa(joint, "and") or c.fold(joint) == "&":
        joint += 1
    again = joint > at and c.isa(joint, "to") and bool(c.words.get("name-joint"))  # `à l'Économie et aux Finances`
    if c.isa(joint, "of") or c.isa(joint, "for") or again:
        joint += 1
    while c.isa(joint, "det"):
        joint += 1
    return joint


def _goes_on(c: Context, at: int, joint: int, limit: int, first: int) -> bool:
    """Whether a list of fields goes on from a joint to the field behind it."""
    if c.hit("office", joint) or _ranked(c, joint):
        return False
    if _abroad(c, joint):
        return True
    state = c.country(joint)
    if state is not None and state.use == "name":
        return False
    known = c.hit("portfolio", joint) or (c.hit("portfolio", joint + 1) if c.capital(joint) else None)
    again = c.isa(at + 1, "name-joint") or (c.isa(at + 1, "to") and bool(c.words.get("name-joint")))
    repeated = (c.fold(at) == "," or c.isa(at, "and")) and again
    # `des Affaires arabes et africaines`: a further adjective of a field whose last word is in lower case too.
    adjective = known is not None and known.rows[0][0] == "word" and not (c.capital(joint) or c.capital(at - 1))
    alike = same_case(c, joint, first) or repeated or adjective
    if known is None or not (alike or _named_after(c, joint, limit)):
        return False
    if c.fold(at) == "," and not c.isa(joint - 1, "and") and not (repeated or _list_closes(c, joint, limit)):
        return False
    return not (c.isa(at, "and") and head_follows(c, joint, limit))


def _named_after(c: Context, at: int, limit: int) -> bool:
    """Whether fields in lower case go on from a token to a name that closes them (`… étrangères et intégration régionale, A`),
    where many write capitals as they like."""
    while at < limit and not c.capital(at) and (hit := c.hit("portfolio", at)) is not None:
        at = hit.end
        name = at + (c.fold(at) == ",")
        if name_opens(c, name) or (name > at and articled_rank(c, name)):
            return bool(c.words.get("name-joint"))
        at = _joint(c, at)
    return False


def _ranked(c: Context, at: int) -> bool:
    """Whether a rank or title before a name begins at a token (`général Traoré`)."""
    hit = c.hit("honorific", at)
    return hit is not None and c.capital(hit.end) and not c.capital(at)


def articled_rank(c: Context, at: int) -> bool:
    """The same with its article before it (`le général Traoré`)."""
    return c.isa(at, "the") and _ranked(c, at + 1)


def _abroad(c: Context, at: int) -> int:
    """Token after nationals abroad (`Marocains résidant à l'étranger`); 0 where none stand."""
    people = c.country(at)
    if people is None or people.use == "name" or not c.capital(at):
        return 0
    if c.isa(people.end, "abroad") and c.capital(people.end):
        return people.end + 1  # `Gambians Abroad`
    where = c.hit("portfolio", people.end)
    return where.end if where is not None and where.rows[0][0] == "word" and where.end > people.end + 1 else 0


def fields_after(c: Context, at: int, limit: int) -> int:
    """Token after the capitalized field words at a token."""
    while at < limit and c.capital(at) and (hit := c.hit("portfolio", at)):
        at = hit.end
    return at


def same_case(c: Context, at: int, like: int) -> bool:
    """Whether two tokens are both capital or both not."""
    return c.capital(at) == c.capital(like)


def head_follows(c: Context, at: int, limit: int) -> bool:
    """Whether the field at a token belongs to the next head (`… of Justice and Interior Minister X`)."""
    hit = c.hit("portfolio", at)
    end = hit.end if hit else at
    return end < limit and c.hit("office", end) is not None


def _list_closes(c: Context, at: int, limit: int) -> bool:
    """Whether a comma list of fields is closed by `and` and a last field (`Industry, Trade and Supply`)."""
    for _ in range(6):
        hit = c.hit("portfolio", at)
        if hit is None or hit.end >= limit:
            return False
        if c.classes.any("and", at, hit.end):
            return not head_follows(c, at, limit)  # `Economie, Plan et Coopération`, whose last two are one entry
        at = hit.end
        while (nxt := c.hit("portfolio", at)) is not None:
            at = nxt.end
        closes = c.isa(at, "and") or (c.fold(at) == "," and c.isa(at + 1, "and"))
        if closes:
            last = at + 1 + (c.fold(at) == ",")
            closing = c.hit("portfolio", last + c.isa(last, "det")) is not None or _abroad(c, last) > 0
            return closing and not head_follows(c, last, limit)
        if c.fold(at) != ",":
            return False
        at += 1
    return False


def open_fields(c: Context, at: int, limit: int, *, known: bool) -> int:
    """Token after unknown fields that begin with their preposition at a token, or with the comma or `and` before it, and that a
    name closes, after a comma or right behind a word in lower case; 0 where no name does.

    `known`: a known field stands before, so that its adjective may come first (`Affaires` + `coutumières`).
    """
    here = at + (c.fold(at) == ",")
    here += c.isa(here, "and")
    adjective = known and here == at and not (c.capital(at) or c.country(at)) and _field_word(c, at, joined=False)
    opens = c.isa(here, "of") or c.isa(here, "charge") or (here == at and (c.isa(here, "for") or c.isa(here, "to")))
    if not (opens or adjective):
        return 0
    linked = False
    while here < min(limit, at + _MOST_OPEN):
        if c.fold(here) == "," and linked:
            if articled_rank(c, here + 1) or (name_opens(c, here + 1) and _closed_name(c, here + 1, limit)):
                return here
            after = here + 1 + c.isa(here + 1, "and")
            if not (_links(c, after) or c.isa(after, "charge")):
                return 0
            here, linked = after, False
            continue
        joined = not c.tokens[here - 1].word or _links(c, here - 1) or c.isa(here - 1, "and") or c.isa(here - 1, "det")
        acronym = c.tokens[here - 1].text.isupper() and not c.tokens[here].text.isupper()
        if linked and not joined and (acronym or not c.capital(here - 1)) and name_opens(c, here):
            return here
        if _links(c, here) or c.isa(here, "and"):
            country = _state(c, here)
            if country and linked:
                ends = c.fold(country) == "," or name_opens(c, country)
                return here if ends else 0
            here += 1
            continue
        if c.dash(here) and c.tokens[here].glued:
            here += 1
            continue
        state = c.country(here)
        if linked and state is not None and not c.capital(here) and state.use == "adjective":
            if name_opens(c, state.end) or (c.fold(state.end) == "," and name_opens(c, state.end + 1)):
                return here
            here = state.end
            continue
        if _titled(c, here) or not _field_word(c, here, joined=joined):
            return 0
        linked = True
        here += 1
    return 0


def _titled(c: Context, at: int) -> bool:
    """Whether a title or rank and a name begin at a token."""
    hit = c.hit("honorific", at)
    return hit is not None and c.capital(hit.end + (c.fold(hit.end) == "."))


def _links(c: Context, at: int) -> bool:
    """Whether a preposition, an article or a word of charge stands at a token."""
    if c.isa(at, "to") and (c.isa(at + 1, "the") or c.isa(at + 1, "of")):
        return True
    return any(c.isa(at, kind) for kind in ("of", "for", "the", "charge", "contracted")) or (
        c.isa(at, "in") and c.isa(at + 1, "charge")
    )


def _state(c: Context, at: int) -> int:
    """Token after `of COUNTRY` at a token; 0 where it does not stand."""
    if not c.isa(at, "of"):
        return 0
    found = c.country(at + 1 + c.isa(at + 1, "det"))
    return found.end if found is not None and found.use == "name" else 0


def _field_word(c: Context, at: int, *, joined: bool) -> bool:
    """Whether a word may be part of an unknown field: no verb, no word of the grammar; a capital only behind its preposition."""
    if not c.tokens[at].word or at in c.date_at or c.tokens[at].text[0].isdigit() or (c.capital(at) and not joined):
        return False
    if any(c.isa(at, kind) for kind in ("stop", "clause", "relative", "preposition", "be", "have", "company", "leading")):
        return c.isa(at, "to") and c.isa(at + 1, "det")  # `à la`, `aux`
    if c.hit("office", at) or c.country(at):
        return not joined
    side = c.hit("anaphor", at)
    if side is not None and side.rows[0][0] == "side" and joined:
        return False  # `pour la partie togolaise`
    verb = c.hit("event", at) or c.hit("speech", at)
    return c.hit("auxiliary", at) is None and (verb is None or joined or "noun" in verb.rows[0][1])


def name_opens(c: Context, at: int) -> bool:
    """Whether a person's name begins at a token: an honorific, or two capitals of no lexicon."""
    title = c.hit("honorific", at)
    if title is not None and title.rows[0][0] != "formula":
        after = title.end + (c.fold(title.end) == ".")
        return c.capital(after) or c.hit("honorific", after) is not None
    if not c.capital(at) or not c.tokens[at].word or at in c.date_at:
        return False
    if c.isa(at, "stop") or c.isa(at, "det"):
        return c.hit("particle", at) is not None and c.capital(at + 1) and c.capital(at + 2)  # `Le Minh Tri`
    if any(c.hit(layer, at) for layer in _NAMED) or c.hit("portfolio", at):
        return False
    after = at + 1
    while c.dash(after) and c.tokens[after].glued:
        after += 2
    if c.fold(after) == "." and len(c.tokens[at].text) == 1:
        after += 1
    particle = c.hit("particle", after)
    if particle is not None and not c.capital(after):
        after = particle.end
    return c.capital(after) and c.tokens[after].word


def _closed_name(c: Context, at: int, limit: int) -> bool:
    """Whether the capitals at a token end as an apposition does: at a mark, the sentence's end, or a word in lower case."""
    if c.hit("honorific", at):
        return True
    end = at
    while end < limit and (c.capital(end) or c.hit("particle", end) or (c.dash(end) and c.tokens[end].glued)):
        end += 1
    return end - at < 9

"""Built works (a road, a pipeline, a bridge): how far their names go on behind the head, and whether that says which one it is.

le gazoduc transfrontalier, la ligne ferroviaire tchado-camerounaise    its adjectives
le chemin de fer Karta-Solba, l'oléoduc Karta – Mirel – Solba           the places it joins, right behind
un pont sur la Rova, une route reliant Karta à Solba                    the places it leads over, to or from
le projet de construction d'un barrage à Mirel                          a project is that of its work
"""

from kg.annotated import CLOSING, OPENING, Hit
from kg.annotation.behind import pair_end
from kg.annotation.context import Context
from kg.annotation.extents import past_places
from kg.annotation.runs import complement
from kg.annotation.subjects import past_articles

__all__ = ["is_built", "is_to_be_built", "past_project", "past_work", "project_told", "tells_which"]

_OTHER = ("office", "honorific", "organization", "framework", "body", "conference", "calendar")


def past_work(c: Context, end: int, limit: int) -> int:
    """Token after the adjectives, the name and the places behind a work's head that ends before a token."""
    end = past_places(c, _past_name(c, _past_adjectives(c, end), limit))
    return complement(c, end + 1, limit, most=12) if c.isa(end, "joining") else end


def tells_which(c: Context, start: int, end: int) -> bool:
    """Whether what stands behind a work's head says which one it is: more than adjectives of its kind."""
    last = _past_adjectives(c, start)
    crossing = any(c.isa(i, "crossing") or c.isa(i, "joint-adjective") or pair_end(c, i) > i for i in range(start, last))
    return end > last or crossing


def is_built(c: Context, start: int, head_end: int, end: int) -> bool:
    """Whether a work is more than a place: a noun of building stands before it, or two places tell what it joins."""
    built = any(c.isa(i, "building") or c.isa(i, "founding") for i in range(start - 4, start))
    joins = any(c.isa(i, kind) for kind in ("joining", "between") for i in range(head_end, end))
    named = any(c.isa(i, "airport") for i in range(start, head_end))  # `aéroport Ana-Lorca`: a dash within a name joins no places
    places = sum(1 + c.dash(i) for i in range(head_end, end) if c.isa(i, "site-preposition") or (c.dash(i) and not named))
    shared = any(c.isa(i, "crossing") for i in range(head_end, end))  # `un poste de douane commun`
    return built or joins or shared or places > 1


def is_to_be_built(c: Context, start: int, frame: list[str]) -> bool:
    """Whether a noun of building governs a work of a kind that states share (`la construction d'un nouveau gazoduc`)."""
    before = start - 1
    while c.isa(before, "det") or c.isa(before, "idle-modifier"):
        before -= 1
    before -= c.isa(before, "of")
    return "lower" in frame and "place" not in frame and before < start - 1 and c.isa(before, "building")


def past_project(c: Context, hit: Hit, limit: int) -> int:
    """Token after the work that a project is that of (`projet de gazoduc`, `projet de construction d'un pont sur la Rova`); the
    token after its head where it is that of none."""
    end = _work_end(c, hit)
    adjective = c.words.get("name-joint") and any(c.isa(hit.end - 1, kind) for kind in ("work-adjective", "crossing"))
    end = end or (hit.end if adjective else 0)  # `le projet gazier Karta`
    return past_work(c, end, limit) if end else hit.end


def project_told(c: Context, hit: Hit, end: int) -> bool:
    """Whether a project's work, up to a token, says which one it is."""
    return tells_which(c, _work_end(c, hit) or hit.end, end)


def _work_end(c: Context, hit: Hit) -> int:
    """Token after the head of the work that a project is that of; 0 where it is that of none."""
    if not c.words.get("name-joint"):
        return 0
    for at in range(hit.end - 1, hit.end - 4, -1):
        own = c.hit("framework", at)
        if own is not None and own.end >= hit.end and "site" in own.rows[0][1]:
            return own.end
    here = hit.end
    while c.isa(here, "of"):
        inner = past_articles(c, here + 1)
        work = c.hit("framework", inner)
        if work is not None and "site" in work.rows[0][1] and not c.capital(inner):
            return work.end
        if not c.isa(inner, "building"):
            break
        here = inner + 1
        here += c.isa(here, "and") and (c.isa(here + 1, "of") or c.isa(here + 1, "building"))
        here -= c.isa(here, "building")
        if c.isa(here + 1, "building") and not c.isa(here, "of"):
            here += 2
    return 0


def _past_adjectives(c: Context, at: int) -> int:
    """Token after the adjectives at a token: of kind, of a state, of two states that a dash joins."""
    while True:
        land = c.country(at)
        if (pair := pair_end(c, at)) > at and not c.capital(at):
            at = pair
        elif c.isa(at, "work-adjective") or c.isa(at, "crossing"):
            at += 1
        elif land is not None and land.use == "adjective" and not c.capital(at) and c.words.get("name-joint"):
            at = land.end
        else:
            return at


def _past_name(c: Context, at: int, limit: int) -> int:
    """Token after the name right behind a head: capitals that dashes join, a proper name, a name in quotation marks."""
    if not c.words.get("name-joint"):
        return at
    if at < limit and c.tokens[at].text in OPENING and c.capital(at + 1):
        close = next((i for i in range(at + 2, min(at + 9, limit)) if c.tokens[i].text in CLOSING), at)
        return close + (close > at)
    end = at
    while end < limit and (last := _one(c, end, limit)) > end:
        end = last
        if not ((c.dash(end) or c.fold(end) == "/") and end + 1 < limit and c.capital(end + 1)):
            break
        end += 1
    while end > at and not c.tokens[end - 1].word and not c.tokens[end - 1].text[0].isdigit():
        end -= 1
    joined = any(c.dash(i) for i in range(at, end))
    alone = c.country(at) is not None or c.place(at) is not None
    return end if joined or not alone else at


def _one(c: Context, at: int, limit: int) -> int:
    """Token after one proper name of a row that dashes join (`Addis-Abeba`, `Rio Campo`, `Ruzizi III`)."""
    end = at
    while end < limit and c.capital(end) and c.tokens[end].word and end not in c.date_at and not c.isa(end, "stop"):
        if any(c.hit(layer, end) for layer in _OTHER):
            break
        end += 1
    return end

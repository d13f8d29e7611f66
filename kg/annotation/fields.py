"""Fields in the names of bodies: what follows `of`, lists of them, and the offices whose portfolios they are."""

from kg.annotation.context import Context

__all__ = ["body_fields", "fields_joint", "office_before"]


def body_fields(c: Context, at: int, limit: int, *, offices: bool = False) -> int:
    """Token after what follows `of` in a body's name: fields or a capitalized run; `at` where there is neither.

    `offices`: the name may be an office's (`Office of the Prime Minister`).
    """
    end = at
    while end < limit:
        here = end
        while c.isa(here, "det") or c.isa(here, "possessive"):
            here += 1
        hit = c.hit("portfolio", here)
        country = c.country(here)
        if country is not None and offices and c.capital(country.end) and c.tokens[country.end].word:
            end = country.end  # `Office of the U.S. Trade Representative`
            continue
        if country is not None and (country.use == "name" or c.isa(country.end, "state-word")):
            break  # a state ends the name
        if hit is not None and (c.capital(here) or (end == at and c.isa(at - 1, "of"))):
            end = hit.end
        elif (
            c.capital(here)
            and c.tokens[here].word
            and (offices or not c.hit("office", here) or (end > at and _belongs(c, here)))
            and here not in c.date_at
        ):
            end = here + 1
        else:
            break
        while c.dash(end) and c.tokens[end].glued and c.capital(end + 1):
            end += 2
        joint = end
        last = c.isa(joint + 1, "and") and any(c.fold(i) == "," for i in range(at, end))
        if c.fold(joint) == "," and (last or _closes(c, joint + 1, limit)):
            joint += 1
        if c.isa(joint, "and") or c.fold(joint) == "&":
            joint += 1
        elif c.isa(joint, "of") or c.isa(joint, "for") or c.isa(joint, "on"):
            joint += 1
        if joint == end:
            if (c.capital(end) and (offices or _belongs(c, end))) or (c.hit("portfolio", end) and not c.capital(here)):
                continue
            break
        ahead = joint
        while c.isa(ahead, "det"):
            ahead += 1
        opens = _strong(c, ahead) or c.hit("office", ahead) or (c.country(ahead) and not c.hit("portfolio", ahead))
        article = ahead > joint and c.isa(joint - 1, "and") and not c.hit("portfolio", ahead)
        if not c.capital(ahead) or opens or article or _reaches_head(c, ahead, limit):
            break
        end = joint
    while end > at and (c.isa(end - 1, "and") or c.fold(end - 1) == "," or c.isa(end - 1, "of") or c.isa(end - 1, "for")):
        end -= 1
    return end


def _belongs(c: Context, at: int) -> bool:
    """Whether a capital word after a field ends the name (`Economic Advisers`, `Continental Shelf`) and is no title or person."""
    office = c.hit("office", at)
    if office is not None or c.hit("honorific", at):
        return office is not None and office.singular is not None
    known = any(c.hit(layer, at) for layer in ("portfolio", "topic", "place"))
    return known or not (c.capital(at + 1) and c.tokens[at + 1].word)


def _closes(c: Context, at: int, limit: int) -> bool:
    """Whether a comma list of fields is closed by `and` (`Tourism, Culture and Sport`)."""
    for here in range(at, min(at + 8, limit)):
        if c.isa(here, "and"):
            listed = c.fold(here - 1) == "," and c.capital(here + 1) and not c.hit("office", here + 1) and not c.country(here + 1)
            return (c.hit("portfolio", here + 1) is not None or listed) and here > at
        plain = c.capital(here) and not any(
            c.hit(layer, here) for layer in ("office", "organization", "country", "place", "honorific")
        )
        if not (plain or c.hit("portfolio", here) or c.fold(here) == "," or c.isa(here, "det")) and (
            c.ending("portfolio", here + 1) is None
        ):
            return False
    return False


def _reaches_head(c: Context, at: int, limit: int) -> bool:
    """Whether a capitalized run reaches a head of its own (`… of Justice and the Space Agency`)."""
    while at < limit and c.capital(at):
        if _strong(c, at) or c.hit("office", at):
            return True
        at += 1
    return False


def _strong(c: Context, at: int) -> bool:
    """Whether the head of a body begins at a token that is no ordinary word."""
    hit = c.hit("organization", at)
    return hit is not None and "weak" not in hit.rows[0][0]


def fields_joint(c: Context, start: int, end: int) -> list[tuple[int, int]]:
    """The fields of a list (`State and Defense`), each as a range; none where there is but one."""
    cuts = [i for i in range(start, end) if c.isa(i, "and") or c.fold(i) == ","]
    edges = [start, *(i + 1 for i in cuts)]
    ranges = [(first, last) for first, last in zip(edges, [*cuts, end], strict=True) if last > first]
    return ranges if len(ranges) > 1 else []


def office_before(c: Context, end: int) -> str:
    """The class of the office that ends before a token; empty where there is none."""
    for at in range(end - 1, max(end - 5, -1), -1):
        hit = c.hit("office", at)
        if hit is not None and hit.end == end:
            return hit.rows[0][0]
    return ""

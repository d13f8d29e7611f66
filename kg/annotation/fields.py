"""Fields in the names of bodies: what follows a head and `of`, lists of them, and the offices whose portfolios they are."""

from kg.annotated import Hit
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.portfolios import portfolio
from kg.model import CountryCode

__all__ = ["behind_state", "body_fields", "fields_joint", "head_adjectives", "name_tail", "office_before"]

_MOST_LINKS = 14
"""Tokens that a name may go on in lower case before its acronym."""


def head_adjectives(c: Context, at: int) -> tuple[int, CountryCode | None]:
    """Token after the adjectives in lower case that follow a head, and the state that one of them tells
    (`Agence belge de …`, `Conseil interministériel`)."""
    code: CountryCode | None = None
    while True:
        land, word = c.country(at), c.hit("portfolio", at)
        if land is not None and land.use == "adjective" and code is None and not c.capital(at):
            code, at = land.code, land.end
        elif (
            word is not None
            and word.rows[0][0] == "word"
            and word.end == at + 1
            and (not c.capital(at) or (c.words.get("name-joint") and (c.isa(word.end, "name-joint") or c.capital(at - 1))))
        ):
            at = word.end
        else:
            break
    return at, code


def name_tail(c: Context, hit: Hit, limit: int, frame: list[str]) -> int:
    """Token after all that follows a head and belongs to its name: adjectives, fields, in some languages nouns in lower case."""
    plain, _ = head_adjectives(c, hit.end)
    if c.words.get("name-joint") and c.isa(plain, "and") and c.isa(plain + 1, "of") and "of" in frame:
        further = c.hit("portfolio", plain + 2 + c.isa(plain + 2, "the"))
        held = hit.end - 1 > plain - 6 and c.hit("portfolio", hit.end - 1) is not None
        first = c.ending("organization", hit.end)
        if further is not None and (held or plain > hit.end or (first is not None and hit.end - first > 1)):
            return further.end  # `Agence de promotion des investissements`, `Institut diplomatique` + `et des exportations`
    charge = plain + c.isa(plain, "in")
    if c.isa(hit.end - 1, "ministry") and c.isa(charge, "charge") and (last := portfolio(c, charge + 2, limit)):
        return last  # `ministère en charge de l'Énergie`
    field = c.hit("portfolio", plain + 1 + c.isa(plain + 1, "det")) if c.isa(plain, "at") and c.words.get("name-joint") else None
    if "of" in frame and field is not None and not c.isa(hit.end - 1, "embassy"):
        return field.end  # `Secrétariat d'État à l'économie`
    own = c.isa(plain - 2, "of") and plain == hit.end  # `Chamber of Commerce` + `, Mines and Agriculture`
    if own and (last := _repeated(c, plain)):
        return last
    listed = own and c.fold(plain) == "," and _closes(c, plain + 1, limit)
    if listed and (last := body_fields(c, plain + 1, limit)) > plain + 1:
        return last
    joined = own and c.isa(plain, "and") and c.capital(plain + 1)
    field = c.hit("portfolio", plain + 1) or c.hit("topic", plain + 1) if joined else None
    if field is not None and not _strong(c, plain + 1) and not c.hit("organization", field.end):
        return field.end  # `Chamber of Commerce` + `and Industries`
    if "of" not in frame or not (c.isa(plain, "of") or c.isa(plain, "for") or c.isa(plain, "on")):
        return _proper_run(c, plain, limit) if c.isa(plain - 1, "named-after") else plain
    inner = body_fields(c, plain + 1, limit, offices=c.isa(hit.end - 1, "office-head"))
    inner = max(inner, _small_fields(c, plain, limit) if c.isa(plain, "name-joint") else 0)
    return inner if inner > plain + 1 else plain


def _repeated(c: Context, at: int) -> int:
    """Token after further fields that each repeat `of` (`Chambre de commerce` + `, d'industrie et d'agriculture`); 0 for none."""
    end, closed = at, False
    while not closed and (c.fold(end) == "," or c.isa(end, "and")) and c.isa(end + 1, "of"):
        closed = c.isa(end, "and")
        field = c.hit("portfolio", end + 2 + c.isa(end + 2, "the"))
        if field is None:
            return 0
        end = field.end
    return end if closed and end > at and c.fold(at) == "," else 0


def behind_state(c: Context, at: int) -> int:
    """Token after what closes a body's name behind its state: a capital in the plural (`Federation of Kenya Employers`) or a
    further head (`Federation of Kenya Chambers of Commerce`)."""
    head = c.hit("organization", at) if c.capital(at) else None
    if head is not None and "of" in head.rows[0][0].split(",") and any(c.isa(i, "of") for i in range(at, head.end)):
        return name_tail(c, head, c.sentences[c.sentence_at[at]].end, head.rows[0][0].split(","))
    layers = ("office", "honorific", "country", "place", "anaphor", "body", "speech", "event")
    alone = c.capital(at) and c.tokens[at].word and not c.capital(at + 1) and at not in c.date_at
    return at + int(alone and c.fold(at).endswith("s") and not any(c.hit(layer, at) for layer in layers))


def _proper_run(c: Context, at: int, limit: int) -> int:
    """Token after a proper name right behind a head that opens names (`Université Amadou Traoré de Bamako`)."""
    end = at
    while end < min(limit, at + 5) and c.capital(end) and c.tokens[end].word and end not in c.date_at:
        titled = c.hit("honorific", end) is not None and not (end == at and c.capital(end + 1))  # `Université Cheikh Amadou`
        if titled or any(c.hit(layer, end) for layer in ("office", "country", "organization", "framework")):
            break
        end += 1
    while end > at and c.dash(end) and c.tokens[end].glued and c.capital(end + 1):
        end += 2
    if end > at and c.isa(end, "of") and (seat := c.place(end + 1)) is not None:
        end = seat.end
    return end


def _small_fields(c: Context, at: int, limit: int) -> int:
    """Token after the nouns in lower case that a head's name goes on with (`Centre de cartographie`): one, with its adjectives;
    more where they are fields, a body, or where the name's acronym follows them in brackets. 0 where there is none."""
    end, links = 0, 0
    here = at
    while here < min(limit, at + _MOST_LINKS):
        joint = here
        if links and c.isa(here, "for") and any(c.capital(i) for i in range(at, here)):
            break  # `ministère des Mines` + `pour la construction d'un port`
        while c.isa(here, "name-joint") or c.isa(here, "the") or c.isa(here, "for") or (links and c.isa(here, "and")):
            here += 1
        body = c.hit("body", here)
        known = c.hit("portfolio", here) or c.hit("topic", here)
        proper = c.capital(here) and body is None and (known is None or c.hit("organization", here) is not None)
        if joint == here or proper or _no_field(c, here):
            break
        if body is not None:
            here = end = body.end
        elif known is not None:
            here = known.end
            end = here if end or not links else end
        else:
            here += 1
            repeated = c.isa(joint, "and") and c.isa(joint + 1, "of") and here == joint + 3  # `d'analyses et d'essais`
            end = here if not links or repeated else end
        while not c.capital(here) and (last := _adjective(c, here)) > here:
            end = last if links == 0 or end == here else end
            here = last
        links += 1
        owner = c.country(here + 1 + c.isa(here + 1, "the")) if c.isa(here, "of") else None
        if any(
            names and names[0][:1].isupper() for names in (bracket_alias(c, x)[1] for x in (here, owner.end if owner else here))
        ):
            return here
    return end


def _adjective(c: Context, at: int) -> int:
    """Token after an adjective of fields at a token; the token itself where none stands."""
    word = c.hit("portfolio", at)
    if word is not None and word.rows[0][0] == "word":
        return word.end
    short = bracket_alias(c, at + 1)[1] if at < len(c.tokens) and c.tokens[at].word and not c.isa(at, "stop") else ()
    if short and short[0].isupper() and c.fold(at).startswith(short[0][-1].lower()):
        return at + 1  # `Office national de métrologie légale (ONML)`
    return at + 1 if c.isa(at, "head-adjective") or c.isa(at, "field-adjective") else at


def _no_field(c: Context, at: int) -> bool:
    """Whether what stands at a token opens no field: a state, an officer, a head of its own, a date, a word of the grammar."""
    layers = ("country", "office", "honorific", "place", "framework", "anaphor", "speech", "auxiliary")
    return (
        (c.hit("event", at) is not None and not c.isa(at - 1, "of"))
        or _strong(c, at)
        or at >= len(c.tokens)
        or not c.tokens[at].word
        or at in c.date_at
        or c.isa(at, "stop")
        or c.isa(at, "possessive")
        or any(c.hit(layer, at) for layer in layers)
    )


def body_fields(c: Context, at: int, limit: int, *, offices: bool = False) -> int:
    """Token after what follows `of` in a body's name: fields or a capitalized run; `at` where there is neither.

    `offices`: the name may be an office's (`Office of the Prime Minister`). A ministry's are listed as its minister's
    (`ministère de la Pêche, de l'Eau et des Togolais à l'étranger`).
    """
    end = _run(c, at, limit, offices=offices)
    if end > at and (last := _adjective(c, end)) > end and bracket_alias(c, last)[1]:
        return last  # `Assemblée du Pouvoir` + `populaire (APP)`
    listed = end > at and c.isa(at - 2, "ministry") and bool(c.words.get("name-joint"))
    last = portfolio(c, at, limit) if listed else end
    return end if c.classes.any("for", end, last) else max(end, last)  # `ministère des Mines` + `pour l'exécution du chantier`


def _run(c: Context, at: int, limit: int, *, offices: bool) -> int:
    """Token after fields or a capitalized run."""
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
        body = c.hit("body", here) if end == at else None
        if body is not None and body.end > here + 1:
            return body.end  # `Council of Ministers of the League of Arab States`
        if hit is not None and (c.capital(here) or (end == at and c.isa(at - 1, "of"))):
            end = hit.end
            while not c.capital(here) and c.words.get("name-joint") and (last := _adjective(c, end)) > end:
                end = last  # `Agence des services frontaliers`
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
        last = last and not (any(c.isa(i, "and") for i in range(at, end)) and c.hit("portfolio", joint + 2) is None)
        if c.fold(joint) == "," and (last or _closes(c, joint + 1, limit)):
            joint += 1
        if c.isa(joint, "and") or c.fold(joint) == "&":
            joint += 1
        elif c.isa(joint, "of") or c.isa(joint, "for") or c.isa(joint, "on") or _goes_to(c, joint):
            joint += 1
        if joint == end:
            if (c.capital(end) and (offices or _belongs(c, end))) or (c.hit("portfolio", end) and not c.capital(here)):
                continue
            break
        ahead = joint
        while c.isa(ahead, "det"):
            ahead += 1
        opens = _strong(c, ahead) or c.hit("office", ahead) or (c.country(ahead) and not c.hit("portfolio", ahead))
        article = ahead > joint and c.isa(joint - 1, "and") and (not c.hit("portfolio", ahead) or c.hit("organization", ahead))
        # `Société des mines et Solvex`: a bare capital after fields in lower case is another body.
        another = c.isa(joint - 1, "and") and c.isa(at - 1, "name-joint") and not c.capital(end - 1)
        article = article or bool(another and ahead == joint and not c.hit("portfolio", ahead))
        if not c.capital(ahead) or opens or article or _reaches_head(c, ahead, limit):
            break
        end = joint
    while end > at and (c.isa(end - 1, "and") or c.fold(end - 1) == "," or c.isa(end - 1, "of") or c.isa(end - 1, "for")):
        end -= 1
    return end


def _goes_to(c: Context, at: int) -> bool:
    """Whether `à` and a field in capitals go on a name (`Unité de Coordination des Contrôles aux Frontières`)."""
    field = c.isa(at, "at") and c.words.get("name-joint") and c.capital(at + 1) and c.hit("portfolio", at + 1)
    return bool(field) and c.place(at + 1) is None


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
            return (_field_ahead(c, here + 1, limit) or listed) and here > at
        plain = c.capital(here) and not any(
            c.hit(layer, here) for layer in ("office", "organization", "country", "place", "honorific")
        )
        if not (plain or c.hit("portfolio", here) or c.fold(here) == "," or c.isa(here, "det")) and (
            c.ending("portfolio", here + 1) is None
        ):
            return False
    return False


def _field_ahead(c: Context, at: int, limit: int) -> bool:
    """Whether a field stands at a token, or ends the two or three capitals that begin there (`and Craft Promotion`)."""
    if c.hit("portfolio", at) is not None:
        return True
    end = at
    while end < min(at + 3, limit) and c.capital(end) and c.tokens[end].word:
        if any(c.hit(layer, end) for layer in ("office", "organization", "country", "place", "honorific", "body")):
            return False
        end += 1
    return end - at > 1 and any(c.hit(layer, end - 1) for layer in ("portfolio", "topic"))


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
    at = c.ending("office", end)
    return c.hits["office"][at].rows[0][0] if at is not None else ""

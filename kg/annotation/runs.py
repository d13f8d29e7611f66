"""Capitalized runs around a head noun, and noun-phrase complements after it: what names of things are made of."""

from kg.annotated import CLOSING, OPENING, POSSESSIVE
from kg.annotation.context import Context
from kg.annotation.parties import party_run

__all__ = [
    "FIELDS",
    "INSTRUMENTS",
    "QUOTES",
    "QUOTES_CLOSE",
    "QUOTES_OPEN",
    "acts_at",
    "complement",
    "is_head",
    "left_run",
    "lower_left",
    "officers_at",
    "other_at",
    "right_run",
    "speech_end",
    "state_officer",
]

_LANDS = ("country", "place")
_JOINTS = ("and", "of", "for", "on", "in", "to", "with", "by", "preposition", "clause")
_NO_MODIFIER = ("stop", "det", "quantity", "founding", "currency")
_VERBS = ("speech", "event")
_GOAL = ("det", "subject")
_RIGHT = ("of", "for", "on", "to", "with", "in")
FIELDS = ("topic", "portfolio")
"""Layers of the words of fields."""
INSTRUMENTS = ("agreement", "programme")
"""Kinds of what is signed."""
QUOTES_OPEN = OPENING | {"‘"}
QUOTES_CLOSE = CLOSING | {"’"}
QUOTES = QUOTES_OPEN | CLOSING
"""Marks around a name; a closing `’` alone is rather an apostrophe."""


def speech_end(c: Context, start: int, end: int) -> int:
    """Where a quotation ends that goes on to who says it, since no name goes over its mark (`“… a memorandum on sports,” A said`,
    `« … sur le sport », a dit A`); `end` where none does."""
    for at in range(start + 1, end):
        mark = c.tokens[at]
        if mark.text in OPENING and not mark.glued:
            break
        if mark.text in CLOSING and (c.fold(at - 1) == "," or (mark.text not in OPENING and c.fold(at + 1) == ",")):
            return at - (c.fold(at - 1) == ",")
    return end


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
            alone = token.text[0].isdigit() and len(token.text) < 3 and not (c.dash(before - 1) or c.fold(before - 1) == "+")
            if c.hit("honorific", before) or (alone and c.fold(start) != "+"):
                break
            start = before
        elif token.text == "+" and c.tokens[start].text.isdigit() and c.tokens[before - 1].text.isdigit():
            start = before
        elif (c.dash(before) or token.text == "/") and before > floor and c.capital(before - 1) and start < at:
            start = before - 1
        elif c.dash(before) and token.glued and c.tokens[start].glued and before > floor:
            start = before - 1
        elif token.word and token.glued and c.dash(before - 1) and before - 1 > floor and c.capital(before - 2):
            start = before - 2  # `Scale-up Plan`
        elif token.text in POSSESSIVE and before > floor and c.capital(before - 1) and _possesses(c, before):
            start = before - 1
        else:
            break
    country = c.ending("country", start)
    if start < at and country is not None and country >= floor and c.dash(start):
        return country
    # Do not begin in the midst of a country's name, or of a city's (`Dar es Salaam Declaration`).
    near = range(max(floor, start - 4), start)
    for opened in near if c.any_hit(_LANDS, near.start, near.stop) else ():
        if any((hit := c.hit(layer, opened)) and start < hit.end <= at for layer in _LANDS):
            return opened
    return start


def _possesses(c: Context, mark: int) -> bool:
    """Whether a possessor belongs to a name: several (`Leaders' Dialogue`) or a field (`Women's Council`), no person or state."""
    owner = mark - 1
    several = c.tokens[mark].text in ("'", "’")
    named = c.country(owner) is not None or c.hit("body", owner) is not None or c.ending("body", mark) is not None
    return not named and (several or c.hit("topic", owner) is not None or c.hit("portfolio", owner) is not None)


def _is_opening(c: Context, at: int, floor: int) -> bool:
    """Whether a capital owes to the beginning of a sentence alone; between capitals a small word belongs to a title."""
    if c.isa(at, "det") or (at == floor and c.isa(at, "opening")):
        return True
    return c.isa(at, "stop") and (
        (at in c.classes.either(_JOINTS) and not (c.capital(at) and c.isa(at, "preposition")))
        or at == floor
        or not c.capital(at - 1)
        or not c.capital(at + 1)
    )


def lower_left(c: Context, at: int, floor: int, most: int = 7) -> int:
    """Start of the modifiers before a head in lower case: content words, as far as an article, a preposition or a verb."""
    start = at
    while start > floor and at - start < most:
        before = start - 1
        token = c.tokens[before]
        joined = c.dash(before) or token.text == "+"
        if joined and c.tokens[start].word and before > floor and c.tokens[before - 1].word and (token.glued or c.capital(start)):
            start = before - 1
            continue
        blocked = (
            not token.word
            or (token.text[0].isdigit() and not token.glued)
            or before in c.classes.either(_NO_MODIFIER)
            or (before in c.starts(_VERBS) and not c.isa(before, "verb-noun") and not (c.capital(before) and before > floor))
            or before in c.date_at
            or (c.hit("auxiliary", before) and not token.capital)
        )
        if blocked:
            break
        start = before
    while start < at and (c.country(start) or c.isa(start, "idle-modifier")):
        found = c.country(start)
        if found and c.dash(found.end):
            break
        start = found.end if found else start + 1
    return start


def right_run(c: Context, at: int, limit: int) -> int:
    """Token after a capitalized complement at a token (`of the Americas`, `on Climate Change and Energy`); `at` if none."""
    end = at
    while end < limit:
        here = end
        if here in c.classes.either(_RIGHT):
            here += 1
        elif c.isa(here, "and") or c.fold(here) == "&":
            if end == at:
                break
            here += 1
        elif c.fold(here) == "," and end > at and _capitals_close(c, here + 1, limit):
            here += 1 + c.isa(here + 1, "and")
        elif c.dash(here) and c.capital(here + 1) and (c.hit("topic", here + 1) or c.hit("portfolio", here + 1)) and end > at:
            here += 1  # `for Economic - Trade and Scientific - Technological Cooperation`
        elif c.tokens[here].text in POSSESSIVE and end > at and c.capital(end - 1) and _possesses(c, here):
            here += 1  # `on Migrant Workers’ Rights`
        elif c.dash(here) and here + 1 < limit and c.tokens[here].glued:
            here += 1
            if end > at and c.tokens[here].word and not c.capital(here) and c.tokens[here].glued and c.capital(here + 1):
                here += 1  # `Bi-national Fund`
        if c.isa(here - 1, "and") and c.isa(here, "name-joint") and here > end:
            here += 1  # `Initiative de la Ceinture et de la Route`
        while c.isa(here, "det") and (here > end or (end > at and c.capital(here + 1))):
            here += 1
        here += here > end and c.isa(here, "possessive") and c.isa(here - 1, "and")  # `on the River Awa and its Banks`
        if here >= limit or not c.tokens[here].word or c.isa(here, "stop"):
            break
        joined = c.isa(here - 1, "and")
        if not c.capital(here) or (here in c.date_at and not c.tokens[here].text[0].isdigit()):
            break
        if joined and (c.country(here) or c.hit("office", here) or c.hit("honorific", here)):
            break
        another = c.isa(here - 1, "det") and c.isa(here - 2, "and")
        own = c.isa(here - 1, "a") and not c.isa(here - 2, "of")  # `for the Establishment of a Framework` is one name
        if (c.hit("framework", here) and (own or another)) or (another and _names_another(c, here, limit)):
            break  # `an MoU on Health and an MoU on Trade`, `the Accord on Ports and the Harbour Strategy`
        if c.isa(end, "with") or c.isa(end, "in") or c.isa(end, "to"):
            if c.country(here) or c.place(here):
                break
        field = c.hit("topic", here) or c.hit("portfolio", here) or c.hit("region", here) or c.isa(here + 1, "of")
        if c.isa(end, "in") and not (field or c.isa(end - 1, "shared")):
            break  # `Charter at the Summit`, but `Memorandum on Cooperation in Oceanography`
        body = c.hit("body", here)
        end = here + 1 if body is None else max(here + 1, body.end)  # `Charte de l'Union africaine`
    return end


def _names_another(c: Context, at: int, limit: int) -> bool:
    """Whether a run of capitals from a token on ends in a head of frameworks."""
    end = at
    while end < limit and c.capital(end) and c.tokens[end].word:
        if (hit := c.hit("framework", end)) and end > at and not (c.capital(hit.end) and c.tokens[hit.end].word):
            return True
        end += 1
    return False


def _capitals_close(c: Context, at: int, limit: int) -> bool:
    """Whether capitals and commas lead to `and` and another capital (`on Economic, Scientific and Technological Cooperation`).

    After a comma before `and` (`for Security, Public Health, and Safe Communities`) any capital will do.
    """
    for here in range(at, min(at + 12, limit)):
        if c.isa(here, "and"):
            last = here + 1
            while c.isa(last, "det"):
                last += 1
            shared = any(c.isa(i, "shared") for i in range(at - 2, last + 1))  # `of Friendship, Trust and Mutual Assistance`
            plain = c.fold(here - 1) == "," and not other_at(c, last)
            known = c.hit("topic", last) or c.hit("portfolio", last) or shared or plain
            return (here > at or c.fold(here - 1) == ",") and c.capital(last) and bool(known) and not c.country(last)
        small = (c.isa(here, "of") or c.isa(here, "in")) and c.capital(here + 1) and here > at  # `Illegal Trade in Drugs`
        if not (c.capital(here) or c.fold(here) == "," or c.dash(here) or small) or other_at(c, here):
            return False
    return False


def other_at(c: Context, at: int) -> bool:
    """Whether a capital begins what is no part of a list of fields: a state, office, person, place, body or instrument."""
    layers = ("country", "office", "framework", "honorific", "body", "place", "conference")
    return any(c.hit(layer, at) for layer in layers) and not c.isa(at, "noun-before")  # `Diplomatic and Official Passports`


def complement(c: Context, at: int, limit: int, most: int = 18) -> int:
    """Token after a noun-phrase complement whose first content word is at `at`; ends at clause words, verbs and marks."""
    end = at
    while end < limit and end - at < most:
        token = c.tokens[end]
        if not token.word:
            if (c.dash(end) and token.glued) or token.text in POSSESSIVE:
                end += 1
                continue
            named = c.ending("framework", end) is not None  # `the launch of the initiative “Safe Ports”`
            if token.text in QUOTES and (named or end == at or c.tokens[end - 1].text in QUOTES or _quote_open(c, at, end)):
                end += 1
                continue
            break
        if _quote_open(c, at, end):
            end += 1
            continue
        if end > at and c.isa(end, "purpose") and _plain(c, end + 1):
            break  # `pour renforcer …`
        negated = c.hit("auxiliary", end) and not token.capital and not (end > at and c.isa(end, "subject"))
        if (c.isa(end, "clause") and not _keeps(c, at, end)) or end in c.date_at or negated:
            break
        if (
            end > at
            and (acts_at(c, end) or c.hit("speech", end))
            and not any(c.isa(end - 1, kind) for kind in ("det", "noun-before", "of", "subject", "in"))
            and not c.isa(end, "verb-noun")
            and not token.capital
            and not (c.fold(end + 1) in POSSESSIVE or c.fold(end - 1) in POSSESSIVE)
        ):
            hit = c.hit("event", end)
            if hit is None or "noun" not in hit.rows[0][1]:
                break
        if (c.isa(end, "and") and _another(c, end + 1)) or (c.isa(end, "on-behalf") and c.isa(end + 1, "for-state")):
            break  # `on the railway on behalf of their states`
        joined = c.isa(end, "between") and (party_run(c, end + 1, limit) > end + 1 or _person_opens(c, end + 1))
        if joined or (c.isa(end, "with") and _party_follows(c, end + 1)):
            break
        if c.isa(end, "to") and end > at:
            goal = end + 1 in c.classes.either(_GOAL) or c.capital(end + 1) or c.hit("topic", end + 1)
            bare = end == at + 1 and c.isa(at, "shared") and _plain(c, end + 1)  # `cooperation to build a dam`
            if not (goal or bare or c.isa(end - 1, "building")):
                break  # but `programme de mise en œuvre de l'accord`
        if c.isa(end, "in") and (c.place(end + 1) or end + 1 in c.date_at or c.country(end + 1)):
            break
        work = c.hit("framework", end)  # `la ligne à grande vitesse`
        end = work.end if work is not None and "site" in work.rows[0][1] and not c.capital(end) else end + 1
    if c.isa(end, "by") and end > at + 1 and not c.tokens[end - 1].capital and not c.hit("topic", end - 1):
        end -= 1  # `a council headed by the ministers`
    while end > at and any(c.isa(end - 1, kind) for kind in ("and", "stop", "det", "adverb")):
        end -= 1
    return end


def _person_opens(c: Context, at: int) -> bool:
    """Whether a title or office before a name begins at a token (`entre Mme A et M. B`): who signs is no part of a name."""
    return c.hit("honorific", at) is not None or (c.hit("office", at + c.isa(at, "det")) is not None and not c.isa(at, "a"))


def _another(c: Context, at: int) -> bool:
    """Whether what begins behind `and` is another thing, or told by another verb."""
    apart = c.isa(at, "det") and not c.hit("topic", at + 1)
    if apart and not (_plain(c, at + 1) and not c.isa(at, "a") and (c.isa(at + 2, "of") or _deed(c, at + 1))):
        return True
    if c.hit("framework", at) or acts_at(c, at) or c.isa(at, "another") or is_head(c, at):
        return True
    one = (c.isa(at, "instance") and c.isa(at + 1, "subject")) or c.isa(at, "founding")  # `on fraud and one on taxes`
    officer = (c.isa(at, "the") and officers_at(c, at + 1)) or state_officer(c, at)  # `on energy and the transport ministers a …`
    return one or officer or (c.isa(at, "of") and c.isa(at + 1, "a"))  # `d'une structure mixte et d'un forum`


def state_officer(c: Context, at: int) -> bool:
    """Whether an officer of a state is told at a token: `Danish Minister A`, `la ministre danoise A`."""
    first = at + c.isa(at, "det")
    land = c.adjective(first)
    office = c.hit("office", land.end if land is not None else first)
    return office is not None and (land is not None or c.adjective(office.end) is not None)


def _deed(c: Context, at: int) -> bool:
    """Whether a noun with its adjective and `of` stand at a token (`protection réciproque des investissements`)."""
    apart = c.hit("office", at) or c.hit("organization", at) or c.hit("framework", at) or c.country(at + 1)
    return bool(c.words.get("name-joint")) and not apart and _plain(c, at + 1) and c.isa(at + 2, "of")


def officers_at(c: Context, at: int) -> bool:
    """Whether several officers stand at a token, perhaps after their field (`the transport ministers`)."""
    office = c.hit("office", at) or ((field := c.hit("portfolio", at)) and c.hit("office", field.end))
    return bool(office and office.singular is not None and not c.capital(at))


def _keeps(c: Context, start: int, at: int) -> bool:
    """Whether a word that elsewhere opens a clause goes on a subject: `opening of`, `exemption from`, `carriage by road`."""
    noun = c.isa(at, "verb-noun") and c.isa(at + 1, "of")
    noun = noun or (bool(c.words.get("name-joint")) and c.isa(at - 1, "the"))  # `sur la tenue de consultations`
    source = c.isa(at, "from") and c.isa(at - 1, "takes-from")
    return noun or (at > start and (source or (c.isa(at, "by") and c.isa(at + 1, "way"))))


def is_head(c: Context, at: int) -> bool:
    """Whether an article or number and a head of frameworks stand at a token (`three memoranda on …`)."""
    if c.isa(at, "contracted") and c.hit("framework", at + 1) is not None:
        return True  # `du mémorandum sur la pêche et du protocole`
    at += c.isa(at, "of")  # `d'un accord sur la pêche et d'un protocole`
    opened = any(c.isa(at, kind) for kind in ("a", "quantity", "det"))
    return opened and c.hit("framework", at + 1 + c.isa(at + 1, "instance")) is not None  # `d'un autre accord`


def _plain(c: Context, at: int) -> bool:
    """Whether a bare word in lower case stands at a token: after a word of purpose it is a verb."""
    kinds = ("det", "possessive", "quantity", "two", "of", "stop")
    return at < len(c.tokens) and c.tokens[at].word and not c.capital(at) and not any(c.isa(at, kind) for kind in kinds)


def acts_at(c: Context, at: int) -> bool:
    """Whether a word of events begins at a token that is no noun in a subject (`exchange of data`, `exchange programme`)."""
    hit = c.hit("event", at)
    return hit is not None and not c.isa(hit.end, "of") and c.hit("framework", hit.end) is None


def _quote_open(c: Context, start: int, end: int) -> bool:
    return sum(c.tokens[i].text in QUOTES for i in range(start, end)) % 2 == 1


def _party_follows(c: Context, at: int) -> bool:
    if c.isa(at, "det"):
        at += 1
    return bool(
        c.country(at)
        or c.hit("organization", at)
        or c.hit("body", at)
        or c.isa(at, "two")
        or c.isa(at, "both")
        or c.isa(at, "respective")
    )

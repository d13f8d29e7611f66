"""Heads in lower case: when a phrase stands for one definite instrument or standing arrangement, and when it is only spoken of.

an agreement on fisheries       it has a subject
the extradition treaty          a topic is among its modifiers
signed a protocol               it was signed
elevated ties to a strategic partnership
the third round of political consultations, a joint working group on ports
"""

from kg.annotated import POSSESSIVE, Hit
from kg.annotation.context import Context
from kg.annotation.naming import is_founded, is_shared
from kg.annotation.subjects import topical
from kg.annotation.tails import Tail, countries

__all__ = ["count", "first_state", "is_described", "is_known", "is_occasion", "is_of_any", "is_signed", "is_state_plan"]


def is_described(c: Context, start: int, at: int, hit: Hit, tail: Tail) -> bool:
    """Whether a head in lower case, of a form that counts so, stands for one thing, by its kind."""
    kind = hit.rows[0][0]
    signed = is_signed(c, start, max(hit.end, hit.end if tail.opens is not None else tail.end))
    if kind == "agreement":
        return _instrument(c, start, at, hit, tail, signed)
    known = is_known(c, start)
    about = any(topical(c, a, b) or c.capital(a) for a, b in tail.pieces) and not c.isa(hit.end, "of")
    if kind == "partnership":
        if hit.end - at > 1 and is_shared(c, at, hit.end) and (is_founded(c, start) or c.isa(start - 1, "founding")):
            return True  # `establish a trilateral partnership`
        if sum(c.isa(i, "status") and not c.isa(i, "of-noun") for i in range(at, hit.end)) > 1:
            return True  # `a privileged strategic partnership`
        named = signed and (hit.end - at > 1 or start < at)
        return named or (
            any(c.isa(i, "status") for i in range(start, hit.end))
            and (known or tail.parties is not None or c.isa(hit.end, "with") or _raised(c, start))
        )
    if kind == "mechanism":
        return (hit.end - at > 1 and _shared_by_two(c, tail)) or _standing(c, start, at, hit, about=about, known=known)
    several = hit.end - at > 1
    return (
        ((known or several) and about)
        or (topical(c, start, hit.end) and (several or (start < at and is_founded(c, start))))
        or (signed and (several or about or bool(tail.pieces)))
        or (several and tail.dated)
        or (known and bool(c.words.get("name-joint")) and any(topical(c, a, b) for a, b in tail.pieces))
        or (several and ((known and tail.purpose) or _drawn_up(c, start)))
        or (tail.clause and _introduced(c, start) and c.fold(start - 2) != ",")
        or (several and is_founded(c, start))
        or (bool(tail.pieces) and topical(c, *tail.pieces[0]) and c.isa(tail.pieces[0][0], "building"))
        or (known and start < at and topical(c, start, hit.end) and _located(c, start, hit.end))
    )


def _located(c: Context, start: int, end: int) -> bool:
    """Whether a place, a state or a clause says which programme it is (`the water programme in Lima`, `the Tongan project`)."""
    told = c.isa(end, "relative") or (c.isa(end, "under") and c.isa(end + 1, "relative"))  # `the jobs initiative under which …`
    return told or c.ending("country", start) is not None or (c.isa(end, "in") and c.place(end + 1) is not None)


def _instrument(c: Context, start: int, at: int, hit: Hit, tail: Tail, signed: bool) -> bool:
    """An agreement is one by its subject, a topic or a number before it, its parties, or because it was signed."""
    if tail.purpose and not signed and "to" not in hit.rows[0][1].split(","):
        return False  # `agreement to meet again`
    plain = start == at == hit.end - 1
    if (plain and is_known(c, start)) or c.isa(start - 1, "this"):
        signed = False  # `signed the agreement` tells of one known before
    if tail.dated and not tail.pieces and is_known(c, start):
        return True  # `the accord of 2014`
    if not signed and plain and not _introduced(c, start):
        return tail.parties is not None  # `agreement on many issues`
    signed = signed or (hit.end - at > 1 and _drawn_up(c, start))
    vague = bool(tail.pieces) and c.isa(tail.pieces[0][0], "quantity") and not topical(c, *tail.pieces[0])
    subject = bool(tail.pieces) and not vague
    field = any(row[1] for i in range(start, hit.end - 1) if (h := c.hit("portfolio", i)) for row in h.rows)
    subject = subject or (tail.dated and tail.end > hit.end)  # `a memorandum of 2019`
    return signed or subject or field or topical(c, start, hit.end) or c.tokens[start].text.isdigit() or tail.parties is not None


def _drawn_up(c: Context, start: int) -> bool:
    """`agreed on a joint roadmap`, `finalised a framework agreement`: what a word of drawing up governs."""
    before = start - 1
    while c.isa(before, "a") or c.isa(before, "idle-modifier"):
        before -= 1
    before -= c.isa(before, "on") or c.isa(before, "to")
    return before < start - 1 and c.isa(before, "drawing-up")


def _introduced(c: Context, start: int) -> bool:
    """Whether an article or adjective stands before a bare head, perhaps over a word of its state (`a draft agreement`)."""
    before = start - 1
    while c.hit("auxiliary", before) and not c.isa(before, "stop"):
        before -= 1
    adjective = c.ending("country", start) is not None or c.isa(before, "idle-modifier")
    return (
        adjective
        or c.isa(start - 1, "draft")
        or any(c.isa(before, kind) for kind in ("det", "with-article", "another", "possessive"))
        or c.fold(before) in POSSESSIVE
        or not c.tokens[before].word
    )


def _standing(c: Context, start: int, at: int, hit: Hit, *, about: bool, known: bool) -> bool:
    """Whether a mechanism in lower case is a standing one: of two states, about something, founded, or in session."""
    if len(countries(c, start, at)) > 1 or _countries_before(c, start) > 1 or (c.isa(at, "status") and known):
        return True
    several = hit.end - at > 1
    founded = is_founded(c, start) or _to_be_founded(c, hit.end)
    about = about or topical(c, start, hit.end if hit.end - at > 2 and c.isa(start - 1, "a") else at)
    shared = is_shared(c, start, hit.end)
    regular = any(c.isa(i, "regular") for i in range(start - 1, hit.end - 1)) or _held(c, start, hit.end)
    sits = shared and c.isa(start - 1, "a") and any(c.isa(i, "sits") for i in range(hit.end, hit.end + 5))
    told = c.isa(hit.end + (c.fold(hit.end) == ","), "relative")  # `a joint committee, which is to meet twice a year`
    if (
        several and shared and (told or (c.isa(start - 1, "a") and any(c.isa(i, "joint-word") for i in range(start, hit.end))))
    ) or (about and (known or founded)):
        return True
    return (
        (several and (founded or about or _in_session(c, start) or (known and shared) or regular))
        or (founded and start < at and c.isa(start - 1, "a"))
        or sits
        or hit.end - at > 3
        or (hit.end - at > 2 and known)
    )


def _shared_by_two(c: Context, tail: Tail) -> bool:
    """Whether two states are told as those whose mechanism it is (`political consultations between Chile and Peru`)."""
    return tail.parties is not None and len(countries(c, *tail.parties)) > 1


def _to_be_founded(c: Context, end: int) -> bool:
    """`a joint commission is to be established`, `consultations set up in 2031`: what a word of founding tells after it."""
    here = end
    if c.isa(end, "founding") and any(c.isa(end + 1, kind) for kind in ("in", "by")):
        return True
    while c.hit("auxiliary", here) or c.isa(here, "be") or c.isa(here, "to"):
        here = hit.end if (hit := c.hit("auxiliary", here)) else here + 1
    return here > end and c.isa(here, "founding")


def _in_session(c: Context, start: int) -> bool:
    """`the third round of`, `a meeting of the`, `co-chaired the`: what sits is a body."""
    before = start - 1
    while c.isa(before, "det") or c.isa(before, "idle-modifier") or c.country(before) or c.isa(before, "possessive"):
        if _ordinal(c, before):
            return True  # an ordinal may be an idle word too
        before -= 1
    return (c.isa(before, "of") and c.isa(before - 1, "session")) or c.isa(before, "chaired") or _ordinal(c, before)


def _held(c: Context, start: int, end: int) -> bool:
    """`held political consultations`, `political consultations were held`: consultations of a kind are a standing arrangement."""
    if not any(c.isa(i, "sitting-noun") for i in range(start, end)):
        return False
    before = start - 1
    while c.isa(before, "det") or c.isa(before, "idle-modifier"):
        before -= 1
    return c.isa(before, "held") or any(c.isa(i, "held") for i in range(end, end + 3))


def _ordinal(c: Context, at: int) -> bool:
    found = c.hit("calendar", at)
    return found is not None and found.rows[0][0] == "ordinal" and (c.isa(at - 1, "det") or c.isa(at - 1, "possessive"))


def _raised(c: Context, start: int) -> bool:
    """`elevated ties to a strategic partnership`, `established a strategic partnership`."""
    before = start - 1
    while c.isa(before, "a") or c.isa(before, "idle-modifier"):
        before -= 1
    if c.isa(before, "of") and c.isa(before - 1, "rank"):
        before -= 2  # `elevated to the rank of a strategic partnership`
        while c.isa(before, "det"):
            before -= 1
    if c.isa(before, "have") and before < start - 1:
        return True  # `have a strategic partnership`
    agreed = c.isa(before, "of") and c.isa(before - 1, "agreed")  # `ils sont convenus d'un partenariat stratégique`
    return agreed or c.isa(before, "to") or c.isa(before, "founding")


def count(c: Context, at: int) -> int:
    """The number that a token tells; 0 where it tells none."""
    found = c.hit("calendar", at)
    if found is not None and found.rows[0][0] == "number":
        return int(found.rows[0][1])
    if c.isa(at, "two"):
        return 2
    text = c.tokens[at].text if 0 <= at < len(c.tokens) else ""
    return int(text) if text.isdigit() and len(text) < 3 else 0


def is_signed(c: Context, start: int, end: int) -> bool:
    """Whether a phrase is what was signed: the object of a word of signing before it, or what was signed after it."""
    before = start - 1
    while (
        c.isa(before, "det")
        or c.isa(before, "idle-modifier")
        or c.isa(before, "possessive")
        or c.isa(before, "of")
        or c.isa(before, "draft")
        or (before in c.date_at or (c.fold(before) == "," and before - 1 in c.date_at) or c.country(before) is not None)
    ):
        before -= 1
    beyond = _before_circumstances(c, before)
    aside = c.fold(beyond) == "," and (beyond < before or any(i in c.date_at for i in (before + 1, before + 2)))
    before = beyond - aside  # `the signing, in Lima, of an accord`
    for at in range(before, max(before - 4, -1), -1):
        found = c.hit("event", at)
        if found is not None and found.rows[0][0] == "signing" and found.end > before:
            return True
    if c.isa(before, "by") and any(c.isa(i, "bound") for i in range(before - 4, before)):
        return True  # `A and B were bound by a memorandum`
    if _next_signed(c, before):
        return True
    inner = c.ending("framework", end)
    if inner is not None and inner > start + 1 and c.hits["framework"][inner].singular is not None:
        return False  # `a consensus on implementing agreements signed in May`
    for at in range(end, min(end + 20, len(c.tokens))):
        found = c.hit("event", at)
        if found is not None and found.rows[0][0] == "signing":
            return found.rows[0][1] == "sign-passive" or at == end or (c.fold(at - 1) == "," and at == end + 1)
        beside = c.isa(at - 1, "a") and (c.isa(at - 2, "and") or c.fold(at - 2) == ",")  # `a memorandum and a plan were signed`
        if (c.hit("framework", at) and not beside) or c.fold(at) in (";", ".", ":"):
            break
    return False


def _before_circumstances(c: Context, at: int) -> int:
    """The token before what tells when and where, between a verb and its object (`ont signé mercredi à Solba un accord`)."""
    while True:
        back = at - (c.fold(at) == ",")
        place = c.ending("place", back + 1)
        place = back if place is None and c.capital(back) else place
        if back in c.date_at:
            back = c.date_at[back].start - 1
        elif place is not None and (c.isa(place - 1, "in") or c.isa(place - 1, "at")):
            back = place - 2
        else:
            return at
        at = back


def _next_signed(c: Context, joint: int) -> bool:
    """Whether a phrase goes on a list of what was signed: between its joint (`and`, `including`, a comma) and the word of
    signing stands nothing but another instrument."""
    while c.isa(joint, "idle-modifier") or c.isa(joint, "additive"):
        joint -= 1
    if not (c.isa(joint, "and") or c.isa(joint, "enumerating") or c.fold(joint) in (",", ":", ";")):
        return False
    heads = colon = int(c.fold(joint) == ":")
    for at in range(joint - 1, max(joint - 25, c.sentences[c.sentence_at[joint]].start - 1), -1):
        found = c.hit("event", at)
        if found is not None:
            return found.rows[0][0] == "signing" and heads > 0
        colon += c.fold(at) == ":"
        other = any(c.hit(layer, at) for layer in ("auxiliary", "speech")) and not colon
        parted = c.fold(at) == ";" and not heads and at < joint - 1
        if other or colon > 1 or parted or c.isa(at, "relative"):
            return False
        heads += c.hit("framework", at) is not None or c.fold(at) == ":"
    return False


def is_known(c: Context, start: int) -> bool:
    """Whether an article, a possessive or a possessor makes a phrase definite, over states' adjectives and idle words."""
    while start > 0 and ((country := c.ending("country", start)) is not None or c.isa(start - 1, "idle-modifier")):
        start = country if country is not None else start - 1
    article = c.isa(start - 1, "the") or c.isa(start - 1, "with-article")
    return article or c.isa(start - 1, "possessive") or c.fold(start - 1) in POSSESSIVE


def first_state(c: Context, start: int) -> int:
    """Where the states that stand before a phrase begin (`Kenyan-Omani committee`); the phrase where none does."""
    while (country := c.ending("country", start)) is not None:
        start = country
        if c.dash(start - 1):
            start -= 1
    return start


def _countries_before(c: Context, start: int) -> int:
    """How many states, joined by a dash, stand before a phrase."""
    last = c.ending("country", start)
    if last is None or not c.dash(last - 1):
        return 0
    return 2 if c.ending("country", last - 1) is not None else 0


def is_of_any(c: Context, start: int) -> bool:
    """Whether a head closes a list of heads in the plural (`treaties, protocols and the programme`): it names none."""
    if c.isa(start - 1, "a"):
        return False  # `signed two memoranda and a roadmap`
    joint = start - 1
    while c.isa(joint, "det") or c.isa(joint, "of"):
        joint -= 1
    last = c.ending("framework", joint) if c.isa(joint, "and") else None
    own = c.hit("framework", start)
    apart = own is not None and last is not None and c.hits["framework"][last].rows[0][0] == "mechanism" != own.rows[0][0]
    return last is not None and c.hits["framework"][last].singular is not None and not apart


def is_occasion(c: Context, at: int, end: int) -> bool:
    """Whether a head only tells the occasion (`dans le cadre de la visite`, `à l'initiative de A`): it names no thing."""
    if not (c.isa(at, "occasion") and c.isa(end, "of") and c.isa(at - 1, "the")) or c.isa(at - 2, "of"):
        return False
    return any(c.isa(at - 2, kind) for kind in ("in", "on", "to"))


def is_state_plan(c: Context, start: int, head_end: int, end: int) -> bool:
    """Whether a known plan is one state's, told between its head and what it is for (`le plan kataran de paix`)."""
    land = c.country(head_end)
    return land is not None and land.use == "adjective" and end > land.end and is_known(c, start)

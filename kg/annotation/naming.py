"""Mentions of frameworks: their names, what their names leave out, and what stands within them."""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.behind import widened
from kg.annotation.brackets import bracket_alias, own_alias
from kg.annotation.context import Context
from kg.annotation.extents import past_places
from kg.annotation.runs import INSTRUMENTS, QUOTES_CLOSE, QUOTES_OPEN
from kg.annotation.subjects import articles_before, topical
from kg.annotation.tails import Tail, countries, parties_at

__all__ = ["framework_mention", "initials_fit", "is_founded", "is_shared", "joiner", "listed_mentions", "nested_mentions"]


def framework_mention(c: Context, start: int, at: int, hit: Hit, tail: Tail) -> Mention:
    """The mention; a name that its parties part (`MoU between A and B on C`) is put together without them, and they stay free."""
    head = c.text(start, hit.end)
    known_as: list[str] = []
    if tail.opens is not None:
        # The parties and the word of signing between head and subject stay free.
        end = bracket_alias(c, hit.end)[0]
        end, name_end = (tail.end, tail.end) if tail.opens == end else (end, hit.end)
        name = f"{head} {_name(c, tail.opens, tail.end)}"
    elif tail.parties is not None:
        first, last = tail.parties
        name_end = hit.end if tail.short else first
        end = bracket_alias(c, name_end)[0]
        name, known_as = _name(c, start, name_end), [f"{head} {_name(c, first, last)}" if tail.short else _name(c, start, last)]
        if tail.pieces:
            name = f"{head if tail.short else name} {_name(c, last, tail.end)}"
        elif hit.rows[0][0] in INSTRUMENTS and not countries(c, first, last) and _plural_bodies(c, first, last):
            name, known_as = known_as[0], []  # `Cooperation Protocol between Chambers of Commerce`
        elif start == at and not topical(c, start, first):
            name, known_as = known_as[0], [name] if hit.rows[0][0] != "agreement" or is_shared(c, at, hit.end) else []
    else:
        end = name_end = tail.end
        bodies = parties_at(c, end) if tail.pieces and hit.rows[0][0] == "agreement" and _merely_joint(c, tail) else None
        name = _name(c, start, bodies[1] if bodies else name_end)  # `MoU on cooperation between their academies`
    short = tail.short
    if tail.parties is None and not short:
        end, short = own_alias(c, end)
    codes = _lands(c, start, hit, name_end, told=tail.told)
    before = c.ending("country", start)
    while before is not None and (found := c.country(before)):
        codes = [found.code, *[x for x in codes if x != found.code]]
        before = c.ending("country", before - 1) if c.dash(before - 1) else None
    subject = f"{tail.pieces[0][0]}:{tail.pieces[-1][1]}" if tail.pieces else ""
    parties = tail.parties or parties_at(c, end)
    return Mention(
        MentionKind.FRAMEWORK,
        start,
        end,
        name=name,
        name_start=start,
        name_end=name_end,
        key=hit.rows[0][0],
        aliases=(*short, *known_as),
        plural=hit.singular is not None,
        attributes={
            "head": " ".join(c.fold(i) for i in range(at, hit.end)),
            "countries": " ".join(codes),
            "lower": "" if c.capital(at) else "yes",
            "subject": subject,
            "parties": f"{parties[0]}:{parties[1]}" if parties else "",
            "indefinite": "yes" if _indefinite(c, start) else "",
            "head_end": str(hit.end),
            "beyond": "yes" if _beyond(c, start, hit) else "",
            "place": _place(c, start, at),
            "site": "yes" if tail.told or "site" in hit.rows[0][1] else "",
        },
    )


def _plural_bodies(c: Context, first: int, last: int) -> bool:
    """Whether bodies of one kind, one of each state, stand within a range: they tell which of several instruments it is."""
    heads = (c.hit("organization", at) for at in range(first, last))
    return any(head is not None and head.singular is not None for head in heads)


def _merely_joint(c: Context, tail: Tail) -> bool:
    """Whether all that a subject tells is that those who sign work together (`on mutual cooperation`)."""
    idle = ("cooperation", "shared", "idle-modifier", "consent", "and", "det")
    return all(any(c.isa(i, kind) for kind in idle) for piece in tail.pieces for i in range(*piece))


def _beyond(c: Context, start: int, hit: Hit) -> bool:
    """Whether a name is one of many states': of the lexicon, of a body's making, or a plural name (`Harbour Accords`)."""
    body = any(c.hit("body", i) and not c.dash(i - 1) for i in range(start, hit.end))
    several = hit.singular is not None and hit.rows[0][0] != "programme"
    return body or "world" in hit.rows[0][1].split(",") or (several and c.capital(hit.end - 1))


def _lands(c: Context, start: int, hit: Hit, end: int, *, told: bool) -> list[str]:
    """ISO codes of the states that a name tells; of a work those between which it lies, else those before its head."""
    if "site" not in hit.rows[0][1]:
        found = countries(c, start, end)
        return found if len(found) > 1 or not told else countries(c, start, hit.end)
    joined = any(c.isa(i, "between") or c.isa(i, "among") or c.dash(i) for i in range(hit.end, end))
    ends = countries(c, hit.end, end) if joined else []
    return ends if len(ends) > 1 else countries(c, start, hit.end)


def _place(c: Context, start: int, at: int) -> str:
    """The state of the city that a name opens with (`Oslo Accord`); empty where it does not."""
    place = c.place(start) if start < at else None
    return place.country if place is not None and place.end == at and not c.country(start) else ""


def listed_mentions(c: Context, at: int, hit: Hit, tail: Tail) -> list[Mention]:
    """`agreements on tourism, air services and culture`: one each; where no preposition joins them to the head, `on` does."""
    own = tail.parties is None and tail.opens is None and not tail.fields
    joined = own and bool(c.words.get("name-joint"))
    past = range(hit.end, min(hit.end + 3, len(c.tokens)))
    links = [i for i in past if not c.isa(i, "respectively")]  # `portant respectivement sur`
    on = joined and len(links) > 1 and c.isa(links[1], "on")
    joint = " ".join(c.tokens[i].text for i in links[: 1 + on]) if own else joiner(c)  # `portant sur`
    joint = joint.removesuffix("s") if joined and c.isa(hit.end, "on") else joint  # `relatifs à`
    singular = hit.singular or ""
    found = []
    for i, (begin, last) in enumerate(tail.pieces):
        first = begin + c.isa(begin, "respectively")
        start = at if not i else first
        opens = first + ((on and c.isa(first, "on")) or (tail.fields and c.isa(first, "of")))
        subject = c.text(articles_before(c, opens), last)
        if not c.isa(first, "in") or (own and c.isa(hit.end, "on")):
            subject = f"{joint} {subject}"
        found.append(
            Mention(
                MentionKind.FRAMEWORK,
                start,
                last,
                name=f"{singular} {subject}",
                name_start=start,
                name_end=last,
                key=hit.rows[0][0],
                attributes={
                    "head": singular,
                    "countries": "",
                    "lower": "yes",
                    "subject": f"{first}:{last}",
                    "indefinite": "yes",
                    "head_end": str(hit.end),
                },
            )
        )
    return found


def joiner(c: Context) -> str:
    """The word that joins a head to its subject where the text has none there (`on`)."""
    return min(c.words["joiner"])


def nested_mentions(c: Context, outer: Mention) -> Iterator[Mention]:
    """What a name holds that is a thing by itself: what it quotes (`declaration on the “exceptional partnership”`), a mechanism
    or programme that it founds (`memorandum on a joint working group on trade`)."""
    head_end = int(outer.attributes["head_end"])
    first, last = (
        (int(x) for x in outer.attributes["subject"].split(":")) if outer.attributes["subject"] else (head_end, outer.name_end)
    )
    for at in range(max(first, head_end), max(last, outer.name_end)):
        hit = c.hit("framework", at)
        hit = widened(c, hit) if hit is not None else None
        if (
            hit is None
            or hit.end > max(last, outer.name_end)
            or (hit.singular is not None and not (c.capital(at) and at < first + 3))
            or ("site" in hit.rows[0][1] and (past_places(c, hit.end) == hit.end or outer.attributes.get("site")))
        ):
            continue
        start = at
        quote = hit.end if hit.rows[0][0] == "programme" and c.fold(hit.end) in QUOTES_OPEN else 0
        close = next((i for i in range(quote + 2, outer.end) if c.fold(i) in QUOTES_CLOSE), 0) if quote else 0
        if close:
            yield _within(c, outer, hit, quote + 1, close, at)
            return  # `agreement on the programme “Safe Ports”`
        while (
            start > head_end
            and (c.tokens[start - 1].word or (c.dash(start - 1) and c.tokens[start].glued))
            and not any(c.isa(start - 1, kind) for kind in ("det", "possessive", "subject", "name-joint"))
            and not (c.isa(start - 1, "of") and c.isa(start - 2, "founding"))
        ):
            start -= 1
        quoted = c.fold(start - 1) in QUOTES_OPEN and start < at
        whole = not c.isa(hit.end, "of") or is_shared(c, hit.end + 1, hit.end + 2) or hit.rows[0][0] == "agreement"
        whole = whole or is_founded(c, start)
        short = outer.aliases[0] if outer.aliases else ""
        spelt = bool(short) and initials_fit(c, start, max(last, outer.name_end), short)  # `au Fonds d'études rurales (FER)`
        whole = whole or (hit.rows[0][0] == "programme" and c.capital(start) and (c.capital(hit.end + 1) or spelt))
        opened = any(c.isa(start - 1, kind) for kind in ("det", "possessive", "contracted")) or is_founded(c, start)
        opened = opened or (c.isa(start - 1, "name-joint") and any(c.isa(i, "holding") for i in (start - 2, start - 3)))
        founds = _founds(c, start, hit) and (start <= first + 1 or opened) and whole
        if not (quoted or (founds and (c.capital(start) or opened or start == first))):
            continue
        if outer.key == hit.rows[0][0] == "mechanism" and not opened:
            continue  # `Mechanism for Strategic Dialogue` is one thing
        end = hit.end if quoted else max(last, outer.name_end)
        end = past_places(c, hit.end) if "site" in hit.rows[0][1] else end
        own = outer.aliases[:1] if not quoted and outer.aliases and initials_fit(c, start, end, outer.aliases[0]) else ()
        yield replace(_within(c, outer, hit, start, end, at), aliases=own)
        return


def _within(c: Context, outer: Mention, hit: Hit, start: int, end: int, at: int) -> Mention:
    """The mention of what a name holds, in a range of tokens, by its head at a token."""
    return Mention(
        MentionKind.FRAMEWORK,
        start,
        end,
        name=_name(c, start, end),
        name_start=start,
        name_end=end,
        key=hit.rows[0][0],
        attributes={
            "head": c.text(at, hit.end).lower(),
            "countries": " ".join(countries(c, start, hit.end)) if hit.rows[0][0] == "programme" else "",
            "lower": "",
            "subject": "",
            "parties": outer.attributes.get("parties", ""),
            "indefinite": "",
            "within": "yes",
            "head_end": str(hit.end),
        },
    )


def _founds(c: Context, start: int, hit: Hit) -> bool:
    """Whether a thing in another's name is one by itself: a shared mechanism, a named programme, a declared partnership."""
    kind = hit.rows[0][0]
    if kind == "mechanism":
        of_states = c.isa(hit.end, "of") and is_shared(c, hit.end + 1, hit.end + 2)
        told = c.isa(start - 1, "det") and c.isa(hit.end, "subject")  # `on a mechanism for political dialogue`
        return is_shared(c, start, hit.end) or of_states or told or (hit.end - start > 1 and is_founded(c, start))
    if kind == "partnership":
        return c.isa(start - 1, "det") and any(c.isa(i, "status") for i in range(start, hit.end))
    if kind == "agreement":
        if (c.isa(start - 1, "det") or c.isa(start - 1, "possessive")) and start < hit.end - 1 and topical(c, start, hit.end):
            return True  # `protocol amending their air services agreement`
        named = any(c.tokens[i].word for i in range(start, hit.end - 1)) or c.isa(hit.end, "of") or c.isa(hit.end, "subject")
        return c.isa(start - 1, "det") and c.capital(hit.end - 1) and named
    if "site" in hit.rows[0][1]:
        return True
    owned = c.isa(start - 1, "det") or c.isa(start - 1, "possessive")
    known = c.capital(hit.end - 1) or (c.capital(start) and owned) or len(countries(c, start, hit.end)) > 1
    return kind == "programme" and (known or (is_founded(c, start) and is_shared(c, start, hit.end)))


def is_founded(c: Context, start: int) -> bool:
    """`set up a`, `the establishment of the`: what a word of founding governs."""
    before = start - 1
    while c.isa(before, "det") or c.isa(before, "idle-modifier") or c.isa(before, "possessive"):
        before -= 1
    before -= c.isa(before, "of")
    if before < start - 1 and c.isa(before, "founding"):
        return True
    return before < start - 1 and c.isa(start - 1, "a") and _next_founded(c, before)


def _next_founded(c: Context, joint: int) -> bool:
    """Whether a joint (`and`, `as well as`, a comma) goes on a list of what a word of founding governs."""
    while c.isa(joint, "idle-modifier") or c.isa(joint, "additive"):
        joint -= 1
    if not (c.isa(joint, "and") or c.fold(joint) == ","):
        return False
    for at in range(joint - 1, max(joint - 20, c.sentences[c.sentence_at[joint]].start - 1), -1):
        if c.isa(at, "founding"):
            return True
        if c.hit("auxiliary", at) or c.hit("speech", at) or c.hit("event", at) or c.fold(at) in (";", ":"):
            return False
    return False


def _indefinite(c: Context, start: int) -> bool:
    before = start - c.isa(start - 1, "idle-modifier") - 1
    return c.isa(before, "a") or c.isa(before, "another")


def _name(c: Context, start: int, end: int) -> str:
    """The words of a name, without quotation marks and a bracket in its midst."""
    for opening in range(start + 1, end):
        after, names = bracket_alias(c, opening)
        if names and after < end and names[0].isupper() and c.hit("framework", after):
            return f"{_name(c, start, opening)} {_name(c, after, end)}"
    name = c.text(start, end)
    return "".join(ch for ch in name if ch not in '“”"').strip(" ,.")


def initials_fit(c: Context, start: int, end: int, acronym: str) -> bool:
    """Whether an acronym repeats the first letters of the capitals in a range of tokens, or of the first or last of them; or,
    after a capital, of all its words but the small ones (`Fonds d'études rurales`)."""
    letters = "".join(c.tokens[i].text[0] for i in range(start, end) if c.tokens[i].capital)
    words = (i for i in range(start, end) if c.tokens[i].word and not c.isa(i, "stop") and not c.isa(i, "det"))
    spelt = c.capital(start) and "".join(c.fold(i)[0] for i in words if not c.isa(i, "of")).upper() == acronym
    return letters.endswith(acronym) or letters.startswith(acronym) or spelt


def is_shared(c: Context, start: int, end: int) -> bool:
    """Whether a name says that states share what it names: `joint`, `cooperation`, two states in it, or a state and a body."""
    dashed = any((h := c.hit("body", i)) and (c.dash(i - 1) or c.dash(h.end)) and h.end < end for i in range(start, end))
    several = any(c.isa(i, "two") and c.dash(i + 1) for i in range(start, end - 2))  # `Three-Party Committee`
    return dashed or several or any(c.isa(i, "shared") for i in range(start, end)) or len(countries(c, start, end)) > 1

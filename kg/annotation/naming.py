"""Mentions of frameworks: their names, what their names leave out, and what stands within them."""

from collections.abc import Iterator

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.tails import Tail, countries, topical

__all__ = ["framework_mention", "initials_fit", "is_shared", "listed_mentions", "nested_mentions"]

_OPEN = frozenset({"“", '"', "«", "‘"})


def framework_mention(c: Context, start: int, at: int, hit: Hit, tail: Tail) -> Mention:
    """The mention; a name that its parties part (`MoU between A and B on C`) is put together without them, and they stay free."""
    head = c.text(start, hit.end)
    if tail.parties is not None:
        first, last = tail.parties
        end = name_end = first
        name, known_as = _name(c, start, first), [_name(c, start, last)]
        if tail.pieces:
            name = f"{head} {_name(c, last, tail.end)}"
        elif start == at and not topical(c, start, first):
            name, known_as = known_as[0], []
    else:
        end = name_end = tail.end
        known_as = []
        name = _name(c, start, name_end)
    short: tuple[str, ...] = ()
    if tail.parties is None:
        end, short = bracket_alias(c, end)
    codes = countries(c, start, hit.end if "site" in hit.rows[0][1] else name_end)
    before = c.ending("country", start)
    while before is not None and (found := c.country(before)):
        codes = [found.code, *[x for x in codes if x != found.code]]
        before = c.ending("country", before - 1) if c.dash(before - 1) else None
    subject = f"{tail.pieces[0][0]}:{tail.pieces[-1][1]}" if tail.pieces else ""
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
            "indefinite": "yes" if _indefinite(c, start) else "",
            "head_end": str(hit.end),
        },
    )


def listed_mentions(c: Context, at: int, hit: Hit, tail: Tail) -> list[Mention]:
    """`agreements on tourism, air services and culture`: one each."""
    joint = c.text(hit.end, hit.end + 1) if tail.parties is None else "on"
    singular = hit.singular or ""
    found = []
    for i, (first, last) in enumerate(tail.pieces):
        start = at if not i else first
        found.append(
            Mention(
                MentionKind.FRAMEWORK,
                start,
                last,
                name=f"{singular} {joint} {c.text(first, last)}",
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


def nested_mentions(c: Context, outer: Mention) -> Iterator[Mention]:
    """What a name holds that is a thing by itself: what it quotes (`declaration on the “exceptional partnership”`), a mechanism
    or programme that it founds (`memorandum on a joint working group on trade`)."""
    head_end = int(outer.attributes["head_end"])
    first, last = (
        (int(x) for x in outer.attributes["subject"].split(":")) if outer.attributes["subject"] else (head_end, outer.name_end)
    )
    for at in range(head_end, max(last, outer.name_end)):
        hit = c.hit("framework", at)
        if (
            hit is None
            or hit.end > max(last, outer.name_end)
            or (hit.singular is not None and not (c.capital(at) and at < first + 3))
        ):
            continue
        start = at
        while start > head_end and c.tokens[start - 1].word and not c.isa(start - 1, "det") and not c.isa(start - 1, "subject"):
            start -= 1
        quoted = c.fold(start - 1) in _OPEN and start < at
        founds = (
            start <= first + 1
            and hit.rows[0][0] in ("mechanism", "programme")
            and not c.isa(hit.end, "of")
            and (is_shared(c, start, hit.end) if hit.rows[0][0] == "mechanism" else c.capital(at))
        )
        if not (quoted or (founds and (c.capital(start) or c.isa(start - 1, "det")))):
            continue
        end = hit.end if quoted else max(last, outer.name_end)
        own = outer.aliases[:1] if not quoted and outer.aliases and initials_fit(c, start, end, outer.aliases[0]) else ()
        yield Mention(
            MentionKind.FRAMEWORK,
            start,
            end,
            name=_name(c, start, end),
            name_start=start,
            name_end=end,
            key=hit.rows[0][0],
            aliases=own,
            attributes={
                "head": c.text(at, hit.end).lower(),
                "countries": "",
                "lower": "",
                "subject": "",
                "indefinite": "",
                "within": "yes",
                "head_end": str(hit.end),
            },
        )
        return


def _indefinite(c: Context, start: int) -> bool:
    return c.isa(start - 1, "a") or (c.isa(start - 1, "idle-modifier") and c.isa(start - 2, "a"))


def _name(c: Context, start: int, end: int) -> str:
    """The words of a name, without quotation marks and a bracket in its midst."""
    for opening in range(start + 1, end):
        after, names = bracket_alias(c, opening)
        if names and after < end and names[0].isupper() and c.hit("framework", after):
            return f"{_name(c, start, opening)} {_name(c, after, end)}"
    name = c.text(start, end)
    return "".join(ch for ch in name if ch not in '“”"').strip(" ,.")


def initials_fit(c: Context, start: int, end: int, acronym: str) -> bool:
    """Whether an acronym repeats the first letters of the capitals in a range of tokens, or of the first or last of them."""
    letters = "".join(c.tokens[i].text[0] for i in range(start, end) if c.tokens[i].capital)
    return letters.endswith(acronym) or letters.startswith(acronym)


def is_shared(c: Context, start: int, end: int) -> bool:
    """Whether a name says that states share what it names: `joint`, `cooperation`, or two states in it."""
    return any(c.isa(i, "shared") for i in range(start, end)) or len(countries(c, start, end)) > 1

"""Instruments whose head is not said again: `an agreement on water and another on mining`, `the second concerns tourism`."""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.context import Context
from kg.annotation.described import count, is_signed
from kg.annotation.naming import joiner, listed_mentions
from kg.annotation.runs import INSTRUMENTS, complement
from kg.annotation.subjects import articles_before, fields, past_articles, subjects, subjects_of, topical
from kg.annotation.tails import Tail

__all__ = ["elided_frameworks", "uncovered"]

_STANDING = ("instance", "instances", "they")
"""Classes of words that stand for heads."""
_ELIDED = ("'", "’")
"""Marks at the end of a word whose vowel is left out."""


def elided_frameworks(c: Context) -> Iterator[Mention]:
    """What stands for a head told in its sentence or the one before; it must say its subject, and the subject a topic."""
    told: tuple[int, int] | None = None
    """The sentence and the head told last; what stands for a head keeps it."""
    inside = 0
    heads = c.hits["framework"]
    for sentence, openings in c.by_sentence({*heads, *c.classes.either(_STANDING)} if heads else ()):
        number = c.sentence_at[sentence.start]
        if told is not None and told[0] < number - 1:
            told = None
        verbless = False
        for at in openings:
            hit = c.hit("framework", at)
            if hit is not None and at < inside:
                continue  # `entente` in `mémorandums d'entente` is no other head
            inside = max(inside, hit.end if hit is not None else 0)
            if hit is not None and hit.rows[0][0] in INSTRUMENTS and "lower" in hit.rows[0][1]:
                one_of = c.isa(at - 1, "instance") and c.isa(at - 2, "the") and hit.singular is None
                group = told[1] if told is not None and one_of else at
                yield from _covering(c, at, hit, sentence.end, counted=_counts(c, group))
                yield from _fronted(c, at, hit, sentence.start)
                told = number, group
            elif told is not None and c.isa(at, "instance") and not _each_named(c, at, told, number):
                found = _instance(c, at, at + 1, told[1], verbless=verbless)
                if found is not None:
                    yield found
                    told, verbless = (number, told[1]), True
            elif told is not None and at == sentence.start and c.isa(at, "they"):
                yield from _counted(c, at, told[1], sentence.end)
            elif told is not None and c.isa(at, "instances") and _several(c, told[1]):
                pieces = tuple(subjects(c, at + 1, sentence.end))
                if pieces and topical(c, *pieces[0]):
                    head = c.hits["framework"][told[1]]
                    yield from listed_mentions(c, at, head, Tail(pieces[-1][1], pieces=pieces, fields=True))


def _several(c: Context, at: int) -> bool:
    """Whether a head tells several instruments, or programmes that were signed (no `initiatives in trade, and those in …`)."""
    hit = c.hits["framework"][at]
    return hit.singular is not None and (hit.rows[0][0] == "agreement" or is_signed(c, at, hit.end))


def _counts(c: Context, head: int) -> bool:
    """Whether several instruments were counted at a head (`three memoranda`)."""
    return c.hits["framework"][head].singular is not None and count(c, head - 1) > 1


def _each_named(c: Context, at: int, told: tuple[int, int], number: int) -> bool:
    """Whether `the first` points at one of several heads that a sentence before told one by one: it is no other instrument."""
    counted = c.hit("calendar", told[1] - 1)  # `The first protocol is on visas. The second …`
    row = counted is not None and counted.rows[0][0] == "ordinal"
    return told[0] < number and c.isa(at - 1, "the") and c.hits["framework"][told[1]].singular is None and not row


def _instance(c: Context, at: int, end: int, head: int, *, verbless: bool = False, counted: bool = False) -> Mention | None:
    """`another on mining`, `the second concerns tourism`, `the third agreement refers to ports`; None where no topic is told.

    `verbless`: another instance before it has the verb (`la première concerne l'extradition, la seconde l'entraide`).
    `counted`: it is one of several that were counted before, so that any subject tells it apart.
    """
    limit = c.sentences[c.sentence_at[at]].end
    opens, pieces = _covered(c, end, limit)
    bare = not pieces and verbless and c.isa(end, "det") and c.isa(at - 1, "the")
    if bare:
        opens, pieces = end, subjects_of(c, end, limit)
    subject = (pieces[0][0], pieces[-1][1]) if pieces else (end, end)
    another = c.hit("framework", past_articles(c, subject[0]))
    if another is not None and another.rows[0][0] == "agreement" and another.singular is None:
        return None  # `the first is a declaration on trade` names what it is
    founds = any(c.hit("framework", i) for i in range(*subject)) and opens > end
    counted = bool(pieces) and (counted or ((opens == end or c.isa(at - 1, "the")) and _counts(c, head)))
    counted = counted or (bool(pieces) and c.isa(at, "another") and c.isa(end, "on") and c.capital(subject[0]))
    if not topical(c, *subject) and not founds and not counted:
        return None
    if c.isa(opens - 1, "to") and not any(c.isa(i, "covers") for i in (opens - 2, opens - 3)):
        joint = c.text(opens - 1, opens)  # `the first is to build a port`
    elif opens == end and not bare:
        joint = c.text(end, subject[0])
    elif c.words.get("name-joint") and c.isa(opens, "subject"):
        joint = c.text(opens, subject[0])  # `le deuxième est relatif aux ports`
    else:
        joint = f"{joiner(c)} {c.text(articles_before(c, subject[0]), subject[0])}".rstrip()
    return _mention(c, at, head, subject, joint=joint)


def _counted(c: Context, at: int, head: int, limit: int) -> list[Mention]:
    """`Three memoranda were signed. They are on health, trade and ports`: as many subjects as instruments were counted."""
    hit = c.hits["framework"][head]
    opens, pieces = _covered(c, at + 1, limit)
    told = hit.singular is not None and count(c, head - 1) == len(pieces) > 1 and opens > at + 1
    found = listed_mentions(c, at, hit, Tail(pieces[-1][1], pieces=tuple(pieces), fields=True)) if told else []
    return _told_before(found)


def _told_before(found: list[Mention]) -> list[Mention]:
    """Instruments as those of which a sentence before told how many there are."""
    return [replace(m, attributes={**m.attributes, "instance": "yes"}) for m in found]


def _fronted(c: Context, at: int, hit: Hit, start: int) -> Iterator[Mention]:
    """`In the field of health, a memorandum was signed`: an instrument whose subject opens the sentence."""
    opens = next((i for i in range(start, start + 3) if c.isa(i, "in")), None)
    plain = hit.singular is None and c.isa(at - 1, "a") and not c.isa(hit.end, "subject") and not c.isa(hit.end, "of")
    pieces = fields(c, opens, at) if plain and opens is not None and opens < at else []
    if not pieces or c.fold(pieces[-1][1]) != "," or at - pieces[-1][1] > 3 or not is_signed(c, at, hit.end):
        return
    first, last = pieces[0][0], pieces[-1][1]
    told = c.text(opens, last) if opens is not None else ""
    named = _mention(c, at, at, (first, last), joint="")
    name = f"{c.text(at, hit.end)} {told[:1].lower()}{told[1:]}"
    told_apart = {"head_end": str(hit.end), "fronted": "yes"}
    yield replace(named, end=hit.end, name_end=hit.end, name=name, attributes={**named.attributes, **told_apart})


def _covered(c: Context, at: int, limit: int) -> tuple[int, list[tuple[int, int]]]:
    """Where a subject opens at a token, perhaps past a word of covering (`concerns`, `relates to`, `is on`), and the subjects."""
    verb = at + (c.fold(at) == "," and c.isa(at + 1, "relative"))
    verb += c.isa(verb, "relative")
    while c.isa(verb, "be") or c.isa(verb, "have") or (c.hit("auxiliary", verb) and not c.isa(verb, "subject")):
        verb += 1
    if c.isa(verb, "covers"):
        opens = verb + 1
        while (
            c.fold(opens) == ":"
            or c.isa(opens, "to")
            or c.isa(opens, "with")
            or (c.isa(opens, "subject") and not c.hit("topic", opens))
        ):
            opens += 1
        return opens, subjects_of(c, opens, limit)
    if c.isa(verb, "aim") or c.isa(verb, "aims") or (c.isa(verb, "to") and verb > at):
        opens = verb + 1 + (not c.isa(verb, "to") and any(c.isa(verb + 1, kind) for kind in ("in", "on", "to")))
        last = complement(c, opens, limit)
        return opens, [(opens, last)] if last > opens else []
    pieces = subjects(c, verb, limit)
    if len(pieces) == 1 and not topical(c, *pieces[0]) and (told := fields(c, pieces[0][1], limit)):
        return verb, [(pieces[0][0], told[-1][1])]  # `the other on cooperation in the fields of ports and trade`
    return verb, pieces


def _covering(c: Context, at: int, hit: Hit, limit: int, *, counted: bool) -> list[Mention]:
    """`The third agreement concerns ports`; `The memoranda are in the fields of health and trade`, where as many were counted.

    `counted`: a single one is of several that were counted before.
    """
    if hit.singular is None:
        known = c.isa(at - 1, "instance") and not (c.isa(hit.end, "subject") or c.isa(at - 1, "a"))
        found = _instance(c, at, hit.end, at, counted=counted) if known else None
        return [found] if found else []
    opens, pieces = _covered(c, hit.end, limit)
    if opens == hit.end:
        return []
    heads = c.hits["framework"]
    as_many = any(count(c, i - 1) == len(pieces) and heads[i].singular for i in heads if i < at)
    these = c.isa(at - 1, "this") and all(topical(c, *piece) for piece in pieces)
    if len(pieces) < 2 or not (as_many or these):
        return []
    return _told_before(listed_mentions(c, at, hit, Tail(pieces[-1][1], pieces=tuple(pieces), fields=True)))


def _mention(c: Context, at: int, told: int, piece: tuple[int, int], *, joint: str) -> Mention:
    hit = c.hits["framework"][told]
    head = hit.singular or _said_again(c, told, hit)
    first, last = piece
    name = f"{head} {joint}{'' if joint[-1:] in _ELIDED else ' '}{c.text(first, last)}"
    return Mention(
        MentionKind.FRAMEWORK,
        at,
        last,
        name=name,
        name_start=at,
        name_end=last,
        key=hit.rows[0][0],
        attributes={
            "head": head,
            "countries": "",
            "lower": "yes",
            "subject": f"{first}:{last}",
            "indefinite": "yes",
            "head_end": str(at + 1),
            "instance": "yes",
        },
    )


def _said_again(c: Context, at: int, hit: Hit) -> str:
    """The words of a head that stand for it once more: its noun, with what `of` joins to it, without its subject."""
    end = next((i for i in range(at + 1, hit.end) if c.isa(i, "subject")), hit.end)
    whole = c.words.get("name-joint") or any(c.isa(i, "of") for i in range(at, end))
    return c.text(at if whole else end - 1, end)


def uncovered(mention: Mention, covered: set[int]) -> Mention:
    """What stands for a head, cut before a thing that its subject holds (`the first creates a joint commission`)."""
    end = next((at for at in range(mention.start + 1, mention.end) if at in covered), mention.end)
    return replace(mention, end=end, name_end=end) if mention.attributes.get("instance") else mention

"""Instruments whose head is not said again: `an agreement on water and another on mining`, `the second concerns tourism`."""

from collections.abc import Iterator

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.context import Context
from kg.annotation.described import count
from kg.annotation.naming import joiner, listed_mentions
from kg.annotation.runs import complement
from kg.annotation.subjects import fields, subjects, subjects_of, topical
from kg.annotation.tails import Tail

__all__ = ["elided_frameworks"]

_KINDS = ("agreement", "programme")


def elided_frameworks(c: Context) -> Iterator[Mention]:
    """What stands for a head told in its sentence or the one before; it must say its subject, and the subject a topic."""
    told: tuple[int, Hit] | None = None
    inside = 0
    for number, sentence in enumerate(c.sentences):
        if told is not None and told[0] < number - 1:
            told = None
        for at in range(sentence.start, sentence.end):
            hit = c.hit("framework", at)
            if hit is not None and at < inside:
                continue  # `entente` in `mémorandums d'entente` is no other head
            inside = max(inside, hit.end if hit is not None else 0)
            if hit is not None and hit.rows[0][0] in _KINDS and "lower" in hit.rows[0][1]:
                yield from _covering(c, at, hit, sentence.end)
                told = number, hit
            elif told is not None and c.isa(at, "instance"):
                found = _instance(c, at, at + 1, told[1], sentence.end)
                if found is not None:
                    yield found
                    told = number, told[1]
            elif told is not None and c.isa(at, "instances") and told[1].singular is not None:
                pieces = tuple(subjects(c, at + 1, sentence.end))
                if pieces and topical(c, *pieces[0]):
                    yield from listed_mentions(c, at, told[1], Tail(pieces[-1][1], pieces=pieces, fields=True))


def _instance(c: Context, at: int, end: int, hit: Hit, limit: int) -> Mention | None:
    """`another on mining`, `the second concerns tourism`, `the third agreement refers to ports`; None where no topic is told."""
    opens, pieces = _covered(c, end, limit)
    subject = (pieces[0][0], pieces[-1][1]) if pieces else (end, end)
    if not topical(c, *subject):
        return None
    if c.isa(opens - 1, "to") and not c.isa(opens - 2, "covers"):
        joint = c.text(opens - 1, opens)  # `the first is to build a port`
    else:
        joint = joiner(c) if opens > end else c.text(end, subject[0])
    return _mention(c, at, hit, subject, joint=joint)


def _covered(c: Context, at: int, limit: int) -> tuple[int, list[tuple[int, int]]]:
    """Where a subject opens at a token, perhaps past a word of covering (`concerns`, `relates to`, `is on`), and the subjects."""
    verb = at
    while c.isa(verb, "be") or (c.hit("auxiliary", verb) and not c.isa(verb, "subject")):
        verb += 1
    if c.isa(verb, "covers"):
        opens = verb + 1
        while c.isa(opens, "to") or c.isa(opens, "with") or (c.isa(opens, "subject") and not c.hit("topic", opens)):
            opens += 1
        return opens, subjects_of(c, opens, limit)
    if c.isa(verb, "aim") or (c.isa(verb, "to") and verb > at):
        opens = verb + 1 + (c.isa(verb, "aim") and any(c.isa(verb + 1, kind) for kind in ("in", "on", "to")))
        last = complement(c, opens, limit)
        return opens, [(opens, last)] if last > opens else []
    pieces = subjects(c, verb, limit)
    if len(pieces) == 1 and not topical(c, *pieces[0]) and (told := fields(c, pieces[0][1], limit)):
        return verb, [(pieces[0][0], told[-1][1])]  # `the other on cooperation in the fields of ports and trade`
    return verb, pieces


def _covering(c: Context, at: int, hit: Hit, limit: int) -> list[Mention]:
    """`The third agreement concerns ports`; `The memoranda are in the fields of health and trade`, where as many were counted."""
    if hit.singular is None:
        known = c.isa(at - 1, "instance") and not c.isa(hit.end, "subject")
        found = _instance(c, at, hit.end, hit, limit) if known else None
        return [found] if found else []
    opens, pieces = _covered(c, hit.end, limit)
    if opens == hit.end:
        return []
    heads = c.hits["framework"]
    counted = any(count(c, i - 1) == len(pieces) and heads[i].singular for i in heads if i < at)
    if len(pieces) < 2 or not counted:
        return []
    return listed_mentions(c, at, hit, Tail(pieces[-1][1], pieces=tuple(pieces), fields=True))


def _mention(c: Context, at: int, hit: Hit, piece: tuple[int, int], *, joint: str) -> Mention:
    head = hit.singular or c.text(hit.end - 1, hit.end)
    first, last = piece
    name = f"{head} {joint} {c.text(first, last)}"
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
        },
    )

"""With whom somebody talked, where a text lists them: `A met President B, Minister C and his counterpart D`."""

from collections.abc import Iterator, Mapping, Sequence

from kg.annotated import Annotated, MentionKind
from kg.model import EntityId

__all__ = ["holder", "lists"]

_ACTORS = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.ANAPHOR})
_MOST_BEFORE = 4
"""Tokens before a name in which a word of company may stand (`accompanied by Ambassador A`)."""
_LONGEST = 6
"""Words of the longest trigger of talks."""
_MOST = 12
"""Names that one list may have."""


def holder(annotated: Annotated, person_of: Mapping[int, EntityId], order: Sequence[int], index: int) -> int | None:
    """The mention of who held talks with a list that a counterpart stands in: `A met President B and his counterpart C` has C
    across from A. None where no list of interlocutors opens before the counterpart.

    `order` are the mentions of people in order, `index` is the counterpart's. Who is told behind `by` or `with`, as an object
    or in somebody's company held no talks.
    """
    mentions = annotated.mentions
    floor = annotated.sentences[annotated.sentence_of[mentions[index].start]].start
    before = [i for i in reversed(order) if i < index and mentions[i].start >= floor]
    first = index
    for i in before:
        if not annotated.joined(mentions[i].end, mentions[first].start):
            break
        first = i
    if first == index or not _met(annotated, first):
        return None
    subjects = (i for i in before if i < first and person_of[i] != person_of[index] and not _governed(annotated, i))
    return next(subjects, None)


def lists(annotated: Annotated, order: Sequence[int]) -> Iterator[list[int]]:
    """The mentions of people, two or more, that are listed up to an `and` behind words of talks and who held them; `order` are
    all of them. None in an opening phrase, behind which who held them may follow (`After talks with A, B and C said`)."""
    spans = [(annotated.mentions[i].start, annotated.mentions[i].end) for i in order]
    for position, i in enumerate(order[:-1]):
        if not annotated.joined(spans[position][1], spans[position + 1][0]) or not _met(annotated, i):
            continue
        sentence = annotated.sentences[annotated.sentence_of[spans[position][0]]]
        if not any(m.kind in _ACTORS for m in annotated.mentions_in(sentence.start, spans[position][0])):
            continue
        count = annotated.listed(spans[position : position + _MOST])
        if count > 1:
            yield list(order[position : position + count])


def _met(annotated: Annotated, index: int) -> bool:
    """Whether a verb of talks stands right before a mention, or any word of talks anywhere before `with` and it; no `between`."""
    start = annotated.phrase_start(annotated.mentions[index].start)
    if annotated.isa(start - 1, "between"):
        return False
    floor = annotated.sentences[annotated.sentence_of[start]].start
    joined = annotated.isa(start - 1, "with")
    triggers = annotated.hits["event"]
    near = range(floor if joined else max(floor, start - _LONGEST), start)
    talks = (triggers[at] for at in near if at in triggers and triggers[at].rows[0][0] in ("meeting", "call"))
    return any(joined or hit.end == start for hit in talks)


def _governed(annotated: Annotated, index: int) -> bool:
    """Whether a person is told as somebody's agent, companion or interlocutor."""
    start = annotated.phrase_start(annotated.mentions[index].start)
    governed = annotated.isa(start - 1, "by") or annotated.isa(start - 1, "with")
    return governed or _met(annotated, index) or annotated.classes.any("company", start - _MOST_BEFORE, start)

"""Lands and bodies that are themselves what is spoken of: `discussed Libya`, `cooperation within the African Union`."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from kg import resources
from kg.annotated import Mention, MentionKind, TopicPhrase
from kg.annotation.context import Context
from kg.model import TopicId

__all__ = ["named_subjects"]

_LAND = (TopicId("regional-affairs"),)
_OF_BODIES = {
    "universal": (TopicId("multilateralism"),),
    "grouping": (TopicId("multilateralism"),),
    "regional": (TopicId("regional-integration"),),
}
_ACTING = frozenset(
    {MentionKind.PERSON, MentionKind.POST, MentionKind.ORGANIZATION, MentionKind.ADJECTIVE, MentionKind.FRAMEWORK}
)


def named_subjects(
    context: Context,
    mentions: Iterable[Mention],
    on_agenda: Callable[[int], bool],
    cooperating: Callable[[int], bool],
) -> Iterator[TopicPhrase]:
    """The topics of lands that are on an agenda, and of bodies in which states work together.

    A land is one only where no official, body, framework or adjective of it stands in the text: those of the sides do.
    `on_agenda` says whether what begins at a token is what was discussed, `cooperating` whether a word of cooperation stands
    before it.
    """
    mentions = list(mentions)
    sides = {m.country for m in mentions if m.kind in _ACTING and m.country}
    last = 0
    for m in mentions:
        if m.kind is MentionKind.COUNTRY and m.country not in sides and _alone(context, m.end):
            placed = context.isa(m.start - 1, "within")  # `joint relief in Libya`
            if (on_agenda(m.start) and not placed) or _follows(context, last, m.start):
                yield TopicPhrase(m.start, m.end, _LAND)
                last = m.end
        elif m.kind is MentionKind.ORGANIZATION and m.key and m.country is None:
            topics = _OF_BODIES.get(_kinds().get(m.key, ""))
            before = m.start - 1 - context.isa(m.start - 1, "det")
            if topics and context.isa(before, "within") and not context.isa(m.end, "session") and cooperating(before):
                yield TopicPhrase(m.start, m.end, topics)


def _alone(context: Context, end: int) -> bool:
    """Whether nothing that a land only describes follows it or those listed with it (`Kenya and Oman relations`)."""
    at = end
    while context.fold(at) == "," or context.isa(at, "and") or context.hit("country", at):
        hit = context.hit("country", at)
        at = hit.end if hit else at + 1
    last = context.fold(at - 1)
    return last == "," or context.isa(at - 1, "and") or not context.fold(at) or context.fold(at) in ".;"


def _follows(context: Context, last: int, start: int) -> bool:
    """Whether a land goes on with a list of lands that are on the agenda."""
    return 0 < last < start <= last + 3 and all(context.fold(i) == "," or context.isa(i, "and") for i in range(last, start))


@cache
def _kinds() -> dict[str, str]:
    """The kind of each body of the world, by its key."""
    columns = ("key", "kind", "label_en", "label_fr")
    return {cells[0]: cells[1] for _, cells in resources.table("world/bodies.tsv", columns)}

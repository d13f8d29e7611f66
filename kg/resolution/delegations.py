"""Who leads a delegation: `a delegation headed by A`."""

from collections.abc import Mapping

from kg.annotated import POSSESSIVE_S, Annotated, Mention, MentionKind, Sentence
from kg.model import EntityId, country_id

__all__ = ["leaders"]


_MOST = 20
"""Tokens in which it is told of whom a delegation is."""


def _complement(annotated: Annotated, end: int, limit: int) -> int:
    """Token after what tells of whom a delegation is (`of the Omani Council's Committee on Health`), up to a comma or verb."""
    if not (annotated.isa(end, "of") or annotated.isa(end, "from") or annotated.tokens[end].text in POSSESSIVE_S):
        return end
    verbs = annotated.hits["event"]
    stops = (i for i in range(end, min(end + _MOST, limit)) if annotated.tokens[i].text in ",;:" or i in verbs)
    return next(stops, min(end + _MOST, limit)) if annotated.classes.any("leading", end, min(end + _MOST, limit)) else end


def leaders(
    annotated: Annotated, refers: Mapping[int, tuple[EntityId, ...]], sentence: Sentence, mention: Mention
) -> tuple[EntityId, ...]:
    """`a U.S. delegation, led by A, and an Omani one by B`: each is its leader; `two, led by A and by B` are both."""
    start, limit = sentence.start, sentence.end
    told = any(annotated.isa(at, "leading") for at in range(start, mention.start))
    for at in range(mention.end - 1, _complement(annotated, mention.end, limit) + 4):
        by = next((i for i in (at + 1, at + 2) if annotated.isa(i, "by")), None)
        guided = annotated.isa(at, "leadership") and annotated.isa(at + 1, "of")
        guided = guided or (at == mention.end - 1 and annotated.isa(at + 1, "under") and not annotated.isa(at + 2, "det"))
        by = at + 1 if guided else by
        if annotated.isa(at, "leading") and annotated.isa(at - 1, "relative") and not annotated.isa(at - 1, "relative-person"):
            by = at  # `the delegation, que conduisait A`
        if by is None or not (guided or annotated.isa(at, "leading") or (told and by == mention.end)):
            continue
        found: list[EntityId] = []
        end = by
        for index in annotated.indices_in(by, limit):
            other = annotated.mentions[index]
            unnamed = other.kind is MentionKind.POST and not other.plural and other.country is not None
            if not (unnamed or other.kind is MentionKind.PERSON) or other.start < end:
                continue
            if (found and annotated.joined(end, other.start) != "and") or (not found and other.start > by + 3):
                break
            found += refers.get(index, ()) or ([country_id(other.country)] if unnamed and other.country else [])
            end = other.end
        return tuple(found)
    return ()

"""Capitals that stand for their state: `Niamey a protesté`, `Oslo and Riga agreed`."""

from kg.annotated import Annotated, Mention, MentionKind
from kg.model import EntityId, country_id
from kg.resources import capital_keys

__all__ = ["speaking_capitals"]

_NEAR = 9
"""Most tokens between a capital and the verb by which it speaks."""


def speaking_capitals(annotated: Annotated) -> dict[int, EntityId]:
    """Mention of a capital → its state, where it is the subject of a speech verb and nothing governs it."""
    found: dict[int, EntityId] = {}
    places = [(i, m) for i, m in enumerate(annotated.mentions) if m.kind is MentionKind.PLACE and m.key in capital_keys()]
    for number in range(len(places) - 1, -1, -1):
        index, mention = places[number]
        if mention.country is None or annotated.isa(mention.start - 1, "preposition") or annotated.isa(mention.start - 1, "in"):
            continue
        joined = number + 1 < len(places) and places[number + 1][0] in found
        if _speaks(annotated, mention) or (joined and annotated.joined(mention.end, places[number + 1][1].start) == "and"):
            found[index] = country_id(mention.country)
    return found


def _speaks(annotated: Annotated, mention: Mention) -> bool:
    """Whether a speech verb follows, with nothing but auxiliaries and adverbs between."""
    for at in range(mention.end, min(mention.end + _NEAR, len(annotated.tokens))):
        if at in annotated.hits["speech"] and not annotated.isa(at, "preposition"):
            return True
        if annotated.tokens[at].text == "," and (annotated.isa(at + 1, "aside") or at > mention.end):
            continue  # `Bamako, pour sa part, s'est dite …`
        if not any(annotated.isa(at, kind) for kind in ("have", "be", "adverb", "clitic", "reflexive", "aside")):
            return False
    return False

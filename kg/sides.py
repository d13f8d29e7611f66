"""Sides: who acts for a state, and what leads or represents one."""

from kg.annotated import POSSESSIVE, Annotated, Mention, MentionKind

__all__ = ["acts_for", "is_side", "is_team", "led_by"]

_MOST_TO_LEADER = 12
"""Tokens between a word of leading and `by`."""
_MOST_SINCE = 25


def acts_for(annotated: Annotated, end: int, side: Mention) -> bool:
    """Whether a side or state is told as that for which a person acts whose name ends at a token.

    `A on the Turkish side`, `B for Chile`, `C on behalf of Denmark`, `D from Peru`: only such words stand between.
    """
    between = range(end, side.start)
    if not 0 < len(between) <= 5 or not all(annotated.isa(at, "on-behalf") or annotated.isa(at, "det") for at in between):
        return False
    if side.kind is MentionKind.COUNTRY:
        owner = annotated.tokens[side.end].text[:1] in "'’" if side.end < len(annotated.tokens) else False
        return any(annotated.isa(at, "for-state") for at in between) and not owner
    return side.kind is MentionKind.ANAPHOR and side.key == "side" and side.country is not None


def is_side(annotated: Annotated, state: Mention) -> bool:
    """Whether a state or its adjective stands for a side that somebody led: `Peru was represented by A`, `the Omani by B`."""
    if state.kind not in (MentionKind.COUNTRY, MentionKind.ADJECTIVE) or (by := led_by(annotated, state.end)) is None:
        return False
    before, named = state.start - 1, state.kind is MentionKind.COUNTRY
    article = annotated.isa(before, "det")
    verb = state.end + (annotated.isa(state.end, "be") or annotated.tokens[state.end].text == ",")
    if named and verb > state.end and annotated.isa(verb, "leading"):
        return not annotated.isa(before - article, "preposition")
    listed = annotated.isa(before, "and") or annotated.tokens[before].text in (",", ";")
    gapped = by == state.end and (article or (named and listed))
    again = named and annotated.isa(by - 1, "be") and by < state.end + 4  # `la France l'a été par B`
    return (gapped or again) and annotated.classes.any("leading", max(0, before - _MOST_SINCE), before)


def is_team(mention: Mention) -> bool:
    """Whether a mention describes those who act for a state: `the Omani delegation`, `the Omani side`."""
    return mention.kind is MentionKind.ANAPHOR and mention.key in ("delegation", "side")


def led_by(annotated: Annotated, end: int) -> int | None:
    """Where `by` tells who leads or represents what ends at a token (`was represented at the talks by A`); None where nothing
    does."""
    verb = next((at for at in range(end, end + 4) if annotated.isa(at, "leading")), None)
    for at in range(end, min(end + 4 if verb is None else verb + _MOST_TO_LEADER, len(annotated.tokens))):
        if annotated.isa(at, "by"):
            return at
        if at > end and not annotated.tokens[at].word and annotated.tokens[at].text not in POSSESSIVE:
            return None
    return None

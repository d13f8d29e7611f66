"""How far the words go that a verb of saying reports, and whether they stand before it."""

from kg.annotated import CLOSING, Hit, MentionKind
from kg.extraction.scene import Scene

__all__ = ["SETS_OFF", "SPEAKING", "clause_start", "closes_quotation", "parenthetic", "stop"]

SPEAKING = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.ANAPHOR})
"""Mentions of those who speak for themselves: no states and bodies."""
SETS_OFF = CLOSING | {"", ","}
"""Marks before what is set off: a comma, the end of a quotation, that of the sentence before."""


def parenthetic(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a verb and its subject stand behind what is reported (`trade grows, A said`)."""
    return hit.rows[0][-1] != "3" and any(
        scene.start + 2 < item.start < at and scene.group(position)[1] == at and _set_off(scene, item.start)
        for position, item in enumerate(scene.items)
    )


def _set_off(scene: Scene, start: int) -> bool:
    """Whether a comma or the end of a quotation stands before a subject (`trade grows, A and B said`)."""
    before = scene.resolved.annotated.phrase_start(start) - 1
    while before < start and scene.text(start - 1) == "-" and scene.text(before) not in SETS_OFF and before > scene.start:
        before -= 1  # `L'hydrogène, a-t-il relevé, est …`
    return scene.text(before) in SETS_OFF or scene.text(start - 1) in SETS_OFF


def closes_quotation(scene: Scene, at: int) -> bool:
    """Whether a verb stands right behind a quotation, and none follows: what stands after it tells when and where it was said."""
    before = at - 1
    while before > scene.start and (scene.any_of(before, ("aside", "have", "inverted")) or scene.text(before) in (",", "-")):
        before -= 1
    return scene.text(before) in CLOSING and not any(at <= quoted < scene.end for quoted in scene.quoted)


def clause_start(scene: Scene, at: int) -> int:
    """Where the noun phrase begins that a passive of saying describes (`the initiative on water proposed by A`)."""
    verbs = (hit.end for layer in ("speech", "event") for before, hit in scene.hits(layer) if before < at)
    marks = (i + 1 for i in range(scene.start, at) if scene.text(i) == ";" or scene.isa(i, "relative"))
    return max((*verbs, *marks), default=scene.start)


def stop(scene: Scene, after: int) -> int:
    """Where a report ends: where a semicolon or a word of contrast opens another's clause, or the next speaker says something."""
    discussed = {at for at, hit in scene.hits("event") if hit.rows[0][0] == "discuss"}
    verbs = {at for at, _ in scene.hits("speech")} | discussed
    for item in scene.items:
        at, before = item.start, item.start - 1
        if before >= after and (scene.text(before) == ";" or scene.isa(before, "contrast")) and before not in scene.quoted:
            return before
        speaks = item.kind in SPEAKING and item.end in verbs
        apart = scene.text(before) == "," and item.end in discussed  # `stressed trade, they also discussed ports`
        if at >= after and speaks and (apart or scene.isa(before, "and")) and at not in scene.quoted:
            return at
    return scene.end

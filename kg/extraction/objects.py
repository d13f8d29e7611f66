"""What is signed behind a verb: which of the instruments that a sentence names after it."""

from kg.annotated import MentionKind
from kg.extraction.scene import Scene
from kg.extraction.story import Story
from kg.model import EntityId

__all__ = ["objects"]

_SMALL = ("det", "possessive", "quantity", "idle-modifier")
_GOVERNING = ("of", "with", "under", "founding", "joining")
"""Classes of words that govern what follows them, so that it is no further object of a verb before them."""


def objects(story: Story, scene: Scene, low: int) -> list[EntityId]:
    """The first instrument behind a verb that ends at a token, and those that stand beside it.

    `signed an accord on ports and launched the Harbour programme` has one, `signed a charter, which they want to complement
    with a convention` too. An agreement is held to stand beside the first unless a relative clause parts them.
    """
    told = story.instruments(scene, low, scene.end)
    found: list[EntityId] = []
    for i, mention in scene.mentions(MentionKind.FRAMEWORK):
        instrument = story.framework_of[i]
        if mention.start < low or instrument not in told or instrument in found:
            continue
        apart = mention.key != "agreement" or any(scene.isa(at, "relative") for at in range(low, mention.start))
        if not found or not (apart and _governed(scene, low, mention.start)):
            found.append(instrument)
    return found


def _governed(scene: Scene, low: int, at: int) -> bool:
    """Whether a preposition or another verb governs what begins at a token."""
    adjectives = {m.end - 1: m.start for _, m in scene.mentions(MentionKind.ADJECTIVE)}
    before = at - 1
    while before > low and (any(scene.isa(before, kind) for kind in _SMALL) or before in adjectives):
        before = adjectives.get(before, before) - 1
    return before in scene.verbs or any(scene.isa(before, kind) for kind in _GOVERNING)

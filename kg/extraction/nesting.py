"""Words within another's words: verbs whose subjects somebody else's report names."""

from kg.annotated import CLOSING
from kg.extraction.reach import SETS_OFF
from kg.extraction.scene import Scene
from kg.model import EntityId

__all__ = ["nested_in", "reported"]

_BESIDE = 3
"""Most tokens between a verb and the subject that stands right before it."""


def nested_in(scene: Scene, outer: int, at: int) -> bool:
    """Whether a verb belongs to what another reports (`he said France is committed to …`): its subject follows that verb."""
    own = [item for item in scene.items if outer < item.start and item.end <= at]
    if not own or any(scene.text(i) == ";" or scene.isa(i, "contrast") for i in range(outer, at)):
        return False
    said = scene.resolved.annotated.hits["speech"].get(outer)
    opened = said is not None and scene.text(said.end) == "," and not any(scene.text(i) in CLOSING for i in range(outer, at))
    commas = [i for i in range(outer, own[-1].start) if scene.text(i) == ","]
    aside = opened and len(commas) == 2  # `said, over the past years, Chile has supported …`
    trailing = not aside and any(scene.text(i) in SETS_OFF for i in range(max(outer, own[-1].start - 2), own[-1].start))
    return not trailing and at - own[-1].end <= _BESIDE and all(not a.startswith("person/") for a in own[-1].agents)


def reported(scene: Scene, outer: int, at: int, speakers: tuple[EntityId, ...]) -> bool:
    """Whether those to whom a verb would go are states and bodies whom another's words name before it, apart from the verb itself
    (`A said China supports Samoa in its plans and will continue helping it`)."""
    named = [item for item in scene.items if item.end <= at and set(item.agents) & set(speakers)]
    apart = outer >= 0 and bool(named) and outer < named[0].start and at - named[-1].end > _BESIDE
    return (
        apart and all(not a.startswith("person/") for a in speakers) and not any(scene.text(i) == ";" for i in range(outer, at))
    )

"""Where the agent of a passive is told: `was received, on Friday in Rabat, by B`."""

from kg.annotated import MentionKind
from kg.extraction.scene import Scene

__all__ = ["agent_word"]

_BODIES = frozenset({MentionKind.ORGANIZATION})
"""Whose seat may be where a passive took place (`au siège de l'Union africaine`)."""


def agent_word(scene: Scene, after: int) -> int | None:
    """Where `by` stands that belongs to a passive, a date, a place or an aside between (`was received, on Friday, by`)."""
    apart = 0
    for i in range(after, min(after + 16, scene.end)):
        if scene.isa(i, "by"):
            return i
        if i < apart:
            continue
        apart = _aside(scene, i)
        idle = (
            i in scene.when_where
            or scene.text(i) == ","
            or i in scene.resolved.annotated.hits["calendar"]
            or scene.isa(i, "preposition")
            or (scene.text(i)[:1].isupper() and not any(x.start <= i < x.end and x.kind not in _BODIES for x in scene.items))
            or scene.any_of(i, ("det", "adverb", "venue", "ministry", "site-noun"))
            or _plain(scene, i)
        )
        if not idle and i >= apart:
            return None
    return None


def _plain(scene: Scene, at: int) -> bool:
    """Whether a word in small letters may stand between a passive and its agent: no verb, and nothing opens a clause
    (`a été reçu au siège du ministère, avec les honneurs, par B`)."""
    hits = scene.resolved.annotated.hits
    verb = any(at in hits[layer] for layer in ("event", "speech", "auxiliary"))
    return scene.text(at).islower() and not verb and not scene.any_of(at, ("relative", "clause", "and", "with", "to"))


def _aside(scene: Scene, comma: int) -> int:
    """Token of the comma that closes an aside without agents or verbs (`, with full honours,`); 0 where none opens."""
    events, speech = (scene.resolved.annotated.hits[kind] for kind in ("event", "speech"))
    people = {i for item in scene.items for i in range(item.start, item.end) if item.kind is MentionKind.PERSON}
    for i in range(comma + 1, min(comma + 12, scene.end)) if scene.text(comma) == "," else ():
        if scene.text(i) == ",":
            return i
        if i in events or i in speech or i in people or scene.isa(i, "clause") or scene.isa(i, "relative"):
            break
    return 0

"""Who signed: those that the words around a verb or noun of signing name."""

from collections.abc import Sequence

from kg.annotated import MentionKind
from kg.extraction.scene import Scene, people_of, states
from kg.extraction.setting import Item
from kg.extraction.story import Story
from kg.model import EntityId
from kg.sides import acts_for

__all__ = ["BY", "also_by", "behind", "for_side", "joined_by", "proceeding"]

BY = ("by", "between")
"""Classes of the words behind which it is told who signed."""
_OCCASIONS = ("meeting", "call", "visit")
"""Events at which something is signed."""
_REACH = 25
"""Tokens between a verb of signing and `by`, with what commas enclose."""
_MOST_TO_SIDE = 7
"""Tokens between `behalf` and the end of the state for which somebody signs."""


def behind(story: Story, scene: Scene, end: int) -> tuple[EntityId, ...]:
    """Who is told behind the passive of signing that ends before a token: `by A and B`, `between A and B`, `, on the Omani side,
    by A and on the Peruvian one by B`, `with A signing for Peru and B for Chile`."""
    begin = scene.past_aside(end)
    events, met = story.resolved.annotated.hits["event"], False
    signatories: tuple[EntityId, ...] = ()
    for i in range(end - 1, min(begin + 10, scene.end)):
        met = met or (i >= end and i in events and events[i].rows[0][0] in _OCCASIONS)
        parted = scene.text(i) == "," and i >= begin and not scene.any_of(i + 1, BY)
        opens = _past_circumstances(scene, i + 1) if parted else i
        if scene.any_of(opens, BY) and not (met and scene.isa(opens, "between")):  # `signed after the talks between A and B`
            signatories, last = scene.after(opens + 1)
            signatories += also_by(story, scene, last)
        elif scene.isa(i, "for-side"):
            signatories = also_by(story, scene, i)
        if parted or scene.any_of(opens, BY) or scene.isa(i, "for-side"):
            break
    if signatories:
        return signatories
    sides = tuple(a for item in scene.items if item.start > end and for_side(story, item) for a in item.agents)
    return sides if len(states(story.resolved, sides)) > 1 else ()


def _past_circumstances(scene: Scene, at: int) -> int:
    """Where `by` follows what a comma parts from a verb (`signed, at the palace, by A`); the comma itself where it does not."""
    for i in range(at, min(at + _REACH, scene.end)):
        if i in scene.verbs or scene.isa(i, "relative") or scene.text(i) in (";", ":"):
            break
        if scene.text(i) == "," and scene.isa(i + 1, "by"):
            return i + 1
    return at - 1


def also_by(story: Story, scene: Scene, after: int) -> tuple[EntityId, ...]:
    """Who else signed, each for one side: `by A on behalf of X and by B on behalf of Y`."""
    events = story.resolved.annotated.hits["event"]
    stop = next((i for i in range(after, scene.end) if i in events or scene.text(i) == ";"), scene.end)
    sides = {m.end for kind in (MentionKind.ADJECTIVE, MentionKind.COUNTRY, MentionKind.ANAPHOR) for _, m in scene.mentions(kind)}
    told = (i for i in range(after, stop) if scene.isa(i, "by"))
    by = [i for i in told if scene.isa(i - 1, "and") or scene.text(i - 1) == "," or i in sides]
    found = [a for i in by for a in scene.after(i + 1)[0]]
    for item in (i for i in scene.items if after <= i.start < stop and i.kind is MentionKind.PERSON):
        end = story.resolved.annotated.phrase_start(item.start)
        end -= scene.text(end - 1) == ","
        if end in sides and scene.has("behalf", end - _MOST_TO_SIDE, end):
            found += item.agents  # `and, on behalf of Chile, C`
    return tuple(dict.fromkeys(found))


def proceeding(scene: Scene, at: int, signatories: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
    """Who proceeded to a signing, and with whom (`A a procédé, avec B, à la signature de`); none where nobody did."""
    verb = next((i for i in range(at - 1, max(at - 30, scene.start), -1) if scene.isa(i, "proceeding")), None)
    if verb is None:
        return ()
    beside = next((scene.after(i + 1, 3)[0] for i in range(verb, at) if scene.isa(i, "with")), ())
    return tuple(dict.fromkeys([*signatories, *beside]))


def for_side(story: Story, item: Item) -> bool:
    """Whether a person is told as signing for a side: `signed it for Denmark and B for Chile`."""
    side = next(story.resolved.annotated.mentions_in(item.start + 1, item.end + 6), None)
    mention = story.resolved.mention(item.index)
    return item.kind is MentionKind.PERSON and side is not None and acts_for(story.resolved.annotated, mention.end, side)


def joined_by(story: Story, told: Sequence[EntityId], also: Sequence[EntityId]) -> list[EntityId]:
    """Who signed, once more people are told: they stand for their states, or beside the one who signed for another state (`A
    signed the memorandum, while Peru was represented by B`)."""
    people, signed = people_of(also), people_of(told)
    if signed:
        acted = states(story.resolved, tuple(signed))
        others = [p for p in people if states(story.resolved, (p,)) - acted] if len(acted) == 1 else []
        people = [*signed, *others] if others else []
    if not people or any(a.startswith("organization/") for a in told):
        return list(told)
    acted = states(story.resolved, tuple(people))
    one_each = not acted and len(people) == len(told)  # two of whom no state is known sign for the two states
    return list(dict.fromkeys((*people, *(a for a in told if not one_each and a.removeprefix("country/") not in acted))))

"""What is signed behind a verb, and by whom: which of the instruments that a sentence names, and between whom they are."""

from kg.annotated import Mention, MentionKind
from kg.extraction.bound import Parties
from kg.extraction.scene import Scene
from kg.extraction.story import Story
from kg.model import EntityId

__all__ = ["between", "objects", "of_pronoun", "only_negotiated", "opens_signing", "signed_between", "tells_each"]

_SMALL = ("det", "possessive", "quantity", "idle-modifier")
_GOVERNING = ("of", "with", "within", "under", "founding", "joining")
"""Classes of words that govern what follows them, so that it is no further object of a verb before them."""


_ELIDED = ("'", "’")
"""Marks at the end of a word whose vowel is left out."""


def objects(story: Story, scene: Scene, low: int, *, nominal: bool = False) -> list[EntityId]:
    """The first instrument behind a verb that ends at a token, and those that stand beside it.

    `signed an accord on ports and launched the Harbour programme` has one, `signed a charter, which they want to complement
    with a convention` too. An agreement is held to stand beside the first unless a relative clause parts them, or it is what the
    first is to change (`signed a protocol to the 2007 treaty`, `a protocol to update their treaty`). What a noun of signing
    governs stands before the next verb (`the signing comes a day before they open the Harbour Forum`).
    """
    told = story.instruments(scene, low, scene.end)
    found: list[EntityId] = []
    for i, mention in scene.mentions(MentionKind.FRAMEWORK):
        instrument = story.framework_of[i]
        if mention.start < low or instrument not in told or instrument in found:
            continue
        if nominal and not found and any(low <= verb < mention.start for verb in scene.verbs):
            break
        apart = mention.key != "agreement" or any(scene.isa(at, "relative") for at in range(low, mention.start))
        before = _governor(scene, low, mention.start)
        if found:
            beside = not ((apart and _governs(scene, before)) or _changes(scene, before))
        elif mention.key == "agreement":
            beside = not _topic_of(scene, low, before)
        else:
            beside = before <= low or not _governs(scene, before)
        if beside or (nominal and not found):
            found.append(instrument)
    return found


def between(story: Story, scene: Scene, instrument: EntityId) -> tuple[EntityId, ...]:
    """The two between which an instrument is told to be."""
    for i, mention in scene.mentions(MentionKind.FRAMEWORK):
        if story.framework_of[i] != instrument:
            continue
        found = Parties(mention, scene).named_between()
        if not found and scene.isa(mention.end, "between"):
            found = scene.after(mention.end + 1, 3)[0]  # `un accord entre Mme A et M. B`
        if len(found) > 1:
            return found
    return ()


def signed_between(story: Story, scene: Scene, instrument: EntityId, told: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
    """Who signed; the two between whom an instrument is, where nobody else is told or only their states beside persons."""
    own = between(story, scene, instrument) if all(a.startswith("country/") for a in told) else ()
    people = all(a.startswith("person/") for a in own)
    return own if len(own) > 1 and (people or not told) else told


def of_pronoun(scene: Scene, at: int, named: tuple[int, list[EntityId]] | None) -> list[EntityId]:
    """What a pronoun right before a verb stands for (`les ont signés`, `l'ont signé`) of the instruments that a sentence named,
    with its number: all, or the last where the pronoun's vowel is left out."""
    before = at - 1
    while scene.isa(before, "have") or scene.isa(before, "adverb"):
        before -= 1
    if named is None or scene.number - named[0] != 1 or not scene.isa(before, "object-pronoun"):
        return []
    return named[1][-1:] if scene.text(before)[-1:] in _ELIDED else named[1]


def _topic_of(scene: Scene, low: int, before: int) -> bool:
    """Whether another noun behind the verb governs what follows a token (`exchanged thoughts on the Harbour Accord`)."""
    return before > low and scene.any_of(before, ("on", "of", "under"))


def _governor(scene: Scene, low: int, at: int) -> int:
    """The token before articles and adjectives of what begins at a token."""
    adjectives = {m.end - 1: m.start for _, m in scene.mentions(MentionKind.ADJECTIVE)}
    before = at - 1
    while before > low and (scene.any_of(before, _SMALL) or before in adjectives):
        before = adjectives.get(before, before) - 1
    return before


def _governs(scene: Scene, at: int) -> bool:
    """Whether a preposition or another verb stands at a token."""
    return at in scene.verbs or scene.any_of(at, _GOVERNING)


def _changes(scene: Scene, at: int) -> bool:
    """Whether an infinitive stands at a token, or `to` behind an instrument."""
    if scene.isa(at, "to"):
        return any(mention.end == at for _, mention in scene.mentions(MentionKind.FRAMEWORK))
    return scene.isa(at - 1, "before-infinitive") and scene.text(at).islower()


def tells_each(scene: Scene, named: Mention) -> bool:
    """Whether a plural stands for the texts told before, whose subjects follow it: `The three memoranda are on ports and trade`.

    `The first memorandum is on ports` and its like are known by themselves.
    """
    known = scene.any_of(named.start - 1, ("the", "this", "two"))
    return known and scene.isa(int(named.attributes.get("head_end") or 0), "enumerating")


def opens_signing(scene: Scene) -> bool:
    """Whether a sentence tells who signed what was told before, by a participle: `Signing for Peru was A`."""
    hit = scene.resolved.annotated.hits["event"].get(scene.start)
    return hit is not None and hit.rows[0][0] == "signing" and scene.verbs <= {scene.start} and scene.has("be")


def only_negotiated(scene: Scene, after: int) -> bool:
    """Whether what was concluded is but talks on an instrument: `concluded the third round of talks on a trade deal`."""
    for i in range(after, min(after + 8, scene.end)):
        if scene.any_of(i, ("negotiation", "meet-noun", "session")):
            return True
        if scene.text(i) == "," or scene.isa(i, "preposition"):
            return False
    return False

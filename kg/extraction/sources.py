"""Where news comes from: bodies that only tell what others did, and speakers whom nothing names."""

from kg.annotated import POSSESSIVE, Hit, MentionKind
from kg.extraction.scene import Scene
from kg.extraction.speech import inverted, present_participle, says
from kg.model import EntityId

__all__ = ["closing_source", "only_source", "passes_on", "source_after", "unnamed"]

_OTHERS = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.ANAPHOR})
_FAR = 8
"""Most tokens of a source between its comma and its verb (`…, sources close to the delegation said`)."""


def source_after(scene: Scene, at: int) -> tuple[tuple[EntityId, ...], int]:
    """Whom `according to` names, and the token after: one, or two that `and` joins, since a comma ends the phrase."""
    position = next((i for i, item in enumerate(scene.items) if item.start >= at), None)
    if position is None or scene.items[position].start > at + 3:
        return (), at
    first, *rest = scene.items[position : position + 2]
    if scene.any_of(first.end, ("figures", "media")) or scene.text(first.end) in POSSESSIVE:
        return (), at  # `according to Chilean figures`, `according to the Prime Minister's office`
    if any(scene.text(i) == "," for i in range(at, first.start)):
        return (), at
    if rest and scene.resolved.annotated.joined(first.end, rest[0].start) == "and" and scene.text(first.end) != ",":
        return (*first.agents, *rest[0].agents), rest[0].end
    return first.agents, first.end


def unnamed(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a report ends with a speaker whom nothing tells (`…, local media reported`): the sentence's subject is not he."""
    if scene.has("anybody", at + 1, hit.end + 4 if scene.text(hit.end) == "-" else hit.end):
        return True  # `« … », précise-t-on de même source`
    if hit.rows[0][0] != "informs":
        return False
    inflected = bool(scene.resolved.annotated.words.get("participle-ending"))
    finite = scene.isa(at, "have") or hit.rows[0][-1] in ("1", "2")
    if inflected and finite and scene.text(at - 1) == "," and scene.isa(hit.end, "det") and scene.end - hit.end <= _FAR:
        acts = any(before < at - 1 for before in scene.verbs)
        return acts and not inverted(scene, at, hit)  # `A a rencontré B, a indiqué l'agence de presse`
    comma = next((i for i in range(at - 1, max(at - 1 - _FAR, scene.start), -1) if scene.text(i) == ","), None)
    if comma is None or not _closes(scene, hit) or inverted(scene, at, hit):
        return False
    told = any(comma < item.end and item.start < at and scene.text(item.end) not in POSSESSIVE for item in scene.items)
    idle = ("adverb", "be", "have", "and", "relative", "preposition", "det")
    return not told and any(not scene.any_of(i, idle) for i in range(comma + 1, at))


def closing_source(scene: Scene, after: int) -> int:
    """Where a sentence names who passes it on (`, the news agency reported`, `, a rapporté l'agence de presse`); else its end.

    Its words are no part of what was said.
    """
    comma = next((i for i in range(scene.end - 1, max(after, scene.end - _FAR - 3), -1) if scene.text(i) == ","), None)
    if comma is None:
        return scene.end
    told = [(at, hit) for at, hit in scene.hits("speech") if at > comma and at not in scene.quoted]
    if not told or told[-1][1].rows[0][0] != "informs" or present_participle(scene, told[-1][1]):
        return scene.end
    at, hit = told[-1]
    return comma if at == comma + 1 or _closes(scene, hit) else scene.end


def only_source(scene: Scene, at: int, hit: Hit, speakers: tuple[EntityId, ...]) -> bool:
    """Whether a body only tells what others did (`A met B, the Ministry said`).

    What it quotes, says in a statement or tells of no one's doings is its own.
    """
    closing = scene.isa(at, "according") or (at > scene.start + 8 and _closes(scene, hit))
    if hit.rows[0][0] != "informs" or not closing or not all(s.startswith("organization/") for s in speakers):
        return False
    own = scene.has("document", at) or any(scene.start <= q < at for q in scene.quoted)
    others = any(item.kind in _OTHERS and item.agents != speakers for item in scene.items) or scene.hits("event")
    return bool(others) and not own


def passes_on(scene: Scene, hit: Hit, speakers: tuple[EntityId, ...]) -> bool:
    """Whether a body tells what others said or did (`the Ministry said that Minister A stressed …`): it says nothing of its own.

    What it says in a statement is its own too.
    """
    if hit.rows[0][0] != "informs" or not all(s.startswith("organization/") for s in speakers):
        return False
    first = next((i for i in scene.items if i.start >= hit.end and i.kind in _OTHERS and i.agents != speakers), None)
    if first is None or scene.has("document", hit.end, first.start):
        return False
    if any(scene.text(i) in ",;" for i in range(hit.end, first.start)):
        return False
    verb = first.end
    while scene.any_of(verb, ("adverb", "have")):
        verb += 1
    layers = scene.resolved.annotated.hits
    done, told = layers["event"].get(verb), layers["speech"].get(verb)
    return (told is not None and says(scene, verb, told)) or (done is not None and "noun" not in done.rows[0][1])


def _closes(scene: Scene, hit: Hit) -> bool:
    """Whether nothing but a date or the like follows a verb, or in what it was said: what it reports stands before it."""
    end = scene.past_dates(hit.end)
    document = scene.isa(end, "in") and scene.has("document", end, end + 4)  # `the press office said in a statement`
    return end + 3 + 2 * document >= scene.end and scene.text(scene.end - 1) != ":"

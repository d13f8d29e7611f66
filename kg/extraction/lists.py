"""Lists that a sentence opens with a colon, and what marks their items."""

from collections.abc import Sequence

from kg.extraction.scene import Scene

__all__ = ["BULLETS", "list_end", "unmarked"]

BULLETS = frozenset({"-", "–", "—", "•", "*", "·", "▪", "◦", "‣"})
"""Marks that open an item of a list."""
_HEADING = 6
"""Most words of a heading within a list."""
_WITHIN = frozenset(";,")
"""Marks at the end of an item after which another follows."""


def list_end(scenes: Sequence[Scene], scene: Scene) -> int:
    """The end of a sentence, or of the list that it opens with a colon: items with a mark, a number or a semicolon at the end."""
    last = scene
    if scene.text(scene.end - 1) == ":":
        for item in scenes[scene.number + 1 :]:
            within = last.text(last.end - 1) in _WITHIN or item.text(item.end - 1) in _WITHIN
            if not (_opens(item) or within or _heads(item, scenes)):
                break
            last = item
    return last.end


def _heads(scene: Scene, scenes: Sequence[Scene]) -> bool:
    """Whether a sentence is a heading within a list: short, without a mark at its end, and an item follows."""
    after = scenes[scene.number + 1] if scene.number + 1 < len(scenes) else None
    short = scene.end - scene.start <= _HEADING and scene.text(scene.end - 1)[-1:].isalpha()
    return short and after is not None and _opens(after)


def _opens(scene: Scene) -> bool:
    """Whether a sentence begins as an item does: `- `, `• `, `1. `, `(a) `."""
    first = scene.start + (scene.text(scene.start) == "(")
    mark = scene.text(first)
    numbered = len(mark) <= 3 and (mark.isdigit() or len(mark) == 1) and scene.text(first + 1) in (".", ")")
    return scene.text(scene.start) in BULLETS or numbered


def unmarked(scene: Scene) -> tuple[int, int]:
    """A sentence without what opens an item of a list (`-`, `1.`, `(a)`), before it or, run in, after the item before it."""
    low, high = scene.start, scene.end
    if scene.text(low) in BULLETS:
        return low + 1, high
    opened = low + (scene.text(low) == "(")
    if _counts(scene.text(opened)) and scene.text(opened + 1) in (".", ")"):
        low = opened + 2
    if high - low > 3 and _counts(scene.text(high - 2)) and scene.text(high - 1) in (".", ")") and scene.text(high - 3) in ":;,(":
        high -= 2 + (scene.text(high - 3) == "(")
    return low, high


def _counts(text: str) -> bool:
    """Whether a token counts an item: a number, a letter, a small roman number."""
    return (text.isdigit() and len(text) < 3) or (text.isalpha() and (len(text) == 1 or set(text.lower()) <= set("ivx")))

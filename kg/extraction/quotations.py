"""Sentences that are nothing but quotation: whose words they are."""

from collections.abc import Iterator, Mapping
from itertools import islice, takewhile

from kg.extraction.scene import Scene
from kg.model import EntityId

__all__ = ["quoted_on"]


def quoted_on(scenes: list[Scene], voices: Mapping[int, EntityId]) -> Iterator[tuple[Scene, EntityId]]:
    """Every sentence wholly in quotation marks, with its speaker; `voices` are those who speak in a sentence by its own words.

    A quotation of several sentences is attributed in one of them: in the one that it goes on from, else the one that closes it;
    one that none attributes is of who was reported as saying something in the sentence right before it.
    One set off in blocks of its own needs no marks: it opens after a colon, and goes on as long as its blocks say `I` or `we`.
    """
    yield from _set_off(scenes, voices)
    voice: EntityId | None = None
    before: EntityId | None = None
    """Who spoke in the sentence before a quotation, in words that the text reports."""
    waiting: list[Scene] = []
    for scene in scenes:
        if _whole(scene) and scene.number not in voices:
            if voice is not None:
                yield scene, voice
            else:
                waiting.append(scene)
            continue
        voice = voices.get(scene.number) if scene.quoted else None
        if voice is not None and scene.start in scene.quoted:
            yield from ((told, voice) for told in waiting)
        elif before is not None:
            yield from ((told, before) for told in waiting)  # `A noted that it is late. “We want trade.”`
        here = voices.get(scene.number)
        reported = any(scene.isa(i, "that") for _, hit in scene.hits("speech") for i in (hit.end - 1, hit.end)) if here else False
        waiting, before = [], here if reported else None
    if before is not None:
        yield from ((told, before) for told in waiting)


def _set_off(scenes: list[Scene], voices: Mapping[int, EntityId]) -> Iterator[tuple[Scene, EntityId]]:
    """The sentences of a quotation without marks: the blocks after `X said:`, as long as they speak of themselves."""
    voice: EntityId | None = None
    block = -1
    for scene in scenes:
        if scene.sentence.paragraph != block and voice is not None:
            block = scene.sentence.paragraph
            own = _block(scenes, scene)
            if not any(s.has("first-person") for s in own) or any(s.quoted for s in own):
                voice = None
        if voice is not None and scene.number not in voices:
            yield scene, voice
        if scene.text(scene.end - 1) == ":":
            voice, block = voices.get(scene.number), scene.sentence.paragraph


def _block(scenes: list[Scene], first: Scene) -> list[Scene]:
    """The sentences of a block from one on."""
    number = first.sentence.paragraph
    return list(takewhile(lambda s: s.sentence.paragraph == number, islice(scenes, first.number, None)))


def _whole(scene: Scene) -> bool:
    """Whether all words of a sentence stand in a quotation."""
    if not scene.quoted:
        return False
    tokens = scene.resolved.annotated.tokens
    words = [at for at in range(scene.start, scene.end) if tokens[at].word]
    return len(words) > 2 and all(at in scene.quoted for at in words)

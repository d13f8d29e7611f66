"""Statements: who said what on which topics."""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotated import OPENING
from kg.extraction.confidence import confidence
from kg.extraction.events import Events
from kg.extraction.quotations import quoted_on
from kg.extraction.scene import Scene
from kg.extraction.speakers import Listener, Spoken
from kg.model import EntityId, Span, Statement, TopicId
from kg.resolved import Resolved

__all__ = ["find_statements"]

_FEW = 3
"""Most fields that `these areas` stands for; more are summed up, and said by nobody."""


def find_statements(resolved: Resolved, scenes: list[Scene], events: Events) -> tuple[Statement, ...]:
    """Every statement with a speaker, in order of the text. One speech verb gives one statement a speaker."""
    found: list[Statement] = []
    listener = Listener(resolved, scenes, events)
    voices: dict[int, EntityId] = {}
    for scene in scenes:
        for spoken in listener.hear(scene):
            own = spoken.at not in scene.quoted or spoken.rule == "statement.verb"
            if len(spoken.speakers) == 1 and own:
                voices[scene.number] = spoken.speakers[0]
            low, high = spoken.reach
            topics = tuple(dict.fromkeys((*resolved.annotated.topics_in(low, high), *_spoken_of(scene, low, high))))
            topics = topics or _pointed_at(scenes, scene, spoken)
            if not topics:
                continue
            stance = spoken.hit.rows[0][0]
            told = Statement(
                speaker=spoken.speakers[0],
                topics=topics,
                stance=stance if stance != "-" else None,
                quote=_quote(resolved, scene, low, min(high, scene.end)),
                evidence=_evidence(scenes, scene, high),
                rule=spoken.rule,
                confidence=confidence(spoken.rule),
            )
            found += [told, *(replace(told, speaker=speaker) for speaker in spoken.speakers[1:])]
    rule = "statement.quoted-on"
    for scene, speaker in quoted_on(scenes, voices):
        found.append(
            Statement(
                speaker=speaker,
                topics=resolved.annotated.topics_in(scene.start, scene.end),
                stance="informs",
                quote=_quote(resolved, scene, scene.start, scene.end),
                evidence=(scene.span,),
                rule=rule,
                confidence=confidence(rule),
            )
        )
    return tuple(sorted(_merged([s for s in found if s.topics]), key=lambda s: s.evidence[0]))


def _pointed_at(scenes: list[Scene], scene: Scene, spoken: Spoken) -> tuple[TopicId, ...]:
    """What was told just before, in the sentence or else the last one, and is spoken of as `these areas`, `this scourge`."""
    annotated, (low, high) = scene.resolved.annotated, spoken.reach
    points = [at for at in scene.those("pointing") if low <= at < high]
    fields = [at for at in points if not scene.isa(at - 1, "of")]  # `all of these fields` sums up
    matter = any(scene.has("matter-word", at + 1, at + 3) for at in points)
    if not matter and not any(scene.has("field-word", at + 1, at + 3) for at in fields):
        return ()
    last = scenes[max(0, scene.number - 1)]
    told = annotated.topics_in(scene.start, spoken.at) or annotated.topics_in(last.start, last.end)
    return told if len(told) <= _FEW else ()


def _evidence(scenes: list[Scene], scene: Scene, high: int) -> tuple[Span, ...]:
    """The sentence of the verb, and the items that name a topic of a list that it opens."""
    later = (s for s in scenes[scene.number + 1 :] if s.start < high)
    return (scene.span, *(s.span for s in later if s.resolved.annotated.topics_in(s.start, s.end)))


def _spoken_of(scene: Scene, low: int, high: int) -> Iterator[TopicId]:
    """Topics of words that are no topic everywhere, but are here: things, and a reported clause's subject (`said trade is …`)."""
    hits = scene.resolved.annotated.hits
    for phrase in scene.resolved.annotated.phrases_in(low, high):
        if phrase.sure:
            continue
        if phrase.told:
            yield from phrase.topics
            continue
        before = phrase.start - 1
        while scene.isa(before, "det") and not scene.isa(before, "that"):
            before -= 1
        quoted = scene.text(before) in OPENING and phrase.start in scene.quoted
        opens = before < low or quoted or scene.text(before) == ":" or scene.isa(before, "that")
        goes_on = scene.any_of(phrase.end, ("be", "have", "with", "between", "and", "standing"))
        if opens and (quoted or goes_on or phrase.end in hits["auxiliary"]):
            yield from phrase.topics


def _quote(resolved: Resolved, scene: Scene, low: int, high: int) -> Span | None:
    """The longest quoted stretch of at least three tokens within the range."""
    best: tuple[int, int] | None = None
    start = None
    for at in range(low, high + 1):
        inside = at in scene.quoted and at < high
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            if at - start >= 3 and (best is None or at - start > best[1] - best[0]):
                best = (start, at)
            start = None
    return resolved.annotated.span(*best) if best else None


def _merged(statements: list[Statement]) -> Iterator[Statement]:
    """One statement a speaker, sentence and stance: its topics together."""
    by_key: dict[tuple[EntityId, str | None, tuple[Span, ...]], Statement] = {}
    for new in statements:
        key = (new.speaker, new.stance, new.evidence)
        old = by_key.setdefault(key, new)
        if old is not new:
            by_key[key] = replace(old, topics=tuple(dict.fromkeys((*old.topics, *new.topics))), quote=old.quote or new.quote)
    yield from by_key.values()

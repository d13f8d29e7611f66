"""Where a visit leads: the state or city behind its words, before them, and those that follow in a list."""

from collections.abc import Set

from kg.annotated import MentionKind
from kg.extraction.cities import past_epithet
from kg.extraction.scene import Scene
from kg.extraction.story import Story
from kg.model import CountryCode, EntityId

__all__ = ["LANDS", "destination", "further", "told_before"]

LANDS = frozenset({MentionKind.COUNTRY, MentionKind.PLACE})
_BETWEEN = ("and", "adverb", "then", "to", "in", "at", "det", "for", "on")
"""Classes of what may stand between two places that somebody goes to."""


def destination(scene: Scene, after: int, own: Set[CountryCode]) -> tuple[CountryCode | None, EntityId | None]:
    """Where to: the first state or city after the trigger, not one of the visitors' `own` nor past another verb of motion."""
    host: CountryCode | None = None
    # `in the Rwandan capital Kigali`, `left for the capital of Peru, Lima`, `a tour of Peru`
    direct = past_epithet(scene, after + scene.isa(after, "of"))
    for start, code, place in scene.lands(after, min(scene.end, after + 14)):
        if code in own or (host is not None and code != host):
            continue
        led = any(scene.any_of(i, ("to", "in")) for i in range(max(after - 1, start - 4), start))
        led = led or (scene.isa(start - 1, "for") and after < start - 1)
        if host is None and not (start in (after, direct) or led):
            continue
        host = code
        if place is not None:
            return host, place
        if start > after + 10:
            break
    return host, None


def told_before(scene: Scene, at: int, own: Set[CountryCode], reach: int) -> tuple[CountryCode | None, EntityId | None]:
    """Where a visit leads that the words before it tell: `in Lisbon on a state visit`, `in Lima with A, come for a visit`."""
    for start, code, place in reversed(scene.lands(max(scene.start, at - reach), at)):
        if scene.isa(start - 1, "in") and code not in own:
            return code, place
    return None, None


def further(
    story: Story, scene: Scene, after: int, host: CountryCode | None, own: Set[CountryCode]
) -> list[tuple[int, CountryCode, EntityId | None]]:
    """The states that follow the first in a list, each with the token whence its own day is told, if it has one.

    `travels to Brussels, Warsaw and Riga`, `a tour of Kenya and Ghana`; `à Lomé le 12 août, puis à Accra`: another day.
    """
    lands = [(i, m) for i in scene.indices for m in [story.resolved.mention(i)] if m.kind in LANDS and m.start >= after]
    spans = [(m.start, m.end) for _, m in lands]
    listed = story.resolved.annotated.listed(spans) if lands else 0
    found: dict[CountryCode, tuple[int, EntityId | None]] = {}
    for number, (i, m) in enumerate(lands[1 : _followed(scene, spans, listed)], 1):
        if m.country and m.country not in (host, *own) and lands[0][1].country == host:
            city = next(iter(story.resolved.refers.get(i, ())), None) if m.kind is MentionKind.PLACE else None
            told = found.get(m.country)
            anchor = next((k for k in range(m.start, spans[number - 1][1], -1) if scene.isa(k - 1, "and")), m.start)
            found[m.country] = told if told and told[1] else (0 if number < listed else anchor, city)
    return [(start, code, city) for code, (start, city) in found.items()]


def _followed(scene: Scene, spans: list[tuple[int, int]], listed: int) -> int:
    """How many places are told with those listed and follow as later ones (`puis à Accra`, `à Lomé et jeudi à Accra`)."""
    while listed < len(spans):
        gap = range(spans[listed - 1][1], spans[listed][0])
        idle = all(i in scene.dated or scene.text(i) == "," or scene.any_of(i, _BETWEEN) for i in gap)
        if not idle or not any(scene.isa(i, "then") or i in scene.dated for i in gap):
            break
        listed += 1
    return listed

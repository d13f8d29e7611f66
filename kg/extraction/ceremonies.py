"""What ceremonies of signing tell of each other: when and where each text was signed, and who held the talks before."""

from collections.abc import Sequence

from kg.extraction.cities import dateline
from kg.extraction.draft import Draft, compatible, following
from kg.extraction.scene import states
from kg.model import EntityId, EventStatus, EventType, PartialDate
from kg.resolved import Resolved

__all__ = ["at_ceremonies", "signed_after"]

_CEREMONY = 6
"""Sentences over which those who tell of one ceremony go from text to text."""
_SOON = 2
"""Most sentences between talks of states and what those who held them signed."""
_NEWS = 7
"""Most days between a signing and the news of it from the city of its dateline."""


def at_ceremonies(resolved: Resolved, told: Sequence[Draft], counted: Sequence[Draft]) -> None:
    """Date and place signings of which nothing tells when and where.

    Each took place when and where the sentence that opened their list told it of all; what a state of the dateline's city signed
    is news from there.
    """
    signed = sorted((*counted, *told), key=lambda d: (-d.sentence, -d.anchor))
    for draft in told:
        if draft.recalled or draft.date is not None or draft.place is not None:
            continue
        near = (d for d in signed if 0 < draft.sentence - d.sentence <= _CEREMONY and not d.recalled)
        whole = next((d for d in near if (d.date or d.place) and d.status is draft.status), None)
        if whole is not None:
            draft.date, draft.place = whole.date, whole.place
    city = dateline(resolved)
    if city is None:
        return
    for draft in told:
        held = draft.status is EventStatus.HELD and not draft.recalled and draft.place is None
        there = resolved.places[city].country in {*states(resolved, tuple(draft.signatories)), *resolved.pair}
        if held and there and _news(draft.date, resolved.annotated.document.published):
            draft.place = city


def signed_after(resolved: Resolved, told: Sequence[Draft], talks: Draft) -> list[EntityId]:
    """The persons, one of each state that held talks, who are told soon after to have signed something then and there."""
    held = {a.removeprefix("country/") for a in talks.participants}
    signings = (d for d in told if d.type is EventType.SIGNING and not (d.recalled or talks.aside))
    for draft in signings:
        people = draft.signatories if all(a.startswith("person/") for a in draft.signatories) else []
        near = 0 <= draft.sentence - talks.sentence <= _SOON
        fits = near and draft.status is talks.status and compatible(draft.date, talks.date)
        for_each = len(people) == len(held) and states(resolved, tuple(people)) == held
        if fits and for_each and not any(d is not talks and set(people) <= set(d.participants) for d in told):
            return list(people)
    return []


def _news(signed: PartialDate | None, published: PartialDate | None) -> bool:
    """Whether a signing can be what a text published on a day tells as its news."""
    days = following(signed, published)
    return signed is None or published is None or (days is not None and days <= _NEWS)

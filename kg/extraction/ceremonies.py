"""When and where texts were signed that are told one by one, after or without a sentence that tells of their ceremony."""

from collections.abc import Sequence

from kg.extraction.cities import dateline
from kg.extraction.draft import Draft, following
from kg.extraction.scene import states
from kg.model import EventStatus, PartialDate
from kg.resolved import Resolved

__all__ = ["at_ceremonies"]

_CEREMONY = 6
"""Sentences over which those who tell of one ceremony go from text to text."""
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
    for draft in told if city is not None else ():
        held = draft.status is EventStatus.HELD and not draft.recalled and draft.place is None
        there = resolved.places[city].country in {*states(resolved, tuple(draft.signatories)), *resolved.pair} if city else False
        if held and there and _news(draft.date, resolved.annotated.document.published):
            draft.place = city


def _news(signed: PartialDate | None, published: PartialDate | None) -> bool:
    """Whether a signing can be what a text published on a day tells as its news."""
    days = following(signed, published)
    return signed is None or published is None or (days is not None and days <= _NEWS)

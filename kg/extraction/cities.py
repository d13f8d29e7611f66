"""Cities that are told as the place without a preposition of their own: `in the Peruvian capital`, `Lima hosted the session`."""

from typing import TYPE_CHECKING

from kg.annotated import Mention, MentionKind
from kg.model import CountryCode, EntityId
from kg.resolved import Resolved
from kg.resources import capital_keys

if TYPE_CHECKING:
    from kg.extraction.setting import Setting

__all__ = ["capital_city", "dateline", "heres", "past_epithet", "shelters"]


def capital_city(setting: "Setting", noun: int) -> EntityId | None:
    """The city that the text names for which `in the Peruvian capital`, `in the capital of Peru` stands.

    Of several of that state, the one that the gazetteer knows as its capital; None where the text names none.
    """
    told = next((m for _, m in setting.mentions(MentionKind.ADJECTIVE) if noun in (m.end, m.start - 1)), None)
    whole = (m for _, m in setting.mentions(MentionKind.ANAPHOR) if m.key == "side" and m.country and m.start <= noun < m.end)
    told = told or next(whole, None)  # `la capitale congolaise`
    if told is None and setting.isa(noun + 1, "of"):
        inner = noun + 2 + setting.isa(noun + 2, "det")
        told = next((m for _, m in setting.mentions(MentionKind.COUNTRY) if m.start in (noun + 2, inner)), None)
    before = min(told.start, noun) - 1 if told is not None else noun
    if told is None or not setting.isa(before - setting.isa(before, "det"), "in"):
        return None
    cities = [city for city, place in setting.resolved.places.items() if place.country == told.country]
    seat = [city for city in cities if setting.resolved.places[city].gazetteer in capital_keys()]
    return seat[0] if seat else cities[0] if len(cities) == 1 else None


def past_epithet(setting: "Setting", at: int) -> int:
    """Token after words that tell of which state a city is: `the Peruvian capital`, `the city of`; else the one given."""
    here = at
    adjectives = {m.start: m.end for _, m in setting.mentions(MentionKind.ADJECTIVE)}
    while here in adjectives or setting.any_of(here, ("det", "city-noun", "city-adjective", "capital-noun")):
        here = adjectives.get(here, here + 1)
    if here == at:
        return at
    return here + (setting.isa(here, "of") or (setting.text(here) == "," and bool(setting.lands(here + 1, here + 2))))


def shelters(setting: "Setting", place: Mention) -> bool:
    """Whether a city that opens the sentence is told to hold something (`Lima hosted on Friday the session`)."""
    after = place.end + setting.isa(place.end, "have")
    opens = place.start - setting.isa(place.start - 1, "of") <= setting.start + 2
    return opens and setting.isa(after, "shelters")


def dateline(resolved: Resolved) -> EntityId | None:
    """The place of the dateline, which `here` means (`ISLAMABAD, April 5 (APP): … called on him here`)."""
    return resolved.refers.get(0, (None,))[0] if resolved.annotated.dateline is not None else None


def heres(setting: "Setting", low: int, high: int) -> list[tuple[int, CountryCode, EntityId | None]]:
    """Where `here` stands in a range of tokens, with the state and city of the dateline (`arrived here on Tuesday`)."""
    city = dateline(setting.resolved)
    code = setting.resolved.places[city].country if city is not None else None
    return [(at, code, city) for at in setting.those("here") if low <= at < high] if code is not None else []

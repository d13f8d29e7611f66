"""Those that `between` names beside an instrument: states, their ministries, bodies with their seats."""

from kg.annotated import POSSESSIVE
from kg.annotation.context import Context

__all__ = ["party_run"]


def party_run(c: Context, at: int, limit: int) -> int:
    """Token after the two names that follow `between`: capitals, with what joins them and brackets."""
    end = at
    joined = False
    body = at + 8  # `the administration of the capital`
    while end < limit and end - at < 45:
        if c.isa(end, "and") and (c.isa(end + 1, "det") or c.isa(end + 1, "quantity")) and joined and c.hit("framework", end + 2):
            break
        if c.isa(end, "and") and c.isa(end + 1, "a") and joined and any(c.hit("framework", i) for i in range(end + 2, end + 5)):
            break  # `between their parks and an inter-institutional agreement`
        joined = joined or c.isa(end, "and") or c.isa(end, "two") or _theirs(c, end)
        token = c.tokens[end]
        small = (
            c.isa(end, "and")
            or c.isa(end, "of")
            or c.isa(end, "for")
            or c.isa(end, "det")
            or c.isa(end, "possessive")
            or token.text in POSSESSIVE
        )
        body = end + 8 if c.isa(end, "and") else 0 if joined and c.capital(end) and end >= body - 7 else body
        body = end + 8 if (c.capital(end) and c.hit("organization", end)) or c.isa(end, "ministry") else body
        body = 0 if c.isa(end, "for") and not c.hit("organization", end - 1) else body
        kin = end < body and _within_body(c, end)
        kin = (
            kin
            or c.country(end) is not None
            or c.isa(end, "ministry")
            or c.isa(end, "two")
            or c.isa(end, "shared-party")
            or c.isa(end, "respective")
            or _ministries(c, end) is not None
        )
        listed = c.country(end + 1) or c.hit("body", end + 1) or c.country(end + 2)
        row = c.fold(end) == "," and listed is not None
        if c.isa(end, "for") and joined and (c.ending("country", end) is not None or _purpose_follows(c, end)):
            break  # `between the Government of Peru and the Bank of Quito for the Establishment of …`
        row = row or _fields_follow(c, end)
        plain = small or row or kin or token.capital or c.dash(end) or token.text in '()“”"'
        if not plain and not _seat_follows(c, end, joined=joined):
            break
        if token.capital and c.hit("framework", end) and not c.hit("organization", end) and end > at:
            break
        end += 1
    while end > at and (
        (not c.tokens[end - 1].word and c.fold(end - 1) != ")")
        or c.isa(end - 1, "and")
        or c.isa(end - 1, "det")
        or c.isa(end - 1, "for")
    ):
        end -= 1
    return end if joined else at


def _within_body(c: Context, at: int) -> bool:
    """Whether a word in lower case can go on a body's name (`Institut diplomatique`): no verb, preposition or clause."""
    apart = ("stop", "subject", "clause", "by", "with", "be", "adverb", "to")
    layers = ("auxiliary", "event", "speech", "framework")
    return c.tokens[at].text.isalpha() and not any(c.isa(at, kind) for kind in apart) and not any(c.hit(x, at) for x in layers)


def _ministries(c: Context, at: int) -> int | None:
    """Token after bodies of states in lower case at a token (`planning ministries`); None where there are none."""
    field = c.hit("portfolio", at)
    head = c.hit("organization", field.end if field else at)
    return head.end if head is not None and head.singular is not None and c.isa(head.end - 1, "ministry") else None


def _theirs(c: Context, at: int) -> bool:
    """Whether bodies of several states stand at a token (`their Ministries of Trade`, `the respective agencies`, `Chambers`)."""
    if c.isa(at - 1, "the") and (end := _ministries(c, at)) is not None and not c.isa(end, "of"):
        return True  # `the foreign ministries`
    head = c.hit("organization", at)
    if head is None or head.singular is None:
        return False
    return c.capital(at) or c.isa(at - 1, "possessive") or c.isa(at - 1, "respective")


def _purpose_follows(c: Context, at: int) -> bool:
    """Whether `for` and an article open what an instrument is for, behind a name that no head of bodies ends."""
    return c.isa(at + 1, "det") and c.capital(at - 1) and not c.hit("organization", at - 1)


def _fields_follow(c: Context, at: int) -> bool:
    """Whether a comma goes on the fields of a body up to their `and` (`Ministry of Ports, Trade and Energy`)."""
    if c.fold(at) != ",":
        return False
    here = at + 1
    while (c.capital(here) and c.tokens[here].word) or (c.fold(here) == "," and here > at + 1):
        other = any(c.hit(layer, here) for layer in ("country", "organization", "body", "office", "framework"))
        if other and not c.hit("portfolio", here):
            return False
        here += 1
    here += c.isa(here, "and") and here > at + 1
    field = c.hit("portfolio", here) or c.hit("topic", here)
    return c.isa(here - 1, "and") and c.capital(here) and field is not None


def _seat_follows(c: Context, at: int, *, joined: bool) -> bool:
    """Whether a comma and the seat or state of a body follow in a list of parties (`Ministry of Ports, Government of Kenya`)."""
    if c.fold(at) != ",":
        return False
    if c.isa(at + 1, "state-word") and c.isa(at + 2, "of"):
        return True
    place = c.place(at + 1)
    return place is not None and (joined or c.isa(place.end, "and"))

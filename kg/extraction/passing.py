"""What a sentence tells in passing: the times and places there are of that alone, and of nothing else that it tells."""

from typing import TYPE_CHECKING

from kg.annotated import POSSESSIVE

if TYPE_CHECKING:
    from kg.extraction.setting import Setting

__all__ = ["ahead", "before_noun", "comings", "referred", "sayings"]

_MOST = 10
"""Tokens between a future and the time or place that belongs to it."""


def comings(setting: "Setting") -> frozenset[int]:
    """Where the dates stand that tell when somebody came, in passing: `B, arrived on Monday, …`."""
    came = [at for at in setting.those("coming") if setting.text(at - 1) == "," or setting.isa(at - 1, "relative-person")]
    return frozenset(m.start for m in setting.dates if any(at < m.start <= at + 3 for at in came))


def ahead(setting: "Setting") -> frozenset[int]:
    """Where the dates and places stand of what is to come, told in passing.

    `the session, to be held in June, was discussed`, `and is to speak in May`, `and the next round will be held in Lima`.
    """
    futures = [(at, hit.end) for at, hit in setting.hits("auxiliary") if hit.rows[0][0] == "planned"]
    apart = [
        (at, end)
        for at, end in futures
        if setting.text(at - 1) == ","
        or any(setting.isa(at - 1, kind) for kind in ("and", "session"))
        or any(setting.isa(before, "relative") for before in (at - 1, at - 2, at - 3))
        or (setting.isa(at, "to") and not setting.isa(at - 1, "be"))  # `the summit to be held in Lima`
    ]
    apart += [(at, at + 1) for at in setting.those("eve") if setting.isa(at + 1, "preposition")]  # `ahead of the Summit in Lima`
    times = (*(date.start for date in setting.dates), *(start for start, _ in setting.places)) if apart else ()
    return frozenset(
        told
        for told in times
        for at, end in apart
        if end <= told <= end + _MOST and not any(setting.text(i) in ",;" for i in range(at, told))
    )


def referred(setting: "Setting") -> list[tuple[int, int]]:
    """Where a visit is told that what the sentence tells came after or prepares: from its noun to the next mark.

    `Following the visit of A in March, B met C`, `met to prepare for the visit of A in May`.
    """
    return [
        (at, _mark(setting, at))
        for at, hit in (setting.hits("event") if setting.has("refers-to") else ())
        if hit.rows[0][:2] == ("visit", "noun-between") and setting.isa(_before(setting, at), "refers-to")
    ]


def sayings(setting: "Setting") -> list[tuple[int, int]]:
    """Where it is told when and where words were made known: `in a statement issued in Lima on Monday`."""
    issued = [at for at in setting.those("medium") if setting.isa(at + 1, "issued") and setting.text(at).islower()]
    return [(at, _mark(setting, at)) for at in issued]


def _mark(setting: "Setting", at: int) -> int:
    """The first comma or semicolon from a token on; the token after the sentence where there is none."""
    return next((i for i in range(at, setting.end) if setting.text(i) in ",;"), setting.end)


def before_noun(setting: "Setting", noun: int) -> int:
    """Token before a noun, its article or possessive and its adjectives."""
    before = noun - 1
    while setting.any_of(before, ("det", "possessive", "idle-modifier")):
        before -= 1
    return before


def _before(setting: "Setting", noun: int) -> int:
    """The same, past who owns it too (`after President A's first visit`)."""
    before = before_noun(setting, noun)
    owner = [item for item in setting.items if item.end == before] if setting.text(before) in POSSESSIVE else []
    return setting.resolved.annotated.phrase_start(owner[0].start) - 1 if owner else before

"""Instruments that share the subject told behind the last of them: `an agreement, a protocol and a memorandum on fisheries`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotated import Hit, Mention
from kg.annotation.context import Context
from kg.annotation.runs import INSTRUMENTS
from kg.annotation.subjects import topical

__all__ = ["shared_subjects"]


def shared_subjects(c: Context, found: Sequence[Mention]) -> list[Mention]:
    """Some mentions with those of the bare heads before a last one, each with its subject; they replace what stood there.

    A head says no more than its kind (`an agreement`, `a work programme`): one with a word of its own (`a joint declaration`)
    is complete.
    """
    shared = {m.start: m for last in found if _tells(c, last) for m in _before(c, last)}
    return [*(m for m in found if m.start not in shared), *shared.values()]


def _tells(c: Context, last: Mention) -> bool:
    """Whether a mention closes a list with `and`, an article and a head that its subject follows."""
    told = last.attributes
    one = last.key in INSTRUMENTS and bool(told.get("subject") and told.get("indefinite")) and not last.plural
    return one and bool(told.get("lower")) and not told.get("parties") and c.isa(_joint(c, last.start), "and")


def _joint(c: Context, start: int) -> int:
    """The token before the article of a phrase, and before what governs it (`et d'un`)."""
    before = start - 1
    return before - 1 - c.isa(before - 1, "of") if c.isa(before, "a") else start - 1


def _before(c: Context, last: Mention) -> Iterator[Mention]:
    """The bare heads before a mention, each as far as an indefinite article and a joint part them."""
    start = last.start
    while (c.isa(joint := _joint(c, start), "and") or c.fold(joint) == ",") and joint < start - 1:
        head = c.ending("framework", joint)
        if head is None or not c.isa(head - 1, "a") or not _bare(c, head, c.hits["framework"][head]):
            return
        yield _named(c, head, c.hits["framework"][head], last)
        start = head


def _bare(c: Context, at: int, hit: Hit) -> bool:
    """Whether a head tells its kind alone: a word for texts, or a programme, and no topic of its own."""
    kind = hit.rows[0][0]
    own = c.capital(at) or topical(c, at, hit.end) or any(c.classes.any(word, at, hit.end) for word in ("shared", "status"))
    return hit.singular is None and not own and (kind == "programme" or (kind == "agreement" and c.isa(at, "text-noun")))


def _named(c: Context, at: int, hit: Hit, last: Mention) -> Mention:
    """A head named with the subject of a mention behind it."""
    opens, end = int(last.attributes["head_end"]), int(last.attributes["subject"].split(":")[1])
    head = " ".join(c.fold(i) for i in range(at, hit.end))
    return replace(
        last,
        start=at,
        end=hit.end,
        name=f"{c.text(at, hit.end)} {c.text(opens, end)}",
        name_start=at,
        name_end=hit.end,
        key=hit.rows[0][0],
        aliases=(),
        attributes={**last.attributes, "head": head, "head_end": str(hit.end), "countries": "", "site": ""},
    )

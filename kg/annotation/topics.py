"""Topics of a stretch of text, by the phrase lexicon.

A strong phrase names its topic by itself. A weak one (`trade`, `security`) counts where it stands in a list with others or after
words that introduce subjects (`cooperation in`, `issues such as`). Names of offices and bodies name no topic.
"""

from collections.abc import Iterable

from kg.annotated import Mention, MentionKind, TopicPhrase
from kg.annotation.context import Context
from kg.model import TopicId

__all__ = ["find_topics"]

_MASKED = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.ORGANIZATION, MentionKind.CONFERENCE})
_NEAR = 5
"""Most tokens between an introducer and the phrase it introduces."""
_FAR = 12
"""Most tokens between a word of cooperation and the preposition that tells its field (`cooperation between A and B in trade`)."""


def find_topics(context: Context, mentions: Iterable[Mention]) -> list[TopicPhrase]:
    """All topic phrases of a text that count, in order; `mentions` are what is found by now."""
    masked = {at for m in mentions if m.kind in _MASKED for at in range(m.start, m.end)}
    raw: list[tuple[int, int, bool, tuple[TopicId, ...]]] = []
    at, last = 0, len(context.tokens)
    hits = context.hits["topic"]
    while at < last:
        hit = hits.get(at)
        if hit is None or at in masked:
            at += 1
            continue
        topics = tuple(TopicId(row[0]) for row in hit.rows if row[0] != "-")
        strong = any(row[1] == "strong" for row in hit.rows)
        if topics:
            raw.append((at, hit.end, strong, topics))
        at = hit.end
    return list(_counting(context, raw))


def _counting(context: Context, raw: list[tuple[int, int, bool, tuple[TopicId, ...]]]) -> Iterable[TopicPhrase]:
    """Strong phrases; weak ones right after an introducer, or in a list that one opens, or in a list of three or more."""
    introduced = {hit.end for hit in context.hits["introducer"].values()}
    run: list[tuple[int, int, bool, tuple[TopicId, ...]]] = []
    for phrase in [*raw, None]:
        if phrase is not None and run and _listed(context, run[-1][1], phrase[0]):
            run.append(phrase)
            continue
        opened = bool(run) and _introduced(context, run[0][0], introduced)
        for start, end, strong, topics in run:
            sure = strong or opened or len(run) >= 3 or _introduced(context, start, introduced) or _discussed(context, end)
            yield TopicPhrase(start, end, topics, sure)
        run = [phrase] if phrase is not None else []


def _introduced(context: Context, start: int, introduced: set[int]) -> bool:
    """Whether an introducer stands right before a phrase, determiners and idle adjectives aside."""
    for at in range(start, max(start - _NEAR, -1), -1):
        if at in introduced:
            return True
        if context.isa(at - 1, "field-preposition") and _cooperating(context, at - 1):
            return True
        if not (
            context.isa(at - 1, "det")
            or context.isa(at - 1, "possessive")
            or context.isa(at - 1, "idle-modifier")
            or context.hit("country", at - 1)
        ):
            return False
    return False


def _cooperating(context: Context, end: int) -> bool:
    """Whether a word of cooperation stands before a token in the same clause."""
    for at in range(end - 1, max(end - _FAR, -1), -1):
        if context.isa(at, "cooperation"):
            return True
        if context.tokens[at].text in ".,;:":
            return False
    return False


def _discussed(context: Context, end: int) -> bool:
    """Whether a phrase is the subject of a passive of discussing (`energy was discussed`)."""
    hits = context.hits["event"]
    return context.isa(end, "be") and any(
        (hit := hits.get(at)) is not None and hit.rows[0][0] == "discuss" for at in range(end, end + 3)
    )


def _listed(context: Context, end: int, start: int) -> bool:
    """Whether two phrases stand in one list: commas, `and`, prepositions and determiners between them, at most five tokens."""
    gap = range(end, start)
    return len(gap) <= 5 and all(
        context.tokens[i].text in ",;()"
        or any(context.isa(i, kind) for kind in ("and", "det", "possessive", "preposition", "idle-modifier"))
        or context.dash(i)
        for i in gap
    )

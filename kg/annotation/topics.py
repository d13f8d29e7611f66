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
"""Tokens between an introducer and the phrase it introduces."""


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
    introduced = {at for start, hit in context.hits["introducer"].items() for at in range(hit.end, hit.end + _NEAR)}
    counts = [strong or start in introduced for start, _, strong, _ in raw]
    for i in range(1, len(raw)):
        if not counts[i] and counts[i - 1] and _listed(context, raw[i - 1][1], raw[i][0]):
            counts[i] = True
    for i in range(len(raw) - 2, -1, -1):
        if not counts[i] and counts[i + 1] and _listed(context, raw[i][1], raw[i + 1][0]):
            counts[i] = True
    for (start, end, _, topics), count in zip(raw, counts, strict=True):
        if count:
            yield TopicPhrase(start, end, topics)


def _listed(context: Context, end: int, start: int) -> bool:
    """Whether two phrases stand in one list: a comma or `and` between them, and little else."""
    gap = range(end, start)
    return len(gap) <= 5 and any(context.tokens[i].text in ",;" or context.isa(i, "and") for i in gap) and not any(
        context.tokens[i].text in ".:" or context.isa(i, "clause") for i in gap
    )

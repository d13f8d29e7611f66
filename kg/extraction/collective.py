"""Speakers whom no name tells: those of two sides who agreed, stressed or say `we`."""

from kg.annotated import Hit, MentionKind
from kg.extraction.clauses import adverb
from kg.extraction.events import Events
from kg.extraction.scene import Scene, pair_agents, people_of, states
from kg.extraction.story import TALKS
from kg.model import EntityId
from kg.resolved import Resolved

__all__ = ["Collective", "sides"]

_URGED = frozenset({"agrees", "stresses", "reaffirms", "calls-for", "welcomes"})
"""Stances that talks have where nobody is named who spoke (`it was emphasized that …`)."""


class Collective:
    """Those of a text who speak together."""

    def __init__(self, resolved: Resolved, events: Events) -> None:
        self.resolved = resolved
        self.events = events

    def told(self, scene: Scene, at: int, hit: Hit, ours: int) -> tuple[tuple[EntityId, ...], str, int] | None:
        """Who says something together by a verb at a token, by which rule, and where what they say begins if before the verb.

        `ours` is the verb before it in the sentence whose subject was `we`; -1 where there was none.
        """
        together = hit.rows[0][1] == "together"
        if hit.rows[0][0] == "agrees" and (together or _impersonal(scene, at)) and (met := self._those_who_met()):
            return met, "statement.agreed", at
        if (both := self._we(scene, at, hit, ours)) and scene.effect(at) != "negated":
            return both, "statement.joint", at
        opens = _unspoken(scene, at, hit)
        talked = self._those_who_talked() if opens is not None else ()
        return (talked, "statement.impersonal", opens) if opens is not None and talked else None

    def quoted(self, scene: Scene, at: int, hit: Hit) -> tuple[EntityId, ...]:
        """`“we agreed to …”` in a quotation: those who met."""
        last = self.events.story.ledger.last(*TALKS)
        if last is None or hit.rows[0][0] != "agrees" or not scene.isa(at - 1, "we"):
            return ()
        return tuple(people_of(last.participants))

    def _we(self, scene: Scene, at: int, hit: Hit, ours: int) -> tuple[EntityId, ...]:
        """`we reaffirm … and welcome …` in a text that two sides issue: the two states (their heads speak for them).

        A text is theirs where they met in it, or where it opens with `We, the Ministers of …`, and where nobody says `I`. `ours`
        is the verb before it in the sentence that was said so.
        """
        annotated = self.resolved.annotated
        if ours < 0 and not scene.has("we"):
            return ()
        if hit.rows[0][-1] == "3" or annotated.classes["first-singular"] - annotated.quoted:
            return ()
        before = at - 1
        while before > at - 4 and (adverb(scene, before) or scene.any_of(before, ("clitic", "have"))):
            before -= 1
        goes_on = ours >= 0 and scene.isa(before, "and") and not any(ours < item.start < at for item in scene.items)
        if not (goes_on or (scene.isa(before, "we") and scene.isa(before, "first-person"))):
            return ()
        opens = min(annotated.classes["we"])
        issued = annotated.tokens[opens + 1].text == "," and annotated.isa(opens + 2, "det")
        return pair_agents(self.resolved) if issued or self._those_who_talked() else ()

    def _those_who_met(self) -> tuple[EntityId, ...]:
        """Who agreed where `it was agreed`: those of two sides who met last; else the text's two states."""
        return self._those_who_talked() or pair_agents(self.resolved)

    def _those_who_talked(self) -> tuple[EntityId, ...]:
        """Those of two sides who met last; nobody where the text tells of no talks of two sides."""
        last = self.events.story.ledger.last(*TALKS)
        met = tuple(last.participants) if last is not None else ()
        return met if len(states(self.resolved, met)) > 1 else ()


def sides(scene: Scene, at: int) -> bool:
    """Whether `both sides`, `the two countries` stand at a token."""
    both = (m for _, m in scene.mentions(MentionKind.ANAPHOR) if m.key in ("both-sides", "pair-countries"))
    return any(m.start <= at < m.end for m in both)


def _before_auxiliaries(scene: Scene, at: int) -> tuple[int, bool]:
    """Token before the adverbs and auxiliaries of a participle, and whether `be` is one of them, so that it is passive."""
    before = at - 1
    while scene.any_of(before, ("adverb", "be", "have")):
        before -= 1
    return before, scene.has("be", before + 1, at)


def _impersonal(scene: Scene, at: int) -> bool:
    """Whether a participle is passive with an empty subject (`it was also agreed`, `il a été convenu`; not `il a convenu`)."""
    before, passive = _before_auxiliaries(scene, at)
    closed = at + 1 >= scene.end or not scene.text(at + 1)[0].isalnum()  # `il avait déjà été approuvé.`
    return passive and not closed and scene.isa(before, "impersonal")


def _unspoken(scene: Scene, at: int, hit: Hit) -> int | None:
    """Where begins what talks stressed whose speaker nothing names; None where a verb tells nothing of the kind.

    `The importance of trade was noted`, `interest was expressed in …`; `it was emphasized that …`, told from the verb on.
    """
    before, passive = _before_auxiliaries(scene, at)
    if not passive or scene.isa(hit.end, "by") or at in scene.quoted or hit.rows[0][-1] not in ("2", "1"):
        return None
    if scene.isa(before, "impersonal"):
        that = scene.isa(hit.end, "that") or scene.isa(hit.end - 1, "that")
        return at if that and (hit.rows[0][0] in _URGED or scene.isa(at, "urging")) else None
    for noun in range(before, scene.start - 1, -1):
        if noun in scene.verbs or scene.isa(noun, "relative") or scene.text(noun) in (";", ":"):
            return None
        if scene.isa(noun, "urged"):
            by = any(scene.isa(i, "by") for i in range(hit.end, min(hit.end + 6, scene.end)))
            return None if by else noun
    return None

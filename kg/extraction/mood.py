"""What auxiliaries say of a trigger: that it is planned, proposed, cancelled, negated or recalled rather than told as done."""

from dataclasses import dataclass

from kg.annotated import MentionKind
from kg.extraction.setting import Setting
from kg.once import once

__all__ = ["Mood"]


@dataclass(frozen=True)
class Mood(Setting):
    """One sentence with what its auxiliaries say."""

    def effect(self, at: int) -> str:
        """What an auxiliary before a trigger says: planned, proposed, cancelled, negated, recalled, or nothing.

        It stands within five tokens, names not counted, and no comma between; `if` before it makes all hypothetical.
        """
        if at not in self._effects:
            self._effects[at] = self._effect(at)
        return self._effects[at]

    @once
    def _effects(self) -> dict[int, str]:
        return {}

    def _effect(self, at: int) -> str:
        if not (self.hits("auxiliary") or self.has("hypothesis")):
            return "proposed" if self.isa(at - 1, "to") and self._invited(at) else ""
        hits, events = self.resolved.annotated.hits["auxiliary"], self.resolved.annotated.hits["event"]
        own = hits[at].rows[0][0] if at in hits and at in events and hits[at].end <= events[at].end else ""
        if own in ("planned", "proposed"):
            return own  # a future of one word (`recevra`), an auxiliary that the trigger holds (`devrait être signé`)
        if self.isa(at - 1, "to") and self._invited(at):
            return "proposed"
        if (first := self._coordinated(at)) is not None:
            return self.effect(first)
        inside, supposed, left = self.named, self.classes["hypothesis"], 5
        said = self.resolved.annotated.hits["speech"]
        for before in range(at - 1, self.start - 1, -1):
            hit = hits.get(before) if before not in self._no_auxiliaries else None
            ahead = hit is not None and hit.rows[0][0] == "planned"
            told = hit is not None and hit.end <= at and (before not in events or hit.end > events[before].end)  # `called for`
            if told and hit is not None and hit.rows[0][0] == "recalled" and self.isa(hit.end, "of") and at <= hit.end + 2:
                return ""  # `avant de s'entretenir avec B`: later, and told
            if hit is not None and (ahead or told):
                denied = any(b in hits and hits[b].rows[0][0] == "negated" for b in (before - 1, before - 2, before - 3))
                return "negated" if denied else hit.rows[0][0]  # `did not want to say`
            if before in supposed:
                return "negated"
            if before in said and self.isa(before - 1, "be"):
                break  # `it should be noted that A signed`: what precedes is said of the saying
            left -= before not in inside
            if self.text(before) in ",;" or left == 0:
                break
        if self.isa(self.start, "hypothesis") and not any(self.text(i) == "," for i in range(self.start, at)):
            return "negated"
        return ""

    def _coordinated(self, at: int) -> int | None:
        """The verb to whose infinitive another is joined: `is set to attend the forum and meet B`."""
        events = self.resolved.annotated.hits["event"]
        if not self.isa(at - 1, "and") or at not in events or events[at].rows[0][-1] != "0":
            return None
        verbs = [i for i, hit in self.hits("event") if i < at - 1 and hit.rows[0][-1] == "0" and "noun" not in hit.rows[0][1]]
        return verbs[-1] if verbs and not any(self.text(i) in ",;" for i in range(verbs[-1], at)) else None

    @once
    def named(self) -> frozenset[int]:
        """The tokens of those who can act and of the frameworks named."""
        frameworks = self.mentions(MentionKind.FRAMEWORK)
        return self.agents_at.union(*(range(m.start, m.name_end) for _, m in frameworks))

    @once
    def _no_auxiliaries(self) -> frozenset[int]:
        """The tokens of dates and of persons' names, whose words are no auxiliaries (`May`)."""
        dates = (range(m.start, m.end) for _, m in self.mentions(MentionKind.DATE))
        return frozenset().union(*dates, *(range(m.name_start, m.name_end) for _, m in self.mentions(MentionKind.PERSON)))

    def _invited(self, at: int) -> bool:
        """Whether an infinitive is what somebody is invited or asked to do: `invited B, the minister, to visit`."""
        if not self.has("inviting", high=at - 1):
            return False
        hits = self.resolved.annotated.hits
        for before in range(at - 2, self.start - 1, -1):
            if self.isa(before, "inviting"):
                return True
            if before in hits["event"] or self.isa(before, "relative") or self.text(before) == ";":
                return False
        return False

    def effect_after(self, at: int) -> str:
        """What is said of a noun after it: `are due to take place`, `were called off`."""
        hits = self.resolved.annotated.hits["auxiliary"]
        for after in range(at, min(at + 25, self.end)):
            hit = hits.get(after)
            # `the importance of the upcoming summit`, `regarding future cooperation` is said of another noun.
            attributive = self.any_of(after - 1, ("det", "possessive")) or self._of_another(after)
            if hit is not None and not attributive and hit.rows[0][0] in ("planned", "cancelled"):
                return hit.rows[0][0]
            if hit is not None and hit.rows[0][0] == "proposed" and self.isa(after - 1, "be"):
                return "proposed"  # `the signing of X is under consideration`
            beside = any(item.start - 1 <= after <= item.end for item in self.items)  # `between the minister, A, and B,`
            if (self.text(after) in ",;" and not beside) or self.isa(after, "relative"):
                break
        return ""

    def _of_another(self, after: int) -> bool:
        """Whether a word of what is to come is an adjective that a preposition parts from the noun before it."""
        return self.isa(after, "idle-modifier") and self.any_of(after - 1, ("preposition", "subject", "and"))

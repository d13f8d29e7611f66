"""Members put together under constraints: two of one document never by rule, and a hand decision always wins."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.identified import Decision, Member, Verdict

__all__ = ["Clusters", "Hand", "pair"]


def pair(a: Member, b: Member) -> tuple[Member, Member]:
    """Two members, the lesser first."""
    return (a, b) if a < b else (b, a)


class Hand:
    """Decisions by hand, without contradictions: of one pair the last wins, and `different` wins over a chain of `same`."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.decisions: dict[tuple[Member, Member], Decision] = {}
        for each in sorted(decisions, key=lambda d: (d.time or "", d.verdict is Verdict.DIFFERENT, d.verdict, d.score, d.reason)):
            self.decisions[each.left, each.right] = each
        self.apart: dict[Member, set[Member]] = defaultdict(set)
        for (left, right), each in self.decisions.items():
            if each.verdict is Verdict.DIFFERENT:
                self.apart[left].add(right)
                self.apart[right].add(left)

        self.tied = {m for p, d in self.decisions.items() if d.verdict is Verdict.SAME for m in p}

    def same(self) -> list[tuple[Member, Member]]:
        """Pairs told to be one, in order of their members."""
        return sorted(p for p, d in self.decisions.items() if d.verdict is Verdict.SAME)


class _Cluster:
    __slots__ = ("documents", "least", "members", "wary")

    def __init__(self, member: Member, wary: bool) -> None:
        self.members = [member]
        self.least = member
        self.documents = {member[0]}
        self.wary = wary
        """Whether a member of it is told by hand to differ from another."""


class Clusters:
    """The members of one kind, each in one cluster. What order they were given in does not matter; that of joins does."""

    def __init__(self, members: Iterable[Member], hand: Hand) -> None:
        self._hand = hand
        self._of: dict[Member, _Cluster] = {m: _Cluster(m, m in hand.apart) for m in members}
        self.decisions: dict[tuple[Member, Member], Decision] = {}
        for left, right in hand.same():
            if left in self._of and right in self._of and not self._apart(self._of[left], self._of[right]):
                self._merge(self._of[left], self._of[right])
        for told, decision in hand.decisions.items():
            if told[0] in self._of and told[1] in self._of:
                self.decisions[told] = decision

    def together(self, a: Member, b: Member) -> bool:
        """Whether two members are in one cluster."""
        return self._of[a] is self._of[b]

    def least(self, member: Member) -> Member:
        """The least member of a member's cluster: its name while it grows."""
        return self._of[member].least

    def fits(self, a: Member, b: Member) -> bool:
        """Whether the clusters of two members may be one: no document has one in each, and no hand keeps them apart."""
        first, second = self._of[a], self._of[b]
        return first is second or (first.documents.isdisjoint(second.documents) and not self._apart(first, second))

    def join(self, a: Member, b: Member, rule: str, score: float, reason: str) -> bool:
        """Put the clusters of two members together, where they fit, and note why. True if they are together now."""
        if not self.fits(a, b) and not self._freed(self._of[a], self._of[b], {a, b}):
            return False
        if not self.together(a, b):
            self._merge(self._of[a], self._of[b])
        self.note(a, b, Verdict.SAME, rule, score, reason)
        return True

    def closed(self, members: Sequence[Member], rule: str, reason: str) -> None:
        """Put together all that have one closed key, those of one document too; a hand may still keep some apart."""
        for member in members[1:]:
            if not self._apart(self._of[members[0]], self._of[member]):
                self._merge(self._of[members[0]], self._of[member])
                self.note(members[0], member, Verdict.SAME, rule, 1.0, reason)

    def equal(self, members: Sequence[Member], rule: str, score: float, reason: str) -> None:
        """Put members that say the same together, each with the first where it fits."""
        for member in members[1:]:
            self.join(members[0], member, rule, score, reason)

    def note(self, a: Member, b: Member, verdict: Verdict, rule: str, score: float, reason: str) -> None:
        """Keep a decision of a pair; the first stays, and a hand's always. Who differs within a document goes without saying."""
        left, right = pair(a, b)
        if left != right and (verdict is Verdict.SAME or left.document != right.document):
            self.decisions.setdefault((left, right), Decision(left, right, verdict, score, reason, rule))

    def clusters(self) -> list[list[Member]]:
        """All clusters, sorted, their members sorted."""
        return sorted(sorted(c.members) for c in {id(c): c for c in self._of.values()}.values())

    def told(self) -> list[Decision]:
        """The decisions that still hold: none of two members that are together all the same says otherwise, unless by hand."""
        return [
            d for d in self.decisions.values() if d.rule is None or (d.verdict is Verdict.SAME) == self.together(d.left, d.right)
        ]

    def _freed(self, a: _Cluster, b: _Cluster, kept: set[Member]) -> bool:
        """Let go the few members of the smaller cluster whose documents have one in the other too, where only that hinders.

        Otherwise one document whose reader took one thing for two would keep all others apart.
        """
        few, many = sorted((a, b), key=lambda c: (len(c.members), c.least))
        odd = [m for m in few.members if m.document in many.documents]
        tied = any(m in kept or m in self._hand.tied for m in odd)
        if self._apart(a, b) or tied or len(odd) * 5 > len(few.members):
            return False
        for member in odd:
            self._of[member] = _Cluster(member, member in self._hand.apart)
        few.members = [m for m in few.members if m not in set(odd)]
        few.documents = {m.document for m in few.members}
        few.least = min(few.members)
        return True

    def _apart(self, a: _Cluster, b: _Cluster) -> bool:
        if not (a.wary and b.wary):
            return False
        few, many = sorted((a, b), key=lambda c: len(c.members))
        return any(not self._hand.apart[m].isdisjoint(many.members) for m in few.members if m in self._hand.apart)

    def _merge(self, a: _Cluster, b: _Cluster) -> None:
        if a is b:
            return
        few, many = sorted((a, b), key=lambda c: len(c.members))
        many.members += few.members
        many.documents |= few.documents
        many.least = min(many.least, few.least)
        many.wary = many.wary or few.wary
        for member in few.members:
            self._of[member] = many

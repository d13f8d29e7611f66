"""Frameworks across documents: by kind, head, parties and subject, whatever the language.

`Groupe migratoire mixte permanent` of two states is their `Permanent Joint Migration Group`: the words of a name are compared by
what they mean (fields.tsv), its parties as states and bodies, its years and ordinals as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from kg.identified import Member, Verdict
from kg.identity.clusters import Clusters
from kg.identity.offices import day_of
from kg.identity.profile import DocumentProfile
from kg.identity.vocabulary import analyse, generic_words, meanings
from kg.model import EntityId, PartialDate

__all__ = ["Framework", "Subject", "frameworks_of", "match_frameworks"]

_WEAK = frozenset({"joint", "bilateral", "grand", "high", "permanent", "annual", "international-cooperation", "technical"})
"""Words that any such name may have or leave out."""
_STANDING = frozenset({"commission", "committee", "council", "dialogue", "consultations", "forum", "partnership", "alliance"})
"""Heads of which two states have but one without a subject, whatever its rank."""
_PLAIN = frozenset({"commission", "committee"})
"""Heads that name it even without any other word."""
_BLOCK = 100
_CLOSE = 3
"""Days between which two tellings of a signing may differ: it is told on the next day, or of another time zone."""


class Subject(NamedTuple):
    """What a framework's name says."""

    head: str
    words: frozenset[str]
    """Meanings, and words that the table does not know; without head and parties."""
    numbers: frozenset[str]
    """Years and ordinals."""
    states: frozenset[str]


class Framework(NamedTuple):
    """What one document tells of a framework."""

    member: Member
    language: str
    name: str
    kind: str
    subject: Subject
    parties: frozenset[str]
    """ISO codes, canonical keys of bodies, or what the document alone knows."""
    acronyms: frozenset[str]
    signed: PartialDate | None

    @property
    def strong(self) -> frozenset[str]:
        """The words of its subject."""
        return self.subject.words - _WEAK

    @property
    def proper(self) -> bool:
        """Whether a word of its name is its own, and no field's or instrument's."""
        return any(w.isalpha() and len(w) > 3 and w not in generic_words() for w in self.strong if w not in meanings())

    @property
    def definite(self) -> bool:
        """Whether its name and parties tell which framework it is."""
        if not self.parties and not self.proper:
            return False
        if self.subject.head == "session":
            return bool(self.subject.numbers and self.strong)
        if self.subject.head in _STANDING and len(self.parties) > 1:
            return bool(self.subject.words) or self.subject.head in _PLAIN
        return bool(self.strong or self.acronyms)


def frameworks_of(profiles: Iterable[DocumentProfile], canonical: Mapping[Member, str]) -> list[Framework]:
    """All frameworks, their parties by canonical key."""
    found = []
    for profile in profiles:
        signings = {e.instrument: e for e in profile.events if e.type == "Signing" and e.instrument}
        states = {e.id: e.country for e in (*profile.persons, *profile.organizations)}
        for told in profile.frameworks:
            subject = _subject(told.names)
            signing = signings.get(told.id)
            signed_by = {c for c in (_state(a, states) for a in signing.actors) if c} if signing else set()
            bound = frozenset(_party(profile, canonical, p) for p in told.parties) or subject.states
            # Who signed tells better than the text as a whole whom it binds.
            parties = frozenset(signed_by) if len(signed_by) > 1 else bound
            acronyms = frozenset(n for n in told.names if n.isupper() and n.isalnum() and len(n) >= 3)
            when = signing.date if signing else None
            member = Member(profile.document, told.id)
            found.append(Framework(member, profile.language, told.names[0], told.kind, subject, parties, acronyms, when))
    return found


def _state(actor: EntityId, states: Mapping[EntityId, str | None]) -> str | None:
    kind, _, key = actor.partition("/")
    return key if kind == "country" else states.get(actor)


def _party(profile: DocumentProfile, canonical: Mapping[Member, str], party: EntityId) -> str:
    kind, _, key = party.partition("/")
    if kind == "country":
        return key
    known = canonical.get(Member(profile.document, party))
    return known.partition("/")[2] if known else f"{profile.document}/{key}"


def _subject(names: tuple[str, ...]) -> Subject:
    """Of several names, what the one with most to say says."""
    return max(
        (_analysed(n) for n in names[:4]), key=lambda s: (bool(s.head), len(s.words - _WEAK), len(s.words), sorted(s.words))
    )


@lru_cache(maxsize=65536)
def _analysed(name: str) -> Subject:
    told = analyse(name)
    return Subject(told.head, frozenset((*told.words, *told.rest)), frozenset(told.numbers), frozenset(told.states))


def match_frameworks(frameworks: list[Framework], clusters: Clusters) -> None:
    """Join the members that are one framework: names that say the same first, then those that nearly do."""
    alike: dict[tuple[object, ...], list[Framework]] = defaultdict(list)
    for each in frameworks:
        if each.definite:
            key = (
                each.kind,
                each.subject.head,
                tuple(sorted(each.parties)),
                tuple(sorted(each.subject.words)),
                tuple(sorted(each.subject.numbers)),
            )
            alike[key].append(each)
    groups = [group for key in sorted(alike, key=str) for group in _by_date(alike[key], clusters)]
    together: dict[Member, list[Framework]] = {g.member: [g] for g in groups}
    proposals: list[tuple[float, Framework, Framework, str, str]] = []
    for first, second in _candidates(groups):
        verdict, score, rule, reason = _compare(first, second)
        if verdict is Verdict.SAME:
            proposals.append((score, first, second, rule, reason))
        elif verdict is not None:
            clusters.note(first.member, second.member, verdict, f"framework.{rule}", score, reason)
    proposals.sort(key=lambda p: (-p[0], p[1].member, p[2].member))
    of = {g.member: g.member for g in groups}
    for score, first, second, rule, reason in proposals:
        mine, others = together[of[first.member]], together[of[second.member]]
        if mine is others:
            continue
        against = any(_compare(a, b)[0] is not Verdict.SAME for a in mine for b in others)
        if against or not clusters.join(first.member, second.member, f"framework.{rule}", score, reason):
            told = f"{reason}, but another telling of either speaks against it"
            clusters.note(first.member, second.member, Verdict.UNDECIDED, f"framework.{rule}", 0.5, told)
            continue
        together[of[first.member]] = mine + others
        for each in others:
            of[each.member] = of[first.member]


def _by_date(same: list[Framework], clusters: Clusters) -> list[Framework]:
    """Frameworks of one name and parties, parted where they were signed at other times; one telling stands for each.

    Those whose signing is not dated join where there is but one, and stay open between several.
    """
    dated: list[list[Framework]] = []
    for each in sorted((f for f in same if f.signed), key=lambda f: (str(f.signed), f.member)):
        fitting = next((d for d in dated if all(_agree(each.signed, other.signed) for other in d)), None)
        if fitting is None:
            dated.append([each])
        else:
            fitting.append(each)
    undated = sorted((f for f in same if not f.signed), key=lambda f: f.member)
    rule, reason = "framework.name", "the same kind, parties and subject"
    if len(dated) <= 1:
        every = sorted(same, key=lambda f: f.member)
        clusters.equal([f.member for f in every], rule, 0.95, reason)
        return [next((f for f in every if f.signed), every[0])]
    for group in dated:
        clusters.equal(sorted(f.member for f in group), rule, 0.95, f"{reason}, signed at one time")
    for first, second in combinations(dated, 2):
        clusters.note(
            first[0].member, second[0].member, Verdict.DIFFERENT, "framework.signed", 0.3, f"{reason}, but signed at other times"
        )
    for each in undated:
        for group in dated:
            clusters.note(
                each.member,
                group[0].member,
                Verdict.UNDECIDED,
                "framework.signed",
                0.5,
                f"{reason}; there are several of other dates",
            )
    return [group[0] for group in dated]


def _agree(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Whether two dates of a signing may be one."""
    if a is None or b is None:
        return True
    first, second = day_of(a), day_of(b)
    if a.day and b.day and first and second:
        return abs(first - second) <= _CLOSE
    return all(x == y for x, y in zip(a, b, strict=True) if x is not None and y is not None)


def _candidates(groups: list[Framework]) -> list[tuple[Framework, Framework]]:
    """Pairs of one kind that share parties and a word, a proper name, or an acronym."""
    blocks: dict[tuple[object, ...], list[Framework]] = defaultdict(list)
    for each in groups:
        parties = tuple(sorted(each.parties))
        for word in each.strong:
            blocks[each.kind, parties, _stem(word)].append(each)
            if each.proper and word not in meanings() and word not in generic_words():
                blocks[each.kind, "proper", word].append(each)
        for acronym in each.acronyms:
            blocks[each.kind, parties, acronym].append(each)
        if not each.strong:
            blocks[each.kind, parties, each.subject.head].append(each)
    pairs = {
        (a.member, b.member): (a, b)
        for key in sorted(blocks, key=str)
        for block in _cut(blocks[key])
        for a, b in combinations(sorted(block, key=lambda g: g.member), 2)
    }
    return [pairs[key] for key in sorted(pairs)]


def _cut(block: list[Framework]) -> list[list[Framework]]:
    """A huge block by the other words of its names: those of one word by themselves, the rest by each word."""
    if len(block) <= _BLOCK:
        return [block]
    finer: dict[str, list[Framework]] = defaultdict(list)
    for each in block:
        for word in each.strong if len(each.strong) > 1 else ("",):
            finer[_stem(word)].append(each)
    return [finer[word] for word in sorted(finer) if len(finer[word]) < len(block)] or [block]


def _stem(word: str) -> str:
    """What cognates of two languages share: `minerals`, `minerais` → `miner`."""
    return word if word in meanings() else word[:5]


def _compare(a: Framework, b: Framework) -> tuple[Verdict | None, float, str, str]:
    """Verdict, score, rule and reason of two frameworks of one kind; None where there is nothing worth telling."""
    if (a.subject.head == "session") != (b.subject.head == "session"):
        return Verdict.DIFFERENT, 0.1, "session", "a session is not the body that meets"
    if a.subject.numbers != b.subject.numbers and a.subject.numbers and b.subject.numbers:
        return Verdict.DIFFERENT, 0.2, "number", "another year or number in the name"
    one_pair = a.parties == b.parties
    words, others = ({_stem(w) for w in f.strong} for f in (a, b))
    same_words = words == others
    if not one_pair:
        loose = a.proper and b.proper and same_words and a.subject.head == b.subject.head
        if not loose:
            return None, 0.0, "", ""
        if a.parties & b.parties or not a.parties or not b.parties:
            return Verdict.SAME, 0.85, "proper-name", "the same proper name and kind"
        return Verdict.UNDECIDED, 0.5, "proper-name", "the same proper name, but no party in common"
    if not _agree(a.signed, b.signed):
        return Verdict.DIFFERENT, 0.2, "signed", "one pair, but signed at other times"
    if a.acronyms & b.acronyms:
        return Verdict.SAME, 0.9, "acronym", "the same parties and the same acronym"
    if a.subject.head != b.subject.head:
        return None, 0.0, "", ""
    if not words and not others:
        if a.subject.head in _STANDING:
            return Verdict.SAME, 0.85, "standing", "the body of one kind that both states have, told with or without its rank"
        return None, 0.0, "", ""
    if same_words:
        return Verdict.SAME, 0.93, "subject", "the same kind, parties and subject, otherwise worded"
    shared = words & others
    if a.language != b.language and len(shared) >= 2 and len(shared) * 5 >= len(words | others) * 3:
        return Verdict.SAME, 0.85, "translation", "the same kind and parties, and most words of the subject in two languages"
    if shared and (words < others or others < words):
        return Verdict.UNDECIDED, 0.5, "subject", "the same kind and parties; the subject of one is narrower"
    if len(shared) * 2 >= min(len(words), len(others)) > 0:
        return Verdict.DIFFERENT, 0.2, "subject", "the same kind and parties, other subjects"
    return None, 0.0, "", ""

"""Frameworks of a text: which mentions are one, whom they bind, and what they are about."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice

from kg.annotated import Annotated, Mention, MentionKind
from kg.extraction.bound import Parties, name_words
from kg.extraction.confidence import confidence
from kg.extraction.draft import AT_HAND
from kg.extraction.matters import later_matters, matters, tokens_of
from kg.extraction.scene import Scene, pair_agents
from kg.keys import Keys, slug
from kg.model import CountryCode, EntityId, Framework, FrameworkKind, Span, TopicId, country_id
from kg.resolved import Resolved

__all__ = ["FrameworkDraft", "bind_signers", "find_frameworks", "frozen"]

_KINDS = {kind.value.lower(): kind for kind in FrameworkKind}
_STOPS = frozenset('.!?”"')


@dataclass
class FrameworkDraft:
    """A framework in the making."""

    id: EntityId
    name: str
    kind: FrameworkKind
    words: frozenset[str]
    head: str
    rule: str
    subject: frozenset[str] = frozenset()
    """Content words of what it is about, where its name says so."""
    aliases: list[str] = field(default_factory=list)
    parties: list[EntityId] = field(default_factory=list)
    topics: dict[TopicId, None] = field(default_factory=dict)
    evidence: list[Span] = field(default_factory=list)
    beyond: bool = False
    """It is one of many states, not of the text's pair alone."""
    headline: bool = False
    """It was told first in a line that is no sentence."""


def find_frameworks(resolved: Resolved, scenes: list[Scene]) -> tuple[dict[EntityId, FrameworkDraft], dict[int, EntityId]]:
    """The frameworks in order of first mention, and mention → framework.

    Two mentions are one where they have the same head and the words of one are within the other's (`Strategic Mechanism`), where
    a bracket names the other, or where a capitalized head alone follows (`the Plan`). What an indefinite article opens (`a
    memorandum on transport`) is another one, unless every word is the same.
    """
    keys = Keys()
    drafts: list[FrameworkDraft] = []
    of: dict[int, EntityId] = {}
    for scene in scenes:
        before: Mention | None = None
        for index, mention in scene.mentions(MentionKind.FRAMEWORK):
            words = _words(resolved.annotated, mention)
            parties = Parties(mention, scene).told()
            apposed = before is not None and _apposed(scene, before, mention)
            before = mention
            if apposed:
                drafts[-1].parties = drafts[-1].parties or parties
                of[index] = drafts[-1].id
                continue
            beside = {of[i] for i in scene.indices if i in of} if mention.attributes.get("indefinite") else set()
            draft = _known(resolved.annotated, drafts, mention, words, parties, beside)
            if draft is None:
                draft = FrameworkDraft(
                    EntityId(keys.key("framework", mention.name)),
                    mention.name,
                    _KINDS[mention.key],
                    words,
                    mention.attributes["head"],
                    _rule(mention),
                    _subject(resolved.annotated, mention),
                    headline=scene.text(scene.end - 1) not in _STOPS,
                )
                drafts.append(draft)
            _learn(draft, mention, words, parties, scene)
            of[index] = draft.id
    found = {d.id: d for d in drafts}
    for key, topics in later_matters(scenes, of, {d.id: d.kind.value.lower() for d in drafts}):
        found[key].topics = found[key].topics or topics
    return found, of


def _rule(mention: Mention) -> str:
    told = "described" if mention.attributes.get("lower") else "capitalized"
    return "framework." + ("quoted" if mention.attributes.get("within") else told)


def _words(a: Annotated, mention: Mention) -> frozenset[str]:
    """The content words of a name, a state by its code: `Chilean` and `Chile` are one."""
    states = ((at, hit) for at in range(mention.name_start, mention.name_end) if (hit := a.hits["country"].get(at)) is not None)
    words = name_words(a, mention.name)
    for at, hit in states:
        named = frozenset(slug(a.document.text[a.tokens[at].start : a.tokens[hit.end - 1].end]).split("-"))
        words = (words - named) | {hit.rows[0][0]} if named <= words else words
    return words


def _subject(a: Annotated, mention: Mention) -> frozenset[str]:
    tokens = tokens_of(mention)
    return name_words(a, a.document.text[a.tokens[tokens[0]].start : a.tokens[tokens[1] - 1].end]) if tokens else frozenset()


def _apposed(scene: Scene, one: Mention, two: Mention) -> bool:
    """Whether a mention says what the one before it is: `the Harbour Partnership, an agreement on ports signed in 2020`."""
    named = one.name[:1].isupper() and not (one.attributes.get("indefinite") or one.plural)
    after = two.end + (scene.text(two.end) == ",")
    listed = scene.isa(after, "and") or (after > two.end and scene.isa(after, "det"))
    gap = range(one.end, two.start)
    opened = scene.text(one.end) == "," and scene.isa(one.end + 1, "a") and len(gap) < 4
    return named and opened and not listed and bool(two.attributes.get("lower"))


def _known(
    a: Annotated,
    drafts: list[FrameworkDraft],
    mention: Mention,
    words: frozenset[str],
    parties: list[EntityId],
    beside: Collection[EntityId],
) -> FrameworkDraft | None:
    """The framework that a mention names again, the last told first; none `beside` it by a synonym of its head (`a treaty and a
    protocol on ports`)."""
    again, instruments = mention.attributes.get("again"), a.words.get("instrument", frozenset())
    kind, noun, subject = _KINDS[mention.key], _noun(a, mention.attributes["head"]), _subject(a, mention)
    other = subject or mention.attributes.get("indefinite")  # `the Kenya-Oman BNC` is one known before
    for draft in islice(reversed(drafts), AT_HAND):
        if again == draft.name or again in draft.aliases:
            return draft
        called = not other and any(a.isupper() and a.lower() == mention.attributes["head"] for a in draft.aliases)
        named = called or mention.name == draft.name or mention.name in draft.aliases
        if named and not (draft.parties and parties and set(draft.parties) != set(parties)):
            return draft
        if draft.kind is not kind or _apart(draft.parties, parties):
            continue
        head = _noun(a, draft.head)
        if noun == head:
            if _within(draft, mention, words):
                return draft
            continue
        synonyms = noun in instruments and head in instruments and draft.id not in beside
        if synonyms and draft.words == {head} and _names_known(a, mention):
            return draft
        same = subject and draft.subject and (subject <= draft.subject or draft.subject <= subject)
        told = words - {noun} if not (other or mention.plural) else None
        if synonyms and (same or (told and told <= draft.words)):
            return draft  # `a maritime security agreement … the maritime accord`
    return None


def _names_known(a: Annotated, mention: Mention) -> bool:
    """Whether a name is told as that of a thing known before (`The agreement, called the Harbour Accord, was signed`)."""
    at = mention.start - 1
    while a.isa(at, "det") or a.isa(at, "hereafter"):
        at -= 1
    noun = at - (a.tokens[at].text == ",")
    return a.isa(at + 1, "hereafter") and a.isa(noun, "text-noun") and (a.isa(noun - 1, "the") or a.isa(noun - 1, "this"))


def _apart(some: list[EntityId], others: list[EntityId]) -> bool:
    """Whether two instruments bind others: nobody in common, or states of which neither has all (A and B; A and C)."""
    one, two = set(some), set(others)
    states = len(one) > 1 and len(two) > 1 and all(a.startswith("country/") for a in one | two)
    return bool(one and two) and (not one & two or (states and not (one <= two or two <= one)))


def _noun(a: Annotated, head: str) -> str:
    """The noun of a head, its modifiers aside: the last word before `of` or `for` (`joint commission for cooperation`), in some
    languages the first noun."""
    words, before = head.split(), a.words.get("before-head")
    joints = a.words.get("of", frozenset()) | a.words.get("for", frozenset())
    closed = next((i for i, word in enumerate(words) if i and word in joints), len(words))
    return next((w for w in words if before and w not in before and w[0].isalpha()), words[closed - 1])


def _within(draft: FrameworkDraft, mention: Mention, words: frozenset[str]) -> bool:
    if words == draft.words:
        return True
    if draft.headline and (words < draft.words or draft.words < words):
        return True  # a text tells again what its headline told
    if mention.attributes.get("indefinite"):
        return False
    return words < draft.words or (
        draft.words < words
        and (len(draft.words) > 1 or draft.name == draft.head)
        and not (draft.subject and mention.attributes.get("subject"))
    )


def _learn(draft: FrameworkDraft, mention: Mention, words: frozenset[str], parties: list[EntityId], scene: Scene) -> None:
    if len(words) > len(draft.words):
        draft.aliases.append(draft.name)
        draft.name, draft.words, draft.head = mention.name, words, mention.attributes["head"]
    elif mention.name != draft.name and mention.name not in draft.aliases:
        draft.aliases.append(mention.name)
    draft.aliases += [alias for alias in mention.aliases if alias not in draft.aliases and alias != draft.name]
    if not draft.parties:
        draft.parties = parties
    draft.beyond = draft.beyond or _beyond(mention, scene)
    draft.topics.update(matters(scene, mention))
    if scene.span not in draft.evidence:
        draft.evidence.append(scene.span)


def _beyond(mention: Mention, scene: Scene) -> bool:
    """Whether a name is that of an instrument of many states, or of a city outside the text's pair (`Oslo Accord`)."""
    place = mention.attributes.get("place")
    pair = pair_agents(scene.resolved)
    return bool(mention.attributes.get("beyond")) or bool(place and country_id(CountryCode(place)) not in pair)


def bind_signers(
    resolved: Resolved, frameworks: dict[EntityId, FrameworkDraft], signed: list[tuple[EntityId, tuple[EntityId, ...]]]
) -> None:
    """Give an instrument whose parties nothing tells the states for which people signed it, where they are several."""
    for instrument, signatories in signed:
        draft = frameworks[instrument]
        people = bool(signatories) and not any(a.startswith("organization/") for a in signatories)
        codes = dict.fromkeys(resolved.country_of(a) for a in signatories) if people and not draft.parties else {}
        if len(codes) > 1 and None not in codes:
            draft.parties = [country_id(code) for code in codes if code is not None]


def frozen(resolved: Resolved, draft: FrameworkDraft) -> Framework:
    """The finished framework; one whose parties nothing tells binds the text's pair, unless its name is one of many states'."""
    parties = draft.parties or ([] if draft.beyond else list(pair_agents(resolved)))
    return Framework(
        id=draft.id,
        name=draft.name,
        aliases=tuple(dict.fromkeys(a for a in draft.aliases if a != draft.name)),
        kind=draft.kind,
        parties=tuple(parties),
        topics=tuple(draft.topics),
        evidence=tuple(draft.evidence),
        rule=draft.rule,
        confidence=confidence(draft.rule),
    )

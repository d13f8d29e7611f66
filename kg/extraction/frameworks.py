"""Frameworks of a text: which mentions are one, whom they bind, and what they are about."""

from dataclasses import dataclass, field

from kg.annotated import Annotated, Mention, MentionKind
from kg.extraction.confidence import confidence
from kg.extraction.scene import Scene, pair_agents
from kg.keys import Keys
from kg.model import CountryCode, EntityId, Framework, FrameworkKind, Span, TopicId, country_id
from kg.resolved import Resolved

__all__ = ["FrameworkDraft", "find_frameworks", "frozen"]

_KINDS = {kind.value.lower(): kind for kind in FrameworkKind}


@dataclass
class FrameworkDraft:
    """A framework in the making."""

    id: EntityId
    name: str
    kind: FrameworkKind
    words: frozenset[str]
    head: str
    rule: str
    aliases: list[str] = field(default_factory=list)
    parties: list[EntityId] = field(default_factory=list)
    topics: dict[TopicId, None] = field(default_factory=dict)
    evidence: list[Span] = field(default_factory=list)


def find_frameworks(resolved: Resolved, scenes: list[Scene]) -> tuple[dict[EntityId, FrameworkDraft], dict[int, EntityId]]:
    """The frameworks in order of first mention, and mention → framework.

    Two mentions are one where they have the same head and the words of one are within the other's (`Strategic Mechanism`), where a
    bracket names the other, or where a capitalized head alone follows (`the Plan`).
    """
    keys = Keys()
    drafts: list[FrameworkDraft] = []
    of: dict[int, EntityId] = {}
    for scene in scenes:
        for index, mention in scene.mentions(MentionKind.FRAMEWORK):
            words = _words(resolved.annotated, mention)
            draft = _known(drafts, mention, words)
            if draft is None:
                draft = FrameworkDraft(
                    EntityId(keys.key("framework", mention.name)), mention.name, _KINDS[mention.key], words, mention.attributes["head"], _rule(mention)
                )
                drafts.append(draft)
            _learn(draft, mention, words, scene, index)
            of[index] = draft.id
    return {d.id: d for d in drafts}, of


def _rule(mention: Mention) -> str:
    if mention.attributes.get("within"):
        return "framework.quoted"
    return "framework.described" if mention.attributes.get("lower") else "framework.capitalized"


def _words(a: Annotated, mention: Mention) -> frozenset[str]:
    return frozenset(
        a.tokens[i].fold for i in range(mention.name_start, mention.name_end) if a.tokens[i].word and not a.isa(i, "stop") and not a.isa(i, "det")
    )


def _known(drafts: list[FrameworkDraft], mention: Mention, words: frozenset[str]) -> FrameworkDraft | None:
    for draft in reversed(drafts):
        if draft.name == mention.name or mention.name in draft.aliases:
            return draft
        same_head = draft.head == mention.attributes["head"] or draft.head.endswith(" " + mention.attributes["head"])
        if same_head and draft.kind is _KINDS[mention.key] and (words <= draft.words or (draft.words < words and len(draft.words) > 1)):
            return draft
    return None


def _learn(draft: FrameworkDraft, mention: Mention, words: frozenset[str], scene: Scene, index: int) -> None:
    resolved = scene.resolved
    if len(words) > len(draft.words):
        draft.aliases.append(draft.name)
        draft.name, draft.words, draft.head = mention.name, words, mention.attributes["head"]
    elif mention.name != draft.name and mention.name not in draft.aliases:
        draft.aliases.append(mention.name)
    draft.aliases += [a for a in mention.aliases if a not in draft.aliases and a != draft.name]
    for party in _told_parties(mention, scene, index):
        if party not in draft.parties:
            draft.parties.append(party)
    draft.topics.update(dict.fromkeys(resolved.annotated.topics_in(mention.name_start, mention.name_end)))
    if scene.span not in draft.evidence:
        draft.evidence.append(scene.span)


def _told_parties(mention: Mention, scene: Scene, index: int) -> list[EntityId]:
    """Parties that the words around a mention tell: in its name, `between A and B`, `with B`, a possessor."""
    resolved = scene.resolved
    named = [country_id(CountryCode(c)) for c in mention.attributes.get("countries", "").split()]
    if len(named) > 1:
        return named
    end = mention.end
    if scene.isa(end, "between"):
        agents, _ = scene.after(end + 1, 4)
        if len(agents) > 1:
            return [_acting_state(resolved, a) for a in agents]
    if scene.isa(end, "with"):
        agents, _ = scene.after(end + 1, 3)
        if agents:
            other = [_acting_state(resolved, a) for a in agents]
            return [*other, *(p for p in pair_agents(resolved) if p not in other and len(other) == 1)]
    owner = _owner(mention, scene)
    if owner is not None and mention.key == "programme":
        return [country_id(owner)]
    return named if mention.key == "programme" else []


def _owner(mention: Mention, scene: Scene) -> CountryCode | None:
    """The state before a possessive (`Algeria's strategy`); `the Kingdom's` is that of the speaker's state."""
    resolved = scene.resolved
    at = mention.start - 1
    if scene.text(at) not in ("'s", "’s", "’", "'"):
        return None
    for item in scene.items:
        if item.end == at:
            return resolved.country_of(item.agents[0])
    if scene.isa(at - 1, "state-word"):
        subject = resolved.subjects[scene.number]
        return resolved.country_of(subject[0]) if subject else None
    return None


def _acting_state(resolved: Resolved, agent: EntityId) -> EntityId:
    """A minister or ministry signs for its state; any other body for itself."""
    if agent.startswith("organization/"):
        body = resolved.organizations[agent]
        ministry = any(word in resolved.annotated.words.get("ministry", ()) for word in body.name.lower().replace("’", "'").split())
        return country_id(body.country) if ministry and body.country else agent
    code = resolved.country_of(agent)
    return country_id(code) if code else agent


def frozen(resolved: Resolved, draft: FrameworkDraft) -> Framework:
    """The finished framework; one whose parties nothing tells binds the text's pair, where there is one."""
    parties = draft.parties or list(pair_agents(resolved))
    return Framework(
        id=draft.id, name=draft.name, aliases=tuple(dict.fromkeys(a for a in draft.aliases if a != draft.name)), kind=draft.kind,
        parties=tuple(parties), topics=tuple(draft.topics), evidence=tuple(draft.evidence), rule=draft.rule, confidence=confidence(draft.rule),
    )

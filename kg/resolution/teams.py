"""Whom a delegation consists of: who leads it, and who belongs to it, are of the state that sent it."""

from dataclasses import replace

from kg.annotated import Annotated, Mention, MentionKind
from kg.model import CountryCode, EntityId
from kg.resolution.pair import Officials
from kg.sides import is_team

__all__ = ["by_team"]

_MOST_TO_LEADER = 12
"""Tokens between a delegation and the word that tells who leads or forms it."""
_MOST_SENT = 8
"""Tokens between a state and the delegation that it sent."""
_MOST_SINCE = 3
"""Sentences over which `the delegation` is one told before."""


def by_team(officials: Officials) -> None:
    """`La délégation tchadienne à ces travaux était conduite par A, qu'assistaient B et C`, `composée de A et B`, `B, a member
    of the delegation`: all of them are of its state."""
    last: Mention | None = None
    for team in _teams(officials.annotated):
        members = [officials.clusters[p] for p in (*_members(officials, team), *_belonging(officials, team))]
        known = {cluster.country for cluster in members if cluster.country}
        code = _state(officials.annotated, team)
        code = code or (known.pop() if len(known) == 1 and team.key == "delegation" else None)
        code = code or (last.country if last is not None and _is_again(officials, team, last) else None)
        if code is None:
            continue
        if team.key == "delegation":
            last = replace(team, country=code)
        for cluster in members:
            if cluster.country is None:
                cluster.countries.append((0, code, "own-words"))


def _teams(annotated: Annotated) -> list[Mention]:
    """The delegations and sides of a text, and the pronouns that open a sentence behind one and may stand for it, in order."""
    told = [mention for mention in annotated.mentions if is_team(mention)]
    opening = {sentence.start for sentence in annotated.sentences} & annotated.classes["team-pronoun"] if told else ()
    pronouns = (Mention(MentionKind.ANAPHOR, at, at + 1, key="delegation") for at in opening)
    return sorted((*told, *pronouns), key=lambda mention: mention.start)


def _state(annotated: Annotated, team: Mention) -> CountryCode | None:
    """The state of a delegation: its own, that of the body it is of (`une délégation de l'ambassade de France`), or the one that
    sent it (`le Tchad a dépêché une délégation`)."""
    if team.country is not None:
        return team.country
    of = next((m for m in annotated.mentions_in(team.end, team.end + 4) if m.kind is MentionKind.ORGANIZATION), None)
    if of is not None and annotated.isa(team.end, "of"):
        return of.country
    sender = [m for m in annotated.mentions_in(team.start - _MOST_SENT, team.start) if m.kind is MentionKind.COUNTRY][:1]
    return next((m.country for m in sender if annotated.classes.any("sending", m.end, team.start)), None)


def _is_again(officials: Officials, team: Mention, last: Mention) -> bool:
    """Whether a delegation without a state is the one told last: `the delegation`, or a pronoun in the sentence after it."""
    annotated = officials.annotated
    apart = officials.sentence_of[team.start] - officials.sentence_of[last.start]
    if team.key != "delegation":
        return False
    if annotated.isa(team.start, "team-pronoun"):
        return apart == 1
    return annotated.isa(team.start, "the") and apart <= _MOST_SINCE


def _members(officials: Officials, team: Mention) -> list[EntityId]:
    """Whom a sentence names as leading or forming a delegation, as far as another side, another state's officer or deed."""
    annotated = officials.annotated
    sentence = annotated.sentences[officials.sentence_of[team.start]]
    within = annotated.indices_in(team.end, sentence.end)
    first = next((annotated.mentions[i].start for i in within if i in officials.person_of), team.end)
    told = range(team.end, min(first, team.end + _MOST_TO_LEADER))
    found: list[EntityId] = []
    if not any(annotated.isa(at, "comprising") or (annotated.isa(at, "leading") and _has_leader(annotated, at)) for at in told):
        return found
    since = first
    for i in within:
        other = annotated.mentions[i]
        if is_team(other):
            break
        if i not in officials.person_of:
            continue
        foreign = team.country and other.country not in (None, team.country)
        if foreign or any(_deed(officials, at) for at in range(since, other.start)):
            break
        found.append(officials.person_of[i])
        since = other.end
    return found


def _has_leader(annotated: Annotated, at: int) -> bool:
    """Whether who leads follows a word of leading: `by` at once or nearly so, or a head that is its own (`a à sa tête A`)."""
    return any(annotated.isa(i, "by") for i in (at + 1, at + 2)) or annotated.isa(at - 1, "possessive")


def _deed(officials: Officials, at: int) -> bool:
    """Whether a trigger of talks, visits or signings begins at a token that tells no companions."""
    return officials.event_at(at) and not any(officials.annotated.isa(i, "company") for i in (at, at + 1))


def _belonging(officials: Officials, team: Mention) -> list[EntityId]:
    """Who is told to belong to a delegation: `A and B, members of the delegation`, `A fait partie de la délégation`."""
    annotated = officials.annotated
    at = team.start - 1
    if not (annotated.isa(at, "of") and annotated.isa(at - 1, "membership")):
        return []
    at -= 1
    while annotated.isa(at - 1, "det") or annotated.isa(at - 1, "adverb"):
        at -= 1
    told = annotated.tokens[at - 1].text == "," or annotated.isa(at - 1, "be") or annotated.isa(at - 1, "forming")
    if not told:
        return []
    sentence = annotated.sentences[officials.sentence_of[team.start]]
    before = [i for i in annotated.indices_in(sentence.start, at) if i in officials.person_of]
    found = before[-1:]
    for i in reversed(before[:-1]):
        if not annotated.joined(annotated.mentions[i].end, annotated.mentions[found[-1]].start):
            break
        found.append(i)
    return [officials.person_of[i] for i in found]

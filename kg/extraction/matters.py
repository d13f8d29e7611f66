"""What an instrument or body is about: the fields that its name tells or lists, and those that a sentence after it tells."""

from collections.abc import Iterator, Mapping, Sequence

from kg.annotated import Mention, MentionKind
from kg.extraction.scene import Scene
from kg.model import EntityId, TopicId

__all__ = ["later_matters", "matters", "tokens_of"]

_NEAR = 2
"""Most sentences between an instrument and one that says what it is about (`The memorandum covers …`)."""


def tokens_of(mention: Mention, attribute: str = "subject") -> tuple[int, int] | None:
    """The range of tokens that an attribute of a mention tells (`12:15`)."""
    first, _, last = mention.attributes.get(attribute, "").partition(":")
    return (int(first), int(last)) if last else None


def matters(scene: Scene, mention: Mention) -> dict[TopicId, None]:
    """The topics of a mention: its name's, those of its subject, and those of the list that its last field begins."""
    annotated, subject = scene.resolved.annotated, tokens_of(mention)
    found = dict.fromkeys(annotated.topics_in(mention.name_start, mention.name_end))
    # The subject of an instrument is a topic even where the same words would be none elsewhere (`échange culturel`).
    told = annotated.phrases_in(*subject) if subject is not None else annotated.phrases_in(mention.name_start, mention.name_end)
    if subject is not None:
        found |= dict.fromkeys(t for phrase in told for t in phrase.topics)
    end = told[-1].end if told else scene.end
    for phrase in annotated.phrases_in(end, scene.end):
        named = any(m.kind is MentionKind.FRAMEWORK for m in annotated.mentions_in(end, phrase.start + 1))
        if named or not phrase.sure or not annotated.joined(end, phrase.start) or end < mention.name_end - 1:
            break
        found |= dict.fromkeys(phrase.topics)
        end = phrase.end
    return found or _clause(scene, mention)


def _clause(scene: Scene, mention: Mention) -> dict[TopicId, None]:
    """The topics of a clause that tells what an unnamed instrument is about (`an agreement under which they will fish`)."""
    annotated, end = scene.resolved.annotated, mention.end
    end += scene.text(end) == ","
    opened = end + scene.isa(end, "preposition")
    clause = scene.isa(opened, "relative") and not scene.isa(opened + 1, "be")  # not `that was welcomed by …`
    if not mention.attributes.get("indefinite") or not (clause or scene.isa(end, "whereby")):
        return {}
    others = [m.start for _, m in scene.mentions(MentionKind.FRAMEWORK) if m.start >= end]
    return dict.fromkeys(annotated.topics_in(end, min((*others, scene.end))))


def later_matters(
    scenes: Sequence[Scene], of: Mapping[int, EntityId], kinds: Mapping[EntityId, str]
) -> Iterator[tuple[EntityId, dict[TopicId, None]]]:
    """The topics of sentences that tell of the instrument told last by its kind alone (`The memorandum covers fisheries`)."""
    last: tuple[EntityId, int] | None = None
    for scene in scenes:
        mentions = scene.mentions(MentionKind.FRAMEWORK)
        hit = scene.resolved.annotated.hits["framework"].get(scene.start + 1) if last and scene.isa(scene.start, "det") else None
        if last is not None and hit is not None and scene.number - last[1] <= _NEAR:
            named = any(m.start <= scene.start + 1 for _, m in mentions)
            if not named and hit.rows[0][0] == kinds[last[0]] and not scene.text(hit.end - 1).endswith("s"):
                yield last[0], dict.fromkeys(scene.resolved.annotated.topics_in(scene.start, scene.end))
        if mentions:
            last = of[mentions[-1][0]], scene.number

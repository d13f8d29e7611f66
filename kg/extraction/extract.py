"""All facts of a resolved text."""

from kg.annotated import MentionKind
from kg.extraction.agenda import fill_talks
from kg.extraction.cooperation import find_cooperation, find_further, find_helping, find_together
from kg.extraction.events import Events
from kg.extraction.evidence import Passages
from kg.extraction.frameworks import bind_signers, find_frameworks, frozen
from kg.extraction.scene import scenes
from kg.extraction.statements import find_statements
from kg.extraction.tenures import find_tenures
from kg.model import CountryCode, DocumentFacts, EntityId, Span
from kg.resolved import Resolved

__all__ = ["extract"]


def extract(resolved: Resolved) -> DocumentFacts:
    """Read every fact of a text, with its evidence. Pure."""
    sentences = scenes(resolved)
    frameworks, framework_of = find_frameworks(resolved, sentences)
    events = Events(resolved, frameworks, framework_of)
    events.read(sentences)
    bind_signers(resolved, frameworks, events.signed())
    statements = find_statements(resolved, sentences, events)
    together = find_together(resolved, sentences, events, statements)
    together += find_further(resolved, sentences, events, statements, together)
    fill_talks(resolved, sentences, events, statements, together)
    together += find_helping(resolved, sentences, statements)
    cooperations = find_cooperation(resolved, together, events, frameworks, statements)
    posts, tenures = find_tenures(resolved)
    document = resolved.annotated.document
    passages = Passages(document.text)
    return DocumentFacts(
        document=document,
        countries=_countries(resolved),
        persons=tuple(resolved.persons.values()),
        organizations=tuple(resolved.organizations.values()),
        places=tuple(resolved.places.values()),
        posts=posts,
        frameworks=passages.told(frozen(resolved, f) for f in frameworks.values()),
        tenures=passages.told(tenures),
        events=passages.told(events.frozen()),
        cooperations=passages.told(cooperations),
        statements=passages.told(statements),
        mentions=tuple(_mentions(resolved, framework_of)),
    )


def _countries(resolved: Resolved) -> tuple[CountryCode, ...]:
    """Every country that the text names or means by an adjective, a capital or an official, in order."""
    told: dict[CountryCode, None] = {}
    for mention in resolved.annotated.mentions:
        told.update(dict.fromkeys(mention.states()))
    told.update(dict.fromkeys(p.country for p in resolved.persons.values() if p.country))
    told.update(dict.fromkeys(resolved.pair))
    return tuple(told)


def _mentions(resolved: Resolved, framework_of: dict[int, EntityId]) -> list[tuple[Span, EntityId]]:
    """Where each entity is named or pointed at, in order."""
    found: list[tuple[Span, EntityId]] = []
    for index, mention in enumerate(resolved.annotated.mentions):
        entities = resolved.refers.get(index, ())
        if mention.kind is MentionKind.FRAMEWORK:
            entities = (framework_of[index],)
        elif mention.kind is MentionKind.ADJECTIVE and mention.country:
            entities = (EntityId(f"country/{mention.country}"),)
        if entities:
            found.append((resolved.annotated.span(mention.name_start, mention.name_end), entities[0]))
    return found

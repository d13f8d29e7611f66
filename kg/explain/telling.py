"""One fact in words: what kind it is, and who has which role in it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kg.model import Cooperation, DocumentFacts, EntityId, Event, Fact, Framework, Span, Statement, Tenure

__all__ = ["Role", "Telling", "tell"]


class Role(NamedTuple):
    """One role of a fact and what fills it, as words."""

    name: str
    filler: str


class Telling(NamedTuple):
    """A fact in words. `number` counts from 1 in order of the text."""

    number: int
    kind: str
    """`Meeting`, `Tenure`, `Agreement`, …: the class that the graph gives it."""
    roles: tuple[Role, ...]
    rule: str
    confidence: float
    evidence: tuple[Span, ...]


def tell(facts: DocumentFacts) -> tuple[Telling, ...]:
    """Every fact of the document in words, in order of its first passage; ties stand in the order of the model."""
    name = _namer(facts)
    ordered = sorted(facts.facts(), key=lambda fact: fact.evidence[0])
    return tuple(
        Telling(number, *_words(fact, name, facts.document.text), fact.rule, fact.confidence, fact.evidence)
        for number, fact in enumerate(ordered, 1)
    )


_Name = Callable[[EntityId], str]


def _namer(facts: DocumentFacts) -> _Name:
    """How an id is called in this document: by its label, a country by its code, an event by type and number."""
    entities = (*facts.persons, *facts.organizations, *facts.places, *facts.posts, *facts.frameworks)
    labels = {entity.id: entity.name for entity in entities}
    labels |= {event.id: event.name for event in facts.events if event.name}

    def name(entity_id: EntityId) -> str:
        kind, _, key = entity_id.partition("/")
        return labels.get(entity_id) or (key if kind == "country" else f"{kind} {key}")

    return name


def _words(fact: Fact, name: _Name, text: str) -> tuple[str, tuple[Role, ...]]:
    match fact:
        case Tenure():
            kind, roles = "Tenure", _tenure(fact, name)
        case Framework():
            kind, roles = fact.kind.value, _framework(fact, name)
        case Event():
            kind, roles = fact.type.value, _event(fact, name)
        case Cooperation():
            kind, roles = "Cooperation", _cooperation(fact, name)
        case Statement():
            kind, roles = "Statement", _statement(fact, name, text)
        case _:
            raise TypeError(f"a fact of an unknown kind: {type(fact).__name__}")
    return kind, tuple(Role(role, filler) for role, filler in roles if filler)


def _list(ids: Iterable[EntityId], name: _Name) -> str:
    return ", ".join(name(each) for each in ids)


def _tenure(fact: Tenure, name: _Name) -> list[tuple[str, str]]:
    dates = [(role, str(date)) for role, date in (("from", fact.start), ("to", fact.end), ("as of", fact.as_of)) if date]
    return [("holder", name(fact.holder)), ("post", name(fact.post)), ("status", fact.status.value.lower()), *dates]


def _framework(fact: Framework, name: _Name) -> list[tuple[str, str]]:
    aliases = ", ".join(fact.aliases)
    return [("name", fact.name), ("also", aliases), ("parties", _list(fact.parties, name)), ("topics", ", ".join(fact.topics))]


def _event(fact: Event, name: _Name) -> list[tuple[str, str]]:
    return [
        ("name", fact.name or ""),
        ("participants", _list(fact.participants, name)),
        ("visitors", _list(fact.visitors, name)),
        ("host", fact.host or ""),
        ("signatories", _list(fact.signatories, name)),
        ("instrument", name(fact.instrument) if fact.instrument else ""),
        ("occasion", name(fact.occasion) if fact.occasion else ""),
        ("place", name(fact.place) if fact.place else ""),
        ("date", str(fact.date) if fact.date else ""),
        ("topics", ", ".join(fact.topics)),
        ("frameworks", _list(fact.frameworks, name)),
        ("status", fact.status.value.lower()),
    ]


def _cooperation(fact: Cooperation, name: _Name) -> list[tuple[str, str]]:
    parties, frameworks = _list(fact.parties, name), _list(fact.frameworks, name)
    return [("parties", parties), ("topics", ", ".join(fact.topics)), ("frameworks", frameworks)]


def _statement(fact: Statement, name: _Name, text: str) -> list[tuple[str, str]]:
    quote = f"“{text[fact.quote.start : fact.quote.end]}”" if fact.quote else ""
    return [("speaker", name(fact.speaker)), ("stance", fact.stance or ""), ("topics", ", ".join(fact.topics)), ("quote", quote)]

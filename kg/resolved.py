"""Who is who in one text: what resolution hands to extraction."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.annotated import Annotated, Mention, PostMention
from kg.model import CountryCode, EntityId, Organization, Person, Place, Span

__all__ = ["Holding", "Resolved"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A post that the words beside a name give to a person."""

    person: EntityId
    post: PostMention
    country: CountryCode | None
    organization: EntityId | None
    evidence: Span
    rule: str


@dataclass(frozen=True)
class Resolved:
    """An annotated text with its entities told apart and its anaphors resolved."""

    annotated: Annotated
    persons: Mapping[EntityId, Person]
    organizations: Mapping[EntityId, Organization]
    places: Mapping[EntityId, Place]
    holdings: tuple[Holding, ...]
    refers: Mapping[int, tuple[EntityId, ...]]
    """Index of a mention → what it stands for: several for `the two ministers`, none where it stays open."""
    subjects: tuple[tuple[EntityId, ...], ...]
    """Sentence → its grammatical subject, where that is a person, body or country."""
    pair: tuple[CountryCode, ...]
    """The two states whose relation the text is about, the home state first where it shows; fewer where there are not two."""
    partner: EntityId | None = None
    """The international organization whose relation with a state the text is about, where it has no two states."""

    def agents(self, mention: int) -> tuple[EntityId, ...]:
        """What a mention stands for, where it can act: persons, bodies, countries."""
        return tuple([e for e in self.refers.get(mention, ()) if e.startswith(("person/", "organization/", "country/"))])

    def country_of(self, agent: EntityId) -> CountryCode | None:
        """The state that a person or body acts for; a country is its own."""
        kind, _, key = agent.partition("/")
        if kind == "country":
            return CountryCode(key)
        if kind == "person":
            return self.persons[agent].country
        return self.organizations[agent].country if kind == "organization" else None

    def mention(self, index: int) -> Mention:
        """The mention of an index."""
        return self.annotated.mentions[index]

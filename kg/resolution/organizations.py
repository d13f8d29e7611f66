"""Mentions of organizations told apart within one text, by gazetteer key, name or acronym, and country."""

from dataclasses import dataclass, field

from kg.annotated import Annotated, MentionKind
from kg.keys import Keys, slug
from kg.model import CountryCode, EntityId

__all__ = ["Body", "cluster_organizations"]


@dataclass
class Body:
    """One organization of the text while it is being put together."""

    id: EntityId
    name: str
    body: str | None
    country: CountryCode | None
    aliases: list[str] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)


def cluster_organizations(
    annotated: Annotated, keys: Keys, pair: tuple[CountryCode, ...]
) -> tuple[dict[EntityId, Body], dict[int, tuple[EntityId, ...]]]:
    """Group the mentions of organizations; gives them in order of first mention, and mention → organizations.

    Bodies of the same name are one where their countries do not differ. `the Ministries of Justice of the two countries` are
    two, one of each state of the pair.
    """
    bodies = _Bodies(keys)
    of: dict[int, tuple[EntityId, ...]] = {}
    for i, mention in enumerate(annotated.mentions):
        if mention.kind is not MentionKind.ORGANIZATION:
            continue
        if mention.plural and len(pair) == 2 and mention.country is None:
            each = [bodies.of(mention.name, None, code) for code in pair]
        else:
            each = [bodies.of(mention.name, mention.key or None, mention.country, mention.aliases)]
        for body in each:
            body.mentions.append(i)
            body.country = body.country or mention.country
            for alias in (mention.name, *mention.aliases):
                if alias != body.name and alias not in body.aliases and not mention.plural:
                    body.aliases.append(alias)
                    bodies.called(alias, body)
        of[i] = tuple(b.id for b in each)
    return {b.id: b for b in bodies.found}, of


class _Bodies:
    """The bodies of a text in order of first mention, found again by gazetteer key, or by name and country."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.found: list[Body] = []
        self._by_key: dict[str, Body] = {}
        self._by_slug: dict[str, dict[int, Body]] = {}
        """Slug of a name or alias → number of a body → the body."""
        self._number: dict[EntityId, int] = {}

    def of(self, name: str, key: str | None, country: CountryCode | None, aliases: tuple[str, ...] = ()) -> Body:
        """The body of a name, or of its acronym, the one told first where several fit; a new one where none does."""
        if key is not None:
            return self._by_key.get(key) or self._new(name, key, country)
        for told in (name, *(alias for alias in aliases if alias.isupper())):
            for _, body in sorted(self._by_slug.get(slug(told), {}).items()):
                if body.body is None and (country is None or body.country is None or country == body.country):
                    if told != name and body.name == told:
                        body.name = name  # an acronym that is explained only later
                        body.aliases.append(told)
                    return body
        return self._new(name, key, country)

    def called(self, name: str, body: Body) -> None:
        """Learn a name of a body."""
        self._by_slug.setdefault(slug(name), {})[self._number[body.id]] = body

    def _new(self, name: str, key: str | None, country: CountryCode | None) -> Body:
        body = Body(EntityId(f"organization/{key}" if key else self.keys.key("organization", name)), name, key, country)
        self._number[body.id] = len(self.found)
        self.found.append(body)
        if key is not None:
            self._by_key[key] = body
        self.called(name, body)
        return body

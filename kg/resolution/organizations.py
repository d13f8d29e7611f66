"""Mentions of organizations told apart within one text, by gazetteer key, name or acronym, and country."""

from collections.abc import Mapping
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
    annotated: Annotated, keys: Keys, pair: tuple[CountryCode, ...], acronyms: Mapping[int, str]
) -> tuple[dict[EntityId, Body], dict[int, tuple[EntityId, ...]]]:
    """Group the mentions of organizations; gives them in order of first mention, and mention → organizations.

    Bodies of the same name are one where their countries do not differ. `the Ministries of Justice of the two countries` are
    two, one of each state of the pair. `acronyms` are bare uses of an alias: mention → the alias.
    """
    bodies: list[Body] = []
    of: dict[int, tuple[EntityId, ...]] = {}
    for i, mention in enumerate(annotated.mentions):
        if mention.kind is not MentionKind.ORGANIZATION:
            continue
        if mention.plural and len(pair) == 2 and mention.country is None:
            each = [_find(bodies, mention.name, None, code) or _new(bodies, keys, mention.name, None, code) for code in pair]
        else:
            country = mention.country
            each = [
                _find(bodies, mention.name, mention.key or None, country)
                or _new(bodies, keys, mention.name, mention.key or None, country)
            ]
        for body in each:
            body.mentions.append(i)
            body.country = body.country or mention.country
            for alias in (mention.name, *mention.aliases):
                if alias != body.name and alias not in body.aliases and not mention.plural:
                    body.aliases.append(alias)
        of[i] = tuple(b.id for b in each)
    return {b.id: b for b in bodies}, of


def _find(bodies: list[Body], name: str, key: str | None, country: CountryCode | None) -> Body | None:
    wanted = slug(name)
    for body in bodies:
        if key is not None or body.body is not None:
            if key == body.body:
                return body
            continue
        if country is not None and body.country is not None and country != body.country:
            continue
        if wanted in (slug(body.name), *(slug(a) for a in body.aliases)):
            return body
    return None


def _new(bodies: list[Body], keys: Keys, name: str, key: str | None, country: CountryCode | None) -> Body:
    wanted = f"organization/{key}" if key else keys.key("organization", name)
    body = Body(EntityId(wanted), name, key, country)
    bodies.append(body)
    return body

"""What comparison needs of a document's facts: who and what it names, and what it tells of when and with whom.

A profile holds words as the document has them and nothing computed, so that better rules need no new profiles. It is kept
beside the document (`to_json`, `from_json`), so that a collection grows without reading its texts again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import CountryCode, DocumentFacts, DocumentId, EntityId, PartialDate

__all__ = [
    "DocumentProfile",
    "EventProfile",
    "FrameworkProfile",
    "Held",
    "NamedProfile",
    "PostProfile",
    "from_json",
    "profile",
    "to_json",
]

_VERSION = 1


class NamedProfile(NamedTuple):
    """A person, organization or place."""

    id: EntityId
    names: tuple[str, ...]
    """The fullest first."""
    country: CountryCode | None
    reason: str | None = None
    """Why a person's country was filled."""


class PostProfile(NamedTuple):
    """An office and its wordings."""

    id: EntityId
    names: tuple[str, ...]
    country: CountryCode | None
    organization: EntityId | None


class Held(NamedTuple):
    """A tenure."""

    holder: EntityId
    post: EntityId
    status: str
    start: PartialDate | None
    end: PartialDate | None
    as_of: PartialDate | None


class FrameworkProfile(NamedTuple):
    """An instrument or standing arrangement."""

    id: EntityId
    names: tuple[str, ...]
    kind: str
    country: CountryCode | None
    parties: tuple[EntityId, ...]
    topics: tuple[str, ...]


class EventProfile(NamedTuple):
    """An event; `actors` are its participants, visitors and signatories."""

    id: EntityId
    type: str
    status: str
    actors: tuple[EntityId, ...]
    host: CountryCode | None
    instrument: EntityId | None
    occasion: EntityId | None
    name: str | None
    place: EntityId | None
    date: PartialDate | None
    frameworks: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class DocumentProfile:
    """The entities and events of one document, as comparison sees them."""

    document: DocumentId
    language: str
    published: PartialDate | None
    persons: tuple[NamedProfile, ...] = ()
    organizations: tuple[NamedProfile, ...] = ()
    places: tuple[NamedProfile, ...] = ()
    posts: tuple[PostProfile, ...] = ()
    tenures: tuple[Held, ...] = ()
    frameworks: tuple[FrameworkProfile, ...] = ()
    events: tuple[EventProfile, ...] = ()
    closed: tuple[tuple[EntityId, str], ...] = ()
    """Places and bodies of the gazetteer with their closed keys: `("place/rabat.MA", "place/rabat.MA")`."""
    countries: tuple[CountryCode, ...] = ()
    """All that it mentions."""


def profile(facts: DocumentFacts) -> DocumentProfile:
    """The profile of a document's facts."""
    closed = [(p.id, f"place/{p.gazetteer}") for p in facts.places if p.gazetteer]
    closed += [(o.id, f"organization/{o.body}") for o in facts.organizations if o.body]
    return DocumentProfile(
        document=facts.document.id,
        language=facts.document.language,
        published=facts.document.published,
        countries=facts.countries,
        persons=tuple(NamedProfile(p.id, (p.name, *p.aliases), p.country, p.country_reason) for p in facts.persons),
        organizations=tuple(NamedProfile(o.id, (o.name, *o.aliases), o.country) for o in facts.organizations),
        places=tuple(NamedProfile(p.id, (p.name, *p.aliases), p.country) for p in facts.places),
        posts=tuple(PostProfile(p.id, (p.name, *p.aliases), p.country, p.organization) for p in facts.posts),
        tenures=tuple(Held(t.holder, t.post, t.status.value, t.start, t.end, t.as_of) for t in facts.tenures),
        frameworks=tuple(
            FrameworkProfile(f.id, (f.name, *f.aliases), f.kind.value, f.country, f.parties, f.topics) for f in facts.frameworks
        ),
        events=tuple(
            EventProfile(
                e.id,
                e.type.value,
                e.status.value,
                tuple(dict.fromkeys((*e.participants, *e.visitors, *e.signatories))),
                e.host,
                e.instrument,
                e.occasion,
                e.name,
                e.place,
                e.date,
                e.frameworks,
            )
            for e in facts.events
        ),
        closed=tuple(closed),
    )


_ROWS: Mapping[str, type[NamedTuple]] = {
    "persons": NamedProfile,
    "organizations": NamedProfile,
    "places": NamedProfile,
    "posts": PostProfile,
    "tenures": Held,
    "frameworks": FrameworkProfile,
    "events": EventProfile,
}
_DATES = frozenset({"start", "end", "as_of", "date"})


def to_json(profile: DocumentProfile) -> dict[str, object]:
    """A profile as plain dicts, lists and strings; what is empty is left out."""
    plain: dict[str, object] = {"version": _VERSION, "document": profile.document, "language": profile.language}
    if profile.published is not None:
        plain["published"] = str(profile.published)
    if profile.countries:
        plain["countries"] = list(profile.countries)
    for name in _ROWS:
        if rows := getattr(profile, name):
            plain[name] = [_plain_row(row) for row in rows]
    if profile.closed:
        plain["closed"] = dict(profile.closed)
    return plain


def from_json(plain: Mapping[str, object]) -> DocumentProfile:
    """The profile that `to_json` gave. Raises ValueError for anything else."""
    try:
        if plain["version"] != _VERSION:
            raise ValueError(f"a profile of version {plain['version']}, expected {_VERSION}; build the collection again")
        rows = {name: tuple(_row(kind, row) for row in _list(plain.get(name, ()))) for name, kind in _ROWS.items()}
        closed = plain.get("closed", {})
        return DocumentProfile(
            document=DocumentId(str(plain["document"])),
            language=str(plain["language"]),
            published=_date(plain.get("published")),
            countries=tuple(CountryCode(str(c)) for c in _list(plain.get("countries", ()))),
            closed=tuple((EntityId(k), str(v)) for k, v in closed.items()) if isinstance(closed, Mapping) else (),
            **rows,  # type: ignore[arg-type]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no profile of a document: {error!r} in {str(plain)[:80]}") from None


def _plain_row(row: NamedTuple) -> dict[str, object]:
    plain: dict[str, object] = {}
    for name, value in row._asdict().items():
        if isinstance(value, PartialDate):
            plain[name] = str(value)
        elif isinstance(value, tuple):
            if value:
                plain[name] = list(value)
        elif value is not None:
            plain[name] = value
    return plain


def _row(kind: type[NamedTuple], plain: object) -> NamedTuple:
    if not isinstance(plain, Mapping):
        raise TypeError(f"expected a dict, found {plain!r}")
    values = []
    for name in kind._fields:
        value = plain.get(name, () if name in ("names", "parties", "topics", "actors", "frameworks") else None)
        if name in _DATES:
            value = _date(value)
        elif isinstance(value, list):
            value = tuple(value)
        values.append(value)
    return kind(*values)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _date(value: object) -> PartialDate | None:
    return PartialDate(*(int(part) for part in str(value).split("-"))) if value else None

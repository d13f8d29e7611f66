"""Profiles made by hand, for tests: a document in a line or two. All persons are invented."""

from collections.abc import Sequence

from kg.identified import Decision, Identity, Member, Verdict
from kg.identity.identify import identify
from kg.identity.profile import DocumentProfile, EventProfile, FrameworkProfile, Held, NamedProfile, PostProfile
from kg.keys import slug
from kg.model import CountryCode, DocumentId, EntityId, PartialDate

__all__ = ["Told", "canonical", "decide", "verdicts"]


def date(text: str | None) -> PartialDate | None:
    return PartialDate(*(int(p) for p in text.split("-"))) if text else None


class Told:
    """One document, filled step by step."""

    def __init__(self, document: str, published: str | None = None, language: str = "en") -> None:
        self.document, self.published, self.language = DocumentId(document), date(published), language
        self._countries: tuple[CountryCode, ...] = ()
        self._persons: list[NamedProfile] = []
        self._organizations: list[NamedProfile] = []
        self._places: list[NamedProfile] = []
        self._posts: list[PostProfile] = []
        self._tenures: list[Held] = []
        self._frameworks: list[FrameworkProfile] = []
        self._events: list[EventProfile] = []

    def person(self, name: str, country: str | None = None, post: str | None = None, reason: str = "own-words") -> "Told":
        who = EntityId(f"person/{slug(name)}")
        self._persons.append(NamedProfile(who, (name,), country and CountryCode(country), reason if country else None))  # type: ignore[arg-type]
        if post:
            office = EntityId(f"post/{slug(f'{country or name} {post}')}")
            if office not in {p.id for p in self._posts}:
                self._posts.append(PostProfile(office, (post,), country and CountryCode(country), None))  # type: ignore[arg-type]
            self._tenures.append(Held(who, office, "Current", None, None, self.published))
        return self

    def countries(self, *codes: str) -> "Told":
        self._countries = tuple(CountryCode(c) for c in codes)
        return self

    def organization(self, name: str, country: str | None = None) -> "Told":
        key = EntityId(f"organization/{slug(name)}{len(self._organizations) or ''}")
        self._organizations.append(NamedProfile(key, (name,), country and CountryCode(country)))  # type: ignore[arg-type]
        return self

    def framework(self, name: str, kind: str, parties: str = "", *aliases: str) -> "Told":
        told = tuple(EntityId(f"country/{p}") for p in parties.split())
        self._frameworks.append(FrameworkProfile(EntityId(f"framework/{slug(name)}"), (name, *aliases), kind, None, told, ()))
        return self

    def event(self, kind: str, who: Sequence[str], when: str | None = None, *, place: str | None = None, **more: str) -> "Told":
        """`who` are names of persons told before, or ISO codes."""
        actors = tuple(EntityId(f"country/{w}" if len(w) == 2 else f"person/{slug(w)}") for w in who)
        if place and place not in {p.names[0] for p in self._places}:
            self._places.append(NamedProfile(EntityId(f"place/{slug(place)}"), (place,), None))
        number = sum(e.type == kind for e in self._events) + 1
        self._events.append(
            EventProfile(
                id=EntityId(f"{kind.lower()}/{number}"),
                type=kind,
                status=more.get("status", "Held"),
                actors=actors,
                host=CountryCode(more["host"]) if "host" in more else None,
                instrument=EntityId(f"framework/{slug(more['instrument'])}") if "instrument" in more else None,
                occasion=None,
                name=more.get("name"),
                place=EntityId(f"place/{slug(place)}") if place else None,
                date=date(when),
                frameworks=(),
            )
        )
        return self

    @property
    def profile(self) -> DocumentProfile:
        return DocumentProfile(
            self.document,
            self.language,
            self.published,
            tuple(self._persons),
            tuple(self._organizations),
            tuple(self._places),
            tuple(self._posts),
            tuple(self._tenures),
            tuple(self._frameworks),
            tuple(self._events),
            countries=self._countries,
        )


def decide(*told: Told, by_hand: Sequence[Decision] = ()) -> Identity:
    return identify([t.profile for t in told], by_hand)


def canonical(identity: Identity, document: str, entity: str) -> str | None:
    return identity.canonical.get(Member(DocumentId(document), EntityId(entity)))


def verdicts(identity: Identity, kind: str) -> set[tuple[str, str, Verdict]]:
    """Document, document, verdict of every decision of a kind."""
    return {(d.left.document, d.right.document, d.verdict) for d in identity.decisions if d.left.entity.startswith(f"{kind}/")}

"""Posts of a text and who holds or held them."""

from kg.extraction.confidence import confidence
from kg.keys import Keys, slug
from kg.model import CountryCode, EntityId, Post, Span, Tenure, TenureStatus
from kg.resolved import Holding, Resolved

__all__ = ["find_tenures"]

_STATUS = {"former": TenureStatus.FORMER, "acting": TenureStatus.ACTING, "designate": TenureStatus.DESIGNATE}


def find_tenures(resolved: Resolved) -> tuple[tuple[Post, ...], tuple[Tenure, ...]]:
    """Posts and tenures, each once, in order of the text.

    Of two wordings of one office of a person (`Minister`, `Minister of the Interior`; `Interior Minister`) the fuller is the
    post's label and the other an alias. A post whose country and body are both unknown is its holder's.
    """
    keys = Keys()
    groups: list[list[Holding]] = []
    held: dict[EntityId, list[list[Holding]]] = {}
    for holding in resolved.holdings:
        theirs = held.setdefault(holding.person, [])
        same = next((g for g in theirs if _same_office(g, holding)), None)
        if same is None:
            groups.append([holding])
            theirs.append(groups[-1])
        else:
            same.append(holding)
    posts: dict[tuple[str, CountryCode | None, EntityId | None, EntityId | None], Post] = {}
    tenures: list[Tenure] = []
    for group in groups:
        first = max(group, key=lambda h: len(h.post.title))
        country = next((h.country for h in group if h.country), None)
        organization = next((h.organization for h in group if h.organization), None)
        holder = first.person if country is None and organization is None else None
        wordings = tuple(dict.fromkeys(h.post.title for h in group if h.post.title != first.post.title))
        key = (slug(first.post.title), country, organization, holder)
        if key not in posts:
            posts[key] = Post(
                id=EntityId(keys.key("post", f"{country or ''} {first.post.title}")),
                name=first.post.title,
                aliases=wordings,
                country=country,
                organization=organization,
                holder=holder,
            )
        tenures.append(_tenure(resolved, group, posts[key]))
    return tuple(posts.values()), tuple(tenures)


def _same_office(group: list[Holding], holding: Holding) -> bool:
    """Whether a holding words an office of the same person's group again: words of one within the other's."""
    a, b = (frozenset(slug(h.post.title).split("-")) - {"of", "the", "for", "and", "affairs"} for h in (group[0], holding))
    return a <= b or b <= a


def _tenure(resolved: Resolved, group: list[Holding], post: Post) -> Tenure:
    status = next((_STATUS[h.post.status] for h in group if h.post.status in _STATUS), TenureStatus.CURRENT)
    evidence: tuple[Span, ...] = tuple(dict.fromkeys(h.evidence for h in group))
    now = status is not TenureStatus.FORMER
    return Tenure(
        holder=group[0].person,
        post=post.id,
        status=status,
        as_of=resolved.annotated.document.published if now else None,
        evidence=evidence,
        rule=group[0].rule,
        confidence=confidence(group[0].rule),
    )

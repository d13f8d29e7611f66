"""Who is who within one text: mentions to entities, anaphors to what they stand for, countries to people."""

from kg.annotated import Annotated, MentionKind, PostMention
from kg.keys import Keys, slug
from kg.model import EntityId, Organization, Person, Place
from kg.resolution.capitals import speaking_capitals
from kg.resolution.coreference import resolve_references
from kg.resolution.countries import assign_countries, share_counterparts
from kg.resolution.interlocutors import holder
from kg.resolution.organizations import cluster_organizations
from kg.resolution.pair import text_pair, text_partner
from kg.resolution.people import Cluster, cluster_people
from kg.resolved import Holding, Resolved

__all__ = ["resolve"]


def resolve(annotated: Annotated) -> Resolved:
    """Tell the entities of an annotated text apart. Pure."""
    keys = Keys()
    clusters, person_of = cluster_people(annotated, keys)
    pair = text_pair(annotated)
    bodies, body_of = cluster_organizations(annotated, keys, pair)
    places, place_of = _places(annotated)
    of: dict[int, tuple[EntityId, ...]] = {i: (p,) for i, p in person_of.items()}
    acting = speaking_capitals(annotated)
    of |= body_of | {i: (p, acting[i]) if i in acting else (p,) for i, p in place_of.items()}
    share_counterparts(annotated, clusters, person_of, pair)
    # What anaphors point at depends on countries, and countries on who met whom: once round is enough, and none if all was known.
    refers, subjects = resolve_references(annotated, clusters, of, pair)
    known = [cluster.known() for cluster in clusters.values()]
    assign_countries(annotated, clusters, person_of, pair, (bodies, body_of), refers)
    if known != [cluster.known() for cluster in clusters.values()]:
        refers, subjects = resolve_references(annotated, clusters, of, pair)
    return Resolved(
        annotated=annotated,
        persons={
            k: Person(id=k, name=c.name, aliases=tuple(c.aliases), country=c.country, country_reason=c.reason)
            for k, c in clusters.items()
        },
        organizations={
            k: Organization(id=k, name=b.name, aliases=tuple(b.aliases), country=b.country, body=b.body)
            for k, b in bodies.items()
        },
        places=places,
        holdings=(
            *(holdings := _holdings(annotated, clusters, person_of, body_of)),
            *_described(annotated, clusters, refers, holdings),
        ),
        refers=refers,
        subjects=subjects,
        pair=pair,
        partner=body_of[partner][0] if (partner := text_partner(annotated, pair)) is not None else None,
    )


def _places(annotated: Annotated) -> tuple[dict[EntityId, Place], dict[int, EntityId]]:
    places: dict[EntityId, Place] = {}
    of: dict[int, EntityId] = {}
    for i, mention in enumerate(annotated.mentions):
        if mention.kind is MentionKind.PLACE:
            key = EntityId(f"place/{mention.key or slug(mention.name)}")
            name = mention.name.title() if mention.name.isupper() and len(mention.name) > 3 else mention.name
            known = places.setdefault(key, Place(id=key, name=name, country=mention.country, gazetteer=mention.key or None))
            if name != known.name and name not in known.aliases:
                places[key] = Place(
                    id=key, name=known.name, aliases=(*known.aliases, name), country=known.country, gazetteer=known.gazetteer
                )
            of[i] = key
    return places, of


def _holdings(
    annotated: Annotated,
    clusters: dict[EntityId, Cluster],
    person_of: dict[int, EntityId],
    body_of: dict[int, tuple[EntityId, ...]],
) -> list[Holding]:
    starts = {annotated.mentions[i].start: ids for i, ids in body_of.items()}
    found: list[Holding] = []
    order = sorted(person_of)
    for i in order:
        mention = annotated.mentions[i]
        cluster = clusters[person_of[i]]
        for post in mention.posts:
            if post.reference:
                continue
            span = annotated.span(mention.start, mention.end)
            if post.office == "counterpart" or mention.attributes.get("counterpart"):
                earlier = [h.post for h in found if h.person != cluster.id]
                others = [person_of[j] for j in reversed(order) if j < i and person_of[j] != cluster.id]
                # A counterpart is of another state: `B received A, who brought a message from his counterpart C`.
                abroad = [p for p in others if cluster.country is None or clusters[p].country != cluster.country]
                held = holder(annotated, person_of, order, i)
                beside = person_of[held] if held is not None else next(iter(abroad or others), None)
                earlier = [h.post for h in found if h.person == beside] or earlier
                across = _unnamed_before(annotated, i) or (earlier[-1] if earlier else None)
                across = _fullest(across, found) if across is not None else None
                if across is not None:
                    found.append(Holding(cluster.id, across, cluster.country, None, span, "tenure.counterpart"))
                continue
            body = starts.get(post.organization if post.organization is not None else -1, ())
            rule = "tenure.apposition" if mention.name_start < post.start else "tenure.title"
            if mention.attributes.get("plural-post"):
                rule = "tenure.plural"
            found.append(Holding(cluster.id, post, cluster.country, body[0] if body else None, span, rule))
    return found


def _fullest(post: PostMention, told: list[Holding]) -> PostMention:
    """The fullest wording of the office that a bare one stands for (`le ministre A et son homologue B`), as its holder has it."""
    holders = {h.person for h in told if h.post is post}
    fuller = [h.post for h in told if h.person in holders and h.post.office == post.office]
    bare = len(post.title.split()) == 1
    return max(fuller, key=lambda p: len(p.title.split())) if bare and fuller else post


def _unnamed_before(annotated: Annotated, index: int) -> PostMention | None:
    """The office that an unnamed holder in the same sentence has, before any named one (`the minister met his counterpart A`)."""
    start = annotated.mentions[index].start
    floor = next((s.start for s in annotated.sentences if s.start <= start < s.end), start)
    for j in range(index - 1, -1, -1):
        mention = annotated.mentions[j]
        if mention.start < floor or (mention.kind is MentionKind.PERSON and mention.posts):
            return None
        if mention.kind is MentionKind.POST and not mention.plural and mention.posts[0].office != "counterpart":
            return mention.posts[0]
    return None


def _described(
    annotated: Annotated, clusters: dict[EntityId, Cluster], refers: dict[int, tuple[EntityId, ...]], told: list[Holding]
) -> list[Holding]:
    """Posts that only a later description gives (`the Minister added`), for people to whom nothing else gives one."""
    having = {h.person for h in told}
    found: list[Holding] = []
    for index, mention in enumerate(annotated.mentions):
        referents = refers.get(index, ())
        if (
            mention.kind is not MentionKind.POST
            or mention.plural
            or len(referents) != 1
            or referents[0] not in clusters
            or referents[0] in having
        ):
            continue
        post = mention.posts[0]
        if post.office not in ("official", "counterpart"):
            cluster = clusters[referents[0]]
            found.append(
                Holding(cluster.id, post, cluster.country, None, annotated.span(mention.start, mention.end), "tenure.described")
            )
            having.add(cluster.id)
    return found

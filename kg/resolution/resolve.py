"""Who is who within one text: mentions to entities, anaphors to what they stand for, countries to people."""

from collections import Counter

from kg.annotated import Annotated, MentionKind
from kg.model import CountryCode, EntityId, Organization, Person, Place
from kg.resolution.coreference import resolve_references
from kg.keys import Keys
from kg.resolution.organizations import Body, cluster_organizations
from kg.resolution.people import Cluster, cluster_people
from kg.resolved import Holding, Resolved

__all__ = ["resolve"]


def resolve(annotated: Annotated) -> Resolved:
    """Tell the entities of an annotated text apart. Pure."""
    keys = Keys()
    clusters, person_of = cluster_people(annotated, keys)
    pair = _pair(annotated, clusters)
    bodies, body_of = cluster_organizations(annotated, keys, pair, {})
    places, place_of = _places(annotated)
    of: dict[int, tuple[EntityId, ...]] = {i: (p,) for i, p in person_of.items()}
    of |= body_of | {i: (p,) for i, p in place_of.items()}
    _counterparts(annotated, clusters, person_of, pair)
    _from_posts(annotated, clusters, bodies, body_of)
    _other_of_two(annotated, clusters, person_of, pair)
    refers, subjects = resolve_references(annotated, clusters, of, pair)
    return Resolved(
        annotated=annotated,
        persons={k: Person(id=k, name=c.name, aliases=tuple(c.aliases), country=c.country, country_reason=c.reason) for k, c in clusters.items()},
        organizations={k: Organization(id=k, name=b.name, aliases=tuple(b.aliases), country=b.country, body=b.body) for k, b in bodies.items()},
        places=places,
        holdings=tuple(_holdings(annotated, clusters, person_of, body_of)),
        refers=refers,
        subjects=subjects,
        pair=pair,
    )


def _pair(annotated: Annotated, clusters: dict[EntityId, Cluster]) -> tuple[CountryCode, ...]:
    """The two states told most: by name, adjective, capital, person; the first third of the text weighs double."""
    counts: Counter[CountryCode] = Counter()
    first: dict[CountryCode, int] = {}
    early = len(annotated.tokens) // 3
    for mention in annotated.mentions:
        codes = [mention.country] if mention.country else []
        codes += [p.country for p in mention.posts if p.country and p.country not in codes]
        codes += [CountryCode(c) for c in mention.attributes.get("countries", "").split() if c not in codes]
        for code in codes:
            counts[code] += 2 if mention.start < early else 1
            first.setdefault(code, mention.start)
    return tuple(sorted(counts, key=lambda c: (-counts[c], first[c]))[:2])


def _places(annotated: Annotated) -> tuple[dict[EntityId, Place], dict[int, EntityId]]:
    places: dict[EntityId, Place] = {}
    of: dict[int, EntityId] = {}
    for i, mention in enumerate(annotated.mentions):
        if mention.kind is MentionKind.PLACE:
            key = EntityId(f"place/{mention.key}")
            name = mention.name.title() if mention.name.isupper() and len(mention.name) > 3 else mention.name
            known = places.setdefault(key, Place(id=key, name=name, country=mention.country, gazetteer=mention.key))
            if name != known.name and name not in known.aliases:
                places[key] = Place(id=key, name=known.name, aliases=(*known.aliases, name), country=known.country, gazetteer=known.gazetteer)
            of[i] = key
    return places, of


def _counterparts(annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], pair: tuple[CountryCode, ...]) -> None:
    """`X and his Dutch counterpart, Y`: Y has X's post; and X is of the other state."""
    for i, cluster_id in person_of.items():
        mention = annotated.mentions[i]
        if not mention.attributes.get("counterpart"):
            continue
        earlier = [j for j in person_of if j < i and person_of[j] != cluster_id]
        if not earlier:
            continue
        antecedent = clusters[person_of[max(earlier)]]
        cluster = clusters[cluster_id]
        cluster.heads |= antecedent.heads
        cluster.offices = (cluster.offices - {"counterpart"}) | antecedent.offices
        cluster.aliases = cluster.aliases
        if mention.country is not None and antecedent.country is None and len(pair) == 2 and mention.country in pair:
            antecedent.countries.append((3, pair[1] if mention.country == pair[0] else pair[0], "counterpart"))
        elif mention.country is None and antecedent.country in pair and len(pair) == 2:
            cluster.countries.append((3, pair[1] if antecedent.country == pair[0] else pair[0], "counterpart"))


def _from_posts(annotated: Annotated, clusters: dict[EntityId, Cluster], bodies: dict[EntityId, Body], body_of: dict[int, tuple[EntityId, ...]]) -> None:
    """A post of a body gives its holder the body's country."""
    starts = {annotated.mentions[i].start: ids for i, ids in body_of.items()}
    for cluster in clusters.values():
        for i in cluster.mentions:
            for post in annotated.mentions[i].posts:
                for body in starts.get(post.organization if post.organization is not None else -1, ()):
                    code = bodies[body].country
                    if code is not None:
                        cluster.countries.append((2, code, "portfolio"))


def _other_of_two(annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], pair: tuple[CountryCode, ...]) -> None:
    """Who stands beside an official of one state of the pair, in one sentence with an event between them, is of the other."""
    if len(pair) < 2:
        return
    where = [index for index, s in enumerate(annotated.sentences) for _ in range(s.start, s.end)]
    for cluster in clusters.values():
        if cluster.country is not None or not cluster.offices or _international(annotated, cluster):
            continue
        for i in cluster.mentions:
            sentence = annotated.sentences[where[annotated.mentions[i].start]]
            if not any(sentence.start <= at < sentence.end for at in annotated.hits["event"]):
                continue
            others = {clusters[p].country for j, p in person_of.items() if sentence.start <= annotated.mentions[j].start < sentence.end and p != cluster.id}
            others.discard(None)
            if len(others) == 1 and (code := others.pop()) in pair:
                cluster.countries.append((4, pair[1] if code == pair[0] else pair[0], "other-of-two"))
                break


def _international(annotated: Annotated, cluster: Cluster) -> bool:
    """Whether a person's post is of a body, so that no state can be inferred."""
    return any(post.organization is not None for i in cluster.mentions for post in annotated.mentions[i].posts)


def _holdings(
    annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], body_of: dict[int, tuple[EntityId, ...]]
) -> list[Holding]:
    starts = {annotated.mentions[i].start: ids for i, ids in body_of.items()}
    found: list[Holding] = []
    for i in sorted(person_of):
        mention = annotated.mentions[i]
        cluster = clusters[person_of[i]]
        for post in mention.posts:
            span = annotated.span(mention.start, mention.end)
            if post.head == "counterpart" or mention.attributes.get("counterpart"):
                earlier = [h for h in found if h.person != cluster.id]
                if earlier:
                    found.append(Holding(cluster.id, earlier[-1].post, cluster.country, None, span, "tenure.counterpart"))
                continue
            body = starts.get(post.organization if post.organization is not None else -1, ())
            rule = "tenure.apposition" if mention.name_start < post.start else "tenure.title"
            if mention.attributes.get("plural-post"):
                rule = "tenure.plural"
            found.append(Holding(cluster.id, post, cluster.country, body[0] if body else None, span, rule))
    return found


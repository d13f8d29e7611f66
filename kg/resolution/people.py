"""Mentions of people told apart: which names are one person, in one text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.annotated import Annotated, Mention, MentionKind, PostMention
from kg.keys import Keys
from kg.model import CountryCode, EntityId

__all__ = ["HIGH", "Cluster", "article_sex", "cluster_people", "coming", "sexes"]

HIGH = frozenset({"head-of-state", "royal"})
"""Offices above all others of a state."""
_HELD = frozenset({"head-of-state", "head-of-government", "diplomat"})
"""Offices that one person of a state holds in a text, however they are called (`the ambassador`, `the diplomat`)."""
_SHORT = 3
"""Letters of the longest words that say nothing of an office's field (`de`, `des`, `for`)."""


@dataclass
class Cluster:
    """One person of the text while it is being put together."""

    id: EntityId
    name: str
    words: tuple[str, ...]
    mentions: list[int] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    countries: list[tuple[int, CountryCode, str]] = field(default_factory=list)
    """(strength, country, reason), the strongest having the lowest number."""
    offices: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    """The words of the posts."""

    @property
    def country(self) -> CountryCode | None:
        """The state by the strongest reason; None while open."""
        return min(self.countries)[1] if self.countries else None

    @property
    def marked(self) -> bool:
        """Whether the text itself tells the person's state: nothing is stronger."""
        return any(strength == 0 for strength, _, _ in self.countries)

    def known(self) -> tuple[tuple[tuple[int, CountryCode, str], ...], frozenset[str], frozenset[str]]:
        """All that tells whether a description fits: states, offices, their heads."""
        return tuple(self.countries), frozenset(self.offices), frozenset(self.heads)

    def to_come(self, country: CountryCode | None, post: PostMention) -> bool:
        """Whether an office, told before the person is named, can be this one's: of the state told, or, where none is and the
        office is the highest, of none that stands beside the name (`le chef de l'État a reçu …`, and then `le président A`)."""
        if country is not None:
            return self.country == country and post.head in self.heads
        return post.office in HIGH & self.offices and "counterpart" not in self.offices and not self.marked

    def only_named(self, country: CountryCode | None) -> bool:
        """Whether nothing but a name is told of the person, so that an office of a state may be his."""
        return not self.heads and self.country in (None, country)

    def named_fields(self) -> set[str]:
        """The words that tell of what the person's posts are."""
        return {word for word in self.fields if not any(word in head.split() for head in self.heads)}

    def of_other_field(self, post: PostMention, foreign: frozenset[str]) -> bool:
        """Whether a post is of a field that none of the person's posts names: no foreign minister is a `fisheries minister`.

        `foreign` are words for foreign affairs, which go by several names.
        """
        named = _fields(post.title, post.head)
        own = self.named_fields()
        if not named or (not own and post.head in self.heads):
            return False
        return named.isdisjoint(own) and (foreign.isdisjoint(named) or foreign.isdisjoint(own))

    def may_hold(self, country: CountryCode | None) -> bool:
        """Whether nothing told speaks against a post of a state: neither an office nor another state."""
        return not self.heads and (self.country is None or country is None or self.country == country)

    def fits(
        self, country: CountryCode | None, head: str, office: str, words: Mapping[str, frozenset[str]], *, spoke: bool
    ) -> bool:
        """Whether a description by an office and its head noun, of a state where it is told, can be of this person.

        `words` are the closed classes of the language; `spoke` says that the person spoke last.
        """
        if country is not None and self.country not in (None, country):
            return False
        if head in self.heads or any(h.endswith(" " + head) or h.startswith(head + " ") for h in self.heads):
            return True
        if any(head.endswith(f" {h}") and self._of_fields(head.removesuffix(h).split()) for h in self.heads):
            return True  # `the agriculture minister`, of who was told as `Minister of Agriculture and Livestock`
        if head.replace(" ", "-") in self.offices or (office in _HELD and office in self.offices):
            return True  # `the Head of State`
        foreign = words.get("foreign-affairs", frozenset())
        if office == "minister" and not foreign.isdisjoint(head.split()):
            # `le chef de la diplomatie togolaise`: who has that portfolio, or is told as the counterpart of one who has.
            open_field = "minister" in self.offices and not self.named_fields()
            return country is not None and (open_field or not foreign.isdisjoint(self.fields))
        if office == "minister" and country is not None and self.country == country and self._leads_diplomacy(foreign):
            return True  # `le ministre tunisien`, of who was told as `le chef de la diplomatie tunisienne`
        if head in words.get("leader", frozenset()):
            return self.country == country and bool(self.offices & (HIGH | {"head-of-government"}))
        if office in ("official", "envoy") or head in words.get("generic-person", frozenset()):
            # An official is neither king nor president.
            return country is not None and self.country == country and not self.offices & HIGH
        return country is None and not self.heads and spoke

    def _of_fields(self, words: Sequence[str]) -> bool:
        """Whether the person's posts are of all these fields."""
        return self.named_fields().issuperset(words)

    def _leads_diplomacy(self, foreign: frozenset[str]) -> bool:
        """Whether a post's very noun is of foreign affairs: `le chef de la diplomatie`."""
        return "minister" in self.offices and any(not foreign.isdisjoint(h.split()) for h in self.heads)

    @property
    def reason(self) -> str | None:
        """Why that state; None while open."""
        return min(self.countries)[2] if self.countries else None


def cluster_people(annotated: Annotated, keys: Keys) -> tuple[dict[EntityId, Cluster], dict[int, EntityId]]:
    """Group the mentions of people; gives the clusters in order of first mention, and mention → cluster.

    A shorter name joins the one longer name that holds its words in order; where several do, the one whose post or country
    agrees, else the last mentioned before. Full names that differ stay apart.
    """
    mentions = annotated.mentions
    named = [i for i, m in enumerate(mentions) if m.kind is MentionKind.PERSON]
    words = {i: _words(annotated, mentions[i]) for i in named}
    clusters: list[Cluster] = []
    holding: dict[str, list[Cluster]] = {}
    """Word → the clusters whose names hold it."""
    of: dict[int, Cluster] = {}
    for i in sorted(named, key=lambda i: (-len(words[i]), i)):
        fitting = [c for c in holding.get(words[i][0], ()) if _within(words[i], c.words)] if words[i] else []
        # The same words in another order: `Diallo Awa`, `Awa Diallo`.
        fitting = (
            fitting or [c for c in holding.get(words[i][0], ()) if len(words[i]) > 1 and sorted(words[i]) == sorted(c.words)]
            if words[i]
            else []
        )
        chosen = fitting[0] if len(fitting) == 1 else _choose(i, fitting, mentions)
        if chosen is None:
            chosen = Cluster(EntityId(""), mentions[i].name, words[i])
            clusters.append(chosen)
            for word in dict.fromkeys(words[i]):
                holding.setdefault(word, []).append(chosen)
        chosen.mentions.append(i)
        of[i] = chosen
        _learn(chosen, mentions[i])
    clusters.sort(key=lambda c: min(c.mentions))
    for cluster in clusters:
        cluster.mentions.sort()
        cluster.id = EntityId(keys.key("person", cluster.name))
        names = dict.fromkeys(mentions[i].name for i in cluster.mentions)
        cluster.aliases = [n for n in names if n != cluster.name]
    return {c.id: c for c in clusters}, {i: c.id for i, c in of.items()}


def coming(clusters: Sequence[Cluster], codes: Sequence[str], post: PostMention, foreign: frozenset[str]) -> tuple[EntityId, ...]:
    """Who hold a post for two states, where only the text to come names both: `the ministers of Chile and Peru met. A …`.

    `clusters` are those not told yet; empty where they are not one for each of two states.
    """
    fitting = [c for c in clusters if post.head in c.heads and not c.of_other_field(post, foreign)]
    found = [[c.id for c in fitting if c.country == code] for code in codes]
    return tuple(ids[0] for ids in found) if len(codes) == 2 and all(len(ids) == 1 for ids in found) else ()


def _fields(title: str, head: str) -> set[str]:
    """The words of a title that say of what it is an office."""
    return {word for word in _title_words(title) if len(word) > _SHORT and word not in head.split()}


def _title_words(title: str) -> list[str]:
    return [word.strip(",") for word in title.lower().split()]


def _words(annotated: Annotated, mention: Mention) -> tuple[str, ...]:
    return tuple(annotated.tokens[i].fold for i in range(mention.name_start, mention.name_end) if annotated.tokens[i].word)


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of a name stand in another in the same order, the last or first among them."""
    rest = iter(long)
    return all(word in rest for word in short)


def _choose(i: int, fitting: list[Cluster], mentions: Sequence[Mention]) -> Cluster | None:
    if not fitting:
        return None
    mention = mentions[i]
    heads = {p.head for p in mention.posts}
    agreeing = [c for c in fitting if heads & c.heads] if heads else fitting
    if mention.country:
        agreeing = [c for c in agreeing if c.country in (None, mention.country)] or agreeing
    # A bare surname means the one whom the text told first, who is the one it is about.
    return min(agreeing or fitting, key=lambda c: min(c.mentions))


def _learn(cluster: Cluster, mention: Mention) -> None:
    if mention.country:
        cluster.countries.append(
            (0, mention.country, "own-words" if not mention.attributes.get("counterpart") else "counterpart")
        )
    for post in mention.posts:
        if post.country:
            cluster.countries.append((1, post.country, post.reason or "own-words"))
        cluster.offices.add(post.office)
        cluster.heads.add(post.head)
        cluster.fields.update(_title_words(post.title))


def sexes(annotated: Annotated, of: Mapping[int, tuple[EntityId, ...]]) -> dict[EntityId, str]:
    """Person → `she` or `he`, where a title or article before the name tells it (`Mme A`, `la ministre B`)."""
    found: dict[EntityId, str] = {}
    for index, entities in of.items():
        mention = annotated.mentions[index]
        if mention.kind is MentionKind.PERSON:
            told = {k for k in ("she", "he") if annotated.classes.any(k + "-title", mention.start - 1, mention.name_start)}
            told |= {sex for sex in (article_sex(annotated, mention),) if sex}
            if len(told) == 1:
                found.setdefault(entities[0], told.pop())
    return found


def article_sex(annotated: Annotated, mention: Mention) -> str | None:
    """The sex that an article tells before an office (`la ministre`, `au ministre`); None where none does."""
    places = (mention.start, mention.posts[0].start - 1) if mention.posts else ()
    return next((k for k in ("she", "he") for at in places if annotated.isa(at, k + "-article")), None)

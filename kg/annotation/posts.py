"""Posts: the grammar of offices around a head noun of the lexicon.

    [premodifiers] HEAD [complements] [and POST]*

A portfolio ends where its words end (lexicon of portfolios), which is also where a name may begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotated import Hit, Mention, MentionKind, PostMention
from kg.annotation.context import Context
from kg.annotation.portfolios import articled_rank, name_opens
from kg.annotation.post_complements import Complemented, Complements, office_frame
from kg.annotation.post_premodifiers import plural_head, premodifiers
from kg.annotation.post_states import destination
from kg.model import CountryCode

__all__ = ["PostPhrase", "find_posts"]


@dataclass(frozen=True, slots=True)
class PostPhrase:
    """A noun phrase of one or more posts, before anyone is known to hold them."""

    start: int
    """With determiner, country and status words."""
    end: int
    posts: tuple[PostMention, ...]
    plural: bool
    countries: tuple[CountryCode, ...]
    """All countries told in it, in order: two for `Moroccan and French Ministers`."""
    counterpart: bool
    """`his French counterpart`: the post is the antecedent's."""
    definite: bool
    """With an article, possessive or country, so that it may point at someone known."""
    bare: bool
    """Lower case throughout."""


class _Grammar:
    def __init__(self, context: Context, bodies: list[Mention]) -> None:
        self.c = context
        self.complements = Complements(context, bodies)
        self.body_ends = {end: start for start, end in self.complements.bodies.items()}
        """Token after an organization → its first."""

    def phrases(self) -> Iterator[PostPhrase]:
        for sentence, heads in self.c.by_sentence({*self.c.hits["office"], *self.c.classes["counterpart"]}):
            floor = sentence.start
            for at in heads:
                phrase = self._phrase(at, floor, sentence.end) if at >= floor else None
                if phrase is not None:
                    yield phrase
                    floor = phrase.end

    def _phrase(self, at: int, floor: int, limit: int) -> PostPhrase | None:
        hit = self.c.hit("office", at)
        counterpart = self.c.isa(at, "counterpart") or (hit is not None and hit.rows[0][0] == "counterpart")
        if hit is None and not counterpart:
            return None
        attributive = hit is not None and not self.c.capital(at) and not hit.singular and self.c.isa(hit.end - 1, "attributive")
        if attributive and hit is not None and self._adjectival(hit.end, limit):
            return None
        if hit is not None and self.c.isa(at, "participle-office") and self.c.isa(hit.end, "det") and not self.c.capital(at):
            return None  # `représentant le Premier ministre`
        first = self._post(at, floor, limit)
        if first is None:
            return None
        start, end, post, countries, definite = first
        posts = [post]
        plural = plural_head(self.c, at)
        # Another head after `and` without an article is a second post of the same person.
        while not plural and (nxt := self._behind_joint(end)) > end:
            bare_comma = self.c.fold(end) == "," and not self.c.isa(nxt - 1, "and")
            # Where a name must close it, the second may be written otherwise (`président de la Transition, Chef de l'État, A`).
            # and capitals are of no account where many write them as they like (`Vice-premier ministre et ministre des Mines`).
            either = bool(self.c.words.get("name-joint"))
            second = self._next_post(nxt, limit, self.c.capital(nxt) if either else self.c.capital(post.start))
            if second is None or (bare_comma and not self._more(second[1]) and not self._beside(posts[-1], second, limit)):
                break
            _, end, post, more, _ = second
            posts.append(post)
            countries = countries or more
        beside = self._next_post(end, limit, self.c.capital(end)) if self._juxtaposed(end, plural=plural) else None
        if beside is not None:
            _, end, post, more, _ = beside
            posts.append(post)  # `ambassadeur directeur des affaires africaines`
            countries = countries or more
        land = (
            self.c.country(end + 1 + self.c.isa(end + 1, "det"))
            if not countries and not plural and self.c.isa(end, "from")
            else None
        )
        titled = land is not None and (name_opens(self.c, land.end + 1) or self.c.hit("honorific", land.end + 1) is not None)
        if land is not None and land.use == "name" and self.c.fold(land.end) == "," and titled:
            countries, end = [land.code], land.end  # `the Energy Minister from Peru, NAME`
        if len({*countries}) == 1 or (countries and not plural):
            posts = [replace(p, country=p.country or countries[0], reason=p.reason or "own-words") for p in posts]
        bare = not any(self.c.capital(i) for i in range(posts[0].start, posts[0].end))
        return PostPhrase(start, end, tuple(posts), plural, tuple(countries), counterpart, definite, bare)

    def _behind_joint(self, end: int) -> int:
        """Token after what joins two posts of one person: `and`, a comma, a dash, a stroke (`Prime Minister - Minister of …`)."""
        if self.c.fold(end) == ",":
            return end + 1 + self.c.isa(end + 1, "and")
        if not (self.c.dash(end) or self.c.fold(end) == "/"):
            return end + self.c.isa(end, "and")
        cum = self.c.isa(end + 1, "cum")  # `Deputy Prime Minister-cum-Foreign Minister`
        return end + 1 + cum + (cum and self.c.dash(end + 2))

    def _juxtaposed(self, end: int, *, plural: bool) -> bool:
        """Whether another office in lower case stands right behind one."""
        hit = self.c.hit("office", end)
        return hit is not None and not (plural or hit.singular or self.c.capital(end)) and bool(self.c.words.get("name-joint"))

    def _adjectival(self, after: int, limit: int) -> bool:
        """Whether a head in lower case only describes the noun behind it (`an official visit`)."""
        c = self.c
        if after >= limit or not c.tokens[after].word or c.capital(after) or c.tokens[after].text[0].isdigit():
            return False
        free = (
            c.isa(after, "stop")
            or c.isa(after, "clause")
            or c.isa(after, "preposition")
            or c.isa(after, "and")
            or c.isa(after, "be")
        )
        return not (
            free
            or c.hit("auxiliary", after)
            or c.hit("speech", after)
            or (c.hit("event", after) and "noun" not in c.hits["event"][after].rows[0][1])
            or c.fold(after).endswith("ed")
            or after in c.date_at
        )

    def _more(self, end: int) -> bool:
        return self.c.isa(end, "and") and self._next_post(end + 1, end + 16, self.c.capital(end + 1)) is not None

    def _beside(self, first: PostMention, second: tuple[int, int, PostMention, list[CountryCode], bool], limit: int) -> bool:
        """`Minister of State, Minister of Foreign Affairs, NAME`: a further post after a comma, before the name's own."""
        government = {"minister", "deputy", "head-of-government"}
        named = self.c.fold(second[1]) == "," and self.c.capital(second[1] + 1)
        if self.c.words.get("name-joint"):
            # Without an article, an office after a comma is the same person's (`secrétaire général, président du Bureau NAME`).
            after = second[1] + 1
            rank = self.c.fold(second[1]) == "," and articled_rank(self.c, after)
            if rank or (named and name_opens(self.c, after)) or name_opens(self.c, second[1]):
                return True
            # `vice-Premier ministre, ministre de l'Économie, ministre de la Défense, A`
            third = self._next_post(after, limit, self.c.capital(after)) if self.c.fold(second[1]) == "," else None
            return third is not None and self._beside(second[2], third, limit)
        return first.office in government and second[2].office in government and named and second[1] < limit

    def _next_post(
        self, at: int, limit: int, capital: bool = True
    ) -> tuple[int, int, PostMention, list[CountryCode], bool] | None:
        """A post that begins just here, without article or country, whose head is of the same capitals as its neighbour's."""
        head = at
        while head < min(at + 6, limit):
            hit = self.c.hit("office", head)
            if hit is not None and not hit.singular:
                found = self._post(head, at, limit)
                return found if found and found[0] == at and self.c.capital(at) == capital else None
            if not (
                self.c.hit("portfolio", head) or self.c.hit("modifier", head) or self.c.isa(head, "and") or self.c.dash(head)
            ):
                return None
            head += 1
        return None

    def _post(self, head: int, floor: int, limit: int) -> tuple[int, int, PostMention, list[CountryCode], bool] | None:
        """The post of a head: (where its phrase begins, the token after it, the post, its countries, whether definite)."""
        c = self.c
        hit = c.hit("office", head)
        office, frame = office_frame(hit)
        left = premodifiers(c, head, floor, self.body_ends if "field" in frame or "body" in frame else None)
        right = self.complements.after(head, hit, left.status, limit)
        countries = left.countries or right.countries
        title, end = _title(c, left.title_start, head, hit, right, told=bool(countries)), right.end
        if end > right.title_end and "place" in frame and c.isa(right.title_end, "of") and (to := destination(c, end, limit)):
            # `Ambassador of A to B`: A is served, B belongs to the title.
            title, end = f"{title} {c.text(end, to)}", to
        post = PostMention(
            title=title,
            head=hit.singular if hit and hit.singular else " ".join(c.fold(i) for i in range(head, right.head_end)),
            office=office,
            status=right.status,
            country=countries[0] if len(countries) == 1 else None,
            reason="own-words" if countries else "",
            organization=right.organization,
            start=left.title_start,
            end=max(right.head_end, right.title_end),
            reference=frame == "bare",
        )
        return left.start, end, post, [*countries], left.definite


def _title(c: Context, start: int, head: int, hit: Hit | None, right: Complemented, *, told: bool) -> str:
    """The words of a post as a label, in the singular; `told` says whether a state stands beside it."""
    after, last = right.head_end, max(right.head_end, right.title_end)
    parts: tuple[str, ...] = (c.text(start, last),)
    if hit and hit.singular:
        parts = (c.text(start, head), _cased(hit.singular, c, head, hit.end), c.text(max(after, right.resumed), right.title_end))
    elif told and right.end > right.title_end == last and c.isa(after - 1, "state-form"):
        # `President of the Republic of Kenya`: the state's form of government is its name's.
        parts = (c.text(start, next((i for i in range(head, after) if c.isa(i, "of")), after)),)
    elif right.resumed > after:
        parts = (c.text(start, after), c.text(right.resumed, right.title_end))
    return " ".join(part for part in parts if part)


def _cased(singular: str, c: Context, start: int, end: int) -> str:
    """A singular with the capitals of its plural: on each word, on the first, on none."""
    if all(c.capital(i) for i in range(start, end)):
        return singular.title()
    return singular[:1].upper() + singular[1:] if c.capital(start) else singular


def find_posts(context: Context, bodies: list[Mention]) -> tuple[list[PostPhrase], list[Mention]]:
    """Every post phrase of a text, in order, and the organizations that only their posts show (`Chair of Qatar Tourism`).

    `bodies` are the organizations found so far, which a post may be of.
    """
    grammar = _Grammar(context, bodies)
    phrases = list(grammar.phrases())
    shown = [
        Mention(
            MentionKind.ORGANIZATION,
            start,
            end,
            name=context.text(start, end),
            name_start=start,
            name_end=end,
            country=found.code if (found := context.country(start)) else None,
        )
        for start, end in dict.fromkeys(grammar.complements.found)
    ]
    return phrases, shown

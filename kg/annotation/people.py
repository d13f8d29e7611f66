"""Names of people, and the posts that stand beside them.

A name is a capitalized run with its particles and numerals. It is a person's where a post or an honorific stands right before
it, a post in apposition after it, or where the text has confirmed it elsewhere (a surname alone); last, where it does what only
people do (`Novak said`).

    POST [,] [HONORIFIC] NAME [of COUNTRY]        NAME, POST [,]        POSTS A and B        NAME [of COUNTRY] and …
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.annotated import POSSESSIVE_S, Mention, MentionKind, PostMention
from kg.annotation.bare_names import BareNames, confirmed, name_parts
from kg.annotation.context import Context
from kg.annotation.counterparts import as_counterpart, predecessor
from kg.annotation.names import Names, person_mention
from kg.annotation.portfolios import name_opens, portfolio
from kg.annotation.post_states import country_name, past_aside, past_lands, past_seats
from kg.annotation.posts import PostPhrase
from kg.annotation.shared_posts import posts_in_order, shared_posts

__all__ = ["find_people"]

_CLOSING = (",", ".", ")", ";", "–", "—")
"""Marks at the end of an apposition."""
_MOST_TITLED = 12
"""Names that one plural title may have."""


class _People:
    def __init__(self, context: Context, phrases: Iterable[PostPhrase], taken: dict[int, MentionKind]) -> None:
        self.c = context
        self.names = Names(context, taken)
        self.taken = taken
        self.phrases = list(phrases)
        self.by_start = {p.start: p for p in self.phrases}
        self.by_core = {p.posts[0].start: p for p in self.phrases}
        self.by_end = {p.end: p for p in self.phrases}
        hits = [entry for layer in ("office", "event") for entry in context.hits[layer].items()]
        self.within = {at for start, hit in hits for at in range(start + 1, hit.end)}
        """Tokens within the words of an office, event or city (`visite d'État`, `Mexico City`): no name begins there."""
        cities = ((at, place) for at in context.hits["place"] if (place := context.place(at)) is not None)
        self.within |= {i for at, place in cities for i in range(at + 1, place.end)}

    def mentions(self) -> Iterator[Mention]:
        c = self.c
        pointing = ((i - 1 for i in c.classes["predecessor"]), c.classes["that-of"])
        hits = (self.by_start, c.hits["honorific"], c.hits["country"])
        for sentence, openings in c.by_sentence(c.capitals.union(*hits, *pointing)):
            after = sentence.start
            for at in openings:
                found = self._at(at, sentence.end) if at >= after else []
                if found:
                    yield from found
                    after = max(m.end for m in found)

    def _at(self, at: int, limit: int) -> list[Mention]:
        """The person or persons whose phrase begins at a token: with a post, an honorific, or a name that a post follows."""
        phrase = self.by_start.get(at)
        if phrase is not None:
            return self._after_post(phrase, limit) or self._counterpart(phrase, limit)
        honorific = self.names.honorifics(at)
        elsewhere = self.names.of_site(at) or honorific in self.within
        if honorific > at and honorific not in self.by_start and not elsewhere:
            end = self.names.run(honorific, limit, titled=True)
            if end == honorific:
                return []
            first = self._apposition(self._of_state(person_mention(self.c, at, honorific, end)), limit)
            return self._titled_list(first, limit)
        owned = predecessor(self.names, at, limit) or self._that_of(at, limit)
        if owned is None and at in self.c.hits["country"]:
            owned = self._owned(at, limit) or self._national(at, limit)
        if owned is not None:
            return [owned]
        end = self.names.run(at, limit, titled=False)
        if end > at and at not in self.within and not self.names.articled(at):
            mention = self._bracketed(self._apposition(person_mention(self.c, at, at, end), limit), limit)
            letters = end == at + 1 and self.c.tokens[at].text.isupper()  # an agency's tag, a degree
            return [mention] if mention.posts and not letters else []
        return []

    def _of_state(self, mention: Mention) -> Mention:
        """A name with a rank and the state whose adjective stands before it (`Lithuanian Brigadier General A`)."""
        before = self.c.ending("country", mention.start)
        found = self.c.country(before) if before is not None else None
        return replace(mention, country=found.code) if found is not None and found.use != "name" else mention

    def _national(self, at: int, limit: int) -> Mention | None:
        """`la Rwandaise Awa Bamba`: a name of two words or more right after an article and a national with a capital."""
        c = self.c
        found = c.country(at)
        if found is None or found.use == "name" or not (c.capital(at) and c.isa(at - 1, "the") and c.words.get("name-joint")):
            return None
        end = self.names.run(found.end, limit, titled=False)
        if end - found.end < 2:
            return None
        return self._apposition(replace(person_mention(c, at, found.end, end), country=found.code), limit)

    def _titled_list(self, first: Mention, limit: int) -> list[Mention]:
        """All that share a plural title (`MM. A, ambassadeur, B et C`) or have one each, with posts told in their order after all
        of them (`Madame A et Monsieur B, respectivement …`)."""
        c = self.c
        mentions, plural = [first], c.isa(first.start, "plural-title")
        while len(mentions) < _MOST_TITLED:
            joint = mentions[-1].end
            joint += c.fold(joint) == ","
            joint += c.isa(joint, "and")
            start = self.names.honorifics(joint)
            end = self.names.run(start, limit, titled=True)
            titled = plural or start > joint
            if joint == mentions[-1].end or end == start or joint in self.by_start or not titled:
                break
            mentions.append(self._apposition(person_mention(c, joint, start, end), limit))
        after = mentions[-1].end + (c.fold(mentions[-1].end) == ",")
        own = posts_in_order(c, self.by_start, after + 1 + (c.fold(after + 1) == ",")) if c.isa(after, "respectively") else []
        if len(own) != len(mentions):
            return mentions
        return [
            replace(m, posts=(*m.posts, post), country=m.country or post.country) for m, post in zip(mentions, own, strict=True)
        ]

    def _counterpart(self, phrase: PostPhrase, limit: int) -> list[Mention]:
        """`his Ghanaian counterpart, President Mensah`: the post behind the comma is the counterpart's, and so is the state."""
        named = self.by_start.get(phrase.end + (self.c.fold(phrase.end) == ",")) if phrase.counterpart else None
        found = self._after_post(named, limit) if named is not None and not named.plural else []
        country = phrase.posts[0].country
        other = bool(found) and None not in (country, found[0].country) and country != found[0].country
        if found and (other or self._main_clause(phrase, found[0].end)):
            return []  # `At talks with his Thai counterpart, President A said`: A is not the counterpart
        return [replace(m, start=phrase.start, country=m.country or country) for m in found[:1] if m.name_start > m.start]

    def _main_clause(self, phrase: PostPhrase, end: int) -> bool:
        """Whether a verb follows at a token, in a sentence that opens with what is told before its subject."""
        c = self.c
        start = c.sentences[c.sentence_at[phrase.start]].start
        opens = c.isa(start, "preposition") or (c.hit("event", start) is not None and c.hit("office", start) is None)
        opens = opens and not any(c.fold(i) == "," for i in range(start, phrase.start))
        verb = c.hit("speech", end) is not None or any(c.isa(end, kind) for kind in ("have", "be", "reflexive"))
        return opens and verb and c.fold(phrase.end) == ","

    def _owned(self, at: int, limit: int) -> Mention | None:
        """`Peru's Ciro Maldonado`: a name of two words or more right after a state's possessive."""
        c = self.c
        found = c.country(at)
        if found is None or c.fold(found.end) not in POSSESSIVE_S:
            return None
        start = found.end + 1
        end = self.names.run(start, limit, titled=False)
        fields = c.any_hit(("portfolio", "organization", "framework", "conference", "office"), start, end)
        if end - start < 2 or fields or not self.names.closes(end, limit):
            return None
        return replace(person_mention(self.c, at, start, end), country=found.code)

    def _after_post(self, phrase: PostPhrase, limit: int) -> list[Mention]:
        """Names right after a post: one, or several after a plural."""
        c = self.c
        at = past_lands(c, phrase.end) if phrase.plural else phrase.end
        at = past_seats(c, at + (c.fold(at) == ","))
        comma = at > phrase.end and c.fold(at - 1) == ","
        if titled := self._titled(at, phrase, limit, comma=comma):
            return titled
        while phrase.plural and (c.isa(at, "respectively") or (c.fold(at) == "," and c.isa(at + 1, "respectively"))):
            at += 1  # `les ambassadeurs de X et de Y, respectivement A et B`
        at += c.fold(at) == "," and c.isa(at - 1, "respectively")
        listed = c.fold(at) == ":" or c.isa(at, "be") or c.isa(at, "enumerating")
        at += phrase.plural and listed  # `the ambassadors are A and B`
        at = past_aside(c, at)
        at += c.isa(at, "the") and at + 1 not in self.by_start and self._ranked(at + 1)
        start = self.names.honorifics(at)
        if start > at and c.fold(start) == "," and c.isa(at - 1, "the") and name_opens(c, start + 1):
            start += 1  # `le général d'armée, NAME`
        if start in self.by_start and start == at and comma:
            return []
        if start == at and c.isa(at, "det") and not (name_opens(c, at) or self.names.initial(at)):
            return []
        end = self._named(phrase, at, start, limit)
        if end <= start or (comma and start == at and not phrase.plural and self._main_clause(phrase, end)):
            return []  # `Devant le ministre togolais, A a souligné …`: A is not the minister
        first = person_mention(c, phrase.start, start, end)
        if phrase.plural:
            return shared_posts(self.names, phrase, first, set(self.by_start), limit)
        if comma and c.isa(phrase.start - 1, "of") and c.isa(phrase.start - 2, "kin"):
            return [replace(first, country=first.country or phrase.posts[0].country)]  # `l'épouse du président rwandais, A`
        posts, last = self._field_after(phrase, first.end, limit)
        country = first.country or phrase.posts[0].country
        first = replace(first, end=last, posts=posts, country=country, attributes=self._attributes(phrase))
        return [self._apposition(first, limit)]

    def _named(self, phrase: PostPhrase, at: int, start: int, limit: int) -> int:
        """Token after the name that begins at `start`, `at` being where its titles do; `start` if it is none."""
        c = self.c
        comma = c.fold(at - 1) == "," and at > phrase.end
        if c.isa(at - 1, "unit-noun"):
            return start  # `le commandant de la force Solano`
        if c.place(start) and c.dash(start + 1) and c.tokens[start + 1].glued:
            return start  # `le wali de la région Rabat-Salé`
        end = self.names.run(start, limit, titled=not comma or start > at)
        if end == start and phrase.countries and not comma and c.country(start) and self.names.surname_follows(start + 1):
            end = self.names.run(start + 1, limit, titled=True)  # `Zambian Health Minister Israel Chanda`
            return end if end > start + 1 else start
        if comma and start == at and end > start:
            acronym = end == at + 1 and c.tokens[at].text.isupper() and len(c.tokens[at].text) < 6
            recital = end == at + 1 and c.isa(end, "the") and bool(c.words.get("name-joint"))  # `…, Vu la Constitution`
            return (
                start if acronym or recital or not self.names.closes(end, limit) else end
            )  # an acronym after a comma is the body's
        if end == start + 1 and not comma and c.isa(end, "of") and c.capital(end + 1) and not c.country(end + 1):
            return start  # `of the Minerals Sector of …`: a field, no name
        return end

    def _ranked(self, at: int) -> bool:
        """Whether a rank or title before a name begins at a token (`le général Traoré`)."""
        hit = self.c.hit("honorific", at)
        after = self.names.honorifics(at)
        return hit is not None and hit.rows[0][0] != "formula" and self.c.capital(after + (self.c.fold(after) == ","))

    def _titled(self, at: int, phrase: PostPhrase, limit: int, *, comma: bool) -> list[Mention]:
        """`Premier ministre, le prince héritier NAME`, `Foreign Minister Ambassador NAME`, `Minister of Trade Senator NAME`, and
        `Foreign Minister Prince NAME`: a royal title, or a diplomat's, senator's or prince's rank, before the name; else none."""
        title = self.by_start.get(at) or (self.by_start.get(self.names.honorifics(at)) if comma else None)
        office = phrase.posts[0].office
        if title is None or phrase.plural or title.plural:
            return []
        held = title.posts[0].office
        alone = title.end - title.posts[0].start == 1
        envoy = alone and held == "diplomat" and (office in ("official", "envoy", "diplomat") if comma else office != "diplomat")
        senator = alone and held == "parliament" and not comma and self.c.capital(at)
        born = alone and not comma and self.c.isa(title.posts[0].start, "royal-rank")
        if not (envoy or senator or born or (comma and held == "royal" and office != "royal")):
            return []
        named = self._after_post(title, limit)
        if len(named) != 1:
            return []
        country = phrase.posts[0].country or named[0].country
        ranked = born or (envoy and (office == "diplomat" or not comma))
        posts = phrase.posts if ranked else phrase.posts + named[0].posts
        return [replace(named[0], start=phrase.start, posts=posts, country=country)]

    def _field_after(self, phrase: PostPhrase, end: int, limit: int) -> tuple[tuple[PostMention, ...], int]:
        """`ministre NAME de l'Économie`: the field of a bare office may follow the name; (posts, token after all)."""
        c = self.c
        post = phrase.posts[-1]
        bare = len(post.title.split()) == 1 and post.office in ("minister", "deputy", "secretary")
        last = portfolio(c, end + 1, limit) if bare and c.isa(end, "of") and not phrase.countries else 0
        if not last:
            return phrase.posts, end
        return (*phrase.posts[:-1], replace(post, title=f"{post.title} {c.text(end, last)}")), last

    def _attributes(self, phrase: PostPhrase) -> dict[str, str]:
        return {"counterpart": "yes"} if phrase.counterpart else {}

    def _apposition(self, mention: Mention, limit: int) -> Mention:
        """Posts that follow a name after a comma or bracket, or after `as`."""
        c = self.c
        mention = self._in_capacity(mention)
        if c.fold(mention.end) not in (",", "(", "-", "–", "—") or mention.end + 1 >= limit:
            return mention
        also = self._also(mention.end + 1)
        phrase = self.by_start.get(mention.end + 1 + also)
        if phrase is None or phrase.plural or phrase.counterpart:
            return mention if phrase is None or phrase.plural or also else as_counterpart(self.names, mention, phrase, limit)
        if also and c.fold(phrase.end) not in _CLOSING:
            return mention
        named = self.names.run(self.names.honorifics(phrase.end), limit, titled=True) > phrase.end
        verb = mention.posts and self._article_before(phrase) and c.fold(mention.end) == "," and c.hit("speech", phrase.end)
        if verb and c.hit("office", phrase.end) is None:
            return mention  # `Talking to Ambassador A, the President said`
        opening = mention.start == mention.name_end - 1 and mention.start == c.sentences[c.sentence_at[mention.start]].start
        if (named and not c.isa(phrase.end, "and")) or (
            (mention.posts or opening or c.words.get("name-joint")) and self._next_ones(phrase, limit)
        ):
            return mention  # `A, President B`: the post is the next one's; `Enthusiastic, the president, B, …`
        if mention.posts and self._article_before(phrase) and c.words.get("name-joint") and c.fold(mention.end) == ",":
            return mention  # `la ministre A, le président de la Chambre et le directeur B`: an office told first has its article
        bare_reference = (
            not c.words.get("name-joint")
            and phrase.bare
            and not phrase.countries
            and len(phrase.posts[0].title.split()) == 1
            and not self._article_before(phrase)
        )
        if bare_reference:
            return mention
        end = phrase.end
        if c.fold(end) == ")" and c.fold(mention.end) == "(":
            end += 1
        while c.fold(end) == "," and c.fold(mention.end) == ",":
            # Further posts in the same apposition: `A, Minister of X, Chair of Y,`.
            further = self.by_start.get(end + 1 + self._also(end + 1))
            if (
                further is None
                or further.plural
                or self.names.run(self.names.honorifics(further.end), limit, titled=True) > further.end
                or (c.fold(further.end) not in (",", ".") and self._article_before(further))
            ):
                break
            phrase = replace(phrase, posts=(*phrase.posts, *further.posts), countries=phrase.countries or further.countries)
            end = further.end
        country = mention.country or (phrase.countries[0] if len(phrase.countries) == 1 else None)
        return replace(mention, end=end, posts=(*mention.posts, *phrase.posts), country=country)

    def _also(self, at: int) -> bool:
        """Whether `also` opens a further post (`A, also chair of the Board,`)."""
        return self.c.isa(at, "additive") and self.c.isa(at, "adverb")

    def _in_capacity(self, mention: Mention) -> Mention:
        """`NAME, in his capacity as Minister of X`, `NAME, agissant en qualité de gouverneur`: with that post."""
        c = self.c
        if not c.classes.any("capacity", mention.end, mention.end + 5):
            return mention
        at = mention.end + (c.fold(mention.end) == ",")
        at += c.isa(at, "acting-as")
        at += c.isa(at, "in")
        at += c.isa(at, "possessive")
        joint = at + 1
        if not (c.isa(at, "capacity") and c.isa(at - 1 - c.isa(at - 1, "possessive"), "in") and c.isa(joint, "capacity-joint")):
            return mention
        phrase = self.by_start.get(joint + 1)
        if phrase is None or phrase.plural or phrase.counterpart:
            return mention
        country = mention.country or (phrase.countries[0] if len(phrase.countries) == 1 else None)
        return replace(mention, end=phrase.end, posts=(*mention.posts, *phrase.posts), country=country)

    def _that_of(self, at: int, limit: int) -> Mention | None:
        """`the ambassador of Peru, A, that of Chile, NAME`: who has the office told last, for another state."""
        c = self.c
        land = country_name(c, at + 2) if c.isa(at, "that-of") and c.isa(at + 1, "of") else None
        if land is None or c.fold(land[0]) != ",":
            return None
        start = self.names.honorifics(land[0] + 1)
        end = self.names.run(start, limit, titled=start > land[0] + 1)
        number = c.sentence_at[at]
        near = [p for p in self.phrases if p.start < at and c.sentence_at[p.start] >= number - 1 and not p.counterpart]
        held = [p.posts[0] for p in near if p.posts[0].office in ("diplomat", "minister", "head-of-state")]
        if end - start < 2 or not held or not self.names.closes(end, limit):
            return None
        post = replace(held[-1], country=land[1], reason="own-words", start=at, end=land[0])
        return replace(person_mention(c, at, start, end), posts=(post,), country=land[1])

    def _bracketed(self, mention: Mention, limit: int) -> Mention:
        """`A Diallo (Commerce et Industrie)`: a field in brackets is the post of a name of two words or more."""
        c = self.c
        if (told := self._of_list(mention)) is not None:
            return told
        opened = mention.end + 1
        end = portfolio(c, opened, limit) if c.fold(mention.end) == "(" and c.capital(opened) and not mention.posts else 0
        if not end or c.fold(end) != ")" or mention.name_end - mention.name_start < 2:
            return mention
        post = PostMention(title=c.text(opened, end), head="", office="minister", start=opened, end=end)
        return replace(mention, end=end + 1, posts=(post,))

    def _of_list(self, mention: Mention) -> Mention | None:
        """`the ambassadors … : A (Kenya), B (Kingdom of Morocco)`: a state in brackets behind a name of two words or more, where
        a plural office is told before, in the sentence or the one before it."""
        c = self.c
        bracketed = mention.country is not None and mention.end > mention.name_end and c.fold(mention.name_end) == "("
        if not bracketed or mention.posts or mention.name_end - mention.name_start < 2:
            return None
        number = c.sentence_at[mention.start]
        near = (p for p in self.phrases if p.plural and p.start < mention.start and c.sentence_at[p.start] >= number - 1)
        told = [p.posts[0] for p in near if not p.counterpart]
        if not told:
            return None
        post = replace(told[-1], country=mention.country, reason="own-words", start=mention.name_end, end=mention.end)
        return replace(mention, posts=(post,))

    def _next_ones(self, phrase: PostPhrase, limit: int) -> bool:
        """Whether an article opens a post and a name set off by commas closes it (`with Minister A, the president, B, …`)."""
        first = phrase.end + 1
        first += self.c.isa(first, "the") and self._ranked(first + 1)  # `le secrétaire d'État, le général B`
        start = self.names.honorifics(first)
        end = self.names.run(start, limit, titled=start > first)
        closed = self.c.fold(phrase.end) == "," and end > start and self.names.closes(end, limit)
        return closed and self._article_before(phrase)

    def _article_before(self, phrase: PostPhrase) -> bool:
        return phrase.posts[0].start > phrase.start


def find_people(context: Context, phrases: list[PostPhrase], taken: dict[int, MentionKind]) -> list[Mention]:
    """Every mention of a named person, in order. `taken` maps tokens of other mentions to their kind."""
    people = _People(context, phrases, taken)
    sure = confirmed(context, list(people.mentions()))
    covered = {at for m in sure for at in range(m.start, m.end)}
    known = name_parts(context, sure)
    unnamed = BareNames(context, people.names)
    bare = list(unnamed.mentions(covered, known))
    found = [*sure, *bare]
    acting = [m for m in bare if m.attributes.get("rule")]
    if acting:
        # Names that only their deeds confirm may themselves stand alone elsewhere.
        covered |= {at for m in bare for at in range(m.start, m.end)}
        again = unnamed.mentions(covered, name_parts(context, acting, known))
        found += [m for m in again if not m.attributes.get("rule")]
    return sorted(found, key=lambda m: m.start)

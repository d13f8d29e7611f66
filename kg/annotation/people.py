"""Names of people, and the posts that stand beside them.

A name is a capitalized run with its particles and numerals. It is a person's where a post or an honorific stands right before
it, a post in apposition after it, or where the text has confirmed it elsewhere (a surname alone); last, where it does what only
people do (`Novak said`).

    POST [,] [HONORIFIC] NAME [of COUNTRY]        NAME, POST [,]        POSTS A and B        NAME [of COUNTRY] and …
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from kg.annotated import Mention, MentionKind
from kg.annotation.context import Context
from kg.annotation.posts import PostPhrase
from kg.model import CountryCode

__all__ = ["find_people"]

_ROMAN = re.compile(r"[IVXL]+$")
_MOST_WORDS = 6
_PERSONAL = frozenset({"praises", "thanks"})
"""Stances towards people: `congratulated NAME on`, `thanked NAME for`."""


class _Names:
    """The grammar of a name."""

    def __init__(self, context: Context, taken: dict[int, MentionKind]) -> None:
        self.c = context
        self.taken = taken
        self.inside = {
            at
            for layer in ("country", "body", "region")
            for start, hit in context.hits[layer].items()
            for at in range(start + 1, hit.end)
        }
        """Tokens in the midst of the names of states, bodies and regions."""

    def run(self, at: int, limit: int, *, titled: bool) -> int:
        """Token after a name that begins at a token; `at` if none does. After a title, it may be a city's or a plain word."""
        c = self.c
        end, words = at, 0
        here = at
        while here < limit and words < _MOST_WORDS:
            token = c.tokens[here]
            if here in self.taken and not (titled and words == 0 and self.taken[here] is MentionKind.PLACE):
                break
            particle = c.hit("particle", here)
            if particle and particle.rows[0][0] == "suffix" and words:
                if token.capital or token.text.isdigit():
                    end = here = particle.end
                    continue
                break
            if particle and particle.rows[0][0] == "inner" and not token.capital:
                # A particle counts with the capital that follows it.
                after = particle.end
                while (more := c.hit("particle", after)) and not c.capital(after) and more.rows[0][0] == "inner":
                    after = more.end
                if c.dash(after) and c.tokens[after].glued:
                    after += 1
                place = c.place(after) if c.isa(here, "of") else None
                if place is not None and not place.guarded:
                    break  # `Palais Royal de Rabat`
                if after < limit and c.capital(after) and c.tokens[after].word and (words or titled) and after not in self.taken:
                    here = after
                    continue
                break
            if not (token.capital and token.word and not token.text[0].isdigit()):
                break
            if not self._wordlike(here, words, titled=titled):
                break
            words += 1
            end = here = here + 1
            if c.fold(here) == "." and here < limit and c.tokens[here].glued and self._abbreviated(here - 1):
                end = here = here + 1
            while (
                here + 1 < limit
                and (c.dash(here) or c.fold(here) == "'")
                and c.tokens[here].glued
                and c.tokens[here + 1].glued
                and c.tokens[here + 1].word
            ):
                end = here = here + 2
        return end

    def initial(self, at: int) -> bool:
        """A letter with a period."""
        c = self.c
        return at + 1 < len(c.tokens) and len(c.tokens[at].text) == 1 and c.fold(at + 1) == "." and c.tokens[at + 1].glued

    def _abbreviated(self, at: int) -> bool:
        """`J.`, `Md.`: an initial or a short given name with a period, which is no sentence's end here."""
        hit = self.c.hit("abbreviation", at)
        return len(self.c.tokens[at].text) == 1 or (hit is not None and hit.end == at + 2)

    def _wordlike(self, at: int, words: int, *, titled: bool) -> bool:
        c = self.c
        if not words and c.tokens[at].text[-1] in "'’" and c.place(at + 1):
            return False  # `le consul d'Anvers`
        if _ROMAN.match(c.tokens[at].text) and words and len(c.tokens[at].text) <= 5:
            return True
        if self.initial(at) and (words or (titled and c.capital(at + 2)) or self.initial(at + 2)):
            return True  # be it `A.`
        if c.isa(at, "stop") or c.isa(at, "det") or c.isa(at, "possessive") or c.isa(at, "opening"):
            return False
        if at in c.date_at or c.hit("anaphor", at) or (not words and at in self.inside):
            return False
        if not words and (c.hit("event", at) or c.hit("speech", at)) and not self.surname_follows(at + 1):
            return False  # `Ambassador Meets President …` in a heading
        for layer in ("country", "body", "region"):
            hit = c.hit(layer, at)
            if hit is not None and not (words and self._name_goes_on(at, hit.end)):
                return False
        if not words and not titled:
            if any(c.hit(layer, at) for layer in ("organization", "framework", "conference", "office", "honorific")):
                return False
            place = c.place(at)
            if place is not None and not place.guarded:
                return False
        elif c.hit("office", at) and not titled:
            return False
        return not (c.hit("calendar", at) and not words)

    def surname_follows(self, at: int) -> bool:
        """Whether a capital word follows that opens no title of its own."""
        return self.c.capital(at) and not (self.c.hit("office", at) or self.c.hit("honorific", at) or self.c.country(at))

    def _name_goes_on(self, at: int, end: int) -> bool:
        """A country's name inside a person's (`Chad Smith`, `Michael Jordan`): one word, right after another part of the name."""
        c = self.c
        return end == at + 1 and c.tokens[at].text.isalpha() and not c.tokens[at].text.isupper() and not self._owner(at + 1)

    def _owner(self, at: int) -> bool:
        return self.c.fold(at) in ("'s", "’s")


class _People:
    def __init__(self, context: Context, phrases: Iterable[PostPhrase], taken: dict[int, MentionKind]) -> None:
        self.c = context
        self.names = _Names(context, taken)
        self.taken = taken
        self.phrases = list(phrases)
        self.by_start = {p.start: p for p in self.phrases}
        self.by_core = {p.posts[0].start: p for p in self.phrases}
        self.by_end = {p.end: p for p in self.phrases}
        self.acted = -1
        """Token after the last name that its deeds confirmed."""

    def mentions(self) -> Iterator[Mention]:
        c = self.c
        for sentence, openings in c.by_sentence(c.capitals.union(self.by_start, c.hits["honorific"], c.hits["country"])):
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
            return self._after_post(phrase, limit)
        honorific = self._honorifics(at)
        if honorific > at and honorific not in self.by_start:
            end = self.names.run(honorific, limit, titled=True)
            if end > honorific:
                return [self._apposition(self._person(at, honorific, end), limit)]
            return []
        owned = self._owned(at, limit)
        if owned is not None:
            return [owned]
        end = self.names.run(at, limit, titled=False)
        if end > at and not self._within_office(at):
            mention = self._apposition(self._person(at, at, end), limit)
            return [mention] if mention.posts else []
        return []

    def _within_office(self, at: int) -> bool:
        """Whether a token stands within the words of an office or event (`ministre d'État`, `visite d'État`): no name begins."""
        hits = (self.c.hit(layer, i) for layer in ("office", "event") for i in range(at - 3, at))
        return any(hit is not None and hit.end > at for hit in hits)

    def _owned(self, at: int, limit: int) -> Mention | None:
        """`Peru's Ciro Maldonado`: a name of two words or more right after a state's possessive."""
        c = self.c
        found = c.country(at)
        if found is None or c.fold(found.end) not in ("'s", "’s"):
            return None
        start = found.end + 1
        end = self.names.run(start, limit, titled=False)
        fields = any(
            c.hit(layer, i)
            for layer in ("portfolio", "organization", "framework", "conference", "office")
            for i in range(start, end)
        )
        if end - start < 2 or fields or not self._closes(end, limit):
            return None
        return replace(self._person(at, start, end), country=found.code)

    def _honorifics(self, at: int) -> int:
        c = self.c
        while (
            (hit := c.hit("honorific", at)) is not None and hit.rows[0][0] != "formula" and (c.capital(at) or len(c.fold(at)) > 2)
        ):
            if at in self.taken:
                break
            at = hit.end
            if c.fold(at) == "." and c.tokens[at].glued:
                at += 1
        return at

    def _after_post(self, phrase: PostPhrase, limit: int) -> list[Mention]:
        """Names right after a post: one, or several after a plural."""
        c = self.c
        at = phrase.end
        comma = c.fold(at) == ","
        if comma:
            at += 1
        start = self._honorifics(at)
        if start in self.by_start and start == at and comma:
            return []
        if c.hit("honorific", at) is None and c.isa(at, "det") and not self.names.initial(at):
            return []
        end = self.names.run(start, limit, titled=not comma or start > at)
        if end == start and phrase.countries and not comma and c.country(start) and self.names.surname_follows(start + 1):
            end = self.names.run(start + 1, limit, titled=True)  # `Zambian Health Minister Israel Chanda`
            end = end if end > start + 1 else start
        if end == start:
            return []
        if (
            comma
            and start == at
            and (not self._closes(end, limit) or (end == at + 1 and c.tokens[at].text.isupper() and len(c.tokens[at].text) < 6))
        ):
            return []  # an acronym after a comma is the body's, no name
        if end == start + 1 and not comma and c.isa(end, "of") and c.capital(end + 1) and not c.country(end + 1):
            return []  # `of the Minerals Sector of …`: a field, no name
        first = self._person(phrase.start, start, end)
        if not phrase.plural:
            return [
                self._apposition(
                    replace(
                        first,
                        posts=phrase.posts,
                        country=first.country or phrase.posts[0].country,
                        attributes=self._attributes(phrase),
                    ),
                    limit,
                )
            ]
        mentions = [self._field(first, limit)]
        while len(mentions) < 12:
            joint = mentions[-1].end
            if c.fold(joint) == ",":
                joint += 1
            if c.isa(joint, "and"):
                joint += 1
            if joint == mentions[-1].end:
                break
            start = self._honorifics(joint)
            end = self.names.run(start, limit, titled=start > joint or True)
            if end == start or joint in self.by_start:
                break
            mentions.append(self._field(self._person(joint, start, end), limit))
        # A country told after several names is that of all since the last one told: `A and B of Chad`.
        for i in range(len(mentions) - 2, -1, -1):
            if mentions[i].country is None and mentions[i + 1].country is not None and not phrase.countries:
                mentions[i] = replace(mentions[i], country=mentions[i + 1].country)
        return [self._share(m, phrase, i, len(mentions)) for i, m in enumerate(mentions)]

    def _share(self, mention: Mention, phrase: PostPhrase, index: int, count: int) -> Mention:
        """Posts of a plural phrase go to each; countries in order where there are as many as names."""
        countries = phrase.countries
        country = mention.country or (
            countries[index] if len(countries) == count else countries[0] if len(countries) == 1 else None
        )
        field = mention.attributes.get("field")
        posts = tuple(
            replace(
                p,
                country=country,
                reason="own-words" if country else "",
                title=f"{p.title} {self._of} {field}" if field else p.title,
            )
            for p in phrase.posts
        )
        return replace(mention, posts=posts, country=country, attributes={**self._attributes(phrase), "plural-post": "yes"})

    @property
    def _of(self) -> str:
        """The language's word between an office and its field."""
        return min(self.c.words.get("office-of", {"of"}))

    def _field(self, mention: Mention, limit: int) -> Mention:
        """A portfolio in brackets after a name: `Ministers A (Agriculture) and B (Public Works)`."""
        c = self.c
        if c.fold(mention.end) != "(" or mention.country is not None:
            return mention
        hit = c.hit("portfolio", mention.end + 1)
        end = mention.end + 1
        while end < limit and c.fold(end) != ")" and end < mention.end + 10:
            end += 1
        if hit is None or c.fold(end) != ")":
            return mention
        after = self._person(mention.start, mention.name_start, mention.name_end)
        country, last = self._of_country(end + 1)
        return replace(after, end=last, country=country, attributes={"field": c.text(mention.end + 1, end)})

    def _of_country(self, end: int) -> tuple[CountryCode | None, int]:
        """A country after `of` at a token, and the token after it."""
        c = self.c
        if c.isa(end, "of") or (c.isa(end, "for") and c.country(end + 1)):
            found = c.country(end + 1 + c.isa(end + 1, "det"))
            if found is not None and (found.use == "name" or c.isa(found.end, "state-word")):
                return found.code, found.end + (found.use != "name")
        return None, end

    def _attributes(self, phrase: PostPhrase) -> dict[str, str]:
        return {"counterpart": "yes"} if phrase.counterpart else {}

    def _closes(self, end: int, limit: int) -> bool:
        """Whether an appositive name is closed as one: by a mark, `and`, `who`, a verb or the sentence's end."""
        c = self.c
        return (
            end >= limit
            or not c.tokens[end].word
            or c.isa(end, "and")
            or c.isa(end, "relative")
            or c.hit("speech", end) is not None
            or c.hit("event", end) is not None
            or c.hit("auxiliary", end) is not None
            or c.isa(end, "be")
            or c.isa(end, "stop")
        )

    def _person(self, start: int, name_start: int, name_end: int) -> Mention:
        c = self.c
        country, end = self._of_country(name_end)
        if country is None and c.fold(end) == "(" and (found := c.country(end + 1)) and c.fold(found.end) == ")":
            country, end = found.code, found.end + 1
        return Mention(
            MentionKind.PERSON,
            start,
            end,
            name=self._clean(name_start, name_end),
            name_start=name_start,
            name_end=name_end,
            country=country,
        )

    def _clean(self, start: int, end: int) -> str:
        return self.c.text(start, end)

    def _apposition(self, mention: Mention, limit: int) -> Mention:
        """Posts that follow a name after a comma or bracket, or after `as`."""
        c = self.c
        if c.fold(mention.end) not in (",", "(", "-", "–", "—") or mention.end + 1 >= limit:
            return mention
        phrase = self.by_start.get(mention.end + 1)
        if phrase is None or phrase.plural or phrase.counterpart:
            return mention
        named = self.names.run(self._honorifics(phrase.end), limit, titled=True) > phrase.end
        if (named and not c.isa(phrase.end, "and")) or (mention.posts and self._next_ones(phrase, limit)):
            return mention  # `A, President B`: the post is the next one's
        bare_reference = (
            phrase.bare and not phrase.countries and len(phrase.posts[0].title.split()) == 1 and not self._article_before(phrase)
        )
        if bare_reference:
            return mention
        end = phrase.end
        if c.fold(end) == ")" and c.fold(mention.end) == "(":
            end += 1
        if c.fold(end) == "," and c.fold(mention.end) == ",":
            # A further post in the same apposition: `A, Minister of X, Chair of Y,`.
            further = self.by_start.get(end + 1)
            if (
                further
                and not further.plural
                and self.names.run(self._honorifics(further.end), limit, titled=True) == further.end
                and c.fold(further.end) in (",", ".")
            ):
                phrase = replace(phrase, posts=(*phrase.posts, *further.posts), countries=phrase.countries or further.countries)
                end = further.end
        country = mention.country or (phrase.countries[0] if len(phrase.countries) == 1 else None)
        return replace(mention, end=end, posts=(*mention.posts, *phrase.posts), country=country)

    def _next_ones(self, phrase: PostPhrase, limit: int) -> bool:
        """Whether an article opens a post and a name set off by commas closes it (`with Minister A, the president, B, …`)."""
        start = self._honorifics(phrase.end + 1)
        end = self.names.run(start, limit, titled=start > phrase.end + 1)
        closed = self.c.fold(phrase.end) == "," and end > start and self._closes(end, limit)
        return closed and self._article_before(phrase)

    def _article_before(self, phrase: PostPhrase) -> bool:
        return phrase.posts[0].start > phrase.start


def find_people(context: Context, phrases: list[PostPhrase], taken: dict[int, MentionKind]) -> list[Mention]:
    """Every mention of a named person, in order. `taken` maps tokens of other mentions to their kind."""
    people = _People(context, phrases, taken)
    sure = _confirmed(context, list(people.mentions()))
    covered = {at for m in sure for at in range(m.start, m.end)}
    known = _parts(context, sure)
    bare = list(_bare(context, people, covered, known))
    # Names that only their deeds confirm may themselves stand alone elsewhere.
    known = _parts(context, [m for m in bare if m.attributes.get("rule")], known)
    covered |= {at for m in bare for at in range(m.start, m.end)}
    again = [m for m in _bare(context, people, covered, known) if not m.attributes.get("rule")]
    return sorted([*sure, *bare, *again], key=lambda m: m.start)


def _confirmed(c: Context, mentions: list[Mention]) -> list[Mention]:
    """Without the names that only a heading in title case holds, where every word is capital (`President Appoints …`)."""
    plain = [m for m in mentions if c.sentence_at[m.start] not in c.headings]
    known = _parts(c, plain)
    return [m for m in mentions if m in plain or tuple(c.fold(i) for i in range(m.name_start, m.name_end)) in known]


def _parts(c: Context, mentions: list[Mention], known: set[tuple[str, ...]] | None = None) -> set[tuple[str, ...]]:
    """Every run of whole words within the known names, folded: what a later mention may consist of."""
    parts = set(known or ())
    for m in mentions:
        words = [c.fold(i) for i in range(m.name_start, m.name_end)]
        for i in range(len(words)):
            for j in range(i + 1, len(words) + 1):
                part = tuple(words[i:j])
                if part[0].isalnum() and part[-1].isalnum() and (len(part) > 1 or len(part[0]) > 1):
                    parts.add(part)
    return parts


def _bare(c: Context, people: _People, covered: set[int], known: set[tuple[str, ...]]) -> Iterator[Mention]:
    """Names without a title: parts of known names, or new ones that do what people do."""
    for sentence, openings in c.by_sentence(c.capitals.union(c.hits["particle"])):
        after = sentence.start
        for at in openings:
            if at < after or at in covered or (at in people.taken and people.taken[at] is not MentionKind.PLACE):
                continue
            end = _known_run(c, at, sentence.end, known)
            if end > at:
                yield people._person(at, at, end)
                after = end
                continue
            end = people.names.run(at, sentence.end, titled=False)
            if end > at and not any(i in covered for i in range(at, end)):
                if _acts(c, at, end, sentence.start, people):
                    mention = people._person(at, at, end)
                    yield replace(mention, attributes={"rule": "acts"})
                after = end


def _known_run(c: Context, at: int, limit: int, known: set[tuple[str, ...]]) -> int:
    """Token after the longest part of a known name at a token; a part must open with a capital or a particle."""
    if not (c.capital(at) or c.hit("particle", at)) or not c.tokens[at].word:
        return at
    if c.isa(at, "stop") or c.hit("office", at) or at in c.date_at or c.country(at):
        return at
    for end in range(min(limit, at + 8), at, -1):
        if tuple(c.fold(i) for i in range(at, end)) not in known or not any(
            c.capital(i) and len(c.tokens[i].text) > 1 for i in range(at, end)
        ):
            continue
        particle = c.hit("particle", end - 1)
        if particle and end - at == 1:
            return at
        # A longer capitalized run is another thing's name.
        if (
            c.capital(end)
            and c.tokens[end].word
            and not c.hit("honorific", end)
            and not c.isa(end, "stop")
            and not c.dash(end - 1)
        ):
            return at
        return end
    return at


def _acts(c: Context, at: int, end: int, sentence_start: int, people: _People) -> bool:
    """Whether an unknown name does what only people do: it says, meets, travels, or is met with; one word needs a second sign."""
    words = sum(c.tokens[i].word for i in range(at, end))
    if any(
        c.hit(layer, i) for layer in ("portfolio", "organization", "framework", "conference", "event") for i in range(at, end)
    ):
        return False
    if words == 1 and (at == sentence_start or c.tokens[at].text.isupper() or len(c.tokens[at].text) < 3):
        return False
    speech = c.hit("speech", end)
    if speech is not None and not c.isa(end, "noun-too"):
        return True
    if c.isa(end, "relative-person"):
        return words > 1
    event = c.hit("event", end)
    if event is not None and event.rows[0][1].startswith(("verb", "travel", "attend", "sign-active", "joint", "discuss")):
        return words > 1
    if words > 1 and c.isa(end, "and"):
        # `A and B held talks`: what the second does, the first does.
        second = people.names.run(end + 1, min(end + 8, len(c.tokens)), titled=False)
        if second > end + 1 and _acts(c, end + 1, second, sentence_start, people):
            return True
    verb = any(
        hit is not None and hit.end == at and hit.rows[0][1] in ("verb-object", "verb-with", "joint")
        for hit in map(partial(c.hit, "event"), range(at - 4, at))
    )
    before = any(c.hit("event", i) for i in range(at - 4, at - 1)) and (
        c.isa(at - 1, "with") or c.isa(at - 1, "by") or c.isa(at - 1, "between")
    )
    joined = c.isa(at - 1, "and") and people.acted == at - 1
    spoken = [hit for hit in map(partial(c.hit, "speech"), range(at - 3, at)) if hit is not None and hit.end == at]
    told = bool(spoken) and spoken[0].rows[0][0] in _PERSONAL and (c.isa(end, "on") or c.isa(end, "for"))
    if words > 1 and (verb or before or joined or told or _has_side(c, end)):
        people.acted = end
        return True
    return False


def _has_side(c: Context, at: int) -> bool:
    """`on the Turkish side`, `for the Turkish side` at a token: only people act for one."""
    here = at
    while c.isa(here, "on-behalf") or c.isa(here, "det"):
        here += 1
    found = c.country(here) if here > at and (c.isa(at, "on") or c.isa(at, "for")) else None
    return found is not None and c.isa(found.end, "side")

"""Names after a plural post: each has it, with the field or state told beside its own name; and posts told in the order of names.

MINISTERS A (FIELD) and B (FIELD)      MINISTERS of FIELD A, of FIELD B and of FIELD C
AMBASSADORS A of STATE and B of STATE  AMBASSADORS of STATE, A, and of STATE, B (`; STATE, B`)
MINISTERS ADJECTIVE A and ADJECTIVE B (`les présidents togolais, A, et chilien, B`)
A and B, respectively POST and POST
"""

from collections.abc import Mapping
from dataclasses import replace

from kg.annotated import Mention, PostMention
from kg.annotation.context import Context
from kg.annotation.names import Names, of_country, person_mention
from kg.annotation.portfolios import portfolio
from kg.annotation.post_states import states
from kg.annotation.posts import PostPhrase
from kg.model import CountryCode

__all__ = ["posts_in_order", "shared_posts"]

_MOST = 12
"""Names that one plural may have."""


def shared_posts(names: Names, phrase: PostPhrase, first: Mention, others: set[int], limit: int) -> list[Mention]:
    """The first name and all that share its plural post; where another post begins (`others`), the list ends."""
    c = names.c
    first = _from(c, first)
    told = _each_own(c, names, phrase, first, limit)
    if len(told) > 1:
        return told
    mentions = [_field(c, first, limit)]
    while len(mentions) < _MOST:
        joint = mentions[-1].end
        if c.fold(joint) == ",":
            joint += 1
        if c.isa(joint, "and"):
            joint += 1
        if joint == mentions[-1].end:
            break
        own = c.country(joint)
        own = own if own is not None and own.use == "adjective" and not c.capital(joint) else None
        opens = own.end + (c.fold(own.end) == ",") if own is not None else joint
        start = names.honorifics(opens)
        end = names.run(start, limit, titled=True)
        if end == start or joint in others:
            break
        further = _field(c, _from(c, person_mention(c, joint, start, end)), limit)
        mentions.append(replace(further, country=further.country or own.code) if own is not None else further)
    mentions = mentions if phrase.countries else _in_order(c, mentions)
    # A country told after several names is that of all since the last one told: `A and B of Chad`.
    for i in range(len(mentions) - 2, -1, -1):
        bracketed = c.fold(mentions[i + 1].end - 1) == ")"
        if mentions[i].country is None and mentions[i + 1].country is not None and not phrase.countries and not bracketed:
            mentions[i] = replace(mentions[i], country=mentions[i + 1].country)
    return [_share(c, m, phrase, i, len(mentions)) for i, m in enumerate(mentions)]


def _in_order(c: Context, mentions: list[Mention]) -> list[Mention]:
    """The names with as many states told behind them, in order (`Presidents A and B of Peru and Chile`)."""
    last = mentions[-1]
    codes, end = states(c, last.name_end + 1) if c.isa(last.name_end, "of") else ([], last.end)
    if len(codes) != len(mentions) or len(codes) < 2:
        return mentions
    mentions = [*mentions[:-1], replace(last, end=end)]
    return [replace(m, country=code) for m, code in zip(mentions, codes, strict=True)]


def posts_in_order(c: Context, phrases: Mapping[int, PostPhrase], at: int) -> list[PostMention]:
    """The posts listed from a token on, each with its own state; one state told for several is that of none alone."""
    posts: list[PostMention] = []
    while (phrase := phrases.get(at)) is not None:
        shared = len(phrase.posts) > 1 and len({post.country for post in phrase.posts}) == 1
        posts += [replace(post, country=None, reason="") if shared else post for post in phrase.posts]
        at = phrase.end + (c.fold(phrase.end) == ",")
        at += c.isa(at, "and")
        at += c.isa(at, "the")
    return posts


def _each_own(c: Context, names: Names, phrase: PostPhrase, first: Mention, limit: int) -> list[Mention]:
    """Names that each have their field or state before them (`ministres de la Santé, A, et des Mines, B`); the first alone where
    no further one has."""
    post = phrase.posts[0]
    found = [_with(first, phrase, post, first.country or (phrase.countries[0] if phrase.countries else None))]
    while len(found) < _MOST:
        at = found[-1].end
        at += c.fold(at) in (",", ";")
        at += c.isa(at, "and")
        country: CountryCode | None = None
        land = c.country(at)
        if land is not None and land.use == "adjective" and not c.capital(at) and len(phrase.countries) == 1:
            country, end = land.code, land.end  # `les ministres togolais A et malien B`
        elif c.isa(at, "of"):
            country, end = of_country(c, at)
        elif land is not None and land.use == "name" and phrase.countries and c.fold(land.end) == ",":
            country, end = land.code, land.end  # `the ambassadors of Peru, A, and Chile, B`
        else:
            return found
        if country is None:
            end = portfolio(c, at + 1, limit)
        if not end or end == at:
            return found
        first_title = end + (c.fold(end) == ",")
        first_title += c.isa(first_title, "the") and names.honorifics(first_title + 1) > first_title + 1  # `, le professeur B`
        start = names.honorifics(first_title)
        last = names.run(start, limit, titled=c.fold(end) != "," or start > first_title)
        if last == start:
            return found
        title = post.title if country is not None else f"{post.head} {c.text(at, end)}"
        mention = person_mention(c, at, start, last)
        found.append(_with(mention, phrase, replace(post, title=title, start=at, end=end), mention.country or country))
    return found


def _with(mention: Mention, phrase: PostPhrase, post: PostMention, country: CountryCode | None) -> Mention:
    post = replace(post, country=country, reason="own-words" if country else "")
    attributes = {"counterpart": "yes"} if phrase.counterpart else {}
    return replace(mention, posts=(post,), country=country, attributes={**attributes, "plural-post": "yes"})


def _share(c: Context, mention: Mention, phrase: PostPhrase, index: int, count: int) -> Mention:
    """Posts of a plural phrase go to each; countries in order where there are as many as names."""
    countries = phrase.countries
    country = mention.country or (countries[index] if len(countries) == count else countries[0] if len(countries) == 1 else None)
    field = mention.attributes.get("field")
    of = min(c.words.get("office-of", {"of"}))
    posts = tuple(
        replace(
            p,
            country=country,
            reason="own-words" if country else "",
            title=f"{p.title} {of} {field}" if field else p.title,
        )
        for p in phrase.posts
    )
    attributes = {"counterpart": "yes"} if phrase.counterpart else {}
    return replace(mention, posts=posts, country=country, attributes={**attributes, "plural-post": "yes"})


def _from(c: Context, mention: Mention) -> Mention:
    """The state that a name in a list is told to be from (`the ambassadors A from Peru, B from Norway`)."""
    found = c.country(mention.end + 1) if c.isa(mention.end, "from") and mention.country is None else None
    return mention if found is None else replace(mention, country=found.code, end=found.end)


def _field(c: Context, mention: Mention, limit: int) -> Mention:
    """A portfolio in brackets after a name: `Ministers A (Agriculture) and B (Public Works)`; a body there is passed over."""
    if c.fold(mention.end) != "(" or mention.country is not None:
        return mention
    hit = c.hit("portfolio", mention.end + 1)
    body = c.hit("body", mention.end + 1)
    end = mention.end + 1
    while end < limit and c.fold(end) != ")" and end < mention.end + 10:
        end += 1
    if (hit is None and body is None) or c.fold(end) != ")":
        return mention
    after = person_mention(c, mention.start, mention.name_start, mention.name_end)
    country, last = of_country(c, end + 1)
    attributes = {"field": c.text(mention.end + 1, end)} if hit is not None else {}
    return replace(after, end=last, country=country, attributes=attributes)

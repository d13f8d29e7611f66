"""A document with everything that can be told from words alone: the one pass that later stages build on."""

from collections.abc import Iterable
from dataclasses import replace

from kg.annotated import POSSESSIVE, Annotated, Hit, Mention, MentionKind, Sentence, Token
from kg.annotation.conferences import find_conferences
from kg.annotation.context import Context
from kg.annotation.dates import find_dates
from kg.annotation.frameworks import find_frameworks
from kg.annotation.lexicon import Lexicon
from kg.annotation.organizations import find_organizations
from kg.annotation.people import find_people
from kg.annotation.posts import PostPhrase, find_posts
from kg.annotation.sentences import split_sentences
from kg.annotation.tokens import tokenize
from kg.annotation.topics import find_topics
from kg.model import CountryCode, Document, Span

__all__ = ["annotate", "sentence_spans"]


def annotate(document: Document) -> Annotated:
    """Find tokens, sentences, mentions and lexicon hits of a document. Pure; offsets are code points of its text."""
    lexicon = Lexicon.of(document.language)
    tokens, sentences, hits = _prepared(document.text, lexicon)
    classes = lexicon.classes(tokens)
    dates = list(find_dates(tokens, hits, lexicon.words, document.published, {s.start for s in sentences}))
    context = Context(document, tokens, sentences, hits, lexicon.words, classes, dates)
    conferences = find_conferences(context)
    frameworks = _apart(find_frameworks(context), conferences)
    organizations = _beside(find_organizations(context), [*frameworks, *conferences])
    frameworks = _outside(frameworks, organizations)
    phrases, shown = find_posts(context, organizations)
    organizations += shown
    taken = {at: m.kind for m in (*dates, *frameworks, *conferences, *organizations) for at in range(m.start, m.end)}
    people = find_people(context, phrases, taken)
    named = [*dates, *frameworks, *conferences, *organizations, *people]
    covered = {at for m in named for at in range(m.start, m.end)}
    posts = [
        _post_mention(p)
        for p in phrases
        if not any(at in covered and taken.get(at) is not MentionKind.ORGANIZATION for at in range(p.start, p.end))
    ]
    covered |= {at for m in posts for at in range(m.start, m.end)}
    anaphors = list(_anaphors(context, covered))
    covered |= {at for m in anaphors for at in range(m.start, m.end)}
    lands = list(_lands(context, covered))
    mentions = sorted([*named, *posts, *anaphors, *lands], key=lambda m: (m.start, -m.end, m.kind))
    topics = tuple(find_topics(context, mentions))
    return Annotated(document, tokens, sentences, tuple(mentions), hits, lexicon.words, classes, topics)


def sentence_spans(text: str, language: str) -> list[Span]:
    """The sentences of a text in code points, as `verify` needs them."""
    tokens, sentences, _ = _prepared(text, Lexicon.of(language))
    return [Span(tokens[s.start].start, tokens[s.end - 1].end) for s in sentences]


def _prepared(text: str, lexicon: Lexicon) -> tuple[tuple[Token, ...], tuple[Sentence, ...], dict[str, dict[int, Hit]]]:
    tokens = lexicon.accented(tokenize(text, lexicon.elisions))
    hits = lexicon.hits(tokens)
    return tokens, tuple(split_sentences(text, tokens, hits["abbreviation"], lexicon.words)), hits


def _apart(mentions: list[Mention], stronger: list[Mention]) -> list[Mention]:
    """Those that overlap none of the stronger ones."""
    covered = {at for m in stronger for at in range(m.start, m.end)}
    return [m for m in mentions if covered.isdisjoint(range(m.start, m.end))]


def _beside(organizations: list[Mention], others: list[Mention]) -> list[Mention]:
    """Organizations, but for those that are a framework or conference themselves: the same head at the same end, or its acronym.

    One that only stands inside a longer name (`INTERPOL General Assembly`) stays, nested.
    """
    kept = []
    short = {alias for other in others for alias in other.aliases}
    first: dict[int, int] = {}
    """Token → number of the first of the others that covers it."""
    for number, other in enumerate(others):
        for at in range(other.start, other.end):
            first.setdefault(at, number)
    for body in organizations:
        if body.name in short:
            continue
        over = min((first[at] for at in range(body.start, body.end) if at in first), default=None)
        clash = others[over] if over is not None else None
        nested = clash is not None and clash.start <= body.start and body.end < clash.name_end
        same = clash is not None and _of_head(clash, body)
        if clash is None or body.key or (nested and not same) or _inside_body(clash, body):
            kept.append(body)
    return kept


def _of_head(other: Mention, body: Mention) -> bool:
    """Whether a body's words are of another name's head, or close it: the `Foreign Office` of `Foreign Office Consultations`."""
    end = int(other.attributes.get("head_end") or 0)
    return body.end == end or (body.end < end and body.start >= end - len(other.attributes.get("head", "").split()))


def _inside_body(other: Mention, body: Mention) -> bool:
    """Whether a name stands within a body's, which no state that shares it ends (`Cooperation Council of Peru and Chile`)."""
    shared = body.end <= int((other.attributes.get("parties") or "0:0").split(":")[1])
    return body.start <= other.start and other.name_end < body.name_end and not shared


def _outside(frameworks: list[Mention], organizations: list[Mention]) -> list[Mention]:
    """Frameworks, but for those within an organization's name."""
    ends: dict[int, int] = {}
    """Token → where the name ends that holds it, the longest of several."""
    for body in organizations:
        for at in range(body.start, body.name_end):
            ends[at] = max(ends.get(at, 0), body.name_end)
    return [f for f in frameworks if ends.get(f.start, 0) < f.name_end]


def _post_mention(phrase: PostPhrase) -> Mention:
    posts = phrase.posts
    return Mention(
        MentionKind.POST,
        phrase.start,
        phrase.end,
        name=posts[0].title,
        name_start=posts[0].start,
        name_end=posts[-1].end,
        country=phrase.countries[0] if len(phrase.countries) == 1 else None,
        posts=posts,
        plural=phrase.plural,
        attributes={
            "counterpart": "yes" if phrase.counterpart else "",
            "definite": "yes" if phrase.definite else "",
            "countries": " ".join(phrase.countries),
        },
    )


def _behind_kinds(c: Context, at: int) -> int | None:
    """Where the adjective of a state begins before one or two words on the kind of a team (`Peruvian governmental`)."""
    for first in (at - 1, at - 2):
        if c.capital(first) or not c.tokens[first].word or c.isa(first, "stop"):
            return None
        if (adjective := c.ending("country", first)) is not None:
            return adjective
    return None


_DESCRIBED = frozenset({"official", "side", "delegation"})
"""Classes of anaphors that an adjective may say the state of."""
_OF_STATES = _DESCRIBED | {"states"}
"""Those that the adjectives of several states may stand behind."""


def _anaphors(c: Context, covered: set[int]) -> Iterable[Mention]:
    """Pronouns and noun phrases that point at someone or something told before; `key` is the class of the lexicon."""
    end = 0
    formulas = {at for start, hit in c.hits["honorific"].items() if hit.rows[0][0] == "formula" for at in range(start, hit.end)}
    for at in sorted(c.hits["anaphor"]):
        hit = c.hits["anaphor"][at]
        if at < end or at in formulas or not covered.isdisjoint(range(at, hit.end)):
            continue
        whole, house = c.country(at), c.hit("venue", at)
        state = c.isa(hit.end, "of") and c.isa(hit.end - 1, "shared-party") and c.country(hit.end + 1 + c.isa(hit.end + 1, "det"))
        if (whole is not None and whole.end > hit.end) or state or (house is not None and house.end > hit.end):
            continue  # `the Republic of Korea`, `the Governments of Peru and Chile` name states, `Palais du Katara` a house
        refers = hit.rows[0][0]
        several = _several_states(c, at, hit, covered) if refers in _OF_STATES else None
        if several is not None:
            end = several.end
            yield several
        if several is not None or refers == "states":
            continue
        start, country = at, None
        adjective = c.ending("country", at) or (_behind_kinds(c, at) if refers == "delegation" else None)
        if adjective is not None and adjective not in covered and (found := c.country(adjective)) and found.use != "combining":
            start, country = adjective, found.code
        elif refers in _DESCRIBED and c.fold(at - 1) in POSSESSIVE and (owner := c.ending("country", at - 1)) is not None:
            land = c.country(owner)  # `Kenya's delegation`
            start, country = (owner, land.code) if land is not None and owner not in covered else (start, None)
        definite = start > 0 and (c.isa(start - 1, "det") or c.isa(start - 1, "possessive"))
        definite = definite and not c.isa(at, "possessive")  # `adding that her country`
        if definite and start - 1 not in covered:
            start -= 1
        end = hit.end
        following = c.country(end)
        if (
            country is None
            and following is not None
            and following.use == "adjective"
            and not c.capital(end)
            and refers in _DESCRIBED
        ):
            country, end = following.code, following.end  # `la partie marocaine`
        if refers == "delegation" and country is None and (c.isa(end, "from") or c.isa(end, "of")):
            # `a delegation from Bulgaria`
            named = c.country(end + 1 + c.isa(end + 1, "det"))
            if named is not None and named.use == "name":
                country, end = named.code, named.end
            elif named is not None and c.isa(end, "of"):
                country, end = named.code, named.end + 1  # `a team of Kenyan experts`
        yield Mention(
            MentionKind.ANAPHOR,
            start,
            end,
            name=c.text(start, hit.end),
            name_start=at,
            name_end=hit.end,
            key=refers,
            country=country,
            attributes={"definite": "yes" if definite else ""},
        )


def _several_states(c: Context, at: int, hit: Hit, covered: set[int]) -> Mention | None:
    """A noun with the adjectives of several states before it, where it may stand for states, or behind it; None without them."""
    start, states = _listed_states(c, at, covered) if hit.rows[0][0] == "states" else (at, [])
    end = hit.end
    if len(states) < 2:
        start = at - c.isa(at - 1, "det")
        end, states = _states_behind(c, hit.end)
    if len(states) < 2:
        return None
    told = {"countries": " ".join(states)}
    return Mention(MentionKind.ANAPHOR, start, end, c.text(start, end), at, hit.end, key="states", attributes=told)


def _listed_states(c: Context, noun: int, covered: set[int]) -> tuple[int, list[str]]:
    """The states whose adjectives stand in a list before a noun (`Peruvian, Chilean and Kenyan high-level delegations`)."""
    start = noun
    while start > noun - 4 and (c.dash(start) or c.dash(start - 1) or start - 1 in c.classes.either(("idle-modifier", "level"))):
        start -= 1
    states: list[str] = []
    at = start
    while (adjective := c.ending("country", at)) is not None and adjective not in covered:
        found = c.country(adjective)
        if found is None or found.use != "adjective":
            break
        states.insert(0, found.code)
        start = adjective
        at = adjective - (c.fold(adjective - 1) == "," or c.isa(adjective - 1, "and"))
        at -= at < adjective and c.fold(at - 1) == ","
        if at == adjective:
            break
    return start, states


def _states_behind(c: Context, at: int) -> tuple[int, list[str]]:
    """The token after a list of the adjectives of states behind a noun, and these (`les gouvernements péruvien et kényan`)."""
    states: list[str] = []
    end = at
    while (found := c.country(at)) is not None and found.use == "adjective" and not c.capital(at):
        states.append(found.code)
        end = found.end
        at = end + (c.fold(end) == "," or c.isa(end, "and"))
        if at == end:
            break
    return end, states


def _dateline(c: Context) -> tuple[str, ...]:
    """The folded words of a place in capitals that opens the text before a dash, comma or colon, gazetteer or not."""
    end = 0
    while end < min(4, len(c.tokens)) and c.tokens[end].text.isupper() and len(c.tokens[end].text) > 2 and c.tokens[end].word:
        end += 1
    opens = 0 < end < len(c.tokens) and (c.dash(end) or c.fold(end) in (",", ":", "("))
    return tuple(c.fold(i) for i in range(end)) if opens and c.country(0) is None and c.hit("body", 0) is None else ()


def _lands(c: Context, covered: set[int]) -> Iterable[Mention]:
    """Countries, their adjectives, and cities that stand by themselves; a dateline's place is one wherever it stands."""
    end = 0
    dateline = _dateline(c)
    for at in sorted({*c.hits["venue"], *c.hits["country"], *c.hits["place"], *(c.capitals if dateline else ())}):
        if at < end or at in covered:
            continue
        venue = c.hit("venue", at)
        if venue is not None:
            city = c.ending("place", venue.end)  # `Palais royal de Solba`: the city is told by itself
            end = city if city is not None and city > at else venue.end
            yield _land(c, MentionKind.VENUE, at, end, CountryCode(venue.rows[0][0]))
            continue
        country, place = c.country(at), c.place(at)
        city = (
            place is not None
            and country is not None
            and place.end == country.end
            and country.use == "name"
            and c.isa(at - 1, "at")
        )
        if place is not None and at not in c.date_at and (country is None or place.end > country.end or city):
            if not place.guarded or c.isa(at - 1, "in") or c.isa(at - 1, "to") or c.isa(at - 1, "from"):
                end = place.end
                yield _land(c, MentionKind.PLACE, at, end, place.country, place.key)
                continue
        if dateline and place is None and c.capital(at) and tuple(c.fold(i) for i in range(at, at + len(dateline))) == dateline:
            end = at + len(dateline)
            name = " ".join(w.capitalize() for w in c.text(at, end).split())
            yield Mention(MentionKind.PLACE, at, end, name=name, name_start=at, name_end=end)
            continue
        region = c.hit("region", at)
        if country is not None and (region is None or region.end < country.end):
            kind = MentionKind.COUNTRY if country.use == "name" else MentionKind.ADJECTIVE
            end = country.end
            short = c.country(end + 1) if c.fold(end) == "(" and kind is MentionKind.COUNTRY else None
            if short is not None and short.code == country.code and c.fold(short.end) == ")":
                end = short.end + 1  # `la République tripolitaine (RT)`: one mention
            land = _land(c, kind, at, country.end, country.code, country.code)
            yield land if land.end == end else replace(land, end=end)


def _land(c: Context, kind: MentionKind, start: int, end: int, country: CountryCode, key: str = "") -> Mention:
    """A mention of a state or of a place in one; all its words are its name."""
    return Mention(kind, start, end, name=c.text(start, end), name_start=start, name_end=end, key=key, country=country)

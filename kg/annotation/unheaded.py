"""Bodies that no head noun names: known by field and state, by the noun before them, by who leads them, or by their acronym."""

from dataclasses import replace

from kg.annotated import POSSESSIVE, Hit, Mention, MentionKind
from kg.annotation.brackets import body_named, bracket_alias
from kg.annotation.context import Context
from kg.annotation.fields import head_adjectives
from kg.model import CountryCode

__all__ = ["country_before", "find_agency", "find_unheaded", "lower_ministry", "short_form", "unheaded_openings"]

_FIELDS = ("portfolio", "organization")
_NAMES = (*_FIELDS, "agency")
_EXPLAINED = 3
"""Most capitals that a head in lower case explains."""
_DASHES = ("-", "–", "—", "--")


def unheaded_openings(c: Context) -> frozenset[int]:
    """The tokens at which such a body can be found: brackets, nouns of companies, heads of bodies, and such capitals as a head
    behind a comma may explain, or that are an agency's name or a field's."""
    brackets = [at for at, token in enumerate(c.tokens) if token.text == "("]
    explained = [at for the in c.classes["the"] if c.fold(the - 1) == "," for at in range(the - 1 - _EXPLAINED, the - 1)]
    capitals = c.capitals.intersection((*explained, *c.starts(_NAMES), *c.classes["agency-word"]))
    return capitals.union(c.hits["office"], c.classes["company-noun"], brackets)


def find_agency(c: Context, at: int) -> list[Mention]:
    """The agency or company of a state that begins at a token, by its proper name; none or one."""
    hit = c.hit("agency", at)
    if hit is None or (c.dash(hit.end) and c.tokens[hit.end].glued and c.capital(hit.end + 1)) or c.isa(at - 1, "site-noun"):
        return []
    if _tagged(c, at, hit.end):
        return []
    return [_apposed(c, body_named(c, at, hit.end, CountryCode(hit.rows[0][0])))]


def _tagged(c: Context, at: int, end: int) -> bool:
    """Whether a name is the agency's tag in a dateline (`KARACHI, Sept 2 (SNA) --`, `Muscat. SNA -`, `Lima, 5 mai, SNA` by
    itself): no body of the text."""
    sentence = c.sentences[c.sentence_at[at]]
    start, past = sentence.start, end + (c.fold(end) == ")")
    line = range(start, at) if at - start <= 12 and past + (c.fold(past) == ".") >= sentence.end else range(0)
    if any(i in c.date_at for i in line) and all(c.capital(i) or i in c.date_at or not c.tokens[i].text.isalpha() for i in line):
        return True
    if at == start and c.tokens[at].text.isupper() and len(c.tokens[at].text) > 5 and c.capital(end) and c.fold(at - 1) == ".":
        return True
    return at - start <= 12 and (c.dash(past) or c.dash(past + 1)) and not c.tokens[past].glued and c.fold(end) in (")", *_DASHES)


def find_unheaded(c: Context, at: int, floor: int, limit: int) -> list[Mention]:
    """The body that begins at a token, where no head noun names it; none or one; several after a plural noun for companies."""
    explained = _explained(c, at, floor, limit)
    start, end = _national_name(c, at, floor, limit) or ((at, explained[0]) if explained else (at, at))
    if start == end and c.isa(at, "company-noun"):
        return _companies(c, at, limit)
    office = c.hit("office", at)
    if start == end and office is not None and office.rows[0][0] == "local":
        return []  # `gouverneur du Katara`: a province
    if start == end and office is not None and "body" in office.rows[0][1]:
        start, end = _led(c, office.end, limit)
    elif start == end:
        start, end = _initialled(c, at, floor)
    if end <= start:
        return []
    found, told = c.country(start), explained[1] if explained else None
    country = found.code if found else told or country_before(c, start) or _told_within(c, start, end)
    return [_apposed(c, body_named(c, start, end, country))]


def _apposed(c: Context, named: Mention) -> Mention:
    """A body with what explains it before another one (`Solvex, l'agence belge de développement, et Ardan`)."""
    at = named.end
    head = c.hit("organization", at + 2) if c.fold(at) == "," and c.isa(at + 1, "the") and not c.capital(at + 2) else None
    if head is None:
        return named
    close = next((i for i in range(head.end, min(head.end + 10, len(c.tokens))) if not c.tokens[i].word and not c.dash(i)), at)
    return replace(named, end=close) if c.fold(close) == "," and c.isa(close + 1, "and") else named


def _companies(c: Context, at: int, limit: int) -> list[Mention]:
    """`the company Solvex`, `l'entreprise publique tchadienne Solvex`, `les sociétés Solvex, Ardan et Mirec`: the names behind a
    noun for companies, over adjectives in lower case."""
    start, land = head_adjectives(c, at + 1)
    found: list[Mention] = []
    while True:
        end = _run(c, start, limit)
        layers = ("office", "honorific", "place", "organization", "body")
        if end == start or c.country(start) or c.any_hit(layers, start, end):
            return found
        found.append(body_named(c, start, end, land or country_before(c, at) or _told_within(c, start, end)))
        last = found[-1].end
        joint = last + (c.fold(last) == ",")
        joint += c.isa(joint, "and")
        if joint == last or not _listed(c, at, last, limit):
            return found
        start = joint


def _listed(c: Context, at: int, joint: int, limit: int) -> bool:
    """Whether a list that a plural noun opens at a token goes on at a joint: it does until its `and`."""
    return c.isa(at, "company-nouns") and joint < limit and (c.isa(joint, "and") or c.capital(joint + 1))


def _explained(c: Context, at: int, floor: int, limit: int) -> tuple[int, CountryCode] | None:
    """`Solvex, l'agence belge de développement`: (token after the name, state) where a head in lower case with its state explains
    one or two capitals."""
    if at > floor and c.capital(at - 1):
        return None
    end = _run(c, at, min(limit, at + _EXPLAINED))
    if end == at or c.fold(end) != "," or not c.isa(end + 1, "the"):
        return None
    head = c.hit("organization", end + 2)
    if head is None or c.capital(end + 2) or head.singular is not None:
        return None
    past, land = head_adjectives(c, head.end)
    owner = c.country(past + 1 + c.isa(past + 1, "the")) if c.isa(past, "of") else None
    state = land or (owner.code if owner else None)
    layers = ("office", "honorific", "country", "place", "organization", "body", "region", "framework", "anaphor")
    own = c.any_hit(layers, at, end) or c.isa(at, "stop") or c.isa(at, "opening")
    return (end, state) if state and not own else None


def _run(c: Context, at: int, limit: int) -> int:
    end = at
    while end < limit and c.capital(end) and c.tokens[end].word and not c.isa(end, "stop") and end not in c.date_at:
        end += 1
        joined = c.dash(end) and end + 1 < limit and c.tokens[end].glued and c.tokens[end + 1].glued
        end += joined and c.capital(end + 1) and c.words.get("name-joint") is not None  # `Solvex-Ardan`
    return end


def _led(c: Context, at: int, limit: int) -> tuple[int, int]:
    """`Chair of Qatar Tourism`, `CEO of Acme`: what a head of bodies leads is one."""
    if not c.isa(at, "of"):
        return at, at
    start = at + 1
    while c.isa(start, "det"):
        start += 1
    end = _run(c, start, limit)
    if c.hit("agency", start) is not None:
        return at, at
    land = c.country(start)
    first = land.end if land else start
    headed = end in c.starts(("organization", "framework"))  # `Head of the Joint Economic Commission`
    if first >= end or (land is not None and land.use != "name") or c.dash(end) or headed:
        return at, at
    layers = ("organization", "framework", "conference", "office", "honorific", "body", "place", "region", "country", "anaphor")
    if c.any_hit(layers, first, end) or c.isa(first, "state-word"):
        return at, at
    plain = c.any_hit(("portfolio", "topic"), first, end)
    return (start, end) if (land is not None) == plain else (at, at)


def _initialled(c: Context, at: int, floor: int) -> tuple[int, int]:
    """`Nepal Chhap Samachar (NCS)`: a capitalized run with a state in it whose initials its acronym repeats."""
    if c.tokens[at].text != "(":
        return at, at
    _, names = bracket_alias(c, at)
    if not names or not names[0].isupper() or not names[0].isalpha():
        return at, at
    start = at
    letters: list[str] = []
    while start > floor and len(letters) < len(names[0]):
        before = start - 1
        if c.capital(before) and c.tokens[before].word:
            letters.insert(0, c.tokens[before].text[0])
        elif not (c.isa(before, "of") or c.isa(before, "and") or c.isa(before, "for") or c.isa(before, "the")):
            break
        start = before
    heads = any(
        h.end == at and (c.capital(i))
        for layer in ("framework", "conference", "country")
        for i in range(start, at)
        if (h := c.hit(layer, i))
    )
    named = any(found.use == "name" for i in range(start, at) if (found := c.country(i)))
    if "".join(letters) != names[0] or len(letters) < 2 or heads or not named or c.isa(at - 1, "site-noun"):
        return at, at
    return start, at


def _told_within(c: Context, start: int, end: int) -> CountryCode | None:
    return next((found.code for at in range(start, end) if (found := c.country(at))), None)


def country_before(c: Context, start: int) -> CountryCode | None:
    """The state whose adjective or possessive stands right before a token."""
    at = c.ending("country", start - 1 if c.fold(start - 1) in POSSESSIVE else start)
    found = c.country(at) if at is not None else None
    return found.code if found and found.use != "combining" else None


def _national_name(c: Context, at: int, floor: int, limit: int) -> tuple[int, int] | None:
    """A field and a country that are a body's name together (`Enterprise Greece`, `Natural Resources Canada`)."""
    if not (at in c.starts(_FIELDS) or c.isa(at, "agency-word")):
        return None
    if not c.capital(at) or (at > floor and c.capital(at - 1)) or c.hit("framework", at) is not None:
        return None
    end = at
    while end < min(at + 3, limit) and c.capital(end) and not c.country(end):
        hit = c.hit("portfolio", end) or c.hit("organization", end)
        if (hit is None and not c.isa(end, "agency-word")) or c.hit("modifier", end) or c.hit("region", end):
            return None
        end = hit.end if hit else end + 1
    land = c.country(end)
    if end == at or land is None or land.use != "name" or land.end > limit or c.hit("office", at):
        return None
    follows = land.end < limit and (
        c.hit("framework", land.end) is not None
        or c.tokens[land.end].text in POSSESSIVE
        or c.dash(land.end)
        or (c.capital(land.end) and c.tokens[land.end].word)
    )
    return None if follows else (at, land.end)


def short_form(c: Context, at: int, limit: int) -> int:
    """Token after a short form in capitals at a token (`l'Agence tunisienne` FIPA); the token itself where none stands."""
    text = c.tokens[at].text if at < limit else ""
    free = text.isupper() and len(text) > 2 and not any(c.hit(layer, at) for layer in ("office", "honorific", "country", "place"))
    return at + 1 if free and not c.capital(at + 1) else at


def lower_ministry(c: Context, at: int, hit: Hit, floor: int) -> list[Mention]:
    """`the Georgian foreign ministry`, `Fiji's ministry of health`: in lower case only with its field and its state."""
    if not c.isa(hit.end - 1, "ministry") or hit.singular is not None:
        return []
    start = c.ending("portfolio", at)
    end = hit.end
    if start is None or start < floor or c.capital(start):
        start = at
        portfolio = c.hit("portfolio", end + 1) if c.isa(end, "of") else None
        if portfolio is None or c.capital(end + 1):
            return []
        end = portfolio.end
    country = country_before(c, start)
    if country is None:
        return []
    return [
        Mention(MentionKind.ORGANIZATION, start, end, name=c.text(start, end), name_start=start, name_end=end, country=country)
    ]

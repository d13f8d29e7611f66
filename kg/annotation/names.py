"""The grammar of a person's name: titles before it, particles and numerals in it, what closes it."""

import re

from kg.annotated import POSSESSIVE_S, Mention, MentionKind
from kg.annotation.context import Context
from kg.model import CountryCode

__all__ = ["Names", "of_country", "person_mention"]

_ROMAN = re.compile(r"[IVXL]+$")
_MOST_WORDS = 6
_MOST_HONORIFICS = 8
_SMALL = ("stop", "det", "possessive", "opening", "level")
_ARTICLES = ("the", "contracted")
_STATES = ("country", "body", "region")
_DEEDS = ("event", "speech")
_THINGS = ("organization", "framework", "conference", "office", "honorific")
"""Layers whose words open no name without a title."""


class Names:
    """The grammar of a name."""

    def __init__(self, context: Context, taken: dict[int, MentionKind]) -> None:
        self.c = context
        self.taken = taken
        self.inside = {at for layer in _STATES for start, hit in context.hits[layer].items() for at in range(start + 1, hit.end)}
        """Tokens in the midst of the names of states, bodies and regions."""
        self.fields = {
            at
            for start, hit in context.hits["topic"].items()
            if hit.end > start + 1 and any(row[1] == "strong" for row in hit.rows)
            for at in range(start, hit.end)
        }
        """Tokens of phrases that name a field of work."""
        self._runs: dict[tuple[int, int, bool], int] = {}
        """What `run` found: the same names are asked for with and without posts, and as parts of known ones."""
        sites = [at for at in context.classes["site-noun"] if at not in context.capitals]
        self._sited = {after for at in sites for after in (at + 1, at + 2)}
        """Tokens before which a site's noun in lower case stands, perhaps over one adjective."""
        self._never = self.inside.union(
            context.classes.either(_SMALL),
            context.date_at,
            context.hits["anaphor"],
            context.starts(_STATES),
            context.starts(_THINGS),
        )
        """Tokens that open no name without a title, but for initials."""

    def run(self, at: int, limit: int, *, titled: bool) -> int:
        """Token after a name that begins at a token; `at` if none does. After a title, it may be a city's or a plain word."""
        key = at, limit, titled
        if key not in self._runs:
            end = self._run(at, limit, titled=titled)
            self._runs[key] = at if end > at and self.c.isa(end - 1, "building") else end  # `King Fahd Airport`
        return self._runs[key]

    def _run(self, at: int, limit: int, *, titled: bool) -> int:
        c = self.c
        if not titled and at in self.fields:
            return at  # `Artificial Intelligence (AI)` is a field, whatever its capitals
        end, words, counted = at, 0, 0
        here = at
        while here < limit and counted < _MOST_WORDS:
            token = c.tokens[here]
            if here in self.taken and not (titled and words == 0 and self.taken[here] is MentionKind.PLACE):
                break
            particle = c.hit("particle", here)
            joined = particle and c.dash(particle.end) and c.tokens[particle.end].glued  # `Didier Fils-Aimé`
            if particle and particle.rows[0][0] == "suffix" and words and not joined:
                if token.capital or token.text.isdigit():
                    end = here = particle.end
                    continue
                break
            if particle and (words or titled) and c.isa(here, "stop") and self._capital_particle(here, particle.end, limit):
                here = particle.end  # `Le Goff`, `De Smet`
                continue
            if particle and particle.rows[0][0] == "inner" and not token.capital:
                # A particle counts with the capital that follows it.
                after = particle.end
                while (more := c.hit("particle", after)) and not c.capital(after) and more.rows[0][0] == "inner":
                    after = more.end
                if c.dash(after) and c.tokens[after].glued:
                    after += 1
                title = c.hit("honorific", after)
                if not words and c.isa(here, "of") and c.isa(here + 1, "the") and c.words.get("name-joint"):
                    break  # `la vice-présidente de la Région`: an article makes it what the office is of
                if c.isa(here, "of") and (self._other_follows(after) or (title is not None and title.rows[0][0] == "title")):
                    break
                if after < limit and c.capital(after) and c.tokens[after].word and (words or titled) and after not in self.taken:
                    here = after
                    continue
                break
            if not (token.capital and token.word and not token.text[0].isdigit()):
                break
            if not self._wordlike(here, words, titled=titled):
                break
            words += 1
            counted += particle is None  # `Brahim Ould Sidi Ould Mohamed El Moctar`
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

    def _capital_particle(self, at: int, end: int, limit: int) -> bool:
        """Whether a particle that is an article or preposition too is part of a name: with a capital, before another."""
        return self.c.capital(at) and end < limit and self.c.capital(end) and self.c.tokens[end].word and end not in self.taken

    def _other_follows(self, at: int) -> bool:
        """Whether what follows `of` is no surname: a city (`Palais Royal de Rabat`), a state, a field (`X de l'Économie`)."""
        c = self.c
        place, field = c.place(at), c.hit("portfolio", at)
        return (
            (place is not None and not place.guarded)
            or c.country(at) is not None
            or (field is not None and field.rows[0][0] == "phrase" and c.isa(at - 1, "the"))
        )

    def initial(self, at: int) -> bool:
        """A letter with a period."""
        c = self.c
        return at + 1 < len(c.tokens) and len(c.tokens[at].text) == 1 and c.fold(at + 1) == "." and c.tokens[at + 1].glued

    def _bare_initial(self, at: int) -> bool:
        """A capital letter without a period, one of two or before a word of a name (`A K Abdul`, `John F Rawlins`)."""
        text, after = self.c.tokens[at].text, self.c.tokens[at + 1].text if at + 1 < len(self.c.tokens) else ""
        named = after[:1].isupper() and (len(after) == 1 or after[1:].islower())
        return len(text) == 1 and text.isupper() and named and self.c.hit("office", at + 1) is None

    def _abbreviated(self, at: int) -> bool:
        """`J.`, `Md.`, `Kh.Battulga`: an initial or a short given name with a period, which is no sentence's end here."""
        c, hit = self.c, self.c.hit("abbreviation", at)
        glued = at + 2 < len(c.tokens) and c.tokens[at + 2].glued and c.capital(at + 2) and len(c.tokens[at].text) == 2
        return len(c.tokens[at].text) == 1 or (hit is not None and hit.end == at + 2) or glued

    def _wordlike(self, at: int, words: int, *, titled: bool) -> bool:
        c = self.c
        if not words and c.tokens[at].text[-1] in "'’" and c.place(at + 1):
            return False  # `le consul d'Anvers`
        if not words and titled and c.isa(at, "seat"):
            return False  # `the PM House`
        text = c.tokens[at].text
        if words and len(text) <= 5 and _ROMAN.match(text):
            return True
        if len(text) == 1 and self.initial(at) and (words or (titled and c.capital(at + 2)) or self.initial(at + 2)):
            return True  # be it `A.`
        if self._bare_initial(at) and (words or titled):
            return True
        if words == 1 and titled and self._month_as_surname(at):
            return True
        if not words and not titled and at in self._never:
            return False
        if at in c.classes.either(_SMALL):
            return c.isa(at, "stop") and (self._hyphened(at) if words else titled and self._short_surname(at))
        if at in c.date_at or c.hit("anaphor", at) or (not words and at in self.inside):
            return False
        if not words and at in c.starts(_DEEDS) and not self.surname_follows(at + 1):
            return False  # `Ambassador Meets President …` in a heading
        for layer in _STATES if at in c.starts(_STATES) else ():
            hit = c.hit(layer, at)
            given = layer == "region" and c.hit("honorific", at - 1) and self.surname_follows(at + 1)  # `Sheikh Sabah Al-X`
            if hit is not None and not given and not (words and self._name_goes_on(at, hit.end)):
                return False
        if not words and c.isa(at, "platform"):
            return False  # `the minister's official Facebook page`
        if not words and not titled:
            place = c.place(at)
            if place is not None and not place.guarded:
                return False
        elif (office := c.hit("office", at)) is not None and not titled:
            # `Duc`, `Prince` close a name as often as they open one.
            if not (words and office.rows[0][0] == "royal" and not c.capital(office.end) and not c.isa(office.end, "of")):
                return False
        calendar = c.hit("calendar", at)
        short = calendar is not None and calendar.rows[0][0] == "weekday-short" and titled and c.capital(at + 1)
        return calendar is None or short or bool(words)  # `Minister Sun Weidong`

    def _month_as_surname(self, at: int) -> bool:
        """Whether a month closes the name of somebody with a title (`Prime Minister Dora May met`): no day stands behind it."""
        c, hit = self.c, self.c.hit("calendar", at)
        if hit is None or hit.rows[0][0] != "month" or at in c.date_at or not c.tokens[at].text[1:].islower():
            return False
        return at + 1 < len(c.tokens) and not c.capital(at + 1) and not c.tokens[at + 1].text[:1].isdigit()

    def _hyphened(self, at: int) -> bool:
        """Whether a small word with a capital is the first part of a given name (`Kim Do-jin`)."""
        return self.c.capital(at) and self.c.dash(at + 1) and all(self.c.tokens[i].glued for i in (at + 1, at + 2))

    def _short_surname(self, at: int) -> bool:
        """Whether a small word with a capital after a title is a surname (`President To Lam said`), in no heading of capitals."""
        c = self.c
        if not (c.capital(at) and c.tokens[at].text[1:].islower() and at + 2 < len(c.tokens) and not c.capital(at + 2)):
            return False
        known = ("event", "speech", "office", "country", "place", "topic", "organization", "framework", "conference", "honorific")
        return c.capital(at + 1) and self._wordlike(at + 1, 1, titled=False) and not any(c.hit(layer, at + 1) for layer in known)

    def articled(self, at: int) -> bool:
        """Whether no untitled name begins at a token: an article stands right before it (`l'ANP`, `du MAE`), a dash joins it to
        what it goes on (`Porto-Novo`), or it is a site's (`l'aéroport international Amadou Traoré`)."""
        c = self.c
        if at - 1 in c.classes.either(_ARTICLES) or (c.dash(at - 1) and c.tokens[at - 1].glued):
            return True
        return self.of_site(at)

    def of_site(self, at: int) -> bool:
        """Whether a site's noun in lower case stands before a token, perhaps over one adjective."""
        return at in self._sited and self.c.tokens[at - 1].word

    def surname_follows(self, at: int) -> bool:
        """Whether a capital word follows that opens no title of its own."""
        return self.c.capital(at) and not (self.c.hit("office", at) or self.c.hit("honorific", at) or self.c.country(at))

    def _name_goes_on(self, at: int, end: int) -> bool:
        """A country's name inside a person's (`Chad Smith`, `Michael Jordan`): one word, right after another part of the name."""
        c = self.c
        return end == at + 1 and c.tokens[at].text.isalpha() and not c.tokens[at].text.isupper() and not self._owner(at + 1)

    def _owner(self, at: int) -> bool:
        return self.c.fold(at) in POSSESSIVE_S

    def honorifics(self, at: int) -> int:
        """Token after the titles and ranks that begin at a token; the token itself where none does."""
        c = self.c
        for _ in range(_MOST_HONORIFICS):
            hit = c.hit("honorific", at)
            if hit is None or hit.rows[0][0] == "formula" or not (c.capital(at) or len(c.fold(at)) > 2) or at in self.taken:
                break
            at = hit.end
            if c.fold(at) == "." and c.tokens[at].glued:
                at += 1
        return at

    def closes(self, end: int, limit: int) -> bool:
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


def person_mention(c: Context, start: int, name_start: int, name_end: int) -> Mention:
    """A person, with the state told right behind the name, after `of` or in brackets."""
    country, end = of_country(c, name_end)
    if country is None and c.fold(end) == "(" and (found := c.country(end + 1)) and c.fold(found.end) == ")":
        country, end = found.code, found.end + 1
    suffix = c.hit("particle", end + 1) if end == name_end and c.fold(end) == "," else None
    if suffix is not None and suffix.rows[0][0] == "suffix" and not c.tokens[end + 1].text.isupper():
        end = suffix.end  # `John Doe, Jr.`
    return Mention(
        MentionKind.PERSON,
        start,
        end,
        name=c.text(name_start, name_end),
        name_start=name_start,
        name_end=name_end,
        country=country,
    )


def of_country(c: Context, end: int) -> tuple[CountryCode | None, int]:
    """A country after `of` at a token, and the token after it."""
    if c.isa(end, "of") or (c.isa(end, "for") and c.country(end + 1)):
        found = c.country(end + 1 + c.isa(end + 1, "det"))
        if found is not None and (found.use == "name" or c.isa(found.end, "state-word")):
            return found.code, found.end + (found.use != "name")
    return None, end

"""Organizations: bodies of the gazetteer, and the grammar of head nouns.

    HEAD of PORTFOLIO [of COUNTRY]           Ministry of Industry and Trade of Vietnam
    [COUNTRY] CAPITALS … HEAD [of CAPITALS]  Vietnam Academy of Agricultural Sciences, Foreign Ministry
    … (ACRONYM)                              an alias

The state's adjective is dropped where what is left names the body by itself (`Romanian Foreign Ministry`).
"""

import re
from collections.abc import Iterator

from kg.annotated import Mention, MentionKind
from kg.annotation.context import Context
from kg.model import CountryCode

__all__ = ["bracket_alias", "find_organizations"]

_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&/.-]{1,11}$")


def bracket_alias(context: Context, at: int) -> tuple[int, tuple[str, ...]]:
    """An acronym or short name in brackets at a token: (token after the bracket, names); (at, ()) where there is none.

    The bracket holds capitals or a capitalized phrase of at most six tokens, perhaps quoted, perhaps after `the`.
    """
    c = context
    if c.fold(at) != "(":
        return at, ()
    end = at + 1
    while end < at + 10 and c.fold(end) not in (")", ""):
        end += 1
    if c.fold(end) != ")":
        return at, ()
    first, last = at + 1, end
    while first < last and (c.isa(first, "det") or not c.tokens[first].word or c.isa(first, "hereafter")):
        first += 1
    while last > first and not c.tokens[last - 1].word:
        last -= 1
    name = c.text(first, last)
    if first < last and last - first <= 6 and c.capital(first) and first not in c.date_at and (_ACRONYM.match(name) or c.capital(last - 1)):
        return end + 1, (name,)
    return at, ()


class _Grammar:
    def __init__(self, context: Context) -> None:
        self.c = context

    def mentions(self) -> Iterator[Mention]:
        for sentence in self.c.sentences:
            at, floor = sentence.start, sentence.start
            while at < sentence.end:
                mention = self._body(at) or self._headed(at, floor, sentence.end)
                if mention is None:
                    at += 1
                    continue
                yield mention
                at = floor = mention.end

    def _body(self, at: int) -> Mention | None:
        hit = self.c.hit("body", at)
        if hit is None or at in self.c.date_at:
            return None
        end, aliases = bracket_alias(self.c, hit.end)
        return Mention(
            MentionKind.ORGANIZATION, at, end, name=self.c.text(at, hit.end), name_start=at, name_end=hit.end, key=hit.rows[0][0], aliases=aliases
        )

    def _headed(self, at: int, floor: int, limit: int) -> Mention | None:
        c = self.c
        hit = c.hit("organization", at)
        if hit is None or hit.end > limit:
            return None
        frame = hit.rows[0][0]
        capital = c.capital(at)
        start = self._left(at, floor) if capital else at
        end = hit.end
        country: CountryCode | None = None
        complete = start < at and "final" in frame
        after = end
        if "of" in frame and (c.isa(end, "of") or c.isa(end, "for") or c.isa(end, "on")):
            inner = self._complement(end + 1, limit)
            if inner > end + 1:
                after, complete = inner, capital
        if not complete and not (capital and c.isa(end, "of") and self._country(end + 1)):
            # `the Presidency`, `the Foreign Ministry`: a head alone names a body only with its state or as a capitalized word.
            if not (capital and at > floor and "bare" in frame):
                return None
        end = after
        name_start = start
        own = self._country_before(start, floor)
        if own is not None:
            country, name_start = own[1], start
        inside = c.country(start)
        if inside is not None and country is None:
            country = inside.code
            if inside.use == "adjective" and inside.end < at + (1 if inside.end == at else 0) and c.capital(inside.end):
                name_start = inside.end if not c.dash(inside.end) else start
        if c.isa(end, "of") or c.isa(end, "in"):
            named = self._country(end + 1)
            if named is not None and c.isa(end, "of"):
                country, end = country or named[1], named[0]
                name_end = after
            elif "place" in frame and (place := self._place_after(end + 1)):
                end = name_end = place
            else:
                name_end = end
        else:
            name_end = end
        end, aliases = bracket_alias(c, end)
        if not aliases and country is None and (c.isa(end, "of") or c.isa(end, "for")) and (named := self._country(end + 1)):
            country, end = named[1], named[0]
        elif aliases and country is None and (c.isa(end, "of") or c.isa(end, "for")) and (named := self._country(end + 1)):
            country, end = named[1], named[0]
        plural = c.fold(at).endswith("s") and bool(c.isa(at, "organization-plural"))
        return Mention(
            MentionKind.ORGANIZATION, start, end, name=c.text(name_start, name_end), name_start=name_start, name_end=name_end,
            country=country, aliases=aliases, plural=plural,
        )

    def _left(self, at: int, floor: int) -> int:
        """Start of the capitalized run before a head."""
        c = self.c
        start = at
        while start > floor:
            before = start - 1
            if before in c.date_at:
                break
            if c.capital(before) and c.tokens[before].word and not c.isa(before, "stop") and not self._closed(before, floor):
                start = before
            elif c.dash(before) and c.tokens[before].glued and c.tokens[start].glued and before > floor:
                start = before - 1
            elif (c.isa(before, "and") or c.fold(before) == "&") and before - 1 >= floor and self._field_joint(before, start):
                start = before - 1
                while start > floor and c.hit("portfolio", start - 1) and c.capital(start - 1) and not c.isa(start - 1, "stop"):
                    start -= 1
            elif c.isa(before, "of") and before - 1 >= floor and c.capital(before - 1) and c.hit("organization", before - 1) and start < at:
                start = before - 1
            elif c.fold(before) in ("'s", "’s", "’") and before - 1 >= floor and c.capital(before - 1) and c.hit("office", before - 1):
                start = before - 1  # the Prime Minister's Office
            else:
                break
        return start

    def _closed(self, at: int, floor: int) -> bool:
        """Whether a capital word cannot be part of a body's name: the end of a country that a comma or `of` follows, a title."""
        c = self.c
        return bool(c.hit("honorific", at)) or (at == floor and c.isa(at, "stop"))

    def _field_joint(self, joint: int, start: int) -> bool:
        """`Trade and Industry Ministry`: both sides of `and` are fields."""
        c = self.c
        return c.ending("portfolio", joint) is not None and c.hit("portfolio", start) is not None and c.capital(joint - 1)

    def _complement(self, at: int, limit: int) -> int:
        """Token after what follows `of`: fields or a capitalized run; `at` where there is neither."""
        c = self.c
        end = at
        while end < limit:
            here = end
            while c.isa(here, "det") or c.isa(here, "possessive"):
                here += 1
            hit = c.hit("portfolio", here)
            country = c.country(here)
            if country is not None and (country.use == "name" or c.isa(country.end, "state-word")):
                # A state ends the name, unless it opens a longer one.
                break
            if hit is not None and (c.capital(here) or end == at):
                end = hit.end
            elif c.capital(here) and c.tokens[here].word and not c.hit("office", here) and here not in c.date_at:
                end = here + 1
            else:
                break
            while c.dash(end) and c.tokens[end].glued and c.capital(end + 1):
                end += 2
            joint = end
            if c.fold(joint) == "," and self._closes(joint + 1, limit):
                joint += 1
            if c.isa(joint, "and") or c.fold(joint) == "&":
                joint += 1
            elif c.isa(joint, "of") or c.isa(joint, "for") or c.isa(joint, "on"):
                joint += 1
            if joint == end:
                if c.capital(end) or c.hit("portfolio", end):
                    continue
                break
            ahead = joint
            while c.isa(ahead, "det"):
                ahead += 1
            opens = c.hit("organization", ahead) or c.hit("office", ahead) or (c.country(ahead) and not c.hit("portfolio", ahead))
            if not c.capital(ahead) or opens or (ahead > joint and c.isa(joint - 1, "and")) or self._head_ahead(ahead, limit):
                break
            end = joint
        return max(end, at) if c.text(at, end) else at

    def _closes(self, at: int, limit: int) -> bool:
        """Whether a comma list of fields is closed by `and` (`Tourism, Culture and Sport`)."""
        c = self.c
        for here in range(at, min(at + 8, limit)):
            if c.isa(here, "and"):
                return c.hit("portfolio", here + 1) is not None and here > at
            if not (c.hit("portfolio", here) or c.fold(here) == "," or c.isa(here, "det")) and c.ending("portfolio", here + 1) is None:
                return False
        return False

    def _head_ahead(self, at: int, limit: int) -> bool:
        """Whether a capitalized run that begins at a token reaches a head of its own (`… of Justice and the Space Agency`)."""
        c = self.c
        while at < limit and c.capital(at):
            if c.hit("organization", at) or c.hit("office", at):
                return True
            at += 1
        return False

    def _country(self, at: int) -> tuple[int, CountryCode] | None:
        c = self.c
        if c.isa(at, "det"):
            at += 1
        found = c.country(at)
        if found is None or (found.use != "name" and not c.isa(found.end, "state-word")):
            return None
        return (found.end if found.use == "name" else found.end + 1), found.code

    def _country_before(self, start: int, floor: int) -> tuple[int, CountryCode] | None:
        c = self.c
        possessive = start - 1 if c.fold(start - 1) in ("'s", "’s", "’") else start
        at = c.ending("country", possessive)
        if at is None or at < floor:
            return None
        found = c.country(at)
        return (at, found.code) if found and found.use != "combining" else None

    def _place_after(self, at: int) -> int:
        place = self.c.place(at)
        return place.end if place else 0


def find_organizations(context: Context) -> list[Mention]:
    """Every organization named in a text, in order; `key` is the gazetteer's for a body of the world."""
    return list(_Grammar(context).mentions())

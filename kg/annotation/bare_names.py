"""Names without a title: parts of names that the text has confirmed, and new ones that do what only people do."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kg.annotated import Mention, MentionKind
from kg.annotation.context import Context
from kg.annotation.names import Names, person_mention

__all__ = ["BareNames", "confirmed", "name_parts"]

_PERSONAL = frozenset({"praises", "thanks"})
"""Stances towards people: `congratulated NAME on`, `thanked NAME for`."""
_BEFORE_SAID = frozenset({",", "»", "”", '"', "’’", "''"})
"""Marks before the verb that closes a quotation."""


class BareNames:
    """Finds them, sentence by sentence."""

    def __init__(self, context: Context, names: Names) -> None:
        self.c = context
        self.names = names
        self.acted = -1
        """Token after the last name that its deeds confirmed."""

    def mentions(self, covered: set[int], known: set[tuple[str, ...]]) -> Iterator[Mention]:
        """Names outside the tokens covered: parts of known names, or new ones that do what people do."""
        c = self.c
        firsts = {part[0] for part in known}
        # A word of `les deux chefs d'État` is no name.
        within = {i for layer in ("anaphor", "office") for at, hit in c.hits[layer].items() for i in range(at + 1, hit.end)}
        for sentence, openings in c.by_sentence(c.capitals.union(c.hits["particle"])):
            after = sentence.start
            for at in openings:
                if (
                    at < after
                    or at in covered
                    or at in within
                    or (at in self.names.taken and self.names.taken[at] is not MentionKind.PLACE)
                ):
                    continue
                end = _known_run(c, at, sentence.end, known) if c.fold(at) in firsts else at
                if end > at:
                    yield person_mention(c, at, at, end)
                    after = end
                    continue
                end = self.names.run(at, sentence.end, titled=False)
                if end > at and not any(i in covered for i in range(at, end)):
                    if not self.names.articled(at) and self._acts(at, end, sentence.start):
                        yield replace(person_mention(c, at, at, end), attributes={"rule": "acts"})
                    after = end

    def _acts(self, at: int, end: int, sentence_start: int) -> bool:
        """Whether an unknown name does what only people do (says, meets, travels, is met with); one word needs a second sign."""
        c = self.c
        if c.any_hit(("portfolio", "organization", "framework", "conference", "event"), at, end):
            return False
        words = sum(c.tokens[i].word for i in range(at, end))
        tag = c.tokens[at].text.isupper() or len(c.tokens[at].text) < 3 or c.isa(at - 1, "newspaper")
        if words == 1 and (at == sentence_start or tag):
            return False
        speech = c.hit("speech", end)
        if speech is not None and not c.isa(end, "noun-too"):
            return True
        if words > 1 and self._told_aside(at, end):
            return True
        if c.isa(end, "relative-person"):
            return words > 1
        event = c.hit("event", end)
        if event is not None and event.rows[0][1].startswith(("verb", "travel", "attend", "sign-active", "joint", "discuss")):
            return words > 1
        if words > 1 and self._received(end):
            return True
        if words > 1 and c.isa(end, "and"):
            # `A and B held talks`: what the second does, the first does.
            second = self.names.run(end + 1, min(end + 8, len(c.tokens)), titled=False)
            if second > end + 1 and self._acts(end + 1, second, sentence_start):
                return True
        verb = any(
            hit is not None and hit.end == at and hit.rows[0][1] in ("verb-object", "verb-with", "joint")
            for hit in map(partial(c.hit, "event"), range(at - 4, at))
        )
        before = any(c.hit("event", i) for i in range(at - 4, at - 1)) and (
            c.isa(at - 1, "with") or c.isa(at - 1, "by") or c.isa(at - 1, "between")
        )
        joined = c.isa(at - 1, "and") and self.acted == at - 1
        spoken = [hit for hit in map(partial(c.hit, "speech"), range(at - 3, at)) if hit is not None and hit.end == at]
        told = bool(spoken) and spoken[0].rows[0][0] in _PERSONAL and (c.isa(end, "on") or c.isa(end, "for"))
        personal = told or _has_side(c, end) or self._said(at, end) or self._of_person(at, end)
        if words > 1 and (verb or before or joined or personal):
            self.acted = end
            return True
        return False

    def _told_aside(self, at: int, end: int) -> bool:
        """Whether a name set off by commas has a verb of speech behind it (`Le locataire du palais, NAME, a déclaré`), or one
        that other words set apart from its auxiliary (`NAME a, d'emblée, souligné`)."""
        c = self.c
        if c.fold(at - 1) == "," == c.fold(end):
            return c.hit("speech", end + 1) is not None
        if not c.isa(end, "have") or c.fold(end + 1) != ",":
            return False
        closing = next((i for i in range(end + 2, end + 9) if c.fold(i) == ","), end)
        return c.hit("speech", closing + 1) is not None

    def _received(self, end: int) -> bool:
        """Whether who is named up to a token was received or came (`NAME sera reçu par`, `NAME a été accueilli`)."""
        c, at = self.c, end
        while at < end + 3 and (c.isa(at, "be") or c.isa(at, "have") or c.hit("auxiliary", at)):
            at += 1
        event = c.hit("event", at) if at > end else None
        return event is not None and event.rows[0][1] in ("verb-object", "verb-with", "passive")

    def _said(self, at: int, end: int) -> bool:
        """Whether a name closes a quotation (`”, said NAME.`): behind a mark and a verb of speech, with a mark behind it."""
        c = self.c
        verb = next((i for i in range(at - 5, at) if (hit := c.hit("speech", i)) is not None and hit.end == at), None)
        if verb is None or (c.fold(end) not in (",", ".", ";", "") and not c.isa(end, "clause")):
            return False
        if any(c.isa(i, "newspaper") for i in range(at, end)):
            return False
        return c.fold(verb - 1) in _BEFORE_SAID or c.fold(verb - 2) in _BEFORE_SAID

    def _of_person(self, at: int, end: int) -> bool:
        """Whether what only people have or undergo stands right before (`a message from NAME`, `the election of NAME`)."""
        c = self.c
        if c.isa(at - 1, "succeeds") or (c.isa(at - 2, "succeeds") and c.isa(at - 1, "to")):
            return True  # `pour succéder à NAME`
        known = (c.place(at), c.country(at))
        if not (c.isa(at - 1, "of") or c.isa(at - 1, "from")) or any(hit is not None and hit.end == end for hit in known):
            return False
        events = (c.hit("event", i) for i in range(at - 6, at - 1))
        visit = any(hit is not None and hit.end == at - 1 and hit.rows[0][:2] == ("visit", "noun-between") for hit in events)
        return visit or any(c.isa(i, "of-person") for i in (at - 2, at - 3))


def name_parts(c: Context, mentions: list[Mention], known: set[tuple[str, ...]] | None = None) -> set[tuple[str, ...]]:
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


def _known_run(c: Context, at: int, limit: int, known: set[tuple[str, ...]]) -> int:
    """Token after the longest part of a known name at a token; a part must open with a capital or a particle."""
    if not (c.capital(at) or c.hit("particle", at)) or not c.tokens[at].word:
        return at
    particle = c.capital(at) and c.capital(at + 1) and c.hit("particle", at) is not None  # `Le Goff`
    if (c.isa(at, "stop") and not particle) or c.hit("office", at) or at in c.date_at or c.country(at):
        return at
    for end in range(min(limit, at + 8), at, -1):
        if tuple(c.fold(i) for i in range(at, end)) not in known or not any(
            c.capital(i) and len(c.tokens[i].text) > 1 for i in range(at, end)
        ):
            continue
        if end - at == 1 and c.hit("particle", at):
            return at
        # A longer capitalized run is another thing's name, or another's (`Jean` is not Jean-Baptiste).
        if c.dash(end) and c.tokens[end].glued and c.capital(end + 1):
            return at
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


def _has_side(c: Context, at: int) -> bool:
    """`on the Turkish side`, `for the Turkish side` at a token: only people act for one."""
    here = at
    while c.isa(here, "on-behalf") or c.isa(here, "det"):
        here += 1
    found = c.country(here) if here > at and (c.isa(at, "on") or c.isa(at, "for")) else None
    return found is not None and c.isa(found.end, "side")


def confirmed(c: Context, mentions: list[Mention]) -> list[Mention]:
    """Without the names that only a heading in title case holds, where every word is capital (`President Appoints …`)."""
    plain = [c.sentence_at[m.start] not in c.headings for m in mentions]
    if all(plain):
        return mentions
    known = name_parts(c, [m for m, sure in zip(mentions, plain, strict=True) if sure])
    words = (tuple(c.fold(i) for i in range(m.name_start, m.name_end)) for m in mentions)
    return [m for m, sure, name in zip(mentions, plain, words, strict=True) if sure or name in known]

"""Frameworks: the grammar of the head nouns of instruments and standing arrangements.

A capitalized run around a head is a name (`Joint Permanent Commission`, `Memorandum of Understanding on Energy`). A head in lower
case counts only where the phrase says which one: a complement (`an agreement on water resources`), a topic among its modifiers
(`an extradition treaty`), a proper name before it, a place that a work leads over, or quotation marks. A head of bodies
(`council`) is a framework's only where the name says that states share it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.context import Context
from kg.annotation.organizations import bracket_alias
from kg.annotation.runs import complement, left_run, list_pieces, lower_left, party_run, right_run

__all__ = ["find_frameworks"]

_OPEN = frozenset({"“", '"', "«", "‘"})
_CLOSE = frozenset({"”", '"', "»", "’"})
_POSSESSIVE = frozenset({"'s", "’s", "’", "'"})


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows a head, in tokens."""

    end: int
    """After all that belongs to the name."""
    dated: bool = False
    """Years or a date belong to it."""
    pieces: tuple[tuple[int, int], ...] = ()
    """Its subjects; several for a list."""
    parties: tuple[int, int] | None = None
    """What stands between `between` and its subject."""


class _Frameworks:
    def __init__(self, context: Context) -> None:
        self.c = context
        self.joined: dict[int, int] = {}
        """Last head of a name that goes over `and` → where it begins."""

    def mentions(self) -> Iterator[Mention]:
        c = self.c
        for sentence in c.sentences:
            at = floor = sentence.start
            while at < sentence.end:
                hit = c.hit("framework", at)
                found = self._at(at, hit, floor, sentence.end) if hit and hit.end <= sentence.end else []
                if not found:
                    at += 1
                    continue
                yield from found
                at = floor = max(at + 1, *(m.end for m in found))

    def _at(self, at: int, hit: Hit, floor: int, limit: int) -> list[Mention]:
        c = self.c
        capital = c.capital(at) or c.capital(hit.end - 1)
        following = c.hit("framework", hit.end) or c.hit("organization", hit.end)
        if following is not None and following.end <= limit and c.capital(hit.end) == capital and not (capital and c.hit("office", hit.end)):
            return []  # `partnership agreement`: the last head decides
        if capital and self._goes_over(at, hit, floor, limit):
            return []
        found = self._capital(at, hit, floor, limit) if capital else self._lower(at, hit, floor, limit)
        return [*found, *self._inside(found[0])] if found else []

    # -- capitalized names ------------------------------------------------------------------------------------------------

    def _goes_over(self, at: int, hit: Hit, floor: int, limit: int) -> bool:
        """Whether a name goes on over `and` to a later head, as its acronym says (`Dialogue and Cooperation Platform (DCP)`)."""
        c = self.c
        if not c.isa(hit.end, "and"):
            return False
        end = hit.end + 1
        while end < limit and c.capital(end) and c.tokens[end].word:
            end += 1
        _, names = bracket_alias(c, end)
        start = left_run(c, at, floor)
        if not names or not self._initials(start, end, names[0]):
            return False
        heads = [i for i in range(hit.end + 1, end) if c.hit("framework", i)]
        if heads:
            self.joined[heads[-1]] = start
        return bool(heads)

    def _initials(self, start: int, end: int, acronym: str) -> bool:
        c = self.c
        letters = "".join(c.tokens[i].text[0] for i in range(start, end) if c.tokens[i].capital)
        return letters.endswith(acronym) or letters.startswith(acronym)

    def _capital(self, at: int, hit: Hit, floor: int, limit: int) -> list[Mention]:
        c = self.c
        start = self.joined.get(at, left_run(c, at, floor))
        while start < at and (c.isa(start, "idle-modifier") and not c.isa(start, "shared") or (c.hit("calendar", start) and start + 1 == at)):
            start += 1
        tail = self._tail(hit, limit, capital=True)
        if hit.singular is not None:
            if len(tail.pieces) > 1:
                return self._listed(at, hit, tail)
            if not (self._proper(start, at) or (start < at and bracket_alias(c, tail.end)[1])):
                return []
        elif not self._named(start, at, hit, tail):
            return []
        return [self._mention(start, at, hit, tail)]

    def _named(self, start: int, at: int, hit: Hit, tail: _Tail) -> bool:
        """Whether a capitalized head with what stands around it is one thing's name."""
        c = self.c
        kind = hit.rows[0][0]
        body = any((h := c.hit("organization", i)) and h.end == hit.end for i in range(start, hit.end))
        if body and not self._shared(start, tail.end):
            return False
        told = tail.end > hit.end or tail.parties is not None
        alias = bool(bracket_alias(c, tail.end)[1])
        modified = any(not c.isa(i, "idle-modifier") and c.tokens[i].word for i in range(start, at))
        if kind == "mechanism":
            return modified or told or hit.end - at > 1 or alias
        if kind == "partnership":
            return told or modified or any(c.isa(i, "status") for i in range(at, hit.end))
        if "site" in hit.rows[0][1]:
            return self._proper(start, at) and not (c.capital(hit.end) and c.tokens[hit.end].word)
        if kind == "programme":
            return told or modified or (hit.end - at > 1 and alias)
        return told or modified or alias or self._topical(at, hit.end)

    def _shared(self, start: int, end: int) -> bool:
        """Whether a name says that states share what it names: `joint`, `cooperation`, or two states in it."""
        return any(self.c.isa(i, "shared") for i in range(start, end)) or len(self._countries(start, end)) > 1

    def _proper(self, start: int, at: int) -> bool:
        """Whether a proper name stands before a head: a place, a word of no lexicon, or two states."""
        c = self.c
        layers = ("topic", "portfolio", "organization", "framework", "conference", "office", "honorific", "country", "body", "region", "event")
        inside = {i for s in range(start, at) for layer in layers if (h := c.hit(layer, s)) for i in range(s, h.end)}
        return len(self._countries(start, at)) > 1 or any(
            c.capital(i) and c.tokens[i].word and i not in inside and not c.isa(i, "idle-modifier") and not c.isa(i, "stop") for i in range(start, at)
        )

    # -- heads in lower case ----------------------------------------------------------------------------------------------

    def _lower(self, at: int, hit: Hit, floor: int, limit: int) -> list[Mention]:
        c = self.c
        start, aliases = self._before(at, floor)
        first = start
        while first > floor and (c.country(first - 1) or c.dash(first - 1) or c.isa(first - 1, "idle-modifier")):
            first -= 1
        if c.isa(first - 1, "quantity") or (hit.singular is None and c.isa(first - 2, "predicate") and c.isa(first - 1, "det")):
            if not self._quoted(start, hit.end):
                return []
        tail = self._tail(hit, limit, capital=False)
        if hit.singular is not None:
            if len(tail.pieces) > 1 and "lower" in hit.rows[0][1] and hit.rows[0][0] == "agreement":
                return self._listed(at, hit, tail)
            if not (self._proper(start, at) and hit.rows[0][0] == "agreement" and tail.end == hit.end):
                return []
        elif not self._definite(start, at, hit, tail):
            return []
        mention = self._mention(start, at, hit, tail)
        return [replace(mention, aliases=(*aliases, *mention.aliases)) if aliases else mention]

    def _before(self, at: int, floor: int) -> tuple[int, tuple[str, ...]]:
        """Where the modifiers of a head in lower case begin, and the acronym that a bracket among them gives."""
        c = self.c
        if c.fold(at - 1) == ")":
            for opening in range(at - 2, max(floor, at - 6), -1):
                end, names = bracket_alias(c, opening)
                if end == at and names and names[0].isupper() and c.capital(opening - 1):
                    return left_run(c, opening, floor), names
        start = lower_left(c, at, floor)
        proper = next((i for i in range(start, at) if c.capital(i) and not c.country(i) and self._proper(i, i + 1)), None)
        if proper is not None:
            start = left_run(c, proper, floor) if proper > start else start
            start = min(start, proper)
            while start < proper and not c.capital(start):
                start += 1
        if c.tokens[start - 1].text.isdigit() and len(c.tokens[start - 1].text) == 4 and start > floor:
            start -= 1
        return start, ()

    def _definite(self, start: int, at: int, hit: Hit, tail: _Tail) -> bool:
        """Whether a head in lower case stands for one thing, by its kind."""
        c = self.c
        kind, frame = hit.rows[0][0], hit.rows[0][1]
        known = c.isa(start - 1, "the") or c.isa(start - 1, "possessive") or c.fold(start - 1) in _POSSESSIVE or self._after_country(start)
        topical = self._topical(start, hit.end)
        about = any(self._topical(a, b) or self.c.capital(a) for a, b in tail.pieces)
        if self._quoted(start, hit.end):
            return True
        if "site" in frame:
            return self._proper(start, at) or len(self._countries(start, at)) > 1 or self._leads(hit.end) > hit.end
        body = any((h := c.hit("organization", i)) and h.end == hit.end for i in range(at, hit.end))
        if self._proper(start, at) and not body:
            return True
        if "lower" not in frame:
            return body and kind == "mechanism" and about and hit.end < tail.end and not c.isa(hit.end, "of") and self._compound(start, at)
        if kind == "agreement":
            return bool(tail.pieces) or topical or c.tokens[start].text.isdigit() or (tail.parties is not None)
        if kind == "partnership":
            status = any(c.isa(i, "status") for i in range(start, hit.end))
            return status and (known or tail.parties is not None or c.isa(hit.end, "with"))
        if kind == "mechanism":
            shared = self._shared(start, hit.end)
            founded = hit.end - at > 1 and c.isa(start - 1, "det") and c.isa(start - 2, "founding")
            if len(self._countries(start, at)) > 1 or self._countries_before(start) > 1:
                return True
            if c.isa(at, "status"):
                return known or self._possessed(start)
            return founded or (about and (shared or known) and not c.isa(hit.end, "of") and hit.end - at > 1) or (hit.end - at > 2 and known)
        return (known and (about or topical)) or (topical and hit.end - at > 1)

    def _compound(self, start: int, at: int) -> bool:
        """`a ministerial-level committee on rare metals`: a modifier says what kind of body it is."""
        return start < at

    def _after_country(self, start: int) -> bool:
        c = self.c
        while c.ending("country", start) is not None or c.isa(start - 1, "idle-modifier"):
            start = c.ending("country", start) or start - 1
        return c.isa(start - 1, "the") or c.isa(start - 1, "possessive")

    def _possessed(self, start: int) -> bool:
        c = self.c
        while c.isa(start - 1, "idle-modifier"):
            start -= 1
        return c.isa(start - 1, "the") or c.isa(start - 1, "possessive")

    def _countries_before(self, start: int) -> int:
        """How many states, joined by a dash, stand before a phrase."""
        c = self.c
        last = c.ending("country", start)
        if last is None or not c.dash(last - 1):
            return 0
        return 2 if c.ending("country", last - 1) is not None else 0

    def _leads(self, at: int) -> int:
        """Token after the places that a work leads over, to or from (`over the Mano River`); `at` if none are told."""
        c = self.c
        end = at
        while c.isa(end, "site-preposition"):
            here = end + 1
            while c.isa(here, "det"):
                here += 1
            last = here
            while c.capital(last) and c.tokens[last].word and not c.hit("office", last):
                last += 1
            while last > here and c.fold(last) == "border":
                last += 1
            if last == here:
                break
            end = last
            if c.isa(end, "and") and c.capital(end + 1):
                end += 2
        return end

    # -- around a head ----------------------------------------------------------------------------------------------------

    def _tail(self, hit: Hit, limit: int, *, capital: bool) -> _Tail:
        c = self.c
        end = self._years(hit.end, limit)
        if "site" in hit.rows[0][1]:
            return _Tail(end if capital else self._leads(end))
        if c.isa(end, "of") and end + 1 in c.date_at:
            return _Tail(c.date_at[end + 1].end, dated=True)
        dated = end > hit.end
        parties: tuple[int, int] | None = None
        after = end
        if c.isa(end, "between") and (last := party_run(c, end + 1, limit)) > end + 1:
            parties, after = (end, last), last
        if c.isa(after, "subject") and not (parties and c.isa(after, "for")):
            pieces = self._pieces(after + 1, limit)
            if pieces:
                named = right_run(c, end, limit) if capital and not parties else end
                return _Tail(max(named, pieces[-1][1]), dated, tuple(pieces), parties)
        if parties is None and c.isa(end, "of"):
            last = right_run(c, end, limit) if capital else end
            inner = self._skip(end + 1)
            if last == end and not capital and not (c.country(inner) or inner in c.date_at) and self._topical(inner, inner + 2):
                last = complement(c, inner, limit)
            elif last == end and capital and hit.end - 1 and self._topical(inner, inner + 3):
                last = complement(c, inner, limit)
            if last > end:
                return _Tail(last, dated, ((inner, last),) if not capital else (), None)
        if capital and parties is None:
            return _Tail(max(end, right_run(c, end, limit) if not (c.capital(end) and c.tokens[end].word) else end), dated)
        return _Tail(end, dated, (), parties)

    def _skip(self, at: int) -> int:
        while self.c.isa(at, "det") or self.c.isa(at, "possessive"):
            at += 1
        return at

    def _pieces(self, at: int, limit: int) -> list[tuple[int, int]]:
        """The subjects after a preposition: one, or a list closed by `and`."""
        c = self.c
        inner = self._skip(at)
        if inner in c.date_at and not c.tokens[inner].text[0].isdigit():
            return []
        pieces = list_pieces(c, inner, limit)
        if len(pieces) > 2 or (len(pieces) == 2 and all(self._topical(a, b) for a, b in pieces)):
            return pieces
        end = complement(c, inner, limit)
        return [(inner, end)] if end > inner else []

    def _years(self, at: int, limit: int) -> int:
        """Token after years that belong to a name (`Plan of Action 2026-2029`, `Vision 2030`)."""
        c = self.c
        end = at
        if end < limit and c.tokens[end].text.isdigit() and len(c.tokens[end].text) == 4:
            end += 1
            if c.dash(end) and c.tokens[end + 1].text.isdigit():
                end += 2
        return end

    def _topical(self, start: int, end: int) -> bool:
        c = self.c
        return any(row[0] != "-" for i in range(start, end) if (hit := c.hit("topic", i)) and hit.end <= end for row in hit.rows)

    def _quoted(self, start: int, end: int) -> bool:
        c = self.c
        return c.fold(start - 1) in _OPEN and any(c.tokens[i].text in _CLOSE for i in range(end, min(end + 2, len(c.tokens))))

    def _countries(self, start: int, end: int) -> list[str]:
        codes: list[str] = []
        at = start
        while at < end:
            found = self.c.country(at)
            if found is not None and found.end <= end:
                if found.code not in codes:
                    codes.append(found.code)
                at = found.end
            else:
                at += 1
        return codes

    # -- mentions ---------------------------------------------------------------------------------------------------------

    def _mention(self, start: int, at: int, hit: Hit, tail: _Tail) -> Mention:
        """The mention; a name that its parties part (`MoU between A and B on C`) is put together without them, and they stay free."""
        c = self.c
        head = c.text(start, hit.end)
        if tail.parties is not None:
            first, last = tail.parties
            end = name_end = first
            name, known_as = self._name(start, first), [self._name(start, last)]
            if tail.pieces:
                name = f"{head} {self._name(last, tail.end)}"
        else:
            name_end = tail.end
            if any(c.isa(i, "and") and c.hit("framework", i + 1) for i in range(hit.end, name_end)) and c.capital(hit.end):
                name_end = tail.end
            end, known_as = name_end, []
            name = self._name(start, name_end)
        short: tuple[str, ...] = ()
        if tail.parties is None:
            end, short = bracket_alias(c, end)
        codes = self._countries(start, name_end) or []
        before = c.ending("country", start)
        while before is not None and (found := c.country(before)):
            codes = [found.code, *[x for x in codes if x != found.code]]
            before = c.ending("country", before - 1) if c.dash(before - 1) else None
        subject = f"{tail.pieces[0][0]}:{tail.pieces[-1][1]}" if tail.pieces else ""
        return Mention(
            MentionKind.FRAMEWORK, start, end, name=name, name_start=start, name_end=name_end, key=hit.rows[0][0],
            aliases=(*short, *known_as), plural=hit.singular is not None,
            attributes={
                "head": " ".join(c.fold(i) for i in range(at, hit.end)), "countries": " ".join(codes), "lower": "" if c.capital(at) else "yes",
                "subject": subject, "indefinite": "yes" if self._indefinite(start) else "", "head_end": str(hit.end),
            },
        )

    def _indefinite(self, start: int) -> bool:
        c = self.c
        return c.isa(start - 1, "a") or (c.isa(start - 1, "idle-modifier") and c.isa(start - 2, "a"))

    def _name(self, start: int, end: int) -> str:
        """The words of a name, without quotation marks and a bracket in its midst."""
        c = self.c
        for opening in range(start + 1, end):
            after, names = bracket_alias(c, opening)
            if names and after < end and names[0].isupper() and c.hit("framework", after):
                return f"{self._name(start, opening)} {self._name(after, end)}"
        name = c.text(start, end)
        return "".join(ch for ch in name if ch not in "“”\"").strip(" ,.")

    def _listed(self, at: int, hit: Hit, tail: _Tail) -> list[Mention]:
        """`agreements on tourism, air services and culture`: one each."""
        c = self.c
        joint = c.text(hit.end, hit.end + 1) if tail.parties is None else "on"
        singular = hit.singular or ""
        found = []
        for i, (first, last) in enumerate(tail.pieces):
            start = at if not i else first
            found.append(Mention(
                MentionKind.FRAMEWORK, start, last, name=f"{singular} {joint} {c.text(first, last)}", name_start=start, name_end=last, key=hit.rows[0][0],
                attributes={"head": singular, "countries": "", "lower": "yes", "subject": f"{first}:{last}", "indefinite": "yes", "head_end": str(hit.end)},
            ))
        return found

    def _inside(self, outer: Mention) -> Iterator[Mention]:
        """What a name holds that is a thing by itself: what it quotes (`declaration on the “exceptional partnership”`), a mechanism
        or programme that it founds (`memorandum on a joint working group on trade`)."""
        c = self.c
        head_end = int(outer.attributes["head_end"])
        first, last = (int(x) for x in outer.attributes["subject"].split(":")) if outer.attributes["subject"] else (head_end, outer.name_end)
        for at in range(head_end, max(last, outer.name_end)):
            hit = c.hit("framework", at)
            if hit is None or hit.end > max(last, outer.name_end) or hit.singular is not None and not (c.capital(at) and at < first + 3):
                continue
            start = at
            while start > head_end and c.tokens[start - 1].word and not c.isa(start - 1, "det") and not c.isa(start - 1, "subject"):
                start -= 1
            quoted = c.fold(start - 1) in _OPEN and start < at
            founds = start <= first + 1 and hit.rows[0][0] in ("mechanism", "programme") and not c.isa(hit.end, "of") and (
                self._shared(start, hit.end) if hit.rows[0][0] == "mechanism" else c.capital(at)
            )
            if not (quoted or (founds and (c.capital(start) or c.isa(start - 1, "det")))):
                continue
            end = hit.end if quoted else max(last, outer.name_end)
            own = outer.aliases[:1] if not quoted and outer.aliases and self._initials(start, end, outer.aliases[0]) else ()
            yield Mention(
                MentionKind.FRAMEWORK, start, end, name=self._name(start, end), name_start=start, name_end=end, key=hit.rows[0][0], aliases=own,
                attributes={"head": c.text(at, hit.end).lower(), "countries": "", "lower": "", "subject": "", "indefinite": "", "within": "yes",
                            "head_end": str(hit.end)},
            )
            return


def _again(context: Context, found: list[Mention]) -> Iterator[Mention]:
    """Later uses of an acronym, and of a capitalized head alone (`the Plan`), of what was named before."""
    c = context
    covered = {at for m in found for at in range(m.start, m.end)}
    for at, token in enumerate(c.tokens):
        if at in covered or not token.capital:
            continue
        earlier = [m for m in found if m.start < at]
        same = next((m for m in reversed(earlier) if token.text in m.aliases), None)
        hit = c.hit("framework", at)
        if same is None and hit is not None and hit.end == at + 1 and (c.isa(at - 1, "the") or c.isa(at - 1, "possessive") or c.fold(at - 1) in "“\""):
            same = next((m for m in reversed(earlier) if token.fold in m.attributes["head"].split() and not m.attributes.get("within")), None)
        if same is not None:
            yield replace(same, start=at, end=at + 1, name=token.text, name_start=at, name_end=at + 1, aliases=(), plural=False,
                          attributes={**same.attributes, "countries": "", "subject": "", "indefinite": "", "again": same.name})


def find_frameworks(context: Context) -> list[Mention]:
    """Every instrument or standing arrangement named or described as a definite thing; `key` is its kind.

    `attributes`: `head` folded; `countries` in its name; `lower`, `indefinite`, `within` (nested in another's name) as yes or empty;
    `subject` as `first:last` tokens; `again` the name of what a short form stands for.
    """
    found = list(_Frameworks(context).mentions())
    return sorted([*found, *_again(context, found)], key=lambda m: (m.start, -m.end))

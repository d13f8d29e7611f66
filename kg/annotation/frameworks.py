"""Frameworks and conferences: the grammar of their head nouns.

A capitalized run around a head is a name (`Joint Permanent Commission`, `Memorandum of Understanding on Energy`). A head in lower
case counts only where the phrase says which one: a complement (`an agreement on water resources`), a topic among its modifiers
(`an extradition treaty`), or quotation marks.
"""

from collections.abc import Iterator

from kg.annotated import Hit, Mention, MentionKind
from kg.annotation.context import Context
from kg.annotation.organizations import bracket_alias
from kg.annotation.runs import complement, left_run, lower_left, right_run

__all__ = ["find_conferences", "find_frameworks"]

_OPEN = frozenset({"“", "\"", "«", "‘"})


class _Frameworks:
    def __init__(self, context: Context) -> None:
        self.c = context

    def mentions(self) -> Iterator[Mention]:
        c = self.c
        for sentence in c.sentences:
            at = floor = sentence.start
            while at < sentence.end:
                hit = c.hit("framework", at)
                mention = self._mention(at, hit, floor, sentence.end) if hit else None
                if mention is None:
                    at += 1
                    continue
                yield mention
                yield from self._quoted_inside(mention)
                at = floor = mention.end

    def _mention(self, at: int, hit: Hit, floor: int, limit: int) -> Mention | None:
        c = self.c
        kind, frame = hit.rows[0][0], hit.rows[0][1]
        plural = hit.singular is not None
        if any(c.hit("framework", i) and c.hits["framework"][i].end > hit.end and c.capital(i) == c.capital(at) for i in range(hit.end, min(hit.end + 3, limit))):
            nxt = next(i for i in range(hit.end, min(hit.end + 3, limit)) if c.hit("framework", i))
            if nxt == hit.end:
                return None  # `partnership agreement`: the last head decides
        if c.capital(at) or c.capital(hit.end - 1):
            start = left_run(c, at, floor)
            end, named = self._capital_end(start, at, hit, limit)
            if not named:
                return None
        else:
            if "lower" not in frame:
                return None
            start = lower_left(c, at, floor)
            end, named = self._lower_end(start, hit, limit)
            if not named or (plural and not c.capital(start)):
                return None
        name_start, name_end = start, end
        end, aliases = bracket_alias(c, end)
        codes = self._countries(start, name_end)
        return Mention(
            MentionKind.FRAMEWORK, start, end, name=self._name(name_start, name_end), name_start=name_start, name_end=name_end,
            key=kind, aliases=aliases, plural=plural,
            attributes={"head": " ".join(c.fold(i) for i in range(at, hit.end)), "countries": " ".join(codes),
                        "lower": "" if c.capital(at) else "yes", "head_start": str(at), "head_end": str(hit.end)},
        )

    def _name(self, start: int, end: int) -> str:
        name = self.c.text(start, end)
        return name.replace("“", "").replace("”", "").replace("\"", "").strip(" ,.")

    def _capital_end(self, start: int, at: int, hit: Hit, limit: int) -> tuple[int, bool]:
        """End of a capitalized name, and whether it is one: more than the head alone."""
        c = self.c
        end = right_run(c, hit.end, limit)
        joint = c.isa(end, "of") or c.isa(end, "on") or c.isa(end, "for") or c.isa(end, "against") or c.isa(end, "regarding")
        if joint and end == hit.end:
            # `Memorandum of Understanding on cooperation in energy`: the name may go on in lower case.
            inner = end + 1
            while c.isa(inner, "det"):
                inner += 1
            if not (c.country(inner) or inner in c.date_at):
                longer = complement(c, inner, limit)
                if longer > inner:
                    return longer, True
        return end, start < at or end > hit.end or hit.end - at > 2

    def _lower_end(self, start: int, hit: Hit, limit: int) -> tuple[int, bool]:
        c = self.c
        end = hit.end
        named = self._topic_within(start, end) or self._quoted(start, end)
        if c.isa(end, "on") or c.isa(end, "for") or c.isa(end, "against") or c.isa(end, "regarding") or c.isa(end, "of"):
            inner = end + 1
            while c.isa(inner, "det"):
                inner += 1
            longer = complement(c, inner, limit)
            if longer > inner and not (c.isa(end, "of") and (c.country(inner) or inner in c.date_at)):
                return longer, named or self._topic_within(inner, longer) or c.capital(inner) or not c.isa(end, "of")
        return end, named

    def _topic_within(self, start: int, end: int) -> bool:
        c = self.c
        return any(
            row[0] != "-" for i in range(start, end) if (hit := c.hit("topic", i)) and hit.end <= end for row in hit.rows
        )

    def _quoted(self, start: int, end: int) -> bool:
        c = self.c
        return c.fold(start - 1) in _OPEN and any(c.tokens[i].text in "”\"»’" for i in range(end, min(end + 2, len(c.tokens))))

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

    def _quoted_inside(self, outer: Mention) -> Iterator[Mention]:
        """`declaration on the “reinforced exceptional partnership”` names two things."""
        c = self.c
        for at in range(outer.start + 1, outer.name_end):
            hit = c.hit("framework", at)
            if hit is None or hit.end > outer.name_end or int(outer.attributes["head_start"]) == at:
                continue
            start = at
            while start > outer.start and c.tokens[start - 1].word:
                start -= 1
            if c.fold(start - 1) in _OPEN and start < at:
                yield Mention(
                    MentionKind.FRAMEWORK, start, hit.end, name=c.text(start, hit.end), name_start=start, name_end=hit.end, key=hit.rows[0][0],
                    attributes={"head": c.fold(at), "countries": "", "lower": "", "head_start": str(at), "head_end": str(hit.end), "within": "yes"},
                )


def find_frameworks(context: Context) -> list[Mention]:
    """Every instrument or standing arrangement named or described as a definite thing; `key` is its kind."""
    return list(_Frameworks(context).mentions())


def find_conferences(context: Context) -> list[Mention]:
    """Every multilateral gathering named in the text: a capitalized run or a body's name around a head of the lexicon."""
    c = context
    found: list[Mention] = []
    for sentence in c.sentences:
        at = floor = sentence.start
        while at < sentence.end:
            hit = c.hit("conference", at)
            mention = _conference(c, at, hit, floor, sentence.end) if hit else None
            if mention is None:
                at += 1
                continue
            found.append(mention)
            at = floor = mention.end
    return found


def _conference(c: Context, at: int, hit: Hit, floor: int, limit: int) -> Mention | None:
    start = left_run(c, at, floor)
    while start < at and (c.isa(start, "stop") or not c.tokens[start].word):
        start += 1
    plural = hit.singular is not None
    end = right_run(c, hit.end, limit) if c.capital(at) or c.capital(hit.end - 1) else hit.end
    proper = any(c.capital(i) and not c.country(i) for i in range(start, at)) or (end > hit.end and c.capital(at))
    if plural or not proper or (start == at and not c.capital(at)):
        return None
    if not c.capital(at) and not any(c.hit("body", i) or c.tokens[i].text.isupper() for i in range(start, at)):
        return None
    end, aliases = bracket_alias(c, end)
    return Mention(MentionKind.CONFERENCE, start, end, name=c.text(start, hit.end if end < hit.end else _name_end(c, end, aliases)), name_start=start,
                   name_end=end, aliases=aliases)


def _name_end(c: Context, end: int, aliases: tuple[str, ...]) -> int:
    if not aliases:
        return end
    while c.fold(end - 1) != "(":
        end -= 1
    return end - 1

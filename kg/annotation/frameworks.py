"""Frameworks: the grammar of the head nouns of instruments and standing arrangements.

A capitalized run around a head is a name (`Joint Permanent Commission`, `Memorandum of Understanding on Energy`). A head in lower
case counts only where the phrase says which one: a complement (`an agreement on water resources`), a topic among its modifiers
(`an extradition treaty`), a proper name before it, a place that a work leads over, or quotation marks. A head of bodies
(`council`) is a framework's only where the name says that states share it.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotated import POSSESSIVE, Hit, Mention
from kg.annotation.behind import pair_end, widened
from kg.annotation.brackets import bracket_alias, spaced
from kg.annotation.called import called_frameworks
from kg.annotation.context import Context
from kg.annotation.described import count, first_state, is_described, is_known, is_occasion, is_of_any, is_signed, is_state_plan
from kg.annotation.elided import elided_frameworks, uncovered
from kg.annotation.later import frameworks_again
from kg.annotation.lefts import joint_left, linked_left, over_bracket, quoted_left, stage_left, title_left
from kg.annotation.naming import framework_mention, initials_fit, is_founded, is_shared, listed_mentions, nested_mentions
from kg.annotation.propers import is_for_years, is_proper, is_regional, is_titled
from kg.annotation.runs import INSTRUMENTS, QUOTES_CLOSE, QUOTES_OPEN, left_run, lower_left, speech_end
from kg.annotation.shared_subjects import shared_subjects
from kg.annotation.shortened import known_before, unclaused, unpurposed, unsigned
from kg.annotation.subjects import colon_pieces, past_articles, topical
from kg.annotation.tails import Tail, countries, parties_at
from kg.annotation.tails import tail as find_tail
from kg.annotation.works import is_built, is_to_be_built

__all__ = ["find_frameworks"]


class _Frameworks:
    def __init__(self, context: Context) -> None:
        self.c = context
        self.joined: dict[int, int] = {}
        """Last head of a name that goes over `and` → where it begins."""

    def mentions(self) -> Iterator[Mention]:
        c = self.c
        for sentence, heads in c.by_sentence(c.hits["framework"]):
            floor = inner = sentence.start
            for at in heads:
                hit = c.hits["framework"][at]
                limit = speech_end(c, hit.end, sentence.end)
                free = at >= max(floor, inner) and hit.end <= limit
                found = self._at(at, hit, floor, limit) if free else []
                whole = hit.singular is not None or hit.rows[0][1] == "none"
                inner = max(inner, hit.end) if whole else inner  # no `accord` of `protocoles d'accord`
                if found:
                    yield from found
                    floor = max(at + 1, *(m.end for m in found))

    def _at(self, at: int, hit: Hit, floor: int, limit: int) -> list[Mention]:
        c = self.c
        hit = widened(c, hit)
        if hit.rows[0][1] == "none":
            return []  # `un projet de loi`
        if c.isa(at - 1, "of") and any((h := c.hit("framework", i)) and h.end == hit.end for i in range(at - 3, at)):
            return []  # `memorandums of understanding`
        capital = c.capital(at) or c.capital(hit.end - 1)
        following = c.hit("framework", hit.end) or c.hit("organization", hit.end)
        beyond, short = bracket_alias(c, hit.end)
        closing = c.hit("framework", beyond) if capital and short and c.capital(beyond) else None
        if closing is not None and closing.rows[0][0] == "mechanism":
            return []  # `Framework Agreement (FA) Council`
        if (
            following is not None
            and following.end <= limit
            and (c.capital(hit.end) == capital or (capital and self._agreed_by(at, hit, following, floor)))
            and not (capital and c.hit("office", hit.end))
        ):
            return []  # `partnership agreement`: the last head decides
        near = (h for i in range(at - 3, at) if (h := c.hit("framework", i)) is not None)
        within = hit.rows[0][0] == "agreement" and any(h.end >= hit.end and h.rows[0][0] == "agreement" for h in near)
        if not capital and (within or self._goes_on(hit, limit)):
            return []  # `mémorandums d'entente` is no `entente`
        if "site" in hit.rows[0][1] and any(
            c.capital(i) and (h := c.hit("organization", i)) and h.end in (hit.end, at) for i in range(at - 3, at)
        ):
            return []  # `la Banque centrale` is a bank
        if "site" in hit.rows[0][1] and any((h := c.hit("region", i)) and h.end > at for i in range(at - 2, at)):
            return []  # `l'Afrique Centrale` is a region
        if capital and self._goes_over(at, hit, floor, limit):
            return []
        found = self._capital(at, hit, floor, limit) if capital else self._lower(at, hit, floor, limit)
        nested = list(nested_mentions(c, found[0])) if found else []
        if nested:
            # An acronym whose letters the inner name repeats is the inner one's.
            found[0] = replace(found[0], aliases=tuple(a for a in found[0].aliases if a not in nested[0].aliases))
        return [*found, *nested]

    def _agreed_by(self, at: int, hit: Hit, following: Hit, floor: int) -> bool:
        """Whether a name in capitals only says which one an agreement behind it is (`a Joint Commission agreement`)."""
        own = following.rows[0][0] == "agreement" != hit.rows[0][0] and following.singular is None
        return own and self.c.isa(left_run(self.c, at, floor) - 1, "a")

    def _goes_on(self, hit: Hit, limit: int) -> bool:
        """Whether a work in lower case only says which project or programme it is (`the highway improvement project`)."""
        c = self.c
        for at in range(hit.end, min(hit.end + 4, limit) if "site" in hit.rows[0][1] else hit.end):
            later = c.hit("framework", at)
            if later is not None or not c.tokens[at].word or c.isa(at, "stop") or c.hit("auxiliary", at) or c.hit("event", at):
                return later is not None and later.rows[0][0] == "programme" and not c.capital(at)
        return False

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
        if not names or not initials_fit(self.c, start, end, names[0]):
            return False
        heads = [i for i in range(hit.end + 1, end) if c.hit("framework", i)]
        if heads:
            self.joined |= dict.fromkeys(heads, start)
        return bool(heads)

    def _capital(self, at: int, hit: Hit, floor: int, limit: int) -> list[Mention]:
        c = self.c
        start = self.joined.get(at) or quoted_left(c, at, floor) or self._left(at, hit, floor)
        while start < at and (
            (c.isa(start, "idle-modifier") and not (c.isa(start, "shared") or c.isa(start, "status") or c.country(start)))
            or (c.hit("calendar", start) and start + 1 == at)
            or ((counted := c.hit("calendar", start)) and counted.rows[0][0] == "ordinal" and not c.tokens[start].text.isdigit())
        ):
            start += 1
        start = stage_left(c, start, floor)
        first = start == c.sentences[c.sentence_at[at]].start and hit.end - start == 1 and hit.rows[0][1].startswith("cap,")
        if first and "world" not in hit.rows[0][1] and not c.capital(past_articles(c, hit.end + 1)) and c.tokens[hit.end].word:
            return []  # `Understanding on trade grows`: only its place makes it a capital
        tail = find_tail(c, hit, limit, capital=True)
        tail = unpurposed(unsigned(c, tail, start, at, hit), hit, start < at or topical(c, at, hit.end))
        tail = unclaused(tail, hit, start < at or hit.end - at > 1)
        if hit.singular is not None:
            several = len(tail.pieces) > 1 or (bool(tail.pieces) and is_signed(c, start, hit.end))
            joint = bool(tail.pieces) and hit.end - at > 1 and self._joint(at, hit)
            if joint or (several and hit.rows[0][0] in INSTRUMENTS):
                return listed_mentions(self.c, at, hit, tail)
            called = start < at and bool(bracket_alias(c, tail.end)[1])
            one = hit.rows[0][0] == "agreement" or "several" in hit.rows[0][1].split(",")
            if not called and not (one and is_proper(c, start, at)):
                return []
        elif not self._named(start, at, hit, tail):
            return []
        return [framework_mention(self.c, start, at, hit, tail)]

    def _left(self, at: int, hit: Hit, floor: int) -> int:
        """Where the capitals before a head begin, over a bracket, over `and`, over small words in a title."""
        c = self.c
        start = left_run(c, over_bracket(c, at, floor), floor)
        if start < at or hit.end - at > 1:
            start = joint_left(c, start, floor)
        if start < at:
            start = title_left(c, start, floor)
        return linked_left(c, start, floor)

    def _named(self, start: int, at: int, hit: Hit, tail: Tail) -> bool:
        """Whether a capitalized head with what stands around it is one thing's name."""
        c = self.c
        kind = hit.rows[0][0]
        if any((h := c.hit("body", i)) and h.end >= hit.end for i in range(start, hit.end)):
            return False
        one = hit.end - at == 1 or kind != "partnership"
        body = one and any((h := c.hit("organization", i)) and h.end >= hit.end for i in range(start, hit.end))
        general = hit.end - at == 1 and kind in ("mechanism", "partnership") and c.isa(at, "abstract")
        vague = general and not is_titled(c, start, at)
        joint = (
            is_shared(c, start, hit.end)
            or (tail.pieces and is_shared(c, tail.pieces[0][1] - 1, tail.pieces[0][1]))
            or (tail.end > hit.end and is_shared(c, hit.end + 1, hit.end + 2))  # `Council of Strategic Cooperation`
            or (tail.parties is not None and len(countries(c, *tail.parties)) > 1)
            or any(pair_end(c, i) in (tail.end, i + 3) for i in range(hit.end, tail.end))  # `Conseil présidentiel algéro-malien`
            or ((found := parties_at(c, tail.end)) is not None and len(countries(c, *found)) > 1)
        )
        shared = kind == "mechanism" and hit.end - at > 1 and "lower" in hit.rows[0][1]  # `Binational Commission`
        founded = (tail.end > hit.end or hit.end - at > 1) and c.isa(start - 1, "a") and is_founded(c, start)
        if (vague or (body and kind != "agreement" and "site" not in hit.rows[0][1])) and not (joint or shared or founded):
            return False
        if "world" in hit.rows[0][1].split(","):
            return True
        if known_before(c, start, tail) or ("city" in hit.rows[0][1].split(",") and c.ending("place", at) != start):
            return False
        told = tail.end > hit.end or tail.parties is not None
        alias = bool(bracket_alias(c, tail.end)[1]) and not c.hit("framework", tail.end + 1)
        modified = any(not c.isa(i, "idle-modifier") and c.tokens[i].word for i in range(start, at))
        if kind == "mechanism":
            if hit.end < len(c.tokens) and c.tokens[hit.end].text[0].isdigit() and c.tokens[hit.end].text[-1].isdigit():
                return False  # `Task Force 41` is a unit
            return modified or told or hit.end - at > 1 or alias
        if kind == "partnership":
            return told or modified or hit.end - at > 1
        if "site" in hit.rows[0][1]:
            return (
                (modified or is_proper(c, start, at) or tail.end > hit.end)
                and (len(countries(self.c, start, at)) != 1 or any(c.dash(i) and c.place(i - 1) for i in range(start + 1, at)))
                and not (c.capital(tail.end) and c.tokens[tail.end].word)
            )
        if kind == "programme":
            term = start - 3 * (c.isa(start - 1, "year") and c.dash(start - 2))  # `a three-year Programme of Cooperation`
            adopted = c.isa(term - 1, "a") and is_signed(c, term, hit.end)
            whole = bool(c.words.get("name-joint")) and start > c.sentences[c.sentence_at[at]].start
            return told or modified or (hit.end - at > 1 and (alias or adopted or whole))
        dated = hit.end - at > 1 and c.isa(start - 1, "the") and any(i in c.date_at for i in range(hit.end + 1, hit.end + 3))
        known = is_known(c, start)
        titled = any(c.isa(i, "of") for i in range(at, hit.end))  # `the Treaty of Friendship`
        signed = (titled or not known) and is_signed(c, start, tail.end)
        given = known or (c.isa(start - 1, "a") and self._signing(at))
        return told or modified or alias or dated or signed or (titled and given) or topical(self.c, at, hit.end)

    def _signing(self, at: int) -> bool:
        """Whether something is signed earlier in the sentence."""
        c = self.c
        events = c.hits["event"]
        start = c.sentences[c.sentence_at[at]].start
        return any(i in events and events[i].rows[0][0] == "signing" for i in range(start, at))

    def _joint(self, at: int, hit: Hit) -> bool:
        """Whether several mechanisms are each one by their subjects (`the Joint Working Groups on Trade, Tourism and Health`)."""
        c = self.c
        whole = c.capital(hit.end - 1) and c.isa(hit.end, "subject")  # no mere beginning of a sentence
        return hit.rows[0][0] == "mechanism" and is_shared(c, at, hit.end) and whole

    # -- heads in lower case ----------------------------------------------------------------------------------------------

    def _lower(self, at: int, hit: Hit, floor: int, limit: int) -> list[Mention]:
        c = self.c
        start, aliases = self._before(at, floor)
        start += hit.singular is not None and start < at and c.isa(start - 1, "to")  # `to build bridges`
        first = start
        while first > floor and (c.country(first - 1) or c.dash(first - 1) or c.isa(first - 1, "idle-modifier")):
            first -= 1
        if c.isa(start, "of") and c.isa(start - 1, "consent"):
            return []  # `se sont mis d'accord sur …`
        article = any(c.isa(first - 1, kind) for kind in ("det", "possessive", "quantity")) or c.fold(first - 1) in POSSESSIVE
        if hit.end == at + 1 and c.isa(at, "verb-noun") and c.isa(hit.end, "to") and not article:
            return []  # `Lima and Quito plan to meet`
        told = past_articles(c, hit.end + 1)
        if (c.isa(hit.end, "to") or (c.isa(hit.end, "of") and hit.end == at + 1)) and c.isa(told, "media"):
            return []  # `déclaration conjointe à la presse`, `communiqué de presse`
        if is_of_any(c, start) or is_occasion(c, at, hit.end):
            return []
        instrument = hit.rows[0][0] == "agreement" and c.isa(first - 2, "be")
        beside = c.fold(first - 2) == c.fold(first - 4)  # `as well as a protocol`
        predicate = (
            hit.singular is None and c.isa(first - 1, "det") and c.isa(first - 2, "predicate") and not (instrument or beside)
        )
        counted = count(c, first - 1)
        told = predicate and not is_proper(c, start, at)
        if (told or (c.isa(first - 1, "quantity") and not counted)) and not self._quoted(start, hit.end):
            return []
        modified = start < at or topical(c, at, hit.end)
        tail = unsigned(c, find_tail(c, hit, limit, capital=False), start, at, hit)
        tail = unclaused(unpurposed(tail, hit, modified, lower=True), hit, start < at or hit.end - at > 1)
        linked = "site" in hit.rows[0][1] and c.isa(hit.end, "site-preposition")  # `bridges linking Awa with Bamba`
        if hit.singular is not None and not linked:
            if "lower" in hit.rows[0][1] and hit.rows[0][0] == "agreement":
                pieces = tail.pieces or (tuple(colon_pieces(c, hit.end, limit)) if counted else ())
                one = len(pieces) == 1 and not (counted or tail.fields or tail.purpose) and is_signed(c, start, hit.end)
                if pieces and (one or len(pieces) > 1) and not (tail.fields and len(pieces) != counted):
                    return listed_mentions(self.c, at, hit, tail if tail.pieces else replace(tail, pieces=pieces, opens=hit.end))
            if count(c, start) or not (is_proper(c, start, at) and hit.rows[0][0] == "agreement" and tail.end == hit.end):
                return []
        elif not self._definite(start, at, hit, tail):
            return []
        mention = framework_mention(self.c, start, at, hit, tail)
        return [replace(mention, aliases=(*aliases, *mention.aliases)) if aliases else mention]

    def _before(self, at: int, floor: int) -> tuple[int, tuple[str, ...]]:
        """Where the modifiers of a head in lower case begin, and the acronym that a bracket among them gives."""
        c = self.c
        if c.fold(at - 1) == ")":
            for opening in range(at - 2, max(floor, at - 6), -1):
                end, names = bracket_alias(c, opening)
                if end == at and names and names[0].isupper() and c.capital(opening - 1):
                    return left_run(c, opening, floor), names
        if (quoted := quoted_left(c, at, floor)) > 0:
            return quoted, ()  # `the “Safe Ports” programme`
        body = c.ending("body", at)
        if body is not None and body >= floor:
            return body, ()  # `a Development Corporation compact`
        start = lower_left(c, at, floor)
        if c.isa(start - 1, "and") and start > floor + 2 and not c.capital(start - 2):
            # `a joint resources and energy commission`
            opened = lower_left(c, start - 1, floor)
            known = all(c.hit("topic", i) or c.hit("portfolio", i) for i in (opened, start))
            fields = known and c.isa(opened - 1, "a")
            if opened < start - 1 and ((c.isa(opened, "shared") and c.isa(opened - 1, "det")) or fields):
                start = opened  # `a health and education protocol`
        if (
            c.tokens[at - 1].text.isdigit()
            and c.tokens[at - 2].text == "+"
            and c.tokens[at - 3].text.isdigit()
            and at - 3 >= floor
        ):
            return at - 3, ()
        proper = next((i for i in range(start, at) if c.capital(i) and not c.country(i) and is_proper(c, i, i + 1)), None)
        if proper is None and c.capital(at - 1) and is_titled(c, title_left(c, left_run(c, at, floor), floor), at):
            proper = at - 1
        if proper is not None:
            start = left_run(c, proper, floor) if proper >= start else start
            start = min(start, proper)
            while start < proper and not c.capital(start):
                start += 1
            start = title_left(c, start, floor)
        if c.tokens[start - 1].text.isdigit() and len(c.tokens[start - 1].text) == 4 and start > floor:
            start -= 1
        return start, ()

    def _definite(self, start: int, at: int, hit: Hit, tail: Tail) -> bool:
        """Whether a head in lower case stands for one thing, by its kind."""
        c = self.c
        kind, frame = hit.rows[0][:2]
        occasion = c.isa(at, "meet-noun") and c.isa(start - 1, "a")  # `une réunion de haut niveau`
        if occasion or known_before(c, start, tail):
            return False
        between = tail.parties is not None and kind == "mechanism" and len(countries(c, *tail.parties)) > 1
        quoted = self._quoted(start, hit.end) or (c.fold(start - 1) in QUOTES_OPEN and c.tokens[at - 1].text in QUOTES_CLOSE)
        if quoted or between or len(countries(c, hit.end, tail.end)) > 1:
            return True
        proper = is_proper(c, start, at)
        first = first_state(c, start)
        if kind == "partnership" and ("lower" in frame or is_founded(c, first)) and len(countries(c, first, at)) > 1:
            return True  # `the Lima-Quito-Asunción trilateral partnership`
        if bracket_alias(c, hit.end)[1] and start < at and kind != "partnership":
            return True  # `a motor vehicle agreement (MVA)`
        if "site" in frame:
            known = proper or tail.told or is_regional(c, start, at) or is_to_be_built(c, start, frame.split(","))
            return known and ("place" not in frame.split(",") or is_built(c, start, hit.end, tail.end))
        regional = is_regional(c, start, at) and is_known(c, start)
        if tail.told or (kind == "programme" and (regional or is_for_years(c, start, at))):
            return True  # `le projet de pont sur la Rova`, `the Andean radio project`, `a three-year programme`
        if kind == "programme" and "lower" in frame and c.hit("body", start) and start < at and is_known(c, start):
            return True  # `the Pacific Forum programme`
        if c.tokens[start].text.isdigit() and c.tokens[start + 1].text == "+":
            return True  # `3+2 mechanism`
        heads = range(at, hit.end) if kind != "programme" or "of" not in frame.split(",") else ()  # `the Awa fund for schools`
        body = any((h := c.hit("organization", i)) and h.end == hit.end for i in heads)
        vague = c.isa(at, "abstract") and not (c.tokens[at - 1].text.isupper() and at > start)  # but `its HARBOUR vision`
        if (is_titled(c, start, at) or (proper and kind != "partnership")) and not body and not vague:
            return True
        if "lower" not in frame:
            told = tail.pieces or (kind == "agreement" and c.isa(start - 1, "a"))  # `signed a communiqué`
            if kind in INSTRUMENTS and told and is_signed(c, start, tail.end):
                return True
            granted = (
                kind == "agreement" and bool(c.hit("body", start) or c.hit("organization", at - 1)) and c.isa(hit.end, "with")
            )
            if kind == "programme" and is_state_plan(c, start, hit.end, tail.end):
                return True
            # `a ministerial-level committee on rare metals`: a modifier says what kind of body it is.
            about = any(topical(c, a, b) or c.capital(a) for a, b in tail.pieces) and not c.isa(hit.end, "of")
            states = max(len(countries(c, *span)) for span in ((first_state(c, start), at), (hit.end, tail.end)))
            between = kind == "mechanism" and states > 1
            several = hit.end - at > 1 or start < at
            which = several and not c.isa(hit.end - 1, "regular")
            joint = kind == "mechanism" and which and c.isa(start - 1, "a") and is_founded(c, start)
            joint = joint or (kind == "mechanism" and start < at and is_shared(c, start, at) and is_founded(c, start))
            return granted or between or joint or (kind == "mechanism" and body and about and start < at)
        return is_described(c, start, at, hit, tail)

    # -- around a head ----------------------------------------------------------------------------------------------------

    def _quoted(self, start: int, end: int) -> bool:
        """Whether marks of quotation enclose a phrase; one word in lower case is rather a figure of speech (a “bridge”)."""
        c = self.c
        if end == start + 1 and not c.capital(start):
            return False
        closes = any(c.tokens[i].text in QUOTES_CLOSE for i in range(end, min(end + 2, len(c.tokens))))
        return c.fold(start - 1) in QUOTES_OPEN and closes


def find_frameworks(context: Context) -> list[Mention]:
    """Every instrument or standing arrangement named or described as a definite thing; `key` is its kind.

    `attributes`: `head` folded; `countries` in its name; `lower`, `indefinite`, `within` (nested in a name) as yes or empty;
    `subject` as `first:last` tokens; `again` the name of what a short form stands for.
    """
    elided = {m.start: m for m in elided_frameworks(context)}
    longer = {start: m.end - (not m.attributes.get("fronted")) for start, m in elided.items()}
    found = [m for m in _Frameworks(context).mentions() if m.end > longer.get(m.start, 0)]
    found = [spaced(m) for m in shared_subjects(context, found)]
    covered = {at for m in found for at in range(m.start, m.end)}
    for unnamed in (called_frameworks(context), elided.values()):
        free = (uncovered(spaced(m), covered) for m in unnamed)
        more = [m for m in free if covered.isdisjoint(range(m.start, m.end))]
        found += more
        covered |= {at for m in more for at in range(m.start, m.end)}
    return sorted([*found, *frameworks_again(context, found)], key=lambda m: (m.start, -m.end))

"""Posts: the grammar of offices around a head noun of the lexicon.

    [status] [COUNTRY('s)] [status] [modifier | field]* HEAD [of|for PORTFOLIO] [of COUNTRY | of BODY] [and POST]*

A portfolio ends where its words end (lexicon of portfolios), which is also where a name may begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotated import Mention, MentionKind, PostMention
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.portfolios import fields_after, name_opens, open_fields, portfolio
from kg.model import CountryCode

__all__ = ["PostPhrase", "find_posts"]


_SERVED = frozenset({"head-of-state", "head-of-government", "minister", "royal", "secretary", "diplomat"})
"""Offices that have secretaries, advisers and spokespeople of their own."""


_ATTENDING = frozenset({"official", "envoy", "secretary"})
"""Offices that may serve another office."""


@dataclass(frozen=True, slots=True)
class PostPhrase:
    """A noun phrase of one or more posts, before anyone is known to hold them."""

    start: int
    """With determiner, country and status words."""
    end: int
    posts: tuple[PostMention, ...]
    plural: bool
    countries: tuple[CountryCode, ...]
    """All countries told in it, in order: two for `Moroccan and French Ministers`."""
    counterpart: bool
    """`his French counterpart`: the post is the antecedent's."""
    definite: bool
    """With an article, possessive or country, so that it may point at someone known."""
    bare: bool
    """Lower case throughout."""


class _Grammar:
    def __init__(self, context: Context, bodies: list[Mention]) -> None:
        self.c = context
        self.bodies = {m.start: m.end for m in bodies}
        """First token of an organization → token after it."""
        self.named = {m.end: m.name_end for m in bodies}
        """Token after an organization → token after its name, before its acronym in brackets."""
        self.body_ends = {end: start for start, end in self.bodies.items()}
        self.found: list[tuple[int, int]] = []
        """Bodies that only a post shows to be ones."""

    def phrases(self) -> Iterator[PostPhrase]:
        for sentence, heads in self.c.by_sentence({*self.c.hits["office"], *self.c.classes["counterpart"]}):
            floor = sentence.start
            for at in heads:
                phrase = self._phrase(at, floor, sentence.end) if at >= floor else None
                if phrase is not None:
                    yield phrase
                    floor = phrase.end

    def _phrase(self, at: int, floor: int, limit: int) -> PostPhrase | None:
        hit = self.c.hit("office", at)
        counterpart = self.c.isa(at, "counterpart") or (hit is not None and hit.rows[0][0] == "counterpart")
        if hit is None and not counterpart:
            return None
        attributive = hit is not None and not self.c.capital(at) and not hit.singular and self.c.isa(hit.end - 1, "attributive")
        if attributive and hit is not None and self._adjectival(hit.end, limit):
            return None
        first = self._post(at, floor, limit)
        if first is None:
            return None
        start, end, post, countries, definite = first
        posts = [post]
        plural = self._plural(at)
        # Another head after `and` without an article is a second post of the same person.
        while not plural and (self.c.isa(end, "and") or self.c.fold(end) == ","):
            nxt = end + 1 + (self.c.fold(end) == "," and self.c.isa(end + 1, "and"))
            second = self._next_post(nxt, limit, self.c.capital(post.start))
            bare_comma = self.c.fold(end) == "," and not self.c.isa(nxt - 1, "and")
            if second is None or (bare_comma and not self._more(second[1]) and not self._beside(posts[-1], second, limit)):
                break
            _, end, post, more, _ = second
            posts.append(post)
            countries = countries or more
        beside = self._next_post(end, limit, self.c.capital(end)) if self._juxtaposed(end, plural=plural) else None
        if beside is not None:
            _, end, post, more, _ = beside
            posts.append(post)  # `ambassadeur directeur des affaires africaines`
            countries = countries or more
        if len({*countries}) == 1 or (countries and not plural):
            posts = [replace(p, country=p.country or countries[0], reason=p.reason or "own-words") for p in posts]
        bare = not any(self.c.capital(i) for i in range(posts[0].start, posts[0].end))
        return PostPhrase(start, end, tuple(posts), plural, tuple(countries), counterpart, definite, bare)

    def _juxtaposed(self, end: int, *, plural: bool) -> bool:
        """Whether another office in lower case stands right behind one."""
        hit = self.c.hit("office", end)
        return hit is not None and not (plural or hit.singular or self.c.capital(end)) and bool(self.c.words.get("name-joint"))

    def _adjectival(self, after: int, limit: int) -> bool:
        """Whether a head in lower case only describes the noun behind it (`an official visit`)."""
        c = self.c
        if after >= limit or not c.tokens[after].word or c.capital(after) or c.tokens[after].text[0].isdigit():
            return False
        free = (
            c.isa(after, "stop")
            or c.isa(after, "clause")
            or c.isa(after, "preposition")
            or c.isa(after, "and")
            or c.isa(after, "be")
        )
        return not (
            free
            or c.hit("auxiliary", after)
            or c.hit("speech", after)
            or (c.hit("event", after) and "noun" not in c.hits["event"][after].rows[0][1])
            or c.fold(after).endswith("ed")
            or after in c.date_at
        )

    def _plural(self, at: int) -> bool:
        hit = self.c.hit("office", at)
        return self.c.isa(at, "counterparts") or bool(hit and hit.singular)

    def _more(self, end: int) -> bool:
        return self.c.isa(end, "and") and self._next_post(end + 1, end + 16, self.c.capital(end + 1)) is not None

    def _beside(self, first: PostMention, second: tuple[int, int, PostMention, list[CountryCode], bool], limit: int) -> bool:
        """`Minister of State, Minister of Foreign Affairs, NAME`: a further post after a comma, before the name's own."""
        government = {"minister", "deputy", "head-of-government"}
        named = self.c.fold(second[1]) == "," and self.c.capital(second[1] + 1)
        if self.c.words.get("name-joint"):
            # Without an article, an office after a comma is the same person's (`secrétaire général, président du Bureau NAME`).
            return (named and name_opens(self.c, second[1] + 1)) or name_opens(self.c, second[1])
        return first.office in government and second[2].office in government and named and second[1] < limit

    def _next_post(
        self, at: int, limit: int, capital: bool = True
    ) -> tuple[int, int, PostMention, list[CountryCode], bool] | None:
        """A post that begins just here, without article or country, whose head is of the same capitals as its neighbour's."""
        head = at
        while head < min(at + 6, limit):
            hit = self.c.hit("office", head)
            if hit is not None and not hit.singular:
                found = self._post(head, at, limit)
                return found if found and found[0] == at and self.c.capital(at) == capital else None
            if not (
                self.c.hit("portfolio", head) or self.c.hit("modifier", head) or self.c.isa(head, "and") or self.c.dash(head)
            ):
                return None
            head += 1
        return None

    # -- one post -------------------------------------------------------------------------------------------------------

    def _post(self, head: int, floor: int, limit: int) -> tuple[int, int, PostMention, list[CountryCode], bool] | None:
        c = self.c
        hit = c.hit("office", head)
        office, frame = (hit.rows[0][0], hit.rows[0][1]) if hit else ("counterpart", "field,name")
        after = self._before_body(head, hit.end) if hit else head + 1
        start, status = self._left(head, floor, "field" in frame or "body" in frame)
        left_country, core_start, status, definite = self._countries_before(start, floor, status)
        after = self._parts_after(after)
        told, follows, status = self._after_head(after, status)
        follows = self._past_form(follows, after)
        inner = self._inner_portfolio(head, after, limit)
        title_end, end, countries, organization = self._right(max(inner, follows), limit, frame, office)
        if c.dash(end) and (suffix := c.hit("modifier", end)) is not None:
            status, end = suffix.rows[0][0], suffix.end
        elif end > after and c.isa(end, "modifier-after") and (suffix := c.hit("modifier", end)) is not None:
            status, end = status or ("" if suffix.rows[0][0] in ("drop", "part") else suffix.rows[0][0]), suffix.end
        end = bracket_alias(c, end)[0]
        countries = left_country or told or countries
        title = c.text(start, max(after, title_end))
        if follows > after:
            title = " ".join(part for part in (c.text(start, after), c.text(follows, title_end)) if part)
        if countries and end > title_end and c.isa(after - 1, "state-form") and title_end == max(after, title_end):
            # `President of the Republic of Kenya`: the state's form of government is its name's.
            cut = next((i for i in range(head, after) if c.isa(i, "of")), after)
            title = c.text(start, cut)
        if hit and hit.singular:
            one = _cased(hit.singular, self.c, head, hit.end)
            title = " ".join(part for part in (c.text(start, head), one, c.text(max(after, follows), title_end)) if part)
        if end > title_end and "place" in frame and c.isa(title_end, "of") and self._to(end, limit):
            # `Ambassador of A to B`: A is served, B belongs to the title.
            to_end = self._to(end, limit)
            title, end = f"{title} {c.text(end, to_end)}", to_end
        post = PostMention(
            title=title,
            head=" ".join(c.fold(i) for i in range(head, after)) if not (hit and hit.singular) else hit.singular,
            office=office,
            status=status,
            country=countries[0] if len(countries) == 1 else None,
            reason="own-words" if countries else "",
            organization=organization,
            start=start,
            end=max(after, title_end),
            reference=frame == "bare",
        )
        return core_start, end, post, countries, definite

    def _before_body(self, head: int, end: int) -> int:
        """Token after a head, which ends before a body whose name it opens (`secrétaire général du ministère` de la Santé)."""
        body = next((i for i in range(head + 2, end) if self.bodies.get(i, 0) > end and self.c.isa(i, "ministry")), None)
        if body is None:
            return end
        while self.c.isa(body - 1, "det") or self.c.isa(body - 1, "of") or self.c.isa(body - 1, "at"):
            body -= 1
        return body

    def _parts_after(self, after: int) -> int:
        """Token after adjectives behind the head that belong to the title (`vice-ministre permanent`)."""
        c = self.c
        while c.isa(after, "modifier-after") and (hit := c.hit("modifier", after)) is not None and hit.rows[0][0] == "part":
            after = hit.end
        return after

    def _after_head(self, after: int, status: str) -> tuple[list[CountryCode], int, str]:
        """What adjectives after the head tell (`ministre marocain`, `président sortant`): (countries, token after, status)."""
        c = self.c
        countries: list[CountryCode] = []
        while True:
            found = c.country(after)
            modifier = c.hit("modifier", after)
            small = not c.capital(after) or c.isa(after - 1, "counterpart")
            if found is not None and found.use == "adjective" and small and not countries:
                countries, after = [found.code], found.end
            elif modifier is not None and c.isa(after, "modifier-after") and modifier.rows[0][0] != "part":
                status, after = status or modifier.rows[0][0], modifier.end
            else:
                return countries, after, status

    def _past_form(self, at: int, after: int) -> int:
        """Token after the adjectives of a state's form of government (`République islamique de Mauritanie`)."""
        c = self.c
        if at != after or not c.isa(after - 1, "state-form"):
            return at
        for end in range(after, after + 4):
            if c.isa(end, "of") and self._country_name(end + 1):
                return end
            if not c.tokens[end].word if end < len(c.tokens) else True:
                break
        return at

    def _inner_portfolio(self, head: int, after: int, limit: int) -> int:
        """Token after a head that already holds the opening of its portfolio (`minister of foreign affairs` and Trade)."""
        for at in range(head + 1, after - 1):
            if self.c.isa(at, "of") or self.c.isa(at, "for"):
                return max(after, portfolio(self.c, at + 1, limit))
        return after

    def _to(self, at: int, limit: int) -> int:
        """Token after `to COUNTRY` at a token; 0 if there is none."""
        if at < limit and self.c.isa(at, "to"):
            at += self.c.isa(at + 1, "of") and bool(self.c.words.get("name-joint"))  # `auprès de`
            end, seat = self._country_name(at + 1), self.c.place(at + 1)
            return end[0] if end else seat.end if seat and (self.c.isa(at, "at") or self.c.isa(at, "of")) else 0
        return 0

    def _left(self, head: int, floor: int, field: bool) -> tuple[int, str]:
        """Where the post begins: over modifiers (`Deputy`), fields (`Trade and Industry`) and an organization before the head."""
        c = self.c
        start, status, capital = head, "", c.capital(head)
        while start > floor:
            before = start - 1 if c.dash(start - 1) and start - 1 > floor else start
            if self._country_ending(before, floor) is not None:
                break
            modifier = c.ending("modifier", before)
            if modifier is not None and modifier >= floor and modifier not in c.date_at:
                effect = c.hits["modifier"][modifier].rows[0][0]
                if effect == "part" and c.capital(modifier) == capital:
                    start = modifier
                    continue
                if effect == "part" or (effect != "part" and status):
                    break
                break
            known = c.ending("portfolio", before) if field else None
            if known is not None and known >= floor and c.capital(known) == capital:
                start = known
                continue
            joined = self._joined(start, floor, capital) if field and start < head else None
            if joined is not None:
                start = joined
                continue
            body = self.body_ends.get(before) if field else None
            if body is not None and body >= floor:
                start = body
            break
        return start, status

    def _joined(self, start: int, floor: int, capital: bool) -> int | None:
        """Start of a field that `and` or a comma joins to the field at `start` (`Trade and Industry Minister`)."""
        c = self.c
        if not (c.isa(start - 1, "and") or c.fold(start - 1) in (",", "&")):
            return None
        field = c.ending("portfolio", start - 1)
        if field is None or field < floor or c.capital(field) != capital or not capital:
            return None
        # `talks on Trade and Foreign Minister X`: a field before `and` must itself follow a country, article or post.
        return (
            field
            if c.isa(field - 1, "det") or c.ending("country", field) is not None or c.fold(field - 1) in (",", "'s", "’s")
            else None
        )

    def _countries_before(self, start: int, floor: int, status: str) -> tuple[list[CountryCode], int, str, bool]:
        """Countries, status words and article left of a post; gives (countries, where the phrase begins, status, definite)."""
        c = self.c
        countries: list[CountryCode] = []
        definite = False
        at = start
        while at > floor:
            modifier = c.ending("modifier", at)
            if modifier is not None and modifier >= floor:
                effect = c.hits["modifier"][modifier].rows[0][0]
                if effect != "part":
                    status = status or ("" if effect == "drop" else effect)
                    at = modifier
                    continue
            possessive = at - 1 if c.fold(at - 1) in ("'s", "’s", "'", "’") else self._before_bracket(at, floor)
            found = self._country_ending(possessive, floor)
            if found is not None and not countries:
                country_start, code = found
                countries.insert(0, code)
                definite = True
                at = country_start
                # `Moroccan and French Ministers`, `Moroccan-French`
                other = self._country_ending(at - 1, floor) if c.isa(at - 1, "and") or c.dash(at - 1) else None
                if other is not None and possessive == start and self._plural_head(start):
                    countries.insert(0, other[1])
                    at = other[0]
                    # `Chilean, Peruvian and Bolivian ministers`
                    while c.fold(at - 1) == "," and (more := self._country_ending(at - 1, floor)) is not None:
                        countries.insert(0, more[1])
                        at = more[0]
                continue
            honorific = c.ending("honorific", at)
            if (
                honorific is not None
                and honorific >= floor
                and c.hits["honorific"][honorific].rows[0][0] != "formula"
                and countries == []
            ):
                at = honorific
                continue
            break
        if at > floor and (c.isa(at - 1, "det") or c.isa(at - 1, "possessive")):
            definite = True
            at -= 1
        elif at > floor and c.isa(at - 1, "with-article"):
            definite = True  # `au président malien`
        return countries, at, status, definite

    def _before_bracket(self, at: int, floor: int) -> int:
        """Where a bracket that ends before a token opens (`Republic of the Congo (ROC) President`); `at` if none does."""
        if self.c.fold(at - 1) == ")":
            for opening in range(at - 2, max(floor, at - 5), -1):
                if self.c.fold(opening) == "(":
                    return opening
        return at

    def _plural_head(self, start: int) -> bool:
        for at in range(start, start + 6):
            hit = self.c.hit("office", at)
            if hit is not None or self.c.isa(at, "counterpart"):
                return self._plural(at)
        return False

    def _country_ending(self, end: int, floor: int) -> tuple[int, CountryCode] | None:
        """A country's name or adjective, or a capital that stands for it, that ends before a token."""
        c = self.c
        start = c.ending("country", end)
        if start is not None and start >= floor:
            found = c.country(start)
            if found is not None and found.use != "combining":
                return (start - 1 if c.isa(start - 1, "det") and start - 1 >= floor else start), found.code
        return None

    def _country_name(self, at: int) -> tuple[int, CountryCode] | None:
        """A country by name at a token, over its article, or an adjective and a word for state (`the French Republic`)."""
        c = self.c
        if c.isa(at, "det"):
            at += 1
        found = c.country(at)
        if found is None and c.isa(at, "state-word"):
            found = c.country(at + 1 + c.isa(at + 1, "of"))  # `République tunisienne`, `royaume d'Espagne`
            return (found.end, found.code) if found is not None else None
        if found is None:
            return None
        if found.use == "name":
            return found.end, found.code
        return (found.end + 1, found.code) if c.isa(found.end, "state-word") else None

    def _right(self, after: int, limit: int, frame: str, office: str) -> tuple[int, int, list[CountryCode], int | None]:
        """Complements after the head; gives (end of title, end of phrase, countries, start of a body)."""
        c = self.c
        title_end = end = after
        countries: list[CountryCode] = []
        organization = None
        for _ in range(4):
            served = self._served(end, office)
            if served:
                title_end = end = served
                continue
            charge = self._in_charge(end, limit)
            if charge and "of" in frame:
                title_end = end = charge
                continue
            if not (end < limit and self._joint(end, frame)):
                break
            if c.isa(end, "to") and "place" in frame and (to := self._to(end, limit)):
                # `Ambassador to B`, `envoy to B`: B is where, not whom it serves.
                title_end = end = to
                continue
            at = end + 1
            country = self._country_name(at)
            body = at + 1 if c.isa(at, "det") else at
            body += c.isa(body, "company-noun") and body + 1 in self.bodies  # `PDG du groupe Solvex`
            run = self._body_run(body, limit, frame)
            if run > body:
                organization = body
                self.bodies[body] = run
                self.found.append((body, run))
            if (
                body in self.bodies
                and "of" in frame
                and (fields := fields_after(self.c, self.bodies[body], limit)) > self.bodies[body]
            ):
                title_end = end = fields  # `Minister for EU Funds`
                continue
            if (
                body in self.bodies
                and self.bodies[body] <= limit
                and not (country and country[0] > self.bodies[body])
                and not c.isa(end, "to")
            ):
                organization = body
                end = self.bodies[body]
                title_end = self.named.get(end, end)
                continue
            if country is not None and not c.isa(end, "to"):
                if c.isa(end, "for"):
                    title_end = end = country[0]
                    continue
                countries, end = self._states(at)
                break
            charge = portfolio(c, at, limit) if "of" in frame else 0
            if not charge:
                title_end, end, countries = self._governed(at, frame, office) or (title_end, end, countries)
                break
            title_end = end = charge
        if not countries and ("of" in frame or "body" in frame):
            title_end, end, countries = self._opened(after, title_end, end, limit)
        if not countries and end > after:
            countries, end = self._adjective(end)
        return title_end, end, countries, organization

    def _joint(self, at: int, frame: str) -> bool:
        """Whether a preposition that complements of an office follow stands at a token."""
        c = self.c
        named = "name" in frame and "bare" not in frame and "place" not in frame
        plain = c.isa(at, "of") or c.isa(at, "for") or c.isa(at, "to")
        return plain or (c.isa(at, "from") and named) or (c.isa(at, "at") and "body" in frame)

    def _governed(self, at: int, frame: str, office: str) -> tuple[int, int, list[CountryCode]] | None:
        """(end of title, end of phrase, its state) where an office of a city or region stands (`maire de Kaolack`)."""
        at += self.c.isa(at, "det")
        found, region = self.c.place(at), self.c.hit("region", at)
        if "place" not in frame or office not in ("local", "head-of-government", "diplomat"):
            return None
        if found is None:
            return (region.end, region.end, []) if region is not None and office != "diplomat" else None
        return found.end, found.end, [found.country] if office != "diplomat" else []

    def _opened(self, after: int, title_end: int, end: int, limit: int) -> tuple[int, int, list[CountryCode]]:
        """(end of title, end of phrase, countries) after fields that no table knows; as given where none follow."""
        opened = open_fields(self.c, end, limit, known=title_end > after)
        if not opened:
            return title_end, end, []
        state = self.c.isa(opened, "of") and self._country_name(opened + 1) is not None
        countries, last = self._states(opened + 1) if state else ([], opened)
        return opened, last, countries

    def _adjective(self, end: int) -> tuple[list[CountryCode], int]:
        """The state of an adjective behind a portfolio (`ministre des Affaires étrangères tunisien`), and the token after it."""
        found = self.c.country(end)
        if found is None or found.use != "adjective" or self.c.capital(end):
            return [], end
        return [found.code], found.end

    def _states(self, at: int) -> tuple[list[CountryCode], int]:
        """The states named from a token on, one or a list, and the token after (`of Greece, Cyprus and Malta`)."""
        c = self.c
        codes: list[CountryCode] = []
        end, more = at, self._country_name(at)
        while more:
            codes.append(more[1])
            end, more = more[0], None
            after = self._country_name(end + 2 if c.isa(end + 1, "of") else end + 1)
            closing = c.isa(end, "and") and after is not None and not c.isa(after[0], "of")
            if closing or (c.fold(end) == "," and after is not None and self._listed(after[0])):
                more = after
        return codes, end

    def _listed(self, end: int) -> bool:
        """Whether a list of countries goes on to the `and` that closes it."""
        while self.c.fold(end) == "," and (more := self._country_name(end + 1)):
            end = more[0]
        return self.c.isa(end, "and") and self._country_name(end + 1) is not None

    def _served(self, at: int, office: str) -> int:
        """Token after an officer whom another serves (`Additional Secretary to the President`); 0 where none stands.

        In lower case, only attendants have one (`conseiller du ministre`).
        """
        c = self.c
        if not (c.isa(at, "to") or c.isa(at, "of")):
            return 0
        officer = at + 1
        while c.isa(officer, "to") or c.isa(officer, "of"):
            officer += 1
        officer += c.isa(officer, "det")
        hit = c.hit("office", officer)
        if hit is None or hit.singular or hit.rows[0][0] not in _SERVED or (officer == at + 1 and c.capital(at + 1)):
            return 0
        return hit.end if c.capital(officer) or (office in _ATTENDING and c.words.get("name-joint")) else 0

    def _in_charge(self, at: int, limit: int) -> int:
        """Token after `in charge of PORTFOLIO`, a comma aside (`, chargé de la Coopération`); 0 where it does not stand."""
        at += self.c.fold(at) == ","
        at += self.c.isa(at, "in")
        if self.c.isa(at, "charge") and (self.c.isa(at + 1, "of") or self.c.isa(at + 1, "for")):
            return portfolio(self.c, at + 2, limit)
        return 0

    def _body_run(self, at: int, limit: int, frame: str) -> int:
        """Token after a body without a head noun of its own: `Qatar Tourism`, `Kenya Railways`; `at` where there is none.

        A capitalized run of two words or more that ends with a field's word, or any such run after the head of a company.
        """
        c = self.c
        if at in self.bodies or "body" not in frame or c.hit("office", at) or c.hit("portfolio", at):
            return at
        end = at
        while (
            end < limit
            and c.capital(end)
            and c.tokens[end].word
            and not c.hit("office", end)
            and not c.hit("honorific", end)
            and end not in c.date_at
        ):
            end += 1
        fields = [i for i in range(at + 1, end) if c.hit("portfolio", i) and c.hits["portfolio"][i].end <= end]
        if fields:
            return c.hits["portfolio"][fields[-1]].end
        country = c.country(at)
        company = "place" not in frame and "of" not in frame
        return end if company and end > at and not (country and country.end == end) else at


def _cased(singular: str, c: Context, start: int, end: int) -> str:
    """A singular with the capitals of its plural: on each word, on the first, on none."""
    if all(c.capital(i) for i in range(start, end)):
        return singular.title()
    return singular[:1].upper() + singular[1:] if c.capital(start) else singular


def find_posts(context: Context, bodies: list[Mention]) -> tuple[list[PostPhrase], list[Mention]]:
    """Every post phrase of a text, in order, and the organizations that only their posts show (`Chair of Qatar Tourism`).

    `bodies` are the organizations found so far, which a post may be of.
    """
    grammar = _Grammar(context, bodies)
    phrases = list(grammar.phrases())
    shown = [
        Mention(
            MentionKind.ORGANIZATION,
            start,
            end,
            name=context.text(start, end),
            name_start=start,
            name_end=end,
            country=found.code if (found := context.country(start)) else None,
        )
        for start, end in dict.fromkeys(grammar.found)
    ]
    return phrases, shown

"""What stands right of the head of an office: HEAD [adjective | status] [of|for PORTFOLIO] [of COUNTRY | of BODY].

A portfolio, a seat and the name of a body belong to the title; the state that is served only to the phrase.
"""

from dataclasses import dataclass

from kg.annotated import POSSESSIVE_S, Hit, Mention
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.portfolios import articled_rank, fields_after, name_opens, open_fields, portfolio
from kg.annotation.post_adjectives import adjective, after_head, parts_after
from kg.annotation.post_states import area, country_name, desk, destination, domain, of_both, states, unit
from kg.model import CountryCode

__all__ = ["Complemented", "Complements", "office_frame"]

_SERVED = frozenset({"head-of-state", "head-of-government", "minister", "royal", "secretary", "diplomat"})
"""Offices that have secretaries, advisers and spokespeople of their own."""
_NOT_SENT = frozenset({"head-of-state", "head-of-government", "royal", "minister", "parliament"})
"""Offices that are sent nowhere, so that a place after `à` is where something happens."""
_ATTENDING = frozenset({"official", "envoy", "secretary"})
"""Offices that may serve another office."""


@dataclass(frozen=True, slots=True)
class Complemented:
    """What stands right of one head."""

    head_end: int
    """Token after the head and the adjectives of rank behind it."""
    resumed: int
    """Token after adjectives of state and status, which the title leaves out, and where it goes on."""
    title_end: int
    end: int
    """With countries, status words and an acronym in brackets."""
    countries: tuple[CountryCode, ...]
    status: str
    organization: int | None
    """First token of the body that the office is of."""


def office_frame(hit: Hit | None) -> tuple[str, str]:
    """The kind of office of a head and what may stand beside it; a head that is no entry of its own is `counterpart`."""
    return (hit.rows[0][0], hit.rows[0][1]) if hit else ("counterpart", "field,name")


class Complements:
    """Reads what stands right of heads, in a text whose organizations are known."""

    def __init__(self, context: Context, bodies: list[Mention]) -> None:
        self.c = context
        self.bodies = {m.start: m.end for m in bodies}
        """First token of an organization → token after it."""
        self.named = {m.end: m.name_end for m in bodies}
        """Token after an organization → token after its name, before its acronym in brackets."""
        self.found: list[tuple[int, int]] = []
        """Bodies that only a post shows to be ones."""

    def after(self, head: int, hit: Hit | None, status: str, limit: int) -> Complemented:
        """What stands right of a head, up to `limit` at most; `hit` is its entry, `status` what was told left of it."""
        c = self.c
        office, frame = office_frame(hit)
        head_end = parts_after(c, self._before_body(head, hit.end) if hit else head + 1)
        head_end = desk(c, head_end) if "field" in frame else area(c, head_end) if office == "official" else head_end
        past, short = bracket_alias(c, head_end)
        head_end = past if short and short[0].isupper() and c.isa(past, "of") else head_end  # `président-directeur général (PDG)`
        told, follows, status = after_head(c, head_end, status)
        resumed = _past_form(c, follows, head_end)
        inner = _inner_portfolio(c, head, head_end, limit)
        after = parts_after(c, resumed) if told else resumed  # `ministre français délégué chargé du Commerce`
        title_end, end, countries, organization = self._right(max(inner, after), limit, frame, office)
        if c.dash(end) and (suffix := c.hit("modifier", end)) is not None:
            status, end = suffix.rows[0][0], suffix.end
        elif end > head_end and c.isa(end, "modifier-after") and (suffix := c.hit("modifier", end)) is not None:
            status, end = status or ("" if suffix.rows[0][0] in ("drop", "part") else suffix.rows[0][0]), suffix.end
        end = bracket_alias(c, end)[0]
        return Complemented(head_end, resumed, title_end, end, tuple(told or countries), status, organization)

    def _before_body(self, head: int, end: int) -> int:
        """Token after a head, which ends before a body whose name it opens (`secrétaire général du ministère` de la Santé), or of
        which it holds a part (`président de l'Assemblée nationale` du Pouvoir populaire)."""
        chamber = office_frame(self.c.hit("office", head))[0] == "parliament"
        within = (i for i in range(head + 2, end) if self.bodies.get(i, 0) > end)
        body = next((i for i in within if self.c.isa(i, "ministry") or (chamber and self._goes_on(i, end))), None)
        if body is None:
            return end
        while self.c.isa(body - 1, "det") or self.c.isa(body - 1, "of") or self.c.isa(body - 1, "at"):
            body -= 1
        return body

    def _goes_on(self, body: int, end: int) -> bool:
        """Whether the name of a body goes on past a token, and not with its state alone."""
        return self.named.get(self.bodies[body], 0) > end and country_name(self.c, end + 1) is None

    def _right(self, after: int, limit: int, frame: str, office: str) -> tuple[int, int, list[CountryCode], int | None]:
        """Complements after the head; gives (end of title, end of phrase, countries, start of a body)."""
        c = self.c
        title_end = end = after
        countries: list[CountryCode] = []
        organization = None
        if (direct := self._direct(after, limit, frame)) is not None:
            return direct
        for _ in range(4):
            onward, code = _onward(c, end, limit, frame, office)
            if onward:
                title_end = end = onward
                countries = countries or code
                continue
            if not (end < limit and (_joint(c, end, frame) or self._employed(end, frame))):
                break
            at = end + 1
            country = country_name(c, at)
            body = at + 1 if c.isa(at, "det") else at
            body += self._company(body)  # `PDG du groupe français Solvex`
            run = self._body_run(body, limit, frame) if office != "local" else body
            if run > body and not (country and country[0] > run):  # `Ambassador of the Arab Republic of Egypt`
                organization = body
                self.bodies[body] = run
                self.found.append((body, run))
            if (
                body in self.bodies
                and "of" in frame
                and (fields := fields_after(c, self.bodies[body], limit)) > self.bodies[body]
            ):
                title_end = end = fields  # `Minister for EU Funds`
                continue
            if (
                body in self.bodies
                and self.bodies[body] <= limit
                and not (country and country[0] > self.bodies[body])
                and (not c.isa(end, "to") or (c.isa(end, "at") and (c.isa(body, "ministry") or c.isa(body, "embassy"))))
            ):
                organization, own = self._reached(body)
                countries, end = countries + own, self.bodies[organization]
                title_end = self.named.get(end, end)
                continue
            if country is not None and not c.isa(end, "to"):
                if c.isa(end, "for"):
                    title_end = end = country[0]
                    continue
                countries, end = _serving(c, at, limit, office)
                if len(countries) == 1 and (owned := self._own_body(end)) is not None:
                    organization, end = owned, self.bodies[owned]
                    title_end = self.named.get(end, end)
                break
            charge = (portfolio(c, at, limit) if "of" in frame else 0) or (unit(c, body, limit) if "body" in frame else 0)
            if not charge and "body" in frame and c.capital(body) and (head := c.hit("organization", body)) is not None:
                charge = head.end if head.end == body + 1 and not head.singular else 0  # `Secretary General of the Chamber`
            if not charge:
                title_end, end, countries = _governed(c, at, frame, office) or (title_end, end, countries)
                break
            title_end = end = charge
        if not countries and ("of" in frame or "body" in frame or office in _NOT_SENT):
            title_end, end, countries = _opened(c, after, title_end, end, limit, office)
        if not countries and end > after:
            countries, end = adjective(c, end)
        return title_end, end, countries, organization

    def _employed(self, at: int, frame: str) -> bool:
        """Whether `in` and a body follow an office of one (`Secretary in the Ministry of Trade`, `at Peru's Senate`), or
        `in` and an office follow a minister (`Minister within the Office of the Prime Minister`)."""
        c = self.c
        body = at + 1 + c.isa(at + 1, "det")
        seat = "body" in frame or c.isa(body, "ministry") or c.isa(body, "office-head")
        if not (seat and (c.isa(at, "in") or c.isa(at, "within"))):
            return False
        owner = country_name(c, at + 1)
        return body in self.bodies or (owner is not None and self._own_body(owner[0]) is not None)

    def _company(self, at: int) -> int:
        """How many tokens a word for a company, perhaps with its state's adjective, stands before its name."""
        c = self.c
        land = c.country(at + 1) if c.isa(at, "company-noun") else None
        name = land.end if land is not None and land.use == "adjective" else at + 1
        return name - at if c.isa(at, "company-noun") and name in self.bodies else 0

    def _direct(self, after: int, limit: int, frame: str) -> tuple[int, int, list[CountryCode], int | None] | None:
        """What stands right behind a head and ends it: a body (`Secretary (West) Ministry of Trade`), `of the two countries`."""
        c = self.c
        if after in self.bodies and "body" in frame and c.capital(after) and self.bodies[after] <= limit:
            end = self.bodies[after]
            return self.named.get(end, end), end, [], after
        shared = of_both(c, after + 1) if c.isa(after, "of") else 0
        if c.fold(after) == "," and after + 1 in self.bodies and "field" in frame and c.isa(after + 1, "ministry"):
            end = self.bodies[after + 1]
            if c.fold(end) == "," or name_opens(c, end):
                return self.named.get(end, end), end, [], after + 1  # `Permanent Secretary, Ministry of Trade, A`
        return (after, shared, [], None) if shared else None

    def _own_body(self, end: int) -> int | None:
        """The body that a state or body told before a token owns (`Vice-Minister of China's National Health Commission`)."""
        return end + 1 if self.c.fold(end) in POSSESSIVE_S and end + 1 in self.bodies else None

    def _reached(self, body: int) -> tuple[int, list[CountryCode]]:
        """The body that a body at a token owns, and its state (`the Chilean Senate's Finance Committee`); else itself."""
        owned = self._own_body(self.bodies[body])
        land = self.c.country(body) if owned is not None else None
        return body if owned is None else owned, [land.code] if land is not None else []

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
            last = c.hits["portfolio"][fields[-1]].end  # none in `Head of the Joint Economic Commission`
            return at if c.capital(last) and (c.hit("framework", last) or c.hit("organization", last)) else last
        country, company = c.country(at), "place" not in frame and "of" not in frame
        return end if company and end > at and not (country and country.end == end) else at


def _past_form(c: Context, at: int, after: int) -> int:
    """Token after the adjectives of a state's form of government (`République islamique de Mauritanie`)."""
    if at != after or not c.isa(after - 1, "state-form"):
        return at
    for end in range(after, after + 4):
        if (c.isa(end, "of") and country_name(c, end + 1)) or (end > after and name_opens(c, end)):
            return end
        if not c.tokens[end].word if end < len(c.tokens) else True:
            break
    return at


def _inner_portfolio(c: Context, head: int, after: int, limit: int) -> int:
    """Token after a head that already holds the opening of its portfolio (`minister of foreign affairs` and Trade)."""
    for at in range(head + 1, after - 1):
        if c.isa(at, "of") or c.isa(at, "for"):
            return max(after, portfolio(c, at + 1, limit))
    return after


def _joint(c: Context, at: int, frame: str) -> bool:
    """Whether a preposition that complements of an office follow stands at a token; somebody else's title is none."""
    title = c.hit("honorific", at + 1)
    if title is not None and title.rows[0][0] == "title" and c.capital(title.end):
        return False  # `envoyé spécial de S.E. A`
    named = "name" in frame and "bare" not in frame and "place" not in frame
    on = c.isa(at, "on") and ("field" in frame or "of" in frame) and c.capital(at + 1) and at + 1 not in c.date_at
    plain = c.isa(at, "of") or c.isa(at, "for") or c.isa(at, "to") or on
    return plain or (c.isa(at, "from") and named) or (c.isa(at, "at") and "body" in frame)


def _governed(c: Context, at: int, frame: str, office: str) -> tuple[int, int, list[CountryCode]] | None:
    """(end of title, end of phrase, its state) where an office of a city or region stands (`maire de Kaolack`), or one sent by a
    state that a city stands for (`ambassadeur de Tokyo à Lima`)."""
    joint = at - 1
    at += c.isa(at, "det")
    if office == "local" and c.isa(at, "district-noun") and (c.isa(at + 1, "of") or c.capital(at + 1)):
        named = at + 1 + c.isa(at + 1, "of")  # `gouverneur de la région du Sud`
        named += c.isa(named, "det")
        end = named
        while end < named + 3 and c.capital(end) and c.tokens[end].word:
            end += 1
            end += 2 * (c.dash(end) and c.tokens[end].glued and c.capital(end + 1))
        return (end, end, []) if end > named else None
    found, region = c.place(at), c.hit("region", at)
    if office == "local" and c.isa(at, "city-noun"):
        return at + 1, at + 1, []  # `maire de la capitale`
    if "place" not in frame or office not in ("local", "head-of-government", "royal", "diplomat"):
        return None
    if found is None and region is None:
        end = domain(c, at) if office == "local" else at
        return (end, end, []) if end > at else None
    if found is None:
        return (region.end, region.end, []) if region is not None and office != "diplomat" else None
    sends = office == "diplomat" and c.isa(joint, "of") and c.isa(found.end, "to")
    return joint if sends else found.end, found.end, [found.country] if sends or office != "diplomat" else []


def _onward(c: Context, end: int, limit: int, frame: str, office: str) -> tuple[int, list[CountryCode]]:
    """Token after what belongs to a title whole: an officer served, what it is in charge of, where it is sent; 0 for none."""
    if c.isa(end, "of") and c.isa(end + 1, "possessive") and c.isa(end + 2, "shared-party"):
        return end + 3, []  # `représentant permanent de notre pays auprès de …`
    served, code = _served(c, end, office)
    if served:
        return served, code
    charge = _in_charge(c, end, limit)
    if charge and "of" in frame:
        return charge, []
    if c.isa(end, "in") and office in ("diplomat", "envoy") and (seat := _seat(c, end + 1, limit)):
        return seat, []
    home = office in _NOT_SENT and c.isa(end, "in")
    sent = "place" in frame and end < limit and c.isa(end, "to") and not home
    # `Ambassador to B`, `envoy to B`: B is where, not whom it serves.
    return (destination(c, end, limit) if sent and _joint(c, end, frame) else 0), []


def _ruled(c: Context, at: int) -> tuple[list[CountryCode], int]:
    """The state in which an office is held that its holder's name closes (`président de la Transition au Mali, A`), and the token
    after it."""
    land = country_name(c, at + 1) if c.isa(at, "in") else None
    name = land[0] + (c.fold(land[0]) == ",") if land is not None else at
    named = name_opens(c, name) or articled_rank(c, name)
    return ([land[1]], land[0]) if land is not None and named else ([], at)


def _serving(c: Context, at: int, limit: int, office: str) -> tuple[list[CountryCode], int]:
    """The states served that begin at a token, and the token after them or, for a diplomat, after the city in which it sits."""
    served, end = states(c, at)
    abroad = office == "diplomat" and c.isa(end, "in") and not c.isa(end, "to") and c.place(end + 1) is not None
    return served, (_seat(c, end + 1, limit) or end) if abroad else end  # `Ambassador of Chile in Lima, A`


def _seat(c: Context, at: int, limit: int) -> int:
    """Token after the city or state in which a diplomat serves whose name follows it (`Ambassador in Lima Ken Arato`); else 0."""
    place, land = c.place(at), c.country(at)
    end = place.end if place is not None else land.end if land is not None and land.use == "name" else 0
    name = end + (c.fold(end) == ",")
    return end if end and name < limit and name_opens(c, name) and c.capital(name + 1) else 0


def _opened(c: Context, after: int, title_end: int, end: int, limit: int, office: str) -> tuple[int, int, list[CountryCode]]:
    """(end of title, end of phrase, countries) after a state where the office is held, or fields that no table knows; as given
    where none follow."""
    ruled, past = _ruled(c, end) if office in _NOT_SENT else ([], end)
    if ruled:
        return title_end, past, ruled
    opened = open_fields(c, end, limit, known=title_end > after)
    if not opened:
        return title_end, end, []
    state = c.isa(opened, "of") and country_name(c, opened + 1) is not None
    countries, last = states(c, opened + 1) if state else ([], opened)
    return opened, last, countries


def _served(c: Context, at: int, office: str) -> tuple[int, list[CountryCode]]:
    """Token after an officer whom another serves (`Adviser to the Egyptian Minister`), and his state; 0 where none stands.

    In lower case, only attendants have one (`conseiller du ministre`).
    """
    if not (c.isa(at, "to") or c.isa(at, "of")):
        return 0, []
    officer = at + 1
    while c.isa(officer, "to") or c.isa(officer, "of"):
        officer += 1
    officer += c.isa(officer, "det")
    land = c.country(officer)
    marked = land is not None and land.use == "adjective" and c.hit("office", land.end) is not None and officer > at + 1
    if marked and land is not None:
        officer = land.end
    hit = c.hit("office", officer)
    if hit is None or hit.singular or hit.rows[0][0] not in _SERVED:
        return 0, []
    behind = c.country(hit.end)
    named = name_opens(c, behind.end if behind is not None and behind.use == "adjective" else hit.end)
    if (officer == at + 1 and c.capital(officer) and not c.isa(at, "contracted")) or (named and c.words.get("name-joint")):
        return 0, []  # `envoyé spécial du président malien A`: the officer's name is no part of a title
    states_told = [land.code] if marked and land is not None else []
    end = hit.end + (3 if c.isa(hit.end, "of") and c.isa(hit.end + 2, "state-form") else 0)  # `du président de la République`
    return (end if c.capital(officer) or (office in _ATTENDING and c.words.get("name-joint")) else 0), states_told


def _in_charge(c: Context, at: int, limit: int) -> int:
    """Token after `in charge of PORTFOLIO`, `with responsibility for PORTFOLIO`, a comma aside (`, chargé de la Coopération`); 0
    where it does not stand."""
    at += c.fold(at) == ","
    at += c.isa(at, "in") or c.isa(at, "with")
    if c.isa(at, "charge") and (c.isa(at + 1, "of") or c.isa(at + 1, "for")):
        return portfolio(c, at + 2, limit) or _named_fields(c, at + 2, limit)
    return 0


def _named_fields(c: Context, at: int, limit: int) -> int:
    """Token after fields in capitals that no table knows (`chargé de la Formalisation et de la Protection sociale`); else 0."""
    end, here = 0, at
    while here < limit:
        while c.isa(here, "det"):
            here += 1
        field = portfolio(c, here, limit)
        if not field and not (c.capital(here) and c.tokens[here].word and not c.hit("office", here) and not c.country(here)):
            return end
        end = field or here + 1
        here = end + (c.fold(end) == ",")
        here += c.isa(here, "and")
        if here == end or not c.isa(here, "of"):
            return end
        here += 1
    return end

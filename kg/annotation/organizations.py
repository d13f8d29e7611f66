"""Organizations: bodies of the gazetteer, and the grammar of head nouns.

    HEAD of PORTFOLIO [of COUNTRY]           Ministry of Industry and Trade of Vietnam
    [COUNTRY] CAPITALS … HEAD [of CAPITALS]  Vietnam Academy of Agricultural Sciences, Foreign Ministry
    HEADS of FIELD and FIELD                 Departments of State and Defense: one each
    FIELD COUNTRY                            Enterprise Greece
    … (ACRONYM)                              an alias, by which the body is found again

The state's adjective is dropped from a ministry's name (`Romanian Foreign Ministry`); the wording with it is an alias.
"""

from collections.abc import Iterator

from kg.annotated import POSSESSIVE_S, Hit, Mention, MentionKind
from kg.annotation.behind import pair_end
from kg.annotation.body_starts import body_start, head_ahead
from kg.annotation.brackets import body_named, bracket_alias, spaced
from kg.annotation.context import Context
from kg.annotation.fields import behind_state, fields_joint, head_adjectives, name_tail, office_before
from kg.annotation.later import bodies_again
from kg.annotation.unheaded import country_before, find_agency, find_unheaded, lower_ministry, short_form, unheaded_openings
from kg.model import CountryCode

__all__ = ["find_organizations"]

_NAMED = ("body", "organization", "agency")
"""Layers of what names a body by itself."""
_WHOLE = ("venue", "country")
"""Layers of names that may hold a head that is none of a body."""
_FIELD_OFFICES = frozenset({"minister", "secretary", "deputy"})
"""Offices whose `of X` is a portfolio, whatever X is called (`Secretary of the Treasury`)."""


class _Grammar:
    def __init__(self, context: Context) -> None:
        self.c = context

    def mentions(self) -> Iterator[Mention]:
        c = self.c
        for sentence, openings in c.by_sentence({*c.hits["body"], *c.hits["organization"], *unheaded_openings(c)}):
            floor = sentence.start
            for at in openings:
                if at < floor:
                    continue
                found = self._named(at, floor, sentence.end) if at in c.starts(_NAMED) else []
                found = found or find_unheaded(c, at, floor, sentence.end)
                if found:
                    yield from found
                    floor = max(at + 1, *(m.end for m in found))

    def _named(self, at: int, floor: int, limit: int) -> list[Mention]:
        agency, head = self.c.hit("agency", at), self.c.hit("organization", at)
        whole = agency is not None and head is not None and agency.end > head.end  # `Département d'État`
        own = find_agency(self.c, at) if whole else []
        return self._body(at, limit) or own or self._headed(at, floor, limit) or find_agency(self.c, at)

    # -- of the gazetteer -----------------------------------------------------------------------------------------------

    def _body(self, at: int, limit: int) -> list[Mention]:
        c = self.c
        hit = c.hit("body", at)
        if hit is None or at in c.date_at or self._field_of_office(at, hit):
            return []
        head = head_ahead(c, hit.end, limit)
        if (
            head is not None
            and c.hit("conference", head) is None
            and (longer := self._headed(head, at, limit))
            and longer[0].start == at
        ):
            return longer
        return [body_named(c, at, hit.end, key=hit.rows[0][0])]

    def _field_of_office(self, at: int, hit: Hit) -> bool:
        """Whether a body's name is the last field of a portfolio (`ministre de la Culture et de la Francophonie`)."""
        c = self.c
        field = c.hit("portfolio", at)
        before = at - 1
        while c.isa(before, "the") or c.isa(before, "of"):
            before -= 1
        listed = c.isa(before, "and") and c.ending("portfolio", before) is not None
        officer = c.hit("office", before) is not None and c.isa(before - 1, "det")  # `le responsable de l'Union`
        charge = c.isa(before, "charge") and not c.isa(before + 1, "at") and not officer
        return field is not None and field.end == hit.end and (listed or charge or office_before(c, before + 1) in _FIELD_OFFICES)

    # -- by their heads -------------------------------------------------------------------------------------------------

    def _headed(self, at: int, floor: int, limit: int) -> list[Mention]:
        c = self.c
        hit = c.hit("organization", at)
        if hit is None or hit.end > limit or at in c.date_at:
            return []
        frame = hit.rows[0][0].split(",")
        if not c.capital(at):
            return self._small(at, hit, limit) if "small" in frame else lower_ministry(c, at, hit, floor)
        if self._heads_on(hit.end, limit) or (self._in_other(at, floor) and not c.isa(hit.end - 1, "ministry")):
            return []
        start = body_start(c, at, floor)
        seat = c.isa(start - 1, "the") and c.isa(start - 2, "in") and any(c.isa(i, "venue") for i in range(start, at))
        house = start - 1 - c.isa(start - 1, "the")
        officer = c.hit("office", start) and c.isa(hit.end - 1, "office-head")  # `at the Prime Minister's Office`
        seat = (
            seat
            or bool(officer and c.isa(house, "at-place"))
            or (c.isa(house, "of") and c.isa(house - 1, "venue") and ("bare" in frame or not c.isa(house - 1, "headquarters")))
        )
        if seat or not any(c.tokens[i].word for i in range(start, hit.end)):
            return []
        name_end = name_tail(c, hit, limit, frame)
        plain, land = head_adjectives(c, hit.end)
        if name_end == plain and land is not None and c.isa(at, "delegation"):
            return []  # `la Délégation italienne` is a team
        if name_end == plain and land is not None and hit.end == at + 1 and (owner := short_form(c, plain, limit)) > plain:
            # `l'Agence tunisienne FIPA`: the head only says what the name behind it is
            return [Mention(MentionKind.ORGANIZATION, at, owner, c.text(plain, owner), plain, owner, country=land)]
        pair = pair_end(c, name_end)
        members = c.isa(at, "members") and c.country(name_end) is not None
        if (pair > name_end and not members) or c.classes.any("joint-adjective", at, name_end):
            return []  # `Conseil de coordination algéro-malien`: states share it
        name_end = max(name_end, pair)  # but `Association d'amitié Gabon-Cameroun` has members
        if not self._complete(start, at, hit, name_end, frame) or self._portfolio(start, at) or c.isa(name_end, "shared"):
            return []
        if hit.singular is not None:
            return self._several(start, at, hit, name_end)
        return [self._mention(start, at, hit, name_end, frame)]

    def _in_other(self, at: int, floor: int) -> bool:
        """Whether a head is part of a venue's or state's name (`Oval Office`, `Russian Federation`)."""
        near = range(max(floor, at - 4), at + 1)
        return self.c.any_hit(_WHOLE, near.start, near.stop) and any(
            (hit := self.c.hit(layer, i)) and hit.end > at for layer in _WHOLE for i in near
        )

    def _heads_on(self, end: int, limit: int) -> bool:
        """Whether a run goes on to a later head, which then decides (`Financial Institutions Examination Council`)."""
        c = self.c
        for at in range(end, min(end + 3, limit)):
            if not c.capital(at) or not c.tokens[at].word or c.hit("office", at) or c.hit("modifier", at):
                return False
            following = c.hit("organization", at)
            if following is not None:
                return "weak" not in following.rows[0][0]
        return False

    def _complete(self, start: int, at: int, hit: Hit, name_end: int, frame: list[str]) -> bool:
        """Whether a head with what stands around it is a name."""
        c = self.c
        if name_end > hit.end:
            plain, land = head_adjectives(c, hit.end)
            if name_end == plain and land is not None and c.isa(at, "ministry"):
                return False  # `the Chadian Department` has no field
            owner = self._country(name_end + 1) if c.isa(name_end, "of") else None
            short = bracket_alias(c, owner[0] if owner else name_end)[1]
            return "weak" not in frame or c.capital(name_end - 1) or land is not None or bool(short and short[0].isupper())
        if "weak" in frame:
            return "final" in frame and not (c.capital(hit.end) and c.tokens[hit.end].word) and self._proper(start, at)
        if "of" not in frame:
            return any(c.tokens[i].word for i in range(start, at)) and not c.dash(hit.end)
        if c.isa(hit.end - 1, "state-too") and not any(
            c.hit(layer, i) for layer in ("portfolio", "topic") for i in range(start, at)
        ):
            return False
        if start < at and "final" in frame:
            return any(not c.isa(i, "idle-modifier") and c.tokens[i].word for i in range(start, at))
        if c.isa(hit.end, "of") and self._country(hit.end + 1):
            return True
        if "bare" in frame:
            return c.isa(at - 1, "det") or c.isa(at - 1, "contracted") or c.fold(at - 1) in POSSESSIVE_S
        return hit.end - at > 1 and "final" in frame and hit.singular is None

    def _proper(self, start: int, at: int) -> bool:
        """Whether a run holds a proper name: a word of no lexicon, or a country right before the head."""
        c = self.c
        found = c.country(start)
        if found is not None and found.end == at and found.use == "name" and start < at:
            return True
        inside = found.end if found else start
        return any(
            c.tokens[i].word
            and not any(c.hit(layer, i) for layer in ("topic", "portfolio", "organization", "framework", "country", "region"))
            and not c.isa(i, "idle-modifier")
            and not c.isa(i, "stop")
            for i in range(inside, at)
        )

    def _portfolio(self, start: int, at: int) -> bool:
        """`Secretary of the Treasury`, `Minister for the National Treasury`: a field of office, no body. A ministry stays one."""
        c = self.c
        before = start - 1
        while c.isa(before, "det"):
            before -= 1
        if c.isa(before, "of") and (land := c.ending("country", before)) is not None:
            # `ministre camerounais de l'Administration territoriale`
            return not c.isa(at, "ministry") and office_before(c, land) in _FIELD_OFFICES
        # `ministre de l'Intérieur et de l'Administration du territoire`
        listed = c.isa(before, "name-joint") and c.isa(before - 1, "and") and c.ending("portfolio", before - 1) is not None
        if c.isa(at, "ministry") or not (c.isa(before, "of") or c.isa(before, "for")):
            return False
        return listed or office_before(c, before) in _FIELD_OFFICES

    def _mention(self, start: int, at: int, hit: Hit, name_end: int, frame: list[str]) -> Mention:
        c = self.c
        country, name_start, inner = self._possessor(start, at, hit)
        plain, land = head_adjectives(c, hit.end)
        if land is not None and plain <= name_end and ("bare" in frame or c.isa(at, "ministry")):
            return self._without_adjective(start, hit, plain, name_end, land)
        bare_end = end = name_end
        if c.isa(end, "of") and (named := self._country(end + 1)):
            country, end = country or named[1], named[0]
            if name_end == hit.end and "bare" not in frame and not c.isa(hit.end - 1, "ministry"):
                end = behind_state(c, end)
                name_end = bare_end = end  # `Diplomatic Academy of Vietnam`
        if c.isa(end, "in") and (c.isa(hit.end - 1, "embassy") or c.isa(at, "embassy")) and (seat := self._seat(end + 1)):
            end = name_end = seat
        known_as = [c.text(name_start, bare_end)] if bare_end < name_end else []
        known_as += (
            [c.text(inner, end)] if ((inner, end) != (name_start, name_end) and end > name_end) or inner < name_start else []
        )
        whose = end + 3 if c.isa(end + 1, "state-word") and c.isa(end + 2, "of") else 0  # `, Government of Kenya`
        if country is None and c.fold(end) == "," and whose and (named := self._country(whose)):
            country, end = named[1], named[0]
        if c.fold(end) == "," and (named := self._country(end + 1)) and (c.fold(named[0]) == "(" or self._seated(named[0])):
            country, end = country or named[1], named[0]
        end, short = bracket_alias(c, end)
        if country is None and (c.isa(end, "of") or c.isa(end, "for")) and (named := self._country(end + 1)):
            country, end = named[1], named[0]
        country = country or self._told_within(start, name_end)
        return Mention(
            MentionKind.ORGANIZATION,
            start,
            end,
            name=c.text(name_start, name_end),
            name_start=name_start,
            name_end=name_end,
            country=country,
            aliases=(*short, *known_as),
        )

    def _seated(self, after: int) -> bool:
        """Whether a state behind a body and a comma is the body's: a mark or `and` ends it (`Ministry of Health, Kenya,`)."""
        c = self.c
        closes = c.fold(after) in (",", ";", ".", ")") or c.isa(after, "and")
        return closes and self._country(after + 1) is None

    def _without_adjective(self, start: int, hit: Hit, plain: int, name_end: int, land: CountryCode) -> Mention:
        """`ministère haïtien des Cultes`: the state's adjective behind the head goes from the name, and stays in an alias."""
        c = self.c
        end, short = bracket_alias(c, name_end)
        return Mention(
            MentionKind.ORGANIZATION,
            start,
            end,
            name=" ".join(filter(None, (c.text(start, hit.end), c.text(plain, name_end)))),
            name_start=start,
            name_end=name_end,
            country=land,
            aliases=(*short, c.text(start, name_end)),
        )

    def _possessor(self, start: int, at: int, hit: Hit) -> tuple[CountryCode | None, int, int]:
        """The state before or within a name, where the name begins without it, and with it."""
        c = self.c
        own = country_before(c, start)
        inside = c.country(start)
        if inside is None or inside.end > at:
            return own, start, start
        ministry = c.isa(hit.end - 1, "ministry") or c.isa(at, "ministry")
        drop = ministry and not c.dash(inside.end) and (inside.end < at or hit.end - at == 1)
        return inside.code, inside.end if drop and c.tokens[inside.end].word else start, start

    def _told_within(self, start: int, end: int) -> CountryCode | None:
        """The one state that a name holds, by its adjective or a city (`Royal Moroccan Navy`, `University of Nairobi`)."""
        c = self.c
        seas = {i for at in range(start, end) if (region := c.hit("region", at)) for i in range(at, region.end)}
        told = (found for at in range(start, end) if at not in seas and (found := c.country(at)))  # none in `océan Indien`
        lands = {found.code for found in told if found.use != "combining"}
        if not lands:
            lands = {place.country for at in range(start, end) if (place := c.place(at)) and not place.guarded}
        return lands.pop() if len(lands) == 1 else None

    def _several(self, start: int, at: int, hit: Hit, name_end: int) -> list[Mention]:
        """`Departments of State and Defense`, `Ministries of Justice of the two countries`, `of Chad and Niger`."""
        c = self.c
        head = (hit.singular or "")[: c.capital(at)].upper() + (hit.singular or "")[c.capital(at) :]
        lands: list[tuple[int, int, CountryCode | None]] = []
        end = name_end
        while (c.isa(end, "of") or (lands and (c.isa(end, "and") or c.fold(end) == ","))) and (named := self._country(end + 1)):
            lands.append((end, *named))
            end = named[0]
        if not lands:
            country = country_before(c, start)
            cuts = [] if c.isa(name_end, "of") or name_end == hit.end else fields_joint(c, hit.end + 1, name_end)
            if not cuts:
                name = (
                    f"{c.text(start, at)} {head}{c.document.text[c.tokens[hit.end - 1].end : c.tokens[name_end - 1].end]}".strip()
                )
                return [
                    Mention(
                        MentionKind.ORGANIZATION,
                        start,
                        name_end,
                        name=name,
                        name_start=start,
                        name_end=name_end,
                        country=country,
                        plural=True,
                    )
                ]
            joint = c.text(hit.end, hit.end + 1)
            return [
                Mention(
                    MentionKind.ORGANIZATION,
                    start if not i else first,
                    last,
                    name=f"{head} {c.text(first, last)}" if c.isa(first, "of") else f"{head} {joint} {c.text(first, last)}",
                    name_start=start if not i else first,
                    name_end=last,
                    country=country,
                )
                for i, (first, last) in enumerate(cuts)
            ]
        name = f"{c.text(start, at)} {head}{c.document.text[c.tokens[hit.end - 1].end : c.tokens[name_end - 1].end]}".strip()
        return [
            Mention(
                MentionKind.ORGANIZATION,
                start if not i else first + 1,
                last,
                name=name,
                name_start=start if not i else first + 1,
                name_end=name_end if not i else last,
                country=code,
            )
            for i, (first, last, code) in enumerate(lands)
        ]

    def _small(self, at: int, hit: Hit, limit: int) -> list[Mention]:
        """A head that languages write in lower case within names (`le ministère de la Santé`): it is one by its field, its state
        or its seat; after an indefinite article it is none."""
        c = self.c
        frame = hit.rows[0][0].split(",")
        name_end = name_tail(c, hit, limit, frame)
        beside = "proper" in frame and c.isa(at - 1, "the") and c.fold(at - 2) == ","  # `Solvex, l'agence togolaise de …`
        sent = c.isa(at, "embassy") and self._sent(hit.end)
        if (c.isa(at - 1, "a") and not sent) or (beside and not bracket_alias(c, name_end)[1]):
            return []
        plain, land = head_adjectives(c, hit.end)
        of = c.isa(plain, "of") or c.isa(plain, "for")
        field = c.hit("portfolio", plain + 1 + c.isa(plain + 1, "the"))
        field = None if "proper" in frame and land is None and not bracket_alias(c, name_end)[1] else field
        told = name_end > plain and (c.capital(name_end - 1) or field is not None)
        state = of and self._country(plain + 1) is not None
        place = (c.place(plain + 1) or c.place(plain + 2)) if of else None
        seated = place is not None and not c.isa(at, "ministry")
        named = "named" in frame and not (c.isa(plain, "of") and c.tokens[plain].word)
        national = land is not None and not c.isa(at, "ministry") and "proper" not in frame
        if not (told or state or seated or national or named):
            return []
        if seated and not told and place is not None:
            name_end = place.end
        if hit.singular is not None:
            return self._several(at, at, hit, name_end) if told else []
        return [self._mention(at, at, hit, name_end, frame)]

    def _sent(self, at: int) -> bool:
        """Whether the state of an embassy is told and where it sits (`d'une ambassade du Katara à Solba`)."""
        c = self.c
        owner = self._country(at + 1) if c.isa(at, "of") else None
        return owner is not None and any(c.isa(owner[0], kind) for kind in ("in", "at")) and self._seat(owner[0] + 1) > 0

    # -- parts ----------------------------------------------------------------------------------------------------------

    def _country(self, at: int) -> tuple[int, CountryCode] | None:
        c = self.c
        if c.isa(at, "det"):
            at += 1
        found = c.country(at)
        if found is None or (found.use != "name" and not c.isa(found.end, "state-word")):
            return None
        return (found.end if found.use == "name" else found.end + 1), found.code

    def _seat(self, at: int) -> int:
        """Token after the city or country where an embassy is; 0 where none is told."""
        c = self.c
        place, country = c.place(at), c.country(at)
        if not (place or country) and c.words.get("name-joint") and c.capital(at) and c.hit("honorific", at) is None:
            return at + 1 if c.tokens[at].word and not c.capital(at + 1) else 0  # a town that no table knows
        end = place.end if place else country.end if country and country.use == "name" else 0
        if end and c.fold(end) == "," and c.isa(end + 1, "district"):
            return end + 2
        return end


def find_organizations(context: Context) -> list[Mention]:
    """Every organization named in a text, in order; `key` is the gazetteer's for a body of the world."""
    found = [spaced(m) for m in _Grammar(context).mentions()]
    return sorted([*found, *bodies_again(context, found)], key=lambda m: m.start)

"""Visits: verbs and nouns of travel, who travels and where to; guests and hosts."""

from kg.annotated import POSSESSIVE_S, Hit, Mention, MentionKind
from kg.extraction.cities import past_epithet
from kg.extraction.clauses import related
from kg.extraction.destinations import LANDS, destination, further, told_before
from kg.extraction.scene import Scene, people_of, states
from kg.extraction.setting import Item
from kg.extraction.story import TALKS, Story
from kg.model import CountryCode, EntityId, EventType, country_id

__all__ = ["Visits"]

_LEFT = 9
"""Tokens between a verb of leaving and where to."""


class Visits:
    """Reads visits into the story."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def travel(self, scene: Scene, at: int, hit: Hit, _kind: EventType) -> None:
        """`A visited X`, `A's visit to X`, `A arrived in X`, `on a visit to X`; `A visited B` is a meeting."""
        stays = scene.isa(at, "be") and scene.isa(hit.end - 1, "in")
        first = past_epithet(scene, hit.end)
        if stays and not (self._staying(scene, at) and scene.lands(hit.end, first + 2)):
            return  # `the seat is in Lima`, `is in contact with`
        named = hit.rows[0][1] == "noun-between" or scene.has("visit-noun", at, hit.end)
        noun = named and (
            hit.end > at + 1 or self._described(scene, at) or (scene.isa(at - 1, "preposition") and not scene.isa(at - 1, "to"))
        )
        # `De passage à Lima, A a rencontré B`: who follows the city is no guest.
        guests = () if scene.lands(hit.end, hit.end + 1) else scene.after(hit.end, 2)[0]
        if not noun and not stays and guests and all(g.startswith("person/") for g in guests):
            self.story.meet(scene, at, EventType.MEETING, "meeting.verb-object", scene.subject(at), guests)
            return
        # `his Vietnam visit`: where to stands before the noun.
        land = next((m for _, m in scene.mentions(MentionKind.COUNTRY) if m.end == at), None) if noun else None
        visitors, beside, after = self._visitors(scene, at, hit, land, noun=noun)
        own = states(self.story.resolved, visitors)
        home = {code for _, code, _ in scene.lands(hit.end, min(scene.end, hit.end + 8))}
        if not noun and scene.lands(hit.end, hit.end + 1) and own == home:
            return  # `returned to Lima after a visit to Kenya`
        host, place = destination(scene, after, own)
        if land is not None and host is None and land.country not in own:
            host = land.country
        if beside and beside[-1].start > at:
            host, place = next(iter(sorted(states(self.story.resolved, scene.subject(at)))), None), None
        leads = scene.has("leading", at - 8, at)
        led = leads and any(v.startswith("person/") for v in visitors)  # `A is leading a delegation on a visit`
        if host is not None and self._team(scene, at) and not led:
            # An unnamed team acts for its state: the other one of the pair.
            visitors = tuple(country_id(c) for c in self.story.resolved.pair if c != host and len(self.story.resolved.pair) == 2)
        if host is None and place is None:
            host, place = self._told_elsewhere(scene, at, hit, visitors, noun=noun)
        if host is None and place is None:
            if any(d.type is EventType.VISIT for d in self.story.opened):
                return  # `arrived on Monday for a visit`
            last = next(
                (d for d in reversed(self.story.ledger.drafts) if d.type is EventType.VISIT and set(visitors) & set(d.visitors)),
                None,
            )
            told_of = noun and (scene.isa(at - 1, "the") or scene.isa(at - 1, "this")) and at in scene.quoted
            if last is not None or told_of or not visitors or any(v.startswith("country/") for v in visitors):
                return  # `“During the visit …”, B said`: of another
            host = self._across(scene, at, hit, visitors, noun=noun)
            if host is None:
                return
        if visitors and states(self.story.resolved, visitors) != {host}:
            self._enter(scene, at, hit, "visit.noun" if noun else "visit.travel", (visitors, host, place))

    def _visitors(
        self, scene: Scene, at: int, hit: Hit, land: Mention | None, *, noun: bool
    ) -> tuple[tuple[EntityId, ...], list[Item], int]:
        """Who travels; who of them stands right beside the words of the visit; the token after which it is told where to."""
        visitors = self.story.owner(scene, at) if noun else scene.subject(at)
        beside = self._beside(scene, at, hit) or self._hosted(scene, at, noun=noun)
        verb = any(scene.isa(i, "be") or scene.isa(i, "have") for i in range(at, hit.end))
        if beside and (not verb or scene.isa(at, "relative-person")):
            visitors = beside[-1].agents  # `A and B, on a visit to X`, `A thanked B for visiting X`: B is
        if noun and not visitors and _is_definite(scene, at):
            visitors = self._visitor_after(scene, hit)  # `A praised the visit to Lima of B`
        if land is not None and not visitors:
            visitors = self.story.owner(scene, land.start) or scene.subject(land.start)
        if noun and not visitors:
            visitors = self._visitor_after(scene, hit) or scene.subject(at)
        visitors = tuple(v for v in visitors if not v.startswith("organization/"))
        paid = self._paid(scene, hit.end) if noun else None
        if paid is not None:
            visitors, beside = paid[0], []
        return self._from_abroad(scene, hit.end, visitors), beside, paid[1] if paid is not None else hit.end

    def _told_elsewhere(
        self, scene: Scene, at: int, hit: Hit, visitors: tuple[EntityId, ...], *, noun: bool
    ) -> tuple[CountryCode | None, EntityId | None]:
        """Where a visit leads that is not told behind it: where talks of the visitor were, or what stands before it."""
        own = states(self.story.resolved, visitors)
        if scene.has("homeland", hit.end, hit.end + 2):
            met = tuple(p for d in self.story.opened if set(visitors) & set(d.participants) for p in d.participants)
            hosts = states(self.story.resolved, met) - own
            if len(hosts) == 1:
                return hosts.pop(), None  # `met B, who is visiting the country`
        where = next((i for i in range(at, scene.start, -1) if scene.isa(i, "where")), None)
        if where is not None and (there := scene.lands(max(scene.start, where - 4), where)):
            return there[-1][1], there[-1][2]  # `talks in Lima, where A arrived on Monday`
        later = scene.has("visit-noun", hit.end, hit.end + 8)
        return told_before(scene, at, own, 8 if noun else 30) if noun or later else (None, None)

    def _enter(
        self,
        scene: Scene,
        at: int,
        hit: Hit,
        rule: str,
        told: tuple[tuple[EntityId, ...], CountryCode | None, EntityId | None],
    ) -> None:
        """Enter a visit of those told to a state and city, with who came along, and to the states that are listed after it."""
        visitors, host, place = told
        draft = self.story.open(scene, at, EventType.VISIT, rule)
        if draft is None:
            return
        draft.visitors, draft.host, draft.place = list(visitors), host, place
        draft.add("visitors", self._members(scene, at))
        for start, code, city in further(self.story, scene, hit.end, host, states(self.story.resolved, visitors)):
            also = self.story.open(scene, at, EventType.VISIT, rule)
            if also is not None:
                also.visitors, also.host, also.place = list(visitors), code, city
                also.anchor = start or at

    def _staying(self, scene: Scene, at: int) -> bool:
        """Whether those told to be somewhere are persons or unnamed ministers (`the ministers of Peru, who are in Lima`)."""
        subject = scene.subject(at)
        unnamed = any(item.kind is MentionKind.POST and item.agents == subject for item in scene.items)
        return unnamed or all(a.startswith("person/") for a in subject)

    def depart(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A left Nairobi on Monday for Lima`, `a quitté Lomé à destination de Lima`: past the city left, it is told where to."""
        for goal in range(hit.end, min(hit.end + _LEFT, scene.end)):
            if goal > hit.end and (scene.isa(goal, "for") or (scene.isa(goal, "of") and scene.isa(goal - 1, "bound"))):
                begin = past_epithet(scene, goal + 1)
                if scene.lands(begin, begin + 1):
                    self.travel(scene, at, Hit(goal + 1, hit.rows), kind)
                return
            if scene.text(goal) in ",;" or scene.isa(goal, "and"):
                return

    def _beside(self, scene: Scene, at: int, hit: Hit) -> list[Item]:
        """Who stands right before a visit told of him in passing: `A, on a visit to X`, `A, who visits X`."""
        thanked = scene.isa(at, "visiting") and scene.isa(at - 1, "for")
        told = [i for i in scene.items if not any(low < i.start < high for low, high in scene.companions)]
        beside = [item for item in told if item.end == at - 1 and (scene.text(at - 1) == "," or thanked)]
        beside += [item for item in scene.items if item.end == at and scene.isa(at, "relative-person")]
        lands = {code for _, code, _ in scene.lands(hit.end, min(scene.end, hit.end + 6))}
        return [i for i in beside if not scene.isa(i.start - 1, "by") and not states(self.story.resolved, i.agents) & lands]

    def _paid(self, scene: Scene, after: int) -> tuple[tuple[EntityId, ...], int] | None:
        """Who pays a visit by a relative clause right behind the noun, and the token after its verb.

        `la visite officielle que A effectue à Lima`, `la visite qu'a effectuée à Lima A`.
        """
        relative = after
        while relative < after + 8 and scene.text(relative).islower() and not scene.isa(relative, "relative"):
            relative += 1
        told = related(scene, relative)
        if told is None:
            return None
        verb, end = told[0], told[1].end
        subject = [i for i in scene.items if relative < i.start and i.end <= verb and i.kind not in LANDS]
        people = subject[-1].agents if subject else scene.after(scene.past_aside(end), 2)[0]
        return (people, end) if people and all(a.startswith("person/") for a in people) else None

    def _across(self, scene: Scene, at: int, hit: Hit, visitors: tuple[EntityId, ...], *, noun: bool) -> CountryCode | None:
        """The other state of the pair, where a visit is told without its goal: `A's visit`, `A arrived on Monday for a stay`."""
        other = [c for c in self.story.resolved.pair if c not in states(self.story.resolved, visitors)]
        said = any(before < at for before, _ in scene.hits("speech"))
        of_another = said and (scene.isa(at - 1, "the") or scene.isa(at - 1, "this"))  # `A said the visit was timely`
        talked = (i for i, told in scene.hits("event") if told.rows[0][0] == "meeting")
        told_of = any(i < at or i == scene.past_aside(hit.end) for i in talked)  # `came on Monday to meet B`
        came = not told_of and scene.has("coming", at, hit.end)
        return other[0] if len(other) == 1 and (noun or came) and not of_another else None

    def _from_abroad(self, scene: Scene, after: int, visitors: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        """Who visits a state that is the own one of those given: the only other whom the sentence or the talks told last name.

        `A received B of Peru, as he arrived in Kenya`, `B recalled his visit to Kenya`: nobody visits his own state.
        """
        lands = scene.lands(after, min(scene.end, after + 4))
        host = lands[0][1] if lands and (scene.isa(lands[0][0] - 1, "to") or scene.isa(lands[0][0] - 1, "in")) else None
        resolved = self.story.resolved
        if host is None or states(resolved, visitors) != {host} or any(not v.startswith("person/") for v in visitors):
            return visitors
        last = self.story.ledger.last(*TALKS)
        for told in ([a for item in scene.items for a in item.agents], last.participants if last is not None else []):
            guests = [a for a in dict.fromkeys(told) if a.startswith("person/") and resolved.country_of(a) not in (None, host)]
            if guests:
                return (guests[0],) if len(guests) == 1 else ()
        return visitors

    def _hosted(self, scene: Scene, at: int, *, noun: bool) -> list[Item]:
        """`A hosted B on a state visit`: the guest, right before the preposition of the noun, after a verb of receiving."""
        before = at if scene.isa(at, "preposition") else at - 1
        while noun and not scene.isa(before, "preposition") and before > at - 6:
            before -= 1
        before = _frame_start(scene, before)
        spent = scene.when_where
        while before - 1 in spent or (before in spent and scene.isa(before - 1, "preposition")):
            before -= 1  # `received B in Lima as part of a visit`
        events = self.story.resolved.annotated.hits["event"]
        hits = [hit for i, hit in scene.hits("event") if i < before and not scene.isa(i, "meet")]
        verbs = [hit for hit in hits if hit.rows[0][1] == "verb-object"]
        if not noun or not verbs or (before in events and before != at):
            return []
        comma = scene.text(before - 1) == ","  # `hosted the president, B, for a visit`
        guests = [i for i in scene.items if i.end in (before, before - comma) and i.kind is MentionKind.PERSON]
        guests = [i for i in guests if self.story.resolved.annotated.phrase_start(i.start) >= verbs[-1].end]
        past = scene.past_aside(verbs[-1].end)
        if not guests and past > at:
            # `A received in Lima, as part of a visit, B`
            return [i for i in scene.items if i.start >= past and i.kind is MentionKind.PERSON][:1]
        return guests

    def _members(self, scene: Scene, at: int) -> tuple[EntityId, ...]:
        """Who travels along, up to the next event: `accompanied by A`, `with a delegation that includes B and C`."""
        events = [i for i, hit in scene.hits("event") if i > at]
        for i in range(scene.start, scene.end):
            led = scene.isa(i, "including") and any(scene.isa(k, "delegation") for k in range(i - 12, i))
            beside = scene.isa(i, "of") and scene.isa(i - 1, "alongside") and i > at
            if led or beside or (scene.isa(i, "by") and scene.isa(i - 1, "company") and scene.isa(i - 1, "delegation")):
                stop = min((k for k in events if k > i), default=scene.end)
                return tuple(people_of(a for x in scene.items if i < x.start < stop for a in x.agents))
        return ()

    def entourage(self, scene: Scene) -> None:
        """`His delegation includes A and B`, `Accompanying him are A and B`: they came along on the visit told last."""
        last = self.story.ledger.drafts[-1] if self.story.ledger.drafts else None
        named = scene.has("comprising") or scene.isa(scene.start, "accompanying")
        if not named or last is None or last.type is not EventType.VISIT or self.story.opened or not last.visitors:
            return
        talked = any(d.type in TALKS for d in self.story.ledger.drafts)  # `the Peruvian delegation included A`: at the talks
        teams = (m for _, m in scene.mentions(MentionKind.ANAPHOR) if m.key == "delegation" and not (talked and m.country))
        team = next((m.end for m in teams), scene.start)
        verb = "be" if scene.isa(scene.start, "accompanying") else "comprising"
        begin = next((i for i in range(team, min(team + 8, scene.end)) if scene.isa(i, verb)), None)
        if begin is None or (team == scene.start and verb != "be"):
            return
        told = [a for item in scene.items if item.start > begin and item.kind is MentionKind.PERSON for a in item.agents]
        last.add("visitors", told)
        last.evidence += [scene.span] if told else []

    def guest(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`hosted a delegation from B`; `A, on an official visit`."""
        if not self.hosts(scene, at, hit.end):
            self.travel(scene, at, hit, kind)

    def hosts(self, scene: Scene, at: int, begin: int) -> bool:
        """`A hosted a delegation from B`: a visit of B, or of who leads it, to A's state."""
        for index, mention in scene.mentions(MentionKind.ANAPHOR):
            visitors = self.story.resolved.agents(index)
            if (
                mention.key != "delegation"
                or not at < mention.end
                or mention.start > begin + 3
                or not visitors
                or mention.end <= at
            ):
                continue
            hosts = states(self.story.resolved, scene.subject(at)) - states(self.story.resolved, visitors)
            draft = self.story.open(scene, at, EventType.VISIT, "visit.hosted") if len(hosts) == 1 else None
            if draft is not None:
                host = hosts.pop()
                places = [place for _, place in scene.places if self.story.resolved.places[place].country == host]
                draft.visitors, draft.host, draft.place = list(visitors), host, places[0] if places else None
                receiving = scene.subject(at)
                if all(v.startswith("country/") for v in visitors) or receiving[0].startswith("person/"):
                    self.story.meet(scene, at, EventType.MEETING, "meeting.hosted", receiving, visitors)
                return True
        return False

    def welcomed(self, scene: Scene, at: int, guests: tuple[EntityId, ...], land: int) -> None:
        """`A welcomed B to Lima`: B is on a visit there."""
        _, code, place = scene.lands(land, land + 1)[0]
        abroad = code not in states(self.story.resolved, guests)
        if abroad and (draft := self.story.open(scene, at, EventType.VISIT, "visit.hosted")) is not None:
            draft.visitors, draft.host, draft.place = list(guests), code, place

    def visiting(self, scene: Scene) -> None:
        """`the visiting Chilean President, A, held talks with B`: A visits the state of whom he meets, else the pair's other."""
        for at in scene.those("visiting"):
            guest = next((i for i in scene.items if i.start - 1 <= at < i.end), None)
            opened = any(d.type is EventType.VISIT for d in self.story.opened)
            if opened or guest is None or not all(a.startswith("person/") for a in guest.agents):
                continue
            own = states(self.story.resolved, guest.agents)
            met = [d for d in self.story.opened if set(guest.agents) & set(d.participants)]
            others = states(self.story.resolved, tuple(p for d in met for p in d.participants)) - own
            hosts = others or {c for c in self.story.resolved.pair if c not in own and own & set(self.story.resolved.pair)}
            told = [d for d in self.story.ledger.drafts if d.type is EventType.VISIT and set(guest.agents) & set(d.visitors)]
            if len(hosts) != 1 or not own or any(d.host in hosts for d in told):
                continue
            draft = self.story.open(scene, at, EventType.VISIT, "visit.visiting")
            if draft is not None:
                draft.visitors, draft.host = list(guest.agents), hosts.pop()

    def _team(self, scene: Scene, at: int) -> bool:
        """Whether an unnamed delegation without a state of its own stands right before a verb of travel."""
        return any(m.end == at and m.key == "delegation" and m.country is None for _, m in scene.mentions(MentionKind.ANAPHOR))

    def _described(self, scene: Scene, at: int) -> bool:
        """Whether adjectives and then an article or possessive stand before a noun (`his first official visit`)."""
        for before in range(at - 1, max(scene.start - 1, at - 8), -1):
            if scene.isa(before, "det") or scene.isa(before, "possessive") or scene.text(before) in POSSESSIVE_S:
                return True
            if not scene.text(before)[:1].isalnum() and scene.text(before) != "-":
                return False
            if scene.isa(before, "clause") or scene.isa(before, "preposition"):
                return False
        return False

    def _visitor_after(self, scene: Scene, hit: Hit) -> tuple[EntityId, ...]:
        """`the visit of A`, `a visit by A`, `the visit he paid`."""
        spent = scene.when_where
        for i in [i for i in range(hit.end, min(hit.end + 16, scene.end)) if i not in spent and scene.text(i) != ","][:6]:
            if scene.isa(i, "alongside"):
                return ()  # `a visit in the company of B`
            if scene.isa(i, "relative"):
                break  # `une tournée qui l'a d'abord conduit au Kenya`
            if scene.isa(i, "by") and scene.isa(i - 1, "chaired"):
                return ()  # `the visit will be hosted by B`
            if scene.isa(i, "of") and scene.lands(i + 1, i + 2):
                continue  # `a tour of Peru and Chile`
            if (scene.isa(i, "of") or scene.isa(i, "by")) and not scene.isa(i - 1, "invitation") and i + 1 not in spent:
                unit = self.story.resolved.annotated.hits["calendar"].get(i + 2)
                if scene.text(i + 1).isdigit() or (unit is not None and unit.rows[0][0] in ("unit", "units")):
                    continue  # `a visit of four days in Peru`
                if scene.isa(i + 2, "in") or scene.isa(i + 2, "at"):
                    continue  # `en visite de travail au Pérou`
                return scene.after(i + 1, 3)[0]
        for item in scene.items:
            if item.start == hit.end and item.agents[0].startswith("person/"):
                return item.agents
        return ()


def _is_definite(scene: Scene, at: int) -> bool:
    """Whether the article of a noun, perhaps with adjectives between, is `the`."""
    while scene.isa(at - 1, "idle-modifier"):
        at -= 1
    return scene.isa(at - 1, "the")


def _frame_start(scene: Scene, of: int) -> int:
    """Where `as part of`, `in the framework of` begins that ends with a preposition; the preposition itself where none does."""
    first = of - 1
    if not scene.isa(first, "frame-noun"):
        return of
    first -= scene.isa(first - 1, "det")
    return first - (scene.isa(first - 1, "preposition") or scene.isa(first - 1, "as"))

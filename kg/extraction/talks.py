"""Meetings and calls: the frames of `event_triggers.tsv`, one function each, and what was discussed."""

from kg.annotated import POSSESSIVE, POSSESSIVE_S, Hit, MentionKind
from kg.extraction.agent_words import agent_word
from kg.extraction.clauses import (
    active,
    addressed,
    again,
    airport_behind,
    at_airport,
    attenders,
    attending,
    describes_another,
    envoys,
    governed,
    guests_of,
    headed,
    hosting_land,
    joint_word,
    objectless,
    of_both,
    of_pair,
    parted,
    person_before,
    related,
    second_verb,
)
from kg.extraction.company import received
from kg.extraction.occasions import met_at_once, met_of, met_together, negotiated, spoken_at
from kg.extraction.scene import Scene, pair_agents, people_of, states
from kg.extraction.story import TALKS, Story
from kg.extraction.visits import Visits
from kg.model import EntityId, EventStatus, EventType

__all__ = ["Talks"]

_SOON = 3
"""Sentences after which it may still be told that who spoke to each other phoned."""


class Talks:
    """Reads meetings and calls into the story."""

    def __init__(self, story: Story, visits: Visits) -> None:
        self.story = story
        self.visits = visits

    def verb_with(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A met with B`, `A and B held talks`, `A spoke by phone with B`."""
        nominal = hit.rows[0][-1] == "1" and hit.rows[0][0] == "call" and not any(i.end == at for i in scene.items)
        first = at - scene.any_of(at - 1, ("shared", "idle-modifier"))
        if nominal or scene.any_of(first - 1, ("det", "possessive")) or scene.text(at - 1) in POSSESSIVE_S:
            # `his talks with B`, `a bilateral talk with B`: the noun is of a meeting, whatever the verb.
            self.noun(scene, at, hit, EventType.MEETING if hit.rows[0][1] == "verb-with" else kind)
            return
        begin = scene.past_aside(hit.end)
        if scene.isa(at, "speak") and hit.end == at + 1 and not any(scene.isa(begin, k) for k in ("with", "to", "by-phone")):
            return  # `spoke at the forum`; `spoke on Monday with` goes on
        others = self._with(scene, hit)
        if at == scene.start and scene.isa(at, "gerund-ing"):
            first = next((item.start for item in scene.items if item.start >= hit.end), scene.end)
            phoned = scene.has("by-phone", at, first)
            apart = not others or any(scene.text(i) == "," for i in range(hit.end, first))
            if self._opens(scene, hit.end) or (apart and not phoned):
                return  # `Speaking to reporters, A and B said` tells no talks
        giver = begin + (scene.text(begin) == ",")
        if kind is EventType.CALL and not others and scene.isa(giver, "from"):
            others = scene.partners(giver + 1, 6)
        if not others and hit.rows[0][1] == "phone":
            called = scene.partners(scene.past_aside(hit.end), 1)
            others = [(start, group) for start, group in called if group[0].startswith("person/")]
        if (others or scene.past_aside(hit.end) > hit.end) and scene.has("by-phone", hit.end, hit.end + 8):
            kind = EventType.CALL  # `spoke on Monday by phone with B`
        if kind is EventType.CALL and scene.has("sidelines", at):
            kind = EventType.MEETING  # who spoke on the margins of a summit did not phone
        self._apart(scene, at, hit, others, f"{kind.value.lower()}.verb-with")

    def _apart(self, scene: Scene, at: int, hit: Hit, others: list[tuple[int, tuple[EntityId, ...]]], rule: str) -> None:
        """Enter talks of the subject with each group, or with each person where they were met `separately`."""
        subject = scene.subject(at)
        kind = EventType.CALL if rule.startswith("call") else EventType.MEETING
        several = scene.has("separate", at - 1, hit.end) and any(scene.text(i).endswith("s") for i in (hit.end - 1, hit.end - 2))
        plural = scene.has("meetings", at, hit.end)  # `meetings with A of Peru and B of Chile`
        met = tuple(a for _, group in others for a in group)
        abroad = states(self.story.resolved, met) - states(self.story.resolved, subject)
        one_by_one = len(abroad) == len(met) > 1 and parted(scene, at, met)
        named = plural and len(met) > 1 and all(a.startswith("person/") for a in met)
        if (
            several
            or one_by_one
            or named
            or again(scene, met)
            or (plural and len(abroad) > 1)
            or scene.has("separately", at - 2, hit.end + 2)
        ):
            others = [(at, (other,)) for _, group in others for other in group]
        for number, (start, group) in enumerate(others or [(at, ())]):
            self.story.meet(scene, start if number else at, kind, rule, subject, group)

    def _with(self, scene: Scene, hit: Hit) -> list[tuple[int, tuple[EntityId, ...]]]:
        """Whom a trigger is with, group by group: after its own `with`, or the next one in the clause."""
        if any(scene.isa(hit.end - 1, word) for word in ("with", "to", "from")):
            return scene.partners(hit.end, 6)
        events, speech = (self.story.resolved.annotated.hits[kind] for kind in ("event", "speech"))
        given = scene.past_aside(hit.end)
        for i in range(hit.end, min(hit.end + 22, scene.end)):
            if (scene.isa(i, "with") or scene.isa(i, "between")) and (found := scene.partners(i + 1, 6)):
                return found
            if i == given and scene.isa(i, "to") and (found := scene.partners(i + 1, 2)):
                return found if all(a.startswith("person/") for a in found[0][1]) else []  # `granted an audience to B`
            acts = i in speech or (i in events and (i > hit.end + 8 or scene.isa(i - 1, "and")))
            if scene.isa(i, "relative") or (acts and i not in scene.named):  # `met at the Department of State with B`
                break
        return []

    def verb_object(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A received B`, `A received, on Friday, B`; only where B is a person; a delegation comes on a visit."""
        if scene.isa(at, "handing") and not scene.has("missive", at, scene.end):
            return  # `handed B a gift`
        after = second_verb(scene, hit.end)
        begin = scene.object_start(after) or scene.past_aside(after)
        if scene.isa(hit.end - 1, "credentials"):  # `presented his credentials on Monday to B`
            if not scene.isa(begin, "to"):
                return
            while scene.isa(begin, "preposition"):
                begin += 1  # `auprès du Président B`
        hits = self.story.resolved.annotated.hits
        if self.visits.hosts(scene, at, begin):
            return
        by = agent_word(scene, hit.end) if not active(scene, at) else None
        if by is None and scene.isa(at - 1, "be") and not scene.isa(at, "company"):
            # `was met on arrival at the airport by B`
            stop = next((i for i in range(hit.end, scene.end) if scene.text(i) in ",;" or scene.isa(i, "and")), scene.end)
            by = next((i for i in range(hit.end, min(hit.end + 20, stop)) if scene.isa(i, "by")), None)
        if by is not None:
            self._received_by(scene, at, hit, kind, by)
            return
        if scene.isa(at - 1, "be"):
            return
        others, end = scene.after(begin, 3)
        welcome = scene.isa(hit.end - 1, "welcoming")
        past = end + (welcome and scene.text(end) == ",")
        arrival = (welcome and scene.has("airport", hit.end, begin)) or airport_behind(scene, past)
        if others and arrival and (scene.isa(past, "preposition") or begin > hit.end):
            return  # who is received at the airport has not met for talks
        direct = not any(
            scene.isa(i, "preposition") for i in range(begin, next((x.start for x in scene.items if x.start >= begin), begin))
        )
        discuss = (served := hits["event"].get(end + 1)) is not None and served.rows[0][0] == "discuss"
        to = end + (scene.text(end) == ",")
        abroad = bool(scene.lands(to + 1, to + 2)) and scene.isa(to, "to")  # `welcomed A to Lima`
        if scene.isa(at, "informing") and not self._informed((*scene.subject(at), *others)):
            return
        said = (asked := hits["speech"].get(at)) is not None and asked.end >= hit.end
        demand = said and scene.isa(end, "to") and not discuss and not abroad
        if scene.text(end) in POSSESSIVE or demand:
            return  # `welcomed A's efforts`, `called on A to act`
        if (at == scene.start or (at == scene.start + 1 and scene.isa(scene.start, "gerund"))) and self._opens(scene, begin):
            return
        unnamed = [i for i in scene.items if i.start >= begin and i.kind is MentionKind.POST][:1]
        people = tuple(people_of(others)) or tuple(a for i in unnamed for a in i.agents if a in others)
        alone = not any(a.startswith("person/") for a in (*people, *scene.subject(at)))  # `Chile summoned Peru's ambassador`
        if people and direct and (land := hosting_land(scene, at, hit)) is not None:
            self.visits.welcomed(scene, at, people, land)
            return
        if people and direct and not alone and len(people) > 1 and unnamed and envoys(scene, unnamed[0]):
            self._apart(scene, at, hit, [(at, (state,)) for state in people], f"{kind.value.lower()}.verb-object")
        elif people and direct and not alone:
            if abroad:
                self.visits.welcomed(scene, at, people, to + 1)
            further = [(start, group) for start, group in scene.partners(begin)[1:] if others[0].startswith("person/")]
            self._apart(scene, at, hit, [(at, people), *further], f"{kind.value.lower()}.verb-object")
        elif scene.isa(at, "meet") and objectless(scene, hit.end):
            self._apart(scene, at, hit, self._with(scene, hit), "meeting.met")
        elif leaders := headed(scene, begin):
            self.story.meet(scene, at, kind, "meeting.delegation", scene.subject(at), leaders)
        elif scene.has("team-noun", begin, begin + 3):
            self.story.meet(scene, at, kind, "meeting.verb-object", scene.subject(at), ())  # `convened leaders of the region`

    def _received_by(self, scene: Scene, at: int, hit: Hit, kind: EventType, by: int) -> None:
        """`A was received in Lisbon by B`, `A, received on Monday by B,`, `received by B, A …`."""
        hosts, end = scene.after(by + 1)
        opens = not any(item.end <= at for item in scene.items)
        guests = scene.after(end + 1)[0] if opens and scene.text(end) == "," else scene.subject(at)
        apart = [(host,) for host in hosts] if scene.has("separately", at, by) or again(scene, hosts) else [hosts]
        received(self.story, scene, at, guests, hosts)
        for met in apart if hosts and not at_airport(scene, at, hit.end, by) else ():
            self.story.meet(scene, at, kind, "meeting.passive", guests, met)

    def _informed(self, both: tuple[EntityId, ...]) -> bool:
        """Whether `A briefed B` tells of talks: of two states, where none were told before; not `briefed the President on it`."""
        return len(states(self.story.resolved, both)) > 1 and self.story.ledger.last(*TALKS) is None

    def _opens(self, scene: Scene, begin: int) -> bool:
        """`Receiving B, A said that …`, `Talking to B, A …`: who acts after the opening words met whom they name."""
        others, end = scene.after(begin, 3)
        main = scene.after(end + 1, 2)[0] if others and scene.text(end) == "," else ()
        if main:
            self.story.meet(scene, scene.start, EventType.MEETING, "meeting.verb-object", main, others)
        return bool(main)

    def noun(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`talks between A and B`, `a meeting with B`, `A's call with B`, `their meeting`; `the meeting` is the last one."""
        if kind is EventType.VISIT:
            self.visits.travel(scene, at, hit, kind)
            return
        if (had := related(scene, hit.end)) is not None:
            if self._had_after(scene, hit.end, had, f"{kind.value.lower()}.held"):
                return
            self._apart(scene, had[0], had[1], self._with(scene, had[1]), f"{kind.value.lower()}.held")
            return
        own = scene.isa(hit.end - 1, "with") or scene.isa(hit.end - 1, "between")
        joint = hit.end - 1 if own else joint_word(scene, hit.end, kind)
        # `la réunion des ministres A et B`: the words of the trigger may hold the first one's office.
        held = next((i.start for i in scene.items if at < i.start < hit.end), hit.end + 1 if scene.isa(hit.end, "of") else None)
        if not own and held is not None and met_of(self.story, scene, at, held, kind):
            return
        if hit.end == at + 1 and scene.isa(at, "shared") and scene.text(at + 1)[:1].isalpha() and joint > at + 1:
            joint = at  # `bilateral relations between A and B`: it describes another noun
        agents, end = self._told_with(scene, hit, joint, kind, own=own)
        if not agents and scene.isa(joint, "between") and of_both(scene, joint):
            agents = pair_agents(self.story.resolved)  # `the meeting between the delegations of the two countries`
        ways = (met_at_once, met_together, negotiated) if not agents and not own else ()
        if any(met(self.story, scene, at, hit, kind) for met in ways):
            return
        if not agents and scene.isa(scene.start, "with") and scene.isa(at - 1, "the"):
            # `With B, the talks bore on …`
            people, end = scene.after(scene.start + 1, 2)
            beside = scene.text(end) == "," or end == at - 1  # some leave the comma out
            agents = people if beside and all(p.startswith("person/") for p in people) else ()
        persons = any(a.startswith("person/") for a in agents)
        met = scene.isa(joint, "with") and persons  # `negotiations were held with B`
        lasting = scene.isa(at - 1, "lasting") and not persons and not scene.has("held", end, end + 4)  # `ongoing consultations`
        going_on = scene.isa(hit.end - 1, "dialogue") or lasting
        if (scene.isa(at, "negotiation") and not met) or (going_on and not scene.light_verb(at)):
            return
        if scene.isa(joint, "by") and agents and (guests := guests_of(scene, end)):
            self.story.meet(scene, at, kind, f"{kind.value.lower()}.for", agents, guests)
            return
        fitting = any(a.startswith("person/") for a in agents) or not scene.isa(hit.end - 1, "exchange")
        owner = self.story.owner(scene, at)
        if (told := self.story.spoken_of(scene, at, set(agents or owner))) is not None:
            self.story.tell_more(scene, told, at, end if agents else hit.end)
            return
        if any(scene.isa(joint, word) for word in ("between", "by", "around")) and len(agents) > 1 and fitting:
            if all(a.startswith("country/") for a in agents) and (there := attenders(scene, at)):
                agents = (
                    (*agents, *there) if states(self.story.resolved, there) <= states(self.story.resolved, agents) else agents
                )
            self.story.meet(scene, at, kind, f"{kind.value.lower()}.between", agents, ())
            return
        if agents and not owner:
            owner = self._party(scene, at, agents)
        if not fitting:
            return  # `exchanges between the two states`
        planned = self.story.ledger.last(*TALKS) if scene.isa(scene.start, "this") else None
        if planned is not None and planned.status is EventStatus.PLANNED and {*owner, *agents} == set(planned.participants):
            self.story.tell_more(scene, planned, at)  # `This meeting is their first since …`
            return
        if agents or len(owner) > 1:
            rule = f"{kind.value.lower()}.noun"
            apart = scene.has("meetings", at, hit.end) and all(a.startswith("person/") for a in agents)
            if (apart or scene.light_verb(at)) and owner == scene.subject(at):
                self._apart(scene, at, hit, [(at, agents)], rule)
            else:
                self.story.meet(scene, at, kind, rule, owner, agents)
            return
        self._alone_noun(scene, at, hit, kind, owner)

    def _told_with(self, scene: Scene, hit: Hit, joint: int, kind: EventType, *, own: bool) -> tuple[tuple[EntityId, ...], int]:
        """Who is told behind the `with`, `between` or `by` of a noun, and the token after them."""
        agents, end = tuple[EntityId, ...](), joint
        if own or (any(scene.isa(joint, word) for word in ("between", "with", "by", "from", "around")) and joint >= hit.end):
            agents, end = scene.after(joint + 1, 2 if scene.isa(joint, "around") else 6)
            only_from = scene.isa(joint, "from") and not any(scene.isa(joint, w) for w in ("between", "with", "by", "around"))
            if only_from and kind is not EventType.CALL and any(a.startswith("organization/") for a in agents):
                agents, end = (), joint  # `les réunions de l'OTAN`
        if len(agents) == 1 and scene.isa(joint, "by") and agents[0].startswith("country/"):
            agents, end = (), joint  # `the meeting was organised by Finland`
        return agents, end

    def _alone_noun(self, scene: Scene, at: int, hit: Hit, kind: EventType, owner: tuple[EntityId, ...]) -> None:
        """A noun that names nobody: what a verb says was held, talks told before or implied, or an occasion to speak."""
        if scene.isa(hit.end - 1, "meal") and (guests := guests_of(scene, hit.end)):
            apart = scene.text(hit.end - 1).endswith("s")
            self._apart(scene, at, hit, [(at, (g,)) for g in guests] if apart else [(at, guests)], "meeting.for")
            return
        if scene.light_verb(at) and not governed(scene, at):
            self._apart(scene, at, hit, self._with(scene, hit), f"{kind.value.lower()}.held")
            return
        both = addressed(scene, at)
        if both:
            self.story.meet(scene, at, kind, "meeting.addressed", both, ())
            return
        last = self.story.ledger.last(*TALKS)
        came = scene.isa(scene.start, "this") and scene.isa(at - 1, "a") and scene.isa(at - 2, "preposition")
        if last is not None and (scene.isa(at - 1, "the") or scene.isa(at - 1, "this") or owner or came):
            spoken = last.place is None and last.rule == "meeting.verb-with" and scene.number - last.sentence <= _SOON
            last.type = kind if spoken else last.type  # `A spoke with B. In the phone call, …`
            self.story.tell_more(scene, last, at, hit.end)  # `This came during a meeting in Lima` too
        elif last is None and (both := attending(scene, at)):
            self.story.meet(scene, at, kind, f"{kind.value.lower()}.attended", both, ())
        elif last is None and (scene.isa(at - 1, "the") or scene.isa(at - 1, "possessive")):
            # `after the talks`: those told together just before have met.
            self._implied(scene, at, kind)
        elif not owner and spoken_at(self.story, scene, at, kind):
            return
        elif not last and of_pair(scene, at, hit.end):
            self.story.meet(scene, at, kind, "meeting.bilateral", pair_agents(self.story.resolved), ())

    def _had_after(self, scene: Scene, relative: int, had: tuple[int, Hit], rule: str) -> bool:
        """A relative clause whose subject stands after its verb: `les entretiens qu'a eus A avec B`, `l'audience que lui a
        accordée A` (to whom the sentence goes on to tell, else to its subject)."""
        verb, hit = had
        given = scene.isa(relative + 1, "him")
        if verb > relative + 1 + given:
            return False
        hosts, end = scene.after(scene.past_aside(hit.end), 2)
        if not hosts or not all(a.startswith("person/") for a in hosts):
            return False
        end = scene.past_aside(end)
        end += scene.text(end) == ","
        others = scene.after(end + (not given), 3)[0] if given or scene.isa(end, "with") else ()
        others = others or (self.story.resolved.subjects[scene.number] if given else ())
        if not others or set(others) & set(hosts):
            return False
        self._apart(scene, verb, hit, [(verb, tuple(dict.fromkeys((*hosts, *others))))], rule)
        return True

    def _party(self, scene: Scene, at: int, others: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        """Who had talks with others: the subject; of several that only sentences before told, the one who met them all."""
        subject = scene.subject(at)
        here = {a for item in scene.items if item.kind is MentionKind.PERSON for a in item.agents}
        if len(subject) > 1 and not here & set(subject) and not set(subject) & set(others):
            return subject[:1]
        if not [a for a in subject if a not in others] and here <= set(others):
            last = self.story.ledger.last(*TALKS)
            told = tuple(people_of(last.participants)) if last is not None else ()
            earlier = self.story.resolved.subjects[max(scene.number - 1, 0)] or told
            return tuple(a for a in earlier if a not in others)[:1]
        return subject or person_before(scene, at)

    def _implied(self, scene: Scene, at: int, kind: EventType) -> None:
        for number in range(scene.number, max(scene.number - 2, -1), -1):
            subject = self.story.resolved.subjects[number]
            if len(states(self.story.resolved, subject)) > 1:
                self.story.meet(scene, at, kind, "meeting.implied", subject, ())
                return

    def gather(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`The session brought together, on Friday in Rabat, A and B`: they met."""
        people, _ = scene.after(scene.past_aside(hit.end), 3)
        if people and all(a.startswith("person/") for a in people) and len(states(self.story.resolved, people)) > 1:
            self.story.meet(scene, at, kind, "meeting.gathered", people, ())

    def joint(self, scene: Scene, at: int, hit: Hit, _kind: EventType) -> None:
        """`A and B co-chaired the session`, `a session chaired by A and B`: a meeting; sessions add the mechanism."""
        begin = scene.past_aside(hit.end)
        if scene.has("ceremony", begin, begin + 3):
            return  # `A and B presided over the ceremony`
        by = next((i for i in range(hit.end - 1, min(hit.end + 5, scene.end)) if scene.isa(i, "by")), None)
        if by is None and scene.isa(hit.end - 1, "of"):
            by = hit.end - 1  # `under the joint presidency of A and B`
        if by is not None:
            self.story.meet(scene, at, EventType.MEETING, "meeting.joint", scene.after(by + 1)[0], ())
            return
        if describes_another(scene, at, hit):
            return
        others = tuple(a for _, group in self._with(scene, hit) for a in group)
        groups = [scene.group(position) for position in range(len(scene.items))] if hit.end > at + 1 else []
        both = next((agents for agents, end in groups if end == at and len(agents) > 1), ())  # `with A and B as co-chairs`
        self.story.meet(scene, at, EventType.MEETING, "meeting.joint", both or scene.subject(at), others)

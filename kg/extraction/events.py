"""Events of a text: triggers of the lexicon, who stands around them, when and where.

Each frame of `event_triggers.tsv` has one function here; what it opens is entered in the ledger, where tellings of one event meet.
"""

from collections.abc import Callable

from kg.annotated import Hit, MentionKind
from kg.extraction.confidence import confidence
from kg.extraction.draft import Draft, Ledger, compatible
from kg.extraction.frameworks import FrameworkDraft
from kg.extraction.scene import Scene, pair_agents, states
from kg.model import CountryCode, EntityId, Event, EventStatus, EventType, Span, Statement, country_id
from kg.resolved import Resolved

__all__ = ["Events"]

_TYPES = {"meeting": EventType.MEETING, "call": EventType.CALL, "visit": EventType.VISIT, "signing": EventType.SIGNING}
_STATUS = {"planned": EventStatus.PLANNED, "proposed": EventStatus.PROPOSED, "cancelled": EventStatus.CANCELLED}
_VERBS = frozenset({"verb-object", "joint", "light-verb", "sign-active", "discuss", "attend"})
_TALKS = (EventType.MEETING, EventType.CALL)


class Events:
    """Reads the events of a text, sentence by sentence."""

    def __init__(self, resolved: Resolved, frameworks: dict[EntityId, FrameworkDraft], framework_of: dict[int, EntityId]) -> None:
        self.resolved = resolved
        self.frameworks = frameworks
        self.framework_of = framework_of
        self.ledger = Ledger({p: person.country for p, person in resolved.persons.items()})
        self.opened: list[Draft] = []
        """Tellings of the sentence at hand."""
        self.attached: dict[int, Draft] = {}
        """Sentence → the talks whose subjects it tells."""
        self._sentence_of: dict[Span, int] = {}
        self._to_media: set[int] = set()
        """Sentences on what was said to the press or posted, which need not have been said at the talks."""
        self._frames: dict[str, Callable[[Scene, int, Hit, EventType], None]] = {
            "verb-with": self._verb_with,
            "phone": self._verb_with,
            "verb-object": self._verb_object,
            "noun-between": self._noun,
            "passive": self._passive,
            "joint": self._joint,
            "travel": self._travel,
            "arrive-guest": self._guest,
            "sign-active": self._sign_active,
            "sign-passive": self._sign_passive,
            "sign-noun": self._sign_active,
        }

    def read(self, scenes: list[Scene]) -> None:
        """Read all sentences in order."""
        self._sentence_of = {scene.span: scene.number for scene in scenes}
        self._to_media = {
            s.number
            for s in scenes
            if any(s.isa(at, "media") for at in range(s.start, s.end))
            and not any(hit.rows[0][0] == "meeting" for _, hit in s.hits("event"))
        }
        for scene in scenes:
            self.opened = []
            self._conferences(scene)
            for at, hit in self._triggers(scene):
                kind, frame = hit.rows[0][:2]
                if frame == "attend" and scene.isa(at, "meet"):
                    kind, frame = "meeting", "verb-object"  # `met for the first time`
                if kind == "discuss":
                    self._discuss(scene, at, hit)
                elif frame in self._frames:
                    self._frames[frame](scene, at, hit, _TYPES.get(kind, EventType.MEETING))
            self._agreed(scene)
            self._sessions(scene)
            self._leaders(scene)
            self._present(scene)
            self._settle(scene)
        self._inherit()

    def hear(self, statements: tuple[Statement, ...]) -> None:
        """What those who met said is what the talks were about, as far as the text tells it after them."""
        talks = sorted((d for d in self.ledger.drafts if d.type in _TALKS), key=lambda d: d.sentence)
        for statement in statements:
            number = self._sentence_of[statement.evidence[0]]
            spoke = [d for d in talks if d.sentence <= number and self._took_part(statement.speaker, d)]
            if spoke and statement.stance != "recalls" and number not in self._to_media:
                spoke[-1].topics |= dict.fromkeys(statement.topics)

    def _took_part(self, speaker: EntityId, draft: Draft) -> bool:
        return speaker in draft.participants or (
            speaker.startswith("country/")
            and self.resolved.country_of(speaker) in states(self.resolved, tuple(draft.participants))
        )

    def _inherit(self) -> None:
        """What was signed at talks was signed when and where they were held; who came to meet met where the visit led."""
        for draft in self.ledger.drafts:
            if draft.type in _TALKS and draft.place is None and draft.type is EventType.MEETING:
                visit = self._before(draft, EventType.VISIT, lambda d, v: bool(set(v.visitors) & set(d.participants)))
                if visit is not None and compatible(visit.date, draft.date):
                    draft.place = visit.place
                    draft.date = draft.date or visit.date
        for draft in self.ledger.drafts:
            if draft.type is EventType.SIGNING and not draft.recalled and draft.date is None:
                talks = self._before(draft, EventType.MEETING, lambda d, t: t.status is d.status) or self._before(
                    draft, EventType.VISIT, lambda d, v: v.date is not None
                )
                if talks is not None and (draft.place is None or talks.place in (None, draft.place)):
                    draft.date = talks.date
                    draft.place = draft.place or talks.place

    def _before(self, draft: Draft, kind: EventType, fits: Callable[[Draft, Draft], bool]) -> Draft | None:
        """The event of a type that is told last before a draft, or in its sentence, and fits."""
        found = [
            d for d in self.ledger.drafts if d.type is kind and d.sentence <= draft.sentence and d is not draft and fits(draft, d)
        ]
        return max(found, key=lambda d: (d.sentence, d.anchor), default=None)

    def _triggers(self, scene: Scene) -> list[tuple[int, Hit]]:
        """Triggers from left to right, none within another, none within a name."""
        taken = {
            at
            for i in scene.indices
            for m in [self.resolved.annotated.mentions[i]]
            if m.kind in (MentionKind.FRAMEWORK, MentionKind.CONFERENCE, MentionKind.ORGANIZATION)
            for at in range(m.name_start, m.name_end)
        }
        found, end = [], scene.start
        for at, hit in scene.hits("event"):
            if at >= end and at not in taken and hit.rows[0][1] != "occasion" and self._verbal(scene, at, hit):
                found.append((at, hit))
                end = hit.end
        return found

    def _verbal(self, scene: Scene, at: int, hit: Hit) -> bool:
        """Whether a form that may be a noun stands as the verb that its frame needs (`to exchange`, `they exchange`)."""
        frame = hit.rows[0][1]
        if hit.end > at + 1 or frame not in _VERBS or hit.rows[0][-1] not in ("0", "1"):
            return True
        before = at - 1
        while scene.isa(before, "adverb"):
            before -= 1
        agent = any(item.end == before + 1 for item in scene.items)
        return (
            agent
            or scene.isa(before, "to")
            or scene.isa(before, "and")
            or scene.isa(before, "relative")
            or scene.isa(before, "they")
            or bool(scene.effect(at))
        )

    # -- meetings and calls -----------------------------------------------------------------------------------------------

    def _verb_with(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A met with B`, `A and B held talks`, `A spoke by phone with B`."""
        nominal = hit.rows[0][-1] == "1" and hit.rows[0][0] == "call" and not any(i.end == at for i in scene.items)
        if nominal or scene.isa(at - 1, "det") or scene.isa(at - 1, "possessive") or scene.text(at - 1) in ("'s", "’s"):
            # `his talks with B`: the noun is of a meeting, whatever the verb.
            self._noun(scene, at, hit, EventType.MEETING if hit.rows[0][1] == "verb-with" else kind)
            return
        others = self._with(scene, at, hit)
        subject = scene.subject(at)
        apart = any(scene.isa(i, "separately") for i in range(at, hit.end + 2))
        for group in [(o,) for o in others] if apart else [others]:
            self._talks(scene, at, kind, f"{kind.value.lower()}.verb-with", subject, group)

    def _with(self, scene: Scene, at: int, hit: Hit) -> tuple[EntityId, ...]:
        """Whom a trigger is with: after its own `with`, or the next one in the clause."""
        if any(scene.isa(hit.end - 1, word) for word in ("with", "to", "from")):
            return scene.after(hit.end)[0]
        for i in range(hit.end, min(hit.end + 22, scene.end)):
            if scene.isa(i, "with") or scene.isa(i, "between"):
                agents, _ = scene.after(i + 1)
                if agents:
                    return agents
            if scene.isa(i, "relative") or (i in self.resolved.annotated.hits["event"] and i > hit.end + 8):
                break
        return ()

    def _verb_object(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A received B`, `A received, on Friday, B`; only where B is a person; a delegation comes on a visit."""
        begin = self._past_aside(scene, hit.end)
        if self._hosts(scene, at, begin):
            return
        if scene.isa(at - 1, "be"):
            # `A was received in Lisbon by B`
            by = next((i for i in range(hit.end, min(hit.end + 8, scene.end)) if scene.isa(i, "by")), None)
            hosts = scene.after(by + 1)[0] if by is not None else ()
            if hosts:
                self._talks(scene, at, kind, "meeting.passive", scene.subject(at), hosts)
            return
        others, end = scene.after(begin, 3)
        direct = not any(scene.isa(i, "preposition") for i in range(begin, next((x.start for x in scene.items if x.start >= begin), begin)))
        if scene.text(end) in ("'s", "’s", "’", "'"):
            return  # `welcomed A's efforts`
        people = tuple(a for a in others if a.startswith("person/"))
        if people and direct:
            self._talks(scene, at, kind, f"{kind.value.lower()}.verb-object", scene.subject(at), people)
        elif scene.isa(at, "meet") and self._alone(scene, hit.end):
            self._talks(scene, at, kind, "meeting.met", scene.subject(at), self._with(scene, at, hit))

    def _alone(self, scene: Scene, after: int) -> bool:
        """Whether a verb has no object: a mark, a preposition, an adverb or a date follows it."""
        dated = {i for m in scene.dates for i in range(m.start, m.end)}
        free = after >= scene.end or not scene.text(after)[:1].isalnum() or scene.isa(after, "preposition") or scene.isa(after, "adverb")
        return free or after in dated or scene.isa(after, "to") or scene.isa(after, "and") or scene.text(after).endswith("ly")

    def _past_aside(self, scene: Scene, at: int) -> int:
        """Token after an aside between commas that tells when and where (`, on Friday in Rabat,`); `at` where there is none."""
        if scene.text(at) == ",":
            for i in range(at + 1, min(at + 10, scene.end)):
                if scene.text(i) == ",":
                    return i + 1
                if any(item.start <= i < item.end and item.agents[0].startswith("person/") for item in scene.items):
                    break
        return at

    def _hosts(self, scene: Scene, at: int, begin: int) -> bool:
        """`A hosted a delegation from B`: a visit of B, or of who leads it, to A's state."""
        for index, mention in scene.mentions(MentionKind.ANAPHOR):
            visitors = self.resolved.agents(index)
            if mention.key != "delegation" or not at < mention.end or mention.start > begin + 3 or not visitors or mention.end <= at:
                continue
            hosts = states(self.resolved, scene.subject(at)) - states(self.resolved, visitors)
            status = self._status(scene, at)
            if len(hosts) == 1 and status is not None:
                host = hosts.pop()
                places = [place for _, place in scene.places if self.resolved.places[place].country == host]
                self.opened.append(
                    Draft(EventType.VISIT, "visit.hosted", at, scene.number, visitors=list(visitors), host=host, status=status,
                          evidence=[scene.span], place=places[0] if places else None)
                )
                if all(v.startswith("country/") for v in visitors):
                    self._talks(scene, at, EventType.MEETING, "meeting.hosted", scene.subject(at), visitors)
                return True
        return False

    def _noun(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`talks between A and B`, `a meeting with B`, `A's call with B`, `their meeting`; `the meeting` is the last one."""
        if kind is EventType.VISIT:
            self._travel(scene, at, hit, kind)
            return
        own = scene.isa(hit.end - 1, "with") or scene.isa(hit.end - 1, "between")
        joint = hit.end - 1 if own else self._joint_word(scene, hit.end, kind)
        agents: tuple[EntityId, ...] = ()
        if own or any(scene.isa(joint, word) for word in ("between", "with", "by", "from")) and joint >= hit.end:
            agents, _ = scene.after(joint + 1)
        if not agents and not own and (scene.isa(at - 1, "preposition") or scene.isa(at - 1, "and")):
            # `before meeting B`: the noun's form is a verb here.
            people, _ = scene.after(hit.end, 1)
            if people and all(p.startswith("person/") for p in people):
                self._talks(scene, at, kind, "meeting.verb-object", scene.subject(at), people)
                return
        if scene.isa(at, "negotiation"):
            return
        if (scene.isa(joint, "between") or scene.isa(joint, "by")) and len(agents) > 1:
            self._talks(scene, at, kind, f"{kind.value.lower()}.between", agents, ())
            return
        owner = self._owner(scene, at)
        if agents and not owner:
            owner = self._light_subject(scene, at) or self._person_before(scene, at)
        if agents or len(owner) > 1:
            self._talks(scene, at, kind, f"{kind.value.lower()}.noun", owner, agents)
            return
        if self._light_verb(scene, at):
            subject = self._light_subject(scene, at)
            others = self._with(scene, at, hit)
            self._talks(scene, at, kind, f"{kind.value.lower()}.held", subject, others)
            return
        last = self.ledger.last(*_TALKS)
        if last is not None and (scene.isa(at - 1, "the") or scene.isa(at - 1, "this") or owner):
            self._tell_more(scene, last, at)
        elif last is None and (scene.isa(at - 1, "the") or scene.isa(at - 1, "possessive")):
            # `after the talks`: those told together just before have met.
            self._implied(scene, at, kind)
        elif scene.isa(at - 1, "bilateral") and not last:
            self._talks(scene, at, kind, "meeting.bilateral", pair_agents(self.resolved), ())

    def _joint_word(self, scene: Scene, after: int, kind: EventType) -> int:
        """Where `between` or `with` stands that belongs to a noun.

        At once, or past a time, a place and a passive (`talks were held in May between`); `held by` and `a call from` count too.
        """
        dated = {at for m in scene.dates for at in range(m.start, m.end)}
        held = False
        for i in range(after, min(after + 18, scene.end)):
            if scene.isa(i, "between") or (scene.isa(i, "with") and i < after + 9) or (held and scene.isa(i, "by")):
                return i
            if kind is EventType.CALL and i == after and scene.isa(i, "from"):
                return i
            event = self.resolved.annotated.hits["event"].get(i)
            if scene.isa(i, "held") or scene.isa(i, "be") or (event is not None and event.rows[0][1] == "passive"):
                held = True
                continue
            if i in dated or (scene.text(i) in "()" and i < after + 16):
                continue
            if scene.text(i) == "," and (scene.isa(i + 1, "with") or scene.isa(i + 1, "between")):
                return i + 1
            if scene.text(i) in ",;." or scene.isa(i, "clause") or event is not None or scene.isa(i, "and"):
                break
        return after

    def _owner(self, scene: Scene, at: int) -> tuple[EntityId, ...]:
        """Who owns a noun: `X's talks`, `his talks` (the subject, even if told later), `their meeting`."""
        before = at - 1
        while scene.isa(before, "idle-modifier") or (
            scene.start < before and scene.text(before)[:1].islower() and scene.isa(before - 1, "possessive")
        ):
            before -= 1
        if scene.text(before) in ("'s", "’s", "’"):
            for position, item in enumerate(scene.items):
                agents, end = scene.group(position)
                if end == before:
                    return agents
                if item.end == before:
                    return item.agents
        if scene.isa(before, "possessive-plural"):
            for position in range(len(scene.items) - 1, -1, -1):
                agents, end = scene.group(position)
                if end <= before and len(agents) > 1 and all(a.startswith("person/") for a in agents):
                    return agents
            subject = scene.subject(at)
            return subject if len(subject) > 1 else ()
        if scene.isa(before, "possessive-singular"):
            subject = self.resolved.subjects[scene.number] or scene.subject(at)
            return subject[:1]
        return ()

    def _implied(self, scene: Scene, at: int, kind: EventType) -> None:
        for number in range(scene.number, max(scene.number - 2, -1), -1):
            subject = self.resolved.subjects[number]
            if len(states(self.resolved, subject)) > 1:
                self._talks(scene, at, kind, "meeting.implied", subject, ())
                return

    def _agreed(self, scene: Scene) -> None:
        """`A and his counterpart B agreed in Rabat …`: officials of two states who agree on something have met."""
        if any(d.type in _TALKS for d in self.opened):
            return
        for at, hit in scene.hits("speech"):
            subject = scene.subject(at)
            persons = [a for a in subject if a.startswith("person/")]
            if (
                hit.rows[0][0] != "agrees"
                or at in scene.quoted
                or len(persons) < 2
                or len(states(self.resolved, tuple(persons))) < 2
            ):
                continue
            if scene.effect(at) or any(set(persons) <= set(d.participants) for d in self.ledger.drafts if d.type in _TALKS):
                continue
            self._talks(scene, at, EventType.MEETING, "meeting.agreed", subject, ())
            return

    def _person_before(self, scene: Scene, at: int) -> tuple[EntityId, ...]:
        """The last person told before a token, governed or not: `conveyed by A during a meeting with B`."""
        found = [i.agents for i in scene.items if i.end <= at and i.agents[0].startswith("person/")]
        return found[-1] if found else ()

    def _present(self, scene: Scene) -> None:
        """`A and B were also present at the meeting`, `attended the meeting`: they took part in the talks told last."""
        last = self.ledger.last(*_TALKS)
        if last is None or any(d.type in _TALKS for d in self.opened):
            return
        for at in range(scene.start, scene.end):
            hit = self.resolved.annotated.hits["event"].get(at)
            attended = hit is not None and hit.rows[0][1] == "attend" and any(scene.isa(i, "meet-noun") for i in range(hit.end, min(hit.end + 4, scene.end)))
            if scene.isa(at, "present") or attended:
                people = [a for i in scene.items if i.end <= at or scene.start == at for a in i.agents if a.startswith("person/")]
                last.add("participants", people)
                if people and scene.span not in last.evidence:
                    last.evidence.append(scene.span)
                return

    def _light_verb(self, scene: Scene, at: int) -> bool:
        hits = self.resolved.annotated.hits["event"]
        return any((hit := hits.get(i)) is not None and "light" in hit.rows[0][1] for i in range(max(scene.start, at - 12), at))

    def _light_subject(self, scene: Scene, at: int) -> tuple[EntityId, ...]:
        return scene.subject(at)

    def _passive(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A was received by B`; `A, joined by B` adds to A's meeting; who led or represented a side met nobody by that."""
        if self._instruments(scene, scene.start, at) and scene.isa(hit.end - 1, "signing-verb"):
            self._sign_passive(scene, at, hit, EventType.SIGNING)
            return
        if not (scene.isa(hit.end - 1, "by") or scene.isa(hit.end - 1, "between")):
            return
        others, _ = scene.after(hit.end)
        if not others or any(scene.isa(i, "leading") for i in range(at, hit.end)):
            return
        chaired = any(scene.isa(i, "chaired") for i in range(at, hit.end))
        subject = scene.subject(at) if scene.isa(hit.end - 1, "by") and not chaired else ()
        if any(scene.isa(i, "company") for i in range(at, hit.end)):
            last = self.opened[-1] if self.opened else self.ledger.last(*_TALKS)
            if last is not None and last.type in _TALKS and set(subject) & set(last.participants):
                last.add("participants", [o for o in others if o.startswith("person/")])
            return
        if not any(d.type in _TALKS and set(others) <= set(d.participants) for d in self.opened):
            self._talks(scene, at, kind, "meeting.passive", subject, others)

    def _leaders(self, scene: Scene) -> None:
        """`A led the Indian delegation and B the U.S. delegation`: they are the meeting's participants for their states."""
        leaders: list[EntityId] = []
        for index, mention in scene.mentions(MentionKind.ANAPHOR):
            if mention.key != "delegation":
                continue
            verb = next((i for i in range(mention.start - 1, mention.start - 4, -1) if scene.isa(i, "leading")), None)
            if verb is not None:
                leaders += [a for a in scene.subject(verb) if a.startswith("person/")]
            leaders += [a for a in self.resolved.refers.get(index, ()) if a.startswith("person/")]
        last = self.ledger.last(*_TALKS)
        leaders = list(dict.fromkeys(leaders))
        if leaders and last is not None and not any(d.type in _TALKS for d in self.opened):
            acted = states(self.resolved, tuple(leaders))
            if not acted & states(self.resolved, tuple(last.participants)):
                return
            last.participants = [
                p for p in last.participants if self.resolved.country_of(p) not in acted or p.startswith("person/")
            ]
            last.add("participants", leaders)
            last.evidence += [scene.span] if scene.span not in last.evidence else []

    def _sessions(self, scene: Scene) -> None:
        """A session of a standing body is a meeting of those who hold it, else of the states it binds."""
        for index, mention in scene.mentions(MentionKind.FRAMEWORK):
            framework = self.frameworks[self.framework_of[index]]
            if framework.kind.value != "Mechanism":
                continue
            talks = next((d for d in self.opened if d.type in _TALKS), None)
            sign = self._session_sign(scene, mention.start, mention.end)
            if talks is not None:
                if sign and framework.id not in talks.frameworks:
                    talks.frameworks.append(framework.id)
                continue
            if not sign:
                continue
            parties = framework.parties or list(pair_agents(self.resolved))
            subject = [a for a in scene.subject(mention.start) if a.startswith("person/")]
            draft = self._talks(
                scene, mention.start, EventType.MEETING, "meeting.session", tuple(subject if len(subject) > 1 else parties), ()
            )
            if draft is not None:
                draft.frameworks.append(framework.id)

    def _session_sign(self, scene: Scene, start: int, end: int) -> bool:
        """Whether a mechanism is told as meeting: `the third session of`, `held the`, `… took place`, `following their`."""
        before = range(max(scene.start, start - 7), start)
        if any(scene.isa(i, "session") for i in before):
            return True
        held = any(scene.isa(i, "held") for i in (*before, *range(end, min(end + 6, scene.end))))
        follows = any(scene.isa(i, "time-of") for i in range(max(scene.start, start - 3), start))
        return held or (follows and scene.date(start, (end, min(end + 8, scene.end))) is not None)

    def _joint(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A and B co-chaired the session`, `a session chaired by A and B`: a meeting; the mechanism is added with the sessions."""
        by = next((i for i in range(hit.end, min(hit.end + 5, scene.end)) if scene.isa(i, "by")), None)
        if by is not None:
            self._talks(scene, at, EventType.MEETING, "meeting.joint", scene.after(by + 1)[0], ())
            return
        self._talks(scene, at, EventType.MEETING, "meeting.joint", scene.subject(at), self._with(scene, at, hit))

    def _talks(
        self, scene: Scene, at: int, kind: EventType, rule: str, subject: tuple[EntityId, ...], others: tuple[EntityId, ...]
    ) -> Draft | None:
        """Enter a meeting or call of these; needs two sides, none of them alone a country's name among persons."""
        together = list(dict.fromkeys([*subject, *others]))
        persons = [a for a in together if a.startswith("person/")]
        if persons:
            acted = {self.resolved.country_of(p) for p in persons}
            together = [a for a in together if not (a.startswith("country/") and self.resolved.country_of(a) in acted)]
        sides = {self.resolved.country_of(a) or a for a in together}
        if len(together) < 2 or (len(sides) < 2 and not others):
            return None
        status = self._status(scene, at)
        if status is None:
            return None
        draft = Draft(kind, rule, at, scene.number, participants=together, status=status, evidence=[scene.span])
        self.opened.append(draft)
        return draft

    def _status(self, scene: Scene, at: int) -> EventStatus | None:
        """Status by the auxiliaries before a trigger; None where they deny it."""
        effect = scene.effect(at)
        event = self.resolved.annotated.hits["event"].get(at)
        if effect in ("", "recalled") and event is not None and event.rows[0][1] == "noun-between":
            effect = scene.effect_after(event.end)
        return None if effect == "negated" else _STATUS.get(effect, EventStatus.HELD)

    def _tell_more(self, scene: Scene, draft: Draft, at: int) -> None:
        """A sentence that speaks of an event told before: its subjects, and a place or date where open."""
        self.attached[scene.number] = draft
        if any(scene.isa(i, "held") for i in range(at, min(at + 5, scene.end))):
            draft.place = draft.place or scene.place(at, (at, scene.end))
            draft.date = draft.date or scene.date(at, (at, scene.end))

    # -- what they spoke of -----------------------------------------------------------------------------------------------

    def _discuss(self, scene: Scene, at: int, hit: Hit) -> None:
        """`A and B discussed T`: subjects of the talks at hand; two states that discuss have met."""
        if any(d.type in _TALKS for d in self.opened):
            return
        subject = scene.after(hit.end + 1)[0] if scene.isa(hit.end, "by") else scene.subject(at)
        last = self.ledger.last(*_TALKS)
        partners = self._partners(scene, hit.end)
        for start, others in partners:
            self._talks(scene, start, EventType.MEETING, "meeting.discussed-with", subject, others)
        if partners:
            return
        if last is not None and self._distinct(scene, at, last) and len(subject) > 1:
            self._talks(scene, at, EventType.MEETING, "meeting.discussed", subject, ())
            return
        persons = [a for a in subject if a.startswith("person/")]
        if len(persons) > 1 and scene.effect(at) == "" and (last is None or not set(persons) <= set(last.participants)):
            self._talks(scene, at, EventType.MEETING, "meeting.discussed", subject, ())
            return
        if last is not None:
            told = states(self.resolved, subject)
            known = states(self.resolved, tuple(last.participants))
            if not subject or told & known or set(subject) & set(last.participants):
                self._tell_more(scene, last, at)
                return
        if len(states(self.resolved, subject)) > 1 and scene.effect(at) == "":
            self._talks(scene, at, EventType.MEETING, "meeting.discussed", subject, ())

    def _partners(self, scene: Scene, after: int) -> list[tuple[int, tuple[EntityId, ...]]]:
        """With whom something was discussed: each `with` before the next verb of the clause that a person follows."""
        found = []
        if scene.isa(scene.start, "with"):
            agents, _ = scene.after(scene.start + 1, 2)
            found += [(scene.start, agents)] if agents and all(a.startswith("person/") for a in agents) else []
        for i in range(after, scene.end):
            if scene.isa(i, "relative") or scene.text(i) == ";" or i in self.resolved.annotated.hits["speech"]:
                break
            if scene.isa(i, "with"):
                agents, _ = scene.after(i + 1, 2)
                if agents and all(a.startswith("person/") for a in agents):
                    found.append((i, agents))
        return found

    def _distinct(self, scene: Scene, at: int, last: Draft) -> bool:
        """Whether a sentence opens with another date than that of the event told last (`On May 22, the two had …`)."""
        return not compatible(scene.date(at, (scene.start, at)), last.date)

    # -- visits -------------------------------------------------------------------------------------------------------------

    def _travel(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A visited X`, `A's visit to X`, `A arrived in X`, `on a visit to X`; `A visited B` is a meeting."""
        noun = any(scene.isa(i, "visit-noun") for i in range(at, hit.end)) and (
            hit.end > at + 1 or self._described(scene, at) or (scene.isa(at - 1, "preposition") and not scene.isa(at - 1, "to"))
        )
        guests, _ = scene.after(hit.end, 2)
        if not noun and guests and all(g.startswith("person/") for g in guests):
            self._talks(scene, at, EventType.MEETING, "meeting.verb-object", scene.subject(at), guests)
            return
        visitors = self._owner(scene, at) if noun else scene.subject(at)
        if noun and not visitors:
            visitors = self._visitor_after(scene, hit) or scene.subject(at)
        visitors = tuple(v for v in visitors if not v.startswith("organization/"))
        host, place = self._destination(scene, hit.end, visitors)
        if host is not None and self._team(scene, at):
            # An unnamed team acts for its state: the other one of the pair.
            visitors = tuple(country_id(c) for c in self.resolved.pair if c != host and len(self.resolved.pair) == 2)
        if host is None and place is None:
            last = next(
                (d for d in reversed(self.ledger.drafts) if d.type is EventType.VISIT and set(visitors) & set(d.visitors)), None
            )
            if last is not None or not visitors or any(v.startswith("country/") for v in visitors):
                return
            other = [c for c in self.resolved.pair if c not in states(self.resolved, visitors)]
            if len(other) != 1 or not noun:
                return
            host = other[0]
        status = self._status(scene, at)
        if status is None or not visitors or states(self.resolved, visitors) == {host}:
            return
        draft = Draft(
            EventType.VISIT,
            "visit.noun" if noun else "visit.travel",
            at,
            scene.number,
            visitors=list(visitors),
            host=host,
            status=status,
            evidence=[scene.span],
            place=place,
        )
        self.opened.append(draft)

    def _guest(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`hosted a delegation from B`; `A, on an official visit`."""
        if not self._hosts(scene, at, hit.end):
            self._travel(scene, at, hit, kind)

    def _team(self, scene: Scene, at: int) -> bool:
        """Whether an unnamed delegation without a state of its own stands right before a verb of travel."""
        return any(m.end == at and m.key == "delegation" and m.country is None for _, m in scene.mentions(MentionKind.ANAPHOR))

    def _described(self, scene: Scene, at: int) -> bool:
        """Whether adjectives and then an article or possessive stand before a noun (`his first official visit`)."""
        for before in range(at - 1, max(scene.start - 1, at - 8), -1):
            if scene.isa(before, "det") or scene.isa(before, "possessive") or scene.text(before) in ("'s", "’s"):
                return True
            if not scene.text(before)[:1].isalnum() and scene.text(before) != "-":
                return False
            if scene.isa(before, "clause") or scene.isa(before, "preposition"):
                return False
        return False

    def _visitor_after(self, scene: Scene, hit: Hit) -> tuple[EntityId, ...]:
        """`the visit of A`, `a visit by A`, `the visit he paid`."""
        for i in range(hit.end, min(hit.end + 6, scene.end)):
            if scene.isa(i, "of") or scene.isa(i, "by"):
                return scene.after(i + 1, 3)[0]
        for item in scene.items:
            if item.start == hit.end and item.agents[0].startswith("person/"):
                return item.agents
        return ()

    def _destination(
        self, scene: Scene, after: int, visitors: tuple[EntityId, ...]
    ) -> tuple[CountryCode | None, EntityId | None]:
        """Where to: the first state or city after the trigger that is not the visitors' own, and not past another verb of motion."""
        own = states(self.resolved, visitors)
        host: CountryCode | None = None
        for start, code, place in scene.lands(after, min(scene.end, after + 14)):
            if code in own or (host is not None and code != host):
                continue
            if (
                not (
                    start == after
                    or any(scene.isa(i, "to") or scene.isa(i, "in") for i in range(max(after - 1, start - 4), start))
                )
                and host is None
            ):
                continue
            host = code
            if place is not None:
                return host, place
            if start > after + 10:
                break
        return host, None

    # -- signings -----------------------------------------------------------------------------------------------------------

    def _instruments(self, scene: Scene, low: int, high: int) -> list[EntityId]:
        found: list[EntityId] = []
        for i in scene.indices:
            mention = self.resolved.mention(i)
            if i in self.framework_of and low <= mention.start < high and not mention.attributes.get("within"):
                kind = self.frameworks[self.framework_of[i]].kind.value
                if kind in ("Agreement", "Programme", "Partnership") and self.framework_of[i] not in found:
                    found.append(self.framework_of[i])
        return found

    def _sign_active(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A and B signed X`; `X, signed by A and B`."""
        if scene.isa(hit.end, "by") or scene.isa(hit.end, "between") or scene.isa(hit.end, "in") or scene.isa(at - 1, "be"):
            self._sign_passive(scene, at, hit, kind)
            return
        instruments = self._instruments(scene, hit.end, scene.end)
        if not instruments:
            self._sign_passive(scene, at, hit, kind)
            return
        signatories = scene.subject(at)
        if hit.rows[0][1] == "sign-noun":
            signatories = next((g for i in range(hit.end, scene.end) if scene.isa(i, "by") or scene.isa(i, "between") for g in [scene.after(i + 1)[0]] if g), ())
        else:
            ends = [self.resolved.mention(i).end for i in scene.indices if i in self.framework_of and self.framework_of[i] in instruments]
            partners = [scene.after(e + 1, 3)[0] for e in (hit.end, *ends) if scene.isa(e, "with")]
            signatories = tuple(dict.fromkeys([*signatories, *(a for group in partners for a in group)]))
        self._sign(scene, at, instruments, signatories, "signing.active")

    def _sign_passive(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`X was signed by A and B`, `between A and B`; several instruments before the verb are each signed."""
        instruments = self._instruments(scene, scene.start, at) or self._instruments(scene, hit.end, scene.end)
        signatories: tuple[EntityId, ...] = ()
        begin = self._past_aside(scene, hit.end)
        for i in range(hit.end - 1, min(begin + 10, scene.end)):
            if scene.text(i) == "," and i >= begin:
                break
            if scene.isa(i, "by") or scene.isa(i, "between"):
                signatories, _ = scene.after(i + 1)
                break
        participle = bool(instruments) and not any(scene.isa(i, "be") for i in range(at - 3, hit.end)) and at > scene.start
        self._sign(scene, at, instruments, signatories, "signing.participle" if participle else "signing.passive")

    def _sign(self, scene: Scene, at: int, instruments: list[EntityId], signatories: tuple[EntityId, ...], rule: str) -> None:
        status = self._status(scene, at)
        if status is None:
            return
        for instrument in instruments:
            draft = Draft(
                EventType.SIGNING,
                rule,
                at,
                scene.number,
                signatories=list(signatories),
                instrument=instrument,
                status=status,
                evidence=[scene.span],
                recalled=rule == "signing.participle",
            )
            self.opened.append(draft)

    # -- conferences --------------------------------------------------------------------------------------------------------

    def _conferences(self, scene: Scene) -> None:
        """Every gathering named; those who attend it are the subject of a verb of attending before it."""
        for _, mention in scene.mentions(MentionKind.CONFERENCE):
            attend = [at for at, hit in self._triggers(scene) if hit.rows[0][1] == "attend" and at < mention.start]
            attending = scene.subject(attend[-1]) if attend else ()
            draft = Draft(
                EventType.CONFERENCE,
                "conference.named",
                mention.start,
                scene.number,
                name=mention.name,
                evidence=[scene.span],
                participants=[a for a in attending if not a.startswith("country/")],
            )
            self.opened.append(draft)

    # -- a sentence's end -----------------------------------------------------------------------------------------------------

    def _settle(self, scene: Scene) -> None:
        """Give the dates, places and subjects of a sentence to the events that it opened, and enter them."""
        reach = self._reach(scene)
        topics = self.resolved.annotated.topics_in(scene.start, scene.end)
        calls = [set(d.participants) for d in self.opened if d.type is EventType.CALL]
        self.opened = [d for d in self.opened if d.type is not EventType.MEETING or set(d.participants) not in calls]
        talks = [d for d in self.opened if d.type in _TALKS]
        for draft in self.opened:
            low, high = reach[draft.anchor]
            # What a sentence tells once holds for all of it; but a visit only has the date told of the visit itself.
            alone = draft.type not in (EventType.VISIT, EventType.CONFERENCE)
            if draft.type is EventType.CONFERENCE:
                low = draft.anchor
            draft.date = scene.date(draft.anchor, (low, high)) or (
                scene.date(draft.anchor) if alone and len(scene.dates) == 1 else None
            )
            if draft.place is None and draft.type is not EventType.VISIT:
                draft.place = scene.place(draft.anchor, (low, high)) or (
                    scene.place(draft.anchor) if alone and len(scene.places) == 1 else None
                )
            if draft.type is EventType.VISIT and draft.place is None:
                # The one place of the sentence that lies in the state visited.
                there = [place for _, place in scene.places if self.resolved.places[place].country == draft.host]
                draft.place = there[0] if len(set(there)) == 1 else None
        if talks:
            talks[-1].topics |= dict.fromkeys(topics)
        visit = next((d for d in self.opened if d.type is EventType.VISIT), None)
        for draft in list(self.opened):
            entered = self.ledger.enter(draft)
            if draft is visit:
                visit = entered
            if draft.type is EventType.CONFERENCE and visit is not None:
                visit.occasion = visit.occasion or entered
                entered.add("participants", visit.visitors if not entered.participants else [])
            beside = any(scene.isa(i, "sidelines") for i in range(max(scene.start, draft.anchor - 6), draft.anchor))
            if draft.type is EventType.CONFERENCE and talks and beside:
                entered.add("participants", [p for p in talks[-1].participants if p.startswith("person/")] if not entered.participants else [])
            if draft.type is EventType.SIGNING and visit is not None:
                entered.occasion = entered.occasion or visit
        attached = self.attached.get(scene.number)
        if attached is not None and not talks:
            attached.topics |= dict.fromkeys(topics)
            attached.evidence += [scene.span] if scene.span not in attached.evidence else []

    def _reach(self, scene: Scene) -> dict[int, tuple[int, int]]:
        """Trigger → the stretch between the triggers around it: where its date and place are looked for first."""
        anchors = sorted({d.anchor for d in self.opened})
        return {
            anchor: (anchors[i - 1] if i else scene.start, anchors[i + 1] if i + 1 < len(anchors) else scene.end)
            for i, anchor in enumerate(anchors)
        }

    # -- the end ----------------------------------------------------------------------------------------------------------------

    def frozen(self) -> tuple[Event, ...]:
        """The finished events, in order of the text."""
        drafts = sorted(self.ledger.drafts, key=lambda d: (d.sentence, d.anchor, d.instrument or ""))
        counts: dict[str, int] = {}
        ids: dict[int, EntityId] = {}
        for draft in drafts:
            kind = draft.type.value.lower()
            counts[kind] = counts.get(kind, 0) + 1
            ids[id(draft)] = EntityId(f"{kind}/{counts[kind]}")
        return tuple(self._freeze(d, ids) for d in drafts)

    def _freeze(self, d: Draft, ids: dict[int, EntityId]) -> Event:
        topics = d.topics
        signatories = d.signatories
        if d.type is EventType.SIGNING and d.instrument is not None:
            framework = self.frameworks[d.instrument]
            topics = framework.topics
            signatories = signatories or framework.parties or list(pair_agents(self.resolved))
        return Event(
            id=ids[id(d)],
            type=d.type,
            status=d.status,
            participants=tuple(d.participants),
            visitors=tuple(d.visitors),
            host=d.host,
            signatories=tuple(signatories),
            instrument=d.instrument,
            occasion=ids[id(d.occasion)] if d.occasion is not None else None,
            name=d.name,
            place=d.place,
            date=d.date,
            topics=tuple(topics),
            frameworks=tuple(d.frameworks),
            evidence=tuple(sorted(d.evidence)),
            rule=d.rule,
            confidence=confidence(d.rule),
        )

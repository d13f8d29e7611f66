"""What a whole sentence tells of talks: sessions of standing bodies, leaders of delegations, those present, what was agreed."""

from kg.annotated import MentionKind
from kg.extraction.draft import precedes
from kg.extraction.lists import BULLETS
from kg.extraction.scene import Scene, pair_agents, people_of, states
from kg.extraction.story import TALKS, Story
from kg.model import CountryCode, EntityId, EventStatus, EventType, country_id
from kg.sides import is_side, is_team, led_by

__all__ = ["Rounds"]


class Rounds:
    """Reads what no single trigger tells into the story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._list = False
        """Whether the items that follow are of who joined talks."""

    def agreed(self, scene: Scene) -> None:
        """`A and his counterpart B agreed in Rabat …`: officials of two states who agree on something have met."""
        if any(d.type in TALKS for d in self.story.opened):
            return
        for at, hit in scene.hits("speech"):
            if hit.rows[0][0] != "agrees" or at in scene.quoted:
                continue
            subject = scene.subject(at)
            persons = people_of(subject)
            if len(persons) < 2 or len(states(self.story.resolved, tuple(persons))) < 2:
                continue
            if scene.effect(at) or any(set(persons) <= set(d.participants) for d in self.story.ledger.drafts if d.type in TALKS):
                continue
            self.story.meet(scene, at, EventType.MEETING, "meeting.agreed", subject, ())
            return

    def fronted(self, scene: Scene) -> None:
        """`With B, he raised …`: he who met others before has met B too."""
        if not scene.isa(scene.start, "with") or any(d.type in TALKS for d in self.story.opened):
            return
        last = self.story.ledger.last(*TALKS)
        if last is None:
            return
        others, end = scene.after(scene.start + 1, 2)
        host = next((a for a in last.participants if a.startswith("person/")), None)
        named = bool(others) and all(a.startswith("person/") for a in others) and not set(others) & set(last.participants)
        told = any(at >= end for layer in ("speech", "event") for at, _ in scene.hits(layer))
        if host is not None and named and told and scene.text(end) == ",":
            self.story.meet(scene, scene.start, EventType.MEETING, "meeting.fronted", (host,), others)

    def present(self, scene: Scene) -> None:
        """`A and B were also present at the meeting`, `attended the meeting`: they took part in the talks told last."""
        attend = [(at, hit.end) for at, hit in scene.hits("event") if hit.rows[0][1] == "attend"]
        attended = [at for at, end in attend if scene.has("meet-noun", end, end + 4) or self._only_attended(scene, at, end)]
        at = min([*attended, *scene.those("present")], default=None)
        if at is None or any(d.type in TALKS for d in self.story.opened):
            return
        last = self.story.ledger.last(*TALKS)
        if last is not None:
            said = next((i for i, _ in scene.hits("speech") if i > at), scene.end)
            # `Speaking at the meeting, A praised a road built by B`: whom words of his tell need not have been there.
            told = [i for i in scene.items if i.end <= at] or [i for i in scene.items if i.start < said]
            people = people_of(a for item in told for a in item.agents)
            last.add("participants", people)
            if people and scene.span not in last.evidence:
                last.evidence.append(scene.span)

    def _only_attended(self, scene: Scene, at: int, end: int) -> bool:
        """Whether somebody is told to have attended, and not what: `Commissioner A also attended`."""
        told = any(item.end <= at and item.kind is MentionKind.PERSON for item in scene.items)
        return scene.has("attended", at, end) and told and scene.text(end) in (".", ",") and not scene.isa(at - 1, "be")

    def sides(self, scene: Scene) -> None:
        """`At a separate meeting they were joined on the Jordanian side by A; on the Qatari side by B`: talks of them all."""
        nouns = scene.those("meet-noun")
        if not nouns:
            return
        found: dict[CountryCode, list[EntityId]] = {}
        code: CountryCode | None = None
        for item in scene.items:
            side = self.story.resolved.mention(item.index)
            if side.kind is MentionKind.ANAPHOR and side.key == "side" and scene.isa(item.start - 1, "on"):
                code = side.country
            elif code is not None and item.kind is MentionKind.PERSON:
                found.setdefault(code, []).extend(item.agents)
        if len(found) < 2:
            return
        people = tuple(p for group in found.values() for p in group)
        talks = [d for d in self.story.opened if d.type in TALKS and any(p.startswith("person/") for p in d.participants)]
        if talks:
            talks[-1].add("participants", people)
            return
        self.story.opened = [d for d in self.story.opened if d.type not in TALKS]
        subject = tuple(people_of(self.story.resolved.subjects[scene.number]))
        self.story.meet(scene, nouns[0], EventType.MEETING, "meeting.sides", subject, people)

    def joining(self, scene: Scene) -> None:
        """`Joining the call were A and B`, `the meeting included A`, `the leaders who took part:` and a list: they took part.

        Where one side alone was told before (`held a call with European leaders`), the talks are of these with it.
        """
        people = self._joined(scene)
        if not people:
            return
        last, alone = self.story.ledger.last(*TALKS), self.story.alone
        latest = alone is not None and (last is None or last.sentence < alone.sentence)
        if alone is not None and latest and alone.sentence >= scene.number - 12 and set(people) - set(alone.participants):
            self.story.opened = [d for d in self.story.opened if d.type not in TALKS]
            alone.add("participants", people)
            self.story.ledger.enter(alone)
            last = alone
        if last is not None and last.sentence >= scene.number - 12:
            last.add("participants", people)
            last.evidence += [scene.span] if scene.span not in last.evidence else []
            self.story.opened = [d for d in self.story.opened if not set(d.participants) <= set(last.participants)]

    def _joined(self, scene: Scene) -> list[EntityId]:
        """Who is told to have joined talks, in a sentence or in an item of the list that it opens."""
        listed = scene.text(scene.start) in BULLETS
        self._list = self._list if listed else False
        near = range(scene.start, min(scene.start + 8, scene.end))
        joining = scene.isa(scene.start, "joining") or scene.has("including", high=near.stop)
        begin = next((i + 1 for i in near if self._joins(scene, i)), None) if joining else None
        if begin is not None and scene.text(scene.end - 1) == ":":
            self._list = True
        low = scene.start if listed and self._list else begin
        items = [item for item in scene.items if low is not None and item.start >= low][:12]
        return people_of(a for item in items for a in item.agents)

    def _joins(self, scene: Scene, at: int) -> bool:
        """Whether who follows a token joined: `joining them were`, `the meeting included`."""
        before = range(scene.start, at)
        opened = scene.isa(scene.start, "joining") and scene.isa(at, "be")
        return opened or (scene.isa(at, "including") and any(scene.isa(i, "gathered") for i in before))

    def signers(self, scene: Scene) -> None:
        """`the session closed with two agreements, que A a signés avec B`: who sign for the two states are its participants."""
        sessions = (d for d in self.story.opened if d.rule == "meeting.session" and d.participants)
        session = next((d for d in sessions if all(p.startswith("country/") for p in d.participants)), None)
        for at, hit in scene.hits("event") if session is not None else ():
            if session is None or hit.rows[0][0] != "signing" or "noun" in hit.rows[0][1]:
                continue
            begin = scene.past_aside(hit.end)
            beside = scene.after(begin + 1, 3)[0] if scene.isa(begin, "with") else ()
            people = people_of(dict.fromkeys((*scene.subject(at), *beside)))
            resolved = self.story.resolved
            if len(people) > 1 and states(resolved, tuple(people)) == states(resolved, tuple(session.participants)):
                session.participants[:] = people
                return

    def witnesses(self, scene: Scene) -> None:
        """`A received B in the presence of C`: C takes part in the talks that the sentence tells; so do `A and B` where `a
        meeting was held in the presence of A and B`."""
        attached = self.story.attached.get(scene.number)
        talks = [d for d in self.story.opened if d.type in TALKS] or ([attached] if attached is not None else [])
        for at in scene.those("presence"):
            if not (scene.isa(at + 1, "of") or scene.text(at + 1) == ","):
                continue
            people = self._told_from(scene, at + 1)
            told = [d for d in talks if d.anchor < at] or talks
            held = scene.has("meet-noun", high=at) and scene.has("held", high=at)
            if told:
                told[-1].add("participants", people)
            elif held and len(states(self.story.resolved, tuple(people))) > 1:
                self.story.meet(scene, at, EventType.MEETING, "meeting.attended", tuple(people), ())

    def _told_from(self, scene: Scene, at: int) -> list[EntityId]:
        """The persons told one after another from a token to the next verb, each for his side."""
        hits = self.story.resolved.annotated.hits
        stop = next(
            (i for i in range(at, scene.end) if i in hits["event"] or i in hits["speech"] or scene.isa(i, "relative")), scene.end
        )
        return [
            agent
            for item in scene.items
            if at < item.start < stop and item.kind is MentionKind.PERSON and self._listed(scene, item.start, at)
            for agent in item.agents
        ]

    def _listed(self, scene: Scene, start: int, at: int) -> bool:
        """Whether what begins at a token is one of a list of `of` and `and`."""
        before = self.story.resolved.annotated.phrase_start(start) - 1
        return before <= at or scene.isa(before, "of") or scene.isa(before, "and") or scene.text(before) == ","

    def leaders(self, scene: Scene) -> None:
        """`A led the Indian delegation and B the U.S. delegation`: they are the meeting's participants for their states."""
        leaders: list[EntityId] = []
        for index, mention in scene.mentions(MentionKind.ANAPHOR):
            if not is_team(mention) and not scene.isa(mention.end - 1, "delegation"):
                continue
            verb = next((i for i in range(mention.start - 1, mention.start - 4, -1) if scene.isa(i, "leading")), None)
            if verb is not None:
                leaders += people_of(scene.subject(verb))
            leaders += people_of(self.story.resolved.refers.get(index, ()))
            leaders += self._led_by(scene, mention.end) or self._members(scene, mention.end)
        for index in scene.indices if scene.has("leading") else ():
            state = self.story.resolved.mention(index)
            if state.kind is MentionKind.COUNTRY and (verb := self._leads(scene, state.start)) is not None:
                leaders += people_of(scene.subject(verb))
            elif is_side(self.story.resolved.annotated, state):
                leaders += self._led_by(scene, state.end)
        leaders = leaders or self._chairs(scene)
        if not leaders or self.story.signs_for(scene):
            return
        last = self.story.ledger.last(*TALKS)
        leaders = list(dict.fromkeys(leaders))
        if len(states(self.story.resolved, tuple(leaders))) > 1 and not self.story.opened:
            # `A led the Danish delegation to the talks and B the Chilean one`
            at = next((i for i in range(scene.start, scene.end) if scene.isa(i, "meet-noun")), None)
            if at is not None:
                self.story.meet(scene, at, EventType.MEETING, "meeting.led", tuple(leaders), ())
        for draft in (d for d in self.story.opened if d.type in TALKS):
            led = [a for a in draft.participants if a in {f"country/{self.story.resolved.country_of(p)}" for p in leaders}]
            if led:
                draft.participants = [a for a in draft.participants if a not in led]
                draft.add("participants", leaders)
        if last is not None and not any(d.type in TALKS for d in self.story.opened):
            acted = states(self.story.resolved, tuple(leaders))
            if not acted & states(self.story.resolved, tuple(last.participants)):
                return
            last.participants = [
                p for p in last.participants if self.story.resolved.country_of(p) not in acted or p.startswith("person/")
            ]
            last.add("participants", leaders)
            last.evidence += [scene.span] if scene.span not in last.evidence else []

    def _chairs(self, scene: Scene) -> list[EntityId]:
        """`The co-chairman from the Peruvian side was A and from the Kenyan side B`: one who chaired for each side."""
        told = (m for _, m in scene.mentions(MentionKind.ANAPHOR) if m.key == "side" and m.country)
        sides = [m for m in told if scene.isa(m.start - 1, "preposition")]
        if len(sides) < 2 or not scene.has("chairs", high=sides[0].start):
            return []
        return [a for i in scene.items if i.start > sides[0].start and i.kind is MentionKind.PERSON for a in i.agents][:2]

    def _led_by(self, scene: Scene, after: int) -> list[EntityId]:
        """Who leads a side in the passive (`the delegations of Peru and Chile headed by A and B`), and who assists him."""
        after = scene.past_aside(after)
        near = range(after, after + (7 if scene.isa(after, "of") or scene.isa(after, "at") else 3))
        mark = next((i for i in near if scene.text(i) == ","), near.stop)
        verb = next((i for i in range(after, mark) if scene.isa(i, "leading")), None)
        by = next((i for i in range(verb + 1, verb + 4) if scene.isa(i, "by")), None) if verb is not None else None
        if by is None and scene.has("leading", high=after + 4):
            by = led_by(self.story.resolved.annotated, after)  # `the Kenyan side was led by A and the Omani side by B`
        # `led by the Director of the Ministry Ambassador A`: a post of its own stands before the name.
        posts = [m.end for _, m in scene.mentions(MentionKind.POST) if by is not None and by < m.start <= by + 2]
        for begin in (*posts, by + 1) if by is not None else ():
            if people := people_of(scene.after(begin)[0]):
                return people + self._assisting(scene, begin)
        return []

    def _assisting(self, scene: Scene, after: int) -> list[EntityId]:
        """Whom a relative clause tells beside a leader: `A, qu'assistaient B et C`."""
        verb = next((i for i in scene.those("assisting") if i > after and scene.isa(i - 1, "relative")), None)
        return self._told_from(scene, verb) if verb is not None else []

    def _leads(self, scene: Scene, state: int) -> int | None:
        """The verb whose object is a state, which somebody leads at talks: `A represented Peru and B headed that of Chile`."""
        verb = state - 1 - scene.isa(state - 1, "det")
        verb -= 2 if scene.isa(verb, "of") and scene.isa(verb - 1, "that") else 0
        return verb if scene.isa(verb, "leading") and not scene.isa(verb - 1, "be") else None

    def _members(self, scene: Scene, after: int) -> list[EntityId]:
        """Who belongs to a delegation: `comprised A and B`, told after it."""
        told = next((i for i in scene.those("comprising") if i >= after), None)
        if told is None:
            return []
        while scene.isa(told + 1, "adverb") or scene.isa(told + 1, "of"):
            told += 1
        return people_of(scene.after(told + 1, 3)[0])

    def other_session(self, scene: Scene) -> None:
        """`The next session will be held in Lima in 2027`, `the last round took place in May 2021`.

        It is one of the states of the body whose session was told last, or of those talks.
        """
        sessions = scene.those("session")
        opened = [d for d in self.story.opened if d.type in TALKS]
        # `They praised their talks, and the next round will be held in Lima`: the first is not the second.
        apart = [d for d in opened if d.status is EventStatus.HELD]
        if not sessions or len(apart) < len(opened) or not (scene.dates or scene.places):
            return
        last = self.story.ledger.last(EventType.MEETING) or next(iter(apart), None)
        if last is None:
            return
        for noun in sessions:
            if any(d.anchor >= noun - 3 for d in apart):
                continue
            order = self._order(scene, noun)
            if apart and order != 1:
                continue
            planned = any(hit.rows[0][0] == "planned" and noun - 8 <= at <= noun + 6 for at, hit in scene.hits("auxiliary"))
            held = scene.has("held", noun, noun + 10)
            date, place = scene.date(noun, (noun, scene.end)), scene.place(noun, (noun, scene.end))
            if order is None or (order and (order > 0) is not planned) or (date is None and place is None):
                continue
            if scene.isa(noun + 1, "of") and not self._talked(scene, noun + 2):
                continue  # `the last session of parliament`
            if order == 0 and not planned and not (held and precedes(date, last.date)):
                continue  # `the first session was held in Lima in 2015`
            parties = self.story.frameworks[last.frameworks[-1]].parties if last.frameworks else []
            involved = states(self.story.resolved, tuple(last.participants))
            both = [country_id(c) for c in sorted(involved)] if len(involved) == 2 else list(pair_agents(self.story.resolved))
            draft = self.story.meet(scene, noun, EventType.MEETING, "meeting.session", tuple(parties or both), ())
            if draft is not None:
                draft.frameworks, draft.aside, draft.apart = last.frameworks[-1:], True, not planned
                draft.status = EventStatus.PLANNED if planned else draft.status
            return

    def _talked(self, scene: Scene, at: int) -> bool:
        """Whether talks or a standing body begin at a token, over its article and adjectives: `of the joint commission`."""
        layers = self.story.resolved.annotated.hits
        heads = (
            i in layers["framework"] or (i in layers["event"] and layers["event"][i].rows[0][:2] == ("meeting", "noun-between"))
            for i in range(at, min(at + 4, scene.end))
        )
        return any(heads)

    def _order(self, scene: Scene, noun: int) -> int | None:
        """Whether a noun is told as the last (-1), the next (1) or a counted one (0): `the last Commission meeting`."""
        calendar = self.story.resolved.annotated.hits["calendar"]
        for at in range(noun + 1, max(scene.start, noun - 5) - 1, -1):
            told = calendar[at].rows[0] if at in calendar else ("", "")
            if told[0] in ("shift", "step") and told[1] in ("-1", "1"):
                return int(told[1])
            if told[0] == "ordinal":
                return 0
            if at < noun and not (scene.text(at)[:1].isalpha() or scene.text(at) == "-"):
                return None
        return None

    def sessions(self, scene: Scene) -> None:
        """A session of a standing body is a meeting of those who hold it, else of the states it binds."""
        for index, mention in scene.mentions(MentionKind.FRAMEWORK):
            framework = self.story.frameworks[self.story.framework_of[index]]
            if framework.kind.value != "Mechanism" or scene.has("national", mention.start, mention.end):
                continue  # `the National Security Council` is no body of two states
            talks = next((d for d in self.story.opened if d.type in TALKS), None)
            sign = self._session_sign(scene, mention.start, mention.end)
            if talks is not None:
                if sign and framework.id not in talks.frameworks:
                    talks.frameworks.append(framework.id)
                continue
            if not sign:
                continue
            parties = framework.parties or list(pair_agents(self.story.resolved))
            here = {a for item in scene.items if item.end <= mention.start for a in item.agents}
            ahead = self._ahead(scene, mention.end)
            told = any(at < mention.start for at, _ in scene.hits("speech"))
            # Who agrees on the next session need not be who will hold it.
            verbs = (hit.rows[0] for at, hit in scene.hits("event") if at < mention.start)
            held = any(kind == "meeting" and "noun" not in frame for kind, frame, *_ in verbs)
            subject = [a for a in scene.subject(mention.start) if a.startswith("person/") and a in here and not (ahead and told)]
            subject = subject if held else []
            draft = self.story.meet(
                scene, mention.start, EventType.MEETING, "meeting.session", tuple(subject if len(subject) > 1 else parties), ()
            )
            if draft is not None:
                draft.frameworks.append(framework.id)
                draft.status = EventStatus.PLANNED if ahead else self._called_for(scene, mention.start) or draft.status

    def _called_for(self, scene: Scene, start: int) -> EventStatus | None:
        """The status of a session asked for or to come: `the need to hold the ninth session`, `Peru will host the session`."""
        before = range(max(scene.start, start - 7), start)
        first = next((i for i in before if scene.isa(i, "session") or scene.isa(i, "held") or scene.isa(i, "holding")), None)
        effect = scene.effect(first) if first is not None else ""
        return {"proposed": EventStatus.PROPOSED, "planned": EventStatus.PLANNED}.get(effect)

    def _ahead(self, scene: Scene, after: int) -> bool:
        """Whether the first verb after a body's name is a future (`the Commission will meet in Lima`)."""
        hits = self.story.resolved.annotated.hits
        verb = next((i for i in range(after, scene.end) if i in hits["event"] or i in hits["auxiliary"]), None)
        told = hits["auxiliary"].get(verb) if verb is not None else None
        return told is not None and told.rows[0][0] == "planned"

    def _session_sign(self, scene: Scene, start: int, end: int) -> bool:
        """Whether a mechanism is told as meeting: `the third session of`, `held the`, `… closed its fifth session`."""
        before = range(max(scene.start, start - 7), start)
        if any(scene.isa(i, "session") for i in before):
            return True
        if scene.isa(end, "between"):
            end = max(end, scene.after(end + 1)[1])
        if any(scene.isa(i, "bounds") and scene.isa(i + 1, "of") for i in before):
            return True  # `at the opening of the Seventh Joint Commission`
        level = scene.isa(end, "in")  # `consultations at the level of deputy ministers were held`
        held = any(scene.isa(i, "held") for i in (*before, *range(end, min(end + (10 if level else 6), scene.end))))
        own = any(
            scene.isa(i, "session") and any(scene.isa(k, "possessive") for k in range(i - 3, i))
            for i in range(end, min(end + 40, scene.end))
        )
        follows = scene.has("time-of", start - 3, start)
        return held or own or (follows and scene.date(start, (end, min(end + 8, scene.end))) is not None)

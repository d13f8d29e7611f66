"""Events of a text: triggers of the lexicon, who stands around them, when and where.

Each frame of `event_triggers.tsv` has one function in `talks`, `visits` or `signings`; what it opens is entered in the ledger,
where tellings of one event meet.
"""

from bisect import bisect_left
from collections.abc import Callable

from kg.annotated import Hit, MentionKind
from kg.extraction.ceremonies import at_ceremonies, signed_after
from kg.extraction.clauses import talks_within
from kg.extraction.company import Company
from kg.extraction.confidence import confidence
from kg.extraction.discussions import Discussions
from kg.extraction.draft import Draft, compatible, following, precedes
from kg.extraction.frameworks import FrameworkDraft
from kg.extraction.lists import list_end
from kg.extraction.passing import before_noun
from kg.extraction.rounds import Rounds
from kg.extraction.scene import Scene, pair_agents, people_of, states
from kg.extraction.session_speakers import name_speakers
from kg.extraction.signings import Signings
from kg.extraction.story import TALKS, Story
from kg.extraction.talks import Talks
from kg.extraction.timing import Timing
from kg.extraction.visits import Visits
from kg.model import EntityId, Event, EventStatus, EventType, PartialDate, TopicId
from kg.once import once
from kg.resolved import Resolved

__all__ = ["Events"]

_TYPES = {"meeting": EventType.MEETING, "call": EventType.CALL, "visit": EventType.VISIT, "signing": EventType.SIGNING}
_NAMES = frozenset(
    {MentionKind.FRAMEWORK, MentionKind.CONFERENCE, MentionKind.ORGANIZATION, MentionKind.PERSON, MentionKind.POST}
)
"""Mentions whose words are no triggers (`président` is an office before it is a verb)."""
_STAY = 4
"""Most days between the first of a visit and talks during it, and sentences between their tellings."""
_SIDES = frozenset({MentionKind.ANAPHOR, MentionKind.COUNTRY})
"""Mentions of what somebody leads or represents."""
_VERBS = frozenset({"verb-object", "joint", "light-verb", "sign-active", "discuss", "attend"})


class Events:
    """Reads the events of a text, sentence by sentence."""

    def __init__(self, resolved: Resolved, frameworks: dict[EntityId, FrameworkDraft], framework_of: dict[int, EntityId]) -> None:
        self.story = Story(resolved, frameworks, framework_of)
        self._rounds = Rounds(self.story)
        self._signings = signings = Signings(self.story)
        self._visits = visits = Visits(self.story)
        self._discussions = Discussions(self.story)
        self._timing = Timing(self.story)
        self._company = company = Company(self.story, signings)
        talks = Talks(self.story, visits)
        self._scenes: list[Scene] = []
        self._frames: dict[str, Callable[[Scene, int, Hit, EventType], None]] = {
            "verb-with": talks.verb_with,
            "phone": talks.verb_with,
            "verb-object": talks.verb_object,
            "noun-between": talks.noun,
            "passive": company.passive,
            "joint": talks.joint,
            "gather": talks.gather,
            "travel": visits.travel,
            "depart": visits.depart,
            "arrive-guest": visits.guest,
            "sign-active": signings.active,
            "sign-passive": signings.passive,
            "sign-noun": signings.active,
        }

    def read(self, scenes: list[Scene]) -> None:
        """Read all sentences in order."""
        self._scenes = scenes
        for scene in scenes:
            self.story.opened = []
            self._conferences(scene)
            for at, told in self._triggers(scene):
                kind, frame = told.rows[0][:2]
                hit = told
                if frame == "attend" and scene.isa(at, "meet"):
                    # `met for the first time`: the verb stands alone.
                    kind, frame, hit = "meeting", "verb-object", Hit(at + 1, told.rows)
                if kind == "discuss":
                    self._discussions.discuss(scene, at, hit)
                elif frame in self._frames:
                    self._frames[frame](scene, at, hit, _TYPES.get(kind, EventType.MEETING))
            self._company.beside(scene)
            self._company.among(scene)
            self._company.escorts(scene)
            self._company.settle()
            self._visits.visiting(scene)
            self._visits.entourage(scene)
            self._signings.listed(scene)
            self._rounds.agreed(scene)
            self._rounds.fronted(scene)
            self._rounds.sessions(scene)
            self._rounds.other_session(scene)
            self._rounds.leaders(scene)
            self._rounds.sides(scene)
            self._rounds.joining(scene)
            self._rounds.present(scene)
            self._rounds.signers(scene)
            self._rounds.witnesses(scene)
            self._settle(scene)
        name_speakers(self.story, scenes)
        self._represented()
        self._inherit()
        self._crown()

    def _triggers(self, scene: Scene) -> list[tuple[int, Hit]]:
        """Triggers from left to right, none within another, none within a name."""
        if not scene.hits("event"):
            return []
        taken = {
            at
            for i in scene.indices
            for m in [self.story.resolved.annotated.mentions[i]]
            if m.kind in _NAMES and (m.kind is not MentionKind.POST or m.attributes.get("definite"))
            for at in range(m.start if m.kind is MentionKind.PERSON else m.name_start, m.name_end)
        }
        found, end = [], scene.start
        for at, hit in scene.hits("event"):
            if at >= end and at not in taken and hit.rows[0][1] != "occasion" and self._verbal(scene, at, hit):
                own = talks_within(scene, at, hit)
                found += [(at, hit)] if own is None else [(at, Hit(own[0], hit.rows)), own]
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
        apart = before - (scene.text(before) == ",")
        agent = any(item.end == apart + 1 for item in scene.items)
        return (
            agent
            or scene.isa(before, "to")
            or (hit.rows[0][-1] == "0" and scene.isa(before, "before-infinitive"))
            or scene.isa(before, "and")
            or scene.isa(before, "relative")
            or scene.isa(before, "they")
            or bool(scene.effect(at))
        )

    def _conferences(self, scene: Scene) -> None:
        """Every gathering named; those who attend it are the subject of a verb of attending before it."""
        for mention in [m for _, m in scene.mentions(MentionKind.CONFERENCE) if "office" not in m.attributes]:
            attend = [at for at, hit in self._triggers(scene) if hit.rows[0][1] == "attend" and at < mention.start]
            attend += self._opening(scene, mention.start)
            attending = scene.subject(attend[-1]) if attend else ()
            status = self.story.status(scene, attend[-1]) if attend else None
            if self._to_come(scene, mention.start):
                attend, attending, status = [], (), EventStatus.PLANNED
            behind = [hit.rows[0][0] for at, hit in scene.hits("auxiliary") if mention.end <= at <= mention.end + 2]
            if not attend and behind[:1] == ["planned"]:
                status = EventStatus.PLANNED  # `discussed the Dakar Summit, to be held in May`
            draft = Draft(
                EventType.CONFERENCE,
                "conference.named",
                mention.start,
                scene.number,
                name=mention.name,
                status=status or EventStatus.HELD,
                evidence=[scene.span],
                participants=[a for a in attending if not a.startswith("country/")],
                since=attend[-1] if attend else 0,
            )
            self.story.opened.append(draft)

    def _there(self, scene: Scene, name: int) -> bool:
        """Whether talks were at a gathering: `A and B met at the Ocean Summit`."""
        return scene.isa(before_noun(scene, name), "at-place")

    def _to_come(self, scene: Scene, name: int) -> bool:
        """Whether a gathering is only told as what is ahead: `arrived in Lima ahead of the 5th Trade Summit`."""
        before = before_noun(scene, name)
        return scene.isa(before, "preposition") and scene.isa(before - 1, "eve")

    def _opening(self, scene: Scene, name: int) -> list[int]:
        """The verb of who chairs, opens or addresses a gathering, right before its name: `will be chairing the 4th Forum`."""
        verb = name - 1
        while scene.isa(verb, "det") or scene.isa(verb, "idle-modifier"):
            verb -= 1
        told = (self.story.resolved.mention(i) for i in scene.indices)
        team = next((m for m in told if m.end == verb and m.kind in _SIDES), None)
        if team is not None and (scene.isa(verb, "to") or scene.isa(verb, "in")):
            # `led the Peruvian delegation to the Forum`, `represented Peru at the Forum`
            return [i for i in range(team.start - 3, team.start) if scene.isa(i, "leading")][-1:]
        noun = scene.isa(verb, "presides-noun") and not (scene.isa(verb - 1, "to") or scene.effect(verb) == "planned")
        aside = scene.text(verb - 1) == "-" or scene.isa(verb - 1, "preposition")  # `congratulated B on hosting the Cup`
        return [verb] if scene.isa(verb, "presides") and not noun and (not aside or scene.isa(verb - 1, "to")) else []

    def _settle(self, scene: Scene) -> None:
        """Give the dates, places and subjects of a sentence to the events that it opened, and enter them."""
        if not self.story.opened:
            self._timing.settle(scene)
            self._attach(scene)
            return
        calls = [set(d.participants) for d in self.story.opened if d.type is EventType.CALL]
        self.story.opened = [d for d in self.story.opened if d.type is not EventType.MEETING or set(d.participants) not in calls]
        # Who met to co-chair a session met once.
        groups = [set(d.participants) for d in self.story.opened if d.type in TALKS and d.rule != "meeting.joint"]
        self.story.opened = [d for d in self.story.opened if d.rule != "meeting.joint" or set(d.participants) not in groups]
        talks = [d for d in self.story.opened if d.type in TALKS]
        self._timing.settle(scene)
        if talks:
            talks[-1].topics |= self._topics(scene)
        visit = next((d for d in self.story.opened if d.type is EventType.VISIT), None)
        for draft in list(self.story.opened):
            entered = self.story.ledger.enter(draft)
            if draft is visit:
                visit = entered
            ahead = draft.status is EventStatus.PLANNED and visit is not None and visit.status is EventStatus.HELD
            if draft.type is EventType.CONFERENCE and visit is not None and not ahead:
                visit.occasion = visit.occasion or entered
                entered.add("participants", visit.visitors if not entered.participants else [])
            beside = scene.has("sidelines", draft.anchor - 10, draft.anchor) or (bool(talks) and self._there(scene, draft.anchor))
            told = [self.story.attached[scene.number]] if scene.number in self.story.attached else []
            if draft.type is EventType.CONFERENCE and (talks or told) and beside:
                # `The meeting took place on the sidelines of the Forum` too
                met = people_of(p for each in talks or told for p in each.participants)
                entered.add("participants", met if not entered.participants else [])
                day = (talks or told)[-1].date
                entered.date = entered.date or (PartialDate(day.year, day.month) if day is not None else None)
            if draft.type is EventType.SIGNING and visit is not None and compatible(visit.date, draft.date):
                entered.occasion = entered.occasion or visit
        if not talks:
            self._attach(scene)

    def _attach(self, scene: Scene) -> None:
        """Give the subjects of a sentence that speaks of talks told before to those talks."""
        attached = self.story.attached.get(scene.number)
        if attached is not None:
            attached.topics |= self._topics(scene)
            attached.evidence += [scene.span] if scene.span not in attached.evidence else []

    def _topics(self, scene: Scene) -> dict[TopicId, None]:
        """The topics of a sentence and of the list that it opens."""
        annotated = self.story.resolved.annotated
        found = dict.fromkeys(annotated.topics_in(scene.start, list_end(self._scenes, scene)))
        discussed = next((at for at, hit in scene.hits("event") if hit.rows[0][0] == "discuss"), scene.end)
        opens = scene.start if scene.isa(discussed - 1, "be") else discussed  # `smuggling was discussed`
        things = (phrase for phrase in annotated.phrases_in(opens, scene.end) if phrase.told)
        return found | dict.fromkeys(topic for phrase in things for topic in phrase.topics)

    def _represented(self) -> None:
        """A state whose own official took part in talks is not told beside him; who signed for states right after their talks
        had held them."""
        for draft in (d for d in self.story.ledger.drafts if d.type in TALKS):
            if draft.participants and all(a.startswith("country/") for a in draft.participants):
                draft.participants = signed_after(self.story.resolved, self.story.ledger.drafts, draft) or draft.participants
            acted = states(self.story.resolved, tuple(people_of(draft.participants)))
            draft.participants = [p for p in draft.participants if p.removeprefix("country/") not in acted]

    def _inherit(self) -> None:
        """What was signed at talks was signed when and where they were held; who came to meet met where the visit led."""
        for draft in self.story.ledger.drafts:
            if draft.type is EventType.MEETING and (draft.place is None or (draft.date is None and not draft.recalled)):
                visit = self._before(draft, EventType.VISIT, self._met_there)
                if visit is not None and compatible(visit.date, draft.date) and not self._over(visit, draft):
                    draft.place = visit.place
                    draft.date = draft.date or (visit.date if visit.status is draft.status and not visit.lasting else None)
                elif visit is not None and self._during(visit, draft):
                    draft.place = visit.place
        for draft in self.story.ledger.drafts:
            if draft.type is EventType.MEETING and draft.date is None:
                # Those who signed had met when and where they did.
                signed = self._before(draft, EventType.SIGNING, lambda d, s: set(s.signatories) == set(d.participants))
                if signed is not None and draft.sentence - signed.sentence < 3 and signed.status is draft.status:
                    draft.date, draft.place = signed.date, draft.place or signed.place
        for draft in self.story.ledger.drafts:
            whole = draft.whole
            if whole is not None and not draft.recalled and whole.status is draft.status and compatible(whole.date, draft.date):
                draft.date, draft.place = draft.date or whole.date, draft.place or whole.place
            if draft.type is EventType.SIGNING and not draft.recalled and (draft.date is None or draft.place is None):
                talks = self._before(draft, EventType.MEETING, lambda d, t: t.status is d.status) or self._before(
                    draft, EventType.VISIT, lambda _, v: v.date is not None
                )
                told_apart = talks is not None and not compatible(talks.date, draft.date)
                if talks is not None and not told_apart and (draft.place is None or talks.place in (None, draft.place)):
                    draft.date = draft.date or talks.date
                    draft.place = draft.place or talks.place
        at_ceremonies(self.story.resolved, self._told[EventType.SIGNING], self._signings.counted)

    def _met_there(self, talks: Draft, visit: Draft) -> bool:
        """Whether talks can have been on a visit: a visitor took part, and so did the host, or nobody of a known other state."""
        there = states(self.story.resolved, tuple(talks.participants))
        others = there - states(self.story.resolved, tuple(visit.visitors))
        fits = visit.host in (None, *there) or not others or visit.sentence == talks.sentence
        there_too = talks.place is None or (talks.place == visit.place and talks.sentence > visit.sentence)
        return fits and there_too and not set(talks.participants).isdisjoint(visit.visitors)

    def _over(self, visit: Draft, talks: Draft) -> bool:
        """Whether a visit was over before talks, or they before it: recalled there, or one past and one planned."""
        published = self.story.resolved.annotated.document.published
        ago = following(visit.date, published)
        past = talks.status is EventStatus.PLANNED and precedes(visit.date, published) and (ago is None or ago > _STAY)
        past = past or (talks.status is EventStatus.HELD and visit.status is EventStatus.PLANNED)
        return past or (visit.recalled and not talks.recalled and visit.sentence == talks.sentence)

    def _during(self, visit: Draft, talks: Draft) -> bool:
        """Whether talks told soon after a visit were some days after its first (`in Lima since Monday, A met B on Tuesday`)."""
        days = following(visit.date, talks.date)
        return days is not None and days <= _STAY and talks.sentence - visit.sentence <= _STAY and talks.status is visit.status

    def _crown(self) -> None:
        """What was signed at talks or right after them is of their subjects, where those who met are of the states it binds."""
        for draft in self.story.ledger.drafts:
            if draft.type is not EventType.SIGNING or draft.instrument is None or draft.status is EventStatus.PROPOSED:
                continue
            framework = self.story.frameworks[draft.instrument]
            sides = framework.parties or draft.signatories
            bound = states(self.story.resolved, tuple(a for a in sides if not a.startswith("organization/")))
            talks = self._before(draft, EventType.MEETING, lambda d, t: t.status is d.status and self._signed_at(d, t))
            if talks is not None and bound and bound <= states(self.story.resolved, tuple(talks.participants)):
                talks.topics |= dict.fromkeys(framework.topics)

    def _signed_at(self, signing: Draft, talks: Draft) -> bool:
        """Whether a signing can have been at talks: no date or place speaks against it; one told in passing needs their date."""
        if signing.recalled and (signing.date is None or signing.date != talks.date):
            return False
        return compatible(signing.date, talks.date) and talks.place in (None, signing.place or talks.place)

    def _before(self, draft: Draft, kind: EventType, fits: Callable[[Draft, Draft], bool]) -> Draft | None:
        """The event of a type that is told last before a draft, or in its sentence, and fits."""
        told = self._told[kind]
        first = bisect_left(told, -draft.sentence, key=lambda d: -d.sentence)
        return next(
            (
                told[i]
                for i in range(first, len(told))
                if told[i] is not draft and (not told[i].aside or told[i].sentence == draft.sentence) and fits(draft, told[i])
            ),
            None,
        )

    @once
    def _told(self) -> dict[EventType, list[Draft]]:
        """The events of each type once all are read, the last told first."""
        drafts = sorted(self.story.ledger.drafts, key=lambda d: (-d.sentence, -d.anchor))
        return {kind: [d for d in drafts if d.type is kind] for kind in EventType}

    def signed(self) -> list[tuple[EntityId, tuple[EntityId, ...]]]:
        """Each instrument that was signed, and who is told to have signed it, or who met there for several states."""
        drafts = (d for d in self.story.ledger.drafts if d.type is EventType.SIGNING)
        return [(d.instrument, tuple(d.signatories or self._gathered(d))) for d in drafts if d.instrument is not None]

    def _gathered(self, signing: Draft) -> list[EntityId]:
        """Those of more than two states at whose talks something was signed."""
        talks = self._before(signing, EventType.MEETING, lambda d, t: t.status is d.status and self._signed_at(d, t))
        several = talks is not None and len(states(self.story.resolved, tuple(talks.participants))) > 2
        return talks.participants if talks is not None and several else []

    def frozen(self) -> tuple[Event, ...]:
        """The finished events, in order of the text."""
        drafts = sorted(self.story.ledger.drafts, key=lambda d: (d.sentence, d.anchor, d.instrument or ""))
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
            framework = self.story.frameworks[d.instrument]
            topics = framework.topics
            signatories = signatories or framework.parties or list(pair_agents(self.story.resolved))
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

"""When and where what a sentence tells took place: the dates and places that belong to each of its events."""

import re
from itertools import islice

from kg.annotated import OPENING, POSSESSIVE_S, MentionKind
from kg.extraction.draft import Draft, precedes
from kg.extraction.passing import before_noun
from kg.extraction.scene import Scene, people_of
from kg.extraction.story import TALKS, Story
from kg.model import EventStatus, EventType, PartialDate, country_id

__all__ = ["Timing"]

_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_WEEK = 7
_SESSIONS = frozenset({"meeting.session", "meeting.next-session"})
_NEAR = 12
"""How many of the events told last may be the whole of which talks are a part."""


class Timing:
    """Gives the events that a sentence opened its dates and places."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def settle(self, scene: Scene) -> None:
        """Date and place all that a sentence opened."""
        self._owned(scene)
        if not self.story.opened:
            return
        reach = self._reach(scene)
        talks = [d for d in self.story.opened if d.type in TALKS]
        for draft in self.story.opened:
            low, high = self._stretch(scene, draft, reach[draft.anchor], talks)
            self._give(scene, draft, max(low, self._recalled(scene, draft)), high)
            if draft.status is EventStatus.PLANNED and precedes(draft.date, self.story.resolved.annotated.document.published):
                draft.date = None  # `will meet B, who visited Chile in March`
        for draft in talks:
            self._follow(scene, draft)
            draft.aside = draft.aside or self._earlier(draft)

    def _recalled(self, scene: Scene, draft: Draft) -> int:
        """Where a clause ends that recalls another event before this one: `A, who had been to Lima in March, met B`."""
        past = [d.anchor for d in self.story.opened if d.recalled and d.anchor < draft.anchor]
        if not past or draft.recalled:
            return scene.start
        opened, closed = scene.relative(draft.anchor)
        return closed if opened is not None and closed is not None and any(opened < at < closed for at in past) else scene.start

    def _stretch(self, scene: Scene, draft: Draft, reach: tuple[int, int], talks: list[Draft]) -> tuple[int, int]:
        """Where the date and place of an event are looked for first; a visit only has the date told of the visit itself."""
        low, high = reach
        visit = draft.type is EventType.VISIT
        if draft.type is EventType.CONFERENCE or (visit and any(t.anchor == low for t in talks)):
            low = draft.since or draft.anchor
        if visit and any(d.visitors == draft.visitors and d.anchor < draft.anchor for d in self.story.opened):
            low = draft.anchor  # `à Lomé le 12 août, puis à Accra`
        if visit and (scene.has("ending", low, draft.anchor) or self._over(scene, draft)):
            low = draft.anchor  # the date before it is that of the end: `concluded on Monday a visit`
        if visit:
            # So is the one after a verb of leaving: `A, who came on Sunday for a visit, left on Monday`.
            left = (i for i in range(draft.anchor + 2, high) if scene.isa(i, "ending") and scene.isa(i - 1, "have"))
            high = next(left, high)
            # Nor is the one of the talks at which a visitor told in passing was: `A, on a visit to X, on Monday met B`.
            closing = (i for i in range(draft.anchor, high) if scene.text(i) == ",")
            high = next(closing, high) if any(t.anchor >= high for t in talks) else high
        return low, high

    def _over(self, scene: Scene, visit: Draft) -> bool:
        """Whether what else a sentence tells came after a visit (`returned on Tuesday after a visit to Peru`)."""
        before = before_noun(scene, visit.anchor)
        return scene.isa(before, "refers-to") and not scene.any_of(before, ("to", "for"))

    def _give(self, scene: Scene, draft: Draft, low: int, high: int) -> None:
        """Date and place an event by what a stretch of its sentence tells; what the sentence tells once holds for all of it."""
        visit, gathering = draft.type is EventType.VISIT, draft.type is EventType.CONFERENCE
        held = draft.status is EventStatus.HELD and not gathering  # `the Summit, which will be held in June`
        # What is recalled in passing has only the time and place told after it; what an adjective tells has none of its own.
        since = draft.anchor if draft.recalled else self._recalled(scene, draft)
        passing = draft.rule in ("visit.visiting", "signing.described")
        alone = not visit and draft.type is not EventType.CONFERENCE and not passing
        reported = self._reported(scene, draft.anchor)
        shared = alone and len(scene.dates) == 1 and since <= scene.dates[0].start < reported
        ended = any(d.type is EventType.VISIT and d.anchor < draft.anchor for d in self.story.opened)
        ended = ended and scene.has("ending", scene.start, draft.anchor)  # `ended on Monday a visit during which he met B`
        shared = shared and not (ended and scene.dates[0].start < draft.anchor)
        passed = ("visit.travel", "signing.participle")
        shared = shared and not any(self._told_of(rule, draft, scene.dates[0].start) for rule in passed)
        near = None if passing else scene.date(draft.anchor, (low, min(high, reported)), told=visit, held=held)
        if gathering and near is None and draft.since and not any(d.anchor < draft.since for d in self.story.opened):
            near = scene.date(draft.since, (scene.start, draft.since))  # `On Monday, he attended the Forum`
        draft.date = near or (scene.date(draft.anchor, told=visit, held=held) if shared else None) or draft.date
        if draft.type in TALKS and draft.date is not None and not draft.date.month and self._apart(scene, draft):
            draft.date = None
        if draft.date is None and visit:
            draft.date = scene.since(max(low, draft.anchor - 8), min(draft.anchor + 10, high))
        draft.lasting = visit and self._range(scene, draft)
        if draft.place is None and not visit:
            one = alone and len(scene.places) == 1 and scene.places[0][0] >= since and draft.type is not EventType.CALL
            one = one and not (ended and scene.places[0][0] < draft.anchor)
            one = one and not self._told_of("signing.participle", draft, scene.places[0][0])
            near_by = scene.place(draft.anchor, (low, high), held=held)
            draft.place = near_by or (scene.place(draft.anchor, held=held) if one else None)
        if visit and draft.place is None:
            # The one place of the sentence that lies in the state visited.
            there = [place for _, place in scene.places if self.story.resolved.places[place].country == draft.host]
            draft.place = there[0] if len(set(there)) == 1 else None

    def _apart(self, scene: Scene, talks: Draft) -> bool:
        """Whether a year stands in another clause than talks (`A met B, whose state took over the chair in 2019`)."""
        year = next((m.start for m in scene.dates if m.key == str(talks.date)), talks.anchor)
        return (
            any(scene.text(i) == "," or scene.isa(i, "relative") for i in range(talks.anchor, year))
            and talks.rule not in _SESSIONS
        )

    def _range(self, scene: Scene, draft: Draft) -> bool:
        """Whether the date of an event is the first of several days told."""
        return any(_several(m.name) for m in scene.dates if draft.date == PartialDate(*map(int, m.key.split("-"))))

    def _owned(self, scene: Scene) -> None:
        """`Friday's visit was …`: the day of the visit or of the talks told last."""
        if not any(scene.text(date.end) in POSSESSIVE_S for _, date in scene.mentions(MentionKind.DATE)):
            return
        events = self.story.resolved.annotated.hits["event"]
        for date in scene.dates:
            hit = events.get(date.end + 1) if scene.text(date.end) in POSSESSIVE_S else None
            if hit is None or hit.rows[0][1] != "noun-between":
                continue
            kinds = (EventType.VISIT,) if hit.rows[0][0] == "visit" else TALKS
            last = next((d for d in reversed(self.story.ledger.drafts) if d.type in kinds), None)
            if last is not None and last.date is None and last.status is EventStatus.HELD:
                last.date = PartialDate(*map(int, date.key.split("-")))

    def _reach(self, scene: Scene) -> dict[int, tuple[int, int]]:
        """Trigger → the stretch between the triggers around it: where its date and place are looked for first."""
        anchors = sorted({d.anchor for d in self.story.opened})
        return {
            anchor: (anchors[i - 1] if i else scene.start, anchors[i + 1] if i + 1 < len(anchors) else scene.end)
            for i, anchor in enumerate(anchors)
        }

    def _reported(self, scene: Scene, at: int) -> int:
        """Where words begin that somebody reports after an event (`A met B and said that prices fell in May`): their dates are
        not its own."""
        verbs = (hit for before, hit in scene.hits("speech") if before > at and before not in scene.quoted)
        return next(
            (
                hit.end
                for hit in verbs
                if any(scene.isa(i, "that") for i in (hit.end - 1, hit.end)) or scene.text(hit.end) in OPENING
            ),
            scene.end,
        )

    def _told_of(self, rule: str, draft: Draft, at: int) -> bool:
        """Whether a date or place is of another event told in passing after this one: `A received B, who arrived on Monday`,
        `A and B met under the memorandum signed in May in Lima`."""
        return any(d.rule == rule and draft.anchor < d.anchor < at for d in self.story.opened)

    def _follow(self, scene: Scene, draft: Draft) -> None:
        """Talks without a time and place of their own have those told before: `Earlier, A received C`, and each of the talks that
        `A held in Lima with several ministers` opens."""
        if draft.type is not EventType.MEETING:
            return
        self._part(draft)
        if draft.date is not None or draft.place is not None:
            return
        beside = scene.has("sidelines", high=min(scene.start + 4, draft.anchor))
        last = self.story.ledger.last(*TALKS)
        if beside and last is not None and last.status is draft.status:
            # `On the sidelines, the working group met`
            draft.date, draft.place, draft.apart = last.date, last.place, True
            return
        before = [d for d in self.story.ledger.drafts if d.type in TALKS] if scene.isa(scene.start, "sequel") else []
        alone = self.story.alone
        dated = alone is not None and (alone.date is None or alone.date.day is not None)  # `last year` is no day of talks
        if alone is not None and dated and alone.sentence < scene.number <= alone.sentence + 8:
            before = before or [alone]
        if before and set(before[-1].participants) & set(draft.participants) and before[-1].status is draft.status:
            draft.date, draft.place = before[-1].date, before[-1].place

    def _part(self, draft: Draft) -> None:
        """`A received the ambassadors of Peru and Chile on Monday. Receiving B of Peru, he …`: B alone, then and there."""
        people = people_of(draft.participants)
        guests = {country_id(code) for p in people if (code := self.story.resolved.country_of(p))}
        for whole in islice(reversed(self.story.ledger.drafts), _NEAR) if len(people) == 2 else ():
            several = sum(p.startswith("country/") for p in whole.participants) > 1
            parted = guests & set(whole.participants)
            if several and len(parted) == 1 and set(people) & set(whole.participants) and draft.status is whole.status:
                draft.date, draft.place = draft.date or whole.date, draft.place or whole.place
                whole.participants[:] = [p for p in whole.participants if p not in parted]
                return

    def _earlier(self, draft: Draft) -> bool:
        """Whether talks took place more than a week before those that a sentence before told as the matter at hand."""
        last = self.story.ledger.last(*TALKS)
        if last is None or last.date is None or draft.date is None or not last.status is draft.status is EventStatus.HELD:
            return False
        (year, month, day), (years, months, days) = draft.date, last.date
        if month and months and day and days:
            return (years - year) * 372 + (months - month) * 31 + days - day > _WEEK
        return precedes(draft.date, last.date)


def _several(words: str) -> bool:
    """Whether a date names more than one day (`15 to 17 May`)."""
    return len(_DAY.findall(words)) > 1

"""Signings: which instruments, and by whom."""

from kg.annotated import Hit, MentionKind
from kg.extraction.draft import Draft
from kg.extraction.lists import BULLETS, unmarked
from kg.extraction.objects import between, objects, of_pronoun, only_negotiated, opens_signing, signed_between, tells_each
from kg.extraction.scene import Scene, people_of, states
from kg.extraction.signers import BY, also_by, behind, for_side, joined_by, proceeding
from kg.extraction.story import Story
from kg.model import EntityId, EventStatus, EventType, country_id

__all__ = ["Signings"]

_FINITE = frozenset({"2", "8", "9", "10", "11"})
"""Forms of a paradigm that are no participle of any verb."""
_MOST_TO_ADDED = 8
"""Tokens of a sentence before what it adds to the texts signed."""
_WITHIN = (";", ",")
"""Marks at the end of an item of a list after which another follows."""
_AGAIN = 3
"""Sentences within which texts told before are told of again."""
_LISTED = 5
"""Sentences within which those that say which they were follow one that only counted texts."""
_NEAR = 8
"""Sentences within which texts are named that were only counted before."""


class Signings:
    """Reads signings into the story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._announced: tuple[EntityId, ...] | None = None
        """Who signed the instruments that a list has announced (`among the texts signed:`); None outside such a list."""
        self._whole: Draft | None = None
        """The signing of them all, where it was told: when and where each was signed."""
        self._told = -1
        """The last sentence that told a signing."""
        self._unnamed: Draft | None = None
        """The signing told last of instruments that were only counted (`five agreements were signed`)."""
        self.counted: list[Draft] = []
        """All such signings: when and where those told one by one were signed."""
        self._named: tuple[int, list[EntityId]] | None = None
        """The instruments that a sentence told last named, and the number of that sentence."""

    def listed(self, scene: Scene) -> None:
        """`Among the documents signed:` and its items, each an instrument, with its own signatories where it names them."""
        low, high = unmarked(scene)
        item = low > scene.start or (self._announced is not None and self._bare(scene, low, high))
        self._signers(scene)
        if item and self._announced is not None:
            instruments = self.story.instruments(scene, low, high)[:1]
            opens = [i for i in range(low, high) if scene.any_of(i, BY)]
            own = next((g for i in opens for g in [scene.after(i + 1)[0]] if g), ())
            if instruments and not any(d.type is EventType.SIGNING for d in self.story.opened):
                self._sign_item(scene, instruments[0], between(self.story, scene, instruments[0]) or own or self._announced)
        elif self._announces(scene, high):
            last = self.story.ledger.last(EventType.SIGNING)
            near = last is not None and last.sentence >= scene.number - 2
            told = last if near else self._recent(scene)
            self._announced = tuple(told.signatories) if told is not None else self._announced or ()
            if scene.has("presence", high=high):  # `ten texts were signed before them:`
                self._announced = tuple(map(country_id, sorted(states(self.story.resolved, self._announced))))
            self._whole = None if near else told
            mark = next((i for i in range(scene.start, high) if scene.isa(i, "as-follows")), high)
            if told is not None and not any(d.type is EventType.SIGNING for d in self.story.opened):
                for instrument in self.story.instruments(scene, mark, high):  # `They are as follows; a memorandum on …`
                    self._sign_item(scene, instrument, between(self.story, scene, instrument) or self._announced)
        elif scene.text(scene.start) not in BULLETS and not (self._announced is not None and scene.text(high - 1) in _WITHIN):
            self._announced = None
            self._added(scene)
            self._enumerated(scene)
        named = self.story.instruments(scene, scene.start, scene.end)
        self._named = (scene.number, named) if named else self._named

    def _sign_item(self, scene: Scene, instrument: EntityId, signatories: tuple[EntityId, ...]) -> None:
        """Enter the signing of an item of a list, when and where all were signed."""
        self._sign(scene, scene.start, [instrument], signatories, "signing.listed")
        if self._whole is not None and self.story.opened:
            draft = self.story.opened[-1]
            draft.date, draft.place = draft.date or self._whole.date, draft.place or self._whole.place

    def _announces(self, scene: Scene, high: int) -> bool:
        """Whether a sentence opens a list of what was signed: it ends in a colon, or says that they follow."""
        if scene.text(high - 1) != ":" and not scene.has("as-follows", high=high):
            return False
        if scene.has("signed", high=high):
            return True
        if scene.has("enumerating", high=high) and self._recent(scene) is not None:
            return True  # `huit conventions ont été signées. Il s'agit notamment :`
        signing = any(at < high and hit.rows[0][0] == "signing" for at, hit in scene.hits("event"))
        return scene.has("text-noun", high=high) and (signing or self._recent(scene) is not None)

    def _recent(self, scene: Scene, most: int = 2) -> Draft | None:
        """The signing of instruments that were only counted, in this sentence or at most so many before it."""
        return self._unnamed if self._unnamed is not None and scene.number - self._unnamed.sentence <= most else None

    def _bare(self, scene: Scene, low: int, high: int) -> bool:
        """Whether a line without a mark is an item: it opens with an instrument, and no verb follows."""
        first = next((m for _, m in scene.mentions(MentionKind.FRAMEWORK)), None)
        if first is None or first.start > low + 1:
            return False
        return not (scene.has("be", low, high) or any(low <= at < high for at, _ in scene.hits("auxiliary")))

    def _added(self, scene: Scene) -> None:
        """`Additionally, a memorandum between A and B and one between C and D`: no verb of its own, or one of adding (`A ceux-ci
        s'ajoutent un accord …`), after what was signed."""
        if self.story.opened or self._told != scene.number - 1 or scene.text(scene.end - 1) != ".":
            return
        first = next((m for _, m in scene.mentions(MentionKind.FRAMEWORK)), None)
        if first is None or not first.attributes.get("indefinite") or first.start > scene.start + _MOST_TO_ADDED:
            return
        told = (i for i in range(scene.start, first.start) if scene.isa(i, "adding"))
        adding = any(i == scene.start or scene.isa(i - 1, "reflexive") for i in told)  # no `He added that …`
        if first.start > scene.start + 4 and not adding:
            return
        if adding or not (scene.verbs or scene.has("be") or scene.hits("auxiliary")):
            for instrument in self.story.instruments(scene, scene.start, scene.end):
                self._sign(scene, scene.start, [instrument], between(self.story, scene, instrument), "signing.added")

    def _enumerated(self, scene: Scene) -> None:
        """`Five agreements were signed. These are an agreement on housing and a protocol on energy`: each was signed there."""
        whole = self._recent(scene, _LISTED)
        told = any(d.type is EventType.SIGNING for d in self.story.opened)
        if whole is None or whole.sentence == scene.number or told:
            return
        named = next((m for _, m in scene.mentions(MentionKind.FRAMEWORK)), None)
        first = named.start if named is not None else scene.start
        instance = named is not None and (named.attributes.get("instance") or tells_each(scene, named))
        one = scene.has("instance", high=min(first, scene.start + 2)) and scene.has("be", high=first)  # `The first is a charter`
        covered = named is not None and self._texts(scene, first) and scene.has("covers", high=first)
        if not (instance or one or covered or scene.has("enumerating", high=min(first, scene.start + 8))):
            return
        for instrument in self.story.instruments(scene, first, scene.end):
            own = between(self.story, scene, instrument)
            own = () if people_of(whole.signatories) and not people_of(own) else own
            self._one_of(whole, scene, instrument, own)

    def _one_of(self, whole: Draft, scene: Scene, instrument: EntityId, own: tuple[EntityId, ...]) -> None:
        """Enter the signing of one of the texts counted before: then and there, by its own signatories or those of all."""
        draft = Draft(EventType.SIGNING, "signing.listed", scene.start, scene.number, evidence=[scene.span])
        draft.status, draft.signatories, draft.instrument = whole.status, list(own or whole.signatories), instrument
        draft.date, draft.place = whole.date, whole.place
        self.story.opened.append(draft)

    def _texts(self, scene: Scene, before: int) -> bool:
        """Whether a sentence opens with texts told before (`These documents`, `The five accords signed`)."""
        noun = next((i for i in range(scene.start, min(before, scene.start + 4)) if scene.isa(i, "text-noun")), scene.start)
        return any(scene.any_of(i, ("this", "the", "with-article")) for i in range(scene.start, noun))

    def _telling(self, scene: Scene, at: int, end: int) -> bool:
        """Whether a participle only says of texts counted before that they were signed, and their sentence which they are (`The
        documents signed there cover an accord on ports and a protocol on health`)."""
        verbal = any(scene.has(kind, high=end) for kind in ("be", "have"))
        known = not verbal and self._recent(scene) is not None and self._texts(scene, at)
        if not known or self.story.instruments(scene, scene.start, at):
            return False
        self._again(scene, at, behind(self.story, scene, end))
        return True

    def _again(self, scene: Scene, at: int, signatories: tuple[EntityId, ...]) -> bool:
        """`These texts were signed in Lima by A and B`, `The signing took place in Lima`: of what was told before, who, where and
        when."""
        noun = next((i for i in range(at - 1, scene.start - 1, -1) if scene.isa(i, "text-noun")), None)
        after = self._all_after(scene, at)
        noun = noun if after is None else after
        ceremony = self._nominal(scene, at) and scene.isa(at - 1, "the") and at <= scene.start + 2
        known = noun is not None and (scene.any_of(noun - 1, ("this", "the", "both")) or self._several(scene, noun))
        bare = scene.isa(at + 1, "impersonal") or scene.has("behalf", at + 1, at + 5)
        bare = bare and len(people_of(signatories)) > 1  # `A and B signed it`, `A and B signed on behalf of their countries`
        if not (known or ceremony or bare or (scene.isa(scene.start, "impersonal") and at <= scene.start + 3)):
            return False
        signatories = () if ceremony else signatories
        last = self._last_told(scene)
        most = _NEAR if people_of(signatories) else _AGAIN
        if not last or scene.number - last[0].sentence > most or self.story.status(scene, at) is not last[0].status:
            return False
        low = scene.past_aside(at) if at < scene.end else at
        others = (i for i, hit in scene.hits("event") if i > at + 1 and hit.rows[0][:2] == ("meeting", "noun-between"))
        reach = (at, next(others, scene.end))  # `The signing took place after talks in Lima`
        when = None
        if ceremony and at == scene.start + 1 and not scene.has("held", at, at + 4):
            when = reach = (at, scene.past_aside(at + 1))  # `The signing builds on celebrations held in June`
        for draft in last:
            draft.signatories = joined_by(self.story, draft.signatories, signatories)
            draft.date, draft.place = draft.date or scene.date(at, when), draft.place or scene.place(low, reach)
            draft.evidence += [scene.span] if scene.span not in draft.evidence else []
        return True

    def _last_told(self, scene: Scene) -> list[Draft]:
        """The signings told last, all of one sentence, or the one of instruments that a later sentence only counted."""
        told = [d for d in self.story.ledger.drafts if d.type is EventType.SIGNING]
        last = [d for d in told if d.sentence == told[-1].sentence] if told else []
        whole = self._recent(scene)
        return [whole] if whole is not None and whole.sentence > max((d.sentence for d in last), default=-1) else last

    def _all_after(self, scene: Scene, at: int) -> int | None:
        """The noun behind a verb that stands for texts told before (`signed the two agreements`, `this one`); None if none."""
        nouns = (i for i in range(at + 1, min(at + 5, scene.end)) if scene.isa(i, "text-noun"))
        return next((i for i in nouns if self._several(scene, i) or scene.isa(i - 1, "this")), None)

    def _several(self, scene: Scene, noun: int) -> bool:
        """Whether a noun stands for several texts told before (`the two agreements`)."""
        return scene.isa(noun - 1, "two") and (scene.isa(noun - 2, "the") or scene.isa(noun - 2, "this"))

    def _meant(self, scene: Scene, at: int) -> EntityId | None:
        """The instrument named alone before that `It was signed by A and B` tells of, where its signing was not told yet."""
        before = at - 1
        while scene.isa(before, "adverb") or before in self.story.resolved.annotated.hits["auxiliary"]:
            before -= 1
        known = scene.isa(before - 1, "this") or scene.isa(before - 1, "the")
        head = self.story.resolved.annotated.hits["framework"].get(before)
        noun = known and scene.isa(before, "text-noun") and (head is None or head.singular is None)
        one = (scene.isa(before, "impersonal") and before <= scene.start + 1) or noun
        if not one or self._named is None or len(self._named[1]) > 1 or scene.number - self._named[0] > 2:
            return None
        return next(iter(self._unsigned(self._named[1])), None)

    def _unsigned(self, instruments: list[EntityId]) -> list[EntityId]:
        """Those instruments of which no signing was told yet."""
        signed = {d.instrument for d in self.story.ledger.drafts if d.type is EventType.SIGNING}
        return [i for i in instruments if i not in signed]

    def _signers(self, scene: Scene) -> None:
        """`The signatories were A and B`, `A and B represented their countries`: of what the sentence before told as signed."""
        if not (scene.has("signatory-noun", high=scene.start + 3) or self.story.signs_for(scene) or opens_signing(scene)):
            return
        told = [d for d in (*self.story.ledger.drafts, *self.story.opened) if d.type is EventType.SIGNING]
        if not told or scene.number - told[-1].sentence > 2:
            return
        people = [a for item in scene.items if item.kind is MentionKind.PERSON for a in item.agents]
        for draft in told:
            if draft.sentence == told[-1].sentence:
                draft.signatories = joined_by(self.story, draft.signatories, people)

    def _counted(self, scene: Scene, at: int, signatories: tuple[EntityId, ...]) -> None:
        """Keep a signing of instruments that the sentence only counts, for the sentences that name them."""
        nouns = (i for i in range(scene.start + 1, scene.end) if scene.isa(i, "text-noun"))
        several = any(hit.singular is not None and hit.rows[0][0] == "agreement" for _, hit in scene.hits("framework"))
        several = several or any(scene.isa(i - 1, "quantity") for i in nouns)
        status = self.story.status(scene, at) if several else None
        if status is not None:
            self._unnamed = Draft(EventType.SIGNING, "signing.listed", at, scene.number, status=status)
            self._unnamed.signatories = list(signatories)
            self._unnamed.date = scene.date(at) if len(scene.dates) == 1 else None
            self._unnamed.place = scene.place(at)
            self.counted.append(self._unnamed)

    def active(self, scene: Scene, at: int, hit: Hit, kind: EventType) -> None:
        """`A and B signed X`; `X, signed by A and B`."""
        if self._telling(scene, at, hit.end):
            return
        # `ont signé à Lomé un accord`, `signaient à Lomé un accord` are active.
        placed = scene.isa(hit.end, "in") and not scene.isa(at, "have") and hit.rows[0][-1] not in _FINITE
        if scene.any_of(hit.end, BY) or placed or scene.isa(at - 1, "be"):
            self.passive(scene, at, hit, kind)
            return
        nominal = hit.rows[0][1] == "sign-noun"
        instruments = objects(self.story, scene, hit.end, nominal=nominal)
        if not instruments and (meant := self._unsigned(of_pronoun(scene, at, self._named))):
            self._sign(scene, at, meant, scene.subject(at), "signing.active")
            return
        told = instruments or self.story.instruments(scene, hit.end, scene.end)
        if told and (not instruments or only_negotiated(scene, hit.end)):
            return
        described = scene.isa(at - 1, "adverb") and (scene.isa(at - 2, "det") or scene.isa(at - 2, "possessive"))
        if instruments and described:
            self._sign(scene, at, instruments[:1], (), "signing.described")  # `the recently signed agreement`
            return
        before = self.story.instruments(scene, scene.start, at)
        if before and not instruments and any(item.end in range(at - 2, at + 1) for item in scene.items):
            # `the accord that A and B signed`, `the accord that A signed with B`
            begin = scene.past_aside(hit.end)
            beside = scene.after(begin + 1, 3)[0] if scene.isa(begin, "with") else ()
            self._sign(scene, at, before[-1:], tuple(dict.fromkeys([*scene.subject(at), *beside])), "signing.active")
            return
        if not instruments and (noun := self._all_after(scene, hit.end - 1)) is not None:
            partner = next((i for i in range(noun + 1, scene.end) if scene.isa(i, "with")), scene.end)
            beside = scene.after(partner + 1, 3)[0]
            self._sign(scene, at, [], tuple(dict.fromkeys([*scene.subject(at), *beside])), "signing.active")
            return
        signatories = scene.subject(at)
        if not instruments:
            self._passive(scene, at, hit, proceeding(scene, at, signatories) if nominal else signatories)
            return
        if nominal:
            opens = [i for i in range(hit.end, scene.end) if scene.any_of(i, BY)]
            first, end = next((found for i in opens if (found := scene.after(i + 1))[0]), ((), hit.end))
            also = also_by(self.story, scene, end) if first else ()  # `par A, et, côté chilien, par B`
            signatories = tuple(dict.fromkeys((*first, *also))) or proceeding(scene, at, signatories)
        else:
            ends = [
                self.story.resolved.mention(i).end
                for i in scene.indices
                if i in self.story.framework_of and self.story.framework_of[i] in instruments
            ]
            past = scene.past_aside(hit.end)
            past += scene.text(past) == ","  # `A signed, with B, the accord`
            partners = [scene.after(e + 1, 3)[0] for e in (past, *ends) if scene.isa(e, "with")]
            partners += [scene.after(i + 1, 3)[0] for e in ends for i in range(e, e + 4) if scene.isa(i, "beside")]
            sides = [item.agents for item in scene.items if item.start > hit.end and for_side(self.story, item)]
            signatories = tuple(dict.fromkeys([*signatories, *(a for group in (*partners, *sides) for a in group)]))
        self._sign(scene, at, instruments, signatories, "signing.active")

    def passive(self, scene: Scene, at: int, hit: Hit, _kind: EventType) -> None:
        """`X was signed by A and B`, `between A and B`; several instruments before the verb are each signed."""
        alone = not scene.has("be", at - 3, hit.end) and any(item.end == at for item in scene.items)
        if not self._telling(scene, at, hit.end):
            self._passive(scene, at, hit, scene.subject(at) if alone else ())  # `A and B signed on behalf of their countries`

    def _passive(self, scene: Scene, at: int, hit: Hit, actors: tuple[EntityId, ...]) -> None:
        """The same, with those who signed what the sentence only counts, where nobody else is told as doing so."""
        whose = next((i for i in range(at - 1, scene.start, -1) if scene.isa(i, "whose")), scene.start)
        instruments = (
            self.story.instruments(scene, whose, at)  # `the road, whose contract was signed in May`
            or self.story.instruments(scene, scene.start, at)
            or objects(self.story, scene, hit.end, nominal=hit.rows[0][1] == "sign-noun")
        )
        passive = scene.has("be", at - 3, hit.end)
        if instruments and passive:
            instruments += [i for i in self._besides(scene, hit.end) if i not in instruments]
        signatories = behind(self.story, scene, hit.end) or (() if instruments else actors)
        participle = bool(instruments) and not passive and at > scene.start and not self._item(scene, at)
        counted = participle and scene.isa(at - 1, "text-noun") and scene.isa(at - 2, "the")
        if counted and (among := self._recent(scene, _NEAR)) is not None:
            for instrument in instruments:  # `… is among the agreements signed`
                self._one_of(among, scene, instrument, signatories)
            return
        if participle and len(instruments) > 1 and self._of_last(scene, instruments, at):
            instruments = instruments[-1:]
        self._sign(scene, at, instruments, signatories, "signing.participle" if participle else "signing.passive")

    def _item(self, scene: Scene, at: int) -> bool:
        """Whether a participle tells all of an item of what was signed: `These are: a memorandum on ports signed by A and B`."""
        near = self._recent(scene, _NEAR) is not None
        return near and scene.verbs <= scene.named | {at} and not scene.hits("auxiliary")

    def _besides(self, scene: Scene, after: int) -> list[EntityId]:
        """What else was signed: `was signed in Lima, as well as a protocol on ports and a third one on health`."""
        commas = (i for i in range(after, scene.end) if scene.text(i) == ",")
        joint = next((i for comma in commas for i in (comma + 1, comma + 2) if scene.isa(i, "additive")), scene.end)
        end = next((i for i in range(joint + 2, scene.end) if i in scene.verbs or scene.isa(i, "relative")), scene.end)
        near = self.story.instruments(scene, joint, min(joint + 5, end))  # no `as was foreseen by the treaty`
        return self.story.instruments(scene, joint, end) if near else []

    def _of_last(self, scene: Scene, instruments: list[EntityId], at: int) -> bool:
        """Whether a participle in the singular stands right behind the last of several (`A, B et l'accord conclu avec C`)."""
        ends = [self.story.resolved.mention(i).end for i in scene.indices if self.story.framework_of.get(i) == instruments[-1]]
        forms = self.story.resolved.annotated.words.get("name-joint")
        return bool(forms) and max(ends, default=0) == at and not scene.text(at).endswith("s")

    def _nominal(self, scene: Scene, at: int) -> bool:
        """Whether a noun tells of signing (`the signing of an agreement`)."""
        hit = self.story.resolved.annotated.hits["event"].get(at)
        return hit is not None and hit.rows[0][1] == "sign-noun" and at > scene.start

    def _looked_for(self, scene: Scene, at: int) -> bool:
        """Whether a noun of signing is what words before it look forward to, and no day is told for it."""
        return self._looks(scene, at, "prospect") and scene.dated.isdisjoint(range(at, at + 6))

    def _looks(self, scene: Scene, at: int, kind: str) -> bool:
        """Whether a word of a class stands within five tokens before a noun of signing, no comma between."""
        for before in range(at - 1, max(at - 6, scene.start - 1), -1):
            if scene.text(before) in (",", ";"):
                return False
            if scene.isa(before, kind):
                return True
        return False

    def _sign(self, scene: Scene, at: int, instruments: list[EntityId], signatories: tuple[EntityId, ...], rule: str) -> None:
        acted = states(self.story.resolved, tuple(people_of(signatories)))
        signatories = tuple(s for s in signatories if s.removeprefix("country/") not in acted)
        self._told = scene.number if instruments else self._told
        meant = self._meant(scene, at) if not instruments else None
        if meant is not None:
            instruments = [meant]
        elif not instruments and not self._again(scene, at, signatories):
            self._counted(scene, at, signatories)
        nominal = self._nominal(scene, at)
        if nominal and self._looks(scene, at, "anniversary"):
            return  # `the anniversary of the signing of the Treaty`
        for instrument in instruments:
            draft = self.story.open(scene, at, EventType.SIGNING, rule)
            if draft is not None:
                if nominal and draft.status is EventStatus.HELD and self._looked_for(scene, at):
                    draft.status = EventStatus.PROPOSED
                draft.signatories, draft.instrument = list(signed_between(self.story, scene, instrument, signatories)), instrument
                draft.recalled = draft.recalled or rule in ("signing.participle", "signing.described")
                draft.whole = self._recent(scene, _NEAR)

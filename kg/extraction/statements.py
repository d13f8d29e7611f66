"""Statements: verbs of saying, their speaker, and what was spoken of."""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotated import Hit, MentionKind
from kg.extraction.confidence import confidence
from kg.extraction.events import Events
from kg.extraction.quotations import quoted_on
from kg.extraction.scene import Scene
from kg.model import EntityId, EventType, Span, Statement, TopicId
from kg.resolved import Resolved

__all__ = ["find_statements"]

_SPEAKING = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.ANAPHOR})


def find_statements(resolved: Resolved, scenes: list[Scene], events: Events) -> tuple[Statement, ...]:
    """Every statement with a speaker, in order of the text. One speech verb gives one statement a speaker."""
    found: list[Statement] = []
    voice: tuple[EntityId, ...] = ()
    voices: dict[int, EntityId] = {}
    for scene in scenes:
        for at, hit, speakers, rule in _spoken(resolved, scene, events, voice):
            if all(s.startswith("organization/") for s in speakers):
                voice = speakers
            if len(speakers) == 1 and at not in scene.quoted:
                voices[scene.number] = speakers[0]
            low, high = _reach(scene, at, hit)
            topics = tuple(dict.fromkeys((*resolved.annotated.topics_in(low, high), *_spoken_of(scene, low, high))))
            if not topics:
                continue
            found += [
                Statement(
                    speaker=speaker,
                    topics=topics,
                    stance=hit.rows[0][0] if hit.rows[0][0] != "-" else None,
                    quote=_quote(resolved, scene, low, high),
                    evidence=(scene.span,),
                    rule=rule,
                    confidence=confidence(rule),
                )
                for speaker in speakers
            ]
    for scene, speaker in quoted_on(scenes, voices):
        topics = resolved.annotated.topics_in(scene.start, scene.end)
        if topics:
            rule = "statement.quoted-on"
            quote = _quote(resolved, scene, scene.start, scene.end)
            found.append(
                Statement(
                    speaker=speaker,
                    topics=topics,
                    stance="informs",
                    quote=quote,
                    evidence=(scene.span,),
                    rule=rule,
                    confidence=confidence(rule),
                )
            )
    return tuple(sorted(_merged(found), key=lambda s: s.evidence[0]))


def _spoken(
    resolved: Resolved, scene: Scene, events: Events, voice: tuple[EntityId, ...]
) -> Iterator[tuple[int, Hit, tuple[EntityId, ...], str]]:
    """Every speech verb of a sentence with its speakers: (token, hit, speakers, rule)."""
    end, outer = scene.start, -1
    names = {
        at
        for i in scene.indices
        for m in [resolved.annotated.mentions[i]]
        if m.kind is not MentionKind.ANAPHOR
        for at in range(m.start, m.name_end)
    }
    for at in range(scene.start, scene.end):
        if scene.isa(at, "according"):
            agents, after = scene.after(at + 1, 3)
            if agents:
                yield at, Hit(after, (("informs", "that"),)), agents, "statement.according-to"
                continue
        if scene.isa(at, "commitment") and (owners := _promised(scene, at)):
            yield at, Hit(at + 1, (("commits", "that"),)), owners, "statement.commitment"
            continue
        hit = resolved.annotated.hits["speech"].get(at)
        if hit is not None and hit.end == at + 1 and scene.isa(hit.end, "by") and at not in scene.quoted:
            agents = scene.after(hit.end + 1, 2)[0]
            if agents and not any(a.startswith("country/") for a in agents):
                yield at, hit, agents, "statement.by"
            continue
        if hit is None or at < end or at in names or _discusses(resolved, at, hit):
            continue
        end = hit.end
        if at in scene.quoted:
            together = _we_agreed(scene, at, hit, events)
            if together:
                yield at, hit, together, "statement.joint"
            continue
        if not _verbal(scene, at, hit) or scene.effect(at) in ("negated",):
            continue
        if any(m.key == "document-body" and m.end == at for _, m in scene.mentions(MentionKind.ANAPHOR)):
            # `the statement said`: the body that issued it.
            if voice:
                yield at, hit, voice, "statement.verb"
            continue
        if outer >= 0 and _nested(scene, outer, at):
            continue
        outer = at
        speakers = _inverted(scene, at, hit) or scene.subject(at) or _inherited(resolved, scene, at)
        speakers = _heads(resolved, speakers, events)
        if speakers:
            yield at, hit, speakers, "statement.joint" if len(speakers) > 1 else "statement.verb"


def _promised(scene: Scene, at: int) -> tuple[EntityId, ...]:
    """The people whose promise a noun tells: `A and B's commitment to …`, `the pledge made by A to …`."""
    for position in range(len(scene.items)):
        agents, end = scene.group(position)
        if end == at - 1 and scene.text(end) in ("'s", "’s", "’", "'") and all(a.startswith("person/") for a in agents):
            return agents
    by = next((i for i in range(at + 1, at + 3) if scene.isa(i, "by")), None)
    agents = scene.after(by + 1, 2)[0] if by is not None else ()
    return agents if all(a.startswith("person/") for a in agents) else ()


def _discusses(resolved: Resolved, at: int, hit: Hit) -> bool:
    """Whether the words are a verb of discussing, which tells what an event was about and states nothing (`talked about`)."""
    event = resolved.annotated.hits["event"].get(at)
    return event is not None and event.rows[0][0] in ("discuss", "call") and event.end >= hit.end


def _nested(scene: Scene, outer: int, at: int) -> bool:
    """Whether a verb belongs to what another reports (`he said France is committed to …`): its subject follows that verb."""
    if any(scene.text(i) == ";" or scene.isa(i, "contrast") for i in range(outer, at)):
        return False
    own = [item for item in scene.items if outer < item.start and item.end <= at]
    trailing = bool(own) and any(scene.text(i) in ',”»"' for i in range(max(outer, own[-1].start - 2), own[-1].start))
    return bool(own) and not trailing and at - own[-1].end <= 3 and all(not a.startswith("person/") for a in own[-1].agents)


def _we_agreed(scene: Scene, at: int, hit: Hit, events: Events) -> tuple[EntityId, ...]:
    """`“we agreed to …”` in a quotation: those who met."""
    last = events.story.ledger.last(EventType.MEETING, EventType.CALL)
    if last is None or hit.rows[0][0] != "agrees" or not scene.isa(at - 1, "we"):
        return ()
    return tuple(p for p in last.participants if p.startswith("person/"))


def _verbal(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a form stands as a verb: not after an article or preposition, nor passive.

    The first two forms of a paradigm are those that may be nouns (`demand`, `reports`): they need their subject right before
    them, or a word that only a verb follows.
    """
    single = hit.end == at + 1
    if scene.isa(at - 1, "det") or (scene.isa(at - 1, "possessive") and single) or (single and scene.isa(hit.end, "by")):
        return False
    endings = tuple(scene.resolved.annotated.words.get("participle-ending", ()))
    if single and endings and scene.text(at).lower().endswith(endings):
        # A participle says something only after its auxiliary (`a souligné`); alone it describes (`les personnes condamnées`).
        before = at - 1
        while scene.isa(before, "adverb"):
            before -= 1
        if not (scene.isa(before, "have") or scene.isa(before, "be") or scene.isa(before, "and")):
            return False
    if single and scene.isa(at - 1, "be") and hit.rows[0][-1] != "3":
        return False
    if single and scene.isa(at - 1, "preposition") and not scene.isa(at - 1, "to"):
        # `the importance of maintaining` says nothing; `by stressing` does, and `in welcoming …,` at the head of a sentence.
        return hit.rows[0][-1] == "3" and (scene.isa(at - 1, "gerund") or at <= scene.start + 2)
    if single and (_relative_object(scene, at) or scene.text(hit.end)[:1] in "$€£0123456789"):
        return False
    if single and hit.rows[0][-1] in ("0", "1"):
        before = at
        while scene.isa(before - 1, "adverb"):
            before -= 1
        agent = any(item.end == before or (item.end == before - 1 and scene.text(before - 1) == ",") for item in scene.items)
        return (
            agent
            or scene.isa(before - 1, "to")
            or scene.isa(before - 1, "relative")
            or bool(scene.effect(at))
            or at == scene.start
        )
    return True


def _relative_object(scene: Scene, at: int) -> bool:
    """Whether a verb closes a relative clause whose object stands before it (`the sanctions that they maintain`)."""
    subject = next((item.start for item in scene.items if item.end == at), None)
    if subject is None:
        return False
    relative = subject if scene.isa(subject, "relative") else subject - 1
    described = scene.text(relative - 1)[:1].islower() and not scene.isa(relative - 1, "preposition")
    told = any(hit.end == relative and hit.rows[0][1] != "object" for _, hit in scene.hits("speech"))
    return scene.isa(relative, "relative") and described and not told


def _inverted(scene: Scene, at: int, hit: Hit) -> tuple[EntityId, ...]:
    """`…, said X`; `…, a indiqué mardi X`: the speaker right after a verb, dates aside, before which a mark stands."""
    end = scene.past_dates(hit.end)
    before = at - 1
    while scene.isa(before, "be") or scene.isa(before, "have") or scene.isa(before, "adverb"):
        before -= 1
    if scene.text(before) not in (",", "”", '"', "»") and scene.text(before - 1) not in (",", "”", '"', "»"):
        return ()
    for position, item in enumerate(scene.items):
        if item.start == end and item.kind in (MentionKind.PERSON, MentionKind.POST, MentionKind.ORGANIZATION):
            return scene.group(position)[0]
    return ()


def _inherited(resolved: Resolved, scene: Scene, at: int) -> tuple[EntityId, ...]:
    """A participle that opens a sentence has the last sentence's subject."""
    if at > scene.start + 2:
        return ()
    for number in range(scene.number - 1, -1, -1):
        if resolved.subjects[number]:
            return resolved.subjects[number]
    return ()


def _heads(resolved: Resolved, speakers: tuple[EntityId, ...], events: Events) -> tuple[EntityId, ...]:
    """What two states said jointly goes to the heads of their sides where the text names them at the last meeting."""
    countries = [s for s in speakers if s.startswith("country/")]
    if len(countries) < 2 or len(countries) < len(speakers):
        return speakers
    for draft in reversed(events.story.ledger.drafts):
        heads: list[EntityId] = []
        for country in countries:
            person = next(
                (
                    p
                    for p in draft.participants
                    if p.startswith("person/") and resolved.country_of(p) == resolved.country_of(country)
                ),
                None,
            )
            if person is None:
                break
            heads.append(person)
        if len(heads) == len(countries):
            return tuple(heads)
    return speakers


def _reach(scene: Scene, at: int, hit: Hit) -> tuple[int, int]:
    """The stretch of a sentence that a verb reports: to its end, or all of it where the words stand before the verb."""
    if scene.isa(hit.end, "by"):
        return _clause_start(scene, at), at
    quote_before = any(scene.start <= q < at for q in scene.quoted)
    parenthetic = any(
        item.end == at and item.start > scene.start + 2 and scene.text(item.start - 1) in ',”»"' for item in scene.items
    )
    inverted = at > scene.start + 3 and bool(_inverted(scene, at, hit))
    bare = scene.end - hit.end <= 4 and not scene.resolved.annotated.phrases_in(hit.end, scene.end)
    trailing = bare or quote_before or parenthetic or inverted
    end = _stop(scene, hit.end)
    return (scene.start if trailing else hit.end), (scene.end if trailing else end)


def _clause_start(scene: Scene, at: int) -> int:
    """Where the noun phrase begins that a passive of saying describes (`the initiative on water proposed by A`)."""
    verbs = (hit.end for layer in ("speech", "event") for before, hit in scene.hits(layer) if before < at)
    marks = (i + 1 for i in range(scene.start, at) if scene.text(i) == ";" or scene.isa(i, "relative"))
    return max((*verbs, *marks), default=scene.start)


def _stop(scene: Scene, after: int) -> int:
    """Where a report ends: where a semicolon or a word of contrast opens another's clause, or the next speaker says something."""
    speech = scene.resolved.annotated.hits["speech"]
    speakers = {item.start: item.end for item in scene.items if item.kind in _SPEAKING}
    starts = {item.start for item in scene.items}
    for at in range(after, scene.end):
        if at in scene.quoted:
            continue
        if (scene.text(at) == ";" or scene.isa(at, "contrast")) and at + 1 in starts:
            return at
        if at in speakers and speakers[at] in speech and scene.isa(at - 1, "and"):
            return at
    return scene.end


def _spoken_of(scene: Scene, low: int, high: int) -> Iterator[TopicId]:
    """Topics of words that are no topic everywhere, but are what a reported clause is about: its subject (`said trade is …`)."""
    hits = scene.resolved.annotated.hits
    for phrase in scene.resolved.annotated.phrases_in(low, high):
        if phrase.sure:
            continue
        before = phrase.start - 1
        while scene.isa(before, "det") and not scene.isa(before, "that"):
            before -= 1
        opens = before < low or scene.text(before) in ("“", '"', "«", ":") or scene.isa(before, "that")
        quoted = scene.text(before) in ("“", '"', "«")
        goes_on = any(scene.isa(phrase.end, kind) for kind in ("be", "have", "with", "between", "and"))
        if opens and (quoted or goes_on or phrase.end in hits["auxiliary"]):
            yield from phrase.topics


def _quote(resolved: Resolved, scene: Scene, low: int, high: int) -> Span | None:
    """The longest quoted stretch of at least three tokens within the range."""
    best: tuple[int, int] | None = None
    start = None
    for at in range(low, high + 1):
        inside = at in scene.quoted and at < high
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            if at - start >= 3 and (best is None or at - start > best[1] - best[0]):
                best = (start, at)
            start = None
    return resolved.annotated.span(*best) if best else None


def _merged(statements: list[Statement]) -> Iterator[Statement]:
    """One statement a speaker, sentence and stance: its topics together."""
    by_key: dict[tuple[EntityId, str | None, tuple[Span, ...]], Statement] = {}
    for new in statements:
        key = (new.speaker, new.stance, new.evidence)
        old = by_key.get(key, new)
        by_key[key] = replace(old, topics=tuple(dict.fromkeys((*old.topics, *new.topics))), quote=old.quote or new.quote)
    yield from by_key.values()

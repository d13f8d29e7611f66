"""What the words around a trigger of talks tell: whether it has an object, who leads, when and where it was held."""

from kg.annotated import Hit, MentionKind
from kg.extraction.passing import before_noun
from kg.extraction.scene import Scene, people_of, states
from kg.extraction.setting import Item
from kg.model import EntityId, EventType

__all__ = [
    "active",
    "addressed",
    "adverb",
    "again",
    "airport_behind",
    "at_airport",
    "attenders",
    "attending",
    "describes_another",
    "envoys",
    "governed",
    "guests_of",
    "headed",
    "hosting_land",
    "joint_word",
    "objectless",
    "of_both",
    "of_pair",
    "parted",
    "past_holding",
    "person_before",
    "related",
    "second_verb",
    "talks_within",
]

_WHOSE = 6
"""Tokens behind a noun of talks in which it is told whose they were."""
_OWNED = 25
"""Tokens behind it in which it is told with whom its owner held them."""
_TO_AIRPORT = 9
"""Tokens behind a host or guest in which the airport is told."""
_TAKING_PART = frozenset({"attend", "joint", "light-verb", "sign-active"})
"""Frames of verbs whose subject takes part in what they are done to."""


def attenders(scene: Scene, at: int) -> tuple[EntityId, ...]:
    """The persons told before a noun to take part in it (`A took part in a meeting between Peru and Chile`), or officials of both
    sides who open, hold or close it (`A and B concluded the first meeting between Peru and Chile`)."""
    verbs = [(before, hit.rows[0][1]) for before, hit in scene.hits("event") if before < at and hit.rows[0][1] in _TAKING_PART]
    if not verbs:
        return ()
    verb, frame = verbs[-1]
    people = scene.subject(verb)
    named = all(p.startswith("person/") for p in people)
    return people if named and (frame == "attend" or len(states(scene.resolved, people)) > 1) else ()


def attending(scene: Scene, at: int) -> tuple[EntityId, ...]:
    """Those of two states who take part in talks that a noun tells: `A and B took part in the talks`."""
    people = attenders(scene, at)
    return people if len(states(scene.resolved, people)) == 2 else ()


def headed(scene: Scene, begin: int) -> tuple[EntityId, ...]:
    """Who leads the delegation that is a verb's object: `received a delegation of the parliament, headed by A`."""
    if not scene.has("delegation", begin - 1, begin + 3):
        return ()
    for i in range(begin, min(begin + 14, scene.end)):
        if scene.isa(i, "leading") and scene.isa(i + 1, "by"):
            return tuple(people_of(scene.after(i + 2)[0]))
    return ()


def guests_of(scene: Scene, after: int) -> tuple[EntityId, ...]:
    """For whom a meal was given, or on whom a call was paid: `for B`, `in honour of B`, `on B`."""
    calendar = scene.resolved.annotated.hits["calendar"]
    given = after + (scene.text(after) == ",")
    if scene.isa(given, "to") and (guests := scene.after(given + 1, 2)[0]) and all(g.startswith("person/") for g in guests):
        return guests  # `an audience granted by A to B`
    honoured = [i for i in scene.items if after <= i.start <= after + 4 and scene.isa(i.end + 1, "honour")]
    if honoured and scene.isa(honoured[0].start - 1, "in"):
        return tuple(people_of(honoured[0].agents))  # `a banquet in B's honour`
    for i in range(after, min(after + 8, scene.end)):
        if scene.isa(i, "for") or scene.isa(i, "on") or (scene.isa(i, "of") and scene.isa(i - 1, "honour")):
            guests, _ = scene.after(i + 1, 2)
            if guests:
                return guests if all(g.startswith("person/") for g in guests) else ()
        elif not (any(scene.isa(i, word) for word in ("in", "honour", "det")) or i in scene.when_where or i in calendar):
            break
    return ()


def objectless(scene: Scene, after: int) -> bool:
    """Whether a verb has no object: a mark, a preposition, an adverb or a date follows it."""
    if after >= scene.end or not scene.text(after)[:1].isalnum() or after in scene.dated or adverb(scene, after):
        return True
    return scene.any_of(after, ("preposition", "here", "to", "and"))


def of_both(scene: Scene, between: int) -> bool:
    """Whether what follows `between` is of the two states, whom it does not name."""
    near = range(between + 1, min(between + 8, scene.end))
    return any((scene.isa(i, "two") or scene.isa(i, "both")) and scene.isa(i + 1, "shared-party") for i in near)


def of_pair(scene: Scene, at: int, end: int) -> bool:
    """Whether talks that name nobody are told as of two states: `bilateral talks held in Hanoi`, `talks among officials`."""
    shared = scene.has("shared", at - 1, end) and scene.isa(scene.past_aside(end), "held")
    return shared or (scene.isa(end, "among") and scene.has("team-noun", end, end + 4))


def governed(scene: Scene, at: int) -> bool:
    """Whether a preposition stands before a noun and its article (`energy had a place in the talks`)."""
    before = before_noun(scene, at)
    return before < at - 1 and scene.isa(before, "in")


def parted(scene: Scene, at: int, met: tuple[EntityId, ...]) -> bool:
    """Whether persons who are listed after a token are parted by semicolons: each was met by himself."""
    return all(a.startswith("person/") for a in met) and any(scene.text(i) == ";" for i in range(at, scene.end))


def again(scene: Scene, met: tuple[EntityId, ...]) -> bool:
    """Whether the preposition stands again before each of those whom somebody met: `called on A and on B`."""
    starts = (scene.resolved.annotated.phrase_start(item.start) - 1 for item in scene.items if set(item.agents) & set(met))
    named = len(met) > 1 and all(a.startswith("person/") for a in met)
    return named and any(scene.any_of(at, ("with", "on", "by")) and scene.isa(at - 1, "and") for at in starts)


def at_airport(scene: Scene, at: int, end: int, by: int) -> bool:
    """Whether who was received was only welcomed on arrival, which tells no talks: the airport stands between the verb and `by`,
    behind the host, or opens the sentence of a welcome (`à sa descente d'avion, A a été accueilli par B`)."""
    opened = scene.has("welcoming", at, end)
    return scene.has("airport", scene.start if opened else end, by) or airport_behind(scene, scene.after(by + 1)[1])


def airport_behind(scene: Scene, past: int) -> bool:
    """Whether the airport is told right behind a name that ends before a token, before a comma or `and`."""
    stops = range(past, min(past + _TO_AIRPORT, scene.end))
    return scene.has("airport", past, next((i for i in stops if scene.text(i) == "," or scene.isa(i, "and")), stops.stop))


def past_holding(scene: Scene, after: int) -> int:
    """Token after what tells when and where a noun's event was held: `, on Friday in Rabat,`, `that was held on Friday`."""
    verb = after + 1
    while scene.isa(verb, "adverb"):
        verb += 1
    held = scene.resolved.annotated.hits["event"].get(verb) if scene.isa(after, "relative") else None
    return scene.past_aside(held.end if held is not None and held.rows[0][1] == "passive" else after)


def person_before(scene: Scene, at: int) -> tuple[EntityId, ...]:
    """The last person told before a token, governed or not: `conveyed by A during a meeting with B`."""
    found = [i.agents for i in scene.items if i.end <= at and i.agents[0].startswith("person/")]
    return found[-1] if found else ()


def adverb(scene: Scene, at: int) -> bool:
    """Whether a word is an adverb, by its class or its ending."""
    return scene.isa(at, "adverb") or scene.text(at).endswith(tuple(scene.resolved.annotated.words.get("adverb-ending", ())))


def related(scene: Scene, after: int) -> tuple[int, Hit] | None:
    """The verb of a relative clause right after a noun: `the talks that A had on Monday with B`, `la visite que A effectue`."""
    if not scene.isa(after, "relative") or scene.isa(after, "relative-person"):
        return None
    events = scene.resolved.annotated.hits["event"]
    verb = next((i for i in range(after + 1, min(after + 22, scene.end)) if i in events), None)
    return (verb, events[verb]) if verb is not None and "light" in events[verb].rows[0][1] else None


def second_verb(scene: Scene, after: int) -> int:
    """Token after a second verb with the same object: `called and congratulated B`; else the one given."""
    if not scene.isa(after, "and"):
        return after
    hits = scene.resolved.annotated.hits
    second = hits["speech"].get(after + 1) or hits["event"].get(after + 1)
    return second.end if second is not None else after


def active(scene: Scene, at: int) -> bool:
    """Whether a form of `receive` is no participle of the passive: `has` stands with it, or it is another form."""
    hit = scene.resolved.annotated.hits["event"][at]
    return scene.isa(at, "have") or scene.isa(at - 1, "have") or not (hit.rows[0][-1] in "3456" or scene.isa(at - 1, "be"))


def addressed(scene: Scene, at: int) -> tuple[EntityId, ...]:
    """Who had a meeting that is only told with `a`: `A told B, during a meeting, …`; two persons of two states before it."""
    if not scene.isa(at - 1, "a") or not scene.isa(at - 2, "preposition"):
        return ()
    both = tuple(dict.fromkeys([*scene.subject(at)[:1], *person_before(scene, at)]))
    named = all(a.startswith("person/") for a in both)
    return both if named and len(both) == len(states(scene.resolved, both)) == 2 else ()


def joint_word(scene: Scene, after: int, kind: EventType) -> int:
    """Where `between` or `with` stands that belongs to a noun.

    At once, or past a time, a place and a passive (`talks were held in May between`); `held by` and `a call from` count too.
    """
    held = False
    begin = past_holding(scene, after)
    if begin > after and any(scene.isa(begin, word) for word in ("between", "with")):
        return begin
    apart = after
    for i in range(after, min(after + 18, scene.end)):
        if i < apart:
            continue
        if scene.isa(i, "attended"):
            break
        if scene.isa(i, "between") or (scene.isa(i, "with") and i < after + 9) or (held and scene.isa(i, "by")):
            return i
        if kind is EventType.CALL and i == after and scene.isa(i, "from"):
            return i
        if held and scene.isa(i, "around"):
            return i  # `a meeting was held around A and B`
        if held and (scene.isa(i, "venue") or (scene.text(i) == "," and (scene.isa(i + 1, "in") or scene.isa(i + 1, "around")))):
            continue
        if held and scene.text(i) == "," and (apart := scene.past_aside(i)) > i:
            continue
        event = scene.resolved.annotated.hits["event"].get(i)
        frame = event.rows[0][1] if event is not None else ""
        if scene.isa(i, "held") or scene.isa(i, "be") or frame in ("passive", "light-verb"):
            held = True
            continue
        if i in scene.dated or scene.isa(i, "in") or (scene.text(i) in "()" and i < after + 16):
            continue
        if scene.text(i) == "," and (scene.isa(i + 1, "with") or scene.isa(i + 1, "between")):
            return i + 1
        if scene.text(i) in ",;." or event is not None or scene.any_of(i, ("clause", "and", "to")):
            break
    return after


def talks_within(scene: Scene, at: int, hit: Hit) -> tuple[int, Hit] | None:
    """The noun of talks that closes a predicate of discussing, where it goes on to tell whose they were: `trade was at the centre
    of talks, on Monday, between A and B`."""
    if hit.rows[0][:2] != ("discuss", "matter"):
        return None
    events = scene.resolved.annotated.hits["event"]
    nouns = ((i, events[i]) for i in range(at + 1, hit.end) if i in events and events[i].end == hit.end)
    talks = next(((i, noun) for i, noun in nouns if noun.rows[0][1] == "noun-between"), None)
    held = any(scene.isa(i, word) for i in range(hit.end, hit.end + _WHOSE) for word in ("between", "with"))
    # `des entretiens du ministre A avec B`
    owned = scene.isa(hit.end, "of") and scene.has("with", hit.end, hit.end + _OWNED)
    return talks if held or owned or scene.isa(scene.past_aside(hit.end), "between") else None


def hosting_land(scene: Scene, at: int, hit: Hit) -> int | None:
    """Where the state or city stands that is told to have received somebody: `Kenya hosted President A`, `Lima accueille B`."""
    lands = (MentionKind.COUNTRY, MentionKind.PLACE)
    host = [i for i in scene.items if i.end <= at and i.kind in lands and i.agents == scene.subject(at)]
    told = bool(host) and scene.has("shelters", at, hit.end) and bool(scene.lands(host[-1].start, host[-1].end))
    return host[-1].start if told else None


def describes_another(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a bare participle within a sentence describes who stands before it: `salué les experts réunis à Lima`; those told
    behind the opening `Réunis à Lima` have met."""
    inflected = bool(scene.resolved.annotated.words.get("participle-ending")) and hit.rows[0][-1] in ("4", "5", "6")
    alone = hit.end == at + 1 and not scene.any_of(at - 1, ("be", "have", "adverb", "reflexive"))
    return inflected and alone and at > scene.start


def envoys(scene: Scene, item: Item) -> bool:
    """Whether an envoy, or those of several states, who are received one after another, are not named."""
    post = scene.resolved.mention(item.index)
    return post.kind is MentionKind.POST and post.posts[0].office == "diplomat"

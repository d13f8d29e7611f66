"""Whether a form of a speech verb says something where it stands: finite, or a participle with its auxiliary, and not passive."""

from kg.annotated import CLOSING, POSSESSIVE, Hit, MentionKind
from kg.extraction.clauses import adverb
from kg.extraction.scene import Scene
from kg.model import EntityId

__all__ = ["absolute", "inverted", "main_subject", "mutual", "of_thing", "passive", "plans", "present_participle", "says"]

_SPEAKERS = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.ORGANIZATION, MentionKind.ANAPHOR})
_SETS_OFF = CLOSING | {","}
_SMALL = ("adverb", "have", "be", "and", "aside", "relative", "to", "they")
"""Classes of words that are no noun which a past form may describe."""
_COURTESIES = frozenset({"thanks", "praises", "welcomes"})
"""Stances that somebody comes to take (`venu pour remercier B`); other purposes are no words."""
_TAKEN = 7
"""Most tokens from a verb of taking care to the preposition of what was said (`a saisi l'occasion de sa visite pour saluer`)."""
_FAR = 14
"""Most tokens between an auxiliary and its participle (`a, de son côté, mardi à Rabat, souligné`)."""


def says(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a form stands as a verb: not after an article or preposition, nor passive.

    The first two forms of a paradigm are those that may be nouns (`demand`, `reports`): they need their subject right before
    them, or a word that only a verb follows.
    """
    if hit.rows[0][1] == "reflexive":
        auxiliary = _auxiliary(scene, at)
        return auxiliary is not None and scene.isa(auxiliary - 1, "reflexive")
    if hit.rows[0][1] == "inverted":
        return bool(inverted(scene, at, hit))
    number = hit.rows[0][-1]
    if number == "2" and (_describes(scene, at) or scene.isa(at - 1, "as")):
        return False  # `as stated in their communiqué`
    noun = scene.resolved.annotated.hits["event"].get(at - 1)
    if number == "0" and noun is not None and noun.end >= at and "noun" in noun.rows[0][1]:
        return False  # `during a phone call on Monday`
    if hit.end > at + 1:
        # `issues of shared concern` says nothing; `by expressing concern` does.
        # What stands before an auxiliary is no article but an object (`il l'a remercié`).
        article = scene.isa(at - 1, "det") and not scene.isa(at, "have")
        return not (article or (scene.isa(at - 1, "of") and number == "2"))
    if scene.isa(at - 1, "det") or scene.isa(at - 1, "possessive") or scene.isa(hit.end, "by"):
        return False
    if scene.resolved.annotated.words.get("participle-ending"):
        return _says_inflected(scene, at, hit)
    if number != "3" and _be_before(scene, at):
        return False  # `was also briefed about the talks`
    if scene.isa(at - 1, "preposition") and not scene.isa(at - 1, "to"):
        # `the importance of maintaining` says nothing; `by stressing` does, and `in welcoming …,` at the head of a sentence.
        return number == "3" and (scene.isa(at - 1, "gerund") or at <= scene.start + 2)
    if _relative_object(scene, at) or _tasked(scene, at) or scene.text(hit.end)[:1] in "$€£0123456789":
        return False
    return number not in ("0", "1") or _has_subject(scene, at)


def _be_before(scene: Scene, at: int) -> bool:
    """Whether a form of `be` makes a past form passive, adverbs between them."""
    before = at - 1
    while adverb(scene, before):
        before -= 1
    return scene.isa(before, "be")


def _describes(scene: Scene, at: int) -> bool:
    """Whether a past form describes the noun before it, the object of a verb (`signed three agreements aimed at …`)."""
    annotated = scene.resolved.annotated
    noun = scene.text(at - 1)
    if not (noun.islower() and noun.isalpha() and noun.endswith("s")) or scene.any_of(at - 1, _SMALL):
        return False
    named = any(m.start <= at - 1 < m.end for m in annotated.mentions_in(max(scene.start, at - 12), at))
    verbs = (h.end for i, h in scene.hits("event") if i < at and "noun" not in h.rows[0][1])
    return not named and any(at - 5 <= end < at for end in verbs)


def _says_inflected(scene: Scene, at: int, hit: Hit) -> bool:
    """The same in a language whose participles are told by their endings.

    A participle says something only after its auxiliary (`a souligné`, `a, de son côté, souligné`); alone it describes (`les
    personnes condamnées`), and after `to be` it is passive unless the verb is reflexive or has no other auxiliary.
    """
    numbers = {row[-1] for row in hit.rows}
    auxiliary = _auxiliary(scene, at)
    if _participle(scene, at, numbers):
        if auxiliary is None:
            return scene.isa(at - 1, "and")
        return scene.isa(auxiliary, "have") or scene.isa(at, "with-be") or scene.isa(auxiliary - 1, "reflexive")
    if auxiliary is not None and scene.isa(auxiliary, "have"):
        return True
    if numbers == {"7"}:
        return at == scene.start or scene.text(at - 1) == "," or scene.isa(at - 1, "in")
    if "0" in numbers and (_goes_on_to(scene, at) or _sets_about(scene, at) or absolute(scene, at, hit)):
        return True
    if "0" in numbers and scene.isa(at - 1, "for") and hit.rows[0][0] not in _COURTESIES:
        return False  # `se retrouveront pour renouveler l'accord`
    before = at - 1
    while scene.isa(before, "clitic"):
        before -= 1
    if scene.isa(before, "reflexive") or _relative_object(scene, at) or scene.text(hit.end)[:1] in "$€£0123456789":
        return False  # `s'y ajoutaient`: the reflexive verbs that say something have entries of their own
    if scene.isa(at - 1, "preposition") and not scene.isa(at - 1, "to"):
        return False
    return not numbers & {"0", "1"} or _has_subject(scene, before + 1) or bool(inverted(scene, at, hit))


def _goes_on_to(scene: Scene, at: int) -> bool:
    """Whether an infinitive of narration goes on with what was said (`Et de souligner que`, `Et le ministre d'ajouter que`)."""
    narrated = scene.isa(scene.start, "and") and scene.isa(at - 1, "of")
    return narrated and (at == scene.start + 2 or any(item.end == at - 1 for item in scene.items))


def _sets_about(scene: Scene, at: int) -> bool:
    """Whether an infinitive is what somebody took care to say (`a tenu à saluer`, `a saisi cette occasion pour rappeler`)."""
    if not scene.any_of(at - 1, ("of", "for", "to")):
        return False
    verb = next((i for i in range(at - 2, max(at - 2 - _TAKEN, scene.start), -1) if scene.isa(i, "sets-about")), None)
    return verb is not None and _auxiliary(scene, verb) is not None and not any(scene.text(i) in ",;" for i in range(verb, at))


def passive(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a form is a participle with its agent after it (`announced by X`)."""
    if hit.end != at + 1 or not scene.isa(hit.end, "by"):
        return False
    inflected = bool(scene.resolved.annotated.words.get("participle-ending"))
    return not inflected or _participle(scene, at, {row[-1] for row in hit.rows})


def plans(scene: Scene, at: int, hit: Hit) -> bool:
    """Whether a verb of duty only tells an event to come: `A and B must meet in May` (`A et B doivent se retrouver en mai`)."""
    auxiliary = scene.resolved.annotated.hits["auxiliary"].get(at)
    if auxiliary is None or auxiliary.rows[0][0] != "planned":
        return False
    events = scene.resolved.annotated.hits["event"]
    ahead = (events[i].rows[0][0] for i in range(hit.end, hit.end + 3) if i in events)
    return any(kind in ("meeting", "visit", "signing", "call") for kind in ahead)


def present_participle(scene: Scene, hit: Hit) -> bool:
    """Whether a form is one in -ing or -ant."""
    return hit.rows[0][-1] == ("7" if scene.resolved.annotated.words.get("participle-ending") else "3")


def absolute(scene: Scene, at: int, hit: Hit) -> tuple[EntityId, ...]:
    """Who says something by a verb whose subject a preposition tells.

    A participle with `with` (`they met, with A stressing that …`), an infinitive with `for` (`une occasion pour A de saluer …`).
    """
    before = at - 1
    while scene.isa(before, "adverb"):
        before -= 1
    chance = hit.rows[0][-1] == "0" and scene.any_of(before, ("of", "to"))
    if not chance and not (present_participle(scene, hit) and scene.has("with", scene.start, before)):
        return ()
    for position, item in enumerate(scene.items):
        agents, end = scene.group(position)
        if end == before + (not chance) and item.kind in _SPEAKERS:
            opens = scene.resolved.annotated.phrase_start(item.start) - 1
            told = scene.isa(opens, "with") if not chance else scene.isa(opens, "for") and scene.isa(opens - 1, "chance")
            return agents if told else ()
    return ()


def main_subject(scene: Scene, after: int) -> tuple[EntityId, ...]:
    """The people behind a comma right before a verb of saying: who speaks by a participle at its opening (`Noting …, A said`)."""
    for position, item in enumerate(scene.items):
        if item.start <= after or item.kind not in _SPEAKERS:
            continue
        agents, end = scene.group(position)
        told = scene.resolved.annotated.hits["speech"].get(end)
        comma = scene.text(scene.resolved.annotated.phrase_start(item.start) - 1) == ","
        if comma and told is not None and says(scene, end, told) and all(a.startswith("person/") for a in agents):
            return agents
    return ()


def mutual(scene: Scene, hit: Hit, speakers: tuple[EntityId, ...]) -> bool:
    """Whether several spoke about something or told each other of it: that is what they discussed, and states nothing."""
    return len(speakers) > 1 and (hit.rows[0][1] == "told-of" or scene.isa(hit.end, "each-other"))


def of_thing(scene: Scene, at: int) -> bool:
    """Whether a verb has `it` for subject where a sentence is of persons: a thing says nothing (`the accord …; it covers …`)."""
    before = at - 1
    while scene.any_of(before, ("adverb", "have")):
        before -= 1
    thing = scene.isa(before, "impersonal") and not any(item.end == before + 1 for item in scene.items)
    return thing and any(a.startswith("person/") for a in scene.subject(at))


def _participle(scene: Scene, at: int, numbers: set[str]) -> bool:
    """Whether a form is a past participle; folded, `salué` is `salue` too, which its accent tells apart."""
    if numbers <= {"3", "4", "5", "6"}:
        return True
    return scene.text(at).lower().endswith(tuple(scene.resolved.annotated.words["participle-ending"]))


def _auxiliary(scene: Scene, at: int) -> int | None:
    """The auxiliary of a participle, with adverbs, asides, dates, places or an inverted pronoun (`a-t-il`) between them."""
    before = at - 1
    while before >= max(scene.start, at - _FAR):
        if scene.isa(before, "have") or scene.isa(before, "be"):
            return before
        if not (_aside(scene, before) or before in scene.when_where or scene.isa(before, "inverted")):
            return None
        before -= 1
    return None


def _aside(scene: Scene, at: int) -> bool:
    """Whether a token may stand between a subject and its verb, or an auxiliary and its participle, in any sentence."""
    return scene.text(at) in (",", "-") or scene.any_of(at, ("aside", "clitic")) or adverb(scene, at)


def _has_subject(scene: Scene, at: int) -> bool:
    """Whether a subject ends right before a verb, or a word stands there that only a verb follows."""
    before = at
    while scene.isa(before - 1, "adverb"):
        before -= 1
    agent = any(item.end == before or (item.end == before - 1 and scene.text(before - 1) == ",") for item in scene.items)
    if agent or scene.isa(before - 1, "to") or scene.isa(before - 1, "relative") or scene.effect(at) or at == scene.start:
        return True
    while before > scene.start and _aside(scene, before - 1):
        before -= 1
    return before < at and any(item.end == before for item in scene.items)


def _relative_object(scene: Scene, at: int) -> bool:
    """Whether a verb closes a relative clause whose object stands before it (`the sanctions that they maintain`)."""
    subject = next((item.start for item in scene.items if item.end == at), None)
    if subject is None:
        return False
    relative = subject if scene.isa(subject, "relative") else subject - 1
    described = scene.text(relative - 1)[:1].islower() and not scene.isa(relative - 1, "preposition")
    told = any(hit.end == relative and hit.rows[0][1] != "object" for _, hit in scene.hits("speech"))
    return scene.isa(relative, "relative") and described and not told


def _tasked(scene: Scene, at: int) -> bool:
    """Whether an infinitive is what somebody is to do by another's word (`they authorised the Ministry to welcome experts`; not
    `A met B to thank him`, `spoke with B to stress`)."""
    item = next((i for i in scene.items if i.end == at - 1), None) if scene.isa(at - 1, "to") else None
    if item is None:
        return False
    before = scene.resolved.annotated.phrase_start(item.start) - 1
    met = scene.any_of(before, ("preposition", "with")) or any(hit.end == before + 1 for _, hit in scene.hits("event"))
    main = scene.resolved.subjects[scene.number]
    return bool(main) and not met and set(main).isdisjoint(item.agents)


def _closes_subject(scene: Scene, comma: int) -> bool:
    """Whether a comma ends what is said of a subject before its verb: `A, Minister of Trade, thanked B`; B says nothing."""
    subject = next((i for i in scene.items if i.end == comma and i.kind in _SPEAKERS), None)
    if scene.text(comma) != "," or subject is None or not any(scene.text(i) == "," for i in range(subject.start, comma)):
        return False
    return not any(at < subject.start for layer in ("speech", "event", "auxiliary") for at, _ in scene.hits(layer))


def inverted(scene: Scene, at: int, hit: Hit) -> tuple[EntityId, ...]:
    """`…, said X`; `…, a indiqué mardi à Lomé X`: the speaker right after a verb before which a mark stands.

    What tells when, where and to the press may stand between; behind a participle is its object (`…, citing X`).
    """
    if present_participle(scene, hit):
        return ()
    auxiliary = _auxiliary(scene, at)
    before = (at if auxiliary is None else auxiliary) - 1  # `…, a pour sa part déclaré X`
    while scene.any_of(before, ("be", "have", "adverb")):
        before -= 1
    if any(item.end == before + 1 and item.kind in _SPEAKERS for item in scene.items):
        return ()  # `…, A told B`
    joined = scene.isa(before, "and") or scene.isa(at - 1, "and")  # `asked for help, and invited B`
    marked = scene.text(before) in _SETS_OFF or scene.text(before - 1) in _SETS_OFF
    if joined or not marked or _closes_subject(scene, before):
        return ()
    behind = hit.end
    while scene.text(behind) == "-" or (scene.isa(behind, "inverted") and scene.text(behind + 1) == "-"):
        behind += 1  # `soutient-il`, `relate-t-elle`
    end = scene.past_aside(scene.past_dates(behind))
    end += end > behind and scene.text(end) == ","  # `a affirmé jeudi à Rabat, le chef du gouvernement, X`
    if any(scene.isa(i, "media") for i in (end + 1, end + 2)) and scene.isa(end, "to"):
        end = next(i for i in (end + 1, end + 2) if scene.isa(i, "media")) + 1
    for position, item in enumerate(scene.items):
        if item.start == end and item.kind in _SPEAKERS:
            agents, after = scene.group(position)
            return () if _is_object(scene, after) else agents
    return ()


def _is_object(scene: Scene, end: int) -> bool:
    """Whether what follows a name shows that a verb before it is said to or of him: `thanked B for …`, `praised B's role`."""
    told = scene.isa(end, "object-mark") and not any(scene.isa(i, "media") for i in (end + 1, end + 2))
    return told or scene.text(end) in POSSESSIVE

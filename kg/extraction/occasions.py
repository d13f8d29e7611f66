"""Talks that a noun tells of, and who met: whose they are, whom one met on the way, who spoke to whom at them."""

from kg.annotated import Hit, MentionKind
from kg.extraction.passing import before_noun
from kg.extraction.scene import DASHES, Scene, people_of, states
from kg.extraction.story import Story
from kg.model import EventType, country_id

__all__ = ["met_at_once", "met_of", "met_together", "negotiated", "spoken_at"]


def negotiated(story: Story, scene: Scene, at: int, _hit: Hit, kind: EventType) -> bool:
    """`the 9th round of A-B Agreement negotiations`: of the two states of what is named before the noun."""
    about = next((i for i, m in scene.mentions(MentionKind.FRAMEWORK) if m.end == at), None)
    if about is None or not scene.isa(at, "negotiation") or not scene.has("session", scene.start, at):
        return False
    parties = story.frameworks[story.framework_of[about]].parties
    if len(parties) == 2:
        story.meet(scene, at, kind, "meeting.session", tuple(parties), ())
    return len(parties) == 2


def met_of(story: Story, scene: Scene, at: int, begin: int, kind: EventType) -> bool:
    """`the meeting of A and B`, `a meeting of A with B`: persons of two states behind a noun."""
    held, end = scene.after(begin, 2)
    end += scene.text(end) == "," and scene.isa(end + 1, "with")  # `les entretiens du ministre, A, avec B`
    further = end + (scene.text(end) == ",")
    if scene.isa(further, "and") and scene.isa(further + 1, "of"):
        held += scene.after(further + 2, 2)[0]  # `la rencontre de A et de B`
    together = held + (scene.after(end + 1, 3)[0] if scene.isa(end, "with") else ())
    unnamed = any(i.kind is MentionKind.POST and i.agents == held for i in scene.items if begin <= i.start < end)
    named = unnamed or all(a.startswith("person/") for a in together)
    if not named or len(states(story.resolved, together)) < 2:
        return False
    story.meet(scene, at, kind, f"{kind.value.lower()}.between", together, ())
    return True


def met_together(story: Story, scene: Scene, at: int, hit: Hit, kind: EventType) -> bool:
    """`Peru-Chile talks took place in Lima`, `following the Peruvian-Chilean talks`: of the two states that a dash joins before
    the noun, where it is told that, when or where they were held."""
    last = at
    while scene.isa(last - 1, "idle-modifier"):
        last -= 1
    lands = [m for _, m in (*scene.mentions(MentionKind.ADJECTIVE), *scene.mentions(MentionKind.COUNTRY)) if m.country]
    two = next((m for m in lands if m.end == last), None)
    one = next((m for m in lands if two is not None and m.end == two.start - 1 and scene.text(m.end) in DASHES), None)
    if one is None or two is None or one.country == two.country:
        return False
    held = scene.has("held", hit.end, hit.end + 4) or scene.past_aside(hit.end) > hit.end
    if held or scene.isa(before_noun(scene, one.start), "refers-to"):
        both = tuple(country_id(m.country) for m in (one, two) if m.country)
        story.meet(scene, at, kind, f"{kind.value.lower()}.between", both, ())
    return True


def met_at_once(story: Story, scene: Scene, at: int, hit: Hit, kind: EventType) -> bool:
    """`before meeting B`, `Meeting B, A said`, `will be meeting B`: the noun's form is a verb, right before whom it names."""
    opens = at == scene.start
    if not (opens or scene.any_of(at - 1, ("preposition", "gerund", "and", "be"))):
        return False
    people, last = scene.after(hit.end, 1)
    main = scene.after(last + 1, 2)[0] if opens and scene.text(last) == "," else scene.subject(at)
    if not (people and all(p.startswith("person/") for p in people)) or (opens and not main):
        return False
    story.meet(scene, at, kind, "meeting.verb-object", main, people)
    return True


def spoken_at(story: Story, scene: Scene, at: int, kind: EventType) -> bool:
    """`In a phone call, A congratulated B`, `A assured B by phone`: who says something to somebody on an occasion met him; so
    did two who say it together (`At a meeting in Lima, A and B stressed`)."""
    occasion = scene.isa(at - 1, "a") and scene.isa(at - 2, "preposition")
    if not occasion and not scene.isa(at, "preposition"):
        return False
    for said, speech in scene.hits("speech"):
        if said in scene.quoted or scene.effect(said):
            continue
        subject, (heard, _) = scene.subject(said), scene.after(speech.end, 1)
        persons = people_of((*subject, *heard))
        apart = subject and heard and len(persons) == len((*subject, *heard)) and not set(subject) & set(heard)
        if apart or (occasion and all(p in persons for p in subject) and len(states(story.resolved, subject)) > 1):
            story.meet(scene, at, kind, f"{kind.value.lower()}.spoken-at", subject, heard if apart else ())
            return True
    return False

"""Which of a sentence's mentions can be its subject, which of them speak, and which are of talks that it opens with."""

from collections.abc import Set

from kg.annotated import POSSESSIVE, Annotated, Mention, MentionKind, Sentence

__all__ = ["is_subject", "leads", "next_actor", "of_new_talks", "only_told", "opens_bare", "speaks"]

_DUAL = frozenset({"pair-persons", "pair-countries", "both-sides"})
"""Classes of words for two."""
_PASSED = ("adverb", "be", "have")
_IN_PASSING = ("by", "besides")
"""Classes of what stands before whom a sentence tells in passing."""
_BESIDE = ("leading", "company")
"""Classes of words for who leads a team or goes with somebody (`a delegation led by A`, `accompanied by B`)."""


def is_subject(annotated: Annotated, mention: Mention, sentence: Sentence) -> bool:
    """Whether a mention can be its sentence's subject: no preposition governs it, and no possessive follows it."""
    before = annotated.phrase_start(mention.start) - 1
    if annotated.tokens[before].text == "(" and before >= sentence.start:
        return False  # `à Lomé (Togo), le ministre`
    topic = annotated.isa(before - 1, "contrast") and mention.kind is not MentionKind.ANAPHOR  # `quant à X, il …`
    if before >= sentence.start and annotated.isa(before, "preposition") and not topic:
        return False
    if annotated.sites(mention):
        return False  # `in Lima, Peru, A met B`
    first = sentence.start + (annotated.isa(sentence.start, "conjunction") or annotated.isa(sentence.start, "preposition"))
    opening = annotated.hits["event"].get(first)
    if (
        opening is not None
        and opening.end == before + 1
        and opening.rows[0][1] != "occasion"
        and annotated.isa(first, "gerund-ing")
    ):
        return False  # `Receiving B, A said`, `After visiting Peru, A said`
    after = annotated.tokens[mention.end].text if mention.end < len(annotated.tokens) else ""
    return after not in POSSESSIVE


def only_told(annotated: Annotated, mention: Mention) -> bool:
    """Whether a person did what a sentence tells of something in passing (`the ties nurtured by Presidents A and B`), or is one
    besides whom others are told (`outre A, B a reçu C`): he need not be one of those who act or meet in it."""
    by = annotated.phrase_start(mention.start) - 1
    if by not in annotated.classes.either(_IN_PASSING):
        return False
    if annotated.isa(by, "besides"):
        return True
    if not annotated.tokens[by - 1].text.islower():
        return False
    events = annotated.hits["event"]
    done = any(at in events and events[at].end in (by, by + 1) for at in range(by - 4, by + 1))
    return not done and by - 1 not in annotated.classes.either(_BESIDE)  # not `discussed on Monday in Lima by A and B`


def leads(annotated: Annotated, mention: Mention, number: int) -> bool:
    """Whether an unnamed officer can be the subject of a sentence, and nobody is named before: the next may tell the name
    (`Le ministre togolais a entamé une visite. Awa Bamba s'est rendue …`)."""
    sentence = annotated.sentences[number]
    before = annotated.mentions_in(sentence.start, mention.start)
    acts = is_subject(annotated, mention, sentence) and not annotated.isa(annotated.phrase_start(mention.start) - 1, "as")
    return acts and all(m.kind is not MentionKind.PERSON for m in before)


def next_actor(annotated: Annotated, number: int) -> int:
    """The first mention of a person or office that can be the subject of the sentence after one, which it or a clause before it
    opens; -1 where there is none."""
    for sentence in annotated.sentences[number + 1 : number + 2]:
        for i in annotated.indices_in(sentence.start, sentence.end):
            mention = annotated.mentions[i]
            opens = mention.start <= sentence.start + 1 or annotated.tokens[mention.start - 1].text == ","
            if mention.kind in (MentionKind.PERSON, MentionKind.POST) and is_subject(annotated, mention, sentence):
                return i if opens else -1
    return -1


def opens_bare(annotated: Annotated, mention: Mention, sentence: Sentence) -> bool:
    """Whether a sentence or quotation opens with a noun that has its verb right behind it: `Leaders agreed on …`."""
    opens = mention.start - sentence.start < 2 and not annotated.isa(mention.start - 1, "det")
    return opens and mention.country is None and mention.end in annotated.hits["speech"]


def speaks(annotated: Annotated, said: Set[int], mention: Mention, sentence: Sentence) -> bool:
    """Whether a speech verb stands right after a mention, or just before it (`said X`), or `according to` does.

    `said` are the tokens right after speech verbs.
    """
    speech = annotated.hits["speech"]
    reach = 4
    for at in range(mention.end, sentence.end):
        if at in speech:
            return True
        if annotated.isa(at, "aside"):
            continue  # `a, pour sa part, salué`
        reach -= 1
        passed = annotated.tokens[at].text == "," or at in annotated.classes.either(_PASSED)
        if reach == 0 or not (passed or at in annotated.hits["auxiliary"]):
            break
    before = mention.start - 1
    return annotated.isa(before, "according") or (
        mention.start in said
        and any(
            at in speech and speech[at].end == mention.start and not (at > sentence.start and annotated.tokens[at - 1].word)
            for at in range(before - 3, mention.start)
        )
    )


def of_new_talks(annotated: Annotated, talks: Set[int], mention: Mention, sentence: Sentence) -> bool:
    """Whether `the two` are those of talks that their sentence opens with: `In his talks with B, the two leaders agreed …`.

    `talks` are the tokens at which a trigger of talks begins.
    """
    dual = mention.key in _DUAL or (mention.kind is MentionKind.POST and mention.plural)
    opening, classes = (sentence.start, mention.start), annotated.classes
    told = annotated.isa(sentence.start, "with") or not talks.isdisjoint(range(*opening))
    return dual and told and classes.any("with", *opening) and not classes.any("possessive-plural", *opening)

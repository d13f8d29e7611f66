"""Topics of a stretch of text, by the phrase lexicon.

A strong phrase names its topic by itself. A weak one (`trade`, `security`) counts where it stands in a list with others or after
words that introduce subjects (`cooperation in`, `issues such as`); a weak one that names a thing (`farmers`) counts too in what
somebody says or several discuss. What is an item of talks or nothing (`the bilateral
relationship`) counts only right after a verb of discussing. Names of offices and bodies name no topic.
"""

from collections.abc import Iterable, Set

from kg.annotated import Mention, MentionKind, TopicPhrase
from kg.annotation.context import Context
from kg.annotation.subjects_named import named_subjects
from kg.model import CountryCode, TopicId

__all__ = ["find_topics"]

_MASKED = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.ORGANIZATION, MentionKind.CONFERENCE})
_NEAR = 6
"""Most words and names between an introducer and the phrase it introduces."""
_FAR = 12
"""Most tokens between a word of cooperation and the preposition that tells its field (`cooperation between A and B in trade`)."""
_ASIDE = 6
"""Most auxiliaries and adverbs between what was discussed and the predicate that says so."""
_SUBJECT = 16
"""Most tokens between what was discussed and the verb that says so, where they are its subject from the sentence's opening."""
_LISTED, _LISTED_DONE = 5, 8
"""Most tokens between two phrases of one list; with words of what is done to a field among them."""
_STRENGTHS = ("-", "item", "said", "weak", "strong")
_RELATIONS = (TopicId("diplomacy"),)
_REGION = (TopicId("regional-affairs"),)
_IDLE = ("det", "possessive", "idle-modifier")
_AGENDA = ("agenda", *_IDLE)
_OBJECT = (*_IDLE, "of")
_AUXILIARY = ("be", "have", "adverb")
_JOINS = ("be", "have", "preposition", "to")
_LISTING = ("and", "det", "possessive", "preposition", "idle-modifier", "process")
_LINKING = ("be", "adverb", "as")
_Raw = tuple[int, int, str, tuple[TopicId, ...]]
"""Start, end, strength and topics of a phrase."""


def find_topics(context: Context, mentions: Iterable[Mention]) -> list[TopicPhrase]:
    """All topic phrases of a text that count, in order; `mentions` are what is found by now."""
    mentions = list(mentions)
    discussed = {hit.end for hit in context.hits["event"].values() if hit.rows[0][0] == "discuss"}
    named = [m for m in mentions if m.kind in _MASKED]
    masked = {at for m in named for at in range(m.start, m.end)}
    sides = {m.country for m in named if m.kind in (MentionKind.PERSON, MentionKind.POST) and m.country}
    bodies = {m.start: m.end for m in named if m.kind is MentionKind.ORGANIZATION}
    raw: list[_Raw] = []
    end = 0
    for at, hit in sorted(context.hits["topic"].items()):
        # A phrase that opens with the whole name of a body goes on beyond it (`EU accession`).
        if at < end or (at in masked and hit.end <= bodies.get(at, hit.end)):
            continue
        topics = tuple([TopicId(row[0]) for row in hit.rows if row[0] != "-"])
        if raw and raw[-1][1] == at and hit.end == at + 1 and context.isa(at, "of-field"):
            topics = ()  # `hydropower development`, `the rice industry` are of the field before them
        if topics == _REGION and context.capital(at) and context.capital(hit.end) and context.tokens[hit.end - 1].word:
            topics = ()  # `the Black Sea Submarine Cable`
        if topics and not (context.classes.any("backing", at, hit.end) and _of_sides(context, at, hit.end, sides)):
            strengths = [row[1] for row in hit.rows]
            raw.append((at, hit.end, max(strengths, key=_STRENGTHS.index) if len(strengths) > 1 else strengths[0], topics))
        end = hit.end
    taken = {at for start, end, *_ in raw for at in range(start, end)}
    subjects = named_subjects(
        context, mentions, lambda at: _on_agenda(context, at, discussed), lambda at: _cooperating(context, at)
    )
    return sorted([*_counting(context, raw, discussed), *(p for p in subjects if taken.isdisjoint(range(p.start, p.end)))])


def _of_sides(context: Context, start: int, end: int, sides: Set[CountryCode]) -> bool:
    """Whether a phrase names only states whose officials the text tells: `support for Kenya` is no subject of Kenya's talks."""
    told = {country.code for at in range(start, end) if (country := context.country(at))}
    return bool(told) and told <= sides


def _counting(context: Context, raw: list[_Raw], discussed: set[int]) -> Iterable[TopicPhrase]:
    """Strong phrases; weak ones right after an introducer, or in a list that one opens, or in a list of three or more."""
    introduced = {hit.end for hit in context.hits["introducer"].values()}
    run: list[_Raw] = []
    for phrase in [*raw, None]:
        if (
            phrase is not None
            and run
            and (
                _listed(context, run[-1][1], phrase[0])
                or (_described(context, run[-1][1], phrase[0]) and _introduced(context, run[0][0], introduced))
            )
        ):
            run.append(phrase)
            continue
        strengths = {strength for _, _, strength, _ in run}
        matter = bool(strengths - {"strong"}) and (_matter(context, run[-1][1]) or _opens_matter(context, run))
        opened = matter or (
            bool(strengths - {"strong", "item"})
            and (
                _introduced(context, run[0][0], introduced)
                or _told_after(context, run[0][0], discussed)
                or _called_fields(context, run)
            )
        )
        agenda = matter or ("item" in strengths and _on_agenda(context, run[0][0], discussed))
        ends = {end for _, end, _, _ in run}
        for start, end, strength, topics in run:
            if strength == "item":  # `trade ties` are of one field
                sure = start not in ends and (agenda or _on_agenda(context, start, discussed))
            else:
                listed = opened or len(run) >= 3
                sure = strength == "strong" or listed or _heads(context, start, end) or _introduced(context, start, introduced)
            sure = sure and not (topics == _RELATIONS and _in_field(context, end))
            yield TopicPhrase(start, end, topics, sure, strength == "said" and not sure)
        run = [phrase] if phrase is not None else []


def _in_field(context: Context, end: int) -> bool:
    """Whether relations are only those in a field behind them (`relations bilatérales dans le domaine de l'énergie`)."""
    if end in context.hits["topic"]:
        return True  # `développement des relations économiques`
    for at in range(end, end + _FAR):
        if context.fold(at) in ",;.":
            return False
        if context.isa(at, "in") and at in context.hits["introducer"]:
            return True
    return False


def _heads(context: Context, start: int, end: int) -> bool:
    """Whether words are a heading: all of a line without a mark, or what stands in it before a colon (`Trade: …`)."""
    sentence = context.sentences[context.sentence_at[start]]
    opening = range(start, min(start + _NEAR, sentence.end))
    return start == sentence.start and end == next((at for at in opening if context.tokens[at].text == ":"), sentence.end)


def _introduced(context: Context, start: int, introduced: set[int]) -> bool:
    """Whether an introducer stands right before a phrase, determiners, idle adjectives and names of states aside."""
    at = start
    for _ in range(_NEAR):
        if at in introduced or (context.isa(at - 1, "field-preposition") and _cooperating(context, at - 1)):
            return True
        country = context.ending("country", at)
        if country is not None:
            at = country
        elif context.dash(at - 1) or context.fold(at - 1) == ":" or context.hit("country", at - 1):
            at -= 1
        elif at - 1 in context.classes.either(_IDLE):
            at -= 1
        elif context.isa(at - 1, "of") and context.fold(at - 1).endswith("'"):
            at -= 1  # `en matière d'agriculture`
        else:
            return False
    return False


def _on_agenda(context: Context, start: int, discussed: set[int]) -> bool:
    """Whether a verb of discussing stands right before a phrase, or before words that only say that it is one subject of several.

    `discussed a range of issues, including relations`, `the recent developments in relations`; not `how to develop relations`.
    """
    at = start
    for _ in range(_FAR):
        if at in discussed:
            return True
        country = context.ending("country", at)  # `various aspects of Kenya-Oman relations`
        if country is not None:
            at = country
        elif at - 1 in context.classes.either(_AGENDA) or context.fold(at - 1) == "," or context.dash(at - 1):
            at -= 1
        else:
            break
    return _introduced(context, start, discussed)


def _cooperating(context: Context, end: int) -> bool:
    """Whether a word of cooperation stands before a token in the same clause."""
    for at in range(end - 1, max(end - _FAR, -1), -1):
        if context.isa(at, "cooperation"):
            return True
        if context.tokens[at].text in ".,;:":
            return False
    return False


def _matter(context: Context, end: int) -> bool:
    """Whether words are the subject of a predicate of discussing: `energy was discussed`, `energy was high on the agenda`."""
    hits = context.hits["event"]
    at, passive = end, False
    while at < end + _ASIDE and at in context.classes.either(_AUXILIARY):
        passive = passive or context.isa(at, "be")
        at += 1
    for start in range(end, at + 1):
        hit = hits.get(start)
        if hit is not None and hit.rows[0][0] == "discuss" and hit.end > at - (at > end):
            return passive or hit.rows[0][1] == "matter" or context.classes.any("be", start, hit.end)
    return False


def _opens_matter(context: Context, run: list[_Raw]) -> bool:
    """Whether words open a sentence whose passive verb says that they were discussed, whatever stands between that is no verb.

    `The relations between the two countries and ways to strengthen them were discussed`.
    """
    sentence = context.sentences[context.sentence_at[run[0][0]]]
    if any(_verb(context, at) for at in range(sentence.start, run[0][0])):
        return False
    for at in range(run[-1][1], min(run[-1][1] + _SUBJECT, sentence.end)):
        hit = context.hits["event"].get(at)
        if hit is not None and hit.rows[0][0] == "discuss" and context.classes.any("be", at - 1, hit.end):
            return True
        if context.tokens[at].text in ";:" or _verb(context, at):
            return False
    return False


def _called_fields(context: Context, run: list[_Raw]) -> bool:
    """Whether words behind a list say that it is one of fields.

    `the political and security sectors`, `trade and energy as areas of cooperation`, `trade and energy remain key pillars`.
    """
    end = run[-1][1]
    if context.isa(end, "field-word") and sum(len(topics) for *_, topics in run) > 1:
        return True
    at = end
    while at in context.classes.either(_LINKING):
        at += 1
    if at == end:
        return False
    while at in context.classes.either(_IDLE) and at < end + _NEAR:
        at += 1
    return context.isa(at, "pillar")


def _told_after(context: Context, start: int, discussed: set[int]) -> bool:
    """Whether words are the object of a verb of discussing before them, at once or past an aside that marks close.

    `discussed trade`, `discussed with his host, on Monday, trade`, `On the agenda were trade …`; no other verb or field between.
    """
    at = start
    while at - 1 in context.classes.either(_OBJECT) and at not in discussed:
        at -= 1
    if at in discussed:
        return True
    if discussed.isdisjoint(range(at - _FAR, at)):
        return False
    apposed = context.isa(at, "of") and not (context.isa(at, "contracted") or context.isa(at + 1, "det"))
    marked = not apposed and (context.fold(at - 1) in ",:" or context.isa(at - 1, "be"))
    for before in range(at - 1, max(at - _FAR, -1), -1):
        if before in discussed:
            return marked or (context.isa(before, "with") and not context.isa(at, "of"))
        if context.fold(before) in ".;" or _verb(context, before) or before in context.hits["topic"]:
            return False
    return False


def _verb(context: Context, at: int) -> bool:
    """Whether a verb of the lexicons or a relative pronoun begins at a token."""
    hit = context.hits["event"].get(at)
    return (
        at in context.hits["speech"]
        or at in context.hits["auxiliary"]
        or context.isa(at, "relative")
        or (hit is not None and hit.rows[0][1] not in ("noun-between", "occasion", "passive", "discuss", "matter"))
    )


def _described(context: Context, end: int, start: int) -> bool:
    """Whether two phrases are items of one list, with words of their own about the comma (`health care, rural education`)."""
    gap = range(end, start)
    if len(gap) > _ASIDE:
        return False
    parted = [i for i in gap if context.tokens[i].text == "," or context.isa(i, "and")]
    words = [i for i in gap if i not in parted and not context.isa(i, "det")]
    return bool(parted) and all(_plain(context, i) for i in words)


def _plain(context: Context, at: int) -> bool:
    """Whether a token is a word in small letters that is no verb of the lexicons and joins nothing."""
    text = context.tokens[at].text
    joins = at in context.classes.either(_JOINS)
    return text.islower() and text.isalpha() and not joins and not _verb(context, at) and at not in context.hits["event"]


def _listed(context: Context, end: int, start: int) -> bool:
    """Whether two phrases stand in one list: commas, `and`, prepositions and determiners between them, at most five tokens.

    Words of what is done to a field may stand before it (`trade, the strengthening of security and the fight against crime`).
    """
    gap = range(end, start)
    if len(gap) > (_LISTED_DONE if context.classes.any("process", end, start) else _LISTED):
        return False
    joining = context.classes.either(_LISTING)
    return all(i in joining or context.tokens[i].text in ",;()" or context.dash(i) for i in gap)

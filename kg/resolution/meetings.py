"""Who stands across from whom in a sentence that tells a meeting (strength 4)."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from kg.annotated import Mention, MentionKind, Sentence
from kg.model import CountryCode, EntityId
from kg.resolution.home import seated
from kg.resolution.pair import Officials, tells_place
from kg.resolution.people import Cluster

__all__ = ["by_meeting"]

_ACTORS = frozenset({MentionKind.PERSON, MentionKind.POST, MentionKind.COUNTRY, MentionKind.ANAPHOR})


def by_meeting(officials: Officials, refers: Mapping[int, tuple[EntityId, ...]]) -> None:
    """Who stands with officials of one state alone in a sentence that tells a meeting is of the other.

    Who met those of two states one after another is of neither, but of the state that the text tells most besides theirs.
    """
    if not officials.talks:
        return
    pointed: dict[EntityId, list[int]] = {}
    """Person → where he is named or pointed at alone."""
    for i in sorted(refers):
        if len(refers[i]) == 1:
            pointed.setdefault(refers[i][0], []).append(i)
    for cluster in officials.clusters.values():
        if not officials.open(cluster):
            continue
        places = pointed.get(cluster.id, cluster.mentions)
        across = {i: _met_across(officials, i, cluster, refers) for i in {*places, *cluster.mentions}}
        met = [across[i] for i in places if across[i]]
        pairs = list(combinations(met[:20], 2))
        apart = any(one.isdisjoint(two) for one, two in pairs) or any(len(codes) > 2 for codes in met)
        if apart or any(one < two or two < one for one, two in pairs):
            told = {code for codes in met for code in codes}
            if (home := seated(officials) or _besides(officials, told)) is not None and home not in told:
                cluster.countries.append((4, home, "opposite"))
            if apart or home is not None:
                continue
        codes = {code for i in cluster.mentions if (code := _opposite(officials, i, across[i])) is not None}
        if len(codes) == 1:
            cluster.countries.append((4, codes.pop(), "opposite"))


def _besides(officials: Officials, met: set[CountryCode]) -> CountryCode | None:
    """The state told most besides those met and those of ambassadors; none where another is told as often.

    The place of an event (`in Chile`) tells half as much.
    """
    annotated = officials.annotated
    subjects = {at for phrase in annotated.topics for at in range(phrase.start, phrase.end)}
    envoys = {code for m in annotated.mentions for p in m.posts if p.office == "diplomat" for code in (p.country, m.country)}
    counts: Counter[CountryCode] = Counter()
    for mention in annotated.mentions:
        named = mention.kind in (MentionKind.COUNTRY, MentionKind.ADJECTIVE) and mention.start not in subjects
        named = named and not tells_place(annotated, mention)
        if named and mention.country and mention.country not in met | envoys:
            counts[mention.country] += 1 if annotated.isa(mention.start - 1, "in") else 2
    ranked = counts.most_common(2)
    alone = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if alone else None


def _opposite(officials: Officials, index: int, met: set[CountryCode]) -> CountryCode | None:
    """The state across from the one whose officials were met in the sentence of a mention; `met` are the states of all met."""
    annotated = officials.annotated
    if len(met) != 1:
        return None
    sentence = annotated.sentences[officials.sentence_of[annotated.mentions[index].start]]
    group = _interlocutors(officials, index, sentence)
    third = [
        m
        for m in annotated.mentions_in(sentence.start, sentence.end)
        if m.kind is MentionKind.COUNTRY and m.country not in officials.pair and (group or annotated.isa(m.start - 1, "in"))
    ]
    # `In Uganda, where he was received by President X`: the host is of the state where it happened.
    if third and not officials.crowded:
        return third[0].country
    return None if officials.beyond else officials.other(next(iter(met)))


def _met_across(
    officials: Officials, index: int, cluster: Cluster, refers: Mapping[int, tuple[EntityId, ...]]
) -> set[CountryCode]:
    """The states of the officials whom a person met in the sentence of a mention."""
    annotated = officials.annotated
    mention = annotated.mentions[index]
    number = officials.sentence_of[mention.start]
    if number not in officials.talking:
        return set()
    sentence: Sentence = annotated.sentences[number]
    group = _interlocutors(officials, index, sentence)
    found: set[CountryCode] = set()
    for j in annotated.indices_in(sentence.start, sentence.end):
        other = annotated.mentions[j]
        persons = [officials.clusters[p] for p in refers.get(j, ()) if p in officials.clusters and p != cluster.id]
        states = {p.country for p in persons if p.country and min(p.countries)[0] <= 4}
        if not states:
            continue
        low, high = sorted((mention.start, other.start))
        apart = mention.start in group and other.start not in group
        talks = [at for at in officials.talks if low <= at < high]
        between = any(not _goes_on(officials, at, min(mention.start, other.start)) for at in talks)
        between = between and not _chaired(officials, mention, other)
        opened = (
            not talks
            and annotated.tokens[min(mention.end, other.end)].text == ","
            and not officials.talks.isdisjoint(range(sentence.start, min(low, sentence.start + 4)))
        )  # `Receiving A, B said`, `In his meeting with A, B said`
        if apart or between or opened or _together(officials, mention, other, sentence):
            found |= states
    return found


def _goes_on(officials: Officials, at: int, first: int) -> bool:
    """Whether talks are told of one who met another first: `A was received by B before meeting C`, `A a vu B avant de recevoir
    C et de dîner avec D`, `A a vu B avant d'être reçu par C`."""
    annotated = officials.annotated
    before = annotated.phrase_start(first) - 1
    met = annotated.isa(before, "by") or annotated.isa(before, "with") or before + 1 in officials.met
    verb = annotated.hits["event"][at].rows[0][1] != "noun-between"
    opens = at - annotated.isa(at - 1, "be")
    joined = annotated.isa(opens - 1, "of") and (annotated.isa(opens - 2, "preposition") or annotated.isa(opens - 2, "and"))
    return met and verb and (joined or any(annotated.isa(opens - 1, kind) for kind in ("gerund", "then", "and")))


def _chaired(officials: Officials, one: Mention, two: Mention) -> bool:
    """Whether the later of two is told as who chaired something (`a session chaired by B`), which says nothing of the other."""
    later = max(one.start, two.start)
    by = officials.annotated.phrase_start(later) - 1
    return officials.annotated.isa(by, "by") and officials.annotated.isa(by - 1, "leading")


def _interlocutors(officials: Officials, index: int, sentence: Sentence) -> set[int]:
    """Where those begin who stand with a person after `talks with` at a sentence's opening, where who held them follows.

    `Lors d'entretiens avec le ministre A et le président B, C a dit`.
    """
    annotated = officials.annotated
    found: set[int] = set()
    before = annotated.mentions[index].start
    people = [i for i in annotated.indices_in(sentence.start, sentence.end) if i in officials.person_of]
    first = people[0] if people else index
    opening = range(sentence.start, annotated.mentions[first].start)
    talks = next((at for at in opening if at in officials.talks), None)
    if talks is None or not annotated.isa(annotated.mentions[first].start - 1, "with"):
        return found
    end = annotated.mentions[first].start
    for i in people:
        mention = annotated.mentions[i]
        if found and annotated.joined(end, mention.start) != "and":
            break
        found.add(mention.start)
        end = mention.end
    return found if before in found and len(found) < len(people) else set()


def _together(officials: Officials, one: Mention, two: Mention, sentence: Sentence) -> bool:
    """`A and B met`: with each other, unless `with` follows."""
    annotated = officials.annotated
    one, two = sorted((one, two), key=lambda m: m.start)
    if annotated.joined(one.end, two.start) != "and":
        return False
    verbs = [at for at in range(two.end, min(two.end + 8, sentence.end)) if at in officials.talks]
    if not verbs:
        return False
    after = annotated.hits["event"][verbs[0]].end
    partner = any(annotated.isa(at, "with") for at in range(verbs[0], min(after + 8, sentence.end)))
    # An object, if only a delegation, makes them one side.
    return not partner and not any(m.start <= after + 3 for m in annotated.mentions_in(after, after + 4) if m.kind in _ACTORS)

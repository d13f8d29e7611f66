"""What pronouns and descriptions point at, by rules that carry this genre.

In order: a speaker goes on speaking (`he added`); adjective and head noun (`the Moroccan official`); duals are the last two who
met; `both countries` are the text's pair; a subject stays subject.
"""

from collections.abc import Iterator, Mapping, Sequence

from kg.annotated import Annotated, Mention, MentionKind, PostMention, Sentence
from kg.model import CountryCode, EntityId, country_id
from kg.resolution.delegations import leaders
from kg.resolution.discourse import Discourse
from kg.resolution.people import HIGH, Cluster, article_sex, coming, sexes
from kg.resolution.pronouns import is_emphatic, is_impersonal
from kg.resolution.subjects import is_subject, leads, next_actor, of_new_talks, only_told, opens_bare, speaks

__all__ = ["resolve_references"]

_LATELY = 3
"""Sentences after which those who met are no longer the two sides."""
_UNNAMED = frozenset(
    {"official", "minister", "head-of-state", "head-of-government", "secretary", "diplomat", "envoy", "deputy", "parliament"}
)
"""Offices whose unnamed holder stands for the state (`the Togolese minister`)."""
_HIGHEST = frozenset({"head-of-state", "head-of-government", "royal"})
"""Offices that no minister holds."""


def resolve_references(
    annotated: Annotated,
    persons: Mapping[EntityId, Cluster],
    of: Mapping[int, tuple[EntityId, ...]],
    pair: tuple[CountryCode, ...],
) -> tuple[dict[int, tuple[EntityId, ...]], tuple[tuple[EntityId, ...], ...]]:
    """Resolve every mention that does not name: gives mention → entities, for all mentions, and the subject of each sentence."""
    return _Resolver(annotated, persons, of, pair).run()


class _Resolver:
    def __init__(
        self,
        annotated: Annotated,
        persons: Mapping[EntityId, Cluster],
        of: Mapping[int, tuple[EntityId, ...]],
        pair: tuple[CountryCode, ...],
    ) -> None:
        self.a = annotated
        self.persons = persons
        self.refers: dict[int, tuple[EntityId, ...]] = dict(of)
        self.pair = pair
        self.state = Discourse()
        self.number = 0
        self.talks = {at for at, hit in annotated.hits["event"].items() if hit.rows[0][0] in ("meeting", "call", "discuss")}
        """Tokens at which a trigger of talks begins: those told in its sentence have met."""
        self.sex = sexes(annotated, of)
        self.said = {hit.end for hit in annotated.hits["speech"].values()}
        """Tokens right after a speech verb."""

    def run(self) -> tuple[dict[int, tuple[EntityId, ...]], tuple[tuple[EntityId, ...], ...]]:
        subjects = []
        for index, mention in enumerate(self.a.mentions):
            if mention.kind is MentionKind.COUNTRY and mention.country:
                self.refers.setdefault(index, (country_id(mention.country),))
        for number, sentence in enumerate(self.a.sentences):
            self.number = number
            subjects.append(self._sentence(sentence, self.a.indices_in(sentence.start, sentence.end)))
        return self.refers, tuple(subjects)

    def _sentence(self, sentence: Sentence, indices: Sequence[int]) -> tuple[EntityId, ...]:
        subject: tuple[EntityId, ...] = ()
        here: list[EntityId] = []
        governed, beside, empty = -1, -1, False
        for index in indices:
            mention = self.a.mentions[index]
            # Who is told in the clause of `il est prévu que …` is no subject that the next sentence goes on with.
            empty = empty or (not subject and mention.key == "speaker" and is_impersonal(self.a, mention))
            if index not in self.refers:
                if len(here) == 1 and of_new_talks(self.a, self.talks, mention, sentence):
                    here = [*self.state.across(here[0]), *here]
                    self.state.gather(tuple(here), self.number)
                found = self._refer(mention, subject, here)
                if found:
                    self.refers[index] = found
            agents = self._agents(index)
            if not agents:
                continue
            if len(agents) > 2:
                self.state.tell_list(agents)
            persons = [e for e in agents if e.startswith("person/")]
            if only_told(self.a, mention) or (beside >= 0 and self.a.joined(beside, mention.start) == "and"):
                beside = mention.end  # `the ties nurtured by A and B`: neither acts here
            else:
                here += [e for e in persons if e not in here]
            self.state.tell(persons)
            # What is joined to something governed is governed with it (`signed by A and B`).
            free = is_subject(self.a, mention, sentence) and not (
                governed >= 0 and self.a.joined(governed, mention.start) == "and"
            )
            if not free:
                governed = mention.end
            elif not subject and not empty and mention.kind is not MentionKind.ADJECTIVE and mention.start not in self.a.quoted:
                subject = self._group(indices, index)
            with_him = bool(subject) and not free and not self.a.isa(mention.start - 1, "according")
            if not with_him and speaks(self.a, self.said, mention, sentence):  # `the minister in a meeting with B stressed`
                speakers = self._group(indices, self._first_joined(indices, index))
                if all(e.startswith("person/") for e in speakers):
                    self.state.speaker, self.state.spoke = speakers, self.number
        if len(here) > 2 and len({self.persons[p].country for p in here} - {None}) == len(here):
            self.state.tell_list(here)
        if len(here) > 1 and not self.talks.isdisjoint(range(sentence.start, sentence.end)):
            self.state.gather(tuple(here[:2]) if len(here) > 3 else tuple(here), self.number)
        if subject:
            self.state.subject, self.state.acted = subject, self.number
            self.state.actors |= set(subject)
            if len(subject) > 1 and all(e.startswith("person/") for e in subject):
                self.state.gather(subject, self.number)
        return subject

    def _group(self, indices: Sequence[int], first: int) -> tuple[EntityId, ...]:
        """Those listed from a mention on, as far as they are told by now or named."""
        agents: list[tuple[EntityId, ...]] = []

        def spans() -> Iterator[tuple[int, int]]:
            past = 0
            for index in indices[indices.index(first) :]:
                mention, found = self.a.mentions[index], self._agents(index)
                if found and mention.start >= past:
                    past = mention.end
                    agents.append(found)
                    yield mention.start, mention.end

        listed = self.a.listed(spans())
        return tuple(dict.fromkeys(e for each in agents[:listed] for e in each))

    def _agents(self, index: int) -> tuple[EntityId, ...]:
        """What a mention stands for as far as it is told by now, where that can act."""
        told = self.refers.get(index)
        return tuple([e for e in told if not e.startswith(("place/", "framework/", "conference/"))]) if told else ()

    def _first_joined(self, indices: Sequence[int], last: int) -> int:
        """The mention before one that `and` joins to it (`he and B agreed`); itself where none is."""
        before = [i for i in indices if self.a.mentions[i].end <= self.a.mentions[last].start and self.refers.get(i)]
        joined = before and self.a.joined(self.a.mentions[before[-1]].end, self.a.mentions[last].start) == "and"
        return before[-1] if joined else last

    # -- what does it point at ------------------------------------------------------------------------------------------

    def _refer(self, mention: Mention, subject: tuple[EntityId, ...], here: Sequence[EntityId]) -> tuple[EntityId, ...]:
        if mention.kind is MentionKind.POST:
            return self._post(mention, here)
        if mention.kind is not MentionKind.ANAPHOR:
            return ()
        match mention.key:
            case "speaker":
                return self._pronoun(mention, subject)
            case "states":
                return tuple(country_id(CountryCode(code)) for code in mention.attributes["countries"].split())
            case "latter":
                return tuple(p for p in self.state.recent if self._agrees(mention, p))[:1]
            case "latter-group":
                return self.state.group if self.state.gathered >= self.number - 1 else ()
            case "pair-persons":
                return tuple(here) if len(here) == 2 else self._leaders(mention) or self.state.group[:2] or self._only_two()
            case "pair-countries" | "both-sides":
                told = self.state.subject
                both = len(told) == 2 and all(e.startswith("country/") for e in told)
                return told if both else tuple(country_id(c) for c in self._sides())
            case "group":
                if many := self._counted(mention) or (tuple(here) if len(here) > 1 and len(subject) < 2 else ()):
                    return many
                if len(self.state.subject) > 1 or self.state.group:
                    group = self.state.subject if len(self.state.subject) > 1 else self.state.group
                    sides = {self.persons[p].country for p in group if p in self.persons}
                    both = any(self.a.isa(i, "shared-party") for i in range(mention.start, mention.end))
                    one_side = both and len(sides) == 1 and None not in sides and len(self.pair) == 2
                    return tuple(country_id(c) for c in self.pair) if one_side else group
                return self._only_two() if any(self.a.isa(i, "two") for i in range(mention.start, mention.end)) else ()
            case "delegation":
                found = self._delegation(mention, subject)
                self.state.delegation = found or self.state.delegation
                return found
            case "official" | "side":
                return self._described(mention, subject)
        return ()

    def _pronoun(self, mention: Mention, subject: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        """He or she: who is speaking, where a speech verb follows; else the subject, here or before."""
        speech = self.a.hits["speech"]
        if is_impersonal(self.a, mention):
            return ()
        if is_emphatic(self.a, mention):
            return subject
        if self.a.isa(mention.name_start, "him") and subject:
            clause = range(max(0, mention.start - 5), mention.start)
            if len(subject) == 1 and any(self.a.isa(at, "relative-person") for at in clause):
                return subject  # `A was talking to B, who called on him`
            # An object is not its subject.
            rest = [p for p in self.state.recent if p not in subject]
            return (rest[0],) if rest else ()
        person = [e for e in subject if e.startswith("person/")] or [e for e in self.state.subject if e.startswith("person/")]
        person = [e for e in person if self._agrees(mention, e)] or person
        if len(person) == 1 and not self._agrees(mention, person[0]):
            agreeing = [p for p in (*self.state.speaker, *self.state.recent) if p in self.sex and self._agrees(mention, p)]
            if agreeing:
                return (agreeing[0],)
        if (
            any(at in speech for at in range(mention.end, mention.end + 3))
            and len(self.state.speaker) == 1
            and not (subject and person)
            and not (self.state.acted > self.state.spoke and len(person) == 1)
        ):
            return self.state.speaker
        if len(person) == 1:
            return (person[0],)
        if len(self.state.speaker) == 1 and self.state.speaker[0].startswith("person/"):
            return self.state.speaker
        return tuple([p for p in self.state.recent if self._agrees(mention, p)] or self.state.recent)[:1]

    def _sides(self) -> tuple[CountryCode, ...]:
        """The two states of those who met just before; else the text's pair."""
        codes = tuple(dict.fromkeys(self.persons[p].country for p in self.state.group if p in self.persons))
        known = tuple(code for code in codes if code is not None)
        return known if len(codes) == len(known) == 2 and self.number - self.state.gathered <= _LATELY else self.pair

    def _agrees(self, mention: Mention, person: EntityId) -> bool:
        """Whether a pronoun may stand for a person by their sex, where both tell it."""
        told = next((k for k in ("she", "he") if self.a.isa(mention.name_start, k) or self.a.isa(mention.name_end - 1, k)), None)
        return told is None or self.sex.get(person, told) == told

    def _only_two(self) -> tuple[EntityId, ...]:
        """The persons told so far, where they are two of two states."""
        two = tuple(reversed(self.state.recent))
        states = {self.persons[p].country for p in two}
        return two if len(two) == 2 and len(states) == 2 and None not in states else ()

    def _counted(self, mention: Mention) -> tuple[EntityId, ...]:
        """Those who acted or were listed last, where a number says as many: `the three leaders`, `of the three states`."""
        behind = mention.end + 3 * self.a.isa(mention.end, "of")
        numbers = (self.a.hits["calendar"].get(at) for at in range(mention.start - 1, behind))
        return self.state.counted([int(hit.rows[0][1]) for hit in numbers if hit is not None and hit.rows[0][0] == "number"])

    def _states(self, *, dual: bool) -> tuple[EntityId, ...]:
        """The states whose ministers, not named, acted last: `the Ministers of A and B met. Both ministers stressed …`."""
        acted = self.state.subject
        return acted if len(acted) > 1 and not (dual and len(acted) > 2) and all(e.startswith("country/") for e in acted) else ()

    def _leaders(self, mention: Mention) -> tuple[EntityId, ...]:
        """`the two leaders`, where one of those who met is none: who leads each state of the pair, the last told of each."""
        if not self.a.classes.any("leaders", mention.start, mention.end):
            return ()
        lead = [p for p in reversed(self.state.recent) if self.persons[p].offices & (HIGH | {"head-of-government"})]
        if set(self.state.group) <= set(lead):
            return ()
        of = {self.persons[p].country: p for p in lead}
        both = tuple(of[code] for code in self.pair if code in of)
        return both if len(both) == 2 else ()

    def _post(self, mention: Mention, here: Sequence[EntityId]) -> tuple[EntityId, ...]:
        """`the Qatari Prime Minister`: a person of that post, of that country where it is told."""
        post = mention.posts[0]
        if mention.plural:
            return self._posts(mention, here)
        if mention.attributes.get("counterpart"):
            if mention.country is None:
                # `her counterpart`: the other of the two who met.
                rest = [p for p in self.state.group if p not in here and p in self.persons]
                return (rest[0],) if len(rest) == 1 and here else ()
            own = self.persons[here[-1]].heads if here else frozenset()
            others = [p for p in self.state.recent if self.persons[p].country == mention.country and p not in here]
            others = [p for p in others if not own or not self.persons[p].heads or own & self.persons[p].heads]
            return (others[0],) if others else (country_id(mention.country),)
        if not mention.attributes.get("definite"):
            return ()
        known = [p for p in self.state.recent if self._fits(p, mention.country, post.head, post.office)]
        if post.office == "minister":
            # `le ministre du Commerce` is not `le chef de la diplomatie` told before.
            known = [p for p in known if post.head in self.persons[p].heads or not self._apart(p, post)]
        if mention.country is not None:
            known = [p for p in known if self.persons[p].country == mention.country] or known
        # `the Vice President` is no President, as long as the text has one of that very title.
        known = [p for p in known if post.head in self.persons[p].heads] or known
        sex = article_sex(self.a, mention)
        known = [p for p in known if self.sex.get(p, sex) == sex] or known if sex else known
        if len(known) > 1 and not self.persons[known[0]].offices & HIGH:
            # `the Chilean minister` is one who acted before one of whom others spoke.
            known = self._acting([p for p in known if p in self.state.actors] or known, post.office)
        if known and len(mention.posts) > 1:
            # `the Foreign Minister and Deputy Secretary` may be one person or two.
            other = mention.posts[1]
            second = [p for p in self.state.recent if self._fits(p, mention.country, other.head, other.office)]
            return tuple(dict.fromkeys((known[0], *second[:1])))
        if known:
            return (self._at_home(known) if mention.country is None else known[0],)
        spoke = self.persons.get(self.state.speaker[0]) if len(self.state.speaker) == 1 else None
        if spoke is not None and spoke.may_hold(mention.country):
            # `the Moroccan official noted`: the speaker, of whom no more is known.
            return self.state.speaker
        if mention.country is None and (somebody := self._anybody(mention)):
            return somebody
        untold = {p: c for p, c in self.persons.items() if p not in self.state.told}
        lead = leads(self.a, mention, self.number)
        ahead = [p for p, c in untold.items() if (lead or mention.country) and c.to_come(mention.country, post)]
        nearest = self.refers.get(next_actor(self.a, self.number), ()) if lead and post.office in _UNNAMED else ()
        ahead = ahead or [p for p in nearest if p in untold and untold[p].only_named(mention.country)]
        return (ahead[0],) if ahead else ((country_id(mention.country),) if mention.country and post.office in _UNNAMED else ())

    def _at_home(self, fitting: Sequence[EntityId]) -> EntityId:
        """Of those whom `the President` may mean: the one told as bare, not `President B of Peru`; else who acted."""
        bare = [p for p in fitting if not self.persons[p].marked]
        acted = [p for p in fitting if p in self.state.subject]
        return ([p for p in bare if p in acted] or bare or acted or [p for p in fitting if p in self.state.actors] or fitting)[0]

    def _posts(self, mention: Mention, here: Sequence[EntityId]) -> tuple[EntityId, ...]:
        if leaders := self._leaders(mention) or self._counted(mention):
            return leaders
        head, office = mention.posts[0].head, mention.posts[0].office
        dual = any(self.a.isa(i, "two") for i in range(max(0, mention.start - 2), mention.end))
        group = list(here) if len(here) == 2 else [p for p in self.state.group if p in self.persons]
        codes = mention.attributes.get("countries", "").split()
        if any(self._of_other_rank(p, office) or (codes[1:] and self.persons[p].country not in (None, *codes)) for p in group):
            group = []  # `the presidents of the two nations` are not the ministers told before, nor these the presidents
        foreign = self.a.words.get("foreign-affairs", frozenset())

        def apart(person: EntityId) -> bool:
            return person in self.persons and self._apart(person, mention.posts[0])

        those = mention.attributes.get("definite") or opens_bare(self.a, mention, self.a.sentences[self.number])
        if len(group) == 2 and (dual or those) and not any(map(apart, group)):
            return tuple(group)
        fitting = [p for p in self.state.recent if head in self.persons[p].heads and not apart(p)][:2]
        if dual and len(fitting) == 2:
            return tuple(reversed(fitting))
        if dual and len(both := self._only_two()) == 2 and not any(self._of_other_rank(p, office) for p in both):
            return both
        of_both = self.a.isa(mention.end, "of") and self.a.isa(mention.end + 1, "two")  # `les ministres de la Pêche des deux …`
        if not codes and ((dual and office in _HIGHEST) or of_both):
            codes = [str(code) for code in self.pair]
        named = coming([c for p, c in self.persons.items() if p not in self.state.told], codes, mention.posts[0], foreign)
        alone = office in _UNNAMED and not any(c.country in codes for c in self.persons.values())  # `Peruvian officials`
        told = tuple(country_id(CountryCode(c)) for c in codes) if len(codes) > 1 or alone else ()
        return named or told or (self._states(dual=dual) if dual or self.a.isa(mention.start, "the") else ())

    def _of_other_rank(self, person: EntityId, office: str) -> bool:
        """Whether an office is of the heads of states and governments, and a person's none of them, or the other way round."""
        held = self.persons[person].offices
        return bool(held) and office not in held and (office in _HIGHEST or (office == "minister" and bool(held & _HIGHEST)))

    def _acting(self, people: list[EntityId], office: str) -> list[EntityId]:
        """Those whom words that fit all mean first: an ambassador is meant by `the Peruvian diplomat`, by no other words."""
        return sorted(people, key=lambda p: ("diplomat" in self.persons[p].offices) is not (office == "diplomat"))

    def _apart(self, person: EntityId, post: PostMention) -> bool:
        """Whether a post is of a field that none of a person's posts names."""
        return self.persons[person].of_other_field(post, self.a.words.get("foreign-affairs", frozenset()))

    def _fits(self, person: EntityId, country: CountryCode | None, head: str, office: str) -> bool:
        """Whether a description by a post and state can be of a person."""
        return self.persons[person].fits(country, head, office, self.a.words, spoke=person in self.state.speaker)

    def _delegation(self, mention: Mention, subject: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        """A delegation is who leads it or its state; `the delegation` is the one told last."""
        if found := leaders(self.a, self.refers, self.a.sentences[self.number], mention) or self._described(mention, subject):
            return found
        if any(self.a.isa(at, "leading") for at in range(mention.start - 6, mention.start)):
            return tuple(e for e in subject if e.startswith("person/"))  # `A is leading a delegation`
        bare = mention.country is None and self.a.isa(mention.start, "the")
        return self.state.delegation if bare else ()

    def _described(self, mention: Mention, subject: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        """`the Moroccan side`, `the French guest`."""
        if mention.country is None:
            return self._unmarked(mention, subject) if mention.key == "official" and mention.attributes.get("definite") else ()
        if mention.key == "official":
            theirs = [p for p in self.state.recent if self.persons[p].country == mention.country]
            found = [p for p in theirs if not self.persons[p].offices & HIGH] or theirs
            office = self.a.hits["office"].get(mention.name_start)
            return tuple(self._acting(found, office.rows[0][0] if office else "")[:1])
        return (country_id(mention.country),)

    def _unmarked(self, mention: Mention, subject: tuple[EntityId, ...]) -> tuple[EntityId, ...]:
        """`the diplomat`, `le chef de l'État`: the last told who holds such an office; the last speaker where it names none.

        `his host` is the other of the two who met.
        """
        if self.a.isa(mention.start, "possessive"):
            two = self.state.group if len(self.state.group) == 2 else self._only_two()
            rest = [p for p in two if p not in (subject or self.state.subject or self.state.speaker)]
            return tuple(rest) if len(rest) == 1 else ()
        office = self.a.hits["office"].get(mention.name_start)
        if office is not None and office.end == mention.name_end:
            return next(((p,) for p in self.state.recent if office.rows[0][0] in self.persons[p].offices), ())
        return self._anybody(mention)

    def _anybody(self, mention: Mention) -> tuple[EntityId, ...]:
        """`the official`, with nothing told of whom he serves: who spoke or was told last, if neither king nor president."""
        if not self.a.isa(mention.name_end - 1, "generic-person") or mention.name_end > mention.name_start + 1:
            return ()
        sex = article_sex(self.a, mention)
        told = [p for p in (*self.state.speaker, *self.state.recent) if p in self.persons and self.sex.get(p, sex) == sex]
        plain = [p for p in told if not self.persons[p].offices & HIGH]
        return tuple([p for p in plain if sex == "she" == self.sex.get(p)] or plain)[:1]

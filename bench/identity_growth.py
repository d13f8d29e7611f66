"""Processor time and memory of identity for growing collections, and how well it does on what the generator knows.

Run: python bench/identity_growth.py [--sizes 1000,10000,50000] [--seed 1] [--store]

The documents are made up, and always the same for one seed: reports in two languages of meetings, calls, visits and signings
between ministers of all states, each event told by several, with names in full, without middle names, in capitals, in another
spelling or by the surname beside the office. Each size runs in a process of its own, so that its peak of memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from time import process_time
from typing import Any, NamedTuple

from kg import pipeline, resources
from kg.graph.store import Store
from kg.identified import Member
from kg.identity.identify import identify
from kg.identity.profile import profile
from kg.keys import slug
from kg.model import (
    CountryCode,
    Document,
    DocumentFacts,
    DocumentId,
    EntityId,
    Event,
    EventStatus,
    EventType,
    Framework,
    FrameworkKind,
    PartialDate,
    Person,
    Place,
    Post,
    Span,
    Tenure,
    TenureStatus,
    country_id,
)

__all__ = ["generate"]

_POSTS = {
    "en": (
        "President",
        "Prime Minister",
        "Foreign Minister",
        "Interior Minister",
        "Minister of Defence",
        "Minister of Justice",
        "Trade Minister",
        "Minister of Energy",
    ),
    "fr": (
        "président",
        "Premier ministre",
        "ministre des Affaires étrangères",
        "ministre de l'Intérieur",
        "ministre de la Défense",
        "ministre de la Justice",
        "ministre du Commerce",
        "ministre de l'Énergie",
    ),
}
_SUBJECTS = {
    "en": ("fisheries", "tourism", "education", "health", "agriculture", "transport", "taxation", "culture"),
    "fr": ("la pêche", "le tourisme", "l'éducation", "la santé", "l'agriculture", "les transports", "la fiscalité", "la culture"),
}
_SYLLABLES = tuple(c + v for c in "bdfghklmnprstvz" for v in "aeo")
_FIRST = date(2018, 1, 1)
_DAYS = 2920
_WORD = (Span(0, 1),)


class Official(NamedTuple):
    """A holder of an office for half of the time."""

    number: int
    given: str
    middle: str
    surname: str
    state: str
    post: int


class Happening(NamedTuple):
    """What several documents tell of."""

    number: int
    type: EventType
    first: Official
    second: Official
    day: date
    subject: int


class Told(NamedTuple):
    """A document's facts and what its members truly are."""

    facts: DocumentFacts
    truth: Mapping[Member, str]


def generate(documents: int, seed: int) -> Iterator[Told]:
    """Documents' facts with the truth; about four documents tell of each event."""
    random = Random(seed)
    officials = _officials(random)
    number = 0
    while number < documents:
        happening = _happening(random, officials, number)
        for _ in range(min(random.choice((1, 2, 3, 4, 6, 8)), documents - number)):
            yield _telling(random, happening, number)
            number += 1


def _states() -> list[str]:
    """The states of the gazetteer that have a capital."""
    columns = ("iso2", "iso3", "label_en", "label_fr", "label_ar", "label_es", "capital")
    return [row.cells[0] for row in resources.table("world/countries.tsv", columns) if row.cells[6]]


def _officials(random: Random) -> list[Official]:
    """Two after another for every office of every state; surnames of a state repeat now and then."""
    found: list[Official] = []
    for state in _states():
        surnames = [_word(random, 3) for _ in range(14)]
        for post in range(len(_POSTS["en"])):
            found += [
                Official(len(found) + i, _word(random, 2), _word(random, 2), random.choice(surnames), state, post)
                for i in range(2)
            ]
    return found


def _word(random: Random, syllables: int) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(syllables)).capitalize() + random.choice(("n", "r", "l", "k"))


def _happening(random: Random, officials: list[Official], number: int) -> Happening:
    day = random.randrange(_DAYS)
    half = day * 2 // _DAYS  # the first holder, or the second
    first = random.randrange(len(officials) // 2) * 2 + half
    others = [
        o
        for o in (officials[random.randrange(len(officials) // 2) * 2 + half] for _ in range(4))
        if o.state != officials[first].state
    ]
    kind = random.choice((EventType.MEETING, EventType.MEETING, EventType.CALL, EventType.VISIT, EventType.SIGNING))
    return Happening(number, kind, officials[first], others[0], _FIRST + timedelta(day), random.randrange(8))


def _telling(random: Random, told: Happening, number: int) -> Told:
    language = random.choice(("en", "fr"))
    published = told.day + timedelta(random.choice((0, 0, 1, 1, 2, 3)))
    document = Document(DocumentId(f"d{number:06}"), "x", language, published=_partial(published))
    dated = random.random() < 0.85
    day = _partial(told.day) if dated else None
    persons, posts, tenures = [], [], []
    truth: dict[Member, str] = {}
    for official in (told.first, told.second):
        name = _name(random, official)
        who, state = EntityId(f"person/{slug(name)}-{official.number}"), CountryCode(official.state)
        office = EntityId(f"post/{official.state.lower()}-{official.post}")
        persons.append(Person(id=who, name=name, country=state, country_reason="own-words"))
        posts.append(Post(id=office, name=_POSTS[language][official.post], country=state))
        tenures.append(
            Tenure(
                holder=who,
                post=office,
                status=TenureStatus.CURRENT,
                as_of=_partial(published),
                evidence=_WORD,
                rule="r",
                confidence=1.0,
            )
        )
        truth[Member(document.id, who)] = f"person {official.number}"
    actors = tuple(p.id for p in persons)
    frameworks: tuple[Framework, ...] = ()
    instrument = None
    if told.type is EventType.SIGNING:
        head = "memorandum of understanding on" if language == "en" else "mémorandum d'entente sur"
        instrument = EntityId("framework/1")
        parties = tuple(country_id(CountryCode(o.state)) for o in (told.first, told.second))
        frameworks = (
            Framework(
                id=instrument,
                name=f"{head} {_SUBJECTS[language][told.subject]}",
                kind=FrameworkKind.AGREEMENT,
                parties=parties,
                evidence=_WORD,
                rule="r",
                confidence=1.0,
            ),
        )
    event = EntityId(f"{told.type.value.lower()}/1")
    place = Place(id=EntityId(f"place/{told.second.state.lower()}-city"), name="City", gazetteer=f"city.{told.second.state}")
    visit, signing = told.type is EventType.VISIT, told.type is EventType.SIGNING
    truth[Member(document.id, event)] = f"event {told.number}"
    facts = DocumentFacts(
        document=document,
        countries=tuple(CountryCode(o.state) for o in (told.first, told.second)),
        persons=tuple(persons),
        places=(place,),
        posts=tuple(posts),
        tenures=tuple(tenures),
        frameworks=frameworks,
        events=(
            Event(
                id=event,
                type=told.type,
                status=EventStatus.HELD,
                participants=() if visit or signing else actors,
                visitors=actors[:1] if visit else (),
                host=CountryCode(told.second.state) if visit else None,
                signatories=actors if signing else (),
                instrument=instrument,
                place=place.id if random.random() < 0.5 else None,
                date=day,
                evidence=_WORD,
                rule="r",
                confidence=1.0,
            ),
        ),
    )
    return Told(facts, truth)


def _name(random: Random, who: Official) -> str:
    full = f"{who.given} {who.middle} {who.surname}"
    return random.choice(
        (
            full,
            full,
            f"{who.given} {who.surname}",
            f"{who.given} {who.surname}",
            who.surname,
            full.upper(),
            full.replace("k", "q"),
        )
    )


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def measure(documents: int, seed: int) -> dict[str, float]:
    """Seconds, megabytes and pairwise figures for one size."""
    truth: dict[Member, str] = {}
    profiles, profiling = [], 0.0
    for facts, true in generate(documents, seed):
        start = process_time()
        profiles.append(profile(facts))
        profiling += process_time() - start
        truth |= true
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = process_time()
    identity = identify(profiles)
    seconds = process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told: dict[str, float] = {
        "documents": documents,
        "profile_s": profiling,
        "identify_s": seconds,
        "before_mb": before,
        "peak_mb": after,
    }
    for kind in ("person", "event"):
        wanted = {m: t for m, t in truth.items() if t.startswith(kind)}
        both = Counter((t, identity.canonical.get(m, m)) for m, t in wanted.items())
        right, gold, found = (
            _pairs(c) for c in (both, Counter(wanted.values()), Counter(identity.canonical.get(m, m) for m in wanted))
        )
        told |= {f"{kind}_precision": right / found if found else 1.0, f"{kind}_recall": right / gold if gold else 1.0}
    return told


def measure_store(documents: int, seed: int) -> dict[str, float]:
    """Seconds and megabytes of a whole store in memory: every document added, then one `finish`, which writes all graphs."""
    store = Store.memory()
    start = process_time()
    for facts, _ in generate(documents, seed):
        store.add(facts, pipeline.encoded(profile(facts)))
    adding = process_time() - start
    start = process_time()
    pipeline.finish(store)
    finishing = process_time() - start
    return {
        "documents": documents,
        "add_s": adding,
        "finish_s": finishing,
        "quads": sum(1 for _ in store.quads()),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _pairs(count: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in count.values())


def _apart(size: int, seed: int, *more: str) -> dict[str, float]:
    """The figures of one size, measured in a process of its own."""
    command = [sys.executable, __file__, "--one", str(size), "--seed", str(seed), *more]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return figures


def main() -> int:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", action="store_true", help="measure whole stores instead: adding, identity, writing of graphs")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps((measure_store if arguments.store else measure)(arguments.one, arguments.seed)))
        return 0
    if arguments.store:
        print(" ".join(f"{c:>10}" for c in ("documents", "add s", "finish s", "ms/doc", "quads", "peak MB")))
        for size in (int(s) for s in arguments.sizes.split(",")):
            told = _apart(size, arguments.seed, "--store")
            total = (told["add_s"] + told["finish_s"]) / size * 1000
            figures = (told["add_s"], told["finish_s"], total, told["quads"], told["peak_mb"])
            print(f"{size:10}", " ".join(f"{x:10.2f}" for x in figures))
        return 0
    columns = ("documents", "profile s", "identify s", "ms/doc", "peak MB", "KB/doc")
    print(" ".join(f"{c:>10}" for c in columns), " person P/R      event P/R")
    for size in (int(s) for s in arguments.sizes.split(",")):
        told = _apart(size, arguments.seed)
        total = told["profile_s"] + told["identify_s"]
        grown = (told["peak_mb"] - told["before_mb"]) / size * 1024
        figures = (told["profile_s"], told["identify_s"], total / size * 1000, told["peak_mb"], grown)
        right = "  ".join(f"{told[f'{kind}_precision']:.4f}/{told[f'{kind}_recall']:.4f}" for kind in ("person", "event"))
        print(f"{size:10}", " ".join(f"{x:10.2f}" for x in figures), f" {right}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

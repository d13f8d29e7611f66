"""The gold of the collection: which members each row means, and how well identity puts these together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from kg.identified import Identity, Member
from kg.keys import folded
from kg.model import DocumentFacts, Entity, Event

__all__ = ["Measured", "Row", "find", "measure", "read_gold"]


class Row(NamedTuple):
    """A row of gold.tsv."""

    cluster: str
    kind: str
    document: str
    name: str


class Measured(NamedTuple):
    """Pairs of members that are one by the gold, by identity, and by both."""

    wanted: int
    found: int
    right: int
    missed: tuple[Row, ...]
    """Rows whose entity the reader did not find, or took for one with another."""
    wrong: tuple[tuple[Member, Member], ...]
    """Pairs put together that are two."""
    lost: tuple[tuple[Member, Member], ...]
    """Pairs that are one and stayed apart."""

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def read_gold(path: Path) -> list[Row]:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Row(*cells) for cells in lines[1:]]


def find(row: Row, facts: DocumentFacts) -> Member | None:
    """The member that a row means; None where the reader found none."""
    words = folded(row.name).split()
    found: Iterable[str]
    match row.kind:
        case "person":
            found = [p.id for p in facts.persons if _named(p, words)]
        case "framework":
            found = [f.id for f in facts.frameworks if _named(f, words)]
        case "organization":
            state, _, name = row.name.partition(" ")
            found = [o.id for o in facts.organizations if o.country == state and _named(o, folded(name).split())]
        case "post":
            holders = {p.id for p in facts.persons if _named(p, words)}
            found = [t.post for t in facts.tenures if t.holder in holders]
        case _:
            found = [e.id for e in facts.events if _told(e, row.name.split(), facts)]
    first = next(iter(found), None)
    return None if first is None else Member(facts.document.id, first)  # type: ignore[arg-type]


def _named(entity: Entity, words: Sequence[str]) -> bool:
    return any(set(words) <= set(folded(name).split()) for name in (entity.name, *entity.aliases))


def _told(event: Event, told: Sequence[str], facts: DocumentFacts) -> bool:
    """Whether an event has the type, the words among the names of who took part or what was signed, and a date where told."""
    kind, *words = told
    date = words.pop() if words[-1][0].isdigit() else None
    names = {e.id: set(folded(" ".join((e.name, *e.aliases))).split()) for e in (*facts.persons, *facts.frameworks)}
    who = (*event.participants, *event.visitors, *event.signatories, *((event.instrument,) if event.instrument else ()))
    said = {word for each in who for word in names.get(each, ())}
    return event.type == kind and all(set(folded(w).split()) <= said for w in words) and (date is None or str(event.date) == date)


def measure(rows: Iterable[Row], facts: Mapping[str, DocumentFacts], identity: Identity) -> Measured:
    """Pairwise merges of what the reader found, kind by kind together."""
    meant: dict[Member, list[Row]] = defaultdict(list)
    missed = []
    for row in rows:
        member = find(row, facts[row.document])
        if member is None:
            missed.append(row)
        else:
            meant[member].append(row)
    cluster: dict[Member, str] = {}
    for member, those in meant.items():
        if len({row.cluster for row in those}) > 1:
            missed += those
        else:
            cluster[member] = f"{those[0].kind} {those[0].cluster}"
    gold: dict[str, list[Member]] = defaultdict(list)
    told: dict[str, list[Member]] = defaultdict(list)
    for member in sorted(cluster):
        gold[cluster[member]].append(member)
        if member in identity.canonical:
            told[identity.canonical[member]].append(member)
    wanted = {p for members in gold.values() for p in combinations(members, 2) if p[0].document != p[1].document}
    found = {p for members in told.values() for p in combinations(members, 2) if p[0].document != p[1].document}
    right = wanted & found
    return Measured(
        len(wanted), len(found), len(right), tuple(missed), tuple(sorted(found - right)), tuple(sorted(wanted - right))
    )

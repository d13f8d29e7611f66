"""How well identity puts together what a folder tells, by a table of pairs labelled by hand.

Run: python bench/identity.py FOLDER LABELS [--list]

Candidates are all pairs of two documents that share a surname (any word but the first, by its sound), a head of a framework and
a party, or a type of event and someone who takes part. LABELS is a table with a header, tabs between cells: left document and
entity, right document and entity, same (yes or no, by reading both texts), and a note. `--list` prints the candidates instead,
those labelled with their label.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from kg.identified import Member
from kg.identity.identify import identify
from kg.identity.names import name_of, sound
from kg.identity.profile import DocumentProfile, profile
from kg.identity.vocabulary import analyse
from kg.keys import folded
from kg.pipeline import extract
from kg.reading.document import read_documents
from kg.reading.folder import sources

__all__ = ["candidates", "read_labels"]

Pair = tuple[Member, Member]


def main() -> int:
    """Print the figures; 1 where a candidate has no label or the labels are missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--list", action="store_true", help="print the candidates and what they say")
    arguments = parser.parse_args()
    profiles = [
        profile(extract(text)) for _, text in read_documents(sources([arguments.folder]).items) if not isinstance(text, Exception)
    ]
    wanted = candidates(profiles)
    labels = read_labels(arguments.labels) if arguments.labels.exists() else {}
    if arguments.list:
        told = _names(profiles)
        for left, right in wanted:
            print("\t".join((*left, *right, labels.get((left, right), ""), f"{told[left]} | {told[right]}")))
        return 0
    if not labels:
        print(
            f"{arguments.labels}: there are no labels; list the candidates with --list, label each by reading, and give the table"
        )
        return 1
    canonical = identify(profiles).canonical
    together = {p for p in wanted if canonical.get(p[0], p[0]) == canonical.get(p[1], p[1])}
    unlabelled = [p for p in wanted if p not in labels]
    print(f"{len(profiles)} documents, {len(wanted)} candidate pairs, {len(unlabelled)} without a label")
    for name in ("person", "framework", "event", "all"):
        asked = [pair for pair in wanted if name in ("all", _kind(pair))]
        gold = {pair for pair in asked if labels.get(pair) == "yes"}
        found = together.intersection(asked)
        hits = len(gold & found)
        precision, recall = hits / len(found) if found else 1.0, hits / len(gold) if gold else 1.0
        figures = f"one by label {len(gold):4}  put together {len(found):4}  right {hits:4}"
        print(f"{name:10} {figures}  precision {precision:.3f}  recall {recall:.3f}")
    for pair in wanted:
        if (labels.get(pair) == "yes") != (pair in together):
            print(f"  {'missed' if labels.get(pair) == 'yes' else 'wrong'}: {' '.join(pair[0])} — {' '.join(pair[1])}")
    return 1 if unlabelled else 0


def _kind(pair: Pair) -> str:
    kind = pair[0].entity.partition("/")[0]
    return kind if kind in ("person", "framework") else "event"


def read_labels(path: Path) -> dict[Pair, str]:
    """Pairs and their labels; a note may follow."""
    found: dict[Pair, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        a, b, c, d, same, *_ = line.split("\t")
        left, right = sorted((Member(a, b), Member(c, d)))  # type: ignore[arg-type]
        found[left, right] = same
    return found


def candidates(profiles: list[DocumentProfile]) -> list[Pair]:
    """All pairs of two documents that may be one by a surname, a head and party, or a type and who took part."""
    blocks: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    for each in profiles:
        for entity, key in _signs(each):
            blocks[key].append(Member(each.document, entity))  # type: ignore[arg-type]
    return sorted({p for block in blocks.values() for p in combinations(sorted(set(block)), 2) if p[0].document != p[1].document})


def _signs(each: DocumentProfile) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = {p.id: p.names[0] for p in each.persons}
    for person in each.persons:
        words = {w for n in person.names for w in (name_of(n).words[1:] or name_of(n).words)}
        for surname in sorted({sound(w) for w in words if len(w) > 1}):
            yield person.id, ("person", surname)
    for framework in each.frameworks:
        for party in framework.parties:
            yield framework.id, ("framework", analyse(framework.names[0]).head or framework.kind, party)
    for event in each.events:
        for actor in event.actors:
            key = name_of(names[actor]).words[-1] if actor in names else actor if actor.startswith("organization/") else ""
            if key:
                yield event.id, (event.type, folded(key))
        if event.name:
            yield event.id, (event.type, analyse(event.name).head)
        if event.instrument:
            yield from ((event.id, (event.type, a)) for a in event.actors if a.startswith("country/"))


def _names(profiles: list[DocumentProfile]) -> dict[Member, str]:
    told: dict[Member, str] = {}
    for each in profiles:
        who = {p.id: p.names[0] for p in (*each.persons, *each.organizations)}
        for person in each.persons:
            told[Member(each.document, person.id)] = f"{person.names[0]} ({person.country or ''})"
        for framework in each.frameworks:
            told[Member(each.document, framework.id)] = f"{framework.names[0]} ({' '.join(framework.parties)})"
        for event in each.events:
            actors = ", ".join(who.get(a, a) for a in event.actors)
            told[Member(each.document, event.id)] = (
                f"{event.name or ''} {event.date} {actors} {event.place or ''} {event.instrument or ''}"
            )
    return told


if __name__ == "__main__":
    sys.exit(main())

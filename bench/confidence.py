"""Measure how often each reading rule is right, and write that as its confidence.

    python bench/confidence.py [GOLD] [--scorer FILE] [--out FILE.tsv]

GOLD is the development gold, never texts kept for the exam. The folder is built, and every fact of the graph is judged by the
matching of the scorer, which is imported from its file. A fact is right when what makes it this fact and no other is right:

tenure        holder and post are paired with a person and post of the gold, each used once
framework     its name is paired with a framework's; kind, parties and topics may be wrong
event         it is paired with a gold event of its type as the scorer pairs them, shares at least one filler of its roles with
              that, and has none that the gold lacks; date, place and topics may be wrong. Proposed and cancelled events, which
              the gold leaves open, are not judged
cooperation   at least half of its rows (two parties, topic) are in the gold
statement     at least half of its topics are in the gold for its speaker

Confidence is a smoothed precision. A family (what stands before the dot) is measured over its rules with a prior of 0.7 that
weighs as much as 4 facts; a rule, over its own facts with its family's figure that weighs as much as 4 facts. So a rule that was
seldom seen stands near its family, and one that was never seen has no row and takes the family's. Rounded to 2 decimals.

Prints right and wrong a rule, then rules of the code that never fired.
"""

import argparse
import ast
import collections
import itertools
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from quality import GOLD, ROOT, SCORER, build, demand, load

OUT = ROOT / "kg" / "data" / "confidence.tsv"
FAMILIES = ("tenure", "framework", "meeting", "call", "visit", "signing", "conference", "cooperation", "statement")
ROOMS = ("resolution", "extraction")
"""Where rules are named."""
FLOOR, WEIGHT = 0.7, 4
ROLES: dict[str, dict[str, str]] = {
    "meeting": {"participants": "participant"},
    "call": {"participants": "participant"},
    "visit": {"visitors": "visitor", "host": "host"},
    "signing": {"signatories": "signatory", "instrument": "instrument"},
    "conference": {"participants": "participant", "name": "label"},
}
"""Of each type of event, the gold's role and the graph's, as the scorer has them; a conference stands for its own labels."""
FACTS = "SELECT DISTINCT ?fact ?property ?value { GRAPH_DOC { ?fact bc:rule ?rule ; ?property ?value } }"
_EXACT = re.compile(rf"({'|'.join(FAMILIES)})\.[a-z-]+")
_OPEN = re.compile(r"\.[a-z-]+")


@dataclass
class Told:
    """A fact of the graph: its rule, the family that judges it, and its values by property."""

    iri: str
    rule: str
    values: dict[str, set[str]]

    @property
    def family(self) -> str:
        """What stands before the dot of the rule."""
        return self.rule.partition(".")[0]

    def get(self, name: str) -> list[str]:
        """The values of a property in a fixed order."""
        return sorted(self.values.get(name, ()))


@dataclass
class Count:
    """How many facts of a rule were judged right and wrong."""

    right: int = 0
    wrong: int = 0

    @property
    def judged(self) -> int:
        """All."""
        return self.right + self.wrong


class Judge:
    """One document's facts held against its gold."""

    def __init__(self, scorer: ModuleType, names: Mapping[str, list[str]], gold: dict[str, Any], facts: Sequence[Told]) -> None:
        self.scorer, self.names, self.gold = scorer, names, gold
        self.facts = facts
        self.agent = scorer.agent_test(names, {person["name"] for person in gold["people"]})
        self._alias = {each["name"]: [each["name"], *each.get("aliases", [])] for each in gold["people"] + gold["organizations"]}

    def known(self, name: str) -> list[str]:
        """The names that an agent of the gold goes under."""
        return self._alias.get(name, [name])

    def verdicts(self) -> Iterator[tuple[str, bool]]:
        """The rule of each fact that can be judged, and whether the fact is right."""
        right = {*self.tenures(), *self.frameworks(), *self.cooperations(), *self.statements()}
        for kind in ROLES:
            right |= self.events(kind)
        for fact in self.facts:
            if not _open(fact):
                yield fact.rule, fact.iri in right

    def tenures(self) -> set[str]:
        """Tenures whose holder and post the gold has."""
        gold = [(self.known(person["name"]), post) for person in self.gold["people"] for post in person["posts"]]
        told = [fact for fact in self.facts if fact.family == "tenure"]
        held = sorted({(fact.get("holder")[0], fact.get("post")[0]) for fact in told})

        def same(wanted: tuple[list[str], str], pair: tuple[str, str]) -> float:
            person = self.scorer.any_same(self.scorer.same_person, wanted[0], self.names[pair[0]])
            return float(person * self.scorer.any_same(self.scorer.same_post, [wanted[1]], self.names[pair[1]]))

        hit = {held[j] for _, j in self.scorer.match(gold, held, same)}
        return {fact.iri for fact in told if (fact.get("holder")[0], fact.get("post")[0]) in hit}

    def frameworks(self) -> set[str]:
        """Frameworks that the gold names."""
        told = sorted({fact.iri for fact in self.facts if fact.family == "framework"})
        gold = [[each["name"], *each.get("aliases", [])] for each in self.gold["frameworks"]]
        pairs = self.scorer.match(gold, told, lambda a, b: self.scorer.any_same(self.scorer.same_name, a, self.names[b]))
        return {told[j] for _, j in pairs}

    def events(self, kind: str) -> set[str]:
        """Events of a type that share a filler with the gold event they are paired with, and have none that it lacks."""
        told = [fact for fact in self.facts if fact.family == kind and not _open(fact)]
        gold = [event for event in self.gold["events"] if event["type"] == kind]
        ranked = []
        for (i, event), (j, fact) in itertools.product(enumerate(gold), enumerate(told)):
            shared, filled = self.shared(kind, event, fact)
            dated = 0.5 if shared and event.get("date") and event["date"] in fact.get("date") else 0.0
            ranked.append((-(shared + dated), i, fact.iri, j, shared == filled))
        right: set[str] = set()
        used: set[str] = set()
        for value, i, iri, _, clean in sorted(ranked):
            if value < 0 and f"gold/{i}" not in used and iri not in used:
                used |= {f"gold/{i}", iri}
                right |= {iri} if clean else set()
        return right

    def shared(self, kind: str, event: dict[str, Any], fact: Told) -> tuple[int, int]:
        """How many fillers of an event's roles the gold event has too, and how many there are."""
        shared = filled = 0
        for role, name in ROLES[kind].items():
            value = event.get(role)
            wanted = [] if value is None else value if isinstance(value, list) else [value]
            fillers = [fact.iri] if name == "label" else fact.get(name)
            shared += len(self.scorer.match([self.known(each) for each in wanted], fillers, self.agent))
            filled += len(fillers)
        return shared, filled

    def cooperations(self) -> set[str]:
        """Cooperations half of whose rows the gold has."""
        gold = [
            (pair, topic)
            for each in self.gold["cooperation"]
            for pair in itertools.combinations(sorted(set(each["parties"])), 2)
            for topic in each["topics"]
        ]
        right = set()
        for fact in self.facts:
            if fact.family == "cooperation":
                rows = list(itertools.product(itertools.combinations(fact.get("party"), 2), fact.get("topic")))
                good = sum(any(self._same_row(wanted, row) for wanted in gold) for row in rows)
                right |= {fact.iri} if rows and 2 * good >= len(rows) else set()
        return right

    def _same_row(self, wanted: tuple[tuple[str, ...], str], row: tuple[tuple[str, ...], str]) -> bool:
        parties = [self.known(party) for party in wanted[0]]
        return wanted[1] in self.names[row[1]] and len(self.scorer.match(parties, list(row[0]), self.agent)) == len(row[0])

    def statements(self) -> set[str]:
        """Statements half of whose topics the gold has for the speaker."""
        right = set()
        for fact in self.facts:
            if fact.family == "statement":
                speaker, topics = fact.get("speaker")[0], fact.get("topic")
                said = {
                    topic
                    for each in self.gold["statements"]
                    if self.agent(self.known(each["speaker"]), speaker)
                    for topic in each["topics"]
                }
                good = sum(any(name in said for name in self.names[topic]) for topic in topics)
                right |= {fact.iri} if topics and 2 * good >= len(topics) else set()
        return right


def _open(fact: Told) -> bool:
    """Whether the gold says nothing of such a fact."""
    return any(status.endswith(("#Proposed", "#Cancelled")) for status in fact.get("status"))


def facts_of(scorer: ModuleType, graph: Any, document: str) -> list[Told]:
    """The facts of one document, by IRI."""
    values: dict[str, dict[str, set[str]]] = collections.defaultdict(lambda: collections.defaultdict(set))
    for fact, name, value in graph.ask(FACTS, document):
        values[fact][name.removeprefix(scorer.BC)].add(value)
    return [Told(iri, min(found["rule"]), found) for iri, found in sorted(values.items())]


def counts(gold: Path, scorer: ModuleType) -> dict[str, Count]:
    """Right and wrong of each rule that fired, by name."""
    found: dict[str, Count] = collections.defaultdict(Count)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "graph.nq")
        build(gold, path)
        graph = scorer.Graph(path)
    names = graph.names()
    for file in sorted(gold.glob("*.json")):
        wanted = json.loads(file.read_text(encoding="utf-8"))
        for rule, right in Judge(scorer, names, wanted, facts_of(scorer, graph, graph.docs[file.stem])).verdicts():
            found[rule].right += right
            found[rule].wrong += not right
    return dict(sorted(found.items()))


def smoothed(found: Mapping[str, Count]) -> dict[str, tuple[float, int]]:
    """Confidence and facts judged of each family and of each rule that fired, a family before its rules."""
    rows: dict[str, tuple[float, int]] = {}
    for family in FAMILIES:
        own = {rule: count for rule, count in found.items() if rule.partition(".")[0] == family}
        whole = Count(sum(count.right for count in own.values()), sum(count.wrong for count in own.values()))
        prior = (whole.right + FLOOR * WEIGHT) / (whole.judged + WEIGHT)
        rows[family] = (prior, whole.judged)
        rows.update({rule: ((c.right + prior * WEIGHT) / (c.judged + WEIGHT), c.judged) for rule, c in sorted(own.items())})
    return rows


def text(rows: Mapping[str, tuple[float, int]], gold: Path, documents: int) -> str:
    """The table as it is written."""
    judged = sum(rows[family][1] for family in FAMILIES)
    head = [
        "# Confidence of the reading rules: how often each is right, measured on the development gold.",
        "# Source: written by `make confidence` (bench/confidence.py, which says what counts as right); never edited by hand.",
        f"# Gold: {gold.resolve().name}, {documents} texts, {judged} facts judged. Licence: Apache-2.0.",
        f"# The prior of a family's row is {FLOOR}, that of a rule's its family's; either weighs {WEIGHT} facts.",
        "# So a rule seldom seen (judged: number of facts) stands near its family; one never seen has no row and takes that.",
        "rule\tconfidence\tjudged",
    ]
    return "\n".join([*head, *(f"{rule}\t{value:.2f}\t{number}" for rule, (value, number) in rows.items())]) + "\n"


def rules_of_the_code() -> tuple[set[str], set[str]]:
    """Names of rules in the code: whole ones, and ends of those that a type of event opens (`.between`)."""
    whole: set[str] = set()
    ends: set[str] = set()
    for path in sorted(path for room in ROOMS for path in (ROOT / "kg" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(value)) if _EXACT.fullmatch(value):
                    whole.add(value)
                case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(value))]) if _OPEN.fullmatch(value):
                    ends.add(value)
    return whole, ends


def silent(fired: Sequence[str]) -> list[str]:
    """Rules of the code that no fact names."""
    whole, ends = rules_of_the_code()
    return sorted(whole - set(fired)) + [f"*{end}" for end in sorted(ends) if not any(rule.endswith(end) for rule in fired)]


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=GOLD)
    parser.add_argument("--scorer", type=Path, default=SCORER)
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE.tsv")
    options = parser.parse_args()
    demand(options.gold, options.scorer)
    found = counts(options.gold, load(options.scorer))
    rows = smoothed(found)
    print(f"{'rule':<26}{'right':>7}{'wrong':>7}{'confidence':>12}")
    for rule, (value, judged) in rows.items():
        own = found.get(rule)
        print(f"{rule:<26}{own.right:>7}{own.wrong:>7}{value:>12.2f}" if own else f"{rule:<26}{judged:>14}{value:>12.2f}")
    print(f"never fired here: {', '.join(silent(list(found))) or 'none'}")
    options.out.write_text(text(rows, options.gold, len(list(options.gold.glob("*.json")))), encoding="utf-8")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()

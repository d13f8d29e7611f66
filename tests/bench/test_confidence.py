"""Facts are judged by the gold, and a rule's confidence is how often it was right."""

import itertools
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.extraction.confidence import confidence

EMPTY: dict[str, Any] = {name: [] for name in ("people", "organizations", "frameworks", "events", "cooperation", "statements")}
GOLD = EMPTY | {
    "people": [{"name": "Ada Quist", "aliases": ["Quist"], "posts": ["Minister"]}, {"name": "Ken Arato", "posts": ["Envoy"]}],
    "frameworks": [{"name": "Tide Accord", "aliases": ["TA"]}],
    "events": [
        {"type": "meeting", "participants": ["Ada Quist", "Ken Arato"], "date": "2031-05-06"},
        {"type": "meeting", "participants": ["Ada Quist", "PT"], "date": "2031-05-07"},
        {"type": "visit", "visitors": ["Ken Arato"], "host": "PT"},
    ],
    "cooperation": [{"parties": ["JP", "PT"], "topics": ["trade", "health"]}],
    "statements": [{"speaker": "Ada Quist", "topics": ["trade"]}, {"speaker": "PT", "topics": ["health"]}],
}
NAMES = {"ada": ["Quist", "Ada Quist"], "ken": ["Ken Arato"], "jp": ["JP"], "pt": ["PT"], "accord": ["TA"]} | {
    name: [name] for name in ("Minister", "Envoy", "trade", "health", "mines", "Other Pact")
}


def judged(measuring: ModuleType, scorer: Path, rule: str, *facts: dict[str, str | list[str]]) -> list[bool]:
    """The verdicts on facts of one rule, in order."""
    told = [
        measuring.Told(
            str(values.get("iri", f"fact/{number}")),
            rule,
            {name: {value} if isinstance(value, str) else set(value) for name, value in values.items()},
        )
        for number, values in enumerate(facts)
    ]
    names = NAMES | {fact.iri: [fact.iri] for fact in told if fact.iri not in NAMES}
    return [right for _, right in measuring.Judge(measuring.load(scorer), names, GOLD, told).verdicts()]


def test_a_tenure_needs_its_holder_and_post(measuring: ModuleType, scorer: Path) -> None:
    right, other, wrong = judged(
        measuring, scorer, "tenure.title",
        {"holder": "ada", "post": "Minister"}, {"holder": "ken", "post": "Envoy"}, {"holder": "ken", "post": "Minister"},
    )  # fmt: skip
    assert (right, other, wrong) == (True, True, False)


def test_a_framework_needs_its_name(measuring: ModuleType, scorer: Path) -> None:
    assert judged(measuring, scorer, "framework.quoted", {"iri": "accord"}, {"iri": "Other Pact"}) == [True, False]


def test_a_meeting_has_a_participant_of_the_gold_and_none_beside(measuring: ModuleType, scorer: Path) -> None:
    def verdict(*participants: str, date: str = "2031-05-06", status: str = "ns#Held") -> list[bool]:
        fact: dict[str, str | list[str]] = {"participant": list(participants), "date": date, "status": status}
        return judged(measuring, scorer, "meeting.met", fact)

    assert verdict("ada", "ken") == verdict("ken") == [True]
    assert verdict("ada", "ken", "jp") == verdict("jp") == verdict() == [False]
    assert verdict("ada", "ken", date="2030") == [True], "a date is no part of what makes it this meeting"
    assert verdict("jp", status="ns#Proposed") == verdict("ada", status="ns#Cancelled") == []


def test_each_gold_event_is_used_once_and_by_the_likest(measuring: ModuleType, scorer: Path) -> None:
    whole, again, other = ({"participant": pair} for pair in (["ada", "ken"], ["ken"], ["ada", "pt"]))
    assert judged(measuring, scorer, "meeting.met", again, whole, other) == [False, True, True]


def test_a_visit_needs_its_host(measuring: ModuleType, scorer: Path) -> None:
    assert judged(measuring, scorer, "visit.travel", {"visitor": "ken", "host": "pt"}) == [True]
    assert judged(measuring, scorer, "visit.travel", {"visitor": "ken", "host": "jp"}) == [False]


def test_half_of_the_topics_suffice(measuring: ModuleType, scorer: Path) -> None:
    def cooperation(*topics: str, parties: tuple[str, str] = ("jp", "pt")) -> list[bool]:
        return judged(measuring, scorer, "cooperation.pair", {"party": list(parties), "topic": list(topics)})

    assert cooperation("trade", "mines") == [True]
    assert cooperation("mines") == cooperation("trade", parties=("ada", "jp")) == [False]
    said = [
        {"speaker": "ada", "topic": ["trade", "mines"]},
        {"speaker": "ada", "topic": "health"},
        {"speaker": "pt", "topic": "health"},
    ]
    assert judged(measuring, scorer, "statement.verb", *said) == [True, False, True]


def test_a_rule_seldom_seen_stands_near_its_family(measuring: ModuleType) -> None:
    count = measuring.Count
    rows = measuring.smoothed({"meeting.met": count(95, 5), "meeting.noun": count(0, 1), "visit.travel": count(0, 0)})
    assert rows["call"] == (pytest.approx(0.7), 0), "a family never seen has the floor"
    assert rows["meeting"] == (pytest.approx((95 + 0.7 * 4) / 105), 101)
    assert rows["meeting.met"] == (pytest.approx((95 + 4 * rows["meeting"][0]) / 104), 100)
    assert rows["meeting.noun"] == (pytest.approx(4 * rows["meeting"][0] / 5), 1)
    assert list(rows) == [rule for family in measuring.FAMILIES for rule in rows if rule.partition(".")[0] == family]
    told = measuring.text(rows, Path("/labelled/mine"), 7)
    assert "# Gold: mine, 7 texts, 101 facts judged." in told and "\nmeeting.noun\t0.75\t1\n" in told


def test_rules_that_never_fired_are_named(measuring: ModuleType) -> None:
    whole, ends = measuring.rules_of_the_code()
    assert {"meeting.met", "tenure.counterpart", "signing.passive"} <= whole and ".between" in ends
    silent = measuring.silent([*(whole - {"meeting.met"}), "call.between"])
    assert "meeting.met" in silent and "tenure.counterpart" not in silent and "*.between" not in silent
    assert set(measuring.silent([])) == whole | {f"*{end}" for end in ends}


def test_every_rule_of_the_code_has_a_confidence(measuring: ModuleType) -> None:
    whole, ends = measuring.rules_of_the_code()
    opened = {f"{kind}{end}" for kind, end in itertools.product(("meeting", "call"), ends)}
    assert all(0 < confidence(rule) < 1 for rule in whole | opened)


def test_the_folder_is_built_and_the_table_written(
    measuring: ModuleType, gold: Path, scorer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graph is read by a stand-in for the scorer's own reader, as that is no part of this project."""
    (gold / "two.json").unlink()
    (gold / "one.json").write_text(
        '{"id": "one", "people": [{"name": "Ada Quist", "posts": ["Minister of Trade"]}], "organizations": [],'
        ' "frameworks": [], "events": [], "cooperation": [], "statements": []}',
        encoding="utf-8",
    )
    with scorer.open("a", encoding="utf-8") as file:
        file.write(READER)
    out = tmp_path / "confidence.tsv"
    monkeypatch.setattr("sys.argv", ["x", str(gold), "--scorer", str(scorer), "--out", str(out)])
    measuring.main()
    rows = dict(line.split("\t", 1) for line in out.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    assert rows["tenure"].endswith("\t2") and float(rows["tenure"].split()[0]) == round((1 + 2.8) / 6, 2)
    assert rows["statement"] == "0.70\t0"
    assert any(rule.startswith("meeting.") for rule in rows)


READER = """
import collections, pyoxigraph as ox
class Graph:
    def __init__(self, path):
        self.store = ox.Store()
        self.store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        ask = "SELECT ?id ?d { ?d a bc:Document ; <http://purl.org/dc/terms/identifier> ?id }"
        self.docs = {row[0]: row[1] for row in self.ask(ask)}
    def ask(self, question, graph=None):
        question = f"PREFIX bc: <{BC}> " + question.replace("GRAPH_DOC", f"GRAPH <{graph}>")
        return [[term.value for term in row] for row in self.store.query(question, use_default_graph_as_union=True)]
    def names(self):
        found = collections.defaultdict(list)
        for thing, name in self.ask("SELECT DISTINCT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"):
            found[thing].append(name)
        return found
"""

"""People by labelled cases: `Name @COUNTRY: Post; Post`, joined by ` | `, `@-` where the text does not tell the state.

In `tenures.csv` a person's posts are followed by how they were held: `Name: Post (Acting)`. A row whose `open` is `yes` is
right but not yet read; once it is, the mark goes.
"""

import csv
from pathlib import Path

import pytest

from kg.model import Document, DocumentFacts, DocumentId, PartialDate
from kg.pipeline import extract

Case = dict[str, str]
PUBLISHED = PartialDate(2024, 5, 10)
FIXED = "this row is read right now: take the `yes` from its column `open`"


def cases(name: str, still_open: bool) -> list[Case]:
    with (Path(__file__).parent / "cases" / name).open(encoding="utf-8", newline="") as lines:
        return [case for case in csv.DictReader(lines) if (case["open"] == "yes") is still_open]


def read(case: Case) -> DocumentFacts:
    return extract(Document(id=DocumentId("case"), text=case["text"], language=case["language"], published=PUBLISHED))


def ordered(label: str) -> str:
    """Persons and posts of a label in alphabetical order: which comes first in a cell says nothing."""
    persons = [] if label == "-" else label.split(" | ")
    split = [person.partition(": ") for person in persons]
    return " | ".join(sorted(f"{name}{colon}{'; '.join(sorted(posts.split('; ')))}" for name, colon, posts in split))


def people(facts: DocumentFacts) -> str:
    posts = {post.id: post.name for post in facts.posts}
    held = {p.id: list(dict.fromkeys(posts[t.post] for t in facts.tenures if t.holder == p.id)) for p in facts.persons}
    named = {p.id: f"{p.name} @{p.country or '-'}" for p in facts.persons}
    return " | ".join(": ".join(filter(None, (named[p.id], "; ".join(held[p.id])))) for p in facts.persons) or "-"


def tenures(facts: DocumentFacts) -> str:
    posts = {post.id: post.name for post in facts.posts}
    held = {p.id: [f"{posts[t.post]} ({t.status.value})" for t in facts.tenures if t.holder == p.id] for p in facts.persons}
    return " | ".join(f"{p.name}: {'; '.join(held[p.id])}" for p in facts.persons) or "-"


@pytest.mark.parametrize("case", cases("people.csv", False), ids=lambda case: case["text"][:60])
def test_people(case: Case) -> None:
    assert ordered(people(read(case))) == ordered(case["expected"])


@pytest.mark.parametrize("case", cases("people.csv", True), ids=lambda case: case["text"][:60])
def test_open_people(case: Case) -> None:
    assert ordered(people(read(case))) != ordered(case["expected"]), FIXED


@pytest.mark.parametrize("case", cases("tenures.csv", False), ids=lambda case: case["text"][:60])
def test_tenures(case: Case) -> None:
    assert ordered(tenures(read(case))) == ordered(case["expected"])


@pytest.mark.parametrize("case", cases("tenures.csv", True), ids=lambda case: case["text"][:60])
def test_open_tenures(case: Case) -> None:
    assert ordered(tenures(read(case))) != ordered(case["expected"]), FIXED

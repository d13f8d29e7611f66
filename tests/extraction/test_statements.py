"""Statements by labelled cases: `Speaker: topic, topic` or `Speaker [stance]: topic`, joined by ` | `; `-` where there is none.

All that a speaker says is one label; stances are compared where the cell names them. A row whose `open` is `yes` is right but not
yet read; once it is, the mark goes.
"""

import csv
from pathlib import Path

import pytest

from kg.model import Document, DocumentId, PartialDate
from kg.pipeline import extract

Case = dict[str, str]
PUBLISHED = PartialDate(2024, 5, 10)
FIXED = "this row is read right now: take the `yes` from its column `open`"


def cases(still_open: bool) -> list[Case]:
    with (Path(__file__).parent / "cases" / "statements.csv").open(encoding="utf-8", newline="") as lines:
        return [case for case in csv.DictReader(lines) if (case["open"] == "yes") is still_open]


def expected(case: Case) -> list[tuple[str, list[str]]]:
    cells = [] if case["expected"] == "-" else case["expected"].split(" | ")
    return sorted((speaker, sorted(topics.split(", "))) for speaker, _, topics in (cell.partition(": ") for cell in cells))


def found(case: Case) -> list[tuple[str, list[str]]]:
    facts = extract(Document(id=DocumentId("case"), text=case["text"], language=case["language"], published=PUBLISHED))
    named = {e.id: e.name for e in (*facts.persons, *facts.organizations)}
    said: dict[str, set[str]] = {}
    for statement in facts.statements:
        stance = f" [{statement.stance}]" if "[" in case["expected"] else ""
        speaker = named[statement.speaker] if statement.speaker in named else statement.speaker.removeprefix("country/")
        said.setdefault(f"{speaker}{stance}", set()).update(statement.topics)
    return sorted((speaker, sorted(topics)) for speaker, topics in said.items())


@pytest.mark.parametrize("case", cases(False), ids=lambda case: case["text"][:60])
def test_statements(case: Case) -> None:
    assert found(case) == expected(case)


@pytest.mark.parametrize("case", cases(True), ids=lambda case: case["text"][:60])
def test_open_statements(case: Case) -> None:
    assert found(case) != expected(case), FIXED

"""Cooperation by labelled cases: `FR, MA: topic, topic`, joined by ` | `; `-` where there is none.

States go by ISO code, bodies by name. A row whose `open` is `yes` is right but not yet read; once it is, the
mark goes.
"""

import csv
from pathlib import Path

import pytest

from kg.model import Document, DocumentId, PartialDate
from kg.pipeline import extract

Case = dict[str, str]
PUBLISHED = PartialDate(2024, 5, 10)
FIXED = "this row is read right now: take the `yes` from its column `open`"
Labelled = tuple[list[str], list[str]]


def cases(still_open: bool) -> list[Case]:
    with (Path(__file__).parent / "cases" / "cooperation.csv").open(encoding="utf-8", newline="") as lines:
        return [case for case in csv.DictReader(lines) if (case["open"] == "yes") is still_open]


def expected(case: Case) -> list[Labelled]:
    cells = [] if case["expected"] == "-" else case["expected"].split(" | ")
    parted = [cell.partition(": ") for cell in cells]
    return sorted((sorted(parties.split(", ")), sorted(topics.split(", "))) for parties, _, topics in parted)


def found(case: Case) -> list[Labelled]:
    facts = extract(Document(id=DocumentId("case"), text=case["text"], language=case["language"], published=PUBLISHED))
    named = {body.id: body.name for body in facts.organizations}
    parties = [[named[p] if p in named else p.removeprefix("country/") for p in c.parties] for c in facts.cooperations]
    return sorted((sorted(sides), sorted(c.topics)) for sides, c in zip(parties, facts.cooperations, strict=True))


@pytest.mark.parametrize("case", cases(False), ids=lambda case: case["text"][:60])
def test_cooperation(case: Case) -> None:
    assert found(case) == expected(case)


@pytest.mark.parametrize("case", cases(True), ids=lambda case: case["text"][:60])
def test_open_cooperation(case: Case) -> None:
    assert found(case) != expected(case), FIXED

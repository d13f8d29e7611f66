"""Topics by labelled cases: what a sentence about the relation of two states speaks of; `-` where it speaks of none.

A row whose `open` is `yes` is right but not yet read; once it is, the mark goes.
"""

import csv
from pathlib import Path

import pytest

from kg.annotation.annotate import annotate
from kg.model import Document, DocumentId

Case = dict[str, str]
FIXED = "this row is read right now: take the `yes` from its column `open`"


def cases(still_open: bool) -> list[Case]:
    with (Path(__file__).parent / "cases" / "topics.csv").open(encoding="utf-8", newline="") as lines:
        return [case for case in csv.DictReader(lines) if (case["open"] == "yes") is still_open]


def expected(case: Case) -> list[str]:
    return [] if case["expected"] == "-" else sorted(case["expected"].split(", "))


def found(case: Case) -> list[str]:
    annotated = annotate(Document(id=DocumentId("case"), text=case["text"], language=case["language"]))
    return sorted(annotated.topics_in(0, len(annotated.tokens)))


@pytest.mark.parametrize("case", cases(False), ids=lambda case: case["text"][:60])
def test_topics(case: Case) -> None:
    assert found(case) == expected(case)


@pytest.mark.parametrize("case", cases(True), ids=lambda case: case["text"][:60])
def test_open_topics(case: Case) -> None:
    assert found(case) != expected(case), FIXED

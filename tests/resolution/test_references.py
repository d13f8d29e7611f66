"""What words point at, by labelled cases: the words as they first stand in the text, and the names of all they stand for.

Names are joined by ` | `, states are ISO codes, `-` is nobody. A row whose `open` is `yes` is right but not yet read; once it is,
the mark goes.
"""

import csv
import re
from pathlib import Path

import pytest

from kg.annotated import MentionKind
from kg.annotation.annotate import annotate
from kg.model import Document, DocumentId, EntityId, PartialDate
from kg.resolution.resolve import resolve
from kg.resolved import Resolved

Case = dict[str, str]
PUBLISHED = PartialDate(2024, 5, 10)
FIXED = "this row is read right now: take the `yes` from its column `open`"


def cases(still_open: bool) -> list[Case]:
    with (Path(__file__).parent / "cases" / "references.csv").open(encoding="utf-8", newline="") as lines:
        return [case for case in csv.DictReader(lines) if (case["open"] == "yes") is still_open]


def label(resolved: Resolved, agent: EntityId) -> str:
    kind, _, key = agent.partition("/")
    return {"person": resolved.persons, "organization": resolved.organizations}[kind][agent].name if kind != "country" else key


def referred(case: Case) -> list[str]:
    """Whom the mention stands for that shares most letters with the words."""
    document = Document(id=DocumentId("case"), text=case["text"], language=case["language"], published=PUBLISHED)
    resolved = resolve(annotate(document))
    words = re.search(rf"\b{re.escape(case['anaphor'])}\b", case["text"])
    assert words, f"{case['anaphor']!r} does not stand in the text"
    shared = []
    for index, mention in enumerate(resolved.annotated.mentions):
        span = resolved.annotated.span(mention.start, mention.end)
        common = min(span.end, words.end()) - max(span.start, words.start())
        if common > 0 and mention.kind is not MentionKind.ADJECTIVE:
            shared.append((common, index))
    agents = resolved.agents(max(shared)[1]) if shared else ()
    return sorted(label(resolved, agent) for agent in agents)


def expected(case: Case) -> list[str]:
    return sorted(case["expected"].split(" | ")) if case["expected"] != "-" else []


@pytest.mark.parametrize("case", cases(False), ids=lambda case: case["text"][:60])
def test_references(case: Case) -> None:
    assert referred(case) == expected(case)


@pytest.mark.parametrize("case", cases(True), ids=lambda case: case["text"][:60])
def test_open_references(case: Case) -> None:
    assert referred(case) != expected(case), FIXED

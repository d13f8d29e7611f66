"""Whom frameworks bind, by labelled cases (`name|parties`, items parted by `; `), and which mentions are one."""

import csv
from pathlib import Path

import pytest

from kg.model import Document, DocumentId, Framework
from kg.pipeline import extract

with (Path(__file__).parent / "cases" / "framework_parties.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


def frameworks(text: str, language: str = "en") -> tuple[Framework, ...]:
    return extract(Document(DocumentId("case"), text, language)).frameworks


def item(framework: Framework) -> str:
    return f"{framework.name}|{', '.join(sorted(party.partition('/')[2] for party in framework.parties))}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_parties(case: dict[str, str]) -> None:
    assert "; ".join(map(item, frameworks(case["text"], case["language"]))) == case["frameworks"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Kenya-Oman Strategic Mechanism (KOSM) met. The Strategic Mechanism will meet again. The KOSM is new.", 1),
        ("Kenya signed a memorandum on transport with Oman. Togo signed a memorandum on transport systems with Ghana.", 2),
        ("The Fiji-Samoa Joint Commission met. The Fiji-Tonga Joint Commission did not.", 2),
        ("Bilateral Agreement on Customs\n\nA pact on mutual support in customs affairs was signed by Fiji and Tonga.", 1),
        ("Fiji and Tonga signed a memorandum on a joint working group on mining.", 2),
        ("Fiji and Tonga sign a memorandum on tuna\n\nFiji and Tonga signed a memorandum on tuna exports.", 1),
        ("Fiji and Tonga signed an agreement. The access agreement was signed in Suva.", 1),
    ],
)
def test_mentions_of_one_framework_are_one(text: str, names: int) -> None:
    assert len(frameworks(text)) == names


def test_names_and_aliases_of_one_framework() -> None:
    (mechanism,) = frameworks("The Kenya-Oman Strategic Mechanism (KOSM) met. The Strategic Mechanism, or KOSM, is new.")
    assert mechanism.name == "Kenya-Oman Strategic Mechanism"
    assert set(mechanism.aliases) == {"KOSM", "Strategic Mechanism"}
    assert len(mechanism.evidence) == 2

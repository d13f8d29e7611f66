"""Organizations and frameworks by labelled cases: every one that a text names, in order, and nothing else.

An item is `name|country or key|aliases` (organizations) or `name|kind|aliases` (frameworks); items are parted by `; `, aliases by
`, `, and empty cells at an item's end are left out. `(each)` marks what stands for one body of each state.
"""

import csv
from pathlib import Path

import pytest

from kg.annotated import Mention, MentionKind
from kg.annotation.annotate import annotate
from kg.model import Document, DocumentId

CASES = Path(__file__).parent / "cases"


def read(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def found(text: str, kind: MentionKind, language: str = "en") -> list[Mention]:
    return [m for m in annotate(Document(DocumentId("case"), text, language)).mentions if m.kind is kind]


def item(mention: Mention, label: str) -> str:
    return "|".join([mention.name, label, ", ".join(mention.aliases)]).rstrip("|")


@pytest.mark.parametrize("case", read("organizations.csv"), ids=lambda case: case["text"])
def test_organizations(case: dict[str, str]) -> None:
    mentions = found(case["text"], MentionKind.ORGANIZATION)
    named = [item(m, m.country or m.key) + (" (each)" if m.plural else "") for m in mentions]
    assert "; ".join(named) == case["organizations"]


@pytest.mark.parametrize("case", read("organizations-fr.csv"), ids=lambda case: case["text"])
def test_french_organizations(case: dict[str, str]) -> None:
    mentions = found(case["text"], MentionKind.ORGANIZATION, "fr")
    named = [item(m, m.country or m.key) + (" (each)" if m.plural else "") for m in mentions]
    assert "; ".join(named) == case["organizations"]


@pytest.mark.parametrize("case", read("frameworks.csv"), ids=lambda case: case["text"])
def test_frameworks(case: dict[str, str]) -> None:
    mentions = found(case["text"], MentionKind.FRAMEWORK, case["language"])
    assert "; ".join(item(m, m.key) for m in mentions) == case["frameworks"]


def test_white_space_in_a_name_is_one_blank() -> None:
    (body,) = found("He thanked the Ministry of \t Rural Development of Kenya.", MentionKind.ORGANIZATION)
    assert (body.name, body.aliases) == ("Ministry of Rural Development", ("Ministry of Rural Development of Kenya",))


def test_what_parts_a_name_stays_free_for_its_parties() -> None:
    text = "An MoU between the Ministry of Ports of Kenya and the Solvex Institute on port security was signed."
    (framework,) = found(text, MentionKind.FRAMEWORK)
    bodies = found(text, MentionKind.ORGANIZATION)
    assert [b.name for b in bodies] == ["Ministry of Ports", "Solvex Institute"]
    assert all(b.start >= framework.name_end for b in bodies)


def test_a_short_form_says_what_it_stands_for() -> None:
    first, later = found("They adopted the Action Plan 2031-2035. The Plan covers energy.", MentionKind.FRAMEWORK)
    assert (later.name, later.attributes["again"]) == ("Plan", first.name)

"""Events by labelled cases: `Type(Status): role=A, B; place=Lima; date=2024-10-29`, joined by ` | `; `-` where there is none.

Roles are participants, visitors, host, signatories, instrument, name; persons and bodies by name, states by ISO code. Topics are
compared where the cell names `topics` (of none: `topics=-`). Events only proposed or cancelled are left aside where the cell
names none. A row whose `open` is `yes` is right but not yet read; once it is, the mark goes.
"""

import csv
from pathlib import Path

import pytest

from kg.model import Document, DocumentFacts, DocumentId, EntityId, EventStatus, PartialDate
from kg.pipeline import extract

Case = dict[str, str]
FIXED = "this row is read right now: take the `yes` from its column `open`"
Labelled = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]
ASIDE = (EventStatus.PROPOSED, EventStatus.CANCELLED)


def cases(still_open: bool) -> list[Case]:
    with (Path(__file__).parent / "cases" / "events.csv").open(encoding="utf-8", newline="") as lines:
        return [case for case in csv.DictReader(lines) if (case["open"] == "yes") is still_open]


def read(case: Case) -> DocumentFacts:
    published = PartialDate(*map(int, case["published"].split("-"))) if case["published"] else None
    return extract(Document(id=DocumentId("case"), text=case["text"], language=case["language"], published=published))


def expected(case: Case) -> list[Labelled]:
    """The cell, with events, roles and names in alphabetical order: which comes first in a cell says nothing."""
    events = [] if case["expected"] == "-" else case["expected"].split(" | ")
    parted = [event.partition(": ") for event in events]
    roles = [[part.partition("=") for part in rest.split("; ") if part] for _, _, rest in parted]
    return sorted(
        (head, tuple(sorted((role, tuple(sorted(names.split(", ")))) for role, _, names in parts)))
        for (head, _, _), parts in zip(parted, roles, strict=True)
    )


def found(case: Case) -> list[Labelled]:
    facts = read(case)
    named = {e.id: e.name for e in (*facts.persons, *facts.organizations, *facts.places, *facts.frameworks)}

    def names(agents: tuple[EntityId, ...]) -> list[str]:
        return [named[agent] if agent in named else agent.removeprefix("country/") for agent in agents]

    labels = []
    aside = not any(f"({status.value})" in case["expected"] for status in ASIDE)
    for event in facts.events:
        if aside and event.status in ASIDE:
            continue
        roles: dict[str, list[str]] = {
            "participants": names(event.participants),
            "visitors": names(event.visitors),
            "signatories": names(event.signatories),
            "host": [event.host] if event.host else [],
            "name": [event.name] if event.name else [],
            "instrument": named[event.instrument].split(", ") if event.instrument else [],
            "place": [named[event.place]] if event.place else [],
            "date": [str(event.date)] if event.date else [],
        }
        if "topics=" in case["expected"]:
            roles["topics"] = list(event.topics) or ["-"]
        label = tuple(sorted((role, tuple(sorted(values))) for role, values in roles.items() if values))
        labels.append((f"{event.type.value}({event.status.value})", label))
    return sorted(labels)


def test_a_signing_has_a_visit_of_its_own_time_alone_for_occasion() -> None:
    text = "A team of Kenya travelled to Ghana in June 2018, and a protocol on ports was signed{} between the two countries."
    occasions = [
        next(event.occasion for event in facts.events if event.instrument)
        for date in ("", ", in December 2020,")
        for facts in [extract(Document(id=DocumentId("case"), text=text.format(date), language="en"))]
    ]
    assert occasions == [EntityId("visit/1"), None]


@pytest.mark.parametrize("case", cases(False), ids=lambda case: case["text"][:60])
def test_events(case: Case) -> None:
    assert found(case) == expected(case)


@pytest.mark.parametrize("case", cases(True), ids=lambda case: case["text"][:60])
def test_open_events(case: Case) -> None:
    assert found(case) != expected(case), FIXED

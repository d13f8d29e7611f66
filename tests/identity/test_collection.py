"""A collection of invented reports of real states: what is one is told as one, and the traps stay apart."""

from pathlib import Path

import pytest

from kg.identified import Identity
from kg.identity.identify import identify
from kg.identity.profile import profile
from kg.model import DocumentFacts
from kg.pipeline import extract, read
from tests.identity.gold import Measured, measure, read_gold

COLLECTION = Path(__file__).parent / "collection"


@pytest.fixture(scope="module")
def facts() -> dict[str, DocumentFacts]:
    return {path.stem: extract(read(path)) for path in sorted(COLLECTION.glob("*.txt"))}


@pytest.fixture(scope="module")
def identity(facts: dict[str, DocumentFacts]) -> Identity:
    return identify([profile(f) for f in facts.values()])


@pytest.fixture(scope="module")
def measured(facts: dict[str, DocumentFacts], identity: Identity) -> Measured:
    return measure(read_gold(COLLECTION / "gold.tsv"), facts, identity)


def test_the_collection_is_large_enough() -> None:
    rows = read_gold(COLLECTION / "gold.tsv")
    events: dict[str, set[str]] = {}
    for row in rows:
        if row.kind == "event":
            events.setdefault(row.cluster, set()).add(row.document)
    assert len(list(COLLECTION.glob("*.txt"))) >= 60
    assert sum(len(documents) >= 3 for documents in events.values()) >= 15
    spellings: dict[str, set[str]] = {}
    for row in rows:
        if row.kind == "person":
            spellings.setdefault(row.cluster, set()).add(row.name)
    assert sum(len(names) > 1 for names in spellings.values()) >= 20


def test_hardly_a_merge_is_wrong(measured: Measured) -> None:
    assert measured.precision >= 0.99, measured.wrong


def test_hardly_a_merge_is_missed(measured: Measured) -> None:
    assert measured.recall >= 0.95, measured.lost


def test_the_reader_finds_most_of_what_the_gold_names(measured: Measured) -> None:
    """What it does not find is counted apart; identity cannot put together what is not there."""
    assert len(measured.missed) <= 12, measured.missed

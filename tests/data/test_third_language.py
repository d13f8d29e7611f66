"""A further language is tables, not code: one made of the English tables with other words is read by the same grammars."""

import re
import shutil
from pathlib import Path

import pytest

from kg import pipeline, resources
from kg.model import Document, DocumentFacts, DocumentId, EventType, PartialDate

WORDS = {
    "the": "lo",
    "of": "dul",
    "in": "naj",
    "on": "sor",
    "and": "ot",
    "minister": "vezelo",
    "president": "kapedo",
    "foreign": "ulkan",
    "affairs": "azoj",
    "met": "tapas",
    "discussed": "parolis",
    "said": "diris",
    "that": "ke",
    "will": "volos",
    "visit": "vizitos",
    "fisheries": "fixado",
    "trade": "merkado",
    "cooperation": "kunlabor",
    "may": "majuz",
    "portugal": "portugalio",
    "japan": "nipono",
}
"""English words and those of the made-up language."""
FORMS = {"form", "forms", "plural", "phrase", "singular"}
"""Columns of words; the others hold classes."""
TEXT = (
    "Lo Vezelo dul Ulkan Azoj dul Portugalio, Ada Quist, tapas lo Kapedo dul Nipono, Ken Arato, naj Lisbon sor 5 Majuz 2031. "
    "Lo Vezelo ot Kapedo parolis fixado ot merkado. Arato diris ke kunlabor sor fixado volos grow.\n"
)


@pytest.fixture
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of a language whose tables are the English ones, word by word in other words."""
    shutil.copytree(resources.data("en").parent, tmp_path / "data")
    for table in (tmp_path / "data" / "en").glob("*.tsv"):
        new = tmp_path / "data" / "zz" / table.name
        new.parent.mkdir(exist_ok=True)
        new.write_text("\n".join(in_other_words(table.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    return "zz"


def in_other_words(lines: list[str]) -> dict[str, None]:
    """The lines of a table with all forms in the other language; what classes and frames are called stays."""
    new: dict[str, None] = {}
    columns: list[str] = []
    for line in lines:
        cells = line.split("\t")
        if not line.startswith("#") and columns:
            cells = [
                re.sub(r"[A-Za-z]+", _other, cell) if column in FORMS else cell
                for column, cell in zip(columns, cells, strict=True)
            ]
        elif not line.startswith("#"):
            columns = cells
        new["\t".join(cells)] = None
    return new


def _other(match: re.Match[str]) -> str:
    word = match[0]
    other = WORDS.get(word.lower(), word)
    return other.capitalize() if word[0].isupper() else other


@pytest.fixture
def facts(language: str) -> DocumentFacts:
    return pipeline.extract(Document(DocumentId("text"), TEXT, language, published=PartialDate(2031, 5, 6)))


def test_its_people_posts_and_events_are_read(facts: DocumentFacts) -> None:
    assert [(person.name, person.country) for person in facts.persons] == [("Ada Quist", "PT"), ("Ken Arato", "JP")]
    assert {post.name for post in facts.posts} >= {"Vezelo dul Ulkan Azoj", "Kapedo"}
    (meeting,) = (event for event in facts.events if event.type is EventType.MEETING)
    assert meeting.participants == tuple(person.id for person in facts.persons)
    assert meeting.date == PartialDate(2031, 5, 5) and meeting.place is not None
    assert "fisheries" in meeting.topics


def test_what_is_said_in_it_is_read(facts: DocumentFacts) -> None:
    (statement,) = facts.statements
    assert statement.speaker == facts.persons[1].id and statement.topics == ("fisheries",)

"""The topic lexicons: known ids, nothing twice, nothing contradictory, every topic well covered in English."""

from collections import Counter, defaultdict

import pytest

from kg import resources
from kg.annotation.tokens import fold_phrase

COLUMNS = ("phrase", "topic", "strength")
VETO = "-"
ENOUGH = 12
LANGUAGES = [path.name for path in sorted(resources.data("").iterdir()) if path.name != "world"]
FOLDERS = [language for language in LANGUAGES if resources.has(f"{language}/topics.tsv")]


def rows(language: str) -> list[tuple[str, str, str]]:
    return [(row.cells[0], row.cells[1], row.cells[2]) for row in resources.table(f"{language}/topics.tsv", COLUMNS)]


def known() -> set[str]:
    return {row.cells[0] for row in resources.table("world/topics.tsv", ("id", "broader", "label_en", "label_fr"))}


def test_english_is_among_the_languages() -> None:
    assert "en" in FOLDERS


@pytest.mark.parametrize("language", FOLDERS)
def test_every_row_is_well_formed(language: str) -> None:
    ids = known() | {VETO}
    for phrase, topic, strength in rows(language):
        assert topic in ids, f"{phrase}: topic {topic} is not in world/topics.tsv"
        assert strength in {"strong", "weak", "said", "item"}, f"{phrase}: strength is {strength}"
        assert phrase == " ".join(phrase.lower().split()) and phrase, f"{phrase!r}: expected lower case, single spaces"
        assert topic != VETO or strength == "strong", f"{phrase}: a veto is strong"


@pytest.mark.parametrize("language", FOLDERS)
def test_no_phrase_stands_twice_for_one_topic(language: str) -> None:
    """Compared as the matcher sees them, so that a row which differs in case, accent or strength only is one too many."""
    counted = Counter((fold_phrase(phrase), topic) for phrase, topic, _ in rows(language))
    assert not [(" ".join(phrase), topic) for (phrase, topic), times in counted.items() if times > 1]


@pytest.mark.parametrize("language", FOLDERS)
def test_a_veto_names_no_topic_elsewhere(language: str) -> None:
    topics: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for phrase, topic, _ in rows(language):
        topics[fold_phrase(phrase)].add(topic)
    assert not [" ".join(phrase) for phrase, found in topics.items() if VETO in found and len(found) > 1]


def test_english_covers_every_topic() -> None:
    counted = Counter(topic for _, topic, _ in rows("en"))
    assert not {topic: counted[topic] for topic in known() if counted[topic] < ENOUGH}


@pytest.mark.parametrize("language", FOLDERS)
def test_introducers_stand_once(language: str) -> None:
    forms = [fold_phrase(row.cells[0]) for row in resources.table(f"{language}/topic_introducers.tsv", ("form",))]
    assert forms
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("phrase", "topics"),
    [
        ("science and technology", {"science", "technology"}),
        ("corruption", {"financial-crime"}),
        ("mutual legal assistance", {"extradition"}),
        ("transfer of prisoners", {"justice"}),
        ("arms trafficking", {"organized-crime"}),
        ("people smuggling", {"human-trafficking"}),
        ("voluntary return", {"readmission"}),
        ("remittances", {"labour"}),
        ("pilgrims", {"religion"}),
        ("patents", {"science"}),
        ("rural poverty", {"development"}),
        ("trade representative", {VETO}),
        ("security council", {VETO}),
        ("climate of trust", {VETO}),
        ("state department", {VETO}),
    ],
)
def test_conventions_of_english(phrase: str, topics: set[str]) -> None:
    assert {topic for form, topic, _ in rows("en") if form == phrase} == topics

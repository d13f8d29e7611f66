"""Names as keys, and as words to look for."""

import pytest

from kg.graph.matching import exact, holding, near
from kg.keys import Keys, folded, slug


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ann Lee", "ann lee"),
        ("  Zoé   QUELL ", "zoe quell"),
        ("Łucja Ørsted-Müller", "lucja orsted muller"),
        ("O’Brack & Søn", "o brack son"),
        ("İnci Çağ", "inci cag"),
        ("أحمد", "احمد"),
        ("中村 健", "中村 健"),
        ("snake_case 42", "snake case 42"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_name_folded(name: str, words: str) -> None:
    assert folded(name) == words
    assert slug(name) == (words.replace(" ", "-") or "x")


def test_keys_are_unique_in_order_of_asking() -> None:
    keys = Keys()
    asked = [keys.key("person", name) for name in ("Ann Lee", "Ánn  Lee", "Ann Leigh", "ann lee")]
    assert asked == ["person/ann-lee", "person/ann-lee-2", "person/ann-leigh", "person/ann-lee-3"]


def test_a_long_name_gives_a_short_key() -> None:
    assert len(Keys().key("framework", "word " * 60)) <= len("framework/") + 80


def test_names_are_found_as_they_are_typed() -> None:
    names = {"a": ["Łucja Ørsted"], "b": ["Lucja Brack", "LB"], "c": ["…"]}
    assert exact("lucja orsted", names) == ["a"]
    assert exact("ŁUCJA ØRSTED", names) == ["a"]
    assert holding("lucja", names) == ["a", "b"]
    assert holding("…", names) == []
    assert near("lucja orstad", ["Łucja Ørsted", "Ken Arato"]) == ["Łucja Ørsted"]

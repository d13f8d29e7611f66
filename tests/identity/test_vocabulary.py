"""What the words of titles and names mean: every form of fields.tsv is found, and names are taken apart."""

import pytest

from kg import resources
from kg.identity.vocabulary import analyse, field_label, meanings, scan
from kg.keys import folded

ROWS = list(resources.table("world/fields.tsv", ("key", "kind", "en", "fr", "states")))


def test_every_form_is_found() -> None:
    """A form that another hides, or that stands for two keys, would be dead."""
    dead = []
    for row in ROWS:
        key, kind, *forms, states = row.cells
        for form in (f for cell in forms for f in cell.split("|") if f):
            words = tuple(folded(form).split())
            found = [f.term.key for f in scan(words, frozenset({kind}), states.split(",")[0] or None)]  # type: ignore[arg-type]
            if found != [key]:
                dead.append((row.line, form, found))
    assert not dead


def test_both_languages_say_it() -> None:
    lacking = [
        row.line
        for row in ROWS
        if row.cells[1] in ("portfolio", "field", "word", "number", "head") and not (row.cells[2] and row.cells[3])
    ]
    assert len(lacking) <= 2, lacking


def test_keys_are_written_as_english_does() -> None:
    assert field_label("interior") == "the-interior"
    assert field_label("justice") == "justice"
    assert "interior" in meanings()


@pytest.mark.parametrize(
    ("name", "head", "words", "numbers", "rest", "states"),
    [
        (
            "Portugal-Senegal Permanent Joint Fisheries Group",
            "group",
            {"permanent", "joint", "fisheries"},
            set(),
            set(),
            {"PT", "SN"},
        ),
        ("Third Session of the Joint Commission", "session", {"joint", "commission"}, {"3"}, set(), set()),
        ("93e Assemblée générale de ZORVEX", "general-assembly", set(), {"93"}, {"zorvex"}, set()),
        ("gestion des ressources en eau", "", {"management", "water"}, set(), set(), set()),
        ("accord avec les EAU", "agreement", set(), set(), set(), {"AE"}),
        ("Economic Partnership Agreement", "agreement", {"economic", "partnership"}, set(), set(), set()),
        ("Agreement on a Strategic Partnership", "agreement", {"strategic", "partnership"}, set(), set(), set()),
        ("Action Plan 2024-2026", "action-plan", set(), {"2024", "2026"}, set(), set()),
    ],
)
def test_names_are_taken_apart(
    name: str, head: str, words: set[str], numbers: set[str], rest: set[str], states: set[str]
) -> None:
    told = analyse(name)
    assert (told.head, set(told.words), set(told.numbers), set(told.rest), set(told.states)) == (
        head,
        words,
        numbers,
        rest,
        states,
    )

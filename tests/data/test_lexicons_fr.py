"""The French lexicons: every file reads, no form stands twice once accents are folded, every label is one of English."""

from collections import Counter

import pytest

from kg.annotation.lexicon import Lexicon
from kg.annotation.tokens import fold_phrase, tokenize
from kg.resources import data, table

COLUMNS = {
    "honorifics": ("form", "use"),
    "offices": ("form", "plural", "class", "frame"),
    "office_modifiers": ("form", "effect"),
    "portfolios": ("form", "kind", "topic"),
    "organization_heads": ("form", "plural", "frame"),
    "framework_heads": ("form", "plural", "kind", "frame"),
    "conferences": ("form", "plural"),
    "calendar": ("form", "kind", "value"),
    "name_particles": ("form", "position"),
    "abbreviations": ("form",),
    "venues": ("form", "iso2"),
}
ELISIONS = Lexicon.of("fr").elisions


def column(language: str, name: str, label: str) -> list[str]:
    at = COLUMNS[name].index(label)
    return [row.cells[at] for row in table(f"{language}/{name}.tsv", COLUMNS[name])]


def hit(layer: str, text: str) -> str | None:
    """What a layer matches at the first token of a text."""
    tokens = tuple(tokenize(text, ELISIONS))
    found = Lexicon.of("fr").hits(tokens)[layer].get(0)
    return text[: tokens[found.end - 1].end] if found else None


@pytest.mark.parametrize("name", COLUMNS)
def test_reads_and_opens_with_source_and_licence(name: str) -> None:
    assert len(list(table(f"fr/{name}.tsv", COLUMNS[name]))) > 100
    head = data(f"fr/{name}.tsv").read_text(encoding="utf-8").split("\n")[:3]
    assert all(line.startswith("#") for line in head)
    assert any("Source:" in line and "Licence: Apache-2.0" in line for line in head)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_form_stands_once_and_is_clean(name: str) -> None:
    forms = column("fr", name, "form")
    folded = Counter(fold_phrase(form, ELISIONS) for form in forms)
    assert [" ".join(form) for form, n in folded.items() if n > 1] == []
    assert [form for form in forms if not form or form != form.strip() or "  " in form or "’" in form] == []


LABELS = [
    (name, label)
    for name in COLUMNS
    for label in COLUMNS[name]
    if label in ("use", "class", "frame", "effect", "kind", "position")
]


@pytest.mark.parametrize(("name", "label"), LABELS)
def test_labels_are_those_of_english(name: str, label: str) -> None:
    french, english = ({part for cell in column(language, name, label) for part in cell.split(",")} for language in ("fr", "en"))
    assert french - english <= {"small", "named", "proper"}  # heads that English writes with a capital


def test_topics_are_of_the_scheme() -> None:
    scheme = {row.cells[0] for row in table("world/topics.tsv", ("id", "broader", "label_en", "label_fr"))}
    assert set(column("fr", "portfolios", "topic")) - scheme == {""}


def test_function_words_are_of_classes_that_english_has() -> None:
    english = {row.cells[1] for row in table("en/words.tsv", ("form", "class"))}
    extra = {row.cells[1] for row in table("fr/words.tsv", ("form", "class"))} - english
    assert extra <= {
        "agreed", "anybody", "aside", "at", "bare-capital", "before-head", "clitic", "contracted", "district-noun",
        "he-article", "head-adjective", "impersonal-passive", "inverted", "joint-adjective", "kin", "members",
        "modifier-after", "name-joint", "named-after", "office-of", "office-unit", "participle-ending", "participle-office",
        "process", "reflexive", "sets-about", "she-article", "title-adjective", "unit-noun", "with-article", "with-be",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["offices", "framework_heads", "conferences"])
def test_plurals_are_filled(name: str) -> None:
    assert all(column("fr", name, "plural"))


@pytest.mark.parametrize(
    ("form", "plural"),
    [
        ("ministre d'état", "ministres d'état"),
        ("première ministre", "premières ministres"),
        ("secrétaire générale", "secrétaires générales"),
        ("secrétaire général adjoint", "secrétaires généraux adjoints"),
        ("chargé d'affaires", "chargés d'affaires"),
        ("vice-premier ministre", "vice-premiers ministres"),
        ("chef d'état-major", "chefs d'état-major"),
        ("porte-parole", "porte-parole"),
        ("ambassadrice", "ambassadrices"),
        ("garde des sceaux", "gardes des sceaux"),
    ],
)
def test_plural_of_a_compound_office_is_that_of_its_head(form: str, plural: str) -> None:
    assert (form, plural) in set(zip(column("fr", "offices", "form"), column("fr", "offices", "plural"), strict=True))


@pytest.mark.parametrize(
    ("layer", "text", "matched"),
    [
        ("office", "Première ministre de Belgique", "Première ministre"),
        ("office", "vice-Premier ministre", "vice-Premier ministre"),
        ("office", "chef de l'Etat togolais", "chef de l'Etat"),
        ("office", "chargée d’affaires par intérim", "chargée d’affaires par intérim"),
        ("portfolio", "Affaires étrangères et européennes, de la Pêche", "Affaires étrangères et européennes"),
        ("portfolio", "Béninois de l'extérieur", "Béninois de l'extérieur"),
        ("honorific", "que Dieu L'assiste, a reçu", "que Dieu L'assiste"),
        ("honorific", "S.E.M. Dupont", "S.E.M."),
        ("framework", "protocoles d'accord relatifs", "protocoles d'accord"),
        ("framework", "Haute Commission Mixte", "Haute Commission Mixte"),
        ("organization", "Banque africaine de développement", "Banque africaine"),
        ("conference", "Sommet des chefs d'État et de gouvernement", "Sommet des chefs d'État et de gouvernement"),
        ("calendar", "avant-hier soir", "avant-hier soir"),
        ("calendar", "été signé", None),
        ("venue", "Palais d'El Mouradia", "Palais d'El Mouradia"),
    ],
)
def test_layers_match_as_french_is_written(layer: str, text: str, matched: str | None) -> None:
    assert hit(layer, text) == matched


def test_framework_frame_says_whether_capitals_are_needed() -> None:
    for cell in column("fr", "framework_heads", "frame"):
        assert len({"lower", "cap", "none"} & set(cell.split(","))) == 1, cell


def test_calendar_values_fit_their_kind() -> None:
    ranges = {"month": (1, 12), "weekday": (1, 7), "ordinal": (1, 31), "relative": (-2, 2), "shift": (-1, 1), "step": (-1, 1)}
    english = {(row.cells[1], row.cells[2]) for row in table("en/calendar.tsv", COLUMNS["calendar"])}
    for row in table("fr/calendar.tsv", COLUMNS["calendar"]):
        form, kind, value = row.cells
        if kind in ranges:
            low, high = ranges[kind]
            assert low <= int(value) <= high, form
        elif kind not in ("number", "next-to"):
            assert (kind, value) in english, form

"""The French verbs and triggers: every file reads, no form stands twice, every label is of its closed set."""

from collections import Counter

import pytest

from kg.annotation.tokens import fold_phrase
from kg.resources import data, table


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COLUMNS = {
    "speech_verbs": ("forms", "stance", "frame"),
    "event_triggers": ("forms", "type", "frame", "status"),
    "auxiliaries": ("form", "effect"),
    "anaphors": ("form", "refers"),
}
STANCES = words(
    "welcomes praises thanks stresses reaffirms recalls informs agrees commits proposes calls-for concerned condemns rejects"
    " denies"
)
CLOSED = {
    ("speech_verbs", "stance"): STANCES,
    ("speech_verbs", "frame"): words("that object both told-of according pronoun reflexive together inverted"),
    ("event_triggers", "type"): words("meeting call visit signing conference discuss"),
    ("event_triggers", "frame"): words(
        "verb-with verb-object noun-between passive joint light-verb occasion travel arrive-guest depart invite-visit sign-active"
        " sign-passive sign-noun phone attend discuss matter gather idle"
    ),
    ("event_triggers", "status"): words("held planned proposed cancelled"),
    ("auxiliaries", "effect"): words("planned proposed cancelled negated recalled"),
    ("anaphors", "refers"): words(
        "speaker latter latter-group pair-persons pair-countries both-sides group document-body official side delegation states"
    ),
}
ELISIONS = frozenset(row.cells[0] for row in table("fr/elisions.tsv", ("form",)))


def column(name: str, label: str) -> list[str]:
    at = COLUMNS[name].index(label)
    return [row.cells[at] for row in table(f"fr/{name}.tsv", COLUMNS[name])]


def paradigms(name: str) -> list[list[str]]:
    return [cell.split("|") for cell in column(name, COLUMNS[name][0])]


def forms(name: str) -> list[str]:
    return [form for paradigm in paradigms(name) for form in paradigm if form]


def labelled(name: str, form: str) -> tuple[str, ...]:
    """The labels of a form as the matcher sees it."""
    phrase = fold_phrase(form, ELISIONS)
    for row in table(f"fr/{name}.tsv", COLUMNS[name]):
        if any(fold_phrase(f, ELISIONS) == phrase for f in row.cells[0].split("|") if f):
            return row.cells[1:]
    return ()


@pytest.mark.parametrize("name", COLUMNS)
def test_reads_and_opens_with_source_and_licence(name: str) -> None:
    assert len(list(table(f"fr/{name}.tsv", COLUMNS[name]))) > 300
    head = data(f"fr/{name}.tsv").read_text(encoding="utf-8").split("\n")[:3]
    assert all(line.startswith("#") for line in head)
    assert any("Source:" in line and "Licence: Apache-2.0" in line for line in head)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_form_stands_once_and_is_clean(name: str) -> None:
    found = forms(name)
    assert [form for form, n in Counter(form.casefold() for form in found).items() if n > 1] == []
    assert [form for form in found if form != " ".join(form.split()) or "’" in form or "' " in form] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_a_form_is_lower_case(name: str) -> None:
    """A capital within a form would demand one of the first word in the text."""
    assert [form for form in forms(name) if form != form.lower()] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_a_form_as_it_is_matched_has_one_label(name: str) -> None:
    """Forms that fold to the same (annule, annulé) do not contradict one another."""
    labels: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for row in table(f"fr/{name}.tsv", COLUMNS[name]):
        for form in row.cells[0].split("|"):
            if form:
                labels.setdefault(fold_phrase(form, ELISIONS), set()).add(row.cells[1:])
    assert {" ".join(phrase): found for phrase, found in labels.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("name", "label"), CLOSED)
def test_labels_are_of_their_closed_set(name: str, label: str) -> None:
    assert set(column(name, label)) <= CLOSED[name, label]


def test_every_stance_and_every_event_type_has_words() -> None:
    assert set(column("speech_verbs", "stance")) == STANCES
    assert set(column("event_triggers", "type")) == CLOSED["event_triggers", "type"]
    assert set(column("event_triggers", "frame")) == CLOSED["event_triggers", "frame"]
    assert set(column("auxiliaries", "effect")) == CLOSED["auxiliaries", "effect"]
    assert set(column("anaphors", "refers")) == CLOSED["anaphors", "refers"]


def test_places_of_a_paradigm_are_fixed() -> None:
    """0 infinitive, 1 and 2 present, 3 to 6 participle, 7 present participle: what the reader goes by."""
    by_infinitive = {paradigm[0]: paradigm for paradigm in [*paradigms("speech_verbs"), *paradigms("event_triggers")]}
    souligner = by_infinitive["souligner"]
    assert souligner[1:8] == ["souligne", "soulignent", "souligné", "soulignée", "soulignés", "soulignées", "soulignant"]
    assert {"a souligné", "ont souligné", "a également souligné"} <= set(souligner[12:])
    assert by_infinitive["se féliciter"][3:7] == ["s'est félicité", "s'est félicitée", "se sont félicités", "se sont félicitées"]
    assert by_infinitive["dire"][1:4] == ["dit", "disent", ""]
    assert by_infinitive["recevoir"][3] == "reçu"


@pytest.mark.parametrize(
    ("name", "form", "labels"),
    [
        ("speech_verbs", "s'est félicitée", ("welcomes", "object")),
        ("speech_verbs", "a salué", ("welcomes", "object")),
        ("speech_verbs", "mis l'accent sur", ("stresses", "both")),
        ("speech_verbs", "sont convenues", ("agrees", "both")),
        ("speech_verbs", "exprimé sa vive préoccupation", ("concerned", "both")),
        ("speech_verbs", "exprimé sa profonde gratitude", ("thanks", "object")),
        ("speech_verbs", "s'est dite prête", ("commits", "both")),
        ("speech_verbs", "a démenti", ("denies", "both")),
        ("speech_verbs", "réaffirmèrent", ("reaffirms", "both")),
        ("event_triggers", "s'est entretenu", ("meeting", "verb-with", "held")),
        ("event_triggers", "a également rencontré", ("meeting", "verb-object", "held")),
        ("event_triggers", "rencontre", ("meeting", "noun-between", "held")),
        ("event_triggers", "entretien téléphonique", ("call", "noun-between", "held")),
        ("event_triggers", "s'est rendu", ("visit", "travel", "held")),
        ("event_triggers", "visite d'état", ("visit", "noun-between", "held")),
        ("event_triggers", "signé par", ("signing", "sign-passive", "held")),
        ("event_triggers", "ont signé", ("signing", "sign-active", "held")),
        ("event_triggers", "passé en revue", ("discuss", "discuss", "held")),
        ("event_triggers", "ont évoqué", ("discuss", "discuss", "held")),
        ("auxiliaries", "devrait", ("proposed",)),
        ("auxiliaries", "se tiendra", ("planned",)),
        ("auxiliaries", "n'a pas", ("negated",)),
        ("auxiliaries", "a été reporté", ("cancelled",)),
        ("anaphors", "les deux ministres", ("pair-persons",)),
        ("anaphors", "les deux pays", ("pair-countries",)),
        ("anaphors", "partie", ("side",)),
        ("anaphors", "la même source", ("document-body",)),
    ],
)
def test_what_a_form_says(name: str, form: str, labels: tuple[str, ...]) -> None:
    assert labelled(name, form) == labels


def test_discussing_is_no_saying() -> None:
    said = set(forms("speech_verbs"))
    assert not said & {"ont discuté", "a examiné", "ont passé en revue", "ont évoqué", "ont échangé", "a signé", "a rencontré"}


def test_nouns_of_this_genre_are_no_verbs() -> None:
    """Verb forms that are written (or fold) like a commoner noun or adjective stand only in a compound tense (a traité)."""
    nouns = {(noun,) for noun in words("traite entreprise entreprises president prevenus condamnes organisee veille")}
    found = {fold_phrase(form, ELISIONS) for name in ("speech_verbs", "event_triggers") for form in forms(name)}
    assert found & nouns == set()


@pytest.mark.parametrize("form", ["a exprimé sa vive préoccupation", "a eu des entretiens", "ont présidé une réunion"])
def test_a_phrase_outlasts_the_compound_tense_of_its_verb(form: str) -> None:
    """`a exprimé` begins a word before `exprimé sa préoccupation` and would win."""
    assert form in {*forms("speech_verbs"), *forms("event_triggers")}

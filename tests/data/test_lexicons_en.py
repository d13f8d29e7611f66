"""The English lexicons: every file reads, no form stands twice, every label is of its closed set."""

from collections import Counter

import pytest

from kg.resources import data, table


def words(text: str) -> set[str]:
    return set(text.split())


COLUMNS = {
    "honorifics": ("form", "use"),
    "offices": ("form", "plural", "class", "frame"),
    "office_modifiers": ("form", "effect"),
    "portfolios": ("form", "kind", "topic"),
    "organization_heads": ("form", "plural", "frame"),
    "framework_heads": ("form", "plural", "kind", "frame"),
    "speech_verbs": ("forms", "stance", "frame"),
    "event_triggers": ("forms", "type", "frame", "status"),
    "auxiliaries": ("form", "effect"),
    "conferences": ("form", "plural"),
    "anaphors": ("form", "refers"),
    "stopwords": ("form",),
    "calendar": ("form", "kind", "value"),
    "name_particles": ("form", "position"),
    "abbreviations": ("form",),
}

# The ids of the topic scheme. A portfolio may name no other.
TOPICS = words(
    """security defence defence-industry counter-terrorism organized-crime drug-trafficking human-trafficking financial-crime
    cybersecurity intelligence police-cooperation border-management maritime-security civil-protection non-proliferation
    peacekeeping migration irregular-migration legal-mobility readmission unaccompanied-minors refugees diaspora economy trade
    investment finance taxation industry supply-chains mining tourism labour infrastructure transport aviation rail
    ports-shipping housing energy renewable-energy oil-gas hydrogen nuclear-energy environment climate water biodiversity
    agriculture food-security fisheries science technology digital artificial-intelligence semiconductors space education
    vocational-training society culture sport youth women health media religion people-to-people governance justice extradition
    human-rights democracy public-administration parliamentary-cooperation diplomacy political-dialogue multilateralism
    regional-integration regional-affairs territorial-issues sanctions development development-aid humanitarian-aid
    south-south"""
)
STANCES = words(
    "welcomes praises thanks stresses reaffirms recalls informs agrees commits proposes calls-for concerned condemns rejects"
    " denies"
)

CLOSED = {
    ("honorifics", "use"): {"title", "rank", "formula"},
    ("offices", "class"): words(
        "head-of-state head-of-government minister deputy secretary diplomat royal military official parliament executive envoy"
        " local judge counterpart"
    ),
    ("office_modifiers", "effect"): {"part", "former", "current", "acting", "designate", "drop"},
    ("portfolios", "kind"): {"phrase", "word"},
    ("portfolios", "topic"): TOPICS | {""},
    ("framework_heads", "kind"): {"agreement", "mechanism", "partnership", "programme"},
    ("speech_verbs", "stance"): STANCES,
    ("speech_verbs", "frame"): {"that", "object", "both", "according", "together", "told-of"},
    ("event_triggers", "type"): {"meeting", "call", "visit", "signing", "conference", "discuss"},
    ("event_triggers", "frame"): words(
        "verb-with verb-object noun-between passive joint light-verb occasion travel arrive-guest depart invite-visit sign-active"
        " sign-passive sign-noun phone attend discuss matter"
    ),
    ("event_triggers", "status"): {"held", "planned", "proposed", "cancelled"},
    ("auxiliaries", "effect"): {"planned", "proposed", "cancelled", "negated", "recalled"},
    ("anaphors", "refers"): words(
        "states speaker latter latter-group pair-persons pair-countries both-sides group document-body official side delegation"
    ),
    ("calendar", "kind"): words(
        "month weekday weekday-short relative beside next-to day-part ordinal number season unit units shift step span sense"
        " bound edge part range idle"
    ),
    ("name_particles", "position"): {"inner", "suffix"},
}
SETS = {
    ("offices", "frame"): {"of", "field", "place", "body", "name", "bare"},
    ("organization_heads", "frame"): {"of", "final", "acronym", "bare", "weak"},
    ("framework_heads", "frame"): {"lower", "cap", "of", "on", "for", "to", "several", "city", "site", "place", "world", "none"},
}


def column(name: str, label: str) -> list[str]:
    at = COLUMNS[name].index(label)
    return [row.cells[at] for row in table(f"en/{name}.tsv", COLUMNS[name])]


def forms(name: str) -> list[str]:
    return [form for cell in column(name, COLUMNS[name][0]) for form in cell.split("|") if form]


@pytest.mark.parametrize("name", COLUMNS)
def test_reads_and_opens_with_source_and_licence(name: str) -> None:
    assert len(list(table(f"en/{name}.tsv", COLUMNS[name]))) > 100
    head = data(f"en/{name}.tsv").read_text(encoding="utf-8").split("\n")[:3]
    assert all(line.startswith("#") for line in head)
    assert any("Source:" in line and "Licence: Apache-2.0" in line for line in head)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_form_stands_once_and_is_clean(name: str) -> None:
    found = forms(name)
    assert [form for form, n in Counter(form.casefold() for form in found).items() if n > 1] == []
    assert [form for form in found if not form or form != form.strip() or "  " in form or "’" in form] == []


@pytest.mark.parametrize(("name", "label"), CLOSED)
def test_labels_are_of_their_closed_set(name: str, label: str) -> None:
    assert set(column(name, label)) - CLOSED[name, label] == set()


@pytest.mark.parametrize(("name", "label"), SETS)
def test_frames_are_comma_sets(name: str, label: str) -> None:
    for cell in column(name, label):
        parts = cell.split(",")
        assert set(parts) <= SETS[name, label] and len(parts) == len(set(parts)), cell


def test_every_stance_and_every_event_type_has_words() -> None:
    assert set(column("speech_verbs", "stance")) == STANCES
    assert set(column("event_triggers", "type")) == CLOSED["event_triggers", "type"]


@pytest.mark.parametrize("name", ["offices", "framework_heads", "conferences"])
def test_plurals_are_filled(name: str) -> None:
    assert all(column(name, "plural"))


@pytest.mark.parametrize(
    ("form", "plural"),
    [
        ("minister of state", "ministers of state"),
        ("secretary-general", "secretaries-general"),
        ("chargé d'affaires", "chargés d'affaires"),
        ("deputy commander-in-chief", "deputy commanders-in-chief"),
        ("spokeswoman", "spokeswomen"),
        ("under secretary of state", "under secretaries of state"),
        ("attorney general", "attorneys general"),
        ("first lady", "first ladies"),
    ],
)
def test_plural_of_a_compound_office_is_that_of_its_head(form: str, plural: str) -> None:
    assert (form, plural) in set(zip(column("offices", "form"), column("offices", "plural"), strict=True))


def test_framework_frame_says_whether_capitals_are_needed() -> None:
    for cell in column("framework_heads", "frame"):
        assert len({"lower", "cap", "none"} & set(cell.split(","))) == 1, cell


def test_calendar_values_fit_their_kind() -> None:
    ranges = {
        "month": (1, 12),
        "weekday": (1, 7),
        "ordinal": (1, 31),
        "relative": (-2, 2),
        "shift": (-1, 1),
        "step": (-1, 1),
        "part": (1, 4),
    }
    for row in table("en/calendar.tsv", COLUMNS["calendar"]):
        form, kind, value = row.cells
        if kind in ranges:
            low, high = ranges[kind]
            assert low <= int(value) <= high, form
        else:
            assert value, form


def test_words_that_are_also_common_are_kept_to_capitals() -> None:
    months = dict(zip(column("calendar", "form"), column("calendar", "kind"), strict=True))
    assert months["May"] == "month" and "may" not in months
    titles = set(column("honorifics", "form"))
    assert "HE" in titles and "he" not in titles


def test_discussing_is_no_saying() -> None:
    said = set(forms("speech_verbs"))
    assert not said & {"discussed", "reviewed", "examined", "exchanged views on", "explored", "met with", "signed"}

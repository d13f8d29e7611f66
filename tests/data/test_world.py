"""The world gazetteer: complete, consistent with itself, and free of the traps that its sources hold."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.resources import data, table

UN_MEMBERS = Path(__file__).with_name("un_members.txt").read_text(encoding="ascii").split()
COUNTRY_COLUMNS = ("iso2", "iso3", "label_en", "label_fr", "label_ar", "label_es", "capital")
CITY_COLUMNS = ("name", "iso2", "key", "population", "guarded")
FORM_COLUMNS = ("form", "iso2", "use")
TABLES = {
    "world/countries.tsv": COUNTRY_COLUMNS,
    "world/cities.tsv": CITY_COLUMNS,
    "world/bodies.tsv": ("key", "kind", "label_en", "label_fr"),
    "world/regions.tsv": ("key", "label_en", "label_fr"),
    **{f"{language}/countries.tsv": FORM_COLUMNS for language in ("en", "fr")},
    **{f"{language}/{name}.tsv": ("form", "key") for language in ("en", "fr") for name in ("cities", "bodies", "regions")},
}


def cells(name: str) -> list[tuple[str, ...]]:
    return [row.cells for row in table(name, TABLES[name])]


def countries_of(language: str, form: str, use: str) -> list[str]:
    return [iso2 for other, iso2, kind in cells(f"{language}/countries.tsv") if (other, kind) == (form, use)]


def forms(language: str, use: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for form, iso2, kind in cells(f"{language}/countries.tsv"):
        if kind == use:
            found[iso2].add(form)
    return found


COUNTRIES = {row[0]: row for row in cells("world/countries.tsv")}
CITIES = {row[2]: row for row in cells("world/cities.tsv")}


@pytest.mark.parametrize("name", TABLES)
def test_table_is_clean(name: str) -> None:
    text = data(name).read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    assert "Source" in head
    assert any(word in head for word in ("Licence", "CC BY", "Unicode-3.0"))
    assert text == unicodedata.normalize("NFC", text)
    rows = cells(name)
    assert rows
    optional = {"capital"}
    for row in rows:
        for column, cell in zip(TABLES[name], row, strict=True):
            assert cell == cell.strip() and (cell or column in optional), (name, row)


def test_the_list_of_members_is_whole() -> None:
    assert len(set(UN_MEMBERS)) == 193


def test_every_country_is_there_with_four_labels_and_an_english_and_french_name() -> None:
    assert len(COUNTRIES) == 250
    assert set(UN_MEMBERS) | {"EH", "HK", "PS", "TW", "VA", "XK"} <= set(COUNTRIES)
    assert len({row[1] for row in COUNTRIES.values()}) == 250
    assert set(forms("en", "name")) == set(COUNTRIES) == set(forms("fr", "name"))


@pytest.mark.parametrize(("language", "column"), [("en", 2), ("fr", 3)])
def test_the_label_of_a_sovereign_country_is_one_of_its_names(language: str, column: int) -> None:
    names = forms(language, "name")
    for iso2 in [*UN_MEMBERS, "PS", "TW", "VA", "XK"]:
        assert COUNTRIES[iso2][column].replace("’", "'") in names[iso2]


def test_no_two_countries_share_a_label() -> None:
    for column in (2, 3, 4, 5):
        labels = [row[column] for row in COUNTRIES.values()]
        shared = {label for label in labels if labels.count(label) > 1}
        assert shared <= {"Saint-Martin"}


@pytest.mark.parametrize("iso2", UN_MEMBERS)
def test_english_adjective_and_inhabitants(iso2: str) -> None:
    assert forms("en", "adjective")[iso2]
    assert forms("en", "inhabitant")[iso2]


def has_four_forms(adjectives: Iterable[str]) -> bool:
    """Whether some adjective has masculine and feminine, singular and plural."""
    known = set(adjectives)
    for masculine in known:
        feminines = {masculine + "e", masculine + "ne", masculine[:-1] + "que", masculine + "que", masculine}
        feminines |= {masculine.replace("bek", "bèke")}
        plurals = {masculine} if masculine.endswith("s") else {masculine + "s"}
        for feminine in feminines & known:
            if (feminine != masculine or masculine.endswith("e")) and feminine + "s" in known and plurals & known:
                return True
    return False


@pytest.mark.parametrize("iso2", UN_MEMBERS)
def test_french_adjectives_agree(iso2: str) -> None:
    adjectives = forms("fr", "adjective")[iso2]
    assert has_four_forms(adjectives), adjectives
    assert all(form[0].islower() for form in adjectives)
    assert has_four_forms({form.lower() for form in forms("fr", "inhabitant")[iso2]})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_forms_point_at_countries_and_uses_that_exist(language: str) -> None:
    for form, iso2, use in cells(f"{language}/countries.tsv"):
        assert iso2 in COUNTRIES, form
        assert use in {"name", "adjective", "inhabitant", "combining"}
        if use == "combining":
            assert form == form.lower() and not form.endswith("-")
        if use == "name":
            assert not form.lower().startswith(("the ", "le ", "les ", "l'"))


@pytest.mark.parametrize(
    ("language", "form", "use", "expected"),
    [
        ("en", "French", "adjective", ["FR"]),
        ("en", "American", "adjective", ["US"]),
        ("en", "U.S.", "name", ["US"]),
        ("en", "US", "adjective", ["US"]),
        ("en", "UK", "adjective", ["GB"]),
        ("en", "UAE", "name", ["AE"]),
        ("en", "Emirati", "adjective", ["AE"]),
        ("en", "Saudi", "adjective", ["SA"]),
        ("en", "Saudi Arabian", "adjective", ["SA"]),
        ("en", "Lao", "adjective", ["LA"]),
        ("en", "Laotian", "adjective", ["LA"]),
        ("en", "Palestinian", "adjective", ["PS"]),
        ("en", "Niger", "name", ["NE"]),
        ("en", "Nigerien", "adjective", ["NE"]),
        ("en", "Nigerian", "adjective", ["NG"]),
        ("en", "Democratic Republic of the Congo", "name", ["CD"]),
        ("en", "Republic of the Congo", "name", ["CG"]),
        ("en", "Congo", "name", ["CD", "CG"]),
        ("en", "Congolese", "adjective", ["CD", "CG"]),
        ("en", "Guinea", "name", ["GN"]),
        ("en", "Guinean", "adjective", ["GN"]),
        ("en", "Guinea-Bissau", "name", ["GW"]),
        ("en", "Bissau-Guinean", "adjective", ["GW"]),
        ("en", "Equatorial Guinea", "name", ["GQ"]),
        ("en", "Equatorial Guinean", "adjective", ["GQ"]),
        ("en", "Republic of Korea", "name", ["KR"]),
        ("en", "Democratic People's Republic of Korea", "name", ["KP"]),
        ("en", "Korean", "adjective", ["KR", "KP"]),
        ("en", "North Korean", "adjective", ["KP"]),
        ("en", "Dominican", "adjective", ["DO", "DM"]),
        ("en", "Republic of China", "name", ["TW"]),
        ("en", "People's Republic of China", "name", ["CN"]),
        ("en", "Turkey", "name", ["TR"]),
        ("en", "Türkiye", "name", ["TR"]),
        ("en", "Burma", "name", ["MM"]),
        ("en", "EU", "adjective", []),
        ("en", "Kingdom", "name", []),
        ("fr", "français", "adjective", ["FR"]),
        ("fr", "américaine", "adjective", ["US"]),
        ("fr", "nigérien", "adjective", ["NE"]),
        ("fr", "nigérian", "adjective", ["NG"]),
        ("fr", "dominicain", "adjective", ["DO"]),
        ("fr", "dominiquais", "adjective", ["DM"]),
        ("fr", "République du Congo", "name", ["CG"]),
        ("fr", "RDC", "name", ["CD"]),
        ("fr", "congolais", "adjective", ["CG", "CD"]),
        ("fr", "guinéen", "adjective", ["GN"]),
        ("fr", "équato-guinéen", "adjective", ["GQ"]),
        ("fr", "États-Unis", "name", ["US"]),
        ("fr", "Etats-Unis", "name", ["US"]),
        ("fr", "Sahraoui", "inhabitant", ["EH"]),
        ("fr", "franco", "combining", ["FR"]),
        ("fr", "maroco", "combining", ["MA"]),
    ],
)
def test_traps(language: str, form: str, use: str, expected: list[str]) -> None:
    assert countries_of(language, form, use) == expected


def test_capitals_are_cities_of_their_country_and_open() -> None:
    assert {iso2 for iso2, row in COUNTRIES.items() if not row[-1]} == {"AQ", "BV", "HM", "IO", "TF", "TK", "UM"}
    for iso2, row in COUNTRIES.items():
        if row[-1]:
            assert CITIES[row[-1]][1] == iso2
    for iso2 in [*UN_MEMBERS, "TW", "VA", "XK"]:
        assert CITIES[COUNTRIES[iso2][-1]][4] == "0"


def test_cities_are_keyed_and_small_enough() -> None:
    assert data("world/cities.tsv").stat().st_size < 900_000
    assert len(CITIES) == len(cells("world/cities.tsv"))
    for name, iso2, key, population, guarded in CITIES.values():
        assert iso2 in COUNTRIES
        assert key.endswith(f".{iso2}") and key.isascii() and key.split(".")[0]
        assert int(population) >= 0
        assert guarded in {"0", "1"}, name


@pytest.mark.parametrize(
    "key", ["nice.FR", "tours.FR", "reading.GB", "split.HR", "florence.IT", "victoria.CA", "man.CI", "nancy.FR"]
)
def test_words_and_names_are_guarded(key: str) -> None:
    assert CITIES[key][4] == "1"


@pytest.mark.parametrize(
    "key", ["sydney.AU", "geneva.CH", "marrakesh.MA", "davos.CH", "istanbul.TR", "fez.MA", "lima.PE", "the-hague.NL"]
)
def test_seats_of_diplomacy_stay_open(key: str) -> None:
    assert CITIES[key][4] == "0"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["cities", "bodies", "regions"])
def test_a_form_has_one_key_and_it_exists(language: str, name: str) -> None:
    known = set(CITIES) if name == "cities" else {row[0] for row in cells(f"world/{name}.tsv")}
    seen: dict[str, str] = {}
    for form, key in cells(f"{language}/{name}.tsv"):
        assert key in known, form
        assert seen.setdefault(form, key) == key


@pytest.mark.parametrize("language", ["en", "fr"])
def test_bodies_and_regions_are_no_countries(language: str) -> None:
    countries = {form for form, _, _ in cells(f"{language}/countries.tsv")}
    cities = {form for form, _ in cells(f"{language}/cities.tsv")}
    bodies = {form for form, _ in cells(f"{language}/bodies.tsv")}
    regions = {form for form, _ in cells(f"{language}/regions.tsv")}
    assert not regions & (countries | bodies | cities)
    assert not bodies & (countries | cities)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["bodies", "regions"])
def test_every_body_and_region_can_be_found(language: str, name: str) -> None:
    reached = {key for _, key in cells(f"{language}/{name}.tsv")}
    missing = {row[0] for row in cells(f"world/{name}.tsv")} - reached
    assert not missing


def test_bodies_have_a_kind_and_are_many() -> None:
    kinds = {row[1] for row in cells("world/bodies.tsv")}
    assert kinds == {"universal", "regional", "economic", "security", "court", "grouping", "financial"}
    assert len(cells("world/bodies.tsv")) >= 220


@pytest.mark.parametrize(
    ("language", "form", "key"),
    [
        ("en", "WHO", "who"),
        ("en", "African Union", "au"),
        ("fr", "CEDEAO", "ecowas"),
        ("fr", "OTAN", "nato"),
        ("fr", "ONU", "un"),
    ],
)
def test_bodies_by_name(language: str, form: str, key: str) -> None:
    assert (form, key) in cells(f"{language}/bodies.tsv")


@pytest.mark.parametrize(
    ("language", "form", "key"),
    [
        ("en", "Marrakech", "marrakesh.MA"),
        ("en", "Kiev", "kyiv.UA"),
        ("en", "Makkah", "mecca.SA"),
        ("en", "Washington, D.C.", "washington.US"),
        ("fr", "Londres", "london.GB"),
        ("fr", "Le Caire", "cairo.EG"),
        ("fr", "Vienne", "vienna.AT"),
        ("fr", "La Haye", "the-hague.NL"),
    ],
)
def test_cities_by_other_names(language: str, form: str, key: str) -> None:
    assert (form, key) in cells(f"{language}/cities.tsv")

"""Who is who across documents. Persons are invented."""

import pytest

from kg.identified import Verdict
from kg.identity.names import Likeness, compare, name_of
from tests.identity.build import Told, canonical, decide, verdicts

FM = "Foreign Minister"


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("Abdel Karim Sorn", "ABDEL KARIM SORN", Likeness.EQUAL),
        ("Abdelkarim Sorn", "Abdel Karim Sorn", Likeness.EQUAL),
        ("Ousmane N’Dorou", "Ousmane Ndorou", Likeness.EQUAL),
        ("Ada van der Quist", "Ada Quist", Likeness.EQUAL),
        ("SORN Ada", "Ada Sorn", Likeness.ORDER),
        ("Félix Tormond", "Félix-Antoine Tormond Bakala", Likeness.CONTAINED),
        ("J. R. Quist", "John Quist", Likeness.CONTAINED),
        ("Joe Quist", "Joseph R. Quist", Likeness.SPELLING),
        ("Yerlan Zhorbekov", "Erlan Jorbekov", Likeness.SPELLING),
        ("Serguei Tavrov", "Sergey Tavrov", Likeness.SPELLING),
        ("Volodymyr Tarensky", "Volodymyr Tarenskyy", Likeness.SPELLING),
        ("Mohamed Hédi Zarbouk", "Mohammed Hedi Zarbouk", Likeness.SPELLING),
        ("Idriss Dorby Itno", "Mahamat Idriss Dorby Itno", Likeness.HEADLESS),
        ("Tariq II", "Tariq III", Likeness.NUMBER),
        ("Omar Bondo Ondia", "Ali Bondo Ondia", Likeness.GIVEN),
        ("Hassan Ali Khorre", "Hussein Ali Khorre", Likeness.GIVEN),
        ("Maria Sorn", "Mario Sorn", Likeness.GIVEN),
        ("Kim Jong-ol", "Kim Jong-an", Likeness.OTHER),
        ("Jun Xi", "Jun Xi Tao", Likeness.CONTAINED),
    ],
)
def test_names_are_compared(a: str, b: str, likeness: Likeness) -> None:
    assert compare(name_of(a), name_of(b)) is likeness
    assert compare(name_of(b), name_of(a)) is likeness


def same(first: Told, second: Told, *more: Told) -> bool:
    """Whether the first persons of two documents are one."""
    identity = decide(first, second, *more)
    keys = [canonical(identity, t.document, t.profile.persons[0].id) for t in (first, second)]
    return keys[0] is not None and keys[0] == keys[1]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Ida Sorn", "PT", FM), ("IDA SORN", "PT", None)),
        (("Ida Sorn", "PT", FM), ("Ida Sorn", None, None)),
        (("Ida Marie Sorn", "PT", FM), ("Ida Sorn", "PT", "Minister of Foreign Affairs")),
        (("Sorn", "PT", "ministre des Affaires étrangères"), ("Ida Sorn", "PT", FM)),
        (("Sorn", "PT", "Minister"), ("Ida Sorn", "PT", FM)),
        (("Sorn", "PT", FM), ("Sorn", "PT", "Minister of Foreign Affairs")),
        (("Han Seo-min", "KR", None), ("Seo-min Han", "KR", FM)),
        (("Yerlan Zhorbekov", "KZ", FM), ("Erlan Jorbekov", "KZ", "ministre des Affaires étrangères")),
    ],
)
def test_one_person(a: tuple[str, str | None, str | None], b: tuple[str, str | None, str | None]) -> None:
    assert same(Told("a", "2024-01-10").person(*a), Told("b", "2024-02-10").person(*b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Ida Sorn", "PT", FM), ("Ida Sorn", "DK", FM)),
        (("Koffi Agbo", "TG", "President"), ("Edem Agbo", "TG", "President")),
        (("Tariq II", "JO", "King"), ("Tariq II", "BH", "King")),
        (("Tariq II", "JO", "King"), ("Tariq III", "JO", "King")),
        (("Sorn", "PT", FM), ("Ida Sorn", "DK", FM)),
        (("Sorn", None, FM), ("Ida Sorn", "PT", FM)),
        (("Sorn", "PT", None), ("Ida Sorn", "PT", FM)),
        (("Sorn", "PT", "Minister of Health"), ("Ida Sorn", "PT", FM)),
        (("Idriss Dorby", "TD", "President"), ("Mahamat Idriss Dorby", "TD", FM)),
        (("Yerlan Zhorbekov", "KZ", FM), ("Erlan Jorbekov", "KZ", "Minister of Health")),
        (("Han Seo-min", "KR", FM), ("Han Seo-min", "KP", FM)),
        (("Jean Okemba", "CG", FM), ("Jean Okemba", "CD", FM)),
        (("Caetano Nhago", "GN", FM), ("Caetano Nhago", "GW", FM)),
    ],
)
def test_two_persons(a: tuple[str, str | None, str | None], b: tuple[str, str | None, str | None]) -> None:
    assert not same(Told("a", "2024-01-10").person(*a), Told("b", "2024-02-10").person(*b))


def test_a_surname_with_two_candidates_stays_open() -> None:
    told = [
        Told("a", "2024-01-10").person("Ida Sorn", "PT", FM),
        Told("b", "2024-03-10").person("Ole Sorn", "PT", FM),
        Told("c", "2024-02-10").person("Sorn", "PT", FM),
    ]
    identity = decide(*told)
    assert canonical(identity, "c", "person/sorn") == "person/sorn.PT"
    assert verdicts(identity, "person") == {
        ("a", "b", Verdict.DIFFERENT),
        ("a", "c", Verdict.UNDECIDED),
        ("b", "c", Verdict.UNDECIDED),
    }


def test_a_surname_decades_later_stays_open() -> None:
    identity = decide(Told("a", "1999-01-10").person("Ilham Sorn", "PT", FM), Told("b", "2024-01-10").person("Sorn", "PT", FM))
    assert verdicts(identity, "person") == {("a", "b", Verdict.UNDECIDED)}


def test_a_shorter_name_that_fits_two_persons_stays_open() -> None:
    told = [
        Told("a").person("Ida Marie Sorn", "PT", FM),
        Told("b").person("Ida Lucia Sorn", "PT", FM),
        Told("c").person("Ida Sorn", "PT", FM),
    ]
    identity = decide(*told)
    assert {
        canonical(identity, d, f"person/{n}") for d, n in (("a", "ida-marie-sorn"), ("b", "ida-lucia-sorn"), ("c", "ida-sorn"))
    } == {
        "person/ida-marie-sorn",
        "person/ida-lucia-sorn",
        "person/ida-sorn",
    }
    assert verdicts(identity, "person") >= {("a", "c", Verdict.UNDECIDED), ("b", "c", Verdict.UNDECIDED)}


def test_likeness_does_not_chain() -> None:
    """Each spelling is near the next, but the first is not near the last: they do not all become one."""
    names = ("Karim Tolvani", "Karim Tolvanib", "Karim Tolvenibu", "Karim Talvenibud")
    told = [Told(f"d{i}", "2024-01-10").person(name, "PT", FM) for i, name in enumerate(names)]
    identity = decide(*told)
    assert len({identity.canonical[m] for m in identity.canonical if m.entity.startswith("person/")}) > 1


def test_two_persons_of_one_document_never_become_one() -> None:
    both = Told("a", "2024-01-10").person("Ida Marie Sorn", "PT", FM).person("Ida Sorn", "PT", FM)
    identity = decide(both, Told("b", "2024-01-11").person("Ida Sorn", "PT", FM))
    assert canonical(identity, "a", "person/ida-marie-sorn") != canonical(identity, "a", "person/ida-sorn")


def test_a_country_that_is_only_inferred_gives_way() -> None:
    a = Told("a", "2024-01-10").person("Ida Sorn", "PT", "President")
    b = Told("b", "2024-01-12").person("Ida Sorn", "DK", "President", reason="home")
    assert same(a, b)


def test_keys_are_told_apart_by_country() -> None:
    identity = decide(Told("a").person("Ida Sorn", "PT"), Told("b").person("Ida Sorn", "DK"), Told("c/d").person("Sorn", "DK"))
    assert canonical(identity, "a", "person/ida-sorn") == "person/ida-sorn.PT"
    assert canonical(identity, "b", "person/ida-sorn") == "person/ida-sorn.DK"
    assert canonical(identity, "c/d", "person/sorn") == "person/sorn.DK"


def test_countries_that_are_only_inferred_do_not_part_one_name_and_office() -> None:
    a = Told("a", "2024-01-10").person("Ida Sorn", "PT", "Minister of Health", reason="opposite")
    b = Told("b", "2024-01-12").person("Ida Sorn", "DK", "Health Minister", reason="opposite")
    assert same(a, b)
    assert not same(a, Told("b", "2024-01-12").person("Ida Sorn", "DK", "Minister of Trade", reason="opposite"))


def test_a_leader_by_surname_is_of_a_state_in_the_text() -> None:
    a = Told("a", "2024-01-10").person("Ida Sorn", "PT", "President")
    b = Told("b", "2024-01-12").person("Sorn", None, "President")
    assert not same(a, b)
    b.countries("PT", "DK")
    assert same(a, b)
    assert not same(a, b, Told("c", "2024-01-11").person("Ole Sorn", "DK", "President"))


def test_a_leader_of_an_inferred_country_is_found_in_the_own() -> None:
    a = Told("a", "2024-01-10").person("Ida Marie Sorn", "PT", "President")
    b = Told("b", "2024-01-12").person("Ida Sorn", "DK", "Head of State", reason="paired").countries("PT", "DK")
    assert same(a, b)

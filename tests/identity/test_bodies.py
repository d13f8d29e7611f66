"""Organizations and posts: closed keys within one country, and the traps."""

import pytest

from kg.identity.vocabulary import title
from kg.model import CountryCode
from tests.identity.build import Told, canonical, decide


@pytest.mark.parametrize(
    ("a", "b", "country"),
    [
        ("Interior Minister", "ministre de l’Intérieur", "FR"),
        ("Minister of the Interior", "Home Affairs Minister", "FR"),
        ("Foreign Minister", "chef de la diplomatie", "SN"),
        ("Minister of Foreign Affairs and Cooperation", "ministre des Relations extérieures", "CM"),
        ("Prime Minister", "Chef du gouvernement", "TN"),
        ("President", "président de la République", "FR"),
        ("Deputy Foreign Minister", "vice-ministre des Affaires étrangères", "KZ"),
        ("Defence Secretary", "Secretary of Defense", "US"),
        ("Minister of Economy and Finance", "ministre des Finances et de l'Économie", "MA"),
        ("Ambassador to Senegal", "ambassadeur au Sénégal", "FR"),
    ],
)
def test_titles_that_are_one(a: str, b: str, country: str) -> None:
    first, second = (title(name, CountryCode(country)) for name in (a, b))
    assert (first.head, first.ranks, first.fields, first.rest) == (second.head, second.ranks, second.fields, second.rest)


@pytest.mark.parametrize(
    ("a", "b", "country"),
    [
        ("Prime Minister", "President", "FR"),
        ("Prime Minister", "Deputy Prime Minister", "FR"),
        ("Foreign Minister", "Minister of State for Foreign Affairs", "IN"),
        ("Foreign Minister", "Foreign Secretary", "IN"),
        ("Minister of Finance", "Minister of Economy and Finance", "FR"),
        ("Minister of Trade", "Minister of Foreign Trade", "CD"),
        ("Deputy Secretary of State", "Assistant Secretary of State", "US"),
        ("President", "President of the Senate", "FR"),
        ("Ambassador to Senegal", "Ambassador to Mali", "FR"),
        ("President", "Assistant to the President", "US"),
    ],
)
def test_titles_that_are_two(a: str, b: str, country: str) -> None:
    first, second = (title(name, CountryCode(country)) for name in (a, b))
    assert (first.head, first.ranks, first.fields, first.rest) != (second.head, second.ranks, second.fields, second.rest)


def test_ministries_of_one_country_are_one_in_any_language() -> None:
    identity = decide(
        Told("a").organization("Ministry of Justice", "FR").organization("Ministry of Justice", "MA"),
        Told("b", language="fr").organization("ministère de la Justice", "FR"),
        Told("c", language="fr").organization("ministère marocain de la Justice", "MA"),
        Told("d").organization("Ministry of Justice"),
    )
    keys = [identity.canonical[m] for m in sorted(identity.canonical)]
    assert keys == [f"organization/ministry-of-justice.{c}" for c in ("FR", "MA", "FR", "MA")]


def test_a_body_without_country_is_one_only_by_a_name_of_its_own() -> None:
    identity = decide(
        Told("a").organization("Zorvex Rail").organization("Coast Guard"),
        Told("b").organization("Zorvex Rail").organization("Coast Guard"),
    )
    assert set(identity.canonical.values()) == {"organization/zorvex-rail"}
    assert len(identity.canonical) == 2


def test_posts_of_two_countries_in_one_text() -> None:
    told = Told("a").person("Ida Sorn", "PT", "President").person("Ole Brack", "DK", "President")
    identity = decide(told, Told("b", language="fr").person("Ida Sorn", "PT", "président de la République"))
    assert (
        canonical(identity, "a", "post/pt-president")
        == canonical(identity, "b", "post/pt-president-de-la-republique")
        == "post/PT.president"
    )
    assert canonical(identity, "a", "post/dk-president") == "post/DK.president"


def test_a_post_without_country_is_its_holders() -> None:
    identity = decide(
        Told("a").person("Ida Sorn", None, "Foreign Minister"), Told("b").person("Ole Brack", None, "Foreign Minister")
    )
    assert not [m for m in identity.canonical if m.entity.startswith("post/")]


def test_a_minister_without_a_field_holds_no_post_of_a_key() -> None:
    identity = decide(Told("a").person("Sorn", "PT", "Minister"), Told("b").person("Brack", "PT", "Minister"))
    assert not [m for m in identity.canonical if m.entity.startswith("post/")]


def test_keys_of_posts_do_not_depend_on_language() -> None:
    identity = decide(Told("a", language="fr").person("Ida Sorn", "MA", "ministre de l'Intérieur"))
    assert canonical(identity, "a", "post/ma-ministre-de-l-interieur") == "post/MA.minister-of-the-interior"


@pytest.mark.parametrize("states", [("CD", "CG"), ("KR", "KP"), ("GN", "GW"), ("GN", "GQ")])
def test_neighbours_of_one_name_stay_apart(states: tuple[str, str]) -> None:
    told = [Told(c).organization("Ministry of Justice", c).person("Ida Sorn", c, "Minister of Justice") for c in states]
    identity = decide(*told)
    assert len(set(identity.canonical.values())) == 6


def test_a_mission_is_told_apart_only_by_where_it_is() -> None:
    identity = decide(
        Told("a").organization("Embassy of Portugal", "PT").organization("Portuguese Embassy in Dakar", "PT"),
        Told("b").organization("Portuguese Embassy", "PT").organization("Portuguese Embassy in Dakar", "PT"),
    )
    assert sorted(identity.canonical.values()) == ["organization/portuguese-embassy-in-dakar.PT"] * 2


def test_agencies_of_one_field_are_one_in_any_language_under_their_english_name() -> None:
    identity = decide(
        Told("a").organization("Portuguese Development Agency", "PT"),
        Told("b", language="fr").organization("Agence portugaise de développement", "PT"),
    )
    assert set(identity.canonical.values()) == {"organization/portuguese-development-agency.PT"}
    assert len(identity.canonical) == 2

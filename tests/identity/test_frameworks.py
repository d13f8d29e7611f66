"""Frameworks across documents and languages."""

import pytest

from kg.identified import Verdict
from tests.identity.build import Told, canonical, decide, verdicts

AGREEMENT, MECHANISM, PARTNERSHIP, PROGRAMME = "Agreement", "Mechanism", "Partnership", "Programme"


def same(a: tuple[str, ...], b: tuple[str, ...], languages: str = "en en") -> bool:
    first, second = languages.split()
    identity = decide(Told("a", language=first).framework(*a), Told("b", language=second).framework(*b))
    keys = [identity.canonical.get(m) for m in sorted(identity.canonical)]
    return len(keys) == 2 and keys[0] == keys[1]


@pytest.mark.parametrize(
    ("a", "b", "languages"),
    [
        (
            ("Portugal-Senegal Permanent Joint Fisheries Group", MECHANISM, "PT SN"),
            ("Groupe mixte permanent sur la pêche", MECHANISM, "SN PT"),
            "en fr",
        ),
        (
            ("declaration on the reinforced exceptional partnership", AGREEMENT, "PT SN"),
            ("Déclaration relative au partenariat d'exception renforcé", AGREEMENT, "PT SN"),
            "en fr",
        ),
        (
            ("Senegal-Portugal Joint Commission", MECHANISM, "PT SN"),
            ("commission mixte entre le Sénégal et le Portugal", MECHANISM, "PT SN"),
            "en fr",
        ),
        (("joint commission", MECHANISM, "PT SN"), ("Grand Joint Commission", MECHANISM, "PT SN"), "en en"),
        (
            ("memorandum of understanding on fisheries", AGREEMENT, "PT SN"),
            ("protocole d'accord sur la pêche", AGREEMENT, "PT SN"),
            "en fr",
        ),
        (
            ("MoU on cooperation in tourism", AGREEMENT, "PT SN"),
            ("memorandum of understanding on tourism", AGREEMENT, "PT SN"),
            "en en",
        ),
        (
            ("Comprehensive Trade Pact", AGREEMENT, "PT SN", "CTPX"),
            ("broad commercial agreement", AGREEMENT, "PT SN", "CTPX"),
            "en en",
        ),
        (("Zorvia Corridor", PROGRAMME, "PT SN"), ("Zorvia Corridor", PROGRAMME, "SN"), "en en"),
    ],
)
def test_one_framework(a: tuple[str, ...], b: tuple[str, ...], languages: str) -> None:
    assert same(a, b, languages)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Joint Commission", MECHANISM, "PT SN"), ("Joint Commission", MECHANISM, "PT TN")),
        (
            ("memorandum of understanding on fisheries", AGREEMENT, "PT SN"),
            ("memorandum of understanding on tourism", AGREEMENT, "PT SN"),
        ),
        (("memorandum of understanding", AGREEMENT, "PT SN"), ("memorandum of understanding", AGREEMENT, "PT SN")),
        (("Joint Commission", MECHANISM, "PT SN"), ("Third Session of the Joint Commission", MECHANISM, "PT SN")),
        (("Strategic Partnership", PARTNERSHIP, "PT SN"), ("Comprehensive Strategic Partnership", PARTNERSHIP, "PT SN")),
        (("Declaration of the Strategic Partnership", AGREEMENT, "PT SN"), ("Strategic Partnership", PARTNERSHIP, "PT SN")),
        (("Action Plan 2024-2026", PROGRAMME, "PT SN"), ("Action Plan 2027-2029", PROGRAMME, "PT SN")),
        (("agreement on trade", AGREEMENT, ""), ("agreement on trade", AGREEMENT, "PT SN")),
        (("joint commission", MECHANISM, "CD PT"), ("joint commission", MECHANISM, "CG PT")),
    ],
)
def test_two_frameworks(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    assert not same(a, b)


def test_one_subject_signed_twice_is_two() -> None:
    def told(name: str, when: str | None) -> Told:
        return (
            Told(name)
            .framework("agreement on trade", AGREEMENT, "PT SN")
            .event("Signing", ["PT", "SN"], when, instrument="agreement on trade")
        )

    identity = decide(told("a", "2019-05-02"), told("b", "2024-05-02"), told("c", None))
    assert canonical(identity, "a", "framework/agreement-on-trade") != canonical(identity, "b", "framework/agreement-on-trade")
    assert verdicts(identity, "framework") == {
        ("a", "b", Verdict.DIFFERENT),
        ("a", "c", Verdict.UNDECIDED),
        ("b", "c", Verdict.UNDECIDED),
    }


def test_a_key_is_english_and_names_the_parties() -> None:
    identity = decide(
        Told("a", language="fr").framework("commission mixte entre le Sénégal et le Portugal", MECHANISM, "SN PT"),
        Told("b").framework("Senegal-Portugal Joint Commission", MECHANISM, "PT SN"),
    )
    assert set(identity.canonical.values()) == {"framework/senegal-portugal-joint-commission.PT-SN"}

"""Events told by several documents."""

import pytest

from kg.identified import Verdict
from tests.identity.build import Told, canonical, decide, verdicts


def told(document: str, published: str, *names: str, language: str = "en") -> Told:
    """A document with Portugal's Ida Sorn and Denmark's Ole Brack, both foreign ministers, and whom else it names."""
    it = (
        Told(document, published, language)
        .person("Ida Sorn", "PT", "Foreign Minister")
        .person("Ole Brack", "DK", "Foreign Minister")
    )
    for name in names:
        it.person(name, "DK", "Minister of Trade")
    return it


def same(*those: Told) -> bool:
    identity = decide(*those)
    keys = [canonical(identity, t.document, t.profile.events[0].id) for t in those]
    return keys[0] is not None and len(set(keys)) == 1


PAIR = ("Ida Sorn", "Ole Brack")


def test_one_day_and_the_same_two() -> None:
    a = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03", place="Lisbon")
    b = told("b", "2024-05-04", language="fr").event("Meeting", PAIR, "2024-05-03")
    c = told("c", "2024-05-09", "Per Lund").event("Meeting", (*PAIR, "Per Lund"), "2024-05-03")
    assert same(a, b, c)
    assert canonical(decide(a, b, c), "a", "meeting/1") == "meeting/2024-05-03.DK-PT.brack-lund-sorn"


def test_the_same_two_twice_in_one_month() -> None:
    a = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03")
    b = told("b", "2024-05-24").event("Meeting", PAIR, "2024-05-24")
    month = told("c", "2024-09-01").event("Meeting", PAIR, "2024-05")
    assert not same(a, b)
    identity = decide(a, b, month)
    assert verdicts(identity, "meeting") == {("a", "c", Verdict.UNDECIDED), ("b", "c", Verdict.UNDECIDED)}
    assert same(a, month)


def test_an_open_date_fits_only_texts_of_the_same_days() -> None:
    dated = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03")
    assert same(dated, told("b", "2024-05-05").event("Meeting", PAIR))
    assert not same(dated, told("b", "2024-06-05").event("Meeting", PAIR))


@pytest.mark.parametrize("kind", ["Call", "Visit"])
def test_another_type_is_another_event(kind: str) -> None:
    a = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03")
    assert not same(a, told("b", "2024-05-03").event(kind, PAIR, "2024-05-03", host="PT"))


def test_interlocutors_one_after_another_are_separate_meetings() -> None:
    a = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03")
    b = told("b", "2024-05-03", "Per Lund").event("Meeting", ("Ida Sorn", "Per Lund"), "2024-05-03")
    assert not same(a, b)


def test_delegations_of_one_pair_are_one_meeting_only_at_one_place() -> None:
    a = Told("a", "2024-05-03").event("Meeting", ["PT", "DK"], "2024-05-03", place="Lisbon")
    assert same(a, Told("b", "2024-05-04").event("Meeting", ["DK", "PT"], "2024-05-03", place="Lisbon"))
    assert not same(a, Told("b", "2024-05-04").event("Meeting", ["DK", "PT"], "2024-05-03", place="Aarhus"))
    assert not same(a, Told("b", "2024-05-04").event("Meeting", ["DK", "SE"], "2024-05-03", place="Lisbon"))


def test_a_state_stands_for_its_minister_where_one_meeting_fits() -> None:
    a = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03")
    b = told("b", "2024-05-04").event("Meeting", ("Ida Sorn", "DK"), "2024-05-03")
    assert same(a, b)


def test_a_visit_is_its_visitor_and_host() -> None:
    a = told("a", "2024-05-03").event("Visit", ["Ole Brack"], "2024-05-03", host="PT")
    assert same(a, told("b", "2024-05-04").event("Visit", ["Ole Brack"], "2024-05", host="PT"))
    assert not same(a, told("b", "2024-05-04").event("Visit", ["Ole Brack"], "2024-05-03", host="SE"))


def test_a_visit_may_be_dated_by_any_of_its_days() -> None:
    first = told("a", "2024-05-03").event("Visit", ["Ole Brack"], "2024-05-03", host="PT", place="Lisbon")
    third = told("b", "2024-05-05").event("Visit", ["Ole Brack"], "2024-05-05", host="PT", place="Porto")
    later = told("c", "2024-05-20").event("Visit", ["Ole Brack"], "2024-05-20", host="PT")
    assert same(first, third)
    assert not same(first, later)


def test_talks_of_two_days_are_two() -> None:
    a = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03")
    assert not same(a, told("b", "2024-05-04").event("Meeting", PAIR, "2024-05-04"))


def test_a_conference_is_its_name_in_any_language() -> None:
    a = told("a", "2024-05-03").event("Conference", PAIR, "2024-05", name="93rd ZORVEX General Assembly")
    b = told("b", "2024-05-04", language="fr").event("Conference", PAIR, name="93e Assemblée générale de ZORVEX")
    assert same(a, b)
    assert not same(a, told("c", "2024-05-04").event("Conference", PAIR, "2024-05", name="92nd ZORVEX General Assembly"))


def test_an_instrument_is_signed_once() -> None:
    a = told("a", "2024-05-03").framework("agreement on trade", "Agreement", "PT DK")
    a.event("Signing", PAIR, "2024-05-03", instrument="agreement on trade")
    b = told("b", "2025-05-04").framework("agreement on trade", "Agreement", "PT DK")
    b.event("Signing", ["PT", "DK"], instrument="agreement on trade")
    assert same(a, b)


def test_a_cancelled_event_is_not_the_one_that_was_held() -> None:
    a = told("a", "2024-05-03").event("Meeting", PAIR, "2024-05-03")
    assert not same(a, told("b", "2024-05-03").event("Meeting", PAIR, "2024-05-03", status="Cancelled"))


def test_an_event_without_date_has_no_key() -> None:
    assert not [k for k in decide(told("a", "2024-05-03").event("Meeting", PAIR)).canonical.values() if k.startswith("meeting/")]


def test_an_instrument_that_only_its_document_knows_joins_no_signings() -> None:
    a = (
        told("a", "2024-05-03")
        .framework("agreement", "Agreement", "PT DK")
        .event("Signing", PAIR, "2024-05-03", instrument="agreement")
    )
    b = (
        told("b", "2024-05-03")
        .framework("agreement", "Agreement", "PT SE")
        .event("Signing", ["SE", "PT"], None, instrument="agreement")
    )
    assert not same(a, b)


def test_tellings_without_date_join_where_all_fit_each_other() -> None:
    a = told("a", "2024-05-02").event("Conference", [], name="ZORVEX Summit")
    b = told("b", "2024-05-03").event("Conference", [], name="ZORVEX Summit")
    c = told("c", "2024-05-04").event("Conference", [], "2024-05-03", name="ZORVEX Summit")
    assert same(a, b, c)

"""What holds of identity as a whole: order does not matter, hands win, keys are unique and readable."""

import json
import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.identified import Decision, Identity, Member, Verdict
from kg.identity.identify import identify
from kg.identity.profile import DocumentProfile, from_json, to_json
from kg.model import DocumentId, EntityId
from tests.identity.build import Told, canonical, decide

FM, HEALTH = "Foreign Minister", "Minister of Health"


def hand(left: tuple[str, str], right: tuple[str, str], verdict: Verdict, time: str = "2026-01-01") -> Decision:
    first, second = sorted(Member(DocumentId(d), EntityId(e)) for d, e in (left, right))
    return Decision(first, second, verdict, 1.0, "a hand decided", None, time, "ida")


def test_a_hand_puts_together_what_no_rule_would() -> None:
    told = Told("a").person("Ida Sorn", "PT", FM), Told("b").person("Ada Quist", "DK", HEALTH)
    decision = hand(("a", "person/ida-sorn"), ("b", "person/ada-quist"), Verdict.SAME)
    identity = decide(*told, by_hand=[decision])
    assert canonical(identity, "a", "person/ida-sorn") == canonical(identity, "b", "person/ada-quist") is not None
    assert decision in identity.decisions


def test_a_hand_keeps_apart_what_a_rule_would_join_also_transitively() -> None:
    told = [Told(d).person("Ida Sorn", "PT", FM) for d in "abc"]
    identity = decide(*told, by_hand=[hand(("a", "person/ida-sorn"), ("b", "person/ida-sorn"), Verdict.DIFFERENT)])
    keys = [canonical(identity, d, "person/ida-sorn") for d in "abc"]
    assert keys[0] != keys[1]
    assert keys[2] in keys[:2]


def test_different_wins_over_a_chain_of_same() -> None:
    told = [Told(d).person("Ida Sorn", "PT", FM) for d in "abc"]
    pairs = [("a", "b", Verdict.SAME), ("b", "c", Verdict.SAME), ("a", "c", Verdict.DIFFERENT)]
    identity = decide(*told, by_hand=[hand((x, "person/ida-sorn"), (y, "person/ida-sorn"), v) for x, y, v in pairs])
    assert canonical(identity, "a", "person/ida-sorn") != canonical(identity, "c", "person/ida-sorn")


def test_the_last_of_two_hands_wins() -> None:
    told = [Told(d).person("Ida Sorn", "PT", FM) for d in "ab"]
    pair = (("a", "person/ida-sorn"), ("b", "person/ida-sorn"))
    first, last = hand(*pair, Verdict.DIFFERENT, "2026-01-01"), hand(*pair, Verdict.SAME, "2026-01-02")
    for order in ([first, last], [last, first]):
        identity = decide(*told, by_hand=order)
        assert canonical(identity, "a", "person/ida-sorn") == canonical(identity, "b", "person/ida-sorn")
        assert [d for d in identity.decisions if d.rule is None] == [last]


def test_a_decision_of_what_is_not_there_has_no_effect() -> None:
    told = Told("a").person("Ida Sorn", "PT", FM)
    decision = hand(("a", "person/ida-sorn"), ("gone", "person/x"), Verdict.SAME)
    assert decide(told, by_hand=[decision]) == decide(told)


NAMES = ("Ida Sorn", "Ida Marie Sorn", "SORN", "Ada Quist", "Quist", "Yerlan Zhorbekov", "Erlan Jorbekov", "Sorn Ida", "Ole Sorn")
POSTS = (None, FM, "ministre des Affaires étrangères", HEALTH, "President", "Minister")
BODIES = ("Ministry of Justice", "ministère de la Justice", "Zorvex Rail", "Portuguese Embassy", "Coast Guard")
SUMMITS = ("ZORVEX Summit", "3rd ZORVEX Summit", "sommet de ZORVEX", "Third Summit")
DATES = (None, "2024", "2024-05", "2024-05-03", "2024-05-04")
FRAMEWORKS = ("joint commission", "commission mixte", "agreement on trade", "accord commercial", "Zorvia Corridor")


@st.composite
def documents(draw: st.DrawFn) -> list[DocumentProfile]:
    """A few documents that tell of the same few people, frameworks and days."""
    found = []
    for number in range(draw(st.integers(1, 7))):
        told = Told(f"d{number}", f"2024-05-0{draw(st.integers(1, 9))}", draw(st.sampled_from(["en", "fr"])))
        names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
        for name in names:
            told.person(name, draw(st.sampled_from(["PT", "DK", None])), draw(st.sampled_from(POSTS)))
        for name in draw(st.lists(st.sampled_from(FRAMEWORKS), unique=True, max_size=2)):
            told.framework(name, draw(st.sampled_from(["Mechanism", "Agreement"])), draw(st.sampled_from(["PT DK", "PT SE", ""])))
        for name in draw(st.lists(st.sampled_from(BODIES), unique=True, max_size=2)):
            told.organization(name, draw(st.sampled_from(["PT", "DK", None])))
        for kind in draw(st.lists(st.sampled_from(["Meeting", "Call", "Visit", "Conference"]), max_size=2)) if names else ():
            more = {"host": "SE"} if kind == "Visit" else {"name": draw(st.sampled_from(SUMMITS))} if kind == "Conference" else {}
            told.event(kind, [*names, "SE"], draw(st.sampled_from(DATES)), place=draw(st.sampled_from([None, "Lisbon"])), **more)
        found.append(told.profile)
    return found


@st.composite
def hands(draw: st.DrawFn, profiles: list[DocumentProfile]) -> list[Decision]:
    members = sorted(Member(p.document, e.id) for p in profiles for e in p.persons)
    pairs = list(combinations(members, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []
    return [
        Decision(*p, draw(st.sampled_from(list(Verdict))), 1.0, "by hand", None, f"2026-01-0{i + 1}")
        for i, p in enumerate(chosen)
    ]


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_order_does_not_matter_and_the_rules_hold(data: st.DataObject) -> None:
    profiles = data.draw(documents())
    by_hand = data.draw(hands(profiles))
    identity = identify(profiles, by_hand)
    shuffled = data.draw(st.permutations(profiles))
    again = identify([from_json(json.loads(json.dumps(to_json(p)))) for p in shuffled], data.draw(st.permutations(by_hand)))
    assert again == identity
    assert list(again.canonical) == list(identity.canonical)
    _check(identity)
    latest = {(d.left, d.right): d for d in sorted(by_hand, key=lambda d: d.time or "")}
    for (left, right), decision in latest.items():
        if decision.verdict is Verdict.DIFFERENT:
            assert identity.canonical.get(left, left) != identity.canonical.get(right, right)


def _check(identity: Identity) -> None:
    """No pair is decided twice, keys are well formed, and merges told are merges made."""
    pairs = [(d.left, d.right) for d in identity.decisions]
    assert pairs == sorted(set(pairs))
    for key in identity.canonical.values():
        kind, _, rest = key.partition("/")
        assert re.fullmatch(r"[a-zA-Z0-9.-]{1,80}", rest), key
        assert kind.isalpha()
    together: dict[str, set[str]] = {}
    for member, key in identity.canonical.items():
        if not any(member in (d.left, d.right) and d.rule is None for d in identity.decisions) and key.startswith("person/"):
            documents = together.setdefault(key, set())
            assert member.document not in documents, "two persons of one document under one key"
            documents.add(member.document)
    for decision in identity.decisions:
        if decision.verdict is Verdict.SAME and decision.rule is not None:
            assert identity.canonical.get(decision.left) == identity.canonical.get(decision.right)

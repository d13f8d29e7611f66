"""A living collection: whatever was added, replaced and removed, the store is as if built at once from what is left."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.graph.difference import View, difference
from kg.graph.lookup import find
from kg.graph.names import graph_iri
from kg.graph.queries import run
from kg.graph.store import Store
from kg.identified import Decision, Member, Verdict
from kg.identity.profile import profile
from kg.model import DocumentFacts, DocumentId

COLLECTION = Path(__file__).parent / "identity" / "collection"
CHOSEN = (
    "2024-03-12-lisbon-dakar-agency",
    "2024-03-13-lisbonne-depeche",
    "2024-03-14-dakar-communique",
    "2024-03-28-dakar-visit-agency",
    "2025-03-04-lisbon-new-minister",
    "2025-05-20-tunis-justice",
    "2025-05-22-dakar-justice-note",
    "2025-11-18-tunis-bouslimi-brothers",
)
"""Texts that tell of the same people, frameworks and events, and of some that are not to be taken for them."""
SHARDS = 4


@cache
def told(number: int, version: int) -> DocumentFacts:
    """What one of the texts says; as its second version, what the next one says, under the same identifier."""
    facts = pipeline.extract(pipeline.read(COLLECTION / f"{CHOSEN[(number + version) % len(CHOSEN)]}.txt"))
    return replace(facts, document=replace(facts.document, id=DocumentId(CHOSEN[number])))


@cache
def profiled(number: int, version: int) -> bytes:
    return pipeline.encoded(profile(told(number, version)))


def built(texts: dict[int, int], decisions: tuple[Decision, ...] = ()) -> list[str]:
    """A fresh build, as sorted N-Quads."""
    store = Store.memory()
    for number in sorted(texts):
        store.add(told(number, texts[number]), profiled(number, texts[number]))
    pipeline.finish(store, decisions)
    return nquads(store)


def nquads(store: Store) -> list[str]:
    """Every statement but those of the history, which a fresh build cannot know."""
    history = graph_iri("history", store.settings)
    return sorted(str(quad) for quad in store.quads() if quad.graph_name != history)


STEPS = st.lists(
    st.tuples(st.integers(0, len(CHOSEN) - 1), st.sampled_from([0, 0, 1, None]), st.booleans()), min_size=1, max_size=8
)
"""Which text, in which version (None: it is removed), and whether the graph is brought after it at once."""


@pytest.mark.parametrize("shard", range(SHARDS))
def test_any_sequence_ends_equal_to_a_fresh_build(shard: int) -> None:
    """1,000 sequences in all."""

    @settings(max_examples=1000 // SHARDS)
    @given(STEPS, st.just(shard))
    def check(steps: list[tuple[int, int | None, bool]], _: int) -> None:
        store, left = Store.memory(), dict[int, int]()
        for number, version, at_once in steps[shard % 2 :] + steps[: shard % 2]:
            if version is None:
                assert store.remove(DocumentId(CHOSEN[number])) == (left.pop(number, None) is not None)
            else:
                store.add(told(number, version), profiled(number, version))
                left[number] = version
            if at_once:
                pipeline.finish(store)
        pipeline.finish(store)
        assert nquads(store) == built(left)

    check()


def collected(*numbers: int, now: str | None = None) -> Store:
    store = Store.memory()
    store.now = now
    for number in numbers:
        store.add(told(number, 0), profiled(number, 0))
    pipeline.finish(store)
    return store


def test_removing_a_document_withdraws_exactly_what_only_it_said() -> None:
    store = collected(0, 1, 2)
    assert store.remove(DocumentId(CHOSEN[1]))
    pipeline.finish(store)
    assert nquads(store) == built({0: 0, 2: 0})


def test_a_document_that_is_added_twice_changes_nothing() -> None:
    store = collected(0, 1)
    before = nquads(store)
    store.add(told(0, 0), profiled(0, 0))
    pipeline.finish(store)
    assert nquads(store) == before


def shared(store: Store) -> dict[str, tuple[str, ...]]:
    """Every thing that several documents tell of, with those documents."""
    rows = run(store, "merges").rows
    return {row[-1].value: tuple(row[2].value.split("; ")) for row in rows}  # type: ignore[union-attr]


def test_one_meeting_told_by_three_documents_is_one_node_with_three_sources() -> None:
    rows = [row for row in run(collected(0, 1, 2), "meetings").rows if row[0] is not None]
    assert [row[5].value.split("; ") for row in rows] == [sorted(CHOSEN[:3])]  # type: ignore[union-attr]


def test_what_a_merge_renames_is_found_by_its_old_name() -> None:
    """Known by surname and country at first, then by the full name that another text has; and the other way back."""
    facts = told(0, 0)
    who, document = facts.persons[0], facts.document.id
    surname = replace(who, name=who.name.split()[-1], aliases=())
    facts = replace(facts, persons=(surname, *facts.persons[1:]))
    store = Store.memory()
    store.add(facts, pipeline.encoded(profile(facts)))
    pipeline.finish(store)
    own = _iri(store, Member(document, who.id))
    old = store.current(own)
    store.add(told(1, 0), profiled(1, 0))
    pipeline.finish(store)
    new = store.current(own)
    assert old != new == store.current(old)
    (fuller,) = (person.name for person in told(1, 0).persons if person.name.endswith(surname.name))
    for iri in (own, old, new):
        labels = store.query(f"SELECT ?label {{ <{iri}> rdfs:label ?label FILTER(LANG(?label) = 'en') }}").rows
        assert [label.value for (label,) in labels] == [fuller]  # type: ignore[union-attr]
        assert find(store, iri).iri == new
    store.remove(DocumentId(CHOSEN[1]))
    pipeline.finish(store)
    assert store.current(own) == store.current(new) == old


def test_a_hand_decision_wins_and_is_taken_back() -> None:
    store = collected(0, 1, 2)
    before = nquads(store)
    one = next(member for member in _members(0) if member.entity == told(0, 0).events[0].id)
    other = next(member for member in _members(1) if member.entity == told(1, 0).events[0].id)
    left, right = sorted((one, other))
    pipeline.finish(store, [Decision(left, right, Verdict.DIFFERENT, 1.0, "by hand", None, "2026-01-01T00:00:00Z")])
    assert store.current(_iri(store, one)) != store.current(_iri(store, other))
    pipeline.finish(store)
    assert nquads(store) == before


def test_the_history_tells_what_was_done_and_nothing_else_does() -> None:
    store = collected(0, 1, now="2026-01-01T00:00:00Z")
    store.now = "2026-02-01T00:00:00Z"
    store.add(told(0, 1), profiled(0, 1))
    store.remove(DocumentId(CHOSEN[1]))
    pipeline.finish(store)
    assert [(each.time[:7], each.action, each.document) for each in store.happenings()] == [
        ("2026-01", "added", CHOSEN[0]),
        ("2026-01", "added", CHOSEN[1]),
        ("2026-02", "updated", CHOSEN[0]),
        ("2026-02", "removed", CHOSEN[1]),
    ]
    assert nquads(store) == built({0: 1})


def test_a_difference_tells_what_is_new_and_what_is_gone() -> None:
    found = difference(View(collected(0, 3)), View(collected(0, 4)))
    assert {item.kind for item in found.new} >= {"documents", "meetings", "officials"}
    assert [item.caption for item in found.new if item.kind == "documents"] == [CHOSEN[4]]
    assert [item.caption for item in found.withdrawn if item.kind == "documents"] == [CHOSEN[3]]
    assert not {item.iri for item in found.new} & {item.iri for item in found.withdrawn}
    same = difference(View(collected(0, 1)), View(collected(1, 0)))
    assert not same.new and not same.withdrawn


def test_a_thing_that_only_bears_another_name_is_not_new() -> None:
    """The first text alone, then with others that give its people fuller names."""
    old, new = collected(0), collected(0, 1, 2)
    withdrawn = difference(View(old), View(new)).withdrawn
    assert not [item for item in withdrawn if item.kind in ("officials", "meetings", "documents")]


def _members(number: int) -> list[Member]:
    facts = told(number, 0)
    return [Member(facts.document.id, each.id) for each in (*facts.persons, *facts.events)]


def _iri(store: Store, member: Member) -> str:
    kind, _, key = member.entity.partition("/")
    return f"{store.settings.base}{kind}/{member.document}/{key}"

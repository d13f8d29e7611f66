"""What is not sure enough is left out with all that refers to it, and the graph that remains is still a good one."""

from dataclasses import replace

import pytest

from kg.graph.store import Store
from kg.graph.validation import validate
from kg.model import DocumentFacts, EntityId
from kg.pipeline import confident

MEMO, GROUP = EntityId("framework/memorandum-on-extradition"), EntityId("framework/joint-group-on-justice")
MEETING, SIGNING = EntityId("meeting/1"), EntityId("signing/1")


@pytest.fixture
def talks(sample: tuple[DocumentFacts, ...]) -> DocumentFacts:
    return sample[0]


def doubtful(facts: DocumentFacts, *planted: EntityId) -> DocumentFacts:
    """The facts with some made doubtful; all others are sure."""
    return replace(
        facts,
        frameworks=tuple(replace(f, confidence=0.2 if f.id in planted else 0.9) for f in facts.frameworks),
        events=tuple(replace(e, confidence=0.2 if e.id in planted else 0.9) for e in facts.events),
        tenures=tuple(replace(t, confidence=0.9) for t in facts.tenures),
        cooperations=tuple(replace(c, confidence=0.9) for c in facts.cooperations),
        statements=tuple(replace(s, confidence=0.9) for s in facts.statements),
    )


def graph(facts: DocumentFacts) -> str:
    store = Store.memory()
    store.add(facts)
    store.finish()
    assert validate(store) == []
    return "\n".join(sorted(str(quad) for quad in store.quads()))


@pytest.mark.parametrize("planted", [(), (MEMO,), (GROUP,), (MEETING,), (SIGNING,)])
def test_a_doubtful_fact_goes_with_all_that_refers_to_it(talks: DocumentFacts, planted: tuple[EntityId, ...]) -> None:
    facts = doubtful(talks, *planted)
    left = confident(facts, 0.5)
    gone = {*planted, *([SIGNING] if MEMO in planted else [])}  # a signing without its instrument is none
    told = graph(left)
    for each in (MEMO, GROUP, MEETING, SIGNING):
        kind, _, key = each.partition("/")
        node = f"/id/{kind}/news%2Ftalks/{key}>"
        assert (node in told) == (each not in gone), each
    assert {entity for _, entity in left.mentions} == {entity for _, entity in facts.mentions} - gone


def test_what_is_left_keeps_what_it_was_told(talks: DocumentFacts) -> None:
    facts = doubtful(talks, GROUP)
    left = confident(facts, 0.5)
    (signing,) = (event for event in left.events if event.id == SIGNING)
    assert (signing.frameworks, signing.instrument, signing.occasion) == ((), MEMO, MEETING)
    assert [c.frameworks for c in left.cooperations] == [()] and left.cooperations[0].topics == facts.cooperations[0].topics
    (signing,) = confident(doubtful(facts, MEETING), 0.5).events
    assert signing.occasion is None


def test_tenures_cooperations_and_statements_are_weighed_too(talks: DocumentFacts) -> None:
    facts = doubtful(talks)
    weak = replace(
        facts,
        tenures=(replace(facts.tenures[0], confidence=0.2), *facts.tenures[1:]),
        cooperations=tuple(replace(c, confidence=0.2) for c in facts.cooperations),
        statements=tuple(replace(s, confidence=0.2) for s in facts.statements),
    )
    left = confident(weak, 0.5)
    assert left.tenures == facts.tenures[1:] and left.cooperations == left.statements == ()


def test_a_post_goes_with_the_last_tenure_that_tells_of_it(talks: DocumentFacts) -> None:
    facts = doubtful(talks)
    weak, sure = (replace(facts.tenures[0], confidence=c) for c in (0.2, 0.9))
    # Neither country nor body: such a post is nothing without its holder.
    posts = (replace(facts.posts[0], country=None, holder=weak.holder), *facts.posts[1:])
    left = confident(replace(facts, posts=posts, tenures=(weak, *facts.tenures[1:])), 0.5)
    assert left.posts == posts[1:] and weak.post not in {entity for _, entity in left.mentions}
    assert weak.post.rpartition("/")[2] not in graph(left)
    assert confident(replace(facts, posts=posts, tenures=(weak, sure, *facts.tenures[1:])), 0.5).posts == posts


def test_the_bound_itself_is_kept(talks: DocumentFacts) -> None:
    facts = doubtful(talks, MEETING)
    assert confident(facts, 0.2) == facts

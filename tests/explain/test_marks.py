"""How mentions nest and passages lie."""

from hypothesis import given
from hypothesis import strategies as st

from kg.explain.marks import Mark, nest, stretches
from kg.model import EntityId, Span

A, B = EntityId("person/a"), EntityId("country/B")
SPANS = (
    st.tuples(st.integers(0, 30), st.integers(1, 8))
    .map(lambda pair: Span(pair[0], min(30, pair[0] + pair[1])))
    .filter(lambda span: span.start < span.end)
)


def test_inner_mention_is_inside() -> None:
    inside, outside = (Span(2, 4), B), (Span(0, 9), A)
    assert nest([inside, outside], Span(0, 10)) == (Mark(Span(0, 9), A, (Mark(Span(2, 4), B),)),)


def test_crossing_mention_is_cut_in_two() -> None:
    crossing = [(Span(0, 5), A), (Span(3, 8), B)]
    assert nest(crossing, Span(0, 10)) == (Mark(Span(0, 5), A, (Mark(Span(3, 5), B),)), Mark(Span(5, 8), B))


def test_mentions_are_cut_to_the_range() -> None:
    assert nest([(Span(0, 5), A), (Span(7, 9), B)], Span(2, 7)) == (Mark(Span(2, 5), A),)


def _covered(marks: tuple[Mark, ...]) -> set[tuple[int, EntityId]]:
    found: set[tuple[int, EntityId]] = set()
    for mark in marks:
        found |= {(at, mark.entity) for at in range(*mark.span)} | _covered(mark.inner)
    return found


def _well_nested(marks: tuple[Mark, ...], within: Span) -> bool:
    ends = [within.start, *(edge for mark in marks for edge in mark.span), within.end]
    return ends == sorted(ends) and all(_well_nested(mark.inner, mark.span) for mark in marks)


@given(st.lists(st.tuples(SPANS, st.sampled_from([A, B])), max_size=8))
def test_nesting_covers_exactly_what_was_mentioned(mentions: list[tuple[Span, EntityId]]) -> None:
    marks = nest(mentions, Span(0, 30))
    assert _well_nested(marks, Span(0, 30))
    assert _covered(marks) == {(at, entity) for span, entity in mentions for at in range(*span)}


@given(st.lists(st.lists(SPANS, min_size=1, max_size=3).map(tuple), max_size=6))
def test_stretches_tile_the_text_and_know_their_facts(evidence: list[tuple[Span, ...]]) -> None:
    found = stretches(30, list(enumerate(evidence)))
    assert [edge for stretch in found for edge in stretch.span][::2] == sorted({s.span.start for s in found})
    assert "".join("x" * (s.span.end - s.span.start) for s in found) == "x" * 30
    for span, facts in found:
        for at in range(*span):
            assert facts == tuple(n for n, spans in enumerate(evidence) if any(each.start <= at < each.end for each in spans))
    starts = {stretch.span.start for stretch in found}
    assert all(span.start in starts for spans in evidence for span in spans), "every passage can be jumped to"

"""A graph that keeps its promises is told so; one byte changed is found."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from facts import CALL_TEXT, documents, filled

from kg.graph.store import Store
from kg.graph.terms import BC, ID, XSD
from kg.graph.validation import validate, verify
from kg.model import Span

PASSAGE = ID("passage/call/0-58")


def lines(text: str, language: str) -> list[Span]:
    """Each line is a sentence."""
    assert language in ("en", "fr")
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        spans.append(Span(at, at + len(line)))
        at += len(line)
    return spans


def test_a_good_graph_has_no_problem(graph: Store) -> None:
    assert verify(graph) == []
    assert verify(graph, sentences=lines) == []
    assert validate(graph) == []


def changed(predicate: str, old: ox.Literal | ox.NamedNode, new: ox.Literal | ox.NamedNode) -> Store:
    store = filled(Store.memory())
    graph = ID("document/call")
    quad = ox.Quad(PASSAGE, BC(predicate), old, graph)
    assert quad in set(store.quads())
    store._open.remove(quad)
    store._open.add(ox.Quad(PASSAGE, BC(predicate), new, graph))
    return store


def integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=XSD("integer"))


FIRST = CALL_TEXT[:58]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda: changed("text", ox.Literal(FIRST), ox.Literal(FIRST[:-1] + "!")), "it says '.*!', the text has '.*migration.'"),
        (lambda: changed("start", integer(0), integer(1)), "the text has 'ino Halla"),
        (lambda: changed("end", integer(58), integer(9999)), "from 0 to 9999, expected a range within"),
        (lambda: changed("end", integer(58), integer(0)), "from 0 to 0, expected a range"),
        (lambda: changed("document", ID("document/call"), ID("document/none")), "belongs to .*none, which is no document"),
    ],
)
def test_a_changed_passage_is_found(damage: Callable[[], Store], message: str) -> None:
    (problem,) = verify(damage())
    assert problem.where == PASSAGE.value
    assert re.search(message, problem.message)


def test_a_changed_text_is_found(graph: Store) -> None:
    texts = {facts.document.id: facts.document.text for facts in documents()}
    assert verify(graph, lambda document: texts[document.id]) == []
    texts["call"] = CALL_TEXT.replace("phone", "Phone")
    problems = verify(graph, lambda document: texts[document.id])
    assert [problem.where for problem in problems] == ["call", PASSAGE.value]
    assert "its text has changed" in problems[0].message


def test_a_changed_text_of_a_store_is_found(tmp_path: Path) -> None:
    filled(Store.open(tmp_path / "kg", create=True)).close()
    with sqlite3.connect(tmp_path / "kg" / "documents.sqlite") as rows:
        (facts,) = rows.execute("SELECT facts FROM document WHERE id = 'call'").fetchone()
        rows.execute("UPDATE document SET facts = ? WHERE id = 'call'", (facts.replace(b"Kenya's", b"Kenia's"),))
    with Store.open(tmp_path / "kg") as store:
        assert ("call", "its text has changed") in {(problem.where, problem.message[:20]) for problem in verify(store)}
    with sqlite3.connect(tmp_path / "kg" / "documents.sqlite") as rows:
        rows.execute("DELETE FROM document WHERE id = 'call'")
    with Store.open(tmp_path / "kg") as store:
        assert [problem.message[:21] for problem in verify(store)] == ["its text is not there"]


def test_a_changed_quote_is_found() -> None:
    store = filled(Store.memory())
    quad = next(quad for quad in store.quads() if quad.predicate == BC("quote"))
    store._open.remove(quad)
    store._open.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("never said"), quad.graph_name))
    assert [problem.message[:22] for problem in verify(store)] == ["it quotes 'never said'"]


def test_a_passage_across_sentences_is_found(graph: Store) -> None:
    problems = verify(graph, sentences=lambda text, _: [Span(0, 20), Span(20, len(text))])
    assert PASSAGE.value in {problem.where for problem in problems}
    assert {problem.message[:27] for problem in problems} == {"it lies within no one sente"}


def test_shapes_are_checked() -> None:
    event = ID("call/call/1")
    store = filled(Store.memory())
    gone = [quad for quad in store.quads() if quad.subject == event and quad.predicate in (BC("evidence"), BC("participant"))]
    for quad in gone:
        store._open.remove(quad)
    store._open.add(ox.Quad(event, BC("date"), ox.Literal("2024-13", datatype=XSD("gYearMonth")), ID("document/call")))
    found = [problem.message for problem in validate(store) if problem.where == event.value]
    for word in ("bc:evidence", "bc:participant", "bc:date"):
        assert any(word in message for message in found), (word, found)

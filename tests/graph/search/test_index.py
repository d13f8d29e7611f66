"""The index as a file: brought after a graph bit by bit, whole or not at all, read while it is written."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph.search.asking import asked
from kg.graph.search.index import Filters, Found, Index
from kg.graph.search.texts import Text


def name(iri: str, text: str, language: str = "en") -> Text:
    return Text("person", iri, text, language)


def passage(document: str, start: int, text: str) -> Text:
    return Text("passage", document, text, "en", document, "2024-03-04", start, start, ((start, start + len(text), "fact"),), ())


GRAPHS: dict[str, Sequence[Text]] = {
    "a": [name("p/ida", "Ida Sorn"), name("p/ida", "Sorn"), passage("a", 0, "Sorn met the fishing committee")],
    "b": [name("p/ida", "Ida Sorn"), name("p/ole", "Ole Sorn"), passage("b", 0, "Committees on fishing")],
    "c": [name("p/zoe", "Zoé Fish", "fr")],
}
QUERIES = ("sorn", "fishing", "committee", "fish*", "zoe", "ida sorn", "sorn -met")


def told(index: Index, **graphs: Sequence[Text]) -> Index:
    with index.changing(index.number + 1):
        for iri, texts in graphs.items():
            index.tell(iri, texts)
    return index


def answers(index: Index) -> list[list[Found]]:
    return [list(index.find(asked(query), Filters())) for query in QUERIES]


def texts(index: Index, query: str) -> list[str]:
    return [each.text.text for each in index.find(asked(query), Filters())]


def test_step_by_step_is_as_all_at_once() -> None:
    """Scores too, which depend on every text that is there; whatever was told and taken back before."""
    whole = answers(told(Index(), **GRAPHS))
    index = told(Index(), a=GRAPHS["b"], c=GRAPHS["a"], d=[name("p/ida", "Sorn"), passage("d", 3, "fishing fishing")])
    told(index, b=GRAPHS["b"])
    told(index, a=GRAPHS["a"], c=GRAPHS["c"])
    with index.changing(9):
        index.forget("d")
    assert answers(index) == whole
    assert index.graphs() == set(GRAPHS)
    assert index.number == 9


def test_a_name_is_there_as_long_as_one_graph_tells_it() -> None:
    index = told(Index(), **GRAPHS)
    told(index, a=[])
    assert texts(index, "ida") == ["Ida Sorn"]
    assert index.things("b") == {"p/ida", "p/ole"}
    told(index, b=[])
    assert texts(index, "ida") == []


def test_only_some_things_are_told_anew() -> None:
    index = told(Index(), entities=[name("p/ida", "Ida"), name("p/ole", "Ole")])
    with index.changing(2):
        index.tell("entities", [name("p/ida", "Ida Sorn")], ["p/ida", "p/zoe"])
    assert (texts(index, "ida"), texts(index, "ole")) == (["Ida Sorn"], ["Ole"])


def test_of_what_is_called_alike_that_comes_first_of_which_more_documents_tell() -> None:
    index = told(Index(), a=[name("p/1", "Sorn"), name("p/2", "Sorn")], b=[name("p/2", "Sorn")], c=[name("p/2", "Ida Sorn")])
    assert [each.text.iri for each in index.find(asked("sorn"), Filters())] == ["p/2", "p/1"]


def test_a_change_is_whole_or_not_at_all(tmp_path: Path) -> None:
    index = told(Index(tmp_path / "search.sqlite"), **GRAPHS)
    before = answers(index)
    with pytest.raises(KeyboardInterrupt), index.changing(2):
        index.forget("a")
        index.tell("b", [passage("b", 0, "Something else of fishing")])
        raise KeyboardInterrupt
    assert (answers(index), index.number) == (before, 1)


def test_readers_see_a_change_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite"
    writer = told(Index(file), **GRAPHS)
    reader = Index(file, writing=False)
    with writer.changing(2):
        writer.forget("a")
        writer.forget("b")
        assert texts(reader, "committee") == ["Sorn met the fishing committee", "Committees on fishing"]
    assert texts(reader, "committee") == []
    reader.close()
    writer.close()


def test_what_is_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite"
    told(Index(file), **GRAPHS).close()
    again = Index(file)
    assert answers(again) == answers(told(Index(), **GRAPHS))
    assert again.number == 1


def test_an_index_of_another_version_is_made_anew_by_the_writer_and_refused_to_readers(tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite"
    told(Index(file), **GRAPHS).close()
    with sqlite3.connect(file) as rows:
        rows.execute("UPDATE meta SET version = 'bicoop-search 0'")
    rows.close()
    with pytest.raises(GraphError, match="found 'bicoop-search 0', expected 'bicoop-search 1"):
        Index(file, writing=False)
    anew = Index(file)
    assert (anew.number, anew.graphs(), texts(anew, "sorn")) == (0, set(), [])
    anew.close()


@pytest.mark.parametrize("content", [None, b"", b"this is no database at all, it is a text" * 100])
def test_a_reader_is_told_where_there_is_no_index(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "search.sqlite"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(GraphError, match="index"):
        Index(file, writing=False)


def test_hits_are_counted_by_kind() -> None:
    index = told(Index(), **GRAPHS)
    assert index.counts(asked("fish*"), Filters()) == {"person": 1, "passage": 2}
    assert index.counts(asked("fish*"), Filters(kinds=["person"])) == {"person": 1}
    assert index.counts(asked("fish*"), Filters(language="fr")) == {"person": 1}
    assert index.counts(asked("fish*"), Filters(since="2024-03-05")) == {}

"""Commands of a living collection, through `main(argv)`."""

import io
import json
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import main
from kg.graph.store import Store
from kg.graph.terms import ID

TALKS = "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon on 5 May 2031.\n"
LATER = "The Minister of Trade of Portugal, Ada Quist, called the Minister of Energy of Chile, Ivo Tarn, on 7 June 2031.\n"
LONE = "---\npublished: 2031-05-08\n---\nJapan's Ken Aratto said on Thursday that tourism would grow.\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command beside `texts/` (talks, later); gives code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("texts").mkdir()
    Path("texts/talks.txt").write_text("---\npublished: 2031-05-06\n---\n" + TALKS, encoding="utf-8")
    Path("texts/later.txt").write_text("---\npublished: 2031-06-08\n---\n" + LATER, encoding="utf-8")

    def run(*argv: str, code: int = 0, answers: str = "") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        capsys.readouterr()
        try:
            found = main(argv)
        except SystemExit as end:
            found = end.code
        told = capsys.readouterr()
        assert found == code, told.err
        return told.out + told.err

    return run


def test_texts_are_added_once(run) -> None:
    assert "1 text read" in run("add", "texts/talks.txt", "--store", "kept")
    assert "1 text unchanged" in run("add", "texts", "--store", "kept")
    assert run("query", "documents", "--store", "kept").count("2031-0") == 2
    assert "1 document" not in run("verify", "--store", "kept")


def test_the_people_of_two_texts_are_one(run) -> None:
    run("add", "texts", "--store", "kept")
    told = run("merges", "--store", "kept")
    assert "Ada Quist" in told and "later; talks" in told and "full name" in told
    assert "person/ada-quist" in told and "Ken Arato" not in told


def test_a_text_is_replaced_or_read_anew(run) -> None:
    run("add", "texts", "--store", "kept")
    assert "2 texts unchanged" in run("update", "--store", "kept")
    Path("texts/talks.txt").write_text(TALKS.replace("Lisbon", "Porto"), encoding="utf-8")
    assert "1 text unchanged" in run("update", "texts", "--store", "kept")
    assert "Porto" in run("query", "meetings", "--store", "kept")
    Path("texts/strange.txt").write_text(TALKS, encoding="utf-8")
    assert "does not hold strange" in run("update", "texts", "--store", "kept", code=3)
    assert "strange" not in run("query", "documents", "--store", "kept")


def test_a_document_is_removed_with_what_only_it_told(run) -> None:
    run("add", "texts", "--store", "kept")
    assert run("remove", "later", "--store", "kept") == "1 document removed, 1 document left\n"
    assert "Ivo Tarn" not in run("query", "officials", "--store", "kept")
    assert "the nearest: talks" in run("remove", "talk", "--store", "kept", code=7)
    assert "there is no store" in run("remove", "talks", "--store", "none", code=5)


def test_a_difference_of_two_graphs(run) -> None:
    run("build", "texts/talks.txt", "--out", "old.nq")
    run("build", "texts", "--out", "new.nq")
    told = run("diff", "old.nq", "new.nq")
    assert "new documents (1)\n  2031-06-08  later" in told and "new calls (1)" in told and "Ivo Tarn" in told
    assert "withdrawn" not in told and "new meetings" not in told
    assert "withdrawn calls (1)" in run("diff", "new.nq", "old.nq")
    assert run("diff", "old.nq", "old.nq") == "nothing is new and nothing was withdrawn\n"
    plain = json.loads(run("diff", "old.nq", "new.nq", "--format", "json"))
    assert {"kind": "officials", "caption": "Ivo Tarn"}.items() <= {
        k: v for i in plain["new"] if i["caption"] == "Ivo Tarn" for k, v in i.items()
    }.items()
    quads = list(ox.parse(run("diff", "old.nq", "new.nq", "--format", "trig").encode(), format=ox.RdfFormat.TRIG))
    assert {quad.graph_name for quad in quads} == {ID("graph/new")}


def test_a_difference_of_two_days(run) -> None:
    for day, name in (("2031-05-06", "talks"), ("2031-06-08", "later")):
        with Store.open(Path("kept"), create=True) as store:
            store.now = f"{day}T12:00:00Z"
            from kg import pipeline

            pipeline.build([Path(f"texts/{name}.txt")], store)
    told = run("diff", "--store", "kept", "--since", "2031-06")
    assert "later" in told and "talks" not in told
    assert "talks" in run("diff", "--store", "kept", "--since", "2031-05", "--until", "2031-06")
    assert "nothing is new" in run("diff", "--store", "kept", "--since", "2032")
    for wrong in (("diff",), ("diff", "old.nq"), ("diff", "--since", "2031")):
        run(*wrong, code=6)
    run("diff", "--store", "kept", "--since", "June", code=2)


def test_a_hand_parts_what_a_rule_put_together_and_takes_it_back(run) -> None:
    run("add", "texts", "--store", "kept")
    pair = ("--pair", "person/later/ada-quist", "person/talks/ada-quist")
    told = run("review", "--store", "kept", *pair, answers="perhaps\nnot\n")
    assert "'perhaps' is no answer" in told and "met the Minister of Trade of Japan" in told and "1 decision kept" in told
    assert "hand" in Path("kept/decisions.tsv").read_text(encoding="utf-8")
    assert "Ada Quist" not in run("merges", "--store", "kept")
    assert "Ada Quist" not in run("update", "--store", "kept") + run("merges", "--store", "kept")
    run("build", "texts", "--out", "again.nq", "--decisions", "kept/decisions.tsv")
    assert "Ada Quist" not in run("merges", "--graph", "again.nq")
    assert "1 decision kept" in run("review", "--store", "kept", *pair, answers="forget\n")
    assert "Ada Quist" in run("merges", "--store", "kept")
    assert "0 decisions kept" in run("review", "--store", "kept", *pair, answers="")


def test_pairs_that_no_rule_decided_are_listed_and_asked(run) -> None:
    Path("texts/lone.txt").write_text(LONE, encoding="utf-8")
    run("add", "texts", "--store", "kept")
    listed = run("review", "--store", "kept", "--list")
    assert "person/ken-aratto in lone" in listed and "person/ken-arato in talks" in listed and "1 pair undecided" in listed
    assert "person/lone/ken-aratto" in run("query", "undecided", "--store", "kept")
    assert "0 decisions kept" in run("review", "--store", "kept", answers="later\n")
    assert "1 decision kept" in run("review", "--store", "kept", answers="same\n")
    assert "by hand" in run("merges", "--store", "kept")
    assert "is nothing that a document" in run("review", "--store", "kept", "--pair", "person/x/y", "person/x/z", code=7)


def test_each_document_is_reported_once_readers_see_it(run, monkeypatch) -> None:
    from kg import pipeline

    monkeypatch.setattr(pipeline, "_STEP", 0.0)
    seen = []
    write = sys.stdout.write

    def watched(text: str) -> int:
        if '"action"' in text:
            with Store.load(Path("kept")) as reader:
                seen.append([document.id for document in reader.documents()])
        return write(text)

    monkeypatch.setattr(sys.stdout, "write", watched)
    told = run("add", "texts", "--store", "kept", "--report")
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert lines == [{"document": "later", "action": "added"}, {"document": "talks", "action": "added"}]
    assert seen == [["later"], ["later", "talks"]]
    assert "2 texts read" in told
    Path("texts/talks.txt").write_text(TALKS.replace("Lisbon", "Porto"), encoding="utf-8")
    lines = run("update", "texts", "--store", "kept", "--report").splitlines()
    assert [json.loads(line)["action"] for line in lines if line.startswith("{")] == ["unchanged", "updated"]
    assert "Porto" in run("query", "meetings", "--store", "kept")


def test_what_a_writer_that_was_stopped_had_kept_is_published_by_the_next(run, monkeypatch) -> None:
    run("add", "texts/talks.txt", "--store", "kept")
    with monkeypatch.context() as stopped:
        stopped.setattr("kg.graph.store.Snapshots.publish", stop)
        with pytest.raises(ZeroDivisionError):
            run("add", "texts/later.txt", "--store", "kept")
    assert "later" not in run("query", "documents", "--store", "kept")
    run("remove", "talks", "--store", "kept")
    assert "later" in run("query", "documents", "--store", "kept")
    assert "Ivo Tarn" in run("query", "officials", "--store", "kept")


def stop(*_: object) -> None:
    raise ZeroDivisionError

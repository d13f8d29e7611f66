"""One walk down the whole street: a folder of texts, built, asked, shown, exported, checked; each command is a process."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import igraph
import networkx
import pyoxigraph as ox
import pytest

import kg

ID = "https://w3id.org/bicoop/id/"
TALKS = """---
title: Trade talks in Lisbon
source: https://example.org/talks
published: 2031-05-06
lang: en
---
The Minister of Trade of Portugal, Ada Quist, met her Japanese counterpart, Ken Arato, in Lisbon on Monday.
The two ministers discussed tourism and fisheries. They signed a Memorandum of Understanding on Fisheries.
“Our cooperation on tourism is growing,” Quist said.
"""
VISIT = """Chilean Foreign Minister Ivo Tarn will visit Morocco on 12 June 2031. \
He will meet the Moroccan Minister of Energy, Sana Belkor, in Rabat.
Tarn stressed the importance of renewable energy.
"""
CALL = """Peruvian President Ana Lorca spoke by phone with Norwegian Prime Minister Nils Ravnal on 3 March 2031.
The President thanked Norway for its support on climate change.
"""
ANSWERS = {
    "meetings": [
        ["2031-05-05", "Ada Quist; Ken Arato", "Lisbon", "fisheries; tourism", "held", "talks",
         "meeting/2031-05-05.JP-PT.arato-quist"],
        ["", "Ivo Tarn; Sana Belkor", "Rabat", "renewable energy and energy transition", "planned", "south/visit",
         "meeting/south%2Fvisit/1"],
    ],
    "visits": [["2031-06-12", "Ivo Tarn", "Morocco", "", "", "planned", "south/visit", "visit/2031-06-12.CL-MA.tarn"]],
    "signings": [
        ["2031-05-05", "Memorandum of Understanding on Fisheries", "Ada Quist; Ken Arato", "Lisbon", "held", "talks",
         "signing/2031-05-05.JP-PT.memorandum-of-understanding-on-fisheries"]
    ],
    "frameworks": [
        ["Memorandum of Understanding on Fisheries", "agreement", "Japan; Portugal", "fisheries", "2031-05-05",
         "Ada Quist; Ken Arato", "talks", "framework/memorandum-of-understanding-on-fisheries.JP-PT"]
    ],
    "officials": [
        ["Chile", "Foreign Minister", "Ivo Tarn", "current", "", "", "", "south/visit",
         "tenure/ivo-tarn--CL.minister-of-foreign-affairs.current"],
        ["Japan", "Minister of Trade", "Ken Arato", "current", "", "", "2031-05-06", "talks",
         "tenure/ken-arato--JP.minister-of-trade.current"],
        ["Morocco", "Minister of Energy", "Sana Belkor", "current", "", "", "", "south/visit",
         "tenure/sana-belkor--MA.minister-of-energy.current"],
        ["Portugal", "Minister of Trade", "Ada Quist", "current", "", "", "2031-05-06", "talks",
         "tenure/ada-quist--PT.minister-of-trade.current"],
    ],
    "pairs": [["Chile", "Morocco", "1", "1", "0", "1", "3"], ["Japan", "Portugal", "1", "0", "1", "1", "3"]],
}  # fmt: skip


def run(folder: Path, *argv: str, code: int = 0) -> str:
    """What a command prints, standard error after standard output."""
    done = subprocess.run([sys.executable, "-m", "kg", *argv], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"kg {' '.join(argv)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `archive/` (two texts, one below, and a file that is none), built into build/graph.nq."""
    top = tmp_path_factory.mktemp("walk")
    (top / "archive" / "south").mkdir(parents=True)
    (top / "archive" / "talks.txt").write_text(TALKS, encoding="utf-8")
    (top / "archive" / "south" / "visit.md").write_text(VISIT, encoding="utf-8")
    (top / "archive" / "list.csv").write_text("a,b\n", encoding="utf-8")
    told = run(top, "build", "archive")
    assert re.match(r"2 texts read, \d+ facts → build/graph\.nq\n", told) and "1 other file skipped" in told
    return top


@pytest.mark.parametrize("query", ANSWERS)
def test_a_question_is_answered_in_full(folder: Path, query: str) -> None:
    rows = list(csv.reader(io.StringIO(run(folder, "query", query, "--format", "csv"))))
    assert [[cell.removeprefix(ID) for cell in row] for row in rows[1:]] == ANSWERS[query]


def test_what_was_said_with_its_passage(folder: Path) -> None:
    answer = json.loads(run(folder, "query", "statements", "--param", "topic=tourism", "--format", "json"))
    ((who, quote, passage),) = [
        tuple(row[name]["value"] for name in ("who", "quote", "passage")) for row in answer["results"]["bindings"]
    ]
    assert who == "Ada Quist"
    assert quote.strip("“”") == "Our cooperation on tourism is growing,"
    assert passage == "“Our cooperation on tourism is growing,” Quist said."


def test_a_pair_is_shown_with_its_quotes(folder: Path) -> None:
    shown = run(folder, "show", "PT-JP")
    assert "Ada Quist, Ken Arato" in shown and "Memorandum of Understanding on Fisheries" in shown
    assert "Ivo Tarn" not in shown
    text = TALKS.partition("---\n")[2].partition("---\n")[2]
    quotes = re.findall(r"^  talks (\d+)–(\d+): (.+)$", shown, re.MULTILINE)
    assert quotes and all(text[int(start) : int(end)] == words for start, end, words in quotes)


def test_exports_are_read_back_with_every_node_and_edge(folder: Path) -> None:
    counts = set()
    for name in ("graphml", "gexf", "dot"):
        told = re.fullmatch(rf"build/graph\.{name}: (\d+) nodes, (\d+) edges\n", run(folder, "export", name, "--view", "facts"))
        assert told
        counts.add((int(told[1]), int(told[2])))
    build = folder / "build"
    graph = networkx.read_graphml(build / "graph.graphml")
    counts.add((graph.number_of_nodes(), graph.number_of_edges()))
    read = igraph.Graph.Read_GraphML(str(build / "graph.graphml"))
    counts.add((read.vcount(), read.ecount()))
    assert len(counts) == 1
    assert {"Ada Quist", "Ken Arato", "Lisbon", "Portugal", "Ivo Tarn"} <= set(read.vs["label"])


def test_it_is_verified_and_valid(folder: Path) -> None:
    assert run(folder, "verify", "--texts", "archive") == "verified: every passage and hash of 2 documents holds\n"
    assert run(folder, "validate").startswith("valid: ")


def test_a_text_is_explained(folder: Path) -> None:
    told = run(folder, "explain", "archive/talks.txt", "--html", "talks.html")
    assert re.fullmatch(r"talks\.html: \d+ facts\n", told)
    page = (folder / "talks.html").read_text(encoding="utf-8")
    assert "Ada Quist" in page and not re.search(r"(?:src|href)=[\"'](?!#)", page.replace("https://example.org/talks", "#"))
    assert "[person:Ada Quist]" in run(folder, "explain", "archive/talks.txt")


@pytest.mark.parametrize("graph", ["deep/graph.trig", "deep/graph.jsonld"])
def test_another_format_holds_the_same(folder: Path, graph: str) -> None:
    run(folder, "build", "archive", "--out", graph)
    formats = {".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD}
    quads = set(ox.parse((folder / graph).read_bytes(), format=formats[Path(graph).suffix]))
    assert quads == set(ox.parse((folder / "build" / "graph.nq").read_bytes(), format=ox.RdfFormat.N_QUADS))


def test_a_store_grows_and_is_the_same_as_one_build(folder: Path) -> None:
    (folder / "later").mkdir()
    (folder / "later" / "call.txt").write_text(CALL, encoding="utf-8")
    run(folder, "build", "archive", "--store", "kept")
    assert "Ana Lorca" not in run(folder, "query", "calls", "--store", "kept")
    run(folder, "build", "later", "--store", "kept")
    run(folder, "build", "later", "--store", "kept")  # once more: a document is replaced, never doubled
    calls = list(csv.reader(io.StringIO(run(folder, "query", "calls", "--store", "kept", "--format", "csv"))))
    assert [row[:2] for row in calls[1:]] == [["2031-03-03", "Ana Lorca; Nils Ravnal"]]
    assert "3 documents" in run(folder, "verify", "--store", "kept")
    run(folder, "build", "archive", "later", "--out", "all.nq")
    with kg.open(folder / "kept") as graph:
        graph.write(folder / "kept.nq")
    assert (folder / "kept.nq").read_bytes() == (folder / "all.nq").read_bytes()


# --- verify finds a changed byte ------------------------------------------------------------------------------------


def changed(path: Path, old: str, new: str) -> str:
    """One byte changed in a file; gives what was there before."""
    before = path.read_text(encoding="utf-8")
    assert old in before and len(old.encode()) == len(new.encode())
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return before


def test_one_byte_of_a_text_is_missed(folder: Path) -> None:
    before = changed(folder / "archive" / "talks.txt", "fisheries. They", "fisheries; They")
    told = run(folder, "verify", "--texts", "archive", code=8)
    (folder / "archive" / "talks.txt").write_text(before, encoding="utf-8")
    assert "talks: its text has changed" in told and "south/visit" not in told


def test_one_byte_of_a_passage_is_missed(folder: Path) -> None:
    graph = folder / "damaged.nq"
    graph.write_bytes((folder / "build" / "graph.nq").read_bytes())
    assert "verified" in run(folder, "verify", "--texts", "archive", "--graph", "damaged.nq")
    changed(graph, 'ns#text> "Tarn stressed', 'ns#text> "Tarn Stressed')
    told = run(folder, "verify", "--texts", "archive", "--graph", "damaged.nq", code=8)
    assert "it says 'Tarn Stressed" in told and "the text has 'Tarn stressed" in told


def test_one_byte_of_a_text_in_a_store_is_missed(folder: Path) -> None:
    run(folder, "build", "archive", "--store", "damaged")
    assert "verified" in run(folder, "verify", "--store", "damaged")
    with sqlite3.connect(folder / "damaged" / "documents.sqlite") as rows:
        ((facts,),) = rows.execute("SELECT facts FROM document WHERE id = 'talks'")
        head, text, rest = facts.partition(b'"text":"')
        kept = head + text + rest.replace(b"Ada Quist", b"Ada Quirt", 1)
        rows.execute("UPDATE document SET facts = ? WHERE id = 'talks'", (kept,))
    told = run(folder, "verify", "--store", "damaged", code=8)
    assert "talks" in told and "Quirt" in told

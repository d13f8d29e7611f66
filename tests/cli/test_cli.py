"""The command line through `main(argv)`: every command, every format, every documented exit code."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from kg.cli import main
from kg.cli.commands import COMMANDS
from kg.cli.parser import parser
from kg.graph.store import Store
from kg.graph.writing import write
from kg.model import DocumentFacts

Filled = Callable[[Store], Store]
Golden = Callable[[Path, str], None]
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEXT = "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon on 5 May 2031.\n"


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture(scope="session")
def graph_file(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    write(filled(Store.memory()), path)
    return path


@pytest.fixture
def store_folder(filled: Filled, tmp_path: Path) -> Path:
    filled(Store.open(tmp_path / "kept", create=True)).close()
    return tmp_path / "kept"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder; usage errors give their exit code like all others."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*argv: object) -> Said:
        capsys.readouterr()
        code: object = 0
        try:
            code = main([str(each) for each in argv])
        except SystemExit as end:
            code = end.code
        assert isinstance(code, int)
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT)
    (folder / "notes.csv").write_text("a,b\n")
    return folder


# --- help and usage -------------------------------------------------------------------------------------------------


def test_every_command_is_there_and_teaches(run: Run) -> None:
    (commands,) = [action.choices for action in parser()._actions if isinstance(action.choices, dict)]
    assert set(commands) == set(COMMANDS)
    for name in commands:
        said = run(name, "--help")
        assert said.code == 0
        assert "examples:" in said.out and f"  kg {name}" in said.out


def test_help_documents_every_exit_code(run: Run) -> None:
    from kg import errors

    said = run("--help")
    codes = {getattr(errors, name).exit_code for name in errors.__all__} | {0, 2, 130, 141}
    assert codes == {int(code) for code in re.findall(r"^  (\d+) +\S", said.out, re.MULTILINE)}


def test_queries_named_in_the_help_exist() -> None:
    from kg.graph.queries import catalogue

    named = {word for name in COMMANDS for word in re.findall(r"kg query ([a-z-]{2,})(?![a-z.-])", _help(name))}
    named |= set(re.findall(r"kg query ([a-z-]{2,})", parser().format_help()))
    assert named and named <= {query.name for query in catalogue()}


def _help(name: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main([name, "--help"])
    return out.getvalue()


@pytest.mark.parametrize(
    "argv",
    [
        [], ["fly"], ["build"], ["query"], ["show"], ["show", "a", "b", "c"], ["query", "x", "--param", "novalue"],
        ["query", "x", "--format", "xls"], ["build", "x", "--min-confidence", "2"], ["build", "x", "--min-confidence", "nan"],
        ["verify", "--graph", "a", "--store", "b"],
    ],
)  # fmt: skip
def test_a_command_line_that_is_not_understood(run: Run, argv: list[str]) -> None:
    said = run(*argv)
    assert said.code == 2
    assert "usage: kg" in said.err


def test_module_runs_and_loads_nothing_heavy_for_help() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kg", "--help"], capture_output=True, text=True, cwd=ROOT, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    loaded = set(re.findall(r"\| +([\w.]+)$", done.stderr, re.MULTILINE))
    assert "kg.cli.parser" in loaded
    assert not {name.partition(".")[0] for name in loaded} & {"rdflib", "networkx", "pyoxigraph", "pyshacl", "oxrdflib"}
    assert not {"kg.cli.commands", "kg.model"} & loaded


# --- where the graph is ---------------------------------------------------------------------------------------------

READING = [["query", "counts"], ["show", "MA"], ["search", "justice"], ["export", "dot"], ["verify"], ["validate"]]


@pytest.mark.parametrize("argv", READING, ids=lambda argv: argv[0])
def test_without_a_graph_it_says_what_to_run(run: Run, argv: list[str]) -> None:
    said = run(*argv)
    assert said.code == 5
    assert "kg build" in said.err and str(Path("build/graph.nq")) in said.err
    assert run(*argv, "--graph", "nowhere.nq").code == 5
    assert run(*argv, "--store", "nowhere").code == 5


SAME = [["query", "counts"], ["show", "MA"], ["search", "justice", "--format", "json"], ["export", "dot"], ["validate"]]


@pytest.mark.parametrize("argv", SAME, ids=lambda argv: argv[0])
def test_graph_and_store_give_the_same(run: Run, argv: list[str], graph_file: Path, store_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "graph.nq").write_bytes(graph_file.read_bytes())
    given = run(*argv)
    assert given.code == 0 and given.out

    def neutral(text: str) -> str:
        return text.replace(str(graph_file), "GRAPH").replace(str(store_folder), "GRAPH").replace("build/graph.nq", "GRAPH")

    assert neutral(run(*argv, "--graph", graph_file).out) == neutral(given.out)
    assert neutral(run(*argv, "--store", store_folder).out) == neutral(given.out)


def test_a_broken_graph_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.nq").write_text("<a> <b\n")
    said = run("show", "MA", "--graph", "broken.nq")
    assert said.code == 5 and "broken.nq" in said.err


# --- query ----------------------------------------------------------------------------------------------------------

SELECT = "SELECT ?name ?status WHERE { ?e a bc:Visit ; bc:visitor ?p ; bc:status ?status . ?p rdfs:label ?name }"


@pytest.fixture
def ask(run: Run, graph_file: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    def ask(sparql: str, *argv: object) -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(sparql))
        return run("query", "-", "--graph", graph_file, *argv)

    return ask


def test_table(ask: Run) -> None:
    said = ask(SELECT)
    assert said.out.splitlines() == [
        "name       status",
        "─────────  ──────────────────────────────────",
        "Zoé Quell  https://w3id.org/bicoop/ns#Planned",
        "(1 row)",
    ]


def test_things_are_shortened_in_tables(ask: Run) -> None:
    assert "country/MA\n" in ask("SELECT ?c WHERE { ?c bc:iso2 'MA' }").out


def test_csv_tsv_json_xml(ask: Run) -> None:
    planned = "https://w3id.org/bicoop/ns#Planned"
    assert list(csv.reader(io.StringIO(ask(SELECT, "--format", "csv").out))) == [["name", "status"], ["Zoé Quell", planned]]
    assert ask(SELECT, "--format", "tsv").out.splitlines() == ["?name\t?status", f'"Zoé Quell"@en\t<{planned}>']
    (binding,) = json.loads(ask(SELECT, "--format", "json").out)["results"]["bindings"]
    assert binding["name"]["value"] == "Zoé Quell"
    root = ET.fromstring(ask(SELECT, "--format", "xml").out)
    assert [element.text for element in root.iter("{http://www.w3.org/2005/sparql-results#}uri")] == [planned]


@pytest.mark.parametrize(
    ("name", "form"),
    [(None, ox.RdfFormat.TURTLE), ("turtle", ox.RdfFormat.TURTLE), ("trig", ox.RdfFormat.TRIG),
     ("ntriples", ox.RdfFormat.N_TRIPLES), ("rdfxml", ox.RdfFormat.RDF_XML), ("jsonld", ox.RdfFormat.JSON_LD)],
)  # fmt: skip
def test_a_construct_gives_rdf(ask: Run, name: str | None, form: ox.RdfFormat) -> None:
    said = ask("CONSTRUCT { ?c bc:iso3 ?code } WHERE { ?c bc:iso2 'MA' ; bc:iso3 ?code }", *(["--format", name] if name else []))
    assert said.code == 0
    (quad,) = ox.parse(said.out.encode(), format=form)
    assert quad.object == ox.Literal("MAR")


def test_a_format_that_does_not_fit_the_answer(ask: Run) -> None:
    construct = "CONSTRUCT { ?c a bc:Country } WHERE { ?c bc:iso2 'MA' }"
    for sparql, name in [(SELECT, "turtle"), (construct, "csv"), (construct, "table")]:
        said = ask(sparql, "--format", name)
        assert said.code == 6 and said.out == ""


def test_ask_is_answered_in_a_word(ask: Run) -> None:
    assert ask("ASK { ?c bc:iso2 'MA' }").out == "yes\n"
    assert ask("ASK { ?c bc:iso2 'QQ' }").out == "no\n"


@pytest.mark.parametrize(
    "sparql",
    ["SELECT nonsense", "", "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "LOAD <http://example.org/>"],
)
def test_a_bad_query_is_refused(ask: Run, sparql: str) -> None:
    said = ask(sparql)
    assert said.code == 6 and said.out == "" and said.err.startswith("kg: ")


def test_named_query_with_parameters(run: Run, graph_file: Path) -> None:
    every = run("query", "meetings", "--graph", graph_file)
    assert every.code == 0 and "Ida Sorn; Ole Brack" in every.out and "(1 row)" in every.out
    assert "(1 row)" in run("query", "meetings", "--param", "country=FR", "--param", "from=2024-05", "--graph", graph_file).out
    assert "(0 rows)" in run("query", "meetings", "--param", "country=PT", "--graph", graph_file).out


def test_query_from_a_file(run: Run, graph_file: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(SELECT)
    assert "Zoé Quell" in run("query", "mine.rq", "--graph", graph_file).out
    missing = run("query", "other.rq", "--graph", graph_file)
    assert missing.code == 6 and "other.rq" in missing.err


def test_a_bad_name_or_parameter_is_refused(run: Run, graph_file: Path) -> None:
    said = run("query", "meeting", "--graph", graph_file)
    assert said.code == 6 and "meetings" in said.err
    said = run("query", "meetings", "--param", "planet=Mars", "--graph", graph_file)
    assert said.code == 6 and "planet" in said.err and "country" in said.err
    said = run("query", "meetings", "--param", "country=Atlantis", "--graph", graph_file)
    assert said.code == 6 and "Atlantis" in said.err


def test_queries_lists_all_and_tells_one(run: Run) -> None:
    from kg.graph.queries import catalogue

    every = run("queries").out
    assert all(re.search(rf"^{query.name} ", every, re.MULTILINE) for query in catalogue())
    one = run("queries", "meetings").out
    (query,) = [each for each in catalogue() if each.name == "meetings"]
    assert query.question in one
    assert all(each.name in one and each.help[:20] in one for each in (*query.parameters, *query.columns))
    assert run("queries", "nonsense").code == 6


# --- show -----------------------------------------------------------------------------------------------------------

SHOWN = {
    "person": ["Ida Sorn"],
    "country": ["MA"],
    "organization": ["agency for borders"],
    "framework": ["JGJ"],
    "pair-of-countries": ["MA-FR"],
    "pair-of-things": ["Ida Sorn", "FR"],
    "pair-without-facts": ["FR", "PT"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_show_is_golden(run: Run, graph_file: Path, golden: Golden, name: str) -> None:
    said = run("show", *SHOWN[name], "--graph", graph_file)
    assert said.code == 0
    golden(HERE / "golden" / f"show-{name}.txt", said.out)


def test_show_by_code_name_and_iri_is_the_same(run: Run, graph_file: Path) -> None:
    iri = "https://w3id.org/bicoop/id/country/MA"
    names = ("MA", "MAR", "morocco", "Maroc", "المغرب", "country/MA", iri, f"<{iri}>")
    told = {run("show", name, "--graph", graph_file).out for name in names}
    assert len(told) == 1


def test_every_quote_that_is_shown_stands_there(run: Run, graph_file: Path, sample: tuple[DocumentFacts, ...]) -> None:
    texts = {facts.document.id: facts.document.text for facts in sample}
    shown = run("show", "MA", "--graph", graph_file).out
    quotes = re.findall(r"^  (\S+) (\d+)–(\d+): (.+)$", shown, re.MULTILINE)
    assert len(quotes) >= 10
    for document, start, end, words in quotes:
        assert texts[document][int(start) : int(end)] == words


def test_show_what_is_not_there(run: Run, graph_file: Path) -> None:
    said = run("show", "Ida Sornn", "--graph", graph_file)
    assert said.code == 7 and "Ida Sorn" in said.err and said.out == ""
    assert run("show", "xyzzy", "--graph", graph_file).code == 7
    assert run("show", "", "--graph", graph_file).code == 7


def test_show_what_may_be_several_things(run: Run, graph_file: Path) -> None:
    said = run("show", "guinea", "--graph", graph_file)
    assert said.code == 0, "the exact name goes before names that hold it"
    said = run("show", "republic", "--graph", graph_file)
    assert said.code == 6
    assert said.err.count("https://w3id.org/bicoop/id/country/") >= 2


# --- export ---------------------------------------------------------------------------------------------------------


def test_search_in_each_format(run: Run, graph_file: Path) -> None:
    said = run("search", "close", "frank", "--graph", graph_file)
    assert said.code == 0
    assert re.search(r"^quote +Our .* is <\[close\]> & \[frank\] +news/talks \d+–\d+ +statement", said.out, re.M)
    assert said.out.endswith("(1 hit: quote 1)\n")
    (hit,) = json.loads(run("search", "close frank", "--graph", graph_file, "--format", "json").out)["hits"]
    (row,) = csv.DictReader(io.StringIO(run("search", "close frank", "--graph", graph_file, "--format", "csv").out))
    assert (row["iri"], row["text"], row["facts"]) == (hit["iri"], hit["snippet"], hit["facts"][0]["iri"])
    assert [hit["snippet"][slice(*map(int, mark.split("-")))] for mark in row["marks"].split()] == ["close", "frank"]


def test_search_says_where_a_store_has_no_index(run: Run, store_folder: Path) -> None:
    before = run("search", "justice", "--store", store_folder)
    assert (before.code, before.err) == (0, "")
    (store_folder / "search.sqlite").unlink()
    after = run("search", "justice", "--store", store_folder)
    assert after.out == before.out
    assert "no full-text index" in after.err


def test_search_is_narrowed(run: Run, graph_file: Path) -> None:
    said = run("search", "minister*", "--kind", "post", "--country", "france", "--limit", "1", "--graph", graph_file)
    assert (said.code, said.out.count("post/")) == (0, 1)
    assert run("search", "quokka", "--graph", graph_file).out == "(0 hits)\n"
    for wrong in (["--kind", "treaty"], ["--limit", "0"], ["--country", "Atlantis"]):
        assert run("search", "minister", *wrong, "--graph", graph_file).code == 6
    assert run("search", "minister", "--since", "soon", "--graph", graph_file).code == 2
    assert run("search", "«»", "--graph", graph_file).code == 6


@pytest.mark.parametrize("name", ["graphml", "gexf", "dot"])
def test_export_writes_and_counts(run: Run, graph_file: Path, name: str) -> None:
    said = run("export", name, "--graph", graph_file)
    assert said.code == 0
    assert said.out == f"build/graph.{name}: 8 nodes, 14 edges\n"
    assert Path(f"build/graph.{name}").stat().st_size > 1000
    assert run("export", name, "--graph", graph_file, "--out", "deep/er/x.file").code == 0
    assert Path("deep/er/x.file").read_bytes() == Path(f"build/graph.{name}").read_bytes()


def test_export_draws_the_view_and_what_is_asked_for(run: Run, graph_file: Path) -> None:
    def counts(*asked: str) -> str:
        said = run("export", "dot", "--graph", graph_file, *asked)
        assert said.code == 0, said.err
        return said.out.partition(": ")[2].strip()

    assert counts("--view", "facts").startswith("18 nodes, ")
    assert counts("--view", "countries", "--pair", "MA-FR") == "2 nodes, 1 edge"
    assert counts("--view", "events", "--kind", "Meeting", "--min-confidence", "0.9") == "3 nodes, 2 edges"
    assert counts("--view", "countries", "--around", "PT", "--depth", "1", "--from", "2025") == "2 nodes, 1 edge"
    assert run("export", "dot", "--graph", graph_file, "--view", "nothing").code == 6
    assert run("export", "dot", "--graph", graph_file, "--person", "Nobody Known").code == 7
    assert run("export", "dot", "--graph", graph_file, "--param", "no=thing").code == 6
    said = run("export", "turtle", "--graph", graph_file, "--country", "FR")
    assert said.code == 6 and "as it is" in said.err, "what is asked for is not silently left out"


def test_the_filters_of_exports_are_those_of_the_command() -> None:
    from kg.cli.parser import parser
    from kg.export.keeping import FILTERS

    asked = parser().parse_args(["export", "dot"])
    assert set(FILTERS) == set(vars(asked)) - {
        "command", "format", "out", "list", "view", "param", "graph", "store", "endpoint", "credentials",
    }  # fmt: skip


def test_export_writes_the_graph_itself(run: Run, graph_file: Path) -> None:
    said = run("export", "turtle", "--graph", graph_file)
    assert said.code == 0 and re.fullmatch(r"build/graph\.ttl: [\d,]+ statements\n", said.out)
    assert run("export", "nquads", "--graph", graph_file, "--out", "again.nq").code == 0
    assert Path("again.nq").read_bytes() == graph_file.read_bytes()
    for asked, told in (
        (["--country", "MA"], "without views and filters"),
        (["--view", "countries"], "without views and filters"),
        (["--out", graph_file], "is the graph that would be read"),
    ):
        said = run("export", "nquads", "--graph", graph_file, *asked)
        assert said.code == 6 and told in said.err
    said = run("export", "nquads", "--endpoint", "http://127.0.0.1:9/sparql")
    assert said.code == 6 and "not of an endpoint" in said.err


def test_export_list_and_bad_formats(run: Run, graph_file: Path) -> None:
    listed = run("export", "--list")
    assert listed.code == 0 and all(name in listed.out for name in ("graphml", "gexf", "dot", "svg", "entities", "pair-topics"))
    assert run("export", "--graph", graph_file).code == 6
    said = run("export", "xlsx", "--graph", graph_file)
    assert said.code == 6 and "graphml" in said.err


# --- build, explain, verify: these read texts ------------------------------------------------------------------------


class TestReading:
    def test_build_writes_where_the_others_look(self, run: Run, texts: Path) -> None:
        said = run("build", texts)
        assert said.code == 0 and said.err == ""
        assert re.search(r"^1 text read, \d+ facts? → build/graph\.nq$", said.out, re.MULTILINE)
        assert "1 other file skipped" in said.out
        assert "Ada Quist" in run("show", "Ada Quist").out

    @pytest.mark.parametrize("suffix", ["nq", "trig", "ttl", "nt", "jsonld"])
    def test_build_in_each_format(self, run: Run, texts: Path, suffix: str) -> None:
        said = run("build", texts, "--out", f"deep/graph.{suffix}")
        assert said.code == 0
        assert ("warning" in said.err) == (suffix in {"ttl", "nt"})
        assert run("query", "meetings", "--graph", f"deep/graph.{suffix}").code == 0

    def test_build_into_a_store_keeps_the_texts(self, run: Run, texts: Path) -> None:
        assert run("build", texts, "--store", "kept").code == 0
        assert not Path("build").exists()
        assert run("verify", "--store", "kept").code == 0
        assert "Ada Quist" in run("show", "Ada Quist", "--store", "kept").out

    def test_a_bad_file_is_refused_and_the_others_are_built(self, run: Run, texts: Path) -> None:
        (texts / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
        (texts / "empty.txt").write_bytes(b"")
        said = run("build", texts)
        assert said.code == 3
        assert "binary.txt" in said.err and "empty.txt" in said.err and "good" not in said.err
        assert "Ada Quist" in run("show", "Ada Quist").out

    def test_nothing_is_written_where_nothing_could_be_read(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").write_bytes(b"")
        said = run("build", "empty.txt")
        assert said.code == 3 and "empty.txt" in said.err
        assert not Path("build").exists()
        said = run("build", "missing")
        assert said.code == 3 and "missing" in said.err

    def test_a_suffix_that_is_no_graph_is_refused_before_reading(self, run: Run) -> None:
        said = run("build", "missing", "--out", "graph.xlsx")
        assert said.code == 6 and ".nq" in said.err

    def test_a_language_that_cannot_be_read_is_told(self, run: Run, texts: Path) -> None:
        assert "language" not in run("build", texts).err
        (texts / "one.txt").write_text("---\nlang: haw\n---\nAloha kakahiaka.\n", encoding="utf-8")
        (texts / "two.txt").write_text("---\nlang: fj\n---\nBula.\n", encoding="utf-8")
        said = run("build", texts)
        assert said.code == 0 and said.out.startswith("3 texts read, ")
        assert "warning: 2 texts in a language without a lexicon (fj, haw)" in said.err

    def test_min_confidence_leaves_facts_out(self, run: Run, texts: Path) -> None:
        def facts(*argv: object) -> int:
            found = re.search(r"read, (\d+) facts?", run("build", texts, *argv).out)
            assert found
            return int(found[1])

        assert facts() == facts("--min-confidence", "0") > facts("--min-confidence", "1")

    def test_explain_marks_the_text_and_lists_facts(self, run: Run, texts: Path) -> None:
        said = run("explain", texts / "good.txt")
        assert said.code == 0
        assert "[person:Ada Quist]" in said.out and "Meeting — " in said.out and "rule " in said.out
        assert re.sub(r"\[(?:person|post|country|place|organization|framework):|\]", "", said.out).startswith(TEXT.rstrip())

    def test_explain_writes_a_page(self, run: Run, texts: Path) -> None:
        said = run("explain", texts / "good.txt", "--html", "deep/page.html")
        assert said.code == 0 and said.out.startswith("deep/page.html: ")
        page = Path("deep/page.html").read_text(encoding="utf-8")
        assert page.startswith("<!DOCTYPE html>") and "Ada Quist" in page
        assert run("explain", texts / "good.txt", "--html", texts).code == 6

    def test_explain_refuses_what_is_no_text(self, run: Run, texts: Path) -> None:
        (texts / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
        for name in ("binary.txt", "missing.txt"):
            said = run("explain", texts / name)
            assert said.code == 3 and name in said.err and said.out == ""

    def test_verify_holds_and_then_does_not(self, run: Run, texts: Path) -> None:
        run("build", texts)
        assert run("verify", "--texts", texts).code == 0
        without = run("verify")
        assert without.code == 8 and "good" in without.out
        (texts / "good.txt").write_text(TEXT.replace("met", "Met"))
        changed = run("verify", "--texts", texts)
        assert changed.code == 8 and "good" in changed.out

    def test_validate_finds_a_fact_without_evidence(self, run: Run, texts: Path) -> None:
        run("build", texts)
        assert run("validate").code == 0
        path = Path("build/graph.nq")
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "ns#evidence>" not in line or "/meeting/" not in line]
        path.write_text("".join(kept), encoding="utf-8")
        said = run("validate")
        assert said.code == 8 and "meeting" in said.out


# --- ends before the end --------------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_error(graph_file: Path) -> None:
    command = f"{sys.executable} -m kg show MA --graph {graph_file} | true; exit ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=environment)
    assert done.stderr == ""
    assert done.returncode in {0, 141}


def test_ctrl_c_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(COMMANDS, "queries", stop)
    said = run("queries")
    assert said.code == 130 and "Traceback" not in said.err


def test_a_graph_on_another_server(run: Run, tmp_path: Path) -> None:
    """What a server answers is tested in tests/graph; here, that the commands ask it."""
    for command in (["query", "meetings"], ["show", "MA"], ["export", "dot"], ["merges"]):
        said = run(*command, "--endpoint", "http://127.0.0.1:1/sparql")
        assert said.code == 5
        assert said.err.startswith("kg: http://127.0.0.1:1/sparql cannot be reached")
    assert run("query", "meetings", "--endpoint", "http://ann:secret@127.0.0.1:1/").code == 6
    assert run("query", "meetings", "--endpoint", "http://x", "--store", "y").code == 2
    (tmp_path / "login").write_text("nothing")
    assert "expected one line" in run("show", "MA", "--endpoint", "http://127.0.0.1:1/", "--credentials", tmp_path / "login").err

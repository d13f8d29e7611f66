"""One text in every format, down the whole street: the same facts, passages that hold, bad files that stop no other."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import docx
import pytest

import kg
from kg import pipeline
from kg.cli import main
from kg.cli.parser import INPUTS
from kg.graph.store import Store
from kg.reading.folder import DEFAULT_FORMATS, FORMATS

TEXTS = {
    "en": "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon on 5 May 2031.",
    "fr": "La ministre du Commerce du Portugal, Ada Quist, a reçu, le 5 mai 2031 à Lisbonne, son homologue japonais, Ken Arato.",
}


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()

    def run(*argv: str) -> Said:
        capsys.readouterr()
        code = main(argv)
        return Said(code, *capsys.readouterr())

    return run


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """One page with one long line."""
    stream = b"BT /F1 8 Tf 20 780 Td (" + text.encode("cp1252") + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


MAKE: dict[str, Callable[[str], bytes]] = {
    "txt": lambda text: text.encode("utf-16-le"),
    "md": lambda text: f"# Talks\n\n{text}\n".encode("cp1252"),
    "html": lambda text: f"<html><body><article><p>{text}</p></article></body></html>".encode(),
    "pdf": pdf,
    "docx": word,
    "jsonl": lambda text: json.dumps({"id": "x/jsonl", "text": text}).encode(),
}


def fill(folder: Path, language: str = "en") -> None:
    for name, make in MAKE.items():
        (folder / f"{name}.{name}").write_bytes(make(TEXTS[language]))


def test_the_command_line_knows_every_format() -> None:
    assert tuple(FORMATS) == INPUTS == tuple(MAKE)
    assert INPUTS[:2] == DEFAULT_FORMATS == ("txt", "md")


@pytest.mark.parametrize("language", TEXTS)
def test_every_format_gives_the_same_facts_and_is_verified(run: Run, language: str) -> None:
    fill(Path("in"), language)
    said = run("build", "in", "--formats", "all", "--store", "store", "--out", "graph.nq")
    assert (said.code, said.err) == (0, "") and said.out.startswith("6 texts read, ")
    assert run("verify", "--store", "store").code == 0
    assert run("verify", "--graph", "graph.nq", "--texts", "in", "--formats", "all").code == 0
    assert run("validate", "--graph", "graph.nq").code == 0
    with kg.open("store") as graph:
        assert [document.id for document in graph.store.documents()] == ["docx", "html", "md", "pdf", "txt", "x/jsonl"]
        assert {document.language for document in graph.store.documents()} == {language}
        held = graph.query(
            "SELECT ?d (GROUP_CONCAT(DISTINCT ?name) AS ?names) ?date { ?m a bc:Meeting ; bc:date ?date ; bc:participant ?p ;"
            " bc:evidence/bc:document/dcterms:identifier ?d . ?p a bc:Person ; rdfs:label ?name } GROUP BY ?d ?date ORDER BY ?d"
        )
        assert [row[0].value for row in held.rows] == ["docx", "html", "md", "pdf", "txt", "x/jsonl"]  # type: ignore[union-attr]
        assert all("Ada Quist" in row[1].value and "Ken Arato" in row[1].value for row in held.rows)  # type: ignore[union-attr]
        assert {row[2].value for row in held.rows} == {"2031-05-05"}  # type: ignore[union-attr]


def test_of_a_folder_only_texts_unless_asked(run: Run) -> None:
    fill(Path("in"))
    said = run("build", "in")
    assert said.code == 0 and said.out.startswith("2 texts read, ") and "4 other files skipped" in said.out
    said = run("build", "in", "--formats", "pdf,jsonl")
    assert said.code == 0 and said.out.startswith("2 texts read, ") and "4 other files skipped" in said.out
    said = run("build", *(f"in/{name}.{name}" for name in MAKE))
    assert said.code == 0 and said.out.startswith("6 texts read, ")
    with pytest.raises(SystemExit) as end:
        run("build", "in", "--formats", "pdf,doc")
    assert end.value.code == 2


def test_verify_finds_what_has_changed(run: Run) -> None:
    fill(Path("in"))
    assert run("build", "in", "--formats", "all").code == 0
    Path("in/jsonl.jsonl").write_text(json.dumps({"id": "x/jsonl", "text": "Ada Quist."}), encoding="utf-8")
    Path("in/html.html").write_bytes(MAKE["html"]("Another text about Ada Quist."))
    Path("in/docx.docx").unlink()
    said = run("verify", "--texts", "in", "--formats", "all")
    assert said.code == 8
    assert "x/jsonl: its text has changed" in said.out and "html: its text has changed" in said.out
    assert "docx: its text is not there" in said.out and "pdf" not in said.out


def test_bad_files_and_lines_stop_no_other(run: Run) -> None:
    fill(Path("in"))
    Path("in/scan.pdf").write_bytes(pdf(""))
    Path("in/cut.docx").write_bytes(word("Text")[:1000])
    Path("in/blank.html").write_bytes(b"<html><body></body></html>")
    lines = [{"id": "a", "text": TEXTS["en"]}, {"id": "b"}, {"id": "a", "text": TEXTS["fr"]}, {"id": "pdf", "text": "Text."}]
    Path("in/feed.jsonl").write_text("\n".join(["{", *map(json.dumps, lines)]), encoding="utf-8")
    said = run("build", "in", "--formats", "all", "--out", "all.nq")
    assert said.code == 3 and said.out.startswith("7 texts read, ")
    told = said.err.splitlines()
    assert all(line.startswith("kg: refused: in/") for line in told)
    expected = {
        "in/blank.html": "no main text",
        "in/cut.docx": "cannot be read as DOCX",
        "in/feed.jsonl:1": "is no JSON",
        "in/feed.jsonl:3": "key 'text' is missing",
        "in/feed.jsonl:4": "id 'a' is that of in/feed.jsonl:2",
        "in/feed.jsonl:5": "id 'pdf' is that of in/pdf.pdf",
        "in/scan.pdf": "no text in 1 page",
    }
    assert [line.split(": ")[2] for line in told] == list(expected)
    assert all(message in line for message, line in zip(expected.values(), told, strict=True))
    assert run("verify", "--graph", "all.nq", "--texts", "in", "--formats", "all").code == 0


def test_one_text_of_any_format_is_explained_and_a_feed_is_none(run: Run) -> None:
    fill(Path("in"))
    for name in ("html", "pdf", "docx"):
        assert "Ada Quist" in run("explain", f"in/{name}.{name}").out
    said = run("explain", "in/jsonl.jsonl")
    assert said.code == 3 and "a feed of documents, expected one text" in said.err


@pytest.mark.usefixtures("run")
def test_progress_counts_the_lines_of_a_feed() -> None:
    lines = [json.dumps({"id": each, "text": "Text."}) for each in "ab"]
    Path("in/f.jsonl").write_text("\n".join([lines[0], "{", "", lines[1]]), encoding="utf-8")
    Path("in/c.txt").write_text("Text.", encoding="utf-8")
    told: list[tuple[int, int]] = []
    how = pipeline.How(progress=lambda *each: told.append(each))
    report = pipeline.build([Path("in")], Store.memory(), how, ("txt", "jsonl"))
    assert (report.documents, len(report.failures)) == (3, 1)
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (4, 4)]


@pytest.mark.usefixtures("run")
def test_from_python() -> None:
    fill(Path("in"))
    assert len(kg.build(["in"], formats=("html", "docx")).store.documents()) == 2
    assert len(kg.build(["in/jsonl.jsonl"]).store.documents()) == 1

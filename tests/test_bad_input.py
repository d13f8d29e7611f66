"""Input that is wrong, through the command line: a documented exit code, a message that names the file, nothing half-written."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.cli import main

GOOD = "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon on 5 May 2031.\n"
MEGABYTES = 300
"""Peak memory that no refused text may push a build over."""


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a folder with `texts/good.txt`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "good.txt").write_text(GOOD, encoding="utf-8")

    def run(*argv: object) -> Said:
        capsys.readouterr()
        code = main([str(each) for each in argv])
        return Said(code, *capsys.readouterr())

    return run


def huge(path: Path, size: int = 50_000_000) -> None:
    """One line, with no break in it."""
    line = ("a meeting in Lisbon " * 50_000).encode()
    with path.open("wb") as file:
        for _ in range(size // len(line)):
            file.write(line)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def front(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text.encode("utf-8"))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "holds no text"),
    "blank": (lambda path: path.write_bytes(b" \r\n\t\n" * 50), "holds no text"),
    "front matter alone": (front("---\ntitle: Talks\n---\n"), "holds no text after its front matter"),
    "binary": (lambda path: path.write_bytes(bytes(range(256)) * 40), "binary"),
    "PDF": (lambda path: path.write_bytes(b"%PDF-1.7\n" + GOOD.encode()), "a PDF"),
    "zip": (lambda path: path.write_bytes(b"PK\x03\x04" + b"\x01" * 500), "a zip archive"),
    "UTF-8 cut short": (lambda path: path.write_bytes("Zoé".encode()[:-1]), "not valid UTF-8"),
    "front matter never closed": (front("---\ntitle: Talks\n" + GOOD), "no line of exactly '---' closes it"),
    "front matter with prose": (front("---\ntitle: Talks\nWe met.\n---\n" + GOOD), "in the front matter, expected"),
    "no such date": (front("---\npublished: 2031-02-30\n---\n" + GOOD), "which is on no calendar"),
    "no date": (front("---\npublished: next week\n---\n" + GOOD), "expected an ISO 8601 date"),
    "key twice": (front("---\ntitle: A\ntitle: B\n---\n" + GOOD), "stands on line"),
    "no language": (front("---\nlang: '!'\n---\n" + GOOD), "expected a language code"),
    "50 MB of one line": (huge, "expected at most 20,000,000"),
    "link to itself": (loop, "cannot be read"),
    "link to nothing": (lambda path: path.symlink_to("nowhere.txt"), "cannot be read"),
    "pipe": (os.mkfifo, "no regular file"),
}


@pytest.mark.parametrize("kind", BAD)
def test_one_bad_among_good(run: Run, kind: str) -> None:
    make, message = BAD[kind]
    make(Path("texts/bad.txt"))
    said = run("build", "texts")
    assert said.code == 3
    assert "texts/bad.txt" in said.err and message in said.err and "good.txt" not in said.err
    assert said.out.startswith("1 text read, ") and said.err.count("\n") == 1
    assert "Ada Quist" in run("show", "Ada Quist").out
    assert run("verify", "--texts", "texts/good.txt").code == 0 and run("validate").code == 0
    graph = Path("build/graph.nq").read_bytes()
    assert run("build", "texts/good.txt").code == 0
    assert Path("build/graph.nq").read_bytes() == graph, "the refused text left something in the graph"


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_one_alone_leaves_what_was_there(run: Run, kind: str) -> None:
    assert run("build", "texts").code == 0
    graph = Path("build/graph.nq").read_bytes()
    make, message = BAD[kind]
    make(Path("bad.txt"))
    for command in ("build", "explain"):
        said = run(command, "bad.txt")
        assert said.code == 3 and "bad.txt" in said.err and "Traceback" not in said.err
        assert message in said.err or kind.startswith("link")
    assert Path("build/graph.nq").read_bytes() == graph
    assert [path.name for path in Path("build").iterdir()] == ["graph.nq"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_names_itself_is_read(run: Run, encoding: str) -> None:
    assert run("build", "texts").code == 0
    plain = Path("build/graph.nq").read_bytes()
    Path("texts/good.txt").write_bytes(GOOD.encode(encoding))
    assert run("build", "texts").code == 0
    assert Path("build/graph.nq").read_bytes() == plain


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be"])
def test_an_encoding_that_does_not_name_itself_is_read_right_or_refused(run: Run, encoding: str) -> None:
    text = GOOD.replace("Ada Quist", "Zoé Quíst")
    Path("texts/good.txt").write_text(text, encoding="utf-8")
    assert run("build", "texts").code == 0
    right = Path("build/graph.nq").read_bytes()
    Path("texts/good.txt").write_bytes(text.encode(encoding))
    said = run("build", "texts")
    if said.code == 3:
        assert "texts/good.txt" in said.err and ("not valid" in said.err or "binary" in said.err)
    assert said.code in {0, 3}
    assert Path("build/graph.nq").read_bytes() == right, "read, but not as it was written"


def test_a_missing_path_is_named_and_the_others_are_built(run: Run) -> None:
    assert run("build", "texts").code == 0
    right = Path("build/graph.nq").read_bytes()
    said = run("build", "texts", "nowhere")
    assert said.code == 3 and "nowhere" in said.err and "expected a text file or a folder of texts" in said.err
    assert Path("build/graph.nq").read_bytes() == right


def test_where_every_path_is_missing_nothing_is_written(run: Run) -> None:
    said = run("build", "nowhere", "neither")
    assert said.code == 3 and "nowhere" in said.err and said.out == ""
    assert not Path("build").exists()


def test_a_file_of_another_kind_and_a_folder_without_texts(run: Run) -> None:
    Path("table.csv").write_text("a,b\n", encoding="utf-8")
    Path("none").mkdir()
    for name, message in (("table.csv", "expected .txt, .md, .html"), ("none", "no text found")):
        said = run("build", name)
        assert said.code == 3 and name in said.err and message in said.err
    assert not Path("build").exists()


@pytest.mark.parametrize("other", ["texts/good.md", "more/good.txt"])
def test_two_texts_of_one_identifier(run: Run, other: str) -> None:
    Path(other).parent.mkdir(exist_ok=True)
    Path(other).write_text("Portugal and Morocco cooperate on migration.\n", encoding="utf-8")
    said = run("build", "texts", "more") if other.startswith("more") else run("build", "texts")
    assert said.code == 3 and "texts/good.txt" in said.err and other in said.err and "'good'" in said.err
    assert not Path("build").exists()


def test_a_folder_that_holds_itself_is_read_once(run: Run) -> None:
    Path("texts/again").symlink_to(".", target_is_directory=True)
    Path("texts/up").symlink_to("..", target_is_directory=True)
    said = run("build", "texts")
    assert said.code == 0 and said.out.startswith("1 text read, ") and "2 other files skipped" in said.out


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_a_file_that_opens_and_cannot_be_read(run: Run) -> None:
    Path("texts/bad.txt").symlink_to("/proc/self/mem")
    said = run("build", "texts")
    assert said.code == 3 and "texts/bad.txt" in said.err and said.out.startswith("1 text read, ")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(run: Run) -> None:
    Path("texts/bad.txt").write_text(GOOD, encoding="utf-8")
    Path("texts/bad.txt").chmod(0)
    said = run("build", "texts")
    assert said.code == 3 and "texts/bad.txt" in said.err and said.out.startswith("1 text read, ")


def test_a_place_that_cannot_be_written(run: Run) -> None:
    Path("taken").write_text("a file", encoding="utf-8")
    for option, place in (("--out", "taken/graph.nq"), ("--store", "taken")):
        said = run("build", "texts", option, place)
        assert said.code == 5 and "taken" in said.err
    assert Path("taken").read_text(encoding="utf-8") == "a file"


def test_a_store_of_something_else_is_left_alone(run: Run) -> None:
    said = run("build", "texts", "--store", "texts")
    assert said.code == 5 and "texts" in said.err
    assert [path.name for path in Path("texts").iterdir()] == ["good.txt"]


@pytest.mark.parametrize("content", ["", "<a> <b\n", "\x00\x01", "hello\n"], ids=["empty", "cut", "binary", "prose"])
def test_a_graph_file_that_is_none(run: Run, content: str) -> None:
    Path("bad.nq").write_text(content, encoding="utf-8")
    for argv in (["query", "meetings"], ["export", "dot"], ["verify", "--texts", "texts"], ["validate"], ["show", "MA"]):
        said = run(*argv, "--graph", "bad.nq")
        assert said.code == 5 and "bad.nq" in said.err, argv
    assert not Path("build").exists()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to tell the peak of one process")
@pytest.mark.parametrize("command", ["build", "explain"])
def test_memory_stays_bounded(tmp_path: Path, command: str) -> None:
    """A process's own peak (VmHWM): what getrusage tells counts the parent that it was forked from."""
    huge(tmp_path / "huge.txt")
    script = (
        "import sys\nfrom pathlib import Path\nfrom kg.cli import main\n"
        "code = main(sys.argv[1:])\nprint(code, Path('/proc/self/status').read_text())\n"
    )
    command_line = [sys.executable, "-c", script, command, "huge.txt"]
    done = subprocess.run(command_line, cwd=tmp_path, capture_output=True, text=True, check=True)
    told = re.search(r"^VmHWM:\s+(\d+) kB$", done.stdout, re.MULTILINE)
    assert told and done.stderr.startswith("kg: ") and "huge.txt" in done.stderr
    assert int(told[1]) < MEGABYTES * 1000

"""The docs are current: what the program tells in them is told anew, and what they say to type works."""

import doctest
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.cli.commands import COMMANDS
from kg.export.drawing import draw
from kg.export.formats import FORMATS
from kg.export.view import catalogue as views
from kg.export.view import find
from kg.graph.queries import catalogue

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_parts_are_current() -> None:
    command = [sys.executable, "tools/make_docs.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_names_every_command_query_and_format() -> None:
    assert set(re.findall(r"^\| `kg (\w+)", README, re.MULTILINE)) == set(COMMANDS)
    told = set(re.findall(r"^\| `([\w-]+)` \|", README, re.MULTILINE))
    assert told == {query.name for query in catalogue()} | {writer.name for writer in FORMATS}


def test_formats_that_are_told_to_be_opened_are_there() -> None:
    opened = runpy.run_path(str(ROOT / "tools" / "make_docs.py"))["OPENED"]
    assert set(opened) <= {each.name for each in FORMATS}
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "export").glob("*.py"))
    tests += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "peers").glob("*.mjs"))
    programs = {program for programs in opened.values() for program in programs.split()} - {"Raptor", "Graphviz", "Chromium"}
    assert {program for program in programs if program not in tests} == set()


def test_reference_has_every_command() -> None:
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## kg (\w+)$", reference, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", ["README.md", "docs/python.md"])
def test_python_of_the_docs_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "docs" / "example", tmp_path / "texts")
    monkeypatch.chdir(tmp_path)
    examples = "".join(re.findall(r"^```pycon\n(.*?)^```$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, name, name, 0)
    assert len(test.examples) >= 5
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert result.failed == 0, "".join(told)


def test_links_lead_somewhere() -> None:
    for name in ("README.md", "CONVENTIONS.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name} links to {target}"


def test_targets_that_the_docs_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "CONVENTIONS.md", "CHANGELOG.md"):
        named = re.findall(r"(?:`|^)make ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert set(named) <= targets, name


def test_queries_of_the_demo_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (line,) = re.findall(r"^QUERIES_SHOWN := (.+)$", makefile, re.MULTILINE)
    assert set(line.split()) <= {query.name for query in catalogue()}


def test_a_command_that_fails_ends_the_making(tmp_path: Path) -> None:
    made = runpy.run_path(str(ROOT / "tools" / "make_docs.py"))
    assert made["commands_of"]("$ one\n> more\nout\n$ two\n") == [["$ one", "> more"], ["$ two"]]
    assert made["output"](["$ echo a", "> echo b"], tmp_path) == "a\nb\n"
    with pytest.raises(SystemExit, match="ended with 7"):
        made["output"](["$ kg show nobody --graph here.nq; exit 7"], tmp_path)


def test_every_view_has_its_section_and_picture() -> None:
    page = (ROOT / "docs" / "views.md").read_text(encoding="utf-8")
    for view in views():
        assert f"\n## {view.name}\n" in page and f"(pictures/{view.name}.svg)" in page, f"docs/views.md: {view.name}"
        assert (ROOT / "docs" / "pictures" / f"{view.name}.svg").is_file(), f"{view.name} has no picture: run make gallery"


def test_the_view_that_the_docs_show_how_to_add_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "views.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```sparql\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "my-view.rq").write_text(example, encoding="utf-8")
    drawn = draw(kg.build([ROOT / "seeds"]).store, str(tmp_path / "my-view.rq"))
    assert find(str(tmp_path / "my-view.rq")).edge == "share" and drawn.name == "my-view"

"""Write the parts of the docs that the program itself can tell: `python tools/make_docs.py [--check]`.

docs/cli.md     the help of every command
docs/exports.md the table of formats, with the programs that open each in the tests and their versions
README.md       what stands below each line `$ …` of a ```console block: the command is run and its output put there.
                A line `> …` goes on with the command above it. All run one after the other in one empty folder
                with the texts of docs/example in `texts/`. Tables between `<!-- table: NAME -->` and `<!-- end -->`.

With --check nothing is written: files that are not current are named, and the exit code is 1.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.cli.parser import parser
from kg.export.formats import FORMATS
from kg.graph.queries import catalogue

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = "110"
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"(?<=^<!-- table: )(\w+)( -->\n).*?(?=^<!-- end -->$)", re.MULTILINE | re.DOTALL)


def commands_of(block: str) -> list[list[str]]:
    """Each command of a console block with the lines that go on with it, as written."""
    found: list[list[str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line])
        elif line.startswith("> ") and found:
            found[-1].append(line)
    return found


def output(command: Sequence[str], folder: Path) -> str:
    """What a command prints, standard error too. One that fails otherwise than by an exit code of ours ends the program."""
    script = "\n".join(line[2:] for line in command)
    environment = {**os.environ, "COLUMNS": COLUMNS, "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    told = done.stdout.decode("utf-8").replace("\r\n", "\n")  # CSV ends its lines as its standard says
    if done.returncode:
        sys.exit(f"README.md: {script!r} ended with {done.returncode}:\n{told}")
    return told if not told or told.endswith("\n") else told + "\n"


def console(text: str) -> str:
    """The text with every console block run anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "docs" / "example", folder / "texts")

        def block(found: re.Match[str]) -> str:
            return "".join("\n".join(command) + "\n" + output(command, folder) for command in commands_of(found[0]))

        return _CONSOLE.sub(block, text)


def rows(header: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *cells]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def queries() -> str:
    """What can be asked by name; an optional parameter stands in brackets."""
    return rows(
        ("query", "what it asks", "parameters"),
        [
            (f"`{query.name}`", query.question, " ".join(f"[{p.name}]" if p.optional else p.name for p in query.parameters))
            for query in catalogue()
        ],
    )


def exports() -> str:
    """What a network can be written as."""
    return rows(("format", "for"), [(f"`{each.name}`", each.description.partition(": ")[2]) for each in FORMATS])


# What opens each format in tests/export, by the name of its package (npm's and Python's alike) or of its program.
OPENED = {
    "graphml": "graphology-graphml igraph networkx",
    "yed": "graphology-graphml igraph networkx",
    "gexf": "graphology-gexf networkx",
    "graphology": "graphology",
    "cytoscape": "cytoscape",
    "cx2": "ndex2",
    "dot": "Graphviz",
    "html": "Chromium",
    "svg": "Chromium",
    "png": "Chromium",
    "pdf": "Graphviz",
    "mermaid": "mermaid",
    "pajek": "igraph networkx",
    "csv": "pandas",
    "parquet": "pyarrow pandas",
    "cypher": "@neo4j-cypher/language-support",
    "ladybug": "ladybug",
    "graphson": "gremlin",
    "nquads": "rdflib Raptor",
    "trig": "rdflib Raptor",
    "jsonld": "rdflib",
    "turtle": "rdflib Raptor",
    "ntriples": "rdflib Raptor",
    "rdfxml": "rdflib Raptor",
}


def formats() -> str:
    """Each format, what it is for and what opens it in the tests."""
    locked = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    locked |= json.loads((ROOT / "tests" / "peers" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    opened = {
        name: ", ".join(f"{program} {locked.get(program, '')}".rstrip() for program in programs.split())
        for name, programs in OPENED.items()
    }
    return rows(
        ("format", "written as", "is", "opens in", "opened in the tests by"),
        [
            (f"`{each.name}`", f"`graph{each.suffix}`", *each.description.split(": ", 1), opened.get(each.name, "–"))
            for each in FORMATS
        ],
    )


def exit_codes() -> str:
    """The exit codes, as the program's own help tells them."""
    return rows(("code", "meaning"), re.findall(r"^  (\d+) +(\S.*)$", parser().epilog or "", re.MULTILINE))


TABLES: dict[str, Callable[[], str]] = {"queries": queries, "exports": exports, "formats": formats, "exit_codes": exit_codes}


def tables(path: str) -> str:
    """A file of the docs with its tables as they should be."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return _TABLE.sub(lambda found: f"{found[1]}{found[2]}{TABLES[found[1]]()}", text)


def readme() -> str:
    """README.md as it should be."""
    return console(tables("README.md"))


def cli() -> str:
    """docs/cli.md: every command's help."""
    os.environ |= {"COLUMNS": COLUMNS, "NO_COLOR": "1"}
    whole = parser()
    (commands,) = [action.choices for action in whole._actions if isinstance(action.choices, dict)]
    parts = ["# Command line\n\nWritten by `make docs`; `kg COMMAND --help` says the same.\n", _help("kg", whole)]
    return "\n".join([*parts, *(_help(f"kg {name}", command) for name, command in commands.items())])


def _help(title: str, command: argparse.ArgumentParser) -> str:
    return f"## {title}\n\n```text\n{command.format_help()}```\n"


FILES: dict[str, Callable[[], str]] = {
    "docs/cli.md": cli,
    "docs/exports.md": lambda: tables("docs/exports.md"),
    "README.md": readme,
}


def main() -> int:
    """Write what is not current, or name it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="write nothing; fail where a file is not current")
    check = options.parse_args().check
    old = []
    for name, made in FILES.items():
        text, path = made(), ROOT / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            old.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                print(f"written: {name}")
    if check and old:
        print(f"not current: {', '.join(old)}; run `make docs` and read what it changes")
    return int(check and bool(old))


if __name__ == "__main__":
    sys.exit(main())

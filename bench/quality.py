"""Score the reader on labelled texts, by language, beside the last release.

    python bench/quality.py [GOLD] [--scorer FILE] [--lang L ...] [--errors FILE] [--record VERSION] [--out FILE.json]

GOLD holds NAME.txt and NAME.json side by side. The folder is built and then scored by the scorer itself, which is imported from
its file; nothing is judged here. The figures go to --out, from which quality_page.py writes the page. --errors writes every
missed and every false item, for development texts only. --record appends one line a language to bench/quality_history.tsv; a
version is recorded once.

Where the labelled texts or the scorer are missing that is said, and nothing is scored.
"""

import argparse
import contextlib
import datetime
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import NotRequired, TypedDict

from kg import pipeline
from kg.graph.store import Store
from kg.graph.writing import write

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "dev"
SCORER = ROOT.parent / "shared" / "contract" / "score.py"
HISTORY = ROOT / "bench" / "quality_history.tsv"
OUT = ROOT / "build" / "quality.json"
LANGUAGES = ("en", "fr")
FAMILIES = (
    *("people", "person country", "posts", "organizations", "frameworks", "framework kind", "framework parties"),
    *("event roles", "event date and place", "event topics", "cooperation topics", "statement topics"),
)
MEAN = "mean F1"
COLUMNS = ("version", "date", "language", *FAMILIES, MEAN)

Figures = dict[str, dict[str, float]]
"""Family to `precision`, `recall`, `f1`, `gold`, `predicted`; and `mean F1` to `f1`, `documents`."""


class Kept(TypedDict):
    """The figures of a run as a file holds them."""

    commit: str
    dev: dict[str, Figures]
    blind: NotRequired[dict[str, Figures]]


def keep(path: Path, figures: Kept) -> None:
    """Write the figures of a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def demand(gold: Path, scorer: Path) -> None:
    """End the program with a plain word where there is nothing to score against."""
    if not gold.is_dir() or not any(gold.glob("*.json")):
        sys.exit(f"no labelled texts at {gold}: nothing is measured; give a folder of NAME.txt and NAME.json")
    if not scorer.is_file():
        sys.exit(f"no scorer at {scorer}: nothing is measured; give its file with --scorer")


def load(scorer: Path) -> ModuleType:
    """The scorer as a module, from its file."""
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    if spec is None or spec.loader is None:
        sys.exit(f"{scorer} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def build(gold: Path, out: Path) -> None:
    """The graph of a folder of labelled texts; one that cannot be read ends the program, as figures without it would flatter."""
    with Store.memory() as store:
        report = pipeline.build([gold], store)
        if report.failures:
            sys.exit("\n".join(f"{path}: {error}" for path, error in report.failures))
        write(store, out)


def languages(gold: Path, wanted: Sequence[str]) -> dict[str, int]:
    """How many labelled texts there are of each wanted language."""
    told = [json.loads(path.read_text(encoding="utf-8")).get("lang") for path in sorted(gold.glob("*.json"))]
    return {language: told.count(language) for language in wanted if language in told}


def measure(gold: Path, scorer: Path, wanted: Sequence[str] = LANGUAGES, errors: Path | None = None) -> dict[str, Figures]:
    """The figures of each language, as the scorer gives them."""
    module = load(scorer)
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as scratch:
        graph, told, wrong = (Path(scratch, name) for name in ("graph.nq", "figures.json", "errors.txt"))
        build(gold, graph)
        listed: list[str] = []
        for language, documents in languages(gold, wanted).items():
            listing = ["--errors", str(wrong)] if errors is not None else []
            with contextlib.redirect_stdout(io.StringIO()):
                module.main([str(graph), str(gold), "--lang", language, "--json", str(told), *listing])
            figures = json.loads(told.read_text(encoding="utf-8"))
            found[language] = {family: figures[family] for family in FAMILIES if family in figures}
            found[language][MEAN] = {"f1": figures[MEAN], "documents": documents}
            listed += [wrong.read_text(encoding="utf-8")] if listing else []
    if errors is not None:
        errors.write_text("".join(listed), encoding="utf-8")
    return found


def history(path: Path = HISTORY) -> list[dict[str, str]]:
    """The recorded lines, oldest first. A table of other columns or a ragged line ends the program."""
    rows: list[dict[str, str]] = []
    header: tuple[str, ...] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        cells = tuple(line.split("\t"))
        if header is None:
            header = cells
        if len(cells) != len(COLUMNS) or header != COLUMNS:
            sys.exit(f"{path}:{number}: expected the {len(COLUMNS)} columns {', '.join(COLUMNS)}; found {', '.join(cells)}")
        if cells != header:
            rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows


def last(rows: Sequence[Mapping[str, str]], language: str) -> Mapping[str, str] | None:
    """The line of the last release that has the language."""
    return next((row for row in reversed(rows) if row["language"] == language), None)


def record(path: Path, version: str, date: str, found: Mapping[str, Figures]) -> None:
    """Append one line a language. A version that is there ends the program: a release is measured once."""
    if not version or any(mark in version for mark in "\t\n#"):
        sys.exit(f"{version!r} is no version")
    if any(row["version"] == version for row in history(path)):
        sys.exit(f"{path} has version {version} already; history is not rewritten")
    with path.open("a", encoding="utf-8") as file:
        for language, figures in found.items():
            cells = [f"{figures[family]['f1']:.3f}" if family in figures else "" for family in (*FAMILIES, MEAN)]
            file.write("\t".join((version, date, language, *cells)) + "\n")


def table(language: str, figures: Figures, released: Mapping[str, str] | None) -> str:
    """One language: precision, recall, F1, and beside it F1 of the last release and what has changed since."""
    title = f"release {released['version']}" if released else "no release"
    documents = int(figures[MEAN]["documents"])
    lines = [
        f"{language}, {documents} documents",
        f"{'family':<22}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'built':>7}{title:>16}{'':>8}",
    ]
    for family in (*FAMILIES, MEAN):
        if family not in figures:
            continue
        row = figures[family]
        full = f"{row['precision']:>7.3f}{row['recall']:>7.3f}" if family != MEAN else " " * 14
        counts = f"{row['gold']:>7}{row['predicted']:>7}" if family != MEAN else " " * 14
        before = released[family] if released else ""
        change = f"{round(row['f1'], 3) - float(before):+.3f}" if before else ""
        lines.append(f"{family:<22}{full}{row['f1']:>7.3f}{counts}{before:>16}{change:>8}".rstrip())
    return "\n".join(lines)


def commit() -> str:
    """The state of the code that is measured: a commit, `-dirty` where files differ from it, or nothing outside a checkout."""
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def main() -> None:
    """Print a table a language; write the figures; record them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=GOLD)
    parser.add_argument("--scorer", type=Path, default=SCORER)
    parser.add_argument("--lang", nargs="+", default=list(LANGUAGES), metavar="L")
    parser.add_argument("--errors", type=Path, metavar="FILE")
    parser.add_argument("--record", metavar="VERSION")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE.json")
    options = parser.parse_args()
    demand(options.gold, options.scorer)
    found = measure(options.gold, options.scorer, options.lang, options.errors)
    if not found:
        sys.exit(f"{options.gold} has no text in {', '.join(options.lang)}: nothing is measured")
    before = history()
    print("\n\n".join(table(language, figures, last(before, language)) for language, figures in found.items()))
    keep(options.out, Kept(commit=commit(), dev=found))
    if options.record is not None:
        record(HISTORY, options.record, datetime.datetime.now(datetime.UTC).date().isoformat(), found)
        print(f"recorded: {options.record} in {HISTORY.name}")


if __name__ == "__main__":
    main()

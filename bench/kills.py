"""Kills `kg add`, `kg update` and `kg remove` at random moments, and looks at what is left in the store each time.

Run: python bench/kills.py [FOLDER] [--kills 200] [--seed 1] [--out build/bench/kills]

Texts are those of a folder, or invented ones. Each command works on a few of them, is killed (SIGKILL) after a random part of the
time that it would take, and commits far more often than by default, so that many kills fall into a commit. Then the store is
opened, first as a reader and then as a writer does, and must

- hold what was reported done, and what was there before, unless the command was to change it;
- hold nothing half: the graph is that of a fresh build of the documents that are there;
- hold nothing besides but documents of one commit, the one that was under way.

Exits with 1 where it does not.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from kg import pipeline
from kg.graph.names import graph_iri
from kg.graph.store import Store
from kg.model import DocumentId

__all__ = ["Collection", "invented", "run"]

_COMMAND = "import sys; from kg import cli, pipeline; pipeline._STEP = 0.05; sys.exit(cli.main(sys.argv[1:]))"
_EACH = 12
"""Texts that a command works on."""
_MOST = 60
"""Documents after which a new store is begun, so that looking at all of it stays quick."""
_STATES = ("Chile", "Finland", "Kenya", "Japan", "Portugal", "Senegal", "Austria", "Peru", "Ghana", "Norway")
_NAMES = ("Ada Quist", "Ivo Tarn", "Mira Solano", "Tove Rask", "Juna Okoro", "Pavo Lind", "Elka Brandt", "Sami Oduya")
_POSTS = ("Minister of Trade", "Foreign Minister", "Minister of Energy", "Prime Minister")


@dataclass
class Collection:
    """What a store is known to hold, and what it may hold besides."""

    folder: Path
    held: dict[str, str] = field(default_factory=dict)
    """The text of each document."""
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def run(texts: Sequence[str], kills: int, seed: int, out: Path) -> Collection:
    """Kill that many commands; what was found. `texts` are those to choose from; none, and they are invented."""
    random = Random(seed)
    shutil.rmtree(out, ignore_errors=True)
    total = Collection(out)
    collection = Collection(out / "store-0")
    length = 2.0
    number = 0
    while total.counts["kills"] < kills:
        number += 1
        if len(collection.held) > _MOST:
            collection = Collection(out / f"store-{number}")
        action, wanted = _work(random, collection, texts, number)
        wanted = _written(collection, wanted)
        start = perf_counter()
        reported, killed = _command(collection, action, wanted, random.uniform(0.4, 1.1) * length)
        # How long a command takes: measured where one ends, else drawn near by whether it came to report anything.
        length = length * (0.97 if reported else 1.1) if killed else perf_counter() - start
        total.counts["kills" if killed else "commands that ended before"] += 1
        total.counts[f"{action} commands"] += 1
        total.counts["documents reported done"] += len(reported)
        _look(collection, wanted, reported, total.counts)
        total.faults += [f"command {number} ({action}): {fault}" for fault in collection.faults]
        collection.faults.clear()
    return total


def _work(random: Random, collection: Collection, texts: Sequence[str], number: int) -> tuple[str, dict[str, str | None]]:
    """A command, and the text that each of its documents is to have then; None where it is to go."""
    action = random.choice(("add", "add", "add", "update", "remove")) if len(collection.held) > _EACH else "add"
    if action == "remove":
        return action, dict.fromkeys(random.sample(sorted(collection.held), 2))
    old = sorted(collection.held)
    names = random.sample(old, _EACH) if action == "update" else [f"d{number:04}-{n:02}" for n in range(_EACH)]
    return action, {name: random.choice(texts) if texts else invented(random) for name in names}


def invented(random: Random) -> str:
    """A text of invented people: who met whom, when and where."""
    lines = []
    for _ in range(random.randint(1, 4)):
        (one, other), (here, there) = random.sample(_NAMES, 2), random.sample(_STATES, 2)
        day = f"{random.randint(1, 28)} May 20{random.randint(20, 39)}"
        post = random.choice(_POSTS)
        lines.append(f"The {post} of {here}, {one}, met the {random.choice(_POSTS)} of {there}, {other}, on {day}.")
    return "\n".join(lines) + "\n"


def _texts(collection: Collection) -> Path:
    return collection.folder.with_name("texts")


def _written(collection: Collection, wanted: dict[str, str | None]) -> dict[str, str | None]:
    """Write the texts as files, and give them as they are read, without front matter."""
    source = _texts(collection)
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    for name, text in wanted.items():
        (source / f"{name}.txt").write_text(text or "-", encoding="utf-8")
    return {name: None if text is None else pipeline.read(source / f"{name}.txt").text for name, text in wanted.items()}


def _command(collection: Collection, action: str, wanted: dict[str, str | None], delay: float) -> tuple[frozenset[str], bool]:
    """Run a command and kill it after a delay; the documents that it reported done, and whether it was still running."""
    what = sorted(wanted) if action == "remove" else [str(_texts(collection)), "--report"]
    command = [sys.executable, "-c", _COMMAND, action, *what, "--store", str(collection.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            output, errors = process.communicate(timeout=delay)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
        if process.returncode not in (0, -signal.SIGKILL):
            collection.faults.append(f"it ended with {process.returncode}: {errors.strip()[-300:]}")
    if action == "remove":
        return frozenset(wanted if "removed" in output else ()), process.returncode != 0
    lines = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return frozenset(str(json.loads(line)["document"]) for line in lines), process.returncode != 0


def _look(collection: Collection, wanted: dict[str, str | None], reported: frozenset[str], counts: Counter[str]) -> None:
    """Open the store as a reader, then as a writer, which publishes what was under way, and keep what it holds now."""
    before = collection.held
    if not (collection.folder / "version").is_file():
        counts["killed while the store was made"] += 1
        if before or reported:
            collection.faults.append("there is no store any more")
        return
    with Store.load(collection.folder) as reader:
        seen = _held(reader)
        _judge(collection, reader, seen, wanted, reported)
    with Store.open(collection.folder) as writer:
        unfinished = writer.unfinished
        if unfinished:
            pipeline.finish(writer)
    with Store.load(collection.folder) as reader:
        collection.held = _held(reader)
        _judge(collection, reader, collection.held, wanted, reported)
    early = {name for name in wanted.keys() - reported if seen.get(name) != before.get(name)}
    late = {name for name in wanted if collection.held.get(name) != seen.get(name)}
    if early and late:
        collection.faults.append(f"two commits were under way: {sorted(early)} and {sorted(late)}")
    if late and not unfinished:
        collection.faults.append(f"{sorted(late)} changed by opening")
    counts["killed between a commit and its publication"] += unfinished
    counts["killed between a publication and its report"] += bool(early)
    counts["documents of a commit under way"] += len(early | late)


def _held(store: Store) -> dict[str, str]:
    return {document.id: store.text(document.sha256) or "" for document in store.documents()}


def _judge(
    collection: Collection, store: Store, found: dict[str, str], wanted: dict[str, str | None], reported: frozenset[str]
) -> None:
    """Keep what is wrong with a store that a command was to bring from what was held to what was wanted."""
    for name in sorted(collection.held.keys() | wanted.keys() | found.keys()):
        may = {wanted.get(name)} if name in reported else {wanted[name], collection.held.get(name)} if name in wanted else {None}
        if name not in wanted:
            may = {collection.held.get(name)}
        if found.get(name) not in may:
            collection.faults.append(f"{name} is {found.get(name)!r:.60}, expected one of {[str(each)[:60] for each in may]}")
    fresh = Store.memory()
    profiles = list(store.profiles())
    for document, profile in zip(store.kept(), profiles, strict=True):
        facts = store.facts(DocumentId(document))
        assert facts is not None
        fresh.add(facts, profile)
    pipeline.finish(fresh)
    if _quads(fresh) != _quads(store):
        collection.faults.append("the graph is not that of a fresh build")


def _quads(store: Store) -> set[str]:
    history = graph_iri("history", store.settings)
    return {str(quad) for quad in store.quads() if quad.graph_name != history}


def main() -> int:
    """Print the counts and what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="texts to choose from (.txt, .md); invented ones without")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/bench/kills"))
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*.[tm][xd]*")) if arguments.folder else []
    start = perf_counter()
    found = run([file.read_text(encoding="utf-8") for file in files], arguments.kills, arguments.seed, arguments.out)
    for name, count in sorted(found.counts.items()):
        print(f"{count:6} {name}")
    print(f"{len(found.faults):6} faults, {perf_counter() - start:.0f} s")
    for fault in found.faults:
        print(f"  {fault}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())

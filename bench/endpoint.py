"""Small queries over HTTP: `kg serve` beside `oxigraph serve-read-only`, on the same store, in one run.

    python bench/endpoint.py GRAPH [--seconds N] [--clients N] [--only NAME] [--out FILE.json]

GRAPH is a graph file or a store's directory. wrk (Debian: wrk) asks one query after another over as many connections as there are
clients, each query for all that is told of one thing, or for its neighbours, or its passages; no two texts are the same, so that
nothing can be answered from a cache. `kg serve` has its limits, log and checks on, as it comes; Oxigraph's server has none.
Memory is the proportional set size of all processes of a server, ten seconds after wrk began and when it ended.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from kg.graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
SHAPES = (
    "SELECT ?p ?o WHERE {{ <{thing}> ?p ?o }}",
    "SELECT ?g ?p ?o WHERE {{ GRAPH ?g {{ <{thing}> ?p ?o }} }} LIMIT 20",
    "SELECT ?s ?p WHERE {{ ?s ?p <{thing}> }} LIMIT 20",
    "ASK {{ <{thing}> a <https://w3id.org/bicoop/ns#Person> }}",
)
HEADS = ("p50 ms", "p99 ms", "max ms", "errors", "cpu µs", "MiB", "at end")
SCRIPT = """
local paths, count = {}, 0
for line in io.lines(os.getenv("KG_PATHS")) do paths[#paths + 1] = line end
wrk.headers["Accept"] = "application/sparql-results+json"
function request()
  count = count + 1
  return wrk.format("GET", paths[count % #paths + 1] .. "%20%23" .. count)
end
function done(summary, latency, requests)
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "max": %f, ' ..
    '"bad_status": %d, "socket_errors": %d, "timeouts": %d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write, summary.errors.timeout))
end
"""


def queries(directory: Path, number: int) -> list[str]:
    """Paths of requests, about things spread over the whole graph."""
    with Store.load(directory) as store:
        rows = store.query(f"SELECT DISTINCT ?s WHERE {{ GRAPH ?g {{ ?s a ?type }} FILTER(ISIRI(?s)) }} LIMIT {number}").rows
    things = sorted(row[0].value for row in rows)  # type: ignore[union-attr]
    texts = [SHAPES[index % len(SHAPES)].format(thing=thing) for index, thing in enumerate(things)]
    return [f"/sparql?query={quote(text)}" for text in texts]


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread that has just ended
            for each in child.read_text().split():
                found += tree(int(each))
    return found


def memory(pid: int) -> float:
    """MiB that a server's processes hold, what they share counted once."""
    total = 0
    for each in tree(pid):
        try:
            total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{each}/smaps_rollup").read_text(), re.M)[1])  # type: ignore[index]
        except OSError:
            continue
    return total / 1024


def processor(pid: int) -> float:
    """Seconds of processor time that a server's processes have taken."""
    ticks = 0
    for each in tree(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def oxigraph(directory: Path, port: int) -> Iterator[int]:
    """Oxigraph's server on the newest snapshot, with the union of all graphs as default graph."""
    newest = directory / "snapshots" / (directory / "snapshots" / "newest").read_text().strip()
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve-read-only", "--location", str(newest), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        yield from _running(process, "Listening")


@contextmanager
def kg_serve(directory: Path, port: int, *more: str) -> Iterator[int]:
    """`kg serve` as it comes."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(directory), "--port", str(port), *more]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        yield from _running(process, "serving")


def _running(process: subprocess.Popen[str], word: str) -> Iterator[int]:
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if word in line:
                break
        drain = threading.Thread(target=process.stderr.read, daemon=True)  # a log that nobody reads would stop its writer
        drain.start()
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def loaded(pid: int, port: int, paths: Path, options: argparse.Namespace) -> dict[str, float]:
    """What wrk measures, and what the server holds meanwhile."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT)
        script.flush()
        command = ["wrk", "-t1", f"-c{options.clients}", f"-d{options.seconds}s", "--timeout", "10s", "-s", script.name]
        used = processor(pid)
        with subprocess.Popen(
            [*command, f"http://127.0.0.1:{port}"], stdout=subprocess.PIPE, text=True, env={**os.environ, "KG_PATHS": str(paths)}
        ) as wrk:
            time.sleep(min(10, options.seconds / 2))
            early = memory(pid)
            told, _ = wrk.communicate()
        late = memory(pid)
    found: dict[str, float] = json.loads(told.partition("RESULT ")[2])
    found["per_second"] = found["requests"] / found["seconds"]
    found["cpu_us"] = (processor(pid) - used) / found["requests"] * 1e6
    found |= {"early_mib": early, "late_mib": late}
    return found


def main() -> None:
    """Measure both and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--things", type=int, default=20_000)
    parser.add_argument("--serve", default="", help="further arguments of kg serve")
    parser.add_argument("--only", choices=("oxigraph", "kg"))
    parser.add_argument("--port", type=int, default=7990)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "endpoint.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        directory: Path = options.graph
        if not directory.is_dir():
            directory = Path(scratch, "store")
            Store.unpack(options.graph, directory)
        paths = Path(scratch, "paths")
        paths.write_text("\n".join(queries(directory, options.things)) + "\n")
        results = {}
        if options.only != "kg":
            with oxigraph(directory, options.port) as pid:
                results["oxigraph"] = loaded(pid, options.port, paths, options)
        if options.only != "oxigraph":
            with kg_serve(directory, options.port + 1, *options.serve.split()) as pid:
                results["kg serve"] = loaded(pid, options.port + 1, paths, options)
    print(f"{options.clients} clients, {options.seconds} s, {os.cpu_count()} cores")
    print(f"{'server':<12}{'requests/s':>11}" + "".join(f"{head:>9}" for head in HEADS))
    for name, found in results.items():
        errors = int(found["bad_status"] + found["socket_errors"] + found["timeouts"])
        print(
            f"{name:<12}{found['per_second']:>11,.0f}{found['p50']:>9.1f}{found['p99']:>9.1f}{found['max']:>9.1f}{errors:>9}"
            f"{found['cpu_us']:>9.0f}{found['early_mib']:>9.0f}{found['late_mib']:>9.0f}"
        )
    if len(results) == 2:
        share = results["kg serve"]["per_second"] / results["oxigraph"]["per_second"]
        growth = results["kg serve"]["late_mib"] / results["kg serve"]["early_mib"] - 1
        print(f"kg serve answers {share:.2f} times as many; its memory grew by {growth:.1%}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()

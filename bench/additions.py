"""How soon a running server, under load, sees texts that `kg add` puts into its store.

Run: python bench/additions.py [FOLDER] [--texts 1000] [--clients 4] [--seed 1] [--out build/bench/additions]

`kg serve` answers a few clients that ask without a pause; meanwhile `kg add --report` adds texts, those of a folder or invented
ones, from another process. A watcher asks the server again and again which documents there are. Printed are the seconds from the
line in which `kg add` reports a document to the answer in which the server first has it, and what the clients met with.

Exits with 1 where a document took five seconds or more, was never seen, or a client got an error.
"""

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic, sleep
from urllib.parse import urlencode

from kills import invented

__all__ = ["run"]

_ALL = "SELECT ?id { ?document a bc:Document ; dcterms:identifier ?id }"
_QUESTIONS = (
    "SELECT ?who ?name { ?who a bc:Person ; bc:caption ?name } LIMIT 20",
    "SELECT (COUNT(DISTINCT ?meeting) AS ?meetings) { ?meeting a bc:Meeting }",
    "SELECT DISTINCT ?one ?other { ?one bc:heldTalksWith ?other } LIMIT 20",
)
_LIMIT = 5.0
"""Seconds within which an addition is to be seen."""
_PATIENCE = 60.0
"""Seconds after which one is taken for lost."""


class Server:
    """A running `kg serve`, and the clients that ask it."""

    def __init__(self, store: Path, clients: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(self.port), "--log", "none"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.answers: Counter[str] = Counter()
        self._ended = threading.Event()
        self._clients = [threading.Thread(target=self._client, args=(number,)) for number in range(clients)]

    def __enter__(self) -> "Server":
        deadline = monotonic() + _PATIENCE
        while True:
            try:
                self.ask(_ALL)
                break
            except OSError:
                if monotonic() > deadline:
                    self.process.terminate()
                    raise
                sleep(0.1)
        for client in self._clients:
            client.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        for client in self._clients:
            client.join()
        self.process.terminate()
        self.process.wait(_PATIENCE)

    def ask(self, sparql: str) -> list[dict[str, dict[str, str]]]:
        """The solutions of a query."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/sparql?{urlencode({'query': sparql})}",
            headers={"Accept": "application/sparql-results+json"},
        )
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            found: list[dict[str, dict[str, str]]] = json.load(answer)["results"]["bindings"]
        return found

    def _client(self, number: int) -> None:
        while not self._ended.is_set():
            try:
                self.ask(_QUESTIONS[number % len(_QUESTIONS)])
                self.answers["answered"] += 1
            except (OSError, ValueError) as error:
                self.answers[f"error: {error}"] += 1
            number += 1


def run(texts: Path, store: Path, clients: int) -> tuple[dict[str, float], Counter[str]]:
    """Seconds from report to sight for each document of a folder, infinite for one that was never seen; what the clients met."""
    reported, seen = dict[str, float](), dict[str, float]()
    with Server(store, clients) as server:
        command = [sys.executable, "-m", "kg", "add", str(texts), "--store", str(store), "--report"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as adding:

            def listen() -> None:
                for line in adding.stdout or ():
                    reported[json.loads(line)["document"]] = monotonic()

            listener = threading.Thread(target=listen)
            listener.start()
            deadline = float("inf")
            while monotonic() < deadline and (listener.is_alive() or reported.keys() - seen.keys()):
                found = {row["id"]["value"] for row in server.ask(_ALL)}
                now = monotonic()
                for name in found - seen.keys():
                    seen[name] = now
                if deadline == float("inf") and not listener.is_alive():
                    deadline = now + _PATIENCE
                sleep(0.02)
            listener.join()
    lags = {name: max(seen.get(name, float("inf")) - time, 0.0) for name, time in reported.items()}
    return lags, server.answers


def main() -> int:
    """Print the distribution."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="texts to add; invented ones without")
    parser.add_argument("--texts", type=int, default=1000, help="how many are invented")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/bench/additions"))
    arguments = parser.parse_args()
    shutil.rmtree(arguments.out, ignore_errors=True)
    random = Random(arguments.seed)
    for name, number in (("first", 20), ("texts", arguments.texts)):
        (arguments.out / name).mkdir(parents=True)
        for each in range(number):
            (arguments.out / name / f"{name}-{each:05}.txt").write_text(invented(random), encoding="utf-8")
    store = arguments.out / "store"
    command = [sys.executable, "-m", "kg", "add", str(arguments.out / "first"), "--store", str(store)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    start = monotonic()
    lags, answers = run(arguments.folder or arguments.out / "texts", store, arguments.clients)
    took = monotonic() - start
    ordered = sorted(lags.values())
    cuts = statistics.quantiles(ordered, n=100)
    print(f"{len(ordered)} documents added in {took:.0f} s; seconds from report to sight over HTTP:")
    print(f"  median {cuts[49]:.2f}, p95 {cuts[94]:.2f}, p99 {cuts[98]:.2f}, most {ordered[-1]:.2f}")
    late = sum(lag >= _LIMIT for lag in ordered)
    print(f"  {late} later than {_LIMIT:.0f} s")
    for what, count in answers.most_common():
        print(f"  clients: {count} {what}")
    return 1 if late or set(answers) - {"answered"} else 0


if __name__ == "__main__":
    sys.exit(main())

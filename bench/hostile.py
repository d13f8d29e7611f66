"""Ten ways to bring an endpoint down, tried on `kg serve`, while a normal client goes on asking.

    python bench/hostile.py GRAPH [--seconds N] [--serve "ARGUMENTS"] [--out FILE.json]

GRAPH is a graph file or a store's directory. Each attack is carried out by several clients at once for so many seconds, each of
which begins anew when it has been answered. Printed are what the attackers were told and after how long at most, and the
latencies of one client that asks for one thing after another meanwhile; beside them those of the same client alone. The command
fails where an attack got an answer that it should not, where a giant body was broken off without one, or where the normal client
got none.
"""

import argparse
import asyncio
import json
import socket
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx

sys.path.insert(0, str(Path(__file__).parent))

from endpoint import kg_serve, memory, queries

from kg.graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
ATTACKERS = 4
LIMIT = 5.0
"""Seconds that the server gives a query here; an attack is to end within it and `GRACE`."""
GRACE = 3.0

ALL = "?s{0} ?p{0} ?o{0}"
CROSS = f"SELECT (COUNT(*) AS ?n) WHERE {{ {' . '.join(ALL.format(number) for number in range(5))} }}"
PATHS = "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<urn:none>|^!<urn:none>)* ?b . ?b (!<urn:none>|^!<urn:none>)* ?c }"
VALUES = f"SELECT * WHERE {{ {' '.join(f'VALUES ?v{n} {{ {chr(32).join(map(str, range(9000)))} }}' for n in range(12))} }}"
REGEX = f"""SELECT (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o . ?a ?b ?c
FILTER(REGEX(CONCAT(STR(?o), STR(?c), "{"a" * 2000}"), "^(([a-z])+.)+[A-Z]([a-z])+$|(a|aa)+(b|bb)*(x+x+)+y")) }}"""
DEEP = f"SELECT * WHERE {{ {'{' * 20_000} ?s ?p ?o {'}' * 20_000} }}"
CHAIN = f"SELECT * WHERE {{ ?s ?p ?o FILTER({' || '.join(f'?o = {n}' for n in range(60_000))}) }}"
FLOOD = "CONSTRUCT { ?a ?b ?c . ?d ?e ?f . [] ?b [] } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GROUPS = 'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); SEPARATOR = "") AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f }'
SERVICE = "SELECT * WHERE { SERVICE <http://127.0.0.1:{port}/health> { ?s ?p ?o } }"
LOAD = "LOAD <file:///etc/hostname> INTO GRAPH <urn:x>"

Attack = Callable[[httpx.AsyncClient], Awaitable[str]]


def by_query(text: str) -> Attack:
    """Ask a query and say what came."""

    async def attack(client: httpx.AsyncClient) -> str:
        told = await client.post("/sparql", data={"query": text.replace("{port}", str(client.base_url.port))})
        return f"{told.status_code} {told.json().get('title', 'an answer') if told.status_code != 200 else 'an answer'}"

    return attack


async def load(client: httpx.AsyncClient) -> str:
    """Have a file of the server's machine read."""
    told = await client.post("/sparql", data={"update": LOAD})
    return f"{told.status_code} {told.json()['title']}"


async def giant(client: httpx.AsyncClient) -> str:
    """Send a body without an end."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(4096):
            yield b"x" * 65536

    headers = {"Content-Type": "application/sparql-query"}
    told = await client.post("/sparql", content=endless(), headers=headers)
    return f"{told.status_code} {told.json()['title']}"


def by_drops(head: str, drop: bytes) -> Attack:
    """Send a request so slowly that it never ends."""

    async def attack(client: httpx.AsyncClient) -> str:
        address = urlsplit(str(client.base_url))
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(head.encode())
        try:
            while not reader.at_eof():
                writer.write(drop)
                await writer.drain()
                try:
                    told = await asyncio.wait_for(reader.readline(), 0.2)
                    if told:
                        return told.decode().partition(" ")[2].strip()
                except TimeoutError:
                    continue
        except ConnectionError:
            return "connection closed"
        finally:
            writer.close()
        return "connection closed"

    return attack


BODY = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 100000\r\n\r\n"
ATTACKS: dict[str, Attack] = {
    "cross product": by_query(CROSS),
    "unbounded paths": by_query(PATHS),
    "huge VALUES": by_query(VALUES),
    "regex bomb": by_query(REGEX),
    "deep nesting": by_query(DEEP),
    "long chain": by_query(CHAIN),
    "CONSTRUCT flood": by_query(FLOOD),
    "memory in groups": by_query(GROUPS),
    "giant body": giant,
    "slow body": by_drops(BODY, b"S"),
    "slow headers": by_drops("GET /sparql HTTP/1.1\r\nHost: localhost\r\n", b"X-A: b\r\n"),
    "SERVICE to loopback": by_query(SERVICE),
    "LOAD file:": load,
}


async def attacked(attack: Attack, address: str, until: float, told: Counter[str]) -> float:
    """Attack again and again; gives the longest that an attack took."""
    longest = 0.0
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                answer = await attack(client)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                answer = "broken off"
            told[answer] += 1
            longest = max(longest, time.monotonic() - begun)
    return longest


async def normal(address: str, paths: list[str], until: float) -> tuple[list[float], int]:
    """Latencies of a client that asks for one thing after another, and how often it was not answered."""
    times, bad = [], 0
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        index = 0
        while time.monotonic() < until:
            begun = time.monotonic()
            response = await client.get(f"{paths[index % len(paths)]}%20%23{index}")
            bad += response.status_code != 200
            times.append((time.monotonic() - begun) * 1000)
            index += 1
            await asyncio.sleep(0.01)
    return times, bad


async def battle(address: str, paths: list[str], seconds: float, pid: int, chosen: str) -> dict[str, dict[str, object]]:
    """Every attack in turn."""
    results: dict[str, dict[str, object]] = {}
    for name, attack in {"(nobody)": None, **ATTACKS}.items():
        if chosen not in name and attack is not None:
            continue
        until = time.monotonic() + seconds
        told: Counter[str] = Counter()
        attackers = [] if attack is None else [attacked(attack, address, until, told) for _ in range(ATTACKERS)]
        attacking = asyncio.gather(*attackers)
        times, bad = await normal(address, paths, until)
        took = await attacking
        results[name] = {
            "told": dict(told),
            "longest_s": max(took, default=0.0),
            "p50_ms": statistics.median(times),
            "p99_ms": sorted(times)[int(len(times) * 0.99)],
            "max_ms": max(times),
            "answers": len(times),
            "unanswered": bad,
            "server_mib": memory(pid),
        }
        row = results[name]
        answers = ", ".join(f"{number}× {answer}" for answer, number in told.most_common(3))
        print(
            f"{name:<20}{row['longest_s']:>7.1f}{len(times):>7}{bad:>5}{row['p50_ms']:>8.1f}{row['p99_ms']:>9.1f}"
            f"{row['max_ms']:>9.1f}{row['server_mib']:>7.0f}  {answers}",
            flush=True,
        )
    return results


def not_allowed(attack: str) -> set[str]:
    """What an attacker must not be told."""
    return {"200 an answer", "broken off"} if attack == "giant body" else {"200 an answer"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Attack, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--only", default="", help="a word in the names of attacks")
    parser.add_argument("--serve", default="", help="further arguments of kg serve")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "hostile.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        directory: Path = options.graph
        if not directory.is_dir():
            directory = Path(scratch, "store")
            Store.unpack(options.graph, directory)
        paths = queries(directory, 1000)
        port = free_port()
        more = ["--time-limit", str(LIMIT), "--log", str(Path(scratch, "log")), *options.serve.split()]
        with kg_serve(directory, port, *more) as pid:
            print(f"{ATTACKERS} attackers, {options.seconds:g} s each, a query has {LIMIT:g} s")
            heads = f"{'took s':>7}{'asked':>7}{'lost':>5}{'p50 ms':>8}{'p99 ms':>9}{'max ms':>9}{'MiB':>7}"
            print(f"{'attack':<20}{heads}  attackers were told")
            results = asyncio.run(battle(f"http://127.0.0.1:{port}", paths, options.seconds, pid, options.only))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"written: {options.out}")
    wrong = [name for name, row in results.items() if row["unanswered"] or not_allowed(name) & set(row["told"])]  # type: ignore[call-overload]
    if wrong:
        print(f"not held off: {', '.join(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

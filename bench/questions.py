"""Ten typical questions over large collections on disk, beside raw pyoxigraph and, on a small one, beside rdflib in memory.

Run: python bench/questions.py [--quads 1000000] [--small 100000] [--seed 1] [--out build/bench/questions] [--all]

The collection is made up, as in bench/identity_growth.py, with statements, cooperation and topics besides: one named graph a
document, evidence on each fact, about four documents to an event. It is kept in --out and filled further where a run before was
stopped. Each question is asked once to warm up and then five times; the median counts. Raw pyoxigraph is asked the same text on
the same snapshot; what is ours beside it is reading the query, binding its parameters and holding the rows. --all asks all named
queries, with typical parameters, instead of the ten. The shapes at the end are ways of asking for who held talks with whom.
"""

import argparse
import multiprocessing
import queue
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from identity_growth import generate

from kg import pipeline
from kg.graph import queries
from kg.graph.engine import PREFIXES
from kg.graph.sparql import fill
from kg.graph.store import Store
from kg.identity.profile import profile
from kg.model import Cooperation, DocumentFacts, Span, Statement, TopicId, country_id

if TYPE_CHECKING:
    import rdflib

__all__ = ["collection", "filled"]

_TOPICS = tuple(map(TopicId, ("trade", "migration", "security", "transport", "tourism", "taxation", "cybersecurity", "refugees")))
_STANCES = ("welcomes", "stresses", "agrees")
_LINE = "The two sides spoke of what both of them had spoken of before.\n"
_QUADS_EACH = 140
"""Quads a document, with what identity and rules make of it; how many documents make a million quads."""
_BATCH = 20_000
_PATIENCE = 60
Question = tuple[str, Mapping[str, str]]
"""The name of a query and what it is asked with."""

TEN: tuple[Question, ...] = (
    ("meetings", {"country": "MA"}),
    ("visits", {"country": "FR"}),
    ("signings", {"country": "SN"}),
    ("pairs", {"country": "PT"}),
    ("officials", {"country": "FI"}),
    ("person", {"person": "PERSON"}),
    ("statements", {"country": "KE", "topic": "security"}),
    ("cooperation", {"country": "CL", "with": "PE"}),
    ("topics-by-year", {"country": "JP"}),
    ("evidence", {"fact": "EVENT"}),
)
"""The questions and what they are asked with; PERSON and EVENT stand for some of the collection."""
_REST: tuple[Question, ...] = (
    ("calls", {"country": "MA"}),
    ("conferences", {}),
    ("contradictions", {}),
    ("counts", {}),
    ("document", {"document": "d000017"}),
    ("documents", {}),
    ("framework-meetings", {"framework": "memorandum of understanding on tourism"}),
    ("frameworks", {"country": "MA"}),
    ("holders", {"country": "MA", "date": "2024-05-01"}),
    ("meetings", {}),
    ("merges", {}),
    ("open-facts", {}),
    ("organizations", {}),
    ("pairs", {}),
    ("succession", {"country": "MA"}),
    ("undecided", {}),
)

SHAPES: tuple[tuple[str, str], ...] = (
    (
        "who talked, joined as written",
        """SELECT DISTINCT ?one ?other { ?talks a bc:Meeting ; bc:status bc:Held ; bc:participant ?here, ?there .
        ?here bc:country ?one . ?there bc:country ?other . FILTER(?one != ?other) }""",
    ),
    (
        "who talked, graph by graph",
        """SELECT DISTINCT ?one ?other {
        { SELECT DISTINCT ?talks ?one
          { GRAPH ?g { ?talks a bc:Meeting ; bc:status bc:Held ; bc:participant ?here . ?here bc:country ?one } } }
        { SELECT DISTINCT ?talks ?other
          { GRAPH ?h { ?talks a bc:Meeting ; bc:status bc:Held ; bc:participant ?there . ?there bc:country ?other } } }
        FILTER(?one != ?other) }""",
    ),
    ("who talked, by the derived shortcut", "SELECT DISTINCT ?one ?other { ?one bc:heldTalksWith ?other }"),
    (
        "when, of all dates the most precise",
        """SELECT DISTINCT ?event ?date { ?event a bc:Event ; bc:date ?date
        FILTER NOT EXISTS { ?event bc:date ?finer FILTER(?finer != ?date && STRSTARTS(STR(?finer), STR(?date))) } }""",
    ),
    ("when, by the derived shortcut", "SELECT DISTINCT ?event ?date { ?event bc:when ?date }"),
)
"""The same asked in several ways."""


class Measured(NamedTuple):
    """What an engine took for a question."""

    rows: int
    milliseconds: float
    """The median."""


def collection(documents: int, seed: int) -> Iterator[DocumentFacts]:
    """Documents' facts, each fact with a passage of its own."""
    random = Random(seed)
    for facts, _ in generate(documents, seed):
        one, other = (country_id(country) for country in facts.countries)
        topics = tuple(random.sample(_TOPICS, 2))
        lines = ((Span(n * len(_LINE), (n + 1) * len(_LINE) - 1),) for n in range(12))
        speaker, stance = facts.persons[0].id, random.choice(_STANCES)
        yield replace(
            facts,
            document=replace(facts.document, text=_LINE * 12, title=f"Report {facts.document.id}"),
            tenures=tuple(replace(each, evidence=next(lines)) for each in facts.tenures),
            frameworks=tuple(replace(each, topics=topics[:1], evidence=next(lines)) for each in facts.frameworks),
            events=tuple(replace(each, topics=topics, evidence=next(lines)) for each in facts.events),
            cooperations=(Cooperation(parties=(one, other), topics=topics, evidence=next(lines), rule="r", confidence=0.9),),
            statements=(
                Statement(speaker=speaker, topics=topics[:1], stance=stance, evidence=next(lines), rule="r", confidence=0.8),
            ),
        )


def filled(directory: Path, documents: int, seed: int) -> Path:
    """A store of so many documents; one that was stopped while it was filled is filled on."""
    known = -1
    while known < documents:
        with Store.open(directory, create=True) as store:
            known = len(store.kept())
            for facts in islice(collection(documents, seed), known, known + _BATCH):
                store.add(facts, pipeline.encoded(profile(facts)))
            if known + _BATCH >= documents and (known < documents or store.unfinished):
                start = perf_counter()
                pipeline.finish(store)
                print(f"{directory}: {documents:,} documents, identity and graphs {perf_counter() - start:.0f} s")
    return directory


def median(ask: Callable[[], int]) -> Measured:
    """The rows and the median time of five, after one that does not count; of a slow one, of fewer."""
    times: list[float] = []
    rows = 0
    for _ in range(6):
        start = perf_counter()
        rows = ask()
        times.append((perf_counter() - start) * 1000)
        if sum(times) > 30_000:
            break
    return Measured(rows, statistics.median(times[1:] or times))


def ours(store: Store, name: str, params: Mapping[str, str]) -> Measured:
    """A named query, as a command asks it."""
    return median(lambda: len(queries.run(store, name, params).rows))


def text(store: Store, name: str, params: Mapping[str, str]) -> str:
    """The SPARQL text that a named query comes to."""
    query = queries.find(name)
    return fill(query.text, queries.bind(store, query, params))


def raw(inner: ox.Store, sparql: str) -> Measured:
    """The text asked of Oxigraph itself."""

    def ask() -> int:
        found = inner.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
        return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 0

    return median(ask)


def known(store: Store, params: Mapping[str, str]) -> dict[str, str]:
    """The parameters with a person and an event of the collection in their places."""
    stand = {"PERSON": "SELECT ?name { ?who a bc:Person ; bc:caption ?name } ORDER BY DESC(STRLEN(?name)) ?name LIMIT 1"}
    stand["EVENT"] = "SELECT ?event { GRAPH ?g { ?event a bc:Meeting } } ORDER BY ?event LIMIT 1"
    return {
        name: str(store.query(stand[value]).rows[0][0].value) if value in stand else value  # type: ignore[union-attr]
        for name, value in params.items()
    }


def measure(directory: Path, asked: Sequence[Question]) -> None:
    """Print what each question takes, ours and raw, and the shapes."""
    with Store.load(directory) as store:
        inner = ox.Store.read_only(str(directory / "snapshots" / store.snapshot))
        print(f"\n{len(inner):,} quads on disk\n{'':44} {'rows':>7} {'ours ms':>10} {'raw ms':>10} {'ratio':>6}")
        for name, params in asked:
            given = known(store, params)
            own, bare = ours(store, name, given), raw(inner, text(store, name, given))
            figures = f"{own.milliseconds:10.1f} {bare.milliseconds:10.1f} {own.milliseconds / bare.milliseconds:6.2f}"
            print(f"{title(name, params):44} {own.rows:7} {figures}", flush=True)
        for shape, sparql in SHAPES:
            rows, took = _bounded("spawn", _ask_shape, directory / "snapshots" / store.snapshot, sparql) or ("", "over 60 s")
            print(f"{shape:44} {rows:>7} {'':10} {took:>10}", flush=True)


def measure_small(directory: Path, asked: Sequence[Question]) -> None:
    """Print what each question takes rdflib with everything in memory, asked once and ended after a minute; and us, on disk."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    with Store.load(directory) as store:
        start = perf_counter()
        dataset.parse(data="\n".join(f"{quad} ." for quad in store.quads()), format="nquads")
        loaded = perf_counter() - start
        print(f"\n{len(dataset):,} quads, in {loaded:.0f} s read into rdflib")
        print(f"{'':44} {'rows':>7} {'ours ms':>10} {'rdflib ms':>10}")
        for name, params in asked:
            given = known(store, params)
            own = ours(store, name, given)
            _, other = _bounded("fork", _ask_rdflib, dataset, text(store, name, given)) or ("", "over 60 s")
            print(f"{title(name, params):44} {own.rows:7} {own.milliseconds:10.1f} {other:>10}", flush=True)


def _bounded(start: str, ask: Callable[..., None], *given: object) -> tuple[int, str] | None:
    """What a question puts into a queue, as rows and milliseconds; None where it takes over a minute, and is ended."""
    context = multiprocessing.get_context(start)
    answers = context.Queue()
    process = context.Process(target=ask, args=(*given, answers))  # type: ignore[attr-defined]
    process.start()
    try:
        measured: Measured = answers.get(timeout=_PATIENCE)
    except queue.Empty:
        return None
    finally:
        process.kill()
    return measured.rows, f"{measured.milliseconds:.1f}"


def _ask_rdflib(dataset: "rdflib.Dataset", sparql: str, answers: "multiprocessing.Queue[Measured]") -> None:
    start = perf_counter()
    rows = len(dataset.query(sparql, initNs=PREFIXES))
    answers.put(Measured(rows, (perf_counter() - start) * 1000))


def _ask_shape(snapshot: Path, sparql: str, answers: "multiprocessing.Queue[Measured]") -> None:
    answers.put(raw(ox.Store.read_only(str(snapshot)), sparql))


def title(name: str, params: Mapping[str, str]) -> str:
    """A question in a line."""
    return " ".join((name, *(f"{key}={value}" for key, value in params.items())))


def main() -> int:
    """Fill what is not filled yet, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=100_000, help="quads beside rdflib; 0: not at all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/bench/questions"))
    parser.add_argument("--all", action="store_true", help="all named queries")
    arguments = parser.parse_args()
    asked = TEN + _REST if arguments.all else TEN
    for quads, table in ((arguments.quads, measure), (arguments.small, measure_small)):
        if quads:
            documents = round(quads / _QUADS_EACH)
            table(filled(arguments.out / f"{arguments.seed}-{documents}", documents, arguments.seed), asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())

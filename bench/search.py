"""Full-text search as a collection grows, beside SPARQL's own means on the same data in the same run.

    python bench/search.py [--passages N …] [--rounds N] [--out FILE.json]

Made-up documents in two languages, ten passages each, words as frequent as in prose (Zipf). For each size: how long the index of
a store takes to make and how large it is; what one more document costs; the median time of a search for its best 20 hits with
snippets, marks, facts and labels, counts by kind included; of the same words by `bc:matches` in a FILTER; and by CONTAINS,
which knows no other forms or accents. All against the store on disk.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kg.graph.search import hits, keeping
from kg.graph.search.index import Index
from kg.graph.search.texts import Text
from kg.graph.store import Store
from kg.graph.terms import BC, DCTERMS, ID, RDF, RDFS, XSD

ROOT = Path(__file__).resolve().parent.parent
PASSAGES = 10
WORDS = 22
LOOKED_AT = 10_000
"""Passages up to which `bc:matches` is tried, which takes time with their number."""
SYLLABLES = ("ba", "co", "di", "fé", "gu", "la", "mi", "no", "pré", "ra", "su", "té", "vo", "zi")
ENDINGS = ("", "s", "tion", "tions", "ing", "er", "ment", "ments", "ation", "al", "aux")
QUERIES = {
    "a rare word": "{rare}",
    "a word of one passage in a hundred": "{middle}",
    "a word of one passage in five": "{common}",
    "two words": "{common} {middle}",
    "a phrase": '"{phrase}"',
    "a beginning": "{beginning}*",
}


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """Made-up words with endings of English and French, the most frequent first."""
    words: dict[str, None] = {}
    while len(words) < size:
        stem = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))
        words[stem + chance.choice(ENDINGS)] = None
    return list(words)


def document(number: int, words: list[str], weights: list[float], chance: random.Random) -> Iterator[str]:
    """A document's graph as N-Quads: a statement for each passage."""
    name = f"made-{number:06}"
    graph, language = f"<{ID.iri}document/{name}>", ("en", "fr")[number % 2]
    person = f"<{ID.iri}person/{words[number % 997]}-{words[number % 1009]}>"
    called = f"{words[number % 997].title()} {words[number % 1009].title()}"
    lines = [
        f"{graph} <{RDF.iri}type> <{BC.iri}Document>",
        f'{graph} <{DCTERMS.iri}identifier> "{name}"',
        f'{graph} <{DCTERMS.iri}language> "{language}"',
        f'{graph} <{DCTERMS.iri}title> "{" ".join(chance.choices(words, weights, k=6))}"@{language}',
        f'{graph} <{DCTERMS.iri}issued> "{2000 + number % 25}-03-04"^^<{XSD.iri}date>',
        f'{graph} <{BC.iri}sha256> "{number:064x}"',
        f"{person} <{RDF.iri}type> <{BC.iri}Person>",
        f'{person} <{RDFS.iri}label> "{called}"@{language}',
    ]
    start = 0
    for count in range(PASSAGES):
        text = " ".join(chance.choices(words, weights, k=WORDS))
        passage, statement = (f"<{ID.iri}{kind}/{name}/{count}>" for kind in ("passage", "statement"))
        lines += [
            f"{passage} <{RDF.iri}type> <{BC.iri}Passage>",
            f"{passage} <{BC.iri}document> {graph}",
            f'{passage} <{BC.iri}start> "{start}"^^<{XSD.iri}integer>',
            f'{passage} <{BC.iri}end> "{start + len(text)}"^^<{XSD.iri}integer>',
            f'{passage} <{BC.iri}text> "{text}"',
            f"{statement} <{RDF.iri}type> <{BC.iri}Statement>",
            f"{statement} <{BC.iri}speaker> {person}",
            f"{statement} <{BC.iri}evidence> {passage}",
        ]
        start += len(text) + 40
    return (f"{line} {graph} .\n" for line in lines)


def median(function: Callable[[], object], rounds: int) -> float:
    """Milliseconds, of the rounds after one that is not counted."""
    times = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        function()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])


def asked_for(words: list[str], sample: str) -> dict[str, str]:
    """The words of each query."""
    phrase = " ".join(sample.split()[:2])
    fill = {"rare": words[-1], "middle": words[200], "common": words[4], "phrase": phrase, "beginning": words[60][:4]}
    return {name: query.format(**fill) for name, query in QUERIES.items()}


def filters(query: str) -> tuple[str, str]:
    """The same as SPARQL that looks at every text: by our function, and by the nearest that SPARQL has itself."""
    bound = query.replace('"', '\\"')
    parts = [query.strip('"')] if query.startswith('"') else query.rstrip("*").split()
    contained = " && ".join(f'CONTAINS(LCASE(?text), "{part}")' for part in parts)
    select = "SELECT ?passage { ?passage bc:text ?text FILTER("
    return f'{select}bc:matches(?text, "{bound}")) }}', f"{select}{contained}) }}"


def measured(size: int, rounds: int, folder: Path) -> dict[str, object]:
    """One size."""
    chance = random.Random(size)
    words = vocabulary(20_000, random.Random(1))
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    with (folder / "graph.nq").open("w", encoding="utf-8") as file:
        for number in range(size // PASSAGES):
            file.writelines(document(number, words, weights, chance))
    Store.unpack(folder / "graph.nq", folder / "store")
    index = folder / "store" / keeping.FILE
    found: dict[str, object] = {"passages": size, "index_bytes": index.stat().st_size}
    with Store.load(folder / "store") as store:
        index.rename(folder / "aside")
        begun = time.perf_counter()
        store.index()
        found["index_s"] = time.perf_counter() - begun
    (folder / "aside").rename(index)
    found["one_more_document_ms"] = one_more(index, rounds)
    with Store.load(folder / "store") as store:
        sample = str(store.query("SELECT ?text { ?p bc:text ?text } ORDER BY ?p LIMIT 1").rows[0][0].value)  # type: ignore[union-attr]
        queries = {}
        for name, query in asked_for(words, sample).items():
            matching, containing = filters(query)
            queries[name] = {
                "query": query,
                "hits": sum(hits.search(store, query).counts.values()),
                "search_ms": median(partial(hits.search, store, query), rounds),
                "matches_ms": median(partial(store.query, matching), 1) if size <= LOOKED_AT else None,
                "contains_ms": median(partial(store.query, containing), rounds),
            }
        found["queries"] = queries
    return found


def one_more(file: Path, rounds: int) -> float:
    """Milliseconds to tell the index of one more document, committed."""
    index = Index(file)
    texts = [Text("passage", "more", f"banodi cofé {n} laminosu", "en", "more", "", n * 99, n * 99) for n in range(PASSAGES)]

    def tell() -> None:
        with index.changing(index.number + 1):
            index.tell("more", texts)
        with index.changing(index.number + 1):
            index.forget("more")

    taken = median(tell, rounds)
    index.close()
    return taken / 2


def main() -> None:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "search.json")
    options = parser.parse_args()
    results = []
    for size in options.passages:
        with tempfile.TemporaryDirectory() as folder:
            result = measured(size, options.rounds, Path(folder))
        results.append(result)
        print(
            f"{size:,} passages: index {result['index_s']:.1f} s, {result['index_bytes'] / 1e6:.1f} MB; "  # type: ignore[operator]
            f"one more document {result['one_more_document_ms']:.1f} ms"
        )
        print(f"  {'':<38}{'hits':>8}{'search':>10}{'matches':>10}{'CONTAINS':>10}  ms")
        for name, row in result["queries"].items():  # type: ignore[attr-defined]
            matches = "–" if row["matches_ms"] is None else f"{row['matches_ms']:.1f}"
            print(f"  {name:<38}{row['hits']:>8,}{row['search_ms']:>10.1f}{matches:>10}{row['contains_ms']:>10.1f}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()

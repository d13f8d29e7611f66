"""What each command does. Each function loads only what it needs, prints, and returns the exit code."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg import terminal
from kg.cli.collection import add, by_hand, diff, merges, remove, review, update
from kg.cli.output import census, count, progress, say, tell_rest, warn_of_languages
from kg.cli.parser import DEFAULT_GRAPH
from kg.cli.serving import serve
from kg.errors import CheckFailed, InputError, NoGraphError, QueryError

if TYPE_CHECKING:
    from kg.export.rdf import RDF
    from kg.graph.queries import NamedQuery
    from kg.graph.reader import Reader
    from kg.graph.result import Result
    from kg.graph.store import Store
    from kg.graph.validation import Problem, Texts

__all__ = ["COMMANDS", "build", "explain", "export", "push", "queries", "query", "search", "show", "validate", "verify"]

_RDF = {"turtle": "ttl", "trig": "ttl", "ntriples": "nt", "rdfxml": "rdfxml", "jsonld": "jsonld"}
"""Our names of RDF formats to those of Result; one graph in Turtle is TriG as well."""
_LISTED = 50


def build(arguments: Namespace) -> int:
    """Read texts into a graph file, a store, or both."""
    from kg import pipeline
    from kg.graph.store import Store
    from kg.graph.writing import SUFFIXES, UNIONS, write

    out: Path | None = arguments.out or (None if arguments.store else DEFAULT_GRAPH)
    if out and out.suffix not in SUFFIXES:
        raise QueryError(
            f"{out} cannot be written: no graph format has the suffix {out.suffix!r}; choose one of {', '.join(SUFFIXES)}"
        )
    if out and out.suffix in UNIONS:
        say(f"warning: {out} will hold the union of all graphs: which document said what is lost; .nq and .trig keep it")
    with Store.open(arguments.store, create=True) if arguments.store else Store.memory() as store:
        how = pipeline.How(arguments.min_confidence, by_hand(arguments.store, arguments.decisions), progress=progress())
        report = pipeline.build(arguments.paths, store, how, arguments.formats)
        if report.documents and out:
            write(store, out)
        written = [str(place) for place in (arguments.store, out) if place and report.documents]
        print(f"{count(report.documents, 'text')} read, {count(report.facts, 'fact')}", end="")
        print(f" → {' and '.join(written)}" if written else "; nothing is written")
        if report.documents:
            print(f"  {census(store)}")
        warn_of_languages(store)
    return tell_rest(report)


def query(arguments: Namespace) -> int:
    """Ask a question."""
    from kg.graph import queries as named

    with _asked_of(arguments) as store:
        result = named.run(store, _asked(arguments.query), dict(arguments.param))
        format_ = arguments.format or ("turtle" if result.kind == "construct" else "table")
        if format_ == "table":
            print(_table(result, store.settings.base), end="")
        else:
            print(result.serialize(_RDF.get(format_, format_)).decode("utf-8"), end="")
    return 0


def queries(arguments: Namespace) -> int:
    """List the questions, or tell one in full."""
    from kg.graph import queries as named

    if arguments.name is None:
        rows = [(each.name, each.question, " ".join(_parameters(each))) for each in named.catalogue()]
        print(terminal.table(("name", "question", "parameters"), rows), end="")
        return 0
    found = named.find(arguments.name)
    print(f"{found.name}: {found.question}\n")
    if found.parameters:
        rows = [(word, each.kind, each.help) for word, each in zip(_parameters(found), found.parameters, strict=True)]
        print(terminal.table(("parameter", "kind", "meaning"), rows))
    print(terminal.table(("column", "meaning"), [(each.name, each.help) for each in found.columns]), end="")
    return 0


def search(arguments: Namespace) -> int:
    """Find things and words by full text."""
    import json

    from kg.cli.searching import as_csv, as_table
    from kg.graph.search import hits

    with _opened(arguments) as store:
        said = {name: getattr(arguments, name) or "" for name in ("kind", "lang", "country", "since", "until")}
        found = hits.search(store, " ".join(arguments.words), hits.only(store, said), arguments.limit)
        if arguments.store and store.index().location == "memory":
            say(f"kg: {arguments.store} has no full-text index of this version; one was made for this search alone")
        if arguments.format == "json":
            print(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            print(as_csv(found) if arguments.format == "csv" else as_table(found, store.settings.base), end="")
    return 0


def show(arguments: Namespace) -> int:
    """Tell all that is known of a thing or a pair."""
    from kg.cli.telling import as_text
    from kg.graph.dossier import dossier
    from kg.graph.lookup import find, find_pair

    with _asked_of(arguments) as store:
        if arguments.other is None:
            things = find_pair(store, arguments.thing)
        else:
            things = (find(store, arguments.thing), find(store, arguments.other))
        print(as_text(dossier(store, things), terminal.colourful(sys.stdout)), end="")
    return 0


def explain(arguments: Namespace) -> int:
    """Show a text with what was read marked in it."""
    from kg import pipeline
    from kg.explain import as_page, as_text
    from kg.reading.document import read_document
    from kg.reading.folder import sources

    if arguments.file.is_dir():
        raise InputError(f"{arguments.file} is a folder; expected one text")
    (source,) = sources([arguments.file]).items
    facts = pipeline.extract(read_document(source))
    if arguments.html is None:
        print(as_text(facts, terminal.colourful(sys.stdout)), end="")
        return 0
    page = as_page(facts)
    try:
        arguments.html.parent.mkdir(parents=True, exist_ok=True)
        arguments.html.write_text(page, encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{arguments.html} cannot be written: {error.strerror}; choose another place with --html") from error
    print(f"{arguments.html}: {count(sum(1 for _ in facts.facts()), 'fact')}")
    return 0


def export(arguments: Namespace) -> int:
    """Write a network."""
    from kg.export.formats import FORMATS, format_named
    from kg.export.rdf import RDF

    if arguments.list:
        from kg.export.view import catalogue

        formats = [(each.name, each.suffix, each.description) for each in FORMATS]
        print(terminal.table(("format", "suffix", "for"), formats))
        views = [(each.name, each.title, each.nodes) for each in catalogue()]
        print(terminal.table(("view", "what it shows", "nodes"), views), end="")
        return 0
    if arguments.format is None:
        raise QueryError("no format is named; say `kg export FORMAT`, or `kg export --list` to see what there is")
    chosen = format_named(arguments.format)
    out: Path = arguments.out or DEFAULT_GRAPH.with_suffix(chosen.suffix)
    from kg.export.keeping import FILTERS, keep
    from kg.export.view import DEFAULT_VIEW

    given = {name: value for name in FILTERS if (value := getattr(arguments, name)) is not None}
    if isinstance(chosen, RDF):
        if given or arguments.param or arguments.view != DEFAULT_VIEW:
            raise QueryError(f"{chosen.name} is the graph as it is, without views and filters: leave them out, or ask a query")
        return _export_graph(chosen, out, arguments)
    from kg.export.drawing import draw

    with _asked_of(arguments) as store:
        drawn = draw(store, arguments.view, keep(store, given), dict(arguments.param))
    chosen.write(drawn, out)
    print(f"{out}: {count(len(drawn.nodes), 'node')}, {count(len(drawn.edges), 'edge')}")
    return 0


def _export_graph(chosen: "RDF", out: Path, arguments: Namespace) -> int:
    if arguments.endpoint is not None:
        raise QueryError(
            f"{chosen.name} is written of a graph that is here, not of an endpoint: "
            "ask the endpoint with `kg query`, or name a graph with --graph or --store"
        )
    with _opened(arguments) as store:
        if out.exists() and out.samefile(store.location):
            raise QueryError(f"{out} is the graph that would be read: name another file with --out")
        print(f"{out}: {count(chosen.write(store, out), 'statement')}")
    return 0


def verify(arguments: Namespace) -> int:
    """Check passages and hashes against the texts."""
    from kg import pipeline
    from kg.graph import validation

    with _opened(arguments) as store:
        number = len(store.documents())
        texts = _texts(arguments.texts, arguments.formats) if arguments.texts else None
        _judge(validation.verify(store, texts, pipeline.sentences), store.location)
    print(f"verified: every passage and hash of {count(number, 'document')} holds")
    return 0


def validate(arguments: Namespace) -> int:
    """Check the graph against its shapes."""
    from kg.graph import validation

    with _opened(arguments) as store:
        _judge(validation.validate(store), store.location)
        print(f"valid: {store.location} has the shape that shapes.ttl asks for")
    return 0


def _texts(path: Path, formats: Sequence[str]) -> "Texts":
    """The texts of a folder or file, each read when it is asked for."""
    from kg.reading.document import texts
    from kg.reading.folder import sources

    text = texts(sources([path], formats).items)
    return lambda document: text(document.id)


@contextmanager
def _asked_of(arguments: Namespace) -> "Iterator[Reader]":
    """The graph to ask: on another server, where one is named, else as `_opened`."""
    if arguments.endpoint is None:
        with _opened(arguments) as store:
            yield store
        return
    from kg.graph.endpoint import Endpoint, login
    from kg.graph.remote import Remote

    with Remote.open(Endpoint(arguments.endpoint, login(arguments.credentials))) as remote:
        yield remote


def _opened(arguments: Namespace) -> "Store":
    """The store or graph file that was named, or the one that `kg build` makes by default."""
    from kg.graph.store import Store

    path: Path = arguments.store or arguments.graph or DEFAULT_GRAPH
    if path == DEFAULT_GRAPH and not path.exists():
        raise NoGraphError(
            f"there is no graph at {DEFAULT_GRAPH}: make one with `kg build PATH`, or name one with --graph FILE or --store DIR"
        )
    return Store.load(path)


def _asked(query: str) -> "str | Path | NamedQuery":
    from kg.graph import queries as named

    if query == "-":
        return named.parse(sys.stdin.read(), "standard input")
    path = Path(query)
    return path if path.suffix in {".rq", ".sparql"} or path.is_file() else named.find(query)


def _parameters(query: "NamedQuery") -> list[str]:
    return [f"[{each.name}]" if each.optional else each.name for each in query.parameters]


def _table(result: "Result", base: str) -> str:
    if result.kind == "ask":
        return "yes\n" if result.answer else "no\n"
    if result.kind == "construct":
        raise QueryError(f"a CONSTRUCT query gives RDF, which is no table; choose one of {', '.join(_RDF)}")
    rows = [["" if term is None else str(getattr(term, "value", term)).removeprefix(base) for term in row] for row in result.rows]
    return terminal.table(result.variables, rows) + f"({count(len(rows), 'row')})\n"


def push(arguments: Namespace) -> int:
    """Put the graph on another server."""
    from kg.graph.endpoint import Endpoint, login
    from kg.graph.push import Target
    from kg.graph.push import push as pushed

    endpoint = Endpoint(arguments.endpoint, login(arguments.credentials))
    target = Target.of(endpoint, arguments.to, arguments.method)
    with _opened(arguments) as store, target:
        done = pushed(store, target, delete=arguments.delete, progress=progress("graphs"))
    print(f"{count(done.sent, 'graph')} sent to {target.data.shown}, {done.equal:,} there already", end="")
    print(f", {done.deleted:,} deleted" if done.deleted else "")
    if done.left:
        say(f"{count(len(done.left), 'graph')} there that are not here, as {done.left[0]}; --delete deletes them")
    return 0


def _judge(problems: "Sequence[Problem]", where: str) -> None:
    """Print what is wrong and raise CheckFailed; with nothing wrong, do nothing."""
    for problem in problems[:_LISTED]:
        print(terminal.safe(f"{problem.where}: {problem.message}"))
    if len(problems) > _LISTED:
        print(f"… and {len(problems) - _LISTED} more")
    if problems:
        raise CheckFailed(f"{where}: {count(len(problems), 'problem')} found")


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    each.__name__: each
    for each in (
        *(build, query, queries, search, show, explain, export, serve, push, verify, validate),
        *(add, update, remove, diff, merges, review),
    )
}
"""Every command of `kg.cli.parser`, by name."""

"""What can be said on the command line. Loads the standard library and our own words only: `kg --help` must come at once."""

import argparse
import re
from pathlib import Path

from kg.cli.wording import ABOUT, COMMANDS, EPILOG

__all__ = ["DEFAULT_GRAPH", "FORMATS", "INPUTS", "parser"]

DEFAULT_GRAPH = Path("build/graph.nq")
"""Where `kg build` puts a graph and the others look for one."""

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "trig", "rdfxml", "jsonld")
"""Formats of answers: the first five for SELECT, the others for CONSTRUCT."""

INPUTS = ("txt", "md", "html", "pdf", "docx", "jsonl")
"""Formats of texts: the names of kg.reading.folder.FORMATS, which is not imported here."""


def parser() -> argparse.ArgumentParser:
    """The whole grammar; `command` of what it parses is the name of the function in `kg.cli.commands`."""
    top = argparse.ArgumentParser("kg", description=ABOUT, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    _build(_add(commands, "build"))
    _query(_add(commands, "query"))
    _queries(_add(commands, "queries"))
    _search(_add(commands, "search"))
    _show(_add(commands, "show"))
    _explain(_add(commands, "explain"))
    _export(_add(commands, "export"))
    _serve(_add(commands, "serve"))
    _verify(_add(commands, "verify"))
    _graph(_add(commands, "validate"))
    _texts_of_a_store(_add(commands, "add"), "+")
    _texts_of_a_store(_add(commands, "update"), "*")
    _remove(_add(commands, "remove"))
    _diff(_add(commands, "diff"))
    _elsewhere(_add(commands, "merges"))
    _review(_add(commands, "review"))
    _push(_add(commands, "push"))
    return top


_Commands = argparse._SubParsersAction  # the type has no public name


def _add(commands: "_Commands[argparse.ArgumentParser]", name: str) -> argparse.ArgumentParser:
    """A command; the first paragraph of what it says of itself describes it, the rest stands after its options."""
    short, long = COMMANDS[name]
    description, _, epilog = long.partition("\n\n")
    style = argparse.RawDescriptionHelpFormatter
    return commands.add_parser(name, help=short, description=description, epilog=epilog, formatter_class=style)


def _build(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file or a folder of texts")
    command.add_argument("--out", metavar="FILE", type=Path, help=f"graph file to write (default: {DEFAULT_GRAPH})")
    command.add_argument("--store", metavar="DIR", type=Path, help="store on disk to build into; made where there is none")
    _formats(command)
    _least(command)
    command.add_argument(
        "--decisions", metavar="FILE", type=Path, help="decisions by hand on which things are one (default: those of the store)"
    )


def _query(command: argparse.ArgumentParser) -> None:
    command.add_argument("query", metavar="NAME|FILE|-", help="a name of `kg queries`, a file, or - for standard input")
    command.add_argument(
        "--param", metavar="NAME=VALUE", action="append", default=[], type=_pair, help="a parameter of the query; may be repeated"
    )
    command.add_argument("--format", choices=FORMATS, help="default: table; for a CONSTRUCT turtle")
    _elsewhere(command)


def _queries(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", nargs="?", help="one question, in full")


def _search(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", metavar="WORDS", nargs="+", help='words, a "phrase", -word, or beginning*')
    command.add_argument("--kind", metavar="LIST", help="only these kinds of hits, with commas between")
    command.add_argument("--lang", metavar="LANG", help="only names and texts in this language, as en")
    command.add_argument("--country", metavar="COUNTRY", help="only what is of this country, or in documents that speak of it")
    command.add_argument("--since", metavar="DATE", type=_day, help="only documents of this year, month or day or later")
    command.add_argument("--until", metavar="DATE", type=_day, help="only documents from before it")
    command.add_argument("--limit", metavar="N", type=int, default=20, help="hits at most (default: 20)")
    command.add_argument("--format", choices=("table", "json", "csv"), default="table", help="default: table")
    _graph(command)


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument("thing", metavar="THING", help="a name, an ISO code, an IRI, or two codes as AA-BB")
    command.add_argument("other", metavar="THING2", nargs="?", help="what it is paired with")
    _elsewhere(command)


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", type=Path, help="a text")
    command.add_argument("--html", metavar="OUT", type=Path, help="write one HTML page instead")


# The names of kg.export.keeping.FILTERS, which is not imported here.
_KEPT = {
    "country": ("COUNTRY", "what has to do with this country: ISO code or name"),
    "pair": ("PAIR", "what two countries have to do with each other: MA-FR"),
    "person": ("NAME", "what has to do with this person"),
    "topic": ("TOPIC", "what is about this topic or a narrower one"),
    "from": ("DATE", "what was on this day or later: 2024, 2024-10 or 2024-10-29"),
    "to": ("DATE", "what was on this day or earlier, or in a period that ends then"),
    "kind": ("CLASS", "what rests on facts of this class: Meeting, Event, Framework, Statement, …"),
    "min_confidence": ("NUMBER", "what rests on facts of this confidence, 0 to 1"),
    "around": ("THING", "what lies around a thing, by name, code or IRI"),
    "depth": ("NUMBER", "how many edges away from it at most; 1 unless told"),
}


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument("format", metavar="FORMAT", nargs="?", help="a name of --list")
    command.add_argument("--out", metavar="FILE", type=Path, help="default: build/graph with the suffix of the format")
    command.add_argument("--list", action="store_true", help="list the formats and views")
    command.add_argument("--view", metavar="VIEW", default="entities", help="a name of --list, or a file; default: %(default)s")
    command.add_argument("--param", metavar="NAME=VALUE", action="append", default=[], type=_pair, help="a parameter of the view")
    for name, (value, told) in _KEPT.items():
        command.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar=value, help=told)
    _elsewhere(command)


def _serve(command: argparse.ArgumentParser) -> None:
    _graph(command)
    command.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    command.add_argument("--port", metavar="N", type=int, default=7878, help="port to listen on, 0 for any (default: 7878)")
    command.add_argument(
        "--default-graph",
        choices=("union", "strict"),
        default="union",
        help="what a query sees outside GRAPH: the union of all graphs, or the unnamed graph alone (default: union)",
    )
    command.add_argument("--token-file", metavar="FILE", type=Path, help="those who give the token in it may write (or KG_TOKEN)")
    command.add_argument("--time-limit", metavar="S", type=float, help="seconds that a query may take (default: 30)")
    command.add_argument("--row-limit", metavar="N", type=int, help="rows or triples of an answer (default: 1000000)")
    command.add_argument("--byte-limit", metavar="MIB", type=int, help="MiB of an answer (default: 256)")
    command.add_argument("--memory-limit", metavar="MIB", type=int, help="MiB of a process that answers (default: 2048)")
    command.add_argument(
        "--processes", metavar="N", type=int, help="processes that stand ready for queries (default: one for each core)"
    )
    command.add_argument(
        "--cors",
        metavar="ORIGIN",
        action="append",
        help="pages whose scripts may read answers, as https://a.example, or *, or local (default: on loopback local, else *)",
    )
    command.add_argument("--public-url", metavar="URL", help="address that clients use, where a proxy stands before the server")
    command.add_argument("--log", metavar="FILE", type=Path, help="where requests are told of, or none (default: standard error)")


def _verify(command: argparse.ArgumentParser) -> None:
    command.add_argument("--texts", metavar="DIR", type=Path, help="the folder or file that the graph was built from")
    _formats(command)
    _graph(command)


def _texts_of_a_store(command: argparse.ArgumentParser, number: str) -> None:
    command.add_argument("paths", metavar="PATH", nargs=number, type=Path, help="a file or a folder of texts")
    _store(command)
    _formats(command)
    _least(command)
    command.add_argument(
        "--report", action="store_true", help="a line of JSON for each document once it is on disk and readers see it"
    )


def _remove(command: argparse.ArgumentParser) -> None:
    command.add_argument("documents", metavar="ID", nargs="+", help="identifier of a document")
    _store(command)


def _diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("old", metavar="OLD", nargs="?", type=Path, help="graph file or store")
    command.add_argument("new", metavar="NEW", nargs="?", type=Path, help="graph file or store to compare with it")
    command.add_argument("--store", metavar="DIR", type=Path, help="one store, compared with itself on an earlier day")
    command.add_argument(
        "--since", metavar="DATE", type=_day, help="the day from which on; a month or year stands for its first day"
    )
    command.add_argument("--until", metavar="DATE", type=_day, help="the day before which; default: now")
    command.add_argument("--format", choices=("text", "json", "trig"), default="text", help="default: text")


def _review(command: argparse.ArgumentParser) -> None:
    _store(command)
    command.add_argument("--list", action="store_true", help="show the pairs and ask nothing")
    command.add_argument("--pair", metavar=("ONE", "OTHER"), nargs=2, help="ask about these two, by IRI or what follows the base")


def _push(command: argparse.ArgumentParser) -> None:
    _graph(command)
    command.add_argument("--endpoint", metavar="URL", required=True, help="query service of the server")
    command.add_argument("--to", metavar="URL", help="what takes the data there (default: where such servers have it)")
    command.add_argument("--method", choices=("gsp", "update", "nquads"), default="gsp", help="default: gsp")
    command.add_argument("--delete", action="store_true", help="delete graphs there, under the same base, that are not here")
    _credentials(command)


def _store(command: argparse.ArgumentParser) -> None:
    command.add_argument("--store", metavar="DIR", type=Path, required=True, help="store on disk")


def _least(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--min-confidence", metavar="X", type=_confidence, default=0.0, help="leave out facts below this, 0 to 1 (default: 0)"
    )


def _formats(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--formats",
        metavar="LIST",
        type=_inputs,
        default=INPUTS[:2],
        help=f"which files of a folder are read: some of {','.join(INPUTS)} with commas between, or all (default: txt,md)",
    )


def _graph(command: argparse.ArgumentParser) -> "argparse._MutuallyExclusiveGroup":
    which = command.add_mutually_exclusive_group()
    which.add_argument("--graph", metavar="FILE", type=Path, help=f"graph file to read (default: {DEFAULT_GRAPH})")
    which.add_argument("--store", metavar="DIR", type=Path, help="store on disk to read")
    return which


def _elsewhere(command: argparse.ArgumentParser) -> None:
    """The graph that is asked, which may lie on another server."""
    which = _graph(command)
    which.add_argument("--endpoint", metavar="URL", help="query service of another SPARQL server to ask (docs/endpoints.md)")
    _credentials(command)


def _credentials(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--credentials",
        metavar="FILE",
        type=Path,
        help="file with USER:PASSWORD or Bearer TOKEN for the endpoint (default: the environment's KG_CREDENTIALS)",
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _inputs(text: str) -> tuple[str, ...]:
    names = INPUTS if text == "all" else tuple(text.split(","))
    unknown = [name for name in names if name not in INPUTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no format; choose among {', '.join(INPUTS)}, or say all")
    return names


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no year, month or day, as 2026, 2026-03 or 2026-03-01")
    return text


def _confidence(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return value

"""What can be said on the command line. Imports nothing but the standard library: `kg --help` must come at once."""

import argparse
import re
from pathlib import Path

__all__ = ["DEFAULT_GRAPH", "FORMATS", "INPUTS", "parser"]

DEFAULT_GRAPH = Path("build/graph.nq")
"""Where `kg build` puts a graph and the others look for one."""

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "trig", "rdfxml", "jsonld")
"""Formats of answers: the first five for SELECT, the others for CONSTRUCT."""

INPUTS = ("txt", "md", "html", "pdf", "docx", "jsonl")
"""Formats of texts: the names of kg.reading.folder.FORMATS, which is not imported here."""

_ABOUT = """\
Reads texts about cooperation between states into an RDF knowledge graph: who met whom, when and where, what was
signed, what was said and on which topics, each fact with the passage where it was read."""

_EPILOG = """\
a first walk:
  kg build seeds                        read texts; writes build/graph.nq
  kg queries                            what can be asked
  kg query meetings                     ask it
  kg search joint committee             find names, quotes and passages by their words
  kg show MA-FR                         all that is known of a pair, with quotes
  kg export gexf                        a network for Gephi

exit codes:
  0    done
  1    another error of the program's own
  2    the command line was not understood
  3    a text or folder could not be read (build: those files were refused, the others are built and written)
  4    a file of the package itself is wrong
  5    a graph or store could not be opened, read or written, or there is none
  6    a query, parameter or format cannot be used, or a name fits several things
  7    the thing asked for is not in the graph
  8    verify or validate found something wrong
  130  stopped by Ctrl-C
  141  the reader of the output went away

`kg COMMAND --help` explains each command."""


def parser() -> argparse.ArgumentParser:
    """The whole grammar; `command` of what it parses is the name of the function in `kg.cli.commands`."""
    top = argparse.ArgumentParser("kg", description=_ABOUT, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    _build(_add(commands, "build", "read texts into a graph", _BUILD))
    _query(_add(commands, "query", "ask a question", _QUERY))
    _queries(_add(commands, "queries", "list the questions that can be asked by name", _QUERIES))
    _search(_add(commands, "search", "find names, quotes and passages by their words", _SEARCH))
    _show(_add(commands, "show", "tell all that is known of a thing or a pair, with quotes", _SHOW))
    _explain(_add(commands, "explain", "mark in a text what is read in it", _EXPLAIN))
    _export(_add(commands, "export", "write a network for visualizers", _EXPORT))
    _serve(_add(commands, "serve", "answer SPARQL over HTTP", _SERVE))
    _verify(_add(commands, "verify", "check every passage and hash against the texts", _VERIFY))
    _graph(_add(commands, "validate", "check the graph against its shapes (SHACL)", _VALIDATE))
    _texts_of_a_store(_add(commands, "add", "put texts into a store", _ADD), "+")
    _texts_of_a_store(_add(commands, "update", "replace texts of a store, or read all of them anew", _UPDATE), "*")
    _remove(_add(commands, "remove", "take documents out of a store", _REMOVE))
    _diff(_add(commands, "diff", "tell what is new and what was withdrawn", _DIFF))
    _elsewhere(_add(commands, "merges", "show what was found to be one thing, and why", _MERGES))
    _review(_add(commands, "review", "decide by hand which things are one", _REVIEW))
    _push(_add(commands, "push", "put the graph on another SPARQL server", _PUSH))
    return top


_Commands = argparse._SubParsersAction  # the type has no public name


def _add(commands: "_Commands[argparse.ArgumentParser]", name: str, short: str, long: str) -> argparse.ArgumentParser:
    """A command; the first paragraph of `long` describes it, the rest stands after its options."""
    description, _, epilog = long.partition("\n\n")
    style = argparse.RawDescriptionHelpFormatter
    return commands.add_parser(name, help=short, description=description, epilog=epilog, formatter_class=style)


_BUILD = """\
Reads files, or all texts below folders, and builds a graph. A file that cannot be read is refused and listed by name;
the others are built and written, and the exit code is 3.

examples:
  kg build seeds                                  writes build/graph.nq
  kg build talks.txt notes/ --out talks.trig      the suffix chooses the format: .nq, .trig, .ttl, .nt, .rdf, .jsonld
  kg build archive/ --store archive.db            a store on disk, which keeps the texts too; build more into it later
  kg build archive/ --formats all                 web pages, PDF, Word files and feeds below the folder too

formats:
  txt, md    .txt, .md           plain text; UTF-8, else UTF-16 or a legacy encoding; front matter tells title, date, …
  html       .html .htm .xhtml   main text of a web page, with title, address, date and language
  pdf        .pdf                text of a PDF, not of a scan
  docx       .docx               a Word file
  jsonl      .jsonl .ndjson      a feed: one object a line, with id and text, and title, published, lang, source if known

A file named by itself is read whatever its format; of a folder only txt and md are, unless --formats says otherwise.
A document is known by its path below the folder without the suffix, one of a feed by its id; offsets count in the text
that was extracted. A bad line of a feed is refused like a file.

.ttl and .nt hold no named graphs: which document said what is lost."""

_QUERY = """\
Asks a question: one of `kg queries` by name, a file of SPARQL, or SPARQL on standard input (-).

examples:
  kg query meetings
  kg query visits --param country=MA --format csv
  kg query my-question.rq --format json
  echo 'SELECT ?label { ?x a bc:Person ; rdfs:label ?label }' | kg query -
  kg query meetings --endpoint http://127.0.0.1:8890/sparql     the graph on another server

The core prefixes (bc:, rdfs:, skos:, dcterms:, xsd:) need no PREFIX line. SERVICE, LOAD and FROM are refused; on another
server, what a query may reach is that server's matter."""

_QUERIES = """\
Lists the questions that can be asked by name, with their parameters; for one of them, also its columns.

examples:
  kg queries
  kg queries meetings"""

_SEARCH = """\
Finds things by their names, documents by their titles, and quotes and passages by their words; best first. A word is
found in other forms too (négociation, négociations), without its accents, and in English and French alike.

examples:
  kg search fisheries agreement             all the words must be there
  kg search '"joint committee" fish*'       words side by side; words that begin so
  kg search 'fisheries -agreement'          words that must not be there (in quotes, since - begins an option)
  kg search pêche --kind passage --country MA --since 2024
  kg search énergie --store archive.db --format json

A name comes before a title, a title before a quote, a quote before a passage; within each the best fit first. Words that
fit stand between [ and ]; numbers are code points of the document. With --store the store's index is used, which is
brought after each addition; a graph file is indexed anew at each search.

kinds:
  person, country, organization, place, post, framework, topic, event, document, quote, passage"""

_SHOW = """\
Tells all that is known of a person, country, organization or framework, or what two things have to do with each other,
with every quote, its document and its place there (code points).

examples:
  kg show "Jane Doe"
  kg show MA                a country, by ISO code in capitals
  kg show MA-FR             a pair of countries
  kg show "Jane Doe" FR     a pair of any two things
  kg show https://w3id.org/bicoop/id/country/MA

A name matches without case and accents; part of a name will do where it fits only one thing."""

_EXPLAIN = """\
Reads one text and shows it with what was read marked in it, then every fact with its rule, confidence and passages.
Needs no graph.

examples:
  kg explain seeds/talks.txt
  kg explain seeds/talks.txt --html talks.html    one page that needs nothing else

Marks are coloured on a terminal and [person:Jane Doe] elsewhere or where NO_COLOR is set."""

_EXPORT = """\
Writes a view of the graph as a network of nodes and edges, with types, labels, weights, dates, colours, places to be
drawn at, and the passages behind each edge.

examples:
  kg export --list
  kg export gexf                                     writes build/graph.gexf, the view entities
  kg export graphml --view countries --out pairs.graphml
  kg export gexf --view officials --pair MA-FR --from 2024
  kg export dot --around "Jane Doe" --depth 2
  kg export gexf --view my-view.rq                   a view of your own, in SPARQL

Filters go together: what is written fits all of them. The ends of an edge decide where they can (--country MA of the view
countries is the pairs of Morocco), else what the edge rests on."""

_SERVE = """\
Answers SPARQL queries over HTTP at /sparql, from a store or a graph file that it only reads. It is reached from this
machine alone unless --host says otherwise, and limits what a query may take.

examples:
  kg serve --store archive.db
  kg serve --graph build/graph.nq --port 8080
  kg serve --store archive.db --token-file token    may be written to by those who give the token
  curl http://127.0.0.1:7878/sparql --data-urlencode 'query=SELECT * { ?s a bc:Meeting } LIMIT 10'"""

_VERIFY = """\
Checks that every passage is exactly that slice of its document and lies within one sentence, and that every hash holds.

examples:
  kg verify --store archive.db            a store keeps the texts
  kg verify --texts seeds                 a graph file needs the folder (or file) that it was built from
  kg verify --texts archive --formats all the same --formats as it was built with"""

_VALIDATE = """\
Checks the graph against shapes.ttl: what a well-formed graph is.

examples:
  kg validate
  kg validate --graph talks.trig"""


_ADD = """\
Puts texts into a store, which is made where there is none. A text that the store holds already changes nothing; one of
the same identifier takes the earlier one's place. The store is as if all its texts had been built at once.

Texts are committed as they are read, each second or so: what was committed is on disk, survives whatever happens to this
command, and is seen by whoever reads the store, such as a running server.

examples:
  kg add news/2026-03-01 --store archive.db
  kg add feed.jsonl --store archive.db
  kg add news --store archive.db --report      tells of each document when it is committed"""

_UPDATE = """\
Replaces documents of a store by the texts of the same identifiers; without a path, every text that the store holds is
read anew, as after a new version of this program.

examples:
  kg update news/talks.txt --store archive.db
  kg update --store archive.db"""

_REMOVE = """\
Takes documents out of a store and withdraws exactly what only they told.

examples:
  kg remove news/talks --store archive.db      by identifier, see: kg query documents --store archive.db"""

_DIFF = """\
Tells which documents, meetings, frameworks, officials, topics and other facts are new, and which were withdrawn.

examples:
  kg diff last-week.nq this-week.nq            two graph files or stores
  kg diff --store archive.db --since 2026-03-01               since that day
  kg diff --store archive.db --since 2026-03 --until 2026-04  within that month

The history of a store knows when documents were added and removed; of removed ones it knows no more than the name."""

_MERGES = """\
Shows what documents tell of that was found to be one thing, by which rule or by hand, and why.

examples:
  kg merges
  kg merges --store archive.db

A wrong merge is undone with: kg review --store DIR --pair ONE OTHER"""

_REVIEW = """\
Shows each pair that no rule decided, with what both documents tell, and asks whether they are one. Answers are kept in
the store's decisions.tsv and win over every rule, also in later builds.

examples:
  kg review --store archive.db
  kg review --store archive.db --list
  kg review --store archive.db --pair person/talks/rask person/lettre/tove-rask    any pair, also to undo a merge

Answers may come on standard input, one a line: same, not, later, forget, quit."""


_PUSH = """\
Puts the graph on another SPARQL server, graph by graph, each in the place of the one of its name there; graphs that are
there already are not sent again, and other graphs are never touched. What was interrupted goes on when it is said again.

examples:
  kg push --store archive.db --endpoint http://127.0.0.1:7878/query         oxigraph serve
  kg push --store archive.db --endpoint http://127.0.0.1:8890/sparql --credentials virtuoso.txt
  kg push --endpoint http://127.0.0.1:3030/kg/sparql --method update        Fuseki, by SPARQL Update
  kg push --endpoint https://HOST:8182/sparql --to https://HOST:8182/sparql/gsp/

methods:
  gsp      Graph Store Protocol: one PUT a graph
  update   SPARQL Update: DROP and INSERT DATA
  nquads   one POST of N-Quads, for a first filling

docs/endpoints.md says how each server is started and where it takes data."""


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

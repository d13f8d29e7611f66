"""What the commands say of themselves: `kg --help`, and `kg COMMAND --help` above and below the options."""

__all__ = ["ABOUT", "COMMANDS", "EPILOG"]

ABOUT = """\
Reads texts about cooperation between states into an RDF knowledge graph: who met whom, when and where, what was
signed, what was said and on which topics, each fact with the passage where it was read."""

EPILOG = """\
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

COMMANDS = {
    "build": (
        "read texts into a graph",
        """\
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

.ttl and .nt hold no named graphs: which document said what is lost.""",
    ),
    "query": (
        "ask a question",
        """\
Asks a question: one of `kg queries` by name, a file of SPARQL, or SPARQL on standard input (-).

examples:
  kg query meetings
  kg query visits --param country=MA --format csv
  kg query my-question.rq --format json
  echo 'SELECT ?label { ?x a bc:Person ; rdfs:label ?label }' | kg query -
  kg query meetings --endpoint http://127.0.0.1:8890/sparql     the graph on another server

The core prefixes (bc:, rdfs:, skos:, dcterms:, xsd:) need no PREFIX line. SERVICE, LOAD and FROM are refused; on another
server, what a query may reach is that server's matter.""",
    ),
    "queries": (
        "list the questions that can be asked by name",
        """\
Lists the questions that can be asked by name, with their parameters; for one of them, also its columns.

examples:
  kg queries
  kg queries meetings""",
    ),
    "search": (
        "find names, quotes and passages by their words",
        """\
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
  person, country, organization, place, post, framework, topic, event, document, quote, passage""",
    ),
    "show": (
        "tell all that is known of a thing or a pair, with quotes",
        """\
Tells all that is known of a person, country, organization or framework, or what two things have to do with each other,
with every quote, its document and its place there (code points).

examples:
  kg show "Jane Doe"
  kg show MA                a country, by ISO code in capitals
  kg show MA-FR             a pair of countries
  kg show "Jane Doe" FR     a pair of any two things
  kg show https://w3id.org/bicoop/id/country/MA

A name matches without case and accents; part of a name will do where it fits only one thing.""",
    ),
    "explain": (
        "mark in a text what is read in it",
        """\
Reads one text and shows it with what was read marked in it, then every fact with its rule, confidence and passages.
Needs no graph.

examples:
  kg explain seeds/talks.txt
  kg explain seeds/talks.txt --html talks.html    one page that needs nothing else

Marks are coloured on a terminal and [person:Jane Doe] elsewhere or where NO_COLOR is set.""",
    ),
    "export": (
        "write a network for visualizers",
        """\
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
countries is the pairs of Morocco), else what the edge rests on.""",
    ),
    "serve": (
        "answer SPARQL over HTTP",
        """\
Answers SPARQL queries over HTTP at /sparql, from a store or a graph file that it only reads. It is reached from this
machine alone unless --host says otherwise, and limits what a query may take.

examples:
  kg serve --store archive.db
  kg serve --graph build/graph.nq --port 8080
  kg serve --store archive.db --token-file token    may be written to by those who give the token
  curl http://127.0.0.1:7878/sparql --data-urlencode 'query=SELECT * { ?s a bc:Meeting } LIMIT 10'""",
    ),
    "verify": (
        "check every passage and hash against the texts",
        """\
Checks that every passage is exactly that slice of its document and lies within one sentence, and that every hash holds.

examples:
  kg verify --store archive.db            a store keeps the texts
  kg verify --texts seeds                 a graph file needs the folder (or file) that it was built from
  kg verify --texts archive --formats all the same --formats as it was built with""",
    ),
    "validate": (
        "check the graph against its shapes (SHACL)",
        """\
Checks the graph against shapes.ttl: what a well-formed graph is.

examples:
  kg validate
  kg validate --graph talks.trig""",
    ),
    "add": (
        "put texts into a store",
        """\
Puts texts into a store, which is made where there is none. A text that the store holds already changes nothing; one of
the same identifier takes the earlier one's place. The store is as if all its texts had been built at once.

Texts are committed as they are read, each second or so: what was committed is on disk, survives whatever happens to this
command, and is seen by whoever reads the store, such as a running server.

examples:
  kg add news/2026-03-01 --store archive.db
  kg add feed.jsonl --store archive.db
  kg add news --store archive.db --report      tells of each document when it is committed""",
    ),
    "update": (
        "replace texts of a store, or read all of them anew",
        """\
Replaces documents of a store by the texts of the same identifiers; without a path, every text that the store holds is
read anew, as after a new version of this program.

examples:
  kg update news/talks.txt --store archive.db
  kg update --store archive.db""",
    ),
    "remove": (
        "take documents out of a store",
        """\
Takes documents out of a store and withdraws exactly what only they told.

examples:
  kg remove news/talks --store archive.db      by identifier, see: kg query documents --store archive.db""",
    ),
    "diff": (
        "tell what is new and what was withdrawn",
        """\
Tells which documents, meetings, frameworks, officials, topics and other facts are new, and which were withdrawn.

examples:
  kg diff last-week.nq this-week.nq            two graph files or stores
  kg diff --store archive.db --since 2026-03-01               since that day
  kg diff --store archive.db --since 2026-03 --until 2026-04  within that month

The history of a store knows when documents were added and removed; of removed ones it knows no more than the name.""",
    ),
    "merges": (
        "show what was found to be one thing, and why",
        """\
Shows what documents tell of that was found to be one thing, by which rule or by hand, and why.

examples:
  kg merges
  kg merges --store archive.db

A wrong merge is undone with: kg review --store DIR --pair ONE OTHER""",
    ),
    "review": (
        "decide by hand which things are one",
        """\
Shows each pair that no rule decided, with what both documents tell, and asks whether they are one. Answers are kept in
the store's decisions.tsv and win over every rule, also in later builds.

examples:
  kg review --store archive.db
  kg review --store archive.db --list
  kg review --store archive.db --pair person/talks/rask person/lettre/tove-rask    any pair, also to undo a merge

Answers may come on standard input, one a line: same, not, later, forget, quit.""",
    ),
    "push": (
        "put the graph on another SPARQL server",
        """\
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

docs/endpoints.md says how each server is started and where it takes data.""",
    ),
}
"""By name, in the order in which they are listed: in a line, and in full."""

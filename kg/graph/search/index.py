"""The full-text index: an SQLite file beside a store's graphs, or memory. Holds texts and their words, and knows nothing of RDF.

A text has two columns of words in FTS5: `word`, its tokens as kg.graph.search.words folds them, and `stem`, the stems of each.
FTS5 splits at spaces only (its `ascii` tokenizer), so that there is one opinion on what a word is. Columns are not kept there
(`content=''`); what is shown of a text is its row in `entry`.

Which texts a graph tells is kept by graph: a graph that is told anew adds and takes away only what differs. A name that many
documents tell is one text.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from kg.errors import GraphError
from kg.graph.search.asking import Asked
from kg.graph.search.texts import KINDS, Kind, Text, Told
from kg.graph.search.words import tokens, units

__all__ = ["Filters", "Found", "Index", "format_version"]

_SCHEMA = """
CREATE TABLE meta (version TEXT NOT NULL, number INTEGER NOT NULL);
CREATE TABLE graph (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, iri TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL,
  document TEXT NOT NULL, issued TEXT NOT NULL, start INTEGER, stretch INTEGER, told TEXT NOT NULL, passages TEXT NOT NULL,
  size INTEGER NOT NULL
);
CREATE INDEX entry_iri ON entry (iri);
CREATE TABLE tells (graph INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (graph, entry)) WITHOUT ROWID;
CREATE INDEX tells_entry ON tells (entry);
CREATE VIRTUAL TABLE words USING fts5 (word, stem, content='', tokenize='ascii', prefix='2 3');
"""
_COLUMNS = "kind, iri, text, language, document, issued, start, stretch, told, passages"
_PLACE = "CASE WHEN stretch IS NULL THEN iri ELSE document || '#' || stretch END"
"""What counts once: a thing by any of its names, a stretch of a document with the quotes in it."""

# A form that is there as it was asked for weighs ten times its stems: more than any number of other forms can make up for.
# Of two things that are called so, the one that more documents tell of is more likely meant.
_RANKED = """
WITH fit AS MATERIALIZED (
  SELECT entry.id, kind, iri, document, size, -bm25(words, 10.0, 1.0) AS fit
  FROM words JOIN entry ON entry.id = words.rowid WHERE words MATCH :asked AND FILTERS
), telling AS MATERIALIZED (
  SELECT same.iri AS iri, COUNT(DISTINCT tells.graph) AS count
  FROM (SELECT DISTINCT iri FROM fit WHERE document = '') AS thing
  CROSS JOIN entry AS same ON same.iri = thing.iri AND same.document = ''
  CROSS JOIN tells ON tells.entry = same.id GROUP BY same.iri
), weighed AS (
  SELECT fit.*, (fit + 1) * (1 + COALESCE(count / (count + 10.0), 0)) AS weight,
    CASE kind WHEN 'passage' THEN 0 WHEN 'quote' THEN 1 WHEN 'document' THEN 2 ELSE 3 + (size = :size) END AS tier
  FROM fit LEFT JOIN telling ON telling.iri = fit.iri AND fit.document = ''
)
SELECT id, ROUND(tier + weight / (weight + 10.0), 6) AS score FROM weighed ORDER BY score DESC
"""
_ENTRY = f"SELECT {_COLUMNS} FROM entry WHERE id = ?"
_COUNTED = f"""
SELECT kind, COUNT(*) FROM (
  SELECT kind, MIN(kind = 'passage') FROM words JOIN entry ON entry.id = words.rowid WHERE words MATCH :asked AND FILTERS
  GROUP BY {_PLACE}
) GROUP BY kind
"""


def format_version() -> str:
    """What an index is made by: an index of another format, or by another stemmer, is made again."""
    return f"bicoop-search 1, snowballstemmer {version('snowballstemmer')}"


class Filters(NamedTuple):
    """What is looked at; nothing given is all."""

    kinds: Collection[Kind] = ()
    language: str | None = None
    since: str | None = None
    until: str | None = None
    """Documents of that day or after, and before that day; ISO 8601. Names have no date and are left out by either."""

    def conditions(self) -> tuple[str, dict[str, str]]:
        """As SQL, and what is bound in it."""
        found, bound = ["1"], dict[str, str]()
        if self.kinds:
            bound |= {f"kind{number}": kind for number, kind in enumerate(sorted(self.kinds))}
            found.append(f"kind IN ({', '.join(f':kind{number}' for number in range(len(self.kinds)))})")
        conditions = {
            "language": "language = :language",
            "since": "issued != '' AND issued >= :since",
            "until": "issued != '' AND issued < :until",
        }
        for name, condition in conditions.items():
            value = getattr(self, name)
            if value is not None:
                bound[name] = value
                found.append(condition)
        return " AND ".join(found), bound


class Found(NamedTuple):
    """A text that is what was asked for."""

    text: Text
    score: float
    """The whole part says what was found (4 a whole name, 3 a name, 2 a title, 1 words quoted, 0 a passage).

    The fraction says how well it fits.
    """


class Index:
    """The texts of a graph by their words."""

    def __init__(self, path: Path | None = None, *, writing: bool = True) -> None:
        """An index in memory, or in a file, which `writing` makes where there is none or one of another version.

        Raises GraphError where it cannot be opened, and where it is only to be read and is of another version.
        """
        self.location = "memory" if path is None else str(path)
        try:
            self._rows = _connected(path, writing)
            if self._version() != format_version():
                if not writing:
                    raise GraphError(f"{path}: found {self._version() or 'no index'!r}, expected {format_version()!r}")
                self._found_anew()
        except sqlite3.Error as error:
            advice = "remove it, it is made again"
            raise GraphError(f"{self.location}: the full-text index cannot be opened: {error}; {advice}") from error

    def _version(self) -> str:
        try:
            found = self._rows.execute("SELECT version FROM meta").fetchone()
        except sqlite3.OperationalError:
            return ""
        return str(found[0]) if found else ""

    def _found_anew(self) -> None:
        for name in ("words", "tells", "entry", "graph", "meta"):
            self._rows.execute(f"DROP TABLE IF EXISTS {name}")
        self._rows.executescript(_SCHEMA)
        self._rows.execute("INSERT INTO meta VALUES (?, 0)", (format_version(),))

    @property
    def number(self) -> int:
        """The state of the graph that was brought last, as its writer counts; 0 of a new index."""
        return int(self._rows.execute("SELECT number FROM meta").fetchone()[0])

    def graphs(self) -> set[str]:
        """The graphs that are told of."""
        return {iri for (iri,) in self._rows.execute("SELECT iri FROM graph")}

    def things(self, graph: str) -> set[str]:
        """IRIs of what a graph names."""
        query = (
            "SELECT DISTINCT entry.iri FROM graph JOIN tells ON tells.graph = graph.id JOIN entry ON entry.id = tells.entry "
            "WHERE graph.iri = ? AND entry.document = ''"
        )
        return {iri for (iri,) in self._rows.execute(query, (graph,))}

    @contextmanager
    def changing(self, number: int) -> Iterator[None]:
        """What is told within is of that state of the graph, and is seen by others all at once or not at all."""
        self._rows.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._rows.execute("UPDATE meta SET number = ?", (number,))
        except BaseException:
            self._rows.execute("ROLLBACK")
            raise
        self._rows.execute("COMMIT")

    def tell(self, graph: str, texts: Collection[Text], things: Collection[str] | None = None) -> None:
        """Put what a graph tells in place of what it told before; with `things`, only what it tells of these."""
        self._rows.execute("INSERT OR IGNORE INTO graph (iri) VALUES (?)", (graph,))
        (node,) = self._rows.execute("SELECT id FROM graph WHERE iri = ?", (graph,)).fetchone()
        before = self._told(node, things)
        after = {_row(text) for text in texts}
        for row, entry in before.items():
            if row not in after:
                self._withdraw(node, entry, str(row[2]))
        for row in sorted(after - before.keys(), key=repr):
            self._rows.execute("INSERT INTO tells VALUES (?, ?)", (node, self._entry(row)))

    def forget(self, graph: str) -> None:
        """Take out a graph and what only it tells."""
        self.tell(graph, ())
        self._rows.execute("DELETE FROM graph WHERE iri = ?", (graph,))

    def _told(self, graph: int, things: Collection[str] | None) -> dict[tuple[object, ...], int]:
        """The rows that a graph tells, of these things or of all, and their entries."""
        query = f"SELECT id, {_COLUMNS} FROM entry JOIN tells ON tells.entry = entry.id WHERE tells.graph = ?"
        if things is None:
            return {row[1:]: row[0] for row in self._rows.execute(query, (graph,))}
        query += " AND entry.iri = ?"
        return {row[1:]: row[0] for thing in sorted(things) for row in self._rows.execute(query, (graph, thing))}

    def _entry(self, row: tuple[object, ...]) -> int:
        """The entry of a text, made where there is none."""
        kind, iri, text, language, document = row[:5]
        if document == "":
            query = "SELECT id FROM entry WHERE iri = ? AND kind = ? AND text = ? AND language = ? AND document = ''"
            found = self._rows.execute(query, (iri, kind, text, language)).fetchone()
            if found:
                return int(found[0])
        word, stem, size = _columns(str(text))
        values = ", ".join("?" * (len(row) + 1))
        entry = self._rows.execute(f"INSERT INTO entry ({_COLUMNS}, size) VALUES ({values})", (*row, size)).lastrowid
        assert entry is not None
        self._rows.execute("INSERT INTO words (rowid, word, stem) VALUES (?, ?, ?)", (entry, word, stem))
        return entry

    def _withdraw(self, graph: int, entry: int, text: str) -> None:
        """Take back that a graph tells a text, and the text where no other does. FTS5 forgets it by the words it was told."""
        self._rows.execute("DELETE FROM tells WHERE graph = ? AND entry = ?", (graph, entry))
        if self._rows.execute("SELECT 1 FROM tells WHERE entry = ?", (entry,)).fetchone() is None:
            word, stem, _ = _columns(text)
            self._rows.execute("INSERT INTO words (words, rowid, word, stem) VALUES ('delete', ?, ?, ?)", (entry, word, stem))
            self._rows.execute("DELETE FROM entry WHERE id = ?", (entry,))

    def find(self, asked: Asked, filters: Filters) -> Iterator[Found]:
        """What fits, best first: by score, then by IRI and place. A thing, and a place in a document, come once."""
        conditions, bound = filters.conditions()
        ranked = self._rows.execute(
            _RANKED.replace("FILTERS", conditions), {**bound, "asked": asked.expression, "size": asked.size}
        )
        seen: set[tuple[str, int | None]] = set()
        for score, entries in groupby(ranked, key=itemgetter(1)):
            texts = [_text(self._rows.execute(_ENTRY, (entry,)).fetchone()) for entry, _ in entries]
            for text in sorted(texts, key=_order):
                place = (text.iri, None) if text.stretch is None else (text.document, text.stretch)
                if place not in seen:
                    seen.add(place)
                    yield Found(text, score)

    def counts(self, asked: Asked, filters: Filters) -> Mapping[Kind, int]:
        """How many hits there are of each kind."""
        conditions, bound = filters.conditions()
        found = dict(self._rows.execute(_COUNTED.replace("FILTERS", conditions), {**bound, "asked": asked.expression}))
        return {kind: found[kind] for kind in KINDS if kind in found}

    def close(self) -> None:
        """Let the file go."""
        self._rows.close()


def _connected(path: Path | None, writing: bool) -> sqlite3.Connection:
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    if not writing:
        return _read(path)
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("PRAGMA journal_mode = WAL")
    rows.execute("PRAGMA synchronous = NORMAL")  # what a power cut takes away is told again from the graph
    return rows


def _read(path: Path) -> sqlite3.Connection:
    """As others may be writing it; where its folder cannot be written, what readers share cannot either, nor is it needed."""
    rows = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", isolation_level=None, uri=True)
    try:
        rows.execute("SELECT 1 FROM meta")
    except sqlite3.Error:
        rows.close()
        rows = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", isolation_level=None, uri=True)
    return rows


def _columns(text: str) -> tuple[str, str, int]:
    """The words of a text, its stems, and how many words count as asked for (see Asked.size)."""
    found = tokens(text)
    stems = {stem for unit in units(text, found) for stem in unit.stems}
    return " ".join(token.word for token in found), " ".join(sorted(stems)), sum(not token.particle for token in found)


def _row(text: Text) -> tuple[object, ...]:
    return (*text[:-2], json.dumps(text.told), json.dumps(text.passages))


def _order(text: Text) -> tuple[str, int, str, str, str]:
    return text.iri, text.start or 0, text.text, text.language, text.kind


def _text(row: tuple[object, ...]) -> Text:
    text = Text(*row)  # type: ignore[arg-type] # as it was written by _row
    told = tuple(Told(*each) for each in json.loads(str(row[-2])))
    return text._replace(told=told, passages=tuple((start, end) for start, end in json.loads(str(row[-1]))))

"""What a store keeps of each document beside its graph: what was read in it, and how its things are named in the graph.

The graph is made of this and can be made again: whoever adds, removes or decides changes a row here, and `Store.finish`
brings the graph after it. An SQLite file (WAL), in which all rows of one commit are written in one transaction.

Every row is of the snapshots from `since` on and before `until`, so that who reads the graph of a snapshot finds beside it the
rows of just that snapshot, whatever is being written meanwhile.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kg.errors import GraphError
from kg.identified import Decision
from kg.model import DocumentFacts, DocumentId, EntityId

__all__ = ["Happening", "Kept", "Names", "Row"]

Names = dict[EntityId, str]
"""`kind/key` below the base of each entity that has a name of its own among all documents."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
  id TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
  sha256 TEXT NOT NULL, facts BLOB NOT NULL, profile BLOB NOT NULL, names BLOB, graph INTEGER NOT NULL, PRIMARY KEY (id, since)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_sha256 ON document (sha256);
CREATE INDEX IF NOT EXISTS document_until ON document (until);
CREATE TABLE IF NOT EXISTS redirect (old TEXT NOT NULL, new TEXT NOT NULL, PRIMARY KEY (old, new)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS happening (
  number INTEGER PRIMARY KEY, time TEXT NOT NULL, action TEXT NOT NULL, document TEXT NOT NULL, since INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS decision (told BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS written (number INTEGER PRIMARY KEY);
"""
_FROM_VERSION_2 = """
BEGIN;
ALTER TABLE document RENAME TO former;
DROP INDEX document_sha256;
CREATE TABLE document (
  id TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
  sha256 TEXT NOT NULL, facts BLOB NOT NULL, profile BLOB NOT NULL, names BLOB, graph INTEGER NOT NULL, PRIMARY KEY (id, since)
) WITHOUT ROWID;
INSERT INTO document SELECT id, 1, {never}, sha256, facts, profile, names, 0 FROM former;
DROP TABLE former;
ALTER TABLE happening ADD COLUMN since INTEGER NOT NULL DEFAULT 1;
CREATE TABLE written (number INTEGER PRIMARY KEY);
INSERT INTO written VALUES ({never});
COMMIT;
"""
_NEVER = 2**62

_FACTS = msgspec.json.Decoder(DocumentFacts)
_NAMES = msgspec.json.Decoder(Names)
_DECISION = msgspec.json.Decoder(Decision)


class Row(NamedTuple):
    """A document as it is kept."""

    id: DocumentId
    names: Names | None
    """How its graph names its things; None where it has not been settled since the document came."""
    due: bool
    """Whether its graph is to be written for the next snapshot."""


class Happening(NamedTuple):
    """Something that was done to the collection."""

    time: str
    """ISO 8601."""
    action: str
    """`added`, `updated` or `removed`."""
    document: DocumentId


class Kept:
    """The rows, in memory or in a file; as of one snapshot, or as they are written for the next."""

    def __init__(self, path: Path | None = None, number: int = 1) -> None:
        """Open the file for writing, making it where there is none; what is written is of the snapshots from `number` on.

        Raises GraphError where it cannot be opened or is something else.
        """
        self.number = number
        self._at = _NEVER - 1
        try:
            self._rows = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
            if path is not None:
                self._rows.execute("PRAGMA journal_mode = WAL")
                self._rows.execute("PRAGMA synchronous = FULL")
                columns = [row[1] for row in self._rows.execute("PRAGMA table_info (document)")]
                if columns and "since" not in columns:
                    self._rows.executescript(_FROM_VERSION_2.format(never=_NEVER))
            self._rows.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise GraphError(f"{path} cannot be opened: {error}; build the store again") from error

    @classmethod
    def of(cls, path: Path, snapshot: int) -> "Kept":
        """The rows of a snapshot, to be read. Raises GraphError where the file cannot be opened."""
        kept = cls.__new__(cls)
        kept.number = kept._at = snapshot
        # Where the folder cannot be written, neither can the index that readers of a WAL share; without a writer none is needed.
        for mode in ("mode=ro", "immutable=1"):
            try:
                kept._rows = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
                kept._rows.execute("SELECT 1 FROM written")
            except sqlite3.Error as error:
                reason = error
            else:
                return kept
        raise GraphError(f"{path} cannot be opened: {reason}; build the store again")

    @property
    def unpublished(self) -> bool:
        """Whether something was committed for the next snapshot, which has not been published."""
        return self._one("SELECT 1 FROM written WHERE number >= :number", number=self.number) is not None

    def put(self, facts: DocumentFacts, profile: bytes) -> bool:
        """Keep what was read in a document, in place of what was kept of it, and whether something was.

        Its graph is to be written.
        """
        document = facts.document
        known = self.remove(document.id)
        self._rows.execute(
            "INSERT INTO document (id, since, until, sha256, facts, profile, graph) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (document.id, self.number, _NEVER, document.sha256, msgspec.json.encode(facts), profile, self.number),
        )
        return known

    def remove(self, document: DocumentId) -> bool:
        """Forget a document; whether it was there."""
        self._begin()
        new = self._rows.execute("DELETE FROM document WHERE id = ? AND since = ?", (document, self.number))
        old = self._rows.execute("UPDATE document SET until = ? WHERE id = ? AND until = ?", (self.number, document, _NEVER))
        return new.rowcount + old.rowcount > 0

    def facts(self, document: DocumentId) -> DocumentFacts | None:
        """What was read in a document; None where it is not kept."""
        found = self._one("SELECT facts FROM document WHERE id = :id AND since <= :at AND :at < until", id=document)
        return _FACTS.decode(found[0]) if found else None

    def text(self, sha256: str) -> str | None:
        """The text of that hash, None where no document has it."""
        found = self._one("SELECT facts FROM document WHERE sha256 = :sha256 AND since <= :at AND :at < until", sha256=sha256)
        return _FACTS.decode(found[0]).document.text if found else None

    def ids(self) -> list[DocumentId]:
        """Every document, sorted."""
        rows = self._rows.execute("SELECT id FROM document WHERE since <= :at AND :at < until ORDER BY id", {"at": self._at})
        return [DocumentId(document) for (document,) in rows]

    def profiles(self) -> Iterator[bytes]:
        """The profile of every document, by identifier."""
        query = "SELECT profile FROM document WHERE since <= :at AND :at < until ORDER BY id"
        for (profile,) in self._rows.execute(query, {"at": self._at}):
            yield bytes(profile)

    def rows(self) -> Iterator[Row]:
        """Every document, by identifier. May be changed while it is walked."""
        query = "SELECT id, names, graph >= :number FROM document WHERE since <= :at AND :at < until ORDER BY id"
        for document, names, due in self._rows.execute(query, {"at": self._at, "number": self.number}).fetchall():
            yield Row(DocumentId(document), None if names is None else _NAMES.decode(names), bool(due))

    def former(self) -> dict[DocumentId, Names]:
        """How documents that the newest snapshot has otherwise, or that the next will not have, name their things there."""
        rows = self._rows.execute("SELECT id, names FROM document WHERE until = ?", (self.number,))
        return {DocumentId(document): _NAMES.decode(names) for document, names in rows if names is not None}

    def name(self, document: DocumentId, names: Names) -> None:
        """Keep how a document's graph, which is due now, names its things."""
        self._begin()
        self._rows.execute(
            "UPDATE document SET names = ?, graph = ? WHERE id = ? AND until = ?",
            (msgspec.json.encode(names), self.number, document, _NEVER),
        )

    def decisions(self) -> frozenset[Decision]:
        """What the identity graph tells of pairs."""
        return frozenset(_DECISION.decode(told) for (told,) in self._rows.execute("SELECT told FROM decision"))

    def decide(self, new: Iterable[Decision], old: Iterable[Decision]) -> None:
        """Keep what the identity graph, which is due now, tells of pairs besides, and what no more."""
        self._begin()
        self._rows.executemany("DELETE FROM decision WHERE told = ?", [(msgspec.json.encode(each),) for each in old])
        self._rows.executemany("INSERT OR IGNORE INTO decision VALUES (?)", [(msgspec.json.encode(each),) for each in new])

    def redirects(self) -> list[tuple[str, str]]:
        """(old, new) names of things that bear another name now, sorted."""
        return self._rows.execute("SELECT old, new FROM redirect ORDER BY old, new").fetchall()

    def redirect(self, moved: Mapping[str, set[str]], alive: set[str]) -> None:
        """Keep under which names the things of old names go on; a name that is given again is no old name any more."""
        self._begin()
        pairs = [(old, new) for old, news in sorted(moved.items()) for new in sorted(news) if old not in alive]
        self._rows.executemany("INSERT OR IGNORE INTO redirect VALUES (?, ?)", pairs)
        back = [(old,) for (old,) in self._rows.execute("SELECT DISTINCT old FROM redirect") if old in alive]
        self._rows.executemany("DELETE FROM redirect WHERE old = ?", back)

    def note(self, time: str, action: str, document: DocumentId) -> None:
        """Keep that something was done."""
        self._begin()
        self._rows.execute(
            "INSERT INTO happening (time, action, document, since) VALUES (?, ?, ?, ?)", (time, action, document, self.number)
        )

    def happenings(self) -> list[Happening]:
        """All that was done, in order."""
        query = "SELECT time, action, document FROM happening WHERE since <= :at ORDER BY number"
        rows = self._rows.execute(query, {"at": self._at})
        return [Happening(time, action, DocumentId(document)) for time, action, document in rows]

    def commit(self) -> None:
        """Write all that was changed since the last time, whole or not at all; the graph is to be brought after it."""
        self._begin()
        self._rows.execute("INSERT OR IGNORE INTO written VALUES (?)", (self.number,))
        self._rows.execute("COMMIT")

    def published(self, oldest: int) -> None:
        """What was committed is of a snapshot now; what no snapshot from `oldest` on holds is forgotten."""
        self._rows.execute("DELETE FROM document WHERE until <= ?", (oldest,))
        self._rows.execute("DELETE FROM written")
        self.number += 1

    def close(self) -> None:
        """Commit what was changed, and let the file go."""
        if self._rows.in_transaction:
            self.commit()
        self._rows.close()

    def _begin(self) -> None:
        if not self._rows.in_transaction:
            self._rows.execute("BEGIN")

    def _one(self, query: str, **values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._rows.execute(query, {"at": self._at, **values}).fetchone()
        return found

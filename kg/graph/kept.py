"""What a store keeps of each document beside its graph: what was read in it, and how its things are named in the graph.

The graph is made of this and can be made again: whoever adds, removes or decides changes a row here, and `Store.finish`
brings the graph after it. An SQLite file, so that a row is written whole or not at all.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.errors import GraphError
from kg.model import DocumentFacts, DocumentId, EntityId

__all__ = ["Happening", "Kept", "Names", "Row"]

Names = dict[EntityId, str]
"""`kind/key` below the base of each entity that has a name of its own among all documents."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
  id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, facts BLOB NOT NULL, profile BLOB NOT NULL, names BLOB
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_sha256 ON document (sha256);
CREATE TABLE IF NOT EXISTS redirect (old TEXT NOT NULL, new TEXT NOT NULL, PRIMARY KEY (old, new)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS happening (
  number INTEGER PRIMARY KEY, time TEXT NOT NULL, action TEXT NOT NULL, document TEXT NOT NULL
);
"""

_FACTS = msgspec.json.Decoder(DocumentFacts)
_NAMES = msgspec.json.Decoder(Names)


class Row(NamedTuple):
    """A document as it is kept."""

    id: DocumentId
    names: Names | None
    """How its graph names its things; None while its graph is not written."""


class Happening(NamedTuple):
    """Something that was done to the collection."""

    time: str
    """ISO 8601."""
    action: str
    """`added`, `updated` or `removed`."""
    document: DocumentId


class Kept:
    """The rows, in memory or in a file."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, making it where there is none. Raises GraphError where it cannot be opened or is something else."""
        try:
            self._rows = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
            self._rows.executescript(_SCHEMA)
            if path is not None:
                self._rows.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error as error:
            raise GraphError(f"{path} cannot be opened: {error}; build the store again") from error

    def put(self, facts: DocumentFacts, profile: bytes) -> None:
        """Keep what was read in a document, in place of what was kept of it; its graph is to be written."""
        document = facts.document
        self._rows.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, NULL) ON CONFLICT (id) DO UPDATE SET "
            "sha256 = excluded.sha256, facts = excluded.facts, profile = excluded.profile, names = NULL",
            (document.id, document.sha256, msgspec.json.encode(facts), profile),
        )

    def remove(self, document: DocumentId) -> bool:
        """Forget a document; whether it was there."""
        return self._rows.execute("DELETE FROM document WHERE id = ?", (document,)).rowcount > 0

    def facts(self, document: DocumentId) -> DocumentFacts | None:
        """What was read in a document; None where it is not kept."""
        found = self._rows.execute("SELECT facts FROM document WHERE id = ?", (document,)).fetchone()
        return found and _FACTS.decode(found[0])

    def text(self, sha256: str) -> str | None:
        """The text of that hash, None where no document has it."""
        found = self._rows.execute("SELECT facts FROM document WHERE sha256 = ?", (sha256,)).fetchone()
        return found and _FACTS.decode(found[0]).document.text

    def profiles(self) -> Iterator[bytes]:
        """The profile of every document, by identifier."""
        for (profile,) in self._rows.execute("SELECT profile FROM document ORDER BY id"):
            yield bytes(profile)

    def rows(self) -> Iterator[Row]:
        """Every document, by identifier. May be changed while it is walked."""
        for document, names in self._rows.execute("SELECT id, names FROM document ORDER BY id").fetchall():
            yield Row(DocumentId(document), None if names is None else _NAMES.decode(names))

    def name(self, document: DocumentId, names: Names) -> None:
        """Keep how a document's graph, which is written now, names its things."""
        self._rows.execute("UPDATE document SET names = ? WHERE id = ?", (msgspec.json.encode(names), document))

    def redirects(self) -> list[tuple[str, str]]:
        """(old, new) names of things that bear another name now, sorted."""
        return self._rows.execute("SELECT old, new FROM redirect ORDER BY old, new").fetchall()

    def redirect(self, moved: Mapping[str, set[str]], alive: set[str]) -> None:
        """Keep under which names the things of old names go on; a name that is given again is no old name any more."""
        pairs = [(old, new) for old, news in sorted(moved.items()) for new in sorted(news) if old not in alive]
        self._rows.execute("BEGIN")
        self._rows.executemany("INSERT OR IGNORE INTO redirect VALUES (?, ?)", pairs)
        back = [(old,) for (old,) in self._rows.execute("SELECT DISTINCT old FROM redirect") if old in alive]
        self._rows.executemany("DELETE FROM redirect WHERE old = ?", back)
        self._rows.execute("COMMIT")

    def note(self, time: str, action: str, document: DocumentId) -> None:
        """Keep that something was done."""
        self._rows.execute("INSERT INTO happening (time, action, document) VALUES (?, ?, ?)", (time, action, document))

    def happenings(self) -> list[Happening]:
        """All that was done, in order."""
        rows = self._rows.execute("SELECT time, action, document FROM happening ORDER BY number")
        return [Happening(time, action, DocumentId(document)) for time, action, document in rows]

    def close(self) -> None:
        """Let the file go."""
        self._rows.close()

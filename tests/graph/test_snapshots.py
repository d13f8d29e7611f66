"""One process writes a store, others read what it has published, and a writer that is stopped anywhere leaves it whole."""

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from facts import call, documents, filled, lettre, talks

from kg.errors import GraphError, NoGraphError
from kg.graph.store import Store
from kg.graph.version import VERSION
from kg.graph.writing import write
from kg.model import DocumentFacts, DocumentId

STOPPED = """
import os, sys
sys.path.insert(0, {beside!r})
from pathlib import Path
import facts
from kg.graph import graphs, snapshots, store
with store.Store.open(Path({folder!r}), create=True) as opened:
    opened.add(facts.call())
    {where} = lambda *_: os.kill(os.getpid(), 9)
    opened.finish()
"""
"""Adds a document, and is killed where it comes to a function."""


def ids(store: Store) -> list[str]:
    return [document.id for document in store.documents()]


def nquads(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


def written(folder: Path, *facts: DocumentFacts) -> Path:
    with Store.open(folder, create=True) as store:
        for each in facts:
            store.add(each)
        store.finish()
    return folder


def stop_at(folder: Path, where: str) -> None:
    script = STOPPED.format(beside=str(Path(__file__).parent), folder=str(folder), where=where)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == -signal.SIGKILL


def test_a_reader_sees_what_was_published_last(tmp_path: Path) -> None:
    with Store.open(written(tmp_path / "kg", call())) as writer, Store.load(tmp_path / "kg") as reader:
        writer.add(talks())
        assert ids(reader) == ["call"] and not reader.stale and not reader.refresh()
        writer.finish()
        assert ids(reader) == ["call"] and reader.stale
        assert reader.refresh() and not reader.stale
        assert nquads(reader) == nquads(writer)
        assert not reader.refresh()


def test_texts_and_facts_are_those_of_the_same_state(tmp_path: Path) -> None:
    changed = replace(call(), document=replace(call().document, text=call().document.text + " "), events=())
    with Store.open(written(tmp_path / "kg", call(), lettre())) as writer, Store.load(tmp_path / "kg") as reader:
        for step in (lambda: None, writer.finish, writer.finish):
            writer.add(changed)
            writer.remove(DocumentId("lettre"))
            writer.add(talks())
            step()
            assert reader.kept() == ids(reader) == ["call", "lettre"]
            assert reader.facts(DocumentId("call")) == call()
            assert reader.text(lettre().document.sha256) == lettre().document.text
            assert reader.text(changed.document.sha256) is None
        assert writer.kept() == ["call", talks().document.id]
        reader.refresh()
        assert reader.facts(DocumentId("call")) == changed
        assert reader.text(call().document.sha256) is None and reader.text(lettre().document.sha256) is None


def test_what_nobody_holds_is_dropped(tmp_path: Path) -> None:
    def left() -> list[str]:
        return sorted(path.name for path in (tmp_path / "kg" / "snapshots").iterdir() if path.is_dir())

    def rows() -> int:
        with sqlite3.connect(tmp_path / "kg" / "documents.sqlite") as found:
            return int(found.execute("SELECT COUNT(*) FROM document").fetchone()[0])

    with Store.open(written(tmp_path / "kg", call())) as writer:
        (first,) = left()
        reader = Store.load(tmp_path / "kg")
        for n in range(3):
            writer.add(replace(call(), document=replace(call().document, text=f"{call().document.text}\n{n}")))
            writer.finish()
        assert len(left()) == 2 and first in left() and rows() == 4
        assert nquads(reader) == nquads(filled_with(call()))
        reader.close()
        writer.finish()
        assert len(left()) == 1 and first not in left() and rows() == 1


def filled_with(*facts: DocumentFacts) -> Store:
    store = Store.memory()
    for each in facts:
        store.add(each)
    store.finish()
    return store


def test_a_new_store_can_be_read_at_once(tmp_path: Path) -> None:
    with pytest.raises(NoGraphError, match="make one with"):
        Store.load(tmp_path / "kg")
    with Store.open(tmp_path / "kg", create=True), Store.load(tmp_path / "kg") as reader:
        assert ids(reader) == [] and reader.kept() == []
        assert reader.query("ASK { ?country bc:iso2 'FI' }").answer


@pytest.mark.parametrize(
    "where",
    [
        "store.Kept.commit",
        "graphs.Graphs._bring_documents",
        "graphs.document_quads",
        "graphs.derive",
        "store.Kept.redirect",
        "store.Snapshots.publish",
        "snapshots.os.fsync",
        "store.Snapshots.drop",
    ],
)
def test_a_writer_is_killed(tmp_path: Path, where: str) -> None:
    folder = written(tmp_path / "kg", talks(), lettre())
    before = nquads(filled_with(talks(), lettre()))
    stop_at(folder, where)
    with Store.load(folder) as reader:
        assert nquads(reader) == (nquads(filled(Store.memory())) if where.endswith("drop") else before)
        assert reader.kept() == ids(reader)
    with Store.open(folder) as store:
        kept = store.kept()
        assert store.unfinished == (where not in ("store.Kept.redirect", "store.Kept.commit", "store.Snapshots.drop"))
        store.finish()
        assert not store.unfinished
        assert ids(store) == kept
        assert nquads(store) == nquads(filled_with(*(each for each in documents() if each.document.id in kept)))
    with Store.load(folder) as reader:
        assert ids(reader) == reader.kept() == kept


def test_the_making_of_a_store_is_stopped(tmp_path: Path) -> None:
    script = f"""
import os
from pathlib import Path
from kg.graph import store
store.Snapshots.publish = lambda *_: os.kill(os.getpid(), 9)
store.Store.open(Path({str(tmp_path / "kg")!r}), create=True)
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    with pytest.raises(GraphError, match="is no store"):
        Store.load(tmp_path / "kg")
    with pytest.raises(NoGraphError, match="make one with"):
        Store.open(tmp_path / "kg")
    with Store.load(written(tmp_path / "kg", call())) as reader:
        assert ids(reader) == ["call"]


def test_what_was_loaded_cannot_be_changed(tmp_path: Path) -> None:
    write(filled(Store.memory()), tmp_path / "graph.nq")
    for path in (written(tmp_path / "kg", call()), tmp_path / "graph.nq"):
        with Store.load(path) as reader:
            for change in (lambda: reader.add(talks()), lambda: reader.remove(DocumentId("call")), reader.finish):
                with pytest.raises(GraphError, match="cannot be changed"):
                    change()


def test_a_file_that_was_written_anew_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    write(filled_with(call()), path)
    with Store.load(path) as reader:
        assert not reader.stale
        path.write_text("nonsense")
        assert reader.stale
        with pytest.raises(GraphError, match="not a well-formed"):
            reader.refresh()
        assert ids(reader) == ["call"]
        write(filled_with(talks()), path)
        assert reader.refresh() and ids(reader) == [talks().document.id]
        path.unlink()
        assert not reader.stale


def test_a_store_of_the_version_before_is_brought_to_this_one(tmp_path: Path) -> None:
    folder = written(tmp_path / "kg", *documents())
    (folder / "version").write_text(f"bicoop-store 2\n{Store.memory().settings.base}\n")
    (folder / "snapshots" / "newest").unlink()
    with sqlite3.connect(folder / "documents.sqlite") as rows:
        rows.executescript("""
            CREATE TABLE old (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, facts BLOB NOT NULL, profile BLOB NOT NULL, names BLOB)
                WITHOUT ROWID;
            INSERT INTO old SELECT id, sha256, facts, profile, names FROM document;
            DROP TABLE document; DROP TABLE written; DROP TABLE happening;
            ALTER TABLE old RENAME TO document;
            CREATE INDEX document_sha256 ON document (sha256);
            CREATE TABLE happening (number INTEGER PRIMARY KEY, time TEXT NOT NULL, action TEXT NOT NULL, document TEXT NOT NULL);
            INSERT INTO happening (time, action, document) VALUES ('2031-01-01T00:00:00Z', 'added', 'call');
        """)
    with pytest.raises(GraphError, match="open it for writing once: kg update"):
        Store.load(folder)
    Store.open(folder).close()
    assert (folder / "version").read_text().startswith(VERSION)
    with Store.load(folder) as reader:
        assert nquads(reader) == nquads(filled(Store.memory()))
        assert reader.kept() == ids(reader) and reader.text(call().document.sha256) == call().document.text
        assert [each.document for each in reader.happenings()] == ["call"]

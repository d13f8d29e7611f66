"""Commands of a living collection: what is added, replaced and taken out, what is one thing, and what changed."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kg import terminal
from kg.cli.output import census, count, progress, tell_rest, warn_of_languages
from kg.errors import InputError, NotFoundError, QueryError

if TYPE_CHECKING:
    from kg.graph.difference import Item, View
    from kg.graph.store import Store
    from kg.identified import Decision
    from kg.model import DocumentId
    from kg.pipeline import BuildReport, How, Taken

__all__ = ["add", "by_hand", "diff", "merges", "remove", "review", "update"]

_LISTED = 50


def add(arguments: Namespace) -> int:
    """Put texts into a store."""
    from kg import pipeline

    with _changed(arguments, create=True) as store:
        report = pipeline.build(arguments.paths, store, _how(arguments), arguments.formats)
        return _tell(report, store, sys.stderr if arguments.report else sys.stdout)


def update(arguments: Namespace) -> int:
    """Replace texts of a store, or read all of them anew."""
    from kg import pipeline
    from kg.reading.folder import sources

    with _changed(arguments) as store:
        if arguments.paths:
            known = set(store.kept())
            strange = [each.id for each in sources(arguments.paths, arguments.formats).items if each.id not in known]
            if strange:
                listed = ", ".join(strange[:5])
                raise InputError(f"{arguments.store} does not hold {listed}; to put new texts in, say: kg add")
            report = pipeline.build(arguments.paths, store, _how(arguments), arguments.formats)
        else:
            report = pipeline.reread(store, _how(arguments))
        return _tell(report, store, sys.stderr if arguments.report else sys.stdout)


def remove(arguments: Namespace) -> int:
    """Take documents out of a store, with all that only they told."""
    from kg import pipeline
    from kg.graph.matching import hint

    with _changed(arguments) as store:
        held = store.kept()
        for document in arguments.documents:
            if document not in held:
                close = hint(document, held)
                raise NotFoundError(f"{arguments.store} holds no document {document!r}; nothing was removed{close}")
        for document in arguments.documents:
            store.remove(document)
        pipeline.finish(store, by_hand(arguments.store))
        gone = len(arguments.documents)
        print(f"{count(gone, 'document')} removed, {count(len(held) - gone, 'document')} left")
    return 0


def diff(arguments: Namespace) -> int:
    """Tell what is new and what is withdrawn, between two graphs or two days of one store."""
    import pyoxigraph as ox

    from kg.graph.difference import difference

    with _two(arguments) as (old, new):
        found = difference(old, new)
        if arguments.format == "json":
            sides = {"new": found.new, "withdrawn": found.withdrawn}
            told = {side: [vars(item) | {"documents": list(item.documents)} for item in items] for side, items in sides.items()}
            print(json.dumps(told, ensure_ascii=False, indent=1))
        elif arguments.format == "trig":
            quads = sorted(set(found.quads(new, old)), key=str)
            print((ox.serialize(quads, format=ox.RdfFormat.TRIG) or b"").decode("utf-8"), end="")
        else:
            _list("new", found.new)
            _list("withdrawn", found.withdrawn)
            if not found.new and not found.withdrawn:
                print("nothing is new and nothing was withdrawn")
    return 0


def merges(arguments: Namespace) -> int:
    """Show what was found to be one thing, and why."""
    from kg.cli.commands import query  # which imports this module

    return query(Namespace(**vars(arguments), query="merges", param=[], format=None))


def review(arguments: Namespace) -> int:
    """Ask a person about the pairs that no rule decided, and keep the answers."""
    from kg import pipeline
    from kg.cli.reviewing import ask, pairs, show
    from kg.identity.decisions import write_decisions

    with _changed(arguments) as store:
        open_ = pairs(store, arguments.pair)
        if arguments.list:
            for left, right, reason in open_:
                print(show(store, left, right, reason))
            print(f"{count(len(open_), 'pair')} undecided")
            return 0
        kept = {(each.left, each.right): each for each in by_hand(arguments.store)}
        answers = ask(store, open_, kept, store.now or "")
        if answers != kept:
            write_decisions(arguments.store / _DECISIONS, list(answers.values()))
            pipeline.finish(store, list(answers.values()))
        changed = sum(answers.get(pair) != kept.get(pair) for pair in {*answers, *kept})
        print(f"{count(changed, 'decision')} kept in {arguments.store / _DECISIONS}")
    return 0


_DECISIONS = "decisions.tsv"
"""The file of a store in which decisions by hand are kept."""


def by_hand(store: Path | None, file: Path | None = None) -> "Sequence[Decision]":
    """The decisions of a file, or of a store; none where there are none."""
    from kg.identity.decisions import read_decisions

    if file is None:
        file = store / _DECISIONS if store is not None and (store / _DECISIONS).exists() else None
    return read_decisions(file) if file is not None else ()


def _how(arguments: Namespace) -> "How":
    """Texts are committed as they come, and told of when they are where --report asks for it."""
    from kg.pipeline import How

    committed = _report if arguments.report else None
    return How(arguments.min_confidence, by_hand(arguments.store), stepwise=True, progress=progress(), committed=committed)


def _report(taken: "Sequence[Taken]") -> None:
    """One line of JSON a document, all of a commit at once."""
    lines = [json.dumps({"document": each.document, "action": each.action}, ensure_ascii=False) for each in taken]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


@contextmanager
def _changed(arguments: Namespace, create: bool = False) -> "Iterator[Store]":
    """The store that was named, with the time at which its history tells of what is done."""
    from kg.graph.store import Store

    with Store.open(arguments.store, create=create) as store:
        store.now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        yield store


@contextmanager
def _two(arguments: Namespace) -> "Iterator[tuple[View, View]]":
    """Both sides of a comparison."""
    from kg.graph.difference import View
    from kg.graph.store import Store

    if (arguments.since is None) == (arguments.old is None) or (arguments.old is not None and arguments.new is None):
        raise QueryError("give two graphs (kg diff OLD NEW) or one store and a day (kg diff --store DIR --since 2026-03-01)")
    if arguments.since is not None:
        if arguments.store is None:
            raise QueryError("--since is asked of a store, which knows when its documents were added; name one with --store DIR")
        with Store.load(arguments.store) as store:
            until = _held(store, arguments.until) if arguments.until else None
            yield View(store, _held(store, arguments.since)), View(store, until)
        return
    with Store.load(arguments.old) as old, Store.load(arguments.new) as new:
        yield View(old), View(new)


def _held(store: "Store", day: str) -> "frozenset[DocumentId]":
    """The documents that a store held when a day began. One whose addition no history tells was always there."""
    held = set(store.kept())
    for time, action, document in reversed(store.happenings()):
        if time < day:
            break
        if action == "added":
            held.discard(document)
        elif action == "removed":
            held.add(document)
    return frozenset(held)


def _tell(report: "BuildReport", store: "Store", output: TextIO) -> int:
    """Say what was done, and give the exit code."""
    unchanged = f", {count(report.unchanged, 'text')} unchanged" if report.unchanged else ""
    told = f"{count(report.documents, 'text')} read, {count(report.facts, 'fact')}{unchanged}"
    print(f"{told} → {store.location}, {count(len(store.kept()), 'document')}\n  {census(store)}", file=output)
    warn_of_languages(store)
    return tell_rest(report, output)


def _list(title: str, items: "Sequence[Item]") -> None:
    """Items under their headings."""
    for kind in dict.fromkeys(item.kind for item in items):
        of_kind = [item for item in items if item.kind == kind]
        print(f"{title} {kind} ({len(of_kind)})")
        for item in of_kind[:_LISTED]:
            date = f"{item.date}  " if item.date else ""
            told = "" if kind == "documents" else f"  [{', '.join(item.documents[:3])}{', …' if len(item.documents) > 3 else ''}]"
            print(terminal.safe(f"  {date}{item.caption}{told}"))
        if len(of_kind) > _LISTED:
            print(f"  … and {len(of_kind) - _LISTED} more; --format json lists all")

"""The street from files to a graph: the only place where stages meet."""

import gc
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from kg.annotation.annotate import annotate, sentence_spans
from kg.errors import KgError
from kg.extraction.extract import extract as _extract
from kg.identified import Decision
from kg.identity.identify import identify
from kg.identity.profile import DocumentProfile, from_json, profile, to_json
from kg.model import Document, DocumentFacts, DocumentId, Span
from kg.reading.document import announced, read_document, read_documents
from kg.reading.folder import DEFAULT_FORMATS, Source, sources
from kg.resolution.resolve import resolve

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["BuildReport", "How", "Taken", "build", "confident", "encoded", "extract", "finish", "read", "reread", "sentences"]


@dataclass
class BuildReport:
    """What a build did."""

    documents: int = 0
    facts: int = 0
    unchanged: int = 0
    """Texts that the store holds already, as this version reads them."""
    skipped: int = 0
    """Files that are no texts."""
    failures: list[tuple[Path, KgError]] = field(default_factory=list)
    """Texts that were refused, with the reason; the others are built. A feed may stand here several times."""


class Taken(NamedTuple):
    """A document that was taken into a store."""

    document: DocumentId
    action: str
    """`added`, `updated` or `unchanged`."""


@dataclass(frozen=True)
class How:
    """How texts are taken into a store."""

    min_confidence: float = 0.0
    """Facts below it (0 to 1) are left out."""
    decisions: Sequence[Decision] = ()
    """Those made by hand."""
    stepwise: bool = False
    """Commit as it goes, each second or so, instead of once at the end. The graph is the same but for its history."""
    progress: Callable[[int, int], None] | None = None
    """Called with (read, all); where it commits as it goes, with (committed, all)."""
    committed: Callable[[Sequence[Taken]], None] | None = None
    """Called after each commit with what is on disk and seen by readers from then on."""


_AT_ONCE = How()
_STEP = 1.0
"""Seconds of reading after which to commit; a reader waits no longer to see a text than it takes to read some ten of them."""


def read(path: Path) -> Document:
    """One text as a document; its identifier is the file's name without the suffix. Raises InputError."""
    return read_document(Source(path, DocumentId(path.stem)))


def extract(document: Document) -> DocumentFacts:
    """All facts of one document; needs nothing of any other."""
    with _uncollected():
        return _extract(resolve(annotate(document)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cyclic garbage meanwhile: what reading one text makes is mostly kept to its end, so that looking finds nothing.

    It took a twentieth of the time (`bench/reading_speed.py`).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def sentences(text: str, language: str) -> list[Span]:
    """The sentences of a text, in code points."""
    return sentence_spans(text, language)


def confident(facts: DocumentFacts, least: float) -> DocumentFacts:
    """The facts whose confidence (0 to 1) is at least `least`.

    What refers to a framework or event left out goes without it, and a post goes with the last tenure that told of it.
    """
    frameworks = tuple(f for f in facts.frameworks if f.confidence >= least)
    kept = {f.id for f in frameworks}
    events = [e for e in facts.events if e.confidence >= least and (e.instrument is None or e.instrument in kept)]
    told = {e.id for e in events}
    tenures = tuple(t for t in facts.tenures if t.confidence >= least)
    gone = {f.id for f in facts.frameworks} - kept | {t.post for t in facts.tenures} - {t.post for t in tenures}
    return replace(
        facts,
        posts=tuple(p for p in facts.posts if p.id not in gone),
        frameworks=frameworks,
        tenures=tenures,
        events=tuple(
            replace(
                e, frameworks=tuple(f for f in e.frameworks if f in kept), occasion=e.occasion if e.occasion in told else None
            )
            for e in events
        ),
        cooperations=tuple(
            replace(c, frameworks=tuple(f for f in c.frameworks if f in kept))
            for c in facts.cooperations
            if c.confidence >= least
        ),
        statements=tuple(s for s in facts.statements if s.confidence >= least),
        mentions=tuple((span, entity) for span, entity in facts.mentions if entity not in gone),
    )


def build(paths: Iterable[Path], store: "Store", how: How = _AT_ONCE, formats: Collection[str] = DEFAULT_FORMATS) -> BuildReport:
    """Read the texts below the paths into a store, and tell which of their things are one.

    Of folders the files of `formats` are read (kg.reading.folder.FORMATS); a file given by itself may be of any. A text that
    cannot be read is left out whole and reported; the others are built. A missing path is reported likewise.
    """
    found = sources(paths, formats)
    report = BuildReport(skipped=found.skipped)
    report.failures += found.refused
    total = announced(found.items) if how.progress is not None else 0
    return _fill(store, _facts(found.items, report), total, how, report)


def reread(store: "Store", how: How = _AT_ONCE) -> BuildReport:
    """Read every text that a store holds anew, as after a new version of the package, which may read more in it."""
    held = store.kept()
    before = (store.facts(document) for document in held)
    return _fill(store, (None if facts is None else extract(facts.document) for facts in before), len(held), how, BuildReport())


def _fill(store: "Store", texts: Iterable[DocumentFacts | None], total: int, how: How, report: BuildReport) -> BuildReport:
    """Take what was read in each text into a store, and commit as `how` says."""
    filling = _Filling(store, how)
    done = 0
    for done, facts in enumerate(texts, 1):
        if facts is not None:
            kept = confident(facts, how.min_confidence) if how.min_confidence > 0 else facts
            report.documents += 1
            report.facts += sum(1 for _ in kept.facts())
            report.unchanged += filling.take(kept) == "unchanged"
        if due := filling.due:
            filling.commit()
        if how.progress is not None and (due or not how.stepwise):
            how.progress(done, max(done, total))
    filling.commit()
    if how.progress is not None and (how.stepwise or done != total):
        how.progress(done, done)  # blank lines of a feed are no documents
    return report


class _Filling:
    """A store while texts are taken into it."""

    def __init__(self, store: "Store", how: How) -> None:
        """What a writer that was stopped had kept is published first, so that no more than one commit is ever under way."""
        if store.unfinished:
            finish(store, how.decisions)
        self._store, self._how = store, how
        self._profiles: dict[DocumentId, DocumentProfile] = {}
        self._taken: list[Taken] = []
        self._began, self._lasted = monotonic(), 0.0

    def take(self, facts: DocumentFacts) -> str:
        """Keep what was read in a document; what that did."""
        document = facts.document.id
        before = self._store.facts(document)
        action = "added" if before is None else "unchanged" if before == facts else "updated"
        if action != "unchanged":
            told = profile(facts)
            self._store.add(facts, encoded(told))
            if self._profiles:
                self._profiles[document] = told
        self._taken.append(Taken(document, action))
        return action

    @property
    def due(self) -> bool:
        """Whether to commit now: after a second of reading, or as long as the last commit took, which grows with the store."""
        return self._how.stepwise and monotonic() - self._began >= max(_STEP, self._lasted)

    def commit(self) -> None:
        """Publish what was taken, and say so."""
        ended = monotonic()
        if not self._profiles:
            self._profiles = {each.document: each for each in _profiles(self._store)}
        self._store.finish(identify(self._profiles.values(), self._how.decisions))
        if self._how.committed is not None:
            self._how.committed(self._taken)
        self._taken = []
        self._began = monotonic()
        self._lasted = self._began - ended


def finish(store: "Store", decisions: Sequence[Decision] = ()) -> None:
    """Tell which things of all documents of a store are one, by rule and by these decisions, and bring the graph after it."""
    store.finish(identify(_profiles(store), decisions))


def encoded(profile: DocumentProfile) -> bytes:
    """A profile as a store keeps it."""
    return json.dumps(to_json(profile)).encode()


def _profiles(store: "Store") -> Iterator[DocumentProfile]:
    for each in store.profiles():
        yield from_json(json.loads(each))


def _facts(items: Iterable[Source], report: BuildReport) -> Iterator[DocumentFacts | None]:
    """The facts of each text in turn; None for one that was refused, which the report then holds."""
    for path, content in read_documents(items):
        if isinstance(content, KgError):
            report.failures.append((path, content))
            yield None
        else:
            yield extract(content)

"""The street from files to a graph: the only place where stages meet."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

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

__all__ = ["BuildReport", "build", "confident", "encoded", "extract", "finish", "read", "reread", "sentences"]


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


def read(path: Path) -> Document:
    """One text as a document; its identifier is the file's name without the suffix. Raises InputError."""
    return read_document(Source(path, DocumentId(path.stem)))


def extract(document: Document) -> DocumentFacts:
    """All facts of one document; needs nothing of any other."""
    return _extract(resolve(annotate(document)))


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


def build(
    paths: Iterable[Path],
    store: "Store",
    *,
    formats: Collection[str] = DEFAULT_FORMATS,
    min_confidence: float = 0.0,
    decisions: Sequence[Decision] = (),
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Read the texts below the paths into a store, and tell which of their things are one.

    Of folders the files of `formats` are read (kg.reading.folder.FORMATS); a file given by itself may be of any. A text that
    cannot be read is left out whole and reported; the others are built. Facts below `min_confidence` (0 to 1) are left out.
    A missing path is reported likewise. `decisions` are those made by hand. `progress` is called with (done, all).
    Raises InputError where there is no text at all or two files have one identifier.
    """
    found = sources(paths, formats)
    report = BuildReport(skipped=found.skipped)
    report.failures += found.refused
    total = announced(found.items) if progress is not None else 0
    done = 0
    for done, facts in enumerate(_facts(found.items, report), 1):
        if facts is not None:
            kept = confident(facts, min_confidence) if min_confidence > 0 else facts
            report.documents += 1
            report.facts += sum(1 for _ in kept.facts())
            report.unchanged += not _put(store, kept)
        if progress is not None:
            progress(done, max(done, total))
    if progress is not None and done != total:
        progress(done, done)  # blank lines of a feed are no documents
    finish(store, decisions)
    return report


def reread(
    store: "Store",
    *,
    min_confidence: float = 0.0,
    decisions: Sequence[Decision] = (),
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Read every text that a store holds anew, as after a new version of the package, which may read more in it."""
    report = BuildReport()
    documents = store.kept()
    for done, document in enumerate(documents, 1):
        before = store.facts(document)
        if before is not None:
            facts = extract(before.document)
            kept = confident(facts, min_confidence) if min_confidence > 0 else facts
            report.documents += 1
            report.facts += sum(1 for _ in kept.facts())
            report.unchanged += not _put(store, kept)
        if progress is not None:
            progress(done, len(documents))
    finish(store, decisions)
    return report


def finish(store: "Store", decisions: Sequence[Decision] = ()) -> None:
    """Tell which things of all documents of a store are one, by rule and by these decisions, and bring the graph after it."""
    store.finish(identify((from_json(json.loads(each)) for each in store.profiles()), decisions))


def encoded(profile: DocumentProfile) -> bytes:
    """A profile as a store keeps it."""
    return json.dumps(to_json(profile)).encode()


def _put(store: "Store", facts: DocumentFacts) -> bool:
    """Keep what was read in a document; False where the store holds exactly that already."""
    if store.facts(facts.document.id) == facts:
        return False
    store.add(facts, encoded(profile(facts)))
    return True


def _facts(items: Iterable[Source], report: BuildReport) -> Iterator[DocumentFacts | None]:
    """The facts of each text in turn; None for one that was refused, which the report then holds."""
    for path, content in read_documents(items):
        if isinstance(content, KgError):
            report.failures.append((path, content))
            yield None
        else:
            yield extract(content)

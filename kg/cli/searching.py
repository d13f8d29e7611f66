"""Hits of a search on a terminal and as CSV."""

import csv
import io

from kg import terminal
from kg.cli.output import count
from kg.graph.search.hits import Hit, Search

__all__ = ["as_csv", "as_table"]

_COLUMNS = ("kind", "iri", "label", "text", "marks", "language", "document", "start", "facts", "score")


def as_table(found: Search, base: str) -> str:
    """What was found, the words that fit between `[` and `]`, and how much more there is of each kind."""
    rows = [(hit.kind, _marked(hit), _where(hit), hit.iri.removeprefix(base)) for hit in found.hits]
    table = terminal.table(("kind", "text", "where", "thing"), rows) if rows else ""
    counts = " · ".join(f"{kind} {number:,}" for kind, number in found.counts.items())
    total = sum(found.counts.values())
    shown = f", {len(found.hits)} shown" if len(found.hits) < total else ""
    return f"{table}({count(total, 'hit')}{shown}{f': {counts}' if counts else ''})\n"


def as_csv(found: Search) -> str:
    """One hit a row (RFC 4180); marks are `start-end` in code points of the text, facts are IRIs, spaces between."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for hit in found.hits:
        marks = " ".join(f"{start}-{end}" for start, end in hit.marks)
        facts = " ".join(fact.iri for fact in hit.facts)
        start = "" if hit.start is None else hit.start
        where = (hit.language, hit.document or "", start, facts, hit.score)
        writer.writerow((hit.kind, hit.iri, hit.label, hit.snippet, marks, *where))
    return out.getvalue()


def _marked(hit: Hit) -> str:
    text, at = "", 0
    for start, end in hit.marks:
        text += f"{hit.snippet[at:start]}[{hit.snippet[start:end]}]"
        at = end
    text += hit.snippet[at:]
    return text if hit.document is not None or hit.label == hit.snippet else f"{text} ({hit.label})"


def _where(hit: Hit) -> str:
    if hit.document is None:
        return ""
    return hit.document if hit.start is None else f"{hit.document} {hit.start}–{hit.start + len(hit.snippet)}"

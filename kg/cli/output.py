"""What commands say beside their answers: counts, progress, warnings."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from kg import terminal
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.pipeline import BuildReport

__all__ = ["census", "count", "progress", "say", "tell_rest", "warn_of_languages"]


def census(store: "Store") -> str:
    """How many things of each kind the documents speak of."""
    kinds = (
        "Person",
        "Country",
        "Organization",
        "Framework",
        "Meeting",
        "Call",
        "Visit",
        "Signing",
        "Conference",
        "Cooperation",
        "Statement",
    )
    values = " ".join(f"bc:{kind}" for kind in kinds)
    text = f"""SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ VALUES ?kind {{ {values} }}
        ?document a bc:Document . GRAPH ?document {{ ?thing a ?kind }} }} GROUP BY ?kind"""
    counts = {kind.value.rpartition("#")[2]: count.value for kind, count in store.query(text).rows}  # type: ignore[union-attr]
    return " · ".join(f"{kind} {counts[kind]}" for kind in kinds if counts.get(kind, "0") != "0")


def warn_of_languages(store: "Store") -> None:
    """Say how many texts are in a language that has no lexicon: they are kept, but no fact is read in them."""
    from kg import resources

    spoken = [document.language for document in store.documents()]
    unread = [language for language in spoken if not resources.has(f"{language}/event_triggers.tsv")]
    if unread:
        languages = ", ".join(sorted(set(unread)))
        say(f"warning: {count(len(unread), 'text')} in a language without a lexicon ({languages}): no fact is read there")


def tell_rest(report: "BuildReport", output: TextIO | None = None) -> int:
    """Say what was skipped and what was refused; gives the exit code."""
    if report.skipped:
        print(f"  {count(report.skipped, 'other file')} skipped", file=output)
    for path, error in report.failures:
        say(f"kg: refused: {error}" if str(path) in str(error) else f"kg: refused: {path}: {error}")
    return InputError.exit_code if report.failures else 0


def progress(what: str = "texts") -> "Callable[[int, int], None] | None":
    """A counter on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{done} of {total} {what}{end}")
        sys.stderr.flush()

    return tell


def count(number: int, noun: str) -> str:
    """`1 text`, `1,200 texts`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def say(message: str) -> None:
    """A word beside the answer, on standard error."""
    print(terminal.safe(message), file=sys.stderr)

"""A person looks at two things side by side and says whether they are one."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg import terminal
from kg.errors import NotFoundError, QueryError
from kg.identified import Decision, Member, Verdict

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["Pair", "ask", "pairs", "show"]

Pair = tuple[Member, Member, str]
"""Left, right, and what was said of them so far."""
_ANSWERS = {
    "s": Verdict.SAME,
    "same": Verdict.SAME,
    "n": Verdict.DIFFERENT,
    "not": Verdict.DIFFERENT,
    "not same": Verdict.DIFFERENT,
}
_PROMPT = "one thing? [s]ame / [n]ot the same / [l]ater / [f]orget what a hand decided / [q]uit: "
_OWN = """
SELECT ?own WHERE {
  VALUES ?thing { UNDEF } # parameter
  ?own dcterms:isReplacedBy ?thing
} ORDER BY ?own"""
_AROUND = 120
"""Code points shown on either side of a name."""


def pairs(store: "Store", named: Sequence[str] | None) -> list[Pair]:
    """The pairs that no rule decided, or the one pair that is named by two IRIs. Raises NotFoundError for what is no thing."""
    from kg.graph.result import plain

    if named:
        left, right = sorted(_member(store, each) for each in named)
        return [(left, right, "asked for")]
    rows = store.query(
        'SELECT ?left ?right ?reason { ?d a bc:IdentityDecision ; bc:verdict "undecided" ; bc:left ?left ; bc:right ?right ; '
        "bc:reason ?reason } ORDER BY ?left ?right"
    ).rows
    return sorted((_member(store, plain(left)), _member(store, plain(right)), plain(reason)) for left, right, reason in rows)


def show(store: "Store", left: Member, right: Member, reason: str) -> str:
    """Both things, each with its names and the places where its document tells of it."""
    return "\n".join([*_side(store, left), *_side(store, right), f"  so far: {reason}", ""])


def ask(
    store: "Store", open_: Sequence[Pair], kept: Mapping[tuple[Member, Member], Decision], now: str
) -> dict[tuple[Member, Member], Decision]:
    """Show each pair and take an answer a line from standard input; what is not answered stays as it was."""
    answers = dict(kept)
    for number, (left, right, reason) in enumerate(open_, 1):
        print(f"{number} of {len(open_)}")
        print(show(store, left, right, reason))
        answer = _answer()
        if answer in ("q", "quit", ""):
            break
        if answer in ("f", "forget"):
            answers.pop((left, right), None)
        elif answer in _ANSWERS:
            answers[left, right] = Decision(left, right, _ANSWERS[answer], 1.0, "decided by hand", None, now)
    return answers


def _answer() -> str:
    """One of the answers; asked again for any other, `` at the end of input."""
    while True:
        print(_PROMPT, end="", flush=True)
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line or answer in {*_ANSWERS, "l", "later", "f", "forget", "q", "quit"}:
            return answer
        print(f"{answer!r} is no answer")


def _member(store: "Store", iri: str) -> Member:
    """The thing of a document that an IRI names; of a thing of several documents, the first of them."""
    from kg.graph.names import as_node, member
    from kg.graph.result import plain

    named = as_node(iri, store.settings)
    if named is None:
        raise QueryError(f"{iri!r} is no IRI; give one that `kg merges` shows")
    node = as_node(store.current(named.value)) or named
    rows = store.query(_OWN, {"thing": node}).rows
    candidates = [member(each, store.settings) for each in (named.value, *(plain(row[0]) for row in rows))]
    found = next((each for each in candidates if each is not None), None)
    facts = None if found is None else store.facts(found.document)
    if found is None or facts is None:
        raise NotFoundError(f"{iri} is nothing that a document of {store.location} tells of; give an IRI that `kg merges` shows")
    return found


def _side(store: "Store", member: Member) -> list[str]:
    facts = store.facts(member.document)
    if facts is None:
        return [f"  {member.document}: {member.entity}, which is no longer there"]
    document = facts.document
    title = f" — {document.title}" if document.title else ""
    lines = [f"  {member.entity} in {document.id}{f' of {document.published}' if document.published else ''}{title}"]
    things = {thing.id: thing for thing in (*facts.persons, *facts.organizations, *facts.posts, *facts.frameworks)}
    if (thing := things.get(member.entity)) is not None:
        country = f" ({thing.country})" if thing.country else ""
        lines.append(f"    {'; '.join((thing.name, *thing.aliases))}{country}")
    spans = [span for span, entity in facts.mentions if entity == member.entity]
    spans += [span for event in facts.events if event.id == member.entity for span in event.evidence]
    for start, end in spans[:3]:
        before = max(document.text.rfind("\n", 0, start) + 1, start - _AROUND)
        line_end = document.text.find("\n", end)
        after = min(len(document.text) if line_end < 0 else line_end, end + _AROUND)
        lines.append(f"    {start}–{end}: {document.text[before:after].strip()}")
    return [terminal.safe(line) for line in lines]

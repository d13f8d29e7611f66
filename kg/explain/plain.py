"""What was read in a text, for a terminal or a file: the text with its mentions marked, then the facts."""

from collections.abc import Sequence

from kg import terminal
from kg.explain.marks import Mark, nest
from kg.explain.telling import Telling, tell
from kg.model import DocumentFacts, Span

__all__ = ["as_text"]

_STYLE = {
    "person": ("bold", "cyan"),
    "country": ("green",),
    "organization": ("blue",),
    "framework": ("magenta",),
    "place": ("yellow",),
    "post": ("underline",),
}


def as_text(facts: DocumentFacts, colour: bool) -> str:
    """The marked text and the numbered facts; mentions in colour, or as `[person:Ann Lee]` without it."""
    document = facts.document
    whole = Span(0, len(document.text))
    marked = _marked(document.text, whole, nest(facts.mentions, whole), colour)
    lines = [marked.rstrip(), "", _heading(facts, colour)]
    for telling in tell(facts):
        lines += _fact(telling, document.text, colour)
    return "\n".join(lines) + "\n"


def _marked(text: str, span: Span, marks: Sequence[Mark], colour: bool) -> str:
    parts, at = [], span.start
    for mark in marks:
        parts.append(_safe(text[at : mark.span.start]))
        parts.append(_mark(text, mark, colour))
        at = mark.span.end
    return "".join(parts) + _safe(text[at : span.end])


def _mark(text: str, mark: Mark, colour: bool) -> str:
    if not colour:
        return f"[{mark.kind}:{_marked(text, mark.span, mark.inner, colour)}]"
    # An inner reset would end the outer style, so each piece is painted by itself.
    style, parts, at = _STYLE.get(mark.kind, ("underline",)), [], mark.span.start
    for inner in mark.inner:
        parts += [_piece(text[at : inner.span.start], style), _mark(text, inner, colour)]
        at = inner.span.end
    return "".join([*parts, _piece(text[at : mark.span.end], style)])


def _piece(text: str, style: Sequence[str]) -> str:
    return terminal.paint(_safe(text), *style) if text else ""


def _safe(text: str) -> str:
    return terminal.safe(text.replace("\r\n", "\n"))


def _heading(facts: DocumentFacts, colour: bool) -> str:
    count = sum(1 for _ in facts.facts())
    heading = f"{count} fact{'' if count == 1 else 's'} read in {terminal.safe(facts.document.id, keep='')}"
    return terminal.paint(heading, "bold") if colour else heading


def _fact(telling: Telling, text: str, colour: bool) -> list[str]:
    kind = terminal.paint(telling.kind, "bold") if colour else telling.kind
    roles = "; ".join(f"{role.name}: {role.filler}" for role in telling.roles)
    lines = [f"{telling.number:>3}. {kind} — {_line(roles)}", f"     rule {telling.rule}, confidence {telling.confidence:.2f}"]
    for span in telling.evidence:
        passage = f"{span.start}–{span.end}: {_line(text[span.start : span.end])}"
        lines.append(f"     {terminal.paint(passage, 'dim') if colour else passage}")
    return lines


def _line(text: str) -> str:
    return terminal.safe(" ".join(text.split()), keep="")

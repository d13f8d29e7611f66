"""A dossier as words on a terminal."""

from collections.abc import Iterable

from kg import terminal
from kg.graph.dossier import Dossier, Filler, Role, ToldFact
from kg.graph.lookup import Thing

__all__ = ["as_text"]


def as_text(dossier: Dossier, colour: bool) -> str:
    """Heads of the things, then the facts section by section, each with its quotes and where they stand."""

    def bold(text: str) -> str:
        return terminal.paint(text, "bold") if colour else text

    def dim(text: str) -> str:
        return terminal.paint(text, "dim") if colour else text

    lines = []
    for thing, about in zip(dossier.things, dossier.about, strict=True):
        lines += [bold(f"{_line(thing.label)} ({thing.kind})"), *map(dim, _head(thing)), *map(_role, about), ""]
    for title, facts, _ in dossier.sections:
        lines += [bold(f"{title} ({len(facts)})")]
        for fact in facts:
            lines += [f"- {_fact(fact)}", dim(f"  confidence {fact.confidence:.2f}, rule {_line(', '.join(fact.rules))}")]
            for document, start, end, text in fact.quotes:
                lines += [dim(f"  {_line(document)} {start}–{end}: {_line(text)}")]
        lines += [""]
    if not dossier.sections:
        lines += ["No fact in this graph has a part for " + ("it." if len(dossier.things) == 1 else "both."), ""]
    return "\n".join(lines)


def _head(thing: Thing) -> list[str]:
    also = [f"  also: {_line(', '.join(thing.names))}"] if thing.names else []
    return [f"  {thing.iri}", *also]


def _role(role: Role) -> str:
    return f"  {role.name}: {_line(_listed(role.fillers))}"


def _fact(fact: ToldFact) -> str:
    roles = "; ".join(f"{role.name}: {_listed(role.fillers)}" for role in fact.roles)
    return _line(" — ".join(part for part in (fact.label, roles) if part))


def _listed(fillers: Iterable[Filler]) -> str:
    """Their labels, each once."""
    return ", ".join(dict.fromkeys(filler.label for filler in fillers))


def _line(text: str) -> str:
    return terminal.safe(" ".join(text.split()), keep="")

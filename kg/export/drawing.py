"""A store drawn as a network by a view.

The view answers with one row for each fact behind an edge (see kg.export.view); rows of one pair and type are one edge, which
weighs as many facts. What the facts and things are called, when they were, how sure they are and in which words they were read is
read here, the same for every view; colours and shapes are the ontology's display hints.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.errors import NotFoundError, QueryError
from kg.export.keeping import ALL, Keep, around
from kg.export.layout import placed
from kg.export.network import Edge, Kind, Network, Node, Passage, Style, Value
from kg.export.things import Things, local
from kg.export.view import DEFAULT_VIEW, VARIABLES, View, find
from kg.graph import terms
from kg.graph.queries import bind
from kg.graph.reader import Reader

__all__ = ["draw"]

_NODES: dict[str, Kind] = {
    "country": "str", "post": "str", "date": "date", "documents": "int", "degree": "int", "weighted_degree": "float",
}  # fmt: skip
_EDGES: dict[str, Kind] = {
    "detail": "str", "topics": "str", "confidence": "float", "documents": "int", "sources": "str", "evidence": "str",
}  # fmt: skip
_PASSAGES = 6
"""How many passages an edge carries at most."""
_PLAIN = "#7f7f7f"
"""For edges of no class, and nodes of none."""
_DASHES = ("solid", "dashed", "dotted", "dashdot")


class _Row(NamedTuple):
    """One answer of a view; "" for what it does not tell."""

    source: str
    target: str
    type: str
    directed: bool
    fact: str
    told: Mapping[str, str]


_Key: TypeAlias = tuple[str, str, str]
"""Source, target and type of an edge."""


@dataclass(frozen=True)
class _End:
    """An end that the view itself names."""

    label: str = ""
    kind: str = ""


def draw(store: Reader, view: str = DEFAULT_VIEW, keep: Keep = ALL, params: Mapping[str, str] | None = None) -> Network:
    """The network of a view, by its name or file, of what is to be kept; `params` are the view's own.

    Nodes come in the order of their IRIs, edges in that of their ends and types: nothing depends on anything but the content.
    Raises QueryError for a view that there is none of or that answers with other than a view's variables, NotFoundError where the
    thing to draw around is not in it.
    """
    chosen, things = find(view), Things(store)
    alone, answers = _answers(store, chosen, params or {})
    edges: dict[_Key, list[_Row]] = {}
    for row in answers:
        if keep == ALL or keep.fits((row.source, row.target), row.fact, _period([row], things), things):
            edges.setdefault((row.source, row.target, row.type), []).append(row)
    nodes = {end for source, target, _ in edges for end in (source, target)} | (alone if keep == ALL else set())
    if keep.center:
        if keep.center not in nodes:
            raise NotFoundError(
                f"{things.caption(keep.center)} is not in the view {chosen.name} of {store.location}; try the view facts"
            )
        nodes = around(keep.center, keep.depth, [(source, target) for source, target, _ in edges])
        edges = {key: rows for key, rows in edges.items() if {key[0], key[1]} <= nodes}
    return placed(_network(chosen, nodes, edges, things))


def _answers(store: Reader, view: View, params: Mapping[str, str]) -> tuple[set[str], list[_Row]]:
    """The nodes that stand alone, and the rows of edges."""
    result = store.query(view.query.text, bind(store, view.query, params))
    if result.kind != "select" or not {"source", "target"} <= set(result.variables) <= VARIABLES:
        raise QueryError(
            f"{view.name}: found a query that answers with {', '.join(result.variables) or 'no table'}; expected a SELECT of "
            f"source, target and, if need be, {', '.join(sorted(VARIABLES - {'source', 'target'}))}"
        )
    alone, answers = set[str](), []
    for row in result.rows:
        terms_ = zip(result.variables, row, strict=True)
        told = {name: term.value for name, term in terms_ if isinstance(term, ox.NamedNode | ox.Literal)}
        if "node" in told:
            alone.add(told["node"])
        if "source" in told and "target" in told:
            directed = told["directed"] == "true" if "directed" in told else view.directed
            if not directed and told["source"] > told["target"]:
                told |= {new: told[old] for old, new in _TURNED.items() if old in told}
            kind = told.get("type", view.edge)
            answers.append(_Row(told["source"], told["target"], kind, directed, told.get("fact", ""), told))
    return alone, answers


_TURNED = {
    f"{one}{what}": f"{other}{what}"
    for one, other in (("source", "target"), ("target", "source"))
    for what in ("", "Label", "Class")
}


def _network(view: View, nodes: set[str], edges: Mapping[_Key, list[_Row]], things: Things) -> Network:
    kinds = sorted({kind for rows in edges.values() for row in rows for kind in _counted(row, things)})
    styles = _edge_styles({kind for *_, kind in edges}, things)
    drawn = tuple(_edge(f"e{number}", key, edges[key], styles, things) for number, key in enumerate(sorted(edges)))
    made_up = _made_up(edges)
    beside: dict[str, list[Edge]] = {iri: [] for iri in nodes}
    for edge in drawn:
        for end in {edge.source, edge.target}:
            beside[end].append(edge)
    points = tuple(_node(iri, made_up.get(iri, _End()), beside[iri], things) for iri in sorted(nodes))
    legend = {point.type: Style(_called(point.type, things), point.colour, point.shape) for point in points}
    return Network(
        name=view.name,
        title=view.title,
        nodes=_sized(points),
        edges=drawn,
        node_attributes=_NODES,
        edge_attributes=_EDGES | dict.fromkeys(kinds, "int"),
        node_styles=dict(sorted(legend.items(), key=lambda entry: entry[1].label)),
        edge_styles={local(kind): style for kind, style in styles.items()},
    )


def _edge(identifier: str, key: _Key, rows: list[_Row], styles: Mapping[str, Style], things: Things) -> Edge:
    source, target, kind = key
    facts = sorted({row.fact for row in rows if row.fact}, key=lambda fact: (things.dates(fact)[:1] or ["9999"], fact))
    first, last = _period(rows, things)
    sources = sorted(_sources(rows, facts, things))
    passages = _passages(rows, facts, things)
    topics = {things.caption(topic) for topic in {topic for fact in facts for topic in things.values(fact, "topic")}}
    values: dict[str, Value] = {
        "detail": "; ".join(sorted({word for fact in facts for word in things.details(fact)})),
        "topics": "; ".join(sorted(topics)),
        "confidence": max((things.confidence[fact] for fact in facts if fact in things.confidence), default=""),
        "documents": len(sources),
        "sources": "; ".join(sources),
        "evidence": passages[0].text if passages else "",
        **Counter(each for row in {row.fact: row for row in rows}.values() for each in _counted(row, things)),
    }
    told = [float(row.told["weight"]) for row in rows if "weight" in row.told]
    return Edge(
        id=identifier,
        source=source,
        target=target,
        label=styles[kind].label,
        type=local(kind),
        directed=rows[0].directed,
        weight=sum(told) if told else float(len(facts) or len(rows)),
        values={name: value for name, value in values.items() if value != ""},
        start=first,
        end=last,
        colour=styles[kind].colour,
        passages=passages,
    )


def _counted(row: _Row, things: Things) -> list[str]:
    """The kind of the fact behind a row, in small letters, where the type of the edge does not say it."""
    kind = things.classes.get(row.fact)
    return [local(kind.value).lower()] if kind and "type" not in row.told else []


def _sources(rows: Iterable[_Row], facts: Iterable[str], things: Things) -> set[str]:
    documents = {row.told["document"] for row in rows if "document" in row.told}
    documents = documents.union(*(things.documents.get(fact, ()) for fact in facts))
    return {things.sources.get(each, (each, ""))[0] for each in documents}


def _passages(rows: Iterable[_Row], facts: Iterable[str], things: Things) -> tuple[Passage, ...]:
    """The first of each fact, in the order of the facts, then the others."""
    told = [Passage(row.told["evidence"], row.told.get("document", "")) for row in rows if "evidence" in row.told]
    of_facts = [things.passages(fact) for fact in facts]
    every = [*told, *(each[0] for each in of_facts if each), *(passage for each in of_facts for passage in each[1:])]
    return tuple(dict.fromkeys(every))[:_PASSAGES]


def _period(rows: Iterable[_Row], things: Things) -> tuple[str, str]:
    dates = {date for row in rows if row.fact for date in things.dates(row.fact)}
    dates |= {row.told[name] for row in rows for name in ("first", "last") if name in row.told}
    return min(dates, default=""), max(dates, default="")


def _made_up(edges: Mapping[_Key, list[_Row]]) -> dict[str, _End]:
    return {
        iri: _End(row.told[f"{end}Label"], row.told.get(f"{end}Class", ""))
        for rows in edges.values()
        for row in rows
        for end, iri in (("source", row.source), ("target", row.target))
        if f"{end}Label" in row.told
    }


def _node(iri: str, made_up: _End, edges: Iterable[Edge], things: Things) -> Node:
    kind = ox.NamedNode(made_up.kind) if made_up.kind else things.classes.get(iri)
    hint = terms.display_hints().get(kind) if kind else None
    own = things.dates(iri) if "Event" in things.kinds(iri) else []
    dates = own or [date for edge in edges for date in (edge.start, edge.end) if date]
    values: dict[str, Value] = {
        "country": ";".join(things.countries(iri)),
        "post": "; ".join(sorted({things.caption(post) for post in things.values(iri, "holdsPost")})),
        "date": min(own, default=""),
        "documents": len(things.documents.get(iri, ())),
        "degree": sum(1 + (edge.source == edge.target) for edge in edges),
        "weighted_degree": sum(edge.weight * (1 + (edge.source == edge.target)) for edge in edges),
    }
    return Node(
        id=iri,
        label=made_up.label or things.caption(iri),
        type=local(kind.value) if kind else "Thing",
        values={name: value for name, value in values.items() if value != ""},
        start=min(dates, default=""),
        end=max(dates, default=""),
        colour=hint.color if hint else _PLAIN,
        shape=hint.shape if hint else "ellipse",
    )


def _sized(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Area by weighted degree: the largest is six times as wide as one that nothing leads to."""
    most = max((float(node.values["weighted_degree"]) for node in nodes), default=0.0) or 1.0
    return tuple(replace(node, size=round(8 + 40 * (float(node.values["weighted_degree"]) / most) ** 0.5, 2)) for node in nodes)


def _edge_styles(kinds: Iterable[str], things: Things) -> dict[str, Style]:
    """Colours of classes; types that share one are dashed differently, in the order of their labels."""
    styles: dict[str, Style] = {}
    used: Counter[str] = Counter()
    for label, kind in sorted((_called(kind, things), kind) for kind in kinds):
        hint = terms.display_hints().get(ox.NamedNode(kind)) if "://" in kind else None
        colour = hint.color if hint else _PLAIN
        styles[kind] = Style(label, colour, _DASHES[used[colour] % len(_DASHES)])
        used[colour] += 1
    return styles


def _called(kind: str, things: Things) -> str:
    """The label of a class or property, by IRI or local name; a word of the view is its own."""
    if "://" in kind:
        return things.name(kind)
    known = {local(each.value): each.value for each in terms.display_hints()}
    return things.name(known[kind]) if kind in known else kind

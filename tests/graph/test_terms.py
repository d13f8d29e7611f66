"""Terms come from the ontology; an unknown one is an error that names the nearest."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from kg.errors import DataError
from kg.graph.terms import BC, DCTERMS, ID, RDFS, display_hints, superclasses, superproperties, term, topic

OKABE_ITO = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999"}
SHAPES = {"ellipse", "rectangle", "diamond", "triangle", "pentagon", "hexagon", "octagon", "star"}


def test_a_term_is_its_node() -> None:
    assert term("Meeting") == BC("Meeting")
    assert term("calls-for").value == "https://w3id.org/bicoop/ns#calls-for"
    assert topic("trade") == ID("topic/trade")
    assert DCTERMS("title").value == "http://purl.org/dc/terms/title"


@pytest.mark.parametrize(
    ("ask", "name", "nearest"),
    [(term, "Meting", "Meeting"), (term, "particpant", "participant"), (topic, "rails", "rail"), (term, "list-agent-1", "")],
)
def test_an_unknown_term_is_refused(ask: Callable[[str], object], name: str, nearest: str) -> None:
    with pytest.raises(DataError, match=rf"ontology\.ttl defines no (term|topic) '{re.escape(name)}'; the nearest is '{nearest}"):
        ask(name)


@pytest.mark.parametrize(
    ("name", "above"), [("Visit", ["Event"]), ("Mechanism", ["Framework"]), ("Event", []), ("Person", []), ("Topic", [])]
)
def test_superclasses_lie_within_the_ontology(name: str, above: list[str]) -> None:
    assert superclasses(term(name)) == tuple(term(up) for up in above)


def test_superproperties() -> None:
    assert superproperties(term("visitor")) == (term("participant"),) == superproperties(term("signatory"))
    assert superproperties(term("topic")) == ()


def test_display_hints_can_be_drawn_and_told_apart() -> None:
    hints = display_hints()
    assert list(hints) == sorted(hints, key=str)
    for hint in hints.values():
        assert hint.drawn in {"node", "edge", "none"}
        assert hint.color in OKABE_ITO
        assert hint.shape in SHAPES
        assert (hint.drawn == "edge") == (hint.source is not None) == (hint.target is not None)
    assert Counter((hint.color, hint.shape) for hint in hints.values()).most_common(1)[0][1] == 1
    assert hints[term("Person")].caption == RDFS("label")
    cooperation = hints[term("Cooperation")]
    assert cooperation.source == cooperation.target == term("party")

"""Stores for tests of pages, and how a function is asked without a server."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from kg import pipeline
from kg.graph.store import Store
from kg.graph.writing import write_nquads
from kg.web.answers import Answer

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
BASE = "https://w3id.org/bicoop/id/"
NS = "https://w3id.org/bicoop/ns#"


def told() -> Store:
    """The two texts of the README, in which one man is told of twice."""
    store = Store.memory()
    report = pipeline.build([EXAMPLE / "texts"] if (EXAMPLE / "texts").is_dir() else [EXAMPLE], store)
    assert report.documents == 2
    return store


def hostile(folder: Path) -> Store:
    """A graph whose every word means harm."""
    script = "<script>alert(1)</script>"
    person, document = ox.NamedNode(f"{BASE}person/x"), ox.NamedNode(f"{BASE}document/d")
    fact, passage = ox.NamedNode(f"{BASE}statement/d/1"), ox.NamedNode(f"{BASE}passage/d/0-9")
    rdf, rdfs = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
    terms = "http://purl.org/dc/terms/"
    number = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (document, f"{rdf}type", ox.NamedNode(f"{NS}Document")),
        (document, f"{terms}identifier", ox.Literal("d")),
        (document, f"{terms}language", ox.Literal('en" onclick="alert(1)')),
        (document, f"{NS}sha256", ox.Literal(script)),
        (document, f"{terms}title", ox.Literal(f"{script} title")),
        (document, f"{terms}source", ox.Literal("javascript:alert(1)")),
        (person, f"{rdf}type", ox.NamedNode(f"{NS}Person")),
        (person, f"{rdfs}label", ox.Literal(f'\u202eBo\u0007 "{script}', language="en")),
        (person, f"{NS}caption", ox.Literal(f"Bo {script}", language="en")),
        (
            person,
            "http://www.w3.org/2004/02/skos/core#altLabel",
            ox.Literal("\u062d\u0633\u0646 <img src=x onerror=alert(1)>", language="ar"),
        ),
        (fact, f"{rdf}type", ox.NamedNode(f"{NS}Statement")),
        (fact, f"{NS}speaker", person),
        (fact, f"{NS}topic", ox.NamedNode("javascript:alert(1)")),
        (fact, f"{NS}evidence", passage),
        (fact, f"{NS}rule", ox.Literal(f"{script}.rule")),
        (fact, f"{NS}confidence", ox.Literal("0.5", datatype=number)),
        (passage, f"{rdf}type", ox.NamedNode(f"{NS}Passage")),
        (passage, f"{NS}document", document),
        (passage, f"{NS}start", ox.Literal("0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
        (passage, f"{NS}end", ox.Literal("9", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
        (passage, f"{NS}text", ox.Literal(f"</p>{script} {{{{ 7*7 }}}}")),
    ]
    quads = (ox.Quad(subject, ox.NamedNode(name), value, document) for subject, name, value in said)
    write_nquads(quads, folder / "hostile.nq")
    return Store.load(folder / "hostile.nq")


def asker(path: str = "/", language: str = "en", **parameters: str) -> dict[str, object]:
    return {"root": "", "language": language, "path": path, "parameters": list(parameters.items())}


def text(answer: Answer) -> str:
    """The body, as text."""
    assert not callable(answer.body)
    return b"".join(answer.body).decode("utf-8")


def address(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(list(parameters))}"

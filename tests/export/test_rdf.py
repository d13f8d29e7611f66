"""The graph itself, read by rdflib and by Raptor."""

import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import QueryError
from kg.export.formats import format_named
from kg.export.rdf import RDF, RDF_FORMATS
from kg.graph.store import Store
from kg.graph.writing import UNIONS, write

# rdflib 7.6 uses it itself, reading TriG and JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

NAMES = {"nquads": "nquads", "trig": "trig", "jsonld": "json-ld", "turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}
"""Our names, and rdflib's."""
ODD = 'say "<b>&amp;"\n\r\t\\ שלום \u202e👩‍👩‍👧 ]]> \u2028'
_LABEL = "SELECT ?label WHERE { ?thing a bc:Person ; rdfs:label ?label } ORDER BY ?label"


def written(store: Store, form: RDF, folder: Path) -> tuple[Path, int]:
    path = folder / f"g{form.suffix}"
    return path, form.write(store, path)


@pytest.mark.parametrize("form", RDF_FORMATS, ids=[each.name for each in RDF_FORMATS])
def test_rdflib_reads_every_statement(form: RDF, store: Store, tmp_path: Path) -> None:
    path, count = written(store, form, tmp_path)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format=NAMES[form.name])
    assert len(list(dataset.quads())) == count
    assert count == (len({quad.triple for quad in store.quads()}) if form.suffix in UNIONS else len(list(store.quads())))
    prefixes = "PREFIX bc: <https://w3id.org/bicoop/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    read = [str(row[0]) for row in dataset.query(prefixes + _LABEL)]  # type: ignore[index]
    assert read == [row[0].value for row in store.query(_LABEL).rows] and len(read) == 3  # type: ignore[union-attr]


@pytest.mark.skipif(shutil.which("rapper") is None, reason="raptor2-utils is not installed")
@pytest.mark.parametrize("name", ["nquads", "trig", "turtle", "ntriples", "rdfxml"])
def test_raptor_reads_every_statement(name: str, store: Store, tmp_path: Path) -> None:
    form = format_named(name)
    assert isinstance(form, RDF)
    path, count = written(store, form, tmp_path)
    done = subprocess.run(["rapper", "-q", "-i", name, "-o", "nquads", path.as_uri()], capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == count


@pytest.mark.parametrize("suffix", sorted(form.suffix for form in RDF_FORMATS))
def test_odd_text_survives(suffix: str, tmp_path: Path) -> None:
    store = Store.memory()
    subject, graph = ox.NamedNode("https://w3id.org/bicoop/id/x"), ox.NamedNode("https://w3id.org/bicoop/id/document/d")
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store._open.add(ox.Quad(subject, label, ox.Literal(ODD, language="en"), graph))
    store._open.add(ox.Quad(subject, label, ox.Literal("bell\x07"), graph))
    write(store, tmp_path / f"g{suffix}")
    data = (tmp_path / f"g{suffix}").read_bytes()
    form = ox.RdfFormat.from_extension(suffix[1:])
    read = {quad.object.value for quad in ox.parse(data, format=form)}  # type: ignore[union-attr]
    assert read == {ODD, "bell\ufffd" if suffix == ".rdf" else "bell\x07"}
    other = rdflib.Dataset(default_union=True)
    other.parse(data=data, format=NAMES[next(form.name for form in RDF_FORMATS if form.suffix == suffix)])
    assert {str(value) for value in other.objects()} == read


def test_a_property_without_a_name_is_no_rdfxml(tmp_path: Path) -> None:
    store = Store.memory()
    thing = ox.NamedNode("https://example.org/1")
    store._open.add(ox.Quad(thing, thing, thing))
    with pytest.raises(QueryError, match=r"example\.org/1> cannot be written as RDF/XML.*Turtle"):
        write(store, tmp_path / "g.rdf")
    assert not list(tmp_path.iterdir())

"""What the seeds say, in full: the graph of each document as sorted N-Quads."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.graph.dataset import document_quads
from kg.graph.writing import write_nquads
from kg.pipeline import extract
from kg.reading.document import read_document
from kg.reading.folder import Source, sources

Golden = Callable[[Path, str], None]
HERE = Path(__file__).parent
SEEDS = sources([HERE.parents[1] / "seeds"]).items


def test_the_seeds_are_there() -> None:
    kept = {path.stem for path in (HERE / "seeds").glob("*.nq")}
    assert kept == {source.id for source in SEEDS} != set(), "a golden graph without its seed, or a seed without: make golden"


@pytest.mark.parametrize("source", SEEDS, ids=lambda source: source.id)
def test_graph_of_a_seed(source: Source, golden: Golden) -> None:
    output = io.BytesIO()
    write_nquads(document_quads(extract(read_document(source))), output)
    golden(HERE / "seeds" / f"{source.id}.nq", output.getvalue().decode("utf-8"))

"""The street from a text to facts, in a process that does other things too."""

import gc
from collections.abc import Callable

import pytest

import kg.pipeline
from kg.model import Document, DocumentId

TEXT = Document(DocumentId("text"), "Minister Ada Quist met Ivo Tarn in Lisbon.", "en")


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_reading_leaves_the_collector_as_it_was(wanted: bool, fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    annotate: Callable[[Document], object] = kg.pipeline.annotate

    def watched(document: Document) -> object:
        seen.append(gc.isenabled())
        if fails:
            raise RuntimeError
        return annotate(document)

    monkeypatch.setattr(kg.pipeline, "annotate", watched)
    try:
        if not wanted:
            gc.disable()
        try:
            kg.pipeline.extract(TEXT)
        except RuntimeError:
            assert fails
        assert (seen, gc.isenabled()) == ([False], wanted)
    finally:
        gc.enable()

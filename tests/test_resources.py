"""Tables are read as they stand, and what is wrong with one is told with file and line."""

from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError

COLUMNS = ("form", "kind")


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that `resources.table("words.tsv", …)` reads."""
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "words.tsv"


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_rows_are_told_with_their_lines(words: Path, end: str) -> None:
    words.write_text(f"# source\nform\tkind\n\nquay\tplace\n# of water\nété\t{end}", encoding="utf-8")
    assert list(resources.table("words.tsv", COLUMNS)) == [(4, ("quay", "place")), (6, ("été", ""))]
    assert resources.first_column("words.tsv") == ["quay", "été"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("form\tsort\n", r"words.tsv:1: columns are \('form', 'sort'\)"),
        ("form\tkind\nquay\n", "words.tsv:2: 1 cells, expected 2"),
        ("form\tkind\nquay\ta\npier\tb\nquay\ta", "words.tsv:4: the same row stands on line 2"),
    ],
)
def test_a_table_that_is_none_is_refused(words: Path, text: str, message: str) -> None:
    words.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        list(resources.table("words.tsv", COLUMNS))

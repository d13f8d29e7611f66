"""The table of decisions: what is written comes back; what is wrong is refused with file and line."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.identified import Decision, Member, Verdict
from kg.identity.decisions import COLUMNS, read_decisions, write_decisions
from kg.model import DocumentId, EntityId


def member(document: str, entity: str) -> Member:
    return Member(DocumentId(document), EntityId(entity))


SAME = Decision(member("a", "person/x"), member("b", "person/y"), Verdict.SAME, 0.875, "same name", "person.full-name")
HAND = Decision(
    member("a\\t/\tb", "person/x"),
    member("b", "person/x"),
    Verdict.DIFFERENT,
    0.0,
    "father\nand son \\n",
    None,
    "2026-05-01T10:00:00Z",
    "ida",
)


def test_what_is_written_comes_back_sorted(tmp_path: Path) -> None:
    path = tmp_path / "new" / "decisions.tsv"
    write_decisions(path, [HAND, SAME])
    assert read_decisions(path) == (SAME, HAND)
    assert [p.name for p in path.parent.iterdir()] == ["decisions.tsv"]


ROW = "a\tperson/x\tb\tperson/y\tsame\t1\tr\t\t\t"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["left\tright"], ":1: columns are"),
        (["\t".join(COLUMNS), "a\tb"], ":2: 2 cells, expected 10"),
        (["\t".join(COLUMNS), ROW.replace("same", "maybe")], ":2: the verdict is 'maybe', expected one of same, different"),
        (["\t".join(COLUMNS), ROW.replace("\t1\t", "\t1.5\t")], ":2: the score is '1.5'"),
        (["\t".join(COLUMNS), ROW, ROW], ":3: the pair a person/x and b person/y stands twice"),
        (["\t".join(COLUMNS), "a\tperson/x\ta\tperson/x\tsame\t1\tr\t\t\t"], ":2: both sides are a person/x"),
        (["\t".join(COLUMNS), "\tperson/x\ta\tperson/x\tsame\t1\tr\t\t\t"], ":2: left_document is empty"),
    ],
)
def test_wrong_tables_are_refused(tmp_path: Path, rows: list[str], told: str) -> None:
    path = tmp_path / "d.tsv"
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_decisions(path)
    assert told in str(error.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_decisions(tmp_path / "none.tsv")


def test_a_pair_given_in_the_other_order_is_turned(tmp_path: Path) -> None:
    path = tmp_path / "d.tsv"
    path.write_text("\t".join(COLUMNS) + "\nb\tperson/y\ta\tperson/x\tsame\t1\tr\t\t\t\n", encoding="utf-8")
    (decision,) = read_decisions(path)
    assert decision.left == member("a", "person/x")

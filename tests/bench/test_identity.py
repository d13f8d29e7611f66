"""The benches of identity: pairs are found and compared with labels; the generator is deterministic, and identity right on it."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

TEXT = """---
published: {date}
lang: en
---
The Minister of Trade of Portugal, {name}, met the Minister of Trade of Japan, Ken Arato, in Lisbon on 5 May 2031.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    for document, name in (("a", "Ada Marie Quist"), ("b", "Ada Quist")):
        (texts / f"{document}.txt").write_text(TEXT.format(date="2031-05-06", name=name), encoding="utf-8")
    return texts


@pytest.fixture
def run(
    pairs: ModuleType, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    def told(*more: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["identity.py", str(folder), str(tmp_path / "labels.tsv"), *more])
        code = pairs.main()
        return code, capsys.readouterr().out

    return told


def test_labels_that_are_missing_are_told(run: Callable[..., tuple[int, str]]) -> None:
    code, told = run()
    assert code == 1
    assert "there are no labels" in told


def test_what_is_put_together_is_compared_with_the_labels(run: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    _, listed = run("--list")
    rows = [line.split("\t") for line in listed.splitlines()]
    assert {row[1].partition("/")[0] for row in rows} == {"person", "meeting"}
    same = ["yes" if row[1].partition("/")[0] != "meeting" else "no" for row in rows]
    lines = ["\t".join((*row[:4], label, "")) for row, label in zip(rows, same, strict=True)]
    (tmp_path / "labels.tsv").write_text("\n".join(["header", *lines]), encoding="utf-8")
    code, told = run()
    assert code == 0
    assert "person     one by label    2  put together    2  right    2  precision 1.000  recall 1.000" in told
    assert "event      one by label    0  put together    1  right    0  precision 0.000  recall 1.000" in told
    assert "wrong: a meeting/1 — b meeting/1" in told


def test_the_generator_is_deterministic_and_identity_right_on_it(growth: ModuleType) -> None:
    first, again, other = (list(growth.generate(80, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    told = growth.measure(400, 1)
    assert told["person_precision"] >= 0.99
    assert told["person_recall"] >= 0.95
    assert told["event_precision"] >= 0.99
    assert told["event_recall"] >= 0.9

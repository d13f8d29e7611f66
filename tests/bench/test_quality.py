"""Scoring prints what the scorer says beside the last release; the page holds the figures of the run."""

import json
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = "# Quality\n<!-- table: quality -->\nstale\n<!-- end -->\nAfter.\n"


def figures(f1: float, documents: int = 3) -> dict[str, dict[str, float]]:
    row = {"precision": 0.9, "recall": 0.7, "f1": f1, "gold": 10, "predicted": 8}
    return {"people": row, "mean F1": {"f1": f1, "documents": documents}}


@pytest.fixture
def ledger(quality: ModuleType, tmp_path: Path) -> Path:
    path = tmp_path / "history.tsv"
    path.write_text("# Source: invented.\n" + "\t".join(quality.COLUMNS) + "\n", encoding="utf-8")
    return path


def test_each_language_is_scored_by_itself(quality: ModuleType, gold: Path, scorer: Path, tmp_path: Path) -> None:
    found = quality.measure(gold, scorer, errors=tmp_path / "errors.txt")
    assert list(found) == ["en", "fr"]
    assert found["en"]["people"]["gold"] >= 4, "the folder was built"
    assert found["fr"]["mean F1"] == {"f1": 2 / 3, "documents": 1}
    assert (tmp_path / "errors.txt").read_text(encoding="utf-8") == "text\tpeople\tmissed\ten\ntext\tpeople\tmissed\tfr\n"
    assert list(quality.measure(gold, scorer, ["fr"])) == ["fr"]


def test_what_is_missing_is_said(quality: ModuleType, gold: Path, scorer: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no labelled texts at .*nowhere"):
        quality.demand(tmp_path / "nowhere", scorer)
    with pytest.raises(SystemExit, match=r"no scorer at .*nothing"):
        quality.demand(gold, tmp_path / "nothing.py")


def test_a_text_that_cannot_be_read_is_no_figure(quality: ModuleType, gold: Path, scorer: Path) -> None:
    (gold / "one.txt").write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(SystemExit, match="one"):
        quality.measure(gold, scorer)


def test_a_release_is_recorded_once_and_stands_beside_the_next(quality: ModuleType, ledger: Path) -> None:
    assert quality.last(quality.history(ledger), "en") is None
    assert "no release" in quality.table("en", figures(0.5), None)
    quality.record(ledger, "1.0.0", "2031-05-06", {"en": figures(0.8), "fr": figures(0.6)})
    quality.record(ledger, "1.1.0", "2031-06-07", {"en": figures(0.75)})
    with pytest.raises(SystemExit, match=r"has version 1\.1\.0 already"):
        quality.record(ledger, "1.1.0", "2031-06-08", {"en": figures(0.9)})
    rows = quality.history(ledger)
    assert [(row["version"], row["language"], row["people"]) for row in rows] == [
        ("1.0.0", "en", "0.800"), ("1.0.0", "fr", "0.600"), ("1.1.0", "en", "0.750"),
    ]  # fmt: skip
    told = quality.table("en", figures(0.7), quality.last(rows, "en"))
    assert "release 1.1.0" in told
    assert re.search(r"^people +0\.900 +0\.700 +0\.700 +10 +8 +0\.750 +-0\.050$", told, re.MULTILINE)
    assert "release 1.0.0" in quality.table("fr", figures(0.7), quality.last(rows, "fr"))


def test_a_ragged_history_is_refused(quality: ModuleType, ledger: Path) -> None:
    with ledger.open("a", encoding="utf-8") as file:
        file.write("1.0.0\t2031-05-06\n")
    with pytest.raises(SystemExit, match=r"history\.tsv:3: expected the 16 columns"):
        quality.history(ledger)


def test_the_history_kept_here_is_whole(quality: ModuleType) -> None:
    rows = quality.history()
    assert len({(row["version"], row["language"]) for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"])
        assert all(0 <= float(row[family]) <= 1 for family in (*quality.FAMILIES, quality.MEAN) if row[family])


def test_the_page_shows_both_sides_and_the_gap(quality_page: ModuleType) -> None:
    kept = {"commit": "abc1234", "dev": {"en": figures(0.9), "fr": figures(0.8)}, "blind": {"en": figures(0.65)}}
    page = quality_page.written(PAGE, kept)
    assert page.startswith("# Quality\n<!-- table: quality -->\nMeasured at `abc1234`.\n")
    assert page.endswith("<!-- end -->\nAfter.\n") and "stale" not in page
    assert "3 development texts, 3 blind texts." in page
    assert "| people | 0.900 | 0.700 | 0.900 | 10 | 8 | 0.900 | 0.700 | 0.650 | -0.250 |" in page
    assert "| people | 0.900 | 0.700 | 0.800 | 10 | 8 |\n" in page
    assert quality_page.written(page, kept) == page


def test_the_page_says_where_blind_texts_were_not_scored(quality_page: ModuleType) -> None:
    assert "not scored in this run" in quality_page.written(PAGE, {"commit": "", "dev": {"en": figures(0.9)}})


@pytest.mark.parametrize("page", ["no markers\n", PAGE + PAGE])
def test_a_page_without_its_one_place_is_refused(quality_page: ModuleType, page: str) -> None:
    with pytest.raises(SystemExit, match="expected 1"):
        quality_page.written(page, {"commit": "", "dev": {"en": figures(0.9)}})


def test_blind_figures_are_of_the_same_code(
    quality: ModuleType, quality_page: ModuleType, gold: Path, scorer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, kept = tmp_path / "page.md", tmp_path / "deep" / "figures.json"
    page.write_text(PAGE, encoding="utf-8")
    command = ["x", "--figures", str(kept), "--blind", str(gold), "--scorer", str(scorer), "--page", str(page)]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit, match="run make score first"):
        quality_page.main()
    quality.keep(kept, {"commit": "another", "dev": {"en": figures(0.9)}})
    with pytest.raises(SystemExit, match="is of another"):
        quality_page.main()
    monkeypatch.setattr(quality_page, "commit", lambda: "another")
    quality_page.main()
    assert "blind F1" in page.read_text(encoding="utf-8")
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert set(told) == {"commit", "dev", "blind"} and set(told["blind"]["en"]) == {"people", "mean F1"}


def test_the_page_kept_here_has_its_tables(quality_page: ModuleType, tmp_path: Path) -> None:
    copy = tmp_path / "quality.md"
    shutil.copy(ROOT / "docs" / "quality.md", copy)
    page = copy.read_text(encoding="utf-8")
    (part,) = re.findall(r"^<!-- table: quality -->\n(.*?)^<!-- end -->$", page, re.MULTILINE | re.DOTALL)
    for language in ("English", "French"):
        assert re.search(rf"^### {language}\n\n\d+ development texts", part, re.MULTILINE)
    for family in quality_page.FAMILIES:
        assert len(re.findall(rf"^\| {family} \| \d\.\d{{3}} \|", part, re.MULTILINE)) == 2, family

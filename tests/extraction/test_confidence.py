"""The confidence of a rule comes from the measured table; a table that is none is refused with file and line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError
from kg.extraction import confidence as module
from kg.extraction.confidence import confidence

Fill = Callable[[str], None]


@pytest.fixture
def fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fill]:
    path = tmp_path / "confidence.tsv"
    monkeypatch.setattr(resources, "data", lambda name: tmp_path / name)

    def forget() -> None:
        module._table.cache_clear()
        module.confidence.cache_clear()

    def write(rows: str) -> None:
        path.write_text(f"# Source: invented.\nrule\tconfidence\tjudged\n{rows}", encoding="utf-8")
        forget()

    yield write
    forget()


def test_a_rule_that_was_never_measured_has_its_familys(fill: Fill) -> None:
    fill("meeting\t0.8\t20\nmeeting.met\t0.93\t12\n")
    assert confidence("meeting.met") == 0.93
    assert confidence("meeting.by-chance") == confidence("meeting") == 0.8


def test_a_family_without_a_row_is_refused(fill: Fill) -> None:
    fill("meeting\t0.8\t20\n")
    with pytest.raises(DataError, match=r"no row for rule 'visit\.travel'"):
        confidence("visit.travel")


@pytest.mark.parametrize("value", ["1.2", "-0.1", "high", "nan", ""])
def test_what_is_no_confidence_is_refused(fill: Fill, value: str) -> None:
    fill(f"meeting\t0.8\t20\nvisit\t{value}\t3\n")
    with pytest.raises(DataError, match=r"confidence\.tsv:4: .*visit"):
        confidence("meeting")


def test_a_rule_that_stands_twice_is_refused(fill: Fill) -> None:
    fill("meeting\t0.8\t20\nmeeting\t0.7\t20\n")
    with pytest.raises(DataError, match=r"confidence\.tsv:4: meeting stands twice"):
        confidence("meeting")

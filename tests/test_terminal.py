"""Tables and text on a terminal."""

import io

import pytest

from kg import terminal


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_table_aligns_and_ends_lines_without_blanks() -> None:
    assert terminal.table(("a", "bb"), [("x", "y"), ("long", "")], columns=80) == "a     bb\n────  ──\nx     y\nlong\n"


def test_table_of_no_rows_is_its_header() -> None:
    assert terminal.table(("a", "bb"), [], columns=80) == "a  bb\n─  ──\n"


@pytest.mark.parametrize("columns", [20, 40, 60, 200])
def test_table_wraps_into_the_width_and_loses_no_word(columns: int) -> None:
    words = " ".join(f"w{n}" for n in range(60))
    drawn = terminal.table(("one", "two", "three"), [("a", words, "b c d"), (words, "x", "")], columns=columns)
    narrowest = 8 * 3 + 2 * 2
    assert max(map(len, drawn.splitlines())) <= max(columns, narrowest)
    for n in range(60):
        assert drawn.split().count(f"w{n}") == 2


def test_table_counts_columns_not_characters() -> None:
    lines = terminal.table(("name", "n"), [("日本", "1"), ("e\u0301e", "2"), ("abcd", "3")], columns=80).splitlines()
    assert [terminal.width(line[: line.index(digit)]) for line, digit in zip(lines[2:], "123", strict=True)] == [6, 6, 6]


def test_table_refuses_a_row_of_another_width() -> None:
    with pytest.raises(ValueError, match="zip"):
        terminal.table(("a", "b"), [("only one",)])


def test_cells_are_one_line_and_safe() -> None:
    drawn = terminal.table(("a",), [("x\ny\x1b[31m\u202ez",)], columns=80)
    assert drawn.splitlines()[2] == "x y\ufffd[31m\ufffdz"


def test_safe_is_one_for_one() -> None:
    text = "a\x00b\x1b\x9b\u202e\u2066\ud800c\n\t\r"
    assert len(terminal.safe(text)) == len(text)
    assert terminal.safe(text) == "a\ufffdb\ufffd\ufffd\ufffd\ufffd\ufffdc\n\t\ufffd"
    terminal.safe(text).encode("utf-8")


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert terminal.colourful(Screen())
    assert not terminal.colourful(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not terminal.colourful(Screen())

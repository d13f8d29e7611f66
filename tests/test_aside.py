"""A file is whole or as it was."""

import stat
from pathlib import Path

import pytest

from kg.aside import aside


def test_what_is_written_takes_the_place_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    with aside(path) as file:
        file.write(b"first")
        assert not path.exists()
    with aside(path) as file:
        file.write(b"second")
        assert path.read_bytes() == b"first"
    assert path.read_bytes() == b"second"
    assert [each.name for each in path.parent.iterdir()] == ["file.txt"]
    plain = tmp_path / "plain"
    plain.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
def test_after_an_error_it_is_what_it_was(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"first")
    with pytest.raises(type(error)), aside(path) as file:
        file.write(b"half")
        raise error
    assert path.read_bytes() == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]


def test_two_at_once_are_both_whole(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    with aside(path) as one:
        one.write(b"one")
        with aside(path) as other:
            other.write(b"other")
        assert path.read_bytes() == b"other"
    assert path.read_bytes() == b"one"

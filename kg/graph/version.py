"""The `version` file of a store's directory: its format, and under which base its things live."""

from pathlib import Path

from kg.aside import aside
from kg.errors import GraphError
from kg.settings import Settings

__all__ = ["BEFORE", "VERSION", "read_version", "write_version"]

VERSION = "bicoop-store 3"
"""First line of the file; the second is the base."""

BEFORE = "bicoop-store 2"
"""What opening for writing brings to this version: it had no snapshots, and its rows were of none."""


def read_version(directory: Path, *known: str) -> tuple[str, Settings]:
    """Version and settings of a store. Raises GraphError where the version is not one of the known."""
    file = directory / "version"
    version, base = [*file.read_text(encoding="utf-8").splitlines(), "", ""][:2]
    if version not in known:
        advice = "build the store again with this version of kg"
        if version == BEFORE:
            advice = f"open it for writing once: kg update --store {directory}"
        raise GraphError(f"{file}: found {version!r}, expected {VERSION!r}; {advice}")
    return version, Settings(base)


def write_version(directory: Path, settings: Settings) -> None:
    """Say that the store is of this version and whole: a store that is being made has no such file yet."""
    with aside(directory / "version") as file:
        file.write(f"{VERSION}\n{settings.base}\n".encode())

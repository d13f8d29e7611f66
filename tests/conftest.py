"""Golden files: what a test expects, kept as a file beside it and renewed by one command (`make golden`). The sample's facts."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from kg.graph.store import Store
from kg.model import DocumentFacts

# No test is timed, and none depends on chance: the same examples are tried everywhere, however busy the machine is.
settings.register_profile("stable", deadline=None, derandomize=True)
settings.load_profile("stable")

Golden = Callable[[Path, str], None]
Filled = Callable[[Store], Store]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write golden files instead of comparing with them; runs no other test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--renew"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(path, text)` fails where the file does not hold exactly that text; with --renew it writes the file."""
    renew = request.config.getoption("--renew")

    def check(path: Path, text: str) -> None:
        if renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            return
        assert path.is_file(), f"{path} is missing: run `make golden` and read what it writes"
        kept = path.read_bytes().decode("utf-8")
        assert text.split("\n") == kept.split("\n"), f"{path.name} differs; where the new text is right, run `make golden`"

    return check


@pytest.fixture(scope="session")
def sample() -> tuple[DocumentFacts, ...]:
    """What the texts of tests/sample.py say, made by hand."""
    facts: tuple[DocumentFacts, ...] = runpy.run_path(str(Path(__file__).with_name("sample.py")))["sample"]()
    return facts


@pytest.fixture(scope="session")
def filled(sample: tuple[DocumentFacts, ...]) -> Filled:
    """`filled(store)` puts the sample's facts into a store."""

    def fill(store: Store) -> Store:
        for facts in sample:
            store.add(facts)
        store.finish()
        return store

    return fill

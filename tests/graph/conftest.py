"""The test graph, made once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from facts import collected, filled

from kg.graph.store import Store


@pytest.fixture(scope="session")
def graph() -> Store:
    return filled(Store.memory())


@pytest.fixture(scope="session")
def collection() -> Store:
    return collected(Store.memory())

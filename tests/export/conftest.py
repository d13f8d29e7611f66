"""The sample as a network."""

from collections.abc import Callable

import pytest

from kg.export.drawing import draw
from kg.export.network import Network
from kg.graph.store import Store


@pytest.fixture(scope="module")
def drawn(filled: Callable[[Store], Store]) -> Network:
    return draw(filled(Store.memory()))

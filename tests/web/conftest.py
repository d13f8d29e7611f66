"""A store of the sample's two texts, a real server on it, and the application itself without one."""

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest

from kg.graph.store import Store
from kg.web.app import Front
from kg.web.limits import Limits

Serve = Callable[..., "contextmanager[str]"]


@pytest.fixture(scope="session")
def directory(filled: Callable[[Store], Store], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store's directory; nobody writes there."""
    place = tmp_path_factory.mktemp("served") / "store"
    filled(Store.open(place, create=True)).close()
    return place


@contextmanager
def serving(*arguments: str | Path) -> Iterator[str]:
    """`kg serve` with arguments, on any free port: its address, as `http://127.0.0.1:40000`."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *map(str, arguments)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stderr is not None
        told = []
        address = None
        for line in process.stderr:
            told.append(line)
            if found := re.search(r"http://\S+?(?=/sparql)", line):
                address = found[0]
                break
        assert address, "".join(told)
        try:
            yield address
        finally:
            process.terminate()
            process.stderr.read()
            assert process.wait(timeout=30) == 0


@pytest.fixture(scope="session")
def server(directory: Path) -> Iterator[str]:
    """The address of one server for all tests."""
    with serving("--store", directory) as address:
        yield address


@asynccontextmanager
async def fronted(directory: Path, limits: Limits | None = None, **options: object) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application, with processes of its own and no server between."""
    front = Front(directory, limits or Limits(queries=1), **options)  # type: ignore[arg-type]
    await front.start()
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(front), base_url="http://kg.test", timeout=600) as client:  # type: ignore[arg-type]
            yield client
    finally:
        await front.stop()


@pytest.fixture(scope="session")
def serve() -> Serve:
    """`with serve("--store", directory, …) as address:` starts a server for one test."""
    return serving


@pytest.fixture(scope="session")
def front() -> Callable[..., object]:
    """`async with front(directory, limits) as client:` asks the application without a server."""
    return fronted

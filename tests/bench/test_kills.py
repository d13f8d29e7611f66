"""A handful of the kills of `bench/kills.py`: whatever they fall into, the store keeps its promises."""

from pathlib import Path
from types import ModuleType


def test_a_killed_command_leaves_the_store_whole(kills: ModuleType, tmp_path: Path) -> None:
    found = kills.run([], kills=6, seed=1, out=tmp_path / "kills")
    assert found.faults == []
    assert found.counts["kills"] == 6


def test_what_is_wrong_with_a_store_is_told(kills: ModuleType, tmp_path: Path) -> None:
    collection = kills.Collection(tmp_path / "store", held={"one": "a text", "two": "a text"})
    kills._look(collection, {"one": "another text"}, frozenset(["one"]), collection.counts)
    assert collection.faults == ["there is no store any more"]
    texts = [kills.invented(kills.Random(seed)) for seed in range(3)]
    collection = kills.Collection(tmp_path / "kept")
    wanted = kills._written(collection, dict(zip(("one", "two"), texts, strict=False)))
    reported, killed = kills._command(collection, "add", wanted, delay=600)
    assert (reported, killed) == ({"one", "two"}, False)
    kills._look(collection, {"one": texts[0]}, frozenset(["one"]), collection.counts)
    assert [fault.split(" is ")[0] for fault in collection.faults] == ["two"]
    collection.faults.clear()
    kills._look(collection, {"two": texts[2]}, frozenset(["two"]), collection.counts)
    assert [fault.split(" is ")[0] for fault in collection.faults] == ["two", "two"]

"""The programs of bench/ as modules, and a scorer small enough to be seen at once."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
SCORER = '''
"""Matching by equal names, in the shape of the scorer proper."""
import json, pathlib, re
BC = "https://w3id.org/bicoop/ns#"
def same(a, b): return float(a == b)
same_person = same_name = same_post = same
def any_same(test, xs, ys): return max((test(x, y) for x in xs for y in ys), default=0.0)
def match(gold, told, test):
    pairs, used = [], set()
    for i, g in enumerate(gold):
        for j, t in enumerate(told):
            if j not in used and test(g, t):
                used.add(j)
                pairs.append((i, j))
                break
    return pairs
def agent_test(names, persons): return lambda wanted, iri: any_same(same, wanted, names[iri])
def main(argv):
    graph, gold, *rest = argv
    options = dict(zip(rest[::2], rest[1::2]))
    people = len(set(re.findall(r"/person/[^>]+", pathlib.Path(graph).read_text(encoding="utf-8"))))
    row = {"precision": 0.5, "recall": 1.0, "f1": 2 / 3, "gold": people, "predicted": people}
    pathlib.Path(options["--json"]).write_text(json.dumps({"people": row, "mean F1": 2 / 3}))
    if "--errors" in options:
        pathlib.Path(options["--errors"]).write_text("text\\\\tpeople\\\\tmissed\\\\t" + options["--lang"] + "\\\\n")
    print("table")
'''


@pytest.fixture
def scorer(tmp_path: Path) -> Path:
    path = tmp_path / "scorer.py"
    path.write_text(SCORER.replace("\\\\", "\\"), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two labelled texts, one a language."""
    folder = tmp_path / "labelled"
    folder.mkdir()
    texts = {
        "one": ("en", "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon."),
        "two": ("fr", "Le Président du Chili, Ivo Tarn, a rencontré la Présidente du Pérou, Ana Lorca, à Lima."),
    }
    for name, (language, text) in texts.items():
        (folder / f"{name}.txt").write_text(f"---\nlang: {language}\n---\n{text}\n", encoding="utf-8")
        (folder / f"{name}.json").write_text(f'{{"id": "{name}", "lang": "{language}"}}', encoding="utf-8")
    return folder


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module(name)


@pytest.fixture
def quality(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return module("quality", monkeypatch)


@pytest.fixture
def quality_page(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return module("quality_page", monkeypatch)


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return module("confidence", monkeypatch)


@pytest.fixture
def pairs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return module("identity", monkeypatch)


@pytest.fixture
def growth(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return module("identity_growth", monkeypatch)


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return module("kills", monkeypatch)

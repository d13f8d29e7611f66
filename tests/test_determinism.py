"""The same texts give the same bytes: under any hash seed, from any folder, in any order of the paths."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXTS = {
    "talks.txt": """---
published: 2031-05-06
---
The Minister of Trade of Portugal, Ada Quist, met her Japanese counterpart, Ken Arato, in Lisbon on Monday.
The two ministers discussed tourism, fisheries, energy, education and security. They signed a Memorandum of Understanding on
Fisheries, an Agreement on Tourism and a Joint Action Plan (JAP).
“Our cooperation on tourism and on the fight against terrorism is growing,” Quist said. Both sides welcomed the dialogue.
""",
    "visit.txt": """Chilean Foreign Minister Ivo Tarn will visit Morocco on 12 June 2031 to attend the Ocean Summit in Rabat.
He will meet the Moroccan Minister of Energy, Sana Belkor, and the Minister of Health, Omar Tazil.
Tarn stressed the importance of renewable energy, water and climate change. The two countries cooperate on migration.
""",
    "call.txt": """Peruvian President Ana Lorca spoke by phone with Norwegian Prime Minister Nils Ravnal on 3 March 2031.
They agreed to deepen cooperation on defence, trade and human rights between Peru, Norway and the European Union.
""",
}
WRITTEN = ("g.nq", "g.trig", "g.ttl", "g.jsonld", "g.graphml", "g.gexf", "g.dot", "talks.html", "told.txt")
SCRIPT = """
import contextlib, sys
from kg.cli import main
texts = sys.argv[1:]
with open("told.txt", "w", encoding="utf-8") as told, contextlib.redirect_stdout(told):
    for suffix in ("nq", "trig", "ttl", "jsonld"):
        assert main(["build", *texts, "--out", f"g.{suffix}"]) == 0
    for form in ("graphml", "gexf", "dot"):
        assert main(["export", form, "--graph", "g.nq", "--out", f"g.{form}"]) == 0
    for query in ("meetings", "statements", "topics-by-year", "officials", "pairs"):
        assert main(["query", query, "--graph", "g.nq"]) == 0
    assert main(["show", "PT-JP", "--graph", "g.nq"]) == 0
    assert main(["explain", f"{texts[0]}/talks.txt", "--html", "talks.html"]) == 0
"""


def built(folder: Path, seed: str, texts: str = "texts") -> dict[str, bytes]:
    """Every file that the commands write in that folder, under a hash seed."""
    (folder / texts).mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / texts / name).write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, texts], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name: (folder / name).read_bytes() for name in WRITTEN}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("seed-0"), "0")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_hash_seed_changes_no_byte(first: dict[str, bytes], tmp_path: Path, seed: str) -> None:
    assert first["g.nq"].count(b"ns#evidence>") > 20
    other = built(tmp_path, seed)
    assert [name for name in WRITTEN if first[name] != other[name]] == []


def test_the_place_of_the_folder_changes_no_byte(first: dict[str, bytes], tmp_path: Path) -> None:
    other = built(tmp_path / "elsewhere", "0", "other/name")
    assert [name for name in WRITTEN if name != "told.txt" and first[name] != other[name]] == []


def test_the_order_of_the_paths_changes_no_byte(tmp_path: Path) -> None:
    from kg.cli import main

    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [str(tmp_path / name) for name in TEXTS]
    assert main(["build", *paths, "--out", str(tmp_path / "one.nq")]) == 0
    assert main(["build", *reversed(paths), "--out", str(tmp_path / "two.nq")]) == 0
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()

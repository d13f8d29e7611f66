"""A vault, checked against what Obsidian's help says of names, links and properties; no Obsidian opens it here."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.export.formats import writer
from kg.export.network import Network, Node
from kg.export.obsidian import file_name, markdown
from kg.export.writer import clean


def notes(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix()[:-3]: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))}


def properties(note: str) -> dict[str, object]:
    _, front, _ = note.split("---\n", 2)
    return {name: json.loads(value) for name, value in re.findall(r'^"(\w+)": (.+)$|^(?=.)', front, re.MULTILINE)}


def test_a_note_has_its_properties_links_and_passages(mixed: Network, tmp_path: Path) -> None:
    writer("obsidian").write(mixed, tmp_path / "v")
    vault = notes(tmp_path / "v")
    assert list(vault) == ["country/Japan", "index", "person/Ada Quist", "place/Lisbon"]
    quist = vault["person/Ada Quist"]
    assert properties(quist) == {
        "iri": "https://example.org/a", "type": "Person", "aliases": ["Ada Quist"], "start": "2024", "end": "2025-02",
        "country": "PT", "degree": 3, "tags": ["Person"],
    }  # fmt: skip
    assert quist.partition("---\n\n")[2] == (
        "# Ada Quist\n\n## praised\n\n- [[place/Lisbon|Lisbon]]\n\n## visited\n\n"
        "- [[place/Lisbon|Lisbon]] (2024-02 to 2024-05-03)\n    > Quist flew to “Lisbon”. — talks, 2024-05-04\n"
    )
    assert "## ← visited\n\n- [[person/Ada Quist|Ada Quist]]" in vault["place/Lisbon"]
    assert vault["country/Japan"].count("[[country/Japan|Japan]]") == 1, "what joins a thing with itself is told once"
    assert vault["index"].count("[[") == 3
    graph = json.loads((tmp_path / "v" / ".obsidian" / "graph.json").read_text(encoding="utf-8"))
    assert graph["colorGroups"][0] == {"query": "tag:#Person", "color": {"a": 1, "rgb": 0x0072B2}}


def test_every_link_leads_to_a_note_and_every_note_has_a_name_of_its_own(all_odd: Network, tmp_path: Path) -> None:
    writer("obsidian").write(all_odd, tmp_path / "v")
    vault = notes(tmp_path / "v")
    assert len(vault) == len(all_odd.nodes) + 1
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in vault}) == len(vault)
    for name, note in vault.items():
        assert not re.search(r'[\\:*?"<>|#^\[\]\x00-\x1f]', name) and not name.endswith((".", " "))
        links = re.findall(r"\[\[([^|\]]*)\|([^\]]*)\]\]", note)
        assert links and {target for target, _ in links} <= set(vault)
    labels = {properties(note)["aliases"][0] for name, note in vault.items() if name != "index"}  # type: ignore[index]
    assert labels == {clean(node.label).replace("[[", "[ [") for node in all_odd.nodes}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ida Sorn", "Ida Sorn"), ("a/b\\c:d", "a b c d"), ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("Lpt1", "_Lpt1"),
        ("Consul", "Consul"), ("...", "unnamed"), ("", "unnamed"), (".hidden.", "hidden"), ("[[x|y]]#z^w", "x y z w"),
        ("e\u0301", "é"), ("\u202eabc", "abc"), ("é" * 100, "é" * 60), ("النص", "النص"), ("two\nlines", "two lines"),
    ],
)  # fmt: skip
def test_names_that_every_system_can_have(text: str, name: str) -> None:
    assert file_name(text) == name
    assert len(name.encode("utf-8")) <= 120


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*bold* _it_", r"\*bold\* \_it\_"), ("[[x]]", r"\[\[x\]\]"), ("# h #tag", r"\# h \#tag"), ("1. x", r"\1. x"),
        ("- x", r"\- x"), ("<b>&amp;", r"\<b\>&amp;amp;"), ("two\nlines", "two lines"), ("$x^2$", r"\$x\^2\$"),
        ("3 May", "3 May"),
    ],
)  # fmt: skip
def test_text_is_no_markdown(text: str, written: str) -> None:
    assert markdown(text) == written


def test_too_many_notes_are_refused(tmp_path: Path) -> None:
    nodes = tuple(Node(f"n{number}", "x", "Person") for number in range(50_001))
    with pytest.raises(QueryError, match="50001"):
        writer("obsidian").write(Network("n", "", nodes), tmp_path / "v")
    assert not list(tmp_path.iterdir())

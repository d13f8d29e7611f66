"""A vault of linked notes (https://help.obsidian.md), one a thing, as Obsidian reads it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import QueryError
from kg.export.json_files import encoded
from kg.export.network import Edge, Network, Node, Passage
from kg.export.writer import clean, replacing_folder, write_lines

__all__ = ["Obsidian", "file_name", "markdown"]

_NOTES = 50_000
"""Notes up to which a vault is of use: Obsidian reads each one at its start."""
_LENGTH = 120
"""Bytes of a file's name; the shortest limit in use is 143 (encrypted home folders), and a number may follow."""

# Neither in the names of Windows, macOS, Linux and Android nor in links of Obsidian; what turns the line's direction is not seen.
_UNFIT = re.compile(r'[\\/:*?"<>|#^\[\]%\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]+')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$=^%])")
_LISTS = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


class Obsidian:
    """A folder of folders, one for each type: a note has its values as properties, its links, and the passages behind them.

    Names of files are those of the things, without what some system or Obsidian's links cannot have; where two would be one
    (capitals and accents' forms aside) a number follows. White space in names becomes one space. The colours of types are those
    of Obsidian's graph.
    """

    name = "obsidian"
    suffix = ".vault"
    description = "a folder of linked notes: Obsidian, any Markdown editor"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. Edges are held until their notes are written. Raises QueryError where it would be too many notes."""
        if len(network.nodes) > _NOTES:
            raise QueryError(
                f"a vault holds up to {_NOTES} notes, and this network has {len(network.nodes)}: "
                "narrow it with filters, or export gexf"
            )
        notes = _named(network)
        edges: dict[str, list[Edge]] = {}
        for edge in network.edges:
            for end in dict.fromkeys((edge.source, edge.target)):
                edges.setdefault(end, []).append(edge)
        with replacing_folder(path, self.name) as folder:
            for node in network.nodes:
                write_lines(folder / f"{notes[node.id].path}.md", _note(node, edges.get(node.id, []), notes))
            write_lines(folder / "index.md", _index(network, notes))
            write_lines(folder / ".obsidian" / "graph.json", [_graph_colours(network)])


class _Note:
    def __init__(self, path: str, label: str) -> None:
        self.path = path
        """Below the vault, without the suffix; `/` between."""
        self.label = label

    def __str__(self) -> str:
        """A link to it."""
        shown = re.sub(r"[\[\]|]", " ", " ".join(clean(self.label).split())).strip() or self.path.rpartition("/")[2]
        return f"[[{self.path}|{shown}]]"


def file_name(text: str) -> str:
    """A name that every system can give a file and Obsidian can link to; `unnamed` where nothing is left."""
    name = " ".join(_UNFIT.sub(" ", unicodedata.normalize("NFC", clean(text))).split()).strip(". ")
    if _DEVICES.match(name):
        name = f"_{name}"
    return name.encode("utf-8")[:_LENGTH].decode("utf-8", "ignore").rstrip(". ") or "unnamed"


def markdown(text: str) -> str:
    """Text on one line in which nothing is a mark of Markdown, HTML, a tag or a formula."""
    plain = " ".join(clean(text).split())
    return _LISTS.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", plain)).replace("&", "&amp;")


def _named(network: Network) -> Mapping[str, _Note]:
    taken: set[str] = {"index"}
    notes = {}
    for node in network.nodes:
        folder, name = file_name(_type_label(node, network)), file_name(node.label)
        path, number = f"{folder}/{name}", 1
        while (key := unicodedata.normalize("NFKC", path).casefold()) in taken:
            number += 1
            path = f"{folder}/{name} {number}"
        taken.add(key)
        notes[node.id] = _Note(path, node.label)
    return notes


def _type_label(node: Node, network: Network) -> str:
    style = network.node_styles.get(node.type)
    return style.label if style else node.type


def _note(node: Node, edges: list[Edge], notes: Mapping[str, _Note]) -> Iterator[str]:
    properties: dict[str, object] = {"iri": _property(node.id), "type": clean(node.type), "aliases": [_property(node.label)]}
    properties |= {name: date for name, date in (("start", node.start), ("end", node.end)) if date}
    properties |= {name: _property(value) if isinstance(value, str) else value for name, value in node.values.items()}
    properties["tags"] = [_tag(node.type)]
    yield "---\n"
    # What JSON writes is YAML too, and no text can end it.
    yield from (f"{encoded(clean(name))}: {encoded(value)}\n" for name, value in properties.items())
    yield f"---\n\n# {markdown(node.label) or 'unnamed'}\n"
    by_label: dict[str, list[Edge]] = {}
    for edge in edges:
        by_label.setdefault(_heading(edge, node), []).append(edge)
    for heading, some in sorted(by_label.items()):
        yield f"\n## {markdown(heading)}\n\n"
        for edge in some:
            yield from _link(edge, notes[edge.target if edge.source == node.id else edge.source])


def _property(text: str) -> str:
    """Obsidian takes a property in double brackets for a link: a space goes between them."""
    return clean(text).replace("[[", "[ [")


def _heading(edge: Edge, node: Node) -> str:
    """A direction's own: what leads here is told apart from what leads away."""
    label = edge.label or edge.type
    return f"← {label}" if edge.directed and edge.source != node.id else label


def _link(edge: Edge, other: _Note) -> Iterator[str]:
    dates = " to ".join(dict.fromkeys(date for date in (edge.start, edge.end) if date))
    yield f"- {other}{f' ({dates})' if dates else ''}\n"
    passages = edge.passages or tuple(Passage(str(text), "") for text in (edge.values.get("evidence"),) if text)
    for text, document, date in passages:
        source = ", ".join(each for each in (document, date) if each)
        yield f"    > {markdown(text)}{f' — {markdown(source)}' if source else ''}\n"


def _index(network: Network, notes: Mapping[str, _Note]) -> Iterator[str]:
    yield f"# {markdown(network.title)}\n"
    types = sorted({_type_label(node, network) for node in network.nodes})
    for type_ in types:
        yield f"\n## {markdown(type_)}\n\n"
        yield from (f"- {notes[node.id]}\n" for node in network.nodes if _type_label(node, network) == type_)


def _tag(type_: str) -> str:
    return re.sub(r"[^\w/-]", "-", clean(type_))


def _graph_colours(network: Network) -> str:
    groups = [
        {"query": f"tag:#{_tag(type_)}", "color": {"a": 1, "rgb": int(style.colour[1:], 16)}}
        for type_, style in network.node_styles.items()
    ]
    return encoded({"colorGroups": groups, "showTags": False, "showArrow": True}) + "\n"

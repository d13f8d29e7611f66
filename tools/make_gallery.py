"""Draws every view of the seeds into docs/pictures, for docs/views.md: `make gallery`."""

from pathlib import Path

import kg
from kg.export.drawing import draw
from kg.export.formats import writer
from kg.export.view import catalogue

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    """Write docs/pictures/VIEW.svg for each view."""
    graph = kg.build([ROOT / "seeds"])
    for view in catalogue():
        path = PICTURES / f"{view.name}.svg"
        drawn = draw(graph.store, view.name)
        writer("svg").write(drawn, path)
        print(f"{path.relative_to(ROOT)}: {len(drawn.nodes)} nodes, {len(drawn.edges)} edges, {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()

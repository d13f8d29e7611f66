"""How much of the area of shown labels lies upon other labels, in Chromium: `python bench/label_overlap.py GRAPH [VIEW…]`.

For the picture (SVG) of each view, and for the page (HTML) as it opens and after two turns of the wheel. Needs Chromium, node and
the packages of tests/peers (`make peers`).
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from kg import load, terminal
from kg.export.drawing import draw
from kg.export.formats import writer

SCRIPT = Path(__file__).resolve().parents[1] / "tests" / "peers" / "open_page.mjs"


def seen(browser: str, path: Path) -> Any:
    """What tests/peers/open_page.mjs tells of a file."""
    done = subprocess.run(["node", str(SCRIPT), browser, str(path)], capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)


def main() -> None:
    """Print a table: labels shown and the share of their area that overlaps."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("graph", type=Path)
    arguments.add_argument("views", nargs="*", default=["entities", "countries", "officials"])
    asked = arguments.parse_args()
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None or shutil.which("node") is None:
        sys.exit("chromium or node is not installed")
    rows = []
    with load(asked.graph) as graph, tempfile.TemporaryDirectory() as folder:
        for view in asked.views:
            drawn = draw(graph.store, view)
            for name in ("svg", "html"):
                path = Path(folder, f"{view}.{name}")
                writer(name).write(drawn, path)
                told = seen(browser, path)
                for number, each in enumerate(told.get("views", [told])):
                    nodes = str(len(drawn.nodes))
                    rows.append((view, f"{name}, wheel {number}", nodes, str(each["labels"]), f"{each['overlap']:.2%}"))
    print(terminal.table(("view", "file", "nodes", "labels shown", "overlap"), rows), end="")


if __name__ == "__main__":
    main()

"""The drawing as PNG: the SVG of kg.export.svg, taken by a browser that is installed; else Graphviz draws."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.errors import QueryError
from kg.export.dot import Graphviz
from kg.export.network import Network
from kg.export.svg import SVG
from kg.export.writer import replacing

__all__ = ["PNG"]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PATIENCE = 120
_WIDEST = 8000
"""Pixels; browsers refuse much more, and a larger drawing is made smaller."""


class PNG:
    """The same picture as SVG where Chromium or Chrome is installed; its bytes are those of that browser and its fonts."""

    name = "png"
    suffix = ".png"
    description = "PNG: a picture, taken by Chromium or Chrome or drawn by Graphviz, one of which must be installed"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. Raises QueryError where there is neither a browser nor Graphviz, or where it does not come to an end."""
        browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
        if browser is None:
            Graphviz("png", "").write(network, path)
            return
        with tempfile.TemporaryDirectory() as folder:
            drawing, picture = Path(folder, "network.svg"), Path(folder, "network.png")
            SVG().write(network, drawing)
            self._take(browser, drawing, picture)
            with replacing(path) as file:
                file.write(picture.read_bytes())

    @staticmethod
    def _take(browser: str, drawing: Path, picture: Path) -> None:
        with drawing.open(encoding="utf-8") as file:
            width, height = (int(side) for side in re.findall(r' (?:width|height)="(\d+)"', file.readline())[:2])
        scale = min(1.0, _WIDEST / max(width, height))
        command = [
            browser, "--headless", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={picture.parent / 'profile'}",
            f"--window-size={width},{height}", f"--force-device-scale-factor={scale:.4f}", f"--screenshot={picture}",
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),  # its sandbox refuses root
            drawing.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise QueryError(f"{browser} took no picture in {_PATIENCE} s: export svg, which needs no browser") from error
        if not picture.is_file():
            told = done.stderr.decode("utf-8", "replace").strip()[-300:]
            raise QueryError(f"{browser} took no picture: {told}; export svg, which needs no browser")

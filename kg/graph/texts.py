"""The texts of documents, kept by the hash of their UTF-8."""

from pathlib import Path

__all__ = ["FolderTexts", "MemoryTexts"]


class MemoryTexts:
    """Texts of this process."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def keep(self, sha256: str, text: str) -> None:
        """Keep a text under its hash."""
        self._texts[sha256] = text

    def get(self, sha256: str) -> str | None:
        """The text, None where it is not kept."""
        return self._texts.get(sha256)

    def forget(self, sha256: str) -> None:
        """Let a text go."""
        self._texts.pop(sha256, None)


class FolderTexts:
    """Texts as files `<sha256>.txt` of a folder, byte for byte."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, sha256: str, text: str) -> None:
        """Write a text under its hash, aside and then renamed, so that none is ever half."""
        path = self._path(sha256)
        part = path.with_suffix(".part")
        part.write_bytes(text.encode("utf-8"))
        part.replace(path)

    def get(self, sha256: str) -> str | None:
        """The text, None where it is not kept or no longer UTF-8."""
        try:
            return self._path(sha256).read_bytes().decode("utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def forget(self, sha256: str) -> None:
        """Remove a text."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.txt"

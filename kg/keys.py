"""Readable keys of entities: `Ann Lee` → `ann-lee`."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["Keys", "folded", "slug"]

_EXTRA = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "e"})
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Words in lower case, letters and digits of any script without diacritics, single spaces between; may be empty."""
    plain = name.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain.translate(_EXTRA)) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))


def slug(name: str) -> str:
    """The folded words joined by hyphens; `x` where none is left."""
    return folded(name).replace(" ", "-") or "x"


class Keys:
    """Hands out keys that are unique within a document, in order of asking."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def key(self, kind: str, name: str) -> str:
        """`kind/slug`, with a number from the second on."""
        base = f"{kind}/{slug(name)[:80].rstrip('-')}"
        count = self._taken[base] = self._taken.get(base, 0) + 1
        return base if count == 1 else f"{base}-{count}"

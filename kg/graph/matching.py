"""Which things of the graph a user's words may mean."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping

__all__ = ["exact", "fold", "holding", "near"]


def fold(text: str) -> str:
    """Lower case, without accents; marks and spaces become single spaces."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = (sign if sign.isalnum() else " " for sign in decomposed if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())


def exact(wanted: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Keys one of whose names is the wanted one but for case, accents and marks, sorted."""
    folded = fold(wanted)
    return sorted(key for key, given in names.items() if any(fold(name) == folded for name in given))


def holding(wanted: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Keys one of whose names holds every word of the wanted one, sorted."""
    words = set(fold(wanted).split())
    return sorted(key for key, given in names.items() if words and any(words <= set(fold(name).split()) for name in given))


def near(wanted: str, names: Iterable[str], count: int = 5) -> list[str]:
    """The names most like the wanted one, best first; none where nothing is like it."""
    folded = {fold(name): name for name in sorted(names, reverse=True)}
    return [folded[match] for match in difflib.get_close_matches(fold(wanted), sorted(folded), count, 0.6)]

"""Readable keys of clusters, from what the cluster holds and nothing else; never one key for two."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from kg.identified import Member
from kg.keys import slug

__all__ = ["Wanted", "best_label", "fit", "hand_out"]

_LONGEST = 80
_LANGUAGES = ("en", "fr")
"""Whose labels are preferred, in this order."""


class Wanted(NamedTuple):
    """A cluster and the key that it asks for."""

    members: Sequence[Member]
    key: str
    """Below the kind."""
    suffix: str
    """What is appended where another cluster asks for the same: `.MA`; empty where nothing fits."""


def fit(key: str, tail: str = "") -> str:
    """A key and its tail in at most 80 characters; what is cut off is told apart by a few hexadecimals."""
    ascii_key = key.encode("ascii", "ignore").decode()
    if ascii_key != key:
        ascii_key = f"{ascii_key.strip('-.')}-{sha256(key.encode()).hexdigest()[:8]}".strip("-")
    if len(ascii_key) + len(tail) <= _LONGEST:
        return ascii_key + tail
    mark = sha256(key.encode()).hexdigest()[:6]
    return f"{ascii_key[: _LONGEST - len(tail) - 7].rstrip('-.')}-{mark}{tail}"


def best_label(names: Iterable[tuple[str, str]]) -> str:
    """The name for the key, of (language, name): English before French, then most words, most often used, code points."""
    count = Counter(names)
    rank = {language: i for i, language in enumerate(_LANGUAGES)}
    return min(count, key=lambda n: (rank.get(n[0], len(rank)), -len(slug(n[1]).split("-")), -count[n], slug(n[1]), n[1]))[1]


def hand_out(kind: str, wanted: Iterable[Wanted], taken: frozenset[str] = frozenset()) -> dict[Member, str]:
    """`kind/key` for the members of each cluster.

    A key that two clusters ask for, or that is taken, goes to none of them: each gets its suffix, and where that does not tell
    them apart, the document of its least member, and at last a hash of that member.
    """
    used = set(taken)
    keys: dict[Member, str] = {}
    left = sorted(wanted, key=lambda w: min(w.members))
    forms: tuple[Callable[[Wanted], str], ...] = (
        lambda w: fit(w.key),
        lambda w: fit(w.key, w.suffix) if w.suffix else "",
        lambda w: fit(w.key, f"--{slug(min(w.members).document)}"[:50]),
        lambda w: fit(w.key, f"-{sha256(chr(0).join(min(w.members)).encode()).hexdigest()[:12]}"),
    )
    for form in forms:
        count = Counter(map(form, left))
        after = []
        for each in left:
            key = form(each)
            if key and count[key] == 1 and key not in used:
                used.add(key)
                keys |= dict.fromkeys(each.members, f"{kind}/{key}")
            else:
                after.append(each)
        left = after
    return keys

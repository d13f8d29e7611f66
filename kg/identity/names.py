"""Names of persons compared: word by word, by folded form, sound and small differences of spelling."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from kg import resources
from kg.keys import folded

__all__ = ["Likeness", "Name", "compare", "name_of", "sound"]


@cache
def _forms(kind: str) -> tuple[tuple[str, ...], ...]:
    """The rows of one kind of names.tsv."""
    rows = resources.table("world/names.tsv", ("kind", "forms"))
    return tuple(tuple(row.cells[1].split("|")) for row in rows if row.cells[0] == kind)


@cache
def _words(kind: str) -> Mapping[str, str]:
    """Each form of one kind → the first form of its row."""
    return {form: forms[0] for forms in _forms(kind) for form in forms}


class Name(NamedTuple):
    """A person's name taken apart."""

    words: tuple[str, ...]
    """Folded, without particles, regnal numbers and generations; initials are single letters."""
    number: str
    """Regnal number or generation: `vi`, `jr`; empty where there is none."""
    plain: str
    """All letters without spaces and particles, by which a compound and its parts agree (Abdel Fattah, Abdelfattah)."""

    @property
    def full(self) -> bool:
        """Whether the name names one person: two words or more, or a regnal number."""
        return sum(len(w) > 1 for w in self.words) > 1 or (bool(self.words) and self.number in _words("number"))


class Likeness(StrEnum):
    """How two full names stand to each other."""

    EQUAL = "equal"
    ORDER = "order"
    """The same words in another order."""
    CONTAINED = "contained"
    """One has words (middle names, further surnames) or initials that the other leaves out; both open with the same one."""
    HEADLESS = "headless"
    """The longer has a word before the shorter's first: perhaps a father's name."""
    SPELLING = "spelling"
    """As EQUAL or CONTAINED, but for small differences of spelling."""
    NUMBER = "number"
    """Alike, but regnal numbers or generations differ."""
    GIVEN = "given"
    """The same surname, other given names."""
    OTHER = "other"


_APOSTROPHE = re.compile(r"['’ʼ‘`]")


@lru_cache(maxsize=262144)
def name_of(name: str) -> Name:
    """Take a name apart."""
    words = folded(_APOSTROPHE.sub("", name)).split()
    number = ""
    last = name.split()[-1] if name.split() else ""
    regnal = last.isupper() and not name.isupper() and words[-1:] and words[-1] in _words("number")  # `Mohan VI`, not `Jun Xi`
    if len(words) > 1 and (regnal or words[-1] in _words("generation")):
        number = _words("generation").get(words[-1], words[-1])
        words = words[:-1]
    if len(words) > 2 and words[0] in _words("title"):
        words = words[1:]
    kept = tuple(w for w in words if w not in _words("particle")) or tuple(words)
    return Name(kept, number, "".join(kept))


@lru_cache(maxsize=262144)
def sound(word: str) -> str:
    """A word by its sound: `Tchisekedi`, `Tshisekedi` → `shisekedi`."""
    for spelling, plain in _forms("sound"):
        if spelling[0] == "^":
            word = plain + word[len(spelling) - 1 :] if word.startswith(spelling[1:]) else word
        else:
            word = word.replace(spelling, plain)
    out = [c for i, c in enumerate(word) if i == 0 or c != word[i - 1]]
    while len(out) > 3 and out[-1] in "eh":
        out.pop()
    return "".join(out)


@lru_cache(maxsize=262144)
def _like(a: str, b: str) -> float:
    """How alike two words of names are: 1 equal, 0.9 another form, initial or the same sound, 0.8 a small difference, 0 other."""
    if a == b:
        return 1.0
    if min(len(a), len(b)) == 1:
        return 0.9 if a[0] == b[0] else 0.0
    if a in _words("given") and _words("given")[a] == _words("given").get(b):
        return 0.9
    first, second = sound(a), sound(b)
    if first == second:
        return 0.9
    shorter = min(len(first), len(second))
    bones = tuple("".join(c for c in s if c not in "aeiou") for s in (first, second))
    if bones[0] == bones[1] and len(bones[0]) >= 4:
        return 0.8
    if {a[-1], b[-1]} == {"a", "o"}:
        return 0.0  # Maria is not Mario
    allowed = 2 if shorter >= 9 else 1 if shorter >= 5 else 0
    return 0.8 if allowed and first[0] == second[0] and _distance(first, second, allowed) <= allowed else 0.0


def _distance(a: str, b: str, limit: int) -> int:
    """Edits between two words; more than `limit` where there are more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1]


@lru_cache(maxsize=262144)
def compare(a: Name, b: Name) -> Likeness:
    """How two full names stand to each other; the order of the two does not matter."""
    short, long = sorted((a, b), key=lambda n: (len(n.words), n))
    found = _compare_words(short.words, long.words)
    if found in (Likeness.OTHER, Likeness.GIVEN) and sound(short.plain) == sound(long.plain):
        found = Likeness.EQUAL if short.plain == long.plain else Likeness.SPELLING
    if a.number != b.number and found not in (Likeness.OTHER, Likeness.GIVEN):
        if {a.number, b.number} <= {"", "jr"}:
            return Likeness.NUMBER if found is Likeness.HEADLESS else Likeness.HEADLESS
        return Likeness.NUMBER
    return found


def _compare_words(short: tuple[str, ...], long: tuple[str, ...]) -> Likeness:
    if short == long:
        return Likeness.EQUAL
    if sorted(short) == sorted(long):
        return Likeness.ORDER
    scores = _aligned(short, long)
    if scores is None or sum(s >= 0.8 for s in scores) < 2:
        return Likeness.GIVEN if _like(short[-1], long[-1]) else Likeness.OTHER
    if not _like(short[0], long[0]):
        return Likeness.HEADLESS
    whole = any(s == 1.0 and len(w) > 1 for s, w in zip(scores, short, strict=True))
    initials = all(s == 1.0 or len(w) == 1 or w[0] in long for s, w in zip(scores, short, strict=True))
    return Likeness.CONTAINED if initials and whole else Likeness.SPELLING


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[float, ...] | None:
    """Likeness of each word of the shorter name to one of the longer, in order; None where a word has none."""
    scores: list[float] = []
    at = 0
    for word in short:
        best = next(((like, i) for i in range(at, len(long)) if (like := _like(word, long[i]))), None)
        if best is None:
            return None
        scores.append(best[0])
        at = best[1] + 1
    return tuple(scores)

"""The words of a text as search knows them: folded, with their stems, and where they stand.

What the index holds, what a query asks for, what is marked in a hit and what `bc:matches` says all come from here, so they
cannot differ. A word is folded as names are (kg.keys: case, accents and marks do not count). Its stems are those of English
and French (Snowball), whichever language the text is in: one text may hold both, and nobody says in which language he asks.
French stems are taken with and without accents, since who types "signees" means « signées ». Arabic words have Arabic stems.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from kg import resources
from kg.keys import folded

__all__ = ["HYPHENS", "Token", "Unit", "forms", "tokens", "units"]

_CHAINED = 3
"""Words joined by hyphens that are looked up as one too; longer chains are sentences more than words."""
_APOSTROPHES = frozenset("'’ʼ‘＇")
HYPHENS = frozenset("-‐‑")
"""Signs that join parts to a word."""
_ARABIC = re.compile("[\u0620-\u06ff]")


class Token(NamedTuple):
    """A word of a text."""

    start: int
    end: int
    """Code points, end excluded."""
    word: str
    """Folded, never empty, without a space."""
    stems: frozenset[str]
    particle: bool = False
    """Whether it is written onto another word with an apostrophe and says little: `l’` in « l’énergie », `s` in “Morocco’s”."""


class Unit(NamedTuple):
    """One token, or several joined by hyphens, by what it may be found besides its own form."""

    first: int
    end: int
    """Indices of tokens, end excluded."""
    stems: frozenset[str]


def tokens(text: str) -> list[Token]:
    """The words of a text, in order. Signs of scripts that write no spaces (Chinese, Japanese) are words each."""
    found: list[Token] = []
    for match in _word().finditer(text):
        word, stemmed = _forms(match[0])
        if word:
            found.append(Token(match.start(), match.end(), word, stemmed, _is_particle(text, *match.span(), word)))
    return found


def forms(text: str) -> list[tuple[str, frozenset[str]]]:
    """The words of a text folded, with their stems, in order: what `tokens` gives, without the places."""
    return [_forms(match[0]) for match in _word().finditer(text)]


def units(text: str, words: list[Token]) -> Iterator[Unit]:
    """Every token, and every chain of two or three joined by hyphens: “counter-terrorism” is found by “counterterrorism”."""
    for first, token in enumerate(words):
        yield Unit(first, first + 1, token.stems)
        for end in range(first + 2, min(first + _CHAINED, len(words)) + 1):
            if text[words[end - 2].end : words[end - 1].start] not in HYPHENS:
                break
            yield Unit(first, end, _joined(tuple(each.word for each in words[first:end])))


@lru_cache(maxsize=1 << 12)
def _joined(parts: tuple[str, ...]) -> frozenset[str]:
    """Stems of a word that is written in parts: those of the whole, and those of its parts joined (accords-cadres)."""
    return frozenset((*_stemmed("".join(parts)), *("".join(each) for each in zip(*map(_stemmed, parts), strict=False))))


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, frozenset[str]]:
    """The folded form of a word as it is written, and its stems."""
    plain = folded(word).replace(" ", "")
    found = set(_stemmed(plain)) if plain else set()
    if not word.isascii() and plain.isascii():
        found.add(folded(_stemmer("french").stemWord(unicodedata.normalize("NFC", word.lower()))))
    return plain, frozenset(found)


@lru_cache(maxsize=1 << 16)
def _stemmed(word: str) -> tuple[str, ...]:
    """Stems of a folded word, one a language; the word itself where its script has no stemmer or it holds digits."""
    if word.isascii():
        return (_stemmer("english").stemWord(word), _stemmer("french").stemWord(word)) if word.isalpha() else (word,)
    return (_stemmer("arabic").stemWord(word),) if _ARABIC.match(word) else (word,)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


@cache
def _stemmer(language: str) -> _Stemmer:
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer(language)
    return stemmer


def _is_particle(text: str, start: int, end: int, word: str) -> bool:
    if text[end : end + 1] in _APOSTROPHES and word in _elisions() and text[end + 1 : end + 2].isalnum():
        return True
    return word == "s" and text[max(start - 1, 0) : start] in _APOSTROPHES and text[max(start - 2, 0) : start - 1].isalnum()


@cache
def _elisions() -> frozenset[str]:
    return frozenset(row.cells[0].lower() for row in resources.table("fr/elisions.tsv", ("form",)))


@cache
def _word() -> re.Pattern[str]:
    """One sign of a script without spaces, or a run of letters, digits, and marks and joiners on and between them."""
    marks = "".join(re.escape(chr(code)) for code in range(0x300, 0xFE30) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
    single = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    letter = rf"(?![{single}ʼ])[^\W_]"
    return re.compile(rf"[{single}]|{letter}(?:{letter}|[{marks}\u00ad\u200c\u200d])*")

"""Text to tokens. Every token is an exact slice of the text and nothing but white space stands between them."""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from kg.annotated import Token

__all__ = ["fold", "fold_phrase", "norm", "tokenize"]

# Marks that belong to the letter before them (decomposed accents, vowel signs) and joiners without width.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0980-\u0983\u09bc-\u09cd"
)
_SILENT = "\u00ad\u200c\u200d\u2060"
_LETTERS = rf"[^\W_]+(?:[{_MARKS}{_SILENT}][^\W_]*)*"
# Order matters: dotted acronyms, numbers with separators and what is written onto them, possessive, words, marks.
_TOKEN = re.compile(
    rf"""
    ( (?:[^\W\d_]\.){{2,}}                                # U.S., H.E., a.m.
    | \d+(?:[.,]\d+)*(?:{_LETTERS})?                     # 1,200  2.5  93rd  1er  2.5bn
    | ['’`´‘][sS]\b(?=[^\w'’]|$)                         # possessive
    | {_LETTERS}(?:['’](?![sS]\b)(?=[^\W\d_]){_LETTERS})*  # words, N'Djamena, O'Brien, G20
    | \S
    )
    """,
    re.VERBOSE,
)
# Letters that Unicode does not decompose, one apostrophe, and nothing for what has no width.
_FOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ə": "e"}
    | dict.fromkeys("’ʼ‘", "'")
    | dict.fromkeys(_SILENT)
)
_DASHES = {"-", "‐", "‑", "–", "—", "−"}


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without diacritics, one apostrophe and one hyphen: `Nuñez` → `nunez`."""
    if word.isascii():
        return word.lower()
    if word in _DASHES:
        return "-" if word != "—" else "—"
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).lower())
    return "".join(c for c in plain.translate(_FOLDED) if not unicodedata.combining(c)) or word


def tokenize(text: str, elisions: frozenset[str] = frozenset()) -> list[Token]:
    """Cut a text into tokens.

    `elisions` are the particles that a language writes onto the next word with an apostrophe (`l`, `d`, `qu`); they become
    tokens of their own, apostrophe with them: `l'accord` → `l'`, `accord`. Before a capital, a capital particle is one only where
    it is listed in that form (`L'Intérieur`, but the name `N'Djamena`).
    """
    tokens: list[Token] = []
    append, new, shape = tokens.append, tuple.__new__, _shape
    pieces = _TOKEN.split(text)  # white space and tokens by turns
    ends = list(accumulate(map(len, pieces)))
    for space, piece, begin, end in zip(pieces[::2], pieces[1::2], ends[::2], ends[1::2], strict=False):
        word, start, glued = piece, begin, not space and begin > 0
        if elisions and not word.isalnum() and ("'" in word or "’" in word):
            cut = _elided(word, elisions)
            if cut:
                particle = word[:cut]
                append(Token(start, start + cut, particle, shape(particle)[0], glued, *shape(particle)[1:]))
                start, word, glued = start + cut, word[cut:], True
        folded, capital, norm, letters = shape(word)
        append(new(Token, (start, end, word, folded, glued, capital, norm, letters)))  # half the time of Token(...)
    return tokens


@lru_cache(maxsize=65536)
def _shape(word: str) -> tuple[str, bool, str, bool]:
    """A word's fold; whether it is capital (its first letter is, or its script has no case); its norm; whether it is no mark."""
    first = word[0]
    folded = fold(word)
    capital = first.isupper() or first.istitle() or (first.isalpha() and first.lower() == first.upper())
    return folded, capital, folded if word.isascii() else norm(word), first.isalnum()


def norm(word: str) -> str:
    """Lower case with diacritics and one apostrophe: `À` → `à`, `L’` → `l'`."""
    return unicodedata.normalize("NFC", word.lower()).replace("’", "'")


def _elided(word: str, elisions: frozenset[str]) -> int:
    """Length of the elided particle and its apostrophe at the start of a word; 0 if there is none."""
    at = min(i for i in (word.find("'"), word.find("’")) if i >= 0)
    particle, rest = word[:at], word[at + 1 : at + 2]
    listed = particle if particle[:1].isupper() and rest.isupper() else particle.lower()
    return at + 1 if listed in elisions and rest else 0


def fold_phrase(phrase: str, elisions: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The folded tokens of a lexicon entry."""
    if phrase.replace(" ", "").isalpha():
        return tuple(map(fold, phrase.split()))  # as the tokenizer would: nothing is parted or joined
    tokens = [token.fold for token in tokenize(phrase, elisions)]
    if tokens[-1:] == ["'"] and len(tokens) > 1 and tokens[-2] in elisions:
        tokens[-2:] = [tokens[-2] + "'"]  # an elided particle by itself
    return tuple(tokens)

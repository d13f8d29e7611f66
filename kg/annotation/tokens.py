"""Text to tokens. Every token is an exact slice of the text and nothing but white space stands between them."""

import re
import unicodedata
from functools import lru_cache

from kg.annotated import Token

__all__ = ["fold", "fold_phrase", "tokenize"]

# Order matters: dotted acronyms, numbers with separators and ordinals, possessive, words with inner apostrophes, marks.
_TOKEN = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}                                  # U.S., H.E., a.m.
    | \d+(?:[.,]\d+)*(?:st|nd|rd|th|er|ère|e|ème)?(?![^\W_])  # 1,200  2.5  93rd  1er
    | ['’]s\b                                             # possessive
    | [^\W_]+(?:['’](?!s\b)(?=[^\W\d_])[^\W_]+)*          # words, N'Djamena, O'Brien, G20
    | \S
    """,
    re.VERBOSE,
)
# Letters that Unicode does not decompose.
_EXTRA = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ə": "e", "’": "'", "ʼ": "'", "‘": "'"}
)
_DASHES = {"-", "‐", "‑", "–", "—", "−"}


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without diacritics, one apostrophe and one hyphen: `Nuñez` → `nunez`."""
    if word.isascii():
        return word.lower()
    if word in _DASHES:
        return "-" if word != "—" else "—"
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_EXTRA))
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or word


def tokenize(text: str, elisions: frozenset[str] = frozenset()) -> list[Token]:
    """Cut a text into tokens.

    `elisions` are the folded particles that a language writes onto the next word with an apostrophe (`l`, `d`, `qu`); they
    become tokens of their own, apostrophe with them: `l'accord` → `l'`, `accord`.
    """
    tokens: list[Token] = []
    previous = -1
    append = tokens.append
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        glued = start == previous
        if elisions and ("'" in word or "’" in word):
            cut = _elided(word, elisions)
            if cut:
                head = word[:cut]
                append(Token(start, start + cut, head, fold(head), glued, head[0].isupper()))
                start, word, glued = start + cut, word[cut:], True
        append(Token(start, end, word, fold(word), glued, word[0].isupper()))
        previous = end
    return tokens


def _elided(word: str, elisions: frozenset[str]) -> int:
    """Length of the elided particle and its apostrophe at the start of a word; 0 if there is none.

    `N'Djamena` is a name: a capital particle before a capital is one only where French writes articles so (`L'Intérieur`).
    """
    at = min(i for i in (word.find("'"), word.find("’")) if i >= 0)
    if at == 0 or fold(word[:at]) not in elisions:
        return 0
    if word[0].isupper() and word[at + 1 : at + 2].isupper() and word[0] not in "LDQ":
        return 0
    return at + 1


def fold_phrase(phrase: str, elisions: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The folded tokens of a lexicon entry."""
    if phrase.isascii() and phrase.isalpha():
        return (phrase.lower(),)
    return tuple(token.fold for token in tokenize(phrase, elisions))

"""In which language a text is written: told by its script, then by counting its stop words."""

import re
from functools import cache

from kg.resources import table

__all__ = ["LANGUAGES", "guess", "primary"]

LANGUAGES = ("en", "fr", "es", "ar")
"""Languages that can be told apart, ISO 639-1."""

_COUNTED = ("en", "fr", "es")  # the first is the answer where nothing speaks
_SAMPLE = 5_000
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")
_TWO_LETTERS = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ara": "ar"}


def guess(text: str) -> str:
    """The language of the first 5,000 characters.

    Arabic where most letters are Arabic: its clitics hide its stop words, and no other language of that script is known here.
    Else the language with most stop words; a word that two languages share decides nothing between them and speaks against
    the third. A text without evidence, such as a list of names, is taken for English.
    """
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    if 2 * len(_ARABIC.findall(sample)) > sum(map(len, words)):
        return "ar"
    return max(_COUNTED, key=lambda language: _hits(words, language))  # the first of equals


def primary(tag: str) -> str | None:
    """The language of a BCP 47 tag: `en-GB` gives `en`; a language that we cannot guess is kept; None where it is no tag."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    language = match[1].lower()
    return _TWO_LETTERS.get(language, language)


def _hits(words: list[str], language: str) -> int:
    forms = _stop_words(language)
    return sum(word in forms for word in words)


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(row.cells[0] for row in table(f"{language}/stopwords.tsv", ("form",)))

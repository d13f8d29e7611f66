"""Sentences of a text, as ranges of tokens. A heading or list item is one; none crosses a blank line.

A line break ends a sentence too, but for texts that are wrapped at a fixed width, where it is white space.
"""

import re
from collections.abc import Mapping, Sequence

from kg.annotated import Hit, Sentence, Token

__all__ = ["split_sentences"]

_TERMINAL = {".", "!", "?", "…", "؟"}
_CLOSING = {"”", "\"", "'", "’", ")", "]", "»", "*"}
_WRAP = range(55, 100)
"""Widths, in code points, at which text is customarily wrapped."""


def split_sentences(text: str, tokens: Sequence[Token], abbreviations: Mapping[int, Hit]) -> list[Sentence]:
    """Cut the tokens of a text into sentences.

    `abbreviations` are the hits of that lexicon: words whose period ends no sentence (`Gen.`).
    """
    sentences: list[Sentence] = []
    start, paragraph = 0, 0
    wrapped = _is_wrapped(text)
    protected = {hit.end - 1 for hit in abbreviations.values()}
    for at in range(1, len(tokens)):
        gap = text[tokens[at - 1].end : tokens[at].start]
        breaks = gap.count("\n")
        if breaks > 1 or (breaks == 1 and not (wrapped and _goes_on(tokens, at))):
            sentences.append(Sentence(start, at, paragraph))
            start = at
            paragraph += breaks > 1
        elif gap and _ends(tokens, at, start, protected):
            sentences.append(Sentence(start, at, paragraph))
            start = at
    if start < len(tokens):
        sentences.append(Sentence(start, len(tokens), paragraph))
    return sentences


def _is_wrapped(text: str) -> bool:
    """Whether most lines that another follows within a paragraph are of customary width and end in mid-sentence."""
    lines = [line.rstrip() for line in re.findall(r"^(.+)\n(?=[^\n])", text, re.MULTILINE)]
    inner = [line for line in lines if len(line) in _WRAP and line[-1:] not in _TERMINAL]
    return len(lines) >= 4 and len(inner) > 0.6 * len(lines)


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].text not in _TERMINAL and tokens[at].word


def _ends(tokens: Sequence[Token], at: int, start: int, protected: set[int]) -> bool:
    """Whether a sentence ends before the token at `at`, which follows white space."""
    last = at - 1
    while last > start and tokens[last].text in _CLOSING and tokens[last].glued:
        last -= 1
    if tokens[last].text not in _TERMINAL:
        return _dotted(tokens, last, at)
    nxt = tokens[at]
    if not (nxt.capital or nxt.text[0].isdigit() or not nxt.word or not nxt.text[0].islower()):
        return False
    if tokens[last].text != ".":
        return nxt.capital or not nxt.word
    word = tokens[last - 1] if last > start else None
    if word is None or last in protected or last - 1 in protected:
        return False
    initial = len(word.text) == 1 and word.capital and tokens[last].glued
    return not initial and nxt.text not in {",", ";", ")", "-", "–"}


def _dotted(tokens: Sequence[Token], last: int, at: int) -> bool:
    """`… in the U.S. The …`: an acronym that keeps its own period ends a sentence only before a clear beginning."""
    word = tokens[last].text
    return len(word) > 3 and word.endswith(".") and word[0].isupper() and tokens[at].fold in {"the", "he", "she", "they", "in", "on", "it"}

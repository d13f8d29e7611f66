"""Sentences of a text, as ranges of tokens. A heading or list item is one; none crosses a blank line.

A line break ends a sentence too, but for texts that are wrapped at a fixed width, where it is white space. What runs on without
an end is cut, since what is read within a sentence may cost the square of its length.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.annotated import Hit, Sentence, Token
from kg.once import once

__all__ = ["LONGEST", "split_sentences"]

_TERMINAL = frozenset(".!?…؟۔。！？।")
_CLOSING = frozenset("”\"'’)]»*_")
_SPACED = frozenset("»”")
"""Closing marks that some languages part from the words by a space."""
_NO_START = _TERMINAL | frozenset(",;:)]»”%،؛") | {"-", "–", "—"}
_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_ITEM = re.compile(r"\s*(?:[-*•·▪◦‣–—](?!-)|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s")
"""What opens an item of a list: `- `, `• `, `1. `, `(a) `, `iv) `."""
_NUMBER = re.compile(r"\d{1,3}|[A-Za-z]|[ivxIVX]{1,4}")
_WRAP = range(55, 101)
"""Widths, in code points, at which text is customarily wrapped."""
_SHORT = 30
"""A shorter line is a heading or an item."""
LONGEST = 500
"""Tokens of the longest sentence; the longest of 8,600 in real readouts has 404."""
_PAUSE = frozenset(",;:،؛")
_UNFIT = 40
"""Code points of a word that no wrapping need fit."""


class _Wrap(NamedTuple):
    """The width at which a text is wrapped, 0 where it is not; and whether enough lines say so."""

    width: int
    sure: bool


def split_sentences(
    text: str, tokens: Sequence[Token], abbreviations: Mapping[int, Hit], words: Mapping[str, frozenset[str]] | None = None
) -> list[Sentence]:
    """Cut the tokens of a text into sentences.

    `abbreviations` are the hits of that lexicon: words whose period ends no sentence (`Gen.`), but for those of the class
    `closing` of `words`, which may (`Ltd.`), where a function word (class `stop`) with a capital follows.
    """
    sentences: list[Sentence] = []
    start, paragraph = 0, 0
    cutter = _Cutter(tokens, {i: at for at, hit in abbreviations.items() for i in range(at, hit.end)}, words or {})
    lines = _Lines(text, tokens, cutter.stop)
    for at, (last, token) in enumerate(pairwise(tokens), 1):
        if at - start >= LONGEST:
            cut = next((i for i in range(at, at - LONGEST // 2, -1) if tokens[i - 1].text in _PAUSE), at)
            sentences.append(Sentence(start, cut, paragraph))
            start = cut
        if token.glued:
            continue
        gap = text[last.end : token.start]
        breaks = 0 if gap == " " else len(_BREAK.findall(gap))
        if breaks == 1 and (_bare_number(tokens, start, at) or lines.soft(at)):
            breaks = 0
        if breaks or ((not last.word or last.text[-1] == ".") and cutter.ends(at, start)):
            sentences.append(Sentence(start, at, paragraph))
            start = at
            paragraph += breaks > 1
    if tokens:
        sentences.append(Sentence(start, len(tokens), paragraph))
    return sentences


def _wrap(text: str) -> _Wrap:
    """Whether and how widely a text is wrapped: most of its lines end where the next word would not have fitted."""
    if "\n" not in text:
        return _Wrap(0, False)
    lines = [line.rstrip() for line in text.split("\n")]
    told = {line for line in lines if line and not _unbroken(line)}
    plain = [len(line) for line in lines if line in told]
    if 5 * sum(length for length in plain if length > _WRAP[-1] + 10) > sum(plain):
        return _Wrap(0, False)
    inner = [(a, b) for a, b in pairwise(lines) if b and a in told and not _ITEM.match(b)]
    if not inner:
        return _Wrap(0, False)
    widths = sorted(len(a) for a, _ in inner)
    width = widths[9 * (len(widths) - 1) // 10]
    full = sum(_full(a, b, width) for a, b in inner)
    if width not in _WRAP or 2 * full < len(inner):
        return _Wrap(0, False)
    return _Wrap(width, len(inner) >= 4 or full == len(inner) >= 2)


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on a line."""
    return len(line) + 1 + len(following.replace("\t", " ").lstrip(" ").partition(" ")[0]) > width


def _unbroken(line: str) -> bool:
    """Whether a line holds an address, say, that no wrapping can fit: it tells nothing of the width."""
    return len(line) >= _UNFIT and max(map(len, line.split()), default=0) >= _UNFIT


class _Lines:
    """Tells which line breaks within a paragraph are white space."""

    def __init__(self, text: str, tokens: Sequence[Token], stop: Collection[str]) -> None:
        self.text = text
        self.tokens = tokens
        self.stop = stop

    @once
    def wrap(self) -> _Wrap:
        """How the text is wrapped; most texts have no line break within a paragraph, and never ask."""
        return _wrap(self.text)

    def soft(self, at: int) -> bool:
        """Whether the line break before a token is none of a sentence: it cuts one in two, or the line was full."""
        last, token = self.tokens[at - 1], self.tokens[at]
        line = self.text[self.text.rfind("\n", 0, last.end) + 1 : last.end]
        following = self.text[self.text.rfind("\n", 0, token.start) + 1 : token.start + 80].split("\n")[0]
        ended = last.text in _TERMINAL or last.text in ":;"
        if _ITEM.match(following) and (ended or not token.text[0].isdigit()):
            return False
        goes_on = not ended and (token.text[0].islower() or (last.fold in self.stop and last.text[0].islower()))
        if goes_on and len(line) >= _SHORT:
            return True
        full = self.wrap.width and (_unbroken(line) or _full(line, following, self.wrap.width))
        return bool(full) and self.wrap.sure


def _bare_number(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a sentence so far is nothing but the number of an item (`1.`, `(a)`)."""
    if at - start > 3 or tokens[at - 1].text not in (".", ")"):
        return False
    inner = [token for token in tokens[start:at] if token.word]
    return len(inner) == 1 and bool(_NUMBER.fullmatch(inner[0].text))


class _Cutter:
    """Tells where a sentence ends within a line."""

    def __init__(self, tokens: Sequence[Token], protected: Mapping[int, int], words: Mapping[str, frozenset[str]]) -> None:
        self.tokens = tokens
        self.protected = protected
        """Token of an abbreviation → its first."""
        self.stop = words.get("stop", frozenset())
        self.closing = words.get("closing", frozenset())

    def ends(self, at: int, start: int) -> bool:
        """Whether a sentence that began at `start` ends before the token at `at`, which follows white space."""
        tokens, last = self.tokens, at - 1
        while last > start and tokens[last].text in _CLOSING and (tokens[last].glued or tokens[last].text in _SPACED):
            last -= 1
        following = tokens[at]
        mark = tokens[last].text
        if mark not in _TERMINAL:
            return mark[-1] == "." and len(mark) > 1 and self._closes(last) and self._begins(following)
        if following.text in _NO_START or (following.text[0].islower() and not self._is_number(at)):
            return False
        if mark != ".":
            return True
        if last == start or _bare_number(tokens, start, last + 1):
            return False
        if last in self.protected:
            return self._closes(last) and self._begins(following)
        word = tokens[last - 1]
        if len(word.text) == 1 and word.capital and tokens[last].glued:
            # An initial; `option B. The` has no name before it.
            return last - 2 >= start and tokens[last - 2].text[0].islower() and self._begins(following)
        return True

    def _is_number(self, at: int) -> bool:
        """Whether an item begins at a token: `a)`, `iv)`."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return after is not None and after.glued and after.text == ")" and bool(_NUMBER.fullmatch(self.tokens[at].text))

    def _closes(self, last: int) -> bool:
        """Whether an abbreviation may stand at a sentence's end: acronyms may (`U.S.`), titles may not (`H.E.`, `Dr.`)."""
        first = self.protected.get(last)
        words = "".join(t.norm if t.glued else f" {t.norm}" for t in self.tokens[first : last + 1]) if first is not None else ""
        return first is None or words.strip() in self.closing

    def _begins(self, token: Token) -> bool:
        """Whether a token can only begin a sentence: a function word with a capital."""
        return token.capital and token.fold in self.stop

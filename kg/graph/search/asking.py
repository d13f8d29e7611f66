"""What somebody asks for: words, “phrases”, -words that must not be there, and pre* for words that begin so.

Nothing that is typed can be wrong syntax: a quote that is not closed ends with the text, a sign that means nothing is passed
over, and AND, OR, NOT, NEAR are words like any other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import QueryError
from kg.graph.search.words import HYPHENS, Token, Unit, forms, tokens, units

__all__ = ["Asked", "Item", "asked"]

_LONGEST = 1_000
_MOST = 32
"""Code points of a query, and words and phrases in it: nobody asks for more, and the work grows with both."""
_ITEM = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:["“”„«](?P<phrase>[^"“”»]*)["“”»]?|(?P<word>[^\s"“”„«»]+))')


@dataclass(frozen=True)
class Item:
    """One word or phrase of a query."""

    words: tuple[str, ...]
    """Folded; several for a phrase and for what is written with hyphens or an apostrophe."""
    stems: frozenset[str]
    """By which it is found besides; none for a phrase and for a beginning*, which are meant as they are written."""
    begins: bool = False
    """Whether the last word is only the beginning of one."""

    def places(self, found: Sequence[Token], stemmed: Sequence[Unit]) -> list[tuple[int, int]]:
        """Where it stands among the tokens of a text and its units: ranges of tokens, in order."""
        size, last = len(self.words), self.words[-1]
        places = {
            (first, first + size)
            for first in range(len(found) - size + 1)
            if all(found[first + n].word == word for n, word in enumerate(self.words[:-1]))
            and (found[first + size - 1].word == last or (self.begins and found[first + size - 1].word.startswith(last)))
        }
        if self.stems:
            places |= {(unit.first, unit.end) for unit in stemmed if not self.stems.isdisjoint(unit.stems)}
        return sorted(places)

    def may_be_among(self, found: Sequence[tuple[str, frozenset[str]]]) -> bool:
        """False where a text without hyphens surely does not hold it: no word of it, in any form, is the first. Soon told."""
        first = self.words[0]
        if self.begins and len(self.words) == 1:
            return any(word.startswith(first) or not self.stems.isdisjoint(stems) for word, stems in found)
        return any(word == first or not self.stems.isdisjoint(stems) for word, stems in found)

    @property
    def expression(self) -> str:
        """The item in the language of FTS5. Its words hold letters, digits and marks only, and stand in quotes."""
        written = f'word : "{" ".join(self.words)}"{" *" if self.begins else ""}'
        return " OR ".join([written, *(f'stem : "{each}"' for each in sorted(self.stems))])


@dataclass(frozen=True)
class Asked:
    """A query, understood."""

    wanted: tuple[Item, ...]
    """All of them must be there; at least one."""
    unwanted: tuple[Item, ...] = ()
    """None of them may be."""

    @property
    def expression(self) -> str:
        """The query in the language of FTS5, over the columns `word` and `stem`."""
        wanted = " AND ".join(f"({item.expression})" for item in self.wanted)
        unwanted = " OR ".join(f"({item.expression})" for item in self.unwanted)
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted

    @property
    def size(self) -> int:
        """How many words a text has that holds what is asked and nothing more."""
        return sum(len(item.words) for item in self.wanted)

    def marks(self, text: str) -> list[list[tuple[int, int]]] | None:
        """Where each wanted item stands in a text, in code points; None where the text is not what is asked for."""
        found = tokens(text)
        stemmed = list(units(text, found))
        marks = []
        for item in self.wanted:
            places = item.places(found, stemmed)
            if not places:
                return None
            marks.append([(found[first].start, found[end - 1].end) for first, end in places])
        return None if any(item.places(found, stemmed) for item in self.unwanted) else marks

    def matches(self, text: str) -> bool:
        """Whether a text is what is asked for."""
        found = None if any(hyphen in text for hyphen in HYPHENS) else forms(text)
        return (found is None or all(item.may_be_among(found) for item in self.wanted)) and self.marks(text) is not None


@lru_cache(maxsize=256)
def asked(text: str, *, typing: bool = False) -> Asked:
    """Understand what was typed; while somebody is still `typing`, the last word may be only the beginning of one.

    Raises QueryError where no word is asked for, or too much.
    """
    if len(text) > _LONGEST:
        raise QueryError(f"the words to search are {len(text):,} characters long; give at most {_LONGEST:,}")
    wanted: list[Item] = []
    unwanted: list[Item] = []
    for match in _ITEM.finditer(text):
        phrase, last = match["phrase"], match.end() == len(text)
        item = _word(match["word"], typing and last) if phrase is None else _phrase(phrase)
        if item is not None:
            (unwanted if match["minus"] else wanted).append(item)
    if not wanted:
        reason = "only what must not be there" if unwanted else "no word"
        raise QueryError(f'{text!r} asks for {reason}; give a word, a "phrase" or a beginning*, as: fishing -"joint group"')
    if len(wanted) + len(unwanted) > _MOST:
        raise QueryError(f"{len(wanted) + len(unwanted)} words and phrases are asked for; give at most {_MOST}")
    return Asked(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _phrase(text: str) -> Item | None:
    words = tuple(token.word for token in tokens(text))
    return Item(words, frozenset()) if words else None


def _word(text: str, typing: bool) -> Item | None:
    """A word; what is written onto it with an apostrophe does not count: « l'énergie » is « énergie »."""
    found = tokens(text)
    kept = [token for token in found if not token.particle] or found
    if not kept:
        return None
    words = tuple(token.word for token in kept)
    if text.endswith("*"):
        return Item(words, frozenset(), begins=True)
    whole = next((unit.stems for unit in units(text, kept) if unit.end - unit.first == len(kept)), frozenset[str]())
    return Item(words, whole, begins=typing)

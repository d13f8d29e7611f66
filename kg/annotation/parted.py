"""Compound forms whose parts stand apart: `s'est, mardi à Lomé, entretenu avec`, `a tout d'abord rencontré`."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from kg.annotated import Hit, Token

__all__ = ["Parted"]

_GAP = 14
"""Most tokens between an auxiliary and its participle."""
_AUXILIARIES = ("reflexive", "have", "be")
_BETWEEN = ("adverb", "aside", "in", "at", "det")
"""Classes of the words that may part the two; times and places do so too."""


class _Form(NamedTuple):
    """A compound form after its auxiliary."""

    rest: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Parted:
    """The compound forms of one layer of a language, by their auxiliary."""

    def __init__(
        self, phrases: Iterable[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]], words: Mapping[str, frozenset[str]]
    ) -> None:
        self._endings = tuple(words.get("adverb-ending", ()))
        self._between = frozenset[str]().union(*(words.get(kind, ()) for kind in _BETWEEN))
        self._helpers = frozenset[str]().union(*(words.get(kind, ()) for kind in _AUXILIARIES))
        self._forms: dict[tuple[str, ...], dict[str, list[_Form]]] = {}
        for phrase, rows in phrases:
            cut = next((i for i, word in enumerate(phrase) if word not in self._helpers), 0)
            if cut and any(phrase[cut - 1] in words.get(kind, ()) for kind in ("have", "be")):
                by_word = self._forms.setdefault(phrase[:cut], {})
                by_word.setdefault(phrase[cut], []).append(_Form(phrase[cut:], rows))
        self._first = frozenset(prefix[0] for prefix in self._forms)

    def opens(self, folds: Iterable[str]) -> list[int]:
        """Where a form may begin among folded tokens."""
        return [at for at, fold in enumerate(folds) if fold in self._first]

    def hits(self, tokens: Sequence[Token], openings: Iterable[int], taken: Mapping[int, Hit], aside: Set[int]) -> dict[int, Hit]:
        """Which of the openings a parted form follows, and the longest there.

        `taken` are the forms in one piece, `aside` the tokens of times and places.
        """
        found: dict[int, Hit] = {}
        for at in openings:
            if tokens[at].norm not in self._helpers or at in taken:
                continue
            end = at
            while end < len(tokens) and tokens[end].norm in self._helpers:
                end += 1
            forms = self._forms.get(tuple(t.fold for t in tokens[at:end]))
            hit = self._past(tokens, end, aside, forms) if forms else None
            if hit is not None:
                found[at] = hit
        return found

    def _past(self, tokens: Sequence[Token], begin: int, aside: Set[int], forms: Mapping[str, list[_Form]]) -> Hit | None:
        """The longest form that goes on behind what parts it."""
        for at in range(begin, min(begin + _GAP, len(tokens))):
            token = tokens[at]
            if at > begin and token.fold in forms:
                folds = tuple(t.fold for t in tokens[at : at + 8])
                fitting = [f for f in forms[token.fold] if folds[: len(f.rest)] == f.rest]
                if fitting:
                    best = max(fitting, key=lambda f: len(f.rest))
                    return Hit(at + len(best.rest), best.rows)
            plain = token.text == "," or token.text.isdigit() or token.norm in self._between
            if not (plain or at in aside or (self._endings and token.norm.endswith(self._endings))):
                return None
        return None

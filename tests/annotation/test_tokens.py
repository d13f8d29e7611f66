"""Tokens by labelled cases: the tokens of a text, parted by `|`; and what holds of any text."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.lexicon import Lexicon
from kg.annotation.tokens import fold, fold_phrase, tokenize

with (Path(__file__).parent / "cases" / "tokens.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))
ELISIONS = Lexicon.of("fr").elisions
LETTERS = st.text(alphabet=st.sampled_from("aéñÉłØ٣ßİǅ中و\u0301\u064b\u200d\u00ad'’`.,-–—1²  \n\u00a0"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_tokens(case: dict[str, str]) -> None:
    found = tokenize(case["text"].replace("\\t", "\t"), Lexicon.of(case["lang"]).elisions)
    assert "|".join(token.text for token in found) == case["expected"]


@given(st.text() | LETTERS, st.sampled_from([frozenset(), ELISIONS]))
def test_tokens_are_slices_with_nothing_but_white_space_between_them(text: str, elisions: frozenset[str]) -> None:
    end = 0
    for token in tokenize(text, elisions):
        assert token.start < token.end
        assert text[token.start : token.end] == token.text
        assert not text[end : token.start].strip()
        assert token.glued == (token.start == end and end > 0)
        assert token.fold == fold(token.text) != ""
        end = token.end
    assert not text[end:].strip()


@given(st.text(min_size=1))
def test_a_fold_has_neither_case_nor_accents(word: str) -> None:
    folded = fold(word)
    assert fold(folded) == folded
    assert folded == word.lower() or not word.isascii()
    assert not any(c.isupper() and c != c.lower() for c in folded)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Nuñez", "nunez"),
        ("Nun\u0303ez", "nunez"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("O’Hare", "o'hare"),
        ("–", "-"),
        ("—", "—"),
        ("coop\u00aderation", "cooperation"),
        ("İzmir", "izmir"),
        ("Œuvre", "oeuvre"),
        ("𝕊", "s"),
        ("\u200d", "\u200d"),
    ],
)
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_composed_and_decomposed_texts_fold_alike() -> None:
    text = "Côte d’Ivoire, São Tomé, Phạm Văn Đồng, مُحَمَّد"
    folds = [[t.fold for t in tokenize(unicodedata.normalize(form, text))] for form in ("NFC", "NFD")]
    assert folds[0] == folds[1]


@pytest.mark.parametrize(("text", "capitals"), [("The U.S. met él", "1100"), ("Éric 5 , x", "1000"), ("الوزير 外交部", "11")])
def test_capital(text: str, capitals: str) -> None:
    assert "".join(str(int(token.capital)) for token in tokenize(text)) == capitals


def test_phrases_of_the_lexicon_are_cut_as_texts_are() -> None:
    assert fold_phrase("minister") == ("minister",)
    assert fold_phrase("Vice-President of the U.S.") == ("vice", "-", "president", "of", "the", "u.s.")
    assert fold_phrase("l'Intérieur", ELISIONS) == ("l'", "interieur")

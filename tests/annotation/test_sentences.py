"""Sentences by labelled cases: the sentences of a text, parted by `|`; and what holds of any text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotated import Sentence, Token
from kg.annotation.lexicon import Lexicon
from kg.annotation.sentences import LONGEST, split_sentences
from kg.annotation.tokens import tokenize

with (Path(__file__).parent / "cases" / "sentences.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))
LEXICON = Lexicon.of("en")


def sentences(text: str) -> tuple[tuple[Token, ...], list[Sentence]]:
    tokens = tuple(tokenize(text, LEXICON.elisions))
    return tokens, split_sentences(text, tokens, LEXICON.hits(tokens)["abbreviation"], LEXICON.words)


def unescaped(cell: str) -> str:
    return cell.replace("\\r", "\r").replace("\\n", "\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_sentences(case: dict[str, str]) -> None:
    text = unescaped(case["text"])
    tokens, found = sentences(text)
    assert "|".join(text[tokens[s.start].start : tokens[s.end - 1].end] for s in found) == unescaped(case["expected"])


def test_paragraphs_are_numbered_by_blank_lines() -> None:
    _, found = sentences("A heading\n\nOne. Two.\nThree.\n \nFour.")
    assert [s.paragraph for s in found] == [0, 1, 1, 1, 2]


def test_what_runs_on_is_cut_at_a_pause() -> None:
    text = "the minister met the minister, " * 200
    tokens, found = sentences(text)
    assert len(tokens) == 1200 and [s.end - s.start for s in found] == [498, 498, 204]
    assert all(tokens[s.end - 1].text == "," for s in found)
    _, found = sentences("-".join("a" * 1000))
    assert max(s.end - s.start for s in found) == LONGEST


WORDS = ["The", "minister", "Dr.", "U.S.", "J.", "5", ".", "?”", "…", ",", "»", "of", "x" * 45]
PIECES = [*WORDS, "\n", "\n\n", "- ", "1.", "(a)", "\u2028"]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_sentences_hold_every_token_once_and_cross_no_blank_line(text: str) -> None:
    tokens, found = sentences(text)
    assert [at for s in found for at in range(s.start, s.end)] == list(range(len(tokens)))
    assert all(s.start < s.end for s in found)
    for sentence in found:
        slice_ = text[tokens[sentence.start].start : tokens[sentence.end - 1].end]
        assert not any(not line.strip() for line in slice_.split("\n"))

"""Labelled cases: what finds what, by the words alone and in the index, which must say the same."""

import csv
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from kg.errors import QueryError
from kg.graph.search.asking import asked
from kg.graph.search.index import Filters, Index
from kg.graph.search.texts import Text
from kg.graph.search.words import tokens

with (Path(__file__).parent / "cases.csv").open(encoding="utf-8", newline="") as lines:
    CASES = [(row["query"], row["text"], row["marked"]) for row in csv.DictReader(lines)]

HOSTILE = [
    '"', '""', '"""', "'", "''", "-", "--", "*", "**", "a*b*", "^a", "a^", "(", ")", "((((a", "a)", "{a b}", "a:b", "word:a",
    "stem : a", "-*", '-"', '"a" "', "a AND", "OR", "NOT a", "a NOT", "NEAR(a, b, 5)", 'NEAR("a" "b", 2)', "a + b", "a\x00b",
    "\x00", "\ud800", "%s", "{}", "'; DROP TABLE words; --", '" OR word : "a', "a\\", "\\", "\u202ea", "🏳️‍🌈", "﷽", "a" * 1000,
    "a " * 31 + "b", "0", "½", "²", "<script>alert(1)</script>", "?x a bc:Person", "\n\t", "́", "ـ", "۝", "1e999", "a-b-c-d-e-f",
    "-a b", "a -b*",
]  # fmt: skip
"""Queries that would be syntax, or trouble, if they reached FTS5 as they are."""


def index_of(*texts: str) -> Index:
    """An index of passages."""
    index = Index()
    with index.changing(1):
        index.tell("g", [Text("passage", "d", text, "", "d", start=n * 1000, stretch=n * 1000) for n, text in enumerate(texts)])
    return index


def found(index: Index, query: str) -> list[str]:
    return [each.text.text for each in index.find(asked(query), Filters())]


@pytest.mark.parametrize(("query", "text", "marked"), CASES, ids=[f"{query} in {text}" for query, text, _ in CASES])
def test_case(query: str, text: str, marked: str) -> None:
    marks = asked(query).marks(text)
    words = "" if marks is None else "|".join(text[start:end] for start, end in sorted({span for each in marks for span in each}))
    assert words == "|".join(sorted(marked.split("|"), key=text.index)) if marked else marks is None
    assert found(index_of(text), query) == ([text] if marked else [])


@pytest.mark.parametrize(("query", "text", "marked"), CASES, ids=[f"{query} in {text}" for query, text, _ in CASES])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_may_be_signs_of_their_own(query: str, text: str, marked: str, form: Literal["NFC", "NFD"]) -> None:
    assert asked(normalize(form, query)).matches(text) is bool(marked)
    assert asked(query).matches(normalize(form, text)) is bool(marked)


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_a_query_or_refused_with_a_word(query: str) -> None:
    texts = ("a b", "nothing of it")
    index = index_of(*texts)
    for typing in (False, True):
        try:
            understood = asked(query, typing=typing)
        except QueryError as error:
            assert "asks for" in str(error)
        else:
            assert len(list(index.find(understood, Filters()))) == sum(map(understood.matches, texts))


@pytest.mark.parametrize(("query", "reason"), [("", "no word"), ("«»", "no word"), ("-a", "must not be"), ("a" * 1001, "1,001")])
def test_what_cannot_be_asked(query: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        asked(query)


def test_too_many_words() -> None:
    with pytest.raises(QueryError, match="40 words"):
        asked(" ".join(f"w{n}" for n in range(40)))


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("fish", True), ("fish com", False), ("fishery com", True), ("fishery committees", True), ("fishery com ", False)],
)
def test_while_somebody_is_typing(typed: str, fits: bool) -> None:
    """The last word may be only the beginning of one, until a space ends it."""
    assert asked(typed, typing=True).matches("the Fisheries Committee") is fits


def test_tokens_stand_where_they_are() -> None:
    text = "𝔸 « L’énergie »\u00a0: 3 000 naïve北京"
    assert [text[token.start : token.end] for token in tokens(text)] == ["𝔸", "L", "énergie", "3", "000", "naïve", "北", "京"]
    assert [token.word for token in tokens(text) if token.particle] == ["l"]


def test_an_exact_form_outranks_a_stem() -> None:
    """However often the other form stands there, and however short the text."""
    others = [f"filler number {n}" for n in range(20)]
    texts = ["négociation", "négociation " * 9, "de longues et difficiles négociations entre les deux parties à la frontière"]
    assert found(index_of(*texts, *others), "négociations")[0] == texts[2]
    assert found(index_of("committee committee", "the committees of both sides", *others), "committees")[0].startswith("the")

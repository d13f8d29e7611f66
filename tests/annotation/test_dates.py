"""Dates by labelled cases: `ISO@surface` for each date of a text, then `#sense` where it is a limit or a dateline."""

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotated import Mention, Token
from kg.annotation.dates import find_dates
from kg.annotation.lexicon import Lexicon
from kg.annotation.sentences import split_sentences
from kg.annotation.tokens import tokenize
from kg.model import PartialDate
from kg.resources import table


def _cases(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / "cases" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


CASES = _cases("dates.csv")
FRENCH = _cases("dates-fr.csv")
LEXICON = Lexicon.of("en")
FORMS = [row.cells[0] for row in table("en/calendar.tsv", ("form", "kind", "value"))]


def dates(text: str, published: PartialDate | None, language: str = "en") -> tuple[tuple[Token, ...], list[Mention]]:
    lexicon = Lexicon.of(language)
    tokens = tuple(tokenize(text, lexicon.elisions))
    hits = lexicon.hits(tokens)
    starts = {s.start for s in split_sentences(text, tokens, hits["abbreviation"])}
    return tokens, list(find_dates(tokens, hits, lexicon.words, published, starts))


def label(text: str, published: str, language: str = "en") -> str:
    tokens, found = dates(text, PartialDate(*map(int, published.split("-"))) if published else None, language)
    senses = [f"#{m.attributes['sense']}" if "sense" in m.attributes else "" for m in found]
    surfaces = [text[tokens[m.start].start : tokens[m.end - 1].end] for m in found]
    return "|".join(f"{m.key}@{surface}{sense}" for m, surface, sense in zip(found, surfaces, senses, strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_dates(case: dict[str, str]) -> None:
    assert label(case["text"].replace("\\n", "\n"), case["published"]) == case["expected"]


@pytest.mark.parametrize("case", FRENCH, ids=lambda case: case["text"][:60])
def test_french_dates(case: dict[str, str]) -> None:
    assert label(case["text"], case["published"], "fr") == case["expected"]


def test_forms() -> None:
    text = "On Monday, in May, in 2019, on 3 May, last week, over the weekend, last summer, today."
    _, found = dates(text, PartialDate(2025, 3, 12))
    assert [m.attributes["form"] for m in found] == ["weekday", "month", "year", "day", "week", "weekend", "season", "day"]


OTHERS = ["(", ")", ",", ".", "-", "–", "/", "the", "a", "of", "on", "in", "from", "for", "\n"]
NUMBERS = ["3", "31", "05", "5th", "2024", "2000", "2024-02-30", "31.2.2024"]
WORDS = st.sampled_from([*FORMS, *OTHERS, *NUMBERS])
DAYS = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
PUBLISHED = st.none() | DAYS | st.integers(1, 9999).map(PartialDate)


@given(st.lists(WORDS, max_size=14), PUBLISHED)
def test_any_words_give_real_dates_apart_from_one_another(words: list[str], published: PartialDate | None) -> None:
    tokens, found = dates(" ".join(words), published)
    assert all(0 <= m.start < m.end <= len(tokens) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for mention in found:
        if mention.key:
            year, month, day = (*map(int, mention.key.split("-")), 1, 1)[:3]
            date(year, month, day)

"""Facts planted in a filler come back whole, with exactly the offsets of the place where they were planted."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, DocumentFacts, DocumentId, Fact, Span
from kg.pipeline import extract, sentences

PLANTED = {
    "meeting": "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon on "
    "5 May 2031.",
    "visit": "Chilean Foreign Minister Ivo Tarn will visit Morocco on 12 June 2031.",
    "call": "Peruvian President Ana Lorca spoke by phone with Norwegian Prime Minister Nils Ravnal on 3 March 2031.",
    "signing": "Portuguese Foreign Minister Zoé Quell and Japanese Foreign Minister Ken Arato signed a Memorandum of "
    "Understanding on Fisheries on 3 May 2031.",
    "statement": "“Our cooperation on tourism is growing,” Portuguese Foreign Minister Zoé Quell said.",
    "cooperation": "Portugal and Morocco cooperate on migration.",
}
FILLER = {
    "plain": "The weather was mild and the streets were quiet.",
    "accents": "Ils ont mangé des crêpes à l’œuf près de la forêt, où il a plu.",
    "combining": "Une forêt a\u0300 l'e\u0301te\u0301 y\u0304z.",
    "emoji": "👩🏽‍🚀🎉 It was a fine evening 🇿🇿 👍🏾.",
    "arabic": "كان الطقس جميلا والشوارع هادئة.",
    "cjk": "天気がよくて、道は静かだった。",
    "zero-width": "It\u200b was\u00a0a\u2009fine\ufeff evening.",
    "astral": "𝔗𝔥𝔢 𝔴𝔢𝔞𝔱𝔥𝔢𝔯 𝔴𝔞𝔰 𝔪𝔦𝔩𝔡.",
    "none": "",
}
BREAKS = {"line": "\n", "paragraph": "\n\n", "crlf": "\r\n", "crlf-paragraph": "\r\n\r\n", "indented": "\n\n   \t"}


def read(text: str) -> DocumentFacts:
    return extract(Document(id=DocumentId("text"), text=text, language="en"))


def spans(value: object) -> Iterator[Span]:
    """Every span in a value, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from spans(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def moved(value: object, by: int) -> object:
    """The same value with every span moved, as plain tuples: comparable, and readable where a comparison fails."""
    if isinstance(value, Span):
        return ("span", value.start + by, value.end + by)
    if isinstance(value, tuple):
        return tuple(moved(each, by) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, tuple((field.name, moved(getattr(value, field.name), by)) for field in fields(value))
    return value.value if isinstance(value, Enum) else value


def told(facts: DocumentFacts, by: int = 0) -> list[object]:
    """Facts and mentions, moved."""
    return [moved(fact, by) for fact in facts.facts()] + [moved(mention, by) for mention in facts.mentions]


def check(planted: str, before: str, after: str) -> None:
    alone, whole = read(planted), read(before + planted + after)
    assert told(whole) == told(alone, len(before))
    for span in spans(tuple(whole.facts())):
        assert whole.document.text[span.start : span.end] == planted[span.start - len(before) : span.end - len(before)] != ""


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_each_plant_is_one_fact_over_its_sentence(planted: str) -> None:
    facts = read(planted)
    kinds = Counter(type(fact).__name__ for fact in (*facts.events, *facts.statements, *facts.cooperations))
    assert kinds, "nothing is read in the plant: the other tests would compare nothing with nothing"
    assert sentences(planted, "en") == [Span(0, len(planted))]
    for fact in (*facts.events, *facts.statements):
        assert fact.evidence == (Span(0, len(planted)),)


@pytest.mark.parametrize("between", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("filler", FILLER.values(), ids=FILLER)
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_plant_between_fillers(planted: str, filler: str, between: str) -> None:
    check(planted, filler + between, between + filler)


@pytest.mark.parametrize("filler", [FILLER["plain"], FILLER["emoji"], FILLER["accents"]], ids=["plain", "emoji", "accents"])
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_plant_within_a_line(planted: str, filler: str) -> None:
    check(planted, filler + " ", " " + filler)


@pytest.mark.parametrize("between", BREAKS.values(), ids=BREAKS)
def test_two_plants_do_not_disturb_one_another(between: str) -> None:
    one, two = PLANTED["meeting"], PLANTED["visit"]
    gap = between + FILLER["emoji"] + between
    both = read(one + gap + two)
    expected = told(read(one)) + told(read(two), len(one + gap))
    evidence = {fact.evidence for fact in (*both.events, *both.tenures)}
    assert evidence == {fact.evidence for fact in (*read(one).events, *read(one).tenures)} | {
        tuple(Span(span.start + len(one + gap), span.end + len(one + gap)) for span in fact.evidence)
        for fact in (*read(two).events, *read(two).tenures)
    }
    mentions = [mention for mention in expected if isinstance(mention, tuple) and mention[0][0] == "span"]
    assert [moved(mention, 0) for mention in both.mentions] == mentions


def lines_of(facts: Sequence[Fact], text: str) -> list[str]:
    return [" ".join(text[span.start : span.end] for span in fact.evidence) for fact in facts]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("columns", [64, 76])
@pytest.mark.parametrize("name", ["meeting", "visit", "call"])
def test_a_wrapped_sentence_is_cut_at_its_lines(name: str, columns: int, newline: str) -> None:
    paragraph = f"{PLANTED[name]} {FILLER['plain']} {FILLER['plain']} {FILLER['plain']}"
    before = FILLER["emoji"] + newline * 2
    text = before + newline.join(textwrap.wrap(paragraph, columns)) + newline
    facts = read(text)
    assert len(facts.events) == 1
    (event,) = facts.events
    assert lines_of([event], text) == [PLANTED[name]]
    assert all("\n" not in text[start:end] and "\r" not in text[start:end] for start, end in event.evidence)
    assert event.evidence[0].start == len(before)


SIGNS = st.characters(blacklist_categories=("Cs",), blacklist_characters="\"'“”„‟«»‘’‚‛‹›`´″＂「」『』")


@settings(max_examples=60)
@given(
    planted=st.sampled_from(sorted(PLANTED.values())),
    before=st.lists(st.sampled_from(sorted(FILLER.values())), max_size=3),
    after=st.lists(st.sampled_from(sorted(FILLER.values())), max_size=3),
    between=st.sampled_from(sorted(BREAKS.values())),
)
def test_any_mixture_of_fillers(planted: str, before: list[str], after: list[str], between: str) -> None:
    check(planted, "".join(each + between for each in before), "".join(between + each for each in after))


@settings(max_examples=100)
@given(text=st.text(SIGNS, max_size=200))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    planted = PLANTED["meeting"]
    facts = read(text + "\n\n" + planted + "\n\n" + text)
    whole = facts.document.text
    for start, end in spans((tuple(facts.facts()), facts.mentions)):
        assert 0 <= start < end <= len(whole)
    for fact in facts.facts():
        assert not any("\n" in whole[start:end] for start, end in fact.evidence)

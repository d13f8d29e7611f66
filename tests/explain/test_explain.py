"""What `kg explain` shows of a text whose facts are given."""

import dataclasses
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.explain import as_page, as_text
from kg.explain.telling import tell
from kg.model import DocumentFacts, EntityId, Span

Sample = tuple[DocumentFacts, ...]
Golden = Callable[[Path, str], None]
HERE = Path(__file__).parent
VOID = {"meta", "br", "link"}


class Page(HTMLParser):
    """Reads a page back: its text by element, ids and links; refuses elements that are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: Counter[str] = Counter()
        self.body = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.names[tag] += 1
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]
        if tag not in VOID:
            self.open.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = [values.get("class") or tag for tag, values in self.open]
        if "text" in inside and "ref" not in inside:
            self.body += data


@pytest.mark.parametrize("number", [0, 1])
def test_text_is_golden(sample: Sample, number: int, golden: Golden) -> None:
    golden(HERE / "golden" / f"{sample[number].document.id.replace('/', '-')}.txt", as_text(sample[number], colour=False))


@pytest.mark.parametrize("number", [0, 1])
def test_page_is_golden(sample: Sample, number: int, golden: Golden) -> None:
    golden(HERE / "golden" / f"{sample[number].document.id.replace('/', '-')}.html", as_page(sample[number]))


@pytest.mark.parametrize("number", [0, 1])
def test_colour_changes_nothing_but_marks(sample: Sample, number: int) -> None:
    facts = sample[number]
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", as_text(facts, colour=True))
    bare = dataclasses.replace(facts, mentions=())
    assert coloured == as_text(bare, colour=False)
    assert "\x1b[" in as_text(facts, colour=True)
    assert "\x1b[" not in as_text(facts, colour=False)


@pytest.mark.parametrize("number", [0, 1])
def test_page_shows_the_text_unchanged(sample: Sample, number: int) -> None:
    assert Page(as_page(sample[number])).body == sample[number].document.text


@pytest.mark.parametrize("number", [0, 1])
def test_page_links_facts_and_passages_both_ways(sample: Sample, number: int) -> None:
    facts = sample[number]
    page = Page(as_page(facts))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids), "every link leads somewhere"
    for telling in tell(facts):
        assert f"#f{telling.number}" in page.links
        assert all(f"#p{span.start}" in page.links for span in telling.evidence)
    assert page.names["script"] == page.names["link"] == page.names["img"] == 0


def test_page_reaches_for_nothing(sample: Sample) -> None:
    page = as_page(sample[0])
    assert all(link.startswith("#") for link in Page(page).links)
    assert not re.search(r"url\(|@import|<script|\bon\w+=", page)
    assert "default-src 'none'" in page


def test_hostile_text_is_shown_and_does_nothing(sample: Sample) -> None:
    text = "</div><script>alert(1)</script> \x1b]0;x\x07 \u202egnp.exe & <b>\x00 émoji 🤝 שלום\n"
    document = dataclasses.replace(sample[0].document, text=text, title="</title><script>", source="javascript:alert(1)")
    facts = DocumentFacts(document=document, mentions=((Span(0, 6), EntityId("person/x-y")),))
    page = Page(as_page(facts))
    assert page.names["script"] == 0
    assert len(page.body) == len(text)
    assert "🤝 שלום" in page.body
    shown = as_text(facts, colour=True)
    assert not re.search(r"\x1b(?!\[[0-9;]*m)|\x07|\x00|\u202e", shown)


def test_every_fact_is_told_once_in_order(sample: Sample) -> None:
    for facts in sample:
        told = tell(facts)
        assert [each.number for each in told] == list(range(1, len(list(facts.facts())) + 1))
        assert [each.evidence[0] for each in told] == sorted(each.evidence[0] for each in told)
        expected = Counter((fact.rule, fact.evidence) for fact in facts.facts())
        assert Counter((each.rule, each.evidence) for each in told) == expected

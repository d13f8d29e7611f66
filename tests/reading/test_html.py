from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document, DocumentId, PartialDate
from kg.reading.document import read_document
from kg.reading.folder import Source

ENGLISH = """The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon.

They signed a memorandum of understanding on fisheries & ports."""
FRENCH = """La ministre du Commerce du Portugal, Ada Quist, a reçu mardi à Lisbonne son homologue japonais, Ken Arato.

« Nous œuvrons pour la paix », a-t-elle déclaré à l’issue de l’entretien."""


def page(text: str, head: str = "", lang: str = "") -> str:
    """A page of a ministry: menu, article, footer."""
    paragraphs = "".join(f"<p>{part.replace('&', '&amp;')}</p>\n" for part in text.split("\n\n"))
    return (
        f"<!DOCTYPE html>\n<html{lang}><head>{head}</head><body><nav><ul><li><a href='/'>Home</a></li>"
        f"<li><a href='/news'>All the news</a></li></ul></nav><article>{paragraphs}</article>"
        "<footer><p>Copyright 2031 The Ministry. All rights reserved.</p></footer></body></html>"
    )


def read(folder: Path, data: bytes | str, name: str = "a.html") -> Document:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_document(Source(path, DocumentId("a")))


def test_everything_told(tmp_path: Path) -> None:
    head = (
        "<title>Talks in Lisbon | Ministry</title><meta property='og:title' content='Talks in Lisbon'>"
        "<link rel='canonical' href='https://example.org/talks'>"
        "<meta property='article:published_time' content='2031-05-06T23:30:00+02:00'>"
        "<meta property='article:modified_time' content='2032-01-01T10:00:00Z'>"
    )
    document = read(tmp_path, page(ENGLISH, head, " lang='en-GB'"))
    expected = PartialDate(2031, 5, 6)
    assert document == Document(DocumentId("a"), ENGLISH, "en", "Talks in Lisbon", "https://example.org/talks", expected)


def test_nothing_told(tmp_path: Path) -> None:
    for text, language in ((ENGLISH, "en"), (FRENCH, "fr")):
        document = read(tmp_path, page(text), "a.HTM")
        assert (document.text, document.language, document.published) == (text, language, None)
        assert (document.title, document.source) == (None, None)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "<meta charset='utf-8'>"),
        ("utf-8", "<meta charset='iso-8859-1'>"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", "<meta charset='iso-8859-1'>"),
        ("cp1252", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>"),
        ("cp1252", "<meta charset='no-such-thing'>"),
        ("cp1252", ""),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    assert read(tmp_path, page(FRENCH, declared).encode(encoding)).text == FRENCH


def test_xhtml(tmp_path: Path) -> None:
    data = page(FRENCH, "", " xmlns='http://www.w3.org/1999/xhtml' xml:lang='fr'")
    document = read(tmp_path, f"<?xml version='1.0' encoding='utf-8'?>\n{data}", "a.xhtml")
    assert (document.text, document.language) == (FRENCH, "fr")


def test_blocks_and_breaks(tmp_path: Path) -> None:
    inner = (
        "<h1>Talks\nin Lisbon</h1><p>The minister met <b>Ken Arato</b>, <a href='/x'>who</a> was in Lisbon on a visit.<br>"
        "A new line.<br> <br/>A new paragraph of the author\u00ads.\x07</p>"
        "<ul><li>First <i>item</i></li><li>Second item</li></ul>"
        "<blockquote><p>We are glad.</p></blockquote><table><tr><td>Party</td><td>Japan</td></tr></table>"
    )
    assert read(tmp_path, f"<html><body><article>{inner}</article></body></html>").text.split("\n\n") == [
        "Talks in Lisbon",
        "The minister met Ken Arato, who was in Lisbon on a visit.\nA new line.",
        "A new paragraph of the authors.",
        "First item",
        "Second item",
        "We are glad.",
        "Party",
        "Japan",
    ]


def test_code_and_quotations_within_a_line(tmp_path: Path) -> None:
    text = "<p>The minister of <code>Japan</code> spoke of <q>a new era</q> in Lisbon.</p><blockquote>We are glad.</blockquote>"
    document = read(tmp_path, f"<html><body><article>{text}</article></body></html>")
    assert document.text == "The minister of Japan spoke of a new era in Lisbon.\n\nWe are glad."


def test_a_year_in_the_footer_is_no_date(tmp_path: Path) -> None:
    assert read(tmp_path, page(ENGLISH, "<link rel='canonical' href='https://example.org/2031/05/talks'>")).published is None


@pytest.mark.parametrize("data", ["", "  \n", "words without any mark-up", "<html><body></body></html>", "<html>"])
def test_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str) -> None:
    with pytest.raises(InputError, match=r"a\.html: (holds no HTML|no main text is found)"):
        read(tmp_path, data)
    assert capsys.readouterr() == ("", "")


def test_binary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.html: binary, a PDF"):
        read(tmp_path, b"%PDF-1.7\n")

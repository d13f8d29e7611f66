import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document, DocumentId, PartialDate
from kg.reading import text as reading_text
from kg.reading.document import read_document
from kg.reading.folder import Source, sources

GOOD = "---\ntitle: A\nsource: https://example.org/a\npublished: 2025-11\nlang: fr-FR\n---\nL’été à Nairobi.\n"


def read(folder: Path, data: bytes, name: str = "a.txt") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_document(Source(path, DocumentId("a")))


def test_everything_told(tmp_path: Path) -> None:
    text = "L’été à Nairobi.\n"
    document = read(tmp_path, GOOD.encode())
    assert document == Document(DocumentId("a"), text, "fr", "A", "https://example.org/a", PartialDate(2025, 11))
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_front_matter_behind_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, GOOD.encode(encoding)) == read(tmp_path, GOOD.encode())


def test_language_is_guessed_where_not_told(tmp_path: Path) -> None:
    assert read(tmp_path, "---\nlang:\n---\nLe ministre est à Nairobi pour les entretiens.".encode()).language == "fr"
    assert read(tmp_path, b"The minister is in Nairobi for the talks.").language == "en"


def body(content: str) -> str:
    """What the text is by contract, written anew."""
    head = re.match(r"---\r?\n.*?\r?\n---\r?\n", content, re.S)
    return content[head.end() :] if head else content


heads = st.sampled_from(["", "---\ntitle: A\n---\n", "---\r\ntitle: A\r\ntags:\r\n  - b\r\n---\r\n", "---\nlang: es\n---\r\n"])
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(heads, texts)
def test_any_text_is_kept_to_the_letter(tmp_path_factory: pytest.TempPathFactory, head: str, text: str) -> None:
    content = head + text
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content.encode())
    try:
        document = read_document(Source(path, DocumentId("any")))
    except InputError as error:
        controls = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", content))
        assert not text.strip("\ufeff").strip() or 100 * controls > len(content.encode()), error
        return
    assert document.text == body(content.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no text; expected"),
        (b" \n\t\r\n", "holds no text; expected"),
        (b"\xef\xbb\xbf", "holds no text; expected"),
        (b"---\ntitle: A\n---\n", "holds no text after its front matter"),
        (b"---\ntitle: A\n---", "holds no text after its front matter"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("Déclaration à ".encode() + b"\xff", "byte 16 .* is not valid UTF-8; convert"),
        (b"---\ntitle: A\nText", "front matter is opened and no line"),
        (b"---\ntitle: A\ndate: soon\n---\nText", "3: date: found 'soon', expected an ISO 8601 date"),
    ],
)
def test_refused_with_the_file_named(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"{re.escape(str(tmp_path))}/a\.txt:.*{message}"):
        read(tmp_path, data)


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    source = Source(tmp_path / "a\udcff.txt", DocumentId("a\udcff"))
    with pytest.raises(InputError, match=r"a\\udcff\.txt': the file's name is not valid UTF-8"):
        read_document(source)


def test_one_long_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"The minister met the minister. " * 30_000
    assert len(read(tmp_path, data).text) == len(data)
    monkeypatch.setattr(reading_text, "MAX_BYTES", len(data) - 1)
    with pytest.raises(InputError, match=r"930,000 bytes, expected at most 929,999"):
        read(tmp_path, data)


def test_the_longest_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_text, "MAX_TEXT", 10)
    assert read(tmp_path, b"---\ntitle: A\n---\n" + "é".encode() * 10).text == "é" * 10
    with pytest.raises(InputError, match=r"a text of 11 characters, expected at most 10; split it"):
        read(tmp_path, "é".encode() * 11)


def test_one_bad_file_stops_no_other(tmp_path: Path) -> None:
    for name, data in {"a": b"Good.", "b": b"\xff\xff", "c": b"---\ntitle: [\n---\nBad.", "d": b"Good too."}.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    (tmp_path / "e.txt").symlink_to(tmp_path / "nothing")
    good, bad = [], []
    for source in sources([tmp_path]).items:
        try:
            good.append(read_document(source).text)
        except InputError as error:
            bad.append(str(error))
    assert good == ["Good.", "Good too."]
    assert [f"{name}.txt:" in message for name, message in zip("bce", bad, strict=True)] == [True] * 3

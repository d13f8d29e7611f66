import json
import tracemalloc
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document, DocumentId, PartialDate
from kg.reading import feed
from kg.reading.document import announced, read_document, read_documents, texts
from kg.reading.folder import sources

FIRST = {
    "id": "2031/05/talks",
    "text": "La ministre est à Lisbonne.\r\n\u0001« Fin »\u2028",
    "title": "Entretien",
    "published": "2031-05-06T10:00:00Z",
    "lang": "fr-FR",
    "source": "https://example.org/talks",
    "tags": [1, {"a": None}],
}


def write(path: Path, *lines: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = (line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines)
    path.write_bytes(b"\n".join(raw))
    return path


def read(*paths: Path) -> list[Document | str]:
    outcomes = read_documents(sources(paths, ("txt", "jsonl")).items)
    return [content if isinstance(content, Document) else str(content) for _, content in outcomes]


def test_everything_told(tmp_path: Path) -> None:
    (document,) = read(write(tmp_path / "f.jsonl", FIRST))
    text, source = str(FIRST["text"]), "https://example.org/talks"
    assert document == Document(DocumentId("2031/05/talks"), text, "fr", "Entretien", source, PartialDate(2031, 5, 6))


def test_little_told_and_synonyms(tmp_path: Path) -> None:
    path = write(
        tmp_path / "f.ndjson",
        {"id": "a", "text": "The minister is in Lisbon for the talks.", "title": None, "lang": "", "published": " "},
        b" \r",
        {
            "id": "b",
            "text": "Le ministre est à Lisbonne pour les entretiens.",
            "date": "2031-05",
            "source_url": "https://example.org",
        },
        {"text": "Text.", "id": "c", "language": "es", "published_time": "2031"},
        b"",
    )
    a, b, c = read(path)
    assert isinstance(a, Document) and isinstance(b, Document) and isinstance(c, Document)
    assert (a.language, a.title, a.published) == ("en", None, None)
    assert (b.language, b.source, b.published) == ("fr", "https://example.org", PartialDate(2031, 5))
    assert (c.language, c.published) == ("es", PartialDate(2031))


def test_a_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    lines = b"\r\n".join(json.dumps({"id": each, "text": "é"}).encode() for each in "ab")
    path = tmp_path / "f.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + lines + b"\r\n")
    assert [document.id for document in read(path) if isinstance(document, Document)] == ["a", "b"]


BAD: list[tuple[object, str]] = [
    (b"{broken", r"is no JSON \(Expecting property name .* at character 1\); expected one whole object a line"),
    (b'{"id": "x", "text": "t"} {}', "is no JSON"),
    (b'{"id": "x", "text": "\xe9"}', r"byte 21 of the line \(0xe9\) is not valid UTF-8"),
    (b"[" * 100_000, "is no JSON"),
    (b"1" * 5_000, "is no JSON"),
    ([], "found a list, expected an object with the keys id and text"),
    (None, "found null, expected an object"),
    ({}, r"key 'id' is missing \(there are none\)"),
    ({"id": "x", "body": "t"}, r"key 'text' is missing \(there are 'id', 'body'\)"),
    (b'{"id": "x", "id": "y", "text": "t"}', "key 'id' stands twice"),
    ({"id": 7, "text": "t"}, "id: found a number, expected a string"),
    ({"id": "x", "text": None}, "text: found null, expected a string"),
    ({"id": "x", "text": ["t"]}, "text: found a list, expected a string"),
    ({"id": "x", "text": "t", "title": True}, "title: found true or false, expected a string"),
    ({"id": "x", "text": "t", "lang": {}}, "lang: found an object, expected a string"),
    ({"id": " ", "text": "t"}, "id: is empty"),
    ({"id": "x", "text": " \n"}, "text: is empty"),
    ({"id": " x", "text": "t"}, "id: found ' x', expected an identifier without"),
    ({"id": "x\n", "text": "t"}, r"id: found 'x\\n', expected an identifier without"),
    (b'{"id": "x", "text": "a\\ud800"}', "text: half of a surrogate pair at character 1"),
    ({"id": "x", "text": "a\0"}, "text: NUL at character 1"),
    ({"id": "x", "text": "a" * 1_000_001}, "text: a text of 1,000,001 characters, expected at most 1,000,000; split it"),
    ({"id": "x", "text": "t", "published": "6 May 2031"}, "published: found '6 May 2031', expected an ISO 8601 date"),
    ({"id": "x", "text": "t", "date": "2031-02-30"}, "date: found '2031-02-30', which is on no calendar"),
    ({"id": "x", "text": "t", "lang": "!"}, "lang: found '!', expected a language code"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=range(len(BAD)))
def test_a_bad_line_stops_no_other(tmp_path: Path, line: object, message: str) -> None:
    path = write(tmp_path / "f.jsonl", FIRST, b"", line, {"id": "last", "text": "Text."})
    with pytest.raises(InputError, match=rf"/f\.jsonl:3: {message}"):
        raise next(error for _, error in read_documents(sources([path]).items) if isinstance(error, InputError))
    found = read(path)
    assert [each.id for each in found if isinstance(each, Document)] == ["2031/05/talks", "last"] and len(found) == 3


def test_one_identifier_twice(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", {"id": "a", "text": "First."}, b"", {"id": "a", "text": "Second."})
    two = write(tmp_path / "two.jsonl", {"id": "a", "text": "Third."}, {"id": "talks", "text": "Fourth."})
    (tmp_path / "talks.txt").write_text("Fifth.", encoding="utf-8")
    found = read(two, tmp_path / "talks.txt", one, one)
    assert [each.text for each in found if isinstance(each, Document)] == ["First.", "Fifth."]
    assert [each.replace(f"{tmp_path}/", "") for each in found if isinstance(each, str)] == [
        "one.jsonl:3: id 'a' is that of one.jsonl:1 already; give each document its own",
        "two.jsonl:1: id 'a' is that of one.jsonl:1 already; give each document its own",
        "two.jsonl:2: id 'talks' is that of talks.txt already; give each document its own",
    ]


def test_texts_are_found_again(tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "f.jsonl", b"{broken", FIRST, {"id": "é", "text": "Été."}, {"id": "é", "text": "Other."})
    (tmp_path / "in" / "a.txt").write_text("Plain.", encoding="utf-8")
    text = texts(sources([tmp_path / "in"], ("txt", "jsonl")).items)
    wanted = ("2031/05/talks", "é", "a", "f", "f.jsonl", "none")
    assert [text(DocumentId(each)) for each in wanted] == [FIRST["text"], "Été.", "Plain.", None, None, None]
    write(path, b"{}")
    with pytest.raises(InputError, match=r"f\.jsonl:2: "):
        text(DocumentId("2031/05/talks"))


def test_lines_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "f.jsonl", FIRST, {"id": "b", "text": "t"})
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    assert announced(sources([path]).items) == 2
    path.write_bytes(path.read_bytes() + b"\n")
    assert announced(sources([path, tmp_path / "a.txt"]).items) == 3


def test_a_line_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "f.jsonl", {"id": "a", "text": "x" * 500}, {"id": "b", "text": "t"})
    monkeypatch.setattr(feed, "MAX_LINE", 100)
    long, short = read(path)
    assert isinstance(long, str) and long.endswith("f.jsonl:1: more than 100 bytes; split it")
    assert isinstance(short, Document) and short.id == "b"
    assert texts(sources([path]).items)(DocumentId("b")) == "t"


def test_a_feed_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"\n \n")
    (tmp_path / "loop.jsonl").symlink_to("loop.jsonl")
    (tmp_path / "wide.jsonl").write_bytes('{"id": "a", "text": "t"}'.encode("utf-16"))
    write(tmp_path / "good.jsonl", FIRST)
    found = read(tmp_path)
    for name, message in (("empty", "holds no document"), ("loop", "cannot be read"), ("wide", "is in UTF-16 or UTF-32")):
        assert any(isinstance(each, str) and f"{name}.jsonl: {message}" in each for each in found), name
    assert sum(isinstance(each, Document) for each in found) == 1


def test_a_feed_is_no_one_text(tmp_path: Path) -> None:
    (source,) = sources([write(tmp_path / "f.jsonl", FIRST)]).items
    with pytest.raises(InputError, match=r"f\.jsonl: a feed of documents, expected one text"):
        read_document(source)


def test_memory_does_not_grow_with_the_feed(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(400):
            file.write(json.dumps({"id": f"d{number}", "text": f"{number} {'The minister spoke. ' * 2_500}"}) + "\n")
    assert path.stat().st_size > 20_000_000  # beyond what is read of any other file
    items = sources([path]).items
    tracemalloc.start()
    try:
        read_count = sum(isinstance(content, Document) for _, content in read_documents(items))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read_count == 400 and peak < 4_000_000

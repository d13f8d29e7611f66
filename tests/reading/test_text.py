import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.reading import text as reading_text
from kg.reading.text import decode, read_bytes

PATH = Path("here.txt")
printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@given(printable.filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_with_and_without_mark(text: str) -> None:
    assert decode(text.encode(), PATH) == text or text.startswith(("PK", "%PDF-", "{\\rtf", "GIF8"))
    assert decode(text.encode("utf-8-sig"), PATH) == text


@given(printable, st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_marked_encodings(text: str, encoding: str) -> None:
    assert decode(("\ufeff" + text).encode(encoding), PATH) == text


def test_nothing_is_normalized() -> None:
    text = "e\u0301\r\n\u00e9\rA\u2028\x85\t\f\ufeff  \n\n"
    assert decode(text.encode(), PATH) == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n%text", "binary, a PDF"),
        (b"PK\x03\x04word", "binary, a zip"),
        (b"\x89PNG\r\n\x1a\n", "binary, a PNG"),
        (b"some\0thing", "NUL at byte 4"),
        ("قال الوزير".encode("utf-16-le"), "NUL at byte 7.*byte order mark"),
        (b"\xff\xfe" + "a\0b".encode("utf-16-le"), "NUL at byte 1"),
        (b"\x01\x02" + b"a" * 100, "2 control characters in 102 bytes"),
        ("Déclaration à Nairobi ".encode() + b"\xe9", r"byte 24 \(0xe9\) is not valid UTF-8; convert"),
        (b"\xff\xff", r"byte 0 \(0xff\) is not valid UTF-8"),
        (bytes(range(128, 256)) * 4, r"byte 0 \(0x80\) is not valid UTF-8"),
        (b"\xef\xbb\xbfab\xff", r"byte 5 \(0xff\) is not valid UTF-8"),
        (b"\xff\xfea\0\0\xd8", r"byte 4 \(0x00\) is not valid UTF-16-LE"),
        (b"\xed\xa0\x80", r"byte 0 \(0xed\) is not valid UTF-8"),
    ],
)
def test_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"^here\.txt: .*{message}"):
        decode(data, PATH)


FRENCH = "Le 3 mai, M. Étienne Gévaudan, ministre de l’Intérieur, a reçu à Rabat « son homologue »."
SPANISH = "El señor Ministro se reunió en Bogotá con su homóloga."
ARABIC = "استقبل وزير الخارجية نظيره الفرنسي اليوم في الرباط"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (FRENCH.replace("’", "'"), "latin-1"),
        ("Déclaration", "latin-1"),
        ("Le 3 mai, « réunion »", "cp1252"),
        (SPANISH, "cp1252"),
        ("The Minister met José in Lisbon — and “agreed”.", "cp1252"),
        (ARABIC, "cp1256"),
        ("Министр встретился с коллегой в Москве", "cp1251"),
        (f"{FRENCH}\r\n\r\n{SPANISH} " * 200, "cp1252"),
    ],
)
def test_legacy_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), PATH) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [FRENCH, SPANISH, "a", "Talks.\r\n\r\nThey met."])
def test_utf_16_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), PATH) == text


def test_a_stray_control_character_is_no_binary() -> None:
    text = "a" * 99 + "\x01"
    assert decode(text.encode(), PATH) == text


def test_size_is_looked_at_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(2**40)  # a hole of a terabyte: reading it would not end
    with pytest.raises(InputError, match=r"large\.txt: 1,099,511,627,776 bytes, expected at most 20,000,000; split"):
        read_bytes(path)


def test_limit_is_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_text, "MAX_BYTES", 10)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 10)
    assert read_bytes(path) == b"x" * 10
    path.write_bytes(b"x" * 11)
    with pytest.raises(InputError, match="11 bytes, expected at most 10"):
        read_bytes(path)


@pytest.mark.parametrize("name", ["missing.txt", "folder", "pipe.txt", "loop.txt", "a\0b.txt", "x" * 300 + ".txt"])
def test_no_regular_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(InputError, match=r"cannot be read|no regular file"):
        read_bytes(tmp_path / name)

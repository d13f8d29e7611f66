"""PDF files, written here byte by byte: one font, one stream a page."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from kg.errors import InputError
from kg.model import Document, DocumentId
from kg.reading.document import read_document
from kg.reading.folder import Source
from kg.reading.pdf import unwrapped

ENGLISH = [
    "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of",
    "Japan, Ken Arato, in Lisbon on 5 May 2031, and praised their long coopera-",
    "tion in fisheries.",
    "The two ministers signed a Franco-",
    "Moroccan protocol.",
    "- First item",
    "- Second item",
]
FRENCH = [
    "La ministre du Commerce du Portugal, Ada Quist, a reçu à Lisbonne son homologue",
    "japonais, Ken Arato. « Nous sommes très liés », a-t-elle déclaré à l’issue de cet",
    "entretien.",
]


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """Each line as one string of Helvetica, 14 points below the last."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(b"<< /Title <" + ("\ufeff" + title).encode("utf-16-be").hex().encode() + b"> >>")
    kids = []
    for lines in pages:
        shown = b"".join(
            b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*\n" for line in lines
        )
        stream = b"BT /F1 11 Tf 14 TL 50 780 Td\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out = BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
    out.write(b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return out.getvalue()


def locked(data: bytes, password: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def read(folder: Path, data: bytes) -> Document:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return read_document(Source(path, DocumentId("a")))


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    document = read(tmp_path, pdf([ENGLISH], "Talks in Lisbon"))
    assert document.text == (
        "The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon on 5 May 2031,"
        " and praised their long cooperation in fisheries.\n\n"
        "The two ministers signed a Franco-Moroccan protocol.\n\n- First item"
        "\n\n- Second item"
    )
    assert (document.language, document.title, document.published) == ("en", "Talks in Lisbon", None)
    assert read(tmp_path, pdf([ENGLISH])) == read(tmp_path, pdf([ENGLISH], "Microsoft Word - talks.docx"))


def test_french(tmp_path: Path) -> None:
    document = read(tmp_path, pdf([FRENCH], "Entretien à Lisbonne"))
    assert document.text == " ".join(FRENCH)
    assert (document.language, document.title) == ("fr", "Entretien à Lisbonne")


def test_a_paragraph_goes_on_over_pages_and_running_lines_are_left_out(tmp_path: Path) -> None:
    halves = [FRENCH[:1], FRENCH[1:], ["Fin."]]
    pages = [["Ministère du Commerce", *half, f"Page {number} / 3"] for number, half in enumerate(halves, 1)]
    assert read(tmp_path, pdf(pages)).text == " ".join(FRENCH) + "\n\nFin."


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ([], []),
        (["One."], ["One."]),
        (["a" * 40, "", "b"], ["a" * 40, "b"]),
        (["a" * 40, "b" * 40, "c"], ["a" * 40 + " " + "b" * 40 + " c"]),
        (["a" * 20, "B" * 40], ["a" * 20, "B" * 40]),
        (["a" * 35 + ".", "B" * 40], ["a" * 35 + ".", "B" * 40]),
        (["a" * 39 + "-", "b" * 40], ["a" * 39 + "b" * 40]),
        (["a" * 39 + "-", "B" * 40], ["a" * 39 + "-" + "B" * 40]),
        (["a" * 39 + "\u00ad", "b" * 40], ["a" * 39 + "b" * 40]),
    ],
)
def test_unwrapped(lines: list[str], paragraphs: list[str]) -> None:
    assert [each for each in unwrapped(lines) if each] == paragraphs


def test_protected_against_changes_only(tmp_path: Path) -> None:
    assert read(tmp_path, locked(pdf([FRENCH]), "")).text == " ".join(FRENCH)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read as PDF"),
        (b"hello", "cannot be read as PDF"),
        (b"%PDF-1.7\n", "cannot be read as PDF"),
        (pdf([FRENCH])[:300], "cannot be read as PDF|no text in 0 pages"),
        (pdf([[], []]), r"no text in 2 pages, which may be scanned images; run character recognition"),
        (locked(pdf([FRENCH]), "secret"), "the PDF is encrypted; save it without a password"),
    ],
)
def test_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"a\.pdf: .*({message})"):
        read(tmp_path, data)
    assert capsys.readouterr() == ("", "")

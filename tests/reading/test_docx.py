import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from kg.errors import InputError
from kg.model import Document, DocumentId
from kg.reading import docx as reading_docx
from kg.reading.document import read_document
from kg.reading.folder import Source


def saved(document: "docx.document.Document") -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def read(folder: Path, data: bytes) -> Document:
    path = folder / "a.docx"
    path.write_bytes(data)
    return read_document(Source(path, DocumentId("a")))


def test_paragraphs_and_cells_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Entretien à Lisbonne"
    document.sections[0].header.paragraphs[0].text = "Confidentiel"
    document.add_heading("Communiqué", 1)
    paragraph = document.add_paragraph("La ministre du Commerce, Ada Quist, a ")
    paragraph.add_run("rec\u0327u").bold = True
    paragraph.add_run(" à Lisbonne\nson  homologue, des e\ufb03caces.\u200b")
    document.add_paragraph("")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Les deux parties"
    table.cell(1, 0).text = "Portugal"
    table.cell(1, 1).text = "Japon"
    document.add_paragraph("Après le tableau.", style="List Bullet")
    found = read(tmp_path, saved(document))
    assert found.text.split("\n\n") == [
        "Communiqué",
        "La ministre du Commerce, Ada Quist, a reçu à Lisbonne\nson homologue, des efficaces.",
        "Les deux parties",
        "Portugal",
        "Japon",
        "Après le tableau.",
    ]
    assert (found.language, found.title, found.published) == ("fr", "Entretien à Lisbonne", None)


def test_english(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The minister met the minister of Japan for talks in Lisbon.")
    found = read(tmp_path, saved(document))
    assert (found.language, found.title) == ("en", None)


def archive(**files: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read as DOCX"),
        (b"hello", "cannot be read as DOCX"),
        (b"PK\x03\x04word", "cannot be read as DOCX"),
        (saved(docx.Document())[:2000], "cannot be read as DOCX"),
        (archive(document="text"), "cannot be read as DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document or an encrypted one"),
        (saved(docx.Document()), r"holds no text \(images are not read\)"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"a\.docx: {message}"):
        read(tmp_path, data)


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_docx, "MAX_UNPACKED", 10_000)
    with pytest.raises(InputError, match=r"20,000 bytes when unpacked, expected at most 10,000"):
        read(tmp_path, archive(document="x" * 20_000))

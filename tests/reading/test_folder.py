from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.reading.folder import FORMATS, Source, sources


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text", encoding="utf-8")


def ids(*paths: Path) -> list[str]:
    return [source.id for source in sources(paths).items]


def test_texts_below_a_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        "b.txt",
        "a-b.md",
        "a/c.d.TXT",
        "a/e/f.md",
        "page.html",
        "README",
        ".hidden.txt",
        ".git/x.txt",
        ".git/y.txt",
        "a/x.json",
    )
    found = sources([tmp_path])
    assert found.items == (
        Source(tmp_path / "a-b.md", "a-b"),
        Source(tmp_path / "a/c.d.TXT", "a/c.d"),
        Source(tmp_path / "a/e/f.md", "a/e/f"),
        Source(tmp_path / "b.txt", "b"),
    )
    assert found.skipped == 5  # page.html, README, .hidden.txt, .git as one, x.json


def test_a_file_is_known_by_its_stem(tmp_path: Path) -> None:
    write(tmp_path, "a/b.c.txt")
    assert ids(tmp_path / "a/b.c.txt") == ["b.c"]


def test_several_paths_are_one_collection(tmp_path: Path) -> None:
    write(tmp_path, "one/b.txt", "two/a.txt", "c.txt")
    assert ids(tmp_path / "one", tmp_path / "c.txt", tmp_path / "two") == ["a", "b", "c"]


def test_one_file_given_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "d/b.txt")
    assert ids(tmp_path, tmp_path / "a.txt", tmp_path / "d" / ".." / "a.txt", tmp_path) == ["a", "d/b"]


@pytest.mark.parametrize(("first", "second"), [("d/a.txt", "d/a.md"), ("d/a.TXT", "d/a.txt")])
def test_two_texts_of_one_identifier(tmp_path: Path, first: str, second: str) -> None:
    write(tmp_path, first, second)
    with pytest.raises(InputError) as error:
        sources([tmp_path])
    assert all(name in str(error.value) for name in (first, second, "'d/a'"))


def test_two_folders_with_one_identifier(tmp_path: Path) -> None:
    write(tmp_path, "one/a.txt", "two/a.txt")
    with pytest.raises(InputError, match=r"one/a\.txt and .*two/a\.txt: both would be document 'a'"):
        sources([tmp_path / "two", tmp_path / "one"])
    assert ids(tmp_path) == ["one/a", "two/a"]


def test_links(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "out/b.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in/b.txt").symlink_to(tmp_path / "out/b.txt")
    (tmp_path / "in/broken.txt").symlink_to(tmp_path / "nothing.txt")  # found here, refused when it is read
    (tmp_path / "way").symlink_to(tmp_path / "in", target_is_directory=True)
    assert ids(tmp_path / "in") == ids(tmp_path / "way") == ["a", "b", "broken"]
    assert sources([tmp_path / "in"]).skipped == 1


@pytest.mark.parametrize("name", ["missing", "missing.txt", "a\0b", "x" * 300])
def test_missing_path(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(InputError, match="expected a text file or a folder of texts"):
        sources([tmp_path / name])
    found = sources([tmp_path / "a.txt", tmp_path / name])
    assert [source.id for source in found.items] == ["a"]
    assert [path for path, _ in found.refused] == [tmp_path / name]


@pytest.mark.parametrize("name", ["table.csv", "README"])
def test_a_file_that_is_no_text(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    with pytest.raises(InputError, match=r"suffix.* expected \.txt, \.md, \.html, .* or \.ndjson"):
        sources([tmp_path / name])


def test_no_text_at_all(tmp_path: Path) -> None:
    write(tmp_path, "page.html", ".a.txt")
    with pytest.raises(InputError, match=r"no text found, 2 other entries; expected files that end in \.txt or \.md"):
        sources([tmp_path])
    with pytest.raises(InputError, match="no path: no text found"):
        sources([])


def test_other_formats_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.HTML", "c/d.pdf", "e.docx", "f.jsonl", "g.csv")
    assert ids(tmp_path) == ["a"]
    found = sources([tmp_path], tuple(FORMATS))
    assert [source.id for source in found.items] == ["a", "b", "c/d", "e", "f.jsonl"] and found.skipped == 1
    found = sources([tmp_path], ("pdf", "html"))
    assert [source.id for source in found.items] == ["b", "c/d"] and found.skipped == 4
    assert ids(tmp_path / "b.HTML", tmp_path / "c/d.pdf", tmp_path / "e.docx", tmp_path / "f.jsonl") == ["b", "d", "e", "f.jsonl"]
    with pytest.raises(InputError, match="format 'doc' is not known; choose among txt, md, html, pdf, docx, jsonl"):
        sources([tmp_path], ("doc",))
    with pytest.raises(InputError, match=r"expected files that end in \.html, \.htm, \.xhtml or \.pdf"):
        (tmp_path / "none").mkdir()
        sources([tmp_path / "none"], ("pdf", "html"))


def test_one_identifier_in_two_formats(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a.pdf", "a.jsonl")
    assert ids(tmp_path) == ["a"]
    with pytest.raises(InputError, match=r"a\.pdf and .*a\.txt: both would be document 'a'"):
        sources([tmp_path], tuple(FORMATS))
    assert sorted(ids(tmp_path / "a.pdf", tmp_path / "a.jsonl")) == ["a", "a.jsonl"]


def test_a_feed_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "in/a.jsonl")
    (tmp_path / "in/b.jsonl").symlink_to("a.jsonl")
    assert [source.id for source in sources([tmp_path, tmp_path / "in/b.jsonl"], ("jsonl",)).items] == ["b.jsonl"]
    assert [source.id for source in sources([tmp_path], ("jsonl",)).items] == ["in/a.jsonl"]


names = st.text(st.sampled_from("ab.é -"), min_size=1, max_size=3).filter(lambda name: name.strip(".") != "")
files = st.tuples(st.lists(names, max_size=2), names, st.sampled_from([".txt", ".md", ".csv"]))


@given(st.lists(files, max_size=8))
def test_identifiers_are_unique_and_lead_back(
    tmp_path_factory: pytest.TempPathFactory, tree: list[tuple[list[str], str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    for folders, stem, suffix in tree:
        try:
            write(folder, "/".join([*folders, stem + suffix]))
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            continue  # one name for a file and a folder
    texts = [path for path in folder.rglob("*") if path.is_file() and path.suffix in (".txt", ".md")]
    texts = [path for path in texts if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    expected = sorted(path.relative_to(folder).as_posix().rsplit(".", 1)[0] for path in texts)
    try:
        found = sources([folder]).items
    except InputError:
        assert not expected or len(set(expected)) < len(expected)
        return
    assert [source.id for source in found] == expected
    assert all(source.path == folder / f"{source.id}{source.path.suffix}" for source in found)

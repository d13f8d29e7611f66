import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import PartialDate
from kg.reading.front_matter import MAX_CHARACTERS, MAX_LINES, front_matter
from kg.reading.metadata import Metadata

PATH = Path("here.txt")


def read(content: str) -> Metadata:
    return front_matter(content, PATH)[0]


def body(content: str) -> str:
    """What the text is by contract, written anew."""
    head = re.match(r"---\r?\n.*?\r?\n---\r?\n", content, re.S)
    return content[head.end() :] if head else content


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_keys(end: str) -> None:
    lines = [
        "---",
        "title: Talks in Port Amber",
        "source: https://example.org/a#b",
        "published: 2025-11-25",
        "lang: en",
        "---",
        "Text",
        "",
    ]
    content = end.join(lines)
    matter, start = front_matter(content, PATH)
    assert matter == Metadata("Talks in Port Amber", "https://example.org/a#b", PartialDate(2025, 11, 25), "en")
    assert content[start:] == "Text" + end


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("Plain words", "Plain words"),
        ("Gazette VIII : deux voix", "Gazette VIII : deux voix"),
        ("FACT SHEET: a partnership", "FACT SHEET: a partnership"),
        ("Words # a comment", "Words"),
        ("Case#5", "Case#5"),
        ("'It''s: here' # so", "It's: here"),
        (r'"Vale\u2019s \"plan\"\_A\x41 \\"', 'Vale’s "plan"\xa0AA \\'),
        (r'"\ud83d\ude00 \U0001F600"', "😀 😀"),
        ('"Secretary\\\n  \\ General"', "Secretary General"),
        ('"One\n  two"', "One two"),
        ("'One\n\n  two'", "One two"),
        ("One\n  two\n  three", "One two three"),
        (">-\n  One\n  two", "One two"),
        ("|\n  One\n  two", "One two"),
        ('\n  "Later: here"', "Later: here"),
        ("# why\n  Later", "Later"),
        ("", None),
        ("\n  # nothing", None),
        ("''", None),
        ("~", None),
        ("null # none", None),
    ],
)
def test_scalars(value: str, title: str | None) -> None:
    assert read(f"---\ntitle: {value}\nlang: fr\n---\nText") == Metadata(title=title, language="fr")


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024", (2024,)),
        ("2024-10", (2024, 10)),
        ("2024-10-29", (2024, 10, 29)),
        ("'2024-02-29'", (2024, 2, 29)),
        ("2024-10-29T10:00:00Z", (2024, 10, 29)),
        ("2021-01-21 17:12:47-05:00", (2021, 1, 21)),
        ("2021-01-21T17:12:47.123+01:00 # local", (2021, 1, 21)),
    ],
)
def test_dates(value: str, date: tuple[int, ...]) -> None:
    assert read(f"---\npublished: {value}\n---\nText").published == PartialDate(*date)


@pytest.mark.parametrize(
    "value",
    [
        "October 29, 2024",
        "29/10/2024",
        "2024-13",
        "2024-00",
        "2024-02-30",
        "2023-02-29",
        "0000",
        "24-10-29",
        "2024-1-2",
        "2024-10-29x",
        "٢٠٢٤",
    ],
)
def test_dates_refused(value: str) -> None:
    with pytest.raises(InputError, match=r"^here\.txt:3: date: found .*ISO 8601"):
        read(f"---\ntitle: A\ndate: {value}\n---\nText")


def test_synonyms_in_order_of_strength() -> None:
    both = "published_time: 2021-01-22 00:12:00+00:00\ndate: '2021-01-21'\nsource_url: https://example.org/b\nlanguage: ES"
    assert read(f"---\n{both}\n---\nText") == Metadata(None, "https://example.org/b", PartialDate(2021, 1, 21), "es")
    assert read(f"---\n{both}\npublished: 2020\n---\nText").published == PartialDate(2020)
    assert read("---\nTitle: A\nLANG: en_GB\n---\nText") == Metadata("A", language="en")


def test_unknown_keys_hold_anything() -> None:
    unknown = """tags: [a, b]
list:
- x: 1
- y
deep:
  a: {b: c}
  'odd
og:title: no
"quoted key": *b
# a comment
flow: [
  a,
]
tags: again"""
    assert read(f"---\n{unknown}\ntitle: A\n---\nText") == Metadata("A")


@pytest.mark.parametrize(
    ("head", "line", "found"),
    [
        ("title: A\nno key", 3, "'no key'"),
        ("title: A\n: value", 3, "': value'"),
        ("title: A\nurl://x", 3, "'url://x'"),
        ("title: A\nlang: en\ntitle: B", 4, "'title' stands on line 2"),
        ("title: [a, b]", 2, r"title: found '\[a, b\]'"),
        ("title:\n- a\n- b", 2, "title: found '- a - b'"),
        ("source:\n  name: A\n  url: B", 2, "source: found 'name: A url: B'"),
        ('title: "open', 2, 'a closing "'),
        ("title: 'shut' twice", 2, "a closing '"),
        (r'title: "\q"', 2, r"the escape '\\\\q'"),
        (r'title: "\U00110000"', 2, "the escape"),
        (r'title: "\ud83d"', 2, "surrogate"),
        ("lang: English (UK)", 2, "lang: found 'English"),
        ("lang: English", 2, "lang: found 'English"),
    ],
)
def test_broken(head: str, line: int, found: str) -> None:
    with pytest.raises(InputError, match=rf"^here\.txt:{line}: .*{found}") as error:
        read(f"---\n{head}\n---\nText")
    assert re.search("expected|remove", str(error.value))


@pytest.mark.parametrize(
    "content",
    [
        "---\ntitle: A\nText without an end",
        "---\ntitle: A\n--- \nText",
        "---\ntitle: A\n" + "k: v\n" * MAX_LINES + "---\nText",
        "---\ntitle: " + "a" * MAX_CHARACTERS + "\n---\nText",
    ],
)
def test_never_closed(content: str) -> None:
    with pytest.raises(InputError, match=r"^here\.txt:1: .*no line of exactly '---' closes it within 200 lines"):
        read(content)


def test_as_long_as_allowed() -> None:
    content = "---\ntitle: A\n" + "k: v\n" * (MAX_LINES - 1) + "---\nText"
    matter, start = front_matter(content, PATH)
    assert (matter.title, content[start:]) == ("A", "Text")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "---",
        "---\n",
        "---\n---\n",
        "---\n\ntitle: A\n---\nB",
        "---\nA rule, then prose.\n---\n",
        "----\ntitle: A\n---\n",
        " ---\na: b\n---\n",
    ],
)
def test_a_rule_is_text(content: str) -> None:
    assert front_matter(content, PATH) == (Metadata(), 0)


def test_closed_by_the_last_line() -> None:
    content = "---\ntitle: A\n---"
    assert front_matter(content, PATH) == (Metadata("A"), len(content))


def test_blanks_cost_no_more_than_their_length() -> None:
    blanks = " " * (MAX_CHARACTERS - 100)
    assert read(f"---\ntitle: a{blanks}b\n---\nText").title == f"a{blanks}b"
    with pytest.raises(InputError):
        read(f"---\ntitle: a\nb{blanks}c\n---\nText")


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
ends = st.sampled_from(["\n", "\r\n"])
keys = st.sampled_from(["title", "source", "summary", "based_on", "og:title"])


@given(st.dictionaries(keys, words, min_size=1), ends, st.text())
def test_text_is_what_the_contract_says(values: dict[str, str], end: str, text: str) -> None:
    quoted = ["{}: '{}'".format(key, value.replace("'", "''")) for key, value in values.items()]
    content = end.join(["---", *quoted, "---", text])
    matter, start = front_matter(content, PATH)
    assert content[start:] == body(content) == text
    assert matter.title == (values.get("title", "").strip() or None)


@given(st.text(alphabet=st.sampled_from("-\r\n:ab '\"\\[#"), max_size=60).map("---\n".__add__))
def test_never_another_text_than_the_contract_says(content: str) -> None:
    try:
        _, start = front_matter(content, PATH)
    except InputError:
        return
    assert start == 0 or content[start:] in (body(content), "")

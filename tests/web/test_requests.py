"""What a request holds beside its path, as it is read."""

from urllib.parse import parse_qsl, quote

import pytest

from kg.web.requests import Refused, fields_of

QUERY = 'SELECT ?é { ?s <https://a.example/b%20c> "50 % + \\u0041\\x41\\n" } # 😀 = &'


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "query=",
        "query",
        "=x",
        "&&a=1&&b=2&",
        "a=1&a=2&A=3",
        "a=b=c",
        "a+b=c+d%2B",
        "a=100%",
        "a=%zz%4&b=%41",
        r"a=\x41\n%5C%5cx41",
        f"query={quote(QUERY)}",
        f"query={quote(QUERY, safe='')}&format=json",
    ],
)
def test_parameters_are_read_as_the_library_reads_them(encoded: str) -> None:
    assert fields_of(encoded.encode()) == parse_qsl(encoded, keep_blank_values=True, errors="strict")


@pytest.mark.parametrize("encoded", [b"a=%ff", b"a=%C3", b"a=\xc3\xa9", b"a=%C3%zz", b"&".join([b"a=1"] * 1001)])
def test_what_is_no_utf8_or_too_much_is_refused(encoded: bytes) -> None:
    with pytest.raises(Refused) as refused:
        fields_of(encoded)
    assert refused.value.failure.status == 400

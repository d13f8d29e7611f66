"""What the words of titles and names mean in every language: offices, fields, heads, countries."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from kg import resources
from kg.errors import DataError
from kg.keys import folded, slug
from kg.model import CountryCode

__all__ = [
    "Analysis",
    "Found",
    "Term",
    "Title",
    "acronyms",
    "analyse",
    "countries",
    "country_forms",
    "field_label",
    "generic_words",
    "meanings",
    "scan",
    "small_words",
    "title",
]

_LANGUAGES = ("en", "fr")
"""The columns of fields.tsv, and the lexicons whose countries and small words are known."""
_FILE = "world/fields.tsv"
_COUNTRY = ("form", "iso2", "use")
_OFFICE = frozenset({"office", "offices"})
_FIELD = frozenset({"field", "portfolio"})


_LEADERS = frozenset({"president", "king", "queen", "emperor", "emir", "sultan", "grand-duke", "head-of-state", "prime-minister"})


class Term(NamedTuple):
    """A meaning and its kind, as fields.tsv has them."""

    key: str
    kind: str


class Found(NamedTuple):
    """A term and the words it covers."""

    term: Term
    start: int
    end: int


class Title(NamedTuple):
    """What a post's or ministry's name says."""

    head: str
    """Key of the office or body; empty where none is known."""
    kind: str
    ranks: tuple[str, ...]
    fields: tuple[str, ...]
    """Keys, sorted. Where a portfolio is among them, it stands alone: it names the post whatever else is in charge."""
    rest: tuple[str, ...]
    """Folded words that the table does not know, sorted."""

    @property
    def open(self) -> bool:
        """Whether several may bear this title at once, or no field tells which body it is."""
        return not (self.fields or self.rest) and self.kind != "office"

    @property
    def leads(self) -> bool:
        """Whether it is the first office of a state or its government."""
        return self.head in _LEADERS and not (self.ranks or self.fields or self.rest)


class Analysis(NamedTuple):
    """What the name of a framework or conference says."""

    head: str
    """Key of the head; empty where none is known."""
    words: tuple[str, ...]
    """Keys of the other words that the table knows, sorted."""
    numbers: tuple[str, ...]
    """Ordinals and years, sorted."""
    rest: tuple[str, ...]
    """Folded words that the table does not know, sorted."""
    states: tuple[str, ...]


@cache
def _terms() -> dict[tuple[str, ...], tuple[tuple[Term, frozenset[str]], ...]]:
    """Folded form → meanings with the states to which each is bound (none: everywhere)."""
    terms: dict[tuple[str, ...], dict[tuple[str, frozenset[str]], Term]] = {}
    for row in resources.table(_FILE, ("key", "kind", *_LANGUAGES, "states")):
        key, kind, *forms, states = row.cells
        bound = frozenset(states.split(",")) if states else frozenset()
        group = "office" if kind in _OFFICE else "field" if kind in _FIELD else kind
        for form in {folded(f) for cell in forms for f in cell.split("|") if f}:
            known = terms.setdefault(tuple(form.split()), {})
            if known.setdefault((group, bound), Term(key, kind)).key != key:
                raise DataError(f"{_FILE}:{row.line}: {form!r} is already {known[group, bound].key}; a form has one meaning")
    return {form: tuple((term, bound) for (_, bound), term in known.items()) for form, known in terms.items()}


@cache
def _longest() -> dict[str, int]:
    """First word → length of the longest form that it opens."""
    longest: dict[str, int] = {}
    for form in _terms():
        longest[form[0]] = max(longest.get(form[0], 0), len(form))
    return longest


@cache
def field_label(key: str) -> str:
    """How a key writes a field: `the-interior`."""
    for row in resources.table(_FILE, ("key", "kind", *_LANGUAGES, "states")):
        if row.cells[0] == key and row.cells[1] in _FIELD:
            return slug(row.cells[2].split("|")[0])
    return key


@cache
def small_words() -> frozenset[str]:
    """Articles, prepositions and the like of all languages, folded."""
    words = (form for language in _LANGUAGES for form in resources.first_column(f"{language}/stopwords.tsv"))
    return frozenset(folded(" ".join(words)).split()) | {"affairs", "affaires", "charge", "chargee", "s"}


@cache
def country_forms() -> dict[tuple[str, ...], CountryCode]:
    """Folded names, adjectives and combining forms of countries; of a form of several countries, the usual one."""
    forms: dict[tuple[str, ...], CountryCode] = {}
    for language in _LANGUAGES:
        for row in resources.table(f"{language}/countries.tsv", _COUNTRY):
            forms.setdefault(tuple(folded(row.cells[0]).split()), CountryCode(row.cells[1]))
    return forms


@cache
def generic_words() -> frozenset[str]:
    """Words that names of bodies and frameworks share all over the world: heads, fields, topics; folded."""
    tables = ("portfolios.tsv", "organization_heads.tsv", "framework_heads.tsv", "topics.tsv")
    forms = (form for language in _LANGUAGES for name in tables for form in resources.first_column(f"{language}/{name}"))
    words = set(" ".join(forms).lower().split())
    accented = {word for word in words if not word.isascii()}  # the few that take long to fold
    plain = (*folded(" ".join(words - accented)).split(), *folded(" ".join(accented)).split())
    return small_words().union(plain, *_terms())


def acronyms(name: str) -> frozenset[str]:
    """Words of a name that stand in capitals, folded: only these can be a country's acronym (`EAU` is not `eau`)."""
    return frozenset(folded(word) for word in re.findall(r"[^\W_]+", name) if word.isupper())


def countries(words: tuple[str, ...], capitals: frozenset[str]) -> Iterator[tuple[int, int, CountryCode]]:
    """Names and adjectives of countries in folded words, the longest first match: start, end, code."""
    forms, longest = country_forms(), _longest_country()
    at = 0
    while at < len(words):
        for length in range(min(longest.get(words[at], 0), len(words) - at), 0, -1):
            code = forms.get(words[at : at + length])
            plain = length > 1 or (len(words[at]) > 4 and words[at] not in small_words())
            if code is not None and (plain or words[at] in capitals or words[at] in _short_countries()):
                yield at, at + length, code
                at += length
                break
        else:
            at += 1


@cache
def _short_countries() -> frozenset[str]:
    """Short names and adjectives that are no acronyms, folded: `oman`, `mali`, `turk`."""
    forms = (form for language in _LANGUAGES for form in resources.first_column(f"{language}/countries.tsv"))
    return frozenset(folded(form) for form in forms if len(form) <= 4 and not form.isupper()) - small_words()


@cache
def _longest_country() -> dict[str, int]:
    longest: dict[str, int] = {}
    for form in country_forms():
        longest[form[0]] = max(longest.get(form[0], 0), len(form))
    return longest


def scan(words: tuple[str, ...], kinds: frozenset[str], country: CountryCode | None = None) -> Iterator[Found]:
    """Terms of given kinds in folded words, the longest first match, from left to right."""
    at = 0
    while at < len(words):
        for length in range(min(_longest().get(words[at], 0), len(words) - at), 0, -1):
            term = _term(words[at : at + length], kinds, country)
            if term is not None:
                yield Found(term, at, at + length)
                at += length
                break
        else:
            at += 1


def _term(form: tuple[str, ...], kinds: frozenset[str], country: CountryCode | None) -> Term | None:
    """The meaning of a form; what it means in that state before what it means everywhere."""
    meanings = [(term, bound) for term, bound in _terms().get(form, ()) if term.kind in kinds]
    meanings.sort(key=lambda m: m[0].kind != "head")
    here = [term for term, bound in meanings if country is not None and country in bound]
    return next(iter((*here, *(term for term, bound in meanings if not bound))), None)


@lru_cache(maxsize=65536)
def title(
    name: str, country: CountryCode | None, heads: frozenset[str] = _OFFICE, without: frozenset[str] = frozenset()
) -> Title:
    """The office (or body, by `heads`), ranks and fields of a name; words in `without` (a body's own name) are passed over."""
    words = tuple(folded(name).split())
    states = {i: code for start, end, code in countries(words, acronyms(name)) for i in range(start, end)}
    found = [f for f in scan(words, heads | {"rank"} | _FIELD, country) if f.start not in states]
    head = next((f for f in found if f.term.kind in heads), None)
    told = {code.lower() for code in states.values() if code != country}
    if head is None:
        return Title("", "", (), (), tuple(sorted({w for w in words if w not in small_words()} - without)))
    office, _, implied = head.term.key.partition(":")
    ranks = {f.term.key for f in found if f.term.kind == "rank"}
    fields = {f.term.key for f in found if f.term.kind in _FIELD} | ({implied} if implied else set())
    portfolios = {f.term.key for f in found if f.term.kind == "portfolio"} | ({implied} if implied else set())
    covered = {i for f in found if f is head or f.term.kind not in heads for i in range(f.start, f.end)}
    known = covered | states.keys()
    rest = told | {w for i, w in enumerate(words) if i not in known and w not in small_words() and w not in without}
    if portfolios and office in ("minister", "ministry") and not ranks:
        return Title(office, head.term.kind, (), tuple(sorted(portfolios)), ())
    return Title(office, head.term.kind, tuple(sorted(ranks)), tuple(sorted(fields)), tuple(sorted(rest)))


@cache
def meanings() -> frozenset[str]:
    """All keys of the table."""
    return frozenset(term.key for known in _terms().values() for term, _ in known)


_NAMED = frozenset({"head", "word", "number", "filler"}) | _FIELD
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|ere|e|eme|ieme)?")


@lru_cache(maxsize=65536)
def analyse(name: str) -> Analysis:
    """Take the name of a framework or conference apart.

    Its head is the last that stands before the first small word: `Economic Partnership Agreement`, `Agreement on Partnership`.
    """
    words = tuple(folded(name).split())
    found = list(scan(words, _NAMED))
    long = {i for f in found if f.end - f.start > 1 for i in range(f.start, f.end)}
    states = {i: code for start, end, code in countries(words, acronyms(name)) for i in range(start, end) if i not in long}
    found = [f for f in found if f.start not in states]
    covered = {i for f in found for i in range(f.start, f.end)}
    first = next((i for i, w in enumerate(words) if w in small_words() and i not in covered), len(words))
    heads = [f for f in found if f.term.kind == "head"]
    head = next((f for f in reversed(heads) if f.start < first), heads[0] if heads else None)
    numbers = {f.term.key for f in found if f.term.kind == "number"}
    rest: set[str] = set()
    for word in (w for i, w in enumerate(words) if i not in covered and i not in states and w not in small_words()):
        number = _ORDINAL.fullmatch(word)
        (numbers if number else rest).add(number[1] if number else word)
    return Analysis(
        head.term.key if head else "",
        tuple(sorted({f.term.key for f in found if f is not head and f.term.kind not in ("number", "filler")})),
        tuple(sorted(numbers)),
        tuple(sorted(rest)),
        tuple(sorted(set(states.values()))),
    )

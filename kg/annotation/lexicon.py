"""The lexicons of a language, compiled for one longest-match pass over folded tokens.

Which tables there are, and what their columns mean, stands in `LAYERS`; a language is a folder of such tables, so that a
further language needs no code here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.annotated import Hit, Token
from kg.annotation.tokens import fold_phrase, norm

__all__ = ["LAYERS", "Layer", "Lexicon"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A table and how its forms are matched."""

    name: str
    file: str
    """Below the language's folder, or below `world/`."""
    columns: tuple[str, ...]
    forms: tuple[str, ...]
    """Columns that hold forms; several in a cell are parted by `|`."""
    capital: bool = False
    """A form matches only where its first token is capital in the text, and one that is all capitals only in capitals. In the
    other layers, that holds only of forms that are written with a capital in the table (`May`)."""


LAYERS = (
    Layer("country", "countries.tsv", ("form", "iso2", "use"), ("form",), capital=True),
    Layer("place", "cities.tsv", ("form", "key"), ("form",), capital=True),
    Layer("body", "bodies.tsv", ("form", "key"), ("form",), capital=True),
    Layer("region", "regions.tsv", ("form", "key"), ("form",), capital=True),
    Layer("venue", "venues.tsv", ("form", "iso2"), ("form",), capital=True),
    Layer("honorific", "honorifics.tsv", ("form", "use"), ("form",)),
    Layer("office", "offices.tsv", ("form", "plural", "class", "frame"), ("form", "plural")),
    Layer("modifier", "office_modifiers.tsv", ("form", "effect"), ("form",)),
    Layer("portfolio", "portfolios.tsv", ("form", "kind", "topic"), ("form",)),
    Layer("organization", "organization_heads.tsv", ("form", "plural", "frame"), ("form", "plural")),
    Layer("framework", "framework_heads.tsv", ("form", "plural", "kind", "frame"), ("form", "plural")),
    Layer("speech", "speech_verbs.tsv", ("forms", "stance", "frame"), ("forms",)),
    Layer("event", "event_triggers.tsv", ("forms", "type", "frame", "status"), ("forms",)),
    Layer("auxiliary", "auxiliaries.tsv", ("form", "effect"), ("form",)),
    Layer("conference", "conferences.tsv", ("form", "plural"), ("form", "plural")),
    Layer("anaphor", "anaphors.tsv", ("form", "refers"), ("form",)),
    Layer("stopword", "stopwords.tsv", ("form",), ("form",)),
    Layer("calendar", "calendar.tsv", ("form", "kind", "value"), ("form",)),
    Layer("particle", "name_particles.tsv", ("form", "position"), ("form",)),
    Layer("abbreviation", "abbreviations.tsv", ("form",), ("form",)),
    Layer("word", "words.tsv", ("form", "class"), ("form",)),
    Layer("topic", "topics.tsv", ("phrase", "topic", "strength"), ("phrase",)),
    Layer("introducer", "topic_introducers.tsv", ("form",), ("form",)),
)
_CITY = ("name", "iso2", "key", "population", "guarded")


class _Matcher:
    """Longest match of folded phrases that begin at a given token."""

    __slots__ = ("_accented", "_cased", "_entries", "_lengths", "_lower", "capital")

    def __init__(self, capital: bool) -> None:
        self.capital = capital
        self._cased: dict[tuple[str, ...], bool] = {}
        """Forms that are written with a capital in the table → whether they are all capitals (`HE`, which `He` is not)."""
        self._accented: dict[tuple[str, ...], set[str]] = {}
        """Short words that only accents tell from others (`dès`, which `des` is not) → how they are written."""
        self._lower: set[str] = set()
        """First words of forms that a table of capitals writes in lower case all the same (`marocain`)."""
        self._entries: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
        self._lengths: dict[str, int] = {}
        """First word → the lengths of the entries it opens, one bit each."""

    def add(self, form: str, row: tuple[str, ...], elisions: frozenset[str]) -> None:
        phrase = fold_phrase(form, elisions)
        if self.capital and len(phrase) == 1 and form.isupper():
            # `US` is a country and `us` is not; from four letters on, `Asean` is as good as `ASEAN`.
            self._enter((form,), row)
            if len(form) < 4:
                return
        if self.capital and form[:1].islower():
            self._lower.add(phrase[0])
        if not self.capital and form != form.lower():
            self._cased[phrase] = len(phrase) == 1 and form.isupper() and len(form) > 1
        if len(phrase) == 1 and len(phrase[0]) < 5 and phrase not in self._entries and norm(form) != phrase[0]:
            self._accented[phrase] = {norm(form)}
        elif phrase in self._accented:
            self._accented[phrase].add(norm(form))
        self._enter(phrase, row)

    def _enter(self, phrase: tuple[str, ...], row: tuple[str, ...]) -> None:
        rows = self._entries.get(phrase, ())
        if row not in rows:
            self._entries[phrase] = (*rows, row)
        self._lengths[phrase[0]] = self._lengths.get(phrase[0], 0) | 1 << len(phrase)

    def stands(self, token: Token) -> bool:
        """Whether a token is written as the opening of an entry must be."""
        return token.capital or not self.capital or token.fold in self._lower

    def lengths(self, first: str) -> tuple[int, ...]:
        """The lengths of the entries that open with a word, in tokens, longest first."""
        return _bits(self._lengths.get(first, 0))

    def firsts(self) -> Iterable[tuple[str, tuple[int, ...]]]:
        """Each first word with the lengths of its entries."""
        return ((first, _bits(mask)) for first, mask in self._lengths.items())

    def match(self, folds: tuple[str, ...], at: int, lengths: tuple[int, ...], word: str) -> Hit | None:
        """The longest entry of these lengths that begins at a token."""
        entries = self._entries
        for length in lengths:
            phrase = folds[at : at + length]
            rows = entries.get(phrase)
            if rows is not None and self._cases(phrase, word):
                return Hit(at + len(phrase), rows)
        return None

    def _cases(self, phrase: tuple[str, ...], word: str) -> bool:
        """Whether the first word of a match is written as its entry demands: in capitals, with its accents."""
        if phrase in self._accented and norm(word) not in self._accented[phrase]:
            return False
        upper = self._cased.get(phrase)
        return upper is None or (word.isupper() if upper else word[:1].isupper())


def _inverted(words: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for kind, forms in words.items():
        for form in forms:
            classes.setdefault(form, set()).add(kind)
    return {form: frozenset(kinds) for form, kinds in classes.items()}


@cache
def _bits(mask: int) -> tuple[int, ...]:
    """The bits set in a mask, highest first."""
    return tuple(i for i in range(mask.bit_length() - 1, -1, -1) if mask >> i & 1)


class Lexicon:
    """All layers of one language; `Lexicon.of("en")` compiles it once."""

    def __init__(self, language: str) -> None:
        self.language = language
        elisions = f"{language}/elisions.tsv"
        particles = resources.table(elisions, ("form",)) if resources.has(elisions) else ()
        self.elisions = frozenset(row.cells[0] for row in particles)
        self._matchers: dict[str, _Matcher] = {}
        self._first: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for layer in LAYERS:
            self._load(layer)
        for name, matcher in self._matchers.items():
            for first, lengths in matcher.firsts():
                self._first.setdefault(first, []).append((name, lengths))
        self.words: Mapping[str, frozenset[str]] = self._word_classes()
        self.classes: Mapping[str, frozenset[str]] = _inverted(self.words)
        """Word → the closed classes that it is of."""

    @staticmethod
    @cache
    def of(language: str) -> "Lexicon":
        """The compiled lexicon of a language (ISO 639-1)."""
        return Lexicon(language)

    def _load(self, layer: Layer) -> None:
        matcher = self._matchers[layer.name] = _Matcher(layer.capital)
        if layer.name == "place":
            cities = self._cities(matcher)
        name = f"{self.language}/{layer.file}"
        if not resources.has(name):
            return
        at = [layer.columns.index(c) for c in layer.forms]
        for row in resources.table(name, layer.columns):
            rest = tuple(cell for i, cell in enumerate(row.cells) if i not in at)
            if layer.name == "place":
                rest = cities[rest[0]]
            for i in at:
                for number, form in enumerate(row.cells[i].split("|")):
                    if form and layer.columns[i] == "forms":
                        # Which inflection it is, by its place in the paradigm.
                        matcher.add(form, (*rest, str(number)), self.elisions)
                    elif form:
                        # A plural says so in two more cells: that it is one, and its singular.
                        matcher.add(
                            form, (*rest, "plural", row.cells[0]) if layer.columns[i] == "plural" else rest, self.elisions
                        )

    def _cities(self, matcher: _Matcher) -> dict[str, tuple[str, ...]]:
        """The cities of the world go in first; the language's own names of them point at their keys."""
        cities: dict[str, tuple[str, ...]] = {}
        for row in resources.table("world/cities.tsv", _CITY):
            name, iso2, key, population, guarded = row.cells
            cities[key] = (key, iso2, population, guarded)
            matcher.add(name, cities[key], self.elisions)
        return cities

    def _word_classes(self) -> dict[str, frozenset[str]]:
        """Closed classes of function words (`words.tsv`): class → folded forms."""
        classes: dict[str, set[str]] = {}
        name = f"{self.language}/words.tsv"
        if resources.has(name):
            for row in resources.table(name, ("form", "class")):
                form, kind = row.cells
                classes.setdefault(kind, set()).add(norm(form))
        name = f"{self.language}/stopwords.tsv"
        if resources.has(name):
            classes["stop"] = {norm(row.cells[0]) for row in resources.table(name, ("form",))}
        return {kind: frozenset(forms) for kind, forms in classes.items()}

    def hits(self, tokens: tuple[Token, ...]) -> dict[str, dict[int, Hit]]:
        """One pass over the tokens: for every layer, where an entry begins and which is the longest there."""
        found: dict[str, dict[int, Hit]] = {layer.name: {} for layer in LAYERS}
        folds = tuple(token.fold for token in tokens)
        first = self._first
        for at, token in enumerate(tokens):
            candidates = first.get(token.fold)
            if candidates:
                for name, lengths in candidates:
                    matcher = self._matchers[name]
                    if not matcher.stands(token):
                        continue
                    hit = matcher.match(folds, at, lengths, token.text)
                    if hit is not None:
                        found[name][at] = hit
            if token.capital and len(token.text) > 1 and token.text in first:
                # Acronyms are entered in capitals, so that `US` is a country and `us` is not.
                for name, _ in first[token.text]:
                    hit = self._matchers[name].match((token.text,), 0, (1,), token.text)
                    if hit is not None and at not in found[name]:
                        found[name][at] = Hit(at + 1, hit.rows)
        self._topics_over_adjectives(folds, found)
        return found

    def _topics_over_adjectives(self, folds: tuple[str, ...], found: dict[str, dict[int, Hit]]) -> None:
        """Topic phrases that a country's adjective parts: `unaccompanied Moroccan minors`."""
        topics, matcher = found["topic"], self._matchers["topic"]
        for at, hit in found["country"].items():
            before = at - 1
            if before < 0 or not matcher.lengths(folds[before]) or any(row[1] == "name" for row in hit.rows):
                continue
            rest = (folds[before], *folds[hit.end : hit.end + 3])
            joined = matcher.match(rest, 0, matcher.lengths(folds[before]), "")
            known = topics.get(before)
            if joined is not None and joined.end > 1 and (known is None or known.end <= at):
                topics[before] = Hit(hit.end + joined.end - 1, joined.rows)

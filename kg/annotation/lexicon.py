"""The lexicons of a language, compiled for one longest-match pass over folded tokens.

Which tables there are, and what their columns mean, stands in `LAYERS`; a language is a folder of such tables, so that a
further language needs no code here.
"""

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from kg import resources
from kg.annotated import Classes, Hit, Token
from kg.annotation.parted import Parted
from kg.annotation.tokens import fold_phrase, norm

__all__ = ["LAYERS", "Layer", "Lexicon"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A table and how its forms are matched."""

    name: str
    file: str
    """Below the language's folder, or below `world/` where `world` says so."""
    columns: tuple[str, ...]
    forms: tuple[str, ...]
    """Columns that hold forms; several in a cell are parted by `|`."""
    capital: bool = False
    """A form matches only where its first token is capital in the text, and one that is all capitals only in capitals. In the
    other layers, that holds only of forms that are written with a capital in the table (`May`)."""
    world: bool = False
    """Its table is the same for all languages."""


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
    Layer("calendar", "calendar.tsv", ("form", "kind", "value"), ("form",)),
    Layer("particle", "name_particles.tsv", ("form", "position"), ("form",)),
    Layer("abbreviation", "abbreviations.tsv", ("form",), ("form",)),
    Layer("topic", "topics.tsv", ("phrase", "topic", "strength"), ("phrase",)),
    Layer("introducer", "topic_introducers.tsv", ("form",), ("form",)),
    Layer("agency", "agencies.tsv", ("form", "iso2"), ("form",), capital=True, world=True),
)
_PARTED = ("event", "auxiliary")
"""Layers in whose forms of several words others may stand."""
_ASIDE = ("calendar", "place", "country")
"""Layers of times and places."""
_BETWEEN = ("possessive", "ardent", "state-word", "owning", "and")
_MOST_BETWEEN = 7
"""Words that may part a verb of saying from its noun, and most tokens that they are."""
_CITY = ("name", "iso2", "key", "population", "guarded")


class _Demand(NamedTuple):
    """How the first word of a form must be written to be one."""

    capital: bool
    upper: bool | None
    """All in capitals (`HE`, which `He` is not), or with one at least; None where it may be in lower case."""
    accents: frozenset[str] | None
    """Where only accents tell a short word from others (`dès`, which `des` is not): how it is written."""

    def met(self, token: Token) -> bool:
        """Whether a token is written so."""
        if (self.capital and not token.capital) or not (self.accents is None or self._accented(token)):
            return False
        return self.upper is None or (token.text.isupper() if self.upper else token.text[:1].isupper())

    def _accented(self, token: Token) -> bool:
        """Whether a token has the accents asked for; a capital may lack that of its first letter (`Emir`)."""
        accents = self.accents or frozenset()
        return token.norm in accents or (token.capital and token.norm in map(_bare_capital, accents))


class _Form(NamedTuple):
    """A form of one layer."""

    layer: str
    rows: tuple[tuple[str, ...], ...]
    demand: _Demand | None
    """None where it may be written in any way."""


class _Opening:
    """What a word opens: forms of its own, and the lengths of the longer ones by their second word, longest first."""

    __slots__ = ("alone", "longer")

    def __init__(self) -> None:
        self.alone: tuple[_Form, ...] = ()
        self.longer: dict[str, tuple[int, ...]] = {}


class _Table:
    """The forms of one layer while they are collected."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self._upper: dict[tuple[str, ...], bool] = {}
        self._accents: dict[tuple[str, ...], set[str]] = {}
        self._lower: set[str] = set()
        """First words of forms that a table of capitals writes in lower case all the same (`marocain`)."""
        self._rows: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}

    def add(self, form: str, row: tuple[str, ...], elisions: frozenset[str]) -> None:
        capital = self.layer.capital
        phrase = fold_phrase(form, elisions)
        if capital and len(phrase) == 1 and form.isupper():
            # `US` is a country and `us` is not; from four letters on, `Asean` is as good as `ASEAN`.
            self._enter((form,), row)
            if len(form) < 4:
                return
        if capital and form[:1].islower():
            self._lower.add(phrase[0])
        if not capital and form != form.lower():
            self._upper[phrase] = len(phrase) == 1 and form.isupper() and len(form) > 1
        if len(phrase) == 1:
            if len(phrase[0]) < 5 and phrase not in self._rows and norm(form) != phrase[0]:
                self._accents[phrase] = {norm(form)}
            elif phrase in self._accents:
                self._accents[phrase].add(norm(form))
        self._enter(phrase, row)

    def _enter(self, phrase: tuple[str, ...], row: tuple[str, ...]) -> None:
        rows = self._rows.get(phrase)
        if rows is None:
            self._rows[phrase] = (row,)
        elif row not in rows:
            self._rows[phrase] = (*rows, row)

    def forms(self) -> Iterator[tuple[tuple[str, ...], _Form]]:
        """Each phrase with its form."""
        name, plain = self.layer.name, _Demand(True, None, None) if self.layer.capital else None
        for phrase, rows in self._rows.items():
            demand = None if plain is None or phrase[0] in self._lower else plain
            if phrase in self._upper or phrase in self._accents:
                accents = frozenset(self._accents[phrase]) if phrase in self._accents else None
                demand = _Demand(demand is not None, self._upper.get(phrase), accents)
            yield phrase, _Form(name, rows, demand)


def _bare_capital(word: str) -> str:
    """A word whose first letter has lost its accent, as capitals may (`Emir`)."""
    return normalize("NFD", word[:1])[:1] + word[1:]


def _inverted(words: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for kind, forms in words.items():
        for form in forms:
            classes.setdefault(form, set()).add(kind)
    return {form: frozenset(kinds) for form, kinds in classes.items()}


class Lexicon:
    """All layers of one language; `Lexicon.of("en")` compiles it once."""

    def __init__(self, language: str) -> None:
        self.language = language
        elisions = f"{language}/elisions.tsv"
        particles = resources.table(elisions, ("form",)) if resources.has(elisions) else ()
        self.elisions = frozenset(row.cells[0] for row in particles)
        self._openings: dict[str, _Opening] = {}
        self._longer: dict[tuple[str, ...], tuple[_Form, ...]] = {}
        self._compounds: dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]] = {layer: [] for layer in _PARTED}
        """The forms longer than a word, with their rows, of each layer in which other words may part them."""
        self._saying: set[str] = set()
        """First words of the longer forms of saying."""
        for layer in LAYERS:
            for phrase, form in self._load(layer).forms():
                self._enter(phrase, form)
        self.words: Mapping[str, frozenset[str]] = self._word_classes()
        self._classes_of = _inverted(self.words)
        """Word → the closed classes that it is of."""
        self._parted = {layer: Parted(self._compounds[layer], self.words) for layer in _PARTED}
        self._between = frozenset[str]().union(*(self.words.get(kind, ()) for kind in _BETWEEN))

    @staticmethod
    @cache
    def of(language: str) -> "Lexicon":
        """The compiled lexicon of a language (ISO 639-1)."""
        lexicon = Lexicon(language)
        _age()
        return lexicon

    def _enter(self, phrase: tuple[str, ...], form: _Form) -> None:
        opening = self._openings.get(phrase[0])
        if opening is None:
            opening = self._openings[phrase[0]] = _Opening()
        if len(phrase) == 1:
            opening.alone += (form,)
            return
        self._longer[phrase] = (*self._longer.get(phrase, ()), form)
        if form.layer in _PARTED:
            self._compounds[form.layer].append((phrase, form.rows))
        elif form.layer == "speech":
            self._saying.add(phrase[0])
        lengths = opening.longer.get(phrase[1])
        if lengths is None:
            opening.longer[phrase[1]] = (len(phrase),)
        elif len(phrase) not in lengths:
            opening.longer[phrase[1]] = tuple(sorted((*lengths, len(phrase)), reverse=True))

    def _load(self, layer: Layer) -> _Table:
        """The forms of one layer's table; none where the language has no such table."""
        found = _Table(layer)
        if layer.name == "place":
            cities = self._cities(found)
        name = f"{'world' if layer.world else self.language}/{layer.file}"
        if not resources.has(name):
            return found
        at = [layer.columns.index(c) for c in layer.forms]
        others = [i for i in range(len(layer.columns)) if i not in at]
        same: dict[tuple[str, ...], tuple[str, ...]] = {}
        for _, cells in resources.table(name, layer.columns):
            rest = tuple([cells[i] for i in others])
            rest = cities[rest[0]] if layer.name == "place" else same.setdefault(rest, rest)
            for i in at:
                for number, form in enumerate(cells[i].split("|")):
                    if form and layer.columns[i] == "forms":
                        # Which inflection it is, by its place in the paradigm.
                        found.add(form, (*rest, str(number)), self.elisions)
                    elif form:
                        # A plural says so in two more cells: that it is one, and its singular.
                        found.add(form, (*rest, "plural", cells[0]) if layer.columns[i] == "plural" else rest, self.elisions)
        return found

    def _cities(self, found: _Table) -> dict[str, tuple[str, ...]]:
        """The cities of the world go in first; the language's own names of them point at their keys."""
        cities: dict[str, tuple[str, ...]] = {}
        for row in resources.table("world/cities.tsv", _CITY):
            name, iso2, key, population, guarded = row.cells
            cities[key] = (key, iso2, population, guarded)
            found.add(name, cities[key], self.elisions)
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

    def accented(self, tokens: list[Token]) -> tuple[Token, ...]:
        """The tokens, those capitals with their accent that mean nothing without it (`A Rabat, le ministre` is `À Rabat`)."""
        bare = {_bare_capital(word): word for word in self.words.get("bare-capital", ())}
        for at, token in enumerate(tokens[:-1]) if bare else ():
            if token.capital and token.norm in bare and tokens[at + 1].word:
                tokens[at] = token._replace(norm=bare[token.norm])
        return tuple(tokens)

    def hits(self, tokens: tuple[Token, ...]) -> dict[str, dict[int, Hit]]:
        """One pass over the tokens: for every layer, where an entry begins and which is the longest there."""
        found: dict[str, dict[int, Hit]] = {layer.name: {} for layer in LAYERS}
        folds = (*[token.fold for token in tokens], "")
        openings, longer = self._openings, self._longer
        for at, token in enumerate(tokens):
            _, _, text, fold, _, capital, _, _ = token
            opening = openings.get(fold)
            if opening is not None:
                if opening.longer:
                    for length in opening.longer.get(folds[at + 1], ()):
                        self._take(longer.get(folds[at : at + length], ()), found, at, at + length, token)
                if opening.alone:
                    self._take(opening.alone, found, at, at + 1, token)
            if capital and text in openings and len(text) > 1:
                # Acronyms are entered in capitals, so that `US` is a country and `us` is not.
                self._take(openings[text].alone, found, at, at + 1, token)
        aside = {i for layer in _ASIDE for at, hit in found[layer].items() for i in range(at, hit.end)}
        for layer, parted in self._parted.items():
            found[layer] |= parted.hits(tokens, parted.opens(folds), found[layer], aside)
        self._topics_over_adjectives(folds, found["topic"], found["country"])
        self._speech_over_modifiers(tokens, folds, found["speech"])
        articles = self.words.get("det", frozenset())
        found["country"] = {
            at: hit
            for at, hit in found["country"].items()
            # `La réunion` that opens a sentence is no `La Réunion`.
            if tokens[at].norm not in articles or any(token.capital for token in tokens[at + 1 : hit.end]) or hit.end == at + 1
        }
        return found

    def classes(self, tokens: tuple[Token, ...]) -> Classes:
        """The tokens of each closed class of function words."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate([token.norm for token in tokens]):
            if word in places:
                places[word].append(at)
            elif word in self._classes_of:
                places[word] = [at]
        found: dict[str, set[int]] = {}
        for word, at_word in places.items():
            for kind in self._classes_of[word]:
                if kind in found:
                    found[kind].update(at_word)
                else:
                    found[kind] = set(at_word)
        return Classes(found)

    @staticmethod
    def _take(forms: tuple[_Form, ...], found: dict[str, dict[int, Hit]], start: int, end: int, token: Token) -> None:
        """Add the forms that begin at a token, where it is written as they demand and no longer one of their layer does."""
        for layer, rows, demand in forms:
            of_layer = found[layer]
            if start not in of_layer and (demand is None or demand.met(token)):
                of_layer[start] = tuple.__new__(Hit, (end, rows))  # half the time of Hit(...)

    def _speech_over_modifiers(self, tokens: tuple[Token, ...], folds: tuple[str, ...], speech: dict[int, Hit]) -> None:
        """Verbs of saying that possessives and warm words part from their noun: `expressed his country's deep concern`."""
        for at in [at for at, fold in enumerate(folds) if fold in self._saying]:
            token, noun = tokens[at], at + 1
            while noun < len(tokens) and noun - at <= _MOST_BETWEEN and tokens[noun].norm in self._between:
                noun += 1
            if noun == at + 1:
                continue
            known = speech[at].end if at in speech else 0
            for length in self._openings[token.fold].longer.get(folds[noun], ()):
                told = self._longer.get((token.fold, *folds[noun : noun + length - 1]), ())
                rows = next((form.rows for form in told if form.layer == "speech"), None)
                if rows is not None and noun + length - 1 > known:
                    speech[at] = Hit(noun + length - 1, rows)
                    break

    def _topics_over_adjectives(self, folds: tuple[str, ...], topics: dict[int, Hit], countries: dict[int, Hit]) -> None:
        """Topic phrases that a country's adjective parts: `unaccompanied Moroccan minors`."""
        for at, hit in countries.items():
            before = at - 1
            opening = self._openings.get(folds[before]) if before >= 0 else None
            if opening is None or any(row[1] == "name" for row in hit.rows):
                continue
            for length in opening.longer.get(folds[hit.end], ()):
                parted = self._longer.get((folds[before], *folds[hit.end : hit.end + length - 1]), ())
                rows = next((form.rows for form in parted if form.layer == "topic" and form.demand is None), None)
                if rows is not None and length <= 4:
                    if before not in topics or topics[before].end <= at:
                        topics[before] = Hit(hit.end + length - 1, rows)
                    break


def _age() -> None:
    """Count what there is by now as old: a lexicon stays, and the next look for cyclic garbage, which passes over all that is
    young, took as long as reading four texts. What somebody else has frozen stays so."""
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()

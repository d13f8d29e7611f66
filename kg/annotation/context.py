"""What every annotator asks of a text: which word stands where, and what the lexicons say of it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.annotated import Classes, Hit, Mention, Sentence, Token, sentence_numbers
from kg.model import CountryCode, Document
from kg.once import once

__all__ = ["Context", "CountryHit", "PlaceHit"]

_DASHES = frozenset({"-", "–", "—", "‐", "‑", "--"})


@dataclass(frozen=True, slots=True)
class CountryHit:
    """A country's name or adjective."""

    end: int
    code: CountryCode
    use: str
    """`name`, `adjective`, `inhabitant` or `combining`."""


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A city of the gazetteer."""

    end: int
    key: str
    country: CountryCode
    guarded: bool
    """Its name is an ordinary word or a person's name too."""


@dataclass(frozen=True)
class Context:
    """A document's tokens, sentences and lexicon hits; asks, never changes them."""

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    hits: Mapping[str, Mapping[int, Hit]]
    words: Mapping[str, frozenset[str]]
    classes: Classes
    dates: Sequence[Mention]

    def fold(self, at: int) -> str:
        """The folded token, empty beyond the text."""
        return self._folds.get(at, "")

    @once
    def _folds(self) -> dict[int, str]:
        return {at: token.fold for at, token in enumerate(self.tokens)}

    def isa(self, at: int, kind: str) -> bool:
        """Whether the token is of a closed class of words (`words.tsv`)."""
        return at in self.classes[kind]

    def capital(self, at: int) -> bool:
        """Whether the token opens with a capital."""
        return at in self.capitals

    @once
    def capitals(self) -> frozenset[int]:
        """The tokens that open with a capital."""
        return frozenset([at for at, token in enumerate(self.tokens) if token.capital])

    def dash(self, at: int) -> bool:
        """Whether the token is a hyphen or a dash."""
        return at in self._dashes

    @once
    def _dashes(self) -> frozenset[int]:
        return frozenset([at for at, token in enumerate(self.tokens) if not token.word and token.fold in _DASHES])

    def text(self, start: int, end: int) -> str:
        """The words from token to token, as a label: white space is one space, since a line may break in a name."""
        if start >= end:
            return ""
        return " ".join(self.document.text[self.tokens[start].start : self.tokens[end - 1].end].split())

    def hit(self, layer: str, at: int) -> Hit | None:
        """The longest entry of a layer that begins at a token."""
        return self.hits[layer].get(at)

    def starts(self, layers: tuple[str, ...]) -> frozenset[int]:
        """The tokens at which an entry of any of some layers begins; put together once for all who ask."""
        found = self._starts.get(layers)
        if found is None:
            found = self._starts[layers] = frozenset[int]().union(*[self.hits[layer] for layer in layers])
        return found

    def any_hit(self, layers: tuple[str, ...], start: int, end: int) -> bool:
        """Whether an entry of any of some layers begins in a range of tokens."""
        return not self.starts(layers).isdisjoint(range(start, end))

    @once
    def _starts(self) -> dict[tuple[str, ...], frozenset[int]]:
        return {}

    def by_sentence(self, tokens: Iterable[int]) -> Iterator[tuple[Sentence, Sequence[int]]]:
        """Each sentence that holds any of some tokens, with those: where a grammar can begin, so that it tries no other."""
        order = sorted(tokens)
        first = 0
        while first < len(order):
            sentence = self.sentences[self.sentence_at[order[first]]]
            last = bisect_left(order, sentence.end, first)
            yield sentence, order[first:last]
            first = last

    def ending(self, layer: str, end: int) -> int | None:
        """Where the longest entry of a layer begins that ends before token `end`."""
        return self._ends[layer].get(end)

    @once
    def _ends(self) -> dict[str, dict[int, int]]:
        ends: dict[str, dict[int, int]] = {}
        for layer in ("portfolio", "modifier", "country", "body", "place", "honorific", "framework", "organization", "office"):
            of_layer = ends[layer] = {}
            for start in sorted(self.hits[layer], reverse=True):
                of_layer[self.hits[layer][start].end] = start
        return ends

    @once
    def date_at(self) -> dict[int, Mention]:
        """Every token of a date → that date."""
        return {at: date for date in self.dates for at in range(date.start, date.end)}

    @once
    def sentence_at(self) -> list[int]:
        """Token → index of its sentence."""
        return sentence_numbers(self.sentences)

    @once
    def headings(self) -> frozenset[int]:
        """Sentences that are headings in title case (no full stop, most long words capital): capitals tell nothing there."""
        found = set()
        for number, sentence in enumerate(self.sentences):
            # The last character, be it of `D.C.`
            if self.tokens[sentence.end - 1].text[-1] in ".!?”:;," or self._opens_with_title(sentence):
                continue
            words = [t for t in self.tokens[sentence.start : sentence.end] if t.word and len(t.text) > 3]
            if len(words) > 3 and sum(t.capital for t in words) > 0.8 * len(words):
                found.add(number)
        return frozenset(found)

    def _opens_with_title(self, sentence: Sentence) -> bool:
        """Whether a name with its title opens a sentence, as it does an item of a list (`- Mme Awa Bamba, Ministre de …`)."""
        first = next((i for i in range(sentence.start, sentence.end) if self.tokens[i].word), sentence.start)
        title = self.hit("honorific", first)
        item = first > sentence.start and sentence.end - first <= 6  # `- Polish President Nowak`
        return item or (title is not None and title.rows[0][0] == "title" and len(self.tokens[first].text) < 5)

    @once
    def told_countries(self) -> frozenset[CountryCode]:
        """Countries that the text names without ambiguity."""
        return frozenset(
            CountryCode(hit.rows[0][0]) for hit in self.hits["country"].values() if len({row[0] for row in hit.rows}) == 1
        )

    @once
    def _told_by_cities(self) -> frozenset[CountryCode]:
        """Countries of the cities whose names no other place and no ordinary word has."""
        rows = (hit.rows for hit in self.hits["place"].values())
        return frozenset(CountryCode(found[0][1]) for found in rows if len({row[1] for row in found}) == 1 and found[0][3] != "1")

    @once
    def _told_shortly(self) -> frozenset[str]:
        """States for which an ambiguous name stands: the more usual one of it, where a city of that one is told (`Brazzaville …
        Congo … RDC`), as the other is then named in another way."""
        named = (hit.rows[0] for hit in self.hits["country"].values() if hit.rows[0][1] == "name" and len(hit.rows) > 1)
        return frozenset(row[0] for row in named if row[0] in self._told_by_cities)

    def country(self, at: int) -> CountryHit | None:
        """The country named or meant by an adjective at a token.

        An ambiguous form (`Congolese`) is that of the state which an ambiguous name stands for, else the one that the text names
        elsewhere, else that of a city in it, else the more usual.
        """
        return self._countries.get(at)

    @once
    def _countries(self) -> dict[int, CountryHit]:
        found = {at: self._country(at, hit) for at, hit in self.hits["country"].items() if at not in self.date_at}
        return {at: country for at, country in found.items() if country is not None}

    def _country(self, at: int, hit: Hit) -> CountryHit | None:
        usual = hit.rows[0]
        row = usual if usual[0] in self._told_shortly else None
        row = row or next((row for row in hit.rows if row[0] in self.told_countries), None)
        row = row or next((row for row in hit.rows if row[0] in self._told_by_cities), usual)
        uses = {r[1] for r in hit.rows if r[0] == row[0]}
        if uses == {"combining"} and not self.dash(hit.end):
            return None
        if not self.capital(at) and "adjective" in uses:
            uses.discard("name")  # `le ministre suisse` of `la Suisse`
        use = "name" if "name" in uses else "adjective" if "adjective" in uses else next(iter(sorted(uses)))
        return CountryHit(hit.end, CountryCode(row[0]), use)

    def place(self, at: int) -> PlaceHit | None:
        """The city at a token; of homonyms the one in a country that the text names, else the largest if it is much larger."""
        return self._places.get(at)

    @once
    def _places(self) -> dict[int, PlaceHit]:
        found = {at: self._place(hit) for at, hit in self.hits["place"].items()}
        return {at: place for at, place in found.items() if place is not None}

    def _place(self, hit: Hit) -> PlaceHit | None:
        rows = sorted(hit.rows, key=lambda r: (r[1] not in self.told_countries, -int(r[2] or 0), r[0]))
        best = rows[0]
        if best[1] not in self.told_countries and len(rows) > 1 and int(best[2] or 0) < 4 * int(rows[1][2] or 0):
            return None
        return PlaceHit(hit.end, best[0], CountryCode(best[1]), best[3] == "1")

    def adjective(self, at: int) -> CountryHit | None:
        """A country's adjective, or its name used as one (`U.S. Secretary`, `Qatar Tourism`)."""
        found = self.country(at)
        return found if found and found.use in ("adjective", "name") else None

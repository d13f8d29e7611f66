"""The words of the pages, in the languages that there is a table for in `kg/data/interface`."""

from collections.abc import Callable, Mapping
from functools import cache

from kg import resources
from kg.web.negotiation import choose

__all__ = ["LANGUAGES", "preferred", "translation"]

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "Français"}
"""Languages of pages, by tag; English is that of the templates."""


def preferred(asked: str | None, accept: str) -> str:
    """The language of a page: the one asked for, else the one that Accept-Language wants most, else English."""
    if asked is not None and asked in LANGUAGES:
        return asked
    offered = {f"{each}/{each}": each for each in LANGUAGES}
    wanted = ", ".join(_as_type(each) for each in accept.split(",") if each.strip() and not each.strip().startswith("*"))
    return (choose(wanted, offered) if wanted else None) or "en"


def translation(language: str) -> Callable[[str], str]:
    """A function that gives words in a language; those that its table lacks stay English."""
    known = {} if language == "en" else _table(language)
    return lambda text: known.get(text, text)


def _as_type(language: str) -> str:
    """`fr-CA;q=0.8` as `fr/fr;q=0.8`, which negotiation of media types understands."""
    tag, semicolon, weight = language.strip().partition(";")
    primary = tag.partition("-")[0].lower()
    return f"{primary}/{primary}{semicolon}{weight}"


@cache
def _table(language: str) -> Mapping[str, str]:
    return {row.cells[0]: row.cells[1] for row in resources.table(f"interface/{language}.tsv", ("en", language))}

"""Colours that are read together."""

from functools import lru_cache

__all__ = ["ink"]


@lru_cache(maxsize=256)
def ink(colour: str) -> str:
    """White or black, whichever is easier to read on `#RRGGBB` (relative luminance, WCAG 2, without gamma)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "#ffffff" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.45 else "#000000"

"""Text as XML carries it, fast enough for millions of values."""

import re

from kg.export.writer import clean

__all__ = ["attribute", "content"]

# What must be looked at twice; most values have none of it and are handed back as they are.
_CONTENT = re.compile("[^\t\n\u0020-%'-;=?-\u0084\u0086-\u2027\u2029-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTE = re.compile("[^\u0020!#-%'-;=?-\u0084\u0086-\u2027\u2029-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The last two are line ends for XML 1.1, and for some readers of XML 1.0 too.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"})
_ATTRIBUTE_ESCAPES = _ESCAPES | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


def content(text: str) -> str:
    """Text between tags; a carriage return is kept, which a parser would make a newline. See `clean` for what cannot be kept."""
    return clean(text).translate(_ESCAPES) if _CONTENT.search(text) else text


def attribute(text: str) -> str:
    """A value between double quotes, its newlines and tabs kept."""
    return clean(text).translate(_ATTRIBUTE_ESCAPES) if _ATTRIBUTE.search(text) else text

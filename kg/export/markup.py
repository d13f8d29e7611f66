"""Text as XML carries it, fast enough for millions of values: most need nothing, and asking costs less than replacing."""

from kg.export.writer import clean

__all__ = ["attribute", "content"]


def content(text: str) -> str:
    """Text between tags; a carriage return is kept, which a parser would make a newline. See `clean` for what cannot be kept."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if text.isprintable():
        return text
    # The last two are line ends for XML 1.1, and for some readers of XML 1.0 too.
    return clean(text).replace("\r", "&#13;").replace("\x85", "&#133;").replace("\u2028", "&#8232;")


def attribute(text: str) -> str:
    """A value between double quotes, its newlines and tabs kept."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if text.isprintable():
        return text
    text = clean(text).replace("\r", "&#13;").replace("\x85", "&#133;").replace("\u2028", "&#8232;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;")

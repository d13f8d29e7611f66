"""What was read in one text, shown to a reader: marked in the text, and listed fact by fact."""

from kg.explain.page import as_page
from kg.explain.plain import as_text

__all__ = ["as_page", "as_text"]

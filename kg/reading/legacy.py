"""Texts in the encodings of before UTF-8: which code page it is, where nothing tells. Loaded only for such a text.

The code pages are those of the scripts of diplomacy's older files. Short texts fit several; where they fit equally well, Windows'
Western page is meant, since the languages that are read here were written in it.
"""

from charset_normalizer import from_bytes

__all__ = ["decode_legacy"]

_PAGES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "mac_roman"]
_WESTERN = "cp1252"
_MARGIN = 0.1
"""By how much another page's coherence must be above that of the Western one."""


def decode_legacy(data: bytes) -> str | None:
    """The text of bytes that are not UTF-8, None where nothing speaks clearly for one encoding.

    What is UTF-8 for the most part and damaged in a place or two is None too: another page would spoil the rest.
    """
    patched = data.decode("utf-8", errors="replace")
    damaged = patched.count("\ufffd")
    if sum(not char.isascii() for char in patched) > 2 * damaged:
        return None
    matches = from_bytes(data, cp_isolation=_PAGES)
    best = matches.best()
    if best is None:
        return None
    cleanest = [match for match in matches if match.chaos == best.chaos]
    most = max(match.coherence for match in cleanest)
    if any(_WESTERN in match.could_be_from_charset and match.coherence >= most - _MARGIN for match in cleanest):
        return data.decode(_WESTERN)
    # Without a language that speaks for it, no other page is believed: any two bytes are letters of some alphabet.
    return data.decode(best.encoding) if best.coherence > 0 else None

"""Later uses of names: what is called by its acronym, its head or its whole name after it was named once."""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotated import Mention
from kg.annotation.context import Context

__all__ = ["bodies_again", "frameworks_again"]

_DEFINITE = ("the", "possessive", "contracted")
"""Classes of what stands before a head alone that means something named before."""


def bodies_again(context: Context, found: list[Mention]) -> Iterator[Mention]:
    """Later uses of an acronym or of a name of several words that is not found by itself."""
    c = context
    covered = {at for m in found for at in range(m.start, m.end)}
    known: dict[str, list[tuple[list[str], Mention]]] = {}
    for mention in found:
        for name in (mention.name, *mention.aliases):
            words = [t.text for t in c.tokens[mention.name_start : mention.name_end]] if name == mention.name else name.split()
            if (len(words) > 1 or (name.isupper() and len(name) > 1)) and not mention.plural:
                known.setdefault(words[0], []).append((words, mention))
    for at in [at for at, token in enumerate(c.tokens) if token.text in known] if known else ():
        for words, mention in known[c.tokens[at].text]:
            end = at + len(words)
            if (
                at not in covered
                and end - 1 not in covered
                and [t.text for t in c.tokens[at:end]] == words
                and at > mention.start
            ):
                name = c.text(at, end)
                yield replace(mention, start=at, end=end, name=name, name_start=at, name_end=end, aliases=())
                covered |= set(range(at, end))
                break


def frameworks_again(context: Context, found: list[Mention]) -> Iterator[Mention]:
    """Later uses of an acronym, and of a capitalized head alone (`the Plan`), of what was named before."""
    c = context
    covered = {at for m in found for at in range(m.start, m.end)}
    called: dict[str, list[Mention]] = {}
    headed: dict[str, list[Mention]] = {}
    for mention in reversed(found):
        for alias in dict.fromkeys(map(_short, mention.aliases)):
            called.setdefault(alias, []).append(mention)
        for word in dict.fromkeys(mention.attributes["head"].split()) if not mention.attributes.get("within") else ():
            headed.setdefault(word, []).append(mention)
    for at in sorted(c.capitals - covered) if found else ():
        token = c.tokens[at]
        same = next((m for m in called.get(_short(token.text), ()) if m.start < at), None)
        hit = c.hit("framework", at) if same is None and token.fold in headed else None
        end = at + 1
        if hit is not None and (at - 1 in c.classes.either(_DEFINITE) or c.fold(at - 1) in '“"'):
            end = hit.end
            whole = " ".join(c.fold(i) for i in range(at, end))
            heads = (m for m in headed[token.fold] if m.start < at)
            same = next((m for m in heads if end == at + 1 or m.attributes["head"] == whole), None)
        if same is not None:
            yield replace(
                same,
                start=at,
                end=end,
                name=c.text(at, end),
                name_start=at,
                name_end=end,
                aliases=(),
                plural=False,
                attributes={**same.attributes, "countries": "", "subject": "", "indefinite": "", "again": same.name},
            )


def _short(name: str) -> str:
    """A short form as it is compared: an acronym whatever the case of its small letters (`MoU`, `MOU`)."""
    if name[1:].islower() or " " in name:
        return name
    return name.upper() if sum(letter.isupper() for letter in name) > 1 else name

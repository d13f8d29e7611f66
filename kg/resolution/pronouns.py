"""Pronouns that point at nobody, or only repeat their subject."""

from kg.annotated import Annotated, Mention

__all__ = ["is_emphatic", "is_impersonal"]


def is_impersonal(annotated: Annotated, mention: Mention) -> bool:
    """Whether a pronoun stands for nobody: `il s'agit de`, `il est urgent de`, `il a été convenu de`."""
    passive = False
    for at in range(mention.end, mention.end + 6):
        if annotated.isa(at, "impersonal") or (passive and annotated.isa(at, "impersonal-passive")):
            return True
        if not any(annotated.isa(at, kind) for kind in ("reflexive", "clitic", "be", "have", "adverb", "aside")):
            return False
        passive = passive or (annotated.isa(at, "be") and annotated.isa(at - 1, "have")) or annotated.isa(at - 1, "be")
    return False


def is_emphatic(annotated: Annotated, mention: Mention) -> bool:
    """Whether a pronoun only repeats its subject: `s'est, lui, félicité`, `a, quant à lui, salué`."""
    before, after = mention.start - 1, mention.end
    quant = annotated.isa(before - 1, "contrast")
    marks = before >= 0 and after < len(annotated.tokens) and annotated.tokens[before].text == "," == annotated.tokens[after].text
    return annotated.isa(mention.name_start, "him") and (quant or marks)

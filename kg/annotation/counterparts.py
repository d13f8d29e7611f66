"""Names that are told as another's opposite number or predecessor: the post is that of whom was named before."""

from dataclasses import replace

from kg.annotated import Mention, PostMention
from kg.annotation.names import Names, person_mention
from kg.annotation.posts import PostPhrase

__all__ = ["as_counterpart", "predecessor"]


def as_counterpart(names: Names, mention: Mention, phrase: PostPhrase, limit: int) -> Mention:
    """`et Awa Bamba, son homologue tchadien, ont signé`: a name without a post before it; what precedes a name is that one's."""
    c = names.c
    follows = phrase.end + (c.fold(phrase.end) == ",")
    others = (names.run(names.honorifics(at), limit, titled=True) > at for at in {phrase.end, follows})
    if mention.posts or c.fold(mention.end) != "," or any(others):
        return mention
    country = phrase.countries[0] if len(phrase.countries) == 1 else mention.country
    attributes = {**mention.attributes, "counterpart": "yes"}
    return replace(mention, end=phrase.end, posts=phrase.posts, country=country, attributes=attributes)


def predecessor(names: Names, at: int, limit: int) -> Mention | None:
    """`his predecessor, NAME`: the post is the antecedent's, and so is the state."""
    c = names.c
    if not (c.isa(at, "possessive") and c.isa(at + 1, "predecessor")):
        return None
    first = at + 2 + (c.fold(at + 2) == ",")
    start = names.honorifics(first)
    end = names.run(start, limit, titled=start > first or first == at + 2)
    if end <= start or (first > at + 2 and not names.closes(end, limit)):
        return None
    post = PostMention(title=c.text(at + 1, at + 2), head="", office="counterpart", start=at + 1, end=at + 2)
    told = {"counterpart": "yes", "predecessor": "yes"}
    return replace(person_mention(c, at, start, end), posts=(post,), attributes=told)

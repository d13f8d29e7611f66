"""Names that go on to the left of their capitals: over `and`, over small words in a title, over `of` after a noun of action."""

from kg.annotated import POSSESSIVE
from kg.annotation.brackets import bracket_alias
from kg.annotation.context import Context
from kg.annotation.runs import QUOTES, QUOTES_CLOSE, left_run

__all__ = ["joint_left", "linked_left", "over_bracket", "quoted_left", "stage_left", "title_left"]


def joint_left(c: Context, start: int, floor: int) -> int:
    """Where a name begins that goes over `and`, perhaps after commas, before its head; its start where it does not.

    `the Trade and Investment Agreement`, `a Research, Development, Test, and Evaluation Agreement`. What is joined must be plain
    capitals after a word that opens the phrase, no thing by itself; a head alone is none (`the Partnership and Cooperation
    Agreement`), nor is a name that goes over the `and` itself.
    """
    first = start - 1
    if not (c.isa(first, "and") or c.fold(first) == "&"):
        return start
    if c.fold(first - 1) == ",":
        first -= 1
    opened = left_run(c, first, floor)
    while c.fold(opened - 1) == "," and (further := left_run(c, opened - 1, floor)) < opened - 1:
        opened = further
    before = opened - 1
    shared = c.capital(opened) and c.isa(opened, "shared")  # `such as Joint Trade & Ports Committee`
    introduced = any(c.isa(before, kind) for kind in ("det", "possessive", "idle-modifier")) or (
        shared
        or c.tokens[before].text in POSSESSIVE | QUOTES
        or (c.dash(before - 1) and c.isa(before - 2, "idle-modifier"))  # `the first-ever Trade and Ports Dialogue`
        or (c.country(opened) is not None and any(c.dash(i) for i in range(opened, first)))
    )
    layers = ("office", "honorific", "body", "place", "framework", "organization", "conference")
    dashed = {i for i in range(opened, first) if c.dash(i - 1) or c.dash(i + 1)}
    owners = {i for i in range(opened, first) if c.tokens[i + 1].text in POSSESSIVE}  # `Officials' Trade and Ports Dialogue`
    plain_at = [i for i in range(opened, first) if i not in dashed and i not in owners]
    hits = [(layer, hit) for layer in layers for i in plain_at if (hit := c.hit(layer, i))]
    short = opened == first - 1
    apart = any(layer != "framework" or not (hit.end > first or (short and hit.singular is None)) for layer, hit in hits)
    state, other = c.country(opened), c.country(start)
    alone = state is not None and state.end == first
    both = alone and other is not None and other.use == "name"  # `the Kenya and Oman Joint Commission`
    plain = opened < first and not apart and (both or not alone)
    return opened if before >= floor and introduced and plain else start


def title_left(c: Context, start: int, floor: int) -> int:
    """Where a title begins that small words part (`the Feed the Hungry initiative`); its start where nothing parts it.

    An article or possessive must open it, and nothing in it may be an office, a body or a state.
    """
    opened = start
    layers = ("office", "honorific", "body", "place", "country", "region", "venue", "framework", "organization", "conference")
    while opened > floor:
        small = opened
        while (
            small > floor
            and opened - small < 2
            and (c.isa(small - 1, "det") or c.isa(small - 1, "of") or c.isa(small - 1, "for"))
        ):
            small -= 1
        apart = any(c.isa(small - 1, kind) for kind in ("session", "founding")) or small - 1 in c.starts(layers)
        if small == opened or not c.capital(small - 1) or apart:
            break  # an office, a body, a venue, a state or a session stands before
        opened = left_run(c, small, floor)
    if opened == start or not (c.isa(opened - 1, "det") or c.isa(opened - 1, "possessive")):
        return start
    return start if c.any_hit(layers, opened, start) else opened


def quoted_left(c: Context, at: int, floor: int) -> int:
    """Where a name in marks of quotation right before a head begins (`the “Safe Ports” programme`); 0 where none stands there."""
    if c.tokens[at - 1].text not in QUOTES_CLOSE or at - 1 <= floor:
        return 0
    opened = next((i for i in range(at - 2, max(floor, at - 8) - 1, -1) if c.tokens[i].text in QUOTES), at)
    return opened + 1 if opened < at and (c.capital(opened + 1) or c.tokens[opened + 1].text.isdigit()) else 0


def linked_left(c: Context, start: int, floor: int) -> int:
    """Where a name begins that opens with a noun of action and `of` (`the Protection of Data Agreement`); else its start."""
    noun = start - 2
    linked = noun >= floor and c.isa(start - 1, "of") and c.capital(noun) and c.isa(noun, "of-noun") and not c.country(start)
    return left_run(c, noun, floor) if linked else start


def over_bracket(c: Context, at: int, floor: int) -> int:
    """Where a bracketed acronym before a head opens (`International Airport (IA) Development Project`); `at` if none does."""
    run = left_run(c, at, floor)
    for opening in range(run - 2, max(floor, run - 6), -1):
        end, names = bracket_alias(c, opening)
        if end == run and names and names[0].isupper() and c.capital(opening - 1):
            return opening
    return at


def stage_left(c: Context, start: int, floor: int) -> int:
    """Where `Phase II of the` before a name begins; `start` where nothing of the kind stands there."""
    before = start - 1
    while c.isa(before, "det"):
        before -= 1
    stage = before - 2
    return stage if c.isa(before, "of") and stage >= floor and c.isa(stage, "stage") and c.capital(stage) else start

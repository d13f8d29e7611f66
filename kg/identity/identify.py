"""Which entities and events of all documents are one: a pure function of the set of profiles and the decisions by hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.identity.model import Decision, Identity, Member, Verdict
from kg.identity.profile import DocumentProfile
from kg.keys import folded

__all__ = ["identify"]


def identify(profiles: Iterable[DocumentProfile], by_hand: Sequence[Decision] = ()) -> Identity:
    """Tell which members are one, and under which key."""
    groups: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for profile in sorted(profiles, key=lambda p: p.document):
        for person in profile.persons:
            name = folded(person.names[0]).replace(" ", "-")
            if person.country and "-" in name:
                groups[name, person.country].append(Member(profile.document, person.id))
    names = {name for name, _ in groups}
    canonical: dict[Member, str] = {}
    decisions: list[Decision] = list(by_hand)
    for (name, country), members in sorted(groups.items()):
        shared = sum((name, other) in groups for other in {c for n, c in groups if n == name}) > 1 if name in names else False
        for member in members:
            canonical[member] = f"person/{name[:76]}.{country}" if shared else f"person/{name[:76]}"
        for member in members[1:]:
            pair = (members[0], member)
            decisions.append(Decision(*pair, Verdict.SAME, 1.0, "same full name, same country", "person.full-name"))
    return Identity(canonical, tuple(sorted(decisions, key=lambda d: (d.left, d.right))))

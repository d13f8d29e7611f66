"""Confidence of a rule, 0 to 1, from the table `confidence.tsv`; a rule that is not in it has the prior of its family."""

from functools import cache

from kg import resources
from kg.errors import DataError

__all__ = ["confidence"]


@cache
def _table() -> dict[str, float]:
    return {row.cells[0]: float(row.cells[1]) for row in resources.table("confidence.tsv", ("rule", "confidence"))}


def confidence(rule: str) -> float:
    """The confidence of facts that a rule reads; `family.name`, where the family's own row is the prior."""
    table = _table()
    family = rule.partition(".")[0]
    if rule not in table and family not in table:
        raise DataError(f"confidence.tsv has no row for rule {rule!r} nor for its family {family!r}: add one")
    return table.get(rule, table.get(family, 0.5))

"""Confidence of a rule, 0 to 1, as measured: the table `confidence.tsv`, which `make confidence` writes."""

from functools import cache

from kg import resources
from kg.errors import DataError

__all__ = ["confidence"]

_COLUMNS = ("rule", "confidence", "judged")
_FILE = "confidence.tsv"


@cache
def _table() -> dict[str, float]:
    """Rules and families to confidence. Raises DataError with file and line where a row is none, or a rule stands twice."""
    found: dict[str, float] = {}
    for line, (rule, value, _) in resources.table(_FILE, _COLUMNS):
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0.0 <= number <= 1.0:
            raise DataError(f"{_FILE}:{line}: confidence of {rule} is {value!r}, expected 0 to 1; run make confidence")
        if rule in found:
            raise DataError(f"{_FILE}:{line}: {rule} stands twice; run make confidence")
        found[rule] = number
    return found


@cache
def confidence(rule: str) -> float:
    """The confidence of facts that a rule reads; that of its family, what stands before the dot, where it was never measured."""
    table = _table()
    for name in (rule, rule.partition(".")[0]):
        if name in table:
            return table[name]
    raise DataError(f"{_FILE} has no row for rule {rule!r} nor for its family; run make confidence")

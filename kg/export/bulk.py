"""CSV for the bulk loaders of databases: RFC 4180, every text in quotes and just as it is.

Nothing is put before a value that a spreadsheet would take for a formula, since it would then stand in the database too; for
spreadsheets there is `csv`.
"""

from kg.export.network import Value
from kg.export.writer import clean

__all__ = ["csv_line"]


def csv_line(row: list[Value | None]) -> str:
    """A line; what is open is empty and without quotes."""
    return ",".join([_cell(value) for value in row]) + "\n"


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + clean(value).replace('"', '""') + '"'
    return repr(value)

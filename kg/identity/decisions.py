"""Decisions of pairs as a table that people read, correct and keep: tab-separated, one pair a row."""

from collections.abc import Sequence
from pathlib import Path

from kg.aside import aside
from kg.errors import InputError
from kg.identified import Decision, Member, Verdict
from kg.model import DocumentId, EntityId

__all__ = ["COLUMNS", "read_decisions", "write_decisions"]

COLUMNS = (
    "left_document",
    "left_entity",
    "right_document",
    "right_entity",
    "verdict",
    "score",
    "reason",
    "rule",
    "time",
    "author",
)
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file, sorted; lines that open with `#` and empty ones are passed over.

    Raises InputError with file and line where the file cannot be read, the header or a cell is not as expected, or a pair
    stands twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise InputError(f"{path}: the decisions cannot be read: {told}; give a file that `kg review` wrote") from None
    found: dict[tuple[Member, Member], Decision] = {}
    header = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if not header:
            if tuple(cells) != COLUMNS:
                raise InputError(f"{path}:{number}: columns are {cells}, expected {list(COLUMNS)}, tabs between them")
            header = True
            continue
        decision = _decision(cells, f"{path}:{number}")
        pair = (decision.left, decision.right)
        if pair in found:
            raise InputError(f"{path}:{number}: the pair {' '.join(pair[0])} and {' '.join(pair[1])} stands twice; remove one")
        found[pair] = decision
    return tuple(found[pair] for pair in sorted(found))


def write_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Write decisions, sorted by pair: aside, then renamed. Raises InputError where the file cannot be written."""
    lines = [
        "# What was decided of pairs of things: which are one (same), which are not (different), which stay open",
        "# (undecided). Without a rule, a hand decided, and it wins over every rule.",
        "\t".join(COLUMNS),
    ]
    for each in sorted(decisions, key=lambda d: (d.left, d.right)):
        cells = (*each.left, *each.right, each.verdict.value, f"{each.score:.3f}".rstrip("0").rstrip("."), each.reason)
        lines.append("\t".join(_escaped(c) for c in (*cells, each.rule or "", each.time or "", each.author or "")))
    try:
        with aside(path) as file:
            file.writelines(f"{line}\n".encode() for line in lines)
    except OSError as error:
        raise InputError(f"{path}: the decisions cannot be written: {error.strerror or error}; choose another place") from error


def _decision(cells: list[str], where: str) -> Decision:
    if len(cells) != len(COLUMNS):
        raise InputError(f"{where}: {len(cells)} cells, expected {len(COLUMNS)} ({', '.join(COLUMNS)})")
    values = dict(zip(COLUMNS, (_unescaped(c) for c in cells), strict=True))
    for column in COLUMNS[:4]:
        if not values[column]:
            raise InputError(f"{where}: {column} is empty; name a document and one of its entities")
    left, right = sorted(
        Member(DocumentId(values[f"{side}_document"]), EntityId(values[f"{side}_entity"])) for side in ("left", "right")
    )
    if left == right:
        raise InputError(f"{where}: both sides are {' '.join(left)}; a pair is of two")
    verdicts = [v.value for v in Verdict]
    if values["verdict"] not in verdicts:
        raise InputError(f"{where}: the verdict is {values['verdict']!r}, expected one of {', '.join(verdicts)}")
    try:
        score = float(values["score"])
    except ValueError:
        score = -1.0
    if not 0.0 <= score <= 1.0:
        raise InputError(f"{where}: the score is {values['score']!r}, expected a number from 0 to 1")
    return Decision(
        left,
        right,
        Verdict(values["verdict"]),
        score,
        values["reason"],
        values["rule"] or None,
        values["time"] or None,
        values["author"] or None,
    )


def _escaped(cell: str) -> str:
    for plain, escape in _ESCAPES:
        cell = cell.replace(plain, escape)
    return cell


def _unescaped(cell: str) -> str:
    if "\\" not in cell:
        return cell
    plain = {escape[1]: char for char, escape in _ESCAPES}
    out, rest = [], iter(cell)
    for char in rest:
        following = next(rest, "") if char == "\\" else ""
        out.append(plain.get(following, char + following) if char == "\\" else char)
    return "".join(out)

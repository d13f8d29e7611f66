"""The text of a query as other SPARQL servers take it: every prefix declared, and no parameter left to be bound.

Our own engine is told the prefixes and joins a parameter's VALUES line. Others know no prefixes; Virtuoso 7 loses a variable
that is bound outside an OPTIONAL or EXISTS and refuses queries whose conditions it cannot estimate. So a parameter with one
value is written as that value wherever it stands, and of one without a value its lines are left out:

    VALUES ?country { UNDEF } # parameter
    FILTER(!BOUND(?country) || EXISTS { … })

Where that would change what is asked (the variable is answered, grouped by, or bound elsewhere too), the lines stay.
"""

import re
from collections.abc import Mapping, Sequence

from kg.graph.sparql import PARAMETER, TOKEN, Term, fill, form

__all__ = ["every_solution", "following", "portable"]

_ONE = re.compile(r'\s*(<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^<>\s]*>)?|(?!UNDEF\b)[\w.:+-]+)\s*')
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.I)


def portable(text: str, bindings: Mapping[str, Term | Sequence[Term]], prefixes: Mapping[str, str]) -> str:
    """The query with its parameters settled and the prefixes that it uses declared.

    Raises QueryError for a binding that the query has no line for.
    """
    text = fill(text, bindings)
    answered = _answered(text)
    for name in dict.fromkeys(match["name"] for match in PARAMETER.finditer(text)):
        text = _settled(text, name, answered)
    used = {token[0].partition(":")[0] for token in TOKEN.finditer(text) if re.match(r"[\w.-]+:", token[0])}
    declared = {name for name in _DECLARED.findall(text)}
    lines = [f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items() if name in used - declared]
    return "".join(lines) + text


def following(text: str, rows: int) -> str:
    """A query for the row that comes after so many of a SELECT's, if there is one."""
    start = form(text).start
    return f"{text[:start]}SELECT * WHERE {{ {{\n{text[start:]}\n}} }} LIMIT 1 OFFSET {rows}"


def every_solution(text: str) -> str:
    """A CONSTRUCT's pattern asked as a SELECT of all its variables."""
    start, depth, end = form(text).start, 0, 0
    for token in TOKEN.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if token[0] == "}" and depth == 0:
            end = token.end()
            break
        if depth == 0 and token[0].upper() == "WHERE":  # the short form has no template
            end = token.start()
            break
    return f"{text[:start]}SELECT * {text[end:]}"


def _settled(text: str, name: str, answered: set[str]) -> str:
    """The text without this parameter, where it asks the same without."""
    lines = [match for match in PARAMETER.finditer(text) if match["name"] == name]
    given = {match["given"].strip() for match in lines}
    bare = PARAMETER.sub(lambda match: "" if match["name"] == name else match[0], text)
    optional = re.compile(rf"^[ \t]*FILTER\(!BOUND\(\?{name}\) \|\| .*\)[ \t]*$\n?", re.M)
    if "*" in answered or name in answered or len(given) != 1:
        return text
    (value,) = given
    if value == "UNDEF":
        without = optional.sub("", bare)
        return bare if _variables(without, name) else without
    if not _ONE.fullmatch(value):
        return text
    bare = re.sub(rf"!BOUND\(\?{name}\) \|\| ", "", bare)
    if re.search(rf"\bBOUND\s*\(\s*[?$]{name}\s*\)", bare, re.I):
        return text
    return TOKEN.sub(lambda token: value if token[0][:1] in "?$" and token[0][1:] == name else token[0], bare)


def _variables(text: str, name: str) -> bool:
    """Whether a variable stands anywhere in the text, comments and strings aside."""
    return any(token[0] in (f"?{name}", f"${name}") for token in TOKEN.finditer(text))


def _answered(text: str) -> set[str]:
    """Variables that a SELECT, AS, GROUP BY or VALUES names, which no value can stand for; `*` where all are answered."""
    found, depth, listing, before = set[str](), 0, "", ""
    for token in TOKEN.finditer(PARAMETER.sub("", text)):
        word = token[0]
        if word.isspace() or word.startswith("#"):
            continue
        if token["word"] is not None:
            upper = word.upper()
            if upper in {"SELECT", "BY", "VALUES"}:
                listing, depth = upper, 0
            elif upper in {"WHERE", "HAVING", "ORDER", "LIMIT", "OFFSET"}:
                listing = ""
        elif word in "{}":
            listing = ""
        elif word in "()":
            depth += 1 if word == "(" else -1
        elif word == "*" and before.upper() in {"SELECT", "DISTINCT", "REDUCED"}:
            found.add("*")
        elif word[:1] in "?$" and len(word) > 1 and (
            (listing and (depth == 0 or listing == "VALUES")) or before.upper() == "AS"
        ):
            found.add(word[1:])
        before = word
    return found

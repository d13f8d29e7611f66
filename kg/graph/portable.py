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

from kg.graph.sparql import PARAMETER, TOKEN, Term, fill, form, parameters

__all__ = ["every_solution", "following", "portable"]

_ONE = re.compile(r'\s*(<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^<>\s]*>)?|[\w.:+-]+)\s*')
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.I)


def portable(text: str, bindings: Mapping[str, Term | Sequence[Term]], prefixes: Mapping[str, str]) -> str:
    """The query with its parameters settled and the prefixes that it uses declared.

    Raises QueryError for a binding that the query has no line for.
    """
    fill(text, bindings)
    answered, kept = _answered(text), dict[str, Term | Sequence[Term]]()
    for name in parameters(text):
        value, settled = _given(text, name, bindings), None
        if value == "UNDEF" and "*" not in answered:
            settled = _left_out(text, name)
        elif value is not None and value != "UNDEF" and not answered & {"*", name}:
            settled = _written_out(text, name, value)
        if settled is not None:
            text = settled
        elif name in bindings:
            kept[name] = bindings[name]
    text = fill(text, kept)
    used = {token[0].partition(":")[0] for token in TOKEN.finditer(text) if re.match(r"[\w.-]+:", token[0])}
    declared = set(_DECLARED.findall(text))
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


def _given(text: str, name: str, bindings: Mapping[str, Term | Sequence[Term]]) -> str | None:
    """The one term that a parameter has, written out, or `UNDEF`; None where it has several."""
    if name in bindings:
        bound = bindings[name]
        terms = [bound] if isinstance(bound, Term) else list(bound)
        return str(terms[0]) if len(terms) == 1 else None
    given = {match["given"].strip() for match in PARAMETER.finditer(text) if match["name"] == name}
    return next((each for each in given if _ONE.fullmatch(each)), None) if len(given) == 1 else None


def _left_out(text: str, name: str) -> str:
    """The text without the lines of a parameter that is not given."""
    bare = _without_lines(text, name)
    optional = re.compile(rf"^[ \t]*FILTER\(!BOUND\(\?{name}\) \|\| .*\)[ \t]*$\n?", re.M)
    without = optional.sub("", bare)
    return bare if _stands_in(without, name) else without


def _written_out(text: str, name: str, value: str) -> str | None:
    """The text with a value wherever a parameter stands; None where BOUND asks for the parameter itself."""
    bare = re.sub(rf"!BOUND\(\?{name}\) \|\| ", "", _without_lines(text, name))
    if re.search(rf"\bBOUND\s*\(\s*[?$]{name}\s*\)", bare, re.I):
        return None
    return TOKEN.sub(lambda token: value if token[0] in (f"?{name}", f"${name}") else token[0], bare)


def _without_lines(text: str, name: str) -> str:
    return PARAMETER.sub(lambda match: "" if match["name"] == name else match[0], text)


def _stands_in(text: str, name: str) -> bool:
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
        elif word[:1] in "?$" and len(word) > 1 and ((listing and (depth == 0 or listing == "VALUES")) or before.upper() == "AS"):
            found.add(word[1:])
        before = word
    return found

"""What is done to the text of a query before it runs: kept from reaching out, parameters filled in, old IRIs renewed.

A query that takes a parameter holds a line of its own for it, with what holds when it is not given:

    VALUES ?country { UNDEF } # parameter
    VALUES ?lang { "en" } # parameter

so that the file runs as it stands in any SPARQL engine. Binding replaces what is in the braces by terms that the RDF
library has written out; nothing that a user typed ever becomes syntax. (Oxigraph's own substitutions bind projected
variables only and reach no FILTER.)
"""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import QueryError

__all__ = [
    "PARAMETER",
    "TOKEN",
    "Form",
    "Term",
    "fill",
    "form",
    "keyword",
    "parameters",
    "refuse_nesting",
    "refuse_reaching_out",
    "renew",
    "using",
]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

PARAMETER = re.compile(
    r"^(?P<head>[ \t]*VALUES[ \t]+\?(?P<name>\w+)[ \t]*\{)(?P<given>[^{}\n]*)(?P<tail>\}[ \t]*#[ \t]*parameter[ \t]*)$", re.M
)
"""A parameter's line."""

# What may hide a keyword, longest first; a word that is none of these is a keyword or the name of a function.
TOKEN = re.compile(
    r'"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""'
    r"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|#[^\n\r]*"
    r"|[?$]\w+"
    r"|@[A-Za-z][A-Za-z0-9-]*"
    r"|[\w.-]*:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-])*"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|.",
    re.S,
)
"""The next token of a query, whatever it is; space is one a character."""

_REACHING_OUT = frozenset({"SERVICE", "LOAD", "FROM"})
_QUERIES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_DEEPEST = 200
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_REPLACED = "isReplacedBy"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Form(NamedTuple):
    """What a query is, and where the word stands that says so."""

    word: str
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`."""
    start: int


def form(text: str) -> Form:
    """What a query is. Raises QueryError for an update and for what is neither, escapes such as `\\u0053` undone or not."""
    found = []
    for version in (text, _ESCAPE.sub(_unescape, text)):
        words = (Form((match["word"] or "").upper(), match.start()) for match in TOKEN.finditer(version))
        found.append(next((each for each in words if each.word in _QUERIES | _UPDATES), Form("", 0)))
    wrong = next((each.word for each in found if each.word not in _QUERIES), None)
    if wrong is not None:
        raise QueryError(f"{wrong or 'this'} is no query, which is a SELECT, ASK, CONSTRUCT or DESCRIBE")
    return found[0]


def refuse_reaching_out(text: str, words: Set[str] = _REACHING_OUT) -> None:
    """Raise QueryError where a query could fetch something: SERVICE, LOAD, FROM, or those of them that are named.

    Oxigraph calls SERVICE and LOAD and has no switch against it; rdflib fetches FROM, Oxigraph does not.
    """
    found = keyword(text, words)
    if found is not None:
        word, line = found
        raise QueryError(
            f"line {line} of the query: {word} is refused, since a query may read this graph and nothing else; "
            "choose a graph with GRAPH <…> { … }"
        )


def keyword(text: str, words: Set[str]) -> tuple[str, int] | None:
    """The first of some keywords (upper case) that a query says outside strings, IRIs, names and comments, and its line.

    Escapes such as `\\u0053` are undone and looked at too, as the standard allows them anywhere.
    """
    for version in (text, _ESCAPE.sub(_unescape, text)) if "\\" in text else (text,):
        upper = version.upper()
        for word in words:  # most queries say none, which is to cost them next to nothing
            if word in upper:
                break
        else:
            continue
        for match in TOKEN.finditer(version):
            word = match["word"]
            if word is not None and word.upper() in words:
                return word, version.count("\n", 0, match.start()) + 1
    return None


def refuse_nesting(text: str) -> None:
    """Raise QueryError where brackets stand too deeply within one another: the engine's parser would run out of stack.

    Brackets in strings, IRIs and comments are none.
    """
    if text.count("(") + text.count("[") + text.count("{") <= _DEEPEST:
        return
    deep = 0
    for match in TOKEN.finditer(text):
        if match[0] in _OPENING:
            deep += 1
            if deep > _DEEPEST:
                raise QueryError(f"brackets stand within brackets more than {_DEEPEST} times; write the query flatter")
        elif match[0] in _CLOSING:
            deep -= 1


def renew(text: str, current: Callable[[str], str]) -> str:
    """Put the current IRI in place of each `<IRI>` of a query; in strings and comments nothing is touched.

    A query that asks what something was replaced by is left as it is: it asks for the old IRI.
    """
    if _REPLACED in text:
        return text

    def renewed(match: re.Match[str]) -> str:
        token = match[0]
        return f"<{current(token[1:-1])}>" if token.startswith("<") and token.endswith(">") and len(token) > 2 else token

    return TOKEN.sub(renewed, text)


def using(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """An update whose operations see these graphs in their WHERE, as if each said USING and USING NAMED of them.

    `DELETE WHERE { … }` has no place for that and is written out: `DELETE { … } USING … WHERE { … }`.
    Raises QueryError for an IRI that is none, and where the update says USING or WITH itself, as the standard has it.
    Source: https://www.w3.org/TR/sparql11-protocol/#update-operation
    """
    try:
        graphs = [f"USING {ox.NamedNode(iri)}" for iri in default] + [f"USING NAMED {ox.NamedNode(iri)}" for iri in named]
    except ValueError as error:
        raise QueryError(f"using-graph-uri and using-named-graph-uri name graphs by absolute IRIs: {error}") from None
    if _skeleton(text) != _skeleton(_ESCAPE.sub(_unescape, text)):
        raise QueryError("a keyword, bracket or quote of the update is written as an escape; write it as it is, or say USING")
    parts, done, deep, before, short = [], 0, 0, "", None
    for match in TOKEN.finditer(text):
        token = match[0]
        if token == "{":
            deep += 1
        elif token == "}":
            deep -= 1
            if not deep and short is not None:
                parts += [text[done : short.start()], text[short.end() : match.end()], f" {' '.join(graphs)} "]
                done, short = short.start(), None
        if deep or match["word"] is None:
            before = "" if deep else before
            continue
        word = token.upper()
        if word in {"USING", "WITH"}:
            detail = "USING and WITH go not together with using-graph-uri and using-named-graph-uri; give the one or the other"
            raise QueryError(f"line {text.count(chr(10), 0, match.start()) + 1} of the update says {word}: {detail}")
        if word == "WHERE" and before == "DELETE":
            short = match
        elif word == "WHERE":
            parts += [text[done : match.start()], f"{' '.join(graphs)} "]
            done = match.start()
        before = word
    return "".join([*parts, text[done:]])


def _skeleton(text: str) -> list[str]:
    """Keywords and braces, in order."""
    return [match[0].upper() for match in TOKEN.finditer(text) if match["word"] or match[0] in "{}"]


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def parameters(text: str) -> tuple[str, ...]:
    """Names of the parameters that a query has lines for, in order, once each."""
    return tuple(dict.fromkeys(match["name"] for match in PARAMETER.finditer(text)))


def fill(text: str, bindings: Mapping[str, Term | Sequence[Term]]) -> str:
    """Put terms, one or several, in the query's parameter lines; parameters not bound keep what the file says.

    Raises QueryError for a name that the query has no line for.
    """
    known = parameters(text)
    for name in bindings:
        if name not in known:
            raise QueryError(f"the query has no parameter {name!r}; it has: {', '.join(known) or 'none'}")

    def replaced(match: re.Match[str]) -> str:
        if match["name"] not in bindings:
            return match[0]
        bound = bindings[match["name"]]
        terms = [bound] if isinstance(bound, Term) else bound
        return f"{match['head']} {' '.join(_one_line(term) for term in terms)} {match['tail']}"

    return PARAMETER.sub(replaced, text)


def _one_line(term: Term) -> str:
    """A term in N-Triples form, which escapes quotes and line breaks."""
    return str(term)

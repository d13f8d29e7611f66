"""What was read in a text, as one HTML page that needs nothing else: no script, no network, no font.

Facts and passages point at each other by anchors, and light each other up by CSS (`:has`, Selectors 4). Everything from
the text is escaped; a content security policy forbids whatever an escape might have missed.
"""

from collections.abc import Iterable, Sequence
from html import escape

from kg import terminal
from kg.explain.marks import Mark, nest, stretches
from kg.explain.telling import Telling, tell
from kg.model import DocumentFacts, Span

__all__ = ["as_page"]

_KINDS = ("person", "post", "organization", "country", "place", "framework")

_STYLE = """
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--soft:#5a6370;--line:#d5dae1;--lit:#fff1b8;
--person:#cfe4ff;--post:#e4e6ea;--organization:#dcd6ff;--country:#cdeed6;--place:#ffe2c2;--framework:#f9d3ea;--other:#e9e9e9}
@media(prefers-color-scheme:dark){:root{--ground:#14171c;--ink:#e6e9ee;--soft:#9aa5b4;--line:#333a45;--lit:#544410;
--person:#1d4470;--post:#3a3f48;--organization:#3f3580;--country:#1d5232;--place:#66401a;--framework:#682650;--other:#444}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:90rem;padding:1.5rem;background:var(--ground);color:var(--ink);
font:1rem/1.7 system-ui,sans-serif}
h1{font-size:1.3rem;line-height:1.3}h2{font-size:1.05rem}
main{display:grid;gap:2rem;grid-template-columns:minmax(0,3fr) minmax(0,2fr)}
@media(max-width:60rem){main{grid-template-columns:minmax(0,1fr)}}
dl.about{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;color:var(--soft);font-size:.85rem}
dl.about dd{margin:0;overflow-wrap:anywhere}
.text{white-space:pre-wrap;unicode-bidi:plaintext;overflow-wrap:anywhere}
mark{color:inherit;background:var(--other);border-radius:.2rem;padding:.05rem .15rem}
.said{border-bottom:1px dotted var(--soft)}
.ref{font-size:.7rem;vertical-align:super;text-decoration:none;padding:0 .1rem;user-select:none}
a{color:inherit}a:focus-visible,li:focus-visible{outline:2px solid currentColor;outline-offset:2px}
ul.legend{display:flex;flex-wrap:wrap;gap:.5rem 1rem;list-style:none;padding:0;font-size:.85rem}
ol.facts{padding-left:2.2rem}
ol.facts li{margin-bottom:.8rem;padding:.2rem .5rem;border-left:3px solid var(--line)}
ol.facts p{margin:0}
.how{color:var(--soft);font-size:.8rem}
.role{color:var(--soft)}
blockquote{margin:.2rem 0 0;font-size:.85rem;unicode-bidi:plaintext}
""".strip()


def as_page(facts: DocumentFacts) -> str:
    """The page, ready to be written as UTF-8."""
    document = facts.document
    tellings = tell(facts)
    title = escape(_plain(document.title or document.id))
    kinds = dict.fromkeys([*_KINDS, *sorted({entity.partition("/")[0] for _, entity in facts.mentions})])
    return f"""<!DOCTYPE html>
<html lang="{escape(_plain(document.language))}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{_STYLE}
{_kind_rules(kinds)}
{_light_rules(tellings)}
</style>
</head>
<body>
<header>
<h1 dir="auto">{title}</h1>
{_about(facts)}
{_legend(kinds)}
</header>
<main>
<section aria-labelledby="text">
<h2 id="text" lang="en">Text</h2>
<div class="text" dir="auto">{_text(facts, tellings)}</div>
</section>
<section aria-labelledby="facts" lang="en">
<h2 id="facts">Facts ({len(tellings)})</h2>
<ol class="facts">
{_facts(tellings, document.text, document.language)}</ol>
</section>
</main>
</body>
</html>
"""


def _plain(text: str) -> str:
    return terminal.safe(text, keep="\n\r\t")


def _kind_rules(kinds: Iterable[str]) -> str:
    return "\n".join(f"mark.{kind}{{background:var(--{kind},var(--other))}}" for kind in kinds)


def _light_rules(tellings: Sequence[Telling]) -> str:
    """A fact under the pointer, in focus or jumped to lights its passages; a passage under the pointer lights its facts."""
    return "\n".join(
        f"body:has(#f{number}:is(:hover,:focus-within,:target)) .f{number},"
        f"body:has(.f{number}:hover) #f{number}{{background:var(--lit)}}"
        for number in (telling.number for telling in tellings)
    )


def _about(facts: DocumentFacts) -> str:
    document = facts.document
    known = {
        "Document": document.id,
        "Source": document.source or "",
        "Published": str(document.published or ""),
        "Language": document.language,
        "SHA-256": document.sha256,
    }
    rows = "".join(f"<dt>{name}</dt><dd>{escape(_plain(value))}</dd>" for name, value in known.items() if value)
    return f'<dl class="about" lang="en">{rows}</dl>'


def _legend(kinds: Iterable[str]) -> str:
    items = "".join(f'<li><mark class="{kind}">{kind}</mark></li>' for kind in kinds)
    passage = '<li><span class="said">a passage that facts rest on</span>, with their numbers</li>'
    return f'<ul class="legend" lang="en" aria-label="Legend">{items}{passage}</ul>'


def _text(facts: DocumentFacts, tellings: Sequence[Telling]) -> str:
    text = facts.document.text
    begins: dict[int, list[int]] = {}
    for telling in tellings:
        for start in sorted({span.start for span in telling.evidence}):
            begins.setdefault(start, []).append(telling.number)
    passages = [(telling.number, telling.evidence) for telling in tellings]
    mentions = sorted(facts.mentions)
    parts, first = [], 0
    for span, numbers in stretches(len(text), passages):
        while first < len(mentions) and mentions[first][0].end <= span.start:
            first += 1
        near = []
        for mention in mentions[first:]:
            if mention[0].start >= span.end:
                break
            near.append(mention)
        marked = _marked(text, span, nest(near, span))
        if not numbers:
            parts.append(marked)
            continue
        refs = "".join(f'<a class="ref" href="#f{n}" aria-label="fact {n}">{n}</a>' for n in begins.get(span.start, ()))
        classes = " ".join(f"f{number}" for number in numbers)
        parts.append(f'{refs}<span class="said {classes}" id="p{span.start}">{marked}</span>')
    return "".join(parts)


def _marked(text: str, span: Span, marks: Sequence[Mark]) -> str:
    parts, at = [], span.start
    for mark in marks:
        parts.append(escape(_plain(text[at : mark.span.start])))
        inner = _marked(text, mark.span, mark.inner)
        parts.append(f'<mark class="{mark.kind}" title="{escape(_plain(mark.entity))}">{inner}</mark>')
        at = mark.span.end
    return "".join(parts) + escape(_plain(text[at : span.end]))


def _facts(tellings: Sequence[Telling], text: str, language: str) -> str:
    items = []
    for telling in tellings:
        roles = "; ".join(f'<span class="role">{role.name}</span> {escape(_plain(role.filler))}' for role in telling.roles)
        how = f"rule {escape(_plain(telling.rule))}, confidence {telling.confidence:.2f}"
        quotes = "".join(
            f'<blockquote lang="{escape(_plain(language))}" dir="auto"><a href="#p{span.start}">{span.start}–{span.end}</a> '
            f"{escape(_plain(text[span.start : span.end]))}</blockquote>"
            for span in telling.evidence
        )
        kind = f"<strong>{telling.kind}</strong>"
        items.append(f'<li id="f{telling.number}"><p>{kind}: {roles}</p><p class="how">{how}</p>{quotes}</li>\n')
    return "".join(items)

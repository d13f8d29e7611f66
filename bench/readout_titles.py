"""Titles of readouts tell who met whom: how often does the body alone yield that meeting or call, with the right date?

    python bench/readout_titles.py FOLDER [--misses FILE]

Every text whose title reads `Readout of X's Call|Meeting with Y …` is taken; people are looked for in the title by the
reader's own grammar, then in the participants of the meetings and calls read from the body, which never holds the title. Where
the body names neither, as in a text of other matters, that counts as a miss too.
"""

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path

from kg.annotated import MentionKind
from kg.annotation.annotate import annotate
from kg.model import Document, DocumentFacts, DocumentId, EventType
from kg.pipeline import extract, read

TITLE = re.compile(
    r"[Rr]eadout of (?P<one>.+?)[’']s?\s+(?:\w+[\s-]+){0,5}?"
    r"(?:[Cc]alls?|[Mm]eetings?|[Cc]onversation|[Tt]alks)\s+with\s+(?P<other>.+)"
)


def people(text: str) -> list[str]:
    """The surnames of the people whom a piece of a title names."""
    # With a full stop it is a sentence: in a heading capitals tell no names.
    found = annotate(Document(DocumentId("title"), f"{text.strip()}.", "en"))
    names = [m.name.rstrip(".").removesuffix(" Jr").split() for m in found.mentions if m.kind is MentionKind.PERSON]
    return [words[-1].casefold() for words in names]


def met(facts: DocumentFacts, one: str, other: str) -> bool:
    """Whether a meeting or call has both among its participants."""
    names = {p.id: {w for n in (p.name, *p.aliases) for w in re.split(r"[\s.]+", n.casefold())} for p in facts.persons}
    for event in facts.events:
        if event.type in (EventType.MEETING, EventType.CALL):
            words = set().union(*(names.get(a, set()) for a in event.participants)) if event.participants else set()
            if one in words and other in words:
                return True
    return False


def main() -> int:
    """Print the shares; write the misses where asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=Path)
    arguments = parser.parse_args()
    parsed = hits = 0
    misses = []
    for path in sorted(p for p in arguments.folder.iterdir() if p.suffix in (".txt", ".md")):
        document = read(path)
        match = TITLE.search(document.title or "")
        if match is None:
            continue
        one, other = people(match["one"]), people(match["other"])
        if not one or not other:
            continue
        parsed += 1
        facts = extract(replace(document, title=None))
        if any(met(facts, a, b) for a in one for b in other):
            hits += 1
        else:
            misses.append(f"{path.stem}\t{one}\t{other}\t{document.title}")
    print(f"titles that parse: {parsed}; body yields the meeting or call with both: {hits} ({hits / max(parsed, 1):.1%})")
    if arguments.misses:
        arguments.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

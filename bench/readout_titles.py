"""Titles of readouts tell who met whom: how often does the body alone yield that meeting or call, with the right date?

    python bench/readout_titles.py FOLDER [--misses FILE]

Every text is taken whose title reads `Readout of X's Call|Meeting with Y …` and has another state, an international body or an
office of state on its other side: a governor, a legislator or a county is no other state, whatever the body says of them.
People are looked for in the title by the reader's own grammar, with the office before them, since capitals tell no names in a
heading; then in the participants of the meetings and calls read from the body, which never holds the title. Where the body
names neither, as in a text of other matters, that counts as a miss too.

The date of the first such meeting that the body tells is compared with what the first sentence of the body tells by itself,
found by patterns that are not the reader's: `today`, `this morning`, `tonight` is the day of publication in the front matter,
`yesterday` and `last night` the day before, a weekday the last one up to it, a month and day that day. Where no sentence has
such a word, the date must stay open. Texts whose first sentence has none or more than one, while others have, are left aside.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kg.annotated import MentionKind
from kg.annotation.annotate import annotate
from kg.model import Document, DocumentFacts, DocumentId, Event, EventType
from kg.pipeline import extract, read

TITLE = re.compile(
    r"[Rr]eadout of (?P<one>.+?)[’']s?\s+(?:\w+[\s-]+){0,5}?"
    r"(?:[Cc]alls?|[Mm]eetings?|[Cc]onversation|[Tt]alks)\s+with\s+(?P<other>.+?)(?:\s(?:on|about|to)\s.*)?$"
)
OF_STATE = frozenset({"head-of-state", "head-of-government", "royal", "minister"})
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
TOLD = re.compile(
    r"\b(?:(?P<same>today|tonight|this (?:morning|afternoon|evening))|(?P<before>yesterday|last night)"
    rf"|(?P<weekday>{'|'.join(d.title() for d in DAYS)})|(?P<month>{'|'.join(m.title() for m in MONTHS)}) (?P<day>\d{{1,2}})\b)",
    re.IGNORECASE,
)


def people(text: str) -> tuple[list[str], bool]:
    """The surnames of the people whom a piece of a title names with an office; whether it tells a state or an office of state."""
    # With a full stop it is a sentence: in a heading capitals tell no names.
    found = annotate(Document(DocumentId("title"), f"{text.strip()}.", "en")).mentions
    named = [m for m in found if m.kind is MentionKind.PERSON and m.posts]
    names = [m.name.rstrip(".").removesuffix(" Jr").split() for m in named]
    abroad = any(m.country or (m.kind is MentionKind.ORGANIZATION and m.key) for m in found if m.kind is not MentionKind.PLACE)
    return [words[-1].casefold() for words in names], abroad or any(p.office in OF_STATE for m in named for p in m.posts)


def met(facts: DocumentFacts, one: str, other: str) -> Iterator[Event]:
    """The meetings and calls that have both among their participants."""
    names = {p.id: {w for n in (p.name, *p.aliases) for w in re.split(r"[\s.]+", n.casefold())} for p in facts.persons}
    for event in facts.events:
        if event.type in (EventType.MEETING, EventType.CALL):
            words = set().union(*(names.get(a, set()) for a in event.participants)) if event.participants else set()
            if one in words and other in words:
                yield event


def told(document: Document) -> str | None:
    """The day that the first sentence tells, empty where the body tells none; None where it cannot be judged."""
    published = document.published
    body = " ".join(document.text.split())
    if published is None or not (published.month and published.day):
        return None
    first = re.split(r"(?<=[a-z)][.?!]) (?=[A-Z])", body)[0]
    found = list(TOLD.finditer(first))
    if len(found) != 1:
        return None if TOLD.search(body) else ""
    at, day = found[0], date(published.year, published.month, published.day)
    if at["month"]:
        month = MONTHS.index(at["month"].lower()) + 1
        year = day.year - ((month, int(at["day"])) > (day.month, day.day))
        return date(year, month, int(at["day"])).isoformat()
    back = (day.weekday() - DAYS.index(at["weekday"].lower())) % 7 if at["weekday"] else int(bool(at["before"]))
    return (day - timedelta(days=back)).isoformat()


def main() -> int:
    """Print the shares; write the misses where asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=Path)
    arguments = parser.parse_args()
    misses = []
    parsed = hits = 0
    dated = {True: [0, 0], False: [0, 0]}
    for path in sorted(p for p in arguments.folder.iterdir() if p.suffix in (".txt", ".md")):
        document = read(path)
        match = TITLE.search(document.title or "")
        if match is None:
            continue
        (one, _), (other, of_state) = people(match["one"]), people(match["other"])
        if not one or not other or not of_state:
            continue
        parsed += 1
        facts = extract(replace(document, title=None))
        events = [event for a in one for b in other for event in met(facts, a, b)]
        hits += bool(events)
        if not events:
            misses.append(f"{path.stem}\t{one}\t{other}\t{document.title}")
            continue
        gold, built = told(document), str(events[0].date or "")
        if gold is not None:
            dated[bool(gold)][0] += 1
            dated[bool(gold)][1] += built == gold
            if built != gold:
                misses.append(f"{path.stem}\tdate {gold or 'open'}\t{built or 'open'}\t{document.title}")
    print(f"titles that parse: {parsed}; body yields the meeting or call with both: {hits} ({hits / max(parsed, 1):.1%})")
    for known, name in ((True, "that date"), (False, "open")):
        all_of, right = dated[known]
        print(f"date {'told by' if known else 'not told by'} the body: {all_of}; {name}: {right} ({right / max(all_of, 1):.1%})")
    if arguments.misses:
        arguments.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Write the tables of docs/quality.md from the figures that the last scoring run left.

    python bench/quality_page.py [--figures FILE.json] [--blind FOLDER [--scorer FILE]] [--page FILE.md]

Only what stands between `<!-- table: quality -->` and `<!-- end -->` is written. With --blind, texts that nobody tuned on are
built and scored too, by the same state of the code as the figures, and stand beside them: precision, recall and F1 only, never a
text, a name or an error. Without it, the page says that they were not measured.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from quality import FAMILIES, MEAN, OUT, ROOT, SCORER, Figures, Kept, commit, demand, keep, measure

PAGE = ROOT / "docs" / "quality.md"
NAMES = {"en": "English", "fr": "French"}
_PART = re.compile(r"(?<=^<!-- table: quality -->\n).*?(?=^<!-- end -->$)", re.MULTILINE | re.DOTALL)


def cells(figures: Figures, family: str) -> list[str]:
    """Precision, recall and F1 of a family; the mean has F1 alone, and a family that the texts have none of has nothing."""
    row = figures.get(family, {})
    return [f"{row[name]:.3f}" if name in row else "" for name in ("precision", "recall", "f1")]


def language_table(language: str, kept: Kept) -> str:
    """One language in Markdown; the gap is what F1 loses on texts that nobody tuned on."""
    dev, blind = kept["dev"][language], kept.get("blind", {}).get(language)
    header = ["family", "precision", "recall", "F1", "in gold", "built"]
    if blind:
        header += ["blind precision", "blind recall", "blind F1", "gap"]
    lines = [header, ["---", *["---:"] * (len(header) - 1)]]
    for family in (*FAMILIES, MEAN):
        if family in dev:
            counts = [str(dev[family][name]) if name in dev[family] else "" for name in ("gold", "predicted")]
            line = [family, *cells(dev, family), *counts]
            if blind:
                gap = f"{blind[family]['f1'] - dev[family]['f1']:+.3f}" if family in blind else ""
                line += [*cells(blind, family), gap]
            lines.append([f"**{cell}**" if family == MEAN and cell else cell for cell in line])
    documents = f"{dev[MEAN]['documents']:.0f} development texts"
    if blind:
        documents += f", {blind[MEAN]['documents']:.0f} blind texts"
    title = f"### {NAMES.get(language, language)}\n\n{documents}.\n\n"
    return title + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def part(kept: Kept) -> str:
    """What stands between the markers."""
    told = f"Measured at `{kept['commit']}`." if kept["commit"] else "Measured outside a checkout."
    if "blind" not in kept:
        told += " The blind texts were not scored in this run; their figures are lower."
    return "\n".join([f"{told}\n", *(language_table(language, kept) for language in kept["dev"])])


def written(page: str, kept: Kept) -> str:
    """The page with its tables anew. A page without the markers, or with two pairs, ends the program."""
    text, count = _PART.subn(lambda _: part(kept), page)
    if count != 1:
        sys.exit(f"the page has {count} parts between <!-- table: quality --> and <!-- end -->, expected 1")
    return text


def main() -> None:
    """Read the figures, add the blind ones where asked, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, default=OUT, metavar="FILE.json")
    parser.add_argument("--blind", type=Path, metavar="FOLDER")
    parser.add_argument("--scorer", type=Path, default=SCORER)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    if not options.figures.is_file():
        sys.exit(f"no figures at {options.figures}: run make score first")
    kept: Kept = json.loads(options.figures.read_text(encoding="utf-8"))
    if options.blind is not None:
        demand(options.blind, options.scorer)
        if kept["commit"] != commit():
            sys.exit(
                f"{options.figures} is of {kept['commit']}, the code is {commit()}: run make score first, so that both are of one"
            )
        kept["blind"] = measure(options.blind, options.scorer)
        keep(options.figures, kept)
    options.page.write_text(written(options.page.read_text(encoding="utf-8"), kept), encoding="utf-8")
    print(f"written: {options.page}")


if __name__ == "__main__":
    main()

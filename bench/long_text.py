"""How reading grows with the length of one text: seconds and memory at doubling sizes, and the exponent between them.

    python bench/long_text.py FOLDER [--sizes 50000,100000,200000,400000] [--out FILE.json]

The texts of the folder are put together, by name, into one text that is cut at each size (code points) and read in a process
of its own. The exponent is that of the time against the size before: 1 is linear, 2 quadratic.
"""

import argparse
import json
import math
import subprocess
import sys
import time
from pathlib import Path

from reading_speed import ROOT, body, files, peak_mb

SIZES = (50_000, 100_000, 200_000, 400_000)


def read(folder: Path, size: int) -> dict[str, float]:
    """Seconds, peak megabytes and number of facts for one size."""
    from kg.model import Document, DocumentId
    from kg.pipeline import extract

    extract(Document(id=DocumentId("warm-up"), text="Ada Quist met Ken Arato in Lisbon.", language="en"))
    text = "\n\n".join(body(path) for path in files(folder, sys.maxsize))[:size]
    begun = time.perf_counter()
    facts = sum(1 for _ in extract(Document(id=DocumentId("long"), text=text, language="en")).facts())
    return {"size": len(text), "seconds": time.perf_counter() - begun, "peak_mb": peak_mb(), "facts": facts}


def main() -> None:
    """Read each size in a process of its own and print a table, or be one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpus" / "readouts")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="code points, by comma")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "long_text.json")
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not files(options.folder, 1):
        parser.error(f"no texts (.txt, .md) in {options.folder}: name a folder that has some")
    if options.only:
        json.dump(read(options.folder, options.only), sys.stdout)
        return
    results: list[dict[str, float]] = []
    print("code points  seconds  exponent  peak MB  facts")
    for size in map(int, options.sizes.split(",")):
        command = [sys.executable, __file__, str(options.folder), "--only", str(size)]
        row = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        before = results[-1] if results else None
        grown = f"{math.log(row['seconds'] / before['seconds'], row['size'] / before['size']):.2f}" if before else ""
        print(f"{row['size']:>11,}{row['seconds']:>9.2f}{grown:>10}{row['peak_mb']:>9.0f}{row['facts']:>7}")
        results.append(row)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()

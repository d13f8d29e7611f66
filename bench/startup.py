"""How long a command takes from its start: `kg --help`, and `kg build` on the seeds.

    python bench/startup.py [FOLDER] [--rounds N] [--out FILE.json]

Wall time of the whole process, best and median of N rounds after one that is not counted (it compiles Python's bytecode and warms
the file cache). Python's own bare start stands beside them.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def rounds_of(command: Sequence[str | Path], rounds: int) -> list[float]:
    """Wall seconds of each counted round."""
    times = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return times[1:]


def main() -> None:
    """Time each command and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "seeds")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "startup.json")
    options = parser.parse_args()
    kg = Path(sys.executable).with_name("kg")
    with tempfile.TemporaryDirectory() as scratch:
        commands: dict[str, list[str | Path]] = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "kg --help": [kg, "--help"],
            f"kg build {options.folder.name}": [kg, "build", options.folder, "--out", Path(scratch, "graph.nq")],
        }
        times = {name: rounds_of(command, options.rounds) for name, command in commands.items()}
    print(f"{'command':<24}{'best s':>8}{'median s':>10}   of {options.rounds} rounds")
    for name, taken in times.items():
        print(f"{name:<24}{min(taken):>8.3f}{statistics.median(taken):>10.3f}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(times, indent=1) + "\n")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()

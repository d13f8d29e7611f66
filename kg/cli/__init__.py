"""The command line: `kg`, or `python -m kg`. Loads nothing heavy until a command is known."""

import gc
import io
import os
import sys
from collections.abc import Sequence

from kg.cli.parser import parser
from kg.errors import KgError

__all__ = ["main"]

_YOUNG = 100_000
"""New objects after which cycles are looked for: what a command loads stays until it ends, and looking often finds nothing."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (see `kg --help`). An error of ours is one message, never a traceback."""
    arguments = parser().parse_args(argv)
    gc.set_threshold(_YOUNG)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        from kg.cli.commands import COMMANDS

        code = COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # What is still buffered would raise once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("kg: stopped", file=sys.stderr)
        return 130
    return code

"""The command `factpack`: arguments, wiring, exit codes.

Exit codes: 0 clean, 1 findings, 2 wrong usage or a file that cannot be read or written, 130 interrupted.
"""

import argparse
import gc
import io
import sys
from pathlib import Path

from factpack.commands import (
    build,
    check,
    cite,
    coverage,
    diff,
    explain,
    fmt,
    new,
    release,
    show,
    validate,
    verify,
)
from factpack.commands.common import CLEAN, INTERRUPTED, USAGE, UsageError
from factpack.escaping import escape_line

COMMANDS = (build, validate, check, verify, coverage, new, fmt, show, diff, explain, release, cite)


def run() -> int:
    """Run the command of this process; return its exit code."""
    # Records are many small objects in no cycle: the collector would go through all of them again and again for nothing.
    gc.disable()
    _set_encodings()
    return main()


def main(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    if sys.flags.optimize > 1:
        print(
            "factpack: Python runs without docstrings, which schemas and explanations are made from. "
            "Run it without -OO, and unset PYTHONOPTIMIZE.",
            file=sys.stderr,
        )
        return USAGE
    options = _parser().parse_args(arguments)
    root = _root()
    if root is None:
        print(
            "factpack: no folder `facts` here or above: run the command in the project's folder.",
            file=sys.stderr,
        )
        return USAGE
    try:
        code: int = options.run(root, options)
    except BrokenPipeError:
        return CLEAN
    except KeyboardInterrupt:
        print("factpack: interrupted.", file=sys.stderr)
        return INTERRUPTED
    except (UsageError, OSError) as error:
        print(escape_line(f"factpack: {error}"), file=sys.stderr)
        return USAGE
    return code


def _set_encodings() -> None:
    """Make redirected output UTF-8 with LF, and let a terminal show escapes for what its encoding lacks.

    So a file or a pipe has the same bytes whatever the locale, `PYTHONIOENCODING` and the system are, and no text fails. What
    a terminal sends that its encoding lacks is kept as bytes.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="factpack", description="Validate and export the facts of this folder."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    return parser


def _root() -> Path | None:
    """The project's folder: this one or the nearest above that has `facts`."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "facts").is_dir()), None)

"""The command `factpack`: arguments, wiring, exit codes.

Exit codes: 0 clean, 1 findings, 2 wrong usage or a file that cannot be read or written.
"""

import argparse
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
from factpack.commands.common import CLEAN, USAGE, UsageError

COMMANDS = (build, validate, check, verify, coverage, new, fmt, show, diff, explain, release, cite)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    options = _parser().parse_args(arguments)
    root = _root()
    if root is None:
        print(
            "factpack: no folder `facts` here or above: run the command in the project's folder.",
            file=sys.stderr,
        )
        return USAGE
    from factpack.writers.disk import PublishError, recover

    try:
        recover(root)
        code: int = options.run(root, options)
    except BrokenPipeError:
        return CLEAN
    except (UsageError, PublishError, OSError) as error:
        print(f"factpack: {error}", file=sys.stderr)
        return USAGE
    return code


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

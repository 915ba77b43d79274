"""The command `factpack`: arguments, wiring, exit codes.

Exit codes: 0 clean, 1 problems, 2 wrong usage or a file that cannot be read or written, 130 interrupted.
"""

import argparse
import gc
import io
import sys
from importlib import import_module
from pathlib import Path

from factpack.commands.common import CLEAN, INTERRUPTED, USAGE
from factpack.escaping import escape_line
from factpack.problems import UsageError

# The modules of `factpack.commands`, with what each command does.
COMMANDS = {
    "build": "validate, then write every generated file",
    "validate": "check the records",
    "check": "validate, then check that every generated file is current and valid",
    "verify": "check every phrase against the articles, and write seeds/evidence.lock",
    "coverage": "show which facts cite each sentence of an article, and how much is quoted",
    "new": "draft a record from a text, with a TODO for each open point",
    "fmt": "rewrite the records in canonical form; comments are kept",
    "show": "show a record in readable form",
    "diff": "show the differences between two revisions",
    "explain": "print the manual of a rule",
    "release": "write the files of a release: zip, SQLite, Parquet, workbook, digests",
    "cite": "cite this version of the dataset, and the articles that facts rest on",
}


def run() -> int:
    """Run the command of this process; return its exit code."""
    # Records are many small objects without cycles: the collector would scan all of them repeatedly for nothing.
    gc.disable()
    _set_encodings()
    return main()


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if sys.flags.optimize > 1:
            lacking = "Python runs without docstrings, which schemas and explanations need."
            raise UsageError(f"{lacking} Run it without -OO, and unset PYTHONOPTIMIZE.")
        options = parser(arguments).parse_args(arguments)
        here = Path.cwd()
        root = next((folder for folder in (here, *here.parents) if (folder / "facts").is_dir()), None)
        if root is None:
            raise UsageError("no folder `facts` here or above: run the command in the project's folder.")
        code: int = options.run(root, options)
        sys.stdout.flush()
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
    """Make redirected output UTF-8 with LF.

    Files and pipes get the same bytes whatever the locale, `PYTHONIOENCODING` and the system. A terminal shows escapes
    for characters that its encoding lacks. Input that cannot be decoded is kept as bytes.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def parser(arguments: list[str]) -> argparse.ArgumentParser:
    """Return the parser for the arguments.

    It imports only the command that they name.
    """
    whole = argparse.ArgumentParser(
        prog="factpack", description="Validate and export the facts of this folder."
    )
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        if name in arguments:
            module = import_module(f"factpack.commands.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return whole

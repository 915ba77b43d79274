"""Define exit codes, shared options, and what every command prints."""

import argparse
import os
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

from factpack import report
from factpack.problems import Problem, UsageError, did_you_mean

CLEAN, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130
TEXTS = "FACTPACK_TEXTS"


def add_texts(parser: argparse.ArgumentParser, about: str = "") -> None:
    """Declare the option `--texts`. about: what it is for."""
    help_text = f"{about}the folder with the articles' texts (else ${TEXTS}, else seeds/texts)"
    parser.add_argument("--texts", metavar="DIR", help=help_text)


def add_require_verified(parser: argparse.ArgumentParser) -> None:
    """Declare the option `--require-verified`."""
    parser.add_argument("--require-verified", action="store_true", help="report unverified values as errors")


def texts_folder(root: Path, option: str | None) -> Path | None:
    """Return the folder with the articles' texts.

    None if no folder is named and seeds/texts does not exist.
    Raises UsageError if the named folder does not exist.
    """
    named = option or os.environ.get(TEXTS)
    folder = Path(named) if named else root / "seeds/texts"
    if folder.is_dir():
        return folder
    if named:
        raise UsageError(
            f"{named!r} is not a folder. Name the folder of the texts with --texts DIR or in ${TEXTS}."
        )
    return None


def exit_code(problems: Iterable[Problem]) -> int:
    """Return 1 if a problem is an error, else 0."""
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else CLEAN


def print_problems(problems: list[Problem], conclusion: str) -> int:
    """Print problems and their number; return the exit code."""
    sys.stdout.write(report.as_text(problems))
    print(f"{conclusion}: {report.summary(problems)}.")
    return exit_code(problems)


def require(what: str, named: str, known: Collection[str], otherwise: str = "") -> None:
    """Raise UsageError if a name is unknown."""
    if named not in known:
        hint = did_you_mean(named, known) or otherwise or f"There are: {', '.join(sorted(known))}."
        raise UsageError(f"there is no {what} {named!r}. {hint}")


def under(root: Path, path: str, wanted: Iterable[str]) -> bool:
    """Return whether named files or folders include a file."""
    return any((root / path).resolve().is_relative_to(Path(name).resolve()) for name in wanted)

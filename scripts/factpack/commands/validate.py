"""`factpack validate`: check the records."""

import argparse
import sys
from pathlib import Path
from typing import Any

from factpack.commands.common import CLEAN, FINDINGS, UsageError


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("validate", help="check the records")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    parser.add_argument(
        "--require-verified", action="store_true", help="what the lock does not attest is an error"
    )
    parser.set_defaults(run=run)


def run(root: Path, options: argparse.Namespace) -> int:
    from factpack import load, package, report

    schemas, missing = load.committed_schemas(root)
    checked = package.check(root, schemas, options.require_verified) if not missing else None
    problems = missing if checked is None else checked.problems
    if options.paths:
        wanted = [Path(path).resolve() for path in options.paths]
        for path in wanted:
            if not path.exists():
                raise UsageError(f"there is no {path.name!r} to validate.")
        problems = [
            problem
            for problem in problems
            if any((root / problem.path).resolve().is_relative_to(path) for path in wanted)
        ]
    sys.stdout.write(report.as_text(problems))
    facts = len(checked.dataset.facts) if checked else 0
    print(f"{facts} facts checked: {report.summary(problems)}.")
    return FINDINGS if any(problem.severity == "error" for problem in problems) else CLEAN

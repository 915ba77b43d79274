"""The command `factpack`: arguments, wiring, exit codes.

Exit codes: 0 clean, 1 findings, 2 wrong usage or a file that cannot be read or written.
"""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factpack.load import Dataset
    from factpack.problems import Problem
    from factpack.tables.columns import Table

CLEAN, FINDINGS, USAGE = 0, 1, 2
TEXTS = "FACTPACK_TEXTS"
TEXTS_HELP = f"the folder with the articles' texts (else ${TEXTS}, else seeds/texts)"


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
    except (PublishError, OSError, ValueError) as error:
        if isinstance(error, ValueError) and not str(error).startswith("CHANGELOG"):
            raise
        print(f"factpack: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        return CLEAN
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="factpack", description="Validate and export the facts of this folder."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="validate, then write every generated file")
    build.set_defaults(run=_build)
    validate = commands.add_parser("validate", help="check the records")
    validate.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    validate.add_argument(
        "--require-verified", action="store_true", help="what the lock does not attest is an error"
    )
    validate.set_defaults(run=_validate)
    check = commands.add_parser(
        "check", help="validate, then check that every generated file is current and sound"
    )
    check.add_argument(
        "--require-verified", action="store_true", help="what the lock does not attest is an error"
    )
    check.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)
    check.set_defaults(run=_check)
    verify = commands.add_parser(
        "verify", help="check every phrase against the articles, and write seeds/evidence.lock"
    )
    verify.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)
    verify.set_defaults(run=_verify)
    explain = commands.add_parser("explain", help="tell what a rule is about")
    explain.add_argument(
        "rule", metavar="RULE", nargs="?", help="its name, as a finding prints it; all, without one"
    )
    explain.set_defaults(run=_explain)
    return parser


def _root() -> Path | None:
    """The project's folder: this one or the nearest above that has `facts`."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "facts").is_dir()), None)


def _validate(root: Path, options: argparse.Namespace) -> int:
    from factpack import load, package, report

    schemas, missing = load.committed_schemas(root)
    checked = package.check(root, schemas, options.require_verified) if not missing else None
    problems = missing if checked is None else checked.problems
    if options.paths:
        wanted = [Path(path).resolve() for path in options.paths]
        for path in wanted:
            if not path.exists():
                print(f"factpack: there is no {path.name!r} to validate.", file=sys.stderr)
                return USAGE
        problems = [
            problem
            for problem in problems
            if any((root / problem.path).resolve().is_relative_to(path) for path in wanted)
        ]
    sys.stdout.write(report.as_text(problems))
    facts = len(checked.dataset.facts) if checked else 0
    print(f"{facts} facts checked: {report.summary(problems)}.")
    return FINDINGS if any(problem.severity == "error" for problem in problems) else CLEAN


def _build(root: Path, options: argparse.Namespace) -> int:
    from factpack import package, report
    from factpack.models import schemas
    from factpack.writers import disk

    generated = schemas.generate()
    checked = package.check(root, generated)
    sys.stdout.write(report.as_text(checked.problems))
    if not checked.is_sound:
        print(f"Nothing was written: {report.summary(checked.problems)}.")
        return FINDINGS
    files, tables = package.render(root, checked, generated)
    changed = disk.publish(root, files)
    print(_told(checked.dataset, tables))
    print(f"Findings: {report.summary(checked.problems)}.")
    print(
        f"Exports: exports/csv, exports/json, described by datapackage.json; {len(files)} files, {len(changed)} changed."
    )
    return CLEAN


def _told(dataset: "Dataset", tables: "tuple[Table, ...]") -> str:
    from factpack.models.records import fact_type

    types = Counter(fact_type(fact) for fact in dataset.facts.values() if fact.withdrawn is None)
    rows = {table.name: len(table.rows) for table in tables}
    by_type = ", ".join(f"{rows[table]} {table}" for table in ("releases", "meetings", "sanctions", "counts"))
    paragraphs = sum(seed.paragraphs for seed in dataset.seeds.values())
    return (
        f"Facts: {sum(types.values())} ({by_type}).\n"
        f"Claims: {rows['claims']}, from {len(dataset.seeds)} articles of {paragraphs} paragraphs."
    )


def _check(root: Path, options: argparse.Namespace) -> int:
    from factpack import exports_check, load, package, report, verification
    from factpack.models import schemas

    texts = _texts(root, options.texts)
    committed, problems = load.committed_schemas(root)
    if not problems:
        checked = package.check(root, committed, options.require_verified)
        problems = checked.problems
        if checked.is_sound:
            files, tables = package.render(root, checked, schemas.generate())
            problems = problems + package.drift(root, files)
            problems += exports_check.check_package(root, package.origins(checked.dataset, tables))
            if texts is not None:
                articles, unreadable = verification.read_articles(texts, checked.dataset)
                problems += unreadable or verification.check_against_texts(
                    checked.dataset, articles, checked.lock
                )
    sys.stdout.write(report.as_text(problems))
    against = "" if texts is None else ", the articles' texts"
    print(
        f"Checked the records, the generated files, frictionless, the profile{against}: {report.summary(problems)}."
    )
    return FINDINGS if any(problem.severity == "error" for problem in problems) else CLEAN


def _texts(root: Path, option: str | None) -> Path | None:
    """The folder with the articles' texts; None where there is none."""
    named = option or os.environ.get(TEXTS)
    if named:
        return Path(named)
    return root / "seeds/texts" if (root / "seeds/texts").is_dir() else None


def _verify(root: Path, options: argparse.Namespace) -> int:
    from factpack import load, lock, package, verification
    from factpack.writers import disk

    texts = _texts(root, options.texts)
    if texts is None or not texts.is_dir():
        where = f"{str(texts)!r} is no folder" if texts else "no folder of texts"
        print(f"factpack: {where}: name it with --texts DIR, or in ${TEXTS}.", file=sys.stderr)
        return USAGE
    committed, problems = load.committed_schemas(root)
    if problems:
        return _refuse_lock(problems)
    checked = package.check(root, committed)
    # A malformed lock is no reason to refuse: it is written anew.
    problems = [one for one in checked.problems if one.severity == "error" and one.rule != "malformed-lock"]
    articles, unreadable = verification.read_articles(texts, checked.dataset)
    if problems or unreadable:
        return _refuse_lock(problems + unreadable)
    done = verification.verify(checked.dataset, articles)
    if done.problems:
        return _refuse_lock(done.problems)
    changed = disk.publish(root, {lock.PATH: lock.write(frozenset(done.lines))})
    items = sum(line.startswith("item ") for line in done.lines)
    print(f"{items} evidence items, in {len(articles)} articles, stand where the records say.")
    print(_inferred(checked.dataset))
    print(f"{lock.PATH}: {'written' if changed else 'unchanged'}.")
    return CLEAN


def _refuse_lock(problems: "list[Problem]") -> int:
    from factpack import lock, report

    sys.stdout.write(report.as_text(problems))
    print(f"{lock.PATH} was not written: {report.summary(problems)}.")
    return FINDINGS


def _inferred(dataset: "Dataset") -> str:
    """How many claims the phrase alone does not carry, in all and by field."""
    from factpack import claims as claim_reader

    by_field: dict[str, list[bool]] = {}
    for claims in claim_reader.read(dataset).values():
        for claim in claims:
            by_field.setdefault(claim.field, []).append(bool(claim.inference))
    everything = [one for inferred in by_field.values() for one in inferred]
    shares = ", ".join(f"{field} {sum(one)}/{len(one)}" for field, one in sorted(by_field.items()))
    return f"Claims with an inference: {sum(everything)} of {len(everything)} ({shares})."


def _explain(root: Path, options: argparse.Namespace) -> int:
    import difflib
    import inspect

    from factpack import rules

    known = {rule.name: rule for rule in (*rules.REFERENCES, *rules.SENSE)}
    if options.rule is None:
        for name, rule in known.items():
            print(f"{name}: {inspect.cleandoc(rule.manual).splitlines()[0]}")
        return CLEAN
    if options.rule not in known:
        close = difflib.get_close_matches(options.rule, known, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        print(
            f"factpack: there is no rule {options.rule!r}.{hint} `factpack explain` lists them.",
            file=sys.stderr,
        )
        return USAGE
    print(
        f"{options.rule} ({known[options.rule].severity})\n\n{inspect.cleandoc(known[options.rule].manual)}"
    )
    return CLEAN

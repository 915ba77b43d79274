"""Measure this project's commands against other validators and write benchmarks/RESULTS.md.

    make bench                       all of it; about ten minutes
    make bench ARGS=--quick          a first look: a tenth of the facts, three runs; prints the page, writes nothing

pyperf runs every command as a whole process. The commands take turns, so that other load on the machine hits all of them.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator import FACTPACK, generate
from results import LARGE, PAGE, PART, REAL, SMALL, Results, page
from validators import find

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SIZES = (1_000, 10_000)
SMALLEST = 20  # facts of the repository that the faults are planted in
ROUNDS_REAL, ROUNDS_GENERATED, ROUNDS_QUICK = 15, 5, 3  # short commands vary more

Command = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A tool on a repository, with the commands to measure.

    The times of the commands are added up.
    """

    name: str
    folder: Path
    commands: tuple[Command, ...]


# --- the tools ----------------------------------------------------------------------------------------


def _check(tool: str) -> Callable[[Path], tuple[Command, ...]]:
    return lambda folder: ((sys.executable, str(HERE / "validators.py"), tool, "."),)


def _check_jsonschema(folder: Path) -> tuple[Command, ...]:
    program = (sys.executable, "-m", "check_jsonschema", "--schemafile")
    return tuple(
        (*program, *(str(path.relative_to(folder)) for path in (schema, *paths)))
        for schema, paths in find(folder).values()
    )


TOOLS: dict[str, Callable[[Path], tuple[Command, ...]]] = {
    "validate": lambda folder: ((*FACTPACK, "validate"),),
    "build": lambda folder: ((*FACTPACK, "build"),),
    "schema layer": _check("schema_layer"),
    "libyaml": _check("libyaml"),
    "Yamale": _check("yamale"),
    "check-jsonschema": _check_jsonschema,
}
VALIDATORS = [tool for tool in TOOLS if tool != "build"]


def cases(repository: str, folder: Path, tools: list[str]) -> list[Case]:
    """Return the cases of some tools on a repository."""
    return [Case(f"{repository}: {tool}", folder, TOOLS[tool](folder)) for tool in tools]


# --- every tool really checks -------------------------------------------------------------------------

# One fault for each kind of file: what is replaced in the first file of the kind.
FAULTS = {
    "seed": (r"language: en", "language: [en]"),
    "release": (r"stage: .*", "stage: carried-out"),
    "meeting": (r"kind: .*\n", ""),
    "sanctions": (r"(stage: .*)", r"\1\ncolour: green"),
    "count": (r"value: .*", "value: roughly 12 of them"),
    "actors": (r"kind: outlet", "kind: newspaper"),
    "places": (r"name: .*", "name: [12]"),
    "deals": (r"parties: .*", "parties: none"),
}


@contextmanager
def planted(folder: Path, kind: str) -> Iterator[Path]:
    """Plant a fault of one kind, and yield its file.

    The file is restored when the context ends.
    """
    path = find(folder)[kind][1][0]
    text = path.read_text(encoding="utf-8")
    faulty, count = re.subn(*FAULTS[kind], text, count=1)
    if not count:
        raise ValueError(f"{path.name} does not match {FAULTS[kind][0]!r}")
    path.write_text(faulty, encoding="utf-8")
    try:
        yield path
    finally:
        path.write_text(text, encoding="utf-8")


def prove(case: Case) -> None:
    """Check that a tool accepts sound files and finds faults.

    Raises RuntimeError if it refuses a sound repository or accepts a planted fault.
    """
    if printed := _refusals(case):
        raise RuntimeError(f"{case.name} refuses a sound repository:\n{printed}")
    for kind in FAULTS:
        with planted(case.folder, kind) as path:
            if path.name not in _refusals(case):
                raise RuntimeError(f"{case.name} does not find the fault in {path.name}")


def _refusals(case: Case) -> str:
    """Return what the commands that exit with 1 print."""
    printed = ""
    for command in case.commands:
        done = subprocess.run(command, cwd=case.folder, capture_output=True, text=True, check=False)
        # A tool that crashes ends with 1, too, and names no file.
        if done.returncode not in (0, 1) or (done.returncode and not done.stdout):
            raise RuntimeError(f"{case.name} ends with exit code {done.returncode}:\n{done.stderr}")
        printed += done.stdout if done.returncode else ""
    return printed


# --- measuring ----------------------------------------------------------------------------------------


def measure(measured: list[Case], rounds: int, output: Path) -> None:
    """Run all cases in turn, and repeat for each round.

    Appends to pyperf's file `output`. A command that fails ends the measurement.
    """
    options = ("--quiet", "--processes=1", "--values=1", "--warmups=0", "--loops=1", f"--append={output}")
    for number in range(rounds):
        for case in measured:
            print(f"round {number + 1} of {rounds}, {case.name}", file=sys.stderr, flush=True)
            shutil.rmtree(case.folder / "exports", ignore_errors=True)  # every `build` is a first one
            for part, command in enumerate(case.commands):
                name = f"--name={case.name}{PART}{part}"
                pyperf = (sys.executable, "-m", "pyperf", "command", *options, name)
                subprocess.run((*pyperf, *command), cwd=case.folder, check=True, stdout=subprocess.DEVNULL)


def copy_of_real(folder: Path) -> Path:
    """Copy what `build` needs of the dataset.

    Measuring the copy leaves the dataset unchanged.
    """
    for name in ("facts", "seeds", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "CHANGELOG.md", folder)
    return folder


def run(folder: Path, small: int, large: int, output: Path, is_quick: bool) -> None:
    """Prove every tool, then measure everything."""
    generated = {size: folder / f"generated-{size}" for size in (SMALLEST, small, large)}
    for size, root in generated.items():
        generate(size, root)
    for case in cases("planted faults", generated[SMALLEST], VALIDATORS):
        prove(case)
        print(f"{case.name}: found in every kind of file", file=sys.stderr, flush=True)
    real = cases(REAL, copy_of_real(folder / "real"), ["validate", "build", "check-jsonschema"])
    measure(real, ROUNDS_QUICK if is_quick else ROUNDS_REAL, output)
    grown = cases(SMALL, generated[small], ["validate"]) + cases(LARGE, generated[large], VALIDATORS)
    measure(grown, ROUNDS_QUICK if is_quick else ROUNDS_GENERATED, output)


def main() -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the facts, three runs; write nothing"
    )
    options = parser.parse_args()
    small, large = (size // 10 for size in SIZES) if options.quick else SIZES
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary, "pyperf.json")
        run(Path(temporary), small, large, output, options.quick)
        written = page(Results.load(output, small, large), options.quick)
    if options.quick:
        print(written)
    else:
        PAGE.write_text(written, encoding="utf-8")
        print("benchmarks/RESULTS.md: written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

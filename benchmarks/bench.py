"""Measures this tool against others, side by side in one run: writes benchmarks/results.json and RESULTS.md.

    make bench                                       all of it; about half an hour
    make bench ARGS='--sizes 100 1000 --quick'       a first look; prints, and writes nothing
    make bench ARGS=--real-again                     the dataset itself only; the rest stays as it was measured

Whole processes, by their wall time, processor time and peak memory. The tools take turns, so that whatever else the
machine does hits all alike; a figure is the median of the repetitions, and ratios are within the run.
"""

import argparse
import compileall
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import faults
import report

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PYTHON = sys.executable
FACTPACK = (PYTHON, "-Pm", "factpack")
SIZES = (100, 1_000, 10_000, 100_000)
COMPARED_AT = 10_000
MOST_BUILT = 10_000  # a page with more facts than that is of no use to a reader
REPETITIONS = 5
OF_SHORT = 5  # times as many of what is over in a second, and varies with whatever else the machine does
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024

SCHEMA_TOOLS = (
    "floor",
    "factpack-schema",
    "csafe-jsonschema-rs",
    "csafe-jsonschema",
    "yamale",
    "check-jsonschema",
    "check-jsonschema-c",
    "linkml-validate",
)
EXPORTERS = {"tables": "factpack", "polars": "polars", "frictionless": "frictionless"}
LIBRARIES = ("pyyaml", "jsonschema-rs", "jsonschema", "pydantic", "check-jsonschema", "ruamel.yaml.clib", "yamale",
             "linkml", "frictionless", "polars")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What is measured: a command in a folder, after something that is not (making room for what it writes)."""

    name: str
    command: tuple[str, ...]
    folder: Path
    prepare: Callable[[Path], None] = lambda folder: None


def adapter(program: str, *arguments: str) -> tuple[str, ...]:
    """The command of a module of this folder."""
    return (PYTHON, str(HERE / f"{program}.py"), *arguments)


def start(case: Case) -> subprocess.Popen[bytes]:
    """Start a case, with its output thrown away."""
    return subprocess.Popen(case.command, cwd=case.folder, stdout=subprocess.DEVNULL, env=environment())


def run(case: Case) -> dict[str, float]:
    """Run a case once: seconds by the clock and of the processor, and bytes of memory at the peak of its largest process.

    The peak of a child counts what this process has when it starts it: hence nothing large is imported here.
    """
    case.prepare(case.folder)
    started = time.perf_counter()
    process = start(case)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{case.name} failed with exit code {process.returncode}")
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * MAXRSS_UNIT}


def peak(case: Case) -> float:
    """Run a case once more: bytes of memory at the peak of its processes together, pages that they share counted once.

    Sampled, and on Linux only: 0 where there never were two processes, or nothing tells.
    """
    case.prepare(case.folder)
    process, highest = start(case), 0.0
    while process.poll() is None:
        family = [process.pid, *children(process.pid)]
        if len(family) > 1:
            highest = max(highest, sum(map(share, family)))
        time.sleep(0.005)
    return highest


def children(pid: int) -> list[int]:
    """The processes that a process started; none where the system does not tell."""
    try:
        return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    except OSError:
        return []


def share(pid: int) -> float:
    """The memory of a process in bytes, of what it shares with others its part; 0 when it has ended."""
    try:
        return (
            int(re.findall(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[0]) * 1024
        )
    except (OSError, IndexError):
        return 0


def environment() -> dict[str, str]:
    """The environment of what is measured: findings as text, whatever runs this."""
    return {
        key: value for key, value in os.environ.items() if key not in ("GITHUB_ACTIONS", "FACTPACK_TEXTS")
    }


def take_turns(cases: Iterable[Case], repetitions: int) -> dict[str, dict[str, list[float]]]:
    """Run every case as often as asked: all once, then all again, and so on.

    This tool, which may take two processes for much, has one more run, for its memory.
    """
    samples: dict[str, dict[str, list[float]]] = {
        case.name: {"wall": [], "cpu": [], "memory": []} for case in cases
    }
    for number in range(repetitions):
        for case in cases:
            measured = run(case)
            for key, value in measured.items():
                samples[case.name][key].append(round(value, 4))
            tell(f"{case.name}, {number + 1}: {measured['wall']:.2f} s")
    for case in cases:
        if case.command[: len(FACTPACK)] == FACTPACK:
            samples[case.name]["memory"] = [max([*samples[case.name]["memory"], peak(case)])]
    return samples


def tell(words: str) -> None:
    """Say how far it is."""
    print(words, file=sys.stderr, flush=True)


# --- what is measured ---------------------------------------------------------------------------------


def repository(facts: int, folder: Path) -> Path:
    """The generated repository of a size; made once a folder."""
    made = folder / f"facts-{facts}"
    if not made.exists():
        tell(f"Generating {facts} facts ...")
        subprocess.run(adapter("generate", str(facts), str(made)), check=True)
    return made


def take_exports_away(folder: Path) -> None:
    """As before a first build."""
    shutil.rmtree(folder / "exports", ignore_errors=True)


def validate(name: str, folder: Path) -> Case:
    """All layers: the command of a curator."""
    return Case(name, (*FACTPACK, "validate"), folder)


def build(name: str, folder: Path) -> Case:
    """Validation, claims, all tables, CSV and JSON, and the page."""
    return Case(name, (*FACTPACK, "build"), folder, take_exports_away)


def verdicts(folder: Path) -> dict[str, Any]:
    """What each tool finds: in a small repository, and in one where faults were planted."""
    sound = repository(40, folder)
    faulty = folder / "faulty"
    shutil.rmtree(faulty, ignore_errors=True)
    shutil.copytree(sound, faulty)
    planted = faults.plant(faulty)
    return {
        tool: faults.verdict(planted, findings(tool, faulty), len(findings(tool, sound)))
        for tool in (*SCHEMA_TOOLS, "factpack")
    }


def findings(tool: str, folder: Path) -> list[tuple[str, int | None]]:
    """The files and lines that a tool finds fault with."""
    if tool != "factpack":
        printed = subprocess.run(adapter("check_with", tool, str(folder)), stdout=subprocess.PIPE, check=True)
        return [(path, line) for path, line in json.loads(printed.stdout)]
    command = (*FACTPACK, "validate", "--format", "json")
    printed = subprocess.run(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, check=False)
    return [(found["path"], found["line"]) for found in json.loads(printed.stdout)["findings"]]


def comparison(folder: Path, facts: int, repetitions: int) -> dict[str, Any]:
    """All tools on one repository."""
    root = repository(facts, folder)
    run(build("build", root))  # what the exporters read
    cases = [Case(tool, adapter("check_with", tool, "."), root) for tool in SCHEMA_TOOLS]
    exporters = [Case(name, adapter("export_with", tool, "."), root) for name, tool in EXPORTERS.items()]
    return take_turns([*cases, validate("factpack", root), *exporters, build("build", root)], repetitions)


def growth(folder: Path, sizes: Iterable[int], repetitions: int) -> dict[str, Any]:
    """This tool on repositories of several sizes."""
    roots = {size: repository(size, folder) for size in sizes}
    cases = [validate(f"validate {size}", root) for size, root in roots.items()]
    cases += [build(f"build {size}", root) for size, root in roots.items() if size <= MOST_BUILT]
    return take_turns(cases, repetitions)


def real(folder: Path, repetitions: int) -> dict[str, Any]:
    """This tool on the dataset itself, in a copy."""
    copy = folder / "real"
    shutil.rmtree(copy, ignore_errors=True)
    for name in ("facts", "seeds", "schemas"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "CHANGELOG.md", copy)
    bare = Case("python -c pass", (PYTHON, "-c", "pass"), copy)
    help_ = Case("factpack --help", (*FACTPACK, "--help"), copy)
    return take_turns([bare, help_, validate("validate", copy), build("build", copy)], repetitions)


def size_of(root: Path, facts: int) -> dict[str, float]:
    """How large a generated repository is, per fact."""
    texts = [path.read_bytes() for path in root.glob("facts/*/*.yaml")]
    size = sum(map(len, texts)) / facts
    items = sum(text.count(b"- phrase:") for text in texts) / facts
    return {
        "articles": len([*root.glob("seeds/*.yaml")]),
        "lines": round(sum(text.count(b"\n") for text in texts) / facts, 1),
        "bytes": round(size),
        "items": round(items, 1),
    }


def machine() -> dict[str, str]:
    """The machine, in general terms."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "system": f"{platform.system()}, {platform.machine()}",
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def measure(folder: Path, sizes: list[int], repetitions: int) -> dict[str, Any]:
    """Everything, as it is kept in results.json."""
    compared_at = COMPARED_AT if COMPARED_AT in sizes else max(sizes)
    return {
        "machine": machine(),
        "versions": {name: metadata.version(name) for name in LIBRARIES},
        "compared_at": compared_at,
        "verdicts": verdicts(folder),
        "comparison": comparison(folder, compared_at, repetitions),
        "growth": growth(folder, sizes, repetitions),
        "real": real(folder, repetitions * OF_SHORT),  # before the sizes, which take much memory here
        "sizes": {str(size): size_of(repository(size, folder), size) for size in sizes},
    }


def main() -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[*SIZES], metavar="N", help="facts of the repositories"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="one repetition, of the dataset itself a few; print the results, and write nothing",
    )
    parser.add_argument(
        "--folder", type=Path, help="where to make the repositories, and keep them for the next run"
    )
    parser.add_argument(
        "--real-again", action="store_true", help="measure the dataset itself; keep what else was measured"
    )
    options = parser.parse_args()
    # As set-up does: the system may not let a program keep what it compiles, and the modules are newer than their set-up.
    compileall.compile_dir(ROOT / "scripts" / "factpack", quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        if options.real_again:
            results = json.loads(report.MEASURED.read_text(encoding="utf-8"))
            results |= {"real": real(folder, REPETITIONS * OF_SHORT), "real_again": True}
        else:
            results = measure(folder, sorted(options.sizes), 1 if options.quick else REPETITIONS)
    if options.quick:
        print(report.render(results))
        return 0
    report.MEASURED.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    report.main()
    print("benchmarks/RESULTS.md: written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

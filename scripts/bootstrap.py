"""Set up `.venv` from the locks, and run a command.

See HELP.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if sys.version_info < (3, 11):  # this file uses only syntax of 3.6, so that this message can appear
    found = f"{sys.version_info[0]}.{sys.version_info[1]}"
    print(f"factpack needs Python 3.11 or newer; {sys.executable} is {found}.", file=sys.stderr)
    sys.exit(2)

# A constant, because -OO removes docstrings.
HELP = """\
Set up `.venv` from the locks when it is missing or out of date, then run a command in it.

A new environment is built next to the old one and replaces it when complete. If the set-up fails or is interrupted, the
old one is unchanged.

    python scripts/bootstrap.py build        validate, then write every generated file
    python scripts/bootstrap.py validate     validate only
    python scripts/bootstrap.py check        validate, and compare the generated files with a fresh build
    python scripts/bootstrap.py test         run the tests, on all cores unless arguments for pytest follow
    python scripts/bootstrap.py lint         ruff (rules and format), mypy, the order of imports, plain English
    python scripts/bootstrap.py test-all     lint, then all tests, including those that need other tools
    python scripts/bootstrap.py bench        run the benchmarks in `.venv-bench`; arguments go to benchmarks/bench.py
    python scripts/bootstrap.py setup        only set up, with the development tools
    python scripts/bootstrap.py lock         write the locks from pyproject.toml (--upgrade: newest versions)

Any other command goes to factpack with its arguments: `new release`, `fmt`, `show ID` and so on.
Commands run in the project's root, and paths are relative to it.

Standard library only; Linux, macOS and Windows. The exit code is the command's, or 2 if the set-up failed.
"""

ROOT = Path(__file__).resolve().parent.parent
# The tools that the benchmarks compare with have an environment of their own.
VENV = ROOT / (".venv-bench" if sys.argv[1:2] == ["bench"] else ".venv")
NEW, OLD, GUARD = (VENV.with_name(VENV.name + ending) for ending in (".new", ".old", ".lock"))
STAMP = "factpack-stamp.json"
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("runtime", "dev", "bench")}
UV = "uv==0.13.9"  # writes the locks; installing needs only pip
ALL_CORES = ("-n", "auto", "--dist", "worksteal")
WINDOWS = os.name == "nt"
SCRIPT = (
    ("factpack.cmd", '@"%~dp0python.exe" -Pm factpack %*\n')
    if WINDOWS
    else ("factpack", '#!/bin/sh\nexec "$(dirname "$(realpath "$0")")/python" -Pm factpack "$@"\n')
)
# How pip's scripts start if the path has a space or is long, and a start that works in a folder of any name.
PIP_START = rb"""'''exec' ".*" (?="\$0" )"""
ANY_START = b"""'''exec' "$(dirname "$(realpath "$0")")/python" """
HOT = (
    "annotated_types",
    "jsonschema_rs",
    "pydantic",
    "pydantic_core",
    "typing_extensions.py",
    "typing_inspection",
    "yaml",
)


class SetupError(Exception):
    """A reason why the set-up cannot go on.

    Its message says why and what to do.
    """


def program(name: str, venv: Path | None = None) -> Path:
    """Return the path of a program in a virtual environment.

    The default is `.venv`.
    """
    return (venv or VENV) / (f"Scripts/{name}.exe" if WINDOWS else f"bin/{name}")


def environment() -> dict[str, str]:
    """Return the environment variables for a program in `.venv`.

    They are those of an activated environment, without settings of another Python. Schemas and the manuals of rules are made from
    docstrings, which PYTHONOPTIMIZE=2 removes.
    """
    cleared = {"PYTHONHOME", "PYTHONOPTIMIZE", "PYTHONPATH"}
    env = {key: value for key, value in os.environ.items() if key not in cleared}
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = os.pathsep.join([str(program("python").parent), env.get("PATH", os.defpath)])
    env["PYTHONUTF8"] = "1"
    return env


def run(*command: str | Path) -> int:
    """Run a command in the project's root, showing its output.

    The command handles interrupts itself.
    """
    sys.stdout.flush()
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            code = process.wait()
            return code if code >= 0 else 128 - code


def step(name: str, *command: str | Path) -> None:
    """Run a step of the set-up.

    Its output is shown only if it fails.
    """
    env = environment()
    env.update(PIP_USER="0", PIP_REQUIRE_HASHES="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if not line.startswith("WARNING: Retrying")]
        advice = "Check the output above and the network connection, then try again."
        raise SetupError("\n".join([*lines, f"{name} failed. {advice}"]))


# --- the sources of an environment --------------------------------------------------------------------


def sources(lock: str) -> dict[str, str]:
    """Return the sources of a new environment, by name."""
    made_from = {"python": f"{sys.version} in {sys.base_prefix}", "root": str(ROOT)}
    for name in {"runtime", lock}:
        made_from[name] = hashlib.sha256(LOCKS[name].read_bytes()).hexdigest()
    return made_from


def stamped() -> dict[str, str]:
    """Return the sources of the current environment.

    The dict is empty if there is no environment.
    """
    try:
        stamp = json.loads((VENV / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and program("python").exists() else {}


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let only one set-up run at a time.

    The system releases the lock of a process that died.
    """
    with GUARD.open("a+b") as guard:
        if sys.platform == "win32":  # not WINDOWS, so that type checkers follow
            import msvcrt

            guard.seek(0)
            while True:
                with contextlib.suppress(OSError):  # it gives up after ten seconds
                    msvcrt.locking(guard.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(guard, fcntl.LOCK_EX)
        yield


# --- the set-up ---------------------------------------------------------------------------------------


def set_up(lock: str) -> None:
    """Make a new environment unless the present one is current."""
    if sources(lock).items() <= stamped().items():
        return
    with one_at_a_time():
        restore()
        if sources(lock).items() <= stamped().items():
            return  # another process was faster
        print(f"Setting up {VENV.name} ...", flush=True)
        try:
            build("dev" if lock == "runtime" and "dev" in stamped() else lock)
            swap()
        except (SetupError, OSError, KeyboardInterrupt) as error:
            restore()
            remove(NEW)
            print(str(error) or "The set-up was interrupted.", file=sys.stderr)
            print(f"{VENV.name} is unchanged.", file=sys.stderr)
            sys.exit(130 if isinstance(error, KeyboardInterrupt) else 2)


def build(lock: str) -> None:
    """Build an environment from a lock.

    The new one is built next to the present one.
    """
    stamp = sources(lock)
    make_venv()
    # Compiling every module would take as long as all the rest: see hot_modules.
    pip = (program("python", NEW), "-Im", "pip", "install", "--quiet", "--no-compile")
    step("Installing the locked packages", *pip, "--require-hashes", "-r", LOCKS[lock])
    site = next(NEW.glob("Lib/site-packages" if WINDOWS else "lib/python3*/site-packages"))
    # Not by `pip install -e`, which fails if the folder's name has braces or characters that the locale lacks.
    (site / "factpack.pth").write_text(os.path.relpath(ROOT / "scripts", site), encoding="ascii")
    name, text = SCRIPT
    script = program("python", NEW).with_name(name)
    script.write_text(text, encoding="ascii")
    script.chmod(0o755)
    compiler = (program("python", NEW), "-Im", "compileall", "-q", "-j", "0")
    step("Compiling what every command loads", *compiler, *hot_modules(site))
    (NEW / STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def swap() -> None:
    """Replace the present environment by the new one.

    The scripts of the new one name the folder that it was built in.
    """
    new, present = NEW.name.encode(), VENV.name.encode()
    for path in (NEW / "pyvenv.cfg", *program("python", NEW).parent.iterdir()):
        if path.is_file() and not path.is_symlink() and new in path.read_bytes():
            content = re.sub(PIP_START, ANY_START, path.read_bytes(), count=1)
            path.write_bytes(content.replace(new, present))
    remove(OLD)
    if os.path.lexists(VENV):
        VENV.rename(OLD)
    NEW.rename(VENV)
    remove(OLD)


def restore() -> None:
    """Put the old environment back after an interrupted swap."""
    if OLD.exists() and not VENV.exists():
        OLD.rename(VENV)


def remove(folder: Path) -> None:
    """Remove an environment, or the symbolic link to one."""
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def hot_modules(site: Path) -> list[Path]:
    """Return the modules that every command loads.

    They are compiled once here, because not every system lets a program keep its compiled files. The benchmarks
    compile everything, so that no tool compiles itself at each start.
    """
    names = ("*",) if VENV.name == ".venv-bench" else HOT
    return [*(path for name in names for path in site.glob(name)), ROOT / "scripts" / "factpack"]


def make_venv() -> None:
    """Make an empty environment next to the present one.

    It has pip.
    """
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupError(
            f"{sys.executable} cannot make virtual environments: its module venv or ensurepip is missing.\n"
            f"On Debian or Ubuntu, install the package python3-venv (or python{version}-venv), then try again."
        )
    remove(NEW)
    # The base Python: this process may run in the .venv that is being replaced.
    step(f"Making {VENV.name}", getattr(sys, "_base_executable", sys.executable), "-Im", "venv", NEW)


def write_locks(arguments: list[str]) -> int:
    """Write the locks, keeping each version that still fits."""
    options = ["--quiet", "--no-config", "--universal", "--generate-hashes", "--no-emit-index-url"]
    options += ["--python-version", "3.11", "--custom-compile-command", "make lock", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        print(f"Installing {UV} ...", flush=True)
        step("Making a virtual environment", sys.executable, "-Im", "venv", folder)
        step("Installing uv", program("python", Path(folder)), "-Im", "pip", "install", "--quiet", UV)
        uv = (program("uv", Path(folder)), "pip", "compile", "--python", sys.executable)
        for name, path in LOCKS.items():
            contains_runtime = ["--extra", name, "--constraints", "requirements/runtime.txt"]
            choice = [] if name == "runtime" else contains_runtime
            print(f"Writing requirements/{path.name} ...", flush=True)
            code = run(*uv, *options, *choice, "pyproject.toml", "--output-file", f"requirements/{path.name}")
            if code:
                return code
    return 0


# --- the commands -------------------------------------------------------------------------------------


def lint() -> int:
    """Run all linters, and report which failed.

    The output of the tests may come after it.
    """
    failed = 0
    for name, *arguments in (
        ("ruff", "check"),
        ("ruff", "format", "--check"),
        ("mypy",),
        ("lint-imports", "--no-cache", "--no-logo"),
        ("python", "scripts/plain_english.py"),
    ):
        if run(program(name), *arguments):
            print(f"failed: {' '.join([name, *arguments])}", flush=True)
            failed = 1
    return failed


def test(*arguments: str) -> int:
    """Run pytest."""
    return run(program("python"), "-m", "pytest", *arguments)


def main(command: str = "build", *arguments: str) -> int:
    """Set up what the command needs, and run it."""
    if command in {"-h", "--help", "help"}:
        print(HELP, end="")
        return 0
    if command == "lock":
        return write_locks([*arguments])
    developing = command in {"setup", "test", "lint", "test-all", "release"}
    set_up("bench" if command == "bench" else "dev" if developing else "runtime")
    if command == "setup":
        return 0
    if command == "lint":
        return lint()
    if command == "test":
        return test(*(arguments or ALL_CORES))
    if command == "test-all":
        failed = lint()
        return test(*ALL_CORES, "-m", "", *arguments) or failed  # last: pytest's closing line sums up
    if command == "bench":
        return run(program("python"), "benchmarks/bench.py", *arguments)
    return run(program("python"), "-Pm", "factpack", command, *arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)

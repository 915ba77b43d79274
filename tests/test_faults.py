"""What happens when the machine fails, or two people build at once: it is noticed, one line, and the next build repairs it.

test_publishing.py has the finer cases of publishing; here the command runs as people run it, on the made-up repository.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import VALID
from factpack import package
from factpack.exports import publishing
from factpack.files import UNFINISHED
from factpack.models import schemas

ROOT = Path(__file__).parent.parent
COMMAND = "import sys; from factpack.cli import main; sys.exit(main())"
FACT = "facts/counts/2031-05-marovia-potash-share-of-supply.yaml"

pytestmark = [
    pytest.mark.needs_tools,  # each starts the command, and some many times
    pytest.mark.skipif(sys.platform == "win32", reason="signals, limits and mounts of POSIX"),
]

Tree = dict[str, bytes]


def found(root: Path) -> Tree:
    """Every file below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if not path.is_dir() and path.parent.name != "editor"  # any command writes those
    }


def outputs(root: Path) -> Tree:
    """Every file below a folder, but for those that an interrupted build was about to move."""
    return {path: content for path, content in found(root).items() if not path.startswith(UNFINISHED)}


def lay(root: Path, files: Tree) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def run(
    root: Path, *arguments: str, before: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[str]":
    """The command, as people run it. before: what the process does to itself first."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=200,
        preexec_fn=before,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    return done


@pytest.fixture(scope="session")
def states() -> tuple[Tree, Tree, Tree]:
    """The curated files of a project that was built and then edited; the generated files before and after the next build."""
    curated = {f"facts/{path}": content for path, content in found(VALID / "facts").items()}
    curated |= {f"seeds/{path}": content for path, content in found(VALID / "seeds").items()}
    curated["CHANGELOG.md"] = b"# Changelog\n\n## 0.1.0\n"
    edited = {**curated, FACT: curated[FACT].replace(b"\ntitle: ", b"\ntitle: Edited, ", 1)}
    edited["CHANGELOG.md"] = b"# Changelog\n\n## 0.2.0\n\n## 0.1.0\n"
    before, after = _built(curated), _built(edited)
    # As if an earlier version had made a table and a picture that are no longer made.
    before |= {"exports/csv/gone.csv": b"fact_id\n", "exports/plots/gone.svg": b"<svg/>"}
    changed = [path for path in after if before.get(path) != after[path]]
    assert len(changed) > 5
    assert edited[FACT] != curated[FACT]
    return edited, before, after


def _built(curated: Tree) -> Tree:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay(root, curated)
        schema_set = schemas.generate()
        checked = package.check(root, schema_set)
        assert checked.is_sound
        return package.render(root, checked)[0]


@pytest.fixture
def project(states: tuple[Tree, Tree, Tree], tmp_path: Path) -> Path:
    """The edited project, with the generated files from before the edit."""
    edited, before, _ = states
    lay(tmp_path / "project", edited | before)
    return tmp_path / "project"


def _assert_repaired(root: Path, states: tuple[Tree, Tree, Tree]) -> None:
    """Check that an interrupted build is reported, and that the next one repairs it."""
    edited, before, after = states
    validated = run(root, "validate")
    if (root / UNFINISHED).exists():
        assert validated.returncode == 1
        assert "The last build was interrupted. Run `make`." in validated.stdout
    else:
        assert validated.returncode == 0
        assert found(root) in (edited | before, edited | after)
    publishing.publish(root, after)
    assert found(root) == edited | after


# --- the disk refuses ------------------------------------------------------------------------------------------------


def _limit_files_to(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("size", [100, 20_000])
def test_build_with_a_file_size_limit_is_one_line(
    size: int, project: Path, states: tuple[Tree, Tree, Tree]
) -> None:
    edited, before, _ = states
    done = run(project, "build", before=_limit_files_to(size))
    assert done.returncode == 2
    assert done.stderr.startswith("factpack: The build was interrupted: File too large")
    assert done.stderr.count("\n") == 1
    assert outputs(project) == edited | before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, which only root can mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_build_on_a_full_disk_is_one_line(small_disk: Path, states: tuple[Tree, Tree, Tree]) -> None:
    edited, before, after = states
    lay(small_disk, edited | before)
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        left = os.statvfs(small_disk)
        file.write(b"x" * (left.f_bavail * left.f_frsize - 30_000))
    done = run(small_disk, "build")
    assert done.returncode == 2
    assert done.stderr.startswith("factpack: The build was interrupted: No space left on device")
    assert done.stderr.count("\n") == 1
    filler.unlink()
    assert outputs(small_disk) == edited | before
    assert run(small_disk, "build").returncode == 0
    assert found(small_disk) == edited | after


@pytest.mark.parametrize(
    "arguments", [["build"], ["fmt"], ["verify", "--texts", str(VALID.parent / "texts")]]
)
def test_command_on_a_read_only_disk_is_one_line(
    arguments: list[str], small_disk: Path, states: tuple[Tree, Tree, Tree]
) -> None:
    edited, before, _ = states
    lay(small_disk, edited | before)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = run(small_disk, *arguments)
    assert done.returncode == 2
    assert "Read-only file system" in done.stderr
    assert done.stderr.count("\n") == 1
    assert run(small_disk, "validate").returncode == 0
    assert found(small_disk) == edited | before


def test_output_that_goes_nowhere_is_no_traceback(project: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, "validate"], cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )  # fmt: skip
    assert done.returncode in (2, 120)
    assert "Traceback" not in done.stderr


# --- two at once -----------------------------------------------------------------------------------------------------


def test_four_builds_at_once_are_repaired(project: Path, states: tuple[Tree, Tree, Tree]) -> None:
    edited, _, after = states
    processes = [
        subprocess.Popen([sys.executable, "-c", COMMAND, "build"], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]  # fmt: skip
    ends = [(process.communicate(timeout=200)[1], process.returncode) for process in processes]
    assert {code for _, code in ends} <= {0, 2}
    for err, code in ends:
        assert err == "" if code == 0 else err.count("\n") == 1
    if {code for _, code in ends} == {0}:
        assert found(project) == edited | after
    _assert_repaired(project, states)


# --- links that lead elsewhere ---------------------------------------------------------------------------------------


def test_check_gives_validators_no_foreign_file(project: Path) -> None:
    assert run(project, "build").returncode == 0
    (project / "exports/csv/releases.csv").unlink()
    (project / "exports/csv/releases.csv").symlink_to("/dev/zero")
    (project / "exports/csv/more.csv").symlink_to("/dev/zero")
    done = run(project, "check")
    assert done.returncode == 1
    assert "exports/csv/releases.csv: error drift: This is not a regular file" in done.stdout
    assert "exports/csv/more.csv: error drift: No build writes this file." in done.stdout
    (project / "exports/csv/releases.csv").unlink()
    descriptor = json.loads((project / "datapackage.json").read_bytes())
    descriptor["resources"][0]["path"] = "exports/csv/more.csv"
    (project / "datapackage.json").write_text(json.dumps(descriptor))
    assert "datapackage.json: error drift" in run(project, "check").stdout

"""What happens when the machine fails, or two people build at once: all old or all new, one line, no stray file.

test_disk.py has the finer cases of publishing; here the command runs as people run it, on the made-up repository.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import VALID
from factpack import package
from factpack.models import schemas
from factpack.writers import disk

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
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if not path.is_dir()
    }


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
        return package.render(root, checked, schema_set)[0]


@pytest.fixture
def project(states: tuple[Tree, Tree, Tree], tmp_path: Path) -> Path:
    """The edited project, with the generated files from before the edit."""
    edited, before, _ = states
    lay(tmp_path / "project", edited | before)
    return tmp_path / "project"


# --- killed ----------------------------------------------------------------------------------------------------------

# Builds in forks of one process, which has loaded what a build needs: one dies so many seconds after it began (-), one
# before so many operations on files below its root.
KILLED = """
import os, signal, sys, time
from pathlib import Path
from factpack import package, report
from factpack.cli import main
from factpack.models import schemas
from factpack.writers import disk

os.fsync = lambda descriptor: None  # what a process has written survives the process
schema_set = schemas.generate()
OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile"}
sys.stdout = open(os.devnull, "w")

def die_before(operation, root):
    happened = 0
    def count(event, arguments):
        nonlocal happened
        if event in OPERATIONS and isinstance(arguments[0], (str, os.PathLike)) and os.fspath(arguments[0]).startswith(root):
            happened += 1
            if happened == operation:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

rendered = None
for argument in sys.argv[1:]:
    what, moment, root = argument.split(":", 2)
    if what == "publishing" and rendered is None:
        checked = package.check(Path(root), schema_set)
        rendered = package.render(Path(root), checked, schema_set)[0]
    child = os.fork()
    if not child:
        os.chdir(root)
        if what == "publishing":
            die_before(int(moment), root)
            disk.publish(Path(root), rendered)
        else:
            main(["build"])
        os._exit(0)
    if what == "whole":
        time.sleep(float(moment))
        os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=sys.stderr)
"""


def kill(moments: list[tuple[str, str, Path]]) -> list[int]:
    """Let a build die at each moment in the root beside it; how each ended."""
    arguments = [f"{what}:{moment}:{root}" for what, moment, root in moments]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], capture_output=True, text=True, check=True, timeout=280
    )
    return [int(code) for code in done.stderr.split()]


def _assert_settled(root: Path, states: tuple[Tree, Tree, Tree], monkeypatch: pytest.MonkeyPatch) -> bool:
    """One more command, and everything is old, or everything is new; whether it is new."""
    from factpack import cli

    edited, before, after = states
    monkeypatch.chdir(root)
    assert cli.main(["explain", "unbacked-value"]) == 0
    left = found(root)
    assert left in (edited | before, edited | after), {
        path: (path in before, path in after) for path in left if left[path] != after.get(path)
    }
    return left == edited | after


def test_killed_at_200_random_moments_and_one_more_command_all_is_old_or_all_is_new(
    states: tuple[Tree, Tree, Tree], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited, before, after = states
    chance = random.Random(7)
    roots = [tmp_path / str(number) for number in range(200)]
    for root in roots:
        lay(root, edited | before)
    lay(tmp_path / "whole", edited | before)
    began = time.monotonic()
    assert run(tmp_path / "whole", "build").returncode == 0
    lasts = time.monotonic() - began
    operations = 3 * len(after) + 40
    moments = [("whole", f"{chance.random() * lasts:.4f}", root) for root in roots[:50]]
    moments += [("publishing", str(chance.randrange(1, operations)), root) for root in roots[50:]]
    codes = kill(moments)
    died = [root for root, code in zip(roots, codes, strict=True) if code == -signal.SIGKILL]
    assert len(died) > 100, "the moments are too late: hardly any build died"
    outcomes = [_assert_settled(root, states, monkeypatch) for root in roots]
    of_those_that_died = [outcome for root, outcome in zip(roots, outcomes, strict=True) if root in died]
    assert of_those_that_died.count(True) > 5
    assert of_those_that_died.count(False) > 5


def test_a_build_that_is_killed_while_it_publishes_is_finished_or_undone(
    states: tuple[Tree, Tree, Tree], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited, before, _ = states
    roots = [tmp_path / str(number) for number in range(8)]
    for root in roots:
        lay(root, edited | before)
    codes = kill([("publishing", str(60 + 25 * number), root) for number, root in enumerate(roots)])
    assert codes.count(-signal.SIGKILL) >= 4
    for root in roots:
        _assert_settled(root, states, monkeypatch)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_the_old_or_the_new(
    number: int, project: Path, states: tuple[Tree, Tree, Tree], monkeypatch: pytest.MonkeyPatch
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", f"print(flush=True); {COMMAND}", "build"], cwd=project, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.3)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    if number == signal.SIGINT and process.returncode == 130:
        assert err == "factpack: interrupted.\n"
    assert process.returncode in (0, 130, -number, -signal.SIGINT, 1)
    _assert_settled(project, states, monkeypatch)


# --- the disk refuses ------------------------------------------------------------------------------------------------


def _limit_files_to(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("size", [0, 100, 20_000])
def test_where_no_file_can_grow_a_build_says_so_in_one_line(
    size: int, project: Path, states: tuple[Tree, Tree, Tree]
) -> None:
    edited, before, _ = states
    done = run(project, "build", before=_limit_files_to(size))
    assert done.returncode == 2
    assert done.stderr.startswith("factpack: The generated files are as they were: File too large")
    assert done.stderr.count("\n") == 1
    assert found(project) == edited | before


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


def test_on_a_full_disk_a_build_says_so_in_one_line_and_works_when_there_is_room(
    small_disk: Path, states: tuple[Tree, Tree, Tree]
) -> None:
    edited, before, after = states
    lay(small_disk, edited | before)
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        left = os.statvfs(small_disk)
        file.write(b"x" * (left.f_bavail * left.f_frsize - 30_000))
    done = run(small_disk, "build")
    assert done.returncode == 2
    assert done.stderr.startswith("factpack: The generated files are as they were: No space left on device")
    assert done.stderr.count("\n") == 1
    filler.unlink()
    assert found(small_disk) == edited | before
    assert run(small_disk, "build").returncode == 0
    assert found(small_disk) == edited | after


@pytest.mark.parametrize(
    "arguments", [["build"], ["fmt"], ["verify", "--texts", str(VALID.parent / "texts")]]
)
def test_on_a_disk_that_is_read_only_a_command_says_so_in_one_line(
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


@pytest.mark.parametrize("path", ["exports/csv/releases.csv", "CODEBOOK.md", "exports/csv"])
def test_what_cannot_be_replaced_leaves_the_old_outputs(
    path: str, project: Path, states: tuple[Tree, Tree, Tree]
) -> None:
    target = project / path
    if target.is_dir():
        shutil.rmtree(target)
        target.write_bytes(b"a file in the place of a folder")
    else:
        target.unlink()
        (target / "folder").mkdir(parents=True)
    left = found(project)
    done = run(project, "build")
    assert done.returncode == 2
    assert done.stderr.startswith("factpack: The generated files are as they were: ")
    assert done.stderr.count("\n") == 1
    assert found(project) == left


def test_output_that_goes_nowhere_is_one_line(project: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, "validate"], cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )  # fmt: skip
    assert done.returncode in (2, 120)
    assert "Traceback" not in done.stderr


# --- two at once -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["build"], ["verify", "--texts", str(VALID.parent / "texts")], ["validate"]]
)
def test_while_another_command_writes_a_second_says_so_in_one_line(
    arguments: list[str], project: Path, states: tuple[Tree, Tree, Tree]
) -> None:
    edited, before, _ = states
    with disk._journal(project):
        done = run(project, *arguments)
    assert done.returncode == 2
    assert done.stderr == (
        "factpack: Another command is writing the generated files: wait until it ends, then try again.\n"
    )
    assert found(project) == edited | before


def test_four_builds_at_once_end_with_the_new_files(project: Path, states: tuple[Tree, Tree, Tree]) -> None:
    edited, _, after = states
    processes = [
        subprocess.Popen([sys.executable, "-c", COMMAND, "build"], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]  # fmt: skip
    ends = [(process.communicate(timeout=200)[1], process.returncode) for process in processes]
    assert {code for _, code in ends} <= {0, 2}
    assert 0 in {code for _, code in ends}
    for err, code in ends:
        assert err == "" if code == 0 else err.count("\n") == 1
    assert found(project) == edited | after


# --- links that lead elsewhere ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["exports", "exports/csv", "exports/explorer", "schemas", "schemas/editor", disk.JOURNAL]
)
def test_a_folder_that_leads_elsewhere_is_not_followed(path: str, project: Path) -> None:
    outside = project.parent / "outside"
    outside.mkdir()
    lay(outside, {"mine.csv": b"mine", "csv/mine.csv": b"mine", "lock": b"mine", "0.old": b"mine"})
    kept = found(outside)
    if (project / path).exists():
        shutil.rmtree(project / path)
    (project / path).symlink_to(outside)
    done = run(project, "build")
    assert done.returncode == 2
    assert f"{path} is a symbolic link" in done.stderr
    assert done.stderr.count("\n") == 1
    assert found(outside) == kept


@pytest.mark.parametrize("name", ["lock", "0.old", "0.new", "list.json", "forward.json", "back.json"])
def test_a_link_within_the_journal_is_not_written_through(name: str, project: Path) -> None:
    outside = project.parent / "outside.txt"
    outside.write_text("mine")
    journal = project / disk.JOURNAL
    (journal / "a-folder").mkdir(parents=True)
    (journal / name).symlink_to(outside)
    assert run(project, "build").returncode == 2
    assert outside.read_text() == "mine"
    shutil.rmtree(journal)
    assert run(project, "build").returncode == 0


def test_generated_files_that_are_links_are_replaced_and_their_targets_stay(
    project: Path, states: tuple[Tree, Tree, Tree]
) -> None:
    edited, _, after = states
    outside = project.parent / "outside.txt"
    outside.write_text("mine")
    for path, target in (
        ("exports/csv/releases.csv", outside),
        ("CODEBOOK.md", "/dev/zero"),
        ("datapackage.json", "nowhere"),
    ):
        (project / path).unlink()
        (project / path).symlink_to(target)
    assert run(project, "build").returncode == 0
    assert outside.read_text() == "mine"
    assert not any((project / path).is_symlink() for path in after)
    assert found(project) == edited | after


def test_check_gives_no_foreign_file_to_the_validators(project: Path) -> None:
    assert run(project, "build").returncode == 0
    (project / "exports/csv/releases.csv").unlink()
    (project / "exports/csv/releases.csv").symlink_to("/dev/zero")
    (project / "exports/csv/more.csv").symlink_to("/dev/zero")
    done = run(project, "check")
    assert done.returncode == 1
    assert "exports/csv/releases.csv: error drift: This is no plain file" in done.stdout
    assert "exports/csv/more.csv: error drift: No build writes this file." in done.stdout
    (project / "exports/csv/releases.csv").unlink()
    descriptor = json.loads((project / "datapackage.json").read_bytes())
    descriptor["resources"][0]["path"] = "exports/csv/more.csv"
    (project / "datapackage.json").write_text(json.dumps(descriptor))
    assert "datapackage.json: error drift" in run(project, "check").stdout


# --- an editor saves while a command runs ----------------------------------------------------------------------------


def test_fmt_does_not_overwrite_what_an_editor_saved_meanwhile(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from factpack import cli
    from factpack.yaml import canonical

    path = project / FACT
    form = canonical.form

    def saved_meanwhile(*arguments: object) -> str:
        path.write_bytes(b"id: what-the-curator-wrote\n")
        return form(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(canonical, "form", saved_meanwhile)
    monkeypatch.chdir(project)
    assert cli.main(["fmt", FACT]) == 1
    assert path.read_bytes() == b"id: what-the-curator-wrote\n"
    assert "The file changed while it was formatted" in capsys.readouterr().out

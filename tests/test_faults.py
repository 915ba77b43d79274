"""What happens when the machine fails, or two people build at once: it is noticed, one line, and the next build repairs it.

test_publishing.py has the finer cases of publishing; here the command runs as people run it, on the made-up repository.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import FACTPACK, POSIX, SHARE, VALID, contents, lay, process
from factpack import package
from factpack.exports import publishing
from factpack.files import UNFINISHED
from factpack.models import schemas

States = tuple[dict[str, bytes], dict[str, bytes], dict[str, bytes]]

pytestmark = [
    pytest.mark.needs_tools,  # each starts the command, and some many times
    POSIX,
]


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    """The curated files of a project that was built and then edited; the generated files before and after the next build."""
    curated = contents(VALID)
    curated["CHANGELOG.md"] = b"# Changelog\n\n## 0.1.0\n"
    edited = {**curated, SHARE: curated[SHARE].replace(b"\ntitle: ", b"\ntitle: Edited, ", 1)}
    edited["CHANGELOG.md"] = b"# Changelog\n\n## 0.2.0\n\n## 0.1.0\n"
    before, after = (_built(tmp_path_factory.mktemp("state"), files) for files in (curated, edited))
    # As if an earlier version had made a table and a picture that are no longer made.
    before |= {"exports/csv/gone.csv": b"fact_id\n", "exports/plots/gone.svg": b"<svg/>"}
    changed = [path for path in after if before.get(path) != after[path]]
    assert len(changed) > 5
    assert edited[SHARE] != curated[SHARE]
    return edited, before, after


def _built(root: Path, curated: dict[str, bytes]) -> dict[str, bytes]:
    lay(root, curated)
    checked = package.check(root, schemas.generate())
    assert checked.is_sound
    return package.render(root, checked)[0]


@pytest.fixture
def project(states: States, tmp_path: Path) -> Path:
    """The edited project, with the generated files from before the edit."""
    edited, before, _ = states
    lay(tmp_path / "project", edited | before)
    return tmp_path / "project"


def _assert_repaired(root: Path, states: States) -> None:
    """Check that an interrupted build is reported, and that the next one repairs it."""
    edited, before, after = states
    validated = process(root, "validate")
    if (root / UNFINISHED).exists():
        assert validated.returncode == 2
        assert "the last build was interrupted. Run `make`." in validated.stderr
    else:
        assert validated.returncode == 0
        assert contents(root, "editor") in (edited | before, edited | after)
    publishing.publish(root, after)
    assert contents(root, "editor") == edited | after


def _limit_files_to(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("size", [100, 20_000])
def test_build_with_a_file_size_limit_is_one_line(size: int, project: Path, states: States) -> None:
    edited, before, _ = states
    done = process(project, "build", before=_limit_files_to(size))
    assert done.returncode == 2
    assert done.stderr.startswith("factpack: The build was interrupted: File too large")
    assert done.stderr.count("\n") == 1
    assert contents(project, "editor", UNFINISHED) == edited | before


def test_output_that_goes_nowhere_is_no_traceback(project: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*FACTPACK, "validate"], cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )  # fmt: skip
    assert done.returncode in (2, 120)
    assert "Traceback" not in done.stderr


def test_four_builds_at_once_are_repaired(project: Path, states: States) -> None:
    edited, _, after = states
    processes = [
        subprocess.Popen([*FACTPACK, "build"], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]  # fmt: skip
    ends = [(process.communicate(timeout=200)[1], process.returncode) for process in processes]
    assert {code for _, code in ends} <= {0, 2}
    for err, code in ends:
        assert err == "" if code == 0 else err.count("\n") == 1
    if {code for _, code in ends} == {0}:
        assert contents(project, "editor") == edited | after
    _assert_repaired(project, states)


def test_check_gives_validators_no_foreign_file(project: Path) -> None:
    assert process(project, "build").returncode == 0
    (project / "exports/csv/releases.csv").unlink()
    (project / "exports/csv/releases.csv").symlink_to("/dev/zero")
    (project / "exports/csv/more.csv").symlink_to("/dev/zero")
    done = process(project, "check")
    assert done.returncode == 1
    assert "exports/csv/releases.csv: error drift: This is not a regular file" in done.stdout
    assert "exports/csv/more.csv: error drift: No build writes this file." in done.stdout
    (project / "exports/csv/releases.csv").unlink()
    descriptor = json.loads((project / "datapackage.json").read_bytes())
    descriptor["resources"][0]["path"] = "exports/csv/more.csv"
    (project / "datapackage.json").write_text(json.dumps(descriptor))
    assert "datapackage.json: error drift" in process(project, "check").stdout

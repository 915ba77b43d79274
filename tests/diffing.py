"""What the tests of `factpack diff` share: a git repository with a copy of the real records, and how to look at a diff."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from factpack import cli
from factpack.commands.diff import compare
from factpack.differences import formats

ROOT = Path(__file__).parent.parent
COPIED = ("facts", "seeds", "CHANGELOG.md", "datapackage.json")
SHARE = "facts/counts/2025-12-belaruskali-share-of-potash-supply.yaml"
SHARE_ID = Path(SHARE).stem
WITHDRAWN = "withdrawn: {date: 2026-11-21, reason: Misread.}\n"
EXPORTS = "facts/counts/2025-12-potash-exports-through-russia.yaml"
VIASNA = "facts/counts/2025-02-viasna-prisoners-held.yaml"
RELEASE = "facts/releases/2025-12-13-prisoners-freed-after-coale-talks.yaml"


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, input=given)
    return done.stdout.decode().strip()


def commit(folder: Path) -> str:
    """Commit all of the work tree; the hash."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Change the records")
    return git(folder, "rev-parse", "HEAD")


def lay(folder: Path) -> None:
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)


def begin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real records, committed on the branch `main`; the work tree is as committed, and where we are."""
    repository = folder / "repository"
    repository.mkdir()
    lay(repository)
    git(repository, "init", "--quiet", "--initial-branch=main")
    commit(repository)
    monkeypatch.chdir(repository)
    return repository


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == count, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def correct(repository: Path) -> None:
    """Correct a figure, so that no rule has anything against it: 1227 for 1226."""
    edit(repository / VIASNA, "value: 1226", "value: 1227")
    edit(repository / VIASNA, "1 226", "1 227", 2)


def diff(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command as its user does: exit code, output, complaints."""
    code = cli.main(["diff", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def look(repository: Path, base: str = "main", head: str | None = None) -> tuple[Any, str]:
    """What differs, as JSON and as text."""
    found = compare(repository, base, head)
    return json.loads(formats.as_json(found)), formats.as_text(found)


def only(items: Any) -> Any:
    assert len(items) == 1, items
    return items[0]


def changed(document: Any) -> Any:
    """The one fact that changed."""
    return only(document["facts"]["changed"])


def problems(document: Any, rule: str) -> list[Any]:
    return [one for one in document["problems"] if one["rule"] == rule]

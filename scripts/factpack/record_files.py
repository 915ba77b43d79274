"""The files of the records on the disk: which there are, and how one is written."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from factpack import curated_files


def paths(root: Path) -> Iterator[tuple[str, str]]:
    """The kind and the path, relative to the root, of each record file, in a fixed order."""
    for kind, path in curated_files.find(root).files:
        if (root / path).is_file() and not (root / path).is_symlink():
            yield kind, path


def schema_for_editors(root: Path, path: str, kind: str) -> str:
    """What the first line of a file names: the path, from its folder, of the schema with the ids that exist.

    The schemas are the project's own or, for a set of records inside another project (examples), those around it.
    """
    home = next((folder for folder in (root, *root.parents) if (folder / "schemas/editor").is_dir()), root)
    target = home / f"schemas/editor/{kind}.schema.json"
    return Path(os.path.relpath(target, (root / path).parent)).as_posix()


def replace(target: Path, text: str) -> None:
    """Write a file in one step: whoever reads it meanwhile, or after a crash, finds the old text or the new one."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode if target.exists() else 0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

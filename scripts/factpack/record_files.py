"""The files of the records on the disk: which there are, and how one is written."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from factpack import curated_files
from factpack.commands.common import UsageError


def paths(root: Path) -> Iterator[tuple[str, str]]:
    """The kind and the path, relative to the root, of each record file, in a fixed order."""
    for kind, path in curated_files.find(root).files:
        if curated_files.is_plain(root, path):
            yield kind, path


def schema_for_editors(root: Path, path: str, kind: str) -> str:
    """What the first line of a file names: the path, from its folder, of the schema with the ids that exist.

    The schemas are the project's own or, for a set of records inside another project (examples), those around it.
    """
    home = next((folder for folder in (root, *root.parents) if (folder / "schemas/editor").is_dir()), root)
    target = home / f"schemas/editor/{kind}.schema.json"
    return Path(os.path.relpath(target, (root / path).parent)).as_posix()


def replace(root: Path, path: str, text: str) -> None:
    """Write a file in one step: whoever reads it meanwhile, or after a crash, finds the old text or the new one.

    Raises UsageError where a folder on the way is a link, which may lead anywhere.
    """
    target = root / path
    for folder in PurePosixPath(path).parents:
        if folder.parts and (root / folder).is_symlink():
            raise UsageError(f"{folder} is a symbolic link, and is not followed: put the folder itself here.")
    target.parent.mkdir(parents=True, exist_ok=True)
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

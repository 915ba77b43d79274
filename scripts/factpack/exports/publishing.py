"""Write generated files, and detect interrupted builds.

Changed files are written to the folder `.factpack-build`, then moved to their places one by one, the descriptor last; then
the folder is removed. While it exists, the generated files may come from two builds: every command that reads them reports
that and stops. The next build repairs them from any state, because they depend on the records alone.

No link is followed: a pull request may contain one in place of a generated file or its folder.
"""

from collections.abc import Mapping
from pathlib import Path

from factpack.files import UNFINISHED, is_plain, refuse_links
from factpack.problems import UsageError

LAST = "datapackage.json"
# Files with these names that a build does not write are from an earlier one.
_SWEPT = ("exports/csv/*.csv", "exports/json/*.json", "exports/plots/*.svg", "schemas/*.schema.json")


def publish(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write the files of a build, and remove older ones.

    files: path with forward slashes → content. Returns the paths that changed.
    Raises UsageError if a folder is a link or a file cannot be written.
    """
    for path in (*files, *_SWEPT, f"{UNFINISHED}/*"):
        refuse_links(root, path)
    try:
        swept = [path for pattern in _SWEPT for path in root.glob(pattern) if not path.is_dir()]
        stale = {path.relative_to(root).as_posix() for path in swept} - files.keys()
        new = {
            name for name in files if not is_plain(root, name) or (root / name).read_bytes() != files[name]
        }
        changed = sorted(stale | new, key=lambda path: (path == LAST, path))
        if changed or (root / UNFINISHED).exists():
            _replace(root, changed, files)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"The build was interrupted: {error.strerror or error}{where}. Fix that, then run `make`."
        raise UsageError(message) from error
    return changed


def _replace(root: Path, changed: list[str], files: Mapping[str, bytes]) -> None:
    """Replace the files of earlier builds; delete those left over."""
    staging = root / UNFINISHED
    staging.mkdir(exist_ok=True)
    for leftover in staging.iterdir():
        leftover.unlink()
    staged = {path: staging / path.replace("/", "+") for path in changed if path in files}
    for path, new in staged.items():
        new.touch(mode=0o644, exist_ok=False)
        new.write_bytes(files[path])
    for path in changed:
        if path in staged:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            staged[path].replace(root / path)
        else:
            (root / path).unlink(missing_ok=True)
    staging.rmdir()

"""Define exit codes, and find the articles' texts."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from factpack.problems import UsageError, did_you_mean

CLEAN, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130
TEXTS = "FACTPACK_TEXTS"
TEXTS_HELP = f"the folder with the articles' texts (else ${TEXTS}, else seeds/texts)"


def texts_folder(root: Path, option: str | None) -> Path | None:
    """Return the folder with the articles' texts.

    None if no folder is named and seeds/texts does not exist.
    Raises UsageError if the named folder does not exist.
    """
    named = option or os.environ.get(TEXTS)
    if named:
        if not Path(named).is_dir():
            raise UsageError(
                f"{named!r} is not a folder. Name the folder of the texts with --texts DIR or in ${TEXTS}."
            )
        return Path(named)
    return root / "seeds/texts" if (root / "seeds/texts").is_dir() else None


def no_such_seed(named: str, seeds: Collection[str]) -> str:
    """Return the error for an unknown article id."""
    hint = did_you_mean(named, seeds) or f"There are: {', '.join(sorted(seeds))}."
    return f"there is no seed {named!r}. {hint}"


def under(root: Path, path: str, wanted: Iterable[str]) -> bool:
    """Return whether named files or folders include a file."""
    return any((root / path).resolve().is_relative_to(Path(name).resolve()) for name in wanted)

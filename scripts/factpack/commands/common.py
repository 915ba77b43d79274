"""What several commands share: exit codes, and where the articles' texts are."""

import os
from pathlib import Path

CLEAN, FINDINGS, USAGE, INTERRUPTED = 0, 1, 2, 130
TEXTS = "FACTPACK_TEXTS"
TEXTS_HELP = f"the folder with the articles' texts (else ${TEXTS}, else seeds/texts)"


class UsageError(Exception):
    """The command cannot do what it was asked: one line for the user, exit code 2."""


def texts_folder(root: Path, option: str | None) -> Path | None:
    """The folder with the articles' texts; None where there is none."""
    named = option or os.environ.get(TEXTS)
    if named:
        return Path(named)
    return root / "seeds/texts" if (root / "seeds/texts").is_dir() else None

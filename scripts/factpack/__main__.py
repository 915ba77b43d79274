"""Run the command: `python -m factpack`."""

import os

from factpack.cli import run

if __name__ == "__main__":
    # Python would free every record one by one, which takes an eighth of the time of `validate`.
    os._exit(run())

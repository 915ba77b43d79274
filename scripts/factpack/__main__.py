"""`python -m factpack`: the command, by the Python that runs this."""

import sys

from factpack.cli import run

if __name__ == "__main__":
    sys.exit(run())

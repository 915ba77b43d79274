"""Run factpack in `.venv`: `python scripts/hook.py validate`.

The pre-commit hooks call it. They run on whichever Python pre-commit uses, so it sets nothing up.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CLEARED = ("PYTHONHOME", "PYTHONOPTIMIZE", "PYTHONPATH")

if __name__ == "__main__":
    if not PYTHON.exists():
        print(".venv is missing. Run `python scripts/bootstrap.py setup`.", file=sys.stderr)
        sys.exit(2)
    environment = {name: value for name, value in os.environ.items() if name not in CLEARED}
    environment["PYTHONUTF8"] = "1"
    sys.exit(subprocess.call([str(PYTHON), "-Pm", "factpack", *sys.argv[1:]], cwd=str(ROOT), env=environment))

#!/usr/bin/env bash
# Writes every generated file anew: what a build writes, then what the recipes print of it.
set -euo pipefail
python scripts/bootstrap.py setup
python scripts/bootstrap.py build
python=.venv/bin/python
[[ -x "$python" ]] || python=.venv/Scripts/python.exe
"$python" tests/recipes.py

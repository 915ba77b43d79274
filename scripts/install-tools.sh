#!/usr/bin/env bash
# Installs what the tests of `make test-all` need besides Python packages, as far as it is missing: .ci/run and the
# workflows call it, so that the list stands here alone. On Debian and Ubuntu; elsewhere it says what to install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
command -v make >/dev/null || missing+=(make)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv)
command -v npm >/dev/null || missing+=(nodejs npm)            # the language server of the editor tests
command -v chromium >/dev/null || missing+=(chromium)         # the explorer, in a real browser
command -v soffice >/dev/null || missing+=(libreoffice-calc)  # the workbook of a release, opened and read back
if ((${#missing[@]})); then
    if ! command -v apt-get >/dev/null; then
        echo "Install these, by whatever name they have here: ${missing[*]}" >&2
        exit 1
    fi
    as_root=()
    ((EUID == 0)) || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq >/dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

npm ci --prefix tests/editor --no-audit --no-fund --silent

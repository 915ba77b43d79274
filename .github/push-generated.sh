#!/usr/bin/env bash
# Commits what a build wrote, and pushes it to main. The workflow Main runs it, with a token that may push in TOKEN.
#
# It writes `commit=…` to $GITHUB_OUTPUT: what main then is. Where main moved on in the meantime there is no commit: the
# run of the newest commit writes the generated files.
set -euo pipefail

if [[ -n "$(git status --porcelain)" ]]; then
    git add --all
    git -c user.name="github-actions[bot]" \
        -c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
        commit --quiet --message "Write the generated files"
    base=$(git rev-parse HEAD^)
    credentials=$(printf 'x-access-token:%s' "${TOKEN:-}" | base64 | tr -d '\n')
    if ! git -c http.extraheader="AUTHORIZATION: basic $credentials" push origin HEAD:main; then
        tip=$(git ls-remote origin refs/heads/main | cut -f 1)
        if [[ -z "$tip" || "$tip" == "$base" ]]; then
            echo "::error::main did not move, and yet the push was refused."
            exit 1
        fi
        echo "::notice::main moved on: the run of its newest commit writes the generated files."
        exit 0
    fi
fi
echo "commit=$(git rev-parse HEAD)" >>"$GITHUB_OUTPUT"

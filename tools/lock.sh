#!/bin/sh
# Writes requirements*.txt anew from pyproject.toml: sh tools/lock.sh [--upgrade]. Each file is whole in itself: every version, for
# every platform, with its hashes; the files agree with each other. Needs uv: pip install uv
set -eu
cd "$(dirname "$0")/.."

agreed=
for group in "" postgres engines sign-in dev; do
    file=requirements${group:+-$group}.txt
    # shellcheck disable=SC2086  # several words are meant
    uv pip compile pyproject.toml ${group:+--extra "$group"} $agreed "$@" --output-file "$file" --quiet --no-annotate \
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "sh tools/lock.sh"
    agreed="$agreed --constraint $file"
done

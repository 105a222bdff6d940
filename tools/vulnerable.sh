#!/bin/sh
# Asks PyPI's database of weaknesses about every version in the locks: sh tools/vulnerable.sh. Needs the network, and pip-audit: pip install pip-audit
set -eu
cd "$(dirname "$0")/.."

for file in requirements.txt requirements-postgres.txt requirements-sign-in.txt requirements-engines.txt; do
    echo "$file"
    pip-audit --require-hashes --disable-pip --strict --progress-spinner off --requirement "$file"
done

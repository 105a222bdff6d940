#!/bin/sh
# Runs the tests; installs what they need into .venv the first time. Arguments go to pytest: sh test.sh tests/test_server.py
set -eu
cd "$(dirname "$0")"
. tools/venv.sh
needs requirements.txt requirements-dev.txt
(cd tests && "../$python" -c 'import browser
try:
    browser.executable()
except RuntimeError as missing:
    raise SystemExit(f"No browser: {missing}")')
unset PYTHONDONTWRITEBYTECODE  # a hundred processes import the same modules
exec "$python" -m pytest "$@"

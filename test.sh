#!/bin/sh
# Runs the tests; installs what they need into .venv the first time, and a browser where there is none. Arguments go to pytest: sh test.sh tests/test_server.py
set -eu
cd "$(dirname "$0")"
. tools/venv.sh
needs requirements-dev.txt

# a browser of this machine, else Playwright's, else Debian's, else a sentence that says how to get one
there() {
    "$python" tests/browser.py >/dev/null 2>&1
}
if ! there && [ -z "${BROWSER_PATH-}" ]; then
    echo "There is no browser here; fetching one ..."
    "$python" -m playwright install --no-shell chromium >/dev/null 2>&1 && there || {
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q &&
            DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium
    } || true
fi
"$python" tests/browser.py >/dev/null

unset PYTHONDONTWRITEBYTECODE  # a hundred processes import the same modules
exec "$python" -m pytest "$@"

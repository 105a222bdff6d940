# Sourced by start.sh, test.sh and check.sh in the folder they stand in: sets $python, the interpreter of .venv, and gives `needs`.

fail() {
    echo "$1" >&2
    exit 1
}

fits='import sys; sys.exit(sys.version_info < (3, 11))'
python=.venv/bin/python

if ! "$python" -c "$fits" 2>/dev/null; then
    for name in python3 python python3.14 python3.13 python3.12 python3.11 ""; do
        "${name:-false}" -c "$fits" 2>/dev/null && break
    done
    [ -n "$name" ] || fail "This needs Python 3.11 or newer, and $(python3 --version 2>/dev/null || echo no Python) is all there is here.
Debian and Ubuntu: apt-get install python3 python3-venv    macOS: brew install python    elsewhere: https://www.python.org/downloads/"
    "$name" -c 'import ensurepip, venv' 2>/dev/null || fail "Python is here, its module venv is not.
Debian and Ubuntu: apt-get install python3-venv"
    "$name" -m venv --clear .venv || fail "The environment .venv could not be made here."
fi

# needs FILE...: installs each of these requirements files, whole in itself, unless it is the one installed last.
needs() {
    for file in "$@"; do
        cmp -s "$file" ".venv/$file" && continue
        echo "Installing what $file names into .venv; the first time this takes a few minutes ..."
        "$python" -m pip install --quiet --disable-pip-version-check -r "$file" ||
            fail "Not everything in $file could be installed; the reason stands above."
        cp "$file" .venv/
    done
}

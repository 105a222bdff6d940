#!/bin/sh
# The gate: layout, lint, types, who may import whom, sentences, JavaScript and CSS. `sh check.sh --fix` mends what can be mended.
set -eu
cd "$(dirname "$0")"
. tools/venv.sh
needs requirements-dev.txt
bin=.venv/bin
refused=

# judges NAME COMMAND...: runs the command, and keeps its name if it refuses.
judges() {
    name=$1
    shift
    "$@" || refused="$refused $name"
}

# mypy takes nearly all of the time: it runs beside the others, and is heard at the end.
said=$(mktemp)
trap 'rm -f "$said"' EXIT
types() {
    "$bin/mypy" --no-error-summary >"$said" 2>&1 &
    mypy=$!
}

biome() {
    "$bin/biome" --version >/dev/null 2>&1 || {
        echo "JavaScript and CSS were not checked: biome is packaged for Linux on x86-64 only." >&2
        return 0
    }
    "$bin/biome" "$@" --error-on-warnings
}

case ${1-} in
"")
    types
    judges ruff-format "$bin/ruff" format --quiet --check .
    judges ruff-check "$bin/ruff" check --quiet --output-format concise .
    judges biome biome check --log-level warn .
    ;;
--fix)
    judges ruff-check "$bin/ruff" check --quiet --output-format concise --fix .
    judges ruff-format "$bin/ruff" format --quiet .
    judges biome biome check --log-level warn --write .
    types
    ;;
*) fail "sh check.sh [--fix]" ;;
esac
judges lint-imports "$bin/lint-imports" --no-logo
[ ! -f tools/sentences.py ] || judges sentences "$python" -m tools.sentences
judges mypy wait "$mypy"
cat "$said"

[ -z "$refused" ] || fail "Refused by:$refused"
echo "The gate is open."

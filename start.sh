#!/bin/sh
# Starts the dashboard and opens it; installs what it needs into .venv the first time. Options: sh start.sh --help
set -eu
cd "$(dirname "$0")"
. tools/venv.sh
needs requirements.txt
exec "$python" server.py "$@"

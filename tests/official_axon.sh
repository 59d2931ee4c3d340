#!/usr/bin/env bash
# An axon built with the official SDK, from PyPI, is asked by `tau query`.
# Usage: tests/official_axon.sh [path of the tau binary]
set -euo pipefail
cd "$(dirname "$0")/.."
what='tau query was not tested against an official axon'
. tests/official/skip.sh

tau=${1:-target/debug/tau}
venv=${TAU_OFFICIAL_AXON_VENV:-target/official-axon}
# The last generation that has axons and dendrites: 11 left them out.
package=bittensor==10.5.0

[ -x "$tau" ] || { echo "$tau is missing: run cargo build first" >&2; exit 1; }
command -v python3 >/dev/null || skip 'python3 is not installed'
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import bittensor' 2>/dev/null; then
    python3 -m venv "$venv" || skip 'python3 cannot make a virtual environment'
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$package" \
        || skip "$package cannot be installed from PyPI"
fi

# The SDK reads arguments of whatever program it is part of, unless it is told not to.
BT_NO_PARSE_CLI_ARGS=true exec "$venv/bin/python" tests/official/axon.py "$tau"

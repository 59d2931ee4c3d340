#!/usr/bin/env bash
# The official command line and library, from PyPI, against `tau devnet`.
# Usage: tests/official_cli.sh [path of the tau binary]
set -euo pipefail
cd "$(dirname "$0")/.."

tau=${1:-target/debug/tau}
venv=${TAU_OFFICIAL_VENV:-target/official-cli}
package=bittensor-cli==9.23.2

skip() {
    printf '\n%s\n%s\n%s\n\n' \
        '****************************************************************' \
        "SKIPPED: the official command line was not tested: $1" \
        '****************************************************************' >&2
    exit 0
}

[ -x "$tau" ] || { echo "$tau is missing: run cargo build first" >&2; exit 1; }
command -v python3 >/dev/null || skip 'python3 is not installed'
if [ ! -x "$venv/bin/btcli" ]; then
    python3 -m venv "$venv" || skip 'python3 cannot make a virtual environment'
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$package" \
        || skip "$package cannot be installed from PyPI"
fi

"$venv/bin/python" tests/official_cli.py "$tau" "$venv/bin/btcli"
exec "$venv/bin/python" tests/btcli_journey.py "$tau" "$venv/bin/btcli" docs/devnet.md

#!/usr/bin/env bash
# The official command line and library, from PyPI, against `tau devnet`.
# Usage: tests/official_cli.sh [path of the tau binary]
set -euo pipefail
cd "$(dirname "$0")/.."
what='the official command line was not tested'
. tests/official/skip.sh

tau=${1:-target/debug/tau}
venv=${TAU_OFFICIAL_VENV:-target/official-cli}
package=bittensor-cli==9.23.2
sdk_package=bittensor==11.3.0

[ -x "$tau" ] || { echo "$tau is missing: run cargo build first" >&2; exit 1; }
command -v python3 >/dev/null || skip 'python3 is not installed'
if [ ! -x "$venv/bin/btcli" ]; then
    python3 -m venv "$venv" || skip 'python3 cannot make a virtual environment'
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$package" \
        || skip "$package cannot be installed from PyPI"
fi

"$venv/bin/python" tests/official/check.py "$tau" "$venv/bin/btcli"
"$venv/bin/python" tests/official/btcli_journey.py "$tau" "$venv/bin/btcli" docs/devnet.md

# The same figures from both, or a reason. (The times go into the document only by hand, from a release build.)
TAU_COMPARE_RUNS=1 "$venv/bin/python" tests/official/compare.py "$tau" "$venv/bin/btcli"

# The SDK of the next generation wants other versions of the same packages.
sdk=${TAU_OFFICIAL_SDK_VENV:-target/official-sdk}
if [ ! -x "$sdk/bin/python" ] || ! "$sdk/bin/python" -c 'import bittensor' 2>/dev/null; then
    python3 -m venv "$sdk" || skip 'python3 cannot make a virtual environment'
    "$sdk/bin/pip" install --quiet --disable-pip-version-check "$sdk_package" \
        || skip "$sdk_package cannot be installed from PyPI"
fi

# What stands in tau for each command of theirs, from their own trees.
"$sdk/bin/python" tests/official/coming.py "$tau" "$venv" "$sdk" docs/coming-from-btcli.md

exec "$sdk/bin/python" tests/official/sdk_journey.py "$tau" docs/devnet.md

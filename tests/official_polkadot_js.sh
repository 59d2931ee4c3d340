#!/usr/bin/env bash
# polkadot-js, the library under most explorers and browser wallets, against `tau devnet`.
# Usage: tests/official_polkadot_js.sh [path of the tau binary]
set -euo pipefail
cd "$(dirname "$0")/.."
what='polkadot-js was not tried'
. tests/official/skip.sh
. tests/official/npm.sh

tau=$(realpath -m "${1:-target/debug/tau}")
packages=${TAU_POLKADOT_JS_PACKAGES:-target/official-polkadot-js}

[ -x "$tau" ] || { echo "$tau is missing: run cargo build first" >&2; exit 1; }
packages_of "$packages" @polkadot/api@16.5.4

exec node tests/official/polkadot_js.mjs "$tau" "$(realpath "$packages")"

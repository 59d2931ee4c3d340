#!/usr/bin/env bash
# The digest of the runtime's types, which is part of what is signed offline, by an independent implementation from npm.
# Usage: tests/official_digest.sh [path of the tau binary]
set -euo pipefail
cd "$(dirname "$0")/.."
what='the metadata digest was not compared'
. tests/official/skip.sh
. tests/official/npm.sh

tau=$(realpath -m "${1:-target/debug/tau}")
packages=${TAU_DIGEST_PACKAGES:-target/official-digest}

[ -x "$tau" ] || { echo "$tau is missing: run cargo build first" >&2; exit 1; }
packages_of "$packages" @polkadot-api/merkleize-metadata@1.3.0

exec node tests/official/digest.mjs "$tau" "$(realpath "$packages")" "$(realpath -m ../shared/chain/metadata)"

#!/usr/bin/env bash
# The digest of the runtime's types, which is part of what is signed offline, by an independent implementation from npm.
# Usage: tests/official_digest.sh [path of the tau binary]
set -euo pipefail
cd "$(dirname "$0")/.."
what='the metadata digest was not compared'
. tests/official/skip.sh

tau=$(realpath -m "${1:-target/debug/tau}")
packages=${TAU_DIGEST_PACKAGES:-target/official-digest}
package=@polkadot-api/merkleize-metadata@1.3.0

[ -x "$tau" ] || { echo "$tau is missing: run cargo build first" >&2; exit 1; }
command -v node >/dev/null || skip 'node is not installed'
command -v npm >/dev/null || skip 'npm is not installed'
[ "$(node --print 'parseInt(process.versions.node)')" -ge 18 ] || skip 'node is older than 18'
if [ ! -d "$packages/node_modules/@polkadot-api/merkleize-metadata" ]; then
    mkdir -p "$packages"
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$packages" "$package" \
        || skip "$package cannot be installed from npm"
fi
[ -f "$packages/package.json" ] || echo '{}' > "$packages/package.json"

exec node tests/official/digest.mjs "$tau" "$(realpath "$packages")" "$(realpath -m ../shared/chain/metadata)"

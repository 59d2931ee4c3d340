#!/usr/bin/env bash
# The build for the machine with the keys: no crate of it talks to a network, the binary asks the system for nothing that
# could open a connection, and it signs a request in a network namespace with nothing in it.
set -euo pipefail
cd "$(dirname "$0")/.."
flags=(--package tau --no-default-features --features signer-only)

tree=$(cargo tree "${flags[@]}" --edges normal --prefix none --format '{p}' | cut -d' ' -f1 | sort -u)
for crate in subxt jsonrpsee jsonrpsee-core soketto hyper reqwest rustls tungstenite socket2 smoldot tau-devnet ratatui; do
    if grep -qx "$crate" <<<"$tree"; then
        echo "the signer depends on $crate" >&2
        exit 1
    fi
done

cargo build "${flags[@]}"
binary=$(realpath "${CARGO_TARGET_DIR:-target}/debug/tau")
# The next build of everything puts another binary there.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$binary" "$folder/tau"
calls=$(nm --dynamic --undefined-only "$folder/tau" | awk '{print $NF}' | sed 's/@.*//')
for call in socket connect bind listen accept accept4 getaddrinfo sendto recvfrom sendmsg recvmsg; do
    if grep -qx "$call" <<<"$calls"; then
        echo "the signer's binary can call $call" >&2
        exit 1
    fi
done

request=$PWD/tests/offline/request.txt
signer() {
    (cd "$folder" && env -i HOME="$folder" TAU_PASSWORD="correct horse 1" TZ=UTC LANG=C.UTF-8 "${alone[@]}" "$folder/tau" "$@")
}
alone=(unshare --map-root-user --net)
if ! "${alone[@]}" true 2>/dev/null; then
    echo "SKIPPED: no network namespace can be made here; signing with a network" >&2
    alone=()
fi
signer wallet import cold --uri //Alice >/dev/null
refused=$(signer --yes tx sign "$request" -o answer.tau 2>&1) && { echo "a chain that is not pinned was signed for" >&2; exit 1; }
grep -q 'not pinned' <<<"$refused" || { echo "$refused" >&2; exit 1; }
signer tx pin drill "0x$(printf '2f%.0s' {1..32})" >/dev/null
signer --yes tx sign "$request" -o answer.tau --accept JM694ty >/dev/null 2>&1 && { echo "another word was taken" >&2; exit 1; }
signer --yes tx sign "$request" -o answer.tau --accept M694ty >/dev/null
signer tx carry answer.tau | grep -q 'BEGIN TAU OFFLINE' || { echo "there is no answer" >&2; exit 1; }
echo "no network code: $(wc -l <<<"$tree") crates, $(wc -l <<<"$calls") imported symbols; a request was signed without a network"

#!/usr/bin/env bash
# The build for the machine with the keys: no crate of it talks to a network, and the binary asks the system for nothing
# that could open a connection.
set -euo pipefail
cd "$(dirname "$0")/.."
flags=(--package tau --no-default-features --features signer-only)

tree=$(cargo tree "${flags[@]}" --edges normal --prefix none --format '{p}' | cut -d' ' -f1 | sort -u)
for crate in subxt jsonrpsee jsonrpsee-core soketto hyper rustls tungstenite socket2 smoldot tau-devnet ratatui; do
    if grep -qx "$crate" <<<"$tree"; then
        echo "the signer depends on $crate" >&2
        exit 1
    fi
done

cargo build "${flags[@]}"
binary=${CARGO_TARGET_DIR:-target}/debug/tau
calls=$(nm --dynamic --undefined-only "$binary" | awk '{print $NF}' | sed 's/@.*//')
for call in connect bind listen accept accept4 getaddrinfo sendto recvfrom sendmsg recvmsg; do
    if grep -qx "$call" <<<"$calls"; then
        echo "the signer's binary can call $call" >&2
        exit 1
    fi
done
echo "no network code: $(wc -l <<<"$tree") crates, $(wc -l <<<"$calls") imported symbols"

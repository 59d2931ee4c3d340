// Vectors of what ethers and polkadot.js make of EVM keys, for tests/vectors/evm.json: proofs that bind a key to a hotkey, and
// the accounts that hold an EVM address's TAO. Run in a folder with both packages from npm:
//   npm install ethers@6.17.0 @polkadot/util-crypto@14.0.3 && node evm_vectors.mjs > evm.json

import { getBytes, hexlify, keccak256, Wallet } from "ethers";
import { decodeAddress, encodeAddress, evmToAddress } from "@polkadot/util-crypto";

const SS58 = 42;

/** The block's number as the chain hashes it: eight bytes, the smallest first. */
function numbered(block) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(block), true);
  return bytes;
}

const keys = [
  "0x0000000000000000000000000000000000000000000000000000000000000001",
  "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
  "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
  "0x00000000000000000000000000000000000000000000000000000000deadbeef",
];
const hotkeys = [
  "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
  "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
];
const blocks = ["0", "1", "8000000", "4294967296", "18446744073709551615"];

const proofs = [];
for (const [number, key] of keys.entries()) {
  const wallet = new Wallet(key);
  for (const [place, block] of blocks.entries()) {
    const hotkey = hotkeys[(number + place) % hotkeys.length];
    const message = new Uint8Array([...decodeAddress(hotkey), ...getBytes(keccak256(numbered(block)))]);
    const signature = await wallet.signMessage(message);
    proofs.push({ address: wallet.address, hotkey, block, message: hexlify(message), signature });
  }
}

const mirrors = [];
for (const address of [...keys.map((key) => new Wallet(key).address), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]) {
  mirrors.push({ address, mirror: evmToAddress(address, SS58, "blake2") });
}

// An account's own EVM address is the first 20 bytes of its key, in the notation of EIP-55.
const own = hotkeys.map((account) => ({
  account: encodeAddress(decodeAddress(account), SS58),
  address: hexlify(decodeAddress(account).slice(0, 20)),
}));

console.log(JSON.stringify({ proofs, mirrors, own }, null, 2));

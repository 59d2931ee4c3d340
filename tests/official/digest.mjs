// The digest of a runtime's types by another implementation than tau's, which shares no code with it: polkadot-api's
// merkleize-metadata. Called by official_digest.sh with the paths of tau, of the installed package and of the
// reference folder.

import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"

import { check, finish, withDevnet } from "./devnet.mjs"

const [tau, packages, reference] = process.argv.slice(2)
const { merkleizeMetadata } = createRequire(join(packages, "package.json"))("@polkadot-api/merkleize-metadata")

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const TERMS = { base58Prefix: 42, decimals: 9, tokenSymbol: "TAO" }

const digest = (metadata) => `0x${Buffer.from(merkleizeMetadata(metadata, TERMS).digest()).toString("hex")}`

/** The digests that tests/offline/digest.rs holds tau's against. */
const published = () =>
  readFileSync("tests/offline/digests.txt", "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split(" "))

const mainnet = () => {
  for (const [name, expected] of published()) {
    const file = join(reference, `${name}.scale`)
    if (existsSync(file)) check(name, expected, digest(new Uint8Array(readFileSync(file))))
    else console.error(`SKIPPED: ${file} is not there`)
  }
}

const rpc = async (url, method, params) => {
  const answer = await fetch(url.replace("ws:", "http:"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  })
  return (await answer.json()).result
}

/** Metadata as the node serves it: an option of bytes with their length before them. */
const metadataOf = async (url, version) => {
  const argument = `0x${version.toString(16).padStart(2, "0")}000000`
  const hex = await rpc(url, "state_call", ["Metadata_metadata_at_version", argument])
  const bytes = Buffer.from(hex.slice(2), "hex")
  const width = [1, 2, 4][bytes[1] & 3]
  return new Uint8Array(bytes.subarray(1 + width))
}

const devnet = async (url, home) => {
  const file = join(home, "pay.tau")
  const words = ["--network", url, "--json", "tx", "prepare", "--from", ALICE, "-o", file, "transfer", BOB, "1"]
  const said = execFileSync(tau, words, { env: { PATH: process.env.PATH, HOME: home } })
  const ours = JSON.parse(said).data.metadata_hash
  for (const version of [15, 16]) {
    check(`the development chain, metadata ${version}`, ours, digest(await metadataOf(url, version)))
  }
}

mainnet()
await withDevnet(tau, ["--block-time", "manual"], devnet)
finish()

// What an explorer or a browser wallet does on polkadot-js, on the development chain, held against what tau says of the same
// chain. Called by official_polkadot_js.sh with the paths of tau and of the installed package.

import { execFileSync } from "node:child_process"
import { createRequire } from "node:module"
import { join } from "node:path"

import { check, finish, withDevnet } from "./devnet.mjs"

const [tau, packages] = process.argv.slice(2)
const { ApiPromise, HttpProvider, Keyring, WsProvider } = createRequire(join(packages, "package.json"))("@polkadot/api")

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const TAO = 1_000_000_000n

/** `tau ARGUMENTS --json` on the same chain. */
const ask = (url, home, ...words) =>
  JSON.parse(execFileSync(tau, ["--network", url, "--json", ...words], { env: { PATH: process.env.PATH, HOME: home } })).data

/** Send and wait until it is final. The stages that were seen, and the events. */
const send = (call, from) =>
  new Promise((resolve, reject) => {
    const stages = []
    call
      .signAndSend(from, ({ status, dispatchError, events }) => {
        stages.push(status.type)
        if (dispatchError) resolve({ stages, error: dispatchError, events })
        else if (status.isFinalized) resolve({ stages, events, block: status.asFinalized })
      })
      .catch(reject)
  })

const journey = async (api, url, home) => {
  const info = ask(url, home, "chain", "info")
  check("genesis", info.genesis, api.genesisHash.toHex())
  check("runtime", info.spec_version, api.runtimeVersion.specVersion.toNumber())

  const subnets = await api.query.subtensorModule.networksAdded.entries()
  check("subnets, by their keys", ask(url, home, "subnet", "list").subnets.length, subnets.length)
  const keys = await api.query.subtensorModule.keys.entries(1)
  const graph = ask(url, home, "subnet", "metagraph", "1")
  check("hotkeys of subnet 1", hotkeys(graph.neurons.map((one) => one.hotkey)), hotkeys(keys.map(([, key]) => key.toString())))
  const hash = await api.rpc.chain.getFinalizedHead()
  const then = await api.at(hash)
  const number = (await api.rpc.chain.getHeader(hash)).number.toString()
  const { subnet } = ask(url, home, "subnet", "show", "1", "--at-block", number)
  const price = await then.call.swapRuntimeApi.currentAlphaPrice(1)
  check("price of subnet 1 in one block, rao", rao(subnet.price), price.toBigInt())
  const selective = await then.call.subnetInfoRuntimeApi.getMetagraph(1)
  check("neurons by the runtime", subnet.neurons, selective.unwrap().numUids.toNumber())

  const alice = new Keyring({ type: "sr25519", ss58Format: 42 }).addFromUri("//Alice")
  const before = (await api.query.system.account(BOB)).data.free.toBigInt()
  const pay = api.tx.balances.transferKeepAlive(BOB, TAO)
  const fee = (await pay.paymentInfo(alice)).partialFee.toBigInt()
  check("a fee", true, fee > 0n && fee < TAO)
  const paid = await send(pay, alice)
  // What comes between arrives with the end, where blocks are final at once.
  check("first and last stage", "Ready Finalized", `${paid.stages[0]} ${paid.stages.at(-1)}`)
  const charged = paid.events.find(({ event }) => event.method === "TransactionFeePaid").event.data.actualFee.toBigInt()
  check("the fee that was paid", fee, charged)
  const free = rao(ask(url, home, "wallet", "balance", BOB).balances[0].free_tao)
  check("what arrived", free, before + TAO)

  const hotkey = keys[0][1].toString()
  const stake = await send(api.tx.subtensorModule.addStake(hotkey, 1, 5n * TAO), alice)
  check("an event of the chain's own", true, stake.events.some(({ event }) => event.method === "StakeAdded"))
  const far = await send(api.tx.subtensorModule.addStake(hotkey, 4_000, TAO), alice)
  const { section, name } = api.registry.findMetaError(far.error.asModule)
  check("an error by its name", "subtensorModule.SubnetNotExists", `${section}.${name}`)

  const past = await api.at(paid.block)
  check("an older state", before + TAO, (await past.query.system.account(BOB)).data.free.toBigInt())
  const block = await api.rpc.chain.getBlock(paid.block)
  check("the block with its transaction", true, block.block.extrinsics.some((one) => one.method.method === "transferKeepAlive"))
  const heads = await new Promise((resolve) => {
    const seen = []
    api.rpc.chain.subscribeFinalizedHeads((head) => {
      seen.push(head.number.toNumber())
      if (seen.length === 3) resolve(seen)
    })
  })
  check("finalized heads come one after the other", `${heads[0]} ${heads[0] + 1} ${heads[0] + 2}`, heads.join(" "))
}

const hotkeys = (list) => [...list].sort().join(" ")
const rao = (text) => {
  const [whole, part = ""] = text.split(".")
  return BigInt(whole) * TAO + BigInt(part.padEnd(9, "0").slice(0, 9))
}

await withDevnet(tau, ["--block-time", "500ms"], async (url, home) => {
  const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true })
  await journey(api, url, home)
  await api.disconnect()
  const plain = await ApiPromise.create({ provider: new HttpProvider(url.replace("ws:", "http:")), noInitWarn: true })
  check("the same chain over HTTP", api.genesisHash.toHex(), plain.genesisHash.toHex())
})
finish()

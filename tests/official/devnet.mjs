// A development chain of tau's for the length of a test, and a count of what held.

import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A chain on a free port: its process and its URL. */
const start = (tau, home, options) =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: home }
    const devnet = spawn(tau, ["devnet", "--port", "0", "--json", ...options], { env })
    let said = ""
    devnet.stdout.on("data", (text) => {
      said += text
      const found = /ws:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) resolve([devnet, found[0]])
    })
    devnet.on("exit", () => reject(new Error(`tau devnet printed no address: ${said}`)))
  })

/** Do `work` with a chain and an empty home of its own. */
export const withDevnet = async (tau, options, work) => {
  const home = mkdtempSync(join(tmpdir(), "tau-official-"))
  const [devnet, url] = await start(tau, home, options)
  devnet.removeAllListeners("exit")
  try {
    await work(url, home)
  } finally {
    devnet.kill()
    rmSync(home, { recursive: true, force: true })
  }
}

let passed = 0
let failed = 0

/** Long lists are not worth reading. */
const shown = (value) => (`${value}`.length > 100 ? `${`${value}`.slice(0, 97)}...` : value)

/** Count whether the two are the same, and say it. */
export const check = (what, ours, theirs) => {
  const same = ours === theirs
  same ? passed++ : failed++
  console.log(same ? `ok      ${what}: ${shown(ours)}` : `FAILED  ${what}: tau says ${ours}, the other ${theirs}`)
}

/** The outcome, as the process's. */
export const finish = () => {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed || !passed ? 1 : 0)
}

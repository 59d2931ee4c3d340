"""A person's way through Bittensor with the official command line, against `tau devnet`.

Called by ../official_cli.sh as: btcli_journey.py TAU BTCLI DOCUMENT [--write]

Every command is run as btcli's users run it. What works and what does not is a table in the document, between
two markers; `--write` renews it. Without it a command that worked when the table was written and fails now is a
failure.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

from shared import JOURNEY, finish, shorten, start_devnet

BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
# A subnet of the demo world that is open and has few neurons, and another one to move to.
HOME_NETUID, OTHER_NETUID = "4", "6"


class Journey:
    def __init__(self, tau, btcli, url, home):
        self.tau, self.btcli, self.url, self.home = tau, btcli, url, home
        self.rows = []

    def env(self):
        # btcli wraps its JSON at the terminal width, so the width must be large.
        return {"PATH": os.environ["PATH"], "HOME": self.home, "COLUMNS": "10000", "LANG": "C.UTF-8",
                # Its cache on disk holds a thread that can keep a finished command from ending.
                "DISK_CACHE": "0"}

    def run(self, command, stdin=None):
        try:
            done = subprocess.run(command, env=self.env(), capture_output=True, text=True, timeout=150, input=stdin or "")
        except subprocess.TimeoutExpired as slow:
            return 124, (slow.stdout or b"").decode(errors="replace"), "no answer within 150 s"
        return done.returncode, done.stdout, done.stderr

    def step(self, name, *arguments, chain=True, wallet="traveller", hotkey=None, wants=None, stdin=None):
        """One btcli command; `name` is what the table calls it."""
        command = [self.btcli, *name.split(), *arguments]
        if wallet:
            command += ["--wallet-name", wallet, "--wallet-path", os.path.join(self.home, "wallets")]
        if hotkey:
            command += ["--hotkey", hotkey]
        if chain:
            command += ["--network", self.url]
        # Once more, because a slow machine runs into time limits of btcli's own.
        for _ in range(2):
            code, out, err = self.run(command, stdin)
            reason = judge(code, out, err)
            if reason is None and wants and not re.search(wants, out):
                reason = f"the answer lacks {wants!r}: {shorten(out)}"
            if reason is None:
                break
        self.rows.append((name, reason))
        print(("works   " if reason is None else "FAILED  ") + name + ("" if reason is None else f"   {reason}"), flush=True)
        return out if reason is None else None

    def ours(self, *arguments):
        code, out, err = self.run([self.tau, *arguments, "--network", self.url])
        if code != 0:
            raise SystemExit(f"tau {' '.join(arguments)} failed: {err}")
        return out

    def mine(self, blocks):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tau_mine", "params": [blocks]}).encode()
        request = urllib.request.Request(self.url.replace("ws://", "http://"), body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            said = json.load(answer)
        if "error" in said:
            raise SystemExit(f"tau_mine failed: {said['error']}")

    def fund(self, address, amount):
        self.ours("devnet", "fund", address, amount)


def judge(code, out, err):
    """Why a command did not work, or None."""
    text = out + err
    if code != 0:
        return f"exit {code}: {shorten(text)}"
    if "Traceback" in text:
        return shorten(text[text.index("Traceback"):])
    try:
        said = json.loads(out[out.index("{"):])
        if isinstance(said, dict) and said.get("success") is False:
            return shorten(str(said.get("message") or said.get("error") or said))
    except ValueError:
        pass
    for line in text.splitlines():
        if "Existing identity not found" not in line and re.search(r"❌|:cross_mark:|\bFailed\b|\bError:|Unknown error|Err: ", line):
            return shorten(line)
    return None


def address(home, wallet, hotkey=None):
    name = f"hotkeys/{hotkey}pub.txt" if hotkey else "coldkeypub.txt"
    with open(os.path.join(home, "wallets", wallet, name)) as file:
        return json.load(file)["ss58Address"]


def walk(j):
    """The journey itself."""
    home, sure = j.home, ["--no-prompt"]
    for wallet in ("traveller", "friend"):
        j.step("wallet create", "--n-words", "12", "--no-use-password", wallet=wallet, hotkey="default", chain=False)
    j.step("wallet new-hotkey", "--n-words", "12", "--no-use-password", hotkey="second", chain=False)
    cold, hot = address(home, "traveller"), address(home, "traveller", "default")
    second, friend = address(home, "traveller", "second"), address(home, "friend")
    # Owners may not change anything shortly before an epoch: whether that is now depends on the machine.
    no_freeze(j)
    j.fund(cold, "20000")
    j.fund(friend, "500")
    j.step("wallet list", wallet=None, chain=False, *["--wallet-path", os.path.join(home, "wallets")])
    j.step("wallet balance", "--json-output", wants='"free": *20000')
    j.step("wallet transfer", "--dest", BOB, "--amount", "10", *sure)
    j.step("wallet associate-hotkey", *sure, hotkey="second")
    j.step("wallet overview", "--json-output")
    j.step("subnets list", "--json-output", wallet=None, wants='"subnets"')
    j.step("subnets show", "--netuid", HOME_NETUID, "--json-output", "--no-prompt", wallet=None)
    j.step("subnets hyperparameters", "--netuid", HOME_NETUID, "--json-output", wallet=None)
    j.step("subnets burn-cost", "--json-output", wallet=None)
    j.step("subnets price", "--netuids", HOME_NETUID, "--current", "--json-output", wallet=None)
    j.step("subnets get-identity", "--netuid", HOME_NETUID, "--json-output", wallet=None)
    j.step("subnets register", "--netuid", HOME_NETUID, *sure, hotkey="default")
    # An identity is for coldkeys with a registered hotkey.
    j.step("wallet set-identity", "--id-name", "Traveller", "--web-url", "https://example.org", "--image-url", "https://example.org/i.png",
           "--discord", "traveller", "--description", "on the way", "--additional", "none", "--github", "https://example.org/t", *sure)
    j.step("wallet get-identity", "--key", cold, "--json-output", wallet=None, wants="Traveller")
    # Taken back at the end: serving has a rate limit.
    j.step("axon set", "--netuid", HOME_NETUID, "--ip", "198.18.0.7", "--port", "8091", *sure, hotkey="default")
    safe = ["--tolerance", "0.1", "--safe", "--allow-partial-stake", "--no-mev-protection"]
    j.step("stake add", "--netuid", HOME_NETUID, "--amount", "5000", *safe, *sure, hotkey="default")
    j.step("stake add", "--netuid", "0", "--amount", "100", "--unsafe", "--no-mev-protection", *sure, hotkey="default")
    j.step("stake list", "--json-output", "--no-prompt")
    moving = ["--origin-netuid", HOME_NETUID, "--dest-netuid", HOME_NETUID]
    j.step("stake move", *moving, "--from", hot, "--dest", second, "--amount", "20", "--no-mev-protection", *sure)
    j.step("stake swap", "--origin-netuid", HOME_NETUID, "--dest-netuid", OTHER_NETUID, "--amount", "5", *safe, *sure, hotkey="default")
    j.step("stake transfer", *moving, "--dest", friend, "--amount", "5", "--no-mev-protection", *sure, hotkey="default")
    j.step("stake remove", "--netuid", HOME_NETUID, "--amount", "1", *safe, *sure, hotkey="default")
    j.step("stake remove", "--all", "--no-mev-protection", "--unsafe", *sure, hotkey="second")
    j.step("stake set-auto", "--netuid", HOME_NETUID, *sure, stdin=hot + "\n")
    j.step("stake auto", "--json-output")
    j.step("stake set-claim", "keep", "--json-output", *sure)
    j.step("stake process-claim", "--netuids", HOME_NETUID, *sure)
    j.step("stake child set", "--netuid", HOME_NETUID, "--children", second, "--proportions", "0.2", *sure, hotkey="default")
    j.step("stake child get", "--netuid", HOME_NETUID, "--json-output", hotkey="default")
    j.step("stake child take", "--netuid", HOME_NETUID, "--take", "0.1", *sure, hotkey="default", stdin="")
    j.step("sudo get-take", "--json-output", hotkey="default")
    j.step("sudo set-take", "--take", "0.1", "--json-output", hotkey="default")
    j.step("lock add", "--netuid", HOME_NETUID, "--amount", "10", "--hotkey-ss58", hot, "--no-graph", *sure)
    j.step("lock list", "--json-output")
    j.step("subnets conviction", "--netuid", HOME_NETUID, "--json-output", wallet=None)
    # An owner's day: a subnet of one's own.
    j.fund(cold, "5000")
    made = j.step("subnets create", "--subnet-name", "Waypoint", "--github-repo", "https://github.com/way/point", "--subnet-contact",
                  "me@example.org", "--subnet-url", "https://example.org", "--discord-handle", "me", "--description", "A stop",
                  "--logo-url", "https://example.org/l.png", "--additional-info", "none", "--no-mev-protection", "--json-output", *sure, hotkey="default")
    listed = json.loads(j.ours("subnet", "list", "--json"))["data"]["subnets"]
    owned = next((str(entry["netuid"]) for entry in listed if entry["name"] == "Waypoint"), None)
    if made is not None and owned is not None:
        j.step("subnets check-start", "--netuid", owned, wallet=None)
        j.step("subnets start", "--netuid", owned, *sure, hotkey="default")
        j.step("subnets set-identity", "--netuid", owned, "--subnet-name", "Waypoint", "--github-repo", "https://github.com/way/point", "--subnet-contact",
               "me@example.org", "--subnet-url", "https://example.org", "--discord-handle", "me", "--description", "Another stop",
               "--logo-url", "https://example.org/l.png", "--additional-info", "none",
               "--json-output", *sure)
        j.step("subnets set-symbol", "Я", "--netuid", owned, "--json-output", *sure, hotkey="default")
        j.step("sudo get", "--netuid", owned, "--json-output", wallet=None)
        j.step("sudo set", "--netuid", owned, "--param", "immunity_period", "--value", "400", "--json-output", *sure)
        # An epoch on demand is only for subnets whose weights are open.
        j.step("sudo set", "--netuid", owned, "--param", "commit_reveal_weights_enabled", "--value", "false", "--json-output", *sure)
        j.step("sudo trim", "--netuid", owned, "--max", "64", *sure)
        j.step("subnets mechanisms count", "--netuid", owned, "--json-output", wallet=None)
        j.step("subnets mechanisms set", "--netuid", owned, "--count", "2", *sure, stdin="y\n")
        j.step("sudo trigger-epoch", "--netuid", owned, "--json-output", *sure)
        j.step("subnets mechanisms emissions", "--netuid", owned, "--json-output", wallet=None)
        # A validator's day: weights, an epoch, incentive.
        j.step("subnets register", "--netuid", owned, *sure, hotkey="second")
        j.step("stake add", "--netuid", owned, "--amount", "100", "--unsafe", "--no-mev-protection", *sure, hotkey="default")
        epoch(j, int(owned), hot, second)
    j.step("axon reset", "--netuid", HOME_NETUID, *sure, hotkey="default")
    j.step("proxy add", "--delegate", friend, "--proxy-type", "Staking", "--delay", "0", *sure)
    j.step("proxy remove", "--delegate", friend, "--proxy-type", "Staking", "--delay", "0", *sure)
    j.step("proxy create", "--proxy-type", "Any", "--delay", "0", "--index", "0", *sure)
    j.step("crowd list", "--json-output", wallet=None)
    j.step("wallet swap-check", wallet="friend")
    # Children change once in 150 blocks.
    j.mine(150)
    j.step("stake child revoke", "--netuid", HOME_NETUID, *sure, hotkey="default")


def epoch(j, netuid, hot, miner):
    """Set weights with the SDK's way of calling, wait for an epoch, look at the incentive."""
    from async_substrate_interface.sync_substrate import SubstrateInterface
    from bittensor_wallet import Wallet

    name = "weights, an epoch, incentive"
    try:
        wallet = Wallet(name="traveller", hotkey="default", path=os.path.join(j.home, "wallets"))
        with SubstrateInterface(j.url, ss58_format=42, type_registry={"types": {"Balance": "u64"}}) as chain:
            query = lambda item, *keys: chain.query("SubtensorModule", item, list(keys)).value
            target = query("Uids", netuid, miner)
            sudo(chain, chain.compose_call("AdminUtils", "sudo_set_tempo", {"netuid": netuid, "tempo": 20}))
            sudo(chain, chain.compose_call("AdminUtils", "sudo_set_weights_set_rate_limit",
                                           {"netuid": netuid, "weights_set_rate_limit": 0}))
            # A permit comes with the first epoch after the stake.
            next_epoch(j, netuid, query)
            call = chain.compose_call("SubtensorModule", "set_weights", {
                "netuid": netuid, "dests": [target], "weights": [65535], "version_key": query("WeightsVersionKey", netuid)})
            receipt = chain.submit_extrinsic(chain.create_signed_extrinsic(call=call, keypair=wallet.hotkey),
                                             wait_for_inclusion=True)
            if not receipt.is_success:
                raise ValueError(f"set_weights: {receipt.error_message}")
            next_epoch(j, netuid, query)
            incentive = query("Incentive", netuid)
            if not incentive[target]:
                raise ValueError(f"uid {target} has no incentive after an epoch: {incentive}")
        reason = None
    except Exception as error:
        reason = shorten(f"{type(error).__name__}: {error}")
    j.rows.append((name, reason))
    print(("works   " if reason is None else "FAILED  ") + name + ("" if reason is None else f"   {reason}"), flush=True)


def no_freeze(j):
    from async_substrate_interface.sync_substrate import SubstrateInterface

    with SubstrateInterface(j.url, ss58_format=42, type_registry={"types": {"Balance": "u64"}}) as chain:
        sudo(chain, chain.compose_call("AdminUtils", "sudo_set_admin_freeze_window", {"window": 0}))


def sudo(chain, call):
    from bittensor_wallet import Keypair

    wrapped = chain.compose_call("Sudo", "sudo", {"call": call})
    signed = chain.create_signed_extrinsic(call=wrapped, keypair=Keypair.create_from_uri("//Alice"))
    receipt = chain.submit_extrinsic(signed, wait_for_inclusion=True)
    if not receipt.is_success:
        raise ValueError(f"sudo: {receipt.error_message}")


def next_epoch(j, netuid, query):
    before = query("LastEpochBlock", netuid)
    for _ in range(40):
        j.mine(10)
        if query("LastEpochBlock", netuid) != before:
            return
    raise ValueError("no epoch in 400 blocks")


def main():
    tau, btcli, document = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory() as home:
        devnet, url = start_devnet(tau, home, *JOURNEY)
        journey = Journey(tau, btcli, url, home)
        try:
            walk(journey)
        finally:
            devnet.terminate()
            devnet.wait(timeout=30)
    finish(journey.rows, document, "journey", lambda name: name if "," in name else f"`btcli {name}`", "--write" in sys.argv[4:])


if __name__ == "__main__":
    main()

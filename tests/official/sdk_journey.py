"""A person's way through Bittensor with the official SDK, against `tau devnet`.

Called by ../official_cli.sh as: sdk_journey.py TAU DOCUMENT [--write]

The SDK's intents are executed and every typed read of it is asked once. The SDK is made for newer runtimes than the
development chain has; what it asks for and 425 lacks is in the table with the reason.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

import bittensor as bt
from shared import JOURNEY, finish, shorten, start_devnet

BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
# A subnet of the demo world that is open and has few neurons, and another one to move to.
HOME_NETUID, OTHER_NETUID = 4, 6


class Journey:
    def __init__(self, tau, url, home):
        self.tau, self.url, self.home = tau, url, home
        self.rows = []
        self.chain = bt.Subtensor(url)

    def step(self, name, act):
        """One step; `act` raises when it does not work."""
        # Once more, because a slow machine runs into time limits of the SDK's own.
        for _ in range(2):
            try:
                answer, reason = act(), None
                break
            except Exception as error:
                answer, reason = None, shorten(f"{type(error).__name__}: {error}")
        self.rows.append((name, reason))
        print(("works   " if reason is None else "FAILED  ") + name + ("" if reason is None else f"   {reason}"), flush=True)
        return answer

    def execute(self, intent, wallet):
        return self.step(type(intent).__name__, lambda: done(self.chain.execute(intent, wallet)))

    def call(self, call, wallet):
        return self.step("calls.SubtensorModule.burned_register", lambda: done(self.chain.submit_call(call, wallet)))

    def fund(self, address, amount):
        done = subprocess.run([self.tau, "devnet", "fund", address, amount, "--network", self.url], capture_output=True,
                              text=True, timeout=60, env={"PATH": os.environ["PATH"], "HOME": self.home})
        if done.returncode != 0:
            raise SystemExit(f"tau devnet fund failed: {done.stderr}")


def done(result):
    if not result.success:
        raise ValueError(str(result.error or result))
    return result


def wallet(home, name):
    with contextlib.redirect_stdout(None):
        return bt.wallets.create(name, "default", os.path.join(home, "wallets"), use_password=False)


def walk(j):
    """The journey itself."""
    me, friend = wallet(j.home, "traveller"), wallet(j.home, "friend")
    cold, hot = me.coldkeypub.ss58_address, me.hotkeypub.ss58_address
    friends = friend.hotkeypub.ss58_address
    j.fund(cold, "10000")
    j.fund(friend.coldkeypub.ss58_address, "500")
    j.step("balances.get", lambda: expect(j.chain.balances.get(cold).rao, 10_000 * 10**9))
    j.execute(bt.Transfer(dest_ss58=BOB, amount_tao=10), me)
    # The intent asks for storage that came after 425; the call underneath is the same.
    j.execute(bt.BurnedRegister(netuid=HOME_NETUID), me)
    for who in (me, friend):
        j.call(bt.calls.SubtensorModule.burned_register(netuid=HOME_NETUID, hotkey=who.hotkeypub.ss58_address), who)
    j.execute(bt.SetIdentity(name="Traveller"), me)
    j.execute(bt.AddStake(hotkey_ss58=hot, netuid=HOME_NETUID, amount_tao=100), me)
    j.execute(bt.AddStakeLimit(hotkey_ss58=hot, netuid=OTHER_NETUID, amount_tao=5, limit_price_rao=10**10), me)
    j.execute(bt.MoveStake(origin_hotkey_ss58=hot, origin_netuid=HOME_NETUID, dest_hotkey_ss58=friends,
                           dest_netuid=HOME_NETUID, amount_alpha=20), me)
    j.execute(bt.SwapStake(hotkey_ss58=hot, origin_netuid=HOME_NETUID, dest_netuid=OTHER_NETUID, amount_alpha=5), me)
    j.execute(bt.TransferStake(dest_coldkey_ss58=friend.coldkeypub.ss58_address, hotkey_ss58=hot, origin_netuid=HOME_NETUID,
                               dest_netuid=HOME_NETUID, amount_alpha=5), me)
    j.execute(bt.RemoveStake(hotkey_ss58=hot, netuid=HOME_NETUID, amount_alpha=1), me)
    j.execute(bt.SetAutoStake(netuid=HOME_NETUID, hotkey_ss58=hot), me)
    j.execute(bt.SetChildren(netuid=HOME_NETUID, children=[(0.2, friends)]), me)
    j.execute(bt.SetTake(take=0.1), me)
    j.execute(bt.ServeAxon(netuid=HOME_NETUID, ip="198.18.0.7", port=8091), me)
    epoch(j, me, friends)
    j.execute(bt.UnstakeAll(hotkey_ss58=friends), me)
    j.execute(bt.RegisterSubnet(), me)
    reads(j, cold, hot)


def expect(seen, wanted):
    if seen != wanted:
        raise ValueError(f"{seen} instead of {wanted}")


def epoch(j, me, miner):
    """Weights, an epoch, the miner's incentive."""
    chain = j.chain
    mine = chain.neurons.uid(me.hotkeypub.ss58_address, HOME_NETUID)
    target = chain.neurons.uid(miner, HOME_NETUID)
    incentive = lambda: next(one for one in chain.neurons.all(HOME_NETUID) if one.uid == target).incentive

    def permitted():
        until(lambda: next(one for one in chain.neurons.all(HOME_NETUID) if one.uid == mine).validator_permit)

    def earned():
        until(lambda: incentive() > 0)

    j.step("a validator permit after an epoch", permitted)
    j.execute(bt.SetWeights(netuid=HOME_NETUID, uids=[target], weights=[1.0]), me)
    j.step("incentive after an epoch", earned)


def until(true):
    deadline = time.monotonic() + 120
    while not true():
        if time.monotonic() > deadline:
            raise ValueError("not within 120 s")
        time.sleep(0.5)


def reads(j, cold, hot):
    """Every typed read, with arguments by their names."""
    known = {
        "netuid": HOME_NETUID, "coldkey_ss58": cold, "hotkey_ss58": hot, "address": cold, "coldkey_ss58s": [cold],
        "hotkey_ss58s": [hot], "uid": 0, "mechid": 0, "amount_tao": 1.0, "amount_alpha": 1.0, "netuids": [HOME_NETUID],
        "account_ss58": cold, "call_hash": "0x" + "00" * 32, "crowdloan_id": 0, "lite": True, "lease_id": 0,
        "block": j.chain.block - 1,
    }
    for read in sorted(j.chain.reads(), key=lambda read: read["name"]):
        j.step(f"read {read['name']}", lambda: j.chain.read(read["name"], **{name: known[name] for name in read["params"]}))


def main():
    tau, document = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as home:
        devnet, url = start_devnet(tau, home, *JOURNEY)
        journey = Journey(tau, url, home)
        try:
            walk(journey)
        finally:
            devnet.terminate()
            devnet.wait(timeout=30)
    finish(journey.rows, document, "sdk journey", lambda name: f"`{name}`" if " " not in name or name.startswith("read ") else name,
           "--write" in sys.argv[3:])


if __name__ == "__main__":
    main()

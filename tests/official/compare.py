"""The official command line and tau over the same state, with the same arguments: figures and time.

Run with the official command line's Python: compare.py TAU BTCLI [DOCUMENT]

The chain stands still, so both read the same block. Each figure that btcli prints is looked for in what tau prints.
It has to be equal to the last digit; where it is not, a line of `DIFFERENCES` has to say why and how far it may go.
The outcome is a table, which goes into the document, if one is named, between two markers.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from decimal import Decimal

from shared import start_devnet

NETUID = "4"
RUNS = int(os.environ.get("TAU_COMPARE_RUNS", "3"))
U16 = Decimal(65535)
# The part of root stake that counts on a subnet: `SubtensorModule.TaoWeight` of this world.
TAO_WEIGHT = Decimal("0.18")
# The part that the demo's validator gives to its child.
GIVEN = Decimal("0.2")


def decimal(value):
    return Decimal(str(value))


def wallets(home):
    """The demo's coldkey with its two hotkeys, and a rich key, as files of the official library."""
    from bittensor_wallet import Keypair, Wallet

    path = os.path.join(home, "wallets")
    for name, uri, hotkeys in (
        ("demo", "//Demo", {"default": "//Demo//validator", "miner": "//Demo//miner"}),
        ("alice", "//Alice", {"default": "//Alice//hot"}),
    ):
        key = Keypair.create_from_uri(uri)
        wallet = Wallet(name=name, path=path)
        wallet.set_coldkey(key, encrypt=False, overwrite=True)
        wallet.set_coldkeypub(key, overwrite=True)
        for hotkey, uri in hotkeys.items():
            Wallet(name=name, hotkey=hotkey, path=path).set_hotkey(Keypair.create_from_uri(uri), encrypt=False, overwrite=True)
    return path


class Programs:
    def __init__(self, tau, btcli, url, home, path):
        self.tau, self.btcli, self.url, self.home, self.path = tau, btcli, url, home, path

    def run(self, program, words):
        """Standard output, and how long it took."""
        # btcli wraps its JSON at the terminal width, so the width must be large; its cache on disk holds a thread that
        # can keep a finished command from ending.
        env = {"PATH": os.environ["PATH"], "HOME": self.home, "COLUMNS": "10000", "LANG": "C.UTF-8", "DISK_CACHE": "0"}
        begin = time.monotonic()
        done = subprocess.run([program, *words], env=env, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
        return done, time.monotonic() - begin

    def arguments(self, words, wallet, chain):
        more = ["--wallet-path", self.path] if wallet else []
        return words + more + (["--network", self.url] if chain else [])

    def ours(self, words):
        done, took = self.run(self.tau, words)
        if done.returncode != 0:
            raise SystemExit(f"tau {' '.join(words)}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout), took

    def mine(self, blocks):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tau_mine", "params": [blocks]}).encode()
        request = urllib.request.Request(self.url.replace("ws://", "http://"), body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            said = json.load(answer)
        if "error" in said:
            raise SystemExit(f"tau_mine failed: {said['error']}")


# What the figures of one command are called in both answers: a name, and the value.


def wallet_list(theirs, ours):
    their, our = {}, {}
    for wallet in theirs["wallets"]:
        their[wallet["name"]] = wallet["ss58_address"]
        their |= {f"{wallet['name']}/{hotkey['name']}": hotkey["ss58_address"] for hotkey in wallet["hotkeys"]}
    for wallet in ours["data"]["wallets"]:
        our[wallet["name"]] = wallet["coldkey"]["address"]
        our |= {f"{wallet['name']}/{hotkey['name']}": hotkey["address"] for hotkey in wallet["hotkeys"]}
    return their, our


def wallet_balance(theirs, ours):
    wallet, our = theirs["balances"]["demo"], ours["data"]["balances"][0]
    return (
        {"coldkey": wallet["coldkey"]} | {name: decimal(wallet[name]) for name in ("free", "staked", "total")},
        {"coldkey": our["coldkey"]} | {name: decimal(our[f"{name}_tao"]) for name in ("free", "staked", "total")},
    )


def wallet_overview(theirs, ours):
    their, our = {}, {}
    block = ours["network"]["block"]
    for subnet in theirs["subnets"]:
        for one in subnet["neurons"]:
            row = f"{subnet['netuid']}/{one['uid']}"
            their |= {f"{row} {name}": one[name] for name in ("hotkey_ss58", "active", "validator_permit", "axon")}
            their |= {f"{row} {name}": decimal(one[name]) for name in ("stake", "consensus", "incentive", "dividends")}
            their[f"{row} validator_trust"] = decimal(one["validator_trust"])
            their[f"{row} emission per block, rao"] = decimal(one["emission"])
            their[f"{row} blocks since update"] = decimal(one["last_update"])
            their[f"{row} subnet"] = subnet["name"]
            their[f"{row} tempo"] = subnet["tempo"]
    tempos = {subnet["netuid"]: subnet["tempo"] for subnet in theirs["subnets"]}
    for one in ours["data"]["neurons"]:
        row = f"{one['netuid']}/{one['uid']}"
        our[f"{row} hotkey_ss58"] = one["hotkey"]
        our |= {f"{row} {name}": one[name] for name in ("active", "validator_permit", "axon", "subnet")}
        our[f"{row} stake"] = decimal(one["total_stake_alpha"])
        our |= {f"{row} {name}": decimal(one[f"{name}_u16"]) / U16 for name in ("consensus", "incentive", "dividends", "validator_trust")}
        our[f"{row} tempo"] = one["tempo_blocks"]
        our[f"{row} emission per block, rao"] = decimal(one["emission_alpha"]) * 10**9 // tempos[one["netuid"]]
        our[f"{row} blocks since update"] = decimal(block - one["last_update_block"])
    return their, our


def stake_list(theirs, ours):
    their, our = {}, {}
    for hotkey, positions in theirs["stake_info"].items():
        for one in positions:
            row = f"{hotkey}/{one['netuid']}"
            their |= {f"{row} {name}": decimal(one[name]) for name in ("stake_value", "rate", "value")}
            their |= {f"{row} registered": one["registered"], f"{row} subnet": one["subnet_name"]}
    for one in ours["data"]["positions"]:
        row = f"{one['hotkey']}/{one['netuid']}"
        our |= {f"{row} stake_value": decimal(one["stake_alpha"]), f"{row} rate": decimal(one["price"])}
        our |= {f"{row} value": decimal(one["value_tao"]), f"{row} registered": one["registered"], f"{row} subnet": one["subnet"]}
    their |= {"free": decimal(theirs["free_balance"]), "total": decimal(theirs["total_tao_value"])}
    coldkey = ours["data"]["coldkeys"][0]
    our |= {"free": decimal(coldkey["free_tao"]), "total": decimal(coldkey["total_tao"])}
    their["staked"], our["staked"] = decimal(theirs["total_swapped_tao_value"]), decimal(coldkey["staked_tao"])
    return their, our


def subnets_list(theirs, ours):
    their, our = {}, {}
    for netuid, one in theirs["subnets"].items():
        their[f"{netuid} name"] = one["subnet_name"]
        their |= {f"{netuid} {name}": decimal(one[name]) for name in ("price", "market_cap", "emission", "supply")}
        # Root has no pool, and btcli says so.
        if one["liquidity"]["tao_in"] is not None:
            their |= {f"{netuid} tao_in": decimal(one["liquidity"]["tao_in"]), f"{netuid} alpha_in": decimal(one["liquidity"]["alpha_in"])}
            their[f"{netuid} alpha_out"] = decimal(one["alpha_out"])
            their |= {f"{netuid} since epoch": one["tempo"]["blocks_since_last_step"], f"{netuid} tempo": one["tempo"]["sn_tempo"]}
    for one in ours["data"]["subnets"]:
        netuid = one["netuid"]
        our |= {f"{netuid} name": one["name"], f"{netuid} price": decimal(one["price"])}
        our |= {f"{netuid} market_cap": decimal(one["market_cap_tao"]), f"{netuid} emission": decimal(one["emission_tao"])}
        our |= {f"{netuid} supply": decimal(one["pool_alpha"]) + decimal(one["outside_alpha"])}
        our |= {f"{netuid} tao_in": decimal(one["pool_tao"]), f"{netuid} alpha_in": decimal(one["pool_alpha"])}
        our |= {f"{netuid} alpha_out": decimal(one["outside_alpha"]), f"{netuid} since epoch": one["since_epoch_blocks"]}
        our[f"{netuid} tempo"] = one["tempo_blocks"]
    return their, our


def subnets_show(theirs, show, metagraph):
    subnet = show["data"]["subnet"]
    their = {
        "name": theirs["name"].removeprefix(": "), "owner": theirs["owner"], "rate": decimal(theirs["rate"]),
        "emission": decimal(theirs["emission"]), "tao_pool": decimal(theirs["tao_pool"]),
        "alpha_pool": decimal(theirs["alpha_pool"]), "tempo": theirs["tempo"]["tempo"],
        "since epoch": theirs["tempo"]["block_since_last_step"], "registration_cost": decimal(theirs["registration_cost"]),
    }
    our = {
        "name": subnet["name"], "owner": subnet["owner_coldkey"], "rate": decimal(subnet["price"]),
        "emission": decimal(subnet["emission_tao"]), "tao_pool": decimal(subnet["pool_tao"]),
        "alpha_pool": decimal(subnet["pool_alpha"]), "tempo": subnet["tempo_blocks"],
        "since epoch": subnet["since_epoch_blocks"], "registration_cost": decimal(subnet["burn_tao"]),
    }
    for one in theirs["uids"]:
        row = f"uid {one['uid']}"
        their |= {f"{row} {name}": one[name] for name in ("hotkey", "coldkey")}
        names = ("stake", "alpha_stake", "tao_stake", "dividends", "incentive", "emissions")
        their |= {f"{row} {name}": decimal(one[name]) for name in names}
    for one in metagraph["data"]["neurons"]:
        row = f"uid {one['uid']}"
        our |= {f"{row} {name}": one[name] for name in ("hotkey", "coldkey")}
        our |= {f"{row} stake": decimal(one["total_stake_alpha"]), f"{row} alpha_stake": decimal(one["stake_alpha"])}
        our |= {f"{row} tao_stake": decimal(one["stake_tao"]) * TAO_WEIGHT, f"{row} emissions": decimal(one["emission_alpha"])}
        our |= {f"{row} {name}": decimal(one[f"{name}_u16"]) / U16 for name in ("dividends", "incentive")}
    return their, our


def subnets_price(theirs, ours):
    stats = theirs[NETUID]["stats"]
    return {"price": decimal(stats["current_price"])}, {"price": decimal(ours["data"]["price"])}


def hyperparameters(theirs, ours):
    def value(value):
        value = value["rao"] if isinstance(value, dict) else value
        return value if isinstance(value, bool) else decimal(value)

    their = {one["hyperparameter"]: value(one["value"]) for one in theirs}
    our = {}
    for one in ours["data"]["hyperparameters"]:
        if one["kind"] == "flag":
            our[one["name"]] = one["value"] == "true"
        elif one["kind"] == "tao":
            our[one["name"]] = decimal(one["value_tao"]) * 10**9
        else:
            our[one["name"]] = decimal(one["value"])
    return their, our


def child_get(theirs, ours):
    their, our = {}, {}
    for netuid, children in theirs.items():
        # Parts of 2^64 - 1; tau says per cent, exact to two places.
        their |= {f"{netuid}/{child} per cent": round(decimal(share) * 100 / (2**64 - 1), 2) for child, share in children.items()}
    for one in ours["data"]["relatives"]:
        if one["relation"] == "child":
            our[f"{one['netuid']}/{one['hotkey']} per cent"] = decimal(one["proportion"].removesuffix("%"))
    return their, our


def burn_cost(theirs, ours):
    return {"cost, rao": decimal(theirs["burn_cost"]["rao"])}, {"cost, rao": decimal(ours["data"]["cost_tao"]) * 10**9}


# Figures that need not be equal: command, name, how far apart they may be (None: tau does not print it), the reason.
FLOAT = "btcli adds and multiplies in binary floating point and prints what comes of it; tau counts in rao"
DIFFERENCES = [
    ("wallet balance", r"staked|total", Decimal("1e-8"), FLOAT),
    ("stake list", r" value$|^staked$|^total$", Decimal("1e-8"), FLOAT + ", each position rounded to the nearest"),
    ("wallet overview", r" (consensus|incentive|dividends|validator_trust)$", Decimal("1e-15"),
     "btcli divides what the chain keeps, a number up to 65535, into a float; tau's JSON has the number itself"),
    ("wallet overview", r"emission per block", Decimal(0),
     "btcli shows the emission of an epoch divided by the tempo, in rao; tau the emission of the epoch, in alpha: divided here"),
    ("wallet overview", r"^7/\d+ stake$", Decimal("57796.11") * GIVEN + 1,
     "the validator gave a fifth of its stake to a child: btcli shows what is staked through it, tau what counts in the epoch"),
    ("subnets list", r"market_cap", Decimal("1e-3"), FLOAT),
    ("subnets list", r"supply", Decimal("1e-8"), FLOAT),
    ("subnets show", r"^emission$", None,
     "btcli prints a field that the chain always fills with 0; its own list has the figure that tau shows"),
    ("subnets show", r"uid \d+ (incentive|dividends)$", Decimal("1e-15"),
     "btcli divides what the chain keeps, a number up to 65535, into a float; tau's JSON has the number itself"),
]


def compare(command, theirs, ours):
    """How many figures are equal, how many differ with a reason, and the reasons; a difference without one is an error."""
    equal, reasons, wrong = 0, {}, []
    for name, value in theirs.items():
        mine = ours.get(name)
        if mine is not None and mine == value:
            equal += 1
            continue
        rule = next((rule for rule in DIFFERENCES if rule[0] == command and re.search(rule[1], name)), None)
        if rule is None:
            wrong.append(f"{name}: btcli {value}, tau {mine}")
        elif rule[2] is None:
            reasons.setdefault(rule[3], []).append((name, value, mine))
        elif mine is None or abs(mine - value) > rule[2]:
            wrong.append(f"{name}: btcli {value}, tau {mine}, further apart than {rule[2]}")
        else:
            reasons.setdefault(rule[3], []).append((name, value, mine))
    return equal, reasons, wrong


def commands(url):
    """Name, arguments of both, arguments of tau where it takes others and why, how to read the answers."""
    wallet, net = ["--wallet-name", "demo"], ["--netuid", NETUID]
    return [
        ("wallet list", ["wallet", "list"], None, "", wallet_list, True, False),
        ("wallet balance", ["wallet", "balance", *wallet], None, "", wallet_balance, True, True),
        ("wallet overview", ["wallet", "overview", *wallet], None, "", wallet_overview, True, True),
        ("wallet inspect", ["wallet", "inspect", *wallet], None, "", None, True, True),
        ("stake list", ["stake", "list", *wallet, "--no-prompt"], None, "", stake_list, True, True),
        ("subnets list", ["subnets", "list"], None, "", subnets_list, False, True),
        ("subnets show", ["subnets", "show", *net, "--no-prompt"], [["subnets", "metagraph", *net]],
         "btcli's page of a subnet holds the metagraph: tau runs `subnet show` and `subnet metagraph`, timed together; btcli's "
         "`tao_stake` is multiplied by the weight of TAO (0.18), tau's is the stake: multiplied here",
         subnets_show, False, True),
        ("subnets price", ["subnets", "price", "--netuids", NETUID, "--current"], None, "", subnets_price, False, True),
        ("subnets hyperparameters", ["subnets", "hyperparameters", *net], None, "", hyperparameters, False, True),
        ("stake child get", ["stake", "child", "get", "--netuid", "7", *wallet, "--hotkey", "default"], None, "", child_get, True, True),
        ("subnets burn-cost", ["subnets", "burn-cost"], ["subnets", "create-cost"],
         "btcli calls the price of a new subnet burn-cost, which in tau is the price of a registration: `subnet create-cost`",
         burn_cost, False, True),
    ]


def measure(programs, command):
    """Everything about one command: its line of the table, the reasons, what is wrong."""
    name, words, other, note, read, wallet, chain = command
    words = programs.arguments(words + ["--json-output"], wallet, chain)
    mine = [words]
    if other and isinstance(other[0], list):
        mine += [programs.arguments(extra + ["--json-output"], wallet, chain) for extra in other]
    elif other:
        mine = [programs.arguments(other + ["--json-output"], wallet, chain)]
    ours, theirs, our_time, their_time = [], None, None, None
    for _ in range(RUNS):
        answers = [programs.ours(one) for one in mine]
        ours, took = [answer for answer, _ in answers], sum(took for _, took in answers)
        our_time = took if our_time is None else min(our_time, took)
        done, took = programs.run(programs.btcli, words)
        their_time = took if their_time is None else min(their_time, took)
        theirs = done
    reasons, wrong, equal = {}, [], 0
    if note:
        reasons[note] = []
    if read is None or theirs.returncode != 0 or not theirs.stdout.strip():
        said = " ".join((theirs.stdout + theirs.stderr).split())[-120:].replace("|", "/") or "it prints nothing with --json-output"
        reasons[f"btcli 9.23.2 gives no figures: {said}"] = []
    else:
        start = min(index for index in (theirs.stdout.find("{"), theirs.stdout.find("[")) if index >= 0)
        equal, more, wrong = compare(name, *read(json.loads(theirs.stdout[start:]), *ours))
        reasons |= more
    return equal, reasons, wrong, their_time, our_time


def main():
    tau, btcli = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    lines = ["| command | figures equal | with a reason | btcli 9.23.2 | tau | times faster |", "|---|---|---|---|---|---|"]
    notes, failures = [], []
    with tempfile.TemporaryDirectory() as home:
        devnet, url = start_devnet(tau, home, "--block-time", "manual", "--no-traders", "--control", "--preset", "fast")
        try:
            programs = Programs(tau, btcli, url, home, wallets(home))
            family(programs)
            for command in commands(url):
                name = command[0]
                equal, reasons, wrong, theirs, ours = measure(programs, command)
                some = sum(len(found) for found in reasons.values())
                ratio = theirs / ours
                lines.append(f"| `{name}` | {equal} | {some} | {theirs * 1000:.0f} ms | {ours * 1000:.0f} ms | {ratio:.0f} |")
                print(f"{'FAILED ' if wrong else 'same   '} {name}: {equal} equal, {some} with a reason, {ratio:.0f} times faster", flush=True)
                for reason, found in reasons.items():
                    example = f" ({found[0][0]}: {found[0][1]} and {found[0][2]})" if found else ""
                    example = re.sub(r"\b5[1-9A-HJ-NP-Za-km-z]{46,48}\b", "5…", example)
                    notes.append(f"| `{name}` | {len(found) or ''} | {reason}{example} |")
                for one in wrong:
                    print(f"        {one}")
                failures += [f"{name}: {one}" for one in wrong]
        finally:
            devnet.terminate()
            devnet.wait(timeout=30)
    text = "\n".join(lines + ["", "| command | figures | why they differ |", "|---|---|---|"] + notes)
    print(text)
    for document in sys.argv[3:4]:
        begin, end = "<!-- comparison -->", "<!-- /comparison -->"
        with open(document) as file:
            before, rest = file.read().split(begin)
        after = rest.split(end)[1]
        with open(document, "w") as file:
            file.write(f"{before}{begin}\n{text}\n{end}{after}")
    if failures:
        raise SystemExit(f"{len(failures)} figures differ without a reason")


def family(programs):
    """Give the demo's validator a child, so that there is one to be read."""
    words = ["stake", "child", "set", "miner=20%", "--netuid", "7", "--wallet-name", "demo", "--hotkey", "default", "--yes", "--json"]
    programs.ours(programs.arguments(words + ["--wait", "none"], True, True))
    # The chain lets children wait before they count: some blocks, and then an epoch of the subnet.
    programs.mine(45)


if __name__ == "__main__":
    main()

"""Drive the official Bittensor command line and library against `tau devnet`.

Called by official_cli.sh with the paths of tau and btcli. Figures of both programs over the same
chain must agree; a transfer made by the official library must arrive.
"""

import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal

from shared import start_devnet

ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
RAO = Decimal(10) ** 9

failures = []
passed = 0


def check(what, condition, detail=""):
    global passed
    if condition:
        passed += 1
        print(f"ok      {what}")
    else:
        failures.append(what)
        print(f"FAILED  {what} {detail}")


def run(command, home):
    # btcli wraps its JSON at the terminal width, so the width must be large.
    env = {"PATH": os.environ["PATH"], "HOME": home, "COLUMNS": "10000", "LANG": "C.UTF-8", "DISK_CACHE": "0"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


def run_json(command, home):
    code, out, err = run(command, home)
    try:
        return json.loads(out[out.index("{"):])
    except ValueError:
        said = (out + err).replace("─", "").replace("  ", "").strip()
        raise SystemExit(f"{' '.join(command)} gave no JSON (exit {code}):\n{said[:2000]}")


def tao(text):
    return Decimal(str(text))


def balance(tau, url, home, address):
    found = run_json([tau, "wallet", "balance", address, "--network", url, "--json"], home)
    return tao(found["data"]["balances"][0]["free_tao"])


def test_balance(tau, btcli, url, home):
    official = run_json([btcli, "wallet", "balance", "--ss58", ALICE, "--network", url, "--json-output"], home)
    ours = balance(tau, url, home, ALICE)
    free = [tao(entry["free"]) for entry in official["balances"].values() if entry["coldkey"] == ALICE]
    # btcli computes with floats; nine decimals of a large balance are beyond them.
    check("btcli wallet balance", free and abs(free[0] - ours) < Decimal("0.001"), f"{free} against {ours}")


def test_subnets(tau, btcli, url, home):
    official = run_json([btcli, "subnets", "list", "--network", url, "--json-output"], home)
    ours = run_json([tau, "subnet", "list", "--network", url, "--json"], home)
    theirs = {int(netuid): entry for netuid, entry in official["subnets"].items()}
    mine = {entry["netuid"]: entry for entry in ours["data"]["subnets"]}
    check("btcli subnets list: the same subnets", theirs.keys() == mine.keys(), f"{theirs.keys()} {mine.keys()}")
    for netuid, entry in sorted(mine.items()):
        other = theirs.get(netuid)
        if other is None:
            continue
        # Blocks emit into the pools between the two answers.
        close = abs(tao(other["price"]) - tao(entry["price"])) < tao(entry["price"]) / 1000 + Decimal("0.000001")
        check(f"btcli subnets list: price of subnet {netuid}", close, f"{other['price']} against {entry['price']}")
        check(f"btcli subnets list: name of subnet {netuid}", entry["name"] in other["subnet_name"] or other["subnet_name"] in entry["name"],
              f"{other['subnet_name']} against {entry['name']}")


def test_transfer(tau, url, home):
    from async_substrate_interface.sync_substrate import SubstrateInterface
    from bittensor_wallet import Keypair

    alice = Keypair.create_from_uri("//Alice")
    receiver = Keypair.create_from_mnemonic(Keypair.generate_mnemonic())
    amount = 1_234_567_891
    with SubstrateInterface(url, ss58_format=42, type_registry={"types": {"Balance": "u64"}}) as substrate:
        call = substrate.compose_call(
            "Balances", "transfer_keep_alive", {"dest": receiver.ss58_address, "value": amount}
        )
        extrinsic = substrate.create_signed_extrinsic(call=call, keypair=alice)
        receipt = substrate.submit_extrinsic(extrinsic, wait_for_inclusion=True, wait_for_finalization=True)
        check("official library: transfer included", receipt.is_success, f"{receipt.error_message}")
    arrived = balance(tau, url, home, receiver.ss58_address)
    check("official library: transfer arrived to the rao", arrived == Decimal(amount) / RAO, f"{arrived}")


def test_messages(tau, btcli, home):
    """Messages signed by either side hold on the other, with both types of key."""
    from bittensor_wallet import Keypair

    password = os.path.join(home, "password")
    with open(password, "w") as file:
        file.write("correct horse battery")
    for key_type, number in (("sr25519", 1), ("ed25519", 0)):
        wallet = f"signer-{key_type}"
        code, out, err = run([tau, "wallet", "import", wallet, "--uri", "//Alice", "--key-type", key_type,
                              "--password-file", password], home)
        check(f"tau wallet import, {key_type}", code == 0, out + err)
        for message in ("hello", "Zoë · 密码 🔑", "<Bytes>wrapped already</Bytes>"):
            signed = run_json([tau, "--json", "wallet", "sign", message, "--wallet", wallet,
                               "--password-file", password], home)["data"]
            public = Keypair(ss58_address=signed["address"], crypto_type=number)
            holds = public.verify(message, signed["signature"])
            check(f"official library verifies tau's {key_type} signature of {message!r}", holds)
            check(f"official library refuses it over another message, {key_type}",
                  not public.verify(message + ".", signed["signature"]))
            if key_type == "sr25519":
                said = run_json([btcli, "wallet", "verify", "--message", message, "--signature", signed["signature"],
                                 "--address", signed["address"], "--json-output"], home)
                check(f"btcli wallet verify: {message!r}", said["verified"], f"{said}")
            official = Keypair.create_from_uri("//Alice", crypto_type=number)
            signature = "0x" + official.sign(message.encode()).hex()
            ours = run_json([tau, "--json", "wallet", "verify", message, "--signature", signature,
                             "--address", official.ss58_address], home)
            check(f"tau verifies the official library's {key_type} signature of {message!r}",
                  ours["ok"] and ours["data"]["key_type"] == key_type, f"{ours}")
            code, _, _ = run([tau, "wallet", "verify", message + ".", "--signature", signature,
                              "--address", official.ss58_address], home)
            check(f"tau refuses it over another message, {key_type}", code == 1, f"exit {code}")


def test_exports(tau, home):
    """Key files that tau writes for btcli open in the official library as the same keys."""
    from bittensor_wallet import Keyfile

    def secret_file(name, text):
        path = os.path.join(home, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    old, new = secret_file("old", "correct horse battery"), secret_file("new", "export 密码 7")
    wallets = os.path.join(home, "exported")
    for key_type in ("sr25519", "ed25519"):
        made = run_json([tau, "--json", "wallet", "create", f"export-{key_type}", "--key-type", key_type,
                         "--print-mnemonic", "--password-file", old], home)["data"]["wallet"]
        for what, address, passphrase in (
            (f"export-{key_type}", made["coldkey"]["address"], "export 密码 7"),
            (f"export-{key_type}/default", made["hotkeys"][0]["address"], None),
        ):
            os.makedirs(wallets, exist_ok=True)
            path = os.path.join(wallets, what.replace("/", "-"))
            command = [tau, "wallet", "export", "btcli", what, "--output", path, "--password-file", old]
            if passphrase:
                command += ["--new-password-file", new]
            code, out, err = run(command, home)
            check(f"tau wallet export btcli {what}", code == 0, out + err)
            try:
                key = Keyfile(path, name="exported").get_keypair(passphrase)
                check(f"official library opens {what}", key.ss58_address == address, f"{key.ss58_address}")
                check(f"official library signs with {what}", key.verify(b"hello", key.sign(b"hello")))
            except Exception as error:
                check(f"official library opens {what}", False, f"{error}")


def main():
    tau, btcli = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as home:
        devnet, url = start_devnet(tau, home, "--block-time", "250ms", "--no-traders")
        try:
            test_balance(tau, btcli, url, home)
            test_subnets(tau, btcli, url, home)
            test_transfer(tau, url, home)
            test_messages(tau, btcli, home)
            test_exports(tau, home)
        finally:
            devnet.terminate()
            devnet.wait(timeout=30)
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

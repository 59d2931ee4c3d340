"""`tau query` asks an axon that is built with the official SDK, on `tau devnet`.

Called by ../official_axon.sh as: axon.py TAU

The axon checks every request as any miner's does: the signature over time, hotkeys, session and hash; the age of the
request; the hash of the fields that its class hashes; who may ask.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace
from typing import ClassVar, Optional, Tuple

import bittensor as bt
from shared import start_devnet

# Where the demo world's miner has a place.
NETUID = 3
PASSPHRASE = "correct horse"


class Echo(bt.Synapse):
    text: str
    times: int
    tags: list[str] = []
    answer: Optional[str] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("text", "times", "tags")


class Forbidden(bt.Synapse):
    pass


def echo(synapse: Echo) -> Echo:
    synapse.answer = synapse.text[::-1] * synapse.times + ",".join(synapse.tags)
    return synapse


def forbidden(synapse: Forbidden) -> Forbidden:
    return synapse


def nobody(synapse: Forbidden) -> Tuple[bool, str]:
    return True, "nobody may"


class Tau:
    def __init__(self, program, url, home):
        self.program, self.url = program, url
        self.environment = {"PATH": os.environ["PATH"], "HOME": home, "TAU_PASSWORD": PASSPHRASE}

    def __call__(self, *words):
        """The document that a command prints."""
        said = subprocess.run([self.program, "--json", "--network", self.url, *words], capture_output=True, text=True,
                              timeout=120, env=self.environment)
        try:
            return json.loads(said.stdout)
        except ValueError:
            raise SystemExit(f"tau {' '.join(words)}: {said.stdout}{said.stderr}")

    def do(self, *words):
        document = self(*words)
        if not document["ok"]:
            raise SystemExit(f"tau {' '.join(words)}: {document['error']}")
        return document["data"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def served(port):
    """An axon of the demo world's miner."""
    hotkey = bt.Keypair.create_from_uri("//Demo//miner")
    wallet = SimpleNamespace(hotkey=hotkey, coldkeypub=bt.Keypair.create_from_uri("//Demo"))
    axon = bt.Axon(wallet=wallet, port=port, ip="127.0.0.1", external_ip="127.0.0.1")
    axon.attach(forward_fn=echo)
    axon.attach(forward_fn=forbidden, blacklist_fn=nobody)
    axon.start()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return axon, hotkey.ss58_address
        time.sleep(0.1)
    raise SystemExit("the axon does not listen")


def main():
    steps = []

    def expect(name, seen, wanted):
        steps.append(seen == wanted)
        print(f"works   {name}" if steps[-1] else f"FAILED  {name}: {seen} instead of {wanted}", flush=True)

    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as home:
        devnet, url = start_devnet(program, home, "--block-time", "1s")
        port = free_port()
        try:
            axon, miner = served(port)
            tau = Tau(program, url, home)
            tau.do("wallet", "import", "demo", "--uri", "//Demo")
            tau.do("wallet", "import", "demo", "--as-hotkey", "validator", "--uri", "//Demo//validator")
            neurons = tau.do("subnet", "metagraph", str(NETUID))["neurons"]
            uid = next(one["uid"] for one in neurons if one["hotkey"] == miner)
            other = next(one["uid"] for one in neurons if one["hotkey"] != miner)

            def query(of, *words):
                return tau("query", str(of), "-n", str(NETUID), "-w", "demo", "-H", "validator", "--allow-private",
                           "--endpoint", f"127.0.0.1:{port}", *words)

            data = query(uid)["data"]
            expect("Synapse, which every axon knows", (data["http_status"], data["axon_status"], data["axon_message"]),
                   (200, 200, "Success"))
            body = json.dumps({"text": "it's τ", "times": 2, "tags": ["a", "b'c"]})
            data = query(uid, "--synapse", "Echo", "--body", body, "--hash", "text,times,tags")["data"]
            expect("a synapse of a subnet's own, hashed", (data["http_status"], (data["body"] or {}).get("answer")),
                   (200, "τ s'ti" * 2 + "a,b'c"))
            data = query(uid, "--synapse", "Echo", "--body", body, "--hash", "text,times,tags", "--required", "text,times")["data"]
            expect("with the fields that it requires", data["http_status"], 200)
            again = [query(uid)["data"]["http_status"] for _ in range(3)]
            expect("several in a row", again, [200, 200, 200])
            document = query(uid, "--synapse", "Echo", "--body", body)
            expect("what is not hashed is refused", (document["ok"], document["data"]["http_status"] >= 400), (False, True))
            expect("a synapse that it does not know", query(uid, "--synapse", "Nothing")["data"]["http_status"], 404)
            expect("a hotkey that it does not answer", query(uid, "--synapse", "Forbidden")["data"]["http_status"], 403)
            expect("signed for another neuron", query(other)["data"]["http_status"], 401)
            axon.stop()
        finally:
            devnet.terminate()
            devnet.wait()
    print(f"{sum(steps)} of {len(steps)} steps work")
    if not all(steps):
        raise SystemExit(1)


main()

#!/usr/bin/env python3
"""Measures the dashboard in a pseudo-terminal against its budgets.

A development chain with many subnets makes a block every second; the dashboard sits on it for some minutes while
keys are pressed. Measured are processor time, memory and its growth, redraws per block, and the time from a key
to the first byte of the picture that answers it. Then a second chain stands still, and so has the dashboard to.

    python3 tests/budgets.py --tau target/release/tau            # five minutes
    python3 tests/budgets.py --tau target/release/tau --seconds 60

Needs Linux, Python 3.8 and nothing else; a debug build is measured too, but says nothing about budgets. Ends with
code 1 if a budget is missed.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
# Bytes that follow each other within this many seconds belong to one picture: the loop leaves 16 ms between two.
QUIET = 0.006


def scenario(subnets):
    """A world of so many subnets, each with a validator, miners and a trader."""
    parts = ['title = "Many subnets"', 'about = "For measuring."', "seed = 7", "blocks = 100000", "root_stake = 100000"]
    for number in range(1, subnets + 1):
        parts.append(
            f"""
[[subnets]]
name = "Subnet {number}"
tao = {1000 + 37 * number}
alpha = {40000 + 911 * number}
tempo = 120
[[subnets.miners]]
name = "miner"
count = 3
quality = 0.7
[[subnets.validators]]
name = "validator"
stake = 500
[[subnets.traders]]
name = "crowd"
funds = 100
size = 1
every = {5 + number % 11}
style = "noise\""""
        )
    return "\n".join(parts) + "\n"


class Devnet:
    """A development chain of a process of its own."""

    def __init__(self, tau, home, arguments):
        self.process = subprocess.Popen(
            [tau, "devnet", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(home),
            cwd=home,
        )
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            found = re.search(r"ws://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                break
        else:
            raise SystemExit("the development chain did not start:\n" + "".join(seen))
        self.url = f"ws://127.0.0.1:{self.port}"

    def block(self):
        """The newest block's number."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "chain_getHeader", "params": []}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(json.load(answer)["result"]["number"], 16)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def environment(home):
    return {"HOME": home, "PATH": os.environ.get("PATH", ""), "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor"}


class Dashboard:
    """The dashboard in a pseudo-terminal."""

    def __init__(self, tau, home, url, columns, rows):
        self.began = time.monotonic()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir(home)
            os.execve(tau, [tau, "--network", url], environment(home))
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.frames = 0
        self.bytes = 0
        self.last = 0.0
        self.tail = b""

    def read(self, seconds, until=None):
        """Read for so long, or until `until` is true of what came; the moment of the first byte."""
        end = time.monotonic() + seconds
        first = None
        while True:
            left = end - time.monotonic()
            if left <= 0:
                return first
            ready, _, _ = select.select([self.master], [], [], left)
            if not ready:
                return first
            now = time.monotonic()
            data = os.read(self.master, 1 << 16)
            if not data:
                raise SystemExit("the dashboard ended")
            first = first or now
            if now - self.last > QUIET:
                self.frames += 1
            self.last = now
            self.bytes += len(data)
            self.tail = (self.tail + data)[-200_000:]
            if until and until(self.tail):
                return first

    def press(self, keys):
        os.write(self.master, keys.encode())

    def wait_for(self, text, seconds=120):
        wanted = text.encode()
        if self.read(seconds, lambda tail: wanted in tail) is None or wanted not in self.tail:
            raise SystemExit(f"no `{text}` within {seconds} s")

    def processor(self):
        """Seconds of processor time so far."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        """Resident memory in MiB."""
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024

    def leave(self):
        self.press("\x1b\x1b")
        self.read(0.3)
        self.press("q")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return
            try:
                self.read(0.1)
            except (OSError, SystemExit):
                pass
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def percentile(values, part):
    if not values:
        return float("nan")
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


# Keys of somebody who looks around: screens, rows, sorting, a filter, a chart.
WALK = ["j", "j", "k", "P", "S", "M", "j", "l", "h", "3", "4", "1", "j", "s", "G", "g", "n", "v", "j", "k"]


def busy(tau, home, options):
    """The dashboard on a chain that moves."""
    path = os.path.join(home, "many.toml")
    with open(path, "w") as file:
        file.write(scenario(options.subnets))
    columns, rows = options.size
    devnet = Devnet(options.chain, home, ["--scenario", path, "--block-time", "1s"])
    rowset = []
    try:
        # A block that every lane has answered for.
        while devnet.block() < 2:
            time.sleep(0.5)
        dashboard = Dashboard(tau, home, devnet.url, columns, rows)
        try:
            dashboard.wait_for("live")
            # The welcome of a first start.
            dashboard.press("\x1b")
            # Opening, the first readings and the first picture of every screen are not what is measured.
            for key in "3417":
                dashboard.press(key)
                dashboard.read(1)
            dashboard.press("1")
            dashboard.read(5)
            memory = dashboard.memory()
            half = options.seconds / 2

            began, blocks, frames, spent = time.monotonic(), devnet.block(), dashboard.frames, dashboard.processor()
            dashboard.read(half)
            passed = time.monotonic() - began
            made = max(devnet.block() - blocks, 1)
            rowset.append(("watching: processor, % of one core", 100 * (dashboard.processor() - spent) / passed, None))
            rowset.append(("watching: redraws per block", (dashboard.frames - frames) / made, 3))
            rowset.append(("watching: blocks per second", made / passed, None))

            latencies = []
            began, spent = time.monotonic(), dashboard.processor()
            place = 0
            while time.monotonic() - began < half:
                # What a block makes it draw must not be taken for the answer: wait for a quiet moment.
                while dashboard.read(0.04) is not None:
                    pass
                pressed = time.monotonic()
                dashboard.press(WALK[place % len(WALK)])
                place += 1
                first = dashboard.read(0.25, lambda _: True)
                if first is not None:
                    latencies.append(1000 * (first - pressed))
                dashboard.read(0.1)
            passed = time.monotonic() - began
            rowset.append(("keys: pressed and answered", len(latencies), None))
            rowset.append(("keys: to the first byte, p50, ms", percentile(latencies, 0.5), None))
            rowset.append(("keys: to the first byte, p99, ms", percentile(latencies, 0.99), 30))
            rowset.append(("keys: processor, % of one core", 100 * (dashboard.processor() - spent) / passed, None))
            after = dashboard.memory()
            rowset.append(("memory at the end, MiB", after, 60))
            rowset.append(("memory growth per minute, MiB", 60 * (after - memory) / (2 * half), 1))
        finally:
            dashboard.leave()
    finally:
        devnet.stop()
    return rowset


def idle(tau, home, options):
    """The dashboard on a chain that stands still."""
    columns, rows = options.size
    devnet = Devnet(options.chain, home, ["--block-time", "3600s", "--no-traders"])
    try:
        dashboard = Dashboard(tau, home, devnet.url, columns, rows)
        try:
            dashboard.wait_for("live")
            dashboard.press("\x1b")
            dashboard.read(5)
            # Ages change in steps that grow: after the first of them nothing does for some time.
            dashboard.read(8)
            seconds = min(15.0, options.seconds / 4)
            began, seen, spent = time.monotonic(), dashboard.bytes, dashboard.processor()
            dashboard.read(seconds)
            passed = time.monotonic() - began
            return [
                ("idle: bytes drawn", dashboard.bytes - seen, 0),
                ("idle: processor, % of one core", 100 * (dashboard.processor() - spent) / passed, 0.5),
                ("idle: memory, MiB", dashboard.memory(), 60),
            ]
        finally:
            dashboard.leave()
    finally:
        devnet.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tau", default="target/release/tau", help="the program (default: %(default)s)")
    parser.add_argument("--chain", help="the program that serves the chains, if it is another one")
    parser.add_argument("--seconds", type=float, default=300, help="how long it sits there (default: %(default)s)")
    parser.add_argument("--subnets", type=int, default=128, help="subnets of the chain (default: %(default)s)")
    parser.add_argument("--size", default="160x50", help="cells of the terminal (default: %(default)s)")
    options = parser.parse_args()
    options.size = tuple(int(part) for part in options.size.split("x"))
    tau = os.path.abspath(options.tau)
    options.chain = os.path.abspath(options.chain or tau)
    if not os.access(tau, os.X_OK):
        parser.error(f"{tau} is no program: build it, or say --tau")
    home = tempfile.mkdtemp(prefix="tau-budgets-")
    try:
        rows = idle(tau, home, options)
        rows += busy(tau, home, options)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    missed = 0
    print(f"{options.subnets} subnets, a block a second, {options.seconds:.0f} s, {options.size[0]}x{options.size[1]}")
    print(f"{'what':<40}{'measured':>12}{'budget':>10}")
    for name, value, budget in rows:
        # Not a number is no figure within a budget either.
        is_missed = budget is not None and not value <= budget
        missed += is_missed
        limit = "" if budget is None else f"{budget:g}"
        print(f"{name:<40}{value:>12.2f}{limit:>10}{'   missed' if is_missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

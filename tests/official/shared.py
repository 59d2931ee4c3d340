"""What the journeys with the official tools share: a chain, short reasons, and the table in the document."""

import os
import re
import select
import subprocess
import time


# What a journey's chain is like: days are minutes, and the journey may make blocks itself.
JOURNEY = ["--block-time", "1s", "--preset", "fast", "--control"]


def shorten(text):
    # Addresses, hashes and times differ from run to run.
    text = re.sub(r"0x[0-9a-fA-F]{8,}", "0x…", " ".join(text.replace("│", " ").replace("─", "").split()))
    text = re.sub(r"\b5[1-9A-HJ-NP-Za-km-z]{46,48}\b", "5…", text)
    return text[-160:].replace("|", "/")


def start_devnet(tau, home, *options):
    """A chain on a free port, and its address."""
    devnet = subprocess.Popen(
        [tau, "devnet", "--port", "0", *options],
        env={"PATH": os.environ["PATH"], "HOME": home}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    deadline = time.monotonic() + 60
    seen = ""
    while time.monotonic() < deadline:
        if select.select([devnet.stdout], [], [], 1)[0]:
            line = devnet.stdout.readline()
            seen += line
            if found := re.search(r"ws://127\.0\.0\.1:\d+", line):
                return devnet, found.group(0)
            if not line and devnet.poll() is not None:
                break
    devnet.kill()
    raise SystemExit(f"tau devnet printed no address:\n{seen}")


def table(rows, shown):
    """The first failure of each name, or None; and the table as text."""
    merged = {}
    for name, reason in rows:
        merged[name] = merged.get(name) or reason
    lines = ["| step | on `tau devnet` |", "|---|---|"]
    for name, reason in merged.items():
        lines.append(f"| {shown(name)} | {'works' if reason is None else 'no: ' + reason} |")
    return merged, "\n".join(lines)


def finish(rows, document, marker, shown, write):
    """Compare with the document's table, or renew it."""
    begin, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    merged, written = table(rows, shown)
    with open(document) as file:
        text = file.read()
    before, rest = text.split(begin)
    old, after = rest.split(end)
    lost = sorted(name for name, reason in merged.items() if reason is not None and f"| {shown(name)} | works |" in old)
    works = sum(reason is None for reason in merged.values())
    print(f"{works} of {len(merged)} steps work")
    if write:
        with open(document, "w") as file:
            file.write(f"{before}{begin}\n{written}\n{end}{after}")
    elif lost:
        raise SystemExit(f"worked when {document} was written, and not now: {', '.join(lost)}")

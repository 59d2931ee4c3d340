#!/usr/bin/env python3
"""A table of btcli's commands and what stands in tau for them, from the installed programs' own trees.

Usage: coming.py TAU VENV-OF-9 VENV-OF-11 docs/coming-from-btcli.md [--write]

Fails if a command has no line in coming.toml, if a line names a command that is not there, on either side, or if the
document says something else.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

# Prints every command once, by its longest name that is not hidden; groups and commands have aliases.
WALK = """
import sys, typer
if sys.argv[1] == '9':
    from bittensor_cli.cli import CLIManager
    app = CLIManager().app
else:
    from bittensor.cli.main import app
seen = {}
def walk(command, path, hidden):
    inner = getattr(command, 'commands', None)
    if inner:
        for name, sub in inner.items():
            walk(sub, path + [name], hidden or sub.hidden)
        return
    what = getattr(command.callback, '__wrapped__', command.callback)
    what = getattr(what, '__func__', what)
    key = (getattr(what, '__module__', ''), getattr(what, '__qualname__', str(what)), command.help)
    seen.setdefault(key, []).append((' '.join(path), hidden))
walk(typer.main.get_command(app), [], False)
for names in seen.values():
    print('TREE', max([name for name, hidden in names if not hidden] or [name for name, _ in names], key=len))
"""

# What of 11 is compared: the others are names for storage and calls, which `chain query` and `call` reach by name.
GROUPS_OF_11 = ("wallet", "stake", "root", "subnets", "hparams", "conviction", "addr", "proxy", "multisig", "evm",
                "misc crowd", "misc axon")

INTRODUCTION = """\
# Coming from btcli

What stands in tau for every command of btcli 9.23.2 and, of btcli 11.3.0, of its groups wallet, stake, root, subnets, hparams,
conviction, addr, proxy, multisig, crowd, axon and evm. Names of flags are understood as btcli has them; where a word means two
things there, tau picks one and says so. `tau import-btcli` takes over settings and books; key files stay where they are.

Whatever has no command of its own is reached by name: `tau call PALLET.CALL`, `tau chain query PALLET.ITEM`, `tau chain call
API.METHOD`. A script makes these tables from the installed programs' own trees and fails when they change.
"""


def commands_of(venv, version):
    said = subprocess.run([f"{venv}/bin/python", "-c", WALK, version], capture_output=True, text=True, check=True).stdout
    names = [line.removeprefix("TREE ") for line in said.splitlines() if line.startswith("TREE ")]
    if version == "11":
        names = [name for name in names if name.startswith(tuple(f"{group} " for group in GROUPS_OF_11))]
    return names


def commands_of_tau(tau):
    said = subprocess.run([tau, "man"], capture_output=True, text=True, check=True).stdout
    return {line.lstrip("# ").strip().removeprefix("tau ") for line in said.splitlines() if line.startswith("#")}


def main():
    tau, nine, eleven, document, *rest = sys.argv[1:]
    lines = tomllib.loads((Path(__file__).parent / "coming.toml").read_text())
    ours = commands_of_tau(tau)
    wrong = []
    text = INTRODUCTION
    counts = {}
    for version, venv in (("9", nine), ("11", eleven)):
        theirs, said = commands_of(venv, version), lines[version]
        wrong += [f"btcli {version} has `{name}`, and coming.toml has no line of it" for name in theirs if name not in said]
        wrong += [f"coming.toml has `{name}`, and btcli {version} has not" for name in said if name not in theirs]
        text += f"\n## btcli {version}\n\n| btcli {version} | tau |\n|---|---|\n"
        reached = 0
        for name in theirs:
            stands = said.get(name, "")
            if stands.startswith("- "):
                text += f"| `{name}` | {stands.removeprefix('- ')} |\n"
                continue
            reached += 1
            if stands not in ours:
                wrong.append(f"`{name}` is said to be `tau {stands}`, which there is not")
            text += f"| `{name}` | `tau {stands}` |\n"
        counts[version] = (reached, len(theirs))
    for one in wrong:
        print("FAILED ", one)
    path = Path(document)
    if "--write" in rest and not wrong:
        path.write_text(text)
    elif not path.exists() or path.read_text() != text:
        print(f"FAILED  {document} says something else: run this with --write")
        wrong.append(document)
    for version, (reached, all_) in counts.items():
        print(f"btcli {version}: {reached} of {all_} commands have one of tau's, {all_ - reached} a reason")
    sys.exit(bool(wrong))


main()

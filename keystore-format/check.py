#!/usr/bin/env python3
"""An independent reader of tau key files, written from v1.md alone, that runs every vector.

    pip install argon2-cffi PyNaCl base58
    pip install py-sr25519-bindings     # optional: also derives sr25519 public keys
    python3 check.py [vectors]
"""

import hashlib
import re
import sys
import unicodedata
from pathlib import Path

import base58
import nacl.exceptions
import nacl.signing
from argon2.low_level import Type, hash_secret_raw
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as xchacha_open

try:
    import sr25519
except ImportError:
    sr25519 = None

# Section 3. `\Z` and not `$`, which forgives a newline.
HEX = "[0-9a-f]"
NUMBER = "([1-9][0-9]{0,9})"
KEY = rf"key-type: (sr25519|ed25519)\npublic-key: ({HEX}{{64}})\n"
SEALED = re.compile(
    rf"tau-key/1\nkind: (coldkey|hotkey)\n{KEY}kdf: argon2id\nmemory: {NUMBER}\npasses: {NUMBER}\n"
    rf"salt: ({HEX}{{64}})\ncheck: ({HEX}{{64}})\ncipher: xchacha20-poly1305\n"
    rf"nonce: ({HEX}{{48}})\n---\n"
)
OPEN = re.compile(rf"tau-key/1\nkind: (hotkey)\n{KEY}kdf: none\n---\n")
WATCHED = re.compile(rf"tau-key/1\nkind: (watch-only)\npublic-key: ({HEX}{{64}})\n---\n")
NOTED = re.compile(
    rf"tau-key/1\nkind: (proxy-note)\npublic-key: ({HEX}{{64}})\ndelegate: ({HEX}{{64}})\n"
    rf"proxy-type: ([A-Za-z][A-Za-z0-9]{{0,31}})\n---\n"
)
ORDER = 2**252 + 27742317777372353535851937790883648493


class Failure(Exception):
    """One of the outcomes of testkit.md."""


def hex_line(text, length):
    if not re.fullmatch(rf"{HEX}{{{2 * length}}}\n\Z", text):
        raise Failure("payload failure")
    return bytes.fromhex(text[:-1])


def read(data, passphrase):
    """Open a key file: its kind, key type, public key, form, secret and private key."""
    if len(data) > 4096 or not data.startswith(b"tau-key/"):
        raise Failure("header failure")
    version = re.match(rb"tau-key/([1-9][0-9]{0,9})\n", data)
    if not version or int(version[1]) >= 2**32:
        raise Failure("header failure")
    if version[1] != b"1":
        raise Failure("unsupported version")
    text = data.decode("latin-1")
    if match := WATCHED.match(text):
        if match.end() != len(text):
            raise Failure("payload failure")
        return {"kind": match[1], "public-key": match[2]}
    if match := NOTED.match(text):
        if match.end() != len(text):
            raise Failure("payload failure")
        names = ("kind", "public-key", "delegate", "proxy-type")
        return dict(zip(names, match.groups()))
    if match := OPEN.match(text):
        payload = hex_line(text[match.end() :], 66)
    elif match := SEALED.match(text):
        memory, passes = int(match[4]), int(match[5])
        if max(memory, passes) >= 2**32:
            raise Failure("header failure")
        body = hex_line(text[match.end() :], 82)
        payload = unseal(match, memory, passes, body, passphrase)
    else:
        raise Failure("header failure")
    found = {"kind": match[1], "key-type": match[2], "public-key": match[3]}
    found.update(read_payload(payload, match[2]))
    if found.pop("derived") not in (None, match[3]):
        raise Failure("payload failure")
    return found


def unseal(match, memory, passes, body, passphrase):
    """Sections 4 and 5."""
    in_bounds = 19456 <= memory <= 1048576 and 2 <= passes <= 64 and memory * passes <= 4194304
    if not in_bounds:
        raise Failure("kdf refused")
    if not passphrase:
        raise Failure("wrong passphrase")
    okm = hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode(),
        bytes.fromhex(match[6]),
        time_cost=passes,
        memory_cost=memory,
        parallelism=1,
        hash_len=64,
        type=Type.ID,
        version=0x13,
    )
    if okm[32:].hex() != match[7]:
        raise Failure("wrong passphrase")
    try:
        return xchacha_open(body, match[0].encode(), bytes.fromhex(match[8]), okm[:32])
    except nacl.exceptions.CryptoError:
        raise Failure("tag failure") from None


def read_payload(payload, key_type):
    """Section 6."""
    form, length = payload[0], payload[1]
    secret, padding = payload[2 : 2 + length], payload[2 + length :]
    lengths = {1: (16, 20, 24, 28, 32), 2: (32,), 3: (64,)}.get(form, ())
    if len(payload) != 66 or length not in lengths or any(padding):
        raise Failure("payload failure")
    seed = secret
    if form == 1:
        seed = hashlib.pbkdf2_hmac("sha512", secret, b"mnemonic", 2048, 64)[:32]
    if key_type == "ed25519":
        if form == 3:
            raise Failure("payload failure")
        private = seed
        derived = bytes(nacl.signing.SigningKey(seed).verify_key).hex()
    else:
        private = secret
        if form != 3:
            h = bytearray(hashlib.sha512(seed).digest())
            h[0] &= 248
            h[31] = h[31] & 63 | 64
            scalar = int.from_bytes(h[:32], "little") >> 3
            private = scalar.to_bytes(32, "little") + bytes(h[32:])
        if not 0 < int.from_bytes(private[:32], "little") < ORDER:
            raise Failure("payload failure")
        derived = bytes(sr25519.public_from_secret_key(private)).hex() if sr25519 else None
    form = {1: "entropy", 2: "seed", 3: "expanded"}[form]
    return {"form": form, "secret": secret.hex(), "private-key": private.hex(), "derived": derived}


def address(public_key):
    prefixed = b"\x2a" + bytes.fromhex(public_key)
    return base58.b58encode(prefixed + hashlib.blake2b(b"SS58PRE" + prefixed).digest()[:2]).decode()


def main():
    default = Path(__file__).parent / "vectors"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    vectors = sorted(folder.iterdir())
    failures = unproved = 0
    for path in vectors:
        head, data = path.read_bytes().split(b"\n\n", 1)
        fields = dict(line.split(": ", 1) for line in head.decode().split("\n"))
        try:
            found, outcome = read(data, fields.get("passphrase", "")), "success"
        except Failure as failure:
            found, outcome = {}, str(failure)
        if found:
            found["address"] = address(found["public-key"])
        needs_curve = path.name in ("payload_other_key", "hotkey_open_other_key")
        if needs_curve and not sr25519:
            unproved += 1
            continue
        wrong = [key for key, value in found.items() if fields.get(key) != value]
        if outcome != fields["expect"] or wrong:
            failures += 1
            print(f"{path.name}: {outcome}, expected {fields['expect']}; differs: {wrong}")
    print(f"{len(vectors)} vectors, {failures} failures, {unproved} not proved without sr25519")
    return 1 if failures or not vectors else 0


if __name__ == "__main__":
    sys.exit(main())

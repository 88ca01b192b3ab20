"""Sign and verify the same badges here and by openbadgeslib, which keeps an environment of its own.

`python -m benchmarks.openbadges_peer PYTHON`, with the interpreter of an environment in which
`openbadgeslib[ldp]` is installed. Rates are of processor time of one core, from a document to the
signed JSON text and from that text to the answer. Of the peer both ways are timed: its door for
signatures alone (`verify_data_integrity_proof`), and the whole check (`OB3LdpVerifier`). Ours is the
whole check: form, signature, issuer, dates and status.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.credentials import (
    ISSUER,
    KEY,
    METHOD,
    MOMENT,
    badge,
    rate,
    rate_line,
    signed_badge,
    whole_verifier,
)
from tauliah.core.credentials import Templates

BADGES = 100

_PEER = """
import json, sys, time
from datetime import datetime
from openbadgeslib.ob3.ldp import (
    OB3LdpVerifier, add_data_integrity_proof, verify_data_integrity_proof)

asked = json.load(sys.stdin)
moment = datetime.fromisoformat(asked["moment"])

def rate(act, items, rounds):
    act(items[0])
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        for item in items:
            act(item)
        best = max(best, len(items) / (time.process_time() - start))
    return best

def sign(document):
    return json.dumps(add_data_integrity_proof(
        document, asked["private"], asked["method"], created=moment))

whole = OB3LdpVerifier(asked["public"])
ours = [json.loads(text)["proof"]["proofValue"] for text in asked["signed"][:5]]
theirs = [json.loads(sign(one))["proof"]["proofValue"] for one in asked["documents"][:5]]
print(json.dumps({
    "sign": rate(sign, asked["documents"][:30], 3),
    "signature": rate(
        lambda text: verify_data_integrity_proof(json.loads(text), asked["public"]),
        asked["signed"][:30], 3),
    "whole": rate(whole.verify, asked["signed"][:30], 3),
    "alike": ours == theirs,
}))
"""


def main(python: str) -> None:
    """Print the rates of both, and how many times faster ours are."""
    documents = [badge(number, exams=1) for number in range(BADGES)]
    templates = Templates()
    signed = [json.dumps(signed_badge(one, templates)) for one in documents]
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    asked: dict[str, Any] = {
        "documents": documents,
        "signed": signed,
        "private": key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        "public": key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
        "method": METHOD,
        "moment": MOMENT.isoformat(),
    }
    if KEY.public.raw != key.public_key().public_bytes_raw():
        raise SystemExit("the two keys are not one")
    made = subprocess.run(
        [python, "-c", _PEER], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise SystemExit(made.stderr)
    peer = json.loads(made.stdout)
    verifier = whole_verifier(templates)

    def verify(text: str) -> None:
        if not verifier.verify(text.encode(), at=MOMENT).valid:
            raise AssertionError(text)

    sign_rate = rate(lambda one: json.dumps(signed_badge(one, templates)), documents, rounds=20)
    verify_rate = rate(verify, signed, rounds=20)
    print(f"-- badge of {len(signed[0]):,} bytes, of {ISSUER}; the same proofs: {peer['alike']}")
    for what, ours, theirs in (
        ("sign to JSON text", sign_rate, peer["sign"]),
        ("verify JSON text, the peer the signature alone", verify_rate, peer["signature"]),
        ("verify JSON text, the peer whole but without status", verify_rate, peer["whole"]),
    ):
        print(rate_line(f"{what}, ours", ours))
        print(rate_line(f"{what}, openbadgeslib", theirs))
        print(f"{'':<58} {ours / theirs:>9,.0f} x")


if __name__ == "__main__":
    main(sys.argv[1])

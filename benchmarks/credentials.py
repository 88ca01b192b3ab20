"""Canonical form, signature and verification, beside pyoxigraph for the canonical form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pyoxigraph

from benchmarks.timing import line
from tauliah.core.credentials import (
    AchievementFacts,
    HolderFacts,
    IssuerFacts,
    SigningKey,
    StatusPlace,
    achievement_credential,
    blank_status_list,
    canonical_nquads,
    did_document,
    sign,
    statements,
    status_list_credential,
    verification_method,
    verify,
)
from tauliah.core.kernel import LocalText

MOMENT = datetime(2026, 1, 5, 1, tzinfo=UTC)
ISSUER = "did:web:body.example"
LIST = "https://body.example/credentials/status/1"


def figures() -> Iterator[str]:
    """One credential of the size that we issue."""
    key = SigningKey(bytes(range(32)))
    method = verification_method(ISSUER, key.public)
    text = LocalText(en="Associate in Personal Insurance", ms="Rakan Bersekutu")
    document = achievement_credential(
        AchievementFacts(
            credential_id="https://body.example/credentials/API-2026-000001",
            credential_number="API-2026-000001",
            language="en",
            issuer=IssuerFacts(did=ISSUER, name=text),
            holder=HolderFacts(email="aisyah@example.org", salt="0123456789abcdef"),
            letters="API",
            title=text,
            description=text,
            criteria=text,
            editions={"en": "https://body.example/en/", "ms": "https://body.example/ms/"},
            awarded_at=MOMENT,
            status=StatusPlace(list_address=LIST, index=7),
        )
    )
    quads = statements(document)
    signed = sign(document, key, verification_method=method, created=MOMENT)
    listed = sign(
        status_list_credential(
            blank_status_list(), address=LIST, issuer=ISSUER, valid_from=MOMENT
        ),
        key,
        verification_method=method,
        created=MOMENT,
    )
    peer = pyoxigraph.Dataset(
        pyoxigraph.parse(canonical_nquads(quads).encode(), pyoxigraph.RdfFormat.N_QUADS)
    )

    def by_peer() -> None:
        again = pyoxigraph.Dataset(peer)
        again.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)

    yield line("canonical form, ours", lambda: canonical_nquads(quads), times=100)
    yield line("canonical form, pyoxigraph", by_peer, times=100)
    yield line(
        "sign a credential",
        lambda: sign(document, key, verification_method=method, created=MOMENT),
        times=100,
    )
    data = json.dumps(signed).encode()
    yield line(
        "verify a credential with its status list",
        lambda: verify(
            data,
            issuers={ISSUER: did_document(ISSUER, [key.public])},
            status_lists={LIST: listed},
            at=MOMENT,
            own_issuers=frozenset({ISSUER}),
        ),
        times=100,
    )

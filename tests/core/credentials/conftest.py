"""The institute, its key and revocation list, and the credential of Aisyah."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    ExamFacts,
    HolderFacts,
    IssuerFacts,
    SigningKey,
    StatusList,
    StatusPlace,
    Verification,
    achievement_credential,
    blank_status_list,
    did_document,
    did_web,
    sign,
    status_list_credential,
    verification_method,
    verify,
)
from tauliah.core.kernel import LocalText

AWARDED = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
LIST_ADDRESS = "https://institute.example/status/1"
PLACE = 94_567


@dataclass
class Body:
    """An awarding body that signs, publishes its keys and revokes."""

    host: str
    seed: bytes
    revoked: list[int] = field(default_factory=list)

    @property
    def key(self) -> SigningKey:
        return SigningKey(self.seed)

    @property
    def did(self) -> str:
        return did_web(self.host)

    def signs(self, document: dict[str, Any]) -> dict[str, Any]:
        name = verification_method(self.did, self.key.public)
        return sign(document, self.key, verification_method=name, created=AWARDED)

    def status_list(self, **changes: Any) -> dict[str, Any]:
        statuses: StatusList = blank_status_list().marking(self.revoked)
        about = {"address": LIST_ADDRESS, "issuer": self.did, "valid_from": AWARDED} | changes
        return self.signs(status_list_credential(statuses, **about))

    def verifies(self, credential: object, **changes: Any) -> Verification:
        """The answer of the public page of this body a few months later."""
        data = credential if isinstance(credential, bytes) else json.dumps(credential).encode()
        world = {
            "issuers": {self.did: did_document(self.did, [self.key.public])},
            "status_lists": {LIST_ADDRESS: self.status_list()},
            "at": datetime(2026, 6, 1, tzinfo=UTC),
            "own_issuers": frozenset({self.did}),
        }
        return verify(data, **world | changes)


@pytest.fixture
def institute() -> Body:
    return Body(host="institute.example", seed=bytes(range(32)))


@pytest.fixture
def facts(institute: Body) -> AchievementFacts:
    return AchievementFacts(
        credential_id="urn:uuid:0198c7a0-0000-7000-8000-000000000001",
        credential_number="API-2026-000123",
        language="en",
        issuer=IssuerFacts(
            did=institute.did,
            name=LocalText(en="Institute of Insurance", ms="Institut Insurans"),
            url="https://institute.example",
        ),
        holder=HolderFacts(
            email="Aisyah@example.org",
            salt="c2FsdCBvZiBBaXN5YWg",
            candidate_number="C-000042",
            name="Aisyah binti Rahman",
        ),
        letters="API",
        title=LocalText(en="Associate in Personal Insurance", ms="Bersekutu Insurans Peribadi"),
        description=LocalText(
            en="Advises people and families on the insurance of what is theirs.",
            ms="Menasihati individu dan keluarga tentang insurans bagi milik mereka.",
        ),
        criteria=LocalText(
            en="All exams of one pathway passed, and the code of ethics accepted.",
            ms="Lulus semua peperiksaan satu laluan, dan menerima kod etika.",
        ),
        editions={
            "en": "https://institute.example/en/designations/api",
            "ms": "https://institute.example/ms/designations/api",
        },
        awarded_at=AWARDED,
        status=StatusPlace(list_address=LIST_ADDRESS, index=PLACE),
        exams=(
            ExamFacts(
                code="PUM",
                title=LocalText(en="Underwriting and Marketing", ms="Pengunderaitan dan Pemasaran"),
            ),
            ExamFacts(code="PIN", title=LocalText(en="Personal Insurance", ms="Insurans Peribadi")),
        ),
    )


@pytest.fixture
def credential(institute: Body, facts: AchievementFacts) -> dict[str, Any]:
    """Aisyah's credential, signed."""
    return institute.signs(achievement_credential(facts))

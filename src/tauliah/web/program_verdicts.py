"""How a program is told what came of a check: verified or not, and each problem by its type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tauliah.core.credentials import Check, CheckName, Outcome, Presented, Verification
from tauliah.core.kernel import LANGUAGES

CHECKS = {
    "proof": CheckName.SIGNATURE,
    "issuer": CheckName.ISSUER,
    "validityPeriod": CheckName.EXPIRY,
    "credentialStatus": CheckName.REVOCATION,
}
"""The checks that a program may ask for by name."""

_ALWAYS = frozenset(
    {CheckName.READABLE, CheckName.SIGNATURE, CheckName.RELATED, CheckName.CONTAINED}
)
_OPTIONAL = frozenset({CheckName.RELATED, CheckName.CONTAINED})
_NAMES = {check: name for name, check in CHECKS.items()}

_DATA_MODEL = "https://www.w3.org/TR/vc-data-model#"
_STATUS_LIST = "https://www.w3.org/ns/credentials/status-list#"
_SECURITY = "https://w3id.org/security#"
_MALFORMED = f"{_DATA_MODEL}MALFORMED_VALUE_ERROR"
_TYPES = {
    **dict.fromkeys(
        ("not-json", "not-an-object", "too-deep", "too-large", "too-many-values", "no-credential"),
        f"{_DATA_MODEL}PARSING_ERROR",
    ),
    **dict.fromkeys(("altered", "foreign-key"), f"{_DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR"),
    **dict.fromkeys(
        (
            "no-proof", "strange-proof", "wrong-purpose", "missing-proof", "repeated-proof",
            "too-many-proofs", "proof-expired", "another-holder",
        ),
        f"{_SECURITY}PROOF_VERIFICATION_ERROR",
    ),
    "wrong-challenge": f"{_SECURITY}INVALID_CHALLENGE_ERROR",
    "wrong-domain": f"{_SECURITY}INVALID_DOMAIN_ERROR",
    "no-status-list": f"{_STATUS_LIST}STATUS_RETRIEVAL_ERROR",
    **dict.fromkeys(
        ("bad-status-list", "foreign-status-list", "stale-status-list"),
        f"{_STATUS_LIST}STATUS_VERIFICATION_ERROR",
    ),
    "strange-status": f"{_STATUS_LIST}MALFORMED_VALUE_ERROR",
}  # fmt: skip
# what the standards name no error for: the code says it
_WITHOUT_TYPE = frozenset(
    {
        "expired", "not-yet-valid", "revoked", "suspended", "unknown-issuer", "not-checked",
        "no-keys", "respelled", "contained-fails", "changed-resource", "misfit",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program wants to know: `checks` by name; None for all that the house itself asks.

    With `hears_strangers`, an issuer whom nobody here knows is a warning and no error.
    """

    checks: frozenset[CheckName] | None
    hears_strangers: bool = False

    def needs(self, check: Check) -> bool:
        """Whether nothing is verified unless this check passed."""
        if check.code == "unknown-issuer" and self.hears_strangers:
            return False
        if self.checks is None or check.name in _ALWAYS:
            return not (check.name in _OPTIONAL and check.outcome is Outcome.NOT_CHECKED)
        return check.name in self.checks or check.code in ("dates-turned", "bad-moment")


def credential_verdict(answer: Verification, asked: Asked) -> dict[str, Any]:
    """The answer about one credential."""
    issuer = {"id": answer.issuer, "trusted": _is_trusted(answer)} if answer.issuer else None
    return {**_verdict(answer.checks, asked), **({"issuer": issuer} if issuer else {})}


def presentation_verdict(presented: Presented, asked: Asked) -> dict[str, Any]:
    """The answer about a presentation: it is verified with all that is in it."""
    own = _verdict(presented.checks, Asked(None))
    within = [credential_verdict(one, asked) for one in presented.credentials]
    return {
        "verified": own["verified"] and all(one["verified"] for one in within),
        "checks": own["checks"],
        "warnings": own["warnings"],
        "errors": [*own["errors"], *(text for one in within for text in one["errors"])],
        "problemDetails": [
            *own["problemDetails"],
            *(detail for one in within for detail in one["problemDetails"]),
        ],
        "credentialResults": within,
        **({"holder": presented.holder} if presented.holder else {}),
    }


def _verdict(checks: Iterable[Check], asked: Asked) -> dict[str, Any]:
    made = list(checks)
    unmet = [one for one in made if one.outcome is not Outcome.PASSED and asked.needs(one)]
    # what was not made for want of another is not told beside it
    told = [one for one in unmet if one.outcome is Outcome.FAILED] or unmet
    beside = [one for one in made if one.outcome is Outcome.FAILED and not asked.needs(one)]
    return {
        "verified": not unmet,
        "checks": [_NAMES[one.name] for one in made if one.name in _NAMES and _is_met(one)],
        "warnings": [one.message.en for one in beside],
        "errors": [one.message.en for one in told],
        "problemDetails": [_problem(one) for one in (*told, *beside)],
    }


def _problem(check: Check) -> dict[str, Any]:
    without = "about:blank" if check.code in _WITHOUT_TYPE else _MALFORMED
    return {
        "type": _TYPES.get(check.code, without),
        "title": check.message.en,
        "code": check.code,
        "check": _NAMES.get(check.name, check.name.value),
        "messages": {language: check.message.in_language(language) for language in LANGUAGES},
    }


def _is_met(check: Check) -> bool:
    return check.outcome is Outcome.PASSED


def _is_trusted(answer: Verification) -> bool:
    return any(check.name is CheckName.ISSUER and _is_met(check) for check in answer.checks)

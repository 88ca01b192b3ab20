"""What a program asks of the VC-API, read strictly: what is not understood is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tauliah.apps.trials.actions import IssueOptions
from tauliah.core.credentials import Check, CheckName, Outcome, Verification
from tauliah.core.credentials.envelopes import MEDIA_TYPE
from tauliah.core.credentials.proof_options import CRYPTOSUITES, PURPOSE, RDFC
from tauliah.core.credentials.reading import listed
from tauliah.core.credentials.status import ENTRY_TYPE, PURPOSES, REVOCATION
from tauliah.core.kernel import LocalText, Refused
from tauliah.web.json_bodies import BodyFault, unfit_member, unknown_member
from tauliah.web.program_verdicts import CHECKS, Asked

STATUS_MEMBERS = frozenset({"credentialId", "credentialStatus", "status", "reason"})
"""What an order about a status may say."""

_VERIFY_OPTIONS = frozenset({"checks", "challenge", "domain", "expectedProofPurpose"})
_ISSUE_OPTIONS = frozenset({"cryptosuite", "credentialStatus", "envelope"})


def asked(options: Mapping[str, Any], *, hears_strangers: bool) -> Asked:
    """What is to be checked; `hears_strangers` where nothing is named."""
    if "checks" not in options:
        return Asked(None, hears_strangers=hears_strangers)
    return Asked(frozenset(CHECKS[name] for name in options["checks"]))


def verify_options(body: Mapping[str, Any]) -> dict[str, Any]:
    """How something is to be verified, each option of the kind that it must be."""
    options = _options(body, _VERIFY_OPTIONS)
    checks = options.get("checks", [])
    if not isinstance(checks, list) or not all(isinstance(one, str) for one in checks):
        raise unfit_member("options.checks", en="expected a list.", ms="senarai diperlukan.")
    for name in checks:
        if name not in CHECKS:
            raise unknown_member(f"options.checks: {name}", CHECKS)
    for name in ("challenge", "domain", "expectedProofPurpose"):
        if not isinstance(options.get(name, ""), str):
            raise unfit_member(f"options.{name}", en="expected a text.", ms="teks diperlukan.")
    return options


def _options(body: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    options = body.get("options") if body.get("options") is not None else {}
    if not isinstance(options, dict):
        raise unfit_member("options", en="expected an object.", ms="objek diperlukan.")
    unknown = sorted(options.keys() - known)
    if unknown:
        raise unknown_member(f"options.{unknown[0]}", known)
    return options


def written(body: Mapping[str, Any], name: str) -> bytes:
    """What is to be checked as bytes: an object as JSON, a text as the token that it is."""
    value = body.get(name)
    if isinstance(value, dict) and value.get("verifiableCredential") == []:
        # no statement of it, so no signature over statements covers it: as if it were not there
        value = {key: item for key, item in value.items() if key != "verifiableCredential"}
    if isinstance(value, dict):
        try:
            return json.dumps(value, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError):
            pass
    elif isinstance(value, str) and name == "verifiableCredential":
        return value.encode("utf-8", "replace")
    raise unfit_member(
        name,
        en="expected an object in JSON, or a credential as a token.",
        ms="objek dalam JSON, atau kredensial sebagai token, diperlukan.",
    )


def held_against(answer: Verification, options: Mapping[str, Any]) -> Verification:
    """The answer, refused where a proof was made for another purpose, occasion or place than asked."""
    document = answer.document
    if document is None:
        return answer
    purpose = options.get("expectedProofPurpose", PURPOSE)
    proofs = [one for one in listed(document.get("proof")) if isinstance(one, dict)]
    told: Refused | None = None
    for proof in proofs:
        if proof.get("proofPurpose") != purpose:
            told = _OTHER_PURPOSE
        elif options.get("challenge") and proof.get("challenge") != options["challenge"]:
            told = _OTHER_CHALLENGE
        elif options.get("domain") and options["domain"] not in listed(proof.get("domain")):
            told = _OTHER_DOMAIN
    if told is None:
        return answer
    refused = Check(CheckName.SIGNATURE, Outcome.FAILED, told.code, told.message)
    checks = (refused if one.name is CheckName.SIGNATURE else one for one in answer.checks)
    return Verification(tuple(checks), document, answer.issuer)


def issue_options(body: Mapping[str, Any]) -> IssueOptions:
    """How a trial credential is to be secured."""
    options = _options(body, _ISSUE_OPTIONS)
    suite = options.get("cryptosuite", RDFC)
    if suite not in CRYPTOSUITES:
        listing = ", ".join(CRYPTOSUITES)
        raise unfit_member(
            "options.cryptosuite", en=f"expected {listing}.", ms=f"{listing} diperlukan."
        )
    envelope = options.get("envelope")
    if envelope not in (None, MEDIA_TYPE):
        raise unfit_member(
            "options.envelope", en=f"expected {MEDIA_TYPE}.", ms=f"{MEDIA_TYPE} diperlukan."
        )
    if envelope is not None and "cryptosuite" in options:
        raise unfit_member(
            "options.envelope",
            en="a token carries no proof, so no cryptosuite can be asked for beside it.",
            ms="token tidak membawa bukti, maka cryptosuite tidak boleh diminta bersamanya.",
        )
    status = options.get("credentialStatus", {"type": ENTRY_TYPE})
    purpose = status.get("statusPurpose", REVOCATION) if isinstance(status, dict) else None
    if not isinstance(status, dict) or status.get("type") != ENTRY_TYPE or purpose not in PURPOSES:
        raise _unfit_status("options.credentialStatus")
    return IssueOptions(cryptosuite=suite, purpose=purpose, as_token=envelope is not None)


def wanted_status(body: Mapping[str, Any]) -> tuple[str, bool]:
    """For what a status is to be marked, and whether the mark is set or taken away."""
    status, is_marked = body.get("credentialStatus"), body.get("status", True)
    if (
        not isinstance(status, dict)
        or status.get("type") != ENTRY_TYPE
        or status.get("statusPurpose") not in PURPOSES
    ):
        raise _unfit_status("credentialStatus")
    if not isinstance(is_marked, bool):
        raise unfit_member("status", en="expected true or false.", ms="true atau false diperlukan.")
    return status["statusPurpose"], is_marked


def _unfit_status(name: str) -> BodyFault:
    return unfit_member(
        name,
        en=f"expected an object of the type {ENTRY_TYPE} with the statusPurpose {' or '.join(PURPOSES)}.",
        ms=f"objek jenis {ENTRY_TYPE} dengan statusPurpose {' atau '.join(PURPOSES)} diperlukan.",
    )


_OTHER_PURPOSE = Refused(
    "wrong-purpose",
    LocalText(
        en="The signature was made for another purpose than the one that was asked for.",
        ms="Tandatangan ini dibuat untuk tujuan lain daripada yang diminta.",
    ),
)
_OTHER_CHALLENGE = Refused(
    "wrong-challenge",
    LocalText(
        en="The signature was made for another occasion: it does not answer this challenge.",
        ms="Tandatangan ini dibuat untuk peristiwa lain: ia tidak menjawab cabaran ini.",
    ),
)
_OTHER_DOMAIN = Refused(
    "wrong-domain",
    LocalText(
        en="The signature was made for another place than this one.",
        ms="Tandatangan ini dibuat untuk tempat lain, bukan tempat ini.",
    ),
)

"""What a check of a credential amounts to for a reader: the verdict, the checks, what the file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from tauliah.core.credentials import CertificateFacts, CheckName, Outcome, Verification
from tauliah.core.kernel import LANGUAGES, LocalText

LONGEST_SHOWN = 300
"""Letters of one text of a file that a page shows; credentials of other bodies may hold novels."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in one sentence and what it means; `kind` is genuine, doubtful, revoked, invalid."""

    kind: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check with its name and outcome in words."""

    name: str
    outcome: Outcome
    outcome_name: str
    message: LocalText | str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signed credential says; empty or None where it says nothing.

    `language` is that of its texts, where it is one of the house's.
    """

    holder: str
    achievement: str
    letters: str
    number: str
    issued_by: str
    awarded_at: datetime | None
    valid_until: datetime | None
    exams: tuple[str, ...]
    language: str


def verdict_of(verification: Verification) -> Verdict:
    """The one sentence that a reader takes away."""
    if verification.valid:
        return Verdict(
            "genuine",
            _("Genuine and in force"),
            _(
                "The file is as the issuer signed it, and the award stands on the day of this"
                " check. Compare the name with the person before you."
            ),
        )
    failed = {check.name: check for check in verification.failed}
    if CheckName.READABLE in failed:
        return Verdict(
            "invalid",
            _("Not a credential"),
            _("Nothing in this file can be checked. It proves nothing."),
        )
    if CheckName.SIGNATURE in failed:
        return Verdict(
            "invalid",
            _("Do not rely on this file"),
            _(
                "Its signature does not hold. What it says was changed or made up after the issuer"
                " signed, or the issuer never signed it."
            ),
        )
    if CheckName.ISSUER in failed:
        return Verdict(
            "doubtful",
            _("Issuer not known here"),
            _(
                "We hold no keys of the body that this file names, so we cannot say whether it is"
                " genuine. Ask that body; look up its address yourself."
            ),
        )
    return _verdict_on_standing(verification)


def _verdict_on_standing(verification: Verification) -> Verdict:
    """The verdict on a file that the issuer did sign."""
    revocation = verification.check(CheckName.REVOCATION)
    if revocation.code == "revoked":
        return Verdict(
            "revoked",
            _("Revoked"),
            _(
                "The file is genuine, but the issuer has revoked the award. It gives no right to"
                " the letters any more."
            ),
        )
    if revocation.code == "suspended":
        return Verdict(
            "revoked",
            _("Suspended"),
            _(
                "The file is genuine, but the issuer has suspended the award for the time being."
                " It gives no right to the letters until the issuer lifts the suspension."
            ),
        )
    if verification.check(CheckName.EXPIRY).outcome is Outcome.FAILED:
        return Verdict(
            "invalid",
            _("Not in force on this day"),
            _("The file is genuine, but the day of this check lies outside the dates it names."),
        )
    if revocation.outcome is Outcome.PASSED:
        return Verdict(
            "doubtful",
            _("Genuine, but not all within it holds"),
            _(
                "The issuer signed this file and it stands, but a credential within it or a file"
                " that it refers to does not hold. The last checks below say which."
            ),
        )
    return Verdict(
        "doubtful",
        _("Genuine, but perhaps revoked"),
        _(
            "The issuer signed this file, but whether the award was revoked since then could not"
            " be checked. Ask the issuer."
        ),
    )


def verdict_of_code(answer: Verification, *, is_of_name: bool) -> Verdict:
    """The one sentence about the code on a certificate; whether it is of a name that was given."""
    if answer.valid and not is_of_name:
        return Verdict(
            "doubtful",
            _("Genuine, but for another name"),
            _(
                "The code is as this body signed it, but it was made for another name than the one"
                " that you gave. Compare it letter by letter with the certificate."
            ),
        )
    if answer.valid:
        return Verdict(
            "genuine",
            _("Genuine and in force"),
            _(
                "The code is as this body signed it when the certificate was made, and the award"
                " stands on the day of this check."
            ),
        )
    failed = {check.name: check for check in answer.failed}
    if CheckName.READABLE in failed:
        return Verdict(
            "invalid",
            _("Not a code of a certificate"),
            _("Nothing in this text can be checked. It proves nothing."),
        )
    if CheckName.SIGNATURE in failed:
        return Verdict(
            "invalid",
            _("Do not rely on this code"),
            _("Its signature does not hold: it was changed, or this body never signed it."),
        )
    return _verdict_on_standing(answer)


def shown_checks(verification: Verification) -> tuple[ShownCheck, ...]:
    """Every check in the order in which it was made."""
    names = {
        CheckName.READABLE: _("Form of the file"),
        CheckName.SIGNATURE: _("Signature"),
        CheckName.ISSUER: _("Issuer"),
        CheckName.EXPIRY: _("Dates"),
        CheckName.REVOCATION: _("Revocation"),
        CheckName.RELATED: _("Files it refers to"),
        CheckName.CONTAINED: _("Credentials within it"),
    }
    return tuple(
        shown_check(names[check.name], check.outcome, check.message)
        for check in verification.checks
    )


def shown_check(name: str, outcome: Outcome, message: LocalText | str) -> ShownCheck:
    """One check as pages show it."""
    words = {
        Outcome.PASSED: _("passed"),
        Outcome.FAILED: _("failed"),
        Outcome.NOT_CHECKED: _("not checked"),
    }
    return ShownCheck(name, outcome, words[outcome], message)


def is_signed(verification: Verification) -> bool:
    """Whether what the file says may be shown: without a signature anybody may have written it."""
    return verification.check(CheckName.SIGNATURE).outcome is Outcome.PASSED


def statement_of(document: Mapping[str, Any]) -> Statement:
    """What a credential says; other bodies write theirs in other shapes, so nothing is taken on trust."""
    subject = _member(document, "credentialSubject")
    achievement = _member(subject, "achievement")
    language = achievement.get("inLanguage")
    return Statement(
        holder=_holder(subject),
        achievement=_text(achievement.get("name")) or _text(document.get("name")),
        letters=_text(achievement.get("humanCode")),
        number=_text(subject.get("licenseNumber")),
        issued_by=_text(_member(document, "issuer").get("name")),
        awarded_at=_moment(document.get("validFrom")),
        valid_until=_moment(document.get("validUntil")),
        exams=_exams(achievement),
        language=language if language in LANGUAGES else "",
    )


def statement_of_code(facts: CertificateFacts) -> Statement:
    """What the code on a certificate says."""
    return Statement(
        holder=facts.name,
        achievement=facts.letters,
        letters="",
        number=facts.number,
        issued_by="",
        # the middle of the day, so that it is that day in every zone that a page may show
        awarded_at=datetime.combine(facts.conferred_on, time(12), tzinfo=UTC),
        valid_until=None,
        exams=(),
        language="",
    )


def _holder(subject: Mapping[str, Any]) -> str:
    for identity in _members(subject, "identifier"):
        if identity.get("identityType") == "name" and identity.get("hashed") is False:
            return _text(identity.get("identityHash"))
    return ""


def _exams(achievement: Mapping[str, Any]) -> tuple[str, ...]:
    described = _members(achievement, "resultDescription")
    return tuple(name for one in described if (name := _text(one.get("name"))))


def _member(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    member = value.get(name)
    return member if isinstance(member, dict) else {}


def _members(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = value.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _text(value: object) -> str:
    return value[:LONGEST_SHOWN] if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None

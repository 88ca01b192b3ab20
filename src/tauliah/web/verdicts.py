"""What a check of a credential amounts to for a reader: the verdict, the checks, what the file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
class Line:
    """One line of a transcript: what was achieved, its code, when, and the points where they are said."""

    name: str
    code: str
    on: datetime | None
    points: str


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work that the holder shows, and where it can be seen; "" for nowhere."""

    name: str
    address: str


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
    lines: tuple[Line, ...] = ()
    works: tuple[Work, ...] = ()
    endorsed_by: tuple[str, ...] = ()


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


def statement_of(document: Mapping[str, Any], *, contained_holds: bool = False) -> Statement:
    """What a credential says; other bodies write theirs in other shapes, so nothing is taken on trust.

    Who endorses its issuer is named where `contained_holds`: the credentials within it were checked.
    """
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
        exams=_exams(subject, achievement),
        language=language if language in LANGUAGES else "",
        lines=_lines(subject),
        works=_works(document),
        endorsed_by=_endorsers(document) if contained_holds else (),
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


def _exams(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the exams, with the points where the credential says them."""
    return tuple(
        f"{name} ({points})" if points else name
        for name, points in _results(subject, achievement)
        if name
    )


def _results(
    subject: Mapping[str, Any], achievement: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """What each result is of, and the points, "" where they are not said."""
    earned = {
        _text(one.get("resultDescription")): _text(one.get("value"))
        for one in _members(subject, "result")
    }
    for one in _members(achievement, "resultDescription"):
        points, most = earned.get(_text(one.get("id")), ""), _text(one.get("valueMax"))
        yield _text(one.get("name")), f"{points} / {most}" if points and most else ""


def _lines(subject: Mapping[str, Any]) -> tuple[Line, ...]:
    """The lines of a transcript; none of a credential that gathers no others."""
    lines = []
    for one in _members(subject, "verifiableCredential"):
        about = _member(one, "credentialSubject")
        achievement = _member(about, "achievement")
        name = _text(achievement.get("name"))
        told = [points for _, points in _results(about, achievement)]
        # a designation has the results of several exams, each told in its own line
        points = told[0] if len(told) == 1 else ""
        code, on = _text(achievement.get("humanCode")), _moment(one.get("validFrom"))
        if name:
            lines.append(Line(name, code, on, points))
    return tuple(lines)


def _works(document: Mapping[str, Any]) -> tuple[Work, ...]:
    """The pieces of work; an address only of a kind that a browser opens as a page."""
    return tuple(
        Work(name, address if address.startswith(("https://", "http://")) else "")
        for one in _members(document, "evidence")
        if (name := _text(one.get("name")))
        for address in [_text(one.get("id"))]
    )


def _endorsers(document: Mapping[str, Any]) -> tuple[str, ...]:
    issuer = _member(document, "issuer")
    named = (_member(one, "issuer").get("name") for one in _members(issuer, "endorsement"))
    return tuple(name for one in named if (name := _text(one)))


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

"""What may be read of awards, and the check that anyone may make."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings

from tauliah.apps.awards.issuer import issuer_document
from tauliah.apps.awards.issuing import TEMPLATES, status_lists_address
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.statuses import (
    PURPOSES,
    decided_lists,
    numbers_of_lists,
    published_list,
)
from tauliah.apps.awards.trusted import trusted_issuers
from tauliah.apps.catalogue.queries import local_day, programme_of
from tauliah.apps.people.queries import User
from tauliah.core.credentials import (
    CheckedCode,
    Verification,
    assertion_keys,
    check_certificate_code,
    decode_status_list,
    verify,
)
from tauliah.core.credentials.contexts import PINNED, known_context
from tauliah.core.credentials.status import REVOCATION
from tauliah.core.programme import Designation, Programme
from tauliah.core.staff_lists import State


@dataclass(frozen=True, slots=True)
class PublicAward:
    """What anyone may know of an award; `holder` is empty where the holder keeps the name back."""

    number: str
    holder: str
    designation: Designation
    conferred_at: datetime
    state: State
    since: datetime | None
    """Since when it is suspended or revoked."""

    @property
    def is_in_force(self) -> bool:
        """Whether the letters may be used."""
        return self.state == "in-force"

    @property
    def is_revoked(self) -> bool:
        """Whether it was withdrawn, and not only suspended for a time."""
        return self.state == "revoked"


def awards_of(person: User) -> list[Award]:
    """A person's awards, newest first."""
    return list(Award.objects.filter(person=person).order_by("-conferred_at"))


def award_of(person: User, number: str) -> Award | None:
    """One award, if it is that person's."""
    return Award.objects.filter(person=person, number=number.strip().upper()).first()


def award(number: str) -> Award | None:
    """The award of that number, if there is one."""
    return Award.objects.filter(number=number.strip().upper()).first()


def public_award(number: str) -> PublicAward | None:
    """What anyone may know of the award of that number, if there is one."""
    return public_awards([number]).get(number.strip().upper())


def public_awards(numbers: Iterable[str]) -> dict[str, PublicAward]:
    """What anyone may know of the awards of these numbers, by number; those that exist."""
    written = [number.strip().upper() for number in numbers]
    found = Award.objects.filter(number__in=written).defer("credential")
    releases = {one.release for one in found}
    programmes = {release: programme_of(release) for release in releases}
    return {one.number: _public(one, programmes[one.release]) for one in found}


def _public(award: Award, programme: Programme) -> PublicAward:
    return PublicAward(
        number=award.number,
        holder=award.holder_name if award.is_name_public else "",
        designation=programme.designation(award.designation),
        conferred_at=award.conferred_at,
        state=cast("State", award.state),
        since=award.revoked_at if award.is_revoked else award.suspended_at,
    )


def status_list(number: int, *, at: datetime, purpose: str = REVOCATION) -> str | None:
    """The status list of that number as last published at a moment, as signed JSON."""
    return published_list(number, purpose, at=at)


def status_lists(*, at: datetime) -> dict[str, str]:
    """Every status list as last published at a moment, as signed JSON by a name of its own."""
    listed = {
        f"{number}-{purpose}": status_list(number, at=at, purpose=purpose)
        for number in numbers_of_lists()
        for purpose in PURPOSES
    }
    return {name: document for name, document in listed.items() if document}


def verify_credential(data: bytes, *, at: datetime) -> Verification:
    """Check a credential file against this body's keys and lists, and those it trusts.

    The file is a credential as JSON or a token, a PNG or SVG picture into which one is baked, or a
    PDF to which one is attached.
    """
    own_lists = {document["id"]: document for document in map(json.loads, decided_lists(at=at))}
    return _verify(data, at=at, own={settings.ISSUER: issuer_document()}, own_lists=own_lists)


@dataclass(frozen=True, slots=True)
class OfflineFacts:
    """What a credential is checked against where there is no network.

    `keys` are those of each issuer, as hexadecimal, by the name of the key; `lists` the purpose and
    the packed bits of each own status list, by its address, which begins with `lists_at`;
    `vocabularies` JSON-LD contexts.
    """

    own: str
    lists_at: str
    keys: dict[str, dict[str, str]]
    lists: dict[str, tuple[str, str]]
    vocabularies: dict[str, dict[str, Any]]


def offline_facts(*, at: datetime) -> OfflineFacts:
    """The keys, lists and vocabularies as they are at a moment, all of them public."""
    issuers = trusted_issuers(settings.DATA).documents | {settings.ISSUER: issuer_document()}
    keys = {
        issuer: {name: key.raw.hex() for name, key in assertion_keys(issuer, document).items()}
        for issuer, document in issuers.items()
    }
    lists = {}
    for document in map(json.loads, decided_lists(at=at)):
        subject = document["credentialSubject"]
        lists[document["id"]] = (subject["statusPurpose"], subject["encodedList"].removeprefix("u"))
    vocabularies = {one: known_context(one) for one in PINNED}
    return OfflineFacts(settings.ISSUER, status_lists_address(), keys, lists, vocabularies)


def check_code(text: str, *, at: datetime) -> CheckedCode:
    """Check the text of the code on a certificate against this body's keys, and lists as decided."""
    keys = assertion_keys(settings.ISSUER, issuer_document()).values()
    lists = {}
    for document in map(json.loads, decided_lists(at=at)):
        subject = document["credentialSubject"]
        number = int(document["id"].removeprefix(status_lists_address()).split("/")[0])
        lists[subject["statusPurpose"], number] = decode_status_list(subject["encodedList"])
    return check_certificate_code(
        text, issuer=settings.ISSUER, keys=keys, lists=lists, on=local_day(at)
    )


def verify_foreign_credential(data: bytes, *, at: datetime) -> Verification:
    """Check a credential file against trusted issuers alone, where no house is set up yet."""
    return _verify(data, at=at, own={}, own_lists={})


def _verify(
    data: bytes,
    *,
    at: datetime,
    own: Mapping[str, Mapping[str, Any]],
    own_lists: Mapping[str, Mapping[str, Any]],
) -> Verification:
    trusted = trusted_issuers(settings.DATA)
    return verify(
        data,
        issuers={**trusted.documents, **own},
        status_lists={**trusted.status_lists, **own_lists},
        at=at,
        own_issuers=frozenset(own),
        templates=TEMPLATES,
        resources=trusted.schemas,
    )

"""Whether a credential that was signed as it is still stands: its dates, and the issuer's lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import (
    CANNOT_BE_REVOKED,
    IS_IN_FORCE,
    IS_NOT_REVOKED,
    NEEDS_LIST,
    REVOKED,
    SUSPENDED,
    Check,
    CheckName,
    Outcome,
    failed,
    passed,
)
from tauliah.core.credentials.data_model import named_issuer, refuse_unfit_dates
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.moments import read_moment
from tauliah.core.credentials.proofs import check_proof
from tauliah.core.credentials.status import (
    PURPOSES,
    SUSPENSION,
    StatusList,
    StatusPlace,
    read_status_list,
    refuse_place_outside,
    status_places,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey
    from tauliah.core.credentials.templates import Templates


def check_expiry(document: Mapping[str, Any], at: datetime) -> Check:
    """Whether the moment lies within the dates that the credential states."""
    try:
        _refuse_out_of_force(document, at)
    except CredentialFault as fault:
        return failed(CheckName.EXPIRY, fault.refused)
    return passed(CheckName.EXPIRY, IS_IN_FORCE)


@dataclass(frozen=True, slots=True)
class _CheckedList:
    """A status list that was found in order at that moment."""

    at: datetime
    statuses: StatusList


@dataclass(slots=True)
class Standing:
    """The signed status lists that are at hand, by address, each checked once for each moment."""

    status_lists: Mapping[str, Mapping[str, Any]]
    templates: Templates | None
    _checked: dict[tuple[str, str, str], _CheckedList] = field(default_factory=dict)

    def check(
        self, document: Mapping[str, Any], issuer: str, keys: Mapping[str, PublicKey], at: datetime
    ) -> Check:
        """Whether the issuer revoked or suspended the credential; `keys` are the issuer's.

        With several entries, what failed is said before what is not known.
        """
        if "credentialStatus" not in document:
            return passed(CheckName.REVOCATION, CANNOT_BE_REVOKED)
        try:
            checks = [
                self._check_place(place, issuer, keys, at)
                for place in status_places(document["credentialStatus"])
                if place.purpose in PURPOSES
            ]
        except CredentialFault as fault:
            return failed(CheckName.REVOCATION, fault.refused)
        checks.sort(key=lambda check: check.outcome is not Outcome.FAILED)
        unmet = (check for check in checks if check.outcome is not Outcome.PASSED)
        return next(unmet, passed(CheckName.REVOCATION, IS_NOT_REVOKED))

    def _check_place(
        self, place: StatusPlace, issuer: str, keys: Mapping[str, PublicKey], at: datetime
    ) -> Check:
        status_list = self.status_lists.get(place.list_address)
        if status_list is None:
            return Check(CheckName.REVOCATION, Outcome.NOT_CHECKED, "no-status-list", NEEDS_LIST)
        checked = (issuer, place.list_address, place.purpose)
        known = self._checked.get(checked)
        if known is None or known.at != at:
            _refuse_foreign_list(status_list, issuer, keys, at, self.templates)
            known = _CheckedList(at, read_status_list(status_list, place))
            self._checked[checked] = known
        refuse_place_outside(known.statuses, place)
        if known.statuses.is_marked(place.index):
            said = SUSPENDED if place.purpose == SUSPENSION else REVOKED
            return failed(CheckName.REVOCATION, said)
        return passed(CheckName.REVOCATION, IS_NOT_REVOKED)


def _refuse_out_of_force(document: Mapping[str, Any], at: datetime) -> None:
    refuse_unfit_dates(document)
    if "validFrom" in document and at < read_moment(document["validFrom"]):
        raise CredentialFault(
            "not-yet-valid",
            en=f"It is valid only from {document['validFrom']}.",
            ms=f"Ia hanya sah mulai {document['validFrom']}.",
        )
    if "validUntil" in document and at > read_moment(document["validUntil"]):
        raise CredentialFault(
            "expired",
            en=f"It expired: it was valid until {document['validUntil']}.",
            ms=f"Ia telah tamat tempoh: ia sah sehingga {document['validUntil']}.",
        )


def _refuse_foreign_list(
    status_list: Mapping[str, Any],
    issuer: str,
    keys: Mapping[str, PublicKey],
    at: datetime,
    templates: Templates | None,
) -> None:
    """Refuses a list that the issuer of the credential did not sign, or that is not of today."""
    is_foreign = named_issuer(status_list) != issuer
    if is_foreign or check_proof(status_list, keys, at=at, templates=templates):
        raise CredentialFault(
            "foreign-status-list",
            en="The revocation list was not signed by the issuer of the credential, or was changed.",
            ms="Senarai pembatalan tidak ditandatangani oleh pengeluar kredensial, atau telah diubah.",
        )
    try:
        _refuse_out_of_force(status_list, at)
    except CredentialFault as fault:
        raise CredentialFault(
            "stale-status-list",
            en=f"The revocation list is not in force. {fault.message.en}",
            ms=f"Senarai pembatalan tidak berkuat kuasa. {fault.message.ms}",
        ) from None

"""Credentials whose key was compromised, signed anew: same ids, same award dates, another proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from tauliah.apps.awards.issuer import key_in_use
from tauliah.apps.awards.issuing import signed_anew
from tauliah.apps.awards.models import Award, IssuerKey
from tauliah.apps.awards.notices import make_notice
from tauliah.apps.awards.statuses import decided_lists, publish
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.kernel import digest

AWARDS_AT_ONCE = 100
"""Credentials of one transaction: a process that is killed loses so many, and does them again."""

Progress = Callable[[int, int], None]


def count_affected() -> int:
    """How many credentials still bear the signature of a compromised key."""
    return Award.objects.filter(signed_by__in=_compromised()).count()


def re_sign(*, at: datetime, progress: Progress | None = None) -> int:
    """Sign every credential and status list anew that a compromised key has signed; how many.

    `progress` is told how many of all are done. Run again after a process was killed, it goes on
    where that ended: what was signed anew no longer names the compromised key.
    """
    key = key_in_use(at=at)
    _publish_lists_anew(at=at)
    total, done = count_affected(), 0
    while count := _re_sign_some(key.public, at=at):
        done += count
        if progress is not None:
            progress(done, total)
    return done


@transaction.atomic
def _re_sign_some(public: str, *, at: datetime) -> int:
    affected = Award.objects.filter(signed_by__in=_compromised()).order_by("pk")
    some = list(affected.select_for_update()[:AWARDS_AT_ONCE])
    for award in some:
        before, from_key = digest(award.credential.encode()), award.signed_by
        award.credential, award.signed_by = signed_anew(award.credential, at=at), public
        award.save(update_fields=["credential", "signed_by"])
        details = {"credential": award.number, "key": from_key, "digest_before": before}
        write_audit_entry(
            SYSTEM, "award.re-signed", subject=str(award.person_id), at=at, details=details
        )
        make_notice(award, "re-signed", at=at)
    return len(some)


@transaction.atomic
def _publish_lists_anew(*, at: datetime) -> None:
    """At once, and not at the next fixed time: nobody believes those that are published."""
    compromised = tuple(f"#{public}" for public in _compromised())
    for document in map(json.loads, decided_lists(at=at)):
        if document["proof"]["verificationMethod"].endswith(compromised):
            subject = document["credentialSubject"]
            number = document["id"].split("/credentials/status/")[1].split("/")[0]
            publish(int(number), subject["statusPurpose"], at=at, published_at=at)


def _compromised() -> list[str]:
    compromised = IssuerKey.objects.exclude(compromised_at=None)
    return list(compromised.values_list("public", flat=True))

"""The only writers of the ledger, and of releases that bear on it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.catalogue.actions import Published, publish_loaded
from tauliah.apps.catalogue.queries import current_release, local_day, programme
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.many import Account
from tauliah.apps.people.permissions import Actor, Permission, name_of, require, require_own
from tauliah.apps.people.queries import User
from tauliah.apps.record.concealing import concealed, without_words
from tauliah.apps.record.effects import Plan, Progress, plan_of
from tauliah.apps.record.models import ChainHead, RecordEntry
from tauliah.apps.record.queries import standing
from tauliah.core.audit import load_tried_programme
from tauliah.core.kernel import Entry, EntryKind, LocalText, Problem, Refused, seal


@transaction.atomic
def append_entry(
    person: User,
    kind: EntryKind,
    *,
    facts: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    reason: str = "",
    release: int | None = None,
    happened_at: datetime | None = None,
    recorded_by: User | None = None,
) -> Entry:
    """Add an entry to a person's chain, with its audit entry, in one transaction.

    The caller has checked the permission of the act that this entry records. `happened_at` is given
    where it happened before it is recorded, `recorded_by` where the actor approves what another has
    entered. Words about the person are stored as cipher; the entry comes back with them as written.
    """
    ChainHead.objects.get_or_create(person=person, defaults={"number": 0, "seal": ""})
    # the lock on the head keeps two entries from following the same one
    head = ChainHead.objects.select_for_update().get(person=person)
    number = head.number + 1
    hidden, hidden_reason = concealed(person, number, facts, reason)
    entry = seal(
        Entry(
            person=str(person.pk),
            number=number,
            kind=kind,
            facts=hidden,
            happened_at=happened_at or at,
            recorded_by=name_of(recorded_by or actor),
            reason=hidden_reason,
            release=str(release or current_release()),
            previous=head.seal,
            seal="",
        )
    )
    RecordEntry.objects.create(
        person=person,
        number=entry.number,
        kind=entry.kind.value,
        facts=entry.facts,
        happened_at=entry.happened_at,
        recorded_by=entry.recorded_by,
        reason=entry.reason,
        release=int(entry.release),
        previous=entry.previous,
        seal=entry.seal,
    )
    head.number, head.seal = entry.number, entry.seal
    head.save(update_fields=["number", "seal"])
    # words stay out of what is kept for ever and cannot be concealed afterwards
    details = without_words(facts)
    write_audit_entry(actor, f"record.{kind.value}", subject=str(person.pk), at=at, details=details)
    return replace(entry, facts=dict(facts), reason=reason)


def own_record_refusal(actor: Actor, person: User | Account) -> Refused | None:
    """Why a registrar may not act on this record: it is the registrar's own. None for others'."""
    if not isinstance(actor, User) or actor.pk != person.pk:
        return None
    return Refused(
        "own-record",
        LocalText(
            en="This is your own record. Only another registrar may act on it.",
            ms="Ini rekod anda sendiri. Hanya pendaftar lain boleh bertindak terhadapnya.",
        ),
    )


@transaction.atomic
def matriculate(person: User, designation: str, *, actor: Actor, at: datetime) -> Entry | Refused:
    """Enter a person for a designation."""
    require_own(actor, Permission.MATRICULATE, person=person)
    wait_for_others(person)
    try:
        wanted = programme().designation(designation)
    except KeyError:
        return _no_such_designation(designation)
    if wanted.rules_on(local_day(at)) is None:
        return _no_such_designation(designation)
    if designation in standing(person).matriculated:
        return Refused(
            "already-matriculated",
            LocalText(
                en=f"You are matriculated for {wanted.letters} already.",
                ms=f"Anda sudah bermatrikulasi untuk {wanted.letters}.",
            ),
        )
    facts = {"designation": designation}
    return append_entry(person, EntryKind.MATRICULATED, facts=facts, actor=actor, at=at)


@transaction.atomic
def accept_ethics(
    person: User, code: str, *, version: str, actor: Actor, at: datetime
) -> Entry | Refused:
    """Record that a person accepts a code of ethics in the version that was shown."""
    require_own(actor, Permission.ETHICS_ACCEPT, person=person)
    wait_for_others(person)
    in_force = programme().ethics_on(code, local_day(at))
    if in_force is None or in_force.version != version:
        return Refused(
            "not-in-force",
            LocalText(
                en="This version of the code is not in force. Read the current one and accept it.",
                ms="Versi kod ini tidak berkuat kuasa. Baca versi semasa dan terimanya.",
            ),
        )
    if standing(person).acceptance_of(code, version):
        return Refused(
            "already-accepted",
            LocalText(en="You have accepted this code already.", ms="Anda sudah menerima kod ini."),
        )
    facts = {"code": code, "version": version}
    return append_entry(person, EntryKind.ETHICS_ACCEPTED, facts=facts, actor=actor, at=at)


ANY_LOSSES = sys.maxsize
"""To accept losses however many there are."""


def publish_release(
    files: Mapping[str, bytes],
    *,
    actor: Actor,
    at: datetime,
    losses_accepted: int = 0,
    progress: Progress | None = None,
) -> Published | Refused | tuple[Problem, ...]:
    """Publish the files, unless more people lose by it than is accepted.

    The effects are computed anew, outside the transaction: reading all records may take long. So
    it is refused, too, where another release was published in the meantime.
    """
    require(actor, Permission.RELEASE_PUBLISH)
    loaded = load_tried_programme(files)
    if isinstance(loaded, tuple):
        return loaded
    plan = plan_of(loaded, at=at, progress=progress)
    if plan.losing > losses_accepted:
        return _people_lose(plan)
    with transaction.atomic():
        published = publish_loaded(loaded, files=files, actor=actor, at=at)
        if isinstance(published, Refused):
            return published
        if published.is_new and published.number != plan.release + 1:
            transaction.set_rollback(True)
            return _another_release()
        if plan.losing:
            write_audit_entry(
                actor,
                "release.losses-accepted",
                subject=f"release:{published.number}",
                at=at,
                details={
                    "losing": plan.losing,
                    "needing_grandfathering": plan.needing_grandfathering,
                },
            )
    return published


def _people_lose(plan: Plan) -> Refused:
    losing, grandfathering = plan.losing, plan.needing_grandfathering
    return Refused(
        "people-lose",
        LocalText(
            en=f"People who lose by this release: {losing}, of whom {grandfathering} need "
            "grandfathering. Nothing was published. Look at the plan, and publish it only with "
            "these losses accepted.",
            ms=f"Bilangan orang yang terjejas oleh keluaran ini: {losing}, dan {grandfathering} "
            "daripadanya perlu dikekalkan di bawah peraturan lama. Tiada apa-apa diterbitkan. "
            "Teliti rancangan itu, dan terbitkannya hanya jika kesan ini diterima.",
        ),
    )


def _another_release() -> Refused:
    return Refused(
        "another-release",
        LocalText(
            en="Another release was published in the meantime. Plan this one anew.",
            ms="Keluaran lain telah diterbitkan sementara itu. Rancang keluaran ini semula.",
        ),
    )


def _no_such_designation(designation: str) -> Refused:
    return Refused(
        "no-such-designation",
        LocalText(
            en=f"No designation {designation} can be earned here now.",
            ms=f"Tiada gelaran {designation} yang boleh diperoleh di sini sekarang.",
        ),
    )

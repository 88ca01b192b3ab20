"""The only writers of results."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.catalogue.queries import programme_of
from tauliah.apps.itembank.queries import form_items, form_release
from tauliah.apps.people.permissions import SYSTEM, Actor
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.results.queries import Result, result_of
from tauliah.apps.sittings.actions import submit_attempt
from tauliah.apps.sittings.queries import (
    answers_in_chain,
    attempt_by_id,
    chain_of,
    overdue_attempts,
)
from tauliah.core.exam import ScoredItem, chain_is_whole, score
from tauliah.core.kernel import EntryKind, LocalText, Refused, digest


@transaction.atomic
def submit_and_score(actor: Actor, attempt_id: UUID, *, at: datetime) -> Result | Refused:
    """Seal an attempt, score its chain, and enter the result in the record, in one transaction.

    An attempt that is submitted already gives its result again. One whose chain is broken stays
    sealed and has no result.
    """
    attempt = submit_attempt(actor, attempt_id, at=at)
    if isinstance(attempt, Refused) and attempt.code != "submitted":
        return attempt
    return score_attempt(attempt_id, at=at)


@transaction.atomic
def score_attempt(attempt_id: UUID, *, at: datetime) -> Result | Refused:
    """Score a sealed attempt by its chain, once; refused where the chain is broken."""
    attempt = attempt_by_id(attempt_id)
    if attempt.submitted_at is None:
        return Refused(
            "not-submitted",
            LocalText(
                en="This attempt is not submitted yet and has no result.",
                ms="Percubaan ini belum dihantar dan belum ada keputusannya.",
            ),
        )
    known = result_of(attempt.booking.person, attempt.pk)
    if known:
        return known
    chain = chain_of(attempt)
    if not chain_is_whole(chain, attempt=str(attempt.pk)) or chain[-1].digest != attempt.head:
        return Refused(
            "chain-broken",
            LocalText(
                en="The answers of this attempt do not match their seal. "
                "The exam office has to look at it before it is scored.",
                ms="Jawapan percubaan ini tidak sepadan dengan meterainya. "
                "Pejabat peperiksaan perlu menyemaknya sebelum diberi markah.",
            ),
        )
    booking = attempt.booking
    release = form_release(booking.form)
    policy = programme_of(release).about.exam_policy
    form = [
        ScoredItem(id=item.code, topic=item.topic, key=item.text.key)
        for item in form_items(booking.form)
    ]
    marked = score(form, answers_in_chain(attempt), pass_mark_percent=policy.pass_mark_percent)
    ScoringRun.objects.create(
        attempt=attempt.pk,
        person=booking.person_id,
        course=booking.course,
        number=1,
        correct=marked.correct,
        items=marked.items,
        pass_mark=marked.pass_mark,
        passed=marked.passed,
        topics=[[topic.topic, topic.correct, topic.items] for topic in marked.topics],
        answers_head=attempt.head,
        keys_digest=digest({item.id: item.key for item in form}),
        scored_at=at,
    )
    append_entry(
        booking.person,
        EntryKind.EXAM_RESULT,
        facts={
            "exam": booking.course,
            "passed": marked.passed,
            "correct": marked.correct,
            "items": marked.items,
            "form": str(booking.form),
            "window": booking.window,
            "sitting": str(attempt.pk),
        },
        actor=SYSTEM,
        at=at,
        release=release,
    )
    result = result_of(booking.person, attempt.pk)
    if result is None:
        raise AssertionError(attempt.pk)
    return result


def close_overdue_attempts(*, at: datetime, person: User | None = None) -> int:
    """Seal and score attempts whose time has ended unsubmitted; how many there were.

    Those of one person where given, or else of all.
    """
    overdue = [
        attempt
        for attempt in overdue_attempts(at)
        if person is None or attempt.booking.person_id == person.pk
    ]
    for attempt in overdue:
        submit_and_score(SYSTEM, attempt.pk, at=at)
    return len(overdue)

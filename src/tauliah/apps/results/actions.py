"""The only writers of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah.apps.catalogue.queries import programme_of
from tauliah.apps.itembank.queries import BankItem, form_items, form_release
from tauliah.apps.marking.actions import give_mark, open_response
from tauliah.apps.marking.queries import settled_scores, waiting_in
from tauliah.apps.people.permissions import SYSTEM, Actor
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.results.queries import Result, result_of
from tauliah.apps.results.reporting import OnStandard, on_standard, standard_of_attempt
from tauliah.apps.sittings.actions import submit_attempt
from tauliah.apps.sittings.queries import (
    Attempt,
    answers_in_chain,
    attempt_by_id,
    chain_of,
    exam_time,
    overdue_attempts,
)
from tauliah.core.exam import Score, ScoredItem, chain_is_whole, score
from tauliah.core.kernel import EntryKind, LocalText, Refused, digest
from tauliah.core.programme.items import (
    ExtendedResponse,
    ItemType,
    SingleChoice,
    item_text,
    points_text,
)


@transaction.atomic
def submit_and_score(
    actor: Actor, attempt_id: UUID, *, lease: str = "", at: datetime | None = None
) -> Result | Refused:
    """Seal an attempt, score its chain, and enter the result in the record, in one transaction.

    An attempt that is submitted already gives its result again. One whose chain is broken stays
    sealed and has no result.
    """
    attempt = submit_attempt(actor, attempt_id, lease=lease, at=at)
    if isinstance(attempt, Refused) and attempt.code != "submitted":
        return attempt
    return score_attempt(attempt_id, at=at or exam_time())


@transaction.atomic
def score_attempt(attempt_id: UUID, *, at: datetime) -> Result | Refused:
    """Score a sealed attempt by its chain, once; refused where the chain is broken.

    Where a standard held when the attempt was started, its cut decides, carried to this form by an
    equating; refused until there is one. Else the programme's percentage of all points does.
    """
    attempt = attempt_by_id(attempt_id)
    if attempt.submitted_at is None:
        return Refused(
            "not-submitted",
            LocalText(
                en="This attempt is not submitted yet and has no result.",
                ms="Percubaan ini belum dihantar dan belum ada keputusannya.",
            ),
        )
    if attempt.sealed_as == "voided":
        return Refused(
            "voided",
            LocalText(
                en="This attempt was voided: it has no score and counts towards no limit.",
                ms="Percubaan ini telah dibatalkan: ia tiada markah dan tidak dikira dalam had.",
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
    items = form_items(booking.form)
    answers = answers_in_chain(attempt)
    _open_responses(attempt, items, answers, at=at)
    if waiting_in(attempt.pk):
        return _waits_for_markers()
    form = [
        ScoredItem(id=item.code, topic=item.topic, item=item.text, is_pilot=item.is_pilot)
        for item in items
    ]
    marked = score(
        form,
        answers,
        marks=settled_scores(attempt.pk),
        pass_mark_percent=policy.pass_mark_percent,
    )
    standard = standard_of_attempt(attempt)
    reported: OnStandard | None = None
    if standard:
        outcome = on_standard(standard, items, marked, scale_cut=policy.pass_mark_percent)
        if isinstance(outcome, Refused):
            return outcome
        reported = outcome
        # the fewest points of this form that are worth the cut: so every other page reads it right
        marked = replace(marked, pass_mark=reported.score.pass_mark)
    ScoringRun.objects.create(
        attempt=attempt.pk,
        person=booking.person_id,
        course=booking.course,
        number=1,
        correct=marked.correct,
        items=marked.items,
        pass_mark=ceil(marked.pass_mark),
        passed=marked.passed,
        **_points(marked),
        reported=reported.told() if reported else None,
        answers_head=attempt.head,
        keys_digest=digest({item.id: _key(item.item) for item in form if not item.is_pilot}),
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
            **({} if marked.is_plain else _point_facts(marked)),
            **({"scaled": reported.score.scaled} if reported else {}),
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


@transaction.atomic
def mark_response(
    marker: User, response: UUID, *, points: Mapping[str, int], comment: str, at: datetime
) -> Refused | None:
    """Mark a response. With the last mark that an attempt waits for, its result is made."""
    outcome = give_mark(marker, response, points=points, comment=comment, at=at)
    if isinstance(outcome, Refused):
        return outcome
    if not waiting_in(outcome):
        # an attempt that was voided meanwhile has no score, and the mark stands all the same
        score_attempt(outcome, at=at)
    return None


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


def _open_responses(
    attempt: Attempt, items: Sequence[BankItem], answers: Mapping[str, object], *, at: datetime
) -> None:
    """Put what people have to read before the markers; nothing written is nothing to read."""
    for item in items:
        text = answers.get(item.code)
        is_read = isinstance(item.text, ExtendedResponse) and not item.is_pilot
        if is_read and isinstance(text, str) and text.strip():
            open_response(
                attempt=attempt.pk,
                person=attempt.booking.person_id,
                course=attempt.booking.course,
                item=item.code,
                version=item.version,
                text=text,
                at=at,
            )


def _points(marked: Score) -> dict[str, Any]:
    """What a run keeps of points: nothing where right answers say it all."""
    if marked.is_plain:
        return {"topics": [[one.topic, one.correct, one.items] for one in marked.topics]}
    return {
        "points": marked.points,
        "points_of": marked.of,
        "pass_points": marked.pass_mark,
        "topics": [
            [one.topic, one.correct, one.items, str(one.points), one.of] for one in marked.topics
        ],
    }


def _point_facts(marked: Score) -> dict[str, Any]:
    # points are text in a record: its spelling has no fractions
    return {"points": points_text(marked.points), "of": marked.of}


def _key(item: ItemType) -> object:
    """What decides about an answer: the key alone where there is one, or else the whole item."""
    return item.key if isinstance(item, SingleChoice) else item_text(item)


def _waits_for_markers() -> Refused:
    return Refused(
        "waits-for-markers",
        LocalText(
            en="Two people mark the written responses of this attempt. "
            "Its result follows when all of them are marked.",
            ms="Jawapan bertulis percubaan ini diperiksa oleh dua orang pemeriksa. "
            "Keputusannya menyusul apabila semuanya telah diperiksa.",
        ),
    )

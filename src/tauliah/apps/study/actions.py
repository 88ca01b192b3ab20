"""The only writers of study progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import LessonRead, PracticeAnswer
from tauliah.apps.study.queries import practice_item
from tauliah.apps.study.reviewing import remember_item
from tauliah.core.exam.answers import Answer, ItemScore, answer_refusal, item_score
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class Practised:
    """An answer to a practice item, judged."""

    item: BankItem
    value: Answer
    score: ItemScore

    @property
    def is_right(self) -> bool:
        """Whether it has every point."""
        return self.score.is_right


@transaction.atomic
def mark_lesson_read(person: User, course: str, lesson: str, *, at: datetime) -> Refused | None:
    """Remember that a person has read a lesson; marking it again changes nothing."""
    require(person, Permission.STUDY)
    try:
        programme().lesson(course, lesson)
    except KeyError:
        return Refused(
            "no-such-lesson",
            LocalText(en="There is no such lesson.", ms="Tiada pelajaran sedemikian."),
        )
    _, is_new = LessonRead.objects.get_or_create(
        person=person, course=course, lesson=lesson, defaults={"read_at": at}
    )
    if is_new:
        details = {"course": course, "lesson": lesson}
        write_audit_entry(person, "lesson.read", subject=str(person.pk), at=at, details=details)
    return None


@transaction.atomic
def answer_practice_item(
    person: User,
    course: str,
    code: str,
    *,
    value: Answer | None,
    seconds: float | None = None,
    language: str = "",
    at: datetime,
) -> Practised | Refused:
    """Judge and remember one answer to a practice item, which is a review of it, too.

    `seconds` is how long it took, where that was measured, and `language` the one it was read in.
    """
    require(person, Permission.PRACTISE)
    item = practice_item(course, code)
    if item is None or value is None or answer_refusal(item.text, value):
        return Refused(
            "no-such-item",
            LocalText(
                en="There is no such practice item or answer. Nothing was changed.",
                ms="Tiada item latihan atau jawapan sedemikian. Tiada apa-apa diubah.",
            ),
        )
    wait_for_others(person)
    score = keep_answer(person, course, item, value, at=at)
    if score.points is not None:
        # what people mark says nothing of memory
        remember_item(
            person,
            course,
            item,
            score,
            seconds=seconds,
            language=language or person.language,
            at=at,
        )
    details = {"item": code, "is_right": score.is_right}
    write_audit_entry(person, "practice.answered", subject=str(person.pk), at=at, details=details)
    return Practised(item, value, score)


def keep_answer(
    person: User,
    course: str,
    item: BankItem,
    value: Answer,
    *,
    at: datetime,
    id: UUID | None = None,
) -> ItemScore:
    """Keep one answer to a practice item as it is judged; called within an action."""
    score = item_score(item.text, value)
    PracticeAnswer.objects.create(
        id=id or uuid7(),
        person=person,
        course=course,
        item=item.code,
        topic=item.topic,
        value=value,
        is_right=score.is_right,
        answered_at=at,
    )
    return score

"""The answers of a mock exam as practice: evidence of what is known, and reviews of what is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.decks import deck_of
from tauliah.apps.study.models import PracticeAnswer
from tauliah.apps.study.reviewing import keep_review, rating_of
from tauliah.core.exam.answers import Answer, ItemScore
from tauliah.core.practice import topic_recall
from tauliah.core.programme import Course


@dataclass(frozen=True, slots=True)
class MockAnswer:
    """An answer that was given in a mock exam, with what it is worth."""

    item: BankItem
    value: Answer
    score: ItemScore


def items_answered(person: User, course: str) -> frozenset[str]:
    """The practice items of a course that a person has answered, by code."""
    answers = PracticeAnswer.objects.filter(person=person, course=course)
    return frozenset(answers.values_list("item", flat=True))


@transaction.atomic
def count_mock_answers(
    person: User, course: Course, answers: Iterable[MockAnswer], *, language: str, at: datetime
) -> None:
    """Keep the answers of a mock exam that has ended as if each had been given in practice then.

    The audit entry is that of the mock exam.
    """
    require(person, Permission.PRACTISE)
    given = list(answers)
    PracticeAnswer.objects.bulk_create(
        PracticeAnswer(
            person=person,
            course=course.code,
            item=one.item.code,
            topic=one.item.topic,
            value=one.value,
            is_right=one.score.is_right,
            answered_at=at,
        )
        for one in given
    )
    own = deck_of(person, course, at=at)
    recall = topic_recall(own.deck, 0, len(course.blueprint), own.curve)
    for one in given:
        unit = own.unit("item", one.item.code)
        # what people mark says nothing of memory, and what has left the pool comes back no more
        if unit is not None and one.score.points is not None:
            keep_review(
                person,
                course.code,
                "item",
                one.item.code,
                rating=rating_of(one.score),
                seconds=None,
                language=language or person.language,
                # they were given together: each was known as before all of them
                known=float(recall[unit.topic]),
                held=own.memories.get(one.item.code),
                at=at,
            )

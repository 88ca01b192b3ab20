"""Mock exams as they were started, and the answer to each of their items as it stands."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class MockExam(models.Model):
    """One mock exam of a person: its form's seed, its clock, and its score when it has ended.

    `asked` is how many items the exam itself has, `elsewhere` how many items stand at another level
    than there. `extra_minutes` is what is adapted for the person: extra time, and pauses, which are
    taken out of one time here. `answered` and `points` are empty until the end; `counted` are the
    items that have a score, `of` their points.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    seed = models.CharField(max_length=40)
    asked = models.PositiveSmallIntegerField()
    elsewhere = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    extra_minutes = models.PositiveSmallIntegerField()
    pass_mark_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    deadline = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered = models.PositiveSmallIntegerField(null=True)
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    of = models.PositiveSmallIntegerField(null=True)
    counted = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=models.Q(ended_at=None),
                name="one_mock_exam_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("started_at")),
                name="a_mock_exam_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, answered=None, points=None, of=None, counted=None)
                | models.Q(
                    ended_at__isnull=False,
                    answered__isnull=False,
                    points__isnull=False,
                    of__isnull=False,
                    counted__isnull=False,
                ),
                name="a_mock_exam_has_a_score_when_it_has_ended",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "course", "started_at"], name="mock_exam_of_person")
        ]


class MockItem(models.Model):
    """An item of a mock exam in its place, with the answer as it stands and whether it is flagged.

    `was_met` says that the person had answered it before this mock exam, in practice or in another.
    """

    mock = models.ForeignKey(MockExam, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=40)
    version = models.UUIDField()
    was_met = models.BooleanField()
    value = models.JSONField(null=True)
    is_flagged = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["mock", "position"], name="one_item_at_each_place_of_a_mock_exam"
            ),
            models.UniqueConstraint(fields=["mock", "item"], name="an_item_once_in_a_mock_exam"),
        ]

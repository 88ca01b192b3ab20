"""What a person has read and practised, and how the person wants to study."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class LessonRead(models.Model):
    """A lesson that a person marked as read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    lesson = models.CharField(max_length=80)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "course", "lesson"], name="a_lesson_read_once"
            ),
        ]


class PracticeAnswer(models.Model):
    """One answer to a practice item. Append-only in use: each try is a row.

    `option` holds the answers of one letter that were given before there were others; newer ones
    stand in `value`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    item = models.CharField(max_length=40)
    topic = models.CharField(max_length=60)
    option = models.CharField(max_length=1, blank=True, db_default="")
    value = models.JSONField(null=True)
    is_right = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "course"])]


class Review(models.Model):
    """One card or practice item met in practice, or the taking back of such a row.

    Append-only in use: rows go only with the person, or when their time to be kept is over.

    `days` and `stability` are what stood before it, null at the first meeting; `known` is the mean
    recall of its topic then. A row that takes another back has `undoes` and the rating 0.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    kind = models.CharField(max_length=4)
    unit = models.CharField(max_length=40)
    rating = models.PositiveSmallIntegerField()
    seconds = models.FloatField(default=0)
    language = models.CharField(max_length=2)
    days = models.FloatField(null=True)
    stability = models.FloatField(null=True)
    known = models.FloatField(null=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="undone"
    )
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["card", "item"]), name="what_is_reviewed_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__in=[1, 2, 3, 4], undoes=None)
                | models.Q(rating=0, undoes__isnull=False),
                name="a_review_is_rated_or_takes_one_back",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "course", "reviewed_at"], name="review_of_person"),
            models.Index(fields=["person", "unit"], name="review_of_unit"),
        ]


class UnitMemory(models.Model):
    """What the reviews of a card or item come to: kept, so that a choice need not read them all."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    kind = models.CharField(max_length=4)
    unit = models.CharField(max_length=40)
    stability = models.FloatField()
    difficulty = models.FloatField()
    reviews = models.PositiveIntegerField()
    lapses = models.PositiveIntegerField()
    last_rating = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "course", "unit"], name="one_memory_of_each_unit"
            ),
        ]


class PracticeBudget(models.Model):
    """How many minutes a day a person gives to a course."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "course"], name="one_budget_for_each_course"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=120),
                name="a_budget_is_5_to_120_minutes",
            ),
        ]


class PlanChoice(models.Model):
    """How a person wants to study: hours, days off, exam days, classes. Append-only in use.

    The newest row counts; the plan itself is worked out and not kept. `week` are the minutes of
    each weekday from Monday on, `days_off` spans of days, `exams` the exam days with the
    designations that they serve, `classes` the runs of classes that are attended.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    targets = models.JSONField()
    week = models.JSONField()
    days_off = models.JSONField()
    exams = models.JSONField()
    classes = models.JSONField()
    chosen_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "chosen_at"], name="plan_choice_of_person")
        ]


class StudyTick(models.Model):
    """Time spent on a lesson or a mock exam, as the person says; or the taking back of such a row.

    Append-only in use. A row that takes another back has `undoes` and no minutes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    kind = models.CharField(max_length=6)
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="undone"
    )
    done_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["lesson", "mock"]), name="what_is_ticked_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0, undoes=None)
                | models.Q(minutes=0, undoes__isnull=False),
                name="a_tick_has_minutes_or_takes_one_back",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "done_at"], name="tick_of_person")
        ]


class CalendarAddress(models.Model):
    """That a person's plan can be read at a secret address; which one follows from the row's id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="one_calendar_address_in_use",
            )
        ]


class DigestChoice(models.Model):
    """Whether a person wants the plan of each week by e-mail. Append-only in use: the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "chosen_at"], name="digest_choice_of_person")
        ]


class DigestLetter(models.Model):
    """That the week from a Monday on was looked at for a person; `sent_at` is empty where no letter went."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "week"], name="one_digest_a_week")
        ]

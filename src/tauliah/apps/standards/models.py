"""Studies with their panels, rounds and ratings, what was decided, and equatings. All append-only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

METHODS = ("angoff", "bookmark", "hofstee", "borderline", "contrasting")


class Study(models.Model):
    """A study of some items of one course by one method.

    `content` names the items on which the cut is set as `form_digest` does, `form` the form they were
    taken from where they were; `points` are all their points; `border` describes the just competent
    candidate. `basis` is what the method rests on as it was when the study was opened, `source` within
    saying where it is from: of a Bookmark study the `parameters` a, b, c of each item and the response
    `probability`; of a Hofstee study the `distribution`, candidates by whole points from 0 up.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    method = models.CharField(max_length=10, default="angoff")
    basis = models.JSONField(default=dict)
    form = models.UUIDField(null=True)
    content = models.CharField(max_length=71)
    points = models.PositiveSmallIntegerField()
    border = models.TextField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(method__in=list(METHODS)), name="study_method_is_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["course", "opened_at"], name="study_of_course"),
        ]


class StudyItem(models.Model):
    """One item of a study: the version that is rated, and its points; in a booklet, its page."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.UUIDField()
    code = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["study", "position"], name="study_items_are_numbered"),
            models.UniqueConstraint(fields=["study", "version"], name="an_item_once_per_study"),
        ]


class Judge(models.Model):
    """A person on the panel of a study."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="judges")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    appointed_by = models.UUIDField()
    appointed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["study", "person"], name="a_judge_once_per_study"),
        ]


class Round(models.Model):
    """A round of ratings. From the second on, judges may be shown what others rated before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    shows_ratings = models.BooleanField()
    shows_difficulties = models.BooleanField()
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["study", "number"], name="rounds_are_numbered"),
        ]


class Rating(models.Model):
    """What a judge said of an item in a round; the newest one counts, in this round and later ones."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ratings")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="ratings")
    item = models.ForeignKey(StudyItem, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="a_rating_is_a_percentage"
            ),
        ]


class PlacedBookmark(models.Model):
    """The page of the booklet at which a judge placed a bookmark in a round; the newest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="bookmarks")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="bookmarks")
    page = models.PositiveSmallIntegerField()
    placed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(page__gte=1), name="pages_begin_at_one"),
        ]


class GivenBounds(models.Model):
    """What a judge finds acceptable in a round: cuts in points, failure rates in per cent; the newest
    ones count.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="bounds")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="bounds")
    lowest_cut = models.PositiveSmallIntegerField()
    highest_cut = models.PositiveSmallIntegerField()
    lowest_fail = models.PositiveSmallIntegerField()
    highest_fail = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    lowest_cut__lt=models.F("highest_cut"),
                    lowest_fail__lt=models.F("highest_fail"),
                    highest_fail__lte=100,
                ),
                name="each_lowest_is_below_its_highest",
            ),
        ]


class StudyCandidate(models.Model):
    """A candidate whom judges may sort, with the points reached on the items of the study."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="candidates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["study", "person"], name="a_candidate_once_per_study"),
        ]


class Sorting(models.Model):
    """The group that a judge put a candidate into in a round; the newest one counts, and an empty one
    takes it back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sortings")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="sortings")
    candidate = models.ForeignKey(StudyCandidate, on_delete=models.PROTECT, related_name="sortings")
    group = models.CharField(max_length=12, blank=True)
    sorted_at = models.DateTimeField()


class HandedIn(models.Model):
    """A judge's ratings of a round, complete and from then on unchanged."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="handed_in")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="handed_in")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "judge"], name="a_round_is_handed_in_once"),
        ]


class RoundEnd(models.Model):
    """The end of a round, after which nobody rates in it."""

    round = models.OneToOneField(
        Round, primary_key=True, on_delete=models.PROTECT, related_name="end"
    )
    closed_by = models.UUIDField()
    closed_at = models.DateTimeField()


class Decision(models.Model):
    """What a second person made of a study: a cut in points that holds from a moment on, or none.

    `error` is the standard error of the panel's cut in the last round; 0 where it has none.
    """

    study = models.OneToOneField(
        Study, primary_key=True, on_delete=models.PROTECT, related_name="decision"
    )
    cut = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    error = models.DecimalField(max_digits=8, decimal_places=4)
    reason = models.TextField()
    holds_from = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(cut=None, holds_from=None)
                | models.Q(cut__gt=0, holds_from__isnull=False),
                name="an_adopted_cut_holds_from_a_moment",
            ),
        ]


class Equating(models.Model):
    """An equating of one form's content to another's, as it was made; the newest of a pair counts.

    `table` has an equated score and its standard error for each score from 0 up, as text; `basis`
    says what it rests on: persons, shared items, the run it comes from.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    from_form = models.CharField(max_length=71)
    to_form = models.CharField(max_length=71)
    method = models.CharField(max_length=24)
    table = models.JSONField()
    basis = models.JSONField()
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["from_form", "to_form", "made_at"], name="equating_of_forms"),
        ]

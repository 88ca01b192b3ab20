"""Items, their versions, what was done with them, forms, and blueprints that were proposed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from tauliah.core.exam.item_life import ITEM_STATES

ASSEMBLY_STATES = ["under-way", "assembled", "impossible", "undecided", "cancelled", "failed"]


class Item(models.Model):
    """An item of the bank. Its pool never changes: a secure item is never practised.

    `state` is that of the newest version. `live` is the version that forms and practice take, on
    pilot where the state says so; a version in the making leaves it as it is. What `is_in_text`
    stands in the newest release, which alone decides about it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    course = models.CharField(max_length=10)
    pool = models.CharField(max_length=10)
    retired_in = models.PositiveIntegerField(null=True, help_text="release that no longer has it")
    # the defaults of the database let a server of the release before go on publishing
    state = models.CharField(max_length=16, default="operational", db_default="operational")
    is_in_text = models.BooleanField(default=False, db_default=False)
    live = models.ForeignKey(
        "ItemVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(pool__in=["secure", "practice"]), name="item_is_in_one_pool"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ITEM_STATES)), name="item_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="retired") | models.Q(live=None),
                name="what_is_retired_is_not_used",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="pilot") | models.Q(pool="secure"),
                name="practice_is_not_piloted",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["course", "pool"]),
            models.Index(fields=["state"], name="item_by_state"),
        ]

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """The text, options and key of an item from a release on. Append-only.

    `attached` is what goes with the item and is not its own text: its case and place in it, its
    picture; null where there is none. A version that was written in the bank has the release 0, who
    wrote it and when, and the sources that its author named, a line each.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    release = models.PositiveIntegerField()
    topic = models.CharField(max_length=60)
    digest = models.CharField(max_length=71)
    content = models.JSONField()
    attached = models.JSONField(null=True)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField(null=True)
    sources = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["item", "number"], name="item_versions_are_numbered"),
        ]


class ItemStep(models.Model):
    """What somebody did with an item or said about it, in which state and to which. Append-only.

    Nobody is named where a release took the item over; `to_person` is whom an item was entrusted to.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="steps")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10)
    state = models.CharField(max_length=16)
    to = models.CharField(max_length=16)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_person = models.UUIDField(null=True)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["item", "at"], name="step_of_item"),
        ]


class ItemEnemy(models.Model):
    """Two items that must not stand in one form, the one with the lesser code first, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    one = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["one", "other"], name="enemies_once"),
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")), name="nobody_is_an_own_enemy"
            ),
        ]


class VersionFigures(models.Model):
    """What responses say of one version, as counted last: `figures` as results give them."""

    version = models.OneToOneField(
        ItemVersion, primary_key=True, on_delete=models.PROTECT, related_name="figures"
    )
    figures = models.JSONField()
    counted_at = models.DateTimeField()


class VersionParameters(models.Model):
    """The parameters of a version as calibrated last: P = c + (1 - c) / (1 + exp(-a (theta - b))).

    `source` says from which calibration they are.
    """

    version = models.OneToOneField(
        ItemVersion, primary_key=True, on_delete=models.PROTECT, related_name="parameters"
    )
    discrimination = models.FloatField()
    difficulty = models.FloatField()
    floor = models.FloatField(default=0.0)
    source = models.CharField(max_length=200)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(floor__gte=0, floor__lt=1), name="floor_is_a_chance"
            ),
        ]


class Assembly(models.Model):
    """A request for parallel forms, how far it is, and what came of it.

    `asked` is the request and `answer` the outcome, as `assembly.asked` and `assembly.told` write
    them. `told_at` is its last sign of life while it is under way.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    release = models.PositiveIntegerField()
    asked = models.JSONField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="under-way")
    progress = models.JSONField(default=dict)
    told_at = models.DateTimeField()
    answer = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=ASSEMBLY_STATES), name="assembly_state_is_known"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["course", "asked_at"], name="assembly_of_course"),
        ]


class Form(models.Model):
    """An exam's items as one candidate sees them, made before the sitting. Append-only.

    `approved` is the approved form whose items it has; null where it was drawn for its booking.
    `scores` names what it scores, as `core.exam.form_digest` does; null where it is older than that.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    release = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    assembled_at = models.DateTimeField()
    approved = models.ForeignKey(
        "ApprovedForm", null=True, on_delete=models.PROTECT, related_name="taken"
    )
    # null and not empty: SQLite would make the table anew for a default, and lose its triggers
    scores = models.CharField(max_length=71, null=True)  # noqa: DJ001


class ApprovedForm(models.Model):
    """A form that a second person has frozen: exams of the course take it from then on. Append-only.

    `cells` says how many items of each topic are at each level, `digest` is over the digests of its
    versions in their order. It is numbered within its course.
    """

    form = models.OneToOneField(
        Form, primary_key=True, on_delete=models.PROTECT, related_name="approval"
    )
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="approved")
    course = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    digest = models.CharField(max_length=71)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["course", "number"], name="approved_forms_are_numbered"
            ),
        ]


class FormWithdrawal(models.Model):
    """That an approved form is taken by no exam any more, and why. Append-only."""

    form = models.OneToOneField(
        ApprovedForm, primary_key=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=400)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField()


class FormItem(models.Model):
    """One place of a form. Append-only. A pilot item is answered and kept, and never scored."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT)
    is_pilot = models.BooleanField(null=True, help_text="null is not; forms before there were any")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["form", "position"], name="one_item_per_place"),
            models.UniqueConstraint(fields=["form", "version"], name="an_item_once_per_form"),
        ]


class BlueprintProposal(models.Model):
    """Other numbers for the exam of a course, as somebody proposed them, and why. Append-only.

    No rule: in force is what a release holds. `before` are the numbers in force when it was written
    and `asked` those proposed, as `core.programme.asked_blueprint` makes them plain.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    release = models.PositiveIntegerField()
    before = models.JSONField()
    asked = models.JSONField()
    reason = models.CharField(max_length=1000)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()


class BlueprintComment(models.Model):
    """What somebody said about a proposed blueprint. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    proposal = models.ForeignKey(
        BlueprintProposal, on_delete=models.PROTECT, related_name="comments"
    )
    comment = models.CharField(max_length=1000)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()


class BlueprintEnd(models.Model):
    """That a proposed blueprint is declined by another person, or taken back by its own. Append-only."""

    proposal = models.OneToOneField(
        BlueprintProposal, primary_key=True, on_delete=models.PROTECT, related_name="end"
    )
    is_declined = models.BooleanField(help_text="false where it was taken back")
    reason = models.CharField(max_length=1000)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField()

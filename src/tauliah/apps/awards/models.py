"""Awards and their credentials, the keys that sign these, and who is listed in the register."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from tauliah.apps.letters import SENT_OR_GIVEN_UP, Letter


class Award(models.Model):
    """One conferral with its signed credential.

    Only its state ever changes; the credential is signed anew, otherwise the same, when its key was
    compromised.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=120)
    is_name_public = models.BooleanField(help_text="the holder's choice, to be changed at any time")
    language = models.CharField(max_length=2)
    designation = models.CharField(max_length=10)
    conferred_at = models.DateTimeField()
    release = models.PositiveIntegerField()
    entry = models.PositiveIntegerField(help_text="number of the entry in the person's record")
    status_list = models.PositiveIntegerField(default=1)
    status_index = models.PositiveIntegerField()
    credential = models.TextField(help_text="the signed credential, letter by letter")
    signed_by = models.CharField(max_length=60, help_text="the public key that checks it")
    is_revoked = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True)
    is_suspended = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True)
    names_suspensions = models.BooleanField(
        default=False, help_text="whether its credential names a list of suspensions"
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="one_award_per_status_place"
            ),
            models.UniqueConstraint(
                fields=["person", "designation"],
                condition=models.Q(is_revoked=False),
                name="a_designation_in_force_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person"]),
            models.Index(fields=["signed_by"], name="awards_award_signed_by"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        """`in-force`, `suspended` or `revoked`."""
        if self.is_revoked:
            return "revoked"
        return "suspended" if self.is_suspended else "in-force"

    @property
    def is_in_force(self) -> bool:
        """Whether the letters may be used."""
        return self.state == "in-force"


class StatusList(models.Model):
    """A signed status list; of a number and purpose the newest that is published is in force.

    Append-only. `decided_at` is when what it says was decided, `published_at` the fixed time at
    which others read it; where `decided_at` is empty, both were one moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=12, default="revocation")
    decided_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    document = models.TextField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["number", "published_at"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=["revocation", "suspension"]),
                name="a_status_list_has_a_purpose",
            )
        ]


class IssuerKey(models.Model):
    """A public key under which credentials of this body are signed, or were; never a private one."""

    public = models.CharField(primary_key=True, max_length=60)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=2000, blank=True)


class Notice(Letter):
    """Something that a holder is to be told by e-mail about an award; kept until long after."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=SENT_OR_GIVEN_UP, name="a_notice_is_sent_or_given_up")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["sent_at", "made_at"], name="awards_notice_unsent")
        ]


class ConsentDecision(models.Model):
    """What a holder decided about the public register: which fields, by which text. Append-only.

    No fields at all is a withdrawal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=10, help_text="of the text that was agreed to")
    text_digest = models.CharField(max_length=80)
    fields = models.JSONField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "decided_at"], name="awards_consent_person")
        ]


class Listing(models.Model):
    """A holder's place in the public register as it is now; it goes when consent is withdrawn."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=24, unique=True, help_text="in the address of the page")
    name_key = models.CharField(max_length=320, db_index=True)
    holder_name = models.CharField(max_length=120)
    version = models.CharField(max_length=10)
    shows_designations = models.BooleanField()
    shows_dates = models.BooleanField()
    shows_numbers = models.BooleanField()
    is_indexed = models.BooleanField(help_text="whether search engines may show the page")
    since = models.DateTimeField()

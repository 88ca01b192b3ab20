"""Releases: the programme as published, for ever."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Release(models.Model):
    """A numbered, dated, content-hashed state of the programme. Append-only."""

    number = models.PositiveIntegerField(primary_key=True)
    digest = models.CharField(max_length=71)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)
    document = models.TextField(help_text="the checked programme without its items, as JSON")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="releases_count_from_1"),
        ]

    def __str__(self) -> str:
        return f"release {self.number}"


class ReleaseFile(models.Model):
    """One file of a release, letter by letter. Append-only."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=250)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["release", "path"], name="a_file_once_per_release"),
        ]

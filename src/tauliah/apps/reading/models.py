"""Where a person left a lesson, the person's own notes and highlights, and what is searched."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from tauliah.apps.reading.bounds import MOST_LETTERS, MOST_QUOTED, TONES
from tauliah.core.reading import Anchor


class LessonPlace(models.Model):
    """Where a person left a lesson: the newest place, and how far it was ever read.

    `paragraph` is the name of the paragraph in the language that was read, `number` its place among
    the `of` paragraphs of the lesson, counted from 1.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    lesson = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    paragraph = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    furthest = models.PositiveSmallIntegerField(help_text="per cent of the lesson")
    left_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "course", "lesson"], name="one_place_in_each_lesson"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=models.F("of")),
                name="a_place_is_in_its_lesson",
            ),
            models.CheckConstraint(
                condition=models.Q(furthest__lte=100), name="no_lesson_is_read_beyond_its_end"
            ),
        ]


class Note(models.Model):
    """A highlight, a note or both, on a quote of a lesson in one language; its person's alone.

    The quote is kept with what stood beside it, so that it is found again in a changed lesson. A
    note that was deleted can be taken back for a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.CharField(max_length=10)
    lesson = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    paragraph = models.CharField(max_length=24)
    start = models.PositiveIntegerField()
    exact = models.CharField(max_length=MOST_QUOTED)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    is_whole = models.BooleanField(default=False)
    tone = models.CharField(max_length=8, blank=True)
    text = models.CharField(max_length=MOST_LETTERS, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(tone__in=["", *TONES]), name="the_tone_of_a_note_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(tone="", text=""), name="a_note_marks_or_says_something"
            ),
            models.CheckConstraint(condition=~models.Q(exact=""), name="a_note_has_its_quote"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["person", "course", "lesson"], name="note_of_person"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="note_deleted",
            ),
        ]

    @property
    def anchor(self) -> Anchor:
        """The quote and where it stood."""
        return Anchor(
            self.paragraph, self.start, self.exact, self.prefix, self.suffix, self.is_whole
        )


class Passage(models.Model):
    """A section of a lesson or a term in one language, as it is found by the search.

    The words by which it is found stand in a table of the database's own kind beside this one.
    """

    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=6)
    course = models.CharField(max_length=10, blank=True)
    slug = models.CharField(max_length=80)
    section = models.TextField(blank=True)
    title = models.TextField()
    heading = models.TextField(blank=True)
    text = models.TextField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind="lesson") & ~models.Q(course="")
                | models.Q(kind="term", course=""),
                name="a_passage_is_of_a_lesson_or_a_term",
            ),
        ]


class SearchIndex(models.Model):
    """From what the passages of a language were made, and the words in them, each with its count."""

    language = models.CharField(max_length=2, primary_key=True)
    release = models.PositiveIntegerField()
    digest = models.CharField(max_length=90, help_text="of the release and of the way of making")
    words = models.TextField(help_text="a word and its count in each line")
    made_at = models.DateTimeField()

"""Notes and highlights: on any part of a lesson, found again when it changes, and their person's alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.people.queries import User
from tauliah.apps.reading import actions
from tauliah.apps.reading.actions import (
    Selection,
    change_note,
    delete_note,
    forget_deleted_notes,
    keep_place,
    make_note,
    take_back_note,
)
from tauliah.apps.reading.models import LessonPlace, Note
from tauliah.apps.reading.queries import (
    deleted_note,
    last_reading,
    note_of,
    notes_in,
    notes_on,
    reading_of,
    readings_in,
)
from tauliah.core.kernel import Refused
from tauliah.core.programme import paragraphs_of
from tests.apps.reading.texts import BENCANA, MOMENT, PERILS, lesson_files, publish_lessons

LESSON = ("PUM", "01-first")
HAZARD = "a hazard makes the loss more likely"


@pytest.fixture
def published(db: None) -> Any:
    return publish_lessons()


def name_of(words: str, body: str = PERILS) -> str:
    return next(one.name for one in paragraphs_of(body) if words in one.text)


def marked(person: User, words: str = HAZARD, *, tone: str = "key", text: str = "") -> Note:
    outcome = make_note(
        person, *LESSON, Selection("en", name_of(words), words), tone=tone, text=text, at=MOMENT
    )
    assert isinstance(outcome, Note), outcome
    return outcome


def refusal(outcome: Any) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


# Notes


def test_a_highlight_keeps_its_quote_with_what_stands_beside_it(aisyah: User) -> None:
    note = marked(aisyah)

    (found,) = notes_on(aisyah, *LESSON, language="en")
    assert note.exact == HAZARD
    assert (note.prefix, note.suffix) == ("A peril causes the loss; ", " or more severe.")
    assert found.place is not None
    assert found.section == "Perils and hazards"


def test_a_note_on_a_paragraph_needs_no_selected_words(aisyah: User) -> None:
    selection = Selection("en", name_of("Morale"))

    note = make_note(aisyah, *LESSON, selection, text="See the exam of 2024.", at=MOMENT)

    assert isinstance(note, Note)
    assert note.is_whole
    assert note.exact == "Morale hazard is carelessness because of insurance."


def test_of_two_same_words_the_one_that_was_selected_is_marked(aisyah: User) -> None:
    second = PERILS.splitlines()[2].rindex("loss")
    selection = Selection("en", name_of(HAZARD), "loss", second)

    note = make_note(aisyah, *LESSON, selection, tone="key", at=MOMENT)

    assert isinstance(note, Note)
    assert note.start == second


def test_a_note_belongs_to_the_text_of_its_language(aisyah: User) -> None:
    marked(aisyah)
    selection = Selection("ms", name_of("Bencana menyebabkan", BENCANA), "bahaya")
    make_note(aisyah, *LESSON, selection, tone="question", at=MOMENT)

    assert [one.note.language for one in notes_on(aisyah, *LESSON, language="ms")] == ["ms"]
    assert len(notes_in(aisyah, "PUM")) == 2


def test_nobody_else_has_a_persons_notes(aisyah: User, nurul: User) -> None:
    note = marked(aisyah)

    assert notes_in(nurul, "PUM") == ()
    assert note_of(nurul, note.pk) is None
    assert refusal(change_note(nurul, note.pk, tone="", text="Hers", at=MOMENT)) == "no-such-note"
    assert refusal(delete_note(nurul, note.pk, at=MOMENT)) == "no-such-note"


def test_who_may_not_study_keeps_no_notes(farid: User) -> None:
    with pytest.raises(PermissionDenied):
        make_note(farid, *LESSON, Selection("en", name_of(HAZARD)), text="x", at=MOMENT)


@pytest.mark.parametrize(
    ("selection", "tone", "text", "code"),
    [
        (Selection("en", "p-000000000000"), "key", "", "no-such-place"),
        (Selection("en", name_of(HAZARD), "words that are not there"), "key", "", "no-such-place"),
        (Selection("ms", name_of(HAZARD)), "key", "", "no-such-place"),
        (Selection("fr", name_of(HAZARD)), "key", "", "no-such-lesson"),
        (Selection("en", name_of(HAZARD)), "", " \r\n ", "empty-note"),
        (Selection("en", name_of(HAZARD)), "purple", "x", "empty-note"),
        (Selection("en", name_of(HAZARD)), "", "x" * 4001, "note-too-long"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(
    aisyah: User, selection: Selection, tone: str, text: str, code: str
) -> None:
    outcome = make_note(aisyah, *LESSON, selection, tone=tone, text=text, at=MOMENT)

    assert refusal(outcome) == code
    assert not Note.objects.exists()


def test_a_note_of_many_lines_is_as_long_as_its_letters(aisyah: User) -> None:
    # a browser counts the end of a line once and sends it as two signs
    note = marked(aisyah, text="\r\n".join(["x"] * 2000))

    assert len(note.text) == 3999


def test_a_lesson_takes_so_many_notes_and_no_more(aisyah: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "MOST_NOTES", 2)
    marked(aisyah)
    marked(aisyah, "likely")

    outcome = make_note(aisyah, *LESSON, Selection("en", name_of(HAZARD)), tone="key", at=MOMENT)

    assert refusal(outcome) == "too-many-notes"


def test_a_note_is_not_had_back_into_a_lesson_that_is_full(aisyah: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "MOST_NOTES", 1)
    deleted = marked(aisyah)
    delete_note(aisyah, deleted.pk, at=MOMENT)
    marked(aisyah, "likely")

    assert refusal(take_back_note(aisyah, deleted.pk)) == "too-many-notes"
    assert len(notes_in(aisyah, "PUM")) == 1


def test_a_note_is_changed_deleted_and_had_back(aisyah: User) -> None:
    note = marked(aisyah)

    change_note(aisyah, note.pk, tone="example", text="As in the second case", at=MOMENT)
    delete_note(aisyah, note.pk, at=MOMENT)
    after_deletion = notes_in(aisyah, "PUM")
    offered = deleted_note(aisyah, str(note.pk))
    take_back_note(aisyah, note.pk)

    assert after_deletion == ()
    assert offered is not None
    (back,) = notes_in(aisyah, "PUM")
    assert (back.note.tone, back.note.text) == ("example", "As in the second case")


def test_what_was_deleted_a_day_ago_is_gone_for_good(aisyah: User) -> None:
    note, kept = marked(aisyah), marked(aisyah, "likely")
    delete_note(aisyah, note.pk, at=MOMENT)

    assert forget_deleted_notes(at=MOMENT + timedelta(hours=23)) == 0
    assert forget_deleted_notes(at=MOMENT + timedelta(hours=25)) == 1
    assert refusal(take_back_note(aisyah, note.pk)) == "no-such-note"
    assert [one.note.pk for one in notes_in(aisyah, "PUM")] == [kept.pk]


def test_notes_are_found_by_words_of_the_note_and_of_the_lesson(aisyah: User) -> None:
    marked(aisyah, text="Ask Encik Rahman")
    marked(aisyah, "Premiums follow the risk")

    assert len(notes_in(aisyah, "PUM", search="rahman hazard")) == 1
    assert len(notes_in(aisyah, "PUM", search="premium")) == 1
    assert notes_in(aisyah, "PUM", search="rahman premium") == ()


def test_notes_stand_in_the_order_of_the_text(aisyah: User) -> None:
    for words in ("Premiums follow", "more severe", "peril causes", "carelessness"):
        marked(aisyah, words)

    assert [one.note.exact for one in notes_in(aisyah, "PUM")] == [
        "peril causes", "more severe", "carelessness", "Premiums follow",
    ]  # fmt: skip


def test_no_note_is_told_to_the_audit_trail(aisyah: User) -> None:
    from tauliah.apps.people.models import AuditEntry

    before = AuditEntry.objects.count()
    note = marked(aisyah, text="Private")
    keep_place(aisyah, *LESSON, language="en", paragraph=name_of("Morale"), at=MOMENT)
    delete_note(aisyah, note.pk, at=MOMENT)

    assert AuditEntry.objects.count() == before


# A lesson that changes


def release_with(english: str) -> None:
    publish_lessons(lesson_files(english), at=MOMENT + timedelta(days=1))


def test_in_a_lesson_that_was_rewritten_around_it_a_highlight_is_found_again(aisyah: User) -> None:
    marked(aisyah)
    release_with(
        "An introduction.\n\n" + PERILS.replace("A peril causes", "As said, a peril causes")
    )

    (found,) = notes_on(aisyah, *LESSON, language="en")

    assert found.place is not None
    assert found.place.start == found.note.start + len("As said, ")


def test_where_the_words_are_gone_the_note_is_shown_as_one_whose_text_has_changed(
    aisyah: User,
) -> None:
    marked(aisyah, text="Still mine")
    marked(aisyah, "carelessness")
    release_with(PERILS.replace("more likely", "likelier"))

    carelessness, lost = notes_on(aisyah, *LESSON, language="en")

    assert not carelessness.has_moved_on
    assert lost.has_moved_on
    assert (lost.note.text, lost.note.exact) == ("Still mine", HAZARD)


# Where a lesson was left


def left_at(person: User, words: str, seen: str = "", body: str = PERILS) -> Refused | None:
    language = "en" if body == PERILS else "ms"
    return keep_place(
        person,
        *LESSON,
        language=language,
        paragraph=name_of(words, body),
        seen=name_of(seen, body) if seen else "",
        at=MOMENT,
    )


def test_a_lesson_is_gone_on_with_where_it_was_left(aisyah: User) -> None:
    assert left_at(aisyah, "Morale") is None

    reading = reading_of(aisyah, *LESSON, language="en")

    assert reading is not None
    assert reading.paragraph.heading == "Perils and hazards"
    assert reading.paragraph.text.startswith("Morale")
    assert reading.percent == 80
    assert last_reading(aisyah, language="en") == reading


def test_how_far_a_lesson_was_read_is_the_furthest_that_was_seen(aisyah: User) -> None:
    left_at(aisyah, "peril causes", seen="Morale")
    left_at(aisyah, "peril causes")

    reading = reading_of(aisyah, *LESSON, language="en")

    assert reading is not None
    assert (reading.percent, reading.is_begun) == (80, False)


def test_a_lesson_read_to_its_end_is_not_offered_to_be_continued(aisyah: User) -> None:
    left_at(aisyah, "Morale", seen="Premiums follow")

    assert readings_in(aisyah, "PUM", language="en")["01-first"].is_at_the_end
    assert last_reading(aisyah, language="en") is None


def test_who_returns_in_the_other_language_is_led_as_far_on(aisyah: User) -> None:
    left_at(aisyah, "Premium mengikut", body=BENCANA)

    reading = reading_of(aisyah, *LESSON, language="en")

    assert reading is not None
    assert reading.paragraph.heading == "Premiums"


def test_a_place_that_is_gone_leads_to_the_paragraph_as_far_on(aisyah: User) -> None:
    left_at(aisyah, "Morale")
    release_with(PERILS.replace("carelessness", "want of care"))

    reading = reading_of(aisyah, *LESSON, language="en")

    assert reading is not None
    assert "want of care" in reading.paragraph.text


@pytest.mark.parametrize("paragraph", ["", "p-000000000000", "perils-and-hazards"])
def test_a_place_that_there_is_not_is_not_kept(aisyah: User, paragraph: str) -> None:
    outcome = keep_place(aisyah, *LESSON, language="en", paragraph=paragraph, at=MOMENT)

    assert refusal(outcome) == "no-such-place"
    assert not LessonPlace.objects.exists()

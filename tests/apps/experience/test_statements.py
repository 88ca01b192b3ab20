"""What happens comes to the record store as sound statements, of those who agreed and from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.experience.models import Statement
from tauliah.apps.experience.sharing import decide_sharing, sharing_of
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry
from tauliah.apps.study.models import Review
from tauliah.apps.study.reviewing import review_card, undo_review
from tauliah.core.kernel import EntryKind, Refused
from tests.apps.experience.conftest import Clock
from tests.services.record_store import RecordStore

Agree = Callable[[User], Any]
Look = Callable[[], int]
RESULT = {
    "exam": "PUM", "passed": True, "correct": 40, "items": 50, "form": "a", "window": "2026-1",
    "sitting": "s-1",
}  # fmt: skip


def review(person: User, at: Any, *, place: int = 0, rating: int = 3) -> str:
    lesson = programme().lessons_of("PUM")[0]
    card = programme().cards_of("PUM", lesson.slug)[place].id
    refused = review_card(person, "PUM", card, rating=rating, seconds=9, language="ms", at=at)
    assert refused is None
    return card


def record(person: User, kind: EntryKind, facts: dict[str, Any], at: Any) -> int:
    entry = append_entry(person, kind, facts=facts, actor=SYSTEM, at=at)
    assert not isinstance(entry, Refused)
    return entry.number


def test_lessons_reviews_exams_and_classes_are_told(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock, read_a_lesson: Any
) -> None:
    account = str(agree(aisyah).account)
    slug = read_a_lesson()
    known, unknown = review(aisyah, clock()), review(aisyah, clock(), place=1, rating=1)
    record(aisyah, EntryKind.EXAM_RESULT, RESULT, clock())
    record(aisyah, EntryKind.EXAM_RESULT, {**RESULT, "exam": "PIN", "passed": False}, clock())
    record(aisyah, EntryKind.CLASS_ATTENDED, {"course": "PUM"}, clock())

    assert look() == 6
    assert not store.faults
    assert sorted(store.said) == sorted(
        [
            ("completed", f"courses/PUM/lessons/{slug}"),
            ("answered", f"courses/PUM/cards/{known}"),
            ("answered", f"courses/PUM/cards/{unknown}"),
            ("passed", "courses/PUM/exam"),
            ("failed", "courses/PIN/exam"),
            ("attended", "courses/PUM/class"),
        ]
    )
    by_object = {one["object"]["id"].rpartition("/")[2]: one for one in store.held.values()}
    assert by_object[known]["result"] == {"success": True}
    assert by_object[unknown]["result"] == {"success": False}
    assert {one["actor"]["account"]["name"] for one in store.held.values()} == {account}


def test_no_statement_says_who_the_person_is_or_what_was_answered_or_scored(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock, read_a_lesson: Any
) -> None:
    agree(aisyah)
    read_a_lesson()
    review(aisyah, clock())
    record(aisyah, EntryKind.EXAM_RESULT, RESULT, clock())
    look()

    sent = str(store.batches)
    for secret in (
        aisyah.full_name,
        aisyah.email,
        aisyah.candidate_number,
        str(aisyah.pk),
        "score",
    ):
        assert secret not in sent


def test_without_consent_nothing_is_made_and_of_others_neither(
    store: RecordStore, aisyah: User, nurul: User, agree: Agree, look: Look, read_a_lesson: Any
) -> None:
    agree(nurul)
    read_a_lesson()

    assert look() == 0
    assert not Statement.objects.exists()


def test_what_happened_before_the_consent_is_not_told_even_if_it_comes_in_later(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock, read_a_lesson: Any
) -> None:
    read_a_lesson()
    clock.pass_by(minutes=1)
    agree(aisyah)
    review(aisyah, clock() - timedelta(hours=3))
    append_entry(
        aisyah, EntryKind.CLASS_ATTENDED, facts={"course": "PUM"}, actor=SYSTEM, at=clock(),
        happened_at=clock() - timedelta(days=2),
    )  # fmt: skip

    assert look() == 0


def test_the_same_event_is_told_once_however_often_it_is_looked_at(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock, read_a_lesson: Any
) -> None:
    agree(aisyah)
    read_a_lesson()

    sent = [look() for _ in range(3) if clock.pass_by(minutes=1)]

    assert sent == [1, 0, 0]
    assert len(store.batches) == 1


def test_reviews_that_a_phone_sends_late_are_told(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock
) -> None:
    agree(aisyah)
    made = clock.pass_by(hours=1)
    clock.pass_by(days=9)
    look()
    clock.pass_by(hours=1)
    card = review(aisyah, made)
    # the trail notes when it came in, and not when it was made
    from tauliah.apps.people.actions import write_audit_entry

    write_audit_entry(aisyah, "card.reviewed", subject=str(aisyah.pk), at=clock())

    assert look() == 1
    assert store.said == [("answered", f"courses/PUM/cards/{card}")]
    (told,) = store.held.values()
    assert told["timestamp"] == made.isoformat(timespec="milliseconds")


def test_a_review_taken_back_before_it_was_sent_is_never_sent(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock
) -> None:
    agree(aisyah)
    review(aisyah, clock())
    assert undo_review(aisyah, "PUM", at=clock()) is None

    assert look() == 0


def test_a_review_taken_back_after_it_was_sent_is_voided_once(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock
) -> None:
    agree(aisyah)
    review(aisyah, clock())
    look()
    clock.pass_by(minutes=1)
    assert undo_review(aisyah, "PUM", at=clock()) is None

    assert [look(), look()] == [1, 0]
    first = next(iter(store.held))
    assert store.said[1] == ("voided", first)
    assert not store.faults
    assert Review.objects.count() == 2


@pytest.mark.parametrize("passed", [False, None])
def test_a_corrected_entry_is_voided_and_told_anew(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock, passed: bool | None
) -> None:
    agree(aisyah)
    number = record(aisyah, EntryKind.EXAM_RESULT, RESULT, clock())
    look()
    facts = None if passed is None else {**RESULT, "passed": passed}
    record(aisyah, EntryKind.CORRECTED, {"supersedes": number, "with": facts}, clock())
    look()

    verbs = sorted(verb for verb, _ in store.said)
    assert verbs == (["passed", "voided"] if passed is None else ["failed", "passed", "voided"])


def test_a_correction_of_a_correction_voids_what_holds_no_more(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock
) -> None:
    agree(aisyah)
    number = record(aisyah, EntryKind.EXAM_RESULT, RESULT, clock())
    for passed in (False, True):
        look()
        facts = {"supersedes": number, "with": {**RESULT, "passed": passed}}
        number = record(aisyah, EntryKind.CORRECTED, facts, clock())
    look()

    said = store.said
    voided = {one for verb, one in said if verb == "voided"}
    standing = [
        verb for (verb, _), id in zip(said, store.held, strict=True)
        if verb != "voided" and id not in voided
    ]  # fmt: skip
    assert standing == ["passed"]


def test_the_result_of_a_voided_sitting_is_voided(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock
) -> None:
    agree(aisyah)
    record(aisyah, EntryKind.EXAM_RESULT, RESULT, clock())
    look()
    facts = {name: RESULT[name] for name in ("exam", "form", "window", "sitting")}
    record(aisyah, EntryKind.SITTING_VOIDED, facts, clock())
    look()

    assert [verb for verb, _ in store.said] == ["passed", "voided"]


def test_a_withdrawal_holds_at_once_and_takes_what_waits(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock, read_a_lesson: Any
) -> None:
    agree(aisyah)
    read_a_lesson()
    store.answers = [(503, {})]
    assert look() == 0
    assert Statement.objects.count() == 1

    decide_sharing(aisyah, agreed=False, actor=aisyah, at=clock())
    read_a_lesson(1)
    clock.pass_by(hours=1)

    assert look() == 0
    assert not Statement.objects.exists()
    assert not store.held


def test_who_agrees_anew_has_another_number_and_nothing_from_between_is_told(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, clock: Clock, read_a_lesson: Any
) -> None:
    first = agree(aisyah).account
    decide_sharing(aisyah, agreed=False, actor=aisyah, at=clock.pass_by(minutes=1))
    read_a_lesson()
    clock.pass_by(minutes=1)
    second = agree(aisyah).account
    slug = read_a_lesson(1)
    look()

    assert first != second
    assert store.said == [("completed", f"courses/PUM/lessons/{slug}")]


def test_to_agree_twice_or_to_withdraw_nothing_changes_nothing(
    store: RecordStore, aisyah: User, agree: Agree, clock: Clock
) -> None:
    assert decide_sharing(aisyah, agreed=False, actor=aisyah, at=clock()) is None
    agree(aisyah)
    assert decide_sharing(aisyah, agreed=True, actor=aisyah, at=clock()) is None


@pytest.mark.parametrize("change", ["words", "store"])
def test_other_words_or_another_store_ask_everybody_anew(
    store: RecordStore, aisyah: User, agree: Agree, look: Look, read_a_lesson: Any, settings: Any,
    monkeypatch: pytest.MonkeyPatch, change: str,
) -> None:  # fmt: skip
    from tauliah.apps.experience import sharing

    agree(aisyah)
    if change == "words":
        other = sharing.ConsentText("2027-1", sharing.CONSENT.text)
        monkeypatch.setattr(sharing, "CONSENT", other)
    else:
        settings.RECORD_STORE = f"{store.address}-other"
    read_a_lesson()

    assert sharing_of(aisyah) is None
    assert look() == 0
    assert not store.batches


def test_without_a_store_nobody_can_agree_and_nothing_is_made(
    aisyah: User, clock: Clock, look: Look, read_a_lesson: Any
) -> None:
    refused = decide_sharing(aisyah, agreed=True, actor=aisyah, at=clock())
    read_a_lesson()

    assert isinstance(refused, Refused)
    assert refused.code == "no-record-store"
    assert look() == 0


def test_nobody_agrees_for_somebody_else(
    store: RecordStore, aisyah: User, nurul: User, clock: Clock
) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        decide_sharing(aisyah, agreed=True, actor=nurul, at=clock())

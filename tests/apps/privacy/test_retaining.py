"""What is over by the schedule goes, and nothing else; once a day, however many servers run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from tauliah.apps.people.actions import confirm_email
from tauliah.apps.people.models import Accommodation, AuditEntry
from tauliah.apps.people.queries import User
from tauliah.apps.privacy import retaining
from tauliah.apps.privacy.models import RetentionRun
from tauliah.apps.privacy.retaining import end_once_a_day, end_what_is_over, over_at
from tauliah.apps.record.concealing import GONE
from tauliah.apps.record.models import Application
from tauliah.apps.study.models import PracticeAnswer
from tests.services import examhall


@pytest.fixture
def person(published: None, moment: datetime) -> User:
    made = examhall.account("Rosnah")
    confirm_email(made, at=moment)
    return made


def practised(person: User, at: datetime) -> PracticeAnswer:
    return PracticeAnswer.objects.create(
        person=person, course="PUM", item="pum-p-1", topic="market", value="A",
        is_right=True, answered_at=at,
    )  # fmt: skip


def counts(lines: Any) -> dict[str, int]:
    return {one.setting: one.count for one in lines if one.count}


def test_what_is_older_than_its_days_goes_and_what_is_younger_stays(
    person: User, moment: datetime
) -> None:
    practised(person, moment - timedelta(days=1096))
    kept = practised(person, moment - timedelta(days=1094))

    assert counts(end_what_is_over(moment)) == {"TAULIAH_KEEP_PRACTICE_DAYS": 1}
    assert list(PracticeAnswer.objects.all()) == [kept]


def test_a_dry_run_says_the_same_and_changes_nothing(person: User, moment: datetime) -> None:
    practised(person, moment - timedelta(days=1096))

    would_go = counts(over_at(moment))

    assert would_go == {"TAULIAH_KEEP_PRACTICE_DAYS": 1}
    assert PracticeAnswer.objects.count() == 1
    assert counts(end_what_is_over(moment)) == would_go


def test_zero_days_keep_for_good(person: User, moment: datetime, settings: Any) -> None:
    settings.RETENTION = {**settings.RETENTION, "TAULIAH_KEEP_PRACTICE_DAYS": 0}
    practised(person, moment - timedelta(days=100_000))

    assert not counts(over_at(moment))
    assert not counts(end_what_is_over(moment))
    assert PracticeAnswer.objects.exists()


def test_more_rows_than_a_portion_go(person: User, moment: datetime, monkeypatch: Any) -> None:
    from tauliah.apps.study import privacy

    monkeypatch.setattr(privacy, "ROWS_AT_ONCE", 2)
    for _ in range(5):
        practised(person, moment - timedelta(days=2000))

    assert counts(end_what_is_over(moment)) == {"TAULIAH_KEEP_PRACTICE_DAYS": 5}


def test_words_and_evidence_of_applications_go_and_that_they_were_answered_stays(
    aisyah: User, moment: datetime, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    later = moment + timedelta(days=2556)
    assert counts(over_at(later))["TAULIAH_KEEP_APPLICATIONS_DAYS"] == 1

    with django_capture_on_commit_callbacks(execute=True):
        end_what_is_over(later)

    one = Application.objects.get()
    assert (one.words, one.file_name, one.facts["employer"]) == ("", "", GONE)
    assert one.is_granted
    assert not list((settings.DATA / "evidence").iterdir())
    assert "TAULIAH_KEEP_APPLICATIONS_DAYS" not in counts(over_at(later))


def test_accommodations_go_that_have_ended(aisyah: User, farid: User, moment: datetime) -> None:
    later = moment + timedelta(days=1097)
    end_what_is_over(later)
    assert Accommodation.objects.exists()

    Accommodation.objects.update(ended_at=moment)
    end_what_is_over(later)
    assert not Accommodation.objects.exists()


def test_an_account_that_was_never_confirmed_goes(published: None, moment: datetime) -> None:
    never = examhall.account("Nobody")
    EmailAddress.objects.create(user=never, email=never.email, primary=True, verified=False)

    end_what_is_over(moment + timedelta(days=29))
    assert User.objects.filter(pk=never.pk).exists()

    end_what_is_over(moment + timedelta(days=31))
    assert not User.objects.filter(pk=never.pk).exists()


def test_an_unconfirmed_account_on_which_a_record_hangs_stays(
    published: None, moment: datetime
) -> None:
    entered = examhall.candidate("Entered")
    EmailAddress.objects.create(user=entered, email=entered.email, primary=True, verified=False)

    end_what_is_over(moment + timedelta(days=31))

    assert User.objects.filter(pk=entered.pk).exists()
    assert entered.roles.exists()


def test_a_confirmed_account_stays(person: User, moment: datetime) -> None:
    end_what_is_over(moment + timedelta(days=4000))

    assert User.objects.filter(pk=person.pk).exists()


def test_log_ins_go_that_have_ended(person: User, client: Any, moment: datetime) -> None:
    from django.contrib.sessions.models import Session

    client.force_login(person)
    ends = Session.objects.get().expire_date

    end_what_is_over(ends)
    assert Session.objects.exists()
    end_what_is_over(ends + timedelta(days=2))
    assert not Session.objects.exists()


def test_it_is_done_once_a_day(person: User, moment: datetime) -> None:
    practised(person, moment - timedelta(days=2000))

    assert end_once_a_day(moment)
    assert not end_once_a_day(moment + timedelta(hours=3))
    assert end_once_a_day(moment + timedelta(days=1))
    assert RetentionRun.objects.get(day=moment.date()).ended["TAULIAH_KEEP_PRACTICE_DAYS"] == 1


def test_a_day_on_which_it_failed_is_tried_again(
    person: User, moment: datetime, monkeypatch: Any
) -> None:
    def fail(at: datetime) -> Any:
        raise OSError("away")

    monkeypatch.setattr(retaining, "end_what_is_over", fail)
    with pytest.raises(OSError, match="away"):
        end_once_a_day(moment)
    monkeypatch.undo()

    assert end_once_a_day(moment)


def test_the_audit_trail_says_how_much_and_never_what(person: User, moment: datetime) -> None:
    practised(person, moment - timedelta(days=2000))

    end_what_is_over(moment)

    noted = AuditEntry.objects.get(event="retention.ended")
    assert noted.details == {"TAULIAH_KEEP_PRACTICE_DAYS": 1}


def test_a_day_on_which_nothing_is_over_leaves_no_act(person: User, moment: datetime) -> None:
    end_what_is_over(moment)

    assert not AuditEntry.objects.filter(event="retention.ended").exists()

"""The audit trail: newest first, by person and by event, and never changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User, audit_events, audit_trail


def test_acts_come_newest_first(aisyah: User, moment: datetime) -> None:
    for days in (1, 3, 2):
        at = moment + timedelta(days=days)
        write_audit_entry(SYSTEM, f"day.{days}", subject="release:1", at=at)

    assert [act.event for act in audit_trail()][:3] == ["day.3", "day.2", "day.1"]


def test_acts_of_the_same_moment_come_last_written_first(aisyah: User, moment: datetime) -> None:
    for number in range(5):
        write_audit_entry(SYSTEM, f"act.{number}", subject="release:1", at=moment)

    events = [act.event for act in audit_trail() if act.event.startswith("act.")]
    assert events == ["act.4", "act.3", "act.2", "act.1", "act.0"]


def test_an_act_names_who_and_whom(aisyah: User, farid: User, moment: datetime) -> None:
    write_audit_entry(farid, "looked", subject=str(aisyah.pk), at=moment, details={"page": 1})

    act = audit_trail(event="looked")[0]

    assert (act.actor_name, act.subject_name) == ("Farid bin Osman", "Aisyah binti Rahman")
    assert act.details == {"page": 1}


def test_the_system_and_things_have_no_name(published: Any) -> None:
    act = audit_trail(event="release.published")[0]

    assert (act.actor, act.actor_name) == ("system", "")
    assert (act.subject, act.subject_name) == ("release:1", "")


def test_a_person_has_acts_done_by_them_and_acts_about_them(
    aisyah: User, nurul: User, farid: User, moment: datetime
) -> None:
    write_audit_entry(aisyah, "by", subject="release:1", at=moment)
    write_audit_entry(farid, "about", subject=str(aisyah.pk), at=moment)
    write_audit_entry(farid, "other", subject=str(nurul.pk), at=moment)

    assert [act.event for act in audit_trail(by_or_about=aisyah)] == [
        "about",
        "by",
        "account.created",
    ]


def test_an_event_and_a_person_can_be_asked_for_together(
    aisyah: User, nurul: User, published: Any
) -> None:
    acts = audit_trail(by_or_about=aisyah, event="account.created")

    assert [act.subject for act in acts] == [str(aisyah.pk)]


def test_events_are_listed_once_each_by_name(aisyah: User, nurul: User) -> None:
    assert audit_events() == ("account.created", "release.published")


def test_acts_come_25_to_a_page(aisyah: User, moment: datetime) -> None:
    for _ in range(30):
        write_audit_entry(aisyah, "again", subject="release:1", at=moment)

    assert [len(audit_trail(event="again", number=page)) for page in (1, 2)] == [25, 5]


def test_a_page_asks_the_database_three_times_however_many_people_it_names(
    aisyah: User, nurul: User, farid: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        assert len(list(audit_trail())) == 4

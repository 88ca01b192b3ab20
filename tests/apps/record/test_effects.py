"""What a release would change for people, and that nobody loses unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tauliah.apps.catalogue.actions import Published, publish
from tauliah.apps.catalogue.queries import current_release
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record import portions
from tauliah.apps.record.actions import matriculate, publish_release
from tauliah.apps.record.effects import Plan, effect_of, effect_rows
from tauliah.apps.record.portions import export_records
from tauliah.apps.record.queries import entries_of
from tauliah.batch import Pool
from tauliah.batch.ledger_files import ledger_files, read_ledger, write_ledger
from tauliah.core.kernel import EntryRow, RecordRows, Refused, sealed_rows
from tests.apps.credited import grant_credit
from tests.apps.invented_programme import API_RULES, invented_programme, item_file, items_path

pytestmark = pytest.mark.django_db
QUERIES_OF_A_PLAN = 8
RULES = "designations/api.yaml"
Files = dict[str, bytes]


def asking(requires: str) -> Files:
    """The invented programme in which API asks for this."""
    text = invented_programme()[RULES].decode()
    return invented_programme({RULES: text.replace(API_RULES, f"\n      {requires}\n")})


STRICTER = asking("{all: [{exam: PUM}, {exam: PPM}, {exam: PIN}, {ethics: ethics}]}")
EASIER = asking("{ethics: ethics}")


def planned(files: Files, *, at: datetime, **more: Any) -> Plan:
    found = effect_of(files, at=at, **more)
    assert isinstance(found, Plan), found
    return found


@pytest.fixture
def on_the_way(aisyah: User, moment: datetime) -> User:
    """Aisyah, who is matriculated for API and has credit for PIN."""
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=SYSTEM, at=moment)
    return aisyah


def test_the_same_programme_changes_nothing(on_the_way: User, moment: datetime) -> None:
    plan = planned(invented_programme(), at=moment)

    assert (plan.release, plan.differences, plan.affected) == (1, (), ())
    assert (plan.people, plan.losing, plan.gaining) == (1, 0, 0)


def test_who_loses_is_named_with_what_is_asked_for_now(on_the_way: User, moment: datetime) -> None:
    plan = planned(STRICTER, at=moment)

    (one,) = plan.affected
    (effect,) = one.effects
    assert (one.person, one.candidate_number) == (on_the_way.pk, on_the_way.candidate_number)
    assert (effect.designation, effect.left_before, effect.left_after) == ("API", 1, 3)
    assert (plan.losing, plan.gaining, plan.needing_grandfathering) == (1, 0, 1)
    assert "Course PUM" in " ".join(sentence.en for sentence in effect.sentences)
    assert {one.kind for one in plan.differences} == {"rules"}


def test_who_gains_is_named(nurul: User, moment: datetime) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)

    plan = planned(EASIER, at=moment)

    assert (plan.losing, plan.gaining, plan.needing_grandfathering) == (0, 1, 0)


def test_people_come_by_candidate_number(
    on_the_way: User, nurul: User, moment: datetime, monkeypatch: Any
) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)
    monkeypatch.setattr(portions, "PEOPLE_AT_ONCE", 1)

    plan = planned(STRICTER, at=moment)

    numbers = [one.candidate_number for one in plan.affected]
    assert numbers == sorted([on_the_way.candidate_number, nurul.candidate_number])


def test_progress_is_told_and_ends_with_all(
    on_the_way: User, nurul: User, moment: datetime, monkeypatch: Any
) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)
    monkeypatch.setattr(portions, "PEOPLE_AT_ONCE", 1)
    told: list[tuple[int, int]] = []

    planned(STRICTER, at=moment, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


def test_more_people_ask_the_database_no_more_often(
    on_the_way: User, nurul: User, moment: datetime, django_assert_num_queries: Any
) -> None:
    planned(STRICTER, at=moment)
    with django_assert_num_queries(QUERIES_OF_A_PLAN):
        planned(STRICTER, at=moment)
    matriculate(nurul, "API", actor=nurul, at=moment)

    with django_assert_num_queries(QUERIES_OF_A_PLAN):
        planned(STRICTER, at=moment)


def test_of_a_record_that_is_not_whole_nothing_is_said(on_the_way: User, moment: datetime) -> None:
    table = "record_recordentry"
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_UPDATE{on}")
        cursor.execute(f"UPDATE {table} SET reason = 'because'")

    plan = planned(STRICTER, at=moment)

    assert (plan.affected, plan.not_whole) == ((), (on_the_way.candidate_number,))


def test_a_plan_by_other_processes_says_the_same(
    on_the_way: User, nurul: User, moment: datetime, monkeypatch: Any
) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)
    monkeypatch.setattr(portions, "PEOPLE_AT_ONCE", 1)

    assert planned(STRICTER, at=moment, on=Pool(1)) == planned(STRICTER, at=moment)


def test_a_plan_over_exported_records_says_the_same(
    on_the_way: User, nurul: User, moment: datetime, tmp_path: Path
) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)

    assert export_records(tmp_path) == (2, 1)

    assert planned(STRICTER, at=moment, records=tmp_path) == planned(STRICTER, at=moment)


def test_exported_records_hold_every_entry_and_its_seal(
    on_the_way: User, moment: datetime, tmp_path: Path
) -> None:
    export_records(tmp_path)

    (file,) = ledger_files(tmp_path)
    (record,) = read_ledger(file)
    assert [one.seal for one in record.entries()] == [one.seal for one in entries_of(on_the_way)]
    assert not record.faults()


def test_exported_records_hold_no_words_that_can_be_read(
    on_the_way: User, moment: datetime, tmp_path: Path
) -> None:
    export_records(tmp_path)

    (file,) = ledger_files(tmp_path)
    (record,) = read_ledger(file)
    credited = {one.facts["source"] for one in entries_of(on_the_way) if "source" in one.facts}
    assert credited
    assert not any(source in str(record.rows) for source in credited)


def test_people_who_have_no_account_here_are_named_by_their_id(
    published: Published, moment: datetime, tmp_path: Path
) -> None:
    id = str(UUID(int=7))
    rows = sealed_rows(
        [EntryRow(id, 1, "matriculated", '{"designation":"API"}', 0, "farid", "", "1", "", "")]
    )
    list(write_ledger([RecordRows(id, (1, rows[0].seal), rows)], tmp_path))

    (one,) = planned(STRICTER, at=moment, records=tmp_path).affected

    assert (one.person, one.candidate_number) == (UUID(int=7), id)


def test_items_are_compared_with_those_in_use(published: Published, moment: datetime) -> None:
    path = items_path("PUM", "practice")
    more = invented_programme({path: item_file("practice", "PUM-P-1", "PUM-P-2")})

    (difference,) = planned(more, at=moment).differences

    assert difference.sentence.en == "PUM, practice items: 1 new, 0 changed, 0 retired."


def test_before_the_first_release_there_is_nothing_to_compare_with(moment: datetime) -> None:
    assert planned(invented_programme(), at=moment).release == 0


def test_mistakes_are_told_instead_of_a_plan(published: Published, moment: datetime) -> None:
    problems = effect_of(invented_programme({"stray.txt": "What is this?"}), at=moment)

    assert isinstance(problems, tuple)
    assert [problem.file for problem in problems] == ["stray.txt"]


def test_the_effects_can_be_taken_away_as_a_table(on_the_way: User, moment: datetime) -> None:
    head, row = effect_rows(planned(STRICTER, at=moment))

    assert dict(zip(head, row, strict=True)) | {"why_en": "", "why_ms": ""} == {
        "candidate_number": on_the_way.candidate_number,
        "designation": "API",
        "from_day": "2026-03-03",
        "effect": "loses",
        "needs_grandfathering": "yes",
        "left_before": "1",
        "left_after": "3",
        "why_en": "",
        "why_ms": "",
    }


def test_a_release_by_which_someone_loses_is_refused_with_the_count(
    on_the_way: User, moment: datetime
) -> None:
    refused = publish_release(STRICTER, actor=SYSTEM, at=moment)

    assert isinstance(refused, Refused)
    assert refused.code == "people-lose"
    assert "People who lose by this release: 1" in refused.message.en
    assert "1" in refused.message.ms
    assert current_release() == 1


def test_losses_that_are_accepted_are_published_and_noted(
    on_the_way: User, farid: User, moment: datetime
) -> None:
    published = publish_release(STRICTER, actor=farid, at=moment, losses_accepted=1)

    assert isinstance(published, Published)
    assert current_release() == 2
    (act,) = audit_trail(event="release.losses-accepted")
    assert (act.subject, act.actor) == ("release:2", str(farid.pk))
    assert act.details == {"losing": 1, "needing_grandfathering": 1}


def test_more_losses_than_were_accepted_are_refused(
    on_the_way: User, nurul: User, moment: datetime
) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)

    assert isinstance(
        publish_release(STRICTER, actor=SYSTEM, at=moment, losses_accepted=1), Refused
    )


def test_a_release_by_which_nobody_loses_needs_no_acceptance(
    on_the_way: User, moment: datetime
) -> None:
    assert isinstance(publish_release(EASIER, actor=SYSTEM, at=moment), Published)
    assert not list(audit_trail(event="release.losses-accepted"))


def test_a_release_that_came_in_between_stops_the_one_that_was_planned(
    on_the_way: User, moment: datetime, monkeypatch: Any
) -> None:
    from tauliah.apps.record import actions

    plan_of: Callable[..., Plan] = actions.plan_of

    def slow_plan(*given: Any, **more: Any) -> Plan:
        plan = plan_of(*given, **more)
        publish(asking("{exam: PPM}"), actor=SYSTEM, at=moment)
        return plan

    monkeypatch.setattr(actions, "plan_of", slow_plan)

    refused = publish_release(EASIER, actor=SYSTEM, at=moment)

    assert isinstance(refused, Refused)
    assert refused.code == "another-release"
    assert current_release() == 2


def test_a_candidate_may_not_publish(aisyah: User, moment: datetime) -> None:
    with pytest.raises(PermissionDenied):
        publish_release(EASIER, actor=aisyah, at=moment)

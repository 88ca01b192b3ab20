"""A designation conferred on many at once: as if each had claimed it, once, whatever ends the work."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.awards import conferring
from tauliah.apps.awards.conferring import Conferral, confer_on_all
from tauliah.apps.awards.models import Award, StatusList
from tauliah.apps.awards.queries import verify_credential
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.actions import matriculate
from tauliah.apps.record.queries import entries_of, verify_records
from tauliah.core.kernel import Refused

Meet = Callable[..., None]


@pytest.fixture
def people(meet_api: Meet, aisyah: User, nurul: User) -> list[User]:
    """Two who meet API."""
    for one in (aisyah, nurul):
        meet_api(one)
    return [aisyah, nurul]


def confer(actor: User, at: datetime, **more: Any) -> Conferral:
    made = confer_on_all("API", actor=actor, at=at, **more)
    assert isinstance(made, Conferral), made
    return made


def test_everybody_who_meets_it_gets_it_with_a_credential_that_holds(
    people: list[User], farid: User, moment: datetime
) -> None:
    assert confer(farid, moment).conferred == 2

    awards = Award.objects.order_by("number")
    assert [one.number for one in awards] == ["API-2026-000001", "API-2026-000002"]
    assert all(verify_credential(one.credential.encode(), at=moment).valid for one in awards)
    assert list(verify_records()) == []
    assert {(one.purpose) for one in StatusList.objects.all()} == {"revocation", "suspension"}


def test_an_entry_and_the_audit_trail_say_so_as_for_a_claim(
    people: list[User], farid: User, moment: datetime
) -> None:
    confer(farid, moment)

    award = Award.objects.get(person=people[0])
    entry = entries_of(people[0])[-1]
    assert entry.facts == {"designation": "API", "credential": award.number}
    assert entry.number == award.entry
    assert entry.recorded_by == str(farid.pk)
    noted = [one for one in audit_trail() if one.event == "record.conferred"]
    assert {one.subject for one in noted} == {str(one.pk) for one in people}


def test_it_says_the_same_as_a_credential_that_was_claimed(
    people: list[User], farid: User, moment: datetime
) -> None:
    from tauliah.apps.awards.actions import confer as claim

    claimed = claim(
        people[0], "API", actor=people[0], at=moment, language=people[1].language, show_name=False
    )
    assert isinstance(claimed, Award)
    confer(farid, moment)

    one, other = (json.loads(Award.objects.get(person=person).credential) for person in people)
    assert one.keys() == other.keys()
    assert one["credentialSubject"]["achievement"] == other["credentialSubject"]["achievement"]


def test_it_is_letter_by_letter_what_a_claim_of_the_same_award_would_have_signed(
    people: list[User], farid: User, moment: datetime, monkeypatch: Any
) -> None:
    """But for the spaces between: salts are fixed here, which chance draws elsewhere."""
    from tauliah.apps.awards import issuing
    from tauliah.apps.awards.issuing import Issue, signed_credential
    from tauliah.apps.catalogue.queries import programme
    from tauliah.apps.record.queries import audit_of
    from tauliah.core.audit import grounds_of

    monkeypatch.setattr(issuing.secrets, "token_urlsafe", lambda size: "s" * size)
    audits = {one.pk: audit_of(one, "API", at=moment) for one in people}
    confer(farid, moment)

    for person in people:
        award = Award.objects.get(person=person)
        audit = audits[person.pk]
        assert audit is not None
        issue = Issue(
            number=award.number,
            email=person.email,
            candidate_number=person.candidate_number,
            name="",
            language=person.language,
            place=(award.status_list, award.status_index),
        )
        claimed = signed_credential(programme(), "API", grounds_of(audit), issue, at=moment)
        assert json.dumps(json.loads(claimed)) == json.dumps(json.loads(award.credential))


def test_other_processes_audit_where_there_are_many_and_nothing_is_different(
    people: list[User], farid: User, moment: datetime, monkeypatch: Any
) -> None:
    """The source of their credit is in their records in words that only their keys read."""
    monkeypatch.setattr(conferring, "FEWEST_FOR_PROCESSES", 1)
    monkeypatch.setattr(conferring, "PEOPLE_AT_ONCE", 1)

    made = confer(farid, moment, workers=2)

    assert (made.conferred, dict(made.refused)) == (2, {})
    awards = Award.objects.order_by("number")
    assert [one.person_id for one in awards] == sorted(one.pk for one in people)
    assert all(verify_credential(one.credential.encode(), at=moment).valid for one in awards)
    assert list(verify_records()) == []


def test_names_stand_nowhere_since_nobody_was_asked(
    people: list[User], farid: User, moment: datetime
) -> None:
    confer(farid, moment)

    for award in Award.objects.all():
        assert not award.is_name_public
        assert "Aisyah" not in award.credential


def test_who_holds_it_already_is_left_alone(
    people: list[User], farid: User, moment: datetime
) -> None:
    confer(farid, moment)

    assert confer(farid, moment) == Conferral()
    assert Award.objects.count() == 2


def test_who_misses_something_is_told_of_with_the_reason(
    meet_api: Meet, aisyah: User, nurul: User, farid: User, moment: datetime
) -> None:
    meet_api(aisyah)
    matriculate(nurul, "API", actor=nurul, at=moment)
    told: list[tuple[str, Refused]] = []

    made = confer(farid, moment, told=lambda number, why: told.append((number, why)))

    assert (made.conferred, dict(made.refused)) == (1, {"requirements-missing": 1})
    ((number, why),) = told
    assert number == nurul.candidate_number
    assert why.message.en != why.message.ms


def test_who_missed_something_under_a_release_that_is_past_is_asked_about_again(
    nurul: User, farid: User, moment: datetime, monkeypatch: Any
) -> None:
    """Another release is published while the records are audited: the answers were those of the old."""
    matriculate(nurul, "API", actor=nurul, at=moment)
    release = conferring.current_release()
    found = iter([release, release + 1])
    monkeypatch.setattr(conferring, "current_release", lambda: next(found, release))
    read = conferring.records_of
    asked: list[Any] = []
    monkeypatch.setattr(conferring, "records_of", lambda ids: asked.append(ids) or read(ids))

    made = confer(farid, moment)

    assert asked == [[nurul.pk], [nurul.pk]]
    assert dict(made.refused) == {"requirements-missing": 1}


def test_of_a_window_only_those_who_have_a_result_of_it(
    people: list[User], farid: User, moment: datetime
) -> None:
    assert confer(farid, moment, window="2026-1").conferred == 0


def test_nobody_confers_on_their_own_record(
    meet_api: Meet, farid: User, people: list[User], moment: datetime, monkeypatch: Any
) -> None:
    asked = [people[0].pk, farid.pk]
    monkeypatch.setattr(conferring, "people_matriculated", lambda *_, **__: sorted(asked))

    made = confer(farid, moment)

    assert made.conferred == 1
    assert made.refused["own-record"] == 1


def test_only_who_may_confer_does(people: list[User], moment: datetime) -> None:
    with pytest.raises(PermissionDenied):
        confer_on_all("API", actor=people[0], at=moment)


def test_a_designation_that_is_not_offered_is_refused(farid: User, moment: datetime) -> None:
    refused = confer_on_all("XYZ", actor=farid, at=moment)

    assert isinstance(refused, Refused)
    assert refused.code == "no-such-designation"


def test_a_record_that_was_altered_is_built_upon_by_nothing(
    people: list[User], farid: User, moment: datetime, monkeypatch: Any
) -> None:
    from dataclasses import replace

    read = conferring.records_of

    def altered_record(one: Any) -> Any:
        first, *others = one.stored.entries
        facts = first[2].replace("API", "ASSOC")
        assert facts != first[2]
        entries = ((*first[:2], facts, *first[3:]), *others)
        return replace(one, stored=one.stored._replace(entries=entries))

    def altered(ids: Any) -> Any:
        return [altered_record(one) if one.person.pk == people[0].pk else one for one in read(ids)]

    monkeypatch.setattr(conferring, "records_of", altered)

    made = confer(farid, moment)

    assert (made.conferred, dict(made.refused)) == (1, {"not-whole": 1})


def test_a_record_that_changed_while_it_was_audited_is_audited_once_more(
    people: list[User], farid: User, moment: datetime, monkeypatch: Any
) -> None:
    """Aisyah claims it herself at that very moment: she gets one award, not two."""
    from tauliah.apps.awards.actions import confer as claim

    locked = conferring.lock_unchanged
    waiting = [people[0]]

    def slower(records: Any) -> Any:
        if waiting:
            one = waiting.pop()
            claim(one, "API", actor=one, at=moment, language="en", show_name=True)
        return locked(records)

    monkeypatch.setattr(conferring, "lock_unchanged", slower)

    made = confer(farid, moment)

    assert (made.conferred, dict(made.refused)) == (1, {"already-conferred": 1})
    assert sorted(Award.objects.values_list("person", flat=True)) == sorted(p.pk for p in people)
    assert list(verify_records()) == []


def test_a_portion_that_fails_leaves_nothing_and_the_numbers_are_given_again(
    people: list[User], farid: User, moment: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(conferring, "PEOPLE_AT_ONCE", 1)
    sign, calls = conferring.signed_credentials, []

    def failing(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the power is cut")
        return sign(*args, **more)

    monkeypatch.setattr(conferring, "signed_credentials", failing)
    with pytest.raises(RuntimeError):
        confer(farid, moment)
    assert Award.objects.count() == 1

    monkeypatch.setattr(conferring, "signed_credentials", sign)
    assert confer(farid, moment).conferred == 1
    assert sorted(Award.objects.values_list("number", flat=True)) == [
        "API-2026-000001",
        "API-2026-000002",
    ]
    assert list(verify_records()) == []


def test_progress_is_told_and_reaches_its_end(
    people: list[User], farid: User, moment: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(conferring, "PEOPLE_AT_ONCE", 1)
    told: list[tuple[int, int]] = []

    confer(farid, moment, progress=lambda done, of: told.append((done, of)))

    assert told == [(1, 2), (2, 2)]

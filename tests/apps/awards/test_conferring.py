"""Conferral: refused with the reason until all is met; then an entry, an award and a credential."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from tauliah.apps.awards.actions import confer
from tauliah.apps.awards.models import Award, StatusList
from tauliah.apps.awards.queries import award_of, awards_of, public_award
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.actions import accept_ethics, matriculate
from tauliah.apps.record.queries import entries_of, faults_of
from tauliah.core.credentials import FEWEST_ENTRIES, identity_hash, is_about_email
from tauliah.core.kernel import EntryKind, Refused
from tests.apps.credited import grant_credit


def claim(person: User, at: datetime, designation: str = "API", **changes: Any) -> Award | Refused:
    facts = {"actor": person, "at": at, "language": "en", "show_name": True} | changes
    return confer(person, designation, **facts)


def reason(outcome: Award | Refused) -> str:
    assert isinstance(outcome, Refused), outcome
    assert outcome.message.en != outcome.message.ms
    return outcome.code


def subject_of(award: Award) -> Any:
    return json.loads(award.credential)["credentialSubject"]


# Refusals


def test_nobody_is_conferred_what_they_are_not_matriculated_for(
    aisyah: User, moment: datetime
) -> None:
    assert reason(claim(aisyah, moment)) == "not-matriculated"


def test_what_is_missing_is_named(aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)

    refused = claim(aisyah, moment)

    assert reason(refused) == "requirements-missing"
    assert "PIN" in refused.message.en  # type: ignore[union-attr]


def test_without_the_code_of_ethics_nothing_is_conferred(
    aisyah: User, farid: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=farid, at=moment)

    assert reason(claim(aisyah, moment)) == "requirements-missing"


@pytest.mark.parametrize("designation", ["XYZ", "CPCU"])
def test_a_designation_that_is_not_offered_is_not_conferred(
    aisyah: User, moment: datetime, designation: str
) -> None:
    assert reason(claim(aisyah, moment, designation)) == "no-such-designation"


def test_a_second_conferral_of_the_same_is_refused(
    award: Award, aisyah: User, moment: datetime
) -> None:
    assert reason(claim(aisyah, moment)) == "already-conferred"
    assert awards_of(aisyah) == [award]


def test_a_refusal_changes_nothing(aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    before = entries_of(aisyah), len(audit_trail())

    claim(aisyah, moment)

    assert (entries_of(aisyah), len(audit_trail())) == before
    assert not Award.objects.exists()
    assert not StatusList.objects.exists()


def test_one_may_claim_only_for_oneself(
    meet_api: Callable[[User], None], aisyah: User, nurul: User, farid: User, moment: datetime
) -> None:
    meet_api(aisyah)

    for other in (nurul, farid):
        with pytest.raises(PermissionDenied):
            claim(aisyah, moment, actor=other)

    assert awards_of(aisyah) == []


# What comes of it


def test_a_conferral_is_an_entry_under_the_release_in_force(award: Award, aisyah: User) -> None:
    entry = entries_of(aisyah)[-1]

    assert entry.kind is EntryKind.CONFERRED
    assert entry.facts == {"designation": "API", "credential": award.number}
    assert (entry.number, entry.release) == (award.entry, str(award.release))
    assert faults_of(aisyah) == ()


def test_numbers_say_designation_year_and_count(
    conferred: Callable[..., Award], aisyah: User, nurul: User
) -> None:
    assert conferred(aisyah).number == "API-2026-000001"
    assert conferred(nurul).number == "API-2026-000002"


def test_the_year_of_a_number_is_that_of_the_programmes_own_zone(
    conferred: Callable[..., Award], aisyah: User
) -> None:
    new_year_in_kuala_lumpur = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)

    award = conferred(aisyah, at=new_year_in_kuala_lumpur)

    assert award.number.startswith("API-2027-")


def test_the_credential_names_the_holder_who_agreed(award: Award) -> None:
    names = [one for one in subject_of(award)["identifier"] if one["identityType"] == "name"]

    assert names[0]["identityHash"] == "Aisyah binti Rahman"
    assert public_award(award.number).holder == "Aisyah binti Rahman"  # type: ignore[union-attr]


def test_the_name_of_a_holder_who_did_not_agree_stands_nowhere(
    conferred: Callable[..., Award], aisyah: User
) -> None:
    award = conferred(aisyah, show_name=False)

    assert "Aisyah" not in award.credential
    assert public_award(award.number).holder == ""  # type: ignore[union-attr]


def test_e_mail_address_and_candidate_number_stand_in_it_only_hashed(
    award: Award, aisyah: User
) -> None:
    identities = {one["identityType"]: one for one in subject_of(award)["identifier"]}

    number = identities["identifier"]
    assert aisyah.email not in award.credential
    assert aisyah.candidate_number not in award.credential
    assert is_about_email(json.loads(award.credential), "AISYAH@example.com")
    assert number["identityHash"] == identity_hash(aisyah.candidate_number, number["salt"])


def test_salts_of_two_credentials_differ(
    conferred: Callable[..., Award], aisyah: User, nurul: User
) -> None:
    salts = {subject_of(conferred(one))["identifier"][0]["salt"] for one in (aisyah, nurul)}

    assert len(salts) == 2


def test_the_credential_speaks_the_language_that_was_asked_for(
    conferred: Callable[..., Award], aisyah: User
) -> None:
    achievement = subject_of(conferred(aisyah, language="ms"))["achievement"]

    assert (achievement["inLanguage"], achievement["name"]) == ("ms", "Rakan API")
    assert achievement["criteria"]["narrative"].startswith("Peraturan.")


def test_places_in_the_status_list_differ_and_lie_in_it(
    conferred: Callable[..., Award], aisyah: User, nurul: User
) -> None:
    places = {conferred(one).status_index for one in (aisyah, nurul)}

    assert len(places) == 2
    assert all(0 <= place < FEWEST_ENTRIES for place in places)


def test_an_award_is_found_by_its_number_however_it_is_written(award: Award) -> None:
    found = public_award(f" {award.number.lower()} ")

    assert found is not None
    assert found.number == award.number


def test_one_finds_only_ones_own_award(award: Award, aisyah: User, nurul: User) -> None:
    assert award_of(aisyah, award.number) == award
    assert award_of(nurul, award.number) is None


# All or nothing


def test_a_signature_that_fails_leaves_no_entry_and_no_award(
    meet_api: Callable[[User], None], aisyah: User, moment: datetime, settings: Any
) -> None:
    meet_api(aisyah)
    before = entries_of(aisyah), len(audit_trail(by_or_about=aisyah))
    settings.SIGNING_KEY_FILE = settings.DATA / "lost.key"

    with pytest.raises(ImproperlyConfigured, match="no signing key"):
        claim(aisyah, moment)

    assert (entries_of(aisyah), len(audit_trail(by_or_about=aisyah))) == before
    assert faults_of(aisyah) == ()
    assert not Award.objects.exists()
    assert not StatusList.objects.exists()


def test_after_a_failure_the_next_conferral_gets_the_number_that_was_not_given(
    meet_api: Callable[[User], None], aisyah: User, moment: datetime, settings: Any
) -> None:
    meet_api(aisyah)
    sound = settings.SIGNING_KEY_FILE
    settings.SIGNING_KEY_FILE = settings.DATA / "lost.key"
    with pytest.raises(ImproperlyConfigured):
        claim(aisyah, moment)
    settings.SIGNING_KEY_FILE = sound

    award = claim(aisyah, moment)

    assert isinstance(award, Award)
    assert award.number == "API-2026-000001"


def test_a_name_that_no_signature_can_cover_is_refused_and_leaves_nothing(
    meet_api: Callable[[User], None], aisyah: User, moment: datetime
) -> None:
    meet_api(aisyah)
    aisyah.full_name = "Aisyah\x07"
    before = entries_of(aisyah)

    with pytest.raises(ValueError, match="a value that a credential may not hold"):
        claim(aisyah, moment)

    assert entries_of(aisyah) == before
    assert not Award.objects.exists()

"""The register of holders: listed by consent alone, field by field, and gone at once with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from tauliah.apps.awards.actions import revoke, suspend
from tauliah.apps.awards.models import Award, ConsentDecision, Listing
from tauliah.apps.awards.queries import public_award
from tauliah.apps.awards.register import (
    CONSENT,
    FIELDS,
    decide_listing,
    decisions_of,
    fields_agreed_by,
    holder_at,
    holders_called,
    listing_of,
)
from tauliah.apps.people.queries import User, audit_trail
from tauliah.core.kernel import Refused

DAY = timedelta(days=1)
NAME = "Aisyah binti Rahman"
Agree = Callable[..., Listing]


@pytest.fixture
def agree(award: Award, aisyah: User, moment: datetime) -> Agree:
    """Aisyah agrees to these fields."""

    def decide(*fields: str, at: datetime = moment) -> Listing | Refused | None:
        return decide_listing(aisyah, fields, actor=aisyah, at=at)

    return decide  # type: ignore[return-value]


def test_nobody_is_listed_without_having_agreed(award: Award) -> None:
    assert holders_called(NAME) == []


@pytest.mark.parametrize("asked", [NAME, "RAHMAN AISYAH", "aisyah rahman", " Aisyah Bte. Rahman "])
def test_who_agreed_is_found_by_the_whole_name_however_it_is_spelled(
    agree: Agree, asked: str
) -> None:
    agree("listed")

    assert [holder.name for holder in holders_called(asked)] == [NAME]


@pytest.mark.parametrize("asked", ["Aisyah", "Rahman", "Aisyah Rahim", "Aisy*", "", "%", "binti"])
def test_a_part_of_a_name_finds_nobody(agree: Agree, asked: str) -> None:
    agree("listed")

    assert holders_called(asked) == []


def test_each_field_is_shown_only_by_consent(agree: Agree, award: Award) -> None:
    bare = agree("listed")
    assert holder_at(bare.key).awards is None

    agree("listed", "designations")
    (shown,) = holder_at(bare.key).awards
    assert (shown.designation.code, shown.state) == ("API", "in-force")
    assert (shown.conferred_on, shown.number) == (None, None)

    agree("listed", "designations", "dates", "numbers")
    (shown,) = holder_at(bare.key).awards
    assert str(shown.conferred_on) == "2026-03-03"
    assert shown.number == award.number


def test_search_engines_are_let_in_only_by_consent(agree: Agree) -> None:
    key = agree("listed").key
    assert not holder_at(key).is_indexed

    agree("listed", "indexed")

    assert holder_at(key).is_indexed


def test_a_withdrawal_takes_effect_at_once_and_everywhere(agree: Agree, award: Award) -> None:
    key = agree(*FIELDS).key
    assert public_award(award.number).holder == NAME

    assert agree() is None

    assert holder_at(key) is None
    assert holders_called(NAME) == []
    assert public_award(award.number).holder == ""


def test_after_a_withdrawal_the_old_address_leads_nowhere(agree: Agree) -> None:
    before = agree("listed").key
    agree()

    after = agree("listed").key

    assert after != before
    assert holder_at(before) is None


def test_a_change_keeps_the_address(agree: Agree) -> None:
    assert agree("listed").key == agree("listed", "dates").key


def test_a_number_can_be_checked_all_the_same(agree: Agree, award: Award) -> None:
    agree()

    assert public_award(award.number).is_in_force


def test_to_be_named_by_number_one_need_not_be_listed(agree: Agree, award: Award) -> None:
    assert agree("named-by-number") is None

    assert public_award(award.number).holder == NAME
    assert holders_called(NAME) == []


@pytest.mark.parametrize("field", ["designations", "dates", "numbers", "indexed"])
def test_what_belongs_to_a_listing_is_refused_without_it(agree: Agree, field: str) -> None:
    outcome = agree(field)

    assert isinstance(outcome, Refused)
    assert outcome.code == "not-listed"
    assert not ConsentDecision.objects.exists()


def test_a_field_that_there_is_not_is_an_error(agree: Agree) -> None:
    with pytest.raises(ValueError, match="salary"):
        agree("listed", "salary")


def test_who_holds_nothing_is_not_listed(nurul: User, moment: datetime) -> None:
    outcome = decide_listing(nurul, ["listed"], actor=nurul, at=moment)

    assert isinstance(outcome, Refused)
    assert outcome.code == "no-award"


@pytest.mark.parametrize("officer", ["farid", "nurul"])
def test_nobody_agrees_for_another(
    award: Award, aisyah: User, officer: str, request: pytest.FixtureRequest, moment: datetime
) -> None:
    other = request.getfixturevalue(officer)

    with pytest.raises(PermissionDenied):
        decide_listing(aisyah, ["listed"], actor=other, at=moment)

    assert listing_of(aisyah) is None


def test_every_decision_is_kept_with_the_version_of_its_words(
    agree: Agree, aisyah: User, moment: datetime
) -> None:
    agree("listed", "dates")
    agree(at=moment + DAY)

    kept = [(one.fields, one.version, one.text_digest) for one in decisions_of(aisyah)]

    assert kept == [
        ([], CONSENT.version, CONSENT.digest),
        (["listed", "dates"], CONSENT.version, CONSENT.digest),
    ]
    assert [act.event for act in audit_trail()][:2] == ["listing.withdrawn", "listing.changed"]


def test_a_decision_cannot_be_changed_afterwards(agree: Agree) -> None:
    agree("listed")

    with pytest.raises(DatabaseError):
        ConsentDecision.objects.update(fields=[])


def test_before_any_decision_the_choice_at_the_conferral_counts(award: Award, aisyah: User) -> None:
    assert fields_agreed_by(aisyah) == {"named-by-number"}


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_choice_about_the_name_at_a_later_conferral_outranks_an_earlier_decision(
    agree: Agree, award: Award, aisyah: User, *, is_shown: bool
) -> None:
    agree(*(("listed",) if is_shown else ("listed", "named-by-number")))
    Award.objects.filter(pk=award.pk).update(is_name_public=is_shown)

    assert fields_agreed_by(aisyah) == {"listed"} | ({"named-by-number"} if is_shown else set())


def test_a_suspended_award_is_shown_as_such_and_a_revoked_one_no_more(
    agree: Agree, award: Award, farid: User, moment: datetime
) -> None:
    key = agree("listed", "designations").key

    suspend(award.number, reason="Under inquiry", actor=farid, at=moment + DAY)
    assert [one.state for one in holder_at(key).awards] == ["suspended"]

    revoke(award.number, reason="Proven", actor=farid, at=moment + 2 * DAY)
    assert holder_at(key).awards == ()

"""Approved forms: frozen by a second person, taken by exams in turn, left where they are of no use."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tauliah.apps.itembank.assembly.approving import (
    approval_obstacle,
    approve_forms,
    withdraw_form,
)
from tauliah.apps.itembank.assembly.pools import pool_of
from tauliah.apps.itembank.assembly.taking import forms_of_use, page_of_approved
from tauliah.apps.itembank.models import ApprovedForm, Form, FormItem, Item
from tauliah.apps.itembank.queries import form_items
from tauliah.apps.itembank.tending import declare_enemies
from tauliah.apps.people.queries import audit_trail
from tauliah.core.kernel import Refused
from tests.services import assembling, examhall
from tests.services.assembling import (
    approved,
    approved_form_of,
    assembled,
    codes_of,
    course,
)
from tests.services.examhall import MORNING, booked, candidate, sat


@pytest.fixture
def officers(db):
    examhall.publish()
    return assembling.officers()


def other_policy(**changed):
    """The exam hall's programme with another blueprint for PUM."""
    import json

    files = examhall.programme_files()
    path = "courses/PUM/course.yaml"
    told = json.loads(files[path])
    for row in told["blueprint"]:
        row["items"] = changed.get(row["topic"], row["items"])
    return files | {path: json.dumps(told).encode()}


def states():
    return [form.state for form in page_of_approved([course()])]


# Approving


def test_a_second_person_freezes_forms_with_their_versions(officers):
    azman, hui_min = officers
    run = assembled(azman)

    numbers = approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    assert numbers == (1, 2)
    for form, told in zip(
        ApprovedForm.objects.order_by("number"), run.answer["forms"], strict=True
    ):
        assert [str(item.version) for item in form_items(form.pk)] == told["versions"]
        assert form.digest.startswith("sha256:")
    (entry,) = audit_trail(event="forms.approved")
    assert (entry.actor, entry.subject) == (str(hui_min.pk), f"assembly:{run.id}")
    assert entry.details["forms"] == dict(
        zip(
            "12",
            ApprovedForm.objects.order_by("number").values_list("digest", flat=True),
            strict=True,
        )
    )


def test_who_asked_for_forms_does_not_approve_them(officers):
    azman, hui_min = officers
    run = assembled(azman)

    refused = approve_forms(azman, run.id, course(), release=1, at=MORNING)

    assert isinstance(refused, Refused)
    assert refused.code == "own-request"
    assert approval_obstacle(hui_min, run.id, course()) is None
    assert not ApprovedForm.objects.exists()


def test_forms_are_approved_once(officers):
    azman, hui_min = officers
    run = assembled(azman)
    approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    again = approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    assert isinstance(again, Refused)
    assert again.code == "approved-already"
    assert ApprovedForm.objects.count() == 2


def test_a_form_that_was_withdrawn_does_not_come_back_by_another_request(officers):
    azman, hui_min = officers
    (form,) = approved(azman, hui_min, forms=1)
    withdraw_form(azman, form, reason="It was seen outside.", at=MORNING)
    run = assembled(azman, forms=1)

    refused = approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    assert isinstance(refused, Refused)
    assert "form 1" in refused.message.en


def test_a_request_without_forms_is_not_approved(officers):
    azman, hui_min = officers
    run = assembled(azman, overlap=0)

    refused = approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    assert isinstance(refused, Refused)
    assert refused.code == "no-forms"


def test_forms_with_an_item_that_changed_meanwhile_are_not_approved(officers):
    azman, hui_min = officers
    run = assembled(azman)
    code = run.answer["forms"][0]["codes"][0]
    Item.objects.filter(code=code).update(state="retired", live=None)

    refused = approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    assert isinstance(refused, Refused)
    assert code in refused.message.en


def test_forms_with_enemies_declared_meanwhile_are_not_approved(officers):
    azman, hui_min = officers
    run = assembled(azman)
    one, other = run.answer["forms"][0]["codes"][:2]
    declare_enemies(azman, one, other, reason="They ask the same.", at=MORNING)

    refused = approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    assert isinstance(refused, Refused)
    assert refused.code == "enemies-since"


def test_forms_that_do_not_keep_the_blueprint_are_not_approved(officers):
    azman, hui_min = officers
    cells = assembling.asked().kept()["cells"]
    cells["rating"]["any"], cells["motor"]["any"] = {"low": 8, "high": 8}, {"low": 10, "high": 10}
    run = assembled(azman, cells=cells)

    refused = approve_forms(hui_min, run.id, course(), release=1, at=MORNING)

    assert run.state == "assembled"
    assert isinstance(refused, Refused)
    assert refused.code == "other-blueprint"


def test_only_who_may_approve_does(officers):
    run = assembled(officers[0])

    with pytest.raises(PermissionDenied):
        approve_forms(
            examhall.account("Kumar", role="content-reviewer"),
            run.id,
            course(),
            release=1,
            at=MORNING,
        )


def test_the_database_changes_no_approved_form(officers):
    approved(*officers, forms=1)

    for change in (
        lambda: ApprovedForm.objects.update(number=9),
        lambda: ApprovedForm.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# Booking


def test_without_an_approved_form_an_exam_draws_its_own(officers):
    booking = booked(candidate("Aisyah"))

    assert approved_form_of(booking.form) is None
    assert len(codes_of(booking.form)) == 50


def test_an_exam_takes_the_items_of_an_approved_form(officers):
    (form,) = approved(*officers, forms=1)

    booking = booked(candidate("Aisyah"))

    assert booking.form != form
    assert approved_form_of(booking.form) == form
    assert codes_of(booking.form) == codes_of(form)


def test_other_courses_go_on_drawing(officers):
    approved(*officers, forms=1)

    assert approved_form_of(booked(candidate("Aisyah"), "PIN").form) is None


def test_the_form_that_was_taken_least_comes_next(officers):
    forms = approved(*officers)

    taken = [approved_form_of(booked(candidate(f"Person {n}")).form) for n in range(6)]

    assert Counter(taken) == dict.fromkeys(forms, 3)


def test_a_person_gets_no_form_again_while_another_is_left(officers):
    forms = approved(*officers)
    aisyah = candidate("Aisyah")
    sat(aisyah, right=10)
    first = approved_form_of(Form.objects.exclude(approved=None).get().pk)
    # the other one is taken more often meanwhile
    other = next(form for form in forms if form != first)
    for number in range(3):
        copy = Form.objects.create(
            course="PUM", release=1, seed=str(number), assembled_at=MORNING, approved_id=other
        )
        assert copy.approved_id == other

    second = approved_form_of(booked(aisyah, at=MORNING + timedelta(days=1)).form)

    assert second == other


def test_a_person_who_sat_all_gets_one_of_them_again(officers):
    (form,) = approved(*officers, forms=1)
    aisyah = candidate("Aisyah")
    sat(aisyah, right=10)

    assert approved_form_of(booked(aisyah, at=MORNING + timedelta(days=1)).form) == form


def test_a_booking_that_was_never_sat_counts_as_no_form_sat(officers):
    from tauliah.apps.sittings.actions import cancel_booking

    approved(*officers)
    aisyah = candidate("Aisyah")
    first = booked(aisyah)
    cancel_booking(aisyah, first, at=MORNING)
    # so that both were taken once
    other = booked(candidate("Nurul"))
    assert approved_form_of(other.form) != approved_form_of(first.form)

    again = booked(aisyah, at=MORNING + timedelta(hours=1))

    assert approved_form_of(again.form) is not None


def test_items_on_pilot_ride_along_with_an_approved_form(db):
    from tests.services import bank_people

    examhall.publish(examhall.programme_files(pilot_items=2))
    officers = assembling.officers()
    people = bank_people.staff()
    bank_people.approve(people)
    assert bank_people.act(people["officer"], "pilot") is None
    (form,) = approved(*officers, forms=1)

    booking = booked(candidate("Aisyah"))

    items = form_items(booking.form)
    assert [item.code for item in items if item.is_pilot] == [bank_people.CODE]
    assert [item.code for item in items if not item.is_pilot] == codes_of(form)


# What leaves use


def test_a_withdrawn_form_is_taken_no_more_and_its_exams_keep_it(officers):
    azman, hui_min = officers
    first, second = approved(azman, hui_min)
    before = [booked(candidate(f"Person {n}")).form for n in range(2)]
    kept = {form: codes_of(form) for form in before}

    refused = withdraw_form(azman, first, reason="It was seen outside.", at=MORNING)

    assert refused is None
    taken = {approved_form_of(booked(candidate(f"Another {n}")).form) for n in range(2)}
    assert taken == {second}
    assert {form: codes_of(form) for form in before} == kept
    (entry,) = audit_trail(event="form.withdrawn")
    assert entry.details == {"course": "PUM", "form": 1, "reason": "It was seen outside."}


def test_a_form_is_withdrawn_once_and_with_a_reason(officers):
    azman, hui_min = officers
    (form,) = approved(azman, hui_min, forms=1)

    assert isinstance(withdraw_form(azman, form, reason=" ", at=MORNING), Refused)
    assert withdraw_form(azman, form, reason="It was seen outside.", at=MORNING) is None
    assert isinstance(withdraw_form(azman, form, reason="Again.", at=MORNING), Refused)


def test_where_all_are_withdrawn_exams_draw_again(officers):
    azman, hui_min = officers
    (form,) = approved(azman, hui_min, forms=1)
    withdraw_form(azman, form, reason="It was seen outside.", at=MORNING)

    assert approved_form_of(booked(candidate("Aisyah")).form) is None
    assert forms_of_use([course()]) == {}
    assert states() == ["withdrawn"]


def test_a_form_with_an_item_that_left_use_is_taken_no_more(officers):
    (form,) = approved(*officers, forms=1)
    place = FormItem.objects.filter(form=form).select_related("version__item").first()
    Item.objects.filter(pk=place.version.item_id).update(live=None, state="retired")

    assert states() == ["changed"]
    assert approved_form_of(booked(candidate("Aisyah")).form) is None


def test_a_form_whose_items_became_enemies_is_taken_no_more(officers):
    (form,) = approved(*officers, forms=1)
    one, other = codes_of(form)[:2]
    declare_enemies(officers[0], one, other, reason="They ask the same.", at=MORNING)

    assert states() == ["enemies"]
    booking = booked(candidate("Aisyah"))
    assert approved_form_of(booking.form) is None
    assert not {one, other} <= set(codes_of(booking.form))


def test_a_form_of_another_blueprint_is_taken_no_more(officers):
    approved(*officers, forms=1)
    assert states() == ["used"]
    assert forms_of_use([course()]) == {"PUM": 1}

    examhall.publish(other_policy(rating=8, motor=10), at=MORNING)

    assert states() == ["other-blueprint"]
    assert forms_of_use([course()]) == {}
    assert approved_form_of(booked(candidate("Aisyah")).form) is None


def test_exposure_counts_the_approved_forms_of_an_items_life(officers):
    azman, hui_min = officers
    first, _second = approved(azman, hui_min)
    withdraw_form(azman, first, reason="It was seen outside.", at=MORNING)
    # exams that take a form expose its items no further
    booked(candidate("Aisyah"))

    pool = pool_of(course())

    uses = dict(zip([item.code for item in pool.items], pool.uses, strict=True))
    counted = Counter(
        FormItem.objects.filter(form__approval__isnull=False).values_list(
            "version__item__code", flat=True
        )
    )
    assert uses == {code: counted[code] for code in uses}
    assert max(uses.values()) == 2

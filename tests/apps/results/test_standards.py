"""An adopted cut decides exams that start after it, on every form, and nothing changes without one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tauliah.apps.itembank.models import Form, FormItem
from tauliah.apps.record.queries import entries_of
from tauliah.apps.results import equating_forms
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.results.equating_forms import equate_form, forms_beside
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.results.queries import Result
from tauliah.apps.results.reporting import waits_for_equating
from tauliah.apps.sittings.models import Booking
from tauliah.apps.standards.equatings import keep_equating
from tauliah.core.exam.reported_scores import equating_of
from tauliah.core.kernel import Refused
from tests.services.examhall import MORNING, booked, candidate, give_answers, sat, started
from tests.services.panel import adopted, panel_people

LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def people(published):
    return panel_people()


def codes_of(booking, *, items: int = 50) -> list[str]:
    places = FormItem.objects.filter(form=booking.form).select_related("version__item")
    return [place.version.item.code for place in places.order_by("position")[:items]]


def same_form(person, first: Booking) -> Booking:
    """A booking whose form scores what another's does."""
    own = booked(person)
    with_places = FormItem.objects.filter(form=first.form).order_by("position")
    form = Form.objects.create(course="PUM", release=1, seed="again", assembled_at=MORNING)
    FormItem.objects.bulk_create(
        FormItem(form=form, position=place.position, version_id=place.version_id)
        for place in with_places
    )
    Booking.objects.filter(pk=own.pk).update(form=form.pk)
    own.refresh_from_db()
    return own


def handed_in(person, booking, *, right: int, at=LATER):
    from tauliah.apps.sittings.actions import start_attempt

    attempt = start_attempt(person, booking.pk, at=at)
    assert not isinstance(attempt, Refused), attempt
    give_answers(person, attempt, right=right, at=at)
    return submit_and_score(person, attempt.pk, at=at)


def test_without_a_standard_the_programmes_percentage_decides(aisyah):
    result = sat(aisyah, right=35)

    assert (result.passed, result.pass_mark, result.reported) == (True, 35, None)
    assert "scaled" not in entries_of(aisyah)[-1].facts


@pytest.mark.parametrize(
    ("right", "passed", "scaled"), [(31, False, 69), (32, True, 70), (50, True, 100)]
)
def test_on_the_form_of_the_standard_itself_its_cut_decides(aisyah, people, right, passed, scaled):
    booking = booked(aisyah)
    adopted(people, cut="31.5", form=booking.form)

    result = handed_in(aisyah, booking, right=right)

    assert (result.passed, result.reported.scaled, result.pass_mark) == (passed, scaled, 32)
    assert result.reported.scale_cut == 70
    assert result.reported.low <= result.reported.scaled <= result.reported.high


def test_the_record_and_the_run_say_how_the_score_came_about(aisyah, people):
    booking = booked(aisyah)
    study = adopted(people, cut="31.5", form=booking.form)

    handed_in(aisyah, booking, right=40)

    assert entries_of(aisyah)[-1].facts["scaled"] == 83
    kept = ScoringRun.objects.get().reported
    assert (kept["study"], kept["method"], kept["cut"]) == (str(study), "identity", "31.50")
    assert (kept["equated"], kept["of"], kept["scaled"]) == ("40.0000", 50, 83)
    assert kept["form"] == kept["reference"]


def test_a_form_of_rated_items_has_the_cut_that_the_judges_give_it(aisyah, people):
    # judges say 60, 66 and 72 of every item: on 62 items 40.92 points, on a form of 50 33
    adopted(people, cut="40.92")

    marks = {right: handed_in(one, booked(one), right=right) for one, right in (
        (aisyah, 32), (candidate("Nurul"), 33),
    )}  # fmt: skip

    assert {right: one.passed for right, one in marks.items()} == {32: False, 33: True}
    assert {one.pass_mark for one in marks.values()} == {33}
    assert marks[33].reported.scaled == 70
    assert ScoringRun.objects.first().reported["method"] == "judgement"


def test_an_exam_that_started_before_the_standard_keeps_the_programmes_percentage(aisyah, people):
    attempt = started(aisyah)
    give_answers(aisyah, attempt, right=34)
    adopted(people, cut="20", at=MORNING + timedelta(minutes=1), form=attempt.booking.form)

    result = submit_and_score(aisyah, attempt.pk, at=MORNING + timedelta(minutes=30))

    assert isinstance(result, Result)
    assert (result.passed, result.reported) == (False, None)


def test_a_form_that_nothing_leads_from_waits_and_is_scored_when_it_is_equated(aisyah, people):
    booking = booked(aisyah)
    adopted(people, cut="6.5", codes=codes_of(booking, items=10))

    refused = handed_in(aisyah, booking, right=40)

    assert isinstance(refused, Refused)
    assert refused.code == "waits-for-equating"
    assert waits_for_equating(booking, started_at=LATER)
    found, (group,) = forms_beside("PUM", at=LATER)
    assert (group.waiting, group.shared, group.items, group.equating) == (1, 10, 50, None)

    equating = equating_of(
        group.content,
        found.standard.form,
        "irt-true-score",
        [x / 5 for x in range(51)],
        [0.1] * 51,
    )
    keep_equating(people["officer"], "PUM", equating, basis={"run": "trial"}, at=LATER)
    assert equating_forms.score_waiting("PUM", group.content, at=LATER) == 1

    run = ScoringRun.objects.get()
    assert (run.passed, run.pass_mark, run.reported["method"]) == (True, 33, "irt-true-score")
    assert not waits_for_equating(booking, started_at=LATER)


def test_a_kept_equating_counts_before_what_judges_say_and_the_newest_before_older_ones(
    aisyah, people
):
    booking = booked(aisyah)
    adopted(people, cut="40.92")
    attempt = started_on(aisyah, booking)
    found, _ = forms_beside("PUM", at=LATER)
    content = content_of(booking)
    for harder in (0, 5):
        table = [min(62.0, 1.2 * x + harder) for x in range(51)]
        kept = equating_of(content, found.standard.form, "irt-true-score", table, [0.2] * 51)
        keep_equating(people["officer"], "PUM", kept, basis={"run": harder}, at=LATER)

    give_answers(aisyah, attempt, right=30, at=LATER)
    result = submit_and_score(aisyah, attempt.pk, at=LATER)

    # (40.92 - 5) / 1.2 = 29.93
    assert (result.pass_mark, result.passed) == (30, True)


def started_on(person, booking):
    from tauliah.apps.sittings.actions import start_attempt

    attempt = start_attempt(person, booking.pk, at=LATER)
    assert not isinstance(attempt, Refused), attempt
    return attempt


def content_of(booking) -> str:
    from tauliah.apps.itembank.queries import scored_in_forms
    from tauliah.core.exam.reported_scores import form_digest

    return form_digest(map(str, scored_in_forms([booking.form])[booking.form]))


def test_two_forms_that_share_items_are_equated_by_those_who_sat_them(aisyah, people, monkeypatch):
    monkeypatch.setattr(equating_forms, "FEWEST_PERSONS", 4)
    first = booked(aisyah)
    study_form = first.form
    adopted(people, cut="30", form=study_form)
    handed_in(aisyah, first, right=30)
    for number, right in enumerate((22, 36, 42)):
        one = candidate(f"Old {'abc'[number]}")
        handed_in(one, same_form(one, first), right=right)
    kumar = candidate("Kumar")
    other = booked(kumar)
    waits = [handed_in(kumar, other, right=28)]
    for number, right in enumerate((20, 34, 40)):
        one = candidate(f"New {'abc'[number]}")
        waits.append(handed_in(one, same_form(one, other), right=right))
    assert {one.code for one in waits} == {"waits-for-equating"}
    reference, new = content_of(first), content_of(other)

    outcome = equate_form(
        people["officer"], "PUM", new, through=reference, method="linear", at=LATER
    )

    assert not isinstance(outcome, Refused), outcome
    assert (outcome.from_form, outcome.to_form, outcome.method) == (
        new,
        reference,
        "chained-linear",
    )
    assert len(outcome.equated) == 51
    assert ScoringRun.objects.count() == 8
    _, groups = forms_beside("PUM", at=LATER)
    assert sum(group.waiting for group in groups) == 0


def test_too_few_candidates_are_no_ground_for_an_equating(aisyah, people):
    first, kumar = booked(aisyah), candidate("Kumar")
    other = booked(kumar)
    adopted(people, cut="30", form=first.form)
    handed_in(aisyah, first, right=30)
    handed_in(kumar, other, right=30)

    outcome = equate_form(
        people["officer"],
        "PUM",
        content_of(other),
        through=content_of(first),
        method="linear",
        at=LATER,
    )

    assert isinstance(outcome, Refused)
    assert outcome.code == "too-few-persons"


def test_only_the_bank_officer_keeps_an_equating(aisyah, people):
    booking = booked(aisyah)
    adopted(people, cut="30", form=booking.form)
    handed_in(aisyah, booking, right=30)

    for who in ("registrar", "chong"):
        with pytest.raises(PermissionDenied):
            equate_form(people[who], "PUM", "x", through="y", method="linear", at=LATER)


def test_the_forms_beside_a_standard_are_read_by_their_names_and_not_place_by_place(aisyah, people):
    first = booked(aisyah)
    adopted(people, cut="30", form=first.form)
    handed_in(aisyah, first, right=30)
    for name in ("Kumar", "Devi"):
        one = candidate(name)
        handed_in(one, booked(one), right=30)

    with CaptureQueriesContext(connection) as asked:
        _, groups = forms_beside("PUM", at=LATER)

    read = [one["sql"] for one in asked if "itembank_formitem" in one["sql"]]
    # the page's own forms in one read, however many others there are
    assert len(groups) == 3
    assert len(read) == 1


def test_a_form_made_before_forms_had_names_is_found_by_its_places(aisyah, people):
    first = booked(aisyah)
    adopted(people, cut="30", form=first.form)
    handed_in(aisyah, first, right=30)
    kumar = candidate("Kumar")
    handed_in(kumar, same_form(kumar, first), right=35)

    _, (group,) = forms_beside("PUM", at=LATER)

    assert (group.candidates, group.items) == (2, 50)


def test_a_course_without_a_standard_has_no_forms_beside_it(aisyah, people):
    sat(aisyah, right=30)

    assert forms_beside("PUM", at=LATER) is None


def test_the_cut_is_the_same_scaled_score_on_a_harder_form(aisyah, people):
    first, kumar = booked(aisyah), candidate("Kumar")
    other = booked(kumar)
    adopted(people, cut="35", form=first.form)
    easy, harder = content_of(first), content_of(other)
    kept = equating_of(
        harder, easy, "chained-linear", [min(50, x + 3) for x in range(51)], [0.4] * 51
    )
    keep_equating(people["officer"], "PUM", kept, basis={}, at=LATER)

    on_easy = handed_in(aisyah, first, right=35)
    on_harder = handed_in(kumar, other, right=32)

    assert on_easy.reported.scaled == on_harder.reported.scaled == 70
    assert on_easy.passed
    assert on_harder.passed
    assert Decimal(ScoringRun.objects.get(person=kumar.pk).reported["error"]) > Decimal(
        ScoringRun.objects.get(person=aisyah.pk).reported["error"]
    )

"""A study is opened, rated by its judges in rounds, and decided by a second person."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tauliah.apps.itembank.models import Item, VersionFigures
from tauliah.apps.people.models import AuditEntry
from tauliah.apps.standards.actions import (
    appoint_judge,
    close_round,
    decide_study,
    open_round,
    open_study,
)
from tauliah.apps.standards.models import Decision, Rating
from tauliah.apps.standards.queries import page_of_studies, studies_to_judge, study_file
from tauliah.apps.standards.rating import hand_in, rate_item, read_item, sheet_of
from tauliah.apps.standards.rounds import closed_rounds
from tauliah.core.exam.reported_scores import form_digest
from tauliah.core.kernel import Refused
from tests.services.examhall import MORNING, account, booked
from tests.services.panel import (
    BORDER,
    JUDGES,
    adopted,
    open_next_round,
    opened,
    rate_all,
    rated,
)

SIX = ["PUM-S-MARK-01", "PUM-S-MARK-02", "PUM-S-SELE-01", "PUM-S-RATI-01", "PUM-S-MOTO-01"]


def code(outcome) -> str:
    return outcome.code if isinstance(outcome, Refused) else ""


def events(study, event=None) -> list[str]:
    found = AuditEntry.objects.filter(subject=f"study:{study}").order_by("at", "id")
    return [one.event for one in found if event in (None, one.event)]


def test_a_study_takes_every_exam_item_in_use(people):
    study = opened(people)

    found = study_file(study)
    secure = Item.objects.filter(course="PUM", pool="secure")
    assert found.line.items == found.line.points == secure.count()
    assert {item.version for item in found.items} == set(secure.values_list("live", flat=True))
    assert found.content == form_digest(str(item.version) for item in found.items)


def test_a_study_takes_the_items_that_are_named_once_each(people):
    study = opened(people, codes=[*SIX, SIX[0].lower()])

    assert [item.code for item in study_file(study).items] == SIX


def test_a_study_of_a_form_takes_what_the_form_scores(people, aisyah):
    form = booked(aisyah).form

    found = study_file(opened(people, form=form))

    assert (found.form, found.line.items) == (form, 50)


@pytest.mark.parametrize(
    ("course", "what", "told"),
    [
        ("XYZ", {}, "no-such-course"),
        ("PUM", {"border": "Short."}, "no-border"),
        ("PUM", {"codes": ["PUM-S-MARK-01", "PUM-S-NONE-01"]}, "unknown-items"),
        ("PUM", {"codes": ["PUM-P-MARK-01"]}, "unknown-items"),
        ("PUM", {"codes": ["PUM-S-MARK-01"]}, "too-few-items"),
        ("PUM", {"form": uuid4()}, "no-such-form"),
    ],
)
def test_a_study_of_nothing_is_refused(people, course, what, told):
    outcome = open_study(people["officer"], course, **{"border": BORDER, **what}, at=MORNING)

    assert code(outcome) == told


def test_a_form_of_another_course_is_no_form_of_this_one(people, aisyah):
    form = booked(aisyah).form

    outcome = open_study(people["officer"], "PIN", border=BORDER, form=form, at=MORNING)

    assert code(outcome) == "no-such-form"


def test_only_accounts_with_the_role_are_appointed(people):
    study = opened(people, codes=SIX)

    assert code(appoint_judge(people["officer"], study, people["registrar"], at=MORNING)) == (
        "no-judge"
    )


def test_nobody_rates_before_the_first_round_or_after_it(people):
    study = opened(people, codes=SIX)

    before = rate_item(people["chong"], study, 1, percent=50, at=MORNING)
    assert code(before) == "no-round"
    assert code(read_item(people["chong"], study, 1, at=MORNING)) == "no-round"


def test_each_reading_of_an_item_by_a_judge_is_kept(people):
    study = opened(people, codes=SIX)
    open_next_round(people, study)

    found = read_item(people["chong"], study, 3, at=MORNING)

    assert found.item.code == SIX[2]
    entry = AuditEntry.objects.get(event="item.read")
    assert (entry.actor, entry.subject) == (str(people["chong"].pk), f"item:{SIX[2]}")
    assert (entry.details["purpose"], entry.details["study"]) == ("standard-setting", str(study))


def test_who_is_on_no_panel_finds_no_sheet_and_reads_nothing(people):
    study = opened(people, codes=SIX)
    open_next_round(people, study)
    stranger = account("Lim", role="judge")

    assert sheet_of(stranger, study) is None
    assert read_item(stranger, study, 1, at=MORNING) is None
    assert code(rate_item(stranger, study, 1, percent=50, at=MORNING)) == "not-a-judge"
    assert not AuditEntry.objects.filter(event="item.read").exists()


def test_the_newest_rating_of_a_judge_counts(people):
    study = opened(people, codes=SIX)
    open_next_round(people, study)
    for percent in (40, 65):
        assert rate_item(people["chong"], study, 1, percent=percent, at=MORNING) is None

    sheet = sheet_of(people["chong"], study)

    assert (sheet.rows[0].percent, sheet.rated, sheet.next_unrated) == (65, 1, 2)
    assert Rating.objects.count() == 2


def test_a_sheet_is_handed_in_when_it_is_full_and_stays_then(people):
    study = opened(people, codes=SIX)
    open_next_round(people, study)
    assert code(hand_in(people["chong"], study, at=MORNING)) == "not-all-rated"

    rate_all(people["chong"], study, 60)

    assert code(rate_item(people["chong"], study, 1, percent=10, at=MORNING)) == "handed-in"
    assert code(read_item(people["chong"], study, 1, at=MORNING)) == "handed-in"
    assert sheet_of(people["chong"], study).has_handed_in


def test_a_round_is_closed_over_those_who_handed_it_in(people):
    study = opened(people, codes=SIX)
    open_next_round(people, study)
    rate_all(people["chong"], study, 60)
    assert code(close_round(people["officer"], study, at=MORNING)) == "too-few-handed-in"
    rate_all(people["aminah"], study, 70)

    assert close_round(people["officer"], study, at=MORNING) is None

    (found,) = closed_rounds(study)
    assert {one.name for one in found.judges} == {"Chong", "Aminah"}
    assert found.cut == pytest.approx(5 * 0.65)
    assert found.error == pytest.approx(0.25)


def test_a_later_round_shows_the_ratings_of_others_and_what_candidates_did(people):
    study = rated(people, codes=SIX)
    version = study_file(study).items[0].version
    VersionFigures.objects.create(
        version_id=version, figures={"difficulty": 0.81}, counted_at=MORNING
    )
    open_next_round(people, study)

    first, second = (read_item(people["chong"], study, place, at=MORNING) for place in (1, 2))

    assert (first.others, first.difficulty) == ((66, 72), pytest.approx(81))
    assert second.difficulty is None
    assert first.row.percent == 60
    assert not first.row.is_of_this_round


def test_the_first_round_shows_nothing_whatever_is_asked_for(people):
    study = opened(people, codes=SIX)
    open_next_round(people, study, shows=True)

    found = read_item(people["chong"], study, 1, at=MORNING)

    assert (found.others, found.difficulty) == ((), None)
    assert not study_file(study).rounds[0].shows_ratings


def test_a_rating_that_is_not_changed_in_a_later_round_stays(people):
    study = rated(people, codes=SIX)
    open_next_round(people, study)
    assert rate_item(people["chong"], study, 1, percent=80, at=MORNING) is None
    for judge in JUDGES:
        assert hand_in(people[judge], study, at=MORNING) is None
    assert close_round(people["officer"], study, at=MORNING) is None

    first, second = closed_rounds(study)

    assert first.cut == pytest.approx(5 * 0.66)
    assert second.cut == pytest.approx(5 * 0.66 + 0.2 / 3)


def test_judges_are_told_how_their_ratings_go_with_what_candidates_did(people):
    study = rated(people, codes=SIX, percents=[(30, 40, 50, 60, 70), (70, 60, 50, 40, 30), 50])
    for place, item in enumerate(study_file(study).items):
        VersionFigures.objects.create(
            version_id=item.version, figures={"difficulty": 0.3 + 0.1 * place}, counted_at=MORNING
        )

    (found,) = closed_rounds(study)

    by_name = {one.name: one.with_difficulty for one in found.judges}
    assert by_name["Chong"] == pytest.approx(1)
    assert by_name["Aminah"] == pytest.approx(-1)
    assert by_name["Ravi"] is None


def test_a_second_person_adopts_the_cut_with_a_reason(people):
    study = rated(people, codes=SIX)

    for who, told in (("officer", "second-person"), ("registrar", "")):
        outcome = decide_study(
            people[who], study, cut=Decimal("3.25"), reason="Half a point of error.", at=MORNING
        )
        assert code(outcome) == told

    found = study_file(study)
    assert found.line.state == "adopted"
    assert (found.decision.cut, found.decision.name) == (Decimal("3.25"), "Farid")
    assert found.decision.error == pytest.approx(Decimal("0.1732"), abs=Decimal("0.0001"))
    assert found.decision.holds_from == MORNING


def test_a_cut_never_holds_for_exams_that_began_before_it_was_adopted(people):
    study = rated(people, codes=SIX)
    before = MORNING - timedelta(days=30)

    refused = decide_study(
        people["registrar"], study, cut=Decimal(3), reason="Agreed.", holds_from=before, at=MORNING
    )

    assert refused is None
    assert study_file(study).decision.holds_from == MORNING


def test_a_study_can_end_without_a_cut(people):
    study = rated(people, codes=SIX)

    refused = decide_study(
        people["registrar"], study, cut=None, reason="The judges do not agree.", at=MORNING
    )

    assert refused is None
    assert study_file(study).line.state == "ended"
    assert events(study)[-1] == "study.ended"


def test_a_decided_study_stays_as_it_is(people):
    study = adopted(people, cut="3", codes=SIX)

    again = decide_study(people["registrar"], study, cut=Decimal(4), reason="Higher.", at=MORNING)
    another = open_round(
        people["officer"], study, shows_ratings=True, shows_difficulties=True, at=MORNING
    )

    assert (code(again), code(another)) == ("not-now", "not-now")
    assert Decision.objects.get().cut == 3


def test_every_step_stands_in_the_audit_trail(people):
    study = adopted(people, cut="3", codes=SIX)

    assert events(study, "study.item-rated") == ["study.item-rated"] * 15
    assert [one for one in events(study) if one != "study.item-rated"] == [
        "study.opened",
        *["study.judge-appointed"] * 3,
        "study.round-opened",
        *["study.ratings-handed-in"] * 3,
        "study.round-closed",
        "study.cut-adopted",
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda who, _: open_study(who, "PUM", border=BORDER, at=MORNING),
        lambda who, id: appoint_judge(who, id, who, at=MORNING),
        lambda who, id: open_round(
            who, id, shows_ratings=False, shows_difficulties=False, at=MORNING
        ),
        lambda who, id: close_round(who, id, at=MORNING),
    ],
)
def test_the_study_is_led_by_the_bank_officer(people, act):
    study = opened(people, codes=SIX)

    for who in ("registrar", "chong"):
        with pytest.raises(PermissionDenied):
            act(people[who], study)


def test_a_judge_decides_nothing(people):
    study = rated(people, codes=SIX)

    with pytest.raises(PermissionDenied):
        decide_study(people["chong"], study, cut=Decimal(3), reason="Agreed.", at=MORNING)


def test_the_list_has_every_study_and_a_judges_list_the_own_ones(people):
    first = adopted(people, cut="3", codes=SIX)
    second = opened(people, codes=SIX)
    open_next_round(people, second)

    assert {(one.id, one.cut) for one in page_of_studies()} == {(first, Decimal(3)), (second, None)}
    waits = {line.id: waits for line, waits in studies_to_judge(people["chong"])}
    assert waits == {first: False, second: True}
    assert studies_to_judge(account("Lim", role="judge")) == ()


def test_there_is_no_study_of_an_unknown_id(people):
    unknown = UUID(int=1)

    assert study_file(unknown) is None
    assert code(close_round(people["officer"], unknown, at=MORNING)) == "no-such-study"


def test_ratings_and_decisions_can_neither_be_changed_nor_removed(people):
    adopted(people, cut="3", codes=SIX)

    for model, field in ((Rating, "percent"), (Decision, "cut")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(**{field: 1})
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.all().delete()

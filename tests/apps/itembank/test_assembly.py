"""Forms assembled to a request: what is asked is kept, what conflicts is told with ways out."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.itembank.assembly.asked import (
    Between,
    asked_by_blueprint,
    asked_from,
    between,
    changed,
    keeps_blueprint,
)
from tauliah.apps.itembank.assembly.pools import pool_of, suggested
from tauliah.apps.itembank.assembly.runs import (
    SILENCE,
    CancelledError,
    ask_for_forms,
    assemble_forms,
    assembly,
    cancel_assembly,
)
from tauliah.apps.itembank.assembly.told import distance_in_words
from tauliah.apps.itembank.calibrated import keep_parameters
from tauliah.apps.itembank.models import Assembly
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.itembank.tending import declare_enemies
from tauliah.apps.people.queries import audit_trail
from tauliah.core.kernel import Refused
from tests.services import assembling, examhall
from tests.services.assembling import asked, asked_for, assembled, course
from tests.services.examhall import BLUEPRINT, MORNING


@pytest.fixture
def officer(db):
    examhall.publish()
    return examhall.account("Azman", role="bank-officer")


def english(texts):
    return [one["en"] for one in texts]


# What is asked


@pytest.mark.parametrize(
    ("text", "low", "high"), [("3", 3, 3), ("2-4", 2, 4), ("2-", 2, None), ("-4", 0, 4), (" 2 – 4 ", 2, 4)]
)  # fmt: skip
def test_a_range_is_a_number_or_from_and_to(text, low, high):
    assert between(text) == Between(low=low, high=high)


@pytest.mark.parametrize("text", ["", "-", "4-2", "two", "1-2-3", "-1-2", "1.5", "123456"])
def test_what_is_no_range_is_none(text):
    assert between(text) is None


def test_a_request_is_filled_in_by_the_blueprint_and_written_and_read_without_loss(officer):
    found = asked_by_blueprint(course())

    assert found.length == 50
    assert found.cells["rating"] == {"any": Between(low=9, high=9)}
    assert asked_from(found.kept()) == found


def test_values_out_of_range_are_refused_all_at_once(officer):
    refused = changed(asked_by_blueprint(course()), {"forms": 0, "exposure": 0})

    assert isinstance(refused, Refused)
    assert "exposure, forms" in refused.message.en


def test_items_keep_a_blueprint_where_each_topic_and_told_level_has_its_number():
    blueprint, levels = {"rating": 3, "motor": 2}, {"rating": {"apply": 2, "analyse": 1}}
    kept = {"rating": {"apply": 2, "analyse": 1}, "motor": {"remember": 1, "apply": 1}}

    assert keeps_blueprint(kept, blueprint, levels)
    assert not keeps_blueprint(kept | {"rating": {"apply": 3}}, blueprint, levels)
    assert not keeps_blueprint(kept | {"motor": {"apply": 3}}, blueprint, levels)
    assert not keeps_blueprint(kept | {"other": {"apply": 1}}, blueprint, levels)


# Forms


def test_forms_have_what_was_asked_for(officer):
    one, other = [item.code for item in current_items("PUM", "secure") if item.topic == "rating"][
        :2
    ]
    declare_enemies(officer, one, other, reason="They ask the same.", at=MORNING)

    run = assembled(officer, key=Between(low=10, high=15), words={"en": Between(low=1)})

    assert run.state == "assembled"
    first, second = run.answer["forms"]
    texts = {item.code: item for item in current_items("PUM", "secure")}
    for form in (first, second):
        assert Counter(texts[code].topic for code in form["codes"]) == BLUEPRINT
        assert all(10 <= count <= 15 for count in form["keys"].values())
        assert form["keys"] == Counter(texts[code].text.key for code in form["codes"])
        assert not {one, other} <= set(form["codes"])
    assert len(set(first["codes"]) & set(second["codes"])) <= assembling.SHARED


def test_items_that_forms_are_to_be_equated_by_are_in_every_form(officer):
    anchors = [item.code for item in current_items("PUM", "secure")[::6]]

    run = assembled(officer, anchors=anchors)

    assert run.state == "assembled"
    for form in run.answer["forms"]:
        assert set(anchors) <= set(form["codes"])
        assert len(form["codes"]) == 50


def test_more_anchors_of_a_topic_than_it_has_places_are_a_conflict(officer):
    anchors = [item.code for item in current_items("PUM", "secure") if item.topic == "conduct"]
    assert len(anchors) > BLUEPRINT["conduct"]

    run = assembled(officer, anchors=anchors, forms=1)

    assert run.state == "impossible"
    told = str(run.answer["conflicts"])
    assert "items that every form has" in told
    assert "item yang ada dalam setiap set soalan" in told


@pytest.mark.parametrize(
    ("anchors", "overlap", "code"),
    [(["PUM-S-NONE-01"], 38, "no-such-items"), (None, 5, "overlap-below-anchors")],
)
def test_anchors_that_cannot_be_are_refused(officer, anchors, overlap, code):
    named = anchors or [item.code for item in current_items("PUM", "secure")[:6]]

    refused = ask_for_forms(
        officer, course(), asked(anchors=named, overlap=overlap), release=1, at=MORNING
    )

    assert refused.code == code


def test_the_words_and_points_of_a_form_are_those_of_its_items(officer):
    run = assembled(officer, forms=1)

    (form,) = run.answer["forms"]
    texts = {item.code: item.text for item in current_items("PUM", "secure")}
    english_words = sum(
        len(texts[code].stem.en.split())
        + sum(len(option.text.en.split()) for option in texts[code].options.values())
        for code in form["codes"]
    )
    assert form["words"]["en"] == english_words
    assert form["points"] == 50


def test_what_is_suggested_for_a_pool_can_be_assembled(officer):
    filled_in = suggested(pool_of(course()))

    run = assembled(officer, **(filled_in.kept() | {"overlap": assembling.SHARED}))

    assert filled_in.key is not None
    assert set(filled_in.words) == {"en", "ms"}
    assert run.state == "assembled"


def test_the_same_request_with_the_same_seed_gives_the_same_forms(officer):
    first, again, other = (assembled(officer, seed=seed).answer["forms"] for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_where_no_information_was_asked_for_no_other_forms_are_better(officer):
    run = assembled(officer)

    assert "no other forms are better" in distance_in_words(run.answer).en


# Conflicts


def test_what_conflicts_is_told_with_requests_that_are_loosened(officer):
    run = assembled(officer, overlap=assembling.SHARED - 1)

    assert run.state == "impossible"
    ways = [one for conflict in run.answer["conflicts"] for one in conflict["relaxings"]]
    overlap = next(one for one in ways if "two forms share" in one["message"]["en"])
    assert "share 38 items instead of 37 (less does not do)" in overlap["message"]["en"]
    assert overlap["asked"] == run.asked.kept() | {"overlap": 38}


def test_a_loosened_request_has_forms(officer):
    run = assembled(officer, overlap=assembling.SHARED - 1)
    ways = [one["asked"] for conflict in run.answer["conflicts"] for one in conflict["relaxings"]]

    loosened = [assembled(officer, **way).state for way in ways if way]

    assert loosened
    assert set(loosened) == {"assembled"}


def test_a_topic_that_is_short_is_called_by_its_title_and_what_helps_together_is_one_request(
    officer,
):
    cells = asked().kept()["cells"]
    cells["rating"]["any"] = {"low": 12, "high": 12}
    run = assembled(officer, forms=1, length=53, cells=cells)

    conflict = run.answer["conflicts"][0]
    assert english(conflict["because"]) == ["items of “Rating” in a form: at least 12"]
    assert conflict["because"][0]["ms"].startswith("item “Rating (ms)” dalam satu set soalan")
    assert assembled(officer, **run.answer["together"]["asked"]).state == "assembled"


def test_enemies_in_the_way_are_named_for_who_may_end_it(officer):
    one, other = [item.code for item in current_items("PUM", "secure") if item.topic == "rating"][
        :2
    ]
    declare_enemies(officer, one, other, reason="They ask the same.", at=MORNING)
    cells = asked().kept()["cells"]
    cells["rating"]["any"] = {"low": 11, "high": 11}

    run = assembled(officer, forms=1, length=52, cells=cells)

    assert run.state == "impossible"
    ways = [one for conflict in run.answer["conflicts"] for one in conflict["relaxings"]]
    (named,) = [way for way in ways if way["enemies"]]
    assert named["enemies"] == [one, other]
    assert named["asked"] is None


# Information


def calibrate(officer, *, leave_out=0):
    codes = [item.code for item in current_items("PUM", "secure")]
    told = {
        code: (1.0 + number % 5 / 5, (number % 9 - 4) / 2, 0.0)
        for number, code in enumerate(codes[leave_out:])
    }
    assert keep_parameters(officer, told, source="Trial calibration", at=MORNING) == len(told)
    return told


def test_information_is_refused_where_nothing_is_calibrated(officer):
    target = [{"ability": 0, "information": 9}]

    refused = ask_for_forms(officer, course(), asked(target=target), release=1, at=MORNING)

    assert isinstance(refused, Refused)
    assert refused.code == "not-calibrated"
    assert not Assembly.objects.exists()


def test_forms_come_near_the_information_that_was_asked_for(officer):
    told = calibrate(officer, leave_out=2)
    wanted = [{"ability": 0.0, "information": 11.0}]

    run = assembled(officer, target=wanted)

    answer = run.answer
    assert answer["calibrated"] == len(told) == 60
    at = answer["abilities"].index(0.0)
    deviations = [abs(form["curve"][at] - 11) / 11 for form in answer["forms"]]
    assert answer["value"] == pytest.approx(max(deviations))
    assert answer["value"] >= answer["bound"]
    assert "differs by" in distance_in_words(answer).en


def test_parameters_are_kept_all_or_none(officer):
    code = current_items("PUM", "secure")[0].code
    wrong = {code: (1.0, 0.0, 0.0), "PUM-S-NONE-01": (1.0, 0.0, 0.0), "PUM-S-RATI-01": (-1.0, 0, 0)}

    refused = keep_parameters(officer, wrong, source="Trial calibration", at=MORNING)

    assert isinstance(refused, Refused)
    assert "PUM-S-NONE-01, PUM-S-RATI-01" in refused.message.en
    assert not pool_of(course()).parameters


# Runs


def test_only_an_officer_asks_for_forms(officer):
    author = examhall.account("Mei Ling", role="item-author")

    with pytest.raises(PermissionDenied):
        ask_for_forms(author, course(), asked(), release=1, at=MORNING)


def test_asking_is_in_the_audit_trail(officer):
    id = asked_for(officer)

    (entry,) = audit_trail(event="forms.asked-for")
    assert entry.subject == f"assembly:{id}"
    assert entry.details == {"course": "PUM", "forms": 2, "items": 50}


def test_a_cancelled_assembly_ends_at_its_next_sign_of_life_and_stays_cancelled(officer):
    id = asked_for(officer)
    moments = iter(range(1_000))

    def cancelled_meanwhile():
        cancel_assembly(officer, id, at=MORNING)
        return MORNING + timedelta(seconds=2 * next(moments))

    with pytest.raises(CancelledError):
        assemble_forms(id, course(), now=cancelled_meanwhile)

    assert assembly(id).state == "cancelled"
    assert isinstance(cancel_assembly(officer, id, at=MORNING), Refused)


def test_progress_is_kept_while_forms_are_assembled(officer):
    id = asked_for(officer)
    moments = iter(range(1_000))
    seen = []

    assemble_forms(
        id,
        course(),
        now=lambda: MORNING + timedelta(seconds=2 * next(moments)),
        follow=lambda done, of: seen.append((assembly(id).done, done, of)),
    )

    assert assembly(id).state == "assembled"
    # what is told is kept a moment later
    assert seen[-1][0] == seen[-2][1]
    assert all(done <= of for _, done, of in seen)


def test_an_assembly_without_a_sign_of_life_has_stopped(officer):
    run = assembly(asked_for(officer))

    assert not run.has_stopped(MORNING + SILENCE)
    assert run.has_stopped(MORNING + SILENCE + timedelta(seconds=1))

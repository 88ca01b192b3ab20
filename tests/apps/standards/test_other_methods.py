"""Bookmark, Hofstee, borderline and contrasting groups: from an open study to an adopted cut."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest

from tauliah.apps.itembank.calibrated import keep_parameters
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.people.models import AuditEntry
from tauliah.apps.results.standard_scores import open_study_on, references, scores_on
from tauliah.apps.standards.actions import (
    appoint_judge,
    close_round,
    decide_study,
    open_round,
)
from tauliah.apps.standards.in_force import equating_to, is_known_by_items, standard_of
from tauliah.apps.standards.judging import (
    bookmark_page,
    bounds_page,
    candidates_page,
    give_bounds,
    place_bookmark,
    sort_candidates,
)
from tauliah.apps.standards.models import Decision, Sorting, Study, StudyCandidate
from tauliah.apps.standards.opening import (
    ScoresOfCandidates,
    open_bookmark_study,
    open_study_of_scores,
)
from tauliah.apps.standards.outcomes import closed_outcomes
from tauliah.apps.standards.pictures import picture_of
from tauliah.apps.standards.queries import study_file
from tauliah.apps.standards.rating import hand_in, rate_item, read_item
from tauliah.apps.standards.telling import told
from tauliah.core.exam.study_methods import Bounds
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.psychometrics import bookmark_cut, expected_score, items
from tests.services.examhall import MORNING
from tests.services.panel import BORDER, JUDGES, adopted
from tests.services.scored_sittings import score_sittings

PAGES = 12
SOURCE = LocalText(en="a test", ms="ujian")


def code(outcome) -> str:
    return outcome.code if isinstance(outcome, Refused) else ""


def with_panel(people, study) -> UUID:
    assert isinstance(study, UUID), study
    for judge in JUDGES:
        assert appoint_judge(people["officer"], study, people[judge], at=MORNING) is None
    next_round(people, study)
    return study


def next_round(people, study) -> None:
    opened = open_round(
        people["officer"], study, shows_ratings=True, shows_difficulties=True, at=MORNING
    )
    assert opened is None


def closed(people, study) -> None:
    for judge in JUDGES:
        assert hand_in(people[judge], study, at=MORNING) is None
    assert close_round(people["officer"], study, at=MORNING) is None


@pytest.fixture
def booklet(people):
    """A Bookmark study of twelve items whose parameters stand in the bank."""
    parameters = {
        item.version: (0.8 + 0.05 * place, -1.5 + 0.25 * ((5 * place) % PAGES), 0.0)
        for place, item in enumerate(current_items("PUM", "secure")[:PAGES])
    }
    study = open_bookmark_study(
        people["officer"], "PUM", parameters=parameters, source=SOURCE, border=BORDER, at=MORNING
    )
    return with_panel(people, study)


@pytest.fixture
def form(people):
    """The name of a form of twelve items that eighty candidates sat."""
    score_sittings(80)
    (found,) = references("PUM", at=MORNING)
    assert (found.items, found.candidates, found.is_equated) == (12, 80, False)
    return found.content


def study_on(people, form, method) -> UUID:
    opened = open_study_on(people["officer"], "PUM", form, method, border=BORDER, at=MORNING)
    return with_panel(people, opened)


def sort_by_score(people, study, *, least: int, most: int, named=("below", "border", "above")):
    """Every judge sorts every candidate rightly: from `least` to `most` points is the border."""
    groups = {}
    for one in StudyCandidate.objects.filter(study=study).select_related("person"):
        place = 0 if one.points < least else 1 if one.points <= most else 2
        groups[one.person.candidate_number] = named[min(place, len(named) - 1)]
    for judge in JUDGES:
        assert sort_candidates(people[judge], study, groups, at=MORNING) == len(groups)
    return groups


def test_the_booklet_goes_from_the_easiest_item_to_the_hardest(people, booklet):
    page = bookmark_page(people["chong"], booklet)

    assert [one.position for one in page.pages] == list(range(1, PAGES + 1))
    a, b, _c = zip(*Study.objects.get().basis["parameters"], strict=True)
    heights = np.array(b) + np.log(2) / np.array(a)
    assert (np.diff(heights) >= 0).all()
    assert read_item(people["chong"], booklet, 3, at=MORNING).item.code == page.pages[2].code


def test_bookmarks_give_the_cut_of_the_method_and_its_expected_score(people, booklet):
    for judge, page in zip(JUDGES, (5, 7, 8), strict=True):
        assert place_bookmark(people[judge], booklet, 2, at=MORNING) is None
        assert place_bookmark(people[judge], booklet, page, at=MORNING) is None
    closed(people, booklet)

    (found,) = closed_outcomes(booklet)

    a, b, _ = zip(*Study.objects.get().basis["parameters"], strict=True)
    expected = bookmark_cut([5, 7, 8], items(a, b))
    assert found.panel.cut == pytest.approx(expected.score)
    assert found.panel.error == pytest.approx(expected.score_error)
    assert found.panel.cut == pytest.approx(float(expected_score(expected.cut, items(a, b))[0]))
    assert "Bookmarks in the booklet" in picture_of(found, "en")
    assert [row[1] for row in told(found).tables[0].rows] == ["7", "5", "8"]  # by name


def test_a_later_round_shows_the_bookmarks_of_the_others(people, booklet):
    for judge, page in zip(JUDGES, (5, 7, 8), strict=True):
        place_bookmark(people[judge], booklet, page, at=MORNING)
    closed(people, booklet)
    next_round(people, booklet)

    found = bookmark_page(people["chong"], booklet)

    assert (found.own, found.others) == (5, (7, 8))


def test_an_adopted_bookmark_reaches_other_forms_through_true_scores(people, booklet):
    for judge, page in zip(JUDGES, (5, 7, 8), strict=True):
        place_bookmark(people[judge], booklet, page, at=MORNING)
    closed(people, booklet)
    refused = decide_study(
        people["registrar"], booklet, cut=Decimal("6.5"), reason="As judged.", at=MORNING
    )
    assert refused is None

    standard = standard_of("PUM", at=MORNING)
    pool = current_items("PUM", "secure")
    some = equating_to(standard, pool[:6])

    assert (some.method, some.of) == ("irt-true-score", 6)
    assert (some.equated[0], some.equated[6]) == (0, PAGES)
    assert equating_to(standard, pool[8:16]) is None  # four of them are in no booklet


@pytest.mark.parametrize(("page", "refusal"), [(0, "no-such-page"), (14, "no-such-page"), (13, "")])
def test_a_bookmark_stands_at_a_page_or_behind_the_last(people, booklet, page, refusal):
    assert code(place_bookmark(people["chong"], booklet, page, at=MORNING)) == refusal


def test_who_has_said_nothing_cannot_hand_in_and_nobody_says_what_is_not_asked(people, booklet):
    assert code(hand_in(people["chong"], booklet, at=MORNING)) == "nothing-said"
    assert code(rate_item(people["chong"], booklet, 1, percent=50, at=MORNING)) == "other-method"
    bounds = Bounds(1, 2, 3, 4)
    assert code(give_bounds(people["chong"], booklet, bounds, at=MORNING)) == "other-method"
    assert bounds_page(people["chong"], booklet) is None


def test_a_booklet_needs_calibrated_items(people):
    version = current_items("PUM", "secure")[0].version

    outcome = open_bookmark_study(
        people["officer"], "PUM", parameters={version: (1.0, 0.0, 0.8)}, source=SOURCE, border=BORDER,
        at=MORNING,
    )  # fmt: skip

    assert code(outcome) == "too-few-calibrated"


def test_a_booklet_comes_from_the_parameters_in_the_bank(people):
    from tauliah.apps.analyses.booklets import calibrations, open_study_from

    codes = [item.code for item in current_items("PUM", "secure")[:3]]
    kept = {one: (1.0, float(place), 0.0) for place, one in enumerate(codes)}
    keep_parameters(people["officer"], kept, source="elsewhere", at=MORNING)

    assert [(one.course, one.items) for one in calibrations(at=MORNING)] == [("PUM", 3)]
    study = open_study_from(people["officer"], "PUM", "bank", border=BORDER, at=MORNING)
    assert [item.code for item in study_file(study).items] == codes
    nothing = open_study_from(people["officer"], "PUM", "no-run", border=BORDER, at=MORNING)
    assert code(nothing) == "no-such-calibration"


def test_a_hofstee_cut_lies_where_the_bounds_meet_what_candidates_reached(people, form):
    study = study_on(people, form, "hofstee")
    for judge, bounds in zip(JUDGES, ((5, 9, 10, 60), (4, 8, 5, 70), (6, 10, 20, 80)), strict=True):
        assert give_bounds(people[judge], study, Bounds(*bounds), at=MORNING) is None
    closed(people, study)

    (found,) = closed_outcomes(study)

    assert 5 < found.panel.cut < 9
    assert 0 < found.panel.error < 1
    counts = Study.objects.get().basis["distribution"]
    assert (len(counts), sum(counts)) == (13, 80)
    assert sum(counts) == len(scores_on("PUM", form).points)
    picture = picture_of(found, "ms")
    assert "Yang dibenarkan juri" in picture
    assert "<rect" in picture
    assert told(found).tables[0].rows[3][1] == "5.0"  # the mean of the lowest cuts


def test_bounds_that_do_not_meet_are_told_and_nothing_can_be_adopted(people, form):
    study = study_on(people, form, "hofstee")
    for judge in JUDGES:
        give_bounds(people[judge], study, Bounds(10, 12, 0, 1), at=MORNING)
    closed(people, study)

    (found,) = closed_outcomes(study)
    assert code(found.panel.refused) == "bounds-do-not-meet"
    assert picture_of(found, "en")
    for cut, refusal in ((Decimal(11), "no-figures"), (None, "")):
        outcome = decide_study(people["registrar"], study, cut=cut, reason="Why.", at=MORNING)
        assert code(outcome) == refusal
    assert Decision.objects.get().cut is None


@pytest.mark.parametrize("bounds", [(5, 5, 0, 10), (0, 13, 0, 10), (1, 5, 50, 40), (1, 5, 0, 101)])
def test_bounds_out_of_order_are_refused(people, form, bounds):
    study = study_on(people, form, "hofstee")

    assert code(give_bounds(people["chong"], study, Bounds(*bounds), at=MORNING)) == "no-bounds"


def test_the_second_round_of_hofstee_shows_the_others_and_how_many_would_fail(people, form):
    study = study_on(people, form, "hofstee")
    for judge in JUDGES:
        give_bounds(people[judge], study, Bounds(5, 9, 10, 60), at=MORNING)
    assert bounds_page(people["chong"], study).shares == ()
    closed(people, study)
    next_round(people, study)

    page = bounds_page(people["chong"], study)

    assert page.others == (Bounds(5, 9, 10, 60),) * 2
    assert page.shares[-1][0] == 12


def test_judges_sort_candidates_by_number_and_see_no_score(people, form):
    study = study_on(people, form, "borderline")

    page = candidates_page(people["chong"], study)

    numbers = [number for number, _ in page.candidates]
    assert numbers == sorted(numbers)
    assert len(numbers) == 80
    assert all(group == "" for _, group in page.candidates)


def test_the_median_of_those_on_the_border_is_the_cut(people, form):
    study = study_on(people, form, "borderline")
    sort_by_score(people, study, least=5, most=8)
    closed(people, study)

    (found,) = closed_outcomes(study)

    border = [float(one) for one in scores_on("PUM", form).points.values() if 5 <= one <= 8]
    assert found.detail.size("border") == len(border)
    assert found.panel.cut == pytest.approx(np.median(border))
    assert found.detail.agreement == pytest.approx(1)
    assert "Scores of the groups" in picture_of(found, "en")


def test_contrasting_groups_meet_where_competence_is_as_likely_as_not(people, form):
    study = study_on(people, form, "contrasting")
    groups = sort_by_score(people, study, least=6, most=12, named=("not-yet", "competent"))
    # the judges err in some, else the groups do not overlap
    swapped = dict.fromkeys(list(groups)[::7], "competent")
    for judge in JUDGES:
        sort_candidates(people[judge], study, swapped, at=MORNING)
    closed(people, study)

    (found,) = closed_outcomes(study)

    assert found.panel.refused is None
    assert 3 < found.panel.cut < 8
    assert found.panel.error > 0


def test_a_group_that_is_too_small_is_told_with_its_size(people, form):
    study = study_on(people, form, "borderline")
    numbers = [number for number, _ in candidates_page(people["chong"], study).candidates]
    for judge in JUDGES:
        sort_candidates(people[judge], study, {numbers[0]: "border"}, at=MORNING)
    closed(people, study)

    (found,) = closed_outcomes(study)

    assert code(found.panel.refused) == "group-too-small"
    assert "on the border: 1" in found.panel.refused.message.en


def test_a_judgement_can_be_taken_back_and_an_unknown_one_keeps_nothing(people, form):
    study = study_on(people, form, "borderline")
    (first, _), (second, _) = candidates_page(people["chong"], study).candidates[:2]
    sort_candidates(people["chong"], study, {first: "border", second: "above"}, at=MORNING)
    assert sort_candidates(people["chong"], study, {first: ""}, at=MORNING) == 1

    assert candidates_page(people["chong"], study).sorted == 1
    for groups, refusal in (
        ({first: "excellent"}, "no-such-group"),
        ({second: "", "NOBODY": "border"}, "no-such-candidate"),
    ):
        assert code(sort_candidates(people["chong"], study, groups, at=MORNING)) == refusal
    assert Sorting.objects.count() == 3
    entry = AuditEntry.objects.filter(event="study.candidates-sorted").first()
    assert first not in str(entry.details)


def test_scores_of_too_few_are_refused(people):
    versions = tuple(item.version for item in current_items("PUM", "secure")[:3])
    scores = ScoresOfCandidates(versions, {people["chong"].pk: Decimal(2)}, SOURCE)

    outcome = open_study_of_scores(
        people["officer"], "PUM", "hofstee", scores=scores, border=BORDER, at=MORNING
    )

    assert code(outcome) == "too-few-scores"
    unknown = open_study_on(
        people["officer"], "PUM", "sha256:0", "hofstee", border=BORDER, at=MORNING
    )
    assert code(unknown) == "no-such-scores"


def test_a_cut_from_scores_reaches_other_forms_by_what_an_earlier_panel_said(people, form):
    codes = [item.code for item in current_items("PUM", "secure")[:12]]
    study = study_on(people, form, "hofstee")
    assert not is_known_by_items(form)
    adopted(people, cut="7", codes=codes)
    assert is_known_by_items(form)
    for judge in JUDGES:
        give_bounds(people[judge], study, Bounds(5, 9, 10, 60), at=MORNING)
    closed(people, study)
    decide_study(people["registrar"], study, cut=Decimal(6), reason="Agreed.", at=MORNING)

    standard = standard_of("PUM", at=MORNING)
    carried = equating_to(standard, current_items("PUM", "secure")[:6])

    assert (standard.study, standard.standard.cut) == (study, 6)
    assert carried.method == "judgement"

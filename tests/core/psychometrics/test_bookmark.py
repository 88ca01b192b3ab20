from __future__ import annotations

import numpy as np
import pytest

from tauliah.core.psychometrics import (
    NotEstimable,
    bookmark_cut,
    expected_score,
    items,
    ordered_booklet,
    probability,
)

BANK = items([1.0, 0.8, 1.5, 1.2], [0.5, -1.0, 1.2, -0.2], floor=[0.2, 0, 0, 0.25])


def test_each_page_is_where_its_item_is_answered_with_the_response_probability():
    booklet = ordered_booklet(BANK)

    curves = probability(booklet.locations, BANK)
    np.testing.assert_allclose(curves[np.arange(4), booklet.order], 2 / 3)
    assert (np.diff(booklet.locations) >= 0).all()


def test_rasch_items_lie_a_logarithm_of_two_above_their_difficulty():
    """ln(0.67 / 0.33) for RP67, here exactly two thirds: ln 2, Mitzel and others (2001)."""
    booklet = ordered_booklet(items(1.0, [0.3, -0.4]))

    np.testing.assert_allclose(booklet.locations, np.array([-0.4, 0.3]) + np.log(2))
    assert booklet.order.tolist() == [1, 0]


@pytest.mark.parametrize("reading", ["before", "between", "at"])
def test_the_cut_by_hand(reading):
    """Pages 2, 3 and 4 of ln 2 + (0, 1, 2, 3)."""
    shift = {"before": 0.0, "between": 0.5, "at": 1.0}[reading]
    bank = items(1.0, [0.0, 1.0, 2.0, 3.0])

    found = bookmark_cut([2, 3, 4], bank, reading=reading, middle="mean")

    assert found.cut == pytest.approx(np.log(2) + 1 + shift)
    np.testing.assert_allclose(found.judge_cuts, np.log(2) + np.arange(3) + shift)
    assert found.error == pytest.approx(1 / np.sqrt(3))
    assert found.score == pytest.approx(expected_score(found.cut, bank)[0])


def test_the_median_is_not_moved_by_one_judge_but_is_less_sure():
    bank = items(1.0, np.linspace(-2, 2, 21))

    middle = bookmark_cut([9, 10, 11, 20], bank)
    mean = bookmark_cut([9, 10, 11, 20], bank, middle="mean")

    assert middle.cut < mean.cut
    assert middle.error == pytest.approx(1.2533 * mean.error, rel=1e-4)


def test_the_error_of_the_score_is_that_of_the_cut_along_the_curve():
    bank = items(np.linspace(0.7, 1.4, 30), np.linspace(-2, 2, 30))
    found = bookmark_cut([12, 14, 15, 17], bank)

    step = 1e-5
    rise = np.diff(expected_score([found.cut - step, found.cut + step], bank))[0] / (2 * step)

    assert found.score_error == pytest.approx(found.error * rise, rel=1e-6)


def test_a_candidate_who_would_answer_all_or_none_is_placed_at_the_end():
    bank = items(1.0, [0.0, 1.0])

    found = bookmark_cut([1, 3], bank)

    np.testing.assert_allclose(found.judge_cuts, np.log(2) + np.array([0, 1]))


def test_a_page_that_is_not_there_is_told_with_its_judge():
    with pytest.raises(ValueError, match="a page from 1 to 5; not so for judge 2"):
        bookmark_cut([3, 6], BANK)


def test_an_item_that_is_guessed_more_often_than_asked_for_is_told():
    with pytest.raises(ValueError, match=r"a floor below 0\.2 .*not so for item 1, 4"):
        ordered_booklet(BANK, response_probability=0.2)


def test_one_judge_is_no_study():
    with pytest.raises(NotEstimable, match="at least two judges"):
        bookmark_cut([2], BANK)

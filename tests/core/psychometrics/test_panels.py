"""What a panel says together: the error of a compromise, and groups of candidates by most judges."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tauliah.core.psychometrics import (
    NotEstimable,
    ability_at,
    distribution_of_counts,
    expected_score,
    groups_by_most,
    hofstee_cut,
    hofstee_error,
    items,
)
from tauliah.core.psychometrics.plots import Labels, bookmark_plot, groups_plot, hofstee_plot

SCORES = distribution_of_counts([1, 2, 3, 5, 8, 10, 12, 12, 10, 8, 4])
BOUNDS = {
    "lowest_cuts": [3.0, 4.0, 5.0],
    "highest_cuts": [7.0, 8.0, 8.0],
    "lowest_fail_rates": [0.05, 0.1, 0.1],
    "highest_fail_rates": [0.5, 0.6, 0.7],
}


def without(judge):
    return {name: [one for at, one in enumerate(v) if at != judge] for name, v in BOUNDS.items()}


def test_the_error_of_a_compromise_is_that_of_the_jackknife():
    cuts = [hofstee_cut(SCORES, **without(judge)).cut for judge in range(3)]

    expected = np.sqrt(2 / 3 * ((np.array(cuts) - np.mean(cuts)) ** 2).sum())
    assert hofstee_error(SCORES, **BOUNDS) == pytest.approx(expected)


def test_judges_who_agree_leave_no_error_and_one_judge_none_to_tell():
    same = {name: [values[0]] * 3 for name, values in BOUNDS.items()}

    assert hofstee_error(SCORES, **same) == pytest.approx(0)
    assert np.isnan(hofstee_error(SCORES, **{name: [v[0]] for name, v in BOUNDS.items()}))


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.int64, (4, 6), elements=st.integers(-1, 2)))
def test_groups_are_those_that_most_judges_say_and_kappa_counts_pairs(said):
    found = groups_by_most(said, of=3)

    agreed, shares, unsettled = [], [], 0
    for place, column in enumerate(said.T.tolist()):
        own = [one for one in column if one >= 0]
        ranked = Counter(own).most_common()
        is_tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        unsettled += is_tied
        assert found.groups[place] == (ranked[0][0] if ranked and not is_tied else -1)
        if len(own) > 1:
            pairs = list(combinations(own, 2))
            agreed.append(np.mean([left == right for left, right in pairs]))
            shares.append([own.count(group) / len(own) for group in range(3)])
    assert found.unsettled == unsettled
    if not agreed:
        assert np.isnan(found.agreement)
        return
    chance = (np.mean(shares, 0) ** 2).sum()
    if chance < 1 - 1e-9:
        assert found.agreement == pytest.approx((np.mean(agreed) - chance) / (1 - chance))


def test_a_number_that_is_no_group_is_refused():
    with pytest.raises(ValueError, match="groups from 0 to 1"):
        groups_by_most([[2, 0]], of=2)


def test_the_ability_at_a_cut_expects_that_score():
    of = items([0.8, 1.2, 1.5], [-1.0, 0.0, 1.0], floor=[0.0, 0.2, 0.1])

    assert float(expected_score(ability_at(1.7, of), of)[0]) == pytest.approx(1.7)
    for score in (0.3, 3.0):
        with pytest.raises(NotEstimable, match="expected score"):
            ability_at(score, of)


def test_the_plots_name_what_they_draw():
    words = Labels("Title", "What it shows", "points", "share", ("a", "b", "c", "d"))
    found = hofstee_cut(SCORES, **BOUNDS)

    drawn = (
        hofstee_plot(SCORES, found, labels=words),
        bookmark_plot([-1, 0, 1], [2, 2, 4], labels=words, cut=0.3),
        groups_plot([SCORES.counts, SCORES.counts], labels=words, cut=4.0),
    )

    for picture in drawn:
        assert "<title>Title</title>" in picture
        assert "nan" not in picture
    with pytest.raises(ValueError, match="1 to 3 groups"):
        groups_plot([[1, 2]] * 4, labels=words)

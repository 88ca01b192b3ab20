"""The reported scale says the same on each form: raw, equated, scaled, and never in nobody's favour."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam.reported_scores import (
    FormEquating,
    Standard,
    equating_of,
    form_digest,
    identity,
    measurement_error,
    reported_score,
)

STANDARD = Standard(form="old", cut=Decimal("33.5"), of=50, error=Decimal("0.8"))
SAME = identity("old", 50)
PLAIN = [1] * 50


def reported(points, *, equating=SAME, standard=STANDARD, worths=PLAIN, is_plain=True):
    return reported_score(
        Decimal(points),
        worths=worths,
        equating=equating,
        standard=standard,
        scale_cut=70,
        is_plain=is_plain,
    )


def easier_by(points: int) -> FormEquating:
    """A form on which each score is worth so much less."""
    return equating_of("new", "old", "chained-linear", [x - points for x in range(51)], [0.3] * 51)


def test_all_points_of_the_reference_are_100_and_the_cut_is_70():
    exact = replace(STANDARD, cut=Decimal(35))

    assert reported(50, standard=exact).scaled == 100
    assert reported(35, standard=exact).scaled == 70


@pytest.mark.parametrize(("cut", "scale_cut"), [("50", 70), ("33.5", 100)])
def test_where_nothing_is_above_the_cut_the_scale_goes_up_from_0(cut, scale_cut):
    found = [
        reported_score(
            Decimal(points),
            worths=PLAIN,
            equating=SAME,
            standard=replace(STANDARD, cut=Decimal(cut)),
            scale_cut=scale_cut,
        )
        for points in (0, 25, 33, 50)
    ]

    assert found[0].scaled == 0
    assert [one.passed for one in found] == [one.scaled >= scale_cut for one in found]
    assert found[3].passed


def test_half_a_point_below_the_cut_is_below_70_and_does_not_pass():
    failed, passed = reported(33), reported(34)

    assert (failed.scaled, failed.passed) == (69, False)
    assert (passed.scaled, passed.passed) == (70, True)
    assert failed.pass_mark == passed.pass_mark == 34


def test_an_easier_form_asks_for_more_points_for_the_same_score():
    easy = easier_by(2)

    assert reported(36, equating=easy).pass_mark == 36
    assert reported(36, equating=easy).scaled == reported(34).scaled
    assert not reported(35, equating=easy).passed


def test_the_scale_ends_at_0_and_100():
    generous = equating_of("new", "old", "chained-linear", [x + 5 for x in range(51)], [0.3] * 51)

    assert reported(50, equating=generous).scaled == 100
    assert reported(10, equating=easier_by(20)).scaled == 0


def test_a_form_on_which_nobody_can_reach_the_cut_has_a_mark_above_its_points():
    hopeless = easier_by(20)

    assert reported(50, equating=hopeless).pass_mark == 51
    assert not reported(50, equating=hopeless).passed


def test_points_between_whole_ones_are_equated_on_a_line_and_the_mark_is_to_a_hundredth():
    form = equating_of("new", "old", "chained-linear", [0, 1, 2, 3, 4], [0] * 5)
    standard = Standard("old", Decimal("2.345"), 4, Decimal("0.1"))

    found = reported_score(
        Decimal("2.5"),
        worths=[2, 2],
        equating=form,
        standard=standard,
        scale_cut=70,
        is_plain=False,
    )

    assert found.equated == Decimal("2.5")
    assert found.pass_mark == Decimal("2.35")


def test_the_error_of_measurement_is_lords_binomial_one():
    assert float(measurement_error(Decimal(30), PLAIN)) == pytest.approx(
        sqrt(30 * 20 / 49), abs=1e-4
    )
    assert measurement_error(Decimal(0), PLAIN) == 0
    assert measurement_error(Decimal(50), PLAIN) == 0


def test_the_errors_of_measurement_and_of_equating_add_by_their_squares():
    alone, equated = reported(34), reported(36, equating=easier_by(2))
    per_point = 30 / 16.5

    assert float(alone.error) == pytest.approx(per_point * sqrt(34 * 16 / 49), abs=0.01)
    assert float(equated.error) == pytest.approx(per_point * sqrt(36 * 14 / 49 + 0.3**2), abs=0.01)
    assert alone.low < alone.scaled <= alone.high


def test_a_score_that_falls_is_levelled_upwards():
    assert equating_of("new", "old", "judgement", [0, 2, 1.5, 3], [0] * 4).equated == (0, 2, 2, 3)


def test_a_table_that_falls_is_no_equating():
    with pytest.raises(ValueError, match="never fall"):
        FormEquating("new", "old", "judgement", (Decimal(2), Decimal(1)), (Decimal(0),) * 2)


def test_an_equating_to_another_form_is_not_taken_for_one_to_the_standards():
    with pytest.raises(ValueError, match="to that of the standard"):
        reported(30, equating=replace(SAME, to_form="third"))


def test_one_equating_after_another_leads_over_the_form_between():
    first = equating_of("newest", "new", "chained-linear", [x - 1 for x in range(51)], [0.4] * 51)

    both = first.then(easier_by(2))

    assert (both.from_form, both.to_form) == ("newest", "old")
    assert both.at(Decimal(40))[0] == 37
    assert float(both.at(Decimal(40))[1]) == pytest.approx(0.5, abs=1e-3)


def test_a_form_is_named_by_what_it_scores_in_whatever_order():
    assert form_digest(["a", "b"]) == form_digest(["b", "a"]) != form_digest(["a"])


tables = st.lists(st.floats(0, 4), min_size=51, max_size=51).map(
    lambda steps: [sum(steps[: n + 1]) - 10 for n in range(51)]
)
cuts = st.decimals("0.5", "50", places=2)


@given(tables, cuts)
def test_more_points_are_never_worth_less_and_passing_is_reaching_the_scales_cut(table, cut):
    form = equating_of("new", "old", "chained-equipercentile", table, [0.2] * 51)
    standard = replace(STANDARD, cut=cut)

    found = [reported(x, equating=form, standard=standard) for x in range(51)]

    assert [one.scaled for one in found] == sorted(one.scaled for one in found)
    for points, one in enumerate(found):
        assert one.passed == (one.scaled >= 70) == (points >= one.pass_mark)

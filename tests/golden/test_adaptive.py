"""Choosing and scoring within an adaptive exam as R's catR has it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tauliah.core.psychometrics import items, probability
from tauliah.core.psychometrics.adaptive import Design, next_item, prepared, standing
from tests.golden.published import columns, rows

TABLE = columns("golden_cat_items.csv")
OF = items(TABLE["a"], TABLE["b"], floor=TABLE["c"], ceiling=TABLE["d"])
CATR = {row["method"]: row for row in rows("golden_cat_theta.csv")}


def test_items_come_in_the_order_of_their_information():
    tables = prepared(Design(OF, 20, choose_at=0.7))
    given: list[int] = []
    while len(given) < 20:
        given.append(next_item(tables, given, TABLE["x"][given] == 1, seed=1).item)

    assert given == np.argsort(-TABLE["info_at_0.7"]).tolist()


def test_the_estimate_within_an_exam_is_that_of_catr_on_its_points():
    points = np.linspace(-4, 4, 33)
    weights = np.exp(-0.5 * points**2)
    p = probability(points, OF).T
    tables = replace(
        prepared(Design(OF, 20)),
        nodes=points,
        prior=weights / weights.sum(),
        likelihood=np.stack([1 - p, p], axis=1),
    )

    found = standing(tables, range(20), TABLE["x"] == 1)

    assert found.estimate == pytest.approx(float(CATR["EAP"]["theta"]), abs=1e-8)
    assert found.error == pytest.approx(float(CATR["EAP"]["se"]), abs=1e-8)


def test_on_its_own_points_it_differs_by_what_is_beyond_those_of_catr():
    found = standing(prepared(Design(OF, 20)), range(20), TABLE["x"] == 1)

    assert found.estimate == pytest.approx(float(CATR["EAP"]["theta"]), abs=1e-5)
    assert found.error == pytest.approx(float(CATR["EAP"]["se"]), abs=1e-5)
